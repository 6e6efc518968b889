// How far a claim got, when it falls due, what comes next and until when.
#pragma once

#include "clawback/set_off.hpp"

#include <bursar/calendar/period.hpp>
#include <bursar/clawback/claims.hpp>

#include <string_view>

namespace bursar::clawback {

/// A period of procedure after an event: `<name>` of the rule book, in its unit, the day of the
/// event not counted, an end on a rest day moved to the next working day.
[[nodiscard]] Deadline after(const RecoveryTerms& terms, std::string_view name, PeriodUnit unit,
                             Date event);

/// The day a notice counts as served: the day on record, or, of a public notice, the day its period
/// ends.
[[nodiscard]] Deadline service_of(const Notice& notice, const RecoveryTerms& terms);

/// Sets served_on, due, days_overdue, bucket, step, next and the late charge of a position whose
/// sums are final. `decided`: a decision in force fixes the sum.
void set_steps(ClaimPosition& position, const OpenClaim& claim, const Project& project,
               const RecoveryTerms& terms);

}  // namespace bursar::clawback
