// Working days: which days are worked is data with a beginning and an end. Beyond them nothing is
// known, and a question is refused; "no holiday is listed" never means "a working day" there.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bursar {

enum class DayKind : std::uint8_t {
  working_day,
  rest_day,        ///< of the week
  holiday,         ///< decreed, whatever day of the week it is
  make_up_workday  ///< a rest day of the week that is worked, 调休
};

struct WorkCalendarData;  // the library's own

/// An immutable calendar; copies share its data.
class BURSAR_API WorkCalendar {
 public:
  /// Reads a calendar in the format of docs/calendars.md (TOML). Anything unknown, missing, out of
  /// place or contradictory is refused with its line: a holiday that is also a make-up workday, a
  /// day listed twice or outside the coverage, a make-up workday that is worked anyway. Refusals:
  /// calendar_malformed.
  [[nodiscard]] static Result<WorkCalendar> from_toml(std::string_view text);
  /// A calendar that comes with the library. Refusals: calendar_unknown.
  [[nodiscard]] static Result<WorkCalendar> bundled(std::string_view name);

  [[nodiscard]] const std::string& name() const noexcept;
  /// SHA-256 of the text that it was read from.
  [[nodiscard]] const Digest& digest() const noexcept;
  /// What it is, for people.
  [[nodiscard]] const std::string& title(Language language) const noexcept;
  /// The days about which the calendar knows.
  [[nodiscard]] DateRange coverage() const noexcept;

  // Each of the following refuses calendar_not_covered where it needs a day outside the coverage,
  // and date_impossible for a special value.

  [[nodiscard]] Result<DayKind> kind(Date day) const;
  /// The name of a holiday; empty for other days.
  [[nodiscard]] Result<std::string_view> holiday_name(Date day) const;
  [[nodiscard]] Result<bool> is_working_day(Date day) const;
  /// The day itself where it is worked, else the next day that is.
  [[nodiscard]] Result<Date> working_day_from(Date day) const;
  /// The n-th working day after a day, or, for n below zero, before it; the day itself for zero.
  [[nodiscard]] Result<Date> add_working_days(Date day, int n) const;
  /// The working days among the days of a range, both ends included.
  [[nodiscard]] Result<int> count_working_days(DateRange days) const;

 private:
  explicit WorkCalendar(std::shared_ptr<const WorkCalendarData> data);
  [[nodiscard]] Result<std::size_t> index_of(Date day) const;
  [[nodiscard]] Refusal not_covered(std::int64_t days_since_1970) const;

  std::shared_ptr<const WorkCalendarData> data_;
};

/// The names of the calendars that come with the library, in alphabetical order.
[[nodiscard]] BURSAR_API std::span<const std::string_view> bundled_calendar_names();
/// The bytes of one of them, as they would stand in a file. Refusals: calendar_unknown.
[[nodiscard]] BURSAR_API Result<std::string_view> bundled_calendar_text(std::string_view name);

}  // namespace bursar
