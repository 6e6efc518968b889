#include "exchange/corrections.hpp"

#include <algorithm>
#include <tuple>

namespace bursar::exchange {
namespace {

/// Whether a column is surely blank, where one field of the row tells.
bool is_surely_blank(const RowReader& row, const RowPlace& place, std::size_t column) {
  const CellSource& source = row.table().sources[column];
  if (!source.is_direct()) return false;
  const auto skimmed = row.file().scanner->skim(place.offset, source.column);
  return skimmed && skimmed->field && row.is_blank_text(clean(*skimmed->field));
}

}  // namespace

void Corrections::clear() {
  rows_.clear();
  places_.clear();
  first_cells_.clear();
  last_.clear();
  taken_ = 0;
  sorted_ = true;
}

void Corrections::look_for(const TableRows& rows, int rank, TextArena& arena) {
  RowReader& row = *rows.reader;
  const DossierKind kind = row.table().kind;
  const std::size_t column = column_place(kind, "changed_on");
  if (!row.table().has(column)) return;
  row.set_quiet(true);
  for (const RowPlace& place : rows.places) {
    if (is_surely_blank(row, place, column)) continue;
    arena.clear();
    row.load(place, arena);
    if (!row.ok() || row.cell(column).empty()) continue;
    const auto on = row.date(column);
    if (!on) continue;  // refused when it is taken
    rows_.push_back({rank, *on, &row, rows.report, place, std::string(row.cell(0))});
    places_.emplace(&row, place.offset);
    first_cells_.emplace(kind, std::string(row.cell(0)));
    sorted_ = false;
  }
  row.set_quiet(false);
}

void Corrections::sort() {
  if (sorted_) return;
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
    return std::tie(a.rank, a.on) < std::tie(b.rank, b.on);
  });
  last_.clear();
  for (const Row& each : rows_) {
    last_[{each.reader->table().kind, each.first_cell, each.on}] = {each.reader, each.place.offset};
  }
  sorted_ = true;
}

bool Corrections::has_next(const RowReader& reader, const RowPlace& place, Date on) const {
  const auto last = last_.find({reader.table().kind, std::string(reader.cell(0)), on});
  return last != last_.end() && last->second != std::pair(&reader, place.offset);
}

}  // namespace bursar::exchange
