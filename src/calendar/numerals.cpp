#include "calendar/numerals.hpp"

#include <bursar/base/text.hpp>

#include <array>
#include <vector>

namespace bursar {
namespace {

constexpr int ten = 10;
constexpr std::array<std::u32string_view, 11> spellings = {
    U"〇零○",  U"一壹", U"二贰貳弍", U"三叁參叄参", U"四肆", U"五伍",
    U"六陆陸", U"七柒", U"八捌",     U"九玖",       U"十拾"};

constexpr std::array<std::string_view, 11> everyday = {"〇", "一", "二", "三", "四", "五",
                                                       "六", "七", "八", "九", "十"};
constexpr std::array<std::string_view, 11> cheque = {"零", "壹", "贰", "叁", "肆", "伍",
                                                     "陆", "柒", "捌", "玖", "拾"};

std::string_view numeral(int value, NumeralStyle style) {
  const auto index = static_cast<std::size_t>(value);
  return style == NumeralStyle::everyday ? everyday[index] : cheque[index];
}

/// Digits 0 to 9 and ten, at most five; nothing where another character stands.
std::optional<std::vector<int>> numerals(std::string_view text) {
  std::vector<int> values;
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode_utf8(text, at);
    if (!decoded || values.size() == 5) return std::nullopt;
    int value = 0;
    while (value <= ten && spellings[static_cast<std::size_t>(value)].find(decoded->code_point) ==
                               std::u32string_view::npos) {
      ++value;
    }
    if (value > ten) return std::nullopt;
    values.push_back(value);
    at += decoded->size;
  }
  return values;
}

/// ASCII digits, from `least` to `most` of them.
std::optional<int> ascii_number(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<int> numeral_year(std::string_view text) {
  if (const auto year = ascii_number(text, 4, 4)) return year;
  const auto values = numerals(text);
  if (!values || values->size() != 4) return std::nullopt;
  int year = 0;
  for (const int value : *values) {
    if (value == ten) return std::nullopt;
    year = year * 10 + value;
  }
  return year;
}

std::optional<int> numeral_small(std::string_view text) {
  if (const auto value = ascii_number(text, 1, 2)) return value;
  auto values = numerals(text);
  if (!values || values->empty()) return std::nullopt;
  if (values->front() == 0) values->erase(values->begin());
  // d, 十, 十d, d十, d十d
  std::size_t at = 0;
  const auto digit = [&values, &at] {
    const bool there = at < values->size() && (*values)[at] >= 1 && (*values)[at] <= 9;
    return there ? (*values)[at++] : 0;
  };
  const int first = digit();
  const bool has_ten = at < values->size() && (*values)[at] == ten;
  if (has_ten) ++at;
  const int second = has_ten ? digit() : 0;
  if (at != values->size() || (first == 0 && !has_ten)) return std::nullopt;
  if (!has_ten) return first;
  return (first == 0 ? 1 : first) * 10 + second;
}

std::string year_numerals(int year, NumeralStyle style) {
  std::string text;
  for (const char c : std::to_string(year)) text += numeral(c - '0', style);
  return text;
}

std::string small_numerals(int value, NumeralStyle style) {
  const int tens = value / 10;
  const int ones = value % 10;
  std::string text;
  if (tens > 1 || (tens == 1 && style == NumeralStyle::cheque)) text += numeral(tens, style);
  if (tens > 0) text += numeral(ten, style);
  if (ones > 0) text += numeral(ones, style);
  return text;
}

}  // namespace bursar
