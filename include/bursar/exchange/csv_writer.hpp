// Writes CSV that Excel and WPS open as it is meant: UTF-8 with a byte order mark, or GB18030;
// CRLF; and texts that cannot turn into formulas.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar {

enum class CsvEncoding : std::uint8_t {
  utf8_with_mark,  ///< what Excel and WPS recognise as UTF-8
  utf8,
  gb18030
};

struct CsvFormat {
  CsvEncoding encoding = CsvEncoding::utf8_with_mark;
  /// Texts as they are. Otherwise a text that begins with = + - @ TAB or CR, or with ＝ ＋ － ＠,
  /// gets an apostrophe before it, so that a spreadsheet shows it instead of computing it.
  bool raw = false;
  char delimiter = ',';
};

/// Builds a whole file in memory, cell by cell and row by row.
class BURSAR_API CsvWriter {
 public:
  explicit CsvWriter(CsvFormat format = {}) : format_(format) {}

  /// A cell that holds a text: names, ids, dates, memos.
  CsvWriter& text(std::string_view value);
  /// A cell that holds a number as text, which is never guarded: "-12.50".
  CsvWriter& number(std::string_view value);
  CsvWriter& integer(std::int64_t value);
  CsvWriter& blank();
  CsvWriter& end_row();

  /// The file; the writer starts anew. Refusals: text_not_utf8.
  [[nodiscard]] Result<std::string> finish();

 private:
  void cell(std::string_view value, bool quoted);

  CsvFormat format_;
  std::string out_;
  bool row_begun_ = false;
};

}  // namespace bursar
