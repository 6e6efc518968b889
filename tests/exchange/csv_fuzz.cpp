// Any text as CSV, under every delimiter: rows cover the text, and what is read can be written.

#include <bursar/exchange/csv_reader.hpp>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/exchange/text_encoding.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "promise.hpp"

using namespace bursar;
using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = bursar_test::input_text(data, size);
  const auto decoded = decode_text(bytes);
  if (!decoded.has_value()) {
    const Code code = decoded.error().code();
    promise(code == Code::encoding_undetermined || code == Code::encoding_broken ||
                code == Code::workbook_not_csv,
            "bytes that are no text are refused as such");
    return 0;
  }
  for (const char delimiter : {',', '\t', ';', '|'}) {
    CsvReader reader(decoded->text(), delimiter);
    std::size_t line = 0;
    while (reader.next()) {
      promise(reader.line() > line, "lines ascend");
      line = reader.line();
      promise(reader.size() > 0, "a row has a field");
      CsvWriter writer({CsvEncoding::utf8, true, delimiter});
      std::vector<std::string> fields;
      for (std::size_t i = 0; i < reader.size(); ++i) {
        promise(reader.position(i).line >= line, "a field is in its row");
        fields.emplace_back(reader[i]);
        writer.text(fields.back());
      }
      // The fields of a row are handed back together, and copied here: a file may be one row of
      // them.
      bursar_test::answered_bytes =
          std::max(bursar_test::answered_bytes, fields.size() * sizeof(std::string));
      const auto text = writer.end_row().finish();
      promise(text.has_value(), "a field of a text is a text");
      CsvReader again(*text, delimiter);
      promise(again.next() && again.size() == fields.size(), "a row that was written is a row");
      for (std::size_t i = 0; i < fields.size(); ++i) {
        promise(again[i] == fields[i], "a field that was written is read back");
      }
    }
  }
  return 0;
}
