// Cells of a rule book and their values, as people read them.
#include <bursar/policy/labels.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "policy/cell_reader.hpp"

using namespace bursar;

namespace {

RuleBook shenzhen() { return RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value(); }

/// The paths of all cells of a book.
std::vector<std::string> all_cells(const RuleBook& book) {
  std::vector<std::string> cells;
  const auto under = [&](const std::string& scope) {
    return [&cells, scope](std::string_view name, const auto&, auto, bool) {
      cells.push_back(scope + "." + std::string(name));
    };
  };
  for (const Regime& regime : book.regimes()) {
    policy::each_cell_of_regime(regime, under(regime.id));
    for (const auto& [name, cell] : regime.parameters) cells.push_back(regime.id + "." + name);
    for (const OutcomeRow& row : regime.outcomes) {
      policy::each_cell_of_row(row, under(regime.id + "." + row.outcome));
    }
  }
  for (const ProcedureParameter& each : book.procedures()) {
    cells.push_back("procedure." + each.name);
  }
  return cells;
}

}  // namespace

TEST_CASE("Cell labels: every cell of the pack that comes with the library has a name") {
  const RuleBook book = shenzhen();
  const auto cells = all_cells(book);
  CHECK(cells.size() > 100);
  for (const std::string& cell : cells) {
    INFO(cell);
    const Wording name = cell_wording(book, cell);
    const std::string last = cell.substr(cell.rfind('.') + 1);
    CHECK(name.zh.find(last) == std::string::npos);
    CHECK(name.en != name.zh);
  }
}

TEST_CASE("Cell labels: regime, outcome and cell, and the value with its unit") {
  const RuleBook book = shenzhen();
  const Wording interest = cell_wording(book, "cn-shenzhen-2018.failed.interest");
  CHECK(interest.zh == book.regime("cn-shenzhen-2018")->title_zh + "，不通过：孳息");
  CHECK(interest.en == book.regime("cn-shenzhen-2018")->title_en + ", failed: interest");
  CHECK(cell_wording(book, "procedure.refund_days").zh == "送达后退款期限");
  CHECK(cell_wording(book, "elsewhere.failed.odd").en == "elsewhere, failed: odd");
  const auto value = [&](std::string_view cell, std::string_view text) {
    const Wording wording = cell_value_wording(book, cell, text);
    return wording.zh + " | " + wording.en;
  };
  CHECK(value("a.failed.interest", "return") == "退回 | returned");
  CHECK(value("a.payables_count", "false") == "否 | no");
  CHECK(value("a.overdue_bars_leader", "1") == "是 | yes");
  CHECK(value("a.in_force_from", "2021-01-15") == "2021-01-15 | 2021-01-15");
  CHECK(value("a.member_strikes", "3") == "3次 | 3 times");
  CHECK(value("a.panel_from_minor", "100000000") == "1,000,000.00 CNY | 1,000,000.00 CNY");
  CHECK(value("procedure.refund_days", "15") == "15日 | 15 days");
  CHECK(value("procedure.demand_working_days", "10") == "10个工作日 | 10 working days");
  CHECK(value("procedure.late_charge_cap_percent", "100") == "100% | 100%");
  CHECK(value("procedure.late_charge_per_day_millionths", "500") == "百万分之500 | 500 millionths");
  CHECK(value("procedure.court_application_months", "1") == "1个月 | 1 month");
}
