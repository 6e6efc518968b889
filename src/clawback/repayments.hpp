// Repayments as they count: reversals taken off what they reverse.
#pragma once

#include "clawback/part.hpp"

#include <vector>

namespace bursar::clawback {

/// Money that one payer repaid and that stands.
struct StandingRepayment {
  const Repayment* record = nullptr;
  Minor amount;  ///< more than zero
};

/// What one payer paid for one source: principal and interest count against claims, charges do not.
struct PayerPayments {
  std::vector<StandingRepayment> repayments;  ///< by day; those of one day in their order
  Int128 late_charges = 0, penalties = 0;

  [[nodiscard]] Int128 total() const {
    Int128 sum = 0;
    for (const StandingRepayment& each : repayments) sum += each.amount.value();
    return sum;
  }
};

/// A reversal carries a negative amount and counts on the day of the repayment that it reverses;
/// what it takes beyond that repayment, or without one, it takes from the payer's latest
/// repayments.
[[nodiscard]] PayerPayments payments_of(const Project& project, const OrgId& payer, Source source);

/// Sets repayments, write-offs and credit of the statements of one project. `statements` are by
/// organisation and source.
void set_repayments(std::vector<SettlementStatement>& statements, const Project& project);

}  // namespace bursar::clawback
