// Days as the dossier writes them, and the working days on which an authority acts.
#pragma once

#include <chrono>
#include <string>

namespace dossier {

using Day = std::chrono::sys_days;

constexpr Day day(int year, unsigned month, unsigned of_month) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of_month};
}
inline constexpr Day export_day = day(2020, 12, 31);

constexpr Day plus(Day from, std::int64_t days) { return from + std::chrono::days{days}; }
constexpr std::int64_t days_between(Day from, Day to) { return (to - from).count(); }

/// The day itself, or the next one that is neither a weekend nor one of the long holidays.
Day workday(Day from);
/// The first day of the month `months` after the month of a day.
Day first_of_month(Day from, int months);
/// The last day of the month `months` after the month of a day.
Day last_of_month(Day from, int months);

std::string iso(Day on);      ///< 2020-12-31
std::string slashed(Day on);  ///< 2020/12/31, as spreadsheets show it
std::string chinese(Day on);  ///< 2020年12月31日
/// 2018.01-2019.12: the whole months of a contract.
std::string months(Day first, Day last);
int year_of(Day on);

}  // namespace dossier
