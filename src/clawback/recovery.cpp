// Where the claims of one project stand.
#include "clawback/adjusted.hpp"
#include "clawback/part.hpp"
#include "clawback/steps.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace bursar {

AgeBucket age_bucket(std::int64_t days_late) noexcept {
  if (days_late < 1) return AgeBucket::not_due;
  if (days_late <= 30) return AgeBucket::days_to_30;
  if (days_late <= 90) return AgeBucket::days_31_to_90;
  if (days_late <= 180) return AgeBucket::days_91_to_180;
  return days_late <= 365 ? AgeBucket::days_181_to_365 : AgeBucket::days_over_365;
}

namespace {

using clawback::comes_before;
using clawback::OpenClaim;
using clawback::or_lead;
using clawback::SettledAccount;

struct AccountKey {
  OrgId payer;
  Source source;
  friend bool operator<(const AccountKey& a, const AccountKey& b) {
    return comes_before(a.payer, a.source, b.payer, b.source);
  }
};

/// Takes as much of some parts as makes up a sum: surplus first; what the parts do not explain is
/// surplus.
RefundParts take_parts(RefundParts& parts, Minor sum) {
  std::int64_t left = sum.value();
  const auto take = [&](Minor& part) {
    const std::int64_t taken = std::min(left, part.value());
    left -= taken;
    part = Minor(part.value() - taken);
    return Minor(taken);
  };
  RefundParts share{take(parts.surplus), take(parts.interest), take(parts.used),
                    take(parts.proceeds)};
  share.surplus = Minor(share.surplus.value() + left);
  return share;
}

/// Takes what decisions fix of one claim, in the order in which they were made; what they do not
/// explain belongs to the last of them.
std::vector<ClaimDue> take_dues(std::vector<DecidedShare>& shares, Minor sum) {
  std::vector<ClaimDue> dues;
  std::int64_t left = sum.value();
  for (DecidedShare& share : shares) {
    const std::int64_t taken = std::min(left, share.amount.value());
    if (taken == 0 && &share != &shares.back()) continue;
    left -= taken;
    share.amount = Minor(share.amount.value() - taken);
    dues.push_back({share.decision_id, Minor(taken), Minor(0), {}});
  }
  if (dues.empty()) return dues;
  dues.back().amount = Minor(dues.back().amount.value() + left);
  if (dues.size() > 1 && dues.back().amount == Minor(0)) dues.pop_back();
  return dues;
}

class Recoverer {
 public:
  Recoverer(const Project& project, const ClaimProposals& proposals, const RecoveryTerms& terms)
      : project_(project), terms_(terms), proposals_(proposals) {}

  ProjectRecovery recover() {
    made_.not_claimed = proposals_.not_claimed;
    if (const std::optional<Conclusion> conclusion = conclusion_of(project_)) {
      concluded_on_ = conclusion->cut_off;
    }
    for (const AccountKey& key : keys()) add(key);
    clawback::sort_by_part(made_.not_claimed);
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::set<AccountKey> keys() const {
    std::set<AccountKey> found;
    for (const ClaimProposal& each : proposals_.claims) {
      found.insert({each.payer_org_id, each.source});
    }
    for (const Claim& each : project_.claims) {
      found.insert({or_lead(each.payer_org_id, project_), each.source});
    }
    for (const Repayment& each : project_.repayments) {
      found.insert({or_lead(each.payer_org_id, project_), each.source});
    }
    return found;
  }

  [[nodiscard]] const ClaimProposal* proposal_of(const AccountKey& key) const {
    for (const ClaimProposal& each : proposals_.claims) {
      if (each.payer_org_id == key.payer && each.source == key.source) return &each;
    }
    return nullptr;
  }

  void add(const AccountKey& key) {
    const ClaimProposal* proposal = proposal_of(key);
    Int128 beyond = proposal == nullptr ? 0 : proposal->principal.value();
    for (const Claim& each : project_.claims) {
      if (each.source != key.source || or_lead(each.payer_org_id, project_) != key.payer) continue;
      beyond -= each.principal.value();
    }
    SettledAccount account = clawback::settle_account(project_, key.payer, key.source, beyond);
    if (!add_account(key, account)) {
      made_.not_claimed.push_back(
          {project_.id, key.payer, key.payer, key.source, Minor(0), Refusal(Code::money_overflow)});
      return;
    }
    Rest rest;
    if (proposal != nullptr) rest = {proposal->parts, proposal->shares};
    const std::size_t first = made_.claims.size();
    for (const OpenClaim& claim : account.claims) add_position(key, claim, proposal, rest);
    std::move(account.set_offs.begin(), account.set_offs.end(), std::back_inserter(made_.set_offs));
    if (account.claims.empty()) return;
    made_.claims.back().credit = narrow(account.credit);
    spread_charges_paid(std::span(made_.claims).subspan(first), account.late_charges);
  }

  /// Charges are paid to the account: its newest claim takes them up to what it bears, then those
  /// before it. What none of them bears shows on the newest.
  static void spread_charges_paid(std::span<ClaimPosition> claims, Int128 paid) {
    LateCharge* newest = nullptr;
    for (std::size_t at = claims.size(); at > 0; --at) {
      std::optional<LateCharge>& charge = claims[at - 1].late_charge;
      if (!charge) continue;
      if (newest == nullptr) newest = &*charge;
      charge->paid = narrow(std::clamp<Int128>(paid, 0, charge->accrued.value()));
      paid -= charge->paid.value();
    }
    if (newest != nullptr) newest->paid = narrow(newest->paid.value() + paid);
  }

  /// What the claims before have not taken of a proposal.
  struct Rest {
    RefundParts parts;
    std::vector<DecidedShare> shares;
  };

  static Minor narrow(Int128 value) { return Minor(static_cast<std::int64_t>(value)); }

  /// False if a sum of the account does not fit.
  bool add_account(const AccountKey& key, const SettledAccount& account) {
    Int128 claimed = 0, written_off = 0, outstanding = 0;
    for (const OpenClaim& each : account.claims) {
      claimed += each.principal.value();
      written_off += each.written_off - each.set_after;
      outstanding += each.outstanding();
    }
    for (const Int128 sum : {claimed, account.paid, account.late_charges, account.penalties}) {
      if (!fits_64(sum)) return false;
    }
    made_.accounts.push_back({project_.id, key.payer, key.source, project_.currency,
                              narrow(claimed), narrow(account.paid),
                              narrow(account.paid - account.credit), narrow(written_off),
                              narrow(outstanding), narrow(account.credit),
                              narrow(account.late_charges), narrow(account.penalties)});
    return true;
  }

  void add_position(const AccountKey& key, const OpenClaim& claim, const ClaimProposal* proposal,
                    Rest& rest) {
    ClaimPosition& it = made_.claims.emplace_back();
    it.project_id = project_.id;
    it.payer_org_id = key.payer;
    it.source = key.source;
    it.currency = project_.currency;
    it.principal = claim.principal;
    it.repaid = narrow(claim.set + claim.set_after);
    it.written_off = narrow(claim.written_off - claim.set_after);
    it.recovered_after_write_off = narrow(claim.set_after);
    it.outstanding = narrow(claim.outstanding());
    it.concluded_on = concluded_on_;
    it.receipt_nos = claim.receipt_nos;
    if (proposal != nullptr) {
      it.parts = take_parts(rest.parts, claim.principal);
      it.decided = proposal->decided;
      it.decision_id = proposal->decision_id;
      it.dues = take_dues(rest.shares, claim.principal);
      it.needs_reason = proposal->needs_reason;
      it.unaudited = proposal->unaudited;
      it.assumed = proposal->assumed;
    } else {
      it.parts.surplus = claim.principal;
      // A decision may fix that nothing is due, which proposes no claim.
      if (const auto decided = decided_sum(project_, key.payer, key.source); decided && *decided) {
        it.decided = (*decided)->total;
        it.decision_id = (*decided)->decision_id;
      }
    }
    if (claim.record != nullptr) {
      it.claim_id = claim.record->claim_id;
      it.raised_on = claim.record->raised_on;
      if (it.decision_id.empty()) it.decision_id = standing(claim.record->decision_id);
    }
    static const std::vector<DecidedShare> none;
    clawback::set_steps(it, claim, proposal == nullptr ? none : proposal->shares, project_, terms_);
  }

  /// A decision that a claim on record names, if it still stands.
  [[nodiscard]] std::string standing(const std::string& decision_id) const {
    for (const Decision& each : project_.decisions) {
      if (each.decision_id == decision_id && project_.stands(each)) return decision_id;
    }
    return {};
  }

  const Project& project_;
  const RecoveryTerms& terms_;
  const ClaimProposals& proposals_;
  ProjectRecovery made_;
  std::optional<Date> concluded_on_;
};

/// The claims on record that will grow, and those that nothing supports as high as they are. Where
/// no settlement is on record, of the latter only those that a decision fixed: the others were
/// raised on what is not on record.
std::vector<ClaimChange> adjustments_of(const Project& project, const ClaimProposals& proposals) {
  const auto stands_as_it_is = [&](const ClaimChange& each) {
    if (each.kind == ClaimChange::Kind::raise) return true;
    if (each.to > each.from || !project.settlements.empty()) return false;
    const auto claim = std::ranges::find(project.claims, each.claim_id, &Claim::claim_id);
    return claim == project.claims.end() || claim->decision_id.empty();
  };
  std::vector<ClaimChange> changes = claim_changes(project, proposals);
  std::erase_if(changes, stands_as_it_is);
  return changes;
}

Project with_adjustments(const Project& project, const std::vector<ClaimChange>& adjustments,
                         Date on) {
  Project after = project;
  for (const ClaimChange& change : adjustments) {
    const auto claim = std::ranges::find(after.claims, change.claim_id, &Claim::claim_id);
    ClaimAdjustment& adjusted = claim->adjustments.emplace_back();
    adjusted.claim_id = change.claim_id;
    adjusted.principal = change.to;
    adjusted.before = change.from;
    adjusted.on = on;
    claim->principal = change.to;
  }
  return after;
}

}  // namespace

ProjectRecovery recover_project(const Project& project, std::span<const SettledPart> parts,
                                const RecoveryTerms& terms) {
  return Recoverer(project, propose_claims(project, parts), terms).recover();
}

ProjectRecovery clawback::recover_adjusted(const Project& project,
                                           std::span<const SettledPart> parts,
                                           const RecoveryTerms& terms) {
  const ClaimProposals proposals = propose_claims(project, parts);
  const std::vector<ClaimChange> adjustments = adjustments_of(project, proposals);
  if (adjustments.empty()) return Recoverer(project, proposals, terms).recover();
  const Project after = with_adjustments(project, adjustments, terms.as_of);
  ProjectRecovery made = Recoverer(after, proposals, terms).recover();
  for (const ClaimChange& change : adjustments) {
    const auto at = std::ranges::find(made.claims, change.claim_id, &ClaimPosition::claim_id);
    if (at != made.claims.end()) at->on_record = change.from;
  }
  return made;
}

}  // namespace bursar
