// Settlements and claims: what is computed from the book is recorded with what it was computed
// from.
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/fact_codec.hpp>

#include "clawback/part.hpp"
#include "office/office_state.hpp"
#include "office/situation.hpp"
#include "office/storable.hpp"

#include <algorithm>

namespace bursar {

Provenance office::provenance_of(const Ground& ground, const Project& project, Date as_of) {
  Provenance made_from;
  made_from.as_of = as_of;
  made_from.known_position = ground.head.position;
  made_from.state_digest = Portfolio::state_digest(project).hex();
  made_from.rule_book_digest = ground.rules->digest().hex();
  if (const auto& assumed = ground.rules->assumptions_digest())
    made_from.assumptions_digest = assumed->hex();
  const auto& calendars = ground.then.book().calendars;
  if (!calendars.empty()) made_from.calendar_digest = calendars.back().digest;
  return made_from;
}

namespace {

using office::provenance_of;

bool is_void(const SettlementStatement& statement) {
  return statement.outcome == clawback::outcome_void;
}

SettlementMade fact_of(const SettlementStatement& statement, const Provenance& made_from,
                       const std::string& reason, std::size_t number) {
  SettlementMade fact;
  fact.settlement_id = "S-" + statement.org_id.text() + "-" + std::string(word(statement.source)) +
                       "-" + std::to_string(number);
  fact.org_id = statement.org_id;
  fact.source = statement.source;
  fact.regime = statement.regime;
  fact.outcome = statement.outcome;
  fact.received = statement.received;
  fact.in_period = statement.in_period;
  fact.outside = statement.outside;
  fact.disallowed = statement.disallowed;
  fact.payables = statement.payables;
  fact.interest = statement.interest;
  fact.asset_proceeds = statement.asset_proceeds;
  fact.used_recovered = statement.used_recovered;
  fact.kept = statement.kept;
  fact.left = statement.left;
  fact.due_back = statement.due_back;
  fact.unaudited = !statement.audited;
  if ((!statement.audited || is_void(statement)) && !reason.empty()) {
    fact.reason = VaultText(reason);
    fact.reason_given = true;
  }
  fact.made_from = made_from;
  fact.cut_off = statement.cut_off;
  fact.reference_on = statement.reference_on;
  fact.opinion_id = statement.opinion_id;
  return fact;
}

bool same_figures(const SettlementMade& a, const SettlementMade& b) {
  const auto figures = [](const SettlementMade& s) {
    return std::tie(s.regime, s.outcome, s.received, s.in_period, s.outside, s.disallowed,
                    s.payables, s.interest, s.asset_proceeds, s.used_recovered, s.kept, s.left,
                    s.due_back, s.unaudited);
  };
  // Older records do not say which conclusion they settle.
  return figures(a) == figures(b) && (!a.cut_off || !b.cut_off || a.cut_off == b.cut_off);
}

/// Why a settlement stands: a void one says why it is void.
std::string reason_of(const SettlementStatement& statement, const Project& then,
                      const std::string& given) {
  if (!is_void(statement)) return given;
  const Wording& why = clawback::why_void(then);
  return why.zh + " " + why.en;
}

/// The statements that differ from the latest on record, as facts. What cannot be settled, or lacks
/// a reason, does not keep the other parts of the project from being settled.
Result<std::vector<FactBody>> settlement_facts(const office::Ground& ground, const Project& then,
                                               const Project& whole, const Request& request,
                                               const std::string& reason) {
  const SettlementReport report = settle(ground.then, then, *ground.rules);
  const Provenance made_from = provenance_of(ground, then, request.on);
  std::optional<Refusal> refusal;
  if (!report.not_settled.empty()) refusal = report.not_settled.front().refusal;
  std::vector<FactBody> facts;
  for (const SettlementStatement& statement : report.settlements) {
    const Settlement* latest = nullptr;
    std::size_t number = 1;
    for (const Settlement& each : whole.settlements) {
      if (each.org_id != statement.org_id || each.source != statement.source) continue;
      latest = &each;
      ++number;
    }
    SettlementMade fact = fact_of(statement, made_from, reason_of(statement, then, reason), number);
    if (latest != nullptr && same_figures(*latest, fact)) continue;
    if (!statement.audited && !fact.reason_given) {
      refusal = Refusal(Code::reason_missing);
      continue;
    }
    facts.emplace_back(std::move(fact));
  }
  if (!facts.empty()) return facts;
  if (refusal) return *refusal;
  // Nothing is concluded any more, and what was settled is void already.
  if (!report.settlements.empty() || !then.settlements.empty()) return Code::settlement_unchanged;
  Wording expected;
  for (const ProjectState each :
       {ProjectState::concluded, ProjectState::terminated, ProjectState::revoked}) {
    add_to_list(expected, wording(each));
  }
  return Refusal(Code::project_not_active)
      .with("state", wording(then.state))
      .with("expected", std::move(expected));
}

/// What was settled or claimed on a later day stands: figures of an earlier day would take its
/// place. Refusals: acts_before_predecessor.
Result<void> require_last(const Project& project, Date on) {
  std::optional<Date> last;
  std::string_view kind;
  const auto note = [&](Date day, std::string_view of) {
    if (day <= on || (last && day <= *last)) return;
    last = day;
    kind = of;
  };
  for (const Settlement& each : project.settlements) note(each.on, "SettlementMade");
  for (const Claim& claim : project.claims) {
    note(claim.raised_on, "ClaimRaised");
    for (const ClaimAdjustment& each : claim.adjustments) note(each.on, "ClaimAdjusted");
  }
  if (!last) return {};
  return Refusal(Code::acts_before_predecessor)
      .with("on", to_iso(on))
      .with("predecessor", kind_wording(kind))
      .with("predecessor_on", to_iso(*last));
}

/// Whether settlements on record give this reason, where they needed one.
bool gives_reason(const Entry& entry, const std::string& private_part, std::string_view reason) {
  const auto facts = decode_facts(entry.facts, private_part);
  return !facts.has_value() || std::ranges::all_of(*facts, [&](const Fact& fact) {
    const auto* made = std::get_if<SettlementMade>(&fact.body);
    return made == nullptr || made->outcome == clawback::outcome_void || !made->reason_given ||
           made->reason.view() == reason;
  });
}

FactBody fact_of(const ClaimChange& change, const Provenance& made_from, std::size_t number) {
  const std::string settlement = change.proposal.settlement_ids.empty()
                                     ? std::string()
                                     : change.proposal.settlement_ids.front();
  if (change.kind == ClaimChange::Kind::adjust) {
    return ClaimAdjusted{change.claim_id, change.to, settlement, change.proposal.decision_id,
                         made_from};
  }
  ClaimRaised raised;
  raised.claim_id = "C-" + change.payer_org_id.text() + "-" + std::string(word(change.source)) +
                    "-" + std::to_string(number);
  raised.payer_org_id = change.payer_org_id;
  raised.source = change.source;
  raised.principal = change.to;
  raised.settlement_id = settlement;
  raised.decision_id = change.proposal.decision_id;
  raised.pay_by = change.proposal.pay_by;
  raised.made_from = made_from;
  return raised;
}

Result<std::vector<FactBody>> claim_facts(const office::Ground& ground, const Project& then,
                                          const Project& whole, Date as_of) {
  const std::vector<SettledPart> parts = recorded_parts(
      then, bursar::settle(ground.then, then, *ground.rules, SettlementDetail::figures));
  const ClaimProposals proposals = propose_claims(then, parts);
  if (std::ranges::all_of(parts, &SettledPart::unsettled) && proposals.claims.empty() &&
      whole.claims.empty()) {
    return Code::settlement_missing;
  }
  const std::vector<ClaimChange> changes = claim_changes(whole, proposals);
  if (changes.empty()) {
    if (!proposals.not_claimed.empty()) return proposals.not_claimed.front().refusal;
    return Code::claims_unchanged;
  }
  const Provenance made_from = provenance_of(ground, then, as_of);
  std::vector<FactBody> facts;
  for (const ClaimChange& change : changes) {
    const auto of_payer = std::ranges::count_if(whole.claims, [&](const Claim& claim) {
      return claim.payer_org_id == change.payer_org_id && claim.source == change.source;
    });
    facts.push_back(fact_of(change, made_from, static_cast<std::size_t>(of_payer) + 1));
  }
  return facts;
}

/// The two sights of a project. Refusals: project_unknown.
Result<std::pair<const Project*, const Project*>> sights(const office::Ground& ground,
                                                         const std::string& id) {
  const Project* whole = ground.whole.project(id);
  const Project* then = ground.then.project(id);
  if (whole == nullptr || then == nullptr) {
    return Refusal(Code::project_unknown).with("project_id", id);
  }
  return std::pair(whole, then);
}

std::vector<Draft> draft(const Subject& subject, Date on, const std::vector<FactBody>& facts) {
  EncodedFacts encoded = office::encode(on, facts);
  return {{subject, std::move(encoded.facts), std::move(encoded.private_part)}};
}

/// What a settlement or claim is asked for with can be stored. Refusals: those of both, then
/// text_not_utf8 (reason).
Result<void> require_sound(const Request& request, const Subject& subject,
                           std::string_view reason) {
  BURSAR_TRY_VOID(office::require_storable(request, subject));
  return office::require_utf8("reason", reason);
}

}  // namespace

Result<Receipt> Office::settle(const Request& request, const ProjectId& project,
                               const std::string& reason) {
  const Subject subject{SubjectKind::project, project.text()};
  if (const auto sound = require_sound(request, subject, reason); !sound) {
    return state_->refuse(request, subject, sound.error());
  }
  const Digest digest = office::CanonicalRequest("settle", request, subject).finish();
  const auto decide = [&](const office::Ground& ground) -> Result<std::vector<Draft>> {
    BURSAR_TRY(const auto both, sights(ground, subject.id));
    BURSAR_TRY_VOID(require_last(*both.first, request.on));
    BURSAR_TRY(const auto facts,
               settlement_facts(ground, *both.second, *both.first, request, reason));
    return draft(subject, request.on, facts);
  };
  const auto same_reason = [&](const Entry& entry, const std::string& private_part) {
    return gives_reason(entry, private_part, reason);
  };
  return state_->carry_out(request, subject, {digest, {subject}, decide, same_reason});
}

Result<Receipt> Office::raise_claims(const Request& request, const ProjectId& project) {
  const Subject subject{SubjectKind::project, project.text()};
  if (const auto storable = office::require_storable(request, subject); !storable) {
    return state_->refuse(request, subject, storable.error());
  }
  const Digest digest = office::CanonicalRequest("raise_claims", request, subject).finish();
  const auto decide = [&](const office::Ground& ground) -> Result<std::vector<Draft>> {
    BURSAR_TRY(const auto both, sights(ground, subject.id));
    BURSAR_TRY_VOID(require_last(*both.first, request.on));
    BURSAR_TRY(const auto facts, claim_facts(ground, *both.second, *both.first, request.on));
    return draft(subject, request.on, facts);
  };
  return state_->carry_out(request, subject, {digest, {subject}, decide});
}

}  // namespace bursar
