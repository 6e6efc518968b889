#include "audit_support.hpp"

#include <bursar/audit/findings_json.hpp>
#include <bursar/exchange/findings_csv.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace bursar;
using namespace bursar::test;

namespace {

/// One finding, from an imported row.
AuditRun small_run() {
  ProjectBuilder builder("P-1");
  builder.period("2020-01-01", "2020-12-31");
  Spent late;
  late.id = "E1";
  late.on = day("2021-02-01");
  late.amount = 123'456;
  late.line = 7;
  builder.spent(late);
  RuleSet rules = only(spending_outside_period());
  rules.add(paid_more_than_approved()).value();
  return run(rules, {builder.build()}, day("2021-12-31"));
}

}  // namespace

TEST_CASE("findings_json: the whole text of a small run") {
  const AuditRun found = small_run();
  const std::string zero(64, '0');
  const std::string expected =
      R"({"schema":"bursar.findings/1","as_of":"2021-12-31","journal_head":"sha256:)" + zero +
      R"(","complete":true,"rules":[{"id":"paid_more_than_approved","revision":1,"status":"no_data",)"
      R"("population":0,"not_checked":0,"findings":0},{"id":"spending_outside_period","revision":1,)"
      R"("status":"ran","population":1,"not_checked":0,"findings":1}],"findings":[{)"
      R"("rule":"spending_outside_period","revision":1,"severity":"high","project_id":"P-1",)"
      R"("subject":"E1","amount_minor":123456,"currency":"CNY","message":{)"
      R"("zh":"支出E1（2021-02-01，1,234.56 CNY）晚于合同结束日2020-12-31",)"
      R"("en":"expense E1 (2021-02-01, 1,234.56 CNY) lies after the contract's end 2020-12-31"},)"
      R"("basis":["docs/audit.md, spending_outside_period"],"evidence":[{"kind":"expense",)"
      R"("project_id":"P-1","id":"E1","head":"business","on":"2021-02-01","amount_minor":123456,)"
      R"("questioned_minor":123456,"position":10,"ordinal":0,"file":0,"line":7},)"
      R"({"kind":"made_from","parameters":{},"portfolio":")" +
      found.portfolio.text() + R"("}],"fingerprint":")" + found.findings[0].fingerprint.text() +
      R"("}],"totals":[{"project_id":"P-1","gross_questioned_minor":123456,)"
      R"("net_questioned_minor":123456}]})";
  CHECK(findings_json(found, JsonWriter::Layout::compact) == expected);
}

TEST_CASE("findings_json: the indented form says the same, and names parameters") {
  ProjectBuilder builder("P-1");
  builder.budget(Head::labour, 1);
  Spent line;
  line.id = "E1";
  line.on = day("2020-02-01");
  line.head = Head::labour;
  line.amount = 5;
  builder.spent(line);
  const AuditRun found = run(head_overspent(10).value(), builder);
  const boost::json::value indented = boost::json::parse(findings_json(found));
  CHECK(indented == boost::json::parse(findings_json(found, JsonWriter::Layout::compact)));
  const auto& evidence = indented.at("findings").at(0).at("evidence").as_array();
  CHECK(evidence.back().at("parameters").at("tolerance_percent") == "10");
  CHECK(indented.at("findings").at(0).at("amount_minor").as_int64() == 4);
}

TEST_CASE("findings_json: a failed rule makes the run incomplete") {
  ProjectBuilder builder("P1");
  builder.paid(std::numeric_limits<std::int64_t>::max()).paid(1);
  const AuditRun found = run(paid_more_than_approved(), builder);
  const boost::json::value json = boost::json::parse(findings_json(found));
  CHECK(json.at("complete") == false);
  CHECK(json.at("rules").at(0).at("status") == "failed");
  CHECK(json.at("findings").at(0).at("severity") == "blocking");
  CHECK(json.at("findings").at(0).at("project_id") == "");
}

TEST_CASE("findings_csv: a header, a row a finding, and no formula that a spreadsheet would run") {
  AuditRun found = small_run();
  found.findings[0].subject = "=1+1";
  found.findings[0].arguments[1].text.en = "a \"quoted\" one";
  const std::string csv = findings_csv(found, Language::en, {CsvEncoding::utf8}).value();
  CHECK(
      csv.starts_with("rule,revision,severity,project_id,subject,amount,currency,message,basis,"
                      "fingerprint\r\nspending_outside_period,1,high,P-1,\"'=1+1\",1234.56,CNY,"));
  CHECK(csv.find("\"expense a \"\"quoted\"\" one (2021-02-01, 1,234.56 CNY) lies after") !=
        std::string::npos);
  CHECK(csv.ends_with("\r\n"));
}
