#include "exchange/header_names.hpp"

#include <bursar/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace bursar::exchange {
namespace {

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// The last bracket group of a key, if it ends in one: "金额(万元)" gives 金额 and 万元.
struct Bracketed {
  std::string before;
  std::string inside;
};
std::optional<Bracketed> split_brackets(std::string_view key) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Pair, 4> pairs = {{{"(", ")"}, {"[", "]"}, {"【", "】"}, {"{", "}"}}};
  for (const auto& [open, close] : pairs) {
    if (!key.ends_with(close)) continue;
    const std::size_t at = key.rfind(open);
    if (at == std::string_view::npos || at == 0) continue;
    const std::size_t inside = at + open.size();
    return Bracketed{std::string(key.substr(0, at)),
                     std::string(key.substr(inside, key.size() - close.size() - inside))};
  }
  return std::nullopt;
}

bool is_name_of(const DossierColumn& column, std::string_view key) {
  if (column.name == key) return true;
  const auto aliases = split(column.aliases, '|');
  return std::any_of(aliases.begin(), aliases.end(), [&](std::string_view alias) {
    return alias.size() == key.size() && lower_case(std::string(alias)) == key;
  });
}

}  // namespace

std::optional<AmountUnit> unit_in(std::string_view text) {
  for (const std::string_view before : {"金额单位", "单位", ":", "人民币", "rmb", "cny"}) {
    if (text.starts_with(before)) text.remove_prefix(before.size());
  }
  if (text.ends_with("人民币")) text.remove_suffix(std::string_view("人民币").size());
  if (text == "minor" || text == "fen") return AmountUnit::minor;
  const Result<AmountUnit> unit = parse_amount_unit(text);
  if (unit.has_value()) return *unit;
  return std::nullopt;
}

HeaderMatch match_header(const DossierColumn& column, std::string_view key) {
  if (column.form == CellForm::amount) {
    if (key == column.name) return {true, AmountUnit::one};
    const AmountHeader parts = split_amount_header(key);
    return {is_name_of(column, parts.name) || is_name_of(column, key), parts.unit};
  }
  if (is_name_of(column, key)) return {true, {}};
  const auto bracketed = split_brackets(key);
  return {bracketed && is_name_of(column, bracketed->before), {}};
}

std::string header_key(std::string_view cell) {
  std::string key = lower_case(without_blanks(half_width(cell)));
  while (key.starts_with('*')) key.erase(0, 1);
  while (key.ends_with('*')) key.pop_back();
  return key;
}

AmountHeader split_amount_header(std::string_view key) {
  if (const auto bracketed = split_brackets(key)) {
    if (const auto unit = unit_in(bracketed->inside)) return {bracketed->before, unit};
    return {bracketed->before, {}};
  }
  for (const std::string_view separator : {"/", ":", ",", "，", "、", "_", "-"}) {
    const std::size_t at = key.rfind(separator);
    if (at == std::string_view::npos || at == 0) continue;
    if (const auto unit = unit_in(key.substr(at + separator.size()))) {
      return {std::string(key.substr(0, at)), unit};
    }
  }
  for (const std::string_view word : {"百万元", "万元", "亿元", "千元"}) {
    if (key.size() > word.size() && key.ends_with(word)) {
      return {std::string(key.substr(0, key.size() - word.size())), unit_in(word)};
    }
  }
  return {std::string(key), {}};
}

}  // namespace bursar::exchange
