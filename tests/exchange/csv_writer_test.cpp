#include "refused.hpp"
#include "third_party_data.hpp"

#include <bursar/exchange/csv_reader.hpp>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/exchange/text_encoding.hpp>

#include <rapidcheck.h>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace bursar;

TEST_CASE("CsvWriter: UTF-8 with a mark, CRLF, quotes where they are needed") {
  CsvWriter writer;
  writer.text("项目").number("-12.50").integer(-7).blank().text("a,b").text("c\"d").end_row();
  writer.text(" x").text("").end_row();
  CHECK(writer.finish().value() == "\xef\xbb\xbf项目,-12.50,-7,,\"a,b\",\"c\"\"d\"\r\n\" x\",\r\n");
  CHECK(writer.finish().value() == "\xef\xbb\xbf");
}

TEST_CASE("CsvWriter: a text cannot turn into a formula, a number stays a number") {
  const CsvFormat guarded{CsvEncoding::utf8, false, ','};
  for (const std::string text : {"=1+1", "+8613", "-2", "@x", "\tx", "＝1", "＋1", "－1", "＠1"}) {
    CsvWriter writer(guarded);
    CHECK(writer.text(text).finish().value() == "\"'" + text + "\"");
    CsvWriter raw({CsvEncoding::utf8, true, ','});
    CHECK(raw.text(text).finish().value() == text);
  }
  CHECK(CsvWriter(guarded).text("\rx").finish().value() == "\"'\rx\"");
  CHECK(CsvWriter(guarded).text("a=b").number("-2").finish().value() == "a=b,-2");
}

TEST_CASE("CsvWriter: GB18030 on request") {
  CsvWriter writer({CsvEncoding::gb18030, false, ','});
  const std::string bytes = writer.text("联通").text("𠮷").end_row().finish().value();
  CHECK(bytes.substr(0, 5) == "\xc1\xaa\xcd\xa8,");
  CHECK(decode_text(bytes, TextEncoding::gb18030).value().text() == "联通,𠮷\r\n");
  CHECK_REFUSED(CsvWriter().text("\xff").finish(), text_not_utf8);
}

TEST_CASE("CsvWriter: what was written is read back") {
  CHECK(rc::check("round trip", [](const std::vector<std::vector<std::uint8_t>>& seeds) {
    static const std::vector<std::string> pieces = {"a", "项", "\"", ",", "\n", "\r\n", " ",
                                                    "=", "'",  "\t", ";", "-",  ""};
    std::vector<std::vector<std::string>> rows;
    CsvWriter writer({CsvEncoding::utf8, true, ','});
    for (const auto& seed : seeds) {
      std::vector<std::string> row{"first"};
      for (const std::uint8_t byte : seed) {
        row.push_back(pieces[byte % pieces.size()] + pieces[byte / pieces.size() % pieces.size()]);
      }
      for (const std::string& cell : row) writer.text(cell);
      writer.end_row();
      rows.push_back(std::move(row));
    }
    const std::string text = writer.finish().value();
    CsvReader reader(text, ',');
    for (const auto& row : rows) {
      RC_ASSERT(reader.next());
      RC_ASSERT(!reader.fault());
      RC_ASSERT(reader.size() == row.size());
      for (std::size_t i = 0; i < row.size(); ++i) RC_ASSERT(reader[i] == row[i]);
    }
    RC_ASSERT(!reader.next());
  }));
}

TEST_CASE("CsvWriter: a browser parser's own vectors for writing", "[third_party]") {
  const auto file = bursar_test::third_party_data("csv/papaparse_half_a.json");
  if (!file) return;
  const auto all = boost::json::parse(bursar_test::file_text(*file));
  std::size_t compared = 0;
  for (const auto& each : all.at("unparse").as_array()) {
    const auto& vector = each.as_object();
    if (vector.contains("config") || !vector.at("input").is_array()) continue;
    const auto& rows = vector.at("input").as_array();
    if (rows.empty() || !rows[0].is_array()) continue;
    CsvWriter writer({CsvEncoding::utf8, true, ','});
    for (const auto& row : rows) {
      for (const auto& cell : row.as_array()) writer.text(std::string(cell.as_string()));
      writer.end_row();
    }
    CAPTURE(std::string(vector.at("description").as_string()));
    CHECK(writer.finish().value() == std::string(vector.at("expected").as_string()) + "\r\n");
    ++compared;
  }
  CHECK(compared == 3);
}
