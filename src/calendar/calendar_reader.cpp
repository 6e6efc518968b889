#include "base/toml.hpp"
#include "base/toml_limit.hpp"
#include "calendar/work_calendar_data.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

namespace bursar {
namespace {

constexpr std::string_view format_name = "bursar.calendar/1";
// Four hundred years of days are enough, and keep a hostile file small in memory.
constexpr std::int32_t coverage_days_max = 146'097;

constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};

Refusal malformed(std::int64_t line, Wording reason) {
  return Refusal(Code::calendar_malformed)
      .with("line", std::to_string(line))
      .with("reason", std::move(reason));
}

Refusal malformed(const toml::node& node, Wording reason) {
  return malformed(node.source().begin.line, std::move(reason));
}

Refusal missing(const toml::table& table, std::string_view key) {
  return malformed(table, {"缺少" + std::string(key), std::string(key) + " is missing"});
}

/// The types of members.
const Wording a_text{"文本", "a text"};
const Wording a_table{"表", "a table"};
const Wording a_whole_number{"整数", "a whole number"};
const Wording a_list_of_tables{"表的列表", "a list of tables"};
const Wording a_list_of_texts{"文本的列表", "a list of texts"};
const Wording a_list_of_days{"日期的列表", "a list of days"};
const Wording a_list_of_weekdays{"星期的列表", "a list of weekdays"};

Refusal of_another_type(const toml::node& node, std::string_view key, const Wording& type) {
  return malformed(node,
                   {std::string(key) + "不是" + type.zh, std::string(key) + " is not " + type.en});
}

/// A member that must be there and of one type.
template <class T>
Result<const T*> member(const toml::table& table, std::string_view key, const Wording& type) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return missing(table, key);
  const T* found = node->as<T>();
  if (found == nullptr) return of_another_type(*node, key, type);
  return found;
}

Result<std::string> text_member(const toml::table& table, std::string_view key) {
  BURSAR_TRY(const auto* node, member<toml::value<std::string>>(table, key, a_text));
  if (node->get().empty())
    return malformed(*node, {std::string(key) + "为空", std::string(key) + " is empty"});
  return node->get();
}

Result<Date> date_of(const toml::node& node) {
  const auto* value = node.as_date();
  if (value == nullptr)
    return malformed(node, {"日期未写成2020-12-31的形式", "a day is not written as 2020-12-31"});
  const toml::date& day = value->get();
  auto date = make_date(day.year, day.month, day.day);
  if (!date) return malformed(node, {"没有这一天", "there is no such day"});
  return date;
}

Result<Date> date_member(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return missing(table, key);
  return date_of(*node);
}

Result<DateRange> range_of(const toml::table& table) {
  BURSAR_TRY(const Date first, date_member(table, "first"));
  BURSAR_TRY(const Date last, date_member(table, "last"));
  if (last < first) return malformed(table, {"last早于first", "last lies before first"});
  return DateRange{first, last};
}

Result<void> only_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(known, key.str()) == known.end()) {
      const std::string name(key.str());
      return malformed(key.source().begin.line, {"未知的键" + name, "unknown key " + name});
    }
  }
  return {};
}

/// Fills in a calendar while a file is read.
class CalendarReader {
 public:
  explicit CalendarReader(WorkCalendarData& data) : data_(data) {}

  Result<void> read(const toml::table& root) {
    BURSAR_TRY_VOID(
        only_keys(root, {"format", "name", "title", "coverage", "rest_days", "notice"}));
    BURSAR_TRY(const std::string format, text_member(root, "format"));
    if (format != format_name) {
      const std::string known(format_name);
      return malformed(root, {"格式为" + format + "，应为" + known,
                              "the format is " + format + ", expected " + known});
    }
    BURSAR_TRY(data_.name, text_member(root, "name"));
    BURSAR_TRY(const auto* title, member<toml::table>(root, "title", a_table));
    BURSAR_TRY_VOID(only_keys(*title, {"en", "zh"}));
    BURSAR_TRY(data_.title_en, text_member(*title, "en"));
    BURSAR_TRY(data_.title_zh, text_member(*title, "zh"));
    BURSAR_TRY_VOID(read_coverage(root));
    BURSAR_TRY_VOID(read_rest_days(root));
    BURSAR_TRY(const auto* notices, member<toml::array>(root, "notice", a_list_of_tables));
    for (const toml::node& notice : *notices) BURSAR_TRY_VOID(read_notice(notice));
    return finish();
  }

 private:
  Result<void> read_coverage(const toml::table& root) {
    BURSAR_TRY(const auto* coverage, member<toml::table>(root, "coverage", a_table));
    BURSAR_TRY_VOID(only_keys(*coverage, {"first", "last"}));
    BURSAR_TRY(data_.coverage, range_of(*coverage));
    first_ = day_number(data_.coverage.first);
    const std::int32_t days = day_number(data_.coverage.last_inclusive) - first_ + 1;
    if (days > coverage_days_max)
      return malformed(*coverage, {"所含日期超过400年", "it covers more than 400 years"});
    data_.kinds.assign(static_cast<std::size_t>(days), DayKind::working_day);
    decreed_.assign(data_.kinds.size(), false);
    return {};
  }

  Result<void> read_rest_days(const toml::table& root) {
    BURSAR_TRY(const auto* list, member<toml::array>(root, "rest_days", a_list_of_weekdays));
    std::array<bool, 7> rest{};
    for (const toml::node& node : *list) {
      const auto* text = node.as_string();
      const auto found =
          text == nullptr ? weekdays.end() : std::ranges::find(weekdays, text->get());
      if (found == weekdays.end())
        return malformed(node, {"星期应为monday至sunday", "a weekday is monday to sunday"});
      bool& is_rest = rest[static_cast<std::size_t>(found - weekdays.begin())];
      if (is_rest) return malformed(node, {"同一星期列了两次", "the weekday is listed twice"});
      is_rest = true;
    }
    for (std::size_t i = 0; i < data_.kinds.size(); ++i) {
      const int weekday = weekday_from_monday(first_ + static_cast<std::int32_t>(i));
      if (rest[static_cast<std::size_t>(weekday)]) data_.kinds[i] = DayKind::rest_day;
    }
    return {};
  }

  Result<void> read_notice(const toml::node& node) {
    const toml::table* notice = node.as_table();
    if (notice == nullptr) return of_another_type(node, "notice", a_list_of_tables);
    BURSAR_TRY_VOID(only_keys(*notice, {"year", "sources", "holidays", "make_up_workdays"}));
    BURSAR_TRY_VOID(member<toml::value<std::int64_t>>(*notice, "year", a_whole_number));
    BURSAR_TRY(const auto* sources, member<toml::array>(*notice, "sources", a_list_of_texts));
    for (const toml::node& source : *sources) {
      if (!source.is_string()) return of_another_type(source, "sources", a_list_of_texts);
    }
    BURSAR_TRY(const auto* holidays, member<toml::array>(*notice, "holidays", a_list_of_tables));
    for (const toml::node& holiday : *holidays) BURSAR_TRY_VOID(read_holiday(holiday));
    BURSAR_TRY(const auto* workdays,
               member<toml::array>(*notice, "make_up_workdays", a_list_of_days));
    for (const toml::node& workday : *workdays) BURSAR_TRY_VOID(read_workday(workday));
    return {};
  }

  Result<void> read_holiday(const toml::node& node) {
    const toml::table* holiday = node.as_table();
    if (holiday == nullptr)
      return malformed(node, {"节假日须有first、last和name", "a holiday has first, last and name"});
    BURSAR_TRY_VOID(only_keys(*holiday, {"first", "last", "name"}));
    BURSAR_TRY(const DateRange days, range_of(*holiday));
    BURSAR_TRY(std::string name, text_member(*holiday, "name"));
    for (std::int32_t day = day_number(days.first); day <= day_number(days.last_inclusive); ++day) {
      BURSAR_TRY(const std::size_t index, decree(node, day));
      data_.kinds[index] = DayKind::holiday;
    }
    data_.holidays.push_back({days, std::move(name)});
    return {};
  }

  Result<void> read_workday(const toml::node& node) {
    BURSAR_TRY(const Date day, date_of(node));
    BURSAR_TRY(const std::size_t index, decree(node, day_number(day)));
    if (data_.kinds[index] != DayKind::rest_day) {
      return malformed(node, {to_iso(day) + "本来就上班", to_iso(day) + " is worked anyway"});
    }
    data_.kinds[index] = DayKind::make_up_workday;
    return {};
  }

  /// The index of a day that a notice is about; each day at most once.
  Result<std::size_t> decree(const toml::node& node, std::int32_t day) {
    const std::string iso = to_iso(from_day_number(day));
    if (!data_.coverage.contains(from_day_number(day))) {
      return malformed(node, {iso + "不在日历范围之内", iso + " lies outside the coverage"});
    }
    const auto index = static_cast<std::size_t>(day - first_);
    if (decreed_[index]) return malformed(node, {iso + "列了两次", iso + " is listed twice"});
    decreed_[index] = true;
    return index;
  }

  Result<void> finish() {
    std::ranges::sort(data_.holidays, {}, [](const NamedHoliday& h) { return h.days.first; });
    data_.worked.assign(1, 0);
    data_.worked.reserve(data_.kinds.size() + 1);
    for (const DayKind kind : data_.kinds) {
      data_.worked.push_back(data_.worked.back() + (is_worked(kind) ? 1 : 0));
    }
    return {};
  }

  WorkCalendarData& data_;
  std::int32_t first_ = 0;
  std::vector<bool> decreed_;
};

Result<toml::table> parse_file(std::string_view text) {
  if (text.size() > toml_bytes_max) {
    const std::string most = std::to_string(toml_bytes_max);
    return malformed(1, {"超过" + most + "字节", "more than " + most + " bytes"});
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return malformed(error.source().begin.line,
                     {"不符合TOML语法", std::string(error.description())});
  }
}

}  // namespace

Result<WorkCalendar> WorkCalendar::from_toml(std::string_view text) {
  BURSAR_TRY(const toml::table root, parse_file(text));
  auto data = std::make_shared<WorkCalendarData>(
      WorkCalendarData{sha256(text), {}, {}, {}, {Date(1970, 1, 1), Date(1970, 1, 1)}, {}, {}, {}});
  BURSAR_TRY_VOID(CalendarReader(*data).read(root));
  return WorkCalendar(std::move(data));
}

}  // namespace bursar
