// Columns that decide about money and may be left out of a file: what holds then, and which words
// in a column that nobody knows show that something else was meant.
#pragma once

#include <bursar/grant/words.hpp>

#include "exchange/table.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bursar::exchange {

struct MoneyColumn {
  DossierKind kind;
  std::string_view name;
  std::string_view assumed;  ///< the word that holds without the column; empty: the book's source
  std::uint32_t telling;     ///< a bit for each word that must not get lost in a remark
};

/// All of them, kind by kind.
[[nodiscard]] std::span<const MoneyColumn> money_columns();
/// Whether rows of a kind move money, or decide about it.
[[nodiscard]] bool moves_money(DossierKind kind);
/// What rows of a table are taken for because no column says otherwise: "direction=to_grantee".
[[nodiscard]] std::string assumed_of(const Table& table, std::optional<Source> default_source);

}  // namespace bursar::exchange
