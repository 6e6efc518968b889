// Every refusal of a settlement, and their order.
#include <bursar/clawback/settlement.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <vector>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::refusal_of;
using test::shenzhen;

namespace {

Maker sound() {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed).opine(100);
  return maker;
}

/// Ways to break a settlement, each with the refusal it gives, in the order of their precedence.
struct Fault {
  std::string refusal;
  std::function<void(Maker&)> make;
};

std::vector<Fault> faults() {
  return {
      {"field_missing",
       [](Maker& it) {
         it.project.registered.org_id = OrgId();
         for (OrgId& each : it.project.expense_orgs) each = OrgId();
       }},
      {"spending_unknown", [](Maker& it) { it.project.expenses = {}; }},
      {"opinions_conflict", [](Maker& it) { it.opine(0); }},
      {"opinion_incomplete", [](Maker& it) { it.project.opinions[0].reference_on = std::nullopt; }},
      {"opinion_negative", [](Maker& it) { it.project.opinions[0].interest = Minor(-1); }},
      {"received_negative", [](Maker& it) { it.bounce(1001); }},
      {"start_unknown", [](Maker& it) { it.project.registered.start_on = std::nullopt; }},
      {"spending_negative", [](Maker& it) { it.spend(-701); }},
      {"proceeds_negative", [](Maker& it) { it.dispose(-1); }},
      {"disallowed_exceeds_spending",
       [](Maker& it) { it.project.opinions[0].disallowed = Minor(800); }},
      {"outcome_not_in_regime",
       [](Maker& it) { it.project.attempts[0].outcome = Outcome::closed_without_pass; }},
      {"deposit_unknown", [](Maker& it) { it.project.registered.contract_deposit = std::nullopt; }},
      {"parameter_unconfirmed cn-shenzhen-2019.payables_count",
       [](Maker& it) { it.project.opinions[0].payables = Minor(1); }},
      {"parameter_unconfirmed cn-shenzhen-2019.failed.asset_proceeds",
       [](Maker& it) { it.dispose(2); }},
  };
}

}  // namespace

TEST_CASE("Refusals: every fault is named") {
  CHECK(refusal_of(sound().project, shenzhen()) == "settled");
  for (const Fault& fault : faults()) {
    Maker maker = sound();
    fault.make(maker);
    CHECK(refusal_of(maker.project, shenzhen()) == fault.refusal);
  }
}

TEST_CASE("Refusals: of two faults the one that comes first is named") {
  const std::vector<Fault> all = faults();
  for (std::size_t first = 0; first < all.size(); ++first) {
    for (std::size_t second = first + 1; second < all.size(); ++second) {
      INFO(all[first].refusal << " before " << all[second].refusal);
      Maker maker = sound();
      all[first].make(maker);
      all[second].make(maker);
      // Faults that take each other's ground away: another outcome has no floor, a new opinion no
      // blank.
      const std::string named = refusal_of(maker.project, shenzhen());
      const bool no_spending =
          all[first].refusal == "spending_unknown" && all[second].refusal == "spending_negative";
      const bool net_disposal = all[first].refusal == "proceeds_negative" &&
                                all[second].refusal.ends_with("asset_proceeds");
      if (no_spending) {
        CHECK(named == "spending_negative");
      } else if (net_disposal) {
        CHECK(named == all[second].refusal);
      } else {
        CHECK(named == all[first].refusal);
      }
    }
  }
}

TEST_CASE("Refusals: every blank of an adopted opinion, by its name") {
  const auto blank = [](const std::function<void(Opinion&)>& make) {
    Maker maker = sound();
    make(maker.project.opinions[0]);
    const SettlementReport report = settle_project(maker.project, shenzhen());
    REQUIRE(report.not_settled.size() == 1);
    CHECK(report.not_settled[0].refusal.code() == Code::opinion_incomplete);
    CHECK(report.not_settled[0].refusal.argument("opinion_id") == "O-1");
    return std::string(report.not_settled[0].refusal.argument("field"));
  };
  CHECK(blank([](Opinion& it) { it.disallowed = std::nullopt; }) == "disallowed");
  CHECK(blank([](Opinion& it) { it.payables = std::nullopt; }) == "payables");
  CHECK(blank([](Opinion& it) { it.interest = std::nullopt; }) == "interest");
  CHECK(blank([](Opinion& it) { it.reference_on = std::nullopt; }) == "reference_on");
}

TEST_CASE("Refusals: two opinions conflict only when both are adopted for one settlement") {
  Maker maker = sound();
  maker.opine(0);
  CHECK(refusal_of(maker.project, shenzhen()) == "opinions_conflict");
  maker.project.opinions[1].org_id = OrgId("lead");
  CHECK(refusal_of(maker.project, shenzhen()) == "opinions_conflict");
  maker.project.opinions[1].adopted = false;
  CHECK(refusal_of(maker.project, shenzhen()) == "settled");
  maker.project.opinions[1].adopted = true;
  maker.project.opinions[1].replaces = "O-1";
  CHECK(refusal_of(maker.project, shenzhen()) == "settled");
}

TEST_CASE("Refusals: an opinion replaces through others, and only within its own part") {
  Maker maker = sound();
  maker.opine(1).replaces = "O-1";
  maker.opine(2).replaces = "O-2";
  const auto disallowed = [&] { return test::only(maker.project, shenzhen()).disallowed.value(); };
  CHECK(disallowed() == 2);
  maker.project.opinions[1].adopted = false;
  CHECK(disallowed() == 2);
  maker.project.opinions[2].adopted = false;
  CHECK(disallowed() == 100);
  maker.project.opinions[2].adopted = true;
  maker.project.opinions[2].replaces = "O-1";
  maker.project.opinions[2].source = Source::grant_city;
  const SettlementReport report = settle_project(maker.project, shenzhen());
  CHECK(report.not_settled.at(0).refusal.code() == Code::part_not_settled);
  CHECK(report.not_settled.at(1).refusal.code() == Code::spending_unknown);
  maker.project.opinions.pop_back();
  maker.project.opinions[1].adopted = true;
  maker.project.opinions[0].replaces = "O-2";
  CHECK(refusal_of(maker.project, shenzhen()) == "opinions_conflict");
}

TEST_CASE("Refusals: D may be all of E, and one fen more may not") {
  Maker maker = sound();
  maker.project.opinions[0].disallowed = Minor(700);
  CHECK(refusal_of(maker.project, shenzhen()) == "settled");
  maker.project.opinions[0].disallowed = Minor(701);
  CHECK(refusal_of(maker.project, shenzhen()) == "disallowed_exceeds_spending");
}

TEST_CASE("Refusals: a revocation needs no spending") {
  Maker maker;
  maker.pay(1000).decide(DecisionKind::revoke);
  const RuleBook rules = shenzhen("each.revoked.whole_grant = \"return\"");
  CHECK(test::only(maker.project, rules).due_back == Minor(1000));
  maker.opine(50);
  CHECK(test::only(maker.project, rules).due_back == Minor(1000));
  maker.project.decisions[0].kind = DecisionKind::terminate;
  CHECK(refusal_of(maker.project, rules) == "spending_unknown");
}

TEST_CASE("Refusals: no opinion, no end and no request give no reference day") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::passed);
  maker.project.registered.end_on = std::nullopt;
  CHECK(refusal_of(maker.project, shenzhen()) == "reference_unknown");
  maker.project.attempts[0].requested_on = day("2020-01-01");
  CHECK(refusal_of(maker.project, shenzhen()) == "settled");
}

TEST_CASE("Refusals: a project without a regime waits for the parameter that would tell it") {
  Maker maker = sound();
  maker.regime("");
  CHECK(refusal_of(maker.project, shenzhen()) ==
        "parameter_unconfirmed cn-shenzhen-2020.in_force_from");
  CHECK(refusal_of(maker.project, shenzhen("cn-shenzhen-2020.in_force_from = 2020-11-01")) ==
        "parameter_unconfirmed cn-shenzhen-2020.key_date");
  const std::string by_contract =
      "cn-shenzhen-2020.in_force_from = 2020-11-01\ncn-shenzhen-2020.key_date = \"contract_on\"";
  CHECK(refusal_of(maker.project, shenzhen(by_contract)) == "regime_undetermined");
  maker.project.contract_on = day("2020-11-01");
  CHECK(test::only(maker.project, shenzhen(by_contract)).regime == "cn-shenzhen-2020");
  maker.regime("cn-atlantis");
  CHECK(refusal_of(maker.project, shenzhen(by_contract)) == "regime_unknown");
}

TEST_CASE("Refusals: an outcome that a regime does not know is named in words, and as its code") {
  Maker maker = sound();
  maker.project.attempts[0].outcome = Outcome::closed_without_pass;
  const SettlementReport report = settle_project(maker.project, shenzhen());
  REQUIRE(report.not_settled.size() == 1);
  const Refusal& refusal = report.not_settled[0].refusal;
  CHECK(refusal.argument("outcome") == "closed_without_pass");
  CHECK(refusal.text(Language::zh) == "规则cn-shenzhen-2019没有结论“结题”");
}

TEST_CASE("Refusals: with a floor the parts of a project wait for each other") {
  Maker maker = sound();
  maker.pay(100, "2018-02-01", "partner");
  SettlementReport report = settle_project(maker.project, shenzhen());
  CHECK(report.settlements.empty());
  REQUIRE(report.not_settled.size() == 2);
  CHECK(report.not_settled[0].org_id == OrgId("lead"));
  CHECK(report.not_settled[0].refusal.code() == Code::part_not_settled);
  CHECK(report.not_settled[0].refusal.argument("org_id") == "partner");
  CHECK(report.not_settled[0].refusal.argument("source") == "grant");
  CHECK(report.not_settled[0].refusal.text(Language::zh) ==
        "所依据的单位“partner”（财政资金）部分尚未结算");
  CHECK(report.not_settled[1].refusal.code() == Code::spending_unknown);
  maker.project.attempts[0].outcome = Outcome::passed;
  report = settle_project(maker.project, shenzhen());
  CHECK(report.settlements.size() == 1);
  CHECK(report.not_settled.size() == 1);
}
