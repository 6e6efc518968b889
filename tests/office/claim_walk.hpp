// A claim that is walked through its lifecycle, for tests.
#pragma once

#include "office_fixture.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/office/book_rules.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace office_test {

/// Received 60,000, spent 30,000 of which 1,000 disallowed, interest 50.
inline constexpr std::int64_t due_minor = 31'050'00;

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

}  // namespace office_test
