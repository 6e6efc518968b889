// The report of a portfolio's settlement and recovery: one HTML file that needs nothing beside it.
//
// It runs no script, loads nothing, prints on A4 with table heads on every page, and shows every
// picture's figures in a table below it. docs/report.md says what each section shows. The same
// input gives the same bytes.
#pragma once

#include <bursar/audit/audit.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/overdue.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace bursar {

/// What a report is made from; everything outlives the call.
struct ReportInput {
  const Portfolio& portfolio;
  const RuleBook& rules;
  const RecoveryReport& recovery;           ///< of that portfolio and those rules
  std::span<const OverdueProject> overdue;  ///< likewise
  const AuditRun* audit = nullptr;          ///< the section on findings is left out without it
  std::string agency{};                     ///< who signs; written above the title
  /// The longest table; what it leaves out is said below it.
  std::size_t rows_max = 2000;
};

/// The report in one language. Refusals: money_overflow (a sum does not fit).
[[nodiscard]] BURSAR_API Result<std::string> html_report(const ReportInput& input,
                                                         Language language);

}  // namespace bursar
