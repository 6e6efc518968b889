// A claim's way through its lifecycle: what happened to it, day by day, and where that led.
#pragma once

#include "clawback/notices.hpp"

#include <bursar/grant/lifecycle.hpp>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace bursar::clawback {

/// A stretch of a claim's time in which a decision fixes its sum, or none does.
struct Phase {
  const Decision* decision = nullptr;
  Date begin;               ///< the day of the decision, or of the fall of the one before
  std::optional<Date> end;  ///< the next phase's `begin`
  bool lifted = false;      ///< its decision fell, and none took its place
  ClaimNotices notices;
};

/// The phases of what one payer owes for one source; the last is that of the day of the question.
/// `decision_id`: the decision that fixes the sum, or nothing. Of decisions that no longer fix any
/// of it, the one that fell last, or was replaced or restated last, has a phase of its own.
[[nodiscard]] std::vector<Phase> phases_of(const Project& project, const OrgId& payer,
                                           Source source, std::string_view decision_id,
                                           const RecoveryTerms& terms);

/// What happened to a claim beside its decisions and notices.
struct ClaimMoments {
  std::optional<Date> court_applied_on;
  std::optional<Date> nothing_left_on;  ///< since when nothing is outstanding
  bool written_off = false;             ///< and something of it was written off
  std::optional<Date> recovered_on;     ///< what was written off came in all the same
  std::optional<Date> closed_on;
};

struct Walked {
  ClaimStep step = ClaimStep::proposed;
  std::vector<const Notice*> demands;  ///< those that had a place in the lifecycle
};

/// The last day to pay in a phase, as it was known at the end of a day.
using DueDay = std::function<std::optional<Date>(const Phase&, Date)>;

/// Walks along the rows of the claim's lifecycle. What no row allows changes nothing.
[[nodiscard]] Walked walk_claim(const std::vector<Phase>& phases, const ClaimMoments& moments,
                                const DueDay& due_day, const RecoveryTerms& terms);

}  // namespace bursar::clawback
