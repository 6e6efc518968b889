// Every step of a claim and every event, driven through the office.
#include "claim_walk.hpp"

using namespace office_test;

namespace {

/// What refuses an event where the table has no row for it; nothing where it is a fact of its own,
/// which leaves the claim where it is.
Code refusal_of(ClaimEvent event, ClaimStep step) {
  const bool paid = step == ClaimStep::recovered || step == ClaimStep::closed;
  const bool over = paid || step == ClaimStep::written_off;
  switch (event) {
    case ClaimEvent::demand:
      return Code::claim_step_not_allowed;
    case ClaimEvent::apply_to_court:
      return step == ClaimStep::court ? Code::already_done : Code::claim_step_not_allowed;
    case ClaimEvent::write_off:
      return over ? Code::write_off_exceeds_outstanding : Code::claim_step_not_allowed;
    case ClaimEvent::lift_decision:
      return step < ClaimStep::decided ? Code::decision_unknown : Code::not_refused;
    case ClaimEvent::close:
      return step == ClaimStep::closed ? Code::already_done : Code::claim_outstanding;
    default:
      return Code::not_refused;
  }
}

}  // namespace

TEST_CASE("Office: every step of a claim meets every event as its table says") {
  int allowed = 0;
  for (std::uint8_t from = 0; from < Vocabulary<ClaimStep>::words.size(); ++from) {
    for (std::uint8_t which = 0; which < Vocabulary<ClaimEvent>::words.size(); ++which) {
      const auto step = static_cast<ClaimStep>(from);
      const auto event = static_cast<ClaimEvent>(which);
      const auto row = state_after(claim_lifecycle(), step, event);
      INFO(word(step) << " " << word(event) << " -> " << (row ? word(*row) : "refused"));
      ClaimWalk walk;
      if (step == ClaimStep::due && event == ClaimEvent::serve) {
        // Where a decision sets the day to pay, the sum is due again at once.
        walk.ask_for_refund();
        walk.happen(ClaimEvent::fall_due);
        REQUIRE(walk.step() == step);
        walk.ask_for_refund();
      } else {
        walk.bring_to(step);
        const std::int64_t head = walk.desk.journal->head().position;
        const Code refused = walk.attempt(event);
        CHECK(refused == (row ? Code::not_refused : refusal_of(event, step)));
        if (refused != Code::not_refused) CHECK(walk.desk.journal->head().position == head);
      }
      CHECK(walk.step() == row.value_or(step));
      CHECK(walk.desk.folded().irregular.empty());
      allowed += row ? 1 : 0;
    }
  }
  CHECK(allowed == static_cast<int>(claim_lifecycle().rows.size()));
}

TEST_CASE("Office: what is due again stands where its decision and notices put it") {
  ClaimWalk paid;
  paid.bring_to(ClaimStep::closed);
  RepaymentReceived reversal;
  reversal.repayment_id = "R-9";
  reversal.reverses = "R-1";
  reversal.amount = Minor(-due_minor);
  paid.on = paid.on + boost::gregorian::days(1);
  paid.desk.accept(paid.on, reversal);
  CHECK(paid.step() == ClaimStep::served);
  CHECK(paid.desk.refused(paid.on, ClaimClosed{paid.claim_id}) == Code::claim_outstanding);

  ClaimWalk written_off;
  written_off.bring_to(ClaimStep::written_off);
  written_off.on = written_off.on + boost::gregorian::days(1);
  REQUIRE(written_off.decide(due_minor + 1'000'00) == Code::not_refused);
  written_off.raise();
  CHECK(written_off.step() == ClaimStep::decided);

  // Nothing was due after all.
  ClaimWalk nothing;
  REQUIRE(nothing.decide(0) == Code::not_refused);
  nothing.raise();
  CHECK(nothing.step() == ClaimStep::recovered);
  nothing.happen(ClaimEvent::close);
  CHECK(nothing.step() == ClaimStep::closed);
}

namespace {

/// The refusal of a fact, to look at its arguments.
Refusal refusal(ClaimWalk& walk, const FactBody& fact) {
  const auto result = walk.desk.project(walk.on, fact);
  REQUIRE(result.has_error());
  return result.error();
}

}  // namespace

TEST_CASE("Office: a demand is for a sum that a decision fixes, once it is due") {
  ClaimWalk walk;
  NoticeIssued demand;
  demand.notice_id = "N-9";
  demand.addressee = "O-1";
  demand.kind = NoticeKind::demand;
  CHECK(walk.desk.refused(walk.on, demand) == Code::claim_step_not_allowed);
  // Asked for a refund, and not paid: still no decision.
  walk.ask_for_refund();
  CHECK(walk.desk.refused(walk.on, demand) == Code::claim_step_not_allowed);
  walk.happen(ClaimEvent::fall_due);
  REQUIRE(walk.step() == ClaimStep::due);
  const Refusal undecided = refusal(walk, demand);
  CHECK(undecided.code() == Code::claim_step_missing);
  CHECK(undecided.argument("of") == walk.claim_id);
  CHECK(undecided.argument("needed") == "a decision that fixes the sum");
  // A demand to somebody of whom nothing is claimed.
  demand.addressee = "O-2";
  CHECK(refusal(walk, demand).code() == Code::claim_step_missing);
  CHECK(refusal(walk, demand).argument("of") == "O-2");
  // What a decision fixed and served, and no source says until when it is to be paid.
  DecisionMade made;
  made.decision_id = "D-8";
  made.principal = Minor(due_minor);
  walk.on = walk.on + boost::gregorian::days(1);
  walk.desk.accept(walk.on, made);
  NoticeIssued served;
  served.notice_id = "N-8";
  served.decision_id = "D-8";
  served.addressee = "O-1";
  served.kind = NoticeKind::decision;
  walk.desk.accept(walk.on, served);
  walk.desk.accept(walk.on, NoticeServed{"N-8"});
  demand.addressee = "O-1";
  demand.decision_id = "D-8";
  const Refusal unknown = refusal(walk, demand);
  CHECK(unknown.code() == Code::parameter_unconfirmed);
  CHECK(unknown.argument("parameter") == "procedure.refund_days");
}

TEST_CASE("Office: the court is asked neither without a demand in vain, nor early, nor late") {
  ClaimWalk walk;
  walk.bring_to(ClaimStep::due);
  walk.on = walk.on + boost::gregorian::days(1);
  const CourtApplied application{walk.claim_id, "(2021) 1"};
  REQUIRE(walk.notice(NoticeKind::demand) == Code::not_refused);
  const Refusal unserved = refusal(walk, application);
  CHECK(unserved.code() == Code::claim_step_missing);
  CHECK(unserved.argument("needed") == "service of the demand");
  walk.serve_last();
  // The decision was served on 2020-09-12: suit until 2021-03-12, the court until three months on.
  const NextStep next = walk.position().next;
  REQUIRE(next.not_before.day);
  CHECK(to_iso(*next.not_before.day) == "2021-03-13");
  const Refusal early = refusal(walk, application);
  CHECK(early.code() == Code::claim_step_too_early);
  CHECK(early.argument("first") == "2021-03-13");
  CHECK_FALSE(early.argument("basis").empty());
  walk.on = day(2021, 3, 12);
  CHECK(walk.desk.refused(walk.on, application) == Code::claim_step_too_early);
  walk.on = *next.until.day + boost::gregorian::days(1);
  const Refusal late = refusal(walk, application);
  CHECK(late.code() == Code::claim_step_too_late);
  CHECK(late.argument("last") == to_iso(*next.until.day));
  CHECK(walk.step() == ClaimStep::demanded);
  walk.on = *next.until.day;
  walk.desk.accept(walk.on, application);
  CHECK(walk.step() == ClaimStep::court);
  CHECK(walk.desk.refused(walk.on, ClaimClosed{walk.claim_id}) == Code::claim_outstanding);
  CHECK(walk.desk.refused(walk.on, ClaimClosed{"C-9"}) == Code::claim_unknown);
  CHECK(walk.desk.refused(walk.on, CourtApplied{"C-9", ""}) == Code::claim_unknown);
}

TEST_CASE("Office: without a calendar the days for the court are not known") {
  ClaimWalk walk("");
  walk.bring_to(ClaimStep::demanded);
  walk.on = day(2021, 4, 1);
  CHECK(walk.desk.refused(walk.on, CourtApplied{walk.claim_id, ""}) == Code::period_needs_calendar);
}

TEST_CASE("Office: the court is not asked for a decision that was not served") {
  ClaimWalk walk;
  walk.happen(ClaimEvent::decide);
  walk.happen(ClaimEvent::fall_due);
  walk.happen(ClaimEvent::demand);
  REQUIRE(walk.step() == ClaimStep::demanded);
  walk.on = day(2021, 5, 10);
  const Refusal unserved = refusal(walk, CourtApplied{walk.claim_id, ""});
  CHECK(unserved.code() == Code::claim_step_missing);
  CHECK(unserved.argument("needed") == "service of the decision");
}

TEST_CASE("Office: a decision that falls takes what followed it along, unnamed demands too") {
  ClaimWalk walk;
  walk.bring_to(ClaimStep::due);
  walk.on = walk.on + boost::gregorian::days(1);
  NoticeIssued demand;
  demand.notice_id = "N-9";
  demand.addressee = "O-1";
  demand.kind = NoticeKind::demand;
  walk.desk.accept(walk.on, demand);
  REQUIRE(walk.step() == ClaimStep::demanded);
  walk.happen(ClaimEvent::lift_decision);
  CHECK(walk.step() == ClaimStep::proposed);
  CHECK_FALSE(walk.position().due.day);
  CHECK(walk.attempt(ClaimEvent::write_off) == Code::claim_step_not_allowed);
}

TEST_CASE("Office: a claim goes the whole way, and the project with it") {
  ClaimWalk walk;
  for (const auto& [event, step] : std::vector<std::pair<ClaimEvent, ClaimStep>>{
           {ClaimEvent::give_notice, ClaimStep::notified},
           {ClaimEvent::decide, ClaimStep::decided},
           {ClaimEvent::serve, ClaimStep::served},
           {ClaimEvent::fall_due, ClaimStep::due},
           {ClaimEvent::demand, ClaimStep::demanded},
           {ClaimEvent::apply_to_court, ClaimStep::court},
           {ClaimEvent::repay_in_full, ClaimStep::recovered},
           {ClaimEvent::close, ClaimStep::closed}}) {
    INFO(word(event));
    walk.happen(event);
    CHECK(walk.step() == step);
  }
  walk.desk.accept(walk.on, ProjectClosed{});
  CHECK(walk.desk.folded().state == ProjectState::closed);
  CHECK(walk.desk.refused(walk.on, ClaimClosed{walk.claim_id}) == Code::already_done);
}

TEST_CASE("Office: a decision that is in force again brings its demand along") {
  ClaimWalk walk;
  walk.bring_to(ClaimStep::demanded);
  walk.happen(ClaimEvent::lift_decision);
  CHECK(walk.step() == ClaimStep::proposed);
  walk.on = walk.on + boost::gregorian::days(1);
  walk.desk.accept(walk.on, DecisionStatusChanged{"D-1", DecisionStatus::in_force});
  CHECK(walk.step() == ClaimStep::demanded);
}
