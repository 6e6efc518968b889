// The scanner under the reader and the import: it reads the row that begins at an offset.
#pragma once

#include <bursar/exchange/csv_reader.hpp>

#include "exchange/byte_scan.hpp"
#include "exchange/text_arena.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace bursar::exchange {

/// One field: its text without quotes, and the offset at which it begins in its row. A file may be
/// one row of nothing but delimiters, so it is small.
class CsvField {
 public:
  CsvField(std::string_view text, std::size_t start) noexcept
      : data_(text.data()),
        size_(static_cast<std::uint32_t>(text.size())),
        start_(static_cast<std::uint32_t>(start)) {}

  [[nodiscard]] std::string_view text() const noexcept { return {data_, size_}; }
  [[nodiscard]] std::size_t start() const noexcept { return start_; }

 private:
  const char* data_;
  std::uint32_t size_;
  std::uint32_t start_;
};

/// Something that is not CSV, by its offset.
struct ScanFault {
  Code code;
  std::size_t offset;
};

/// The fields of a row. Keeps its memory from one row to the next.
class CsvFields {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] const CsvField& operator[](std::size_t i) const noexcept { return room_.get()[i]; }
  /// Throws std::out_of_range where there is none.
  [[nodiscard]] const CsvField& at(std::size_t i) const {
    if (i >= size_) throw std::out_of_range("a row has no such field");
    return (*this)[i];
  }
  [[nodiscard]] const CsvField* begin() const noexcept { return room_.get(); }
  [[nodiscard]] const CsvField* end() const noexcept { return room_.get() + size_; }

  void clear() noexcept { size_ = 0; }
  void push_back(const CsvField& field) {
    *room(1) = field;
    ++size_;
  }
  /// Room for `more` fields behind the last one; `take` says how many of them were filled.
  [[nodiscard]] CsvField* room(std::size_t more) {
    if (room_count_ - size_ < more) grow((size_ + more) * 3 / 2 + 1);
    return room_.get() + size_;
  }
  void take(std::size_t filled) noexcept { size_ += filled; }

 private:
  void grow(std::size_t count);

  // Not initialised: a file may be one row, and room that is not used takes no memory.
  struct Release {
    void operator()(CsvField* fields) const noexcept { std::free(fields); }
  };
  std::unique_ptr<CsvField, Release> room_;
  std::size_t room_count_ = 0;
  std::size_t size_ = 0;
};

/// What was read of one row.
struct ScannedRow {
  CsvFields fields;
  std::size_t next = 0;   ///< offset of the row after it
  std::size_t lines = 0;  ///< physical lines that the row took
  std::optional<ScanFault> fault;
};

class CsvScanner {
 public:
  CsvScanner(std::string_view text, char delimiter) : text_(text), special_(delimiter) {}

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] char delimiter() const noexcept { return special_.delimiter(); }
  [[nodiscard]] bool at_end(std::size_t offset) const noexcept { return offset >= text_.size(); }

  /// Reads the row at an offset that is not the end. Texts with doubled quotes are made in `arena`.
  /// Throws std::length_error for a row of 4 GiB or more.
  void row(std::size_t offset, ScannedRow& out, TextArena& arena) const;

  /// The same, when only two fields matter: the first one, and the one at `column` (no field where
  /// the row is shorter). A row without quotations is passed over at the speed of the machine; of
  /// one that has some nothing is answered.
  struct Skimmed {
    std::string_view first;
    std::optional<std::string_view> field;
    std::size_t next = 0;
  };
  [[nodiscard]] std::optional<Skimmed> skim(std::size_t offset, std::size_t column) const;

  /// The place of an offset in a row that begins at `row_offset` on `row_line`.
  [[nodiscard]] CsvPosition position(std::size_t row_offset, std::size_t row_line,
                                     std::size_t offset) const;
  /// The place of `offset`, from the known place of an offset before it.
  [[nodiscard]] CsvPosition advance(CsvPosition known, std::size_t known_offset,
                                    std::size_t offset) const;

 private:
  /// Takes fields of a row from the one at `start` on, up to the end of the row or a field that
  /// begins with a quote; answers where that is.
  const char* unquoted(const char* row, const char* start, CsvFields& out) const;
  const char* quoted(const char* row, const char* open, ScannedRow& out, TextArena& arena) const;
  const char* after_row_end(const char* at) const noexcept;
  const char* end_of_line(const char* at) const noexcept;

  std::string_view text_;
  SpecialBytes special_;
};

/// Line breaks (LF, CRLF or CR) in a text.
[[nodiscard]] std::size_t count_line_breaks(std::string_view text) noexcept;

}  // namespace bursar::exchange
