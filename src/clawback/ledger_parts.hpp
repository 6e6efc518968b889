// What the ledger asks about settlements and opinions.
#pragma once

#include "clawback/part.hpp"

namespace bursar::clawback {

/// What a settlement on record covers.
struct SettledSpan {
  const Settlement* settlement = nullptr;
  std::int32_t cut_off = 0;  ///< K: later lines spend what the settlement left
  Minor cleared;             ///< C: spending until K, when it was made, that cleared payables
  Int128 open = 0;           ///< P - C, never below zero
  Int128 cleared_later = 0;  ///< what later lines cleared, as far as they were looked at
};
/// Refusals: money_overflow.
[[nodiscard]] Result<SettledSpan> span_of(const Project& project, const Settlement& settlement);

/// The interest that the adopted opinions of one part state which no other one of it replaces, the
/// first `last` + 1 opinions of the project looked at. Refusals: money_overflow.
[[nodiscard]] Result<Minor> interest_stated(const Project& project, const OrgId& org, Source source,
                                            std::size_t last);

}  // namespace bursar::clawback
