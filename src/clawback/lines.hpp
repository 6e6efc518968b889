// The steps of a settlement as lines, with their formulas, sources and certainty.
#pragma once

#include "clawback/figures.hpp"

namespace bursar::clawback {

/// Writes the lines of a statement whose figures are final.
void add_lines(SettlementStatement& statement, const Part& part, const Terms& terms);

}  // namespace bursar::clawback
