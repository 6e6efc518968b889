// Decisions, notices, repayments, claims, closing.
#include "office/situation.hpp"

#include <bursar/clawback/claims.hpp>

#include <algorithm>

namespace bursar::office {
namespace {

Refusal unknown_decision(const std::string& id) {
  return Refusal(Code::decision_unknown).with("decision_id", id);
}
Refusal unknown_notice(const std::string& id) {
  return Refusal(Code::notice_unknown).with("notice_id", id);
}
Refusal done(std::string_view what, const std::string& id) {
  return Refusal(Code::already_done).with("what", std::string(what)).with("id", id);
}

Result<void> require_after(const Situation& situation, std::string_view what, Date earlier) {
  if (earlier <= situation.on) return {};
  return Refusal(Code::acts_before_predecessor)
      .with("on", to_iso(situation.on))
      .with("predecessor", std::string(what))
      .with("predecessor_on", to_iso(earlier));
}

Result<void> require_decision(const Project& project, const std::string& id) {
  if (id.empty() || find_record(project.decisions, &DecisionMade::decision_id, id) != nullptr) {
    return {};
  }
  return unknown_decision(id);
}

Result<const Claim*> require_claim(const Situation& situation, const std::string& id) {
  const Claim* claim = find_record(situation.project->claims, &ClaimRaised::claim_id, id);
  if (claim == nullptr) return Refusal(Code::claim_unknown).with("claim_id", id);
  return claim;
}

/// What is outstanding of the claims of a project, the money of every payer set against its claims.
std::vector<ClaimPosition> positions(const Situation& situation) {
  const RecoveryTerms terms{situation.rules, nullptr, situation.on};
  const std::vector<SettledPart> parts = recorded_parts(*situation.project);
  return recover_project(*situation.project, parts, terms).claims;
}

/// Refusals: claim_outstanding, for the first claim of which something is (only of `id`, if not
/// empty).
Result<void> require_nothing_outstanding(const Situation& situation, const std::string& id) {
  for (const ClaimPosition& position : positions(situation)) {
    if (!id.empty() && position.claim_id != id) continue;
    if (position.outstanding.value() == 0) continue;
    return Refusal(Code::claim_outstanding)
        .with("claim_id", position.claim_id)
        .with("outstanding_minor", std::to_string(position.outstanding.value()));
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
  BURSAR_TRY_VOID(require_not_negative("principal", fact.principal));
  BURSAR_TRY_VOID(require_not_negative("interest", fact.interest));
  BURSAR_TRY_VOID(require_not_negative("used_recovered", fact.used_recovered));
  BURSAR_TRY_VOID(require_not_negative("asset_proceeds", fact.asset_proceeds));
  BURSAR_TRY_VOID(require_decision(*situation.project, fact.replaces));
  if (fact.kind == DecisionKind::terminate || fact.kind == DecisionKind::revoke) {
    return require_state(
        situation, {ProjectState::registered, ProjectState::approved, ProjectState::running,
                    ProjectState::suspended, ProjectState::in_acceptance, ProjectState::concluded});
  }
  return {};
}

Result<void> decide(const Situation& situation, const DecisionStatusChanged& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Decision* decision =
      find_record(situation.project->decisions, &DecisionMade::decision_id, fact.decision_id);
  if (decision == nullptr) return unknown_decision(fact.decision_id);
  BURSAR_TRY_VOID(require_after(situation, "decided_on", decision->decided_on));
  if (decision->status == fact.status) return done(word(fact.status), fact.decision_id);
  return {};
}

Result<void> decide(const Situation& situation, const NoticeIssued& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("notice_id", fact.notice_id));
  BURSAR_TRY_VOID(require_free(situation.project->notices, &NoticeIssued::notice_id, "notice_id",
                               fact.notice_id));
  BURSAR_TRY_VOID(require_text("addressee", fact.addressee));
  return require_decision(*situation.project, fact.decision_id);
}

Result<void> decide(const Situation& situation, const NoticeServed& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Notice* notice =
      find_record(situation.project->notices, &NoticeIssued::notice_id, fact.notice_id);
  if (notice == nullptr) return unknown_notice(fact.notice_id);
  if (notice->served_on) return done("service", fact.notice_id);
  return require_after(situation, "issued_on", notice->issued_on);
}

Result<void> decide(const Situation& situation, const NoticeAnswered& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Notice* notice =
      find_record(situation.project->notices, &NoticeIssued::notice_id, fact.notice_id);
  if (notice == nullptr) return unknown_notice(fact.notice_id);
  if (notice->response) return done("response", fact.notice_id);
  return require_after(situation, "issued_on", notice->issued_on);
}

Result<void> decide(const Situation& situation, const RepaymentReceived& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("repayment_id", fact.repayment_id));
  BURSAR_TRY_VOID(require_free(situation.project->repayments, &RepaymentReceived::repayment_id,
                               "repayment_id", fact.repayment_id));
  if (fact.reverses.empty()) {
    BURSAR_TRY_VOID(require_positive("amount", fact.amount));
  } else if (find_record(situation.project->repayments, &RepaymentReceived::repayment_id,
                         fact.reverses) == nullptr) {
    return Refusal(Code::repayment_unknown).with("repayment_id", fact.reverses);
  }
  BURSAR_TRY_VOID(require_public(fact.source));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.payer_org_id));
  return require_decision(*situation.project, fact.decision_id);
}

Result<void> decide(const Situation& situation, const RepaymentProofFiled& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Repayment* repayment = find_record(situation.project->repayments,
                                           &RepaymentReceived::repayment_id, fact.repayment_id);
  if (repayment == nullptr) {
    return Refusal(Code::repayment_unknown).with("repayment_id", fact.repayment_id);
  }
  if (repayment->proof_filed_on) return done("proof", fact.repayment_id);
  return require_after(situation, "on", repayment->on);
}

Result<void> decide(const Situation& situation, const CourtApplied& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY(const Claim* claim, require_claim(situation, fact.claim_id));
  if (claim->court_applied_on) return done("court application", fact.claim_id);
  return require_after(situation, "raised_on", claim->raised_on);
}

Result<void> decide(const Situation& situation, const ClaimWrittenOff& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_claim(situation, fact.claim_id));
  BURSAR_TRY_VOID(require_positive("amount", fact.amount));
  BURSAR_TRY_VOID(require_text("doc_no", fact.doc_no));
  BURSAR_TRY_VOID(require_text("reason", fact.reason.view()));
  Minor outstanding;
  for (const ClaimPosition& position : positions(situation)) {
    if (position.claim_id == fact.claim_id) outstanding = position.outstanding;
  }
  if (fact.amount <= outstanding) return {};
  return Refusal(Code::write_off_exceeds_outstanding)
      .with("amount_minor", std::to_string(fact.amount.value()))
      .with("outstanding_minor", std::to_string(outstanding.value()));
}

Result<void> decide(const Situation& situation, const ClaimClosed& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY(const Claim* claim, require_claim(situation, fact.claim_id));
  if (claim->closed_on) return done("closing", fact.claim_id);
  return require_nothing_outstanding(situation, fact.claim_id);
}

Result<void> decide(const Situation& situation, const ProjectClosed&) {
  BURSAR_TRY_VOID(require_project(situation));
  if (situation.project->settlements.empty()) return Code::settlement_missing;
  BURSAR_TRY_VOID(require_nothing_outstanding(situation, {}));
  return require_state(situation,
                       {ProjectState::concluded, ProjectState::terminated, ProjectState::revoked});
}

}  // namespace bursar::office
