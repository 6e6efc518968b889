// Spending lines of a project, column by column.
#pragma once

#include <bursar/base/list.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>

namespace bursar {

/// Walks over whatever has operator[].
template <class Column, class T>
class IndexIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  using pointer = const T*;
  using reference = T;

  IndexIterator() = default;
  IndexIterator(const Column& column, std::size_t at) : column_(&column), at_(at) {}
  T operator*() const { return (*column_)[at_]; }
  IndexIterator& operator++() {
    ++at_;
    return *this;
  }
  IndexIterator operator++(int) {
    IndexIterator before = *this;
    ++at_;
    return before;
  }
  friend bool operator==(const IndexIterator&, const IndexIterator&) = default;

 private:
  const Column* column_ = nullptr;
  std::size_t at_ = 0;
};

/// A column that has one value in most projects: then the value is stored once.
template <class T>
class UniformColumn {
 public:
  using const_iterator = IndexIterator<UniformColumn, T>;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] T operator[](std::size_t at) const noexcept {
    return values_.empty() ? first_ : values_[at];
  }
  /// Whether all lines have one value; true where there is no line.
  [[nodiscard]] bool is_uniform() const noexcept { return values_.empty(); }
  [[nodiscard]] const_iterator begin() const { return {*this, 0}; }
  [[nodiscard]] const_iterator end() const { return {*this, size_}; }

  void push_back(T value) {
    if (size_ == 0) first_ = value;
    if (values_.empty() && value != first_) values_.assign(size_, first_);
    if (!values_.empty() || value != first_) values_.push_back(value);
    ++size_;
  }
  void assign(std::span<const T> values) {
    values_ = {};
    size_ = static_cast<std::uint32_t>(values.size());
    if (values.empty()) return;
    first_ = values.front();
    for (const T each : values) {
      if (each == first_) continue;
      values_.assign(values);
      return;
    }
  }
  void assign(std::size_t size, T value) {
    values_ = {};
    size_ = static_cast<std::uint32_t>(size);
    first_ = value;
  }

 private:
  List<T> values_;  // empty where all are `first_`
  std::uint32_t size_ = 0;
  T first_{};
};

/// Which lines of a block count: nearly always all.
class KeptLines {
 public:
  using const_iterator = IndexIterator<KeptLines, std::uint32_t>;

  KeptLines() = default;
  /// All of `lines` lines.
  static KeptLines all(std::size_t lines) {
    KeptLines kept;
    kept.size_ = static_cast<std::uint32_t>(lines);
    return kept;
  }
  /// The lines at these places, ascending.
  static KeptLines some(List<std::uint32_t> places) {
    KeptLines kept;
    kept.size_ = static_cast<std::uint32_t>(places.size());
    kept.places_ = std::move(places);
    return kept;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// The place in the block of the n-th line that counts.
  [[nodiscard]] std::uint32_t operator[](std::size_t at) const noexcept {
    return places_.empty() ? static_cast<std::uint32_t>(at) : places_[at];
  }
  [[nodiscard]] const_iterator begin() const { return {*this, 0}; }
  [[nodiscard]] const_iterator end() const { return {*this, size_}; }

 private:
  List<std::uint32_t> places_;  // empty where the first `size_` lines count
  std::uint32_t size_ = 0;
};

/// Spending lines of a project, hot columns decoded, one element a line, in block order. The other
/// columns stay packed in the blocks until they are asked for.
struct ExpenseColumns {
  List<Minor> amount;
  List<std::int32_t> day;  ///< the line's own day
  /// The day each line counts on, where that is not its own for all of them; else empty.
  List<std::int32_t> moved_day;
  List<Head> head;
  UniformColumn<Source> source;
  UniformColumn<ExpenseKind> kind;
  UniformColumn<std::uint32_t> org;  ///< place in Project::expense_orgs
  /// Place in Project::accruals of the accrual that a line clears; -1 = none.
  UniformColumn<std::int32_t> accrual;

  [[nodiscard]] std::size_t size() const noexcept { return amount.size(); }
  /// The day each line counts on: that of the line it reverses, if it does; else its own.
  [[nodiscard]] std::span<const std::int32_t> effective_day() const noexcept {
    return moved_day.empty() ? day : moved_day;
  }
};

}  // namespace bursar
