// The rules about decisions, what is repaid, and what records say against each other.
#include "rules_support.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/project_ledger.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bursar;
using namespace bursar::test;

TEST_CASE("repayment_overdue: the day itself is in time, and only what is missing is questioned") {
  ProjectBuilder builder = project();
  builder.decision("D1", 1000, "2021-06-30")
      .repaid("D1", 400)
      .repaid("D1", 77, RepaymentPart::late_charge);
  CHECK(run(repayment_overdue(), builder, day("2021-06-30")).findings.empty());
  const AuditRun found = run(repayment_overdue(), builder, day("2021-07-01"));
  REQUIRE(subjects(found) == Strings{"D1"});
  CHECK(found.findings[0].amount == Minor(600));
  builder.repaid("D1", 600, RepaymentPart::interest);
  CHECK(run(repayment_overdue(), builder).findings.empty());
}

TEST_CASE(
    "repayment_overdue: the parts of a decision add up; a replaced or suspended one is not due") {
  ProjectBuilder builder = project();
  builder.decision("D1", 1000, "2021-06-30").repaid("D1", 1000);
  builder.edit().decisions[0].interest = Minor(5);
  CHECK(run(repayment_overdue(), builder).findings[0].amount == Minor(5));
  builder.decision("D2", 1000, "2021-09-30");
  builder.edit().decisions[1].replaces = "D1";
  CHECK(run(repayment_overdue(), builder).findings.empty());  // what was paid on D1 counts
  builder.edit().decisions[1].status = DecisionStatus::suspended;
  CHECK(subjects(run(repayment_overdue(), builder)) == Strings{"D1"});
  builder.edit().decisions[0].kind = DecisionKind::penalty;
  CHECK(run(repayment_overdue(), builder).rules[0].population == 0);
}

TEST_CASE(
    "repayment_overdue: money without a decision goes to the oldest sum; reversals take it back") {
  ProjectBuilder builder = project();
  builder.decision("D2", 500, "2021-08-31").decision("D1", 500, "2021-06-30").repaid("", 700);
  std::swap(builder.edit().decisions[0].principal, builder.edit().decisions[0].interest);
  const AuditRun found = run(repayment_overdue(), builder);
  REQUIRE(subjects(found) == Strings{"D2"});
  CHECK(found.findings[0].amount == Minor(300));
  ProjectBuilder other_payer = builder;
  other_payer.edit().repayments[0].payer_org_id = OrgId("ORG-2");
  CHECK(subjects(run(repayment_overdue(), other_payer)) == Strings{"D1", "D2"});

  ProjectBuilder reversed = project();
  reversed.decision("D1", 500, "2021-06-30").repaid("D1", 500).repaid("", -500);
  reversed.edit().repayments[1].reverses = "REP1";
  CHECK(run(repayment_overdue(), reversed).findings[0].amount == Minor(500));
}

TEST_CASE("repayment_overdue: what was written off is not due any more") {
  ProjectBuilder builder = project();
  builder.decision("D1", 500, "2021-06-30");
  Claim claim;
  claim.claim_id = "C1";
  claim.decision_id = "D1";
  claim.principal = Minor(500);
  claim.raised_on = day("2021-05-01");
  WriteOff written_off;
  written_off.amount = Minor(500);
  written_off.on = day("2021-08-01");
  claim.write_offs.push_back(written_off);
  builder.edit().claims.push_back(claim);
  CHECK(run(repayment_overdue(), builder).findings.empty());
}

TEST_CASE("repayment_overdue: what was paid or written off beyond one sum goes to the others") {
  ProjectBuilder builder = project();
  builder.decision("D1", 400, "2021-06-30").decision("D2", 600, "2021-08-31");
  std::swap(builder.edit().decisions[0].principal, builder.edit().decisions[0].interest);
  builder.repaid("D2", 900);
  const AuditRun found = run(repayment_overdue(), builder);
  REQUIRE(subjects(found) == Strings{"D1"});
  CHECK(found.findings[0].amount == Minor(100));
}

TEST_CASE("repayment_overdue: the reversal of money that was too much takes nothing off the sum") {
  ProjectBuilder builder = project();
  builder.decision("D1", 100, "2021-06-30").repaid("D1", 150);
  builder.repaid("D1", -50);
  builder.edit().repayments.back().reverses = builder.edit().repayments.front().repayment_id;
  CHECK(run(repayment_overdue(), builder).findings.empty());
  ProjectBuilder more = project();
  more.decision("D1", 100, "2021-06-30").repaid("D1", 150).repaid("", -90);
  more.edit().repayments.back().reverses = more.edit().repayments.front().repayment_id;
  CHECK(run(repayment_overdue(), more).findings.at(0).amount == Minor(40));
}

TEST_CASE("Two decisions on the same part: claim, ledger and rules say the same") {
  ProjectBuilder builder = project();
  builder.decision("D1", 1000, "2021-06-30").decision("D2", 700, "2021-08-31").repaid("D1", 100);
  builder.edit().decisions[1].decided_on = day("2021-07-15");
  Claim claim;
  claim.claim_id = "C1";
  claim.payer_org_id = OrgId("ORG-1");
  claim.principal = Minor(700);
  claim.raised_on = day("2021-07-16");
  claim.decision_id = "D2";
  builder.edit().claims.push_back(claim);

  // The claim carries the later sum, and is late by its day.
  const RuleBook rules = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  const Project later = builder.build();
  const ProjectRecovery recovery =
      recover_project(later, recorded_parts(later), {rules, nullptr, day("2021-09-10")});
  REQUIRE(recovery.claims.size() == 1);
  CHECK(recovery.claims[0].principal == Minor(700));
  CHECK(recovery.claims[0].outstanding == Minor(600));
  CHECK(recovery.claims[0].due.day == day("2021-08-31"));
  CHECK(recovery.claims[0].days_overdue == 10);
  // The ledger says what is due.
  const std::string id = "C1";
  CHECK(ledger_of(later)
            .value()
            .balances()
            .of(Account::due_back, {nullptr, nullptr, nullptr, &id})
            .value() == Minor(600));
  CHECK(check_ledger(later).empty());
  // The rule says the same, on the same day, once; and another one that there are two.
  CHECK(run(repayment_overdue(), builder, day("2021-08-31")).findings.empty());
  const AuditRun overdue = run(repayment_overdue(), builder, day("2021-09-10"));
  REQUIRE(subjects(overdue) == Strings{"D2"});
  CHECK(overdue.findings[0].amount == Minor(600));
  const AuditRun twice = run(part_decided_twice(), builder);
  REQUIRE(subjects(twice) == Strings{"D1:principal"});
  CHECK(twice.findings[0].amount == Minor(1000));
  CHECK(twice.findings[0].evidence.size() == 2);
  CHECK(
      twice.findings[0].text(Language::en) ==
      "ORG-1 (grant): principal of 10.00 CNY that decision D1 states is stated again by the later "
      "decision D2, which alone counts; if it replaces D1, name that in replaces; if it adds to "
      "it, D2 has to state the whole");

  // Said to replace, nobody has to ask; on other parts both count; on another source it is another
  // claim.
  builder.edit().decisions[1].replaces = "D1";
  CHECK(run(part_decided_twice(), builder).findings.empty());
  CHECK(subjects(run(repayment_overdue(), builder, day("2021-09-10"))) == Strings{"D2"});
  builder.edit().decisions[1].replaces = "";
  std::swap(builder.edit().decisions[1].principal, builder.edit().decisions[1].interest);
  CHECK(run(part_decided_twice(), builder).findings.empty());
  CHECK(subjects(run(repayment_overdue(), builder, day("2021-09-10"))) == Strings{"D1", "D2"});
  std::swap(builder.edit().decisions[1].principal, builder.edit().decisions[1].interest);
  builder.edit().decisions[1].source = Source::grant_city;
  CHECK(run(part_decided_twice(), builder).findings.empty());
  CHECK(subjects(run(repayment_overdue(), builder, day("2021-09-10"))) == Strings{"D1", "D2"});
}

TEST_CASE("repayment_overdue: a decision without sum or day is not checked") {
  ProjectBuilder no_day = project();
  no_day.decision("D1", 500, "");
  CHECK(run(repayment_overdue(), no_day).rules[0].missing[0].first == "pay_by");
  ProjectBuilder no_sum = project();
  no_sum.decision("D1", 500, "2021-06-30");
  no_sum.edit().decisions[0].principal.reset();
  CHECK(run(repayment_overdue(), no_sum).rules[0].missing[0].first == "principal");
}

TEST_CASE("rectification_missing: an order to rectify must come before") {
  ProjectBuilder with = project();
  with.attempt(Outcome::rectify, "2021-02-01")
      .attempt(Outcome::passed_after_rectification, "2021-05-01");
  CHECK(run(rectification_missing(), with).findings.empty());
  ProjectBuilder without = project();
  without.attempt(Outcome::passed_after_rectification, "2021-05-01")
      .attempt(Outcome::rectify, "2021-06-01");
  CHECK(subjects(run(rectification_missing(), without)) == Strings{"P1:1"});
  CHECK(run(rectification_missing(), project()).rules[0].population == 0);
}

namespace {

using Book = std::shared_ptr<const RuleBook>;

Book book_with(std::string_view assumptions) {
  const RuleBook book = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  return std::make_shared<const RuleBook>(
      assumptions.empty() ? book : book.with_assumptions(assumptions).value());
}
Book fifteen_days() { return book_with("procedure.refund_days = 15"); }

std::shared_ptr<const WorkCalendar> china() {
  return std::make_shared<const WorkCalendar>(WorkCalendar::bundled("cn").value());
}

Notice& notify(ProjectBuilder& builder, NoticeKind kind, std::string_view issued_on,
               std::string_view served_on = "") {
  Notice notice;
  notice.notice_id = "N" + std::to_string(builder.edit().notices.size() + 1);
  notice.kind = kind;
  notice.decision_id = "D1";
  notice.addressee = "ORG-1";
  notice.issued_on = day(issued_on);
  if (!served_on.empty()) notice.served_on = day(served_on);
  builder.edit().notices.push_back(notice);
  return builder.edit().notices.back();
}

/// A decision of 1,000 that sets no day.
ProjectBuilder without_day() {
  ProjectBuilder builder = project();
  builder.decision("D1", 1000, "");
  return builder;
}

/// Whether the claims call the project late on a day; the rule has to say the same.
bool is_late(const ProjectBuilder& builder, const RuleBook& book, Date on) {
  const Project built = builder.build();
  const auto calendar = china();
  const ProjectRecovery made =
      recover_project(built, recorded_parts(built), {book, calendar.get(), on});
  return std::ranges::any_of(made.claims, [](const auto& each) { return each.days_overdue > 0; });
}

}  // namespace

TEST_CASE("repayment_overdue: with a rule book the day is that of the claim, also after service") {
  ProjectBuilder builder = without_day();
  notify(builder, NoticeKind::decision, "2021-02-20", "2021-03-01");
  const AnyRule rule = repayment_overdue(fifteen_days(), china());
  CHECK(run(rule, builder, day("2021-03-16")).findings.empty());
  const AuditRun found = run(rule, builder, day("2021-03-17"));
  REQUIRE(subjects(found) == Strings{"D1"});
  CHECK(found.findings[0].amount == Minor(1000));
  CHECK(found.findings[0].evidence.at(0).on == day("2021-03-16"));
  CHECK(found.findings[0].text(Language::zh).find("（以单位的假设为据）") != std::string::npos);
  for (const char* const on : {"2021-03-16", "2021-03-17"}) {
    CHECK(is_late(builder, *fifteen_days(), day(on)) ==
          !run(rule, builder, day(on)).findings.empty());
  }
  // A refund notice sets another day.
  notify(builder, NoticeKind::refund, "2021-03-05", "2021-03-06").reply_by = day("2021-04-30");
  CHECK(run(rule, builder, day("2021-04-30")).findings.empty());
  CHECK(subjects(run(rule, builder, day("2021-05-01"))) == Strings{"D1"});
  CHECK(is_late(builder, *fifteen_days(), day("2021-05-01")));
  // A day that the decision sets goes before all of them, with a rule book or without.
  builder.edit().decisions[0].pay_by = day("2021-02-28");
  const AuditRun set = run(rule, builder, day("2021-03-01"));
  CHECK(subjects(set) == Strings{"D1"});
  CHECK(set.findings[0].text(Language::zh).find("假设") == std::string::npos);
  CHECK(subjects(run(repayment_overdue(), builder, day("2021-03-01"))) == Strings{"D1"});
  // One before the decision itself is none.
  const Date before = builder.edit().decisions[0].decided_on - boost::gregorian::days(1);
  builder.edit().decisions[0].pay_by = before;
  CHECK(run(rule, builder, day("2021-04-30")).findings.empty());
  CHECK(run(repayment_overdue(), builder, day("2021-04-30")).findings.empty());
}

TEST_CASE("repayment_overdue: where no day follows it says what is missing") {
  const auto missing = [](const AnyRule& rule, const ProjectBuilder& builder) {
    const AuditRun found = run(rule, builder, day("2021-12-31"));
    CHECK(found.findings.empty());
    CHECK(found.rules[0].not_checked == 1);
    for (const auto& [what, projects] : found.rules[0].missing) {
      if (projects > 0) return what;
    }
    return std::string();
  };
  ProjectBuilder builder = without_day();
  CHECK(missing(repayment_overdue(fifteen_days(), china()), builder) == "pay_by");
  notify(builder, NoticeKind::decision, "2021-02-20", "2021-03-01");
  CHECK(missing(repayment_overdue(book_with(""), china()), builder) == "refund_days");
  CHECK(missing(repayment_overdue(fifteen_days(), nullptr), builder) == "calendar");
  CHECK(missing(repayment_overdue(), builder) == "pay_by");
}

TEST_CASE("repayment_overdue: with a rule book also a claim that no decision fixes") {
  ProjectBuilder builder = project();
  Claim claim;
  claim.claim_id = "C1";
  claim.payer_org_id = OrgId("ORG-1");
  claim.principal = Minor(700);
  claim.raised_on = day("2021-02-01");
  builder.edit().claims.push_back(claim);
  const AnyRule rule = repayment_overdue(fifteen_days(), china());
  CHECK(run(rule, builder).rules[0].population == 0);  // nothing called it in
  notify(builder, NoticeKind::refund, "2021-02-20", "2021-03-01").decision_id = "";
  builder.repaid("", 200);
  CHECK(run(rule, builder, day("2021-03-16")).findings.empty());
  const AuditRun found = run(rule, builder, day("2021-03-17"));
  REQUIRE(subjects(found) == Strings{"C1"});
  CHECK(found.findings[0].amount == Minor(500));
  CHECK(found.findings[0].text(Language::zh) ==
        "ORG-1（财政资金）应退7.00 CNY，缴款期限2021-03-16（以单位的假设为据）已过，尚欠5.00");
  CHECK(is_late(builder, *fifteen_days(), day("2021-03-17")));
  CHECK(run(repayment_overdue(book_with(""), china()), builder).rules[0].missing.at(0).first ==
        "refund_days");
  CHECK(run(repayment_overdue(), builder).rules[0].population == 0);
  // Once a decision fixes the sum, it is found once, by the decision.
  builder.decision("D1", 700, "2021-06-30");
  CHECK(subjects(run(rule, builder, day("2021-12-31"))) == Strings{"D1"});
  builder.repaid("", 500);
  CHECK(run(rule, builder, day("2021-12-31")).findings.empty());
}

TEST_CASE("repayment_overdue: time alone serves a public notice, and a re-audit sees it") {
  ProjectBuilder builder = without_day();
  notify(builder, NoticeKind::decision, "2022-05-16").service = Service::public_notice;
  const RuleSet rules = only(repayment_overdue(fifteen_days(), china()));
  Folder folder({builder.build()});
  AuditRun last = audit(folder.scope(), rules, day("2022-06-01")).value();
  CHECK(last.rules[0].not_checked == 1);
  for (const char* const on : {"2022-06-14", "2022-06-15", "2022-06-30", "2022-07-01"}) {
    INFO(on);
    last = re_audit(std::move(last), folder.scope(), rules, day(on)).value();
    CHECK(last == audit(folder.scope(), rules, day(on)).value());
    CHECK(last.findings.empty() == (day(on) < day("2022-07-01")));
    CHECK(is_late(builder, *fifteen_days(), day(on)) == !last.findings.empty());
  }
}

namespace {

Book shenzhen() { return book_with(""); }

/// Failed under the rule of 2020: 400 of 1,000 were not spent, and are due back.
ProjectBuilder failed() {
  ProjectBuilder builder("P1");
  builder.period("2020-01-01", "2020-12-31").paid(1000);
  builder.spent(line("E1", "2020-03-01", Head::business, 600));
  builder.edit().registered.regime = "cn-shenzhen-2020";
  builder.edit().payments[0].org_id = OrgId("ORG-1");
  builder.attempt(Outcome::failed, "2021-01-10");
  return builder;
}

}  // namespace

TEST_CASE("decision_differs: what a decision leaves of the proposal is questioned") {
  ProjectBuilder builder = failed();
  CHECK(run(decision_differs(shenzhen()), builder).rules[0].population == 0);
  builder.decision("D1", 400, "2021-06-30");
  CHECK(run(decision_differs(shenzhen()), builder).findings.empty());
  builder.edit().decisions[0].principal = Minor(370);
  AuditRun found = run(decision_differs(shenzhen()), builder);
  REQUIRE(subjects(found) == Strings{"ORG-1:grant"});
  CHECK(found.findings[0].amount == Minor(30));
  // Nothing is too little to differ; too much is no public money at risk.
  builder.edit().decisions[0].principal = Minor(0);
  CHECK(run(decision_differs(shenzhen()), builder).findings.at(0).amount == Minor(400));
  builder.edit().decisions[0].principal = Minor(500);
  found = run(decision_differs(shenzhen()), builder);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].amount == Minor(0));
  // A decision that stands no more fixes nothing, and a settlement that is refused proposes
  // nothing.
  builder.edit().decisions[0].status = DecisionStatus::annulled;
  CHECK(run(decision_differs(shenzhen()), builder).rules[0].population == 0);
  builder.edit().decisions[0].status = DecisionStatus::in_force;
  builder.edit().registered.start_on.reset();
  CHECK(run(decision_differs(shenzhen()), builder).rules[0].missing[0].first == "settlement");
}

TEST_CASE("pass_after_rectification: only where the regime tells it apart") {
  ProjectBuilder builder = project();
  builder.edit().registered.regime = "cn-shenzhen-2020";
  builder.attempt(Outcome::rectify, "2021-02-01").attempt(Outcome::passed, "2021-05-01");
  const AuditRun found = run(pass_after_rectification(shenzhen()), builder);
  REQUIRE(subjects(found) == Strings{"P1:2"});
  CHECK(found.findings[0].evidence.size() == 2);
  builder.edit().registered.regime = "cn-shenzhen-2019";
  CHECK(run(pass_after_rectification(shenzhen()), builder).findings.empty());
  ProjectBuilder first_go = project();
  first_go.edit().registered.regime = "cn-shenzhen-2020";
  first_go.attempt(Outcome::passed, "2021-05-01");
  CHECK(run(pass_after_rectification(shenzhen()), first_go).findings.empty());
}

TEST_CASE("irregular_fact: what the state had no place for is found") {
  ProjectBuilder builder = project();
  CHECK(run(irregular_fact(), builder).findings.empty());
  Irregular irregular;
  irregular.trace.position = 7;
  irregular.kind = "AcceptanceConcluded";
  irregular.state = "revoked";
  irregular.reason = "transition_not_allowed";
  builder.edit().irregular.push_back(irregular);
  const AuditRun found = run(irregular_fact(), builder);
  REQUIRE(subjects(found) == Strings{"AcceptanceConcluded:7:0"});
  CHECK(found.findings[0].evidence.at(0).trace.position == 7);
  CHECK(found.findings[0].text(Language::zh) ==
        "验收结论发生时项目状态为已撤销，未产生效力：当时的状态不允许");
  CHECK(found.findings[0].text(Language::en) ==
        "AcceptanceConcluded met the project revoked and had no effect on its state: "
        "transition_not_allowed");
}

TEST_CASE("standard_rules: the ten, and those about what records say against each other") {
  const RuleSet rules = standard_rules(shenzhen()).value();
  Strings ids;
  for (const RuleSet::Item& item : rules.items()) {
    CHECK(lint_rule(*item.info).empty());
    ids.push_back(item.info->id);
  }
  CHECK(ids.size() == 16);
  for (const char* const id :
       {"rectification_missing", "pass_after_rectification", "decision_differs",
        "part_decided_twice", "irregular_fact", "record_in_several_projects"}) {
    INFO(id);
    CHECK(std::ranges::find(ids, id) != ids.end());
  }
}

TEST_CASE("decision_differs: a decision that waives what a partner owes is found") {
  ProjectBuilder builder = failed();
  builder.edit().registered.liability = Liability::lead;
  Payment to_partner = builder.edit().payments[0];
  to_partner.payment_id = "PAY-P";
  to_partner.org_id = OrgId("ORG-2");
  builder.edit().payments.push_back(to_partner);
  FinalAccount of_partner;
  of_partner.account_id = "F1";
  of_partner.org_id = OrgId("ORG-2");
  of_partner.spent = Minor(600);
  builder.edit().final_accounts.push_back(of_partner);
  builder.decision("D1", 0, "2021-06-30");
  const std::vector<Finding> found = run(decision_differs(shenzhen()), builder).findings;
  REQUIRE(found.size() == 1);
  builder.edit().decisions[0].principal = Minor(1);
  CHECK(found[0].amount.value() ==
        run(decision_differs(shenzhen()), builder).findings.at(0).amount.value() + 1);
}

TEST_CASE("pass_after_rectification: without a regime the project is not called checked") {
  ProjectBuilder builder = project();
  builder.edit().registered.regime = "";
  builder.attempt(Outcome::rectify, "2021-02-01").attempt(Outcome::passed, "2021-05-01");
  const AuditRun found = run(pass_after_rectification(shenzhen()), builder);
  CHECK(found.rules[0].not_checked == 1);
  CHECK(found.rules[0].missing[0].first == "regime");
}

TEST_CASE("acceptance_overdue: the regime is the one that settles the project") {
  // The first request chooses the regime; by the second one, another term would hold.
  const auto regimes = book_with(
      "cn-shenzhen-2019.in_force_from = 2019-01-01\n"
      "cn-shenzhen-2019.key_date = \"requested_on\"\n"
      "cn-shenzhen-2020.in_force_from = 2020-09-01\n"
      "cn-shenzhen-2020.key_date = \"requested_on\"\n"
      "cn-shenzhen-2019.acceptance_due_days = 1000\n"
      "cn-shenzhen-2020.acceptance_due_days = 10\n");
  const RuleSet rules = standard_rules(regimes).value();
  ProjectBuilder builder = project();
  builder.attempt(Outcome::withdrawn, "2020-08-01").attempt(Outcome::failed, "2021-06-01");
  builder.edit().attempts[0].requested_on = day("2020-07-10");
  builder.edit().attempts[1].requested_on = day("2020-09-20");
  const auto governing = governing_regime(builder.build(), *regimes);
  REQUIRE(governing.has_value());
  CHECK((*governing)->id == "cn-shenzhen-2019");
  const auto overdue = [&](const RuleSet& set) {
    const AuditRun found = run(set, {builder.build()});
    return std::ranges::count_if(
        found.findings, [](const Finding& each) { return each.rule->id == "acceptance_overdue"; });
  };
  CHECK(overdue(rules) == 0);
  builder.edit().attempts[0].requested_on = day("2020-09-10");
  CHECK(overdue(rules) == 1);
}

TEST_CASE("repayment_overdue: another calendar is another rule, though it covers the same days") {
  const std::string text(*bundled_calendar_text("cn"));
  const std::size_t at = text.find("2021-02-20");  // a make-up workday
  REQUIRE(at != std::string::npos);
  std::string other = text;
  other.replace(at, 10, "2021-02-27");
  const auto with = [&](const std::string& bytes) {
    RuleSet rules;
    rules
        .add(repayment_overdue(fifteen_days(), std::make_shared<const WorkCalendar>(
                                                   WorkCalendar::from_toml(bytes).value())))
        .value();
    return rules.digest();
  };
  CHECK(with(text) == with(text));
  CHECK(with(text) != with(other));
}
