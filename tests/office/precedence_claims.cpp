// Applications to court, write-offs, the closing of claims and projects.
#include "precedence.hpp"
#include "small_book.hpp"

namespace office_test {
namespace {

// What a book's claim lacks, or has behind it.
constexpr unsigned rules_unknown = 1;  // a pack since 2021 that knows no procedure
constexpr unsigned no_calendar = 2;
constexpr unsigned decision_not_served = 4;
constexpr unsigned demand_not_served = 8;
constexpr unsigned not_decided = 16;  // a refund notice, and nothing else
constexpr unsigned court_asked = 32;
constexpr unsigned paid = 64;
constexpr unsigned closed = 128;

constexpr std::int64_t due_minor = 31'050'00;

/// A claim that was raised on 2020-09-10, payable by 2020-10-11, demanded on 2020-10-20.
std::unique_ptr<Desk> book_of_claim(unsigned bits) {
  const auto has = [&](unsigned bit) { return (bits & bit) != 0; };
  auto desk = std::make_unique<Desk>(has(no_calendar) ? "" : "cn");
  desk->fail_project();
  const Date on = day(2020, 9, 10);
  REQUIRE(desk->office.settle(desk->request(on), ProjectId("P-1")).has_value());
  REQUIRE(desk->office.raise_claims(desk->request(on), ProjectId("P-1")).has_value());
  const Date pay_by = day(2020, 10, 11);
  NoticeIssued told;
  told.notice_id = "N-1";
  told.addressee = "O-1";
  told.kind = NoticeKind::refund;
  told.reply_by = pay_by;
  if (!has(not_decided)) {
    DecisionMade made;
    made.decision_id = "D-1";
    made.principal = Minor(due_minor);
    made.pay_by = pay_by;
    import(*desk, day(2020, 9, 11), made);
    told.kind = NoticeKind::decision;
    told.decision_id = "D-1";
    told.reply_by.reset();
  }
  import(*desk, day(2020, 9, 12), told);
  if (!has(decision_not_served) || has(not_decided))
    import(*desk, day(2020, 9, 12), NoticeServed{"N-1"});
  told.notice_id = "N-2";
  told.kind = NoticeKind::demand;
  told.reply_by.reset();
  import(*desk, day(2020, 10, 20), told);
  if (!has(demand_not_served)) import(*desk, day(2020, 10, 20), NoticeServed{"N-2"});
  if (has(court_asked)) import(*desk, day(2021, 3, 15), CourtApplied{"C-O-1-grant-1", {}});
  if (has(paid)) {
    RepaymentReceived received;
    received.repayment_id = "R-1";
    received.amount = Minor(due_minor);
    import(*desk, day(2021, 3, 20), received);
  }
  if (has(closed)) import(*desk, day(2021, 3, 21), ClaimClosed{"C-O-1-grant-1"});
  if (has(rules_unknown)) {
    RuleBookAdopted adopted;
    adopted.name = "small";
    adopted.text = bursar_test::small_pack;
    adopted.digest = sha256(adopted.text).hex();
    REQUIRE(desk->office.adopt(desk->request(day(2021, 1, 1)), adopted).has_value());
  }
  return desk;
}

template <class Fact>
Break<Asked<Fact>> claim_unknown() {
  return {"claim_unknown", [](Asked<Fact>& asked) { asked.fact.claim_id = "C-9"; }};
}
/// Before the claim was raised.
template <class Fact>
Break<Asked<Fact>> before_claim() {
  return {"acts_before_predecessor", [](Asked<Fact>& asked) { asked.on = day(2020, 9, 9); }};
}
/// Neither due nor demanded.
template <class Fact>
Break<Asked<Fact>> too_soon() {
  return {"claim_step_not_allowed", [](Asked<Fact>& asked) { asked.on = day(2020, 10, 1); }};
}

void walk_court(PrecedenceTable& table) {
  using Question = Asked<CourtApplied>;
  // The decision was served on 2020-09-12: suit until 2021-03-12, the court until three months on.
  const Question sound{{"C-O-1-grant-1", "(2021) 1"}, day(2021, 4, 1)};
  std::vector<Break<Question>> breaks = {
      project_unknown<CourtApplied>(),
      claim_unknown<CourtApplied>(),
      {"already_done", [](Question& asked) { asked.book |= court_asked; }},
      before_claim<CourtApplied>(),
      too_soon<CourtApplied>(),
      {"claim_step_missing", [](Question& asked) { asked.book |= demand_not_served; }},
      {"parameter_unconfirmed", [](Question& asked) { asked.book |= rules_unknown; }},
      {"period_needs_calendar", [](Question& asked) { asked.book |= no_calendar; }},
      {"claim_step_missing", [](Question& asked) { asked.book |= decision_not_served; }},
      {"claim_step_too_early", [](Question& asked) { asked.on = day(2021, 3, 12); }},
      {"claim_step_too_late", [](Question& asked) { asked.on = day(2021, 7, 15); }}};
  walk_facts(table, "CourtApplied", book_of_claim, sound, breaks);
  breaks[5].in = [](Question& asked) { asked.book |= not_decided; };
  walk_facts(table, "CourtApplied", book_of_claim, sound, breaks);
}

void walk_write_offs(PrecedenceTable& table) {
  using Question = Asked<ClaimWrittenOff>;
  walk_facts(
      table, "ClaimWrittenOff", book_of_claim,
      Question{{"C-O-1-grant-1", Minor(due_minor), "Doc 7", VaultText("gone")}, day(2021, 4, 1)},
      {project_unknown<ClaimWrittenOff>(),
       claim_unknown<ClaimWrittenOff>(),
       {"amount_not_positive", [](Question& asked) { asked.fact.amount = Minor(0); }},
       {"field_missing doc_no", [](Question& asked) { asked.fact.doc_no = {}; }},
       {"field_missing reason", [](Question& asked) { asked.fact.reason = VaultText(); }},
       before_claim<ClaimWrittenOff>(),
       {"write_off_exceeds_outstanding",
        [](Question& asked) { asked.fact.amount = Minor(due_minor + 1); }},
       too_soon<ClaimWrittenOff>()});
}

void walk_closing_of_claims(PrecedenceTable& table) {
  using Question = Asked<ClaimClosed>;
  walk_facts(table, "ClaimClosed", book_of_claim,
             Question{{"C-O-1-grant-1"}, day(2021, 4, 1), paid},
             {project_unknown<ClaimClosed>(),
              claim_unknown<ClaimClosed>(),
              {"already_done", [](Question& asked) { asked.book |= closed; }},
              before_claim<ClaimClosed>(),
              {"claim_outstanding", [](Question& asked) { asked.book &= ~paid; }},
              // Paid on the next day.
              {"claim_step_not_allowed", [](Question& asked) { asked.on = day(2021, 3, 19); }}});
}

// What a project's book lacks, or holds beside the lead's part of 400 that went back.
constexpr unsigned nothing_settled = 1;
constexpr unsigned paid_since = 2;         // money came after the settlement
constexpr unsigned not_repaid = 4;         // and the lead did not pay back
constexpr unsigned partner_owes = 8;       // the partner's part is due back, too ...
constexpr unsigned no_lead = 16;           // ... from the lead, whom nobody names
constexpr unsigned nobody_liable = 32;     // ... or nobody says from whom
constexpr unsigned passed_after_all = 64;  // after the settlement, which a decision had followed
constexpr unsigned closed_before = 128;

void pay_and_spend(Desk& desk, const char* org, const std::string& number) {
  PaymentMade payment = Desk::payment(("PAY-" + number).c_str(), 1000);
  payment.org_id = OrgId(org);
  import(desk, day(2019, 1, 15), payment);
  const std::string id = "E-" + number;
  ExpenseLine line = Desk::line(id.c_str(), day(2019, 3, 1), 600);
  line.org_id = org;
  import(desk, day(2019, 3, 1), ExpensesBooked{ExpenseBlock::pack(std::span(&line, 1))});
}

std::unique_ptr<Desk> book_of_project(unsigned bits) {
  const auto has = [&](unsigned bit) { return (bits & bit) != 0; };
  auto desk = std::make_unique<Desk>();
  desk->register_units();
  ProjectRegistered project = Desk::registration();
  project.contract_deposit = Minor(0);
  project.regime = "cn-shenzhen-2020";
  project.liability = Liability::lead;
  if (has(nobody_liable)) project.liability.reset();
  if (has(no_lead)) project.org_id = OrgId();
  import(*desk, day(2018, 12, 1), project);
  import(*desk, day(2018, 12, 20), Desk::partner("O-2"));
  if (!has(no_lead)) pay_and_spend(*desk, "O-1", "1");
  if (has(partner_owes)) pay_and_spend(*desk, "O-2", "2");
  import(*desk, day(2020, 7, 10), AcceptanceRequested{1, {}});
  import(*desk, day(2020, 9, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  const Date on = day(2020, 9, 10);
  if (!has(nothing_settled)) {
    REQUIRE(desk->office.settle(desk->request(on), ProjectId("P-1"), "no auditor").has_value());
    // Of a project without a lead nothing can be claimed.
    CHECK(desk->office.raise_claims(desk->request(on), ProjectId("P-1")).has_value() !=
          has(no_lead));
  }
  if (!has(not_repaid)) {
    RepaymentReceived received;
    received.repayment_id = "R-1";
    received.amount = Minor(400);
    import(*desk, day(2020, 9, 20), received);
  }
  if (has(passed_after_all)) {
    DecisionMade made;
    made.decision_id = "D-1";
    made.principal = Minor(400);
    import(*desk, day(2020, 9, 11), made);
    import(*desk, day(2020, 9, 21),
           RecordChanged{"acceptance:1", "outcome", "passed", {}, VaultText("was wrong")});
  }
  if (has(paid_since)) {
    PaymentMade late = Desk::payment("PAY-9", 5);
    late.org_id = OrgId("O-2");
    import(*desk, day(2020, 9, 21), late);
  }
  if (has(closed_before)) import(*desk, day(2020, 9, 25), ProjectClosed{});
  return desk;
}

void walk_closing_of_projects(PrecedenceTable& table) {
  using Question = Asked<ProjectClosed>;
  std::vector<Break<Question>> breaks = {
      project_unknown<ProjectClosed>(),
      {"settlement_missing", [](Question& asked) { asked.book |= nothing_settled; }},
      // Before the settlement.
      {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 9, 9); }},
      {"part_not_settled", [](Question& asked) { asked.book |= paid_since; }},
      {"claim_outstanding", [](Question& asked) { asked.book |= not_repaid; }},
      {"liability_unknown", [](Question& asked) { asked.book |= partner_owes | nobody_liable; }},
      {"project_not_active", [](Question& asked) { asked.book |= closed_before; }}};
  const Question sound{{}, day(2020, 10, 1)};
  walk_facts(table, "ProjectClosed", book_of_project, sound, breaks);
  // Settled was another conclusion.
  breaks[3].in = [](Question& asked) { asked.book |= passed_after_all; };
  walk_facts(table, "ProjectClosed", book_of_project, sound, breaks);
  breaks[3].in = [](Question& asked) { asked.book |= paid_since; };
  // A project without a lead has no claim.
  breaks.erase(breaks.begin() + 4);
  breaks[4] = {"field_missing org_id",
               [](Question& asked) { asked.book |= partner_owes | no_lead; }};
  walk_facts(table, "ProjectClosed", book_of_project, sound, breaks);
}

}  // namespace

void walk_claims(PrecedenceTable& table) {
  walk_court(table);
  walk_write_offs(table);
  walk_closing_of_claims(table);
  walk_closing_of_projects(table);
}

}  // namespace office_test
