// Which claims the settlements and decisions of a project give, against those on record.
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/labels.hpp>

#include "clawback/part.hpp"

#include <algorithm>
#include <set>

namespace bursar {
namespace {

using clawback::comes_before;
using clawback::or_lead;

Minor difference(Minor a, Minor b) { return Minor(a.value() - b.value()); }

/// Parts of a statement sum that are known to fit: they add up to a sum that fits.
RefundParts parts_of(const SettlementStatement& it) {
  RefundParts parts;
  parts.interest = it.returned_interest;
  parts.used = it.used_recovered;
  parts.proceeds = it.returned_proceeds;
  parts.surplus =
      difference(difference(difference(it.due_back, parts.interest), parts.used), parts.proceeds);
  return parts;
}

/// The latest settlement on record of one part that settles the present conclusion and was not
/// voided since.
const Settlement* latest_record(const Project& project, const OrgId& org, Source source) {
  const std::optional<Conclusion> conclusion = conclusion_of(project);
  const Settlement* latest = nullptr;
  for (const Settlement& each : project.settlements) {
    if (each.source != source || or_lead(each.org_id, project) != org) continue;
    if (each.outcome == clawback::outcome_void) latest = nullptr;
    if (conclusion && clawback::settles(each, *conclusion)) latest = &each;
  }
  return latest;
}

/// The settlement on record after which nothing is due from a payer any more: of its own part, else
/// a void one of a part that it answered for.
std::string settlement_behind(const Project& project, const OrgId& payer, Source source) {
  std::string id;
  for (const Settlement* each : clawback::latest_settlements(project)) {
    if (each->source != source) continue;
    if (or_lead(each->org_id, project) == payer) return std::string(each->settlement_id);
    if (each->outcome == clawback::outcome_void) id = each->settlement_id;
  }
  return id;
}

// ------------------------------------------------------------------------------------- proposals

/// What one payer answers for, of one source.
struct Account {
  OrgId payer;
  Source source;
  std::vector<const SettledPart*> parts;
  std::optional<DecidedSum> decided;
};

class Proposer {
 public:
  Proposer(const Project& project, std::span<const SettledPart> parts)
      : project_(project), parts_(parts) {}

  ClaimProposals propose() {
    open_decided_accounts();
    for (const SettledPart& part : parts_) place(part);
    std::sort(accounts_.begin(), accounts_.end(), [](const Account& a, const Account& b) {
      return comes_before(a.payer, a.source, b.payer, b.source);
    });
    for (Account& account : accounts_) add(account);
    clawback::sort_by_part(made_.not_claimed);
    return std::move(made_);
  }

 private:
  Account& account(const OrgId& payer, Source source) {
    for (Account& each : accounts_) {
      if (each.payer == payer && each.source == source) return each;
    }
    return accounts_.emplace_back(Account{payer, source, {}, {}});
  }

  void open_decided_accounts() {
    for (const Decision& each : project_.decisions) {
      const OrgId& payer = or_lead(each.payer_org_id, project_);
      Result<std::optional<DecidedSum>> sum = decided_sum(project_, payer, each.source);
      if (sum.has_error()) {
        refuse(payer, payer, each.source, Minor(0), sum.error());
      } else if (sum->has_value() && payer.empty()) {
        refuse(payer, payer, each.source, (*sum)->total, clawback::lead_missing());
      } else if (sum->has_value()) {
        account(payer, each.source).decided = *sum;
      }
    }
  }

  [[nodiscard]] bool is_decided(const OrgId& org, Source source) const {
    return std::any_of(accounts_.begin(), accounts_.end(), [&](const Account& each) {
      return each.payer == org && each.source == source && each.decided;
    });
  }

  /// The payer of a part; nothing where nobody has named one.
  [[nodiscard]] const OrgId* payer_of(const SettledPart& part) const {
    const OrgId& lead = project_.registered.org_id;
    if (part.org_id.empty()) return nullptr;
    if (part.org_id == lead || is_decided(part.org_id, part.source)) return &part.org_id;
    const std::optional<Liability>& liability = project_.registered.liability;
    if (!liability) return nullptr;
    if (*liability == Liability::each) return &part.org_id;
    return lead.empty() ? nullptr : &lead;
  }

  /// Whether a part is the lead's to pay for, and the project names no lead.
  [[nodiscard]] bool lacks_lead(const SettledPart& part) const {
    if (!project_.registered.org_id.empty()) return false;
    return part.org_id.empty() || project_.registered.liability == Liability::lead;
  }

  void place(const SettledPart& part) {
    const OrgId* payer = payer_of(part);
    if (payer != nullptr) {
      account(*payer, part.source).parts.push_back(&part);
    } else if (lacks_lead(part)) {
      if (part.unsettled || part.due_back > Minor(0)) {
        refuse(part.org_id, OrgId(), part.source,
               part.unsettled ? std::nullopt : std::optional(part.due_back),
               clawback::lead_missing());
      }
    } else if (part.unsettled) {
      refuse(part.org_id, OrgId(), part.source, std::nullopt, unsettled(part));
    } else if (part.due_back > Minor(0)) {
      refuse(part.org_id, OrgId(), part.source, part.due_back,
             Refusal(Code::liability_unknown).with("org_id", part.org_id.text()));
    }
  }

  static Refusal unsettled(const SettledPart& part) {
    if (part.unsettled_because) return *part.unsettled_because;
    return Refusal(Code::part_not_settled)
        .with("org_id", part.org_id.text())
        .with("source", wording(part.source));
  }

  void refuse(const OrgId& org, const OrgId& payer, Source source, std::optional<Minor> due,
              Refusal refusal) {
    for (const NotClaimed& each : made_.not_claimed) {
      if (each.org_id == org && each.source == source) return;
    }
    made_.not_claimed.push_back({project_.id, org, payer, source, due, std::move(refusal)});
  }

  void add(Account& account) {
    std::stable_partition(account.parts.begin(), account.parts.end(),
                          [&](const SettledPart* part) { return part->org_id == account.payer; });
    ClaimProposal claim;
    claim.project_id = project_.id;
    claim.payer_org_id = account.payer;
    claim.source = account.source;
    MoneySum surplus, interest, used, proceeds, proposed;
    for (const SettledPart* part : account.parts) {
      if (part->unsettled) {
        if (account.decided) continue;
        claim.incomplete = true;
        refuse(part->org_id, account.payer, part->source, std::nullopt, unsettled(*part));
        continue;
      }
      claim.orgs.push_back(part->org_id);
      if (!part->settlement_id.empty()) claim.settlement_ids.push_back(part->settlement_id);
      const bool unfounded = part->unaudited && !part->reason_given && part->due_back > Minor(0);
      claim.needs_reason = claim.needs_reason || (unfounded && !account.decided);
      if (!account.decided && part->due_back > Minor(0)) {
        claim.unaudited = claim.unaudited || part->unaudited;
        claim.assumed = claim.assumed || part->assumed;
      }
      proposed.add(part->due_back);
      surplus.add(part->parts.surplus);
      interest.add(part->parts.interest);
      used.add(part->parts.used);
      proceeds.add(part->parts.proceeds);
    }
    if (!proposed.fits()) {
      refuse(account.payer, account.payer, account.source, std::nullopt,
             Refusal(Code::money_overflow));
      return;
    }
    claim.proposed = claim.principal = *proposed.total();
    claim.parts = {*surplus.total(), *interest.total(), *used.total(), *proceeds.total()};
    if (account.decided) decide(claim, *account.decided);
    if (claim.principal > Minor(0)) {
      made_.claims.push_back(std::move(claim));
    } else if (account.decided) {
      made_.waived.push_back(std::move(claim));
    }
  }

  static void decide(ClaimProposal& claim, const DecidedSum& sum) {
    claim.decided = claim.principal = sum.total;
    claim.decision_id = sum.decision_id;
    claim.shares = sum.shares;
    claim.pay_by = sum.pay_by;
    const Minor none(0);
    claim.parts = {sum.principal.value_or(none), sum.interest.value_or(none),
                   sum.used_recovered.value_or(none), sum.asset_proceeds.value_or(none)};
  }

  const Project& project_;
  std::span<const SettledPart> parts_;
  std::vector<Account> accounts_;
  ClaimProposals made_;
};

// --------------------------------------------------------------------------------------- changes

/// The claims on record of one payer and source, the oldest first.
std::vector<const Claim*> claims_of(const Project& project, const OrgId& payer, Source source) {
  std::vector<const Claim*> found;
  for (const Claim& each : project.claims) {
    if (each.source == source && or_lead(each.payer_org_id, project) == payer) {
      found.push_back(&each);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Claim* a, const Claim* b) { return a->raised_on < b->raised_on; });
  return found;
}

ClaimChange change_of(const Claim& claim, Int128 to, const ClaimProposal& proposal) {
  return {ClaimChange::Kind::adjust,
          claim.claim_id,
          proposal.payer_org_id,
          claim.source,
          claim.principal,
          Minor(static_cast<std::int64_t>(to)),
          proposal};
}

void add_changes(std::vector<ClaimChange>& changes, const std::vector<const Claim*>& on_record,
                 const ClaimProposal& proposal, bool may_reduce) {
  Int128 missing = proposal.principal.value();
  for (const Claim* each : on_record) missing -= each->principal.value();
  if (missing > 0) {
    for (auto each = on_record.rbegin(); each != on_record.rend(); ++each) {
      const Int128 grown = (*each)->principal.value() + missing;
      if ((*each)->closed_on || !fits_64(grown)) continue;
      changes.push_back(change_of(**each, grown, proposal));
      return;
    }
    changes.push_back({ClaimChange::Kind::raise, "", proposal.payer_org_id, proposal.source,
                       Minor(0), Minor(static_cast<std::int64_t>(missing)), proposal});
    return;
  }
  for (auto each = on_record.rbegin(); each != on_record.rend() && missing < 0; ++each) {
    if (!may_reduce) return;
    const Int128 taken = std::min<Int128>(-missing, (*each)->principal.value());
    if ((*each)->closed_on || taken <= 0) continue;
    changes.push_back(change_of(**each, (*each)->principal.value() - taken, proposal));
    missing += taken;
  }
}

void fill_from_record(SettledPart& part, const Settlement& record) {
  part.due_back = record.due_back;
  part.parts.used = record.used_recovered;
  part.parts.surplus = difference(record.due_back, record.used_recovered);
  part.unaudited = record.unaudited;
  part.reason_given = record.reason_given;
  part.settlement_id = record.settlement_id;
}

/// What cannot be settled today stands as it is on record, where it is.
SettledPart part_not_settled(const Project& project, const NotSettled& not_settled) {
  SettledPart part;
  part.org_id = not_settled.org_id;
  part.source = not_settled.source;
  if (const Settlement* record = latest_record(project, part.org_id, part.source)) {
    fill_from_record(part, *record);
  } else {
    part.unsettled = true;
    part.unsettled_because = not_settled.refusal;
  }
  return part;
}

void add_unless_known(std::vector<SettledPart>& parts, SettledPart part) {
  const bool known = std::any_of(parts.begin(), parts.end(), [&](const SettledPart& each) {
    return each.org_id == part.org_id && each.source == part.source;
  });
  if (!known) parts.push_back(std::move(part));
}

}  // namespace

std::vector<SettledPart> settled_parts(const Project& project, const SettlementReport& report) {
  std::vector<SettledPart> parts;
  for (const SettlementStatement& each : report.settlements) {
    if (each.project_id != project.id) continue;
    SettledPart& part = parts.emplace_back();
    part.org_id = each.org_id;
    part.source = each.source;
    part.due_back = each.due_back;
    part.parts = parts_of(each);
    part.unaudited = !each.audited;
    part.assumed = each.assumed();
    if (const Settlement* record = latest_record(project, each.org_id, each.source)) {
      part.settlement_id = record->settlement_id;
      // A reason is one for the figures that it was given for.
      part.reason_given =
          record->unaudited && record->reason_given && record->due_back == each.due_back;
    }
  }
  for (const NotSettled& each : report.not_settled) {
    if (each.project_id == project.id) parts.push_back(part_not_settled(project, each));
  }
  clawback::sort_by_part(parts);
  return parts;
}

std::vector<SettledPart> recorded_parts(const Project& project) {
  std::vector<SettledPart> parts;
  for (const Settlement* latest : clawback::latest_settlements(project)) {
    if (latest->outcome == clawback::outcome_void) continue;
    SettledPart& part = parts.emplace_back();
    part.org_id = or_lead(latest->org_id, project);
    part.source = latest->source;
    const Settlement* record = latest_record(project, part.org_id, part.source);
    part.unsettled = record == nullptr;
    if (record != nullptr) fill_from_record(part, *record);
  }
  clawback::sort_by_part(parts);
  return parts;
}

std::vector<SettledPart> recorded_parts(const Project& project, const SettlementReport& report) {
  std::vector<SettledPart> parts = recorded_parts(project);
  for (const NotSettled& each : report.not_settled) {
    if (each.project_id == project.id) {
      add_unless_known(parts, part_not_settled(project, each));
    }
  }
  clawback::sort_by_part(parts);
  return parts;
}

ClaimProposals propose_claims(const Project& project, std::span<const SettledPart> parts) {
  return Proposer(project, parts).propose();
}

std::vector<ClaimChange> claim_changes(const Project& project, const ClaimProposals& proposals) {
  std::vector<ClaimChange> changes;
  const OrgId& lead = project.registered.org_id;
  const auto may_be_of = [&](const NotClaimed& each, const OrgId& payer) {
    if (each.payer_org_id == payer || each.org_id == payer) return true;
    if (!each.payer_org_id.empty()) return false;
    // Its own organisation's or the lead's; where one of them is not known, anyone's.
    return each.org_id.empty() || lead.empty() || payer == lead;
  };
  const auto refused = [&](const OrgId& payer, Source source) {
    return std::any_of(
        proposals.not_claimed.begin(), proposals.not_claimed.end(),
        [&](const NotClaimed& each) { return each.source == source && may_be_of(each, payer); });
  };
  std::set<std::pair<OrgId, Source>> proposed;
  for (const ClaimProposal& each : proposals.claims) {
    proposed.emplace(each.payer_org_id, each.source);
    add_changes(changes, claims_of(project, each.payer_org_id, each.source), each,
                !each.incomplete && !refused(each.payer_org_id, each.source));
  }
  for (const Claim& claim : project.claims) {
    const OrgId& payer = or_lead(claim.payer_org_id, project);
    if (!proposed.emplace(payer, claim.source).second || refused(payer, claim.source)) continue;
    ClaimProposal nothing;
    nothing.project_id = project.id;
    nothing.payer_org_id = payer;
    nothing.source = claim.source;
    std::string behind = settlement_behind(project, payer, claim.source);
    if (!behind.empty()) nothing.settlement_ids.push_back(std::move(behind));
    add_changes(changes, claims_of(project, payer, claim.source), nothing, true);
  }
  return changes;
}

}  // namespace bursar
