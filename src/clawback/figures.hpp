// From the records of one part to its figures, by the row of its outcome.
#pragma once

#include "clawback/part.hpp"

#include <optional>

namespace bursar::clawback {

/// Everything that the parts of one project share.
struct Terms {
  const Project& project;
  Conclusion conclusion;
  const Regime* regime = nullptr;
  const OutcomeRow* row = nullptr;
  /// How sure the choice of the regime is.
  CellStatus choice = CellStatus::seen;
  /// Why there is no regime or row.
  std::optional<Refusal> refusal;
};

[[nodiscard]] Terms terms_of(const Project& project, const RuleBook& rules,
                             const Conclusion& conclusion);

/// The statement of a part, without its floor, its repayments and its lines. Refusals in the order
/// that settlement.hpp gives, part_not_settled apart.
[[nodiscard]] Result<SettlementStatement> figures_of(const Part& part, const Terms& terms);

/// Whether the refund of the whole project has a floor.
[[nodiscard]] bool floor_applies(const Terms& terms);

/// Raises the lead's statements to the floor: `G` for the project as a whole. All parts are
/// settled.
void apply_floor(std::vector<SettlementStatement>& statements, const Terms& terms);

/// Aborts unless R + I + X = left + kept + due back and nothing is negative.
void require_balanced(const SettlementStatement& it);

}  // namespace bursar::clawback
