// Spending lines of a project, from blocks to columns.
#pragma once

#include <bursar/portfolio/project.hpp>

namespace bursar::fold {

/// Adds the lines of `project.expense_sources` (blocks and traces set, `kept` empty) that are
/// booked on or before `effective` to the columns. A reversal or correction counts on the day of
/// the line it names, and clears what that line clears.
void fill_expense_columns(Project& project, Date effective);

}  // namespace bursar::fold
