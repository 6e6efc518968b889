// Cells as people fill them in: blanks around them, amounts with units, days in many forms.
#pragma once

#include <bursar/calendar/date.hpp>
#include <bursar/exchange/profile.hpp>
#include <bursar/money/amount_text.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace bursar::exchange {

/// A cell without the blanks around it, and without the ="..." that keeps digits of a number as
/// text.
[[nodiscard]] std::string_view clean_slow(std::string_view text);
[[nodiscard]] inline std::string_view clean(std::string_view text) {
  if (text.empty()) return text;
  const auto plain = [](char c) { return c > ' ' && c < 0x7f; };
  // No blank begins with one of the bytes of most Chinese characters, 0xE4 to 0xE9.
  const auto chinese = [](std::string_view end) {
    const auto lead = static_cast<unsigned char>(end.front());
    return lead >= 0xE4 && lead <= 0xE9;
  };
  const bool begins = (plain(text.front()) && text.front() != '=') || chinese(text);
  if (begins &&
      (plain(text.back()) || (text.size() >= 3 && chinese(text.substr(text.size() - 3))))) {
    return text;
  }
  return clean_slow(text);
}

/// A plain amount, "-1234.50", in minor units; nothing where it takes parse_amount to tell.
[[nodiscard]] std::optional<std::int64_t> plain_amount(std::string_view text,
                                                       int decimals) noexcept;
/// Decimal digits between a unit and the minor unit: 6 for 万元.
[[nodiscard]] int decimals_of(AmountUnit unit, Currency currency);

/// 2020-12-31, 2020/12/31 or 2020.12.31 as days since 1970; nothing for any other text.
[[nodiscard]] std::optional<std::int32_t> plain_day(std::string_view text) noexcept;

/// What a date that names only a month stands for.
enum class MonthMeaning : std::uint8_t { refused, first_day, last_day };

/// A day in one of the forms. Refusals: those of parse_date_text; date_day_missing.
[[nodiscard]] Result<Date> read_day(std::string_view text, DateForm form, MonthMeaning month);
/// One end of a period. Refusals: period_malformed, those of parse_range_text.
[[nodiscard]] Result<Date> read_period(std::string_view text, PeriodPart part);

/// 是, 否, yes, no ...; nothing for another text.
[[nodiscard]] std::optional<bool> read_flag(std::string_view text);
/// 1, ２, 第3次, 第二次: a whole number from 1 to 99,999; nothing for another text.
[[nodiscard]] std::optional<std::int64_t> read_count(std::string_view text);

/// Whether a text in an id column is what a spreadsheet left of a long number: 5.10322E+17, or
/// digits of which all behind the fifteenth are zeros. Eighteen digits are damaged only where the
/// column may hold credit codes, and where the check character is wrong.
[[nodiscard]] bool lost_digits(std::string_view text, bool may_be_code);
/// Whether a text is a number that a spreadsheet would have taken digits of: more than fifteen, and
/// not only zeros behind the fifteenth.
[[nodiscard]] bool is_long_number(std::string_view text);

}  // namespace bursar::exchange
