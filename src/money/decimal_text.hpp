// Plain decimal numbers in texts: ASCII digits with at most one point, no sign, no grouping.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace bursar {

struct DecimalText {
  std::string_view whole;     ///< digits before the point, may be empty
  std::string_view fraction;  ///< digits behind it, may be empty; not both are
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

/// "12", "12.50", "12." and ".5"; nothing for any other text.
constexpr std::optional<DecimalText> scan_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  DecimalText parts{text.substr(0, point), {}};
  if (point != std::string_view::npos) parts.fraction = text.substr(point + 1);
  if (parts.whole.empty() && parts.fraction.empty()) return std::nullopt;
  if (!all_digits(parts.whole) || !all_digits(parts.fraction)) return std::nullopt;
  return parts;
}

constexpr std::string_view without_leading_zeros(std::string_view digits) {
  while (!digits.empty() && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

constexpr std::string_view without_trailing_zeros(std::string_view digits) {
  while (!digits.empty() && digits.back() == '0') digits.remove_suffix(1);
  return digits;
}

}  // namespace bursar
