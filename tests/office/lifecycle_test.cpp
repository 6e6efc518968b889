// Every row of the lifecycles of acceptance and claims, driven through the office, and every
// command where it has no row.
#include "office_fixture.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/office/book_rules.hpp>

#include <algorithm>
#include <map>

using namespace office_test;

namespace {

// --------------------------------------------------------------------------------------- claims

/// Received 60,000, spent 30,000 of which 1,000 disallowed, interest 50.
constexpr std::int64_t due_minor = 31'050'00;

/// A claim that is brought to a step, and what can happen to it there.
class ClaimWalk {
 public:
  Desk desk;
  Date on = day(2020, 9, 10);
  std::string claim_id;

  explicit ClaimWalk(const char* calendar = "cn") : desk(calendar) {
    desk.fail_project();
    REQUIRE(desk.office.settle(desk.request(on), ProjectId("P-1")).has_value());
    raise();
    claim_id = desk.folded().claims[0].claim_id;
  }

  [[nodiscard]] ClaimPosition position() const {
    const Portfolio portfolio = Portfolio::fold(*desk.journal, {on}).value();
    const RuleBook rules = rule_book_of(portfolio).value();
    const auto calendar = calendar_of(portfolio.book()).value();
    const Project& project = *portfolio.project("P-1");
    const ProjectRecovery recovery = recover_project(project, recorded_parts(project),
                                                     {rules, calendar ? &*calendar : nullptr, on});
    REQUIRE(recovery.claims.size() == 1);
    return recovery.claims[0];
  }
  [[nodiscard]] ClaimStep step() const { return position().step; }

  void bring_to(ClaimStep wanted) {
    using enum ClaimEvent;
    const std::map<ClaimStep, std::vector<ClaimEvent>> ways{
        {ClaimStep::proposed, {}},
        {ClaimStep::notified, {give_notice}},
        {ClaimStep::decided, {decide}},
        {ClaimStep::served, {decide, serve}},
        {ClaimStep::due, {decide, serve, fall_due}},
        {ClaimStep::demanded, {decide, serve, fall_due, demand}},
        {ClaimStep::court, {decide, serve, fall_due, demand, apply_to_court}},
        {ClaimStep::recovered, {decide, serve, repay_in_full}},
        {ClaimStep::written_off, {decide, serve, fall_due, write_off}},
        {ClaimStep::closed, {decide, serve, repay_in_full, close}}};
    for (const ClaimEvent event : ways.at(wanted)) happen(event);
    REQUIRE(step() == wanted);
  }

  /// Lets an event happen, which nothing refuses.
  void happen(ClaimEvent event) { REQUIRE(attempt(event) == Code::not_refused); }

  /// Lets an event happen on the next day, or on the first on which it can; what refused it.
  Code attempt(ClaimEvent event) {
    on = on + boost::gregorian::days(1);
    switch (event) {
      case ClaimEvent::give_notice:
        return notice(NoticeKind::intent);
      case ClaimEvent::decide:
        return decide(due_minor);
      case ClaimEvent::serve:
        return serve();
      case ClaimEvent::fall_due:
        on = std::max(on, pay_by_ + boost::gregorian::days(1));
        return Code::not_refused;
      case ClaimEvent::demand:
        return demand_and_serve();
      case ClaimEvent::apply_to_court:
        if (const auto first = position().next.not_before.day) on = std::max(on, *first);
        return desk.refused(on, CourtApplied{claim_id, "(2021) 1"});
      case ClaimEvent::repay_in_full:
        return repay();
      case ClaimEvent::write_off:
        return desk.refused(
            on, ClaimWrittenOff{claim_id, Minor(due_minor), "Doc 7", VaultText("gone")});
      case ClaimEvent::lift_decision:
        return desk.refused(on, DecisionStatusChanged{decision_, DecisionStatus::withdrawn});
      case ClaimEvent::close:
        return desk.refused(on, ClaimClosed{claim_id});
    }
    return Code::not_refused;
  }

  /// A decision on another sum, and the claim that follows it.
  Code decide(std::int64_t sum_minor) {
    DecisionMade made;
    made.decision_id = "D-" + std::to_string(++decisions_);
    made.replaces = decision_;
    made.principal = Minor(sum_minor);
    pay_by_ = on + boost::gregorian::days(30);
    made.pay_by = pay_by_;
    decision_ = made.decision_id;
    return desk.refused(on, made);
  }
  void raise() {
    const auto raised = desk.office.raise_claims(desk.request(on), ProjectId("P-1"));
    INFO((raised.has_value() ? std::string() : raised.error().text(Language::en)));
    REQUIRE(raised.has_value());
  }
  Code notice(NoticeKind kind, std::optional<Date> reply_by = {}) {
    NoticeIssued issued;
    issued.notice_id = "N-" + std::to_string(++notices_);
    issued.decision_id = decision_;
    issued.addressee = "O-1";
    issued.kind = kind;
    issued.reply_by = reply_by;
    return desk.refused(on, issued);
  }
  void serve_last() { desk.accept(on, NoticeServed{"N-" + std::to_string(notices_)}); }

  /// A refund notice without a decision, with a term of its own.
  void ask_for_refund() {
    on = on + boost::gregorian::days(1);
    pay_by_ = on + boost::gregorian::days(30);
    REQUIRE(notice(NoticeKind::refund, pay_by_) == Code::not_refused);
    serve_last();
  }

 private:
  /// Of a decision, itself; without one something that a decision notice calls itself, so that
  /// nothing is asked before it is served.
  Code serve() {
    REQUIRE(notice(NoticeKind::decision) == Code::not_refused);
    serve_last();
    return Code::not_refused;
  }
  Code demand_and_serve() {
    const Code refused = notice(NoticeKind::demand);
    if (refused == Code::not_refused) serve_last();
    return refused;
  }
  Code repay() {
    RepaymentReceived received;
    received.repayment_id = "R-" + std::to_string(++repayments_);
    received.amount = Minor(due_minor);
    return desk.refused(on, received);
  }

  int decisions_ = 0;
  int notices_ = 0;
  int repayments_ = 0;
  std::string decision_;
  Date pay_by_ = day(2020, 9, 10);
};

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

// ----------------------------------------------------------------------------------- acceptance

namespace {

/// A project under the regime of 2020, which knows every outcome, asked for acceptance.
void ask_for_acceptance(Desk& desk) {
  desk.award_under("cn-shenzhen-2020");
  desk.accept(day(2019, 1, 15), Desk::payment("PAY-1", 60'000'00));
  REQUIRE(desk.spend(day(2020, 7, 1), {Desk::line("E-1", day(2019, 3, 1), 20'000'00)}).has_value());
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, "2020-3"});
}

constexpr std::array interim{Outcome::returned_for_completion, Outcome::rectify, Outcome::re_review,
                             Outcome::withdrawn};

bool is_interim(Outcome outcome) { return std::ranges::find(interim, outcome) != interim.end(); }

}  // namespace

TEST_CASE("Office: acceptance goes from every outcome to its end") {
  for (std::size_t i = 0; i < Vocabulary<Outcome>::words.size(); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    INFO(word(outcome));
    Desk desk;
    ask_for_acceptance(desk);
    std::int64_t attempt = 1;
    if (outcome == Outcome::passed_after_rectification) {
      desk.accept(day(2020, 7, 20), AcceptanceConcluded{attempt, "", Outcome::rectify});
      desk.accept(day(2020, 7, 25), AcceptanceRequested{++attempt, ""});
    }
    desk.accept(day(2020, 8, 1), AcceptanceConcluded{attempt, "", outcome});
    // What is concluded is not concluded again, whatever it was.
    CHECK(desk.refused(day(2020, 8, 2), AcceptanceConcluded{attempt, "", Outcome::failed}) ==
          Code::attempt_already_concluded);
    desk.accept(day(2020, 8, 3), AcceptanceNotified{attempt, "No. 1"});
    if (is_interim(outcome)) {
      CHECK(desk.folded().state ==
            (outcome == Outcome::withdrawn ? ProjectState::running : ProjectState::in_acceptance));
      CHECK(Desk::code_of(desk.office.settle(desk.request(day(2020, 8, 4)), ProjectId("P-1"))) ==
            Code::project_not_active);
      CHECK(desk.refused(day(2020, 8, 4), ProjectClosed{}) == Code::settlement_missing);
      desk.accept(day(2020, 8, 10), AcceptanceRequested{++attempt, ""});
      const bool rectified = outcome == Outcome::rectify;
      desk.accept(
          day(2020, 9, 1),
          AcceptanceConcluded{attempt, "",
                              rectified ? Outcome::passed_after_rectification : Outcome::passed});
    }
    CHECK(desk.folded().state == ProjectState::concluded);
    CHECK(desk.refused(day(2020, 9, 2), AcceptanceRequested{attempt + 1, ""}) ==
          Code::project_not_active);
    REQUIRE(desk.office.settle(desk.request(day(2020, 9, 10)), ProjectId("P-1"), "no auditor")
                .has_value());
    const Project project = desk.folded();
    const bool owes = project.settlements[0].due_back > Minor(0);
    CHECK(desk.refused(day(2020, 9, 11), ProjectClosed{}) ==
          (owes ? Code::claim_outstanding : Code::not_refused));
  }
}

TEST_CASE("Office: acceptance meets every event as its table says") {
  using State = AcceptanceState;
  const std::map<State, std::vector<FactBody>> ways{
      {State::not_requested, {}},
      {State::requested, {AcceptanceRequested{1, ""}}},
      {State::returned,
       {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::returned_for_completion}}},
      {State::rectifying,
       {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::rectify}}},
      {State::re_review,
       {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::re_review}}},
      {State::withdrawn,
       {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::withdrawn}}},
      {State::concluded, {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::failed}}},
      {State::notified,
       {AcceptanceRequested{1, ""}, AcceptanceConcluded{1, "", Outcome::failed},
        AcceptanceNotified{1, "No. 1"}}}};
  const auto fact = [](AcceptanceEvent event, State state) -> FactBody {
    switch (event) {
      case AcceptanceEvent::request:
        return AcceptanceRequested{state == State::not_requested ? 1 : 2, ""};
      case AcceptanceEvent::return_for_completion:
        return AcceptanceConcluded{1, "", Outcome::returned_for_completion};
      case AcceptanceEvent::rectify:
        return AcceptanceConcluded{1, "", Outcome::rectify};
      case AcceptanceEvent::order_re_review:
        return AcceptanceConcluded{1, "", Outcome::re_review};
      case AcceptanceEvent::withdraw:
        return AcceptanceConcluded{1, "", Outcome::withdrawn};
      case AcceptanceEvent::conclude:
        return AcceptanceConcluded{1, "", Outcome::failed};
      case AcceptanceEvent::notify:
        break;
    }
    return AcceptanceNotified{1, "No. 9"};
  };
  // What a fact of each state shows it to be: what the next request, outcome and notice would meet.
  const auto is_in = [](Desk& desk, State state) {
    const Attempt* last = nullptr;
    const Project project = desk.folded();
    if (!project.attempts.empty()) last = &project.attempts.back();
    if (last == nullptr) return state == State::not_requested;
    if (!last->outcome) return state == State::requested;
    switch (*last->outcome) {
      case Outcome::returned_for_completion:
        return state == State::returned;
      case Outcome::rectify:
        return state == State::rectifying;
      case Outcome::re_review:
        return state == State::re_review;
      case Outcome::withdrawn:
        return state == State::withdrawn;
      default:
        return state == (last->notified_on ? State::notified : State::concluded);
    }
  };
  int allowed = 0;
  for (const auto& [state, way] : ways) {
    for (std::uint8_t which = 0; which < Vocabulary<AcceptanceEvent>::words.size(); ++which) {
      const auto event = static_cast<AcceptanceEvent>(which);
      const auto row = state_after(acceptance_lifecycle(), state, event);
      INFO(word(state) << " " << word(event) << " -> " << (row ? word(*row) : "refused"));
      Desk desk;
      desk.award_under("cn-shenzhen-2020");
      Date on = day(2020, 7, 10);
      for (const FactBody& each : way) desk.accept(on = on + boost::gregorian::days(1), each);
      REQUIRE(is_in(desk, state));
      const Code refused = desk.refused(on + boost::gregorian::days(1), fact(event, state));
      CHECK((refused == Code::not_refused) == row.has_value());
      CHECK(is_in(desk, row.value_or(state)));
      allowed += row ? 1 : 0;
    }
  }
  CHECK(allowed == static_cast<int>(acceptance_lifecycle().rows.size()));
}

TEST_CASE("Office: every step of acceptance that has no place is refused by its name") {
  Desk desk;
  ask_for_acceptance(desk);
  const Date on = day(2020, 8, 1);
  // Asked for, and not answered.
  CHECK(desk.refused(on, AcceptanceRequested{1, ""}) == Code::attempt_out_of_order);
  CHECK(desk.refused(on, AcceptanceRequested{3, ""}) == Code::attempt_out_of_order);
  CHECK(desk.refused(on, AcceptanceRequested{2, ""}) == Code::attempt_step_not_allowed);
  CHECK(desk.refused(on, AcceptanceConcluded{2, "", Outcome::passed}) == Code::attempt_unknown);
  CHECK(desk.refused(on, AcceptanceNotified{1, "No. 1"}) == Code::attempt_unknown);
  CHECK(desk.refused(on, AcceptanceConcluded{1, "", Outcome::passed_after_rectification}) ==
        Code::rectification_missing);
  CHECK(desk.refused(day(2020, 7, 9), AcceptanceConcluded{1, "", Outcome::failed}) ==
        Code::acts_before_predecessor);
  CHECK(desk.refused(day(2022, 1, 1), AcceptanceConcluded{1, "", Outcome::failed}) ==
        Code::date_in_future);
  // Ordered to rectify.
  desk.accept(on, AcceptanceConcluded{1, "", Outcome::rectify});
  CHECK(desk.refused(day(2020, 7, 31), AcceptanceNotified{1, "No. 1"}) ==
        Code::acts_before_predecessor);
  desk.accept(on, AcceptanceNotified{1, "No. 1"});
  CHECK(desk.refused(on, AcceptanceNotified{1, "No. 2"}) == Code::already_done);
  desk.accept(on, AcceptanceRequested{2, ""});
  CHECK(desk.refused(day(2020, 9, 1), AcceptanceConcluded{2, "", Outcome::passed}) ==
        Code::pass_after_rectification);
  // Ended by a decision meanwhile.
  DecisionMade termination;
  termination.decision_id = "D-1";
  termination.kind = DecisionKind::terminate;
  desk.accept(day(2020, 9, 1), termination);
  CHECK(desk.refused(day(2020, 9, 2), AcceptanceConcluded{2, "", Outcome::failed}) ==
        Code::project_not_active);
  CHECK(desk.refused(day(2020, 9, 2), AcceptanceRequested{3, ""}) == Code::project_not_active);

  Desk running;
  running.start_project();
  CHECK(running.refused(on, AcceptanceConcluded{1, "", Outcome::passed}) == Code::attempt_unknown);
  running.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  CHECK(running.refused(on, AcceptanceConcluded{1, "", Outcome::closed_without_pass}) ==
        Code::outcome_not_in_regime);
}

// ------------------------------------------------------------------------------- what people read

TEST_CASE("Office: what a state does not allow is said in Chinese words, and to hosts in codes") {
  Desk desk;
  desk.start_project();
  const Refusal signed_twice = desk.project(day(2019, 2, 1), ContractSigned{}).error();
  CHECK(signed_twice.text(Language::zh) == "项目状态为“实施中”；须为：已立项");
  CHECK(signed_twice.text(Language::en) == "the project is running; approved is needed");
  CHECK(signed_twice.argument("state") == "running");
  CHECK(signed_twice.argument("expected") == "approved");

  const Refusal too_early =
      desk.office.settle(desk.request(day(2019, 2, 1)), ProjectId("P-1")).error();
  CHECK(too_early.text(Language::zh) == "项目状态为“实施中”；须为：已有验收结论、已终止、已撤销");
  CHECK(too_early.argument("expected") == "concluded, terminated, revoked");

  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  const Refusal asked_again = desk.project(day(2020, 7, 11), AcceptanceRequested{2, ""}).error();
  CHECK(asked_again.text(Language::zh) ==
        "第2次验收当前步骤为“已申请验收”；“申请验收”须在以下步骤之后："
        "未申请验收、已退回补正、整改中、复议中、已撤回申请");
  CHECK(asked_again.argument("step") == "requested");
  CHECK(asked_again.argument("event") == "request");
  CHECK(asked_again.argument("expected") ==
        "not_requested, returned, rectifying, re_review, withdrawn");
  const Refusal before_asked =
      desk.project(day(2020, 7, 9), AcceptanceConcluded{1, "", Outcome::failed}).error();
  CHECK(before_asked.text(Language::zh) == "2020-07-09早于申请日（2020-07-10）");
  CHECK(before_asked.argument("predecessor") == "requested_on");
  const Refusal unknown_outcome =
      desk.project(day(2020, 8, 1), AcceptanceConcluded{1, "", Outcome::closed_without_pass})
          .error();
  CHECK(unknown_outcome.text(Language::zh) == "规则cn-shenzhen-2019没有结论“结题”");
  CHECK(unknown_outcome.argument("outcome") == "closed_without_pass");

  ClaimWalk walk;
  const Refusal too_soon = walk.desk.project(walk.on, CourtApplied{walk.claim_id, ""}).error();
  CHECK(too_soon.text(Language::zh) ==
        "应退款项“" + walk.claim_id +
            "”当前步骤为“拟提出”；“申请法院强制执行”须在以下步骤之后：已催告");
  CHECK(too_soon.argument("step") == "proposed");
  CHECK(too_soon.argument("event") == "apply_to_court");
  CHECK(too_soon.argument("expected") == "demanded");
}

TEST_CASE("Office: what a later fact makes of an earlier one is said in Chinese words") {
  Desk desk;
  desk.start_project();
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  DecisionMade termination;
  termination.decision_id = "D-1";
  termination.kind = DecisionKind::terminate;
  const Refusal refusal = desk.project(day(2020, 7, 1), termination).error();
  CHECK(refusal.text(Language::zh) ==
        "在后的验收申请将因此不合规：当时的状态不允许（项目状态：已终止）");
  CHECK(refusal.argument("kind") == "AcceptanceRequested");
  CHECK(refusal.argument("reason") == "transition_not_allowed (terminated)");
}

TEST_CASE("Office: organisations, money and records are refused in Chinese words") {
  Desk desk;
  desk.start_project();
  REQUIRE(desk.state(SubjectKind::organisation, "O-3", day(2019, 1, 20),
                     OrganisationStatusChanged{OrgStatus::bankrupt})
              .has_value());
  const Refusal bankrupt = desk.project(day(2019, 2, 1), Desk::partner("O-3")).error();
  CHECK(bankrupt.text(Language::zh) == "单位“O-3”状态为“破产”");
  CHECK(bankrupt.argument("status") == "bankrupt");

  PaymentMade own = Desk::payment("PAY-9", 1'00);
  own.source = Source::self_raised;
  CHECK(desk.project(day(2019, 2, 1), own).error().text(Language::zh) == "自筹不是财政资金来源");

  BudgetSet line;
  line.head = Head::business_material;
  line.amount = Minor(1'000'00);
  desk.accept(day(2019, 2, 1), line);
  const Refusal again = desk.project(day(2019, 2, 1), line).error();
  CHECK(again.text(Language::zh) == "单位“O-1”的财政资金已有科目材料费预算；请作调整");
  CHECK(again.argument("head") == "business/material");

  const Refusal no_command = desk.project(day(2019, 2, 1), SettlementMade{}).error();
  CHECK(no_command.text(Language::zh) == "经费结算不能由操作直接登记");
  CHECK(no_command.argument("kind") == "SettlementMade");

  DecisionMade recovery;
  recovery.decision_id = "D-1";
  recovery.kind = DecisionKind::recover;
  desk.accept(day(2019, 2, 1), recovery);
  const Refusal in_force =
      desk.project(day(2019, 2, 2), DecisionStatusChanged{"D-1", DecisionStatus::in_force}).error();
  CHECK(in_force.text(Language::zh) == "“D-1”的状态“有效”已有记录");
  CHECK(in_force.argument("what") == "in_force");

  RepaymentReceived received;
  received.repayment_id = "R-1";
  received.amount = Minor(100'00);
  desk.accept(day(2019, 2, 3), received);
  RepaymentReceived back = received;
  back.repayment_id = "R-2";
  back.reverses = "R-1";
  back.amount = Minor(-100'00);
  back.part = RepaymentPart::penalty;
  const Refusal other_part = desk.project(day(2019, 2, 4), back).error();
  CHECK(other_part.text(Language::zh) == "冲回的款项性质须与缴款“R-1”一致，为本金");
  CHECK(other_part.argument("field") == "part");
  CHECK(other_part.argument("expected") == "principal");
}
