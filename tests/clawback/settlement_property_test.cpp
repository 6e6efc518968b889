// The settlement against a second one that is slow and obvious, on random projects.
#include <bursar/clawback/settlement.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <map>

#include "random_project.hpp"
#include "settlement_oracle.hpp"

using namespace bursar;
using test::Big;
using test::Key;
using test::OracleStatement;

namespace {

const std::vector<RuleBook>& rule_books() {
  static const std::vector<RuleBook> books = [] {
    const std::string rows =
        "each.terminated.unspent = \"return\"\neach.terminated.not_recognised = \"return\"\n"
        "each.terminated.interest = \"keep\"\neach.terminated.asset_proceeds = \"return\"\n"
        "each.terminated.whole_grant = \"keep\"\neach.terminated.floor = \"none\"\n"
        "each.terminated.used_money = \"by_decision\"\n"
        "each.revoked.whole_grant = \"return\"\neach.revoked.interest = \"return\"\n"
        "each.revoked.asset_proceeds = \"return\"\neach.failed.asset_proceeds = \"keep\"\n"
        "each.passed.asset_proceeds = \"return\"\n"
        "cn-shenzhen-2018.passed.interest = \"keep\"\n"
        "cn-shenzhen-2018.failed.interest = \"return\"\n";
    std::vector<RuleBook> made;
    made.push_back(test::shenzhen());
    made.push_back(test::shenzhen(rows + "each.payables_count = true\n"));
    made.push_back(test::shenzhen(rows + "each.payables_count = false\n"
                                         "cn-shenzhen-2019.failed.unspent = \"keep\"\n"
                                         "cn-shenzhen-2019.failed.interest = \"keep\"\n"
                                         "cn-shenzhen-2019.failed.asset_proceeds = \"return\"\n"));
    made.push_back(made[1].with_assumptions("each.revoked.whole_grant = \"keep\"").value());
    return made;
  }();
  return books;
}

Key key_of(const OrgId& org, Source source) { return {org.text(), std::string(word(source))}; }

void compare(const SettlementStatement& it, const std::map<std::string, Big>& expected) {
  const auto letter = [&](const char* name) {
    const auto found = expected.find(name);
    return found == expected.end() ? Big(0) : found->second;
  };
  RC_ASSERT(Big(it.received.value()) == letter("R"));
  RC_ASSERT(Big(it.in_period.value()) == letter("E"));
  RC_ASSERT(Big(it.outside.value()) == letter("O"));
  RC_ASSERT(Big(it.disallowed.value()) == letter("D"));
  RC_ASSERT(Big(it.recognised.value()) == letter("A"));
  RC_ASSERT(Big(it.payables.value()) == letter("P"));
  RC_ASSERT(Big(it.unspent.value()) == letter("N"));
  RC_ASSERT(Big(it.surplus.value()) == letter("S"));
  RC_ASSERT(Big(it.overspent.value()) == letter("V"));
  RC_ASSERT(Big(it.interest.value()) == letter("I"));
  RC_ASSERT(Big(it.asset_proceeds.value()) == letter("X"));
  RC_ASSERT(Big(it.used_recovered.value()) == letter("U"));
  RC_ASSERT(Big(it.kept.value()) == letter("kept"));
  RC_ASSERT(Big(it.left.value()) == letter("left"));
  RC_ASSERT(Big(it.due_back.value()) == letter("due"));
  RC_ASSERT(it.decided.has_value() == (letter("is_decided") == 1));
  RC_ASSERT(Big(it.decided.value_or(Minor(0)).value()) == letter("decided"));
}

/// Compares, and counts what was met.
void compare(const Project& project, const RuleBook& rules, std::map<std::string, int>& met) {
  const SettlementReport report = settle_project(project, rules);
  const std::map<Key, OracleStatement> expected = test::SettlementOracle(project, rules).settle();
  RC_ASSERT(report.settlements.size() + report.not_settled.size() == expected.size());
  Key last;
  Big floor_missing = 0;
  for (const SettlementStatement& each : report.settlements) {
    floor_missing += each.floor_missing.value();
    if (each.floor_missing > Minor(0)) met["floor missing"]++;
    if (each.accounts_left_out > Minor(0)) met["accounts left out"]++;
    const Key key = key_of(each.org_id, each.source);
    RC_ASSERT(last < key);
    last = key;
    const OracleStatement& other = expected.at(key);
    RC_ASSERT(other.refusal == "");
    compare(each, other.letters);
    met[each.regime + "." + each.outcome]++;
    if (each.floor_added > Minor(0)) met["floor"]++;
    if (each.floor_added > Minor(0) &&
        each.due_back > Minor(each.received.value() + each.interest.value())) {
      met["floor beside returned proceeds"]++;
    }
    if (each.used_recovered > Minor(0)) met["used"]++;
    if (each.payables_cleared > Minor(0)) met["cleared"]++;
  }
  if (!report.settlements.empty()) {
    const auto& letters = expected.at(last).letters;
    const auto missing = letters.find("project floor missing");
    RC_ASSERT(floor_missing == (missing == letters.end() ? Big(0) : missing->second));
  }
  last = {};
  for (const NotSettled& each : report.not_settled) {
    const Key key = key_of(each.org_id, each.source);
    RC_ASSERT(last < key);
    last = key;
    RC_ASSERT(expected.at(key).refusal == each.refusal.name());
    met[std::string(each.refusal.name())]++;
  }
}

}  // namespace

TEST_CASE("Settlement: equal to the slow settlement on random projects") {
  std::map<std::string, int> met;
  const bool equal = rc::check("equal", [&] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    for (std::uint64_t i = 0; i < 40; ++i) {
      const Project project = test::RandomProject(seed * 64ULL + i).make();
      compare(project, rule_books()[i % rule_books().size()], met);
    }
  });
  CHECK(equal);
}

TEST_CASE("Settlement: the random projects meet every row and every refusal") {
  std::map<std::string, int> met;
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    const Project project = test::RandomProject(seed).make();
    compare(project, rule_books()[seed % rule_books().size()], met);
  }
  for (const char* const what : {"spending_unknown",
                                 "opinions_conflict",
                                 "opinion_incomplete",
                                 "opinion_negative",
                                 "received_negative",
                                 "start_unknown",
                                 "reference_unknown",
                                 "spending_negative",
                                 "proceeds_negative",
                                 "disallowed_exceeds_spending",
                                 "regime_unknown",
                                 "outcome_not_in_regime",
                                 "deposit_unknown",
                                 "parameter_unconfirmed",
                                 "part_not_settled",
                                 "cn-shenzhen-2018.passed",
                                 "cn-shenzhen-2018.failed",
                                 "cn-shenzhen-2018.terminated",
                                 "cn-shenzhen-2019.passed",
                                 "cn-shenzhen-2019.failed",
                                 "cn-shenzhen-2019.revoked",
                                 "cn-shenzhen-2020.passed",
                                 "cn-shenzhen-2020.passed_after_rectification",
                                 "cn-shenzhen-2020.closed_without_pass",
                                 "cn-shenzhen-2020.failed",
                                 "cn-shenzhen-2020.terminated",
                                 "cn-shenzhen-2020.revoked",
                                 "floor",
                                 "floor missing",
                                 "floor beside returned proceeds",
                                 "accounts left out",
                                 "used",
                                 "cleared"}) {
    INFO(what);
    CHECK(met[what] > 0);
  }
}

TEST_CASE("Settlement: money that came in is set off, credited or neither, and none is lost") {
  CHECK(rc::check("conserved", [] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    for (std::uint64_t i = 0; i < 20; ++i) {
      test::Maker maker;
      maker.project = test::RandomProject(seed * 64ULL + i).make();
      std::mt19937_64 random(seed + i);
      for (std::uint64_t n = random() % 4; n > 0; --n) {
        Repayment& it = maker.repay(static_cast<std::int64_t>(random() % 900));
        if (random() % 3 == 0) it.part = RepaymentPart::interest;
      }
      for (std::uint64_t n = random() % 2; n > 0; --n) {
        WriteOff off;
        off.amount = Minor(static_cast<std::int64_t>(random() % 500));
        maker.claim(1000).write_offs.push_back(off);
      }
      std::int64_t paid = 0;
      for (const Repayment& each : maker.project.repayments) paid += each.amount.value();
      const SettlementReport report = settle_project(maker.project, rule_books()[1 + i % 3]);
      std::map<std::string, std::int64_t> repaid;
      bool lead_has_one = false;
      for (const SettlementStatement& it : report.settlements) {
        RC_ASSERT(it.outstanding >= Minor(0));
        RC_ASSERT(it.credit >= Minor(0));
        RC_ASSERT(it.written_off >= Minor(0));
        repaid[std::string(word(it.source))] += it.repaid.value() + it.credit.value();
        const bool lead = it.org_id == OrgId("lead");
        lead_has_one = lead_has_one || (lead && it.source == Source::grant);
        const bool answers =
            maker.project.registered.liability == Liability::lead && !it.decided && !lead;
        if (answers) continue;  // a decision on the lead may cover this part
        RC_ASSERT(it.claimable().value() ==
                  it.repaid.value() + it.written_off.value() + it.outstanding.value());
      }
      if (lead_has_one) RC_ASSERT(repaid["grant"] == paid);
    }
  }));
}
