#include "rules_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bursar;
using namespace bursar::test;

namespace {

Spent reversal(std::string id, std::string_view on, std::string of, Head head,
               std::int64_t amount) {
  Spent spent = line(std::move(id), on, head, amount);
  spent.kind = ExpenseKind::reversal;
  spent.reverses = std::move(of);
  return spent;
}

Spent purchase(std::string id, std::string_view on, std::int64_t amount, std::string vendor,
               std::string invoice = "") {
  Spent spent = line(std::move(id), on, Head::equipment, amount);
  spent.vendor = std::move(vendor);
  spent.invoice = std::move(invoice);
  return spent;
}

AnyRule cap_rule() {
  return indirect_over_cap({{Head::business, Head::labour}, fixed(cap_30_25_20(), "30/25/20 %")})
      .value();
}
AnyRule due_rule() { return acceptance_overdue({fixed<std::int64_t>(180, "180")}); }
AnyRule split_rule() {
  return split_purchases({Money::of_minor(8'000'000, Currency::cny()),
                          Money::of_minor(10'000'000, Currency::cny()),
                          3,
                          30,
                          {Head::equipment, Head::business}})
      .value();
}

RuleStatus status(const AuditRun& run) { return run.rules.at(0).status; }

}  // namespace

TEST_CASE("indirect_over_cap: the cap itself is allowed, one fen above it is not") {
  // Base 10.01 yuan: the cap is 3.003 yuan, of which 3.00 can be spent.
  ProjectBuilder at_cap = project();
  at_cap.budget(Head::business, 501)
      .budget(Head::labour_wages, 500)
      .budget(Head::equipment, 999'999);
  ProjectBuilder above = at_cap;
  at_cap.spent(line("E1", "2020-03-01", Head::indirect_management, 300));
  above.spent(line("E1", "2020-03-01", Head::indirect, 301));
  CHECK(run(cap_rule(), at_cap).findings.empty());
  const AuditRun found = run(cap_rule(), above);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].subject == "P1");
  CHECK(found.findings[0].amount == Minor(1));
  CHECK(found.findings[0].text(Language::en) ==
        "indirect cost of 3.01 CNY exceeds the cap of 3.00 on a base of 10.01 by 0.01");
  CHECK(found.findings[0].text(Language::zh) ==
        "间接费用支出3.01 CNY，超过按基数10.01计算的上限3.00，超出0.01");
}

TEST_CASE("indirect_over_cap: each tier counts at its own rate, and adjustments move the base") {
  // 12 million yuan: 30 % of 5, 25 % of 5, 20 % of 2 million = 3.15 million.
  ProjectBuilder builder = project();
  builder.budget(Head::business, 1'300'000'000).adjusted(Head::business, -100'000'000);
  ProjectBuilder above = builder;
  builder.spent(line("E1", "2020-03-01", Head::indirect, 315'000'000));
  above.spent(line("E1", "2020-03-01", Head::indirect, 315'000'001));
  CHECK(run(cap_rule(), builder).findings.empty());
  CHECK(run(cap_rule(), above).findings.size() == 1);
}

TEST_CASE("indirect_over_cap: what is not known is not checked") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2020-03-01", Head::indirect, 500));
  const AuditRun no_budget = run(cap_rule(), builder);
  CHECK(status(no_budget) == RuleStatus::no_data);
  CHECK(no_budget.rules[0].missing ==
        std::vector<std::pair<std::string, std::int64_t>>{{"budget", 1}});

  builder.budget(Head::business, 10);
  const AuditRun no_cap =
      run(indirect_over_cap({{Head::business}, unknown<TieredCap>()}).value(), builder);
  CHECK(no_cap.rules[0].missing[0].first == "indirect_cap");
  ProjectBuilder dollars = builder;
  dollars.currency("USD");
  CHECK(run(cap_rule(), dollars).rules[0].missing[0].first == "currency");
  CHECK(indirect_over_cap({{}, unknown<TieredCap>()}).error().code() ==
        Code::audit_parameter_malformed);
}

TEST_CASE("indirect_over_cap: self-raised money is no public money") {
  ProjectBuilder builder = project();
  builder.budget(Head::business, 1000);
  Spent own = line("E1", "2020-03-01", Head::indirect, 900);
  own.source = Source::self_raised;
  builder.spent(own).spent(line("E2", "2020-03-01", Head::indirect, 300));
  CHECK(run(cap_rule(), builder).findings.empty());
}

TEST_CASE("spending_outside_period: the first and the last day are inside") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2019-12-31", Head::business, 10))
      .spent(line("E2", "2020-01-01", Head::business, 10))
      .spent(line("E3", "2020-12-31", Head::business, 10))
      .spent(line("E4", "2021-01-01", Head::business, 10));
  const AuditRun found = run(spending_outside_period(), builder);
  CHECK(subjects(found) == Strings{"E1", "E4"});
  CHECK(found.findings[0].amount == Minor(10));
  CHECK(found.findings[0].evidence[0].id == "E1");
}

TEST_CASE("spending_outside_period: an approved extension moves the end, a pending one does not") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2021-03-01", Head::business, 10));
  ProjectBuilder pending = builder;
  CHECK(run(spending_outside_period(), builder.extended("2021-06-30")).findings.empty());
  CHECK(run(spending_outside_period(), pending.extended("2021-06-30", false)).findings.size() == 1);
}

TEST_CASE("spending_outside_period: a reversal takes its line back, a part of it a part") {
  ProjectBuilder whole = project();
  whole.spent(line("E1", "2021-03-01", Head::business, 100));
  ProjectBuilder part = whole;
  whole.spent(reversal("E2", "2021-05-01", "E1", Head::business, -100));
  part.spent(reversal("E2", "2021-05-01", "E1", Head::business, -30));
  CHECK(run(spending_outside_period(), whole).findings.empty());
  const AuditRun found = run(spending_outside_period(), part);
  REQUIRE(subjects(found) == Strings{"E1"});
  CHECK(found.findings[0].amount == Minor(70));
}

TEST_CASE("spending_outside_period: a correction counts on the day of the line that it corrects") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2020-06-01", Head::business, 100));
  Spent correction = reversal("E2", "2021-02-01", "E1", Head::business, 20);
  correction.kind = ExpenseKind::correction;
  builder.spent(correction);
  CHECK(run(spending_outside_period(), builder).findings.empty());
}

TEST_CASE("spending_outside_period: without a day of the contract nothing is checked") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2021-03-01", Head::business, 10));
  builder.edit().registered.end_on.reset();
  const AuditRun found = run(spending_outside_period(), builder);
  CHECK(status(found) == RuleStatus::no_data);
  CHECK(found.rules[0].missing[0].first == "end_on");
  ProjectBuilder nothing = project();
  CHECK(run(spending_outside_period(), nothing).rules[0].population == 0);
}

TEST_CASE("head_overspent: ten percent above the adjusted budget is the limit") {
  ProjectBuilder builder = project();
  builder.budget(Head::business_travel, 600)
      .budget(Head::business, 500)
      .adjusted(Head::business, -100);
  ProjectBuilder above = builder;
  builder.spent(line("E1", "2020-03-01", Head::business_material, 1100));
  above.spent(line("E1", "2020-03-01", Head::business_material, 1101));
  CHECK(run(head_overspent(10).value(), builder).findings.empty());
  const AuditRun found = run(head_overspent(10).value(), above);
  REQUIRE(subjects(found) == Strings{"P1:business"});
  CHECK(found.findings[0].amount == Minor(101));
  CHECK(found.findings[0].text(Language::zh) ==
        "科目业务费支出11.01 CNY，超过调整后预算10.00，超出1.01");
  CHECK(head_overspent(-1).error().code() == Code::audit_parameter_malformed);
}

TEST_CASE("head_overspent: a head without a budget is overspent by any spending") {
  ProjectBuilder builder = project();
  builder.budget(Head::business, 500).spent(line("E1", "2020-03-01", Head::labour, 1));
  CHECK(subjects(run(head_overspent(10).value(), builder)) == Strings{"P1:labour"});
}

TEST_CASE("head_overspent: where no project has a budget, budgets are not known") {
  ProjectBuilder without = project("P1");
  without.spent(line("E1", "2020-03-01", Head::labour, 1));
  CHECK(status(run(head_overspent(10).value(), without)) == RuleStatus::no_data);
  ProjectBuilder with = project("P2");
  with.budget(Head::labour, 1);
  const AuditRun both = run(only(head_overspent(10).value()), {without.build(), with.build()});
  CHECK(subjects(both) == Strings{"P1:labour"});
}

TEST_CASE(
    "invoice_on_several_projects: one invoice in two projects is found once, with the second") {
  ProjectBuilder first = project("P2");
  first.spent(purchase("E1", "2020-03-01", 500, "V1", "100"));
  ProjectBuilder second = project("P1");
  second.spent(purchase("E2", "2020-04-01", 700, "V1", "100"));
  const AuditRun found = run(only(invoice_on_several_projects()), {first.build(), second.build()});
  REQUIRE(subjects(found) == Strings{"V1:100"});
  const Finding& finding = found.findings[0];
  CHECK(finding.project_id == ProjectId("P1"));
  CHECK(finding.amount == Minor(700));
  CHECK(finding.text(Language::en) == "invoice 100 of vendor V1 is charged to 2 projects: P2, P1");
  REQUIRE(found.totals.size() == 1);
  CHECK(found.totals[0].project_id == ProjectId("P1"));
  CHECK(found.totals[0].net == Minor(700));
}

TEST_CASE("record_in_several_projects: the same money under two project numbers is found once") {
  const auto paid = [](const char* id, std::string_view payment, std::string_view on,
                       std::int64_t minor, std::int64_t position) {
    ProjectBuilder builder = project(id);
    Payment made;
    made.payment_id = payment;
    made.on = day(on);
    made.amount = Minor(minor);
    made.trace.position = position;
    builder.edit().payments = {made};
    return builder.build();
  };
  const auto rule = [] { return only(record_in_several_projects()); };
  const AuditRun found =
      run(rule(), {paid("P1", "K1", "2020-03-01", 500, 9), paid("P2", "K1", "2020-03-01", 500, 7)});
  REQUIRE(subjects(found) == Strings{"PaymentMade:K1:2020-03-01"});
  const Finding& finding = found.findings[0];
  CHECK(finding.project_id == ProjectId("P1"));  // recorded later
  CHECK(finding.amount == Minor(500));
  CHECK(finding.text(Language::zh) == "拨款K1（2020-03-01，5.00 CNY）同时登记在两个项目：P2, P1");
  const auto none = [&](const auto& other) {
    return run(rule(), {paid("P1", "K1", "2020-03-01", 500, 9), other}).findings.empty();
  };
  CHECK(none(paid("P2", "K2", "2020-03-01", 500, 7)));
  CHECK(none(paid("P2", "K1", "2020-03-02", 500, 7)));
  CHECK(none(paid("P2", "K1", "2020-03-01", 501, 7)));
  CHECK(run(rule(), {paid("P1", "1", "2020-03-01", 500, 7), paid("P2", "1", "2020-03-01", 500, 8),
                     paid("P3", "1", "2020-03-01", 500, 9)})
            .findings.empty());
  ProjectBuilder refund = project("P2");
  refund.edit().payments.clear();
  refund.repaid("", 500);
  refund.edit().repayments[0].repayment_id = "K1";
  refund.edit().repayments[0].on = day("2020-03-01");
  CHECK(none(refund.build()));
}

TEST_CASE("invoice_on_several_projects: near misses are not found") {
  const auto pair = [](Spent a, Spent b) {
    return run(only(invoice_on_several_projects()), {project("P1").spent(std::move(a)).build(),
                                                     project("P2").spent(std::move(b)).build()});
  };
  const Spent one = purchase("E1", "2020-03-01", 500, "V1", "100");
  CHECK(pair(one, purchase("E2", "2020-03-01", 500, "V2", "100")).findings.empty());
  CHECK(pair(one, purchase("E2", "2020-03-01", 500, "V1", "0100")).findings.empty());
  CHECK(
      pair(purchase("E1", "2020-03-01", 500, "V1", ""), purchase("E2", "2020-03-01", 500, "V1", ""))
          .findings.empty());
  Spent other_series = purchase("E2", "2020-03-01", 500, "V1", "100");
  other_series.code = "4403";
  CHECK(pair(one, other_series).findings.empty());
  const AuditRun twice_in_one =
      run(invoice_on_several_projects(),
          project().spent(one).spent(purchase("E2", "2020-05-01", 500, "V1", "100")));
  CHECK(twice_in_one.findings.empty());
}

TEST_CASE("invoice_on_several_projects: a charge that was wholly reversed is none") {
  ProjectBuilder first = project("P1");
  first.spent(purchase("E1", "2020-03-01", 500, "V1", "100"))
      .spent(reversal("E2", "2020-03-05", "E1", Head::equipment, -500));
  ProjectBuilder second = project("P2");
  second.spent(purchase("E3", "2020-04-01", 500, "V1", "100"));
  CHECK(run(only(invoice_on_several_projects()), {first.build(), second.build()}).findings.empty());
}

TEST_CASE("invoice_on_several_projects: lines in several blocks, and codes without a vendor") {
  Spent with_code = purchase("E1", "2020-03-01", 500, "", "100");
  with_code.code = "4403";
  ProjectBuilder first = project("P1");
  first.spent(line("E0", "2020-02-01", Head::labour, 5)).spent(with_code);
  ProjectBuilder second = project("P2");
  second.spent(with_code);
  const AuditRun found = run(only(invoice_on_several_projects()), {first.build(2), second.build()});
  CHECK(subjects(found) == Strings{":4403/100"});

  ProjectBuilder bare = project("P3");
  bare.spent(purchase("E1", "2020-03-01", 500, "", "100"));
  const AuditRun no_vendor = run(invoice_on_several_projects(), bare);
  CHECK(no_vendor.rules[0].missing[0].first == "vendor_id");
  ProjectBuilder none = project("P4");
  none.spent(line("E1", "2020-03-01", Head::labour, 5));
  CHECK(run(invoice_on_several_projects(), none).rules[0].missing[0].first == "invoice_no");
}

TEST_CASE("spent_more_than_received: bounced payments are taken off, self-raised spending is not") {
  ProjectBuilder builder = project();  // 100,000.00 came in
  builder.paid(500, PaymentDirection::bounced);
  Spent own = line("E0", "2020-03-01", Head::business, 1'000'000);
  own.source = Source::self_raised;
  builder.spent(own);
  ProjectBuilder above = builder;
  builder.spent(line("E1", "2020-03-01", Head::business, 100'000'00 - 500));
  above.spent(line("E1", "2020-03-01", Head::business, 100'000'00 - 499));
  CHECK(run(spent_more_than_received(), builder).findings.empty());
  const AuditRun found = run(spent_more_than_received(), above);
  REQUIRE(subjects(found) == Strings{"P1"});
  CHECK(found.findings[0].amount == Minor(1));
}

TEST_CASE("spent_more_than_received: final accounts stand in where there are no expenses") {
  ProjectBuilder builder = project();
  FinalAccount account;
  account.account_id = "A1";
  account.org_id = OrgId("ORG-1");
  account.head = Head::business;
  account.spent = Minor(100'000'01);
  builder.edit().final_accounts.push_back(account);
  CHECK(subjects(run(spent_more_than_received(), builder)) == Strings{"P1"});
  CHECK(run(spending_outside_period(), builder).rules[0].missing[0].first == "expenses");
  builder.spent(line("E1", "2020-03-01", Head::business, 5));
  CHECK(run(spent_more_than_received(), builder).findings.empty());
}

TEST_CASE("spent_more_than_received: without any payment in the portfolio nothing is known") {
  ProjectBuilder builder("P1");
  builder.spent(line("E1", "2020-03-01", Head::business, 5));
  CHECK(status(run(spent_more_than_received(), builder)) == RuleStatus::no_data);
  const AuditRun both =
      run(only(spent_more_than_received()), {builder.build(), project("P2").build()});
  CHECK(subjects(both) == Strings{"P1"});
}

TEST_CASE("acceptance_overdue: the last day is in time, the day after is not") {
  const ProjectBuilder builder = project();  // ends 2020-12-31; 180 days later is 2021-06-29
  CHECK(run(due_rule(), builder, day("2021-06-29")).findings.empty());
  const AuditRun found = run(due_rule(), builder, day("2021-06-30"));
  REQUIRE(subjects(found) == Strings{"P1"});
  CHECK(found.findings[0].message_key == "never");

  ProjectBuilder in_time = builder;
  CHECK(run(due_rule(), in_time.attempt(Outcome::failed, "2021-06-29")).findings.empty());
  ProjectBuilder late = builder;
  const AuditRun held_late = run(due_rule(), late.attempt(Outcome::passed, "2021-07-09"));
  REQUIRE(held_late.findings.size() == 1);
  CHECK(held_late.findings[0].text(Language::en) ==
        "the contract ended on 2020-12-31; acceptance was due by 2021-06-29 and was held on "
        "2021-07-09, "
        "10 days late");
}

TEST_CASE(
    "acceptance_overdue: a review that led to nothing does not count, the first real one does") {
  ProjectBuilder returned = project();
  returned.attempt(Outcome::returned_for_completion, "2021-02-01");
  CHECK(run(due_rule(), returned).findings.size() == 1);
  ProjectBuilder rectify = project();
  rectify.attempt(Outcome::rectify, "2021-02-01")
      .attempt(Outcome::passed_after_rectification, "2021-09-01");
  CHECK(run(due_rule(), rectify).findings.empty());
  ProjectBuilder extended = project();
  extended.extended("2024-12-31").attempt(Outcome::passed, "2025-02-01");
  CHECK(run(due_rule(), extended).findings.empty());
}

TEST_CASE("acceptance_overdue: a decision to terminate ends the waiting") {
  ProjectBuilder terminated = project();
  terminated.decision("D1", 5, "", DecisionKind::terminate);  // 2021-01-15
  CHECK(run(due_rule(), terminated).findings.empty());
  terminated.edit().decisions[0].status = DecisionStatus::annulled;
  CHECK(run(due_rule(), terminated).findings.size() == 1);
}

TEST_CASE("acceptance_overdue: without the figure nothing is checked") {
  const AuditRun found = run(acceptance_overdue({unknown<std::int64_t>()}), project());
  CHECK(status(found) == RuleStatus::no_data);
  CHECK(found.rules[0].missing[0].first == "acceptance_due_days");
}

TEST_CASE("labour_after_end: other heads and earlier days are not found") {
  ProjectBuilder builder = project();
  builder.spent(line("E1", "2020-12-31", Head::labour, 10))
      .spent(line("E2", "2021-01-01", Head::labour_expert_fee, 10))
      .spent(line("E3", "2021-01-01", Head::business, 10))
      .spent(line("E4", "2019-06-01", Head::labour, 10));
  CHECK(subjects(run(labour_after_end(), builder)) == Strings{"E2"});
}

TEST_CASE("split_purchases: three within thirty days, each in the band, from one vendor") {
  ProjectBuilder builder = project();
  builder.spent(purchase("E1", "2020-03-01", 8'000'000, "V1"))
      .spent(purchase("E2", "2020-03-20", 9'999'999, "V1"))
      .spent(purchase("E3", "2020-03-31", 9'000'000, "V1"))
      .spent(purchase("E4", "2020-09-01", 9'000'000, "V1"));
  const AuditRun found = run(split_rule(), builder);
  REQUIRE(subjects(found) == Strings{"P1:V1"});
  CHECK(found.findings[0].amount == Minor(26'999'999));
  CHECK(found.findings[0].evidence.size() == 3);
}

TEST_CASE("split_purchases: near misses are not found") {
  const auto three = [](Spent a, Spent b, Spent c) {
    return run(split_rule(), project().spent(std::move(a)).spent(std::move(b)).spent(std::move(c)))
        .findings.size();
  };
  const Spent a = purchase("E1", "2020-03-01", 9'000'000, "V1");
  const Spent b = purchase("E2", "2020-03-15", 9'000'000, "V1");
  CHECK(three(a, b, purchase("E3", "2020-03-31", 9'000'000, "V1")) == 1);
  CHECK(three(a, b, purchase("E3", "2020-04-01", 9'000'000, "V1")) == 0);
  CHECK(three(a, b, purchase("E3", "2020-03-31", 7'999'999, "V1")) == 0);
  CHECK(three(a, b, purchase("E3", "2020-03-31", 10'000'000, "V1")) == 0);
  CHECK(three(a, b, purchase("E3", "2020-03-31", 9'000'000, "V2")) == 0);
  Spent labour = purchase("E3", "2020-03-31", 9'000'000, "V1");
  labour.head = Head::labour;
  CHECK(three(a, b, labour) == 0);
}

TEST_CASE("split_purchases: a reversed purchase does not count, unnamed vendors are not known") {
  ProjectBuilder reversed = project();
  reversed.spent(purchase("E1", "2020-03-01", 9'000'000, "V1"))
      .spent(purchase("E2", "2020-03-02", 9'000'000, "V1"))
      .spent(purchase("E3", "2020-03-03", 9'000'000, "V1"))
      .spent(reversal("E4", "2020-04-03", "E3", Head::equipment, -9'000'000));
  CHECK(run(split_rule(), reversed).findings.empty());
  ProjectBuilder unnamed = project();
  for (const char* id : {"E1", "E2", "E3"})
    unnamed.spent(purchase(id, "2020-03-01", 9'000'000, ""));
  const AuditRun found = run(split_rule(), unnamed);
  CHECK(found.findings.empty());
  CHECK(found.rules[0].missing[0].first == "vendor_id");
}

TEST_CASE("split_purchases: a figure that makes no sense is refused") {
  const auto make = [](std::int64_t from, std::int64_t below, int count, int days) {
    return split_purchases({Money::of_minor(from, Currency::cny()),
                            Money::of_minor(below, Currency::cny()),
                            count,
                            days,
                            {Head::equipment}});
  };
  CHECK(make(1, 2, 2, 0).has_value());
  CHECK(make(2, 2, 2, 0).error().argument("parameter") == "below");
  CHECK(make(1, 2, 1, 0).error().argument("parameter") == "count");
  CHECK(make(1, 2, 2, -1).error().argument("parameter") == "days");
}

TEST_CASE("paid_more_than_approved: the award itself is allowed") {
  ProjectBuilder builder = project();
  CHECK(run(paid_more_than_approved(), builder).findings.empty());
  builder.paid(5).paid(3, PaymentDirection::bounced);
  builder.paid(1'000, PaymentDirection::to_grantee, Source::self_raised);
  const AuditRun found = run(paid_more_than_approved(), builder);
  REQUIRE(subjects(found) == Strings{"P1"});
  CHECK(found.findings[0].amount == Minor(2));
  builder.edit().registered.award.reset();
  CHECK(run(paid_more_than_approved(), builder).rules[0].missing[0].first == "award");
}

TEST_CASE("acceptance_overdue: a term beyond the calendar never ends, and spoils no run") {
  ProjectBuilder open_ended = project();
  open_ended.period("2020-01-01", "9999-12-31");
  const AuditRun found = run(due_rule(), open_ended);
  CHECK(found.findings.empty());
  CHECK(found.complete);
  CHECK(found.rules[0].not_checked == 0);
}
