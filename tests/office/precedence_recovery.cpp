// Decisions, notices, repayments.
#include "precedence.hpp"

namespace office_test {
namespace {

DecisionMade decision(const char* id, DecisionKind kind = DecisionKind::recover) {
  DecisionMade made;
  made.decision_id = id;
  made.kind = kind;
  return made;
}

void walk_decisions(PrecedenceTable& table) {
  using Question = Asked<DecisionMade>;
  const std::vector<Break<Question>> any_decision = {
      project_unknown<DecisionMade>(),
      {"field_missing decision_id", [](Question& asked) { asked.fact.decision_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.decision_id = "D-1"; }},
      {"source_not_public", [](Question& asked) { asked.fact.source = Source::self_raised; }},
      {"organisation_not_in_project",
       [](Question& asked) { asked.fact.payer_org_id = OrgId("O-3"); }},
      {"amount_negative principal", [](Question& asked) { asked.fact.principal = Minor(-1); }},
      {"amount_negative interest", [](Question& asked) { asked.fact.interest = Minor(-1); }},
      {"amount_negative used_recovered",
       [](Question& asked) { asked.fact.used_recovered = Minor(-1); }},
      {"amount_negative asset_proceeds",
       [](Question& asked) { asked.fact.asset_proceeds = Minor(-1); }},
      {"days_reversed pay_by", [](Question& asked) { asked.fact.pay_by = day(2020, 3, 31); }},
      {"decision_unknown", [](Question& asked) { asked.fact.replaces = "D-9"; }},
      {"penalty_apart", [](Question& asked) { asked.fact.replaces = "D-P"; }}};
  const auto fill = [](Desk& desk) {
    desk.start_project();
    desk.accept(day(2020, 3, 1), decision("D-1"));
    desk.accept(day(2020, 3, 1), decision("D-P", DecisionKind::penalty));
  };
  walk_facts(table, "DecisionMade", +fill, Question{decision("D-8"), day(2020, 4, 1)},
             any_decision);
  // Where it ends the project: a decision of the kind stands, and another fact comes after it.
  const auto walk_end = [&](DecisionKind kind, const FactBody& after) {
    std::vector<Break<Question>> breaks = any_decision;
    breaks.push_back({"project_not_active", [](Question& asked) {
                        asked.on = day(2020, 7, 1);
                        asked.fact.replaces = {};
                      }});
    breaks.push_back({"end_not_replaced", [](Question& asked) { asked.fact.replaces = {}; }});
    Question sound{decision("D-8", kind), day(2020, 4, 1)};
    sound.fact.replaces = "D-1";
    const MakeBook book = [&](unsigned) {
      auto desk = std::make_unique<Desk>();
      desk->start_project();
      desk->accept(day(2020, 3, 1), decision("D-1", kind));
      desk->accept(day(2020, 3, 1), decision("D-P", DecisionKind::penalty));
      import(*desk, day(2020, 6, 1), after);
      return desk;
    };
    walk_facts(table, "DecisionMade", book, sound, breaks);
  };
  walk_end(DecisionKind::terminate, decision("D-2", DecisionKind::revoke));
  walk_end(DecisionKind::revoke, ProjectClosed{});
  using Changed = Asked<DecisionStatusChanged>;
  walk_facts(
      table, "DecisionStatusChanged", +fill,
      Changed{{"D-1", DecisionStatus::suspended}, day(2020, 4, 1)},
      {project_unknown<DecisionStatusChanged>(),
       {"decision_unknown", [](Changed& asked) { asked.fact.decision_id = "D-9"; }},
       {"acts_before_predecessor", [](Changed& asked) { asked.on = day(2020, 2, 1); }},
       {"already_done", [](Changed& asked) { asked.fact.status = DecisionStatus::in_force; }}});
}

NoticeIssued notice(const char* id, NoticeKind kind) {
  NoticeIssued issued;
  issued.notice_id = id;
  issued.addressee = "O-1";
  issued.kind = kind;
  return issued;
}

// How a book's claim came to be payable.
constexpr unsigned no_day_to_pay = 1;
constexpr unsigned not_decided = 2;  // only a refund notice asks for it

/// A claim that is payable by 2020-11-01.
std::unique_ptr<Desk> book_of_claim(unsigned bits) {
  auto desk = std::make_unique<Desk>();
  desk->fail_project();
  const Date on = day(2020, 9, 10);
  REQUIRE(desk->office.settle(desk->request(on), ProjectId("P-1")).has_value());
  REQUIRE(desk->office.raise_claims(desk->request(on), ProjectId("P-1")).has_value());
  std::optional<Date> pay_by;
  if ((bits & no_day_to_pay) == 0) pay_by = day(2020, 11, 1);
  NoticeIssued told = notice("N-1", NoticeKind::refund);
  if ((bits & not_decided) != 0) {
    told.reply_by = pay_by;
  } else {
    DecisionMade made = decision("D-1");
    made.principal = Minor(31'050'00);
    made.pay_by = pay_by;
    desk->accept(day(2020, 9, 11), made);
    told.kind = NoticeKind::decision;
    told.decision_id = "D-1";
  }
  desk->accept(day(2020, 9, 12), told);
  desk->accept(day(2020, 9, 12), NoticeServed{"N-1"});
  // One that is decided later, and says nothing of the sum.
  desk->accept(day(2020, 12, 1), decision("D-L", DecisionKind::acceptance));
  return desk;
}

void walk_notices(PrecedenceTable& table) {
  using Question = Asked<NoticeIssued>;
  const std::vector<Break<Question>> any_notice = {
      project_unknown<NoticeIssued>(),
      {"field_missing notice_id", [](Question& asked) { asked.fact.notice_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.notice_id = "N-1"; }},
      {"field_missing addressee", [](Question& asked) { asked.fact.addressee = {}; }},
      {"days_reversed reply_by", [](Question& asked) { asked.fact.reply_by = day(2020, 9, 30); }},
      {"decision_unknown", [](Question& asked) { asked.fact.decision_id = "D-9"; }},
      {"acts_before_predecessor", [](Question& asked) { asked.fact.decision_id = "D-L"; }}};
  walk_facts(table, "NoticeIssued", book_of_claim,
             Question{notice("N-9", NoticeKind::remind), day(2020, 11, 10)}, any_notice);
  const auto walk_demand = [&](std::initializer_list<Break<Question>> more) {
    std::vector<Break<Question>> breaks = any_notice;
    breaks.insert(breaks.end(), more);
    walk_facts(table, "NoticeIssued", book_of_claim,
               Question{notice("N-9", NoticeKind::demand), day(2020, 11, 10)}, breaks);
  };
  walk_demand({{"parameter_unconfirmed", [](Question& asked) { asked.book |= no_day_to_pay; }},
               {"claim_step_not_allowed", [](Question& asked) { asked.on = day(2020, 10, 1); }},
               {"claim_step_missing", [](Question& asked) { asked.book |= not_decided; }}});
  walk_demand({{"claim_step_missing", [](Question& asked) { asked.fact.addressee = "O-2"; }}});
}

void walk_services_and_answers(PrecedenceTable& table) {
  const auto fill = [](Desk& desk) {
    desk.start_project();
    desk.accept(day(2020, 3, 1), notice("N-1", NoticeKind::remind));
    desk.accept(day(2020, 3, 1), notice("N-2", NoticeKind::remind));
    desk.accept(day(2020, 3, 2), NoticeServed{"N-2"});
    desk.accept(day(2020, 3, 3), NoticeAnswered{"N-2", Response::agreed});
  };
  const auto walk_notice = [&]<class Fact>(const std::string& row, const Fact& fact) {
    using Question = Asked<Fact>;
    walk_facts(table, row, +fill, Question{fact, day(2020, 4, 1)},
               {project_unknown<Fact>(),
                {"notice_unknown", [](Question& asked) { asked.fact.notice_id = "N-9"; }},
                {"already_done", [](Question& asked) { asked.fact.notice_id = "N-2"; }},
                {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 2, 1); }}});
  };
  walk_notice("NoticeServed", NoticeServed{"N-1"});
  walk_notice("NoticeAnswered", NoticeAnswered{"N-1", Response::agreed});
}

// What is odd about a book's repayments.
constexpr unsigned from_own_means = 1;  // R-1 came from no public source ...
constexpr unsigned from_stranger = 2;   // ... or from outside the project
constexpr unsigned taken_back = 4;      // and more of it was taken back than came in
constexpr unsigned proof_filed = 8;     // there is a proof of it

RepaymentReceived repayment(const char* id, std::int64_t amount_minor) {
  RepaymentReceived received;
  received.repayment_id = id;
  received.amount = Minor(amount_minor);
  return received;
}

std::unique_ptr<Desk> book_of_repayments(unsigned bits) {
  auto desk = std::make_unique<Desk>();
  desk->start_project();
  RepaymentReceived received = repayment("R-1", 100'00);
  if ((bits & from_own_means) != 0) received.source = Source::self_raised;
  if ((bits & from_stranger) != 0) received.payer_org_id = OrgId("O-3");
  import(*desk, day(2020, 3, 1), received);
  received.repayment_id = "X-1";
  received.reverses = "R-1";
  received.amount = Minor((bits & taken_back) != 0 ? -200'00 : -1);
  import(*desk, day(2020, 3, 2), received);
  DecisionMade made = decision("D-2");
  made.payer_org_id = OrgId("O-2");
  made.source = Source::grant_city;
  import(*desk, day(2020, 3, 3), made);
  made.decision_id = "D-3";
  made.payer_org_id = received.payer_org_id;
  import(*desk, day(2020, 3, 3), made);
  if ((bits & proof_filed) != 0) import(*desk, day(2020, 3, 3), RepaymentProofFiled{"R-1"});
  return desk;
}

void walk_repayments(PrecedenceTable& table) {
  using Question = Asked<RepaymentReceived>;
  const Break<Question> no_id{"field_missing repayment_id",
                              [](Question& asked) { asked.fact.repayment_id = {}; }};
  const Break<Question> id_taken{"id_taken",
                                 [](Question& asked) { asked.fact.repayment_id = "R-1"; }};
  const Break<Question> decision_unknown{"decision_unknown",
                                         [](Question& asked) { asked.fact.decision_id = "D-9"; }};
  const Break<Question> payer_differs{"decision_differs payer_org_id",
                                      [](Question& asked) { asked.fact.decision_id = "D-2"; }};
  const Break<Question> source_differs{"decision_differs source",
                                       [](Question& asked) { asked.fact.decision_id = "D-3"; }};
  walk_facts(
      table, "RepaymentReceived", book_of_repayments,
      Question{repayment("R-9", 1'00), day(2020, 4, 1)},
      {project_unknown<RepaymentReceived>(),
       no_id,
       id_taken,
       {"amount_not_positive", [](Question& asked) { asked.fact.amount = Minor(0); }},
       {"source_not_public", [](Question& asked) { asked.fact.source = Source::self_raised; }},
       {"organisation_not_in_project",
        [](Question& asked) { asked.fact.payer_org_id = OrgId("O-3"); }},
       decision_unknown,
       payer_differs,
       source_differs});
  Question reversal{repayment("X-9", -1'00), day(2020, 4, 1)};
  reversal.fact.reverses = "R-1";
  walk_facts(
      table, "RepaymentReceived", book_of_repayments, reversal,
      {project_unknown<RepaymentReceived>(),
       no_id,
       id_taken,
       {"repayment_unknown", [](Question& asked) { asked.fact.reverses = "R-9"; }},
       {"reversal_reversed", [](Question& asked) { asked.fact.reverses = "X-1"; }},
       {"repayment_amount_sign", [](Question& asked) { asked.fact.amount = Minor(1); }},
       {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 2, 1); }},
       {"reversal_differs payer_org_id",
        [](Question& asked) { asked.fact.payer_org_id = OrgId("O-2"); }},
       {"reversal_differs source", [](Question& asked) { asked.fact.source = Source::grant_city; }},
       {"reversal_differs part",
        [](Question& asked) { asked.fact.part = RepaymentPart::interest; }},
       {"reversal_exceeds_repayment", [](Question& asked) { asked.book |= taken_back; }},
       {"source_not_public",
        [](Question& asked) {
          asked.fact.source = Source::self_raised;
          asked.book |= from_own_means;
        }},
       {"organisation_not_in_project",
        [](Question& asked) {
          asked.fact.payer_org_id = OrgId("O-3");
          asked.book |= from_stranger;
        }},
       decision_unknown,
       payer_differs,
       source_differs});
  using Filed = Asked<RepaymentProofFiled>;
  walk_facts(table, "RepaymentProofFiled", book_of_repayments, Filed{{"R-1"}, day(2020, 4, 1)},
             {project_unknown<RepaymentProofFiled>(),
              {"repayment_unknown", [](Filed& asked) { asked.fact.repayment_id = "R-9"; }},
              {"already_done", [](Filed& asked) { asked.book |= proof_filed; }},
              {"acts_before_predecessor", [](Filed& asked) { asked.on = day(2020, 2, 1); }}});
}

}  // namespace

void walk_recovery(PrecedenceTable& table) {
  walk_decisions(table);
  walk_notices(table);
  walk_services_and_answers(table);
  walk_repayments(table);
}

}  // namespace office_test
