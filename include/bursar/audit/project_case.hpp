// One project as a rule sees it: the folded record, the day, and sums that several rules ask for.
#pragma once

#include <bursar/audit/finding.hpp>
#include <bursar/base/export.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/expense_block.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>
#include <bursar/portfolio/project.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace bursar {

/// Which kinds of records a portfolio holds at all. A project without payments, in a portfolio that
/// has payments, received nothing; in a portfolio that has none, nobody knows what it received.
struct Holdings {
  bool budgets = false;
  bool payments = false;
  bool spending = false;  ///< expenses or final accounts
  friend bool operator==(const Holdings&, const Holdings&) = default;
};

/// Sums over the public money of one project, and the days of its spending. Where there are neither
/// expenses nor final accounts for an (organisation, source), there is no spending.
struct ProjectFigures {
  static constexpr std::size_t head_count = Vocabulary<Head>::words.size();

  std::array<std::int64_t, head_count> budget_minor{};  ///< lines and adjustments, by exact head
  std::array<std::int64_t, head_count>
      spent_minor{};                ///< expenses, else final accounts, by exact head
  std::int64_t received_minor = 0;  ///< payments less bounced ones

  /// Of all spending lines, whatever their source: the first and the last day they count on.
  std::int32_t first_day = 0x7fffffff;
  std::int32_t last_day = -0x7fffffff;
  bool has_budget = false;
  bool has_payments = false;
  bool has_lines = false;            ///< any spending line, whatever its source
  bool has_public_spending = false;  ///< lines or final accounts of public money
  bool has_final_accounts = false;
  bool has_reversals = false;  ///< some line is a reversal or a correction

  /// A head of the first level with everything below it. Throws std::overflow_error if the sum does
  /// not fit 64 bits; so do the two below.
  [[nodiscard]] BURSAR_API Minor budget(Head top) const;
  [[nodiscard]] BURSAR_API Minor spent(Head top) const;
  [[nodiscard]] BURSAR_API Minor spent_total() const;
};

/// A spending line with all its columns and what became of it.
struct CaseLine {
  ExpenseLine line;
  std::int32_t effective_day = 0;  ///< the day it counts on; days since 1970-01-01
  /// The line with every reversal and correction of it. 0 for the reversals and corrections
  /// themselves.
  Minor net;
  Trace trace;
  /// Whether the line is spending that still stands: no reversal itself, and not wholly reversed.
  bool stands = true;
};

/// One project under audit. Objects are made by the engine, live for one call, and are not shared
/// between threads; what they compute they compute when first asked.
class BURSAR_API ProjectCase {
 public:
  ProjectCase(const Project& project, Date as_of, const Holdings& holdings);
  ~ProjectCase();
  ProjectCase(ProjectCase&&) noexcept;
  ProjectCase& operator=(ProjectCase&&) noexcept;

  [[nodiscard]] const Project& project() const noexcept { return *project_; }
  /// The day of the audit.
  [[nodiscard]] Date as_of() const noexcept { return as_of_; }
  /// The same as days since 1970-01-01.
  [[nodiscard]] std::int32_t as_of_day() const noexcept { return as_of_day_; }
  /// What the portfolio holds at all.
  [[nodiscard]] const Holdings& holdings() const noexcept { return holdings_; }
  /// The contract's first day and the end in force, as days since 1970-01-01; nothing if not known.
  [[nodiscard]] std::optional<std::int32_t> start_day() const {
    return number_of(project_->registered.start_on);
  }
  [[nodiscard]] std::optional<std::int32_t> end_day() const {
    return number_of(project_->end_in_force());
  }

  /// Sums; one pass over the columns, made once. Throws std::overflow_error if one does not fit 64
  /// bits.
  [[nodiscard]] const ProjectFigures& figures() const;
  /// Every spending line in the order of the columns, unpacked when first asked for: ask only where
  /// the columns give a reason to.
  [[nodiscard]] std::span<const CaseLine> lines() const;

  /// Evidence for a line, questioning `questioned` of it (not less than 0).
  [[nodiscard]] Evidence evidence_of(const CaseLine& line, Minor questioned) const;

 private:
  static std::optional<std::int32_t> number_of(const std::optional<Date>& day) {
    return day ? std::optional(day_number(*day)) : std::nullopt;
  }

  struct Lines;
  const Project* project_;
  Date as_of_;
  std::int32_t as_of_day_;
  Holdings holdings_;
  mutable bool figures_made_ = false;
  mutable ProjectFigures figures_;
  mutable std::unique_ptr<Lines> lines_;
};

}  // namespace bursar
