#include <bursar/base/text.hpp>
#include <bursar/calendar/date_text.hpp>

#include "calendar/civil.hpp"
#include "calendar/numerals.hpp"

#include <algorithm>
#include <vector>

namespace bursar {
namespace {

/// Whether 2018.1 is taken for January 2018. In a cell of its own it may be the number 2018.10.
enum class BareMonthDigit { refused, taken };

Refusal refusal(Code code, std::string_view value) {
  return Refusal(code)
      .with("value", std::string(value))
      .with("expected", "2020-12-31, 2020/12/31, 2020.12.31, 20201231, 2020年12月31日, 2020.12");
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The value of at most 8 digits.
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

Result<DateText> one_day(Date day) { return DateText{DateRange{day, day}, DatePrecision::day}; }

Result<DateText> day_of(int year, int month, int day) {
  BURSAR_TRY(const Date date, make_date(year, month, day));
  return one_day(date);
}

Result<DateText> month_of(int year, int month) {
  BURSAR_TRY(const Date first, make_date(year, month, 1));
  BURSAR_TRY(const Date last, make_date(year, month, civil::days_in_month(year, month)));
  return DateText{DateRange{first, last}, DatePrecision::month};
}

/// 2020-12-31, 2020/12/31, 2020.12.31, and the months 2020-12, 2020/12, 2020.12.
Result<DateText> separated(std::string_view text, char separator, BareMonthDigit month_digit) {
  const auto parts = split(text, separator);
  const bool digits = std::ranges::all_of(parts, all_digits);
  if (!digits || parts.size() > 3) return refusal(Code::date_malformed, text);
  if (parts[0].size() <= 2) return refusal(Code::date_ambiguous, text);
  const bool sizes = parts[0].size() == 4 &&
                     std::ranges::all_of(parts.begin() + 1, parts.end(),
                                         [](std::string_view part) { return part.size() <= 2; });
  if (!sizes) return refusal(Code::date_malformed, text);
  if (parts.size() == 3) return day_of(number(parts[0]), number(parts[1]), number(parts[2]));
  if (separator == '.' && parts[1].size() == 1 && month_digit == BareMonthDigit::refused) {
    return refusal(Code::date_ambiguous, text);
  }
  return month_of(number(parts[0]), number(parts[1]));
}

constexpr std::string_view year_sign = "年";
constexpr std::string_view month_sign = "月";
constexpr std::string_view day_sign = "日";

/// 2020年12月31日, 二〇二〇年十二月三十一日, and months. Precondition: there is a 年.
Result<DateText> with_signs(std::string_view text) {
  const std::string packed = without_blanks(text);
  std::string_view rest = packed;
  const std::string_view year_text = rest.substr(0, rest.find(year_sign));
  rest.remove_prefix(year_text.size() + year_sign.size());
  const auto year = numeral_year(year_text);
  if (!year) {
    const bool short_year = year_text.size() == 2 && all_digits(year_text);
    return refusal(short_year ? Code::date_ambiguous : Code::date_malformed, text);
  }
  const std::size_t month_end = rest.find(month_sign);
  if (month_end == std::string_view::npos) return refusal(Code::date_malformed, text);
  const auto month = numeral_small(rest.substr(0, month_end));
  if (!month) return refusal(Code::date_malformed, text);
  rest.remove_prefix(month_end + month_sign.size());
  if (rest.empty()) return month_of(*year, *month);
  if (!rest.ends_with(day_sign)) return refusal(Code::date_malformed, text);
  const auto day = numeral_small(rest.substr(0, rest.size() - day_sign.size()));
  if (!day) return refusal(Code::date_malformed, text);
  return day_of(*year, *month, *day);
}

/// A text without midnight at its end.
std::string_view without_midnight(std::string_view text) {
  for (const std::string_view clock : {"00:00:00.000", "00:00:00", "00:00", "0:00:00", "0:00"}) {
    if (!text.ends_with(clock)) continue;
    const std::string_view day = text.substr(0, text.size() - clock.size());
    if (day.ends_with(' ') || day.ends_with('T')) return trimmed(day.substr(0, day.size() - 1));
  }
  return text;
}

/// One of the forms, blanks and full-width characters out of the way.
Result<DateText> parse_form(std::string_view text, SerialDays serial_days,
                            BareMonthDigit month_digit) {
  if (all_digits(text)) {
    if (text.size() == 8) {
      return day_of(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6)));
    }
    if (serial_days != SerialDays::refused && text.size() < 8) {
      BURSAR_TRY(const Date day, from_serial_day(number(text), serial_days));
      return one_day(day);
    }
    return refusal(text.size() == 6 ? Code::date_ambiguous : Code::date_malformed, text);
  }
  if (text.find(year_sign) != std::string_view::npos) return with_signs(text);
  const std::size_t at = text.find_first_of("-/.");
  if (at == std::string_view::npos) return refusal(Code::date_malformed, text);
  return separated(text, text[at], month_digit);
}

Result<DateText> parse_folded(std::string_view folded, SerialDays serial_days,
                              BareMonthDigit month_digit) {
  return parse_form(without_midnight(trimmed(folded)), serial_days, month_digit);
}

Refusal empty_text() { return Refusal(Code::text_empty).with("field", "date"); }

/// The longest form, a period in Chinese numerals, takes a third of this. Whatever is longer is
/// refused unread: a period is looked for at every hyphen.
constexpr std::size_t date_text_bytes_max = 256;

Refusal too_long(std::string_view text) {
  std::string shown(text.substr(0, 80));
  while (!shown.empty() && !is_utf8(shown)) shown.pop_back();
  return refusal(Code::date_malformed, shown + "...");
}

}  // namespace

Result<DateText> parse_date_text(std::string_view text, SerialDays serial_days) {
  const std::string folded = half_width(text);
  const std::string_view given = trimmed(folded);
  if (given.empty()) return empty_text();
  if (given.size() > date_text_bytes_max) return too_long(given);
  return parse_folded(folded, serial_days, BareMonthDigit::refused);
}

Result<Date> parse_day_text(std::string_view text, SerialDays serial_days) {
  // The common case without any copy.
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    if (auto day = parse_iso_date(text)) return day;
  }
  BURSAR_TRY(const DateText date, parse_date_text(text, serial_days));
  if (date.precision == DatePrecision::day) return date.days.first;
  return Refusal(Code::date_day_missing).with("value", std::string(text));
}

Result<DateRange> parse_range_text(std::string_view text) {
  const std::string folded = half_width(text);
  const std::string_view given = trimmed(folded);
  if (given.empty()) return empty_text();
  if (given.size() > date_text_bytes_max) return too_long(given);
  std::vector<DateRange> readings;
  std::optional<Refusal> impossible;
  for (const std::string_view separator : {"-", "--", "—", "——", "–", "~", "〜", "至", "到"}) {
    for (std::size_t at = given.find(separator); at != std::string_view::npos;
         at = given.find(separator, at + 1)) {
      const auto first =
          parse_folded(given.substr(0, at), SerialDays::refused, BareMonthDigit::taken);
      const auto last = parse_folded(given.substr(at + separator.size()), SerialDays::refused,
                                     BareMonthDigit::taken);
      for (const auto& end : {first, last}) {
        if (!end && end.error().code() == Code::date_impossible) impossible = end.error();
      }
      if (!first || !last) continue;
      const DateRange reading{first->days.first, last->days.last_inclusive};
      if (std::ranges::find(readings, reading) == readings.end()) readings.push_back(reading);
    }
  }
  if (readings.size() == 1) return make_range(readings[0].first, readings[0].last_inclusive);
  if (readings.empty() && impossible) return *impossible;
  return Refusal(readings.empty() ? Code::date_malformed : Code::date_ambiguous)
      .with("value", std::string(text))
      .with("expected",
            Wording{"2018.01-2020.12、2021年1月至2024年12月，或两个日期之间加~",
                    "2018.01-2020.12, 2021年1月至2024年12月 or two days with ~ between"});
}

Result<Date> from_serial_day(std::int64_t serial, SerialDays serial_days) {
  const auto impossible = [serial] {
    return Refusal(Code::date_impossible).with("value", std::to_string(serial));
  };
  constexpr std::int64_t serial_max = 2'958'465;  // 9999-12-31 since 1900
  if (serial < 0 || serial > serial_max) return impossible();
  switch (serial_days) {
    case SerialDays::refused:
      return impossible();
    case SerialDays::since_1904:
      return checked_from_day_number(civil::day_number(1904, 1, 1) + serial);
    case SerialDays::since_1900:
      break;
  }
  if (serial == 0 || serial == 60) return impossible();
  return checked_from_day_number(civil::day_number(1899, 12, serial < 60 ? 31 : 30) + serial);
}

std::string to_chinese_numerals(Date date) {
  const civil::YearMonthDay ymd = civil::from_day_number(day_number(date));
  constexpr NumeralStyle style = NumeralStyle::everyday;
  return year_numerals(ymd.year, style) + std::string(year_sign) +
         small_numerals(ymd.month, style) + std::string(month_sign) +
         small_numerals(ymd.day, style) + std::string(day_sign);
}

std::string to_cheque_style(Date date) {
  const civil::YearMonthDay ymd = civil::from_day_number(day_number(date));
  constexpr NumeralStyle style = NumeralStyle::cheque;
  const bool month_zero = ymd.month <= 2 || ymd.month == 10;
  const bool day_zero = ymd.day < 10 || ymd.day % 10 == 0;
  return year_numerals(ymd.year, style) + std::string(year_sign) + (month_zero ? "零" : "") +
         small_numerals(ymd.month, style) + std::string(month_sign) + (day_zero ? "零" : "") +
         small_numerals(ymd.day, style) + std::string(day_sign);
}

}  // namespace bursar
