// What the ledger asks about settlements and opinions.
#pragma once

#include "clawback/part.hpp"

#include <span>
#include <vector>

namespace bursar::clawback {

/// What a settlement on record covers.
struct SettledSpan {
  const Settlement* settlement = nullptr;
  std::int32_t cut_off =
      0;            ///< K: later lines spend what the settlement left; a void one left none
  Minor cleared;    ///< C: spending until K, when it was made, that cleared payables
  Int128 open = 0;  ///< P - C, never below zero
  Int128 cleared_later = 0;  ///< what later lines cleared, as far as they were looked at
};
/// Refusals: money_overflow.
[[nodiscard]] Result<SettledSpan> span_of(const Project& project, const Settlement& settlement);

/// The adopted opinions of a project, by the day of their adoption.
[[nodiscard]] std::vector<const Opinion*> adopted_opinions(const Project& project);

/// The interest that those of some adopted opinions state which belong to one part, and which no
/// other one of them replaces. Refusals: money_overflow.
[[nodiscard]] Result<Minor> interest_stated(const Project& project, const OrgId& org, Source source,
                                            std::span<const Opinion* const> adopted);

}  // namespace bursar::clawback
