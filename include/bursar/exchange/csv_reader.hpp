// Reads CSV as spreadsheets write it: RFC 4180 quoting, rows that end in LF, CRLF or CR, delimiters
// that are commas, tabs, semicolons or bars.
//
// Texts are UTF-8 (text_encoding.hpp). Views point into the text that is read, or into the reader.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace bursar {

/// A place in a file as people count: lines from 1, columns in characters from 1.
struct CsvPosition {
  std::size_t line = 1;
  std::size_t column = 1;
  friend bool operator==(const CsvPosition&, const CsvPosition&) = default;
};

/// Something in a row that is not CSV.
struct CsvFault {
  Code code;  ///< csv_quote_malformed or csv_quote_unclosed
  CsvPosition position;
};

/// The delimiter that makes the first rows of a text agree best: comma, tab, semicolon or bar; a
/// comma where none of them occurs.
[[nodiscard]] BURSAR_API char detect_delimiter(std::string_view text);

/// Reads row by row. What a reader views must outlive it.
///
///     CsvReader rows(text);
///     while (rows.next()) use(rows[0], rows.line());
///
/// A quotation that is malformed or never closed is a fault of its row; the reader goes on with the
/// physical line after it, so that one call finds all faults of a file.
class BURSAR_API CsvReader {
 public:
  explicit CsvReader(std::string_view text, std::optional<char> delimiter = std::nullopt);
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;

  /// Reads the next row; false at the end of the text. A blank line is a row with one empty field.
  bool next();

  [[nodiscard]] char delimiter() const noexcept;
  /// Fields of the current row, quotes taken off; valid until the next row is read.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::string_view operator[](std::size_t field) const;
  /// The line on which the current row begins.
  [[nodiscard]] std::size_t line() const noexcept;
  /// Where a field of the current row begins, its quote included. Asked in ascending order, all
  /// fields of a row cost one pass over it; a reader is for one thread at a time, this call too.
  [[nodiscard]] CsvPosition position(std::size_t field) const;
  /// What is wrong with the current row.
  [[nodiscard]] const std::optional<CsvFault>& fault() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar
