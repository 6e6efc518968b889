#include <bursar/base/text.hpp>
#include <bursar/money/amount_text.hpp>

#include "money/amount_units.hpp"
#include "money/decimal_text.hpp"
#include "money/int128.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace bursar {
namespace {

constexpr std::int64_t atto_per_minor = 1'000'000'000'000'000'000;
constexpr std::size_t atto_digits = 18;

constexpr std::int64_t small_powers[] = {1,       10,        100,        1'000,      10'000,
                                         100'000, 1'000'000, 10'000'000, 100'000'000};

/// The common case, ASCII digits with a point and perhaps a minus, without any allocation. Nothing
/// where the text is anything else, or might not fit.
std::optional<std::int64_t> plain_minor(std::string_view text, int digits_above) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 16) return std::nullopt;
  std::int64_t value = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  if (text.size() == 1 && decimals == 0) return std::nullopt;  // a point alone
  const int missing = digits_above - std::max(decimals, 0);
  if (missing < 0 || missing > 8) return std::nullopt;
  if (__builtin_mul_overflow(value, small_powers[missing], &value)) return std::nullopt;
  return negative ? -value : value;
}

struct Mark {
  std::string_view text;
  std::string_view codes;  // of the currencies that it may stand for
};
constexpr Mark marks[] = {{"人民币", "CNY"}, {"RMB", "CNY"}, {"¥", "CNY JPY"},
                          {"￥", "CNY JPY"}, {"US$", "USD"}, {"HK$", "HKD"},
                          {"€", "EUR"},      {"£", "GBP"},   {"$", "USD HKD AUD CAD NZD SGD TWD"}};

struct UnitWord {
  std::string_view text;
  AmountUnit unit;
};
// Longer words first: 百万 ends in 万.
constexpr UnitWord unit_words[] = {
    {"百万", AmountUnit::million},
    {"千", AmountUnit::thousand},
    {"万", AmountUnit::ten_thousand},
    {"亿", AmountUnit::hundred_million},
};
constexpr std::string_view yuan_currencies = "CNY HKD MOP TWD";

/// Takes an amount apart from its two ends until a number is left.
class AmountScanner {
 public:
  AmountScanner(std::string_view text, Currency currency) : rest_(text), currency_(currency) {
    while (take_sign() || take_brackets() || take_mark() || take_unit()) rest_ = trimmed(rest_);
  }

  [[nodiscard]] std::string_view number() const { return rest_; }
  [[nodiscard]] bool negative() const { return negative_; }
  [[nodiscard]] std::optional<AmountUnit> unit() const { return unit_; }
  /// The currency that a mark stands for, where it is not the expected one.
  [[nodiscard]] std::string_view other_currency() const { return other_currency_; }

 private:
  bool take_prefix(std::string_view prefix) {
    if (!rest_.starts_with(prefix)) return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }
  bool take_suffix(std::string_view suffix) {
    if (!rest_.ends_with(suffix)) return false;
    rest_.remove_suffix(suffix.size());
    return true;
  }

  bool take_sign() {
    if (sign_seen_) return false;
    for (const std::string_view sign : {"-", "−", "﹣", "+"}) {
      if (!take_prefix(sign)) continue;
      negative_ = sign != "+";
      return sign_seen_ = true;
    }
    return false;
  }

  bool take_brackets() {
    if (sign_seen_ || rest_.size() < 2 || rest_.front() != '(' || rest_.back() != ')') return false;
    rest_ = rest_.substr(1, rest_.size() - 2);
    return negative_ = sign_seen_ = true;
  }

  void require_one_of(std::string_view codes) {
    if (codes.find(currency_.code()) == std::string_view::npos) {
      other_currency_ = codes.substr(0, 3);
    }
  }

  bool take_mark() {
    if (marks_seen_ == 2) return false;
    for (const Mark& mark : marks) {
      if (!take_prefix(mark.text) && !take_suffix(mark.text)) continue;
      require_one_of(mark.codes);
      ++marks_seen_;
      return true;
    }
    return take_code(rest_.substr(0, 3), true) ||
           take_code(rest_.substr(rest_.size() - std::min<std::size_t>(3, rest_.size())), false);
  }

  bool take_code(std::string_view code, bool in_front) {
    if (!Currency::of(code)) return false;
    in_front ? rest_.remove_prefix(3) : rest_.remove_suffix(3);
    if (code != currency_.code()) other_currency_ = code;
    ++marks_seen_;
    return true;
  }

  bool take_unit() {
    if (unit_) return false;
    const bool yuan = take_suffix("元") || take_suffix("圆") || take_suffix("圓");
    if (yuan) {
      require_one_of(yuan_currencies);
      rest_ = trimmed(rest_);
    }
    for (const UnitWord& word : unit_words) {
      if (!take_suffix(word.text)) continue;
      unit_ = word.unit;
      return true;
    }
    if (yuan) unit_ = AmountUnit::one;
    return yuan;
  }

  std::string_view rest_;
  Currency currency_;
  std::optional<AmountUnit> unit_;
  std::string_view other_currency_;
  int marks_seen_ = 0;
  bool sign_seen_ = false;
  bool negative_ = false;
};

Refusal malformed(std::string_view value, Wording expected) {
  return Refusal(Code::amount_malformed)
      .with("value", std::string(value))
      .with("expected", std::move(expected));
}

/// A number without its grouping commas; nothing where they do not group the digits before the
/// point in threes. (12,34 may be meant as 12.34, and 0,123 as 0.123.)
std::optional<std::string> ungrouped(std::string_view number) {
  if (number.find(',') == std::string_view::npos) return std::string(number);
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string_view whole = number.substr(0, point);
  const std::size_t first = whole.find(',');
  // Without a comma before the point it stands behind.
  if (first == std::string_view::npos) return std::nullopt;
  if (first == 0 || first > 3 || whole.front() == '0') return std::nullopt;
  std::string plain(whole.substr(0, first));
  for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4)) {
    const std::string_view group = whole.substr(1, 3);
    if (whole.front() != ',' || group.size() != 3) return std::nullopt;
    if (group.find(',') != std::string_view::npos) return std::nullopt;
    plain += group;
  }
  return plain.append(number.substr(point));
}

/// A plain decimal number as minor units, and what is finer than them.
Result<ParsedAmount> convert(std::string_view text, DecimalText number, bool negative,
                             AmountUnit unit, Currency currency, Rounding rounding) {
  const auto above = static_cast<std::size_t>(digits_above_minor(unit, currency));
  const std::string_view fraction = without_trailing_zeros(number.fraction);
  const std::size_t taken = std::min(above, fraction.size());
  std::string digits = std::string(number.whole) + std::string(fraction.substr(0, taken));
  digits.append(above - taken, '0');
  const std::string_view significant = without_leading_zeros(digits);
  if (significant.size() > 19) return Code::money_overflow;
  Int128 size = 0;
  for (const char c : significant) size = size * 10 + (c - '0');

  const std::string_view finer = fraction.substr(taken);
  std::int64_t atto = 0;
  bool away = false;
  if (!finer.empty()) {
    if (rounding == Rounding::exact) {
      return Refusal(Code::amount_finer_than_minor_unit)
          .with("value", std::string(text))
          .with("currency", std::string(currency.code()));
    }
    if (finer.size() > atto_digits) {
      return malformed(text,
                       {"最小货币单位以下至多18位的数", "at most 18 digits below the minor unit"});
    }
    for (std::size_t i = 0; i < atto_digits; ++i) {
      atto = atto * 10 + (i < finer.size() ? finer[i] - '0' : 0);
    }
    const std::int64_t rest = atto_per_minor - atto;
    const int half = atto < rest ? -1 : (atto > rest ? 1 : 0);
    away = rounds_away(rounding, negative, size % 2 != 0, half);
  }
  const Int128 minor = (size + (away ? 1 : 0)) * (negative ? -1 : 1);
  if (!fits_64(minor)) return Code::money_overflow;
  const std::int64_t difference = away ? atto - atto_per_minor : atto;
  return ParsedAmount{Money::of_minor(static_cast<std::int64_t>(minor), currency),
                      RoundingDifference(negative ? -difference : difference)};
}

std::string upper_case(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

Result<ParsedAmount> parse_amount(std::string_view text, Currency currency,
                                  std::optional<AmountUnit> unit, Rounding rounding) {
  if (unit) {
    if (const auto minor = plain_minor(text, digits_above_minor(*unit, currency))) {
      return ParsedAmount{Money::of_minor(*minor, currency), RoundingDifference()};
    }
  }
  const std::string folded = upper_case(half_width(text));
  const std::string_view given = trimmed(folded);
  if (given.empty()) return Refusal(Code::text_empty).with("field", "amount");

  const AmountScanner scanner(given, currency);
  const auto plain = ungrouped(scanner.number());
  const auto number = plain ? scan_decimal(*plain) : std::nullopt;
  if (!number)
    return malformed(text, {"1234.50或1,234.50这样的数", "a number such as 1234.50 or 1,234.50"});
  if (!scanner.other_currency().empty()) {
    return Refusal(Code::currency_mismatch)
        .with("left", std::string(currency.code()))
        .with("right", std::string(scanner.other_currency()));
  }
  const std::optional<AmountUnit> stated = scanner.unit() ? scanner.unit() : unit;
  if (!stated) return Refusal(Code::amount_unit_missing).with("value", std::string(text));
  return convert(text, *number, scanner.negative(), *stated, currency, rounding);
}

}  // namespace bursar
