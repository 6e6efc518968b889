#include <bursar/calendar/date.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

using namespace bursar;

namespace {

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }
std::string later(std::string_view iso, int months, MonthEnd month_end) {
  return to_iso(add_months(day(iso), months, month_end).value());
}
Date any_day() {
  return from_day_number(
      *rc::gen::inRange(day_number(Date(1400, 1, 1)), day_number(Date(9999, 12, 31)) + 1));
}

}  // namespace

TEST_CASE("Date: only days of the calendar are made") {
  CHECK(make_date(2024, 2, 29).value() == Date(2024, 2, 29));
  CHECK(make_date(1400, 1, 1).value() == Date(1400, 1, 1));
  CHECK(make_date(9999, 12, 31).value() == Date(9999, 12, 31));
  CHECK_REFUSED(make_date(2023, 2, 29), date_impossible);
  CHECK_REFUSED(make_date(1900, 2, 29), date_impossible);
  CHECK_REFUSED(make_date(2023, 13, 1), date_impossible);
  CHECK_REFUSED(make_date(2023, 0, 1), date_impossible);
  CHECK_REFUSED(make_date(2023, 4, 31), date_impossible);
  CHECK_REFUSED(make_date(2023, 1, 0), date_impossible);
  CHECK_REFUSED(make_date(1399, 12, 31), date_impossible);
  CHECK_REFUSED(make_date(10000, 1, 1), date_impossible);
  CHECK_REFUSED(make_date(-5, -5, -5), date_impossible);
  CHECK_REFUSED(make_date(65536 + 2023, 256 + 1, 256 + 1), date_impossible);
}

TEST_CASE("Date: ISO text is exact") {
  CHECK(to_iso(day("2020-12-31")) == "2020-12-31");
  CHECK(to_chinese(day("2020-12-31")) == "2020年12月31日");
  CHECK(to_chinese(day("2020-01-05")) == "2020年1月5日");
  for (const char* bad :
       {"", "2020-1-31", "2020-12-3", "20201231", "2020/12/31", "2020-12-31 ", " 2020-12-31",
        "２020-12-31", "+020-12-31", "2020-12-3x", "2020-12-311"}) {
    CAPTURE(bad);
    CHECK_REFUSED(parse_iso_date(bad), date_malformed);
  }
  CHECK_REFUSED(parse_iso_date("2023-02-29"), date_impossible);
  CHECK_REFUSED(parse_iso_date("0000-01-01"), date_impossible);
}

TEST_CASE("Date: every day has its number, and its parts are Boost's") {
  CHECK(day_number(Date(1970, 1, 1)) == 0);
  CHECK(day_number(Date(2023, 3, 15)) == 19431);
  CHECK(day_number(Date(1969, 12, 31)) == -1);
  Date date(1400, 1, 1);
  const Date last(9999, 12, 31);
  std::int32_t number = day_number(date);
  CHECK_REFUSED(checked_from_day_number(number - 1LL), date_impossible);
  for (; date < last; date += boost::gregorian::days(1), ++number) {
    const auto parts = date.year_month_day();
    const bool right = day_number(date) == number && from_day_number(number) == date &&
                       make_date(parts.year, parts.month, parts.day).value() == date;
    if (!right) FAIL(to_iso(date));
  }
  CHECK(day_number(last) == number);
  CHECK_REFUSED(checked_from_day_number(number + 1LL), date_impossible);
  CHECK_REFUSED(checked_from_day_number(INT64_MAX), date_impossible);
  CHECK_REFUSED(checked_from_day_number(INT64_MIN), date_impossible);
}

TEST_CASE("Date: what becomes of a day that the month does not have is said") {
  CHECK(later("2024-01-31", 1, MonthEnd::clamp) == "2024-02-29");
  CHECK(later("2024-02-29", 1, MonthEnd::clamp) == "2024-03-29");
  CHECK(later("2024-02-29", 1, MonthEnd::keep_last) == "2024-03-31");
  CHECK(later("2024-01-31", 1, MonthEnd::keep_last) == "2024-02-29");
  CHECK(later("2024-01-30", 1, MonthEnd::keep_last) == "2024-02-29");
  CHECK(later("2023-01-31", 1, MonthEnd::overflow_next) == "2023-03-01");
  CHECK(later("2024-01-30", 1, MonthEnd::overflow_next) == "2024-03-01");
  CHECK(later("2024-02-29", 12, MonthEnd::clamp) == "2025-02-28");
  CHECK(later("2024-02-29", -12, MonthEnd::clamp) == "2023-02-28");
  CHECK(later("2024-03-31", -1, MonthEnd::clamp) == "2024-02-29");
  CHECK(later("2024-01-15", -1, MonthEnd::clamp) == "2023-12-15");
  CHECK(later("2019-08-12", 36, MonthEnd::clamp) == "2022-08-12");
}

TEST_CASE("Date: months beyond the calendar are refused") {
  for (const MonthEnd end : {MonthEnd::clamp, MonthEnd::keep_last, MonthEnd::overflow_next}) {
    CHECK_REFUSED(add_months(Date(9999, 12, 31), 1, end), date_impossible);
    CHECK_REFUSED(add_months(Date(1400, 1, 1), -1, end), date_impossible);
    CHECK_REFUSED(add_months(Date(2020, 1, 1), INT32_MAX, end), date_impossible);
    CHECK_REFUSED(add_months(Date(2020, 1, 1), INT32_MIN, end), date_impossible);
    CHECK_REFUSED(add_months(Date(boost::gregorian::not_a_date_time), 1, end), date_impossible);
  }
}

TEST_CASE("Date: laws of months") {
  rc::prop(
      "clamping adds in any steps of years from a day below 29, and never leaves the month", [] {
        const Date date = any_day();
        const int months = *rc::gen::inRange(-400, 400);
        const auto clamped = add_months(date, months, MonthEnd::clamp);
        const auto kept = add_months(date, months, MonthEnd::keep_last);
        const auto next = add_months(date, months, MonthEnd::overflow_next);
        RC_PRE(clamped.has_value());
        const int from = date.year() * 12 + date.month();
        const int to = clamped->year() * 12 + clamped->month();
        RC_ASSERT(to - from == months);
        RC_ASSERT(clamped->day() <= date.day());
        RC_ASSERT(*kept >= *clamped);
        RC_ASSERT(*next >= *clamped);
        const bool overflowed_by_a_day =
            *next == *clamped || *next == *clamped + boost::gregorian::days(1);
        RC_ASSERT(overflowed_by_a_day);
        const bool ends_stay_ends = date.end_of_month() != date || kept->end_of_month() == *kept;
        RC_ASSERT(ends_stay_ends);
        const bool small = date.day() <= 28;
        const bool same_day =
            clamped->day() == date.day() && *kept >= *clamped && *next == *clamped;
        RC_ASSERT((!small || same_day));
        const auto back = add_months(*clamped, -months, MonthEnd::clamp);
        RC_ASSERT((!small || *back == date));
      });
}

TEST_CASE("DateRange: ends are included, and in order") {
  const DateRange range = make_range(day("2020-01-01"), day("2020-12-31")).value();
  CHECK(range.contains(day("2020-01-01")));
  CHECK(range.contains(day("2020-12-31")));
  CHECK_FALSE(range.contains(day("2021-01-01")));
  CHECK_FALSE(range.contains(day("2019-12-31")));
  CHECK(make_range(day("2020-01-01"), day("2020-01-01")).has_value());
  CHECK_REFUSED(make_range(day("2020-01-02"), day("2020-01-01")), date_range_reversed);
  CHECK_REFUSED(make_range(Date(boost::gregorian::not_a_date_time), day("2020-01-01")),
                date_impossible);
}
