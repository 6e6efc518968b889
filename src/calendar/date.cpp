#include <bursar/calendar/date.hpp>

#include <array>
#include <cstdio>

namespace bursar {
namespace {

constexpr int year_first = 1400;
constexpr int year_last = 9999;
// Boost counts days from 1400-01-01 on; this is its number for 1970-01-01.
const auto epoch = Date(1970, 1, 1).day_number();

int days_in_month(int year, int month) {
  return boost::gregorian::gregorian_calendar::end_of_month_day(
      static_cast<Date::year_type>(static_cast<unsigned short>(year)),
      static_cast<Date::month_type>(static_cast<unsigned short>(month)));
}

Refusal impossible(std::string value) {
  return Refusal(Code::date_impossible).with("value", std::move(value));
}

std::string raw_text(int year, int month, int day) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
  return text.data();
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Result<Date> make_date(int year, int month, int day) {
  const bool possible = year >= year_first && year <= year_last && month >= 1 && month <= 12 &&
                        day >= 1 && day <= days_in_month(year, month);
  if (!possible) return impossible(raw_text(year, month, day));
  return Date(static_cast<unsigned short>(year), static_cast<unsigned short>(month),
              static_cast<unsigned short>(day));
}

Result<Date> parse_iso_date(std::string_view text) {
  const bool form = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int year = form ? number(text.substr(0, 4)) : -1;
  const int month = form ? number(text.substr(5, 2)) : -1;
  const int day = form ? number(text.substr(8, 2)) : -1;
  if (year < 0 || month < 0 || day < 0) {
    return Refusal(Code::date_malformed)
        .with("value", std::string(text))
        .with("expected", "YYYY-MM-DD");
  }
  return make_date(year, month, day);
}

std::string to_iso(Date date) {
  const auto ymd = date.year_month_day();
  return raw_text(ymd.year, ymd.month.as_number(), ymd.day.as_number());
}

std::string to_chinese(Date date) {
  const auto ymd = date.year_month_day();
  return std::to_string(static_cast<int>(ymd.year)) + "年" + std::to_string(ymd.month.as_number()) +
         "月" + std::to_string(ymd.day.as_number()) + "日";
}

std::int32_t day_number(Date date) {
  return static_cast<std::int32_t>(date.day_number()) - static_cast<std::int32_t>(epoch);
}

Date from_day_number(std::int32_t days_since_1970) {
  return Date(1970, 1, 1) + boost::gregorian::days(days_since_1970);
}

Result<Date> checked_from_day_number(std::int64_t days_since_1970) {
  static const std::int64_t first = day_number(Date(year_first, 1, 1));
  static const std::int64_t last = day_number(Date(year_last, 12, 31));
  if (days_since_1970 < first || days_since_1970 > last) {
    return impossible("day " + std::to_string(days_since_1970));
  }
  return from_day_number(static_cast<std::int32_t>(days_since_1970));
}

Result<Date> add_months(Date date, int months, MonthEnd month_end) {
  const auto ymd = date.year_month_day();
  const int day = ymd.day.as_number();
  const std::int64_t index = std::int64_t{ymd.year} * 12 + (ymd.month.as_number() - 1) + months;
  if (index < std::int64_t{year_first} * 12 || index >= std::int64_t{year_last + 1} * 12) {
    return impossible(to_iso(date) + " + " + std::to_string(months) + " months");
  }
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  const int last = days_in_month(year, month);
  const bool was_last = day == days_in_month(ymd.year, ymd.month.as_number());
  if (month_end == MonthEnd::keep_last && was_last) return make_date(year, month, last);
  if (day <= last) return make_date(year, month, day);
  if (month_end != MonthEnd::overflow_next) return make_date(year, month, last);
  if (year == year_last && month == 12) return impossible(to_iso(date));
  return month == 12 ? make_date(year + 1, 1, day - last) : make_date(year, month + 1, day - last);
}

Result<DateRange> make_range(Date first, Date last_inclusive) {
  if (last_inclusive < first) {
    return Refusal(Code::date_range_reversed)
        .with("first", to_iso(first))
        .with("last", to_iso(last_inclusive));
  }
  return DateRange{first, last_inclusive};
}

}  // namespace bursar
