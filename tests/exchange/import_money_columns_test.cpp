// What decides about money and is not said, or is said where nobody looks: it is told, or refused.
#include "import_fixture.hpp"

#include <map>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::find_notice;
using bursar_test::one_project;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

/// Payments of one project, with one more column.
std::vector<File> payments(const std::string& header, const std::string& first,
                           const std::string& second) {
  return {{"projects", one_project},
          {"payments", "拨款编号,项目编号,拨款日期,拨款金额（元）," + header +
                           "\nY1,P1,2020-02-01,600," + first + "\nY2,P1,2020-03-01,100," + second +
                           "\n"}};
}

ImportProfile profile(const std::string& text) {
  return ImportProfile::from_toml("schema = \"bursar.profile/1\"\nname = \"test\"\n" + text)
      .value();
}

const std::string payments_profile = R"(
[[tables]]
kind = "payments"
ignore = IGNORED
[tables.fields]
payment_id = "拨款编号"
project_id = "项目编号"
on = "拨款日期"
amount = "拨款金额（元）"
)";

}  // namespace

TEST_CASE("Money columns: what people call the direction of a payment is the direction") {
  for (const std::string header :
       {"direction", "方向", "类型", "收付", "收付类型", "收支", "拨付状态", "状态", "交易类型"}) {
    CAPTURE(header);
    for (const std::string bounced : {"bounced", "退票", "退汇", "退回", "冲正", "支付失败"}) {
      CAPTURE(bounced);
      Store store;
      store.take(payments(header, "拨付", bounced));
      const Portfolio folded = store.fold();
      CHECK(folded.project("P1")->payments[0].direction == PaymentDirection::to_grantee);
      CHECK(folded.project("P1")->payments[1].direction == PaymentDirection::bounced);
    }
  }
}

TEST_CASE("Money columns: a blank direction is a payment, a word that is none is refused") {
  Store store;
  store.take(payments("方向", "", "拨付"));
  CHECK(store.fold().project("P1")->payments[0].direction == PaymentDirection::to_grantee);
  Store other;
  // A refund by a unit is a repayment, and never a payment that bounced.
  const auto outcome = other.import(payments("状态", "审批中", "退款"));
  REQUIRE(short_problems(outcome.report) ==
          Problems{"2:5 direction text_unknown", "3:5 direction text_unknown"});
  CHECK(outcome.report.problems[0].text(Language::zh).find("to_grantee (拨付), bounced (退票)") !=
        std::string::npos);
}

TEST_CASE("Money columns: an unknown column that says so refuses the row") {
  Store store;
  const auto outcome = store.import(payments("情况", "正常", "退票"));
  REQUIRE(short_problems(outcome.report) == Problems{"3:5 direction money_column_unmapped"});
  CHECK(outcome.report.problems[0].header == "情况");
  CHECK(outcome.report.problems[0].value == "退票");
  CHECK(outcome.report.problems[0].refusal.argument("meaning") == "bounced");
  CHECK_FALSE(outcome.appended.has_value());
  // And all else that is wrong with the row is told with it, each thing once.
  const auto more = store.import(
      {{"projects", "项目编号,项目名称,资助金额（元）,起止日期\nP2,B,1,2020.12-2019.01\n"},
       {"payments", "拨款编号,项目编号,拨款日期,拨款金额（元）,情况\nY3,P9,昨天,x,退票\n"}});
  CHECK(short_problems(more.report) ==
        Problems{"2:4 start_on date_range_reversed", "2:2 project_id project_unknown",
                 "2:3 on date_malformed", "2:4 amount amount_malformed",
                 "2:5 direction money_column_unmapped"});
}

TEST_CASE("Money columns: each kind has words that must not get lost in a remark") {
  struct Case {
    std::string kind, header, row, field;
  };
  const std::vector<Case> cases = {
      {"expenses", "expense_id,project_id,on,head,amount", "E1,P1,2020-02-01,设备费,5,冲销",
       "kind"},
      {"expenses", "expense_id,project_id,on,head,amount", "E1,P1,2020-02-01,设备费,5,自筹资金",
       "source"},
      {"budget", "project_id,head,amount", "P1,设备费,5,自筹", "source"},
      {"decisions", "decision_id,project_id,kind,decided_on", "D1,P1,追缴,2023-01-01,撤回",
       "status"},
      {"repayments", "repayment_id,project_id,payer_org_id,on,amount", "R1,P1,O1,2023-01-01,5,罚款",
       "part"}};
  for (const Case& each : cases) {
    CAPTURE(each.kind, each.field);
    Store store;
    store.take({{"projects", one_project}});
    const File file{each.kind, each.header + ",附注\n" + each.row + "\n"};
    const auto outcome = store.import({file});
    REQUIRE(outcome.report.problems.size() == 1);
    CHECK(outcome.report.problems[0].refusal.code() == Code::money_column_unmapped);
    CHECK(outcome.report.problems[0].field == each.field);
    CHECK(outcome.report.problems[0].header == "附注");
  }
}

TEST_CASE("Money columns: unknown columns of such a file are a warning that says what was taken") {
  Store store;
  const auto outcome = store.take(payments("情况", "正常", ""));
  const auto* notice = find_notice(outcome.report, NoticeCode::money_columns_unknown);
  REQUIRE(notice != nullptr);
  CHECK(notice->is_warning());
  CHECK(notice->file == "payments.csv");
  CHECK(notice->detail == "情况");
  CHECK(notice->assumed == "direction=to_grantee, source=grant");
  CHECK(notice->text(Language::zh).find("direction=to_grantee") != std::string::npos);
  CHECK(find_notice(outcome.report, NoticeCode::columns_kept_as_remarks) == nullptr);
  // Nothing is assumed where the file says it.
  Store said;
  const auto stated = said.take(payments("方向,资金来源,情况", "拨付,财政资金,正常", "退票,,"));
  REQUIRE(find_notice(stated.report, NoticeCode::money_columns_unknown) != nullptr);
  CHECK(find_notice(stated.report, NoticeCode::money_columns_unknown)->assumed.empty());
}

TEST_CASE("Money columns: a profile says what such a column means, or that it means nothing") {
  const auto with = [](const std::string& ignored, const std::string& more) {
    std::string text = payments_profile;
    text.replace(text.find("IGNORED"), 7, ignored);
    return profile(text + more);
  };
  const std::vector<File> files = payments("情况", "正常", "退票");
  Store store;
  store.take({files[0]});
  auto options = Store::options();
  const ImportProfile silent = with("[]", "");
  options.profile = &silent;
  CHECK(short_problems(store.import({files[1]}, options).report) ==
        Problems{"3:5 direction money_column_unmapped"});
  const ImportProfile mapped =
      with("[]",
           "direction = { column = \"情况\", map = { \"正常\" = \"to_grantee\", \"退票\" = "
           "\"bounced\" } }\n");
  options.profile = &mapped;
  store.take({files[1]}, options);
  CHECK(store.fold().project("P1")->payments[1].direction == PaymentDirection::bounced);
  Store other;
  other.take({files[0]});
  const ImportProfile ignoring = with("[\"情况\"]", "");
  options.profile = &ignoring;
  other.take({files[1]}, options);
  CHECK(other.fold().project("P1")->payments[1].direction == PaymentDirection::to_grantee);
}

TEST_CASE("Money columns: a profile's second kind of a file is guarded like its first") {
  const ImportProfile given = profile(R"(
[[tables]]
input = "ledger"
kind = "projects"
[tables.fields]
project_id = "项目"
title = "名称"
award = { column = "资助", unit = "元" }
period = "期间"

[[tables]]
input = "ledger"
kind = "payments"
where = [ { column = "拨款", blank = false } ]
[tables.fields]
payment_id = { template = "Y-{项目}" }
project_id = "项目"
on = "拨款日"
amount = { column = "拨款", unit = "元" }
)");
  Store store;
  auto options = Store::options();
  options.profile = &given;
  const auto outcome = store.import({{"ledger",
                                      "项目,名称,资助,期间,拨款日,拨款,说明\n"
                                      "P1,甲,5,2018.01-2020.12,2018-02-01,5,退汇\n"}},
                                    options);
  CHECK(short_problems(outcome.report) == Problems{"2:7 direction money_column_unmapped"});
}

TEST_CASE("Money columns: a debit is spending, a credit is a reversal and must be negative") {
  Store store;
  const std::string header = "支出编号,项目编号,日期,科目,金额（元）,借贷方向\n";
  const auto outcome = store.import(
      {{"projects", one_project},
       {"expenses", header + "E1,P1,2020-02-01,设备费,6,借\nE2,P1,2020-02-01,设备费,6,贷\n"}});
  CHECK(short_problems(outcome.report) == Problems{"3:5 amount reversal_not_negative"});
}

TEST_CASE("Day of the import: a status without its day is told by file and line") {
  Store store;
  const std::string header = "decision_id,project_id,kind,decided_on,status,status_on\n";
  const std::vector<File> files = {
      {"projects", one_project},
      {"organisations",
       "org_id,name,status,status_on\nO1,甲,失联,\nO2,乙,失联,2021-05-01\nO3,丙,,\n"},
      {"decisions", header + "D1,P1,追缴,2023-01-10,撤回,2023-02-01\nD2,P1,追缴,2023-01-11,撤回,\n"
                             "D3,P1,追缴,2023-01-12,有效,\nD4,P1,追缴,2023-01-13,,\n"},
      {"notices",
       "notice_id,project_id,addressee,kind,issued_on,response,response_on\n"
       "M1,P1,O1,催办,2023-02-01,陈述,\nM2,P1,O1,催办,2023-02-01,陈述,2023-02-09\n"},
      {"changes",
       "change_id,project_id,kind,requested_on\nH1,P1,指标变更,\nH2,P1,指标变更,2021-01-01\n"}};
  const auto outcome = store.take(files);
  std::map<std::string, std::pair<std::string, std::vector<std::size_t>>> told;
  for (const ImportNotice& each : outcome.report.notices) {
    if (each.code != NoticeCode::day_of_import_taken) continue;
    CHECK(each.is_warning());
    CHECK(each.assumed == "2024-06-30");
    told[each.file] = {each.detail, each.lines};
  }
  CHECK(told == decltype(told){{"organisations.csv", {"status_on", {2}}},
                               {"decisions.csv", {"status_on", {3}}},
                               {"notices.csv", {"response_on", {2}}},
                               {"changes.csv", {"requested_on", {2}}}});
  const auto* notice = find_notice(outcome.report, NoticeCode::day_of_import_taken);
  REQUIRE(notice != nullptr);
  CHECK(notice->text(Language::en).find("2024-06-30") != std::string::npos);
  // And so it is: in force until the day before, withdrawn from the day on.
  CHECK(store.fold("2024-06-29").project("P1")->decisions[1].status == DecisionStatus::in_force);
  CHECK(store.fold("2024-06-30").project("P1")->decisions[1].status == DecisionStatus::withdrawn);
  CHECK(store.fold("2023-02-01").project("P1")->decisions[0].status == DecisionStatus::withdrawn);
  // What is on record is not told again.
  const auto again = store.take(files);
  CHECK(find_notice(again.report, NoticeCode::day_of_import_taken) == nullptr);
}

TEST_CASE("Day of the import: rows that are refused take no effect, and are not told of") {
  Store store;
  auto options = Store::options();
  options.accept_good = true;
  const auto outcome = store.import(
      {{"projects", one_project},
       {"decisions",
        "decision_id,project_id,kind,decided_on,principal,status\nD1,P1,追缴,2023-01-10,x,撤回\n"}},
      options);
  CHECK(outcome.report.rejected_rows == 1);
  CHECK(find_notice(outcome.report, NoticeCode::day_of_import_taken) == nullptr);
}
