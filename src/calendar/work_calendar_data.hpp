// What a work calendar holds: one kind for each day of its coverage.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/calendar/work_calendar.hpp>

#include "calendar/civil.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bursar {

struct NamedHoliday {
  DateRange days;
  std::string name;
};

struct WorkCalendarData {
  Digest digest;  // of the text it was read from
  std::string name;
  std::string title_en;
  std::string title_zh;
  DateRange coverage;
  std::vector<DayKind> kinds;          // by day, from coverage.first on
  std::vector<std::int32_t> worked;    // worked[i]: working days among the first i days
  std::vector<NamedHoliday> holidays;  // ascending, disjoint
};

constexpr bool is_worked(DayKind kind) {
  return kind == DayKind::working_day || kind == DayKind::make_up_workday;
}

/// The day of the week of a day number, 0 = Monday.
constexpr int weekday_from_monday(std::int32_t days_since_1970) {
  const std::int32_t since_monday = (days_since_1970 + 3) % 7;  // 1970-01-01 was a Thursday
  return since_monday < 0 ? since_monday + 7 : since_monday;
}

}  // namespace bursar
