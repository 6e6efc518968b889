#include <bursar/office/replay.hpp>

#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/settlement.hpp>
#include <bursar/office/book_rules.hpp>

#include "office/office_state.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

namespace bursar {
namespace {

bool same(const SettlementMade& record, const SettlementStatement& made) {
  const bool same_days = (!record.cut_off || *record.cut_off == made.cut_off) &&
                         (!record.reference_on || *record.reference_on == made.reference_on) &&
                         (!record.cut_off || record.opinion_id == made.opinion_id);
  return same_days && record.regime == made.regime && record.outcome == made.outcome &&
         record.unaudited == !made.audited && record.used_recovered == made.used_recovered &&
         record.asset_proceeds == made.asset_proceeds && record.received == made.received &&
         record.in_period == made.in_period && record.outside == made.outside &&
         record.disallowed == made.disallowed && record.payables == made.payables &&
         record.interest == made.interest && record.kept == made.kept && record.left == made.left &&
         record.due_back == made.due_back;
}

Wording wording_of(const Refusal& refusal) {
  return {refusal.text(Language::zh), refusal.text(Language::en)};
}

Wording otherwise() { return {"重算结果不同", "comes out otherwise"}; }
Wording not_again() { return {"无法重算", "cannot be made again"}; }

/// What was known, and by which rules, when something was made.
struct Known {
  std::optional<Portfolio> then;
  const Project* project = nullptr;
  std::optional<RuleBook> rules;
  Wording difference;  ///< why it cannot be made again
};

class Replayer {
 public:
  Replayer(const Journal& journal, const ProjectId& id)
      : journal_(journal), subject_{SubjectKind::project, id.text()} {}

  /// Where the book that was known then is the one that a record was made from, there is no
  /// difference.
  Known known_to(const Provenance& from) const {
    Known known;
    auto then = fold({from.as_of, from.known_position});
    if (!then.has_value()) {
      known.difference = wording_of(then.error());
      return known;
    }
    known.then.emplace(*std::move(then));
    known.project = known.then->project(subject_.id);
    auto rules = rule_book_of(*known.then);
    const auto& calendars = known.then->book().calendars;
    if (known.project == nullptr) {
      known.difference = {"当时尚无此项目", "the project was not known then"};
    } else if (Portfolio::state_digest(*known.project).hex() != from.state_digest) {
      known.difference = {"所依据的状态摘要不同", "the state it was made from has another digest"};
    } else if (!rules.has_value()) {
      known.difference = wording_of(rules.error());
    } else if (rules->digest().hex() != from.rule_book_digest) {
      known.difference = {"依据的规则包不同", "made by another rule pack"};
    } else if ((rules->assumptions_digest() ? rules->assumptions_digest()->hex() : std::string()) !=
               from.assumptions_digest) {
      known.difference = {"依据的假设不同", "made with other assumptions"};
    } else if ((calendars.empty() ? std::string() : calendars.back().digest) !=
               from.calendar_digest) {
      known.difference = {"依据的日历不同", "made with another calendar"};
    }
    if (rules.has_value()) known.rules = *std::move(rules);
    return known;
  }

  /// Makes a settlement again, and looks whether it closed what was held then.
  Wording settlement(const Settlement& record, std::vector<LedgerFault>& closings) const {
    const Known known = known_to(record.made_from);
    if (!known.difference.en.empty()) return known.difference;
    std::ranges::copy(check_closing(*known.project, record), std::back_inserter(closings));
    for (const SettlementStatement& made :
         settle(*known.then, *known.project, *known.rules).settlements) {
      if (made.org_id == record.org_id && made.source == record.source) {
        return same(record, made) ? Wording() : otherwise();
      }
    }
    return not_again();
  }

  /// What the settlements and decisions of then propose for one claim, against its recorded sum.
  template <class Matches>
  Wording change(const Provenance& from, Minor principal, Matches matches) const {
    const Known known = known_to(from);
    if (!known.difference.en.empty()) return known.difference;
    const auto whole = fold({office::end_of_time, from.known_position});
    if (!whole.has_value()) return wording_of(whole.error());
    const ClaimProposals proposals = propose_claims(
        *known.project,
        recorded_parts(*known.project, settle(*known.then, *known.project, *known.rules,
                                              SettlementDetail::figures)));
    for (const ClaimChange& change : claim_changes(*whole->project(subject_.id), proposals)) {
      if (matches(change)) return change.to == principal ? Wording() : otherwise();
    }
    return not_again();
  }

  /// Makes a claim again as it was raised: before it was adjusted.
  Wording raised(const Claim& claim) const {
    const auto whole = fold({office::end_of_time, claim.trace.position});
    if (!whole.has_value()) return wording_of(whole.error());
    const Project* project = whole->project(subject_.id);
    if (project == nullptr) return not_again();
    const auto found = std::ranges::find(project->claims, claim.claim_id, &Claim::claim_id);
    if (found == project->claims.end()) return not_again();
    return change(found->made_from, found->principal, [&](const ClaimChange& change) {
      return change.claim_id.empty() && change.payer_org_id == found->payer_org_id &&
             change.source == found->source;
    });
  }

  Wording adjusted(const ClaimAdjustment& record) const {
    return change(record.made_from, record.principal,
                  [&](const ClaimChange& change) { return change.claim_id == record.claim_id; });
  }

 private:
  Result<Portfolio> fold(const AsOf& as_of) const {
    return Portfolio::fold_subjects(journal_, as_of, std::span(&subject_, 1), false);
  }

  const Journal& journal_;
  Subject subject_;
};

}  // namespace

Replay& Replay::add(const ProjectId& project, Replay other) {
  settlements += other.settlements;
  claims += other.claims;
  adjustments += other.adjustments;
  decisions += other.decisions;
  decisions_without_provenance += other.decisions_without_provenance;
  for (ReplayDifference& each : other.differences) {
    differences.push_back({project.text() + " " + each.record, std::move(each.reason)});
  }
  std::ranges::move(other.closings, std::back_inserter(closings));
  return *this;
}

Replay replay(const Journal& journal, const Project& project) {
  const Replayer replayer(journal, project.id);
  Replay made;
  const auto note = [&](std::int64_t& count, const std::string& record, Wording reason) {
    ++count;
    if (!reason.en.empty()) made.differences.push_back({record, std::move(reason)});
  };
  for (const Settlement& each : project.settlements) {
    note(made.settlements, each.settlement_id, replayer.settlement(each, made.closings));
  }
  for (const Claim& each : project.claims) {
    note(made.claims, each.claim_id, replayer.raised(each));
    for (const ClaimAdjustment& adjustment : each.adjustments) {
      note(made.adjustments, each.claim_id, replayer.adjusted(adjustment));
    }
  }
  for (const Decision& each : project.decisions) {
    if (!each.made_from) {
      ++made.decisions_without_provenance;
      continue;
    }
    note(made.decisions, each.decision_id, replayer.known_to(*each.made_from).difference);
  }
  return made;
}

}  // namespace bursar
