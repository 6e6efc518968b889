// The General Decimal Arithmetic cases that apply to a fixed scale: exact results of add, subtract,
// multiply and compare, and results rounded to a number of digits, quantized, or divided, in all
// modes but 05up.

#include <bursar/money/money.hpp>
#include <bursar/money/rate.hpp>

#include <catch2/catch.hpp>

#include "third_party_data.hpp"

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

using namespace bursar;

namespace {

__extension__ using Wide = __int128;

/// coefficient * 10^exponent, where the coefficient fits 64 bits.
struct Decimal {
  std::int64_t coefficient;
  int exponent;
};

std::optional<Decimal> decimal(std::string text) {
  int exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    exponent = std::atoi(text.c_str() + e + 1);
    text.resize(e);
  }
  const bool negative = text.starts_with('-');
  std::string digits;
  bool point = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
      if (point) --exponent;
    } else if (c == '.') {
      point = true;
    } else if (c != '-' && c != '+') {
      return std::nullopt;  // NaN, Infinity, #
    }
  }
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  const std::int64_t size = std::stoll(digits);
  return Decimal{negative ? -size : size, exponent};
}

std::optional<std::int64_t> power_of_ten(int exponent) {
  if (exponent < 0 || exponent > 18) return std::nullopt;
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::optional<Rounding> mode(const std::string& name) {
  static const std::map<std::string, Rounding> modes = {{"half_up", Rounding::half_away_from_zero},
                                                        {"half_even", Rounding::half_even},
                                                        {"half_down", Rounding::half_toward_zero},
                                                        {"down", Rounding::toward_zero},
                                                        {"up", Rounding::away_from_zero},
                                                        {"floor", Rounding::floor},
                                                        {"ceiling", Rounding::ceiling}};
  const auto found = modes.find(name);
  if (found == modes.end()) return std::nullopt;
  return found->second;
}

Money money(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }

/// The coefficient of a decimal at a smaller or equal exponent.
std::optional<std::int64_t> at_exponent(Decimal value, int exponent) {
  const auto power = power_of_ten(value.exponent - exponent);
  if (!power) return std::nullopt;
  const auto scaled = multiplied(money(value.coefficient), *power);
  if (!scaled) return std::nullopt;
  return scaled->minor();
}

bool equal(Decimal a, Decimal b) {
  if (a.coefficient == 0 || b.coefficient == 0) return a.coefficient == b.coefficient;
  const int exponent = std::min(a.exponent, b.exponent);
  const auto left = at_exponent(a, exponent);
  const auto right = at_exponent(b, exponent);
  return left && right && *left == *right;
}

int digits_of(std::int64_t value) {
  return static_cast<int>(std::to_string(value < 0 ? -value : value).size());
}

/// Rounded at an exponent, by the library.
std::optional<Decimal> rounded_at(Decimal value, int exponent, Rounding rounding) {
  if (exponent <= value.exponent) {
    const auto same = at_exponent(value, exponent);
    if (!same) return std::nullopt;
    return Decimal{*same, exponent};
  }
  const auto divisor = power_of_ten(exponent - value.exponent);
  if (!divisor) return std::nullopt;
  const auto by_division = divided(money(value.coefficient), *divisor, rounding).value();
  const auto by_rate =
      multiplied(money(value.coefficient), Rate::of_fraction(1, *divisor).value(), rounding)
          .value();
  REQUIRE(by_division == by_rate);
  return Decimal{by_division.minor(), exponent};
}

/// Rounded to so many digits, as the arithmetic does after each operation.
std::optional<Decimal> to_precision(Decimal value, int precision, Rounding rounding) {
  const int excess = digits_of(value.coefficient) - precision;
  return excess <= 0 ? value : rounded_at(value, value.exponent + excess, rounding);
}

struct Case {
  std::string op;
  int precision;
  Rounding rounding;
  Decimal x;
  Decimal y;
};

/// The library's answer; nothing where the case is beyond 64 bits on the way.
std::optional<Decimal> answer(const Case& c) {
  if (c.op == "quantize") return rounded_at(c.x, c.y.exponent, c.rounding);
  if (c.op == "tointegralx") return rounded_at(c.x, std::max(c.x.exponent, 0), c.rounding);
  if (c.op == "multiply") {
    const auto product = multiplied(money(c.x.coefficient), c.y.coefficient);
    if (!product) return std::nullopt;
    return to_precision({product->minor(), c.x.exponent + c.y.exponent}, c.precision, c.rounding);
  }
  if (c.op == "divide") {
    if (c.y.coefficient == 0 || c.x.coefficient == 0) return std::nullopt;
    // The dividend gets so many zeros that the quotient has more digits than it is rounded to by
    // one step.
    int zeros = 0;
    std::int64_t dividend = c.x.coefficient;
    while (std::llabs(dividend / c.y.coefficient) < *power_of_ten(c.precision - 1)) {
      const auto next = multiplied(money(dividend), 10);
      if (!next) return std::nullopt;
      dividend = next->minor();
      ++zeros;
    }
    if (digits_of(dividend / c.y.coefficient) != c.precision) return std::nullopt;
    const auto quotient = divided(money(dividend), c.y.coefficient, c.rounding).value();
    return Decimal{quotient.minor(), c.x.exponent - c.y.exponent - zeros};
  }
  const int exponent = std::min(c.x.exponent, c.y.exponent);
  const auto x = at_exponent(c.x, exponent);
  const auto y = at_exponent(c.y, exponent);
  if (!x || !y) return std::nullopt;
  if (c.op == "compare") {
    const auto order = compared(money(*x), money(*y)).value();
    return Decimal{order < 0 ? -1 : (order > 0 ? 1 : 0), 0};
  }
  const auto sum = c.op == "add" ? add(money(*x), money(*y)) : subtract(money(*x), money(*y));
  if (!sum) return std::nullopt;
  return to_precision({sum->minor(), exponent}, c.precision, c.rounding);
}

}  // namespace

TEST_CASE("Money: the General Decimal Arithmetic cases of a fixed scale", "[third_party]") {
  const auto path = bursar_test::third_party_data("money/dectest_half_a.tsv");
  if (!path) return;
  std::map<std::string, int> checked;
  int rows = 0;
  for (const auto& row : bursar_test::tsv_rows(*path)) {
    ++rows;
    const bool applies = row.at(1) == "quantize" || row.at(1) == "tointegralx" ||
                         row.at(1) == "multiply" || row.at(1) == "divide" || row.at(1) == "add" ||
                         row.at(1) == "subtract" || row.at(1) == "compare";
    const auto rounding = mode(row.at(3));
    const auto x = decimal(row.at(4));
    const auto y = row.at(5).empty() ? Decimal{0, 0} : decimal(row.at(5));
    const auto expected = decimal(row.at(6));
    if (!applies || !rounding || !x || !y || !expected) continue;
    const auto got = answer({row.at(1), std::stoi(row.at(2)), *rounding, *x, *y});
    if (!got) continue;
    CAPTURE(row.at(0), row.at(3), row.at(4), row.at(5), row.at(6), got->coefficient, got->exponent);
    CHECK(equal(*got, *expected));
    ++checked[row.at(1)];
  }
  CHECK(rows == 3344);
  // Left out: 05up, infinities, what 64 bits do not hold, remainder and whole-number division.
  const std::map<std::string, int> expected_counts = {
      {"add", 869},      {"compare", 335},  {"divide", 308},     {"multiply", 250},
      {"quantize", 253}, {"subtract", 354}, {"tointegralx", 85},
  };
  CHECK(checked == expected_counts);
}
