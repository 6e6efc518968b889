// Amounts as arguments of refusals.
#pragma once

#include <bursar/base/refusal.hpp>
#include <bursar/money/currency.hpp>

#include "money/int128.hpp"

#include <initializer_list>
#include <string_view>

namespace bursar {

struct RefusedAmount {
  std::string_view name;
  Int128 minor = 0;  ///< sums may lie beyond 64 bits
};

/// The refusal with more amounts, each as two arguments: `name` for people, in units with the
/// currency (60,000.00 CNY, 60,000.00元), and `name`_minor for programs, in whole minor units.
Refusal with_amounts(Refusal refusal, Currency currency,
                     std::initializer_list<RefusedAmount> amounts);

}  // namespace bursar
