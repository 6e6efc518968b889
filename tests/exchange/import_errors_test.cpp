// What is wrong with files: all of it together, with its place, and nothing stored that leans on
// it.
#include "import_fixture.hpp"
#include "overtaken_journal.hpp"

#include <bursar/exchange/csv_reader.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::find_notice;
using bursar_test::one_project;
using bursar_test::project_header;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

const std::string payments_header = "payment_id,project_id,on,amount\n";

}  // namespace

TEST_CASE("Import errors: all problems of all files are told, in their order") {
  Store store;
  const JournalHead before = store.journal().head();
  const auto outcome = store.import(
      {{"projects", project_header + "P1,Alpha,1000.00,2020-01-01,2022-12-31\n"
                                     "P2,,12.345,2020-13-01,2019-12-31\n"
                                     ",Nobody,1,2020-01-01,2021-01-01\n"
                                     "5.10322E+17,Lost,1,2020-01-01,2021-01-01\n"},
       {"payments",
        payments_header + "Y1,P1,31/01/2020,-5\nY2,P9,2020-01-31,5\n,P1,2020-01-31,\n"}});
  CHECK_FALSE(outcome.appended.has_value());
  CHECK(short_problems(outcome.report) ==
        Problems{"3:2 title cell_missing", "3:3 award amount_finer_than_minor_unit",
                 "3:4 start_on date_impossible", "4:1 project_id cell_missing",
                 "5:1 project_id spreadsheet_digits_lost", "2:3 on date_ambiguous",
                 "2:4 amount amount_negative", "3:2 project_id project_unknown",
                 "4:1 payment_id cell_missing", "4:4 amount cell_missing"});
  CHECK(outcome.report.problems[1].file == "projects.csv");
  CHECK(outcome.report.problems[1].header == "award");
  CHECK(outcome.report.problems[1].value == "12.345");
  CHECK(outcome.report.problems[1]
            .text(Language::en)
            .starts_with("projects.csv:3:3: award '12.345': "));
  CHECK(store.journal().head() == before);
  CHECK(outcome.report.rejected_rows == 6);
}

TEST_CASE("Import errors: places are lines of the file and columns of a spreadsheet") {
  Store store;
  const auto outcome = store.import({{"projects",
                                      "项目编号,项目名称,资助金额（万元）,开始日期,结束日期\n"
                                      "P1,\"两\n行\",一百,2020-01-01,2021-01-01\n"}});
  CHECK(short_problems(outcome.report) == Problems{"3:3 award amount_malformed"});
  CHECK(outcome.report.problems[0].header == "资助金额（万元）");
}

TEST_CASE("Import errors: rows that are no CSV, or too long") {
  Store store;
  const auto outcome =
      store.import({{"projects", project_header + "P1,\"A\"x,1,2020-01-01,2021-01-01\n"
                                                  "P2,B,1,2020-01-01,2021-01-01,more\n"
                                                  "P3,C,1,2020-01-01,2021-01-01,,\n"
                                                  "P4,\"D,1,2020-01-01,2021-01-01\n"}});
  CHECK(short_problems(outcome.report) == Problems{"2:2  csv_quote_malformed",
                                                   "3:1  csv_too_many_fields",
                                                   "5:2  csv_quote_unclosed"});
}

TEST_CASE("Import errors: a header that says too little") {
  Store store;
  const auto missing = store.import({{"payments", "payment_id,project_id,on\nY1,P1,2020-01-01\n"}});
  CHECK(short_problems(missing.report) == Problems{"1:1 amount column_missing"});
  const std::string expected(missing.report.problems[0].refusal.argument("expected"));
  CHECK(expected.find("拨款金额") != std::string::npos);
  CHECK(expected.find("amount(万元)") != std::string::npos);
  const auto twice =
      store.import({{"payments", "payment_id,project_id,on,日期,amount\nY1,P1,2020-01-01,,1\n"}});
  CHECK(short_problems(twice.report) == Problems{"1:4 on column_repeated"});
  const auto below = store.import(
      {{"payments",
        "拨款表\npayment_id,\"项目\n编号\",on,日期,amount,amount\nY1,P1,2020-01-01,,1,\n"}});
  CHECK(short_problems(below.report) ==
        Problems{"3:4 on column_repeated", "3:6 amount column_repeated"});
  CHECK(short_problems(store.import({{"payments", "hello\nworld\n"}}).report) ==
        Problems{"1:1  header_missing"});
  CHECK(short_problems(store.import({{"payments", ""}}).report) == Problems{"1:1  header_missing"});
  CHECK(short_problems(store.import({{"payments", "\xff\xff\xff"}}).report) ==
        Problems{"1:1  encoding_undetermined"});
}

TEST_CASE("Import errors: amounts say their unit, or are refused once for the column") {
  Store store;
  const std::string header = "项目编号,项目名称,金额,开始日期,结束日期\n";
  const auto refused = store.import({{"projects", header + "P1,A,18,2020-01-01,2021-01-01\n"
                                                           "P2,B,19,2020-01-01,2021-01-01\n"}});
  CHECK(short_problems(refused.report) == Problems{"2:3 award amount_unit_missing"});
  CHECK(refused.report.problems_left_off == 1);
  CHECK(refused.report.rejected_rows == 2);
  store.take({{"projects", header + "P1,A,18万元,2020-01-01,2021-01-01\n"
                                    "P2,B,\"¥1,234.5元\",2020-01-01,2021-01-01\n"}});
  CHECK(store.fold().project("P1")->registered.award == Minor(18'000'000));
  CHECK(store.fold().project("P2")->registered.award == Minor(123'450));
}

TEST_CASE("Import errors: a point needs a digit beside it to be an amount") {
  Store store;
  const auto outcome =
      store.import({{"projects", project_header + "P1,A,.,2020-01-01,2021-01-01\n"
                                                  "P2,B,-.,2020-01-01,2021-01-01\n"}});
  CHECK(short_problems(outcome.report) ==
        Problems{"2:3 award amount_malformed", "3:3 award amount_malformed"});
  store.take({{"projects", project_header + "P1,A,.5,2020-01-01,2021-01-01\n"
                                            "P2,B,12.,2020-01-01,2021-01-01\n"}});
  CHECK(store.fold().project("P1")->registered.award == Minor(50));
  CHECK(store.fold().project("P2")->registered.award == Minor(1200));
}

TEST_CASE("Import errors: what makes no sense") {
  Store store;
  const auto outcome = store.import(
      {{"projects", one_project + "P2,B,1,2021-01-01,2020-12-31\n"},
       {"acceptance",
        "project_id,attempt,requested_on,concluded_on,outcome\n"
        "P1,1,2023-01-01,,通过\nP1,0,2023-01-01,,整改\nP1,2,,,限期整改\nP1,3,,2023-01-01,\nP1,4,,,"
        "满意\n"},
       {"expenses", "expense_id,project_id,on,head,amount,kind\nE1,P1,2020-01-02,设备费,5,冲销\n"},
       {"repayments",
        "repayment_id,project_id,payer_org_id,on,amount,reverses\nR1,P1,O1,2023-01-01,5,R0\n"}});
  CHECK(short_problems(outcome.report) ==
        Problems{"3:5 end_on days_reversed", "2:4 concluded_on conclusion_day_missing",
                 "3:2 attempt number_malformed", "4:4 concluded_on effective_day_missing",
                 "5:5 outcome cell_missing", "6:5 outcome text_unknown",
                 "2:5 amount reversal_not_negative", "2:5 amount reversal_not_negative"});
}

TEST_CASE("Import errors: without a single public source in the book, every row names its own") {
  Store store(std::nullopt);
  const auto outcome = store.import(
      {{"projects", one_project}, {"payments", payments_header + "Y1,P1,2020-01-01,5\n"}});
  CHECK(short_problems(outcome.report) == Problems{"2:1 source source_not_stated"});
  store.take(
      {{"projects", one_project},
       {"payments", "payment_id,project_id,on,amount,资金来源\nY1,P1,2020-01-01,5,市级财政\n"}});
  CHECK(store.fold().project("P1")->payments[0].source == Source::grant_city);
}

TEST_CASE("Import errors: accept_good stores what is good, and hands back the rest") {
  Store store;
  auto options = Store::options();
  options.accept_good = true;
  const std::vector<File> files = {
      {"projects",
       project_header + "P1,Alpha,1000.00,2020-01-01,2022-12-31\nP2,B,x,2020-01-01,2021-01-01\n"},
      {"payments",
       payments_header + "Y1,P1,2020-01-01,5\nY2,P2,2020-01-01,6\nY3,P1,2020-01-01,7 yuan?\n"},
      {"decisions", "decision_id,project_id,kind,decided_on,principal\nD1,P1,追缴,昨天,5\n"},
      {"repayments",
       "repayment_id,project_id,payer_org_id,on,amount,decision_id\n"
       "R1,P1,O1,2023-01-01,5,D1\nR2,P1,O1,2023-01-01,5,\n"},
      {"expenses",
       "expense_id,project_id,on,head,amount,reverses\nE1,P1,2020-01-02,设备费,oops,\n"
       "E2,P1,2020-02-02,设备费,-5,E1\nE3,P1,2020-03-02,设备费,5,E2\n"
       "E4,P1,2020-03-02,设备费,5,\n"}};
  const auto outcome = store.import(files, options);
  REQUIRE(outcome.appended.has_value());
  const Portfolio folded = store.fold();
  CHECK(folded.projects().size() == 1);
  CHECK(folded.project("P1")->payments.size() == 1);
  CHECK(folded.project("P1")->repayments.size() == 1);
  CHECK(folded.project("P1")->decisions.empty());
  CHECK(folded.project("P1")->expenses.size() == 1);
  CHECK(outcome.report.rejected_rows == 8);
  std::size_t following = 0;
  for (const auto& each : outcome.report.problems) following += each.follows_from_another ? 1 : 0;
  CHECK(following == 4);  // Y2 of P2, R1 of D1, E2 of E1, E3 of E2
  REQUIRE(outcome.rejected.size() == 5);
  CHECK(outcome.rejected[1].rows == 2);

  // The rejected rows, corrected, are a file like any other.
  std::vector<File> corrected;
  for (const RejectedRows& each : outcome.rejected) {
    std::string text = each.text;
    const auto replace = [&](const std::string& what, const std::string& with) {
      const std::size_t at = text.find(what);
      if (at != std::string::npos) text.replace(at, what.size(), with);
    };
    replace("P2,B,x", "P2,B,8");
    replace("7 yuan?", "7");
    replace("昨天", "2023-01-01");
    replace("oops", "5");
    corrected.emplace_back(each.file.substr(0, each.file.find('.')), text);
  }
  const auto again = store.take(corrected);
  REQUIRE(again.appended.has_value());
  CHECK(find_notice(again.report, NoticeCode::reason_columns_ignored) != nullptr);
  CHECK(find_notice(again.report, NoticeCode::columns_kept_as_remarks) == nullptr);
  const Portfolio whole = store.fold();
  CHECK(whole.projects().size() == 2);
  CHECK(whole.project("P1")->expenses.size() == 4);
  CHECK(whole.project("P1")->decisions.size() == 1);
}

TEST_CASE("Import errors: a row that is too long comes back whole, and is too long again") {
  Store store;
  auto options = Store::options();
  options.accept_good = true;
  const auto outcome = store.import({{"projects", one_project},
                                     {"payments", payments_header + "Y1,P1,2020-01-01,5,6,7\n"
                                                                    "Y2,P1,2020-01-01,x,, \n"}},
                                    options);
  REQUIRE(outcome.rejected.size() == 1);
  const std::string text = outcome.rejected[0].text.substr(3);  // behind the mark
  CsvReader back(text, ',');
  REQUIRE(back.next());
  CHECK(back.size() == 5);
  REQUIRE(back.next());
  REQUIRE(back.size() == 7);
  CHECK(back[4] == "6");
  CHECK(back[5] == "7");
  REQUIRE(back.next());
  CHECK(back.size() == 5);  // blank fields that are too many say nothing
  const auto again = store.import({{"payments", outcome.rejected[0].text}}, options);
  CHECK(short_problems(again.report) ==
        Problems{"2:1  csv_too_many_fields", "3:4 amount amount_malformed"});
}

TEST_CASE("Import errors: without accept_good, rows that only lean on bad ones are not told") {
  Store store;
  const auto outcome =
      store.import({{"projects", project_header + "P2,B,x,2020-01-01,2021-01-01\n"},
                    {"payments", payments_header + "Y2,P2,2020-01-01,6\n"}});
  CHECK(short_problems(outcome.report) == Problems{"2:3 award amount_malformed"});
  CHECK(outcome.report.rejected_rows == 2);
  CHECK(outcome.rejected.empty());
}

TEST_CASE("Import errors: a rejected organisation takes those along that name it") {
  Store store;
  auto options = Store::options();
  options.accept_good = true;
  const auto outcome =
      store.import({{"organisations", "org_id,name,credit_code\nO1,甲公司,91350100M000100Y44\n"},
                    {"projects",
                     "project_id,title,承担单位,award,start_on,end_on\n"
                     "P1,A,甲公司,1,2020-01-01,2021-01-01\nP2,B,乙公司,1,2020-01-01,2021-01-01\n"}},
                   options);
  CHECK(short_problems(outcome.report) == Problems{"2:3 credit_code credit_code_check_wrong",
                                                   "2:3 org_name row_depends_on_rejected"});
  CHECK(store.fold().projects().size() == 1);
  CHECK(store.fold().organisations().size() == 1);
}

TEST_CASE("Import errors: the list has an end, the count does not") {
  Store store;
  auto options = Store::options();
  options.problems_max = 2;
  std::string text = project_header;
  for (int i = 0; i < 5; ++i) text += "P" + std::to_string(i) + ",A,x,2020-01-01,2021-01-01\n";
  const auto outcome = store.import({{"projects", text}}, options);
  CHECK(outcome.report.problems.size() == 2);
  CHECK(outcome.report.problems_left_off == 3);
}

TEST_CASE("Import errors: somebody else was faster") {
  const std::vector<File> files = {{"payments", payments_header + "Y1,P1,2020-01-01,5\n"}};
  Store store;
  store.take({{"projects", one_project}});
  const auto pay = [&](int number) {
    PaymentMade payment;
    payment.payment_id = "other" + std::to_string(number);
    store.append({SubjectKind::project, "P1"}, {day("2020-02-01"), payment, {}});
  };
  bursar_test::OvertakenJournal lucky(store.journal(), 4, pay);
  const auto outcome = import_into(lucky, Store::inputs(files), Store::options());
  REQUIRE(outcome.has_value());
  CHECK(outcome->appended.has_value());
  CHECK(store.fold().project("P1")->payments.size() == 5);
  bursar_test::OvertakenJournal unlucky(store.journal(), 5, pay);
  CHECK_REFUSED(
      import_into(unlucky, Store::inputs({{"payments", payments_header + "Y9,P1,2020-01-01,5\n"}}),
                  Store::options()),
      contended);
}
