#include "days.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace dossier {
namespace {

struct Rest {
  Day first, last;
};

/// Spring Festival and National Day of the years in question; single days are left out.
constexpr std::array<Rest, 14> long_holidays{{{day(2015, 2, 18), day(2015, 2, 24)},
                                              {day(2015, 10, 1), day(2015, 10, 7)},
                                              {day(2016, 2, 7), day(2016, 2, 13)},
                                              {day(2016, 10, 1), day(2016, 10, 7)},
                                              {day(2017, 1, 27), day(2017, 2, 2)},
                                              {day(2017, 10, 1), day(2017, 10, 8)},
                                              {day(2018, 2, 15), day(2018, 2, 21)},
                                              {day(2018, 10, 1), day(2018, 10, 7)},
                                              {day(2019, 2, 4), day(2019, 2, 10)},
                                              {day(2019, 10, 1), day(2019, 10, 7)},
                                              {day(2020, 1, 1), day(2020, 1, 1)},
                                              {day(2020, 1, 24), day(2020, 2, 2)},
                                              {day(2020, 5, 1), day(2020, 5, 5)},
                                              {day(2020, 10, 1), day(2020, 10, 8)}}};

bool rests(Day on) {
  const std::chrono::weekday weekday{on};
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return true;
  return std::ranges::any_of(long_holidays,
                             [&](const Rest& rest) { return rest.first <= on && on <= rest.last; });
}

struct Parts {
  int year;
  unsigned month, of_month;
};

Parts parts(Day on) {
  const std::chrono::year_month_day ymd{on};
  return {int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()}};
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

}  // namespace

Day workday(Day from) {
  while (rests(from)) from = plus(from, 1);
  return from;
}

Day first_of_month(Day from, int months) {
  const std::chrono::year_month_day ymd{from};
  return (ymd.year() / ymd.month() + std::chrono::months{months}) / std::chrono::day{1};
}

Day last_of_month(Day from, int months) { return plus(first_of_month(from, months + 1), -1); }

std::string iso(Day on) {
  const Parts p = parts(on);
  return formatted("%04d-%02u-%02u", p.year, p.month, p.of_month);
}

std::string slashed(Day on) {
  const Parts p = parts(on);
  return formatted("%04d/%02u/%02u", p.year, p.month, p.of_month);
}

std::string chinese(Day on) {
  const Parts p = parts(on);
  return formatted("%04d年%u月%u日", p.year, p.month, p.of_month);
}

std::string months(Day first, Day last) {
  const Parts from = parts(first), to = parts(last);
  return formatted("%04d.%02u-%04d.%02u", from.year, from.month, to.year, to.month);
}

int year_of(Day on) { return parts(on).year; }

}  // namespace dossier
