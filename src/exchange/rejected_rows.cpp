#include "exchange/rejected_rows.hpp"

#include <bursar/base/text.hpp>
#include <bursar/exchange/csv_writer.hpp>

#include "exchange/cells.hpp"

#include <algorithm>
#include <iterator>

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
    for (const CsvField& field : row.fields) writer.text(field.text());
    writer.end_row();
  }
}

/// A row that is no CSV, cut at every delimiter so that nothing of it is lost.
void cut_again(const SourceFile& file, std::size_t offset, ScannedRow& row) {
  std::string_view line = file.scanner->text().substr(offset, row.next - offset);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  row.fields.clear();
  for (const std::string_view field : split(line, file.scanner->delimiter())) {
    row.fields.push_back({field, 0});
  }
}

/// Reads a row that was rejected.
void read_again(const SourceFile& file, std::size_t offset, ScannedRow& row, TextArena& arena) {
  arena.clear();
  file.scanner->row(offset, row, arena);
  if (row.fault) cut_again(file, offset, row);
}

using Reasons = std::map<std::pair<std::size_t, std::size_t>, std::string>;

/// How many fields each row is padded to before its reasons follow. It is the whole header, unless
/// the rows lack more fields than the file has bytes: a header may be wide, and its rows short.
/// Then it is what every row has.
std::size_t fields_before_reasons(const SourceFile& file, Reasons::const_iterator begin,
                                  Reasons::const_iterator end) {
  const std::size_t width = file.header.size();
  std::size_t fewest = width;
  std::size_t lacking = 0;
  ScannedRow row;
  TextArena arena;
  for (auto each = begin; each != end; ++each) {
    read_again(file, each->first.second, row, arena);
    const std::size_t fields = std::min(width, row.fields.size());
    fewest = std::min(fewest, fields);
    lacking += width - fields;
  }
  return lacking <= file.scanner->text().size() ? width : fewest;
}

/// Writes rows as they stand, without an earlier column of reasons, and with another one.
class RowWriter {
 public:
  RowWriter(CsvWriter& writer, const SourceFile& file, std::size_t before)
      : writer_(writer), file_(file), before_(before) {}

  /// The header; its cells are at hand, and it may be as long as its file.
  void write_header() {
    const auto cell = [&](std::size_t i) { return file_.header[i].view(); };
    write_cells(file_.header.size(), cell, reject_reason_column);
  }
  void write(const ScannedRow& row, std::string_view reason) {
    std::size_t size = row.fields.size();
    const std::size_t width = file_.header.size();
    while (size > width && clean(row.fields[size - 1].text()).empty()) --size;
    const auto cell = [&](std::size_t i) {
      return i < row.fields.size() ? row.fields[i].text() : std::string_view();
    };
    write_cells(size, cell, reason);
  }

 private:
  template <class CellAt>
  void write_cells(std::size_t size, const CellAt& cell, std::string_view reason) {
    // Behind the last column is behind all fields: those that are too many stand together.
    const std::size_t before = before_ == file_.header.size() ? std::max(before_, size) : before_;
    const auto write_between = [&](std::size_t from, std::size_t until) {
      for (std::size_t i = from; i < until; ++i) {
        if (i != file_.reason_column) writer_.text(cell(i));
      }
    };
    write_between(0, before);
    writer_.text(reason);
    write_between(before, size);
    writer_.end_row();
  }

  CsvWriter& writer_;
  const SourceFile& file_;
  std::size_t before_;
};

/// The header and the rejected rows. What it takes to read them is gone before the text is encoded.
void write_rows(CsvWriter& writer, const SourceFile& file, Reasons::const_iterator begin,
                Reasons::const_iterator end) {
  RowWriter rows(writer, file, fields_before_reasons(file, begin, end));
  rows.write_header();
  ScannedRow row;
  TextArena arena;
  for (auto each = begin; each != end; ++each) {
    read_again(file, each->first.second, row, arena);
    rows.write(row, each->second);
  }
}

}  // namespace

std::optional<RejectedRows> rejected_rows_of(const SourceFile& file, const Reasons& reasons) {
  const auto begin = reasons.lower_bound({file.index, 0});
  const auto end = reasons.lower_bound({file.index + 1, 0});
  if (begin == end || !file.readable) return std::nullopt;
  RejectedRows rejected;
  rejected.file = file.input->name;
  // Raw: an apostrophe before a formula would come back with the next import.
  CsvWriter writer({encoding_of(file), true, file.scanner->delimiter()});
  write_titles(writer, file);
  write_rows(writer, file, begin, end);
  rejected.rows = static_cast<std::size_t>(std::distance(begin, end));
  Result<std::string> text = writer.finish();
  if (!text.has_value()) return std::nullopt;  // it was decoded from the same encoding
  rejected.text = *std::move(text);
  return rejected;
}

}  // namespace bursar::exchange
