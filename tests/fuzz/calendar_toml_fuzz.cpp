// Files of work calendars.

#include <bursar/calendar/work_calendar.hpp>

#include "promise.hpp"

using namespace bursar;
using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto calendar = WorkCalendar::from_toml(bursar_test::input_text(data, size));
  if (!calendar) {
    promise(calendar.error().code() == Code::calendar_malformed, "a bad file is refused as such");
    promise(!calendar.error().argument("line").empty(), "a refusal names the line");
    return 0;
  }
  const DateRange days = calendar->coverage();
  const auto worked = calendar->count_working_days(days);
  promise(worked && *worked >= 0, "the coverage can be counted");
  const auto first = calendar->working_day_from(days.first);
  promise(first.has_value() == (*worked > 0), "the first working day is found where there is one");
  promise(!first || *calendar->is_working_day(*first), "a working day is one");
  return 0;
}
