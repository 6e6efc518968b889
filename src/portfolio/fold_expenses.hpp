// Spending lines of a project, from blocks to columns.
#pragma once

#include <bursar/portfolio/project.hpp>

namespace bursar::fold {

/// Adds the lines of `project.expense_sources` (blocks and traces set, `kept` empty) that count on
/// or before `effective` to the columns. A reversal or correction counts on the day of the line it
/// names, and clears what that line clears. Blocks from `later_from` on are booked after the day,
/// and go again if no line of them counts.
void fill_expense_columns(Project& project, Date effective, std::size_t later_from);

}  // namespace bursar::fold
