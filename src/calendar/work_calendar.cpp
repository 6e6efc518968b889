#include <bursar/calendar/work_calendar.hpp>

#include "calendar/work_calendar_data.hpp"

#include <algorithm>
#include <utility>

namespace bursar {
namespace {

std::string day_text(std::int64_t days_since_1970) {
  const auto day = checked_from_day_number(days_since_1970);
  return day ? to_iso(*day) : std::to_string(days_since_1970) + " days since 1970";
}

}  // namespace

WorkCalendar::WorkCalendar(std::shared_ptr<const WorkCalendarData> data) : data_(std::move(data)) {}

const std::string& WorkCalendar::name() const noexcept { return data_->name; }

const Digest& WorkCalendar::digest() const noexcept { return data_->digest; }

const std::string& WorkCalendar::title(Language language) const noexcept {
  return language == Language::zh ? data_->title_zh : data_->title_en;
}

DateRange WorkCalendar::coverage() const noexcept { return data_->coverage; }

Refusal WorkCalendar::not_covered(std::int64_t days_since_1970) const {
  return Refusal(Code::calendar_not_covered)
      .with("calendar", data_->name)
      .with("first", to_iso(data_->coverage.first))
      .with("last", to_iso(data_->coverage.last_inclusive))
      .with("day", day_text(days_since_1970));
}

Result<std::size_t> WorkCalendar::index_of(Date day) const {
  BURSAR_TRY_VOID(require_day(day));
  if (!data_->coverage.contains(day)) return not_covered(day_number(day));
  return static_cast<std::size_t>(day_number(day) - day_number(data_->coverage.first));
}

Result<DayKind> WorkCalendar::kind(Date day) const {
  BURSAR_TRY(const std::size_t index, index_of(day));
  return data_->kinds[index];
}

Result<std::string_view> WorkCalendar::holiday_name(Date day) const {
  BURSAR_TRY_VOID(index_of(day));
  const auto after = std::ranges::upper_bound(
      data_->holidays, day, {}, [](const NamedHoliday& holiday) { return holiday.days.first; });
  if (after == data_->holidays.begin()) return std::string_view();
  const NamedHoliday& holiday = *std::prev(after);
  return holiday.days.contains(day) ? std::string_view(holiday.name) : std::string_view();
}

Result<bool> WorkCalendar::is_working_day(Date day) const {
  BURSAR_TRY(const DayKind found, kind(day));
  return is_worked(found);
}

Result<Date> WorkCalendar::working_day_from(Date day) const {
  BURSAR_TRY(const std::size_t index, index_of(day));
  if (is_worked(data_->kinds[index])) return day;
  return add_working_days(day, 1);
}

Result<Date> WorkCalendar::add_working_days(Date day, int n) const {
  BURSAR_TRY(const std::size_t index, index_of(day));
  if (n == 0) return day;
  const auto& worked = data_->worked;
  const std::int64_t first = day_number(data_->coverage.first);
  std::ptrdiff_t found = 0;
  if (n > 0) {
    const std::int64_t rank = std::int64_t{worked[index + 1]} + n;
    if (rank > worked.back()) return not_covered(day_number(data_->coverage.last_inclusive) + 1LL);
    found = std::ranges::lower_bound(worked, rank) - worked.begin() - 1;
  } else {
    const std::int64_t rank = std::int64_t{worked[index]} + n;
    if (rank < 0) return not_covered(first - 1);
    found = std::ranges::upper_bound(worked, rank) - worked.begin() - 1;
  }
  return checked_from_day_number(first + found);
}

Result<int> WorkCalendar::count_working_days(DateRange days) const {
  BURSAR_TRY(const std::size_t first, index_of(days.first));
  BURSAR_TRY(const std::size_t last, index_of(days.last_inclusive));
  if (last < first) {
    return Refusal(Code::date_range_reversed)
        .with("first", to_iso(days.first))
        .with("last", to_iso(days.last_inclusive));
  }
  return data_->worked[last + 1] - data_->worked[first];
}

Result<WorkCalendar> WorkCalendar::bundled(std::string_view name) {
  BURSAR_TRY(const std::string_view text, bundled_calendar_text(name));
  return from_toml(text);
}

}  // namespace bursar
