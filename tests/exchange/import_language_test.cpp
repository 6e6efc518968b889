// What an import says in Chinese holds no English, whatever is wrong with whichever column.
#include "import_fixture.hpp"

#include <bursar/exchange/profile.hpp>

#include "chinese.hpp"

using namespace bursar;
using bursar_test::english_in;
using bursar_test::find_notice;
using bursar_test::Store;

namespace {

/// A file of a kind with all its columns and one row, in each cell the same.
std::string file_of(DossierKind kind, const std::string& cell) {
  std::string header, row;
  for (const DossierColumn& column : dossier_columns(kind)) {
    if (column.form == CellForm::period) continue;  // two days in one cell, beside the two
    header += (header.empty() ? "" : ",") + std::string(column.name);
    row += (row.empty() ? "" : ",") + cell;
  }
  return header + "\n" + row + "\n";
}

/// Every problem of a report in Chinese; how many there are.
std::size_t check_chinese(const ImportReport& report) {
  for (const ImportProblem& problem : report.problems) {
    INFO(problem.text(Language::zh));
    CHECK(english_in(problem.refusal) == "");
  }
  return report.problems.size();
}

}  // namespace

TEST_CASE("Import in Chinese: whatever is wrong with a cell of any column is said in Chinese") {
  std::size_t told = 0;
  for (std::size_t i = 0; i < Vocabulary<DossierKind>::words.size(); ++i) {
    const auto kind = static_cast<DossierKind>(i);
    if (!is_supported(kind)) continue;
    for (const char* cell : {"", "nonsense", "1.23456", "2020-13-45", "01/02/2020", "2020.06", "-1",
                             "1.5E+17", "11010119900101123", "91350100M000100Y44"}) {
      Store store(std::nullopt);
      told += check_chinese(store.import({{std::string(word(kind)), file_of(kind, cell)}}).report);
    }
  }
  CHECK(told > 500);
}

TEST_CASE("Import in Chinese: whatever is wrong with a file is said in Chinese") {
  for (const std::string& file :
       {std::string(), std::string("hello\nworld\n"), std::string("\xff\xff\xff"),
        bursar_test::project_header + "P1,\"A\"x,1,2020-01-01,2021-01-01\n",
        bursar_test::project_header + "P1,\"A,1,2020-01-01,2021-01-01\n",
        std::string("project_id,项目编号,title,award,start_on,end_on\n1,2,3,4,5,6\n"),
        std::string("project_id,title\nP1,A\n")}) {
    Store store;
    INFO(file);
    CHECK(check_chinese(store.import({{"projects", file}}).report) > 0);
  }
}

TEST_CASE("Import in Chinese: an amount without a unit is told where the unit may stand") {
  Store store;
  const auto report = store
                          .import({{"projects",
                                    "项目编号,项目名称,金额,开始日期,结束日期\n"
                                    "P1,甲,18,2020-01-01,2021-01-01\n"}})
                          .report;
  REQUIRE(report.problems.size() == 1);
  const std::string zh = report.problems[0].text(Language::zh);
  const std::string en = report.problems[0].text(Language::en);
  CHECK(zh.find("金额（万元）") != std::string::npos);
  CHECK(zh.find("导入方案中写明：unit = \"万元\"") != std::string::npos);
  CHECK(en.find("amount(万元)") != std::string::npos);
  CHECK(en.find("in the profile: unit = \"万元\"") != std::string::npos);
  // Both are true: the header and the profile are taken as they are told.
  store.take({{"projects",
               "项目编号,项目名称,金额（万元）,开始日期,结束日期\n"
               "P1,甲,18,2020-01-01,2021-01-01\n"}});
  CHECK(store.fold().project("P1")->registered.award == Minor(18'000'000));
  const ImportProfile profile =
      ImportProfile::from_toml(
          "schema = \"bursar.profile/1\"\nname = \"p\"\n[[tables]]\nkind = \"projects\"\n"
          "[tables.fields]\nproject_id = \"项目编号\"\ntitle = \"项目名称\"\n"
          "award = { column = \"金额\", unit = \"万元\" }\nstart_on = \"开始日期\"\n"
          "end_on = \"结束日期\"\n")
          .value();
  Store other;
  ImportOptions options = Store::options();
  options.profile = &profile;
  other.take({{"projects",
               "项目编号,项目名称,金额,开始日期,结束日期\n"
               "P1,甲,18,2020-01-01,2021-01-01\n"}},
             options);
  CHECK(other.fold().project("P1")->registered.award == Minor(18'000'000));
}

TEST_CASE("Import in Chinese: notices are Chinese but for what they name") {
  for (std::size_t i = 0; i < Vocabulary<NoticeCode>::words.size(); ++i) {
    ImportNotice notice;
    notice.code = static_cast<NoticeCode>(i);
    notice.count = 3;
    notice.lines = {2, 5};
    notice.detail = "甲";
    notice.assumed = "乙";
    INFO(word(notice.code));
    CHECK(bursar_test::foreign_word(notice.text(Language::zh)) == "");
  }
}
