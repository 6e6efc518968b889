#include <bursar/calendar/period.hpp>

#include "calendar/civil.hpp"

#include <array>

namespace bursar {
namespace {

struct UnitWords {
  PeriodUnit unit;
  std::string_view name;
  std::string_view en_one;
  std::string_view en_many;
  std::string_view zh;
};
constexpr std::array<UnitWords, 3> units = {{
    {PeriodUnit::days, "days", " day", " days", "日"},
    {PeriodUnit::working_days, "working_days", " working day", " working days", "个工作日"},
    {PeriodUnit::months, "months", " month", " months", "个月"},
}};

const UnitWords& words(PeriodUnit unit) { return units[static_cast<std::size_t>(unit)]; }

int day_of_month(Date date) { return civil::from_day_number(day_number(date)).day; }

Result<Date> days_later(Date date, int days) {
  return checked_from_day_number(std::int64_t{day_number(date)} + days);
}

Result<Date> working_days_end(const Period& period, Date event, const WorkCalendar& calendar) {
  if (period.first_day == FirstDay::not_counted) {
    return calendar.add_working_days(event, period.length);
  }
  BURSAR_TRY(const Date first, calendar.working_day_from(event));
  return calendar.add_working_days(first, period.length - 1);
}

Result<Date> months_end(const Period& period, Date event) {
  BURSAR_TRY(const Date end, add_months(event, period.length, MonthEnd::clamp));
  const bool shortened = day_of_month(end) < day_of_month(event);
  if (period.first_day == FirstDay::not_counted || shortened) return end;
  return days_later(end, -1);
}

}  // namespace

Result<Date> last_day(const Period& period, Date event, const WorkCalendar* calendar) {
  if (period.length < 1) {
    return Refusal(Code::period_not_positive).with("value", std::to_string(period.length));
  }
  const bool rolls = period.rest_day_end == RestDayEnd::next_working_day;
  if (calendar == nullptr && (rolls || period.unit == PeriodUnit::working_days)) {
    return Code::period_needs_calendar;
  }
  BURSAR_TRY_VOID(require_day(event));
  if (period.unit == PeriodUnit::working_days) return working_days_end(period, event, *calendar);
  const int days = period.first_day == FirstDay::counted ? period.length - 1 : period.length;
  BURSAR_TRY(const Date end,
             period.unit == PeriodUnit::days ? days_later(event, days) : months_end(period, event));
  return rolls ? calendar->working_day_from(end) : Result<Date>(end);
}

std::string_view period_unit_name(PeriodUnit unit) { return words(unit).name; }

Result<PeriodUnit> parse_period_unit(std::string_view name) {
  for (const UnitWords& each : units) {
    if (each.name == name) return each.unit;
  }
  return Refusal(Code::text_unknown)
      .with("field", "unit")
      .with("value", std::string(name))
      .with("expected", "days, working_days, months");
}

std::string period_text(const Period& period, Language language) {
  const UnitWords& unit = words(period.unit);
  const std::string_view en = period.length == 1 ? unit.en_one : unit.en_many;
  return std::to_string(period.length) + std::string(language == Language::zh ? unit.zh : en);
}

}  // namespace bursar
