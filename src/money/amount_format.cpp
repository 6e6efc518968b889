#include <bursar/base/text.hpp>
#include <bursar/money/amount_text.hpp>

#include "money/amount_units.hpp"
#include "money/int128.hpp"
#include "money/refused_amount.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bursar {
namespace {

constexpr std::int64_t atto_per_minor = 1'000'000'000'000'000'000;

constexpr std::array<std::pair<std::string_view, AmountUnit>, 6> words = {{
    {"分", AmountUnit::minor},
    {"元", AmountUnit::one},
    {"千元", AmountUnit::thousand},
    {"万元", AmountUnit::ten_thousand},
    {"百万元", AmountUnit::million},
    {"亿元", AmountUnit::hundred_million},
}};

/// The digits before the point in groups of three.
std::string grouped(std::string decimal) {
  const std::size_t first = decimal.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(decimal.find('.'), decimal.size());
  while (at > first + 3) {
    at -= 3;
    decimal.insert(at, ",");
  }
  return decimal;
}

}  // namespace

Result<AmountUnit> parse_amount_unit(std::string_view word) {
  const std::string folded = half_width(trimmed(word));
  for (const auto& [known, unit] : words) {
    if (folded == known) return unit;
  }
  std::string expected;
  for (const auto& [known, unit] : words) {
    expected += (expected.empty() ? "" : ", ") + std::string(known);
  }
  return Refusal(Code::text_unknown)
      .with("field", "unit")
      .with("value", std::string(word))
      .with("expected", std::move(expected));
}

std::string_view amount_unit_word(AmountUnit unit) {
  for (const auto& [word, known] : words) {
    if (known == unit) return word;
  }
  return {};
}

void RoundingDifference::add(RoundingDifference other) noexcept {
  minor_ += other.minor_;
  atto_ += other.atto_;
  if (atto_ >= atto_per_minor || (minor_ < 0 && atto_ > 0)) {
    ++minor_;
    atto_ -= atto_per_minor;
  } else if (atto_ <= -atto_per_minor || (minor_ > 0 && atto_ < 0)) {
    --minor_;
    atto_ += atto_per_minor;
  }
}

std::string RoundingDifference::text(Currency currency) const {
  return trimmed_decimal_text(Int128{minor_} * atto_per_minor + atto_,
                              18 + currency.minor_digits());
}

std::string plain_text(Money amount) {
  return decimal_text(amount.minor(), amount.currency().minor_digits());
}

std::string grouped_text(Money amount) { return grouped(plain_text(amount)); }

Refusal with_amounts(Refusal refusal, Currency currency,
                     std::initializer_list<RefusedAmount> amounts) {
  for (const auto& [name, minor] : amounts) {
    const std::string number = grouped(decimal_text(minor, currency.minor_digits()));
    const std::string with_code = number + " " + std::string(currency.code());
    Wording said{currency == Currency::cny() ? number + "元" : with_code, with_code};
    refusal = std::move(refusal)
                  .with(name, std::move(said))
                  .with(std::string(name) + "_minor", int128_text(minor));
  }
  return refusal;
}

std::string unit_text(Money amount, AmountUnit unit) {
  const int digits = digits_above_minor(unit, amount.currency());
  const std::string number = trimmed_decimal_text(amount.minor(), digits);
  const std::string_view word = amount_unit_word(unit);
  if (amount.currency() == Currency::cny()) return number + std::string(word);
  const std::string code(amount.currency().code());
  if (unit == AmountUnit::minor) return number + " minor units of " + code;
  // 万元 is yuan; for other currencies the power of ten stands alone.
  return number + std::string(word.substr(0, word.size() - std::string_view("元").size())) + " " +
         code;
}

Result<std::string> rounded_in_unit(Money amount, AmountUnit unit, int decimals,
                                    Rounding rounding) {
  const int places = std::clamp(decimals, 0, 12);
  const int digits = digits_above_minor(unit, amount.currency());
  const Int128 scaled = amount.minor() * power_of_ten(std::max(places - digits, 0));
  BURSAR_TRY(const std::int64_t rounded,
             rounded_quotient(scaled, power_of_ten(std::max(digits - places, 0)), rounding));
  return decimal_text(rounded, places);
}

}  // namespace bursar
