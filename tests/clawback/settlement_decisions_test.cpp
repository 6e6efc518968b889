// What raises, fixes or restates a sum: decisions, the deposit as a floor, and later records.
#include <catch2/catch.hpp>

#include "settlement_sums.hpp"

using namespace bursar;
using test::day;
using test::line;
using test::Maker;
using test::only;
using test::ordinary;
using test::settled_before;
using test::shenzhen;
using test::Sums;
using test::sums;

TEST_CASE("Settlement: used money is recovered by decision, where the regime has it, up to R - S") {
  const auto used = [](const char* regime, std::int64_t decided) {
    Maker maker = ordinary(Outcome::failed, regime);
    maker.decide(DecisionKind::recover).used_recovered = Minor(decided);
    return only(maker.project, shenzhen());
  };
  CHECK(used("cn-shenzhen-2020", 80).used_recovered == Minor(80));
  CHECK(sums(used("cn-shenzhen-2020", 80)) == Sums{0, 520, 480});
  CHECK(used("cn-shenzhen-2020", 600).used_recovered == Minor(600));
  CHECK(used("cn-shenzhen-2020", 601).used_recovered == Minor(600));
  CHECK(sums(used("cn-shenzhen-2020", 601)) == Sums{0, 0, 1000});
  CHECK(used("cn-shenzhen-2019", 80).used_recovered == Minor(0));
  CHECK(used("cn-shenzhen-2019", 80).decided == Minor(80));
}

TEST_CASE("Settlement: a failed project of 2019 returns no less than the contract deposit") {
  const auto with_deposit = [](std::int64_t deposit) {
    Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2019", 30);
    maker.project.registered.contract_deposit = Minor(deposit);
    return only(maker.project, shenzhen());
  };
  CHECK(sums(with_deposit(430)) == Sums{0, 600, 430});
  CHECK(sums(with_deposit(431)) == Sums{0, 599, 431});
  CHECK(with_deposit(431).floor == Minor(431));
  CHECK(with_deposit(431).floor_added == Minor(1));
  CHECK(sums(with_deposit(1030)) == Sums{0, 0, 1030});
  CHECK(sums(with_deposit(5000)) == Sums{0, 0, 1030});
}

TEST_CASE("Settlement: the floor takes from what would be kept first") {
  const RuleBook rules = shenzhen(
      "cn-shenzhen-2019.failed.unspent = \"keep\"\n"
      "cn-shenzhen-2019.failed.not_recognised = \"keep\"");
  const auto with_deposit = [&](std::int64_t deposit) {
    Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2019");
    maker.project.registered.contract_deposit = Minor(deposit);
    return sums(only(maker.project, rules));
  };
  CHECK(with_deposit(0) == Sums{400, 600, 0});
  CHECK(with_deposit(400) == Sums{0, 600, 400});
  CHECK(with_deposit(500) == Sums{0, 500, 500});
}

TEST_CASE("Settlement: proceeds that go back make up the floor, and take none of its room") {
  const auto failed = [](std::int64_t deposit, std::string_view proceeds) {
    Maker maker;
    maker.project.registered.contract_deposit = Minor(deposit);
    maker.pay(900).spend(900).dispose(100).conclude(Outcome::failed).opine(0);
    return only(maker.project, shenzhen("cn-shenzhen-2019.failed.asset_proceeds = \"" +
                                        std::string(proceeds) + "\""));
  };
  const SettlementStatement returned = failed(1000, "return");
  CHECK(sums(returned) == Sums{0, 0, 1000});
  CHECK(returned.floor_added == Minor(900));
  CHECK(returned.floor_missing == Minor(0));
  CHECK(test::line(returned, "floor").formula ==
        "due_back - return.X + floor = 100 - 100 + 900 <= R + I = 900 + 0");
  CHECK(sums(failed(999, "return")) == Sums{0, 1, 999});
  CHECK(sums(failed(100, "return")) == Sums{0, 900, 100});
  CHECK(failed(1001, "return").floor_missing == Minor(1));
  // Proceeds that are kept stay out of reach: 900 is all that R and I hold.
  CHECK(sums(failed(1000, "keep")) == Sums{0, 100, 900});
  CHECK(failed(1000, "keep").floor_missing == Minor(100));
}

TEST_CASE(
    "Settlement: the floor is one for the project, and the lead's sources make it up in their "
    "order") {
  Maker maker;
  maker.project.registered.contract_deposit = Minor(1000);
  for (const Source source : {Source::grant_city, Source::grant_central}) {
    maker.pay(300, "2018-02-01", "", source).spend(250, "2018-06-01", "", source);
  }
  maker.pay(900, "2018-02-01", "partner", Source::grant_city);
  maker.spend(850, "2018-06-01", "partner", Source::grant_city).conclude(Outcome::failed);
  const SettlementReport report = settle_project(maker.project, shenzhen());
  REQUIRE(report.settlements.size() == 3);
  // 150 go back of themselves; 850 are missing; the lead's two sources give all they have.
  CHECK(report.settlements[0].source == Source::grant_central);
  CHECK(report.settlements[0].due_back == Minor(300));
  CHECK(report.settlements[1].due_back == Minor(300));
  CHECK(report.settlements[2].org_id == OrgId("partner"));
  CHECK(report.settlements[2].due_back == Minor(50));
  maker.project.registered.contract_deposit = Minor(160);
  const SettlementReport less = settle_project(maker.project, shenzhen());
  CHECK(less.settlements[0].due_back == Minor(60));
  CHECK(less.settlements[1].due_back == Minor(50));
}

TEST_CASE("Settlement: a later payment, disposal or opinion makes a supplementary settlement") {
  Maker maker;
  maker.pay(1000).spend(700).spend(50, "2020-02-15").conclude(Outcome::failed);
  const RuleBook rules = shenzhen("cn-shenzhen-2019.failed.asset_proceeds = \"return\"");
  SettlementStatement it = only(maker.project, rules);
  CHECK_FALSE(it.audited);
  CHECK(it.due_back == Minor(300));
  Settlement first = settled_before(100);
  first.unaudited = true;
  maker.project.settlements.push_back(first);
  maker.pay(10, "2020-05-01").spend(33, "2020-05-02").dispose(7, "2020-06-01");
  Opinion& opinion = maker.opine(20, 0, 5, "2019-06-30");
  opinion.issued_on = day("2020-07-01");
  opinion.trace.position = 120;
  it = only(maker.project, rules);
  CHECK(it.audited);
  CHECK(it.received == Minor(1010));
  CHECK(it.reference_on == day("2019-12-31"));
  CHECK(it.cut_off == day("2020-03-01"));
  CHECK(it.in_period == Minor(700));
  CHECK(it.outside == Minor(50));
  CHECK(it.interest == Minor(5));
  CHECK(it.asset_proceeds == Minor(7));
  CHECK(sums(it) == Sums{0, 680, 342});
}

TEST_CASE("Settlement: a supplementary settlement keeps the reference day of the first opinion") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  maker.opine(0, 0, 0, "2019-11-30").trace.position = 10;
  Settlement first = settled_before(50);
  maker.project.settlements.push_back(first);
  Opinion& later = maker.opine(20, 0, 0, "2019-06-30");
  later.replaces = "O-1";
  later.trace.position = 60;
  CHECK(only(maker.project, shenzhen()).reference_on == day("2019-11-30"));
  // A settlement of another conclusion binds nobody.
  maker.project.settlements[0].outcome = "passed";
  CHECK(only(maker.project, shenzhen()).reference_on == day("2019-06-30"));
}

TEST_CASE(
    "Settlement: without an adopted opinion nothing is disallowed and the figures are unaudited") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed).opine(100, 50, 20).adopted = false;
  const SettlementStatement it = only(maker.project, shenzhen());
  CHECK_FALSE(it.audited);
  CHECK(it.disallowed == Minor(0));
  CHECK(it.interest == Minor(0));
  CHECK(sums(it) == Sums{0, 700, 300});
}

TEST_CASE("Settlement: a replacing opinion counts only when it is adopted itself") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed).opine(100);
  Opinion& second = maker.opine(50);
  second.replaces = "O-1";
  CHECK(only(maker.project, shenzhen()).disallowed == Minor(50));
  maker.project.opinions[1].adopted = false;
  CHECK(only(maker.project, shenzhen()).disallowed == Minor(100));
}

TEST_CASE("Settlement: a decision fixes the sum, a withdrawn one does not") {
  Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2020", 30);
  const auto decided = [&] {
    const SettlementStatement it = only(maker.project, shenzhen());
    return it.decided ? it.decision_id.value() + " " + std::to_string(it.decided->value()) : "none";
  };
  CHECK(decided() == "none");
  maker.decide(DecisionKind::acceptance).principal = Minor(400);
  maker.project.decisions[0].interest = Minor(30);
  CHECK(decided() == "J-1 430");
  Decision& second = maker.decide(DecisionKind::recover, "2020-05-01");
  second.principal = Minor(380);
  second.replaces = "J-1";
  CHECK(decided() == "J-2 380");
  CHECK(only(maker.project, shenzhen()).claimable() == Minor(380));
  for (const DecisionStatus status :
       {DecisionStatus::suspended, DecisionStatus::withdrawn, DecisionStatus::annulled}) {
    maker.project.decisions[1].status = status;
    CHECK(decided() == "J-1 430");
  }
  maker.project.decisions[0].status = DecisionStatus::annulled;
  CHECK(decided() == "none");
  CHECK(only(maker.project, shenzhen()).claimable() == Minor(430));
}

TEST_CASE(
    "Settlement: parts that different decisions state add up, the later statement of one governs") {
  Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2020", 30);
  maker.decide(DecisionKind::acceptance, "2020-04-01").principal = Minor(400);
  maker.decide(DecisionKind::recover, "2020-05-01").used_recovered = Minor(70);
  maker.decide(DecisionKind::recover, "2020-05-02").principal = Minor(390);
  maker.decide(DecisionKind::penalty, "2020-05-03").principal = Minor(1);
  maker.decide(DecisionKind::recover, "2020-05-04", "partner").principal = Minor(2);
  maker.decide(DecisionKind::recover, "2020-05-04", "", Source::grant_city).principal = Minor(3);
  const DecidedSum sum = decided_sum(maker.project, OrgId("lead"), Source::grant).value().value();
  CHECK(sum.total == Minor(460));
  CHECK(sum.decision_id == "J-3");
}

TEST_CASE("Settlement: a decision replaces through others, whoever they name as payer") {
  Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2020");
  maker.decide(DecisionKind::recover, "2020-04-01").principal = Minor(1);
  Decision& second = maker.decide(DecisionKind::recover, "2020-05-01", "partner");
  second.principal = Minor(2);
  second.replaces = "J-1";
  CHECK_FALSE(decided_sum(maker.project, OrgId("lead"), Source::grant).value());
  Decision& third = maker.decide(DecisionKind::recover, "2020-06-01");
  third.principal = Minor(3);
  third.replaces = "J-2";
  maker.project.decisions[1].status = DecisionStatus::withdrawn;
  CHECK(decided_sum(maker.project, OrgId("lead"), Source::grant).value()->total == Minor(3));
  maker.project.decisions[2].status = DecisionStatus::annulled;
  CHECK(decided_sum(maker.project, OrgId("lead"), Source::grant).value()->total == Minor(1));
}

TEST_CASE(
    "Settlement: terminated or revoked says the decision in force, and falls back when it falls") {
  Maker maker;
  maker.pay(1000).spend(1000).conclude(Outcome::passed);
  const auto outcome = [&] { return conclusion_of(maker.project)->outcome; };
  CHECK(outcome() == "passed");
  maker.decide(DecisionKind::terminate, "2020-05-01");
  CHECK(outcome() == "terminated");
  maker.decide(DecisionKind::revoke, "2020-04-01");
  CHECK(outcome() == "revoked");
  CHECK(conclusion_of(maker.project)->cut_off == day("2020-04-01"));
  maker.project.decisions[1].status = DecisionStatus::annulled;
  CHECK(outcome() == "terminated");
  maker.project.decisions[0].status = DecisionStatus::suspended;
  CHECK(outcome() == "passed");
}

TEST_CASE("Settlement: a penalty, or a decision that no longer stands, makes no part") {
  const auto parts = [](const auto& decide) {
    Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2019");
    maker.project.registered.contract_deposit = Minor(500);
    decide(maker);
    const SettlementReport report = settle_project(maker.project, shenzhen());
    return std::pair(report.settlements.size(), report.not_settled.size());
  };
  const std::pair<std::size_t, std::size_t> one{1, 0};
  CHECK(parts([](Maker& maker) {
          maker.decide(DecisionKind::penalty, "2020-04-01", "partner").principal = Minor(90);
        }) == one);
  CHECK(parts([](Maker& maker) {
          Decision& wrong = maker.decide(DecisionKind::recover, "2020-04-01", "partner");
          wrong.principal = Minor(90);
          wrong.status = DecisionStatus::withdrawn;
        }) == one);
  CHECK(parts([](Maker& maker) {
          maker.decide(DecisionKind::recover, "2020-04-01", "partner").principal = Minor(90);
          Decision& right = maker.decide(DecisionKind::recover, "2020-04-02");
          right.principal = Minor(90);
          right.replaces = "J-1";
        }) == one);
  // One in force claims of an organisation of which nobody knows what it spent: nothing is settled.
  CHECK(parts([](Maker& maker) {
          maker.decide(DecisionKind::recover, "2020-04-01", "partner").principal = Minor(90);
        }) == std::pair<std::size_t, std::size_t>{0, 2});
}

TEST_CASE("Settlement: what a partner paid while the lead answers is the partner's credit") {
  Maker maker;
  maker.regime("cn-shenzhen-2020").pay(1000).transfer(300, "", "partner").conclude(Outcome::failed);
  maker.spend(400).spend(200, "2018-06-01", "partner");
  maker.project.registered.liability = Liability::lead;
  maker.repay(100, "2020-06-01", "partner");
  maker.repay(350, "2020-06-02");
  const SettlementReport report = settle_project(maker.project, shenzhen());
  REQUIRE(report.settlements.size() == 2);
  const SettlementStatement& lead = report.settlements[0];
  const SettlementStatement& partner = report.settlements[1];
  CHECK(lead.repaid == Minor(300));
  CHECK(lead.credit == Minor(0));
  CHECK(partner.repaid == Minor(50));  // of the lead's money
  CHECK(partner.outstanding == Minor(50));
  CHECK(partner.credit == Minor(100));
}

TEST_CASE("Settlement: spending by accounts says whose they are, and what is left out of it") {
  Maker maker;
  maker.pay(1000).conclude(Outcome::passed);
  maker.opine(0).adopted = false;
  maker.opine(0).adopted = false;
  maker.final_account(400, "O-1").final_account(300, "O-2");
  const SettlementStatement drafts = only(maker.project, shenzhen());
  CHECK(drafts.in_period == Minor(300));
  CHECK(line(drafts, "E").basis == "final accounts of opinion O-2");
  CHECK(line(drafts, "E.left_out").amount == Minor(400));
  // The second one restates the first.
  maker.project.opinions[1].replaces = "O-1";
  const SettlementStatement restated = only(maker.project, shenzhen());
  CHECK(restated.in_period == Minor(300));
  CHECK(line(restated, "E.left_out").code.empty());
}

TEST_CASE("Settlement: a revocation without spending says so, unless the whole grant is kept") {
  Maker maker;
  maker.pay(1000).decide(DecisionKind::revoke);
  maker.opine(10);
  const std::string interest = "each.revoked.interest = \"return\"\n";
  const SettlementStatement whole =
      only(maker.project, shenzhen(interest + "each.revoked.whole_grant = \"return\""));
  CHECK(whole.due_back == Minor(1000));
  for (const char* code : {"E", "O", "D"}) {
    CHECK(line(whole, code).amount == Minor(0));
    CHECK(line(whole, code).basis == "no spending on record: a revocation needs none");
    CHECK(line(whole, code).status == CellStatus::derived);
  }
  CHECK(
      test::refusal_of(maker.project, shenzhen(interest + "each.revoked.whole_grant = \"keep\"")) ==
      "spending_unknown");
  maker.spend(600);
  CHECK(line(only(maker.project, shenzhen(interest + "each.revoked.whole_grant = \"keep\"")), "E")
            .status == CellStatus::seen);
}
