// Since when a value is another: what rows with changed_on and change_reason do, and what is
// refused without them.
#include "import_fixture.hpp"

#include <algorithm>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

const File led_by_o1 = {
    "projects",
    "project_id,title,org_id,award,start_on,end_on\nP1,Alpha,O1,1000,2020-01-01,2022-12-31\n"};

const std::string payments =
    "payment_id,project_id,org_id,on,amount,stage,changed_on,change_reason\n";
const std::string spending =
    "expense_id,project_id,on,head,amount,vendor_id,changed_on,change_reason\n";
const std::string opinions =
    "opinion_id,project_id,issued_on,reference_on,disallowed,adopted,changed_on,change_reason\n";

Store with_project() {
  Store store;
  store.take({led_by_o1});
  return store;
}

/// The only payment as of a day, in minor units: "O1 100000 first".
std::string payment(const Store& store, std::string_view as_of = "9999-12-31") {
  const Portfolio portfolio = store.fold(as_of);
  const Project& project = *portfolio.project("P1");
  CHECK(project.irregular.empty());
  REQUIRE(project.payments.size() == 1);
  const Payment& only = project.payments[0];
  return std::string(only.org_id.text().view()) + " " + std::to_string(only.amount.value()) + " " +
         std::string(only.stage.view());
}

/// Whether the only opinion is adopted as of a day, and since when.
std::string adoption(const Store& store, std::string_view as_of = "9999-12-31") {
  const Portfolio portfolio = store.fold(as_of);
  const Project& project = *portfolio.project("P1");
  CHECK(project.irregular.empty());
  REQUIRE(project.opinions.size() == 1);
  const Opinion& only = project.opinions[0];
  return only.adopted ? "adopted " + to_iso(only.adoption_day()) : "not adopted";
}

ImportOutcome take_good(Store& store, const std::vector<File>& files) {
  auto options = Store::options();
  options.accept_good = true;
  return store.import(files, options);
}

bool says_nothing_new(Store& store, const std::vector<File>& files) {
  return !store.take(files).appended.has_value();
}

}  // namespace

TEST_CASE(
    "Import changes: an original and its corrections mean the same in one import and several") {
  const std::string first = "Y1,P1,,2020-02-01,1000,,,\n";
  const std::string second = "Y1,P1,,2020-02-01,1200,,2020-08-01,回单\n";
  const std::string third = "Y1,P1,,2020-02-01,1300,,2020-09-01,再核\n";
  const std::vector<std::vector<File>> ways = {
      {{"payments", payments + first + second + third}},
      {{"payments", payments + third + second + first}},
      {{"payments", payments + first}, {"payments", payments + second + third}},
      {{"payments", payments + third}, {"payments", payments + second + first}},
      {{"payments", payments + second},
       {"payments", payments + first},
       {"payments", payments + third}},
  };
  const auto check = [](const Store& store) {
    CHECK(payment(store, "2020-07-31") == "O1 100000 ");
    CHECK(payment(store, "2020-08-01") == "O1 120000 ");
    CHECK(payment(store, "2020-08-31") == "O1 120000 ");
    CHECK(payment(store, "2020-09-01") == "O1 130000 ");
  };
  for (const std::vector<File>& files : ways) {
    Store store = with_project();
    const auto outcome = store.take(files);
    CHECK(outcome.report.facts == 3);
    check(store);
    CHECK(says_nothing_new(store, files));
  }
  Store one_by_one = with_project();
  for (const std::string& row : {first, second, third})
    one_by_one.take({{"payments", payments + row}});
  check(one_by_one);
  // The file that has them all says nothing new; the original alone says what is no longer so.
  CHECK(says_nothing_new(one_by_one, ways[0]));
  CHECK(short_problems(one_by_one.import({{"payments", payments + first}}).report) ==
        Problems{"2:5 amount value_changed"});
}

TEST_CASE("Import changes: a correction says all that its record was on its day") {
  Store store = with_project();
  const std::vector<File> files = {
      {"payments", payments + "Y1,P1,,2020-02-01,1000,first,,\n"
                              "Y1,P1,,2020-02-01,1200,first,2020-08-01,回单\n"
                              "Y1,P1,O2,2020-03-01,1200,second,2020-09-01,再核\n"}};
  store.take(files);
  CHECK(payment(store, "2020-08-31") == "O1 120000 first");
  CHECK(payment(store, "2020-09-01") == "O2 120000 second");
  // The middle row was no longer true when the last one came: it is not news for that.
  CHECK(says_nothing_new(store, files));
  CHECK(says_nothing_new(
      store, {{"payments", payments + "Y1,P1,,2020-02-01,1200,first,2020-08-01,回单\n"}}));
  // What it never was is news, and too late.
  CHECK(
      short_problems(
          store.import({{"payments", payments + "Y1,P1,,2020-02-01,1200,third,2020-08-01,回单\n"}})
              .report) == Problems{"2:7 changed_on change_before_record"});
}

TEST_CASE("Import changes: rows of one day are told apart by their reasons") {
  Store store = with_project();
  const std::vector<File> files = {
      {"payments", payments + "Y1,P1,,2020-02-01,1000,first,,\n"
                              "Y1,P1,,2020-02-01,1000,second,2020-08-01,甲\n"
                              "Y1,P1,,2020-02-01,1200,second,2020-08-01,乙\n"},
      {"expenses", spending + "E1,P1,2020-05-01,设备费,5,,,\n"
                              "E1,P1,2020-05-01,设备费,5,V1,2020-08-01,甲\n"
                              "E1,P1,2020-05-01,设备费,7,V1,2020-08-01,乙\n"}};
  store.take(files);
  CHECK(payment(store) == "O1 120000 second");
  CHECK(store.fold().project("P1")->expenses.amount[0] == Minor(700));
  CHECK(says_nothing_new(store, files));
  // For another reason the earlier value is another value; so it is for the same one where that row
  // changed nothing else.
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,second,2020-08-01,丙\n"}});
  CHECK(payment(store) == "O1 100000 second");
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1200,second,2020-10-01,误\n"}});
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,second,2020-10-01,误\n"}});
  CHECK(payment(store) == "O1 100000 second");
}

TEST_CASE("Import changes: a row that changed nothing is no news after one of its day that did") {
  Store store = with_project();
  const std::vector<File> files = {
      {"payments", payments + "Y1,P1,,2020-02-01,1000,,2020-08-01,甲\n"
                              "Y1,P1,,2020-02-01,1200,,2020-08-01,乙\n"},
      {"expenses", spending + "E1,P1,2020-05-01,设备费,5,,2020-08-01,甲\n"
                              "E1,P1,2020-05-01,设备费,7,,2020-08-01,乙\n"},
      {"opinions", opinions + "A1,P1,2020-05-01,2020-04-30,0,,,\n"
                              "A1,P1,2020-05-01,2020-04-30,0,是,2020-08-01,甲\n"
                              "A1,P1,2020-05-01,2020-04-30,50,是,2020-08-01,乙\n"}};
  store.take(files);
  CHECK(payment(store) == "O1 120000 ");
  CHECK(says_nothing_new(store, files));
}

TEST_CASE("Import changes: what corrects a record after a rejected row waits for that") {
  Store store = with_project();
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"},
              {"expenses", spending + "E1,P1,2020-05-01,设备费,5,,,\n"}});
  const auto files = [](const std::string& money) {
    return std::vector<File>{
        {"payments", payments + "Y1,P1,,2020-02-01," + money + ",,2020-08-01,误\n" +
                         "Y1,P1,,2020-02-01,1200,,2020-08-01,回单\n"},
        {"expenses", spending + "E1,P1,2020-05-01,设备费," + money + ",,2020-08-01,误\n" +
                         "E1,P1,2020-05-01,设备费,6,,2020-09-01,更正\n"}};
  };
  const auto outcome = take_good(store, files("x"));
  CHECK(outcome.report.rejected_rows == 4);
  CHECK(outcome.report.problems.size() == 4);
  store.take(files("1100"));
  CHECK(payment(store) == "O1 120000 ");
  CHECK(store.fold().project("P1")->expenses.amount[0] == Minor(600));
}

TEST_CASE("Import changes: a correction is rejected with its original, and takes no place of it") {
  Store store = with_project();
  const auto outcome =
      take_good(store, {{"payments", payments + "Y1,P1,,2020-02-01,x,,,\n"
                                                "Y1,P1,,2020-02-01,1200,,2020-08-01,回单\n"
                                                "Y2,P1,,2020-02-01,7,,,\n"}});
  CHECK(outcome.report.rejected_rows == 2);
  CHECK(payment(store) == "O1 700 ");
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"
                                      "Y1,P1,,2020-02-01,1200,,2020-08-01,回单\n"}});
  const Portfolio earlier = store.fold("2020-07-31");
  REQUIRE(earlier.project("P1")->payments.size() == 2);
  CHECK(earlier.project("P1")->payments[1].amount == Minor(100000));
}

TEST_CASE("Import changes: days, blanks and names that the rows of one import correct") {
  Store store = with_project();
  // The day moves; a blank that an ordinary row fills holds from the beginning.
  const std::vector<File> files = {
      {"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"
                              "Y1,P1,,2020-03-01,1000,,2020-08-01,回单\n"
                              "Y1,P1,,2020-02-01,1000,first,,\n"},
      {"organisations",
       "org_id,name,from,changed_on,change_reason\n"
       "O1,新名公司,2019-01-01,2021-01-01,更名\n"
       "O1,旧名公司,2019-01-01,,\n"}};
  store.take(files);
  CHECK(payment(store, "2020-07-31") == "O1 100000 first");
  CHECK(store.fold("2020-07-31").project("P1")->payments[0].on == day("2020-02-01"));
  CHECK(store.fold("2020-08-01").project("P1")->payments[0].on == day("2020-03-01"));
  CHECK(store.fold("2020-12-31").organisation("O1")->registered.name.view() == "旧名公司");
  CHECK(store.fold("2021-01-01").organisation("O1")->registered.name.view() == "新名公司");
  CHECK(says_nothing_new(store, files));
}

TEST_CASE("Import changes: what corrects the line of a budget is no second line") {
  const std::string header = "project_id,head,amount,changed_on,change_reason\n";
  const std::vector<File> files = {
      {"budget", header + "P1,设备费,120,2020-08-01,调整\nP1,设备费,100,,\n"}};
  Store store = with_project();
  store.take(files);
  for (const auto& [as_of, amount] :
       {std::pair("2020-07-31", 10000), std::pair("2020-08-01", 12000)}) {
    const Portfolio portfolio = store.fold(as_of);
    REQUIRE(portfolio.project("P1")->budget.size() == 1);
    CHECK(portfolio.project("P1")->budget[0].amount == Minor(amount));
  }
  CHECK(says_nothing_new(store, files));
}

TEST_CASE("Import changes: a line of a budget is told by its amount among all of them") {
  const std::string header = "project_id,head,amount,changed_on,change_reason\n";
  Store store = with_project();
  store.take({{"budget", header + "P1,设备费,50,,\nP1,设备费,100,,\n"}});
  const std::vector<File> files = {
      {"budget", header + "P1,设备费,50,,\nP1,设备费,120,2020-08-01,调整\n"}};
  store.take(files);
  const Portfolio portfolio = store.fold();
  const auto& budget = portfolio.project("P1")->budget;
  REQUIRE(budget.size() == 2);
  std::vector<std::int64_t> amounts{budget[0].amount.value(), budget[1].amount.value()};
  std::sort(amounts.begin(), amounts.end());
  CHECK(amounts == std::vector<std::int64_t>{5000, 12000});
  CHECK(says_nothing_new(store, files));
}

TEST_CASE("Import changes: a spending line and its corrections may be new in one import") {
  const std::string first = "E1,P1,2020-05-01,设备费,5,,,\n";
  const std::string second = "E1,P1,2020-05-01,设备费,6,V1,2020-08-01,更正\n";
  const std::string third = "E1,P1,2020-06-01,设备费,7,V1,2020-09-01,再更正\n";
  const std::string other = "E2,P1,2020-05-02,差旅费,1,,,\n";
  const std::vector<std::vector<File>> ways = {
      {{"expenses", spending + first + other + second + third}},
      {{"expenses", spending + third + second + first + other}},
      {{"expenses", spending + third + other}, {"expenses", spending + second + first}},
      {{"expenses", spending + second}, {"expenses", spending + other + first + third}},
  };
  const auto lines = [](const Store& store, std::string_view as_of) {
    const Portfolio portfolio = store.fold(as_of);
    const Project& project = *portfolio.project("P1");
    CHECK(project.irregular.empty());
    std::vector<std::string> found;
    for (const auto& block : project.cold_lines()) {
      for (const ExpenseLine& line : block.span()) {
        found.push_back(std::string(line.expense_id) + " " + to_iso(from_day_number(line.day)) +
                        " " + std::to_string(line.amount.value()) + " " +
                        std::string(line.vendor_id));
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  using Lines = std::vector<std::string>;
  const auto check = [&](const Store& store) {
    CHECK(lines(store, "2020-07-31") == Lines{"E1 2020-05-01 500 ", "E2 2020-05-02 100 "});
    CHECK(lines(store, "2020-08-01") == Lines{"E1 2020-05-01 600 V1", "E2 2020-05-02 100 "});
    CHECK(lines(store, "2020-09-01") == Lines{"E1 2020-06-01 700 V1", "E2 2020-05-02 100 "});
  };
  for (const std::vector<File>& files : ways) {
    Store store = with_project();
    const auto outcome = store.take(files);
    CHECK(outcome.report.tables[0].rows + (files.size() == 2 ? outcome.report.tables[1].rows : 0) ==
          4);
    check(store);
    CHECK(says_nothing_new(store, files));
  }
  Store one_by_one = with_project();
  for (const std::string& row : {first + other, second, third}) {
    one_by_one.take({{"expenses", spending + row}});
  }
  check(one_by_one);
  CHECK(says_nothing_new(one_by_one, ways[1]));
  CHECK(short_problems(one_by_one.import({{"expenses", spending + first}}).report) ==
        Problems{"2:3 on value_changed", "2:5 amount value_changed"});
  // What it was on the day of a row is no news; what it never was comes too late.
  CHECK(says_nothing_new(
      one_by_one, {{"expenses", spending + "E1,P1,2020-05-01,设备费,6,V1,2020-08-15,核对\n"}}));
  for (const char* row : {"E1,P1,2020-05-01,设备费,8,V1,2020-08-15,核对\n",
                          "E1,P1,2020-05-01,设备费,5,,2020-04-30,早于支出\n"}) {
    CHECK(short_problems(one_by_one.import({{"expenses", spending + row}}).report) ==
          Problems{"2:7 changed_on change_before_record"});
  }
}

TEST_CASE("Import changes: a spending line that is said once is what its only row says") {
  Store store = with_project();
  store.take({{"expenses", spending + "E1,P1,2020-05-01,设备费,5,,2020-08-01,更正\n"
                                      "E1,P1,2020-05-01,设备费,6,,2020-09-01,再更正\n"
                                      "E2,P1,2020-05-02,差旅费,1,,,\n"}});
  CHECK(store.fold("2020-08-31").project("P1")->expenses.amount.size() == 2);
  CHECK(store.fold("2020-08-31").project("P1")->expenses.amount[0] == Minor(500));
  CHECK(store.fold("2020-09-01").project("P1")->expenses.amount[0] == Minor(600));
}

TEST_CASE("Import changes: the correction of a rejected spending line is rejected with it") {
  Store store = with_project();
  const auto outcome =
      take_good(store, {{"expenses", spending + "E1,P1,2020-05-01,设备费,x,,,\n"
                                                "E1,P1,2020-05-01,设备费,6,,2020-08-01,更正\n"
                                                "E2,P1,2020-05-02,差旅费,1,,,\n"}});
  CHECK(outcome.report.rejected_rows == 2);
  REQUIRE(store.fold().project("P1")->expenses.amount.size() == 1);
  CHECK(store.fold().project("P1")->expenses.amount[0] == Minor(100));
}

TEST_CASE("Import changes: the blank of a spending line is the lead in all of its corrections") {
  const std::string header =
      "expense_id,project_id,org_id,on,head,amount,changed_on,change_reason\n";
  Store store = with_project();
  const std::vector<File> files = {
      {"expenses", header + "E1,P1,,2020-05-01,设备费,5,,\n"},
      {"expenses", header + "E1,P1,O1,2020-05-01,设备费,5,,\n"},
      {"expenses", header + "E1,P1,O1,2020-05-01,设备费,6,2020-08-01,更正\n"
                            "E1,P1,O2,2020-05-01,设备费,6,2020-09-01,改\n"}};
  store.take(files);
  CHECK(says_nothing_new(store, files));
}

TEST_CASE("Import changes: a row of spending that does not say since when is no original") {
  const auto problems = [](const std::string& rows) {
    Store store = with_project();
    return short_problems(store.import({{"expenses", spending + rows}}).report);
  };
  const std::string original = "E1,P1,2020-05-01,设备费,5,,,\n";
  CHECK(problems("E1,P1,2020-05-01,设备费,6,,2020-8-99,更正\n" + original) ==
        Problems{"2:7 changed_on date_impossible"});
  CHECK(problems("E1,P1,2020-05-01,设备费,6,,,更正\n") ==
        Problems{"2:7 changed_on change_incomplete"});
  CHECK(problems("E1,P1,2020-05-01,设备费,6,,2020-08-01,\n") ==
        Problems{"2:8 change_reason change_incomplete"});
  CHECK(problems("E1,P1,2020-05-01,设备费,6,,2020-04-30,更正\n") ==
        Problems{"2:7 changed_on change_before_record"});
  Store store = with_project();
  CHECK(short_problems(
            store.import({{"payments", payments + "Y1,P1,,2020-02-01,1000,,2020-01-31,早\n"}})
                .report) == Problems{"2:7 changed_on change_before_record"});
}

TEST_CASE("Import changes: reversals follow lines whose only row says since when") {
  const std::string header =
      "expense_id,project_id,on,head,amount,kind,reverses,changed_on,change_reason\n";
  const std::string reversal = "R1,P1,2020-06-01,设备费,-5,冲销,E1";
  const auto lines = [&](const std::string& rows) {
    Store store = with_project();
    const auto outcome = take_good(store, {{"expenses", header + rows}});
    const bool unknown = bursar_test::find_notice(outcome.report, NoticeCode::reference_unknown);
    return std::to_string(store.fold().project("P1")->expenses.amount.size()) +
           (unknown ? " unknown" : "");
  };
  CHECK(lines("E1,P1,2020-05-01,设备费,x,,,2020-08-01,误\n" + reversal + ",,\n") == "0");
  CHECK(lines("E1,P1,2020-05-01,设备费,x,,,,\n" + reversal + ",2020-08-01,误\n") == "0");
  CHECK(lines("E1,P1,2020-05-01,设备费,5,,,2020-08-01,误\n" + reversal + ",,\n") == "2");
  CHECK(lines(reversal + ",2020-08-01,误\n") == "1 unknown");
  // A reversal that is rejected with its line takes its corrections with it.
  CHECK(lines("E1,P1,2020-05-01,设备费,x,,,,\n" + reversal + ",,\n" +
              "R1,P1,2020-06-01,设备费,-4,冲销,E1,2020-08-01,误\n") == "0");
}

TEST_CASE("Import changes: corrections of a spending line follow each other in one import") {
  const std::string header = "expense_id,project_id,on,head,amount,changed_on,change_reason\n";
  Store store = with_project();
  store.take({{"expenses", header + "E1,P1,2020-05-01,设备费,5,,\n"}});
  store.take({{"expenses", header + "E1,P1,2020-05-01,设备费,6,2020-08-01,更正\n"
                                    "E1,P1,2020-05-01,设备费,5,2020-09-01,原数无误\n"}});
  const auto amount = [&](std::string_view as_of) {
    return store.fold(as_of).project("P1")->expenses.amount[0];
  };
  CHECK(amount("2020-07-31") == Minor(500));
  CHECK(amount("2020-08-01") == Minor(600));
  CHECK(amount("2020-09-01") == Minor(500));
  CHECK(short_problems(
            store
                .import(
                    {{"expenses", header + "E1,P1,2020-05-01,设备费,7,2020-08-15,早于上次修改\n"}})
                .report) == Problems{"2:6 changed_on change_before_record"});
}

TEST_CASE(
    "Import changes: what has no day of its own is changed from no day before the last change") {
  const std::string header =
      "project_id,title,org_id,award,start_on,end_on,changed_on,change_reason\n";
  Store store = with_project();
  const auto row = [&](const std::string& award, const std::string& on) {
    return std::vector<File>{
        {"projects", header + "P1,Alpha,O1," + award + ",2020-01-01,2022-12-31," + on + ",调整\n"}};
  };
  store.take(row("1200", "2020-09-01"));
  CHECK(short_problems(store.import(row("1100", "2020-08-31")).report) ==
        Problems{"2:7 changed_on change_before_record"});
  store.take(row("1100", "2020-09-01"));
  CHECK(store.fold("2020-08-31").project("P1")->registered.award == Minor(100000));
  CHECK(store.fold("2020-09-01").project("P1")->registered.award == Minor(110000));
}

TEST_CASE("Import changes: an opinion that was not adopted becomes so with a day and a reason") {
  for (const std::string before : {"否", ""}) {
    CAPTURE(before);
    Store store = with_project();
    store.take({{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1," + before + ",,\n"}});
    const auto refused =
        store.import({{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,是,,\n"}});
    CHECK(short_problems(refused.report) == Problems{"2:6 adopted value_changed"});
    CHECK(refused.report.problems[0].refusal.argument("recorded") == "no");
    CHECK(refused.report.problems[0].refusal.argument("value") == "yes");
    CHECK(adoption(store) == "not adopted");
    const std::vector<File> adopted = {
        {"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,是,2023-09-01,专题会\n"}};
    store.take(adopted);
    CHECK(adoption(store, "2023-08-31") == "not adopted");
    CHECK(adoption(store) == "adopted 2023-09-01");
    CHECK(says_nothing_new(store, adopted));
    // Nor is it taken back, and given again, without a day; all of that may be on one day.
    CHECK(short_problems(
              store.import({{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,否,,\n"}})
                  .report) == Problems{"2:6 adopted value_changed"});
    store.take({{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,否,2023-09-01,误录\n"}});
    CHECK(adoption(store) == "not adopted");
    CHECK(says_nothing_new(store, adopted));
    store.take({{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,是,2023-10-01,再议\n"}});
    CHECK(adoption(store, "2023-09-30") == "not adopted");
    CHECK(adoption(store) == "adopted 2023-10-01");
    CHECK(short_problems(
              store
                  .import(
                      {{"opinions", opinions + "N1,P1,2023-05-01,2022-12-31,1,否,2023-04-30,早\n"}})
                  .report) == Problems{"2:7 changed_on change_before_record"});
  }
}

TEST_CASE("Import changes: adopted, not adopted and adopted on one day is adopted") {
  Store store = with_project();
  const std::string row = "N1,P1,2023-05-01,2022-12-31,1,";
  store.take({{"opinions", opinions + row + "是,,\n"}});
  CHECK(adoption(store) == "adopted 2023-05-01");
  store.take({{"opinions", opinions + row + "否,2023-09-01,误录\n"}});
  store.take({{"opinions", opinions + row + "是,2023-09-01,无误\n"}});
  CHECK(store.fold("2023-08-31").project("P1")->opinions[0].adopted);
  CHECK(store.fold("2023-09-01").project("P1")->opinions[0].adopted);
  CHECK(store.fold().project("P1")->irregular.empty());

  Store late = with_project();
  late.take({{"opinions", opinions + row + "否,,\n"}});
  const std::vector<std::string> rows = {"是,2023-09-01,专题会\n", "否,2023-09-01,误录\n",
                                         "是,2023-09-01,无误\n"};
  for (const std::string& each : rows) late.take({{"opinions", opinions + row + each}});
  CHECK(adoption(late, "2023-08-31") == "not adopted");
  CHECK(adoption(late) == "adopted 2023-09-01");
  for (const std::string& each : rows) {
    CHECK(says_nothing_new(late, {{"opinions", opinions + row + each}}));
  }
}

TEST_CASE("Import changes: an adoption that the office stated is on record") {
  Store store = with_project();
  const std::string row = "N1,P1,2023-05-01,2022-12-31,1,";
  store.take({{"opinions", opinions + row + "否,,\n"}});
  store.append({SubjectKind::project, "P1"}, {day("2023-09-01"), OpinionAdopted{"N1", {}}, {}});
  CHECK(says_nothing_new(store, {{"opinions", opinions + row + "是,,\n"}}));
  CHECK(short_problems(store.import({{"opinions", opinions + row + "否,,\n"}}).report) ==
        Problems{"2:6 adopted value_changed"});
  CHECK(adoption(store) == "adopted 2023-09-01");
}

TEST_CASE("Import changes: a blank is filled from the record's day on, or from the stated one") {
  const std::string expenses =
      "expense_id,project_id,on,head,amount,invoice_no,changed_on,change_reason\n";
  const auto begun = [&] {
    Store store = with_project();
    store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"},
                {"expenses", expenses + "E1,P1,2020-05-01,设备费,5,,,\n"}});
    return store;
  };
  const auto invoice = [](const Store& store, std::string_view as_of) {
    return std::string(store.fold(as_of).project("P1")->cold_lines()[0].span()[0].invoice_no);
  };
  Store store = begun();
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,first,,\n"},
              {"expenses", expenses + "E1,P1,2020-05-01,设备费,5,0042,,\n"}});
  CHECK(payment(store, "2020-02-01") == "O1 100000 first");
  CHECK(invoice(store, "2020-05-01") == "0042");

  Store later = begun();
  const std::vector<File> changed = {
      {"payments", payments + "Y1,P1,,2020-02-01,1000,first,2020-09-01,分期\n"},
      {"expenses", expenses + "E1,P1,2020-05-01,设备费,5,0042,2020-09-02,补票\n"}};
  const auto outcome = later.take(changed);
  for (const TableReport& each : outcome.report.tables) CHECK(each.changed == 1);
  CHECK(payment(later, "2020-08-31") == "O1 100000 ");
  CHECK(payment(later, "2020-09-01") == "O1 100000 first");
  CHECK(invoice(later, "2020-09-01").empty());
  CHECK(invoice(later, "2020-09-02") == "0042");
  CHECK(says_nothing_new(later, changed));
  CHECK(short_problems(
            begun()
                .import({{"payments", payments + "Y1,P1,,2020-02-01,1000,first,2020-01-31,早\n"}})
                .report) == Problems{"2:7 changed_on change_before_record"});
}

TEST_CASE("Import changes: a blank organisation is the lead, and another one is another value") {
  Store store = with_project();
  store.take(
      {{"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"},
       {"transfers", "transfer_id,project_id,on,to_org_id,amount\nT1,P1,2020-03-01,O2,100\n"}});
  CHECK(says_nothing_new(
      store,
      {{"payments", payments + "Y1,P1,O1,2020-02-01,1000,,,\n"},
       {"transfers",
        "transfer_id,project_id,on,from_org_id,to_org_id,amount\nT1,P1,2020-03-01,O1,O2,100\n"}}));
  const auto refused = store.import(
      {{"payments", payments + "Y1,P1,O2,2020-02-01,1000,,,\n"},
       {"transfers",
        "transfer_id,project_id,on,from_org_id,to_org_id,amount\nT1,P1,2020-03-01,O3,O2,100\n"}});
  CHECK(short_problems(refused.report) ==
        Problems{"2:3 org_id value_changed", "2:4 from_org_id value_changed"});
  CHECK(refused.report.problems[0].refusal.argument("recorded") == "O1");
  CHECK(refused.report.problems[0].refusal.argument("value") == "O2");
  store.take({{"payments", payments + "Y1,P1,O2,2020-02-01,1000,,2020-09-01,改付\n"}});
  CHECK(payment(store, "2020-08-31") == "O1 100000 ");
  CHECK(payment(store, "2020-09-01") == "O2 100000 ");
  // Rows of one import differ likewise; while the lead is not known, nothing is said.
  CHECK(short_problems(store
                           .import({{"payments", payments + "Y2,P1,,2020-02-01,1,,,\n"
                                                            "Y2,P1,O2,2020-02-01,1,,,\n"}})
                           .report) == Problems{"3:3 org_id rows_disagree"});
  Store unled;
  unled.take({{"projects", bursar_test::one_project},
              {"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"}});
  unled.take({{"payments", payments + "Y1,P1,O2,2020-02-01,1000,,,\n"}});
  CHECK(payment(unled, "2020-02-01") == "O2 100000 ");
}

TEST_CASE("Import changes: a value that becomes the earlier one again on the same day holds") {
  Store store = with_project();
  const std::vector<File> slip = {
      {"payments", payments + "Y1,P1,,2020-02-01,1200,,2020-08-01,回单\n"}};
  const std::vector<File> mistyped = {
      {"payments", payments + "Y1,P1,,2020-02-01,1100,,2020-08-01,误录\n"}};
  const std::vector<File> again = {
      {"payments", payments + "Y1,P1,,2020-02-01,1200,,2020-08-01,银行复核\n"}};
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1000,,,\n"}});
  store.take(slip);
  store.take(mistyped);
  CHECK(payment(store) == "O1 110000 ");
  CHECK(says_nothing_new(store, slip));  // the file that is on record, with its reason
  store.take(again);
  CHECK(payment(store, "2020-07-31") == "O1 100000 ");
  CHECK(payment(store, "2020-08-01") == "O1 120000 ");
  for (const auto& files : {slip, mistyped, again}) CHECK(says_nothing_new(store, files));
  CHECK(payment(store) == "O1 120000 ");
  // After a change of a later day, whatever was said of this one is on record, or too early.
  store.take({{"payments", payments + "Y1,P1,,2020-02-01,1400,,2020-09-01,再核\n"}});
  CHECK(says_nothing_new(
      store, {{"payments", payments + "Y1,P1,,2020-02-01,1200,,2020-08-01,另一说法\n"}}));
  CHECK(short_problems(
            store.import({{"payments", payments + "Y1,P1,,2020-02-01,1100,,2020-08-01,另一说法\n"}})
                .report) == Problems{"2:7 changed_on change_before_record"});
}

TEST_CASE("Import changes: what is said of a project, unit or person names it") {
  Store store;
  store.take(
      {led_by_o1, {"organisations", "org_id,name,status,status_on\nO1,甲,失联,2021-01-01\n"}});
  const auto outcome = store.import(
      {{"projects",
        "project_id,title,org_id,award,start_on,end_on\nP1,Beta,O1,1000,2020-01-01,2022-12-31\n"},
       {"organisations", "org_id,name,status,status_on\nO1,甲,注销,2021-01-01\n"}});
  std::vector<std::string> records;
  for (const auto& each : outcome.report.problems) {
    records.push_back(std::string(each.refusal.argument("record")));
  }
  CHECK(records == std::vector<std::string>{"projects:P1", "organisations:O1"});
}
