#include <bursar/calendar/instant.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <string>

using namespace bursar;

TEST_CASE("Instant: RFC 3339 texts") {
  CHECK(parse_instant("1970-01-01T00:00:00Z").value() == 0);
  CHECK(parse_instant("1970-01-01T08:00:00+08:00").value() == 0);
  CHECK(parse_instant("1969-12-31T19:30:00.5-04:30").value() == 500'000);
  CHECK(parse_instant("2020-12-31t23:59:59.999999z").value() == 1'609'459'199'999'999);
  CHECK(parse_instant("2020-12-31 23:59:59+08:00").value() == 1'609'430'399'000'000);
  CHECK(parse_instant("1970-01-01T00:00:00-00:00").value() == 0);
  CHECK(parse_instant("1969-12-31T23:59:59.999999Z").value() == -1);
}

TEST_CASE("Instant: what is no instant is refused") {
  for (const char* text :
       {"", "2020-12-31", "2020-12-31T", "2020-12-31T23:59Z", "2020-12-31T24:00:00Z",
        "2020-12-31T23:60:00Z", "2020-12-31T23:59:60Z", "2020-12-31T23:59:59.Z",
        "2020-12-31T23:59:59.1234567Z", "2020-12-31T23:59:59+0800", "2020-12-31T23:59:59+8:00",
        "2020-12-31T23:59:59+08:60", "2020-12-31T23:59:59Z ", " 2020-12-31T23:59:59Z",
        "2020-12-31T23:59:59ZZ", "20201231T235959Z", "2020/12/31T23:59:59Z",
        "2020-12-31T23:59:59+"}) {
    CAPTURE(text);
    CHECK_REFUSED(parse_instant(text), instant_malformed);
  }
  CHECK_REFUSED(parse_instant("2020-12-31T23:59:59"), instant_offset_missing);
  CHECK_REFUSED(parse_instant("2020-12-31T23:59:59.5"), instant_offset_missing);
  CHECK_REFUSED(parse_instant("2020-12-31T23:59:59+14:01"), utc_offset_impossible);
  CHECK_REFUSED(parse_instant("2020-12-31T23:59:59-12:01"), utc_offset_impossible);
  CHECK_REFUSED(parse_instant("2023-02-29T00:00:00Z"), date_impossible);
}

TEST_CASE("Instant: texts at an offset") {
  CHECK(instant_text(0, 0) == "1970-01-01T00:00:00Z");
  CHECK(instant_text(0, 480) == "1970-01-01T08:00:00+08:00");
  CHECK(instant_text(-1, 0) == "1969-12-31T23:59:59.999999Z");
  CHECK(instant_text(1, -210) == "1969-12-31T20:30:00.000001-03:30");
  CHECK(instant_text(INT64_MAX, 0) == "@9223372036854775807us");
  CHECK(instant_text(INT64_MIN, 480) == "@-9223372036854775808us");
  CHECK(instant_text(0, 100'000) == "@0us");
}

TEST_CASE("Instant: the end of a day is its last microsecond at the offset") {
  const Date day(2020, 12, 31);
  CHECK(instant_text(end_of_day(day, 480).value(), 480) == "2020-12-31T23:59:59.999999+08:00");
  CHECK(end_of_day(day, 0).value() - end_of_day(day, 480).value() == 8LL * 3600 * 1'000'000);
  CHECK(day_of_instant(end_of_day(day, 480).value(), 480).value() == day);
  CHECK(day_of_instant(end_of_day(day, 480).value() + 1, 480).value() == Date(2021, 1, 1));
  CHECK(day_of_instant(-1, 0).value() == Date(1969, 12, 31));
  CHECK(day_of_instant(end_of_day(Date(9999, 12, 31), 0).value(), 0).value() == Date(9999, 12, 31));
  CHECK_REFUSED(day_of_instant(end_of_day(Date(9999, 12, 31), 0).value(), 1), date_impossible);
  CHECK_REFUSED(day_of_instant(INT64_MAX, 0), date_impossible);
  CHECK_REFUSED(day_of_instant(INT64_MIN, 0), date_impossible);
  CHECK_REFUSED(end_of_day(day, 841), utc_offset_impossible);
  CHECK_REFUSED(day_of_instant(0, -721), utc_offset_impossible);
  CHECK_REFUSED(end_of_day(Date(boost::gregorian::not_a_date_time), 0), date_impossible);
}

TEST_CASE("Instant: what was written is read back, at any offset") {
  rc::prop("and falls on the day that is written", [] {
    const std::int64_t day =
        *rc::gen::inRange(day_number(Date(1401, 1, 1)), day_number(Date(9999, 1, 1)));
    const std::int64_t us = day * 86'400'000'000 + *rc::gen::inRange(0, 86'400) * 1'000'000LL +
                            *rc::gen::element(0, 1, 500'000, 999'999);
    const int offset = *rc::gen::inRange(utc_offset_minutes_min, utc_offset_minutes_max + 1);
    const std::string text = instant_text(us, offset);
    RC_ASSERT(parse_instant(text).value() == us);
    RC_ASSERT(to_iso(day_of_instant(us, offset).value()) == text.substr(0, 10));
  });
}
