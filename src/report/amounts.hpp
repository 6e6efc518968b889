// How reports write amounts.
#pragma once

#include <bursar/base/refusal.hpp>
#include <bursar/money/amount_text.hpp>

#include <string>

namespace bursar::report {

/// "6,015,600.00", with the code of a currency that is not the yuan before it.
[[nodiscard]] inline std::string amount(Money money) {
  std::string digits = grouped_text(money);
  if (money.currency() == Currency::cny()) return digits;
  return std::string(money.currency().code()) + " " + digits;
}

/// "6,015,600.00元", "6,015,600.00 yuan"; another currency has its code.
[[nodiscard]] inline std::string amount_with_unit(Money money, Language language) {
  if (money.currency() != Currency::cny()) return amount(money);
  return amount(money) + (language == Language::zh ? "元" : " yuan");
}

}  // namespace bursar::report
