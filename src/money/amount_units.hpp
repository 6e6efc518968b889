// The powers of ten behind the units of amounts.
#pragma once

#include <bursar/money/amount_text.hpp>
#include <bursar/money/currency.hpp>

namespace bursar {

/// The number of decimal digits between a unit and the minor unit: 6 for 万元 (10^4 yuan of 10^2
/// fen).
constexpr int digits_above_minor(AmountUnit unit, Currency currency) {
  switch (unit) {
    case AmountUnit::minor:
      return 0;
    case AmountUnit::one:
      return currency.minor_digits();
    case AmountUnit::thousand:
      return currency.minor_digits() + 3;
    case AmountUnit::ten_thousand:
      return currency.minor_digits() + 4;
    case AmountUnit::million:
      return currency.minor_digits() + 6;
    case AmountUnit::hundred_million:
      return currency.minor_digits() + 8;
  }
  return 0;
}

}  // namespace bursar
