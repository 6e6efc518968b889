// Decisions, notices, repayments, claims, closing.
#include "clawback/claim_walk.hpp"
#include "money/refused_amount.hpp"
#include "office/situation.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/office/book_rules.hpp>

#include <algorithm>

namespace bursar::office {
namespace {

Refusal unknown_decision(const std::string& id) {
  return Refusal(Code::decision_unknown).with("decision_id", id);
}
Refusal unknown_notice(const std::string& id) {
  return Refusal(Code::notice_unknown).with("notice_id", id);
}
Refusal done(Wording what, const std::string& id) {
  return Refusal(Code::already_done).with("what", std::move(what)).with("id", id);
}

Result<void> require_decision(const Project& project, const std::string& id) {
  if (id.empty() || find_record(project.decisions, &DecisionMade::decision_id, id) != nullptr) {
    return {};
  }
  return unknown_decision(id);
}

/// What goes back is no penalty: neither takes the place of the other. Refusals: penalty_apart.
Result<void> require_same_matter(const Situation& situation, const DecisionMade& fact) {
  const Decision* replaced =
      find_record(situation.project->decisions, &DecisionMade::decision_id, fact.replaces);
  if (replaced == nullptr) return {};
  const bool is_penalty = fact.kind == DecisionKind::penalty;
  if ((replaced->kind == DecisionKind::penalty) == is_penalty) return {};
  return Refusal(Code::penalty_apart)
      .with("decision_id", fact.replaces)
      .with("kind", wording(replaced->kind));
}

/// A blank payer is the lead.
const OrgId& payer_of(const Situation& situation, const RepaymentReceived& fact) {
  return fact.payer_org_id.empty() ? situation.project->registered.org_id : fact.payer_org_id;
}

/// Money that names a decision is its payer's, and of its source: for that of another it would
/// count nowhere. Refusals: decision_unknown, decision_differs (payer_org_id, source).
Result<void> require_payable(const Situation& situation, const RepaymentReceived& fact) {
  BURSAR_TRY_VOID(require_decision(*situation.project, fact.decision_id));
  const Decision* decision =
      find_record(situation.project->decisions, &DecisionMade::decision_id, fact.decision_id);
  if (decision == nullptr) return {};
  return require_account(Refusal(Code::decision_differs).with("decision_id", fact.decision_id),
                         {"缴款单位", "payer_org_id"}, {payer_of(situation, fact), fact.source},
                         {decision->payer_org_id, decision->source});
}

/// A notice about a decision does not come before it; that of what is intended does. Refusals:
/// decision_unknown, acts_before_predecessor.
Result<void> require_decided(const Situation& situation, const NoticeIssued& fact) {
  BURSAR_TRY_VOID(require_decision(*situation.project, fact.decision_id));
  const Decision* decision =
      find_record(situation.project->decisions, &DecisionMade::decision_id, fact.decision_id);
  if (decision == nullptr || fact.kind == NoticeKind::intent) return {};
  return require_not_before(situation, {"决定日", "decided_on"}, decision->decided_on);
}

Result<const Claim*> require_claim(const Situation& situation, const std::string& id) {
  const Claim* claim = find_record(situation.project->claims, &ClaimRaised::claim_id, id);
  if (claim == nullptr) return Refusal(Code::claim_unknown).with("claim_id", id);
  return claim;
}

/// The claims of a project and what cannot be claimed, the money of every payer set against its
/// claims. Where the book has no calendar, days that need one are not known. Refusals: those of
/// reading the calendar.
Result<ProjectRecovery> recovery_of(const Situation& situation, const Project& project) {
  BURSAR_TRY(const std::optional<WorkCalendar> calendar, calendar_of(situation.portfolio.book()));
  const RecoveryTerms terms{situation.rules, calendar ? &*calendar : nullptr, situation.on};
  const std::vector<SettledPart> parts = recorded_parts(project);
  return recover_project(project, parts, terms);
}

/// Refusals: claim_outstanding, for the first claim of which something is in the light of `project`
/// (only of `id`, if not empty); without an id also what cannot be claimed though it may be due:
/// field_missing (org_id), liability_unknown, money_overflow.
Result<void> require_nothing_outstanding(const Situation& situation, const Project& project,
                                         const std::string& id) {
  BURSAR_TRY(const ProjectRecovery recovery, recovery_of(situation, project));
  for (const ClaimPosition& position : recovery.claims) {
    if (!id.empty() && position.claim_id != id) continue;
    if (position.outstanding.value() == 0) continue;
    return with_amounts(Refusal(Code::claim_outstanding).with("claim_id", position.claim_id),
                        situation.project->currency,
                        {{"outstanding", position.outstanding.value()}});
  }
  if (id.empty() && !recovery.not_claimed.empty()) return recovery.not_claimed.front().refusal;
  return {};
}

/// Every part of the project has a settlement of its conclusion on record, and what it says is due
/// is what is due. Refusals: part_not_settled.
Result<void> require_all_settled(const Situation& situation) {
  const Project& project = *situation.project;
  const SettlementReport report =
      settle(situation.portfolio, project, situation.rules, SettlementDetail::figures);
  const std::vector<SettledPart> recorded = recorded_parts(project);
  const auto require = [&](const OrgId& org, Source source,
                           const std::optional<Minor>& due_back) -> Result<void> {
    for (const SettledPart& each : recorded) {
      if (each.unsettled || each.org_id != org || each.source != source) continue;
      if (!due_back || each.due_back == *due_back) return {};
    }
    return Refusal(Code::part_not_settled)
        .with("org_id", org.text())
        .with("source", wording(source));
  };
  for (const SettlementStatement& each : report.settlements) {
    BURSAR_TRY_VOID(require(each.org_id, each.source, each.due_back));
  }
  for (const NotSettled& each : report.not_settled) {
    BURSAR_TRY_VOID(require(each.org_id, each.source, std::nullopt));
  }
  return {};
}

/// The claim's lifecycle has a row for an event where the claim stands. Refusals:
/// claim_step_not_allowed.
Result<void> require_step(const ClaimPosition& position, ClaimEvent event) {
  Refusal refusal = Refusal(Code::claim_step_not_allowed).with("claim_id", position.claim_id);
  return require_row(claim_lifecycle(), word(position.step), word(event), std::move(refusal));
}

/// Where one claim stands on the day of the command; what is on record later does not count.
Result<ClaimPosition> position_of(const Situation& situation, const std::string& id) {
  BURSAR_TRY(ProjectRecovery recovery, recovery_of(situation, *situation.then));
  for (ClaimPosition& position : recovery.claims) {
    if (position.claim_id == id) return std::move(position);
  }
  return Refusal(Code::claim_unknown).with("claim_id", id);
}

/// What has to come first, in the order of the lifecycle. `of`: the claim, or who would pay it.
Refusal missing(Wording event, const std::string& of, Wording needed) {
  return Refusal(Code::claim_step_missing)
      .with("of", of)
      .with("event", std::move(event))
      .with("needed", std::move(needed));
}
Wording a_decision() { return {"作出确定应退金额的处理决定", "a decision that fixes the sum"}; }

/// The court is asked once the demand was served and was in vain, nobody can ask for review or sue
/// any more, and before its own time is over. Refusals: claim_step_missing (the demand is not
/// served, or no decision fixes the sum), the refusal of a day that is not known
/// (parameter_unconfirmed, period_needs_calendar, ...), claim_step_missing (the decision is not
/// served), claim_step_too_early, claim_step_too_late.
Result<void> require_time_for_court(const Situation& situation, const ClaimPosition& position) {
  const Wording event{"申请强制执行", "an application to the court"};
  const NextStep& next = position.next;
  if (next.code == "serve") {
    return missing(event, position.claim_id, {"送达催告", "service of the demand"});
  }
  if (next.code == "decide") return missing(event, position.claim_id, a_decision());
  for (const Deadline* each : {&next.not_before, &next.until}) {
    if (each->day) continue;
    if (each->refusal) return *each->refusal;
    return missing(event, position.claim_id, {"送达处理决定", "service of the decision"});
  }
  const auto refuse = [&](Code code, std::string_view limit, const Deadline& day) {
    return Refusal(code)
        .with("event", event)
        .with("claim_id", position.claim_id)
        .with(limit, to_iso(*day.day))
        .with("basis", Wording{day.basis_zh, day.basis});
  };
  if (situation.on < *next.not_before.day) {
    return refuse(Code::claim_step_too_early, "first", next.not_before);
  }
  if (situation.on > *next.until.day) {
    return refuse(Code::claim_step_too_late, "last", next.until);
  }
  return {};
}

/// One sum may be demanded: it is due, and a decision fixes it. Refusals: the refusal of a due day
/// that is not known, claim_step_not_allowed, claim_step_missing.
Result<void> require_demandable(const ClaimPosition& position) {
  const bool served = position.step == ClaimStep::served || position.step == ClaimStep::decided;
  if (served && position.due.refusal) return *position.due.refusal;
  BURSAR_TRY_VOID(require_step(position, ClaimEvent::demand));
  if (!position.decision_id.empty()) return {};
  return missing({"催告", "a demand"}, position.claim_id, a_decision());
}

/// A demand is about a claim of whom it is addressed to, and comes when that can be demanded.
/// Refusals: claim_step_missing (nothing is claimed), those of require_demandable of the first
/// claim that it could be about.
Result<void> require_demand(const Situation& situation, const NoticeIssued& fact) {
  const Project& then = *situation.then;
  BURSAR_TRY(const std::optional<WorkCalendar> calendar, calendar_of(situation.portfolio.book()));
  const RecoveryTerms terms{situation.rules, calendar ? &*calendar : nullptr, situation.on};
  const ProjectRecovery recovery = recover_project(then, recorded_parts(then), terms);
  std::optional<Refusal> first;
  for (const ClaimPosition& each : recovery.claims) {
    if (each.claim_id.empty()) continue;
    const std::vector<clawback::Phase> phases =
        clawback::phases_of(then, each.payer_org_id, each.source, each.decision_id, terms);
    if (!phases.back().notices.counts(fact, situation.on)) continue;
    const Result<void> may = require_demandable(each);
    if (may.has_value()) return {};
    if (!first) first = may.error();
  }
  if (first) return *std::move(first);
  return missing({"催告", "a demand"}, std::string(fact.addressee),
                 {"确定并提出应退款项", "a claim on the addressee"});
}

/// A decision that ends the project. Refusals: project_not_active (no row of the lifecycle),
/// end_not_replaced (another one of the kind stands for this payer and source).
Result<void> require_end(const Situation& situation, const DecisionMade& fact, ProjectEvent event) {
  const Project& then = *situation.then;
  const Lifecycle& lifecycle = project_lifecycle();
  const auto happens = static_cast<std::uint8_t>(event);
  if (!lifecycle.after(static_cast<std::uint8_t>(then.state), happens)) {
    return Refusal(Code::project_not_active)
        .with("state", wording(then.state))
        .with("expected", states_before(lifecycle, happens));
  }
  const OrgId& payer = fact.payer_org_id.empty() ? then.registered.org_id : fact.payer_org_id;
  for (const Decision& each : then.decisions) {
    const bool same = each.kind == fact.kind && each.payer_org_id == payer &&
                      each.source == fact.source && each.decision_id != fact.replaces;
    if (!same || !then.stands(each)) continue;
    return Refusal(Code::end_not_replaced)
        .with("state", wording(then.state))
        .with("decision_id", each.decision_id);
  }
  return {};
}

}  // namespace

Result<void> decide(const Situation& situation, const DecisionMade& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("decision_id", fact.decision_id));
  BURSAR_TRY_VOID(require_free(situation.project->decisions, &DecisionMade::decision_id,
                               "decision_id", fact.decision_id));
  BURSAR_TRY_VOID(require_public(fact.source));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.payer_org_id));
  BURSAR_TRY_VOID(require_not_negative("principal", fact.principal, situation.project->currency));
  BURSAR_TRY_VOID(require_not_negative("interest", fact.interest, situation.project->currency));
  BURSAR_TRY_VOID(
      require_not_negative("used_recovered", fact.used_recovered, situation.project->currency));
  BURSAR_TRY_VOID(
      require_not_negative("asset_proceeds", fact.asset_proceeds, situation.project->currency));
  BURSAR_TRY_VOID(require_day_from(situation, "pay_by", fact.pay_by, "decided_on"));
  BURSAR_TRY_VOID(require_decision(*situation.project, fact.replaces));
  BURSAR_TRY_VOID(require_same_matter(situation, fact));
  if (fact.kind == DecisionKind::terminate) {
    return require_end(situation, fact, ProjectEvent::terminate);
  }
  if (fact.kind == DecisionKind::revoke) return require_end(situation, fact, ProjectEvent::revoke);
  return {};
}

Result<void> decide(const Situation& situation, const DecisionStatusChanged& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Decision* decision =
      find_record(situation.project->decisions, &DecisionMade::decision_id, fact.decision_id);
  if (decision == nullptr) return unknown_decision(fact.decision_id);
  BURSAR_TRY_VOID(require_not_before(situation, {"决定日", "decided_on"}, decision->decided_on));
  if (decision->status == fact.status) {
    Wording status = wording(fact.status);
    status.zh = "状态“" + status.zh + "”";
    return done(std::move(status), fact.decision_id);
  }
  return {};
}

Result<void> decide(const Situation& situation, const NoticeIssued& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("notice_id", fact.notice_id));
  BURSAR_TRY_VOID(require_free(situation.project->notices, &NoticeIssued::notice_id, "notice_id",
                               fact.notice_id));
  BURSAR_TRY_VOID(require_text("addressee", fact.addressee));
  BURSAR_TRY_VOID(require_day_from(situation, "reply_by", fact.reply_by, "issued_on"));
  BURSAR_TRY_VOID(require_decided(situation, fact));
  return fact.kind == NoticeKind::demand ? require_demand(situation, fact) : Result<void>();
}

Result<void> decide(const Situation& situation, const NoticeServed& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Notice* notice =
      find_record(situation.project->notices, &NoticeIssued::notice_id, fact.notice_id);
  if (notice == nullptr) return unknown_notice(fact.notice_id);
  if (notice->served_on) return done({"送达", "service"}, fact.notice_id);
  return require_not_before(situation, {"发出日", "issued_on"}, notice->issued_on);
}

Result<void> decide(const Situation& situation, const NoticeAnswered& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Notice* notice =
      find_record(situation.project->notices, &NoticeIssued::notice_id, fact.notice_id);
  if (notice == nullptr) return unknown_notice(fact.notice_id);
  if (notice->response) return done({"回应", "response"}, fact.notice_id);
  return require_not_before(situation, {"发出日", "issued_on"}, notice->issued_on);
}

namespace {

/// A reversal takes back what is left of one repayment, from the account it went to. Refusals:
/// repayment_unknown, reversal_reversed, repayment_amount_sign, acts_before_predecessor,
/// reversal_differs (payer_org_id, source, part), reversal_exceeds_repayment.
Result<void> require_reversible(const Situation& situation, const RepaymentReceived& fact) {
  const List<Repayment>& all = situation.project->repayments;
  const Repayment* target = find_record(all, &RepaymentReceived::repayment_id, fact.reverses);
  const auto refuse = [&](Code code) { return Refusal(code).with("repayment_id", fact.reverses); };
  if (target == nullptr) return refuse(Code::repayment_unknown);
  if (!target->reverses.empty()) return refuse(Code::reversal_reversed);
  if (fact.amount.value() >= 0) {
    return with_amounts(refuse(Code::repayment_amount_sign), situation.project->currency,
                        {{"amount", fact.amount.value()}});
  }
  BURSAR_TRY_VOID(require_not_before(situation, {"缴款日", "on"}, target->on));
  BURSAR_TRY_VOID(require_account(refuse(Code::reversal_differs), {"缴款单位", "payer_org_id"},
                                  {payer_of(situation, fact), fact.source},
                                  {target->payer_org_id, target->source}));
  if (fact.part != target->part) {
    return refuse(Code::reversal_differs)
        .with("field", Wording{"款项性质", "part"})
        .with("expected", wording(target->part));
  }
  MoneySum left;
  left.add(target->amount);
  for (const Repayment& each : all) {
    if (each.reverses == fact.reverses) left.add(each.amount);
  }
  BURSAR_TRY(const Minor rest, left.total());
  left.add(fact.amount);
  BURSAR_TRY(const Minor after, left.total());
  if (after.value() >= 0) return {};
  return with_amounts(refuse(Code::reversal_exceeds_repayment), situation.project->currency,
                      {{"amount", -Int128(fact.amount.value())}, {"left", rest.value()}});
}

}  // namespace

Result<void> decide(const Situation& situation, const RepaymentReceived& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("repayment_id", fact.repayment_id));
  BURSAR_TRY_VOID(require_free(situation.project->repayments, &RepaymentReceived::repayment_id,
                               "repayment_id", fact.repayment_id));
  if (fact.reverses.empty()) {
    BURSAR_TRY_VOID(require_positive("amount", fact.amount, situation.project->currency));
  } else {
    BURSAR_TRY_VOID(require_reversible(situation, fact));
  }
  BURSAR_TRY_VOID(require_public(fact.source));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.payer_org_id));
  return require_payable(situation, fact);
}

Result<void> decide(const Situation& situation, const RepaymentProofFiled& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Repayment* repayment = find_record(situation.project->repayments,
                                           &RepaymentReceived::repayment_id, fact.repayment_id);
  if (repayment == nullptr) {
    return Refusal(Code::repayment_unknown).with("repayment_id", fact.repayment_id);
  }
  if (repayment->proof_filed_on) return done({"凭证", "proof"}, fact.repayment_id);
  return require_not_before(situation, {"缴款日", "on"}, repayment->on);
}

Result<void> decide(const Situation& situation, const CourtApplied& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY(const Claim* claim, require_claim(situation, fact.claim_id));
  if (claim->court_applied_on) return done({"强制执行申请", "court application"}, fact.claim_id);
  BURSAR_TRY_VOID(require_not_before(situation, {"应退款项提出日", "raised_on"}, claim->raised_on));
  BURSAR_TRY(const ClaimPosition position, position_of(situation, fact.claim_id));
  BURSAR_TRY_VOID(require_step(position, ClaimEvent::apply_to_court));
  return require_time_for_court(situation, position);
}

Result<void> decide(const Situation& situation, const ClaimWrittenOff& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY(const Claim* claim, require_claim(situation, fact.claim_id));
  BURSAR_TRY_VOID(require_positive("amount", fact.amount, situation.project->currency));
  BURSAR_TRY_VOID(require_text("doc_no", fact.doc_no));
  BURSAR_TRY_VOID(require_text("reason", fact.reason.view()));
  BURSAR_TRY_VOID(require_not_before(situation, {"应退款项提出日", "raised_on"}, claim->raised_on));
  Minor outstanding;
  BURSAR_TRY(const ProjectRecovery recovery, recovery_of(situation, *situation.project));
  for (const ClaimPosition& position : recovery.claims) {
    if (position.claim_id == fact.claim_id) outstanding = position.outstanding;
  }
  if (fact.amount > outstanding) {
    return with_amounts(Refusal(Code::write_off_exceeds_outstanding), situation.project->currency,
                        {{"amount", fact.amount.value()}, {"outstanding", outstanding.value()}});
  }
  BURSAR_TRY(const ClaimPosition position, position_of(situation, fact.claim_id));
  return require_step(position, ClaimEvent::write_off);
}

Result<void> decide(const Situation& situation, const ClaimClosed& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY(const Claim* claim, require_claim(situation, fact.claim_id));
  if (claim->closed_on) return done({"办结", "closing"}, fact.claim_id);
  BURSAR_TRY_VOID(require_not_before(situation, {"应退款项提出日", "raised_on"}, claim->raised_on));
  BURSAR_TRY_VOID(require_nothing_outstanding(situation, *situation.project, fact.claim_id));
  BURSAR_TRY(const ClaimPosition position, position_of(situation, fact.claim_id));
  return require_step(position, ClaimEvent::close);
}

namespace {

/// A project is not closed before what was settled and claimed of it. Refusals:
/// acts_before_predecessor.
Result<void> require_after_settling(const Situation& situation) {
  const Project& project = *situation.project;
  for (const Settlement& each : project.settlements) {
    BURSAR_TRY_VOID(require_not_before(situation, kind_wording("SettlementMade"), each.on));
  }
  for (const Claim& claim : project.claims) {
    BURSAR_TRY_VOID(require_not_before(situation, kind_wording("ClaimRaised"), claim.raised_on));
    for (const ClaimAdjustment& each : claim.adjustments) {
      BURSAR_TRY_VOID(require_not_before(situation, kind_wording("ClaimAdjusted"), each.on));
    }
  }
  return {};
}

}  // namespace

Result<void> decide(const Situation& situation, const ProjectClosed&) {
  BURSAR_TRY_VOID(require_project(situation));
  if (situation.project->settlements.empty()) return Code::settlement_missing;
  BURSAR_TRY_VOID(require_after_settling(situation));
  BURSAR_TRY_VOID(require_all_settled(situation));
  BURSAR_TRY_VOID(require_nothing_outstanding(situation, *situation.project, {}));
  BURSAR_TRY_VOID(require_nothing_outstanding(situation, *situation.then, {}));
  return require_state(situation,
                       {ProjectState::concluded, ProjectState::terminated, ProjectState::revoked});
}

}  // namespace bursar::office
