// Exact rates: a percentage is a fraction of whole numbers, and meets money only with a named
// rounding.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/rounding.hpp>

#include <compare>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

namespace bursar {

/// An exact fraction in lowest terms, its denominator above zero. 16 bytes; no default.
class Rate {
 public:
  [[nodiscard]] static constexpr Rate zero() noexcept { return Rate(0, 1); }
  /// Whole hundredths: 20 is 20 %. A floating-point argument does not compile.
  template <MinorInteger T>
  [[nodiscard]] static constexpr Rate of_percent(T percent) noexcept {
    return reduced(percent, 100);
  }
  /// Whole ten-thousandths: 435 is 4.35 %.
  template <MinorInteger T>
  [[nodiscard]] static constexpr Rate of_basis_points(T basis_points) noexcept {
    return reduced(basis_points, 10'000);
  }
  /// Any fraction. Refusals: divisor_zero, rate_overflow.
  [[nodiscard]] BURSAR_API static Result<Rate> of_fraction(std::int64_t numerator,
                                                           std::int64_t denominator);
  /// A rate that says what it is: "20%", "4.35 %", "5‰", "1/3", "-0.5%", full-width forms too. A
  /// bare number is refused: 0.2 may be meant as 20 % or as 0.2 %. Refusals: rate_malformed,
  /// divisor_zero, rate_overflow.
  [[nodiscard]] BURSAR_API static Result<Rate> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t numerator() const noexcept { return numerator_; }
  [[nodiscard]] constexpr std::int64_t denominator() const noexcept { return denominator_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return numerator_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return numerator_ < 0; }

  friend constexpr bool operator==(const Rate&, const Rate&) = default;
  BURSAR_API std::strong_ordering operator<=>(const Rate& other) const noexcept;

 private:
  constexpr Rate(std::int64_t numerator, std::int64_t denominator) noexcept
      : numerator_(numerator), denominator_(denominator) {}
  static constexpr Rate reduced(std::int64_t numerator, std::int64_t denominator) noexcept {
    // The remainder comes first: the smallest number has no absolute value.
    const std::int64_t common = std::gcd(numerator % denominator, denominator);
    return Rate(numerator / common, denominator / common);
  }

  std::int64_t numerator_;
  std::int64_t denominator_;
};

/// a times a rate, computed exactly and rounded once. Refusals: amount_not_exact, money_overflow.
[[nodiscard]] BURSAR_API Result<Money> multiplied(Money a, Rate rate, Rounding rounding);
/// a divided by a whole number, rounded once. Refusals: divisor_zero, amount_not_exact,
/// money_overflow.
[[nodiscard]] BURSAR_API Result<Money> divided(Money a, std::int64_t divisor, Rounding rounding);
/// The multiple of a step near an amount: 1234 to the step 100 is 1200. Refusals: divisor_zero (a
/// step of zero), amount_not_exact, money_overflow. The sign of the step says nothing.
[[nodiscard]] BURSAR_API Result<Money> rounded_to(Money a, std::int64_t step_minor,
                                                  Rounding rounding);

/// part / whole, exactly. Refusals: currency_mismatch, divisor_zero, rate_overflow.
[[nodiscard]] BURSAR_API Result<Rate> ratio(Money part, Money whole);

/// A rate as percent with so many decimals, 0 to 9: "4.35%". Refusals: amount_not_exact,
/// money_overflow.
[[nodiscard]] BURSAR_API Result<std::string> percent_text(Rate rate, int decimals,
                                                          Rounding rounding);
/// A rate exactly, in a form that Rate::parse reads: "20%", "4.35%", or "1/3" where percent never
/// end.
[[nodiscard]] BURSAR_API std::string to_text(Rate rate);

}  // namespace bursar
