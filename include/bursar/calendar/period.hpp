// Statutory periods: a length, a unit, whether the first day counts, and what becomes of an end on
// a rest day. None of the four has a default: they are what the law says.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/calendar/work_calendar.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar {

enum class PeriodUnit : std::uint8_t { days, working_days, months };

/// Whether the day of the event is the first day of the period.
enum class FirstDay : std::uint8_t {
  not_counted,  ///< the period begins on the day after, as in 民事诉讼法 (2023) art. 85
  counted
};

/// What becomes of a period whose last day is a rest day or a holiday. Working days never end on
/// one.
enum class RestDayEnd : std::uint8_t { next_working_day, stays };

struct Period {
  int length;
  PeriodUnit unit;
  FirstDay first_day;
  RestDayEnd rest_day_end;
  friend bool operator==(const Period&, const Period&) = default;
};

/// The last day of a period that an event sets off. Days: that many after the event. Working days:
/// the n-th after it. Months: the day of the same number in the last month, or, where it has none,
/// its last day. Where the first day counts, all of them end one day (working day) earlier; a month
/// that is too short is not shortened again. The calendar may be null where it is not needed.
/// Refusals, in this order: period_not_positive, period_needs_calendar,
/// date_impossible, calendar_not_covered.
[[nodiscard]] BURSAR_API Result<Date> last_day(const Period& period, Date event,
                                               const WorkCalendar* calendar);

/// "days", "working_days", "months".
[[nodiscard]] BURSAR_API std::string_view period_unit_name(PeriodUnit unit);
/// Refusals: text_unknown.
[[nodiscard]] BURSAR_API Result<PeriodUnit> parse_period_unit(std::string_view name);
/// Length and unit for people: "10 working days", "10个工作日".
[[nodiscard]] BURSAR_API std::string period_text(const Period& period, Language language);

}  // namespace bursar
