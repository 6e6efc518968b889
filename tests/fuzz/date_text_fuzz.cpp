// Texts of days, periods and instants.

#include <bursar/calendar/date_text.hpp>
#include <bursar/calendar/instant.hpp>

#include "promise.hpp"

#include <string>

using namespace bursar;
using bursar_test::promise;

namespace {

void check_day(Date day) {
  for (const std::string& text :
       {to_iso(day), to_chinese(day), to_chinese_numerals(day), to_cheque_style(day)}) {
    const auto again = parse_day_text(text, SerialDays::refused);
    promise(again && *again == day, "a day is read back");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  for (const SerialDays serial :
       {SerialDays::refused, SerialDays::since_1900, SerialDays::since_1904}) {
    const auto parsed = parse_date_text(text, serial);
    const auto day = parse_day_text(text, serial);
    if (!parsed) {
      promise(!day, "what is no date is no day");
      continue;
    }
    promise(parsed->days.first <= parsed->days.last_inclusive,
            "a date does not end before it begins");
    const bool one_day = parsed->precision == DatePrecision::day;
    promise(day.has_value() == one_day, "a day is a date with the precision of a day");
    if (one_day) check_day(*day);
  }
  if (const auto range = parse_range_text(text)) {
    promise(range->first <= range->last_inclusive, "a period does not end before it begins");
    const auto again = parse_range_text(to_iso(range->first) + "~" + to_iso(range->last_inclusive));
    promise(again && *again == *range, "a period is read back");
  }
  if (const auto instant = parse_instant(text)) {
    for (const int offset : {0, 480, -210}) {
      const std::string written = instant_text(*instant, offset);
      const auto again = parse_instant(written);
      promise(written.starts_with('@') || (again && *again == *instant), "an instant is read back");
    }
  }
  return 0;
}
