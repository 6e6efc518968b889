#include <bursar/calendar/date_text.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <string>

using namespace bursar;

namespace {

std::string read_day(std::string_view text, SerialDays serial_days = SerialDays::refused) {
  const auto day = parse_day_text(text, serial_days);
  return day ? to_iso(*day) : std::string(day.error().name());
}

std::string read_range(std::string_view text) {
  const auto range = parse_range_text(text);
  return range ? to_iso(range->first) + ".." + to_iso(range->last_inclusive)
               : std::string(range.error().name());
}

std::string read_any(std::string_view text) {
  const auto read = parse_date_text(text, SerialDays::refused);
  if (!read) return std::string(read.error().name());
  return (read->precision == DatePrecision::month ? "month " : "day ") + to_iso(read->days.first) +
         ".." + to_iso(read->days.last_inclusive);
}

}  // namespace

TEST_CASE("Date text: the forms of a day") {
  for (const char* text : {"2020-12-31",
                           "2020/12/31",
                           "2020.12.31",
                           "20201231",
                           "2020年12月31日",
                           "二〇二〇年十二月三十一日",
                           "二零二零年十二月三十一日",
                           "二○二○年十二月三十一日",
                           "２０２０－１２－３１",
                           "２０２０年１２月３１日",
                           "２０２０．１２．３１",
                           "２０２０１２３１",
                           "贰零贰零年壹拾贰月叁拾壹日",
                           " 2020-12-31　",
                           "2020 年 12 月 31 日",
                           "2020-12-31 00:00:00",
                           "2020/12/31 0:00",
                           "2020-12-31T00:00:00",
                           "2020-12-31 00:00:00.000",
                           "2020年十二月31日"}) {
    CAPTURE(text);
    CHECK(read_day(text) == "2020-12-31");
  }
  CHECK(read_day("2020-1-5") == "2020-01-05");
  CHECK(read_day("2020/1/5") == "2020-01-05");
  CHECK(read_day("2020.1.5") == "2020-01-05");
  CHECK(read_day("2020年1月5日") == "2020-01-05");
  CHECK(read_day("2020年01月05日") == "2020-01-05");
}

TEST_CASE("Date text: months have a precision of their own") {
  for (const char* text :
       {"2020.12", "2020年12月", "2020-12", "2020/12", "２０２０．１２", "二〇二〇年十二月"}) {
    CAPTURE(text);
    CHECK(read_any(text) == "month 2020-12-01..2020-12-31");
    CHECK(read_day(text) == "date_day_missing");
  }
  CHECK(read_any("2024.02") == "month 2024-02-01..2024-02-29");
  CHECK(read_any("2023-2") == "month 2023-02-01..2023-02-28");
  CHECK(read_any("2020-12-31") == "day 2020-12-31..2020-12-31");
}

TEST_CASE("Date text: the style of cheques") {
  CHECK(read_day("贰零贰零年零壹月壹拾伍日") == "2020-01-15");
  CHECK(read_day("贰零贰零年零壹拾月零贰拾日") == "2020-10-20");
  CHECK(to_cheque_style(Date(2020, 1, 15)) == "贰零贰零年零壹月壹拾伍日");
  CHECK(to_cheque_style(Date(2020, 10, 20)) == "贰零贰零年零壹拾月零贰拾日");
  CHECK(to_cheque_style(Date(2020, 12, 31)) == "贰零贰零年壹拾贰月叁拾壹日");
  CHECK(to_cheque_style(Date(2021, 2, 9)) == "贰零贰壹年零贰月零玖日");
  CHECK(to_cheque_style(Date(2021, 3, 10)) == "贰零贰壹年叁月零壹拾日");
  CHECK(to_cheque_style(Date(2021, 11, 30)) == "贰零贰壹年壹拾壹月零叁拾日");
  CHECK(to_chinese_numerals(Date(2020, 12, 31)) == "二〇二〇年十二月三十一日");
  CHECK(to_chinese_numerals(Date(2020, 10, 11)) == "二〇二〇年十月十一日");
}

TEST_CASE("Date text: what can be read in two ways is refused") {
  for (const char* text : {"31/12/2020", "12/31/2020", "1/2/2020", "20-12-31", "20.12.31", "20/1/2",
                           "20年12月31日", "2020.1", "202012", "１/２/２０２０"}) {
    CAPTURE(text);
    CHECK(read_day(text) == "date_ambiguous");
  }
}

TEST_CASE("Date text: what is no date is refused") {
  for (const char* text : {"2020",
                           "2020年",
                           "12月31日",
                           "2020-12/31",
                           "2020--12",
                           "2020-12-31-01",
                           "020-12-31",
                           "2020-123-1",
                           "2020-12-31 12:00",
                           "2020-12-31 00:01",
                           "2020-12-3１st",
                           "abc",
                           "2020-",
                           "2020-12-",
                           "2020年12月31",
                           "2020年12日",
                           "2020年12月31日32日",
                           "二〇二年十二月一日",
                           "二〇二〇年十〇月一日",
                           "二〇二〇年月一日",
                           "二〇二〇年〇月一日",
                           "二〇二〇年十二月一二日",
                           "45000",
                           "1.5e3",
                           "-2020-12-31",
                           "2020-12-31日",
                           "202012311",
                           "2020 12 31",
                           "\xff"}) {
    CAPTURE(text);
    CHECK(read_day(text) == "date_malformed");
  }
  for (const char* text : {"2023-02-29", "20230229", "2023年2月29日", "2020.13", "2020-00-10",
                           "二〇二三年二月二十九日", "00010101", "2020年99月"}) {
    CAPTURE(text);
    CHECK(read_day(text) == "date_impossible");
  }
  CHECK(read_day("") == "text_empty");
  CHECK(read_day(" 　") == "text_empty");
}

TEST_CASE("Date text: serial days only where the caller says so") {
  CHECK(read_day("45000", SerialDays::since_1900) == "2023-03-15");
  CHECK(read_day("43538", SerialDays::since_1904) == "2023-03-15");  // 1462 less
  CHECK(read_day("1", SerialDays::since_1900) == "1900-01-01");
  CHECK(read_day("59", SerialDays::since_1900) == "1900-02-28");
  CHECK(read_day("60", SerialDays::since_1900) == "date_impossible");
  CHECK(read_day("61", SerialDays::since_1900) == "1900-03-01");
  CHECK(read_day("0", SerialDays::since_1900) == "date_impossible");
  CHECK(read_day("0", SerialDays::since_1904) == "1904-01-01");
  CHECK(read_day("2958465", SerialDays::since_1900) == "9999-12-31");
  CHECK(read_day("2958466", SerialDays::since_1900) == "date_impossible");
  CHECK(read_day("2957003", SerialDays::since_1904) == "9999-12-31");
  CHECK(read_day("2957004", SerialDays::since_1904) == "date_impossible");
  CHECK(read_day("45000.5", SerialDays::since_1900) == "date_malformed");
  CHECK(read_day("20201231", SerialDays::since_1900) == "2020-12-31");
  CHECK_REFUSED(from_serial_day(45000, SerialDays::refused), date_impossible);
  CHECK_REFUSED(from_serial_day(INT64_MAX, SerialDays::since_1904), date_impossible);
}

TEST_CASE("Date text: periods from the first day to the last") {
  CHECK(read_range("2018.01-2020.12") == "2018-01-01..2020-12-31");
  CHECK(read_range("2021.01-2024.12") == "2021-01-01..2024-12-31");
  CHECK(read_range("2021年1月至2024年12月") == "2021-01-01..2024-12-31");
  CHECK(read_range("2021年1月到2024年2月") == "2021-01-01..2024-02-29");
  CHECK(read_range("2018.1-2020.9") == "2018-01-01..2020-09-30");
  CHECK(read_range("２０１８．０１－２０２０．１２") == "2018-01-01..2020-12-31");
  CHECK(read_range("2018.01 — 2020.12") == "2018-01-01..2020-12-31");
  CHECK(read_range("2018.01——2020.12") == "2018-01-01..2020-12-31");
  CHECK(read_range("2018.01--2020.12") == "2018-01-01..2020-12-31");
  CHECK(read_range("2018.01～2020.12") == "2018-01-01..2020-12-31");
  CHECK(read_range("2018-01-05 ~ 2020-12-31") == "2018-01-05..2020-12-31");
  CHECK(read_range("2018-01-05-2020-12-31") == "2018-01-05..2020-12-31");
  CHECK(read_range("2018-01-2020-12") == "2018-01-01..2020-12-31");
  CHECK(read_range("20180105-20201231") == "2018-01-05..2020-12-31");
  CHECK(read_range("2018/1/5-2020/12") == "2018-01-05..2020-12-31");
  CHECK(read_range("二〇一八年一月至二〇二〇年十二月") == "2018-01-01..2020-12-31");
}

TEST_CASE("Date text: periods that are none") {
  CHECK(read_range("2020.12-2018.01") == "date_range_reversed");
  CHECK(read_range("2018.13-2020.12") == "date_impossible");
  CHECK(read_range("2018.01") == "date_malformed");
  CHECK(read_range("2018.01-") == "date_malformed");
  CHECK(read_range("-2018.01") == "date_malformed");
  CHECK(read_range("2018-2020") == "date_malformed");
  CHECK(read_range("2018.01-至今") == "date_malformed");
  CHECK(read_range("18.01-20.12") == "date_malformed");
  CHECK(read_range("") == "text_empty");
  CHECK(read_range("2021年1月至2022年1月至2023年1月") == "date_malformed");
}

TEST_CASE("Date text: what was written is read back") {
  rc::prop("in every form of a day", [] {
    const Date day = from_day_number(
        *rc::gen::inRange(day_number(Date(1400, 1, 1)), day_number(Date(9999, 12, 31)) + 1));
    for (const std::string& text :
         {to_iso(day), to_chinese(day), to_chinese_numerals(day), to_cheque_style(day)}) {
      RC_ASSERT(read_day(text) == to_iso(day));
    }
  });
}

TEST_CASE("Date text: what is longer than any form is refused, and shown cut short") {
  const std::string hyphens(1'000'000, '-');
  for (const auto& refusal : {parse_range_text(hyphens + "1").error(),
                              parse_date_text(hyphens + "1", SerialDays::refused).error()}) {
    CHECK(refusal.code() == Code::date_malformed);
    CHECK(refusal.argument("value").size() < 100);
  }
  CHECK(read_range(std::string(1000, ' ')) == "text_empty");
  CHECK(read_range(std::string(1000, ' ') + "2018.01-2020.12") == "2018-01-01..2020-12-31");
}
