// What was computed from the book, computed again: settlements, claims with their adjustments, and
// what lay before the authority at its decisions.
//
// Each such record says what it was made from: the day, the position that was known, the digests of
// the project's state, of the rule pack, the assumptions and the calendar. A replay folds the book
// as it was known then, and compares.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/journal/journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace bursar {

/// A record that comes out otherwise today, or was made from something else than it says.
struct ReplayDifference {
  std::string record;  ///< id of the settlement, claim or decision
  Wording reason;
};

struct Replay {
  std::int64_t settlements = 0;
  std::int64_t claims = 0;       ///< raised
  std::int64_t adjustments = 0;  ///< of claims
  std::int64_t decisions = 0;    ///< stated through Office
  /// Decisions that say nothing of what they were made from: imported ones.
  std::int64_t decisions_without_provenance = 0;
  std::vector<ReplayDifference> differences;  ///< in the order above
  std::vector<LedgerFault> closings;          ///< settlements that did not close what was held then

  /// Adds up, over projects; the records of `other` are named with its project.
  BURSAR_API Replay& add(const ProjectId& project, Replay other);
};

/// Replays all records of one project: settlements, claims and every adjustment of a claim must
/// come to the same figures; a decision's figures are the authority's own, and of it state, rule
/// pack, assumptions and calendar must be those that it recorded. `project` is folded from
/// `journal`.
[[nodiscard]] BURSAR_API Replay replay(const Journal& journal, const Project& project);

}  // namespace bursar
