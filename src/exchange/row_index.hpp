// Where the rows of every table are, and which project or party each belongs to: the first pass
// over the files, which reads as little as it can.
#pragma once

#include "exchange/problems.hpp"
#include "exchange/row_reader.hpp"
#include "exchange/text_arena.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace bursar::exchange {

/// Ids with numbers of their own, in the order in which they were seen.
class IdIndex {
 public:
  /// The number of an id; a new one if it was not seen. The text must outlive the index.
  [[nodiscard]] std::uint32_t number_of(std::string_view id);
  [[nodiscard]] const std::vector<std::string_view>& ids() const noexcept { return ids_; }
  /// For each number, the place of its id among all ids in ascending order.
  [[nodiscard]] std::vector<std::uint32_t> ranks() const;

 private:
  void grow();

  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number_plus_one = 0;
  };
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;  // one less than there are slots
  std::vector<std::string_view> ids_;
};

/// The rows of one table, by the number of the id that they belong to.
class RowIndex {
 public:
  /// So many rows are likely to come.
  void expect(std::size_t rows) { found_.reserve(rows); }
  void add(const RowPlace& place, std::uint32_t number) {
    found_.push_back({place.offset, place.line, number});
  }
  [[nodiscard]] std::size_t size() const noexcept {
    return places_.empty() ? found_.size() : places_.size();
  }
  /// Sorts the rows by the rank of their id, in the order of the file within one.
  void sort(const std::vector<std::uint32_t>& ranks);
  /// The rows of the id of a rank. Precondition: sorted.
  [[nodiscard]] std::span<const RowPlace> rows(std::size_t rank) const {
    return std::span(places_).subspan(begins_[rank], begins_[rank + 1] - begins_[rank]);
  }

 private:
  struct Found {
    std::uint64_t offset;
    std::uint32_t line;
    std::uint32_t number;
  };
  std::vector<Found> found_;
  std::vector<RowPlace> places_;
  std::vector<std::uint32_t> begins_;
};

/// Called with the number of rows that were found so far.
using RowsSeen = std::function<void(std::size_t rows)>;

/// Finds the rows of a table by the column of their id. Blank rows, totals, remarks below the table
/// and rows that the profile leaves out are passed over with a notice; a row that is no CSV, or
/// without an id, is refused and counted in `rejected`. What concerns a whole row is said for a
/// file's first table only.
void index_rows(RowReader& reader, std::size_t id_place, IdIndex& ids, TextArena& texts,
                RowIndex& index, Problems& problems, std::size_t& rejected, bool first_table,
                const RowsSeen& seen);

}  // namespace bursar::exchange
