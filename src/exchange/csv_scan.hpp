// The scanner under the reader and the import: it reads the row that begins at an offset.
#pragma once

#include <bursar/exchange/csv_reader.hpp>

#include "exchange/byte_scan.hpp"
#include "exchange/text_arena.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace bursar::exchange {

/// One field: its text without quotes, and the offset at which it begins in the whole text.
struct CsvField {
  std::string_view text;
  std::size_t start;
};

/// Something that is not CSV, by its offset.
struct ScanFault {
  Code code;
  std::size_t offset;
};

/// What was read of one row.
struct ScannedRow {
  std::vector<CsvField> fields;
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
  void row(std::size_t offset, ScannedRow& out, TextArena& arena) const;

  /// The same, when only two fields matter: the first one, and the one at `column` (no field where
  /// the row is shorter). A row without quotations is passed over at the speed of the machine.
  struct Skimmed {
    std::string_view first;
    std::optional<std::string_view> field;
    std::size_t next;
  };
  [[nodiscard]] std::optional<Skimmed> skim(std::size_t offset, std::size_t column) const;

  /// The place of an offset in a row that begins at `row_offset` on `row_line`.
  [[nodiscard]] CsvPosition position(std::size_t row_offset, std::size_t row_line,
                                     std::size_t offset) const;
  /// The place of `offset`, from the known place of an offset before it.
  [[nodiscard]] CsvPosition advance(CsvPosition known, std::size_t known_offset,
                                    std::size_t offset) const;

 private:
  const char* quoted(const char* open, ScannedRow& out, TextArena& arena) const;
  const char* after_row_end(const char* at) const noexcept;
  const char* end_of_line(const char* at) const noexcept;

  std::string_view text_;
  SpecialBytes special_;
};

/// Line breaks (LF, CRLF or CR) in a text.
[[nodiscard]] std::size_t count_line_breaks(std::string_view text) noexcept;

}  // namespace bursar::exchange
