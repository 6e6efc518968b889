// What a header cell names: a column of the dossier, and the unit of its amounts.
#pragma once

#include <bursar/exchange/dossier.hpp>
#include <bursar/money/amount_text.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace bursar::exchange {

/// A header cell for comparison: half-width, no blanks, lower case, marks of required columns taken
/// off.
[[nodiscard]] std::string header_key(std::string_view cell);

/// The name and the unit of a header such as 金额（万元）, amount_fen, 金额/万元, 金额(单位:万元).
struct AmountHeader {
  std::string name;
  std::optional<AmountUnit> unit;
};
[[nodiscard]] AmountHeader split_amount_header(std::string_view key);

/// A unit in words that may say more: 单位:万元, 万元人民币.
[[nodiscard]] std::optional<AmountUnit> unit_in(std::string_view text);

/// How a header cell matches a column of the dossier.
struct HeaderMatch {
  bool found = false;
  std::optional<AmountUnit> unit;
};
[[nodiscard]] HeaderMatch match_header(const DossierColumn& column, std::string_view key);

}  // namespace bursar::exchange
