// Every row of the regime table, every definition at its boundary days, by hand.
#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

#include "settlement_sums.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::only;
using test::ordinary;
using test::refusal_of;
using test::settled_before;
using test::shenzhen;
using test::Sums;
using test::sums;

namespace {

Sums settled(const Maker& maker, const RuleBook& rules) { return sums(only(maker.project, rules)); }

const char* const terminated_assumed = R"(
each.terminated.unspent = "return"
each.terminated.not_recognised = "return"
each.terminated.interest = "return"
each.terminated.asset_proceeds = "return"
each.terminated.whole_grant = "keep"
each.terminated.floor = "none"
each.terminated.used_money = "none"
each.revoked.whole_grant = "return"
each.revoked.interest = "return"
each.revoked.asset_proceeds = "keep"
)";

}  // namespace

TEST_CASE("Settlement: the letters of an ordinary project") {
  const SettlementStatement it =
      only(ordinary(Outcome::passed, "cn-shenzhen-2019", 30).project, shenzhen());
  CHECK(it.received == Minor(1000));
  CHECK(it.in_period == Minor(700));
  CHECK(it.outside == Minor(50));
  CHECK(it.disallowed == Minor(100));
  CHECK(it.recognised == Minor(600));
  CHECK(it.payables == Minor(0));
  CHECK(it.unspent == Minor(250));
  CHECK(it.surplus == Minor(400));
  CHECK(it.overspent == Minor(0));
  CHECK(it.interest == Minor(30));
  CHECK(it.outcome == "passed");
  CHECK(it.regime == "cn-shenzhen-2019");
  CHECK(it.cut_off == day("2020-03-01"));
  CHECK(it.reference_on == day("2019-12-31"));
  CHECK(it.audited);
  CHECK(it.opinion_id == "O-1");
  CHECK(it.org_id == OrgId("lead"));
}

TEST_CASE("Settlement: every row of the regime table") {
  const RuleBook rules = shenzhen();
  const auto row = [&](const char* regime, Outcome outcome, std::int64_t interest) {
    return settled(ordinary(outcome, regime, interest), rules);
  };
  // N 250 and S - N 150 of 1000; the rest of 600 was spent and recognised.
  CHECK(row("cn-shenzhen-2018", Outcome::passed, 0) == Sums{250, 600, 150});
  CHECK(row("cn-shenzhen-2018", Outcome::failed, 0) == Sums{0, 600, 400});
  CHECK(row("cn-shenzhen-2019", Outcome::passed, 30) == Sums{280, 600, 150});
  CHECK(row("cn-shenzhen-2019", Outcome::failed, 30) == Sums{0, 600, 430});
  CHECK(row("cn-shenzhen-2020", Outcome::passed, 30) == Sums{280, 600, 150});
  CHECK(row("cn-shenzhen-2020", Outcome::passed_after_rectification, 30) == Sums{0, 600, 430});
  CHECK(row("cn-shenzhen-2020", Outcome::closed_without_pass, 30) == Sums{0, 600, 430});
  CHECK(row("cn-shenzhen-2020", Outcome::failed, 30) == Sums{0, 600, 430});
}

TEST_CASE("Settlement: the rows that every regime has, once the host states them") {
  const RuleBook rules = shenzhen(terminated_assumed);
  for (const char* const regime : {"cn-shenzhen-2018", "cn-shenzhen-2019", "cn-shenzhen-2020"}) {
    Maker terminated = ordinary(Outcome::passed, regime, 30);
    terminated.dispose(40).decide(DecisionKind::terminate);
    const SettlementStatement it = only(terminated.project, rules);
    CHECK(it.outcome == "terminated");
    CHECK(it.cut_off == day("2020-04-01"));
    CHECK(sums(it) == Sums{0, 600, 470});
    Maker revoked = ordinary(Outcome::passed, regime, 30);
    revoked.dispose(40).decide(DecisionKind::revoke);
    CHECK(settled(revoked, rules) == Sums{40, 0, 1030});
    CHECK(only(revoked.project, rules).returned_whole_grant == Minor(1000));
  }
}

TEST_CASE("Settlement: a cell that nobody confirmed refuses, but only where money hangs on it") {
  const RuleBook rules = shenzhen();
  const auto refusal = [&](const char* regime, Outcome outcome, std::int64_t interest,
                           std::int64_t payables, std::int64_t proceeds) {
    Maker maker = ordinary(outcome, regime, interest);
    maker.project.opinions[0].payables = Minor(payables);
    if (proceeds != 0) maker.dispose(proceeds);
    return refusal_of(maker.project, rules);
  };
  const auto needs = [](const std::string& parameter) {
    return "parameter_unconfirmed " + parameter;
  };
  CHECK(refusal("cn-shenzhen-2018", Outcome::passed, 1, 0, 0) ==
        needs("cn-shenzhen-2018.passed.interest"));
  CHECK(refusal("cn-shenzhen-2018", Outcome::failed, 1, 0, 0) ==
        needs("cn-shenzhen-2018.failed.interest"));
  CHECK(refusal("cn-shenzhen-2018", Outcome::failed, 0, 0, 0) == "settled");
  for (const char* const regime : {"cn-shenzhen-2018", "cn-shenzhen-2019", "cn-shenzhen-2020"}) {
    const std::string id = regime;
    CHECK(refusal(regime, Outcome::passed, 0, 0, 1) == needs(id + ".passed.asset_proceeds"));
    CHECK(refusal(regime, Outcome::failed, 0, 0, 1) == needs(id + ".failed.asset_proceeds"));
    CHECK(refusal(regime, Outcome::passed, 0, 1, 0) == needs(id + ".payables_count"));
  }
  CHECK(refusal("cn-shenzhen-2020", Outcome::closed_without_pass, 0, 0, 1) ==
        needs("cn-shenzhen-2020.closed_without_pass.asset_proceeds"));
  CHECK(refusal("cn-shenzhen-2020", Outcome::passed_after_rectification, 0, 0, 1) ==
        needs("cn-shenzhen-2020.passed_after_rectification.asset_proceeds"));
}

TEST_CASE("Settlement: a terminated or revoked project is refused until its row is stated") {
  const RuleBook rules = shenzhen();
  Maker maker = ordinary(Outcome::passed, "cn-shenzhen-2019", 30);
  maker.decide(DecisionKind::terminate);
  CHECK(refusal_of(maker.project, rules) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.whole_grant");
  CHECK(refusal_of(maker.project, shenzhen("each.terminated.whole_grant = \"keep\"")) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.unspent");
  CHECK(refusal_of(maker.project, shenzhen("each.terminated.whole_grant = \"keep\"\n"
                                           "each.terminated.unspent = \"return\"")) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.not_recognised");
  maker.decide(DecisionKind::revoke);
  CHECK(refusal_of(maker.project, rules) ==
        "parameter_unconfirmed cn-shenzhen-2019.revoked.whole_grant");
  CHECK(refusal_of(maker.project, shenzhen("each.revoked.whole_grant = \"return\"")) ==
        "parameter_unconfirmed cn-shenzhen-2019.revoked.interest");
}

TEST_CASE("Settlement: of a terminated project even the use of decided money waits for its cell") {
  const std::string rest = "each.terminated.whole_grant = \"keep\"\n";
  Maker maker;
  maker.pay(1000).spend(1000).decide(DecisionKind::terminate);
  CHECK(refusal_of(maker.project, shenzhen()) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.whole_grant");
  // It spent everything and its deposit is zero: no other cell has an amount.
  CHECK(settled(maker, shenzhen(rest)) == Sums{0, 1000, 0});
  maker.project.decisions[0].used_recovered = Minor(300);
  CHECK(refusal_of(maker.project, shenzhen(rest)) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.used_money");
  CHECK(settled(maker, shenzhen(rest + "each.terminated.used_money = \"by_decision\"")) ==
        Sums{0, 700, 300});
  maker.project.decisions[0].used_recovered = std::nullopt;
  maker.project.registered.contract_deposit = Minor(50);
  CHECK(refusal_of(maker.project, shenzhen(rest)) ==
        "parameter_unconfirmed cn-shenzhen-2019.terminated.floor");
  CHECK(settled(maker, shenzhen(rest + "each.terminated.floor = \"contract_deposit\"")) ==
        Sums{0, 950, 50});
}

TEST_CASE("Settlement: the host's word is followed where nobody else's is known") {
  Maker maker = ordinary(Outcome::passed, "cn-shenzhen-2018", 30);
  maker.dispose(40);
  CHECK(settled(maker, shenzhen("cn-shenzhen-2018.passed.interest = \"return\"\n"
                                "cn-shenzhen-2018.passed.asset_proceeds = \"keep\"")) ==
        Sums{290, 600, 180});
  CHECK(settled(maker, shenzhen("cn-shenzhen-2018.passed.interest = \"keep\"\n"
                                "cn-shenzhen-2018.passed.asset_proceeds = \"return\"")) ==
        Sums{280, 600, 190});
}

TEST_CASE("Settlement: what rests on an assumption says so, where money hangs on it") {
  const auto assumed = [](const Maker& maker, const RuleBook& rules) {
    const SettlementStatement it = only(maker.project, rules);
    const bool by_lines = std::ranges::any_of(it.lines, [](const SettlementLine& line) {
      return line.status == CellStatus::assumed && line.amount != Minor(0);
    });
    CHECK((!by_lines || it.assumed()));
    for (const SettlementLine& line : it.lines) {
      INFO(line.code);
      const bool is_result = line.code == "kept" || line.code == "left" || line.code == "due_back";
      CHECK((!is_result || line.status == it.status));
    }
    CHECK(
        settle_project(maker.project, rules, SettlementDetail::figures).settlements.at(0).status ==
        it.status);
    return it.assumed();
  };
  const RuleBook rules = shenzhen(std::string(terminated_assumed) +
                                  "cn-shenzhen-2019.payables_count = false\n"
                                  "cn-shenzhen-2019.passed.asset_proceeds = \"return\"\n");
  CHECK_FALSE(assumed(ordinary(Outcome::passed, "cn-shenzhen-2019", 30), rules));
  Maker sold = ordinary(Outcome::passed, "cn-shenzhen-2019", 30);
  sold.dispose(40);
  CHECK(assumed(sold, rules));
  Maker owed = ordinary(Outcome::passed, "cn-shenzhen-2019", 30);
  owed.project.opinions[0].payables = Minor(20);
  CHECK(assumed(owed, rules));  // they do not count, because somebody assumed so
  Maker terminated = ordinary(Outcome::passed, "cn-shenzhen-2020", 30);
  terminated.decide(DecisionKind::terminate);
  CHECK(assumed(terminated, rules));
  // So does what rests on a regime that is chosen by assumed days.
  Maker chosen = ordinary(Outcome::passed, "", 30);
  chosen.project.contract_on = day("2020-11-01");
  const std::string by_contract =
      "cn-shenzhen-2020.in_force_from = 2020-11-01\n"
      "cn-shenzhen-2020.key_date = \"contract_on\"\n";
  CHECK(assumed(chosen, shenzhen(by_contract)));
  chosen.regime("cn-shenzhen-2020");
  CHECK_FALSE(assumed(chosen, shenzhen(by_contract)));
}

TEST_CASE("Settlement: boundary days of T0, ref and K") {
  const auto spent_on = [](const char* on) {
    Maker maker;
    maker.pay(1000).spend(0).spend(7, on).conclude(Outcome::passed);
    maker.opine(0);
    const SettlementStatement it = only(maker.project, shenzhen());
    return std::pair(it.in_period.value(), it.outside.value());
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  CHECK(spent_on("2017-12-31") == Pair{0, 7});
  CHECK(spent_on("2018-01-01") == Pair{7, 0});
  CHECK(spent_on("2019-12-31") == Pair{7, 0});
  CHECK(spent_on("2020-01-01") == Pair{0, 7});
  CHECK(spent_on("2020-03-01") == Pair{0, 7});
  CHECK(spent_on("2020-03-02") == Pair{0, 0});
}

TEST_CASE(
    "Settlement: the reference day comes from the opinion, else from the earlier of end and "
    "request") {
  const auto reference = [](Maker& maker) {
    return to_iso(only(maker.pay(10).spend(1).project, shenzhen(terminated_assumed)).reference_on);
  };
  Maker with_opinion;
  with_opinion.conclude(Outcome::passed).opine(0, 0, 0, "2019-11-30");
  CHECK(reference(with_opinion) == "2019-11-30");
  Maker opinion_after_k;
  opinion_after_k.conclude(Outcome::passed).opine(0, 0, 0, "2020-03-02");
  CHECK(reference(opinion_after_k) == "2020-03-01");
  Maker requested_early;
  requested_early.conclude(Outcome::passed, "2020-03-01", "2019-12-30");
  CHECK(reference(requested_early) == "2019-12-30");
  Maker requested_late;
  requested_late.conclude(Outcome::passed, "2020-03-01", "2020-01-10");
  CHECK(reference(requested_late) == "2019-12-31");
  Maker extended;
  extended.conclude(Outcome::passed, "2020-12-01").extend("2019-12-01", "2020-06-30");
  CHECK(reference(extended) == "2020-06-30");
  Maker concluded_before_the_end;
  concluded_before_the_end.conclude(Outcome::passed, "2019-06-01");
  CHECK(reference(concluded_before_the_end) == "2019-06-01");
  Maker terminated;
  terminated.decide(DecisionKind::terminate, "2019-05-05");
  CHECK(reference(terminated) == "2019-05-05");
  Maker terminated_with_opinion;
  terminated_with_opinion.opine(0, 0, 0, "2019-04-30");
  terminated_with_opinion.decide(DecisionKind::terminate, "2019-05-05");
  CHECK(reference(terminated_with_opinion) == "2019-04-30");
}

TEST_CASE(
    "Settlement: an extension that was asked for, or approved after the conclusion, moves "
    "nothing") {
  Maker maker;
  maker.pay(10).spend(1).conclude(Outcome::passed, "2021-03-01");
  maker.extend("", "2020-06-30");
  maker.extend("2021-03-02", "2020-09-30");
  CHECK(only(maker.project, shenzhen()).reference_on == day("2019-12-31"));
  maker.extend("2021-03-01", "2020-10-31");
  CHECK(only(maker.project, shenzhen()).reference_on == day("2020-10-31"));
}

TEST_CASE(
    "Settlement: received is payments less bounced, and what was passed on counts where it went") {
  Maker maker;
  maker.pay(1000)
      .bounce(100)
      .transfer(300, "lead", "partner")
      .spend(1)
      .spend(5, "2018-06-01", "partner");
  maker.conclude(Outcome::passed);
  const SettlementReport report = settle_project(maker.project, shenzhen());
  REQUIRE(report.settlements.size() == 2);
  CHECK(report.settlements[0].org_id == OrgId("lead"));
  CHECK(report.settlements[0].received == Minor(600));
  CHECK(report.settlements[1].org_id == OrgId("partner"));
  CHECK(report.settlements[1].received == Minor(300));
  CHECK(report.settlements[1].unspent == Minor(295));
}

TEST_CASE("Settlement: own and borrowed money is settled by nobody") {
  Maker maker;
  maker.pay(10).spend(1).spend(100, "2018-06-01", "", Source::self_raised);
  maker.spend(100, "2018-06-01", "partner", Source::loan).conclude(Outcome::passed);
  CHECK(only(maker.project, shenzhen()).in_period == Minor(1));
}

TEST_CASE("Settlement: each public source is a settlement of its own, by word") {
  Maker maker;
  for (const Source source : {Source::grant_province, Source::grant_district, Source::grant_city,
                              Source::grant_central, Source::grant}) {
    maker.pay(10, "2018-02-01", "", source).spend(1, "2018-06-01", "", source);
  }
  maker.conclude(Outcome::passed);
  const SettlementReport report = settle_project(maker.project, shenzhen());
  std::string order;
  for (const SettlementStatement& each : report.settlements) {
    order += std::string(word(each.source)) + " ";
  }
  CHECK(order == "grant grant:central grant:city grant:district grant:province ");
}

TEST_CASE("Settlement: a reversal counts on the day of the line that it reverses") {
  Maker maker;
  maker.pay(1000).spend(700).spend(-200, "2020-01-15").conclude(Outcome::passed);
  maker.project.expenses.moved_day[1] = maker.project.expenses.effective_day()[0];
  const SettlementStatement it = only(maker.project, shenzhen());
  CHECK(it.in_period == Minor(500));
  CHECK(it.outside == Minor(0));
}

TEST_CASE("Settlement: spending that clears accepted payables is left out up to their sum") {
  const RuleBook rules = shenzhen("cn-shenzhen-2019.payables_count = true");
  Maker maker;
  maker.pay(1000).spend(600).conclude(Outcome::passed).opine(0, 100);
  const std::int32_t payable = maker.accrue(150);
  maker.spend(80, "2020-01-10", "", Source::grant, payable);
  SettlementStatement it = only(maker.project, rules);
  CHECK(it.outside == Minor(0));
  CHECK(it.payables == Minor(100));
  CHECK(it.payables_cleared == Minor(80));
  CHECK(it.unspent == Minor(300));
  maker.spend(70, "2020-01-11", "", Source::grant, payable);
  it = only(maker.project, rules);
  CHECK(it.outside == Minor(50));
  CHECK(it.payables_cleared == Minor(100));
  CHECK(it.unspent == Minor(250));
  CHECK(it.surplus == Minor(300));
}

TEST_CASE(
    "Settlement: what was spent before the start clears no payable that stood open at the end") {
  const RuleBook rules = shenzhen("cn-shenzhen-2019.payables_count = true");
  Maker maker;
  maker.pay(1000).spend(600).conclude(Outcome::passed).opine(0, 100);
  maker.spend(100, "2017-10-27", "", Source::grant, maker.accrue(100));
  const SettlementStatement it = only(maker.project, rules);
  CHECK(it.payables == Minor(100));
  CHECK(it.payables_cleared == Minor(0));
  CHECK(it.outside == Minor(100));
  CHECK(it.unspent == Minor(200));
}

TEST_CASE("Settlement: what rests on payables is as sure as that they count") {
  const auto statuses = [](std::int64_t payables) {
    Maker maker;
    maker.pay(1000).spend(600).conclude(Outcome::failed).opine(0, payables);
    const SettlementStatement it =
        only(maker.project, shenzhen("cn-shenzhen-2019.payables_count = true"));
    std::string text;
    for (const char* code : {"kept", "left", "due_back"}) {
      text += std::string(word(test::line(it, code).status)) + " ";
    }
    return text;
  };
  CHECK(statuses(200) == "assumed assumed assumed ");
  CHECK(statuses(0) == "derived derived derived ");
}

TEST_CASE("Settlement: only a payable of this organisation and source is cleared") {
  const RuleBook rules = shenzhen("cn-shenzhen-2019.payables_count = true");
  const auto outside = [&](AccrualKind kind, std::string_view org, Source source) {
    Maker maker;
    maker.pay(1000).spend(600).conclude(Outcome::passed).opine(0, 100);
    const std::int32_t accrual = maker.accrue(150, kind, org, source);
    maker.spend(80, "2020-01-10", "", Source::grant, accrual);
    return only(maker.project, rules).outside.value();
  };
  CHECK(outside(AccrualKind::payable, "", Source::grant) == 0);
  CHECK(outside(AccrualKind::payable, "lead", Source::grant) == 0);
  CHECK(outside(AccrualKind::advance, "", Source::grant) == 80);
  CHECK(outside(AccrualKind::prepayment, "", Source::grant) == 80);
  CHECK(outside(AccrualKind::payable, "partner", Source::grant) == 80);
  CHECK(outside(AccrualKind::payable, "", Source::grant_city) == 80);
}

TEST_CASE("Settlement: where payables do not count, all that clears them is outside") {
  Maker maker;
  maker.pay(1000).spend(600).conclude(Outcome::passed).opine(0, 100);
  maker.spend(80, "2020-01-10", "", Source::grant, maker.accrue(150));
  const SettlementStatement it =
      only(maker.project, shenzhen("cn-shenzhen-2019.payables_count = false"));
  CHECK(it.payables == Minor(0));
  CHECK(it.outside == Minor(80));
}

TEST_CASE("Settlement: an overspent project keeps what it got, and owes what is not recognised") {
  Maker maker;
  maker.pay(1000).spend(1300).conclude(Outcome::failed).opine(100);
  SettlementStatement it = only(maker.project, shenzhen());
  CHECK(it.overspent == Minor(200));
  CHECK(it.surplus == Minor(0));
  CHECK(sums(it) == Sums{0, 1000, 0});
  maker.project.opinions[0].disallowed = Minor(500);
  it = only(maker.project, shenzhen());
  CHECK(it.unspent == Minor(0));
  CHECK(it.surplus == Minor(200));
  CHECK(sums(it) == Sums{0, 800, 200});
}

TEST_CASE("Settlement: final accounts stand in where there are no vouchers, all in the period") {
  Maker maker;
  maker.pay(1000).final_account(300).final_account(250).conclude(Outcome::passed);
  SettlementStatement it = only(maker.project, shenzhen());
  CHECK(it.in_period == Minor(550));
  CHECK(it.outside == Minor(0));
  maker.spend(10);
  it = only(maker.project, shenzhen());
  CHECK(it.in_period == Minor(10));
}

TEST_CASE(
    "Settlement: final accounts of a replaced opinion give way to those of the one that governs") {
  Maker maker;
  maker.pay(1000).final_account(300, "O-1").final_account(250, "O-2").final_account(5);
  maker.conclude(Outcome::passed);
  maker.opine(0);
  maker.opine(0).replaces = "O-1";
  CHECK(only(maker.project, shenzhen()).in_period == Minor(250));
  maker.project.final_accounts.pop_back();
  maker.project.final_accounts.pop_back();
  CHECK(only(maker.project, shenzhen()).in_period == Minor(300));
  maker.project.opinions.clear();
  CHECK(only(maker.project, shenzhen()).in_period == Minor(300));
}

TEST_CASE("Settlement: spending after K changes nothing, whatever else is on record") {
  Maker accounts;
  accounts.pay(1000).final_account(900).conclude(Outcome::failed);
  CHECK(only(accounts.project, shenzhen()).due_back == Minor(100));
  // One voucher after K does not put the final accounts aside.
  accounts.spend(1, "2020-03-02");
  CHECK(only(accounts.project, shenzhen()).due_back == Minor(100));
  CHECK(only(accounts.project, shenzhen()).in_period == Minor(900));
  // On K itself it does: vouchers are at hand.
  accounts.spend(1, "2020-03-01");
  CHECK(only(accounts.project, shenzhen()).outside == Minor(1));
  CHECK(only(accounts.project, shenzhen()).due_back == Minor(1000));
  // Where nothing else says what was spent, it stays unknown.
  Maker nothing;
  nothing.pay(1000).conclude(Outcome::failed).spend(1, "2020-03-02");
  CHECK(test::refusal_of(nothing.project, shenzhen()) == "spending_unknown");
  // And it makes no part of a source or unit that has nothing else.
  Maker other;
  other.pay(1000).spend(400).conclude(Outcome::failed);
  other.spend(5, "2020-06-01", "elsewhere").spend(5, "2020-06-01", "", Source::grant_city);
  CHECK(only(other.project, shenzhen()).due_back == Minor(600));
}

TEST_CASE("Settlement: accounts of the opinion that governs are not added to those without one") {
  Maker maker;
  maker.pay(1000).final_account(300).final_account(450, "O-1").conclude(Outcome::failed);
  maker.opine(0);
  SettlementStatement it = only(maker.project, shenzhen());
  CHECK(it.in_period == Minor(450));
  CHECK(it.accounts_left_out == Minor(300));
  CHECK(test::line(it, "E.left_out").amount == Minor(300));
  // Accounts of the opinion that the governing one replaced come next.
  maker.opine(0).replaces = "O-1";
  CHECK(only(maker.project, shenzhen()).in_period == Minor(450));
  // An opinion without accounts leaves those that name none.
  maker.project.final_accounts[1].opinion_id = "O-9";
  it = only(maker.project, shenzhen());
  CHECK(it.in_period == Minor(300));
  CHECK(it.accounts_left_out == Minor(450));
}

TEST_CASE("Settlement: more cleared back than was cleared is refused") {
  Maker maker;
  const std::int32_t payable = maker.accrue(50);
  maker.pay(1000).spend(700).conclude(Outcome::failed).opine(0, 50);
  maker.spend(-20, "2020-02-01", "", Source::grant, payable);
  CHECK(test::refusal_of(maker.project, shenzhen("each.payables_count = true")) ==
        "spending_negative");
}

TEST_CASE("Settlement: what is missing to the floor is said") {
  Maker maker;
  maker.project.registered.contract_deposit = Minor(500);
  maker.pay(300).spend(100).conclude(Outcome::failed).opine(0, 0, 20);
  const SettlementStatement it = only(maker.project, shenzhen());
  CHECK(it.due_back == Minor(320));
  CHECK(it.floor_missing == Minor(180));
  CHECK(test::line(it, "floor.missing").amount == Minor(180));
  maker.project.registered.contract_deposit = Minor(320);
  CHECK(only(maker.project, shenzhen()).floor_missing == Minor(0));
}

TEST_CASE("Settlement: in 2018 what is kept is to be used within two years") {
  Maker maker;
  maker.regime("cn-shenzhen-2018").pay(1000).spend(400).conclude(Outcome::passed, "2020-02-29");
  const SettlementStatement it = only(maker.project, shenzhen());
  REQUIRE(it.keep_until);
  CHECK(*it.keep_until == day("2022-02-28"));
  const SettlementLine limit = test::line(it, "keep.until");
  CHECK(limit.amount == Minor(600));
  CHECK(limit.formula.find("2022-02-28") != std::string::npos);
  CHECK(limit.status == CellStatus::seen);
  CHECK_FALSE(only(maker.regime("cn-shenzhen-2019").project, shenzhen()).keep_until);
  Maker none;
  none.regime("cn-shenzhen-2018").pay(400).spend(400).conclude(Outcome::passed);
  CHECK_FALSE(only(none.project, shenzhen()).keep_until);
}

TEST_CASE("Settlement: the reference day on record stays, though the opinion is corrected") {
  Maker maker;
  maker.pay(1000).spend(700).spend(50, "2020-01-10").conclude(Outcome::failed);
  maker.opine(0, 0, 0, "2019-11-30").trace.position = 10;
  Settlement first = settled_before(50);
  first.cut_off = day("2020-03-01");
  first.reference_on = day("2019-11-30");
  maker.project.settlements.push_back(first);
  maker.project.opinions[0].reference_on = day("2020-01-31");
  CHECK(only(maker.project, shenzhen()).reference_on == day("2019-11-30"));
  CHECK(only(maker.project, shenzhen()).outside == Minor(50));
  // A record of another conclusion day binds nobody.
  maker.project.settlements[0].cut_off = day("2020-02-01");
  CHECK(only(maker.project, shenzhen()).reference_on == day("2020-01-31"));
}

TEST_CASE("Settlement: a running project is in neither list") {
  Maker maker;
  maker.pay(1000).spend(1000);
  CHECK_FALSE(conclusion_of(maker.project));
  maker.conclude(Outcome::rectify);
  maker.decide(DecisionKind::recover).principal = Minor(5);
  const SettlementReport report = settle_project(maker.project, shenzhen());
  CHECK(report.settlements.empty());
  CHECK(report.not_settled.empty());
}

TEST_CASE("Settlement: which organisations and sources there are") {
  const auto parts = [](Maker& maker) {
    maker.conclude(Outcome::passed);
    const SettlementReport report = settle_project(maker.project, shenzhen());
    std::string names;
    for (const auto& each : report.settlements) {
      names += each.org_id.text() + "/" + std::string(word(each.source)) + " ";
    }
    for (const auto& each : report.not_settled) {
      names += "!" + each.org_id.text() + "/" + std::string(word(each.source)) + " ";
    }
    return names;
  };
  Maker nothing;
  CHECK(parts(nothing) == "!lead/grant ");
  Maker payment;
  CHECK(parts(payment.pay(1, "2018-02-01", "a", Source::grant_city)) == "!a/grant:city ");
  Maker transfer;
  CHECK(parts(transfer.transfer(0, "a", "b")) == "!a/grant !b/grant ");
  Maker expense;
  CHECK(parts(expense.spend(1, "2018-02-01", "a", Source::grant_central)) == "a/grant:central ");
  Maker account;
  CHECK(parts(account.final_account(1, "", "a")) == "a/grant ");
  Maker opinion;
  opinion.opine(0, 0, 0, "2019-12-31", "a").adopted = false;
  CHECK(parts(opinion) == "!a/grant ");
  Maker disposal;
  CHECK(parts(disposal.dispose(1, "2018-02-01", "a")) == "!a/grant ");
  Maker decision;
  decision.decide(DecisionKind::recover, "2018-02-01", "a").interest = Minor(0);
  CHECK(parts(decision) == "!a/grant ");
  Maker no_sum;
  no_sum.spend(1).decide(DecisionKind::recover, "2018-02-01", "a");
  CHECK(parts(no_sum) == "lead/grant ");
}

TEST_CASE("Settlement: amounts at the limits of 64 bits settle, and what does not fit is refused") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  Maker maker;
  maker.pay(most).spend(most).conclude(Outcome::failed);
  CHECK(settled(maker, shenzhen()) == Sums{0, most, 0});
  maker.opine(most);
  CHECK(settled(maker, shenzhen()) == Sums{0, 0, most});
  maker.project.opinions[0].interest = Minor(1);
  CHECK(refusal_of(maker.project, shenzhen()) == "money_overflow");
  maker.project.opinions[0].interest = Minor(0);
  maker.pay(1);
  CHECK(refusal_of(maker.project, shenzhen()) == "money_overflow");
  maker.bounce(1);
  CHECK(settled(maker, shenzhen()) == Sums{0, 0, most});
}

TEST_CASE("Settlement: figures alone are the same without lines") {
  const Maker maker = ordinary(Outcome::failed, "cn-shenzhen-2020", 30);
  SettlementStatement with = only(maker.project, shenzhen());
  const SettlementReport without =
      settle_project(maker.project, shenzhen(), SettlementDetail::figures);
  CHECK(without.settlements[0].lines.empty());
  CHECK(without.settlements[0].due_back == with.due_back);
  CHECK_FALSE(with.lines.empty());
}
