// Settlements as JSON, as lines and as text for people.
#include <bursar/clawback/settlement_json.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::only;
using test::shenzhen;

namespace {

/// A failed project of 2019 with everything in it: floor, decision, repayments.
Maker full() {
  Maker maker;
  maker.pay(100'000).bounce(1'000).spend(60'000).spend(5'000, "2020-01-15");
  maker.opine(2'000, 0, 300).report_no = "R-7";
  maker.conclude(Outcome::failed).project.registered.contract_deposit = Minor(50'000);
  maker.decide(DecisionKind::recover).principal = Minor(49'000);
  maker.repay(9'000);
  return maker;
}

std::string keys(const boost::json::object& object) {
  std::string text;
  for (const auto& member : object) text += std::string(member.key()) + " ";
  return text;
}

const SettlementLine& line(const SettlementStatement& it, std::string_view code) {
  for (const SettlementLine& each : it.lines) {
    if (each.code == code) return each;
  }
  throw std::runtime_error("no line " + std::string(code));
}

}  // namespace

TEST_CASE("Lines: every step with its formula, its source and how sure it is") {
  const SettlementStatement it = only(full().project, shenzhen());
  std::string codes;
  for (const SettlementLine& each : it.lines) {
    codes += each.code + " ";
    CHECK_FALSE(each.basis.empty());
    CHECK_FALSE(each.basis_zh.empty());
    CHECK(settlement_line_title(each.code, Language::zh) != each.code);
    CHECK(settlement_line_title(each.code, Language::en) !=
          settlement_line_title(each.code, Language::zh));
  }
  CHECK(codes ==
        "R.payments R.bounced R E O D A P I X N S V return.N return.S-N return.I G floor kept left "
        "due_back decided ");
  CHECK(line(it, "R").formula ==
        "R = R.payments - R.bounced + R.passed_in - R.passed_on = 100000 - 1000 + 0 - 0 = 99000");
  CHECK(line(it, "E").formula == "T0 2018-01-01 <= day <= ref 2019-12-31: E = 60000");
  CHECK(line(it, "D").basis == "opinion R-7");
  CHECK(line(it, "N").formula ==
        "N = max(0, R - E - O - P) = max(0, 99000 - 60000 - 5000 - 0) = 34000");
  CHECK(line(it, "return.S-N").formula == "return.S-N = S - N = 41000 - 34000 = 7000");
  CHECK(line(it, "return.N").status == CellStatus::derived);
  CHECK(line(it, "floor").status == CellStatus::seen);
  CHECK(line(it, "floor").formula == "due_back + floor = 41300 + 8700 <= R + I = 99000 + 300");
  CHECK(line(it, "left").formula == "left = min(R, A + P) - U - floor = 58000 - 0 - 8700 = 49300");
  CHECK(line(it, "due_back").formula ==
        "due_back = return.N + return.S-N + return.I + floor = 34000 + 7000 + 300 + 8700 = 50000");
  CHECK(line(it, "due_back").status == CellStatus::derived);
  CHECK(line(it, "decided").amount == Minor(49'000));
}

TEST_CASE("Lines: an assumed cell makes the result assumed") {
  Maker maker;
  maker.regime("cn-shenzhen-2018").pay(1000).spend(10).conclude(Outcome::failed).opine(0, 0, 5);
  const SettlementStatement it =
      only(maker.project, shenzhen("cn-shenzhen-2018.failed.interest = \"return\""));
  CHECK(line(it, "return.I").status == CellStatus::assumed);
  CHECK(line(it, "due_back").status == CellStatus::assumed);
  CHECK(line(it, "return.N").status == CellStatus::seen);
}

TEST_CASE("Lines: of a revoked project, of recovered use, of cleared payables, of transfers") {
  const auto codes = [](const Maker& maker, std::string_view assumptions) {
    std::string text;
    const SettlementReport report = settle_project(maker.project, shenzhen(assumptions));
    for (const SettlementLine& each : report.settlements.at(0).lines) {
      CHECK(settlement_line_title(each.code, Language::zh) != each.code);
      text += each.code + " ";
    }
    return text;
  };
  Maker revoked;
  revoked.pay(1000).spend(10).decide(DecisionKind::revoke);
  CHECK(
      codes(revoked, "each.revoked.whole_grant = \"return\"").find("return.R kept left due_back") !=
      std::string::npos);
  Maker used;
  used.regime("cn-shenzhen-2020").pay(1000).spend(900).conclude(Outcome::failed);
  used.decide(DecisionKind::recover).used_recovered = Minor(50);
  CHECK(codes(used, "").find("return.N U kept") != std::string::npos);
  Maker cleared;
  cleared.pay(1000).spend(900).conclude(Outcome::passed).opine(0, 50);
  cleared.spend(20, "2020-01-10", "", Source::grant, cleared.accrue(50));
  cleared.transfer(10, "lead", "partner");
  const std::string text = codes(cleared, "each.payables_count = true");
  CHECK(text.find("R.payments R.passed_on R E O C D") != std::string::npos);
  CHECK(text.find("keep.N") != std::string::npos);
}

TEST_CASE("JSON: bursar.settlement/1 has the members of the contract, in their order") {
  Maker running;
  running.project.id = ProjectId("P-9");
  SettlementReport report = settle_project(full().project, shenzhen());
  Maker broken;
  broken.project.id = ProjectId("P-2");
  const SettlementReport other =
      settle_project(broken.pay(5).conclude(Outcome::passed).project, shenzhen());
  report.not_settled = other.not_settled;
  const RuleBook rules = shenzhen("each.publicity_days = 10");
  const std::string text = settlement_json(report, rules, day("2021-01-31"));
  const boost::json::object root = boost::json::parse(text).as_object();
  CHECK(keys(root) == "schema as_of assumptions settlements not_settled ");
  CHECK(root.at("schema").as_string() == "bursar.settlement/1");
  CHECK(root.at("as_of").as_string() == "2021-01-31");
  CHECK(root.at("assumptions").as_array().size() == 2);
  CHECK(root.at("assumptions").as_array()[0].as_object().at("cell").as_string() ==
        "cn-shenzhen-2018.publicity_days");
  const boost::json::object& it = root.at("settlements").as_array().at(0).as_object();
  CHECK(keys(it) ==
        "project_id org_id source regime outcome cut_off reference_on figures currency "
        "received_minor in_period_minor outside_minor disallowed_minor recognised_minor "
        "payables_minor unspent_minor surplus_minor overspent_minor interest_minor "
        "asset_proceeds_minor used_recovered_minor floor_minor kept_minor left_minor "
        "due_back_minor decided_minor repaid_minor outstanding_minor credit_minor lines ");
  CHECK(it.at("figures").as_string() == "audited");
  CHECK(it.at("due_back_minor").as_int64() == 50'000);
  CHECK(it.at("decided_minor").as_int64() == 49'000);
  CHECK(it.at("repaid_minor").as_int64() == 9'000);
  CHECK(it.at("outstanding_minor").as_int64() == 40'000);
  CHECK(it.at("credit_minor").as_int64() == 0);
  CHECK(keys(it.at("lines").as_array().at(0).as_object()) ==
        "code amount_minor formula basis status ");
  const boost::json::object& refused = root.at("not_settled").as_array().at(0).as_object();
  CHECK(keys(refused) == "project_id org_id source refusal detail ");
  CHECK(refused.at("refusal").as_string() == "spending_unknown");
}

TEST_CASE("JSON: without a decision decided_minor is null, too much repaid is credit") {
  Maker maker = full();
  maker.project.decisions.clear();
  maker.repay(45'000);
  const std::string text = settlement_json(settle_project(maker.project, shenzhen()), shenzhen(),
                                           day("2021-01-31"), JsonWriter::Layout::compact);
  const boost::json::value root = boost::json::parse(text);
  const boost::json::object& it = root.at("settlements").at(0).as_object();
  CHECK(it.at("decided_minor").is_null());
  CHECK(it.at("repaid_minor").as_int64() == 50'000);
  CHECK(it.at("outstanding_minor").as_int64() == 0);
  CHECK(it.at("credit_minor").as_int64() == 4'000);
}

TEST_CASE("Explained: in Chinese and in English, every figure with its source") {
  const SettlementStatement it = only(full().project, shenzhen());
  const std::string en = explain(it, Language::en);
  CHECK(
      en.starts_with("project P-1, organisation lead, source grant\n"
                     "regime cn-shenzhen-2019, outcome failed, K 2020-03-01, ref 2019-12-31, "
                     "audited\n"));
  CHECK(en.find("  due_back due back 500.00\n") != std::string::npos);
  CHECK(en.find("the decision differs from the proposal") != std::string::npos);
  CHECK(en.find("  outstanding 400.00\n") != std::string::npos);
  // Formulas in units too; the days, and the 0 below which nothing goes, stay.
  CHECK(en.find(
            "    N = max(0, R - E - O - P) = max(0, 990.00 - 600.00 - 50.00 - 0.00) = 340.00\n") !=
        std::string::npos);
  CHECK(en.find("    T0 2018-01-01 <= day <= ref 2019-12-31: E = 600.00\n") != std::string::npos);
  const std::string zh = explain(it, Language::zh);
  CHECK(
      zh.starts_with("项目P-1 单位lead 来源财政资金\n"
                     "规则cn-shenzhen-2019 结论不通过 截止日K 2020-03-01 "));
  CHECK(zh.find("应退合计 500.00") != std::string::npos);
  CHECK(zh.find("    日期 < T0 2018-01-01 或 ref 2019-12-31 < 日期 <= K 2020-03-01: O = 50.00\n") !=
        std::string::npos);
  CHECK(zh.find("[推得]") != std::string::npos);
  CHECK(zh.find("处理决定与结算建议不一致") != std::string::npos);
}

namespace {

/// Two words of English, one behind the other.
bool has_english(std::string_view text) {
  const auto letters = [](std::string_view two) {
    return two.size() == 2 && two[0] >= 'a' && two[0] <= 'z' && two[1] >= 'a' && two[1] <= 'z';
  };
  for (std::size_t at = 2; at < text.size(); ++at) {
    if (text[at] == ' ' && letters(text.substr(at - 2, 2)) && letters(text.substr(at + 1, 2))) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("Explained: in Chinese nothing is English but letters, codes and ids") {
  CHECK(has_english("应退 due back"));
  const auto check = [](const Maker& maker, std::string_view assumptions, std::string_view code) {
    const SettlementStatement it = only(maker.project, shenzhen(assumptions));
    (void)line(it, code);  // it is there
    const std::string zh = explain(it, Language::zh);
    CAPTURE(zh);
    CHECK_FALSE(has_english(zh));
  };
  check(full(), "", "floor");
  Maker beyond = full();
  beyond.project.registered.contract_deposit = Minor(500'000);
  check(beyond, "", "floor.missing");
  Maker kept;
  kept.regime("cn-shenzhen-2018").pay(1000).spend(400).conclude(Outcome::passed);
  check(kept, "", "keep.until");
  Maker cleared;
  cleared.pay(1000).spend(900).conclude(Outcome::passed).opine(0, 50);
  cleared.spend(20, "2020-01-10", "", Source::grant, cleared.accrue(50));
  check(cleared, "each.payables_count = true", "C");
  Maker accounts;
  accounts.pay(1000).conclude(Outcome::passed).opine(0);
  accounts.final_account(700, accounts.project.opinions[0].opinion_id).final_account(300);
  check(accounts, "", "E.left_out");
}
