// Payments, money passed on, spending, accruals, final accounts, disposals.
#include "precedence.hpp"

#include <limits>

namespace office_test {
namespace {

// What a book of money has.
constexpr unsigned no_award = 1;
constexpr unsigned overpaid = 2;   // more than the award
constexpr unsigned passed_on = 4;  // by the lead, more than it received
constexpr unsigned accrued = 8;    // AC-1 ...
constexpr unsigned cleared = 16;   // ... and cleared

TransferMade transfer(const char* id, std::int64_t amount_minor) {
  TransferMade made;
  made.transfer_id = id;
  made.to_org_id = OrgId("O-2");
  made.amount = Minor(amount_minor);
  return made;
}

AccrualRecorded accrual(const char* id) {
  AccrualRecorded recorded;
  recorded.accrual_id = id;
  recorded.amount = Minor(1'00);
  return recorded;
}

FinalAccountStated final_account(const char* id) {
  FinalAccountStated stated;
  stated.account_id = id;
  stated.spent = Minor(1'00);
  stated.budget = Minor(1'00);
  return stated;
}

AssetDisposed disposal(const char* id) {
  AssetDisposed disposed;
  disposed.asset_id = id;
  disposed.proceeds = Minor(1'00);
  return disposed;
}

std::unique_ptr<Desk> book(unsigned bits) {
  auto desk = std::make_unique<Desk>();
  desk->register_units();
  ProjectRegistered project = Desk::registration();
  if ((bits & no_award) != 0) project.award.reset();
  const Date on = day(2019, 1, 15);
  import(*desk, day(2018, 12, 1), project);
  import(*desk, day(2018, 12, 20), ContractSigned{});
  import(*desk, day(2018, 12, 20), Desk::partner("O-2"));
  import(*desk, on, Desk::payment("PAY-1", 60'000'00));
  if ((bits & overpaid) != 0) import(*desk, on, Desk::payment("PAY-2", 60'000'00));
  import(*desk, on, transfer("T-1", (bits & passed_on) != 0 ? 70'000'00 : 1'00));
  if ((bits & accrued) != 0) import(*desk, on, accrual("AC-1"));
  if ((bits & cleared) != 0) import(*desk, on, AccrualCleared{"AC-1"});
  import(*desk, on, accrual("AC-2"));
  import(*desk, on, final_account("FA-1"));
  import(*desk, on, disposal("AS-1"));
  const ExpenseLine line = Desk::line("E-1", day(2019, 2, 1), 100'00);
  import(*desk, day(2019, 2, 1), ExpensesBooked{ExpenseBlock::pack(std::span(&line, 1))});
  return desk;
}

const Date running = day(2019, 6, 1);
const Date not_running = day(2018, 12, 10);  // registered, without a contract

template <class Fact>
Break<Asked<Fact>> project_not_active() {
  return {"project_not_active", [](Asked<Fact>& asked) { asked.on = not_running; }};
}
template <class Fact>
Break<Asked<Fact>> not_in_project() {
  return {"organisation_not_in_project",
          [](Asked<Fact>& asked) { asked.fact.org_id = OrgId("O-3"); }};
}

void walk_payments(PrecedenceTable& table) {
  using Question = Asked<PaymentMade>;
  const Break<Question> no_id{"field_missing payment_id",
                              [](Question& asked) { asked.fact.payment_id = {}; }};
  const Break<Question> id_taken{"id_taken",
                                 [](Question& asked) { asked.fact.payment_id = "PAY-1"; }};
  const Break<Question> nothing{"amount_not_positive",
                                [](Question& asked) { asked.fact.amount = Minor(0); }};
  const Break<Question> not_public{
      "source_not_public", [](Question& asked) { asked.fact.source = Source::self_raised; }};
  Question sound{Desk::payment("PAY-9", 1'00), running};
  std::vector<Break<Question>> breaks = {
      project_unknown<PaymentMade>(),
      no_id,
      id_taken,
      nothing,
      project_not_active<PaymentMade>(),
      not_public,
      not_in_project<PaymentMade>(),
      {"field_missing award", [](Question& asked) { asked.book |= no_award; }},
      {"payment_exceeds_award", [](Question& asked) { asked.book |= overpaid; }}};
  walk_facts(table, "PaymentMade", book, sound, breaks);
  breaks.back() = {
      "payment_exceeds_award",
      [](Question& asked) { asked.fact.amount = Minor(std::numeric_limits<std::int64_t>::max()); },
      Code::money_overflow};
  walk_facts(table, "PaymentMade", book, sound, breaks);
  // A transfer bounces whatever the state of the project.
  sound.fact.direction = PaymentDirection::bounced;
  sound.on = not_running;
  walk_facts(table, "PaymentMade", book, sound,
             {project_unknown<PaymentMade>(),
              no_id,
              id_taken,
              nothing,
              not_public,
              not_in_project<PaymentMade>(),
              {"bounce_exceeds_paid", [](Question& asked) { asked.book |= passed_on; }}});
}

void walk_transfers(PrecedenceTable& table) {
  using Question = Asked<TransferMade>;
  std::vector<Break<Question>> breaks = {
      project_unknown<TransferMade>(),
      {"field_missing transfer_id", [](Question& asked) { asked.fact.transfer_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.transfer_id = "T-1"; }},
      {"amount_not_positive", [](Question& asked) { asked.fact.amount = Minor(0); }},
      {"project_not_active", [](Question& asked) { asked.on = not_running; }},
      {"organisation_not_in_project",
       [](Question& asked) { asked.fact.from_org_id = asked.fact.to_org_id = OrgId("O-3"); }},
      {"transfer_to_self", [](Question& asked) { asked.fact.to_org_id = OrgId("O-1"); }},
      {"transfer_exceeds_received", [](Question& asked) { asked.book |= passed_on; }}};
  const Question sound{transfer("T-9", 1'00), running};
  walk_facts(table, "TransferMade", book, sound, breaks);
  // The other side.
  breaks[5].in = [](Question& asked) { asked.fact.to_org_id = OrgId("O-3"); };
  breaks.erase(breaks.begin() + 6);
  walk_facts(table, "TransferMade", book, sound, breaks);
}

void walk_spending(PrecedenceTable& table) {
  using Question = Asked<ExpenseLine>;
  const std::vector<Break<Question>> any_line = {
      project_unknown<ExpenseLine>(),
      {"project_not_active", [](Question& asked) { asked.on = not_running; }},
      {"field_missing expense_id", [](Question& asked) { asked.fact.expense_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.expense_id = "E-1"; }},
      {"amount_not_positive", [](Question& asked) { asked.fact.amount = Minor(0); }},
      {"organisation_not_in_project", [](Question& asked) { asked.fact.org_id = "O-3"; }},
      {"line_after_booking", [](Question& asked) { asked.fact.day = day_number(running) + 1; }}};
  const Question expense{Desk::line("E-9", running, 1'00), running};
  const auto walk_line = [&](const Question& sound, bool positive,
                             const std::vector<Break<Question>>& of_the_kind) {
    std::vector<Break<Question>> breaks = any_line;
    if (!positive) breaks.erase(breaks.begin() + 4);
    breaks.insert(breaks.end(), of_the_kind.begin(), of_the_kind.end());
    walk_facts(table, "spending line", book, sound, breaks);
  };
  const Break<Question> outside{"outside_contract_period", [](Question& asked) {
                                  asked.fact.day = day_number(day(2018, 12, 31));
                                }};
  walk_line(expense, true, {outside});
  walk_line(expense, true,
            {{"line_differs kind", [](Question& asked) { asked.fact.reverses = "E-1"; }}, outside});
  Question correction = expense;
  correction.fact.kind = ExpenseKind::correction;
  walk_line(correction, false,
            {{"reversal_of_unknown_line", [](Question& asked) { asked.fact.reverses = "E-8"; }},
             outside});
  // What pays an accrual is paid whenever it is.
  Question payment = expense;
  payment.fact.accrual_id = "AC-2";
  walk_line(payment, true,
            {outside,
             {"accrual_unknown", [](Question& asked) { asked.fact.accrual_id = "AC-9"; }},
             {"accrual_differs org_id", [](Question& asked) { asked.fact.org_id = "O-2"; }},
             {"accrual_differs source",
              [](Question& asked) { asked.fact.source = Source::grant_city; }}});
  // So is what takes a line back.
  Question reversal = payment;
  reversal.fact.accrual_id = {};
  reversal.fact.kind = ExpenseKind::reversal;
  reversal.fact.reverses = "E-1";
  reversal.fact.amount = Minor(-1);
  const Break<Question> unknown_line{"reversal_of_unknown_line",
                                     [](Question& asked) { asked.fact.reverses = "E-9"; }};
  const std::vector<Break<Question>> unlike = {
      unknown_line,
      {"line_differs org_id", [](Question& asked) { asked.fact.org_id = "O-2"; }},
      {"line_differs source", [](Question& asked) { asked.fact.source = Source::grant_city; }},
      {"line_differs head", [](Question& asked) { asked.fact.head = Head::labour; }}};
  Question below_zero = reversal;
  below_zero.fact.kind = ExpenseKind::correction;
  for (const Question& each : {reversal, below_zero}) {
    walk_line(each, false, unlike);
  }
  walk_line(reversal, false, {unknown_line, {"reversal_exceeds_line", [](Question& asked) {
                                               asked.fact.amount = Minor(1);
                                             }}});
  walk_line(reversal, false,
            {unknown_line,
             {"reversal_exceeds_line",
              [](Question& asked) {
                asked.fact.amount = Minor(std::numeric_limits<std::int64_t>::max());
              },
              Code::money_overflow}});
}

void walk_accruals(PrecedenceTable& table) {
  using Recorded = Asked<AccrualRecorded>;
  walk_facts(table, "AccrualRecorded", book, Recorded{accrual("AC-9"), running},
             {project_unknown<AccrualRecorded>(),
              {"field_missing accrual_id", [](Recorded& asked) { asked.fact.accrual_id = {}; }},
              {"id_taken", [](Recorded& asked) { asked.fact.accrual_id = "AC-2"; }},
              {"amount_not_positive", [](Recorded& asked) { asked.fact.amount = Minor(0); }},
              project_not_active<AccrualRecorded>(),
              not_in_project<AccrualRecorded>()});
  using Cleared = Asked<AccrualCleared>;
  walk_facts(table, "AccrualCleared", book, Cleared{{"AC-1"}, running, accrued},
             {project_unknown<AccrualCleared>(),
              {"accrual_unknown", [](Cleared& asked) { asked.fact.accrual_id = "AC-9"; }},
              {"accrual_already_cleared", [](Cleared& asked) { asked.book |= cleared; }}});
}

void walk_accounts_and_disposals(PrecedenceTable& table) {
  using Stated = Asked<FinalAccountStated>;
  walk_facts(table, "FinalAccountStated", book, Stated{final_account("FA-9"), running},
             {project_unknown<FinalAccountStated>(),
              {"field_missing account_id", [](Stated& asked) { asked.fact.account_id = {}; }},
              {"id_taken", [](Stated& asked) { asked.fact.account_id = "FA-1"; }},
              {"amount_negative spent", [](Stated& asked) { asked.fact.spent = Minor(-1); }},
              {"amount_negative budget", [](Stated& asked) { asked.fact.budget = Minor(-1); }},
              not_in_project<FinalAccountStated>()});
  using Disposed = Asked<AssetDisposed>;
  walk_facts(
      table, "AssetDisposed", book, Disposed{disposal("AS-9"), running},
      {project_unknown<AssetDisposed>(),
       {"field_missing asset_id", [](Disposed& asked) { asked.fact.asset_id = {}; }},
       {"id_taken", [](Disposed& asked) { asked.fact.asset_id = "AS-1"; }},
       {"amount_negative proceeds", [](Disposed& asked) { asked.fact.proceeds = Minor(-1); }},
       not_in_project<AssetDisposed>()});
}

}  // namespace

void walk_money(PrecedenceTable& table) {
  walk_payments(table);
  walk_transfers(table);
  walk_spending(table);
  walk_accruals(table);
  walk_accounts_and_disposals(table);
}

}  // namespace office_test
