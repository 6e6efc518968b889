// Civil days. A Date is a boost::gregorian::date that is never a special value inside the library.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <boost/date_time/gregorian/gregorian_types.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar {

using Date = boost::gregorian::date;

/// What comes from outside is a day. Refusals: date_impossible (a special value, as a Date has that
/// nobody set).
[[nodiscard]] BURSAR_API Result<void> require_day(Date date);
/// The day of a calendar date. Refusals: date_impossible (no such day, or outside
/// 1400-01-01..9999-12-31).
[[nodiscard]] BURSAR_API Result<Date> make_date(int year, int month, int day);
/// A day from exactly YYYY-MM-DD, ASCII digits. Refusals: date_malformed, date_impossible.
[[nodiscard]] BURSAR_API Result<Date> parse_iso_date(std::string_view text);
/// YYYY-MM-DD. Here and below, without a refusal: precondition: no special value.
[[nodiscard]] BURSAR_API std::string to_iso(Date date);
/// 2020年12月31日.
[[nodiscard]] BURSAR_API std::string to_chinese(Date date);

/// Days since 1970-01-01; the form in which days are stored in columns.
[[nodiscard]] BURSAR_API std::int32_t day_number(Date date);
/// The day of a day number. Precondition: the number lies within 1400-01-01..9999-12-31.
[[nodiscard]] BURSAR_API Date from_day_number(std::int32_t days_since_1970);
/// The same for a number from outside. Refusals: date_impossible.
[[nodiscard]] BURSAR_API Result<Date> checked_from_day_number(std::int64_t days_since_1970);

/// What becomes of a day that the target month does not have.
enum class MonthEnd : std::uint8_t {
  clamp,         ///< 2024-01-31 + 1 month = 2024-02-29; 2024-02-29 + 1 month = 2024-03-29
  keep_last,     ///< the last day of a month stays the last day: 2024-02-29 + 1 month = 2024-03-31
  overflow_next  ///< 2023-01-31 + 1 month = 2023-03-01
};
/// The day `months` after (or, negative, before) a day. Boost's own month arithmetic is keep_last
/// without being asked. Refusals: date_impossible (result outside the calendar).
[[nodiscard]] BURSAR_API Result<Date> add_months(Date date, int months, MonthEnd month_end);

/// Days from first up to, and including, last.
struct DateRange {
  Date first;
  Date last_inclusive;
  [[nodiscard]] bool contains(Date day) const { return first <= day && day <= last_inclusive; }
  friend bool operator==(const DateRange&, const DateRange&) = default;
};
/// Refusals: date_range_reversed (last before first).
[[nodiscard]] BURSAR_API Result<DateRange> make_range(Date first, Date last_inclusive);

}  // namespace bursar
