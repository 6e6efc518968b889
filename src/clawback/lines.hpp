// The steps of a settlement as lines, with their formulas, sources and certainty.
#pragma once

#include "clawback/figures.hpp"

namespace bursar::clawback {

/// Writes the lines of a statement whose figures are final.
void add_lines(SettlementStatement& statement, const Part& part, const Terms& terms);
/// The one line of a void settlement: that nothing is due, and why.
void add_void_lines(SettlementStatement& statement, const Project& project);

}  // namespace bursar::clawback
