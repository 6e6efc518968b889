// Amounts as people write them: read without guessing, written without losing anything.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar {

/// What a number in a text counts.
enum class AmountUnit : std::uint8_t {
  minor,            ///< 分: minor units of the currency
  one,              ///< 元: units of the currency
  thousand,         ///< 千元
  ten_thousand,     ///< 万元
  million,          ///< 百万元
  hundred_million,  ///< 亿元
};

/// The unit of a word as it stands in a header: 分, 元, 千元, 万元, 百万元, 亿元, full-width
/// letters and blanks around it aside. Refusals: text_unknown.
[[nodiscard]] BURSAR_API Result<AmountUnit> parse_amount_unit(std::string_view word);
/// The word of a unit: "万元".
[[nodiscard]] BURSAR_API std::string_view amount_unit_word(AmountUnit unit);

/// What rounding took away: exact amounts less rounded ones, in units of 10^-18 of a minor unit.
/// Adds up over many amounts.
class BURSAR_API RoundingDifference {
 public:
  constexpr RoundingDifference() noexcept = default;
  /// Precondition: the size of `atto_minor` is below 10^18.
  explicit constexpr RoundingDifference(std::int64_t atto_minor) noexcept : atto_(atto_minor) {}

  /// Precondition: fewer than 2^62 differences are added.
  void add(RoundingDifference other) noexcept;
  [[nodiscard]] constexpr bool is_zero() const noexcept { return minor_ == 0 && atto_ == 0; }
  /// The difference in units of the currency, exactly, without trailing zeros: "-0.0033", "0".
  [[nodiscard]] std::string text(Currency currency) const;

  friend constexpr bool operator==(const RoundingDifference&, const RoundingDifference&) = default;

 private:
  std::int64_t minor_ = 0;
  std::int64_t atto_ = 0;  // same sign as minor_, size below 10^18
};

struct ParsedAmount {
  Money amount;
  RoundingDifference
      difference;  ///< the amount as written less the amount; zero unless it was rounded
  friend bool operator==(const ParsedAmount&, const ParsedAmount&) = default;
};

/// Reads an amount of a known currency. Taken are: full-width forms; marks of the currency (¥ ￥
/// RMB CNY 人民币, its ISO code); grouping in threes by , or ，; a sign + - − or brackets
/// (1,234.50) for below zero; the units 元 千元 万元 百万元 亿元, also without 元 but for 元
/// itself. The unit in the text goes before `unit`, which the caller knows from a header or a
/// profile; where there is neither, the amount is refused, never guessed from its size. Digits
/// finer than the minor unit are refused unless a rounding is named, and then the exact difference
/// is returned. Refusals, in this order: text_empty, amount_malformed (also a number in scientific
/// notation, a comma that does not group threes, more than 18 digits below the minor unit),
/// currency_mismatch, amount_unit_missing, money_overflow, amount_finer_than_minor_unit.
[[nodiscard]] BURSAR_API Result<ParsedAmount> parse_amount(std::string_view text, Currency currency,
                                                           std::optional<AmountUnit> unit,
                                                           Rounding rounding);

/// "1234.50": all digits of the minor unit, nothing else. parse_amount reads it back.
[[nodiscard]] BURSAR_API std::string plain_text(Money amount);
/// "6,015,600.00".
[[nodiscard]] BURSAR_API std::string grouped_text(Money amount);
/// "601.56万元", "0.06亿元", "60156000分": exactly, with as many decimals as it takes. For a
/// currency other than the yuan: "601.56万 USD", "60156000 (USD minor units)".
[[nodiscard]] BURSAR_API std::string unit_text(Money amount, AmountUnit unit);
/// The number alone, in a unit, with so many decimals, 0 to 12: "601.6". Refusals:
/// amount_not_exact, money_overflow.
[[nodiscard]] BURSAR_API Result<std::string> rounded_in_unit(Money amount, AmountUnit unit,
                                                             int decimals, Rounding rounding);

}  // namespace bursar
