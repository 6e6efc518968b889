// Days, months and periods as people write them: read without guessing the century, or which of two
// numbers is the month.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar {

/// Whether a whole number may be a spreadsheet's serial day: only where the caller says so.
enum class SerialDays : std::uint8_t {
  refused,
  since_1900,  ///< 1 = 1900-01-01, with a 1900-02-29 that never was (60 is refused): 45000 =
               ///< 2023-03-15
  since_1904   ///< 0 = 1904-01-01
};

enum class DatePrecision : std::uint8_t { day, month };

/// The days that a text names: one, or those of a month.
struct DateText {
  DateRange days;
  DatePrecision precision;
  friend bool operator==(const DateText&, const DateText&) = default;
};

/// Reads 2020-12-31, 2020/12/31, 2020.12.31, 20201231, 2020年12月31日, 二〇二〇年十二月三十一日,
/// the style of cheques 贰零贰零年壹拾贰月叁拾壹日, months 2020-12, 2020/12, 2020.12, 2020年12月,
/// and full-width forms of these. Midnight behind a day (2020-12-31 00:00:00) says nothing and is
/// taken; another time is not. Refusals, in this order: text_empty, date_ambiguous (a year of two
/// digits, day and month before the year, and 2020.1, which may be what is left of the number
/// 2020.10), date_malformed, date_impossible.
[[nodiscard]] BURSAR_API Result<DateText> parse_date_text(std::string_view text,
                                                          SerialDays serial_days);

/// The same where a day is needed. Refusals: as above, then date_day_missing.
[[nodiscard]] BURSAR_API Result<Date> parse_day_text(std::string_view text, SerialDays serial_days);

/// Reads a period: two of the forms above with - -- — ~ 至 or 到 between, from the first day of the
/// first to the last day of the second: 2018.01-2020.12, 2021年1月至2024年12月. A month of one
/// digit is taken here. Refusals, in this order: text_empty, date_malformed, date_impossible,
/// date_ambiguous (more than one way to divide the text), date_range_reversed.
[[nodiscard]] BURSAR_API Result<DateRange> parse_range_text(std::string_view text);

/// The day of a serial number. Refusals: date_impossible (also where serial days are refused).
[[nodiscard]] BURSAR_API Result<Date> from_serial_day(std::int64_t serial, SerialDays serial_days);

/// 二〇二〇年十二月三十一日.
[[nodiscard]] BURSAR_API std::string to_chinese_numerals(Date date);
/// 贰零贰零年壹拾贰月叁拾壹日, by the rules for cheques: 零 before the months 1, 2, 10 and before
/// the days 1 to 9, 10, 20, 30; 壹 before the days 11 to 19 and the months 11, 12.
[[nodiscard]] BURSAR_API std::string to_cheque_style(Date date);

}  // namespace bursar
