#include <bursar/calendar/work_calendar.hpp>

#include <rapidcheck/catch.h>
#include <boost/json.hpp>

#include "refused.hpp"
#include "third_party_data.hpp"

#include <algorithm>
#include <map>
#include <string>

using namespace bursar;

namespace {

const WorkCalendar& cn() {
  static const WorkCalendar calendar = WorkCalendar::bundled("cn").value();
  return calendar;
}

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }
bool works(std::string_view iso) { return cn().is_working_day(day(iso)).value(); }
bool is_weekend(Date date) {
  return date.day_of_week() == boost::date_time::Saturday ||
         date.day_of_week() == boost::date_time::Sunday;
}

const std::string head = R"(format = "bursar.calendar/1"
name = "test"
title = { zh = "试", en = "Test" }
coverage = { first = 2024-01-01, last = 2024-01-31 }
rest_days = ["saturday", "sunday"]
)";
const std::string notice = R"([[notice]]
year = 2024
sources = ["none"]
)";

/// The line that a malformed calendar is refused with, or "accepted".
std::string refused_line(const std::string& text) {
  const auto calendar = WorkCalendar::from_toml(text);
  if (calendar) return "accepted";
  if (calendar.error().code() != Code::calendar_malformed) return "another code";
  return std::string(calendar.error().argument("line")) + ": " +
         std::string(calendar.error().argument("reason"));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("WorkCalendar: China's days on which other tables are wrong") {
  CHECK(cn().name() == "cn");
  CHECK_FALSE(works("2015-09-03"));
  CHECK_FALSE(works("2015-09-04"));
  CHECK(works("2015-09-06"));
  CHECK_FALSE(works("2018-01-01"));
  CHECK_FALSE(works("2020-01-31"));
  CHECK_FALSE(works("2020-02-01"));
  CHECK(works("2020-02-03"));
  CHECK(works("2023-01-03"));
  CHECK_FALSE(works("2023-01-02"));
  for (const char* make_up :
       {"2011-01-30", "2011-02-12", "2012-01-21", "2012-12-31", "2013-01-05", "2013-02-16",
        "2014-01-26", "2014-10-11", "2006-12-30", "2018-12-29"}) {
    CAPTURE(make_up);
    CHECK(works(make_up));
  }
  CHECK(cn().kind(day("2024-05-01")).value() == DayKind::holiday);
  CHECK(cn().kind(day("2024-05-11")).value() == DayKind::make_up_workday);
  CHECK(cn().kind(day("2024-05-12")).value() == DayKind::rest_day);
  CHECK(cn().kind(day("2024-05-13")).value() == DayKind::working_day);
  CHECK(cn().holiday_name(day("2024-05-05")).value() == "劳动节");
  CHECK(cn().holiday_name(day("2024-05-06")).value().empty());
  CHECK(cn().holiday_name(day("2006-12-30")).value().empty());
}

TEST_CASE("WorkCalendar: all listed days of China, and every day between them", "[third_party]") {
  const auto folder = bursar_test::third_party_data("calendar");
  if (!folder) return;
  std::map<Date, bool> listed;  // whether the day is off
  for (int year = 2007; year <= 2026; ++year) {
    const auto file =
        boost::json::parse(bursar_test::file_text(*folder / (std::to_string(year) + ".json")));
    for (const auto& each : file.at("days").as_array()) {
      const Date date = day(std::string_view(each.at("date").as_string()));
      listed[date] = each.at("isOffDay").as_bool();
      const auto name = cn().holiday_name(date);
      CHECK(name.value().empty() != listed[date]);
    }
  }
  CHECK(listed.size() == 678);
  CHECK(cn().coverage().first == listed.begin()->first);
  CHECK(cn().coverage().last_inclusive == day("2026-12-31"));
  int worked = 0;
  int days = 0;
  for (Date date = cn().coverage().first; date <= cn().coverage().last_inclusive;
       date += boost::gregorian::days(1)) {
    const auto found = listed.find(date);
    const bool off = found == listed.end() ? is_weekend(date) : found->second;
    if (cn().is_working_day(date).value() == off) FAIL_CHECK(to_iso(date));
    worked += off ? 0 : 1;
    ++days;
  }
  CHECK(days == 7307);
  CHECK(cn().count_working_days(cn().coverage()).value() == worked);
}

TEST_CASE("WorkCalendar: a question outside the coverage is refused, and says what is covered") {
  const Date before = day("2006-12-29");
  const Date after = day("2027-01-01");
  for (const Date date : {before, after}) {
    CHECK_REFUSED(cn().is_working_day(date), calendar_not_covered);
    CHECK_REFUSED(cn().kind(date), calendar_not_covered);
    CHECK_REFUSED(cn().holiday_name(date), calendar_not_covered);
    CHECK_REFUSED(cn().working_day_from(date), calendar_not_covered);
    CHECK_REFUSED(cn().add_working_days(date, 0), calendar_not_covered);
    CHECK_REFUSED(cn().count_working_days({before, after}), calendar_not_covered);
  }
  CHECK_REFUSED(cn().add_working_days(day("2026-12-31"), 1), calendar_not_covered);
  CHECK_REFUSED(cn().add_working_days(day("2006-12-30"), -1), calendar_not_covered);
  CHECK_REFUSED(cn().add_working_days(day("2020-01-02"), INT32_MAX), calendar_not_covered);
  CHECK_REFUSED(cn().add_working_days(day("2020-01-02"), INT32_MIN), calendar_not_covered);
  CHECK_REFUSED(cn().kind(Date(boost::gregorian::not_a_date_time)), date_impossible);
  const auto refused = cn().is_working_day(after);
  CHECK(refused.error().argument("calendar") == "cn");
  CHECK(refused.error().argument("first") == "2006-12-30");
  CHECK(refused.error().argument("last") == "2026-12-31");
  CHECK(refused.error().argument("day") == "2027-01-01");
}

TEST_CASE("WorkCalendar: steps over 春节 2024") {
  CHECK(cn().add_working_days(day("2024-02-08"), 1).value() == day("2024-02-09"));
  CHECK(cn().add_working_days(day("2024-02-09"), 1).value() == day("2024-02-18"));
  CHECK(cn().add_working_days(day("2024-02-12"), 1).value() == day("2024-02-18"));
  CHECK(cn().add_working_days(day("2024-02-18"), -1).value() == day("2024-02-09"));
  CHECK(cn().add_working_days(day("2024-02-12"), 0).value() == day("2024-02-12"));
  CHECK(cn().working_day_from(day("2024-02-10")).value() == day("2024-02-18"));
  CHECK(cn().working_day_from(day("2024-02-09")).value() == day("2024-02-09"));
  CHECK(cn().count_working_days({day("2024-02-09"), day("2024-02-18")}).value() == 2);
  CHECK(cn().count_working_days({day("2024-02-10"), day("2024-02-17")}).value() == 0);
  CHECK_REFUSED(cn().count_working_days({day("2024-02-10"), day("2024-02-09")}),
                date_range_reversed);
}

TEST_CASE("WorkCalendar: steps are what walking day by day finds") {
  rc::prop("forwards and backwards", [] {
    const int first = day_number(cn().coverage().first);
    const Date start = from_day_number(first + *rc::gen::inRange(200, 7100));
    const int n = *rc::gen::inRange(-100, 101);
    Date walked = start;
    const int step = n < 0 ? -1 : 1;
    for (int left = std::abs(n); left > 0;) {
      walked += boost::gregorian::days(step);
      if (cn().is_working_day(walked).value()) --left;
    }
    RC_ASSERT(cn().add_working_days(start, n).value() == walked);
    if (n > 0) {
      const DateRange range{start + boost::gregorian::days(1), walked};
      RC_ASSERT(cn().count_working_days(range).value() == n);
    }
  });
}

TEST_CASE("WorkCalendar: a calendar of one's own") {
  const auto calendar = WorkCalendar::from_toml(
      replaced(head, R"(["saturday", "sunday"])", R"(["friday"])") + notice +
      R"(holidays = [{ first = 2024-01-01, last = 2024-01-02, name = "New Year" }]
make_up_workdays = [2024-01-05]
)");
  REQUIRE(calendar.has_value());
  CHECK(calendar->title(Language::en) == "Test");
  CHECK(calendar->title(Language::zh) == "试");
  CHECK(calendar->kind(day("2024-01-02")).value() == DayKind::holiday);
  CHECK(calendar->kind(day("2024-01-05")).value() == DayKind::make_up_workday);
  CHECK(calendar->kind(day("2024-01-06")).value() == DayKind::working_day);
  CHECK(calendar->kind(day("2024-01-12")).value() == DayKind::rest_day);
  CHECK_REFUSED(calendar->kind(day("2024-02-01")), calendar_not_covered);
  const auto none =
      WorkCalendar::from_toml(replaced(head, R"(["saturday", "sunday"])", "[]") + "notice = []\n");
  CHECK(none->count_working_days(none->coverage()).value() == 31);
}

TEST_CASE("WorkCalendar: what is wrong in a file is refused with its line") {
  const std::string empty = "holidays = []\nmake_up_workdays = []\n";
  CHECK(refused_line(head + notice + empty) == "accepted");
  CHECK(refused_line("") == "1: format is missing");
  CHECK(refused_line("format = ").starts_with("1: "));
  CHECK(refused_line(replaced(head, "bursar.calendar/1", "bursar.calendar/2") + notice + empty) ==
        "1: the format is bursar.calendar/2, expected bursar.calendar/1");
  CHECK(refused_line(head + "colour = 1\n" + notice + empty) == "6: unknown key colour");
  CHECK(refused_line(head) == "1: notice is missing");
  CHECK(refused_line(replaced(head, "name = \"test\"", "name = 5") + notice + empty) ==
        "2: name is not a text");
  CHECK(refused_line(replaced(head, "name = \"test\"", "name = \"\"") + notice + empty) ==
        "2: name is empty");
  CHECK(refused_line(replaced(head, "last = 2024-01-31", "last = 2023-12-31") + notice + empty) ==
        "4: last lies before first");
  CHECK(refused_line(replaced(head, "2024-01-31", "2924-01-31") + notice + empty) ==
        "4: it covers more than 400 years");
  CHECK(refused_line(replaced(head, "2024-01-31", "\"2024-01-31\"") + notice + empty) ==
        "4: a day is not written as 2020-12-31");
  CHECK(refused_line(replaced(head, "\"saturday\"", "\"Saturday\"") + notice + empty) ==
        "5: a weekday is monday to sunday");
  CHECK(refused_line(replaced(head, "\"saturday\"", "\"sunday\"") + notice + empty) ==
        "5: the weekday is listed twice");
  CHECK(refused_line(head + notice + "holidays = []\n") == "6: make_up_workdays is missing");
  CHECK(refused_line(head + notice + "make_up_workdays = []\n") == "6: holidays is missing");
  CHECK(refused_line(head + "[[notice]]\nyear = \"2024\"\nsources = []\n" + empty) ==
        "7: year is not a whole number");
  CHECK(refused_line(head + "[[notice]]\nyear = 2024\nsources = [5]\n" + empty) ==
        "8: sources is not a list of texts");
  const auto with_holiday = [&](const std::string& holiday) {
    return refused_line(head + notice + "make_up_workdays = []\nholidays = [\n" + holiday +
                        "\n]\n");
  };
  CHECK(with_holiday("{ first = 2024-01-01, last = 2024-01-01, name = \"x\" }") == "accepted");
  CHECK(with_holiday("{ first = 2024-01-01, last = 2024-01-01 }") == "11: name is missing");
  CHECK(with_holiday("{ first = 2024-01-01, last = 2024-01-01, name = \"x\", off = true }") ==
        "11: unknown key off");
  CHECK(with_holiday("{ first = 2024-01-31, last = 2024-02-01, name = \"x\" }") ==
        "11: 2024-02-01 lies outside the coverage");
  CHECK(with_holiday("{ first = 2024-01-02, last = 2024-01-01, name = \"x\" }") ==
        "11: last lies before first");
  CHECK(with_holiday("{ first = 2024-01-01, last = 2024-01-02, name = \"x\" },\n"
                     "{ first = 2024-01-02, last = 2024-01-03, name = \"y\" }") ==
        "12: 2024-01-02 is listed twice");
  CHECK(with_holiday("5") == "11: a holiday has first, last and name");
  const auto with_workday = [&](const std::string& workdays) {
    return refused_line(head + notice + "holidays = []\nmake_up_workdays = [" + workdays + "]\n");
  };
  CHECK(with_workday("2024-01-06") == "accepted");
  CHECK(with_workday("2024-01-05") == "10: 2024-01-05 is worked anyway");
  CHECK(with_workday("2024-01-06, 2024-01-06") == "10: 2024-01-06 is listed twice");
  CHECK(with_workday("2024-02-03") == "10: 2024-02-03 lies outside the coverage");
  CHECK(refused_line(head + notice +
                     "holidays = [{ first = 2024-01-06, last = 2024-01-06, name = \"x\" }]\n"
                     "make_up_workdays = [2024-01-06]\n") == "10: 2024-01-06 is listed twice");
}

TEST_CASE("WorkCalendar: the bundled calendars are the files of the project") {
  REQUIRE(bundled_calendar_names().size() == 1);
  CHECK(bundled_calendar_names()[0] == "cn");
  CHECK(bundled_calendar_text("cn").value() == bursar_test::file_text("data/calendars/cn.toml"));
  CHECK_REFUSED(WorkCalendar::bundled("fr"), calendar_unknown);
  CHECK(bundled_calendar_text("fr").error().argument("expected") == "cn");
}

TEST_CASE("WorkCalendar: a file that is too large is refused unread") {
  const auto calendar = WorkCalendar::from_toml(std::string(300'000, '#'));
  REQUIRE_FALSE(calendar.has_value());
  CHECK(calendar.error().code() == Code::calendar_malformed);
  CHECK(calendar.error().argument("line") == "1");
}
