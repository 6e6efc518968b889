#include <bursar/money/rate.hpp>

#include <bursar/base/text.hpp>

#include "money/decimal_text.hpp"
#include "money/int128.hpp"

#include <algorithm>
#include <optional>

namespace bursar {
namespace {

Int128 greatest_common_divisor(Int128 a, Int128 b) {
  while (b != 0) {
    a %= b;
    std::swap(a, b);
  }
  return a < 0 ? -a : a;
}

struct Fraction {
  Int128 numerator;
  Int128 denominator;
};

/// In lowest terms with a denominator above zero. Precondition: the denominator is not zero.
Fraction lowest_terms(Fraction fraction) {
  const Int128 common = greatest_common_divisor(fraction.numerator, fraction.denominator);
  const Int128 divisor = fraction.denominator < 0 ? -common : common;
  return {fraction.numerator / divisor, fraction.denominator / divisor};
}

Refusal malformed(std::string_view value) {
  return Refusal(Code::rate_malformed)
      .with("value", std::string(value))
      .with("expected", Wording{"20%、4.35%、5‰或1/3", "20%, 4.35%, 5‰ or 1/3"});
}

constexpr std::size_t rate_digits_max = 18;

/// Whole digits as a number; nothing where there are none or too many.
std::optional<std::int64_t> whole_number(std::string_view digits) {
  if (digits.empty() || !all_digits(digits)) return std::nullopt;
  digits = without_leading_zeros(digits);
  if (digits.size() > rate_digits_max) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// A decimal number divided by 100 or 1000.
std::optional<Fraction> scaled_decimal(std::string_view number, std::int64_t divisor) {
  const auto parts = scan_decimal(number);
  if (!parts) return std::nullopt;
  const std::string_view fraction = without_trailing_zeros(parts->fraction);
  const auto digits =
      whole_number(std::string(parts->whole.empty() ? "0" : parts->whole) + std::string(fraction));
  if (!digits || fraction.size() > rate_digits_max) return std::nullopt;
  Int128 denominator = divisor;
  for (std::size_t i = 0; i < fraction.size(); ++i) denominator *= 10;
  return Fraction{*digits, denominator};
}

/// Removes a suffix and the blanks before it; whether it was there.
bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  text = trimmed(text);
  return true;
}

/// scale such that 10^scale * rate is whole, if there is one at most 18.
std::optional<int> decimal_scale(std::int64_t denominator) {
  for (int scale = 0; scale <= 18; ++scale) {
    if (denominator == 1) return scale;
    const std::int64_t twos = denominator % 2 == 0 ? 2 : 1;
    const std::int64_t fives = denominator % 5 == 0 ? 5 : 1;
    if (twos * fives == 1) return std::nullopt;
    denominator /= twos * fives;
  }
  return std::nullopt;
}

}  // namespace

Result<Rate> Rate::of_fraction(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return Code::divisor_zero;
  const Fraction lowest = lowest_terms({numerator, denominator});
  if (!fits_64(lowest.numerator) || !fits_64(lowest.denominator)) return Code::rate_overflow;
  return Rate(static_cast<std::int64_t>(lowest.numerator),
              static_cast<std::int64_t>(lowest.denominator));
}

Result<Rate> Rate::parse(std::string_view text) {
  const std::string folded = half_width(trimmed(text));
  std::string_view rest = folded;
  const bool negative = rest.starts_with('-') || rest.starts_with("−");
  if (negative) rest.remove_prefix(rest.starts_with('-') ? 1 : std::string_view("−").size());
  if (!negative && rest.starts_with('+')) rest.remove_prefix(1);
  std::optional<Fraction> fraction;
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos) {
    const auto numerator = whole_number(trimmed(rest.substr(0, slash)));
    const auto denominator = whole_number(trimmed(rest.substr(slash + 1)));
    if (numerator && denominator) fraction = Fraction{*numerator, *denominator};
  } else if (take_suffix(rest, "%")) {
    fraction = scaled_decimal(rest, 100);
  } else if (take_suffix(rest, "‰")) {
    fraction = scaled_decimal(rest, 1000);
  }
  if (!fraction) return malformed(text);
  if (fraction->denominator == 0) return Code::divisor_zero;
  const Fraction lowest = lowest_terms(*fraction);
  if (!fits_64(lowest.denominator)) return Code::rate_overflow;
  const auto numerator = static_cast<std::int64_t>(lowest.numerator);
  return Rate(negative ? -numerator : numerator, static_cast<std::int64_t>(lowest.denominator));
}

std::strong_ordering Rate::operator<=>(const Rate& other) const noexcept {
  const Int128 left = Int128{numerator_} * other.denominator_;
  const Int128 right = Int128{other.numerator_} * denominator_;
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

Result<Money> multiplied(Money a, Rate rate, Rounding rounding) {
  const Int128 product = Int128{a.minor()} * rate.numerator();
  BURSAR_TRY(const std::int64_t minor, rounded_quotient(product, rate.denominator(), rounding));
  return Money::of_minor(minor, a.currency());
}

Result<Money> divided(Money a, std::int64_t divisor, Rounding rounding) {
  if (divisor == 0) return Code::divisor_zero;
  const Int128 sign = divisor < 0 ? -1 : 1;
  BURSAR_TRY(const std::int64_t minor,
             rounded_quotient(a.minor() * sign, divisor * sign, rounding));
  return Money::of_minor(minor, a.currency());
}

Result<Money> rounded_to(Money a, std::int64_t step_minor, Rounding rounding) {
  if (step_minor == 0) return Code::divisor_zero;
  const Int128 step = step_minor < 0 ? -Int128{step_minor} : Int128{step_minor};
  BURSAR_TRY(const std::int64_t steps, rounded_quotient(a.minor(), step, rounding));
  const Int128 minor = steps * step;
  if (!fits_64(minor)) return Code::money_overflow;
  return Money::of_minor(static_cast<std::int64_t>(minor), a.currency());
}

Result<Rate> ratio(Money part, Money whole) {
  if (part.currency() != whole.currency()) {
    return Refusal(Code::currency_mismatch)
        .with("left", std::string(part.currency().code()))
        .with("right", std::string(whole.currency().code()));
  }
  return Rate::of_fraction(part.minor(), whole.minor());
}

Result<std::string> percent_text(Rate rate, int decimals, Rounding rounding) {
  const int places = std::clamp(decimals, 0, 9);
  const Int128 scaled = Int128{rate.numerator()} * power_of_ten(places + 2);
  BURSAR_TRY(const std::int64_t rounded, rounded_quotient(scaled, rate.denominator(), rounding));
  return decimal_text(rounded, places) + "%";
}

std::string to_text(Rate rate) {
  // Percent are exact where a power of ten is a multiple of the denominator.
  const auto scale = decimal_scale(rate.denominator());
  if (!scale) {
    return std::to_string(rate.numerator()) + "/" + std::to_string(rate.denominator());
  }
  const Int128 scaled = Int128{rate.numerator()} * (power_of_ten(*scale) / rate.denominator());
  if (*scale <= 2) return decimal_text(scaled * power_of_ten(2 - *scale), 0) + "%";
  return decimal_text(scaled, *scale - 2) + "%";
}

}  // namespace bursar
