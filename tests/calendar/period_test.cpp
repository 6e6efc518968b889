#include <bursar/calendar/period.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <string>

using namespace bursar;

namespace {

const WorkCalendar& cn() {
  static const WorkCalendar calendar = WorkCalendar::bundled("cn").value();
  return calendar;
}

constexpr Period legal(int length, PeriodUnit unit) {
  return {length, unit, FirstDay::not_counted, RestDayEnd::next_working_day};
}

std::string end(const Period& period, std::string_view event) {
  const auto last = last_day(period, parse_iso_date(event).value(), &cn());
  return last ? to_iso(*last) : std::string(last.error().name());
}

}  // namespace

TEST_CASE("Period: public notice, then payment (2022)") {
  CHECK(end(legal(30, PeriodUnit::days), "2022-05-16") == "2022-06-15");
  CHECK(end(legal(15, PeriodUnit::days), "2022-06-15") == "2022-06-30");
}

TEST_CASE(
    "Period: review, suit and application to the court after a decision served on 2021-03-01") {
  CHECK(end(legal(60, PeriodUnit::days), "2021-03-01") == "2021-04-30");
  CHECK(end(legal(6, PeriodUnit::months), "2021-03-01") == "2021-09-01");
  CHECK(end(legal(3, PeriodUnit::months), "2021-09-01") == "2021-12-01");
  // The demand: served so long before that ten working days lie behind it.
  CHECK(end(legal(10, PeriodUnit::working_days), "2021-11-16") == "2021-11-30");
}

TEST_CASE("Period: an end on a rest day moves to the next working day, or stays") {
  // 2021-10-01 to 10-07 are holidays, 10-08 and Saturday 10-09 are worked.
  CHECK(end(legal(15, PeriodUnit::days), "2021-09-20") == "2021-10-08");
  CHECK(end(legal(1, PeriodUnit::months), "2021-09-01") == "2021-10-08");
  const Period stays{15, PeriodUnit::days, FirstDay::not_counted, RestDayEnd::stays};
  CHECK(end(stays, "2021-09-20") == "2021-10-05");
  // Saturday 2021-10-09 is a make-up workday: nothing moves.
  CHECK(end(legal(1, PeriodUnit::days), "2021-10-08") == "2021-10-09");
  CHECK(end(legal(2, PeriodUnit::days), "2021-10-08") == "2021-10-11");
}

TEST_CASE("Period: working days skip holidays and count make-up workdays") {
  CHECK(end(legal(10, PeriodUnit::working_days), "2021-09-24") == "2021-10-13");
  CHECK(end(legal(5, PeriodUnit::working_days), "2024-02-07") == "2024-02-20");
  CHECK(end(legal(7, PeriodUnit::working_days), "2024-02-10") == "2024-02-26");
}

TEST_CASE("Period: months end on the day of the same number, or on the last of a shorter month") {
  CHECK(end(legal(6, PeriodUnit::months), "2020-08-31") == "2021-03-01");  // Sunday 2021-02-28
  const Period stays{6, PeriodUnit::months, FirstDay::not_counted, RestDayEnd::stays};
  CHECK(end(stays, "2020-08-31") == "2021-02-28");
  CHECK(end(stays, "2020-08-15") == "2021-02-15");
  CHECK(end({36, PeriodUnit::months, FirstDay::not_counted, RestDayEnd::stays}, "2019-08-12") ==
        "2022-08-12");
}

TEST_CASE("Period: where the first day counts, all ends one day earlier") {
  const auto counted = [](int length, PeriodUnit unit) {
    return Period{length, unit, FirstDay::counted, RestDayEnd::stays};
  };
  CHECK(end(counted(30, PeriodUnit::days), "2022-05-16") == "2022-06-14");
  CHECK(end(counted(1, PeriodUnit::days), "2022-05-16") == "2022-05-16");
  CHECK(end(counted(6, PeriodUnit::months), "2021-03-01") == "2021-08-31");
  CHECK(end(counted(12, PeriodUnit::months), "2020-01-01") == "2020-12-31");
  CHECK(end(counted(6, PeriodUnit::months), "2020-08-31") == "2021-02-28");
  CHECK(end(counted(1, PeriodUnit::months), "2024-01-31") == "2024-02-29");
  CHECK(end(counted(1, PeriodUnit::working_days), "2022-05-16") == "2022-05-16");
  CHECK(end(counted(1, PeriodUnit::working_days), "2022-05-14") == "2022-05-16");
  CHECK(end(counted(10, PeriodUnit::working_days), "2021-11-16") == "2021-11-29");
}

TEST_CASE("Period: what cannot be answered is refused") {
  const Date event(2022, 5, 16);
  CHECK_REFUSED(last_day(legal(0, PeriodUnit::days), event, &cn()), period_not_positive);
  CHECK_REFUSED(last_day(legal(-1, PeriodUnit::months), event, nullptr), period_not_positive);
  CHECK_REFUSED(last_day(legal(1, PeriodUnit::days), event, nullptr), period_needs_calendar);
  const Period working{1, PeriodUnit::working_days, FirstDay::counted, RestDayEnd::stays};
  CHECK_REFUSED(last_day(working, event, nullptr), period_needs_calendar);
  const Period plain{30, PeriodUnit::days, FirstDay::not_counted, RestDayEnd::stays};
  CHECK(last_day(plain, event, nullptr).value() == Date(2022, 6, 15));
  CHECK_REFUSED(last_day(plain, Date(boost::gregorian::not_a_date_time), nullptr), date_impossible);
  CHECK_REFUSED(
      last_day({INT32_MAX, PeriodUnit::days, FirstDay::counted, RestDayEnd::stays}, event, nullptr),
      date_impossible);
  // The end lies where no holidays are known yet.
  CHECK(end(legal(30, PeriodUnit::days), "2026-12-15") == "calendar_not_covered");
  CHECK(end(legal(30, PeriodUnit::working_days), "2026-12-15") == "calendar_not_covered");
  CHECK(end(plain, "2026-12-15") == "2027-01-14");
}

TEST_CASE("Period: words") {
  for (const PeriodUnit unit : {PeriodUnit::days, PeriodUnit::working_days, PeriodUnit::months}) {
    CHECK(parse_period_unit(period_unit_name(unit)).value() == unit);
  }
  CHECK_REFUSED(parse_period_unit("weeks"), text_unknown);
  CHECK(period_text(legal(10, PeriodUnit::working_days), Language::zh) == "10个工作日");
  CHECK(period_text(legal(10, PeriodUnit::working_days), Language::en) == "10 working days");
  CHECK(period_text(legal(1, PeriodUnit::months), Language::en) == "1 month");
  CHECK(period_text(legal(30, PeriodUnit::days), Language::zh) == "30日");
}
