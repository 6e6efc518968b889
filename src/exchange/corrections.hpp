// Rows that say since when a value is another: they come after the rows that they correct.
#pragma once

#include <bursar/exchange/import_report.hpp>

#include "exchange/row_reader.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace bursar::exchange {

/// Rows of one table that belong to one subject.
struct TableRows {
  RowReader* reader;
  TableReport* report;
  std::span<const RowPlace> places;
};

/// The rows of one subject that bear a `changed_on`. All other rows of their kind are taken before
/// them, whichever file or line they stand in, and then these by that day: so that an original and
/// its corrections mean the same in one import as in several.
class Corrections {
 public:
  struct Row {
    int rank;  ///< of the kind
    Date on;
    RowReader* reader;
    TableReport* report;
    RowPlace place;
    std::string first_cell{};
  };

  void clear();
  /// Finds those of a table. `rank`: of its kind among all that are taken.
  void look_for(const TableRows& rows, int rank, TextArena& arena);
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  /// Whether a row is one of them.
  [[nodiscard]] bool has(const RowReader& reader, const RowPlace& place) const {
    return places_.contains({&reader, place.offset});
  }
  /// Whether any of them is about a record of this kind whose first cell this is.
  [[nodiscard]] bool concern(DossierKind kind, std::string_view first_cell) const {
    return !empty() && first_cells_.contains({kind, std::string(first_cell)});
  }
  /// Whether another one of the same day, about the same record, comes after a row.
  [[nodiscard]] bool has_next(const RowReader& reader, const RowPlace& place, Date on) const;
  /// Calls `take(row)` for those that have not been taken, of kinds before `rank`, in their order.
  template <class Take>
  void take_before(int rank, const Take& take) {
    if (taken_ == rows_.size()) return;
    sort();
    while (taken_ < rows_.size() && rows_[taken_].rank < rank) take(rows_[taken_++]);
  }

 private:
  void sort();

  std::vector<Row> rows_;
  std::size_t taken_ = 0;
  bool sorted_ = true;
  std::set<std::pair<const RowReader*, std::size_t>> places_;
  std::set<std::pair<DossierKind, std::string>> first_cells_;
  /// The last row about a record on a day; made when rows are sorted.
  std::map<std::tuple<DossierKind, std::string, Date>, std::pair<const RowReader*, std::size_t>>
      last_;
};

}  // namespace bursar::exchange
