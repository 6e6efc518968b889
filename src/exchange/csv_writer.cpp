#include <bursar/base/text.hpp>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/exchange/text_encoding.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace bursar {
namespace {

/// What a spreadsheet may take for the beginning of a formula.
bool begins_like_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 10> beginnings = {"=",  "+",  "-",  "@",  "\t",
                                                                  "\r", "＝", "＋", "－", "＠"};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool needs_quotes(std::string_view text, char delimiter) {
  if (text.empty()) return false;
  if (text.front() == ' ' || text.back() == ' ') return true;
  return std::any_of(text.begin(), text.end(),
                     [&](char c) { return c == delimiter || c == '"' || c == '\n' || c == '\r'; });
}

}  // namespace

void CsvWriter::cell(std::string_view value, bool quoted) {
  if (std::exchange(row_begun_, true)) out_ += format_.delimiter;
  if (!quoted) {
    out_ += value;
    return;
  }
  out_ += '"';
  for (const char c : value) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

CsvWriter& CsvWriter::text(std::string_view value) {
  if (!format_.raw && begins_like_formula(value)) {
    cell("'" + std::string(value), true);
  } else {
    cell(value, needs_quotes(value, format_.delimiter));
  }
  return *this;
}

CsvWriter& CsvWriter::number(std::string_view value) {
  cell(value, needs_quotes(value, format_.delimiter));
  return *this;
}

CsvWriter& CsvWriter::integer(std::int64_t value) { return number(std::to_string(value)); }

CsvWriter& CsvWriter::blank() {
  cell({}, false);
  return *this;
}

CsvWriter& CsvWriter::end_row() {
  out_ += "\r\n";
  row_begun_ = false;
  return *this;
}

Result<std::string> CsvWriter::finish() {
  std::string text = std::exchange(out_, {});
  row_begun_ = false;
  if (format_.encoding == CsvEncoding::gb18030) return encode_gb18030(text);
  BURSAR_TRY_VOID(require_utf8(text, "text"));
  if (format_.encoding == CsvEncoding::utf8_with_mark) text.insert(0, "\xef\xbb\xbf");
  return text;
}

}  // namespace bursar
