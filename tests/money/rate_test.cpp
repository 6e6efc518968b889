#include <bursar/money/rate.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <limits>

using namespace bursar;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

Money fen(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }
Rate fraction(std::int64_t n, std::int64_t d) { return Rate::of_fraction(n, d).value(); }

template <class T>
concept MakesPercent = requires(T value) {
  Rate::of_percent(value);
};
static_assert(MakesPercent<int> && !MakesPercent<double> && !MakesPercent<bool>);
static_assert(sizeof(Rate) == 16);

}  // namespace

TEST_CASE("Rounding: ten modes on the numbers between -2 and 2") {
  struct Row {
    Rounding rounding;
    std::int64_t expected[8];  // of -1.9 -1.5 -1.1 -0.5 0.5 1.1 1.5 1.9
  };
  const std::int64_t tenths[8] = {-19, -15, -11, -5, 5, 11, 15, 19};
  const Row rows[] = {
      {Rounding::half_even, {-2, -2, -1, 0, 0, 1, 2, 2}},
      {Rounding::half_away_from_zero, {-2, -2, -1, -1, 1, 1, 2, 2}},
      {Rounding::half_toward_zero, {-2, -1, -1, 0, 0, 1, 1, 2}},
      {Rounding::half_ceiling, {-2, -1, -1, 0, 1, 1, 2, 2}},
      {Rounding::half_floor, {-2, -2, -1, -1, 0, 1, 1, 2}},
      {Rounding::toward_zero, {-1, -1, -1, 0, 0, 1, 1, 1}},
      {Rounding::away_from_zero, {-2, -2, -2, -1, 1, 2, 2, 2}},
      {Rounding::floor, {-2, -2, -2, -1, 0, 1, 1, 1}},
      {Rounding::ceiling, {-1, -1, -1, 0, 1, 2, 2, 2}},
  };
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < 8; ++i) {
      CAPTURE(rounding_name(row.rounding), tenths[i]);
      CHECK(divided(fen(tenths[i]), 10, row.rounding).value() == fen(row.expected[i]));
      CHECK(divided(fen(-tenths[i]), -10, row.rounding).value() == fen(row.expected[i]));
      CHECK(divided(fen(tenths[i] * 10), 100, row.rounding).value() == fen(row.expected[i]));
    }
    CHECK(divided(fen(-70), 10, row.rounding).value() == fen(-7));
  }
  CHECK_REFUSED(divided(fen(5), 10, Rounding::exact), amount_not_exact);
  CHECK(divided(fen(5), 10, Rounding::exact).error().argument("value") == "5/10");
  CHECK(divided(fen(50), 10, Rounding::exact).value() == fen(5));
}

TEST_CASE("Rounding: names") {
  for (int i = 0; i <= static_cast<int>(Rounding::ceiling); ++i) {
    const auto mode = static_cast<Rounding>(i);
    CHECK(parse_rounding(rounding_name(mode)).value() == mode);
  }
  CHECK(parse_rounding("half-away-from-zero").value() == Rounding::half_away_from_zero);
  CHECK(parse_rounding("half-up").value() == Rounding::half_away_from_zero);
  CHECK(parse_rounding("四舍五入").value() == Rounding::half_away_from_zero);
  CHECK_REFUSED(parse_rounding("up"), text_unknown);
  CHECK_REFUSED(parse_rounding(""), text_unknown);
}

TEST_CASE("Rate: fractions are in lowest terms") {
  CHECK(Rate::of_percent(20) == fraction(1, 5));
  CHECK(Rate::of_basis_points(435) == fraction(87, 2000));
  CHECK(fraction(-6, -4) == fraction(3, 2));
  CHECK(fraction(6, -4).numerator() == -3);
  CHECK(fraction(0, -7) == Rate::zero());
  CHECK(fraction(least, least) == fraction(1, 1));
  CHECK(fraction(least, 2).numerator() == least / 2);
  CHECK(Rate::of_percent(least).numerator() == least / 4);
  CHECK_REFUSED(Rate::of_fraction(1, 0), divisor_zero);
  CHECK_REFUSED(Rate::of_fraction(1, least), rate_overflow);
  CHECK_REFUSED(Rate::of_fraction(least, -1), rate_overflow);
}

TEST_CASE("Rate: order") {
  CHECK(fraction(1, 3) < fraction(34, 100));
  CHECK(fraction(-1, 3) > fraction(-34, 100));
  CHECK(fraction(most, most - 1) > fraction(most - 1, most - 1));
  CHECK((fraction(1, 3) <=> fraction(2, 6)) == std::strong_ordering::equal);
}

TEST_CASE("Rate: texts that say what they are") {
  CHECK(Rate::parse("20%").value() == Rate::of_percent(20));
  CHECK(Rate::parse(" 4.35 ％ ").value() == Rate::of_basis_points(435));
  CHECK(Rate::parse("5‰").value() == fraction(5, 1000));
  CHECK(Rate::parse("１/３").value() == fraction(1, 3));
  CHECK(Rate::parse("-0.5%").value() == fraction(-1, 200));
  CHECK(Rate::parse("−0.5%").value() == fraction(-1, 200));
  CHECK(Rate::parse("+100%").value() == fraction(1, 1));
  CHECK(Rate::parse(".5%").value() == fraction(1, 200));
  CHECK(Rate::parse("000000000000000000000020.0000000000000000000000%").value() ==
        Rate::of_percent(20));
  for (const char* bad : {"", "20", "0.2", "%", "20%%", "2 0%", "1/3/4", "1/", "/3", "1.5/3",
                          "abc%", "--5%", "1e2%", "20％a", "1234567890123456789%"}) {
    CAPTURE(bad);
    CHECK_REFUSED(Rate::parse(bad), rate_malformed);
  }
  CHECK_REFUSED(Rate::parse("1/0"), divisor_zero);
  CHECK_REFUSED(Rate::parse("0.000000000000000001%"), rate_overflow);
}

TEST_CASE("Rate: texts round trip") {
  for (const Rate rate : {Rate::zero(), Rate::of_percent(20), Rate::of_basis_points(-435),
                          fraction(1, 3), fraction(-7, 12), fraction(1, 1'000'000'000),
                          fraction(3, 1), fraction(1, std::int64_t{1} << 40), fraction(most, 7)}) {
    CAPTURE(to_text(rate));
    if (to_text(rate).size() < 19) CHECK(Rate::parse(to_text(rate)).value() == rate);
  }
  CHECK(to_text(Rate::of_percent(20)) == "20%");
  CHECK(to_text(Rate::of_basis_points(435)) == "4.35%");
  CHECK(to_text(fraction(1, 3)) == "1/3");
  CHECK(to_text(fraction(-1, 1000)) == "-0.1%");
  CHECK(to_text(Rate::zero()) == "0%");
}

TEST_CASE("Rate: percent for people are rounded by name") {
  CHECK(percent_text(fraction(1, 3), 2, Rounding::half_even).value() == "33.33%");
  CHECK(percent_text(fraction(2, 3), 0, Rounding::half_even).value() == "67%");
  CHECK(percent_text(fraction(-1, 2000), 1, Rounding::half_away_from_zero).value() == "-0.1%");
  CHECK(percent_text(fraction(1, 4), 2, Rounding::exact).value() == "25.00%");
  CHECK_REFUSED(percent_text(fraction(1, 3), 2, Rounding::exact), amount_not_exact);
}

TEST_CASE("Rate: money times a rate is exact until it is rounded once") {
  CHECK(multiplied(fen(60'156'000'00), Rate::of_percent(20), Rounding::exact).value() ==
        fen(12'031'200'00));
  CHECK(multiplied(fen(1), fraction(1, 2), Rounding::half_even).value() == fen(0));
  CHECK(multiplied(fen(most), fraction(most - 1, most), Rounding::exact).value() == fen(most - 1));
  CHECK(multiplied(fen(least), fraction(1, 1), Rounding::exact).value() == fen(least));
  CHECK_REFUSED(multiplied(fen(least), fraction(-1, 1), Rounding::exact), money_overflow);
  CHECK_REFUSED(multiplied(fen(most), fraction(3, 2), Rounding::floor), money_overflow);
  CHECK_REFUSED(divided(fen(1), 0, Rounding::floor), divisor_zero);
  CHECK_REFUSED(divided(fen(least), -1, Rounding::exact), money_overflow);
}

TEST_CASE("Rate: rounding to a step") {
  CHECK(rounded_to(fen(1'234'567), 100, Rounding::half_even).value() == fen(1'234'600));
  CHECK(rounded_to(fen(-4550), 100, Rounding::half_away_from_zero).value() == fen(-4600));
  CHECK(rounded_to(fen(1250), -100, Rounding::half_even).value() == fen(1200));
  CHECK(rounded_to(fen(3), least, Rounding::half_even).value() == fen(0));
  CHECK_REFUSED(rounded_to(fen(most), 100, Rounding::ceiling), money_overflow);
  CHECK_REFUSED(rounded_to(fen(1), 0, Rounding::ceiling), divisor_zero);
  CHECK_REFUSED(rounded_to(fen(1), 100, Rounding::exact), amount_not_exact);
}

TEST_CASE("Rate: a ratio of amounts") {
  CHECK(ratio(fen(30), fen(90)).value() == fraction(1, 3));
  CHECK_REFUSED(ratio(fen(30), fen(0)), divisor_zero);
  CHECK_REFUSED(ratio(fen(30), Money::of_minor(1, Currency::of("USD").value())), currency_mismatch);
}
