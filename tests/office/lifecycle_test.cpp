// Every row of the lifecycle of acceptance, driven through the office, and what is said of states.
#include "claim_walk.hpp"
#include "precedence.hpp"

#include <map>

using namespace office_test;

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

TEST_CASE("Office: no attempt at acceptance is dated before the one that it follows") {
  Desk desk;
  desk.start_project();
  REQUIRE(desk.spend(day(2020, 7, 1), {Desk::line("E-1", day(2019, 3, 1), 20'000'00)}).has_value());
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  desk.accept(day(2020, 9, 1), AcceptanceConcluded{1, "", Outcome::failed});
  // Neither before the request of the first nor between that and its conclusion.
  for (const Date on : {day(2020, 6, 1), day(2020, 7, 10), day(2020, 8, 31)}) {
    CHECK(desk.refused(on, AcceptanceRequested{2, ""}) == Code::acts_before_predecessor);
  }
  CHECK(desk.refused(day(2020, 9, 1), AcceptanceRequested{2, ""}) == Code::project_not_active);
  // History may have it so; what is stated of it follows the first all the same.
  import(desk, day(2020, 6, 1), AcceptanceRequested{2, ""});
  CHECK(desk.refused(day(2020, 6, 15), AcceptanceConcluded{2, "", Outcome::passed}) ==
        Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 8, 31), AcceptanceConcluded{2, "", Outcome::passed}) ==
        Code::acts_before_predecessor);
  const Project project = desk.folded();
  REQUIRE(project.concluding_attempt() != nullptr);
  CHECK(project.concluding_attempt()->attempt == 1);

  // All that were before count, not only the last.
  Desk third;
  third.start_project();
  import(third, day(2020, 8, 1), AcceptanceRequested{1, ""});
  import(third, day(2020, 8, 20), AcceptanceConcluded{1, "", Outcome::withdrawn});
  import(third, day(2020, 7, 1), AcceptanceRequested{2, ""});
  import(third, day(2020, 7, 5), AcceptanceConcluded{2, "", Outcome::withdrawn});
  CHECK(third.refused(day(2020, 8, 19), AcceptanceRequested{3, ""}) ==
        Code::acts_before_predecessor);
  third.accept(day(2020, 8, 20), AcceptanceRequested{3, ""});
}

TEST_CASE("Office: a step that has no place names the attempt that stands in its way") {
  Desk desk;
  ask_for_acceptance(desk);
  const auto refusal = desk.project(day(2020, 8, 1), AcceptanceRequested{2, ""}).error();
  CHECK(refusal.code() == Code::attempt_step_not_allowed);
  CHECK(refusal.argument("attempt") == "1");
  CHECK(refusal.text(Language::en).starts_with("attempt 1 is requested; "));
}

// ------------------------------------------------------------------------------- what people read

TEST_CASE("Office: what a state does not allow is said in Chinese words, and to hosts in codes") {
  Desk desk;
  desk.start_project();
  const Refusal approved_late = desk.project(day(2019, 2, 1), ProjectApproved{}).error();
  CHECK(approved_late.text(Language::zh) == "项目状态为“实施中”；须为：已登记");
  CHECK(approved_late.text(Language::en) == "the project is running; registered is needed");
  CHECK(approved_late.argument("state") == "running");
  CHECK(approved_late.argument("expected") == "registered");

  const Refusal too_early =
      desk.office.settle(desk.request(day(2019, 2, 1)), ProjectId("P-1")).error();
  CHECK(too_early.text(Language::zh) == "项目状态为“实施中”；须为：已有验收结论、已终止、已撤销");
  CHECK(too_early.argument("expected") == "concluded, terminated, revoked");

  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  const Refusal asked_again = desk.project(day(2020, 7, 11), AcceptanceRequested{2, ""}).error();
  CHECK(asked_again.text(Language::zh) ==
        "第1次验收当前步骤为“已申请验收”；“申请验收”须在以下步骤之后："
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
