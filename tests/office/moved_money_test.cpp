// What was settled and claimed, and then moved to another payer, or is not concluded any more.
#include "office_fixture.hpp"
#include "random_history.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/office/book_rules.hpp>

#include <rapidcheck.h>

#include <algorithm>

using namespace office_test;

namespace {

const Date settled_on = day(2020, 9, 10);
const Date changed_on = day(2021, 2, 1);
const Date settled_again_on = day(2021, 3, 1);

RecordChanged change(std::string record, std::string field, std::string value) {
  return {std::move(record), std::move(field), std::move(value), {}, VaultText("was wrong")};
}

/// A failed project on record as imports state it, settled and claimed, changed, and looked at
/// again.
class Moved {
 public:
  Desk desk;

  explicit Moved(std::optional<Liability> liability = Liability::each, const char* lead = "O-1") {
    desk.register_units();
    ProjectRegistered project = Desk::registration();
    project.org_id = OrgId(lead);
    project.liability = liability;
    project.contract_deposit = Minor(0);
    project.regime = "cn-shenzhen-2020";
    import(day(2018, 12, 1), project);
    import(day(2018, 12, 20), Desk::partner("O-2"));
    import(day(2018, 12, 20), Desk::partner("O-3"));
  }

  void import(Date on, FactBody body) {
    histories::append(*desk.journal,
                      {{SubjectKind::project, "P-1"}, {Fact{on, std::move(body), {}}}}, ++imports_);
  }
  void pay(const char* id, std::int64_t amount, const char* org = "",
           Source source = Source::grant) {
    PaymentMade payment = Desk::payment(id, amount);
    payment.org_id = OrgId(org);
    payment.source = source;
    import(day(2019, 1, 15), payment);
  }
  void spend(const char* id, std::int64_t amount, const char* org = "",
             Source source = Source::grant) {
    ExpenseLine line = Desk::line(id, day(2019, 3, 1), amount);
    line.org_id = org;
    line.source = source;
    import(day(2019, 3, 1), ExpensesBooked{ExpenseBlock::pack(std::span(&line, 1))});
  }
  void fail() {
    import(day(2020, 7, 10), AcceptanceRequested{1, "2020-3"});
    import(day(2020, 9, 1), AcceptanceConcluded{1, "2020-3", Outcome::failed});
  }

  std::string settle(Date on) {
    const auto settled = desk.office.settle(desk.request(on), project_id, "the auditor is gone");
    return settled.has_value() ? "settled" : std::string(settled.error().name());
  }
  std::string raise(Date on) {
    const auto raised = desk.office.raise_claims(desk.request(on), project_id);
    return raised.has_value() ? "raised" : std::string(raised.error().name());
  }
  void settle_and_raise(Date on) {
    CHECK(settle(on) == "settled");
    CHECK(raise(on) == "raised");
  }

  [[nodiscard]] Portfolio fold(const AsOf& as_of = {}) const {
    const Subject subject{SubjectKind::project, project_id.text()};
    return Portfolio::fold_subjects(*desk.journal, as_of, std::span(&subject, 1)).value();
  }
  [[nodiscard]] Project project() const { return *fold().project(project_id.text()); }

  /// "C-O-1-grant-1 600; ..."
  [[nodiscard]] std::string claims() const {
    std::string text;
    for (const Claim& each : project().claims) {
      text += each.claim_id + " " + std::to_string(each.principal.value()) + "; ";
    }
    return text;
  }
  /// What claims come to on a day, as lists and reports show it.
  [[nodiscard]] std::int64_t identified(Date on) const {
    const Portfolio portfolio = fold({on});
    const auto report = recover(portfolio, rule_book_of(portfolio).value(), nullptr).value();
    return report.totals.empty() ? 0 : report.totals[0].all.identified.value();
  }
  [[nodiscard]] std::int64_t due_back() const {
    const Portfolio portfolio = fold();
    const RuleBook rules = rule_book_of(portfolio).value();
    std::int64_t sum = 0;
    for (const SettlementStatement& each :
         bursar::settle(portfolio, *portfolio.project(project_id.text()), rules).settlements) {
      sum += each.due_back.value();
    }
    return sum;
  }

  /// What does not add up, and what cannot be made again from what was known: nothing.
  [[nodiscard]] std::string faults() const {
    const Project now = project();
    std::string text;
    for (const LedgerFault& fault : check_ledger(now)) text += text_of(fault).en + "\n";
    for (const Settlement& each : now.settlements) {
      const Portfolio then = fold({each.made_from.as_of, each.made_from.known_position});
      const Project& known = *then.project(project_id.text());
      for (const LedgerFault& fault : check_closing(known, each)) text += text_of(fault).en + "\n";
      if (!made_again(then, known, each)) text += std::string(each.settlement_id) + " differs\n";
    }
    for (const Claim& each : now.claims) {
      if (!made_again(each)) text += std::string(each.claim_id) + " differs\n";
    }
    return text;
  }

  const ProjectId project_id{"P-1"};

 private:
  static bool made_again(const Portfolio& then, const Project& known, const Settlement& record) {
    const SettlementReport report = bursar::settle(then, known, rule_book_of(then).value());
    return std::ranges::any_of(report.settlements, [&](const SettlementStatement& made) {
      return made.org_id == record.org_id && made.source == record.source &&
             made.outcome == record.outcome && made.received == record.received &&
             made.kept == record.kept && made.due_back == record.due_back &&
             made.reference_on == record.reference_on;
    });
  }
  [[nodiscard]] bool made_again(const Claim& record) const {
    const auto& from =
        record.adjustments.empty() ? record.made_from : record.adjustments.back().made_from;
    const Portfolio then = fold({from.as_of, from.known_position});
    const Portfolio whole = fold({AsOf{}.effective, from.known_position});
    const Project& known = *then.project(project_id.text());
    const auto changes = claim_changes(*whole.project(project_id.text()),
                                       propose_claims(known, recorded_parts(known)));
    return std::ranges::any_of(changes, [&](const ClaimChange& each) {
      const bool same = record.adjustments.empty() ? each.payer_org_id == record.payer_org_id &&
                                                         each.source == record.source
                                                   : each.claim_id == record.claim_id;
      return same && each.to == record.principal;
    });
  }

  int imports_ = 0;
};

/// 1,000 of which 400 are spent, at the lead.
Moved of_the_lead(Liability liability) {
  Moved moved(liability);
  moved.pay("PAY-1", 1000);
  moved.spend("E-1", 400);
  moved.fail();
  moved.settle_and_raise(settled_on);
  CHECK(moved.claims() == "C-O-1-grant-1 600; ");
  return moved;
}

/// The latest settlement of a unit takes back the one before it, and says why.
void check_void(const Moved& moved, const char* org, const char* why) {
  const Project project = moved.project();
  std::vector<Settlement> of_org;
  for (const Settlement& each : project.settlements) {
    if (each.org_id.text() == org) of_org.push_back(each);
  }
  REQUIRE(of_org.size() == 2);
  CHECK(of_org[0].due_back > Minor(0));
  CHECK(of_org[1].outcome == "void");
  CHECK(of_org[1].due_back == Minor(0));
  CHECK(of_org[1].reason.view().find(why) != std::string::npos);
  for (const Claim& claim : project.claims) {
    if (claim.payer_org_id.text() != org || claim.source != of_org[1].source) continue;
    REQUIRE(claim.adjustments.size() == 1);
    CHECK(claim.adjustments[0].before == of_org[0].due_back);
    CHECK(claim.adjustments[0].settlement_id == of_org[1].settlement_id);
    CHECK(claim.adjustments[0].made_from.state_digest.size() == 64);
  }
}

}  // namespace

TEST_CASE("Moved money: another lead is claimed from once, and the first lead no more") {
  for (const Liability liability : {Liability::lead, Liability::each}) {
    Moved moved = of_the_lead(liability);
    moved.import(changed_on, change("projects:", "org_id", "O-2"));
    CHECK(moved.identified(settled_again_on) == 600);
    moved.settle_and_raise(settled_again_on);
    CHECK(moved.claims() == "C-O-1-grant-1 0; C-O-2-grant-1 600; ");
    CHECK(moved.identified(settled_again_on) == 600);
    check_void(moved, "O-1", "no record of this organisation and source is left");
    CHECK(moved.faults() == "");
    CHECK(moved.settle(settled_again_on) == "settlement_unchanged");
    CHECK(moved.raise(settled_again_on) == "claims_unchanged");
  }
}

TEST_CASE("Moved money: what the first lead repaid is its credit, and nobody else's") {
  Moved moved = of_the_lead(Liability::each);
  RepaymentReceived refund;
  refund.repayment_id = "R-1";
  refund.amount = Minor(250);
  refund.payer_org_id = OrgId("O-1");
  moved.import(day(2020, 10, 1), refund);
  moved.import(changed_on, change("projects:", "org_id", "O-2"));
  moved.settle_and_raise(settled_again_on);
  const Portfolio portfolio = moved.fold();
  const Project& project = *portfolio.project("P-1");
  const RuleBook rules = rule_book_of(portfolio).value();
  const ProjectRecovery made =
      recover_project(project, recorded_parts(project), {rules, nullptr, settled_again_on});
  REQUIRE(made.accounts.size() == 2);
  CHECK(made.accounts[0].payer_org_id == OrgId("O-1"));
  CHECK(made.accounts[0].claimed == Minor(0));
  CHECK(made.accounts[0].credit == Minor(250));
  CHECK(made.accounts[1].payer_org_id == OrgId("O-2"));
  CHECK(made.accounts[1].outstanding == Minor(600));
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: payments and spending of a partner that were the lead's") {
  Moved moved(Liability::each);
  moved.pay("PAY-1", 700);
  moved.pay("PAY-2", 300, "O-3");
  moved.spend("E-1", 400);
  moved.spend("E-2", 10, "O-3");
  moved.fail();
  moved.settle_and_raise(settled_on);
  CHECK(moved.claims() == "C-O-1-grant-1 300; C-O-3-grant-1 290; ");
  moved.import(changed_on, change("payments:PAY-2", "org_id", "O-1"));
  moved.import(changed_on, change("expenses:E-2", "org_id", "O-1"));
  CHECK(moved.identified(settled_again_on) == 590);
  moved.settle_and_raise(settled_again_on);
  CHECK(moved.claims() == "C-O-1-grant-1 590; C-O-3-grant-1 0; ");
  check_void(moved, "O-3", "no record of this organisation and source is left");
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: another source is claimed for once") {
  Moved moved(Liability::lead);
  moved.pay("PAY-1", 1000, "", Source::grant_city);
  moved.spend("E-1", 400, "", Source::grant_city);
  moved.fail();
  moved.settle_and_raise(settled_on);
  moved.import(changed_on, change("payments:PAY-1", "source", "grant:district"));
  moved.import(changed_on, change("expenses:E-1", "source", "grant:district"));
  CHECK(moved.identified(settled_again_on) == 600);
  moved.settle_and_raise(settled_again_on);
  CHECK(moved.claims() == "C-O-1-grant:city-1 0; C-O-1-grant:district-1 600; ");
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: a termination that was annulled leaves nothing to claim") {
  Moved moved(Liability::each);
  moved.pay("PAY-1", 1000);
  moved.spend("E-1", 400);
  AssumptionsStated stated;
  stated.name = "assumed";
  stated.text = R"("each.terminated.unspent" = "return"
"each.terminated.not_recognised" = "return"
"each.terminated.whole_grant" = "keep"
"each.terminated.floor" = "none"
"each.terminated.used_money" = "none"
)";
  REQUIRE(moved.desk.office.adopt(moved.desk.request(day(2000, 1, 2)), stated).has_value());
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.kind = DecisionKind::terminate;
  moved.import(day(2020, 8, 1), decision);
  moved.settle_and_raise(settled_on);
  REQUIRE(moved.identified(settled_on) == 600);
  moved.import(changed_on, DecisionStatusChanged{"D-1", DecisionStatus::annulled});
  CHECK(moved.raise(settled_again_on) == "part_not_settled");  // not before it is looked at again
  moved.settle_and_raise(settled_again_on);
  CHECK(moved.claims() == "C-O-1-grant-1 0; ");
  check_void(moved, "O-1", "the project is not concluded any more");
  const Balances balances = ledger_of(moved.project()).value().balances();
  CHECK(balances.of(Account::due_back).value() == Minor(0));
  CHECK(balances.of(Account::held).value() == Minor(600));
  CHECK(moved.faults() == "");
  // What is spent from now on is spent from what is held again.
  ExpenseLine line = Desk::line("E-2", day(2021, 4, 1), 50);
  moved.import(day(2021, 4, 1), ExpensesBooked{ExpenseBlock::pack(std::span(&line, 1))});
  CHECK(ledger_of(moved.project()).value().balances().of(Account::held).value() == Minor(550));
  CHECK(moved.faults() == "");
  // The decision is in force again: so is what is due.
  moved.import(day(2021, 5, 1), DecisionStatusChanged{"D-1", DecisionStatus::in_force});
  moved.settle_and_raise(day(2021, 6, 1));
  CHECK(moved.claims() == "C-O-1-grant-1 600; ");
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: an attempt that did not conclude after all leaves nothing to claim") {
  Moved moved = of_the_lead(Liability::each);
  moved.import(changed_on, change("acceptance:1", "outcome", "rectify"));
  CHECK(moved.identified(settled_again_on) == 0);
  CHECK(moved.settle(settled_again_on) == "settled");
  // Until it is adjusted, the claim is open as it stands.
  CHECK(moved.desk.refused(settled_again_on, ClaimClosed{"C-O-1-grant-1"}) ==
        Code::claim_outstanding);
  CHECK(moved.raise(settled_again_on) == "raised");
  CHECK(moved.claims() == "C-O-1-grant-1 0; ");
  check_void(moved, "O-1", "the project is not concluded any more");
  CHECK(moved.settle(settled_again_on) == "settlement_unchanged");
  CHECK(moved.raise(settled_again_on) == "claims_unchanged");
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: nobody is claimed from while no lead is named") {
  Moved moved(Liability::lead, "");
  moved.pay("PAY-1", 1000);
  moved.spend("E-1", 400);
  moved.fail();
  CHECK(moved.settle(settled_on) == "field_missing");
  CHECK(moved.raise(settled_on) == "settlement_missing");
  CHECK(moved.claims() == "");
  moved.import(changed_on, RecordSupplemented{"projects:", "org_id", "O-1", {}});
  moved.settle_and_raise(settled_again_on);
  CHECK(moved.claims() == "C-O-1-grant-1 600; ");
  CHECK(moved.faults() == "");
}

TEST_CASE("Moved money: the partner's part too is not claimed from nobody") {
  Moved moved(Liability::lead, "");
  moved.pay("PAY-1", 1000, "O-2");
  moved.spend("E-1", 400, "O-2");
  moved.fail();
  CHECK(moved.settle(settled_on) == "settled");
  CHECK(moved.raise(settled_on) == "field_missing");
  moved.import(changed_on, RecordSupplemented{"projects:", "org_id", "O-1", {}});
  CHECK(moved.raise(settled_again_on) == "raised");
  CHECK(moved.claims() == "C-O-1-grant-1 600; ");
}

namespace {

/// Corrections of whatever a settlement hangs on, one after the other.
class Corrections {
 public:
  explicit Corrections(std::uint64_t seed)
      : random_(seed), moved(any_liability(), chance(30) ? "" : "O-1") {
    for (int i = 0; i < records; ++i) {
      moved.pay(name("PAY-", i).c_str(), 500 + below(500), any_org(true), any_source());
      moved.spend(name("E-", i).c_str(), 1 + below(200), any_org(true), any_source());
    }
    moved.fail();
  }

  void correct() {
    on_ = on_ + boost::gregorian::days(1);
    const int what = below(10);
    if (what < 3) {
      correct(name("payments:PAY-", below(records)), "org_id", any_org(false));
    } else if (what < 6) {
      correct(name("expenses:E-", below(records)), "org_id", any_org(false));
    } else if (what == 6) {
      const std::string source(word(any_source()));
      const std::string i = std::to_string(below(records));
      correct("payments:PAY-" + i, "source", source);
      correct("expenses:E-" + i, "source", source);
    } else if (what == 7) {
      correct("projects:", "org_id", any_org(false));
    } else if (what == 8) {
      correct("acceptance:1", "outcome", chance(50) ? "rectify" : "failed");
    } else {
      RepaymentReceived refund;
      refund.repayment_id = "R-" + std::to_string(++refunds_);
      refund.payer_org_id = OrgId(any_org(false));
      refund.source = any_source();
      refund.amount = Minor(1 + below(400));
      moved.import(on_, refund);
    }
  }
  void settle_and_raise() {
    (void)moved.settle(on_);
    (void)moved.raise(on_);
  }
  /// Whether everything could be settled and claimed.
  [[nodiscard]] bool complete() const {
    const Portfolio portfolio = moved.fold();
    const Project& project = *portfolio.project("P-1");
    const SettlementReport report =
        bursar::settle(portfolio, project, rule_book_of(portfolio).value());
    return report.not_settled.empty() &&
           propose_claims(project, settled_parts(project, report)).not_claimed.empty();
  }
  [[nodiscard]] std::int64_t claimed() const {
    std::int64_t sum = 0;
    for (const Claim& each : moved.project().claims) sum += each.principal.value();
    return sum;
  }
  [[nodiscard]] std::size_t voids() const {
    return static_cast<std::size_t>(
        std::ranges::count(moved.project().settlements, "void", &Settlement::outcome));
  }
  [[nodiscard]] Date today() const { return on_; }

 private:
  static constexpr int records = 4;

  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool chance(int percent) { return below(100) < percent; }
  static std::string name(const char* prefix, int i) { return prefix + std::to_string(i); }
  std::optional<Liability> any_liability() {
    if (chance(10)) return std::nullopt;
    return chance(50) ? Liability::lead : Liability::each;
  }
  const char* any_org(bool blank) {
    static constexpr std::array orgs = {"O-1", "O-2", "O-3", "", ""};
    return orgs[static_cast<std::size_t>(below(blank ? 5 : 3))];
  }
  Source any_source() { return chance(70) ? Source::grant : Source::grant_city; }
  void correct(const std::string& record, const char* field, const std::string& value) {
    moved.import(on_, change(record, field, value));
  }

  std::mt19937_64 random_;
  Date on_ = settled_on;
  int refunds_ = 0;

 public:
  Moved moved;
};

}  // namespace

TEST_CASE("Moved money: however it moves, claims come to what is due back, and all adds up") {
  std::size_t compared = 0, voids = 0, refused = 0;
  CHECK(rc::check("claims are what is due back", [&] {
    Corrections history(*rc::gen::arbitrary<std::uint64_t>());
    for (int i = 0; i < 8; ++i) {
      if (i > 0) history.correct();
      history.settle_and_raise();
      RC_ASSERT(history.moved.faults() == "");
      if (!history.complete()) {
        ++refused;
        continue;
      }
      ++compared;
      RC_ASSERT(history.claimed() == history.moved.due_back());
      RC_ASSERT(history.moved.identified(history.today()) == history.moved.due_back());
    }
    voids += history.voids();
  }));
  CHECK(compared > 100);
  CHECK(voids > 50);
  CHECK(refused > 20);
}
