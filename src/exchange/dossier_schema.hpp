// The dossier's columns for the compiler: one enumerator a column, found by kind and name.
#pragma once

#include <bursar/exchange/dossier.hpp>

#include <cstddef>

namespace bursar::exchange {

/// The most columns that a kind has.
inline constexpr std::size_t columns_max = 24;
/// No such column.
inline constexpr std::size_t no_column = 0xff;

struct ColumnName {
  DossierKind kind;
  std::string_view name;
};

inline constexpr ColumnName column_names[] = {
#define BURSAR_COLUMN(kind, name, form, need, words, aliases) {DossierKind::kind, #name},
#include "exchange/dossier_columns.def"
#undef BURSAR_COLUMN
};

/// The place of a column among those of its kind; no_column if there is none.
constexpr std::size_t column_place(DossierKind kind, std::string_view name) {
  std::size_t place = 0;
  for (const ColumnName& each : column_names) {
    if (each.kind != kind) continue;
    if (each.name == name) return place;
    ++place;
  }
  return no_column;
}

/// The same, known to exist when the program is compiled.
consteval std::size_t column(DossierKind kind, std::string_view name) {
  const std::size_t place = column_place(kind, name);
  if (place == no_column) throw "no such column";
  return place;
}

}  // namespace bursar::exchange
