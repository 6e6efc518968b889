// Every row of the lifecycles of acceptance and claims, driven through the office, and every
// command where it has no row.
#include "office_fixture.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/office/book_rules.hpp>

#include <algorithm>

using namespace office_test;

namespace {

// --------------------------------------------------------------------------------------- claims

/// Received 60,000, spent 30,000 of which 1,000 disallowed, interest 50.
constexpr std::int64_t due_minor = 31'050'00;

std::size_t place_of(std::span<const std::string_view> words, std::string_view wanted) {
  return static_cast<std::size_t>(std::ranges::find(words, wanted) - words.begin());
}

bool has_row(const Lifecycle& lifecycle, std::string_view from, std::string_view event) {
  return std::ranges::any_of(lifecycle.rows, [&](const Transition& row) {
    return lifecycle.states[row.from] == from && lifecycle.events[row.event] == event;
  });
}

/// A claim that is brought to a step, and what can happen to it there.
class ClaimWalk {
 public:
  Desk desk;
  Date on = day(2020, 9, 10);
  std::string claim_id;

  ClaimWalk() {
    desk.fail_project();
    REQUIRE(desk.office.settle(desk.request(on), ProjectId("P-1")).has_value());
    raise();
    claim_id = desk.folded().claims[0].claim_id;
  }

  [[nodiscard]] std::string_view step() const {
    const Portfolio portfolio = Portfolio::fold(*desk.journal, {on}).value();
    const RuleBook rules = rule_book_of(portfolio).value();
    const Project& project = *portfolio.project("P-1");
    const auto parts = recorded_parts(project);
    const ProjectRecovery recovery = recover_project(project, parts, {rules, nullptr, on});
    REQUIRE(recovery.claims.size() == 1);
    return word(recovery.claims[0].step);
  }

  void bring_to(std::string_view wanted) {
    if (wanted == "notified") happen("give_notice");
    if (wanted == "recovered") happen("repay_in_full");
    if (wanted == "closed") {
      happen("repay_in_full");
      happen("close");
    }
    for (const char* event : {"decide", "serve", "fall_due", "demand", "apply_to_court"}) {
      const std::size_t at = place_of(claim_lifecycle().states, wanted);
      if (at < place_of(claim_lifecycle().states, "decided")) break;
      if (step() == wanted || at > place_of(claim_lifecycle().states, "written_off")) break;
      if (wanted == "recovered") break;
      happen(event);
      if (wanted == "written_off" && step() == "due") {
        happen("write_off");
        break;
      }
    }
    REQUIRE(step() == wanted);
  }

  /// Lets an event happen on the next day, or on the day after the term for payment.
  void happen(std::string_view event) {
    on = on + boost::gregorian::days(1);
    if (event == "give_notice") {
      notice(NoticeKind::intent, {});
    } else if (event == "decide") {
      decide(due_minor);
    } else if (event == "serve") {
      serve();
    } else if (event == "fall_due") {
      on = std::max(on, pay_by_ + boost::gregorian::days(1));
    } else if (event == "demand") {
      notice(NoticeKind::demand, {});
    } else if (event == "lift_decision") {
      desk.accept(on, DecisionStatusChanged{decision_, DecisionStatus::withdrawn});
    } else if (event == "owe_again") {
      owe_again();
    } else {
      desk.accept(on, command(event));
    }
  }

  /// The fact of a command; of a write-off or a repayment all that is due.
  [[nodiscard]] FactBody command(std::string_view event) const {
    if (event == "apply_to_court") return CourtApplied{claim_id, "(2021) 1"};
    if (event == "close") return ClaimClosed{claim_id};
    if (event == "write_off") {
      return ClaimWrittenOff{claim_id, Minor(due_minor), "Doc 7", VaultText("bankrupt")};
    }
    RepaymentReceived received;
    received.repayment_id = "R-1";
    received.amount = Minor(due_minor);
    return received;
  }

  /// A decision on another sum, and the claim that follows it.
  void decide(std::int64_t sum_minor) {
    DecisionMade made;
    made.decision_id = "D-" + std::to_string(++decisions_);
    made.replaces = decision_;
    made.principal = Minor(sum_minor);
    pay_by_ = on + boost::gregorian::days(30);
    made.pay_by = pay_by_;
    desk.accept(on, made);
    decision_ = made.decision_id;
  }
  void raise() {
    const auto raised = desk.office.raise_claims(desk.request(on), ProjectId("P-1"));
    INFO((raised.has_value() ? std::string() : raised.error().text(Language::en)));
    REQUIRE(raised.has_value());
  }

 private:
  void notice(NoticeKind kind, std::optional<Date> reply_by) {
    NoticeIssued issued;
    issued.notice_id = "N-" + std::to_string(++notices_);
    issued.decision_id = decision_;
    issued.addressee = "O-1";
    issued.kind = kind;
    issued.reply_by = reply_by;
    desk.accept(on, issued);
  }

  /// Of a decision, itself; without one a refund notice, whose day is the term for payment.
  void serve() {
    if (decision_.empty()) pay_by_ = on + boost::gregorian::days(30);
    notice(decision_.empty() ? NoticeKind::refund : NoticeKind::decision,
           decision_.empty() ? std::optional<Date>(pay_by_) : std::nullopt);
    desk.accept(on, NoticeServed{"N-" + std::to_string(notices_)});
  }

  /// The money is taken back; what was written off, and never paid, grows by a decision.
  void owe_again() {
    if (desk.folded().repayments.empty()) {
      decide(due_minor + 1'000'00);
      return raise();
    }
    RepaymentReceived reversal;
    reversal.repayment_id = "R-2";
    reversal.reverses = "R-1";
    reversal.amount = Minor(-due_minor);
    desk.accept(on, reversal);
  }

  int decisions_ = 0;
  int notices_ = 0;
  std::string decision_;
  Date pay_by_ = day(2020, 9, 10);
};

/// What a command is answered where the table has no row for it.
Code refusal_of(std::string_view event, std::string_view step) {
  const bool over = step == "recovered" || step == "written_off" || step == "closed";
  if (event == "apply_to_court") {
    return step == "court" ? Code::already_done : Code::claim_step_not_allowed;
  }
  if (event == "write_off") {
    return over ? Code::write_off_exceeds_outstanding : Code::claim_step_not_allowed;
  }
  return step == "closed" ? Code::already_done : Code::claim_outstanding;
}

}  // namespace

TEST_CASE("Office: every row of the lifecycle of a claim leads where its table says") {
  const Lifecycle& table = claim_lifecycle();
  for (const Transition& row : table.rows) {
    const std::string_view from = table.states[row.from];
    const std::string_view event = table.events[row.event];
    INFO(from << " " << event << " -> " << table.states[row.to]);
    ClaimWalk walk;
    if (from == "proposed" && event == "close") {
      // Nothing is due: a decision says so, and the claim follows it.
      walk.decide(0);
      walk.raise();
      walk.happen(event);
      CHECK(walk.step() == "closed");
    } else if (from == "due" && event == "serve") {
      // A notice of refund has a day of its own as long as no decision sets one.
      walk.happen("serve");
      walk.happen("fall_due");
      REQUIRE(walk.step() == from);
      walk.happen(event);
      CHECK(walk.step() == table.states[row.to]);
    } else if (event == "owe_again") {
      // It is due again, and stands where its decision and notices put it.
      walk.bring_to(from);
      walk.happen(event);
      const bool open = walk.step() != "recovered" && walk.step() != "written_off";
      CHECK(open);
      CHECK(walk.desk.refused(walk.on, ClaimClosed{walk.claim_id}) == Code::claim_outstanding);
    } else {
      walk.bring_to(from);
      walk.happen(event);
      CHECK(walk.step() == table.states[row.to]);
    }
  }
}

TEST_CASE("Office: a command that the lifecycle of a claim has no row for is refused") {
  const Lifecycle& table = claim_lifecycle();
  for (const std::string_view step : table.states) {
    for (const char* event : {"apply_to_court", "write_off", "close"}) {
      if (has_row(table, step, event) || (step == "proposed" && event == std::string("close"))) {
        continue;
      }
      INFO(step << " " << event);
      ClaimWalk walk;
      walk.bring_to(step);
      const std::int64_t head = walk.desk.journal->head().position;
      CHECK(walk.desk.refused(walk.on, walk.command(event)) == refusal_of(event, step));
      CHECK(walk.desk.journal->head().position == head);
    }
  }
  ClaimWalk walk;
  CHECK(walk.desk.refused(walk.on, ClaimClosed{walk.claim_id}) == Code::claim_outstanding);
  CHECK(walk.desk.refused(walk.on, ClaimClosed{"C-9"}) == Code::claim_unknown);
  CHECK(walk.desk.refused(walk.on, CourtApplied{"C-9", ""}) == Code::claim_unknown);
}

TEST_CASE("Office: a claim goes the whole way, and the project with it") {
  ClaimWalk walk;
  for (const auto& [event, step] :
       std::vector<std::pair<std::string, std::string>>{{"give_notice", "notified"},
                                                        {"decide", "decided"},
                                                        {"serve", "served"},
                                                        {"fall_due", "due"},
                                                        {"demand", "demanded"},
                                                        {"apply_to_court", "court"},
                                                        {"repay_in_full", "recovered"},
                                                        {"close", "closed"}}) {
    INFO(event);
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
        "未申请验收、已退回补正、已撤回申请、整改中、复议中");
  CHECK(asked_again.argument("step") == "requested");
  CHECK(asked_again.argument("event") == "request");
  CHECK(asked_again.argument("expected") ==
        "not_requested, returned, withdrawn, rectifying, re_review");
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
  const Refusal too_soon = walk.desk.project(walk.on, walk.command("apply_to_court")).error();
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
