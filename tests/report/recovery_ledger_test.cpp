#include <bursar/exchange/csv_reader.hpp>
#include <bursar/exchange/csv_writer.hpp>

#include <limits>

#include "report_fixture.hpp"

using namespace report_test;

namespace {

std::string cell(const LedgerRow& row, std::string_view column) {
  for (std::size_t i = 0; i < recovery_ledger_columns.size(); ++i) {
    if (recovery_ledger_columns[i] == column) return row[i].content;
  }
  throw std::logic_error("no column " + std::string(column));
}

std::vector<LedgerRow> ledger() {
  static const Files files;
  static const Made made(files);
  return recovery_ledger(made.portfolio, made.recovery);
}

}  // namespace

TEST_CASE("Ledger: the columns are those of the form, in their order") {
  std::string head;
  for (const std::string_view column : recovery_ledger_columns) {
    head += (head.empty() ? "" : ",") + std::string(column);
  }
  CHECK(head ==
        "序号,项目编号,名称,单位,信用代码,负责人,合同起止,资助,已拨,批次,结论,文号,送达日,应退结余,"
        "孳息,"
        "追回已用,应退合计,缴款期限,已退,缴款凭证号,未退,逾期天数,当前步骤,下一步及期限,经办人");
}

TEST_CASE("Ledger: a claim with its figures, papers, people and days") {
  const LedgerRow row = ledger().at(0);
  CHECK(cell(row, "序号") == "1");
  CHECK(cell(row, "项目编号") == "P-1");
  CHECK(cell(row, "单位") == "深圳市澜屿光电科技有限公司");
  CHECK(cell(row, "信用代码") == "91440300MAY100376Q");
  CHECK(cell(row, "负责人") == "林知行");
  CHECK(cell(row, "合同起止") == "2018-01-01至2019-12-31");
  CHECK(cell(row, "资助") == "1000000.00");
  CHECK(cell(row, "已拨") == "1000000.00");
  CHECK(cell(row, "批次") == "2020年第一批");
  CHECK(cell(row, "结论") == "不通过");
  CHECK(cell(row, "文号") == "示深科处〔2020〕1号");
  CHECK(cell(row, "送达日") == "2020-05-12");
  CHECK(cell(row, "应退结余") == "447000.00");
  CHECK(cell(row, "孳息") == "3000.00");
  CHECK(cell(row, "追回已用") == "0.00");
  CHECK(cell(row, "应退合计") == "450000.00");
  CHECK(cell(row, "缴款期限") == "2020-06-30");
  CHECK(cell(row, "已退") == "200000.00");
  CHECK(cell(row, "缴款凭证号") == "JK-TK-1、JK-TK-2");
  CHECK(cell(row, "未退") == "250000.00");
  CHECK(cell(row, "逾期天数") == "184");
  CHECK(cell(row, "当前步骤") == "已到期");
  CHECK(cell(row, "下一步及期限").starts_with("催告"));
  CHECK(cell(row, "经办人") == "温则诚");
}

TEST_CASE(
    "Ledger: what assets brought stands with the surplus, and an assumed day is said to be one") {
  Files files;
  files.set_no_day();
  DecisionMade more;
  more.decision_id = "JD-7";
  more.payer_org_id = OrgId("O-1");
  more.asset_proceeds = Minor(20'000'00);
  files.state("P-1", day(2020, 7, 3), more);
  const WorkCalendar calendar = WorkCalendar::bundled("cn").value();
  const Made made(files, &calendar);
  const LedgerRow row = recovery_ledger(made.portfolio, made.recovery).at(0);
  CHECK(cell(row, "应退结余") == "470000.00");
  CHECK(cell(row, "孳息") == "0.00");
  CHECK(cell(row, "追回已用") == "0.00");
  CHECK(cell(row, "应退合计") == "470000.00");
  CHECK(cell(row, "缴款期限") == "2020-07-21");
  CHECK(cell(row, "下一步及期限").ends_with("（缴款期限为单位假设）"));
  CHECK_FALSE(cell(ledger().at(0), "下一步及期限").ends_with("假设）"));
}

TEST_CASE("Ledger: a late charge, which has no column, stands behind the next step") {
  const Files files;
  Made made(files);
  made.recovery.claims[0].late_charge =
      LateCharge{Minor(9'500'00), Minor(500'00), false, "", "", CellStatus::assumed};
  const LedgerRow row = recovery_ledger(made.portfolio, made.recovery).at(0);
  CHECK(cell(row, "下一步及期限").ends_with("；滞纳金9,500.00：已缴500.00，未缴9,000.00"));
  CHECK(cell(ledger().at(0), "下一步及期限").find("滞纳金") == std::string::npos);
}

TEST_CASE("Ledger: what was paid beyond what can be counted is said, and hides no other claim") {
  Files files;
  files.pay("P-1", "HUGE", std::numeric_limits<std::int64_t>::max());
  const Made made(files);
  const auto rows = recovery_ledger(made.portfolio, made.recovery);
  REQUIRE(rows.size() == made.recovery.claims.size());
  CHECK(cell(rows.at(0), "项目编号") == "P-1");
  CHECK(cell(rows.at(0), "已拨") == "超出可计范围");
}

TEST_CASE("Ledger: amounts of another currency say which") {
  const Files files;
  Made made(files);
  for (ClaimPosition& claim : made.recovery.claims) claim.currency = *Currency::of("EUR");
  const LedgerRow row = recovery_ledger(made.portfolio, made.recovery).at(0);
  CHECK(cell(row, "应退合计") == "EUR 450000.00");
  CHECK(cell(ledger().at(0), "应退合计") == "450000.00");
}

TEST_CASE("Ledger: as a file, numbers stay numbers and no text becomes a formula") {
  CsvWriter csv;
  write_ledger(ledger(), csv);
  const std::string file = csv.finish().value();
  CHECK(file.starts_with("\xEF\xBB\xBF序号,项目编号"));
  CHECK(file.find("\"'=HYPERLINK(\"\"evil\"\")\"") != std::string::npos);
  CHECK(file.find(",450000.00,") != std::string::npos);
  CsvReader rows(std::string_view(file).substr(3));
  std::size_t count = 0;
  while (rows.next()) {
    CHECK(rows.size() == recovery_ledger_columns.size());
    ++count;
  }
  CHECK(count == ledger().size() + 1);
}
