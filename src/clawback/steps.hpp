// How far a claim got, when it falls due, what comes next and until when.
#pragma once

#include "clawback/notices.hpp"
#include "clawback/set_off.hpp"
#include "policy/weaker.hpp"

#include <bursar/calendar/period.hpp>
#include <bursar/clawback/claims.hpp>

#include <string_view>

namespace bursar::clawback {

/// A period of procedure after an event: `<name>` of the rule book, in its unit, the day of the
/// event not counted, an end on a rest day moved to the next working day.
[[nodiscard]] Deadline after(const RecoveryTerms& terms, std::string_view name, PeriodUnit unit,
                             Date event);

using policy::weaker;

/// The later of two days before which something cannot be done, with both grounds, as
/// sure as the less sure of them. Where one of them is not known, neither is the answer.
[[nodiscard]] Deadline later(const Deadline& a, const Deadline& b);

/// The day a notice counts as served: the day on record; of a public notice no day before its
/// period ends, and that day where none is on record.
[[nodiscard]] Deadline service_of(const Notice& notice, const RecoveryTerms& terms);

/// The last day to answer a served notice of what is intended: the one that it sets, unless that
/// lies before its service; else the later of those for a statement and to ask for a hearing, as
/// far as they are known.
[[nodiscard]] Deadline term_to_answer(const Notice& intent, Date served,
                                      const RecoveryTerms& terms);

/// The day after the last one of a period. Where no calendar goes as far: date_impossible.
[[nodiscard]] Deadline day_after(Deadline last);

/// The last day to pay what a decision fixes, or, of an empty share, a whole claim, as the notices
/// say it by a day: the share's own, else that of the last served refund notice that sets one, else
/// so many days after service. Nothing is guessed: without one it says why.
[[nodiscard]] Deadline due_day(const ClaimNotices& notices, const DecidedShare& share, Date by,
                               const RecoveryTerms& terms);

/// The day on which one of the sums that decisions fix for a payer and source falls due: the
/// claim's own day.
[[nodiscard]] Deadline due_of_share(const Project& project, const OrgId& payer, Source source,
                                    const DecidedSum& sum, const DecidedShare& share,
                                    const RecoveryTerms& terms);

/// The next day on which a notice counts as served: due days may then be others, without new facts.
[[nodiscard]] std::optional<Date> next_service(const Project& project, const RecoveryTerms& terms);

/// Sets served_on, due, due_missed, dues, pay_by, days_overdue, bucket, step, next and the late
/// charge of a position whose sums are final. `dues` come with their amounts. `shares`: what
/// decisions that stand fix for its payer and source.
void set_steps(ClaimPosition& position, const OpenClaim& claim,
               const std::vector<DecidedShare>& shares, const Project& project,
               const RecoveryTerms& terms);

}  // namespace bursar::clawback
