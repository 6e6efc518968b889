// Acceptance: acceptance_overdue, rectification_missing.
#include "audit/rules/rule_support.hpp"

#include <bursar/audit/ten_rules.hpp>

#include <algorithm>

namespace bursar {
namespace {

using namespace audit_detail;

/// The day on which acceptance was held, or became pointless: the first review that was concluded,
/// or the decision to terminate or revoke.
struct Held {
  Date on;
  const Attempt* attempt;  // one of the two
  const Decision* decision;
};

Evidence attempt_evidence(const Project& project, const Attempt& attempt) {
  Evidence evidence;
  evidence.kind = EvidenceKind::acceptance;
  evidence.project_id = project.id;
  evidence.id = std::to_string(attempt.attempt);
  evidence.on = attempt.concluded_on;
  evidence.trace = attempt.trace;
  return evidence;
}

Evidence evidence_of(const Project& project, const Held& held) {
  if (held.attempt != nullptr) return attempt_evidence(project, *held.attempt);
  Evidence evidence;
  evidence.kind = EvidenceKind::decision;
  evidence.project_id = project.id;
  evidence.id = held.decision->decision_id;
  evidence.on = held.decision->decided_on;
  evidence.trace = held.decision->trace;
  return evidence;
}

std::optional<Held> held(const Project& project) {
  std::optional<Held> first;
  for (const Attempt& attempt : project.attempts) {
    if (!attempt.concluded_on || !attempt.outcome) continue;
    if (attempt.outcome == Outcome::returned_for_completion ||
        attempt.outcome == Outcome::withdrawn)
      continue;
    if (first && first->on <= *attempt.concluded_on) continue;
    first = Held{*attempt.concluded_on, &attempt, nullptr};
  }
  if (project.decisions.empty()) return first;
  for (const DecisionKind kind : {DecisionKind::terminate, DecisionKind::revoke}) {
    const Decision* decision = project.decision_in_force(kind);
    if (decision == nullptr || (first && first->on <= decision->decided_on)) continue;
    first = Held{decision->decided_on, nullptr, decision};
  }
  return first;
}

class AcceptanceOverdue final : public ProjectRule {
 public:
  explicit AcceptanceOverdue(AcceptanceDue parameters) : parameters_(std::move(parameters)) {}

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "acceptance_overdue";
    info.title = {"超期未验收或超期验收", "acceptance overdue or held late"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id), parameters_.days_after_end.basis};
    info.parameters = {{"days_after_end", parameters_.days_after_end.text}};
    info.needs = {"acceptance_due_days", "end_on"};
    info.messages["never"] = {
        "合同期于{end}结束，应于{due}前验收，尚未验收",
        "the contract ended on {end}; acceptance was due by {due} and has not been "
        "held"};
    info.messages["late"] = {
        "合同期于{end}结束，应于{due}前验收，{held}才验收，迟{days}天",
        "the contract ended on {end}; acceptance was due by {due} and was held on "
        "{held}, {days} days late"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const auto end = project.end_day();
    if (!end) return Verdict::missing(1);
    const auto days = parameters_.days_after_end.of(project.project());
    if (!days) return Verdict::missing(0);
    const auto day = checked_from_day_number(std::int64_t{*end} + *days);
    if (!day) return Verdict::checked();  // a term beyond the calendar never ends
    const Date due = *day;
    const std::optional<Held> review = held(project.project());
    if (!review && project.as_of() <= due) return Verdict::checked_until(due);
    if (review && review->on <= due) return Verdict::checked();

    FindingDraft draft;
    draft.subject = project.project().id.text();
    draft.message_key = review ? "late" : "never";
    draft.arguments = {{"end", to_iso(from_day_number(*end))}, {"due", to_iso(due)}};
    if (review) {
      draft.arguments.emplace_back("held", to_iso(review->on));
      draft.arguments.emplace_back("days", std::to_string((review->on - due).days()));
      draft.evidence.push_back(evidence_of(project.project(), *review));
    } else {
      Evidence evidence;
      evidence.kind = EvidenceKind::project;
      evidence.project_id = project.project().id;
      evidence.id = draft.subject;
      evidence.on = due;
      evidence.trace = project.project().trace;
      draft.evidence.push_back(std::move(evidence));
    }
    sink.report(std::move(draft));
    return Verdict::checked();
  }

 private:
  AcceptanceDue parameters_;
};

class RectificationMissing final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "rectification_missing";
    info.title = {"整改后通过而无限期整改", "passed after rectification that nobody ordered"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id)};
    info.messages["missing"] = {
        "第{attempt}次验收结论为整改后通过，此前没有限期整改的结论",
        "attempt {attempt} passed after rectification, and no earlier attempt "
        "ordered one"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    bool any = false;
    bool ordered = false;
    for (const Attempt& attempt : project.project().attempts) {  // by ascending number
      if (!attempt.outcome) continue;
      any = true;
      if (attempt.outcome == Outcome::passed_after_rectification && !ordered) {
        FindingDraft draft;
        draft.subject = project.project().id.text() + ":" + std::to_string(attempt.attempt);
        draft.message_key = "missing";
        draft.arguments = {{"attempt", std::to_string(attempt.attempt)}};
        draft.evidence.push_back(attempt_evidence(project.project(), attempt));
        sink.report(std::move(draft));
      }
      ordered = ordered || attempt.outcome == Outcome::rectify;
    }
    return any ? Verdict::checked() : Verdict::not_applicable();
  }
};

}  // namespace

AnyRule acceptance_overdue(AcceptanceDue parameters) {
  return std::make_shared<const AcceptanceOverdue>(std::move(parameters));
}

AnyRule rectification_missing() { return std::make_shared<const RectificationMissing>(); }

}  // namespace bursar
