// What comes next, as people read it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>

#include <string>
#include <string_view>

namespace bursar {

/// A step with the first and the last day that are known for it, "apply to the court, 2020-10-09 to
/// 2021-01-08"; a last day that lies before `as_of` is said to have passed. Where the calendar does
/// not reach the last day, or the day due, it says so in place of the day.
[[nodiscard]] BURSAR_API std::string next_step_text(const NextStep& next, Date as_of,
                                                    Language language);

/// "(day to pay assumed by the agency)" where a claim's day due rests on an assumption, "(day
/// assumed by the agency)" where only a day of the next step does; else nothing.
[[nodiscard]] BURSAR_API std::string_view assumed_day_note(const ClaimPosition& claim,
                                                           Language language);
/// The same of a step alone.
[[nodiscard]] BURSAR_API std::string_view assumed_day_note(const NextStep& next, Language language);

/// "late charge 4.00: 1.00 paid, 3.00 open"; nothing where a claim bears none.
[[nodiscard]] BURSAR_API std::string late_charge_text(const ClaimPosition& claim,
                                                      Language language);
/// "; late charge of 3.00 still open", to stand behind the next step of a claim of which nothing
/// else is outstanding; else nothing.
[[nodiscard]] BURSAR_API std::string open_charge_note(const ClaimPosition& claim,
                                                      Language language);

}  // namespace bursar
