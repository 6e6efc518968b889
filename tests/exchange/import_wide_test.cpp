// A header of very many columns above very many short rows: what it takes goes by the bytes of the
// file, and what the rows say is what they say under a narrow header.
#include "import_fixture.hpp"

using namespace bursar;
using bursar_test::find_notice;
using bursar_test::one_project;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

/// The columns of a payment and, behind them, `more` that nobody knows, the second without a name.
std::string wide_header(std::size_t more) {
  std::string header = "payment_id,project_id,on,amount,note,";
  for (std::size_t i = 2; i < more; ++i) header += ",c" + std::to_string(i);
  return header + "\n";
}

ImportOptions accept_good() {
  ImportOptions options = Store::options();
  options.accept_good = true;
  return options;
}

/// So many payments of which none has an amount.
std::string without_amounts(std::size_t rows) {
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) text += "Y" + std::to_string(i) + ",P1\n";
  return text;
}

/// The file of rejected rows without its first line.
std::string rejected_below_header(const std::string& file) {
  Store store;
  const auto outcome = store.import({{"projects", one_project}, {"payments", file}}, accept_good());
  REQUIRE(outcome.rejected.size() == 1);
  const std::string& text = outcome.rejected[0].text;
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_CASE("Wide headers: of unknown columns the first hundred are named, and all are counted") {
  const auto named = [](std::size_t columns) {
    Store store;
    const std::string file = wide_header(columns) + "Y1,P1,2020-01-01,5\n";
    const auto outcome = store.import({{"projects", one_project}, {"payments", file}});
    const ImportNotice* notice = find_notice(outcome.report, NoticeCode::money_columns_unknown);
    REQUIRE(notice != nullptr);
    return std::pair(notice->count, notice->detail);
  };
  // The first unknown column is `note`, the second has no name, the third is c2.
  const auto [few, few_names] = named(101);
  CHECK(few == 100);
  CHECK(few_names.starts_with("note, c2, c3, "));
  CHECK(few_names.ends_with(", c99, c100"));
  const auto [many, many_names] = named(250);
  CHECK(many == 249);
  CHECK(many_names == few_names + ", …");
}

// Were every row looked at under every column of the header, this would take minutes.
TEST_CASE("Wide headers: a row is read as far as it goes") {
  constexpr std::size_t columns = 150'000;
  constexpr std::size_t rows = 150'000;
  std::string file = wide_header(columns);
  for (std::size_t i = 0; i < rows; ++i) file += "Y" + std::to_string(i) + ",P1,2020-01-01,5\n";
  file += "Z1,P1,2020-01-01,5,a remark,another\nZ2,P1,2020-01-01,5,退票\nZ3,P1\n";
  Store store;
  const auto outcome = store.import({{"projects", one_project}, {"payments", file}}, accept_good());
  const std::string line = std::to_string(rows + 3);
  const std::string last = std::to_string(rows + 4);
  CHECK(short_problems(outcome.report) == Problems{line + ":5 direction money_column_unmapped",
                                                   last + ":3 on cell_missing",
                                                   last + ":4 amount cell_missing"});
  CHECK(outcome.report.tables[1].new_rows == rows + 1);
  const auto* unnamed = find_notice(outcome.report, NoticeCode::unnamed_cells_kept);
  REQUIRE(unnamed != nullptr);
  CHECK(unnamed->lines == std::vector<std::size_t>{rows + 2});
}

TEST_CASE(
    "Wide headers: rejected rows are not filled up to a width that their file does not have") {
  const std::string rows = without_amounts(2000);
  const std::string wide = rejected_below_header(wide_header(20'000) + rows);
  CHECK(wide == rejected_below_header(wide_header(2'000) + rows));
  CHECK(wide.find("Y0,P1,,") == std::string::npos);
  // The reasons stand in the last column as long as that takes no more than the file.
  const std::string narrow = rejected_below_header("payment_id,project_id,on,amount\n" + rows);
  CHECK(narrow.starts_with("Y0,P1,,,"));
}

TEST_CASE("Wide headers: rejected rows, corrected, say what their file would have said") {
  const std::string header = wide_header(2'000);
  std::string wrong;
  for (int i = 0; i < 20; ++i) wrong += "Y" + std::to_string(i) + ",P1,2020-01-01,?\n";
  wrong += "Z1,P1,2020-02-01,?,a remark,another\nZ2,P1,2020-03-01,?,,\n";
  const auto corrected = [](std::string text) {
    for (std::size_t at = 0; (at = text.find(",?", at)) != std::string::npos;) text[at + 1] = '7';
    return text;
  };
  Store store;
  store.take({{"projects", one_project}});
  const auto outcome = store.import({{"payments", header + wrong}}, accept_good());
  REQUIRE(outcome.rejected.size() == 1);
  CHECK(outcome.rejected[0].rows == 22);
  // What lies behind the reasons stays there, whatever is rejected a second time.
  const auto twice = store.import({{"payments", outcome.rejected[0].text}}, accept_good());
  REQUIRE(twice.rejected.size() == 1);
  CHECK(twice.rejected[0].text == outcome.rejected[0].text);

  const auto again = store.take({{"payments", corrected(outcome.rejected[0].text)}});
  CHECK(again.report.tables[0].new_rows == 22);
  CHECK(find_notice(again.report, NoticeCode::reason_columns_ignored) != nullptr);
  CHECK_FALSE(store.take({{"payments", header + corrected(wrong)}}).appended.has_value());
}

TEST_CASE("Wide headers: reasons in front of a row are not taken for its beginning") {
  Store store;
  const auto outcome = store.take(
      {{"projects", one_project},
       {"payments",
        std::string(reject_reason_column) +
            ",payment_id,project_id,on,amount\nwhy,Y1,P1,2020-01-01,5\nwhy,合计,,,5\n"}});
  const auto* totals = find_notice(outcome.report, NoticeCode::total_rows_skipped);
  REQUIRE(totals != nullptr);
  CHECK(totals->lines == std::vector<std::size_t>{3});
}
