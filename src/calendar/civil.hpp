// The proleptic Gregorian calendar as plain arithmetic; years 1400 to 9999 as in boost::gregorian.
#pragma once

#include <cstdint>

namespace bursar::civil {

struct YearMonthDay {
  int year;
  int month;
  int day;
};

inline constexpr int year_first = 1400;
inline constexpr int year_last = 9999;

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// Days of a month 1..12.
constexpr int days_in_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

constexpr bool exists(int year, int month, int day) {
  return year >= year_first && year <= year_last && month >= 1 && month <= 12 && day >= 1 &&
         (day <= 28 || day <= days_in_month(year, month));
}

/// Days since 1970-01-01. The year is taken to begin on March 1, so that the leap day comes last.
constexpr std::int32_t day_number(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int leap_days = y / 4 - y / 100 + y / 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return y * 365 + leap_days + day_of_year - 719468;
}

/// The date of a day number that lies within the years above.
constexpr YearMonthDay from_day_number(std::int32_t days_since_1970) {
  const std::int32_t shifted = days_since_1970 + 719468;
  const std::int32_t era = shifted / 146097;
  const std::int32_t day_of_era = shifted - era * 146097;
  const std::int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t month_from_march = (5 * day_of_year + 2) / 153;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

inline constexpr std::int32_t day_number_first = day_number(year_first, 1, 1);
inline constexpr std::int32_t day_number_last = day_number(year_last, 12, 31);

}  // namespace bursar::civil
