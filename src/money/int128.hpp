// 128-bit intermediates: the one place that names the compiler's extension.
#pragma once

#include <bursar/base/result.hpp>
#include <bursar/money/rounding.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace bursar {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

constexpr bool fits_64(Int128 value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

/// Decimal digits, with a sign where negative.
std::string int128_text(Int128 value);
/// scaled / 10^decimals with exactly so many decimals: 123450, 2 -> "1234.50".
std::string decimal_text(Int128 scaled, int decimals);
/// The same without the zeros at the end of the decimals: "1234.5".
std::string trimmed_decimal_text(Int128 scaled, int decimals);
constexpr Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// Whether a number q + r / d, with q the quotient toward zero, rounds away from zero. `half` says
/// how twice |r| compares with d: -1, 0 or 1. Precondition: r is not zero and the mode is not
/// exact.
constexpr bool rounds_away(Rounding rounding, bool negative, bool quotient_odd, int half) {
  switch (rounding) {
    case Rounding::toward_zero:
    case Rounding::exact:
      return false;
    case Rounding::away_from_zero:
      return true;
    case Rounding::floor:
      return negative;
    case Rounding::ceiling:
      return !negative;
    case Rounding::half_even:
      return half > 0 || (half == 0 && quotient_odd);
    case Rounding::half_away_from_zero:
      return half >= 0;
    case Rounding::half_toward_zero:
      return half > 0;
    case Rounding::half_ceiling:
      return half > 0 || (half == 0 && !negative);
    case Rounding::half_floor:
      return half > 0 || (half == 0 && negative);
  }
  return false;
}

/// numerator / denominator as a whole 64-bit number. Precondition: the denominator is positive.
/// Refusals: amount_not_exact, money_overflow.
Result<std::int64_t> rounded_quotient(Int128 numerator, Int128 denominator, Rounding rounding);

}  // namespace bursar
