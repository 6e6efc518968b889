// What a claim is made of by the days on which it falls due, and the late charge on it.
#pragma once

#include "clawback/set_off.hpp"

#include <bursar/clawback/claims.hpp>

#include <optional>
#include <vector>

namespace bursar::clawback {

/// One sum of a claim with a day of its own.
struct Owed {
  std::string decision_id;  ///< empty: no decision fixes it
  Int128 amount = 0;
  std::optional<Date> due;
};

/// What is left of each sum by the end of a day. Money that names a decision goes to its sum, the
/// rest to the sum that is due first; `owed` is in that order. A decision fixes its sum, whatever
/// the claim carried by then; of a sum that none fixes, no more counts than the principal of that
/// day.
[[nodiscard]] std::vector<Int128> left_of(const std::vector<Owed>& owed, const OpenClaim& claim,
                                          Date until_inclusive);

/// Of each sum, whether something of it was late on some day up to one: outstanding after its due
/// day. The day of a payment does not count, nor does that on which a principal grew that no
/// decision fixes.
[[nodiscard]] std::vector<bool> late_of(const std::vector<Owed>& owed, const OpenClaim& claim,
                                        Date until_inclusive);

/// Since when nothing of a claim is outstanding, of which nothing is.
[[nodiscard]] Date nothing_left_on(const OpenClaim& claim, Date as_of);

/// The sum of what is late on each day, over all days up to one: minor units times days. The day of
/// a payment still counts, that on which a principal grew that no decision fixes does not yet.
[[nodiscard]] Int128 late_fen_days(const std::vector<Owed>& owed, const OpenClaim& claim,
                                   Date until_inclusive);

/// Sets the late charge of a position: `owed` by due day. Nothing where nothing is late.
void set_late_charge(ClaimPosition& it, const OpenClaim& claim, const std::vector<Owed>& owed,
                     const RecoveryTerms& terms);

}  // namespace bursar::clawback
