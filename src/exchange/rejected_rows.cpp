#include "exchange/rejected_rows.hpp"

#include <bursar/base/text.hpp>
#include <bursar/exchange/csv_writer.hpp>

#include <algorithm>

namespace bursar::exchange {
namespace {

/// UTF-16 comes back as UTF-8 with a mark, which every program that writes UTF-16 reads.
CsvEncoding encoding_of(const SourceFile& file) {
  if (file.decoded.encoding() == TextEncoding::gb18030) return CsvEncoding::gb18030;
  return CsvEncoding::utf8_with_mark;
}

/// What stands above the header: it may state the unit of the amounts, and a profile may count
/// lines.
void write_titles(CsvWriter& writer, const SourceFile& file) {
  ScannedRow row;
  TextArena arena;
  for (std::size_t at = 0; at < file.header_offset; at = row.next) {
    arena.clear();
    file.scanner->row(at, row, arena);
    for (const CsvField& field : row.fields) writer.text(field.text);
    writer.end_row();
  }
}

/// A row that is no CSV, cut at every delimiter so that nothing of it is lost.
void cut_again(const SourceFile& file, std::size_t offset, ScannedRow& row) {
  std::string_view line = file.scanner->text().substr(offset, row.next - offset);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  row.fields.clear();
  for (const std::string_view field : split(line, file.scanner->delimiter())) {
    row.fields.push_back({field, offset});
  }
}

/// Writes a row as it stands: padded to the header, without an earlier column of reasons.
void write_row(CsvWriter& writer, const ScannedRow& row, std::size_t width, std::size_t left_out) {
  for (std::size_t i = 0; i < std::max(width, row.fields.size()); ++i) {
    if (i == left_out) continue;
    writer.text(i < row.fields.size() ? row.fields[i].text : std::string_view());
  }
}

}  // namespace

std::optional<RejectedRows> rejected_rows_of(
    const SourceFile& file,
    const std::map<std::pair<std::size_t, std::size_t>, std::string>& reasons) {
  const auto begin = reasons.lower_bound({file.index, 0});
  const auto end = reasons.lower_bound({file.index + 1, 0});
  if (begin == end || !file.readable) return std::nullopt;
  RejectedRows rejected;
  rejected.file = file.input->name;
  // Raw: an apostrophe before a formula would come back with the next import.
  CsvWriter writer({encoding_of(file), true, file.scanner->delimiter()});
  const std::size_t width = file.header.size();
  const auto reason_at = static_cast<std::size_t>(
      std::find(file.header.begin(), file.header.end(), reject_reason_column) -
      file.header.begin());
  write_titles(writer, file);
  ScannedRow row;
  TextArena arena;
  file.scanner->row(file.header_offset, row, arena);
  write_row(writer, row, width, reason_at);
  writer.text(reject_reason_column).end_row();
  for (auto each = begin; each != end; ++each) {
    arena.clear();
    file.scanner->row(each->first.second, row, arena);
    if (row.fault) cut_again(file, each->first.second, row);
    write_row(writer, row, width, reason_at);
    writer.text(each->second).end_row();
    ++rejected.rows;
  }
  Result<std::string> text = writer.finish();
  if (!text.has_value()) return std::nullopt;  // it was decoded from the same encoding
  rejected.text = *std::move(text);
  return rejected;
}

}  // namespace bursar::exchange
