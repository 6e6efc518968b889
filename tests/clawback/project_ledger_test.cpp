// The ledger of a whole project: by hand, broken on purpose, and after every entry of random
// histories.
#include <bursar/clawback/project_ledger.hpp>

#include "../office/office_fixture.hpp"
#include "project_maker.hpp"
#include "random_history.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace bursar;

namespace {

ProjectLedger ledger(const Project& project) { return ledger_of(project).value(); }

Minor balance(const Project& project, Account account, std::string_view org = "lead",
              Source source = Source::grant) {
  const OrgId id{std::string(org)};
  return ledger(project).balances().of(account, {&id, &source}).value();
}

std::string faults(const Project& project) {
  std::string text;
  for (const LedgerFault& fault : check_ledger(project)) text += text_of(fault).en + "\n";
  return text;
}

/// A part of everything: two organisations, two sources, a settlement that leaves payables, claims
/// of which one was raised after its refund came in, a write-off, a reversal and a charge.
Project rich_project() {
  test::Maker maker;
  maker.pay(10'000).pay(3'000, "2018-02-01", "", Source::self_raised).bounce(500);
  maker.transfer(2'000, "lead", "a").dispose(70);
  const std::int32_t payable = maker.accrue(300);
  maker.opine(100, 300, 40).issued_on = test::day("2020-02-01");
  maker.final_account(900, "", "a");
  maker.conclude(Outcome::passed);
  maker.claim(1'000);
  maker.claim(600, "2020-09-01");
  maker.repay(1'500);
  Repayment& reversal = maker.repay(-200, "2020-06-10");
  reversal.reverses = "RP-1";
  maker.repay(30, "2020-07-01").part = RepaymentPart::late_charge;
  Project project = std::move(maker.project);
  // Spending is on record in two blocks: the second after the settlement.
  test::Maker lines;
  lines.project = std::move(project);
  lines.spend(4'000).spend(-100, "2018-06-02");
  lines.spend(250, "2020-03-15", "", Source::grant, payable);
  lines.spend(120, "2020-03-20", "", Source::grant, payable).spend(80, "2020-03-21");
  project = std::move(lines.project);
  project.expense_sources.resize(2);
  project.expense_sources[0].kept = KeptLines::some({0, 1});
  project.expense_sources[0].trace.position = 5;
  project.expense_sources[1].kept = KeptLines::some({0, 1, 2});
  project.expense_sources[1].trace.position = 9;
  Settlement settlement;
  settlement.settlement_id = "S-1";
  settlement.org_id = OrgId("lead");
  settlement.outcome = "passed";
  settlement.received = Minor(7'500);
  settlement.in_period = Minor(3'900);
  settlement.payables = Minor(300);
  settlement.interest = Minor(40);
  settlement.asset_proceeds = Minor(70);
  settlement.left = Minor(4'100);
  settlement.kept = Minor(3'410);
  settlement.due_back = Minor(100);
  settlement.made_from.as_of = test::day("2020-03-10");
  settlement.made_from.known_position = 7;
  settlement.on = test::day("2020-03-10");
  project.settlements.push_back(settlement);
  WriteOff write_off;
  write_off.claim_id = "CL-2";
  write_off.amount = Minor(10'000);
  write_off.on = test::day("2020-10-01");
  project.claims[1].write_offs.push_back(write_off);
  return project;
}

}  // namespace

TEST_CASE("Project ledger: what came in is spent or held, by organisation and source") {
  test::Maker maker;
  maker.pay(10'000).bounce(500).pay(3'000, "2018-02-01", "", Source::self_raised);
  maker.transfer(2'000, "lead", "a").dispose(70);
  maker.opine(0, 0, 40);
  maker.final_account(900, "", "a");
  const Project& project = maker.project;
  CHECK(balance(project, Account::paid) == Minor(-9'500));
  CHECK(balance(project, Account::held) == Minor(7'610));
  CHECK(balance(project, Account::held, "a") == Minor(1'100));
  CHECK(balance(project, Account::spent, "a") == Minor(900));
  CHECK(balance(project, Account::held, "lead", Source::self_raised) == Minor(3'000));
  CHECK(faults(project).empty());
}

TEST_CASE("Project ledger: an opinion that replaces another posts the difference") {
  test::Maker maker;
  maker.opine(0, 0, 40);
  maker.opine(0, 0, 25).replaces = "O-1";
  CHECK(balance(maker.project, Account::interest) == Minor(-25));
  const auto movements = ledger(maker.project).movements;
  REQUIRE(movements.size() == 2);
  CHECK(movements[1].record == "O-2");
  CHECK(movements[1].postings.back().amount == Minor(-15));
  CHECK(faults(maker.project).empty());
  maker.project.opinions[1].adopted = false;
  CHECK(balance(maker.project, Account::interest) == Minor(-40));
}

TEST_CASE("Project ledger: final accounts give way to spending lines") {
  test::Maker maker;
  maker.final_account(900);
  CHECK(balance(maker.project, Account::spent) == Minor(900));
  maker.spend(40);
  maker.project.expense_sources.resize(1);
  maker.project.expense_sources[0].kept = KeptLines::some({0});
  CHECK(balance(maker.project, Account::spent) == Minor(40));
  CHECK(faults(maker.project).empty());
}

TEST_CASE("Project ledger: a settlement closes what is held; later lines spend what it left") {
  const Project project = rich_project();
  CHECK(faults(project).empty());
  CHECK(balance(project, Account::held) == Minor(0));
  // 250 and 120 clear a payable of 300; the other 70 and 80 spend what was kept.
  CHECK(balance(project, Account::open_payables) == Minor(0));
  CHECK(balance(project, Account::retained) == Minor(3'410 - 70 - 80));
  CHECK(balance(project, Account::borne_by_grantee) == Minor(-(3'900 + 300 - 4'100)));
  CHECK(balance(project, Account::charges_received) == Minor(30));
}

TEST_CASE("Project ledger: refunds, a reversal, credit that a later claim takes up, a write-off") {
  const Project project = rich_project();
  const Balances balances = ledger(project).balances();
  const auto of_claim = [&](Account account, const std::string& claim) {
    return balances.of(account, {nullptr, nullptr, nullptr, &claim}).value();
  };
  CHECK(of_claim(Account::recovered, "CL-1") == Minor(1'000));
  CHECK(of_claim(Account::recovered, "CL-2") == Minor(300));
  CHECK(of_claim(Account::written_off, "CL-2") == Minor(300));
  CHECK(of_claim(Account::due_back, "CL-2") == Minor(0));
  CHECK(balances.of(Account::credit).value() == Minor(0));
  // Found due 100, claimed 1,600.
  CHECK(of_claim(Account::due_back, "") == Minor(100 - 1'600));
  const auto movements = ledger(project).movements;
  const auto taken_up = std::ranges::find_if(movements, [](const Movement& movement) {
    return movement.cause == "ClaimRaised" && movement.record == "CL-2" &&
           movement.postings.size() == 4;
  });
  REQUIRE(taken_up != movements.end());
  CHECK(taken_up->on == test::day("2020-09-01"));
}

TEST_CASE("Project ledger: every movement names its entry, in the order of days") {
  Project project = rich_project();
  project.payments[0].trace = {3, 2, {}};
  const ProjectLedger made = ledger(project);
  CHECK(std::ranges::is_sorted(made.movements, {}, &Movement::on));
  const auto found = std::ranges::find(made.movements, "PAY-1", &Movement::record);
  REQUIRE(found != made.movements.end());
  CHECK(found->position == 3);
  CHECK(found->ordinal == 2);
}

TEST_CASE("Project ledger: a mapping that is broken is told, whichever it is") {
  const Project project = rich_project();
  const ProjectLedger whole = ledger(project);
  REQUIRE(check_ledger(project, whole).empty());
  for (std::size_t i = 0; i < whole.movements.size(); ++i) {
    const Movement& movement = whole.movements[i];
    INFO(movement.cause << " " << movement.record);
    ProjectLedger lost = whole;
    lost.movements.erase(lost.movements.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK_FALSE(check_ledger(project, lost).empty());
    ProjectLedger turned = whole;
    for (Posting& posting : turned.movements[i].postings) {
      posting.amount = Minor(-posting.amount.value());
    }
    CHECK_FALSE(check_ledger(project, turned).empty());
    ProjectLedger unbalanced = whole;
    unbalanced.movements[i].postings.pop_back();
    const auto told = check_ledger(project, unbalanced);
    CHECK(std::ranges::count(told, LedgerIdentity::balanced, &LedgerFault::identity) == 1);
    ProjectLedger elsewhere = whole;
    elsewhere.movements[i].postings.front().account = Account::paid;
    if (movement.cause != "PaymentMade") CHECK_FALSE(check_ledger(project, elsewhere).empty());
  }
}

TEST_CASE(
    "Project ledger: a settlement that does not add up, or does not fit its project, is told") {
  Project project = rich_project();
  const Settlement record = project.settlements.back();
  Project then = project;
  then.settlements.clear();
  CHECK(check_closing(then, record).empty());
  then.payments[0].amount = Minor(9'999);
  const auto told = check_closing(then, record);
  REQUIRE(told.size() == 1);
  CHECK(text_of(told[0]).en == "P-1, lead, grant, S-1: closing: -1 is not 0");
  project.settlements.back().left = Minor(4'099);
  const auto unbalanced = check_ledger(project);
  REQUIRE(unbalanced.size() == 1);
  CHECK(unbalanced[0].identity == LedgerIdentity::settlement);
  CHECK(unbalanced[0].record == "S-1");
  CHECK(unbalanced[0].left == Minor(7'610));
  CHECK(unbalanced[0].right == Minor(7'609));
}

TEST_CASE(
    "Project ledger: a settlement of a lead that was named later closes what it closed then") {
  Project then = rich_project();
  Settlement record = then.settlements.back();
  then.settlements.clear();
  // As it was known: nobody was named, and nothing says "lead".
  then.registered.org_id = OrgId();
  for (OrgId& each : then.expense_orgs) each = OrgId();
  for (Transfer& each : then.transfers) each.from_org_id = OrgId();
  CHECK(record.org_id == OrgId("lead"));
  CHECK(check_closing(then, record).empty());
  then.payments[0].amount = Minor(9'999);
  CHECK(check_closing(then, record).size() == 1);
}

TEST_CASE("Project ledger: a void settlement takes back what the one before it closed") {
  Project project = rich_project();
  Settlement record;
  record.settlement_id = "S-2";
  record.org_id = OrgId("lead");
  record.outcome = "void";
  record.made_from = project.settlements.back().made_from;
  record.on = test::day("2020-12-01");
  CHECK(check_closing(project, record).empty());
  project.settlements.push_back(record);
  CHECK(balance(project, Account::retained) == Minor(0));
  CHECK(balance(project, Account::open_payables) == Minor(0));
  CHECK(balance(project, Account::borne_by_grantee) == Minor(0));
  // What came in less all that was spent, the lines after the cut-off too.
  CHECK(balance(project, Account::held) == Minor(7'610 - 3'900 - 250 - 120 - 80));
  CHECK(faults(project).empty());
  project.settlements.back().kept = Minor(1);
  CHECK_FALSE(faults(project).empty());
}

TEST_CASE("Project ledger: amounts of zero balance, before and after a settlement") {
  using Add = std::function<void(test::Maker&, std::string_view)>;
  const auto spend = [](test::Maker& maker, std::string_view on, std::int32_t accrual) {
    maker.spend(0, on, "", Source::grant, accrual);
    ExpenseSource block;
    block.kept = KeptLines::some({0});
    block.trace.position = 11;
    maker.project.expense_sources.push_back(std::move(block));
  };
  const std::vector<std::pair<std::string, Add>> facts = {
      {"payment", [](test::Maker& maker, std::string_view on) { maker.pay(0, on); }},
      {"bounced", [](test::Maker& maker, std::string_view on) { maker.bounce(0, on); }},
      {"transfer",
       [](test::Maker& maker, std::string_view on) {
         maker.transfer(0, "lead", "a");
         maker.project.transfers.back().on = test::day(on);
       }},
      {"disposal", [](test::Maker& maker, std::string_view on) { maker.dispose(0, on); }},
      {"opinion",
       [](test::Maker& maker, std::string_view on) {
         Opinion& opinion = maker.opine(100, 300, 0);
         opinion.issued_on = test::day(on);
         opinion.org_id = OrgId("z");
       }},
      {"final account",
       [](test::Maker& maker, std::string_view on) {
         maker.final_account(0, "", "z");
         maker.project.final_accounts.back().stated_on = test::day(on);
       }},
      {"claim", [](test::Maker& maker, std::string_view on) { maker.claim(0, on); }},
      {"repayment", [](test::Maker& maker, std::string_view on) { maker.repay(0, on); }},
      {"late charge",
       [](test::Maker& maker, std::string_view on) {
         maker.repay(0, on).part = RepaymentPart::late_charge;
       }},
      {"reversal of a repayment",
       [](test::Maker& maker, std::string_view on) { maker.repay(0, on).reverses = "RP-1"; }},
      {"write-off",
       [](test::Maker& maker, std::string_view on) {
         WriteOff none;
         none.claim_id = "CL-1";
         none.on = test::day(on);
         maker.project.claims[0].write_offs.push_back(none);
       }},
      {"voucher", [&](test::Maker& maker, std::string_view on) { spend(maker, on, -1); }},
      {"voucher that clears a payable",
       [&](test::Maker& maker, std::string_view on) { spend(maker, on, 0); }}};
  for (const auto& [fact, add] : facts) {
    for (const std::string_view on : {"2019-03-01", "2020-02-15", "2020-04-01", "2020-12-01"}) {
      INFO(fact << " on " << on);
      test::Maker maker;
      maker.project = rich_project();
      const std::size_t movements = ledger(maker.project).movements.size();
      add(maker, on);
      CHECK(faults(maker.project) == "");
      CHECK(ledger(maker.project).movements.size() == movements + 1);
    }
  }
}

TEST_CASE("Project ledger: a sum that does not fit is told") {
  test::Maker maker;
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  maker.pay(largest).pay(largest);
  CHECK(check_ledger(maker.project).at(0).identity == LedgerIdentity::overflow);
  maker.project.payments.resize(1);
  CHECK(faults(maker.project).empty());
  maker.project.payments[0].amount = Minor(std::numeric_limits<std::int64_t>::min());
  CHECK(ledger_of(maker.project).error().code() == Code::money_overflow);
  CHECK(check_ledger(maker.project).at(0).identity == LedgerIdentity::overflow);
}

namespace {

constexpr std::string_view assumed = R"("each.payables_count" = true
"each.terminated.unspent" = "return"
"each.terminated.not_recognised" = "return"
"each.terminated.interest" = "return"
"each.terminated.asset_proceeds" = "return"
"each.revoked.whole_grant" = "return"
"each.revoked.interest" = "return"
"each.revoked.asset_proceeds" = "keep"
"cn-shenzhen-2019.failed.asset_proceeds" = "keep"
"cn-shenzhen-2019.passed.asset_proceeds" = "return"
)";

/// Records of nothing, which an import takes as it takes any other.
template <class Body>
void set_zero(Body&) {}
void set_zero(PaymentMade& body) { body.amount = Minor(0); }
void set_zero(TransferMade& body) { body.amount = Minor(0); }
void set_zero(RepaymentReceived& body) { body.amount = Minor(0); }
void set_zero(AssetDisposed& body) { body.proceeds = Minor(0); }
void set_zero(FinalAccountStated& body) { body.spent = Minor(0); }
void set_zero(OpinionIssued& body) { body.interest = Minor(0); }
void set_zero(ExpensesBooked& body) {
  const ExpenseBlock::Lines lines = body.block.lines();
  std::vector<ExpenseLine> zeros(lines.span().begin(), lines.span().end());
  for (ExpenseLine& line : zeros) line.amount = Minor(0);
  body.block = ExpenseBlock::pack(zeros);
}

/// A project between both doors: an office that refuses what is not allowed, and imports of
/// whatever happened.
class Walk {
 public:
  explicit Walk(std::uint64_t seed)
      : random_(seed), imports_(histories::Generator(seed).history(60)) {
    AssumptionsStated stated;
    stated.name = "assumed";
    stated.text = std::string(assumed);
    desk_.office.adopt(desk_.request(histories::day(2000, 1, 2)), stated).value();
    if (chance(50)) {
      desk_.fail_project();
    } else {
      desk_.start_project();
    }
  }

  /// One step; true if it left an entry.
  bool step() {
    const std::int64_t before = desk_.journal->head().position;
    const int what = below(14);
    if (what < 4) {
      import();
    } else if (what < 6) {
      (void)desk_.office.settle(request(), id_, "the auditor is not available");
    } else if (what < 8) {
      (void)desk_.office.raise_claims(request(), id_);
    } else if (what < 10) {
      repay();
    } else if (what == 10) {
      write_off();
    } else if (what == 11) {
      spend();
    } else {
      state(what == 12);
    }
    return desk_.journal->head().position != before;
  }

  [[nodiscard]] Project folded(const AsOf& as_of = {}) const {
    const Subject subject{SubjectKind::project, id_.text()};
    return *Portfolio::fold_subjects(*desk_.journal, as_of, std::span(&subject, 1))
                .value()
                .project(id_.text());
  }
  [[nodiscard]] std::int64_t head() const { return desk_.journal->head().position; }
  Date any_day() { return from_day_number(day_number(histories::day(2020, 6, 1)) + below(570)); }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool chance(int percent) { return below(100) < percent; }
  Request request() { return desk_.request(any_day()); }
  std::string fresh(const char* prefix) { return prefix + std::to_string(++fresh_); }

  void import() {
    // Entry 0 opens the generator's own book.
    histories::Step step = imports_[1 + next_++ % (imports_.size() - 1)];
    if (chance(15)) {
      for (Fact& fact : step.facts) std::visit([](auto& body) { set_zero(body); }, fact.body);
    }
    histories::append(*desk_.journal, {{SubjectKind::project, id_.text()}, step.facts},
                      1000 + fresh_);
    ++fresh_;
  }
  void repay() {
    const Project project = folded();
    RepaymentReceived received;
    received.repayment_id = fresh("LIVE-");
    received.payer_org_id = OrgId(chance(80) ? "O-1" : "O-2");
    received.amount = Minor(1 + below(2'000'000));
    if (chance(15)) received.part = RepaymentPart::late_charge;
    if (chance(20) && !project.repayments.empty()) {
      const Repayment& reversed = project.repayments[static_cast<std::size_t>(
          below(static_cast<int>(project.repayments.size())))];
      received.payer_org_id = reversed.payer_org_id;
      received.part = reversed.part;
      received.reverses = reversed.repayment_id;
      received.amount = Minor(-(1 + below(2'000'000)));
    }
    (void)desk_.project(any_day(), received);
  }
  void write_off() {
    const Project project = folded();
    if (project.claims.empty()) return;
    const Claim& claim =
        project.claims[static_cast<std::size_t>(below(static_cast<int>(project.claims.size())))];
    const ClaimWrittenOff body{claim.claim_id, Minor(1 + below(3'000'000)), "doc",
                               VaultText("bankrupt")};
    if (desk_.project(any_day(), body).has_value()) return;
    // What the office refuses before a claim is due may be on record all the same.
    histories::append(*desk_.journal, {{SubjectKind::project, id_.text()}, {{any_day(), body}}},
                      1000 + fresh_);
    ++fresh_;
  }
  void spend() {
    const std::string id = fresh("L-");
    ExpenseLine line = office_test::Desk::line(id.c_str(), any_day(), 1 + below(900'000));
    const Project project = folded();
    std::string reversed;
    if (chance(40) && !project.expense_sources.empty()) {
      reversed = project.cold_lines()[0].span()[0].expense_id;
      line.kind = ExpenseKind::reversal;
      line.reverses = reversed;
      line.amount = Minor(-(1 + below(300'000)));
    }
    (void)desk_.spend(any_day(), {line});
  }
  void state(bool decision) {
    const Date on = any_day();
    if (decision) {
      DecisionMade made;
      made.decision_id = fresh("DEC-");
      static constexpr std::array kinds = {DecisionKind::recover, DecisionKind::recover,
                                           DecisionKind::terminate, DecisionKind::revoke};
      made.kind = kinds[static_cast<std::size_t>(below(4))];
      if (chance(70)) made.principal = Minor(below(4'000'000));
      if (chance(30)) made.used_recovered = Minor(below(500'000));
      (void)desk_.project(on, made);
    } else if (chance(50)) {
      (void)desk_.project(on, AcceptanceRequested{1 + below(3), "b"});
      (void)desk_.project(on, AcceptanceConcluded{1 + below(3), "b",
                                                  chance(50) ? Outcome::passed : Outcome::failed});
    } else {
      (void)desk_.project(on,
                          office_test::Desk::payment(fresh("PAID-").c_str(), 1 + below(500'000)));
    }
  }

  std::mt19937_64 random_;
  std::vector<histories::Step> imports_;
  office_test::Desk desk_;
  const ProjectId id_{"P-1"};
  int fresh_ = 0;
  std::size_t next_ = 0;
};

/// What the histories came to, so that the property is not about nothing.
struct Seen {
  std::size_t settlements = 0, supplementary = 0, claims = 0, adjusted = 0, write_offs = 0,
              irregular = 0, reversals = 0;
  std::map<std::string, std::size_t> causes;

  void add(const Project& project) {
    settlements += project.settlements.size();
    supplementary += project.settlements.size() > 1 ? 1U : 0U;
    claims += project.claims.size();
    irregular += project.irregular.size();
    for (const Claim& claim : project.claims) {
      write_offs += claim.write_offs.size();
      adjusted += claim.adjustments.size();
    }
    for (const Repayment& each : project.repayments) reversals += each.reverses.empty() ? 0U : 1U;
    for (const Movement& movement : ledger(project).movements) ++causes[movement.cause];
  }
};

/// The settlements that the last entry made close what was held when they were made.
std::string closings(const Walk& walk, const Project& now) {
  std::string text;
  for (const Settlement& each : now.settlements) {
    if (each.trace.position != walk.head()) continue;
    const Project then = walk.folded({each.made_from.as_of, each.made_from.known_position});
    for (const LedgerFault& fault : check_closing(then, each)) text += text_of(fault).en + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("Project ledger: the identities hold after every entry of every history") {
  Seen seen;
  CHECK(rc::check("identities after every entry", [&] {
    Walk walk(*rc::gen::arbitrary<std::uint64_t>());
    for (int i = 0; i < 50; ++i) {
      if (!walk.step()) continue;
      const Project now = walk.folded();
      RC_ASSERT(faults(now) == "");
      RC_ASSERT(closings(walk, now) == "");
      RC_ASSERT(faults(walk.folded({walk.any_day()})) == "");
    }
    seen.add(walk.folded());
  }));
  CHECK(seen.settlements > 50);
  CHECK(seen.supplementary > 10);
  CHECK(seen.claims > 30);
  CHECK(seen.adjusted > 5);
  CHECK(seen.write_offs > 5);
  CHECK(seen.irregular > 100);
  CHECK(seen.reversals > 20);
  CHECK(seen.causes.size() == posting_rules().size());
}
