#include <bursar/calendar/date.hpp>

#include "calendar/civil.hpp"

#include <cstdlib>

namespace bursar {
namespace {

// boost::gregorian counts days from the Julian day number 0.
constexpr std::int32_t julian_1970 = 2440588;

Date unchecked(std::int32_t days_since_1970) {
  return Date(static_cast<Date::date_int_type>(days_since_1970 + julian_1970));
}

void append_padded(std::string& text, int value, int width) {
  char digits[8];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  text.append(digits, static_cast<std::size_t>(width));
}

std::string year_month_day_text(std::int64_t year, std::int64_t month, std::int64_t day) {
  return std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day);
}

Refusal impossible(Wording value) {
  return Refusal(Code::date_impossible).with("value", std::move(value));
}

Refusal impossible(const std::string& value) { return impossible(Wording{value, value}); }

/// The digits of text[at, at + count) as a number, or -1.
int digits_value(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

civil::YearMonthDay parts(Date date) { return civil::from_day_number(day_number(date)); }

}  // namespace

Result<Date> make_date(int year, int month, int day) {
  if (!civil::exists(year, month, day)) return impossible(year_month_day_text(year, month, day));
  return unchecked(civil::day_number(year, month, day));
}

Result<Date> parse_iso_date(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int year = shape ? digits_value(text, 0, 4) : -1;
  const int month = shape ? digits_value(text, 5, 2) : -1;
  const int day = shape ? digits_value(text, 8, 2) : -1;
  if (year < 0 || month < 0 || day < 0) {
    return Refusal(Code::date_malformed)
        .with("value", std::string(text))
        .with("expected", Wording{"2020-12-31这样的日期", "YYYY-MM-DD"});
  }
  if (!civil::exists(year, month, day)) return impossible(std::string(text));
  return unchecked(civil::day_number(year, month, day));
}

std::string to_iso(Date date) {
  const civil::YearMonthDay ymd = parts(date);
  std::string text;
  text.reserve(10);
  append_padded(text, ymd.year, 4);
  text += '-';
  append_padded(text, ymd.month, 2);
  text += '-';
  append_padded(text, ymd.day, 2);
  return text;
}

Result<void> require_day(Date date) {
  if (date.is_special()) return impossible(Wording{"不是日期", "not a date"});
  return {};
}

std::string to_chinese(Date date) {
  const civil::YearMonthDay ymd = parts(date);
  return std::to_string(ymd.year) + "年" + std::to_string(ymd.month) + "月" +
         std::to_string(ymd.day) + "日";
}

std::int32_t day_number(Date date) {
  // A special value can only come from a caller that broke the rule in the header.
  if (date.is_special()) std::abort();
  return static_cast<std::int32_t>(date.day_number()) - julian_1970;
}

Date from_day_number(std::int32_t days_since_1970) {
  if (days_since_1970 < civil::day_number_first || days_since_1970 > civil::day_number_last) {
    std::abort();
  }
  return unchecked(days_since_1970);
}

Result<Date> checked_from_day_number(std::int64_t days_since_1970) {
  if (days_since_1970 < civil::day_number_first || days_since_1970 > civil::day_number_last) {
    const std::string days = std::to_string(days_since_1970);
    return impossible(Wording{"1970-01-01后第" + days + "日", "1970-01-01 + " + days + " days"});
  }
  return unchecked(static_cast<std::int32_t>(days_since_1970));
}

Result<Date> add_months(Date date, int months, MonthEnd month_end) {
  BURSAR_TRY_VOID(require_day(date));
  const civil::YearMonthDay from = parts(date);
  const std::int64_t month_index = std::int64_t{from.year} * 12 + (from.month - 1) + months;
  const std::int64_t target_year = month_index / 12;
  const int month = static_cast<int>(month_index % 12) + 1;
  if (month_index < 0 || target_year < civil::year_first || target_year > civil::year_last) {
    const std::string count = std::to_string(months);
    return impossible(
        Wording{to_iso(date) + "后" + count + "个月", to_iso(date) + " + " + count + " months"});
  }
  const int year = static_cast<int>(target_year);
  const int last = civil::days_in_month(year, month);
  const bool from_last = from.day == civil::days_in_month(from.year, from.month);
  if (month_end == MonthEnd::keep_last && from_last) {
    return unchecked(civil::day_number(year, month, last));
  }
  if (from.day <= last) return unchecked(civil::day_number(year, month, from.day));
  const std::int32_t month_last = civil::day_number(year, month, last);
  if (month_end != MonthEnd::overflow_next) return unchecked(month_last);
  // The first day after the month that is too short; December has 31 days, so the year stays.
  return unchecked(month_last + 1);
}

Result<DateRange> make_range(Date first, Date last_inclusive) {
  BURSAR_TRY_VOID(require_day(first));
  BURSAR_TRY_VOID(require_day(last_inclusive));
  if (last_inclusive < first) {
    return Refusal(Code::date_range_reversed)
        .with("first", to_iso(first))
        .with("last", to_iso(last_inclusive));
  }
  return DateRange{first, last_inclusive};
}

}  // namespace bursar
