#include "exchange/rejected_rows.hpp"

#include <bursar/exchange/csv_writer.hpp>

#include <algorithm>

namespace bursar::exchange {
namespace {

/// UTF-16 comes back as UTF-8 with a mark, which every program that writes UTF-16 reads.
CsvEncoding encoding_of(const SourceFile& file) {
  if (file.decoded.encoding() == TextEncoding::gb18030) return CsvEncoding::gb18030;
  return CsvEncoding::utf8_with_mark;
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
  ScannedRow row;
  TextArena arena;
  file.scanner->row(file.header_offset, row, arena);
  write_row(writer, row, width, reason_at);
  writer.text(reject_reason_column).end_row();
  for (auto each = begin; each != end; ++each) {
    arena.clear();
    file.scanner->row(each->first.second, row, arena);
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
