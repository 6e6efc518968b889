// Changes, acceptance, opinions.
#include "clawback/part.hpp"
#include "money/refused_amount.hpp"
#include "office/situation.hpp"

#include <bursar/clawback/settlement.hpp>
#include <bursar/grant/lifecycle.hpp>

#include <algorithm>

namespace bursar::office {
namespace {

const Attempt* attempt_of(const Project& project, std::int64_t number) {
  for (const Attempt& each : project.attempts) {
    if (each.attempt == number) return &each;
  }
  return nullptr;
}

Refusal unknown_attempt(std::int64_t number) {
  return Refusal(Code::attempt_unknown).with("attempt", std::to_string(number));
}

/// A new end lies after the one in force on the day. Refusals: extension_not_later.
Result<void> require_later_end(const Situation& situation, Date new_end_on) {
  const std::optional<Date> end = situation.then->end_in_force();
  if (!end || new_end_on > *end) return {};
  return Refusal(Code::extension_not_later)
      .with("new_end_on", to_iso(new_end_on))
      .with("end_on", to_iso(*end));
}

/// An extension that is approved extends, on its day, and leaves to those that were approved since
/// what they extended. History may say an extension without its end. Refusals:
/// extension_not_later, later_fact_contradicted.
Result<void> require_extending(const Situation& situation, const Change& change) {
  if (change.kind != ChangeKind::extension || !change.new_end_on) return {};
  BURSAR_TRY_VOID(require_later_end(situation, *change.new_end_on));
  for (const Change& each : situation.project->changes) {
    const bool extends = each.kind == ChangeKind::extension && each.new_end_on && each.approved_on;
    if (!extends || *each.approved_on <= situation.on) continue;
    if (*each.new_end_on > *change.new_end_on) continue;
    const std::string end = to_iso(*each.new_end_on);
    return Refusal(Code::later_fact_contradicted)
        .with("kind", kind_wording("ChangeApproved"))
        .with("reason", Wording{"变更" + each.change_id + "仅延期至" + end,
                                "the change '" + each.change_id + "' ends on " + end});
  }
  return {};
}

/// The regime that would govern the project if this concluded it now; nothing where none can be
/// told.
const Regime* regime_of(const Situation& situation, const AcceptanceConcluded& fact) {
  const Conclusion conclusion{situation.on, std::string(word(fact.outcome))};
  const Result<const Regime*> regime =
      governing_regime(*situation.project, situation.rules, conclusion);
  return regime.has_value() ? *regime : nullptr;
}

Result<void> require_outcome_of_regime(const Situation& situation,
                                       const AcceptanceConcluded& fact) {
  if (!is_concluding(fact.outcome)) return {};
  const Regime* regime = regime_of(situation, fact);
  if (regime == nullptr || regime->outcome(word(fact.outcome)) != nullptr) return {};
  return Refusal(Code::outcome_not_in_regime)
      .with("regime", regime->id)
      .with("outcome", wording(fact.outcome));
}

AcceptanceEvent event_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::returned_for_completion:
      return AcceptanceEvent::return_for_completion;
    case Outcome::rectify:
      return AcceptanceEvent::rectify;
    case Outcome::re_review:
      return AcceptanceEvent::order_re_review;
    case Outcome::withdrawn:
      return AcceptanceEvent::withdraw;
    default:
      return AcceptanceEvent::conclude;
  }
}

/// Where attempts lead along the rows of the lifecycle of acceptance.
struct AcceptanceSteps {
  AcceptanceState state = AcceptanceState::not_requested;
  std::int64_t attempt = 0;  ///< the one that led there
};

/// Where the attempts up to one lead. What no row allows changes nothing; an attempt whose outcome
/// is on record was asked for.
AcceptanceSteps acceptance_after(const Project& project, std::int64_t last) {
  AcceptanceSteps steps{AcceptanceState::not_requested, last};
  for (const Attempt& each : project.attempts) {
    if (each.attempt > last) break;
    const auto take = [&](AcceptanceEvent event) {
      const auto to = state_after(acceptance_lifecycle(), steps.state, event);
      if (to) steps = {*to, each.attempt};
    };
    if (each.requested_on || each.outcome) take(AcceptanceEvent::request);
    if (each.outcome) take(event_of(*each.outcome));
    if (each.notified_on) take(AcceptanceEvent::notify);
  }
  return steps;
}

/// The lifecycle of acceptance has a row for an event where the attempts up to this one lead.
/// Refusals: attempt_step_not_allowed, which names the attempt that led there.
Result<void> require_step(const Situation& situation, std::int64_t attempt, AcceptanceEvent event) {
  const AcceptanceSteps steps = acceptance_after(*situation.then, attempt);
  Refusal refusal =
      Refusal(Code::attempt_step_not_allowed).with("attempt", std::to_string(steps.attempt));
  return require_row(acceptance_lifecycle(), word(steps.state), word(event), std::move(refusal));
}

/// Attempts follow each other in time as in number: nothing happens to one before those with a
/// lower number were asked for and concluded, whenever that was entered. Refusals:
/// acts_before_predecessor.
Result<void> require_after_earlier(const Situation& situation, std::int64_t attempt) {
  for (const Attempt& each : situation.project->attempts) {
    if (each.attempt >= attempt) break;
    const std::string number = std::to_string(each.attempt);
    BURSAR_TRY_VOID(require_not_before(
        situation, {"第" + number + "次验收的申请日", "requested_on of attempt " + number},
        each.requested_on));
    BURSAR_TRY_VOID(require_not_before(
        situation, {"第" + number + "次验收的结论日", "concluded_on of attempt " + number},
        each.concluded_on));
  }
  return {};
}

/// The attempt before that was ordered to rectify, if there is one.
const Attempt* rectified_before(const Project& project, std::int64_t attempt) {
  for (const Attempt& each : project.attempts) {
    if (each.attempt < attempt && each.outcome == Outcome::rectify) return &each;
  }
  return nullptr;
}

/// Under a regime that tells a pass after rectification apart, it is no pass at the first go.
/// Refusals: pass_after_rectification.
Result<void> require_first_go(const Situation& situation, const AcceptanceConcluded& fact) {
  const Attempt* before = rectified_before(*situation.project, fact.attempt);
  if (fact.outcome != Outcome::passed || before == nullptr) return {};
  const Regime* regime = regime_of(situation, fact);
  if (regime == nullptr) return {};
  if (regime->outcome(word(Outcome::passed_after_rectification)) == nullptr) return {};
  return Refusal(Code::pass_after_rectification)
      .with("attempt", std::to_string(before->attempt))
      .with("regime", regime->id);
}

/// An opinion replaces one of its organisation and source: that of another it would leave in force.
/// Refusals: opinion_differs (org_id, source).
Result<void> require_same_part(const Situation& situation, const OpinionIssued& fact,
                               const OrgId& org) {
  const Opinion* replaced =
      find_record(situation.project->opinions, &OpinionIssued::opinion_id, fact.replaces);
  if (replaced == nullptr) return {};
  return require_account(Refusal(Code::opinion_differs).with("opinion_id", fact.replaces),
                         {"单位", "org_id"}, {org, fact.source},
                         {replaced->org_id, replaced->source});
}

/// An adopted opinion states every amount that a settlement asks for, and no other one stands for
/// its organisation and source. Refusals: opinion_incomplete, opinion_already_adopted.
Result<void> require_adoptable(const Situation& situation, const OpinionIssued& fact,
                               const OrgId& org) {
  const auto incomplete = [&](std::string field) {
    return Refusal(Code::opinion_incomplete)
        .with("opinion_id", fact.opinion_id)
        .with("field", std::move(field));
  };
  if (!fact.reference_on) return incomplete("reference_on");
  for (const auto& [field, amount] : {std::pair("disallowed", &OpinionIssued::disallowed),
                                      std::pair("payables", &OpinionIssued::payables),
                                      std::pair("interest", &OpinionIssued::interest)}) {
    if (!(fact.*amount)) return incomplete(field);
  }
  // The opinions as they would stand, judged as a settlement does.
  List<Opinion> opinions;
  for (const Opinion& each : situation.project->opinions) {
    if (each.opinion_id != fact.opinion_id) opinions.push_back(each);
  }
  Opinion adopted;
  static_cast<OpinionIssued&>(adopted) = fact;
  adopted.adopted = true;
  adopted.org_id = org;
  opinions.push_back(adopted);
  const auto counts = [&](const Opinion& each) {
    return each.adopted && each.org_id == org && each.source == fact.source;
  };
  for (const Opinion& each : opinions) {
    if (!counts(each) || each.opinion_id == fact.opinion_id) continue;
    if (!clawback::is_replaced(opinions, each, &OpinionIssued::opinion_id, counts)) {
      return Refusal(Code::opinion_already_adopted).with("opinion_id", each.opinion_id);
    }
  }
  return {};
}

}  // namespace

Result<void> decide(const Situation& situation, const ChangeRequested& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("change_id", fact.change_id));
  BURSAR_TRY_VOID(require_free(situation.project->changes, &ChangeRequested::change_id, "change_id",
                               fact.change_id));
  BURSAR_TRY_VOID(require_state(
      situation, {ProjectState::approved, ProjectState::running, ProjectState::suspended}));
  if (fact.kind == ChangeKind::extension) {
    if (!fact.new_end_on) return Refusal(Code::field_missing).with("field", "new_end_on");
    return require_later_end(situation, *fact.new_end_on);
  }
  if (fact.kind != ChangeKind::leader) return {};
  BURSAR_TRY_VOID(require_text("new_leader_id", fact.new_leader_id.text()));
  if (situation.portfolio.person(fact.new_leader_id.text()) != nullptr) return {};
  return Refusal(Code::person_unknown).with("person_id", fact.new_leader_id.text());
}

Result<void> decide(const Situation& situation, const ChangeApproved& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Change* change =
      find_record(situation.project->changes, &ChangeRequested::change_id, fact.change_id);
  if (change == nullptr) return Refusal(Code::change_unknown).with("change_id", fact.change_id);
  if (change->approved_on) {
    return Refusal(Code::change_already_approved).with("change_id", fact.change_id);
  }
  BURSAR_TRY_VOID(require_not_before(situation, {"申请日", "requested_on"}, change->requested_on));
  BURSAR_TRY_VOID(require_state(
      situation, {ProjectState::approved, ProjectState::running, ProjectState::suspended}));
  return require_extending(situation, *change);
}

Result<void> decide(const Situation& situation, const AcceptanceRequested& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const auto& attempts = situation.project->attempts;
  const std::int64_t next = attempts.empty() ? 1 : attempts.back().attempt + 1;
  if (fact.attempt != next) {
    return Refusal(Code::attempt_out_of_order)
        .with("attempt", std::to_string(fact.attempt))
        .with("expected", std::to_string(next));
  }
  BURSAR_TRY_VOID(require_after_earlier(situation, fact.attempt));
  BURSAR_TRY_VOID(require_state(situation, {ProjectState::running, ProjectState::in_acceptance}));
  return require_step(situation, fact.attempt, AcceptanceEvent::request);
}

Result<void> decide(const Situation& situation, const AcceptanceConcluded& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Attempt* attempt = attempt_of(*situation.project, fact.attempt);
  if (attempt == nullptr || !attempt->requested_on) return unknown_attempt(fact.attempt);
  if (attempt->outcome) {
    return Refusal(Code::attempt_already_concluded).with("attempt", std::to_string(fact.attempt));
  }
  BURSAR_TRY_VOID(require_not_before(situation, {"申请日", "requested_on"}, attempt->requested_on));
  BURSAR_TRY_VOID(require_after_earlier(situation, fact.attempt));
  BURSAR_TRY_VOID(require_state(situation, {ProjectState::in_acceptance}));
  BURSAR_TRY_VOID(require_step(situation, fact.attempt, event_of(fact.outcome)));
  BURSAR_TRY_VOID(require_outcome_of_regime(situation, fact));
  BURSAR_TRY_VOID(require_first_go(situation, fact));
  if (fact.outcome != Outcome::passed_after_rectification) return {};
  if (rectified_before(*situation.project, fact.attempt) == nullptr) {
    return Refusal(Code::rectification_missing);
  }
  return {};
}

Result<void> decide(const Situation& situation, const AcceptanceNotified& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Attempt* attempt = attempt_of(*situation.project, fact.attempt);
  if (attempt == nullptr || !attempt->concluded_on) return unknown_attempt(fact.attempt);
  if (attempt->notified_on) {
    return Refusal(Code::already_done)
        .with("what", Wording{"通知", "notification"})
        .with("id", std::to_string(fact.attempt));
  }
  BURSAR_TRY_VOID(require_not_before(situation, {"结论日", "concluded_on"}, attempt->concluded_on));
  return require_step(situation, fact.attempt, AcceptanceEvent::notify);
}

Result<void> decide(const Situation& situation, const OpinionIssued& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("opinion_id", fact.opinion_id));
  BURSAR_TRY_VOID(require_free(situation.project->opinions, &OpinionIssued::opinion_id,
                               "opinion_id", fact.opinion_id));
  BURSAR_TRY_VOID(require_public(fact.source));
  BURSAR_TRY(const OrgId org, organisation_in_project(situation, fact.org_id));
  BURSAR_TRY_VOID(require_not_negative("disallowed", fact.disallowed, situation.project->currency));
  BURSAR_TRY_VOID(require_not_negative("payables", fact.payables, situation.project->currency));
  BURSAR_TRY_VOID(require_not_negative("interest", fact.interest, situation.project->currency));
  if (!fact.reference_on) return Refusal(Code::field_missing).with("field", "reference_on");
  BURSAR_TRY_VOID(require_not_before(situation, {"基准日", "reference_on"}, fact.reference_on));
  BURSAR_TRY_VOID(require_same_part(situation, fact, org));
  return fact.adopted ? require_adoptable(situation, fact, org) : Result<void>();
}

Result<void> decide(const Situation& situation, const OpinionAdopted& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const Opinion* opinion =
      find_record(situation.project->opinions, &OpinionIssued::opinion_id, fact.opinion_id);
  if (opinion == nullptr) {
    return Refusal(Code::opinion_unknown).with("opinion_id", fact.opinion_id);
  }
  if (opinion->adopted) {
    return Refusal(Code::already_done)
        .with("what", Wording{"采信", "adoption"})
        .with("id", fact.opinion_id);
  }
  BURSAR_TRY_VOID(require_not_before(situation, {"出具日", "issued_on"}, opinion->issued_on));
  OpinionIssued adopted = *opinion;
  if (!fact.replaces.empty()) adopted.replaces = fact.replaces;
  BURSAR_TRY_VOID(require_same_part(situation, adopted, opinion->org_id));
  return require_adoptable(situation, adopted, opinion->org_id);
}

}  // namespace bursar::office
