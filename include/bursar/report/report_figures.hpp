// Figures about the projects of a portfolio that a report needs and no other floor makes.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <cstdint>
#include <vector>

namespace bursar {

/// Public money paid to a project up to the as-of day, bounced transfers taken off, in minor units.
/// Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<Minor> paid_to_date(const Project& project);

/// The projects of one currency that are in one state.
struct StageRow {
  ProjectState state = ProjectState::registered;
  std::int64_t projects = 0;
  Minor award;  ///< of the projects whose award is known
  Minor paid;
};
struct StageTotals {
  Currency currency = Currency::cny();
  std::vector<StageRow> rows;  ///< every state that a project is in, in the order of ProjectState
  StageRow all;                ///< the sum of the rows; its state means nothing
  /// Projects whose sums do not fit, alone or beside those before them: they are counted, and their
  /// award and payments are in no sum.
  std::vector<ProjectId> left_out;
};
/// By currency code.
[[nodiscard]] BURSAR_API std::vector<StageTotals> stage_totals(const Portfolio& portfolio);

/// What is outstanding and past its day: the sum of the buckets from one day late.
/// Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<Minor> outstanding_overdue(const CurrencyTotals& totals);

/// What is late by a day that rests on an assumption.
struct LateByAssumption {
  std::int64_t claims = 0;
  Minor outstanding;
};
/// Of what is outstanding and past its day, what is late by such a day. Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<LateByAssumption> late_by_assumption(const CurrencyTotals& totals);

/// The totals of one name; nothing-at-all where there are none.
[[nodiscard]] BURSAR_API RecoveryTotals totals_named(const std::vector<NamedTotals>& totals,
                                                     std::string_view name);

}  // namespace bursar
