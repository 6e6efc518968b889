#include "clawback/owed.hpp"

#include <algorithm>
#include <set>

namespace bursar::clawback {
namespace {

/// The principal in force at the end of a day; as raised, before that.
Int128 principal_on(const OpenClaim& claim, Date day) {
  if (claim.record == nullptr || claim.record->adjustments.empty()) return claim.principal.value();
  const auto& adjustments = claim.record->adjustments;
  Int128 principal = adjustments.front().before.value();
  for (const ClaimAdjustment& each : adjustments) {
    if (each.on <= day) principal = each.principal.value();
  }
  return principal;
}

}  // namespace

std::vector<Int128> left_of(const std::vector<Owed>& owed, const OpenClaim& claim,
                            Date until_inclusive) {
  std::vector<Int128> left;
  left.reserve(owed.size());
  const Int128 principal = principal_on(claim, until_inclusive);
  for (const Owed& each : owed) {
    const bool decided = !each.decision_id.empty();
    left.push_back(decided ? each.amount : std::min(each.amount, principal));
  }
  Int128 unnamed = 0;
  for (const OpenClaim::Reduction& each : claim.reductions) {
    if (each.on > until_inclusive) continue;
    Int128 rest = each.amount;
    for (std::size_t i = 0; i < owed.size(); ++i) {
      if (each.decision_id.empty() || owed[i].decision_id != each.decision_id) continue;
      const Int128 taken = std::min(rest, left[i]);
      left[i] -= taken;
      rest -= taken;
    }
    unnamed += rest;
  }
  for (Int128& each : left) {
    const Int128 taken = std::min(unnamed, each);
    each -= taken;
    unnamed -= taken;
  }
  return left;
}

Date nothing_left_on(const OpenClaim& claim, Date as_of) {
  std::set<Date> days;
  if (claim.record != nullptr) {
    days.insert(claim.record->raised_on);
    for (const ClaimAdjustment& each : claim.record->adjustments) days.insert(each.on);
  }
  for (const OpenClaim::Reduction& each : claim.reductions) days.insert(each.on);
  Date since = as_of;
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    Int128 left = principal_on(claim, *day);
    for (const OpenClaim::Reduction& each : claim.reductions) {
      if (each.on <= *day) left -= each.amount;
    }
    if (left > 0) break;
    since = *day;
  }
  return std::min(since, as_of);
}

namespace {

/// Calls with what is left of each sum by the end of a day, and how many days it stays so.
template <class Each>
void each_stretch(const std::vector<Owed>& owed, const OpenClaim& claim, Date until_inclusive,
                  const Each& call) {
  // Between two of these days nothing changes.
  std::set<Date> days{until_inclusive};
  for (const Owed& each : owed) {
    if (each.due) days.insert(*each.due);
  }
  for (const OpenClaim::Reduction& each : claim.reductions) days.insert(each.on);
  if (claim.record != nullptr) {
    for (const ClaimAdjustment& each : claim.record->adjustments) days.insert(each.on);
  }
  for (auto from = days.begin(); *from < until_inclusive; ++from) {
    call(*from, (*std::next(from) - *from).days(), left_of(owed, claim, *from));
  }
}

}  // namespace

std::vector<bool> late_of(const std::vector<Owed>& owed, const OpenClaim& claim,
                          Date until_inclusive) {
  std::vector<bool> late(owed.size(), false);
  each_stretch(owed, claim, until_inclusive,
               [&](Date from, std::int64_t, const std::vector<Int128>& left) {
                 for (std::size_t i = 0; i < owed.size(); ++i) {
                   if (owed[i].due && *owed[i].due <= from && left[i] > 0) late[i] = true;
                 }
               });
  return late;
}

Int128 late_fen_days(const std::vector<Owed>& owed, const OpenClaim& claim, Date until_inclusive) {
  Int128 sum = 0;
  each_stretch(owed, claim, until_inclusive,
               [&](Date from, std::int64_t days, const std::vector<Int128>& left) {
                 for (std::size_t i = 0; i < owed.size(); ++i) {
                   if (owed[i].due && *owed[i].due <= from) sum += left[i] * days;
                 }
               });
  return sum;
}

void set_late_charge(ClaimPosition& it, const OpenClaim& claim, const std::vector<Owed>& owed,
                     const RecoveryTerms& terms) {
  if (owed.empty() || !owed.front().due) return;
  const Date due = *owed.front().due;
  if (due >= terms.as_of) return;
  const Int128 fen_days = late_fen_days(owed, claim, terms.as_of);
  if (fen_days == 0) return;
  const Result<std::int64_t> rate =
      terms.rules.confirmed_procedure("late_charge_per_day_millionths", due);
  const Result<std::int64_t> cap = terms.rules.confirmed_procedure("late_charge_cap_percent", due);
  if (rate.has_error() || cap.has_error()) {
    it.late_charge_refusal = rate.has_error() ? rate.error() : cap.error();
    return;
  }
  // Bounds that no charge below any cap can reach keep the product within 128 bits.
  const Int128 per_day = std::min<std::int64_t>(*rate, 1'000'000'000);
  const Int128 most =
      Int128(it.principal.value()) * std::min<std::int64_t>(*cap, 1'000'000'000) / 100;
  const Int128 charge = std::min(fen_days * per_day / 1'000'000, most);
  if (!fits_64(charge)) {
    it.late_charge_refusal = Refusal(Code::money_overflow);
    return;
  }
  const Cell<std::int64_t>& cell = *terms.rules.procedure("late_charge_per_day_millionths", due);
  it.late_charge = LateCharge{Minor(static_cast<std::int64_t>(charge)),
                              Minor(0),
                              charge == most,
                              cell.basis,
                              cell.basis_zh,
                              cell.status};
}

}  // namespace bursar::clawback
