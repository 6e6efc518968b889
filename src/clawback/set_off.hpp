// Sets the money of one payer against its claims, in the order in which things happened.
#pragma once

#include "clawback/repayments.hpp"

#include <bursar/clawback/claims.hpp>

#include <vector>

namespace bursar::clawback {

/// A claim while money is set against it.
struct OpenClaim {
  const Claim* record = nullptr;  ///< null: proposed, not raised yet
  Minor principal;
  Int128 set = 0;          ///< against what was outstanding
  Int128 written_off = 0;  ///< never more than was outstanding
  Int128 set_after = 0;    ///< after the write-off, never more than was written off

  /// What lowered the outstanding sum, and when: a late charge runs until then.
  struct Reduction {
    Date on;
    Int128 amount;
    std::string decision_id;  ///< the decision that the repayment names, if it does
  };
  std::vector<Reduction> reductions;
  std::vector<std::string> receipt_nos;
  std::optional<Date> recovered_on{};  ///< when money last came in after the write-off

  [[nodiscard]] Int128 outstanding() const { return principal.value() - set - written_off; }
};

/// What a write-off took off a claim: never more than was outstanding.
struct TakenOff {
  const Claim* claim = nullptr;
  const WriteOff* record = nullptr;
  Int128 amount = 0;
};

struct SettledAccount {
  std::vector<OpenClaim> claims;  ///< by day raised; the proposed one last
  std::vector<SetOff> set_offs;
  std::vector<TakenOff> write_offs;  ///< by day
  Int128 paid = 0, credit = 0, late_charges = 0, penalties = 0;
};

/// Repayments go to the oldest claim with something outstanding, then to the oldest with something
/// written off, and else stay credit, which the next claim takes up when it is raised, or an open
/// one when it grows. On one day claims are raised first, then they grow, then money comes in, then
/// sums are written off. A claim that shrank counts as if it had never been more. `proposed` is a
/// sum not raised yet.
[[nodiscard]] SettledAccount settle_account(const Project& project, const OrgId& payer,
                                            Source source, Int128 proposed);

}  // namespace bursar::clawback
