#include "money/int128.hpp"

#include <algorithm>

namespace bursar {

std::string int128_text(Int128 value) {
  UInt128 rest = value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) text += '-';
  std::ranges::reverse(text);
  return text;
}

std::string decimal_text(Int128 scaled, int decimals) {
  const bool negative = scaled < 0;
  std::string digits = int128_text(scaled).substr(negative ? 1 : 0);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return negative ? "-" + digits : digits;
}

std::string trimmed_decimal_text(Int128 scaled, int decimals) {
  while (decimals > 0 && scaled % 10 == 0) {
    scaled /= 10;
    --decimals;
  }
  return decimal_text(scaled, decimals);
}

Result<std::int64_t> rounded_quotient(Int128 numerator, Int128 denominator, Rounding rounding) {
  Int128 quotient = numerator / denominator;
  const Int128 remainder = numerator % denominator;
  if (remainder != 0) {
    if (rounding == Rounding::exact) {
      return Refusal(Code::amount_not_exact)
          .with("value", int128_text(numerator) + "/" + int128_text(denominator));
    }
    const bool negative = numerator < 0;
    const Int128 size = negative ? -remainder : remainder;
    const Int128 rest = denominator - size;  // twice the size would not always fit
    const int half = size < rest ? -1 : (size > rest ? 1 : 0);
    if (rounds_away(rounding, negative, quotient % 2 != 0, half)) quotient += negative ? -1 : 1;
  }
  if (!fits_64(quotient)) return Code::money_overflow;
  return static_cast<std::int64_t>(quotient);
}

}  // namespace bursar
