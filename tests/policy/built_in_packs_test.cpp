// The pack that comes with the library, cell by cell against the table of docs/regimes.md.
#include <bursar/policy/rule_book.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>

using namespace bursar;

namespace {

RuleBook shenzhen() { return RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value(); }

/// "keep seen", "return derived", "? unknown".
std::string text(const Cell<Disposition>& cell) {
  return (cell.value ? std::string(word(*cell.value)) : "?") + " " + std::string(word(cell.status));
}
/// "yes seen", "no derived", "? unknown".
std::string text(const Cell<bool>& cell) {
  const char* const value = !cell.value ? "?" : *cell.value ? "yes" : "no";
  return value + (" " + std::string(word(cell.status)));
}

struct Row {
  const char* regime;
  const char* outcome;
  const char* unspent;
  const char* not_recognised;
  const char* interest;
  const char* asset_proceeds;
  const char* whole_grant;
  const char* floor;
  const char* used_money;
};

constexpr const char* K_seen = "keep seen";
constexpr const char* K_derived = "keep derived";
constexpr const char* R_seen = "return seen";
constexpr const char* R_derived = "return derived";
constexpr const char* unknown = "? unknown";
constexpr const char* no = "no derived";

constexpr Row table[] = {
    {"cn-shenzhen-2018", "passed", K_seen, R_derived, unknown, unknown, K_derived, no, no},
    {"cn-shenzhen-2018", "failed", R_seen, R_seen, unknown, unknown, K_derived, no, no},
    {"cn-shenzhen-2019", "passed", K_seen, R_derived, K_seen, unknown, K_derived, no, no},
    {"cn-shenzhen-2019", "failed", R_derived, R_derived, R_derived, unknown, K_derived, "yes seen",
     no},
    {"cn-shenzhen-2020", "passed", K_seen, R_derived, K_seen, unknown, K_derived, no, no},
    {"cn-shenzhen-2020", "passed_after_rectification", R_seen, R_seen, R_seen, unknown, K_derived,
     no, no},
    {"cn-shenzhen-2020", "closed_without_pass", R_seen, R_seen, R_seen, unknown, K_derived, no, no},
    {"cn-shenzhen-2020", "failed", R_seen, R_seen, R_seen, unknown, K_derived, no, "yes seen"},
};
/// The same in every regime.
constexpr Row each_row[] = {
    {"", "terminated", unknown, unknown, unknown, unknown, unknown, unknown, unknown},
    {"", "revoked", R_derived, R_derived, unknown, unknown, unknown, no, no},
};

void check_row(const OutcomeRow& row, const Row& expected) {
  CHECK(text(row.unspent) == expected.unspent);
  CHECK(text(row.not_recognised) == expected.not_recognised);
  CHECK(text(row.interest) == expected.interest);
  CHECK(text(row.asset_proceeds) == expected.asset_proceeds);
  CHECK(text(row.whole_grant) == expected.whole_grant);
  CHECK(text(row.floor_is_contract_deposit) == expected.floor);
  CHECK(text(row.used_money_by_decision) == expected.used_money);
}

}  // namespace

TEST_CASE("cn-shenzhen: the compiled-in pack is the file, byte for byte") {
  std::ifstream file("data/rules/cn-shenzhen.toml", std::ios::binary);
  REQUIRE(file.good());
  std::stringstream bytes;
  bytes << file.rdbuf();
  CHECK(*built_in_rule_pack("cn-shenzhen") == bytes.str());
  CHECK_FALSE(built_in_rule_pack("cn-atlantis"));
  bool named = false;
  for (const std::string_view name : built_in_rule_pack_names()) {
    named = named || name == "cn-shenzhen";
    CHECK(RuleBook::from_toml(*built_in_rule_pack(name)).has_value());
  }
  CHECK(named);
}

TEST_CASE("cn-shenzhen: every cell has the value and the certainty of the table") {
  const RuleBook book = shenzhen();
  std::size_t rows = 0;
  for (const Row& expected : table) {
    INFO(expected.regime << " " << expected.outcome);
    const Regime* regime = book.regime(expected.regime);
    REQUIRE(regime != nullptr);
    const OutcomeRow* row = regime->outcome(expected.outcome);
    REQUIRE(row != nullptr);
    check_row(*row, expected);
    ++rows;
  }
  for (const Regime& regime : book.regimes()) {
    INFO(regime.id);
    for (const Row& expected : each_row) {
      INFO(expected.outcome);
      REQUIRE(regime.outcome(expected.outcome) != nullptr);
      check_row(*regime.outcome(expected.outcome), expected);
      ++rows;
    }
    // What another authority does is a hint, and no value.
    const OutcomeRow& terminated = *regime.outcome("terminated");
    CHECK(terminated.unspent.proposed == Disposition::give_back);
    CHECK(terminated.whole_grant.proposed == Disposition::keep);
    CHECK(terminated.floor_is_contract_deposit.proposed == false);
    CHECK(terminated.used_money_by_decision.proposed == false);
    CHECK(regime.outcome("revoked")->whole_grant.proposed == Disposition::give_back);
    CHECK_FALSE(regime.payables_count.value);
    CHECK_FALSE(regime.in_force_from.value);
    CHECK_FALSE(regime.key_date.value);
    CHECK(regime.outcomes.size() == (regime.id == "cn-shenzhen-2020" ? 6U : 4U));
  }
  CHECK(rows == 14);
  CHECK(book.regime("cn-shenzhen-2018")->outcome("passed")->keep_years.value == 2);
  CHECK_FALSE(book.regime("cn-shenzhen-2019")->outcome("passed")->keep_years.value);
}

TEST_CASE("cn-shenzhen: bars, strikes, publicity and sizes") {
  const RuleBook book = shenzhen();
  const auto value = [&](const char* regime, const char* name) {
    const Cell<std::int64_t>* cell = book.regime(regime)->parameter(name);
    REQUIRE(cell != nullptr);
    CHECK_FALSE(cell->basis.empty());
    CHECK_FALSE(cell->basis_zh.empty());
    return cell->value.value_or(-1);
  };
  for (const Regime& regime : book.regimes()) {
    CHECK(value(regime.id.c_str(), "leader_bar_months") == 36);
    CHECK(value(regime.id.c_str(), "panel_from_minor") == 100'000'000);
    CHECK(value(regime.id.c_str(), "acceptance_request_months") == -1);
    CHECK(value(regime.id.c_str(), "bar_covers_anniversary") == -1);
  }
  CHECK(value("cn-shenzhen-2018", "member_strikes") == 3);
  CHECK(value("cn-shenzhen-2019", "member_strikes") == 3);
  CHECK(value("cn-shenzhen-2020", "member_strikes") == -1);
  CHECK(value("cn-shenzhen-2020", "publicity_days") == 10);
  CHECK(value("cn-shenzhen-2018", "publicity_days") == -1);
  CHECK(value("cn-shenzhen-2020", "overdue_terminate_after_months") == 12);
  CHECK(value("cn-shenzhen-2020", "overdue_bars_leader") == 1);
  CHECK(value("cn-shenzhen-2019", "overdue_bars_leader") == -1);
}

TEST_CASE("cn-shenzhen: periods of procedure, and those that nobody confirmed") {
  const RuleBook book = shenzhen();
  const Date before = make_date(2021, 12, 31).value();
  const Date after = make_date(2022, 1, 1).value();
  CHECK(book.confirmed_procedure("public_notice_days", before).value() == 60);
  CHECK(book.confirmed_procedure("public_notice_days", after).value() == 30);
  CHECK(book.confirmed_procedure("demand_working_days", after).value() == 10);
  CHECK(book.confirmed_procedure("court_application_months", after).value() == 3);
  CHECK(book.confirmed_procedure("suit_months", after).value() == 6);
  CHECK(book.confirmed_procedure("review_days", after).value() == 60);
  CHECK(book.confirmed_procedure("late_charge_cap_percent", after).value() == 100);
  for (const char* const name : {"refund_days", "late_charge_per_day_millionths"}) {
    CHECK(book.confirmed_procedure(name, after).error().code() == Code::parameter_unconfirmed);
  }
}

TEST_CASE("cn-shenzhen: a period is seen from the day of the text that was read, and no earlier") {
  const RuleBook book = shenzhen();
  struct Text {
    const char* name;
    Date from;
    std::int64_t value;
    CellStatus before;
    std::optional<std::int64_t> proposed;
  };
  const Date litigation = make_date(2015, 5, 1).value();
  const Date coercion = make_date(2012, 1, 1).value();
  const Text texts[] = {
      {"suit_months", litigation, 6, CellStatus::unknown, 3},
      {"suit_after_review_days", litigation, 15, CellStatus::unknown, 15},
      {"hearing_request_working_days", make_date(2021, 7, 15).value(), 5, CellStatus::unknown, 3},
      {"review_days", make_date(2024, 1, 1).value(), 60, CellStatus::derived, {}},
      {"demand_working_days", coercion, 10, CellStatus::unknown, {}},
      {"court_application_months", coercion, 3, CellStatus::unknown, {}},
      {"court_acceptance_working_days", coercion, 5, CellStatus::unknown, {}},
      {"court_ruling_working_days", coercion, 7, CellStatus::unknown, {}},
      {"late_charge_cap_percent", coercion, 100, CellStatus::unknown, {}},
  };
  for (const Text& each : texts) {
    INFO(each.name);
    const Cell<std::int64_t>* after = book.procedure(each.name, each.from);
    const Cell<std::int64_t>* before =
        book.procedure(each.name, each.from - boost::gregorian::days(1));
    REQUIRE(after != nullptr);
    REQUIRE(before != nullptr);
    CHECK(after->value == each.value);
    CHECK(after->status == CellStatus::seen);
    CHECK(before->status == each.before);
    CHECK(before->value.has_value() == (each.before == CellStatus::derived));
    CHECK(before->proposed == each.proposed);
  }
}

TEST_CASE("cn-shenzhen: without a regime of its own a project is refused, naming the parameter") {
  KeyDays days;
  days.contract_on = days.concluded_on = make_date(2021, 5, 1).value();
  const Refusal refusal = shenzhen().governing("", days).error();
  CHECK(refusal.code() == Code::parameter_unconfirmed);
  CHECK(refusal.argument("parameter") == "cn-shenzhen-2020.in_force_from");
  const RuleBook assumed = shenzhen()
                               .with_assumptions(
                                   "\"cn-shenzhen-2020.in_force_from\" = 2020-11-01\n"
                                   "\"cn-shenzhen-2020.key_date\" = \"concluded_on\"")
                               .value();
  CHECK(assumed.governing("", days).value()->id == "cn-shenzhen-2020");
  days.concluded_on = make_date(2020, 10, 31).value();
  CHECK(assumed.governing("", days).error().argument("parameter") ==
        "cn-shenzhen-2019.in_force_from");
}
