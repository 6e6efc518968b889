#include "exchange/cells.hpp"

#include <bursar/base/credit_code.hpp>
#include <bursar/base/spreadsheet.hpp>
#include <bursar/base/text.hpp>
#include <bursar/calendar/date_text.hpp>

#include "base/byte_words.hpp"
#include "calendar/civil.hpp"

#include <algorithm>
#include <array>

namespace bursar::exchange {
namespace {

using byte_words::load_bytes;
using byte_words::load_word;
using byte_words::powers_of_ten;
using byte_words::read_digits;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Three numbers between the same separators: the day and the month before the year.
Result<Date> read_year_last(std::string_view text, bool day_first) {
  const std::string plain = half_width(trimmed(text));
  const auto malformed = [&] {
    return Refusal(Code::date_malformed)
        .with("value", std::string(text))
        .with("expected", day_first
                              ? Wording{"日/月/年，如31/12/2020", "day/month/year, 31/12/2020"}
                              : Wording{"月/日/年，如12/31/2020", "month/day/year, 12/31/2020"});
  };
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> lengths{};
  std::size_t part = 0;
  char separator = 0;
  for (const char c : plain) {
    if (is_digit(c)) {
      if (++lengths[part] > 4) return malformed();
      parts[part] = parts[part] * 10 + (c - '0');
    } else {
      const bool fits = (c == '/' || c == '.' || c == '-') && (separator == 0 || separator == c);
      if (!fits || ++part > 2) return malformed();
      separator = c;
    }
  }
  const bool shape = part == 2 && lengths[2] == 4 && lengths[0] >= 1 && lengths[0] <= 2 &&
                     lengths[1] >= 1 && lengths[1] <= 2;
  if (!shape) return malformed();
  const Result<Date> made =
      day_first ? make_date(parts[2], parts[1], parts[0]) : make_date(parts[2], parts[0], parts[1]);
  if (made.has_value()) return *made;
  return Refusal(Code::date_impossible).with("value", std::string(text));
}

}  // namespace

std::string_view clean_slow(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
    text = trimmed(text.substr(2, text.size() - 3));
  }
  return text;
}

std::optional<std::int64_t> plain_amount(std::string_view text, int decimals) noexcept {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.size() > 16) return std::nullopt;
  std::uint64_t value = 0;
  auto left = static_cast<std::size_t>(decimals);  // zeros to be added
  if (!read_digits(text, value)) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return std::nullopt;
    const std::string_view behind = text.substr(point + 1);
    std::uint64_t fraction = 0;
    if (!read_digits(text.substr(0, point), value) || !read_digits(behind, fraction) ||
        behind.size() > left) {
      return std::nullopt;
    }
    value = value * powers_of_ten[behind.size()] + fraction;
    left -= behind.size();
  }
  constexpr std::uint64_t scaled_max = 900'000'000'000'000'000;
  if (left > 0 && value > scaled_max / powers_of_ten[left]) return std::nullopt;
  const auto amount = static_cast<std::int64_t>(value * powers_of_ten[left]);
  return negative ? -amount : amount;
}

int decimals_of(AmountUnit unit, Currency currency) {
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
      break;
  }
  return currency.minor_digits() + 8;
}

std::optional<std::int32_t> plain_day(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != text[7]) return std::nullopt;
  if (text[4] != '-' && text[4] != '/' && text[4] != '.') return std::nullopt;
  // The eight digits without what stands between them, the first one lowest.
  const std::uint64_t year_and_month = load_word(text.data());
  const std::uint64_t digits = (year_and_month & 0xffffffffU) |
                               (year_and_month >> 40U & 0xffffU) << 32U |
                               load_bytes(text.data() + 8, 2) << 48U;
  std::uint64_t number = 0;
  if (!byte_words::read_word(digits, number)) return std::nullopt;
  const auto written = static_cast<unsigned>(number);
  const auto year = static_cast<int>(written / 10'000);
  const auto month = static_cast<int>(written / 100 % 100);
  const auto day = static_cast<int>(written % 100);
  if (!civil::exists(year, month, day)) return std::nullopt;
  return civil::day_number(year, month, day);
}

Result<Date> read_day(std::string_view text, DateForm form, MonthMeaning month) {
  if (form == DateForm::day_month_year || form == DateForm::month_day_year) {
    return read_year_last(text, form == DateForm::day_month_year);
  }
  const SerialDays serials = form == DateForm::serial_1900   ? SerialDays::since_1900
                             : form == DateForm::serial_1904 ? SerialDays::since_1904
                                                             : SerialDays::refused;
  if (month == MonthMeaning::refused) return parse_day_text(text, serials);
  BURSAR_TRY(const DateText read, parse_date_text(text, serials));
  return month == MonthMeaning::first_day ? read.days.first : read.days.last_inclusive;
}

Result<Date> read_period(std::string_view text, PeriodPart part) {
  BURSAR_TRY(const DateRange range, parse_range_text(text));
  return part == PeriodPart::start ? range.first : range.last_inclusive;
}

std::optional<bool> read_flag(std::string_view text) {
  static constexpr std::array<std::string_view, 8> yes = {"是", "yes", "true", "1",
                                                          "√",  "✓",   "y",    "有"};
  static constexpr std::array<std::string_view, 8> no = {"否", "no", "false", "0",
                                                         "×",  "✗",  "n",     "无"};
  std::string key = without_blanks(half_width(text));
  std::transform(key.begin(), key.end(), key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  if (std::find(yes.begin(), yes.end(), key) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), key) != no.end()) return false;
  return std::nullopt;
}

std::optional<std::int64_t> read_count(std::string_view text) {
  std::string key = without_blanks(half_width(text));
  if (key.starts_with("第")) key.erase(0, std::string_view("第").size());
  if (key.ends_with("次")) key.erase(key.size() - std::string_view("次").size());
  static constexpr std::array<std::string_view, 10> numerals = {"一", "二", "三", "四", "五",
                                                                "六", "七", "八", "九", "十"};
  for (std::size_t i = 0; i < numerals.size(); ++i) {
    if (key == numerals[i]) return static_cast<std::int64_t>(i) + 1;
  }
  if (key.empty() || key.size() > 5 || !std::all_of(key.begin(), key.end(), is_digit)) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (const char c : key) value = value * 10 + (c - '0');
  if (value < 1) return std::nullopt;
  return value;
}

bool is_long_number(std::string_view text) {
  constexpr std::size_t digits_kept = 15;
  return text.size() > digits_kept && std::all_of(text.begin(), text.end(), is_digit) &&
         text.find_first_not_of('0', digits_kept) != std::string_view::npos;
}

bool lost_digits(std::string_view text, bool may_be_code) {
  if (is_scientific_number(text)) return true;
  if (text.size() < 18 || !text.ends_with("000")) return false;
  if (!std::all_of(text.begin(), text.end(), is_digit)) return false;
  if (text.size() == 18) return may_be_code && credit_code_check(text.substr(0, 17)) != text[17];
  // Longer numbers, such as those of electronic invoices: fifteen digits and nothing but zeros.
  return text.find_first_not_of('0', 15) == std::string_view::npos;
}

}  // namespace bursar::exchange
