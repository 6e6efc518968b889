#include "portfolio/project_folder.hpp"

#include <bursar/grant/fact_codec.hpp>

#include "money/int128.hpp"
#include "portfolio/fold_expenses.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace bursar::fold {

using namespace reasons;

void ProjectFolder::take(Placed& placed) {
  const Reason reason = apply_any(placed);
  if (reason == unknown) {
    early_.push_back(&placed);
  } else if (!reason.empty()) {
    project_.irregular.push_back({placed.trace, std::string(kind_of(placed.fact.body)),
                                  std::string(word(project_.state)), std::string(reason)});
    // A project that is closed already is not closed once more when its closing falls.
    const bool closes = std::holds_alternative<ProjectClosed>(placed.fact.body);
    if (reason == illegal && is_ended() && !closes) bar(placed);
  }
  if (!barred_.empty() && !is_ended()) take_barred();
}

void ProjectFolder::bar(Placed& placed) {
  const auto place_of = [&](const Decision& decision) {
    return static_cast<std::size_t>(&decision - project_.decisions.data());
  };
  std::optional<std::size_t> place;
  if (std::holds_alternative<DecisionMade>(placed.fact.body)) {
    place = place_of(project_.decisions.back());
  } else if (const auto* changed = std::get_if<DecisionStatusChanged>(&placed.fact.body)) {
    place = place_of(*decisions_.find(project_.decisions, changed->decision_id));
  }
  barred_.push_back({&placed, place});
}

/// What happened while a decision ended the project, and would have had its place without it, has
/// it when that decision no longer stands: an annulled termination never kept an acceptance from
/// being concluded.
void ProjectFolder::take_barred() {
  for (const Barred& each : std::exchange(barred_, {})) {
    Reason reason = illegal;
    if (!each.decision) {
      if (!is_ended()) reason = apply_any(*each.placed);
    } else if (const Decision& decision = project_.decisions[*each.decision];
               project_.stands(decision) && !steps_.has(cause_of(decision)) && enforce(decision)) {
      reason = {};
    }
    if (reason.empty()) {
      erase_if(project_.irregular,
               [&](const Irregular& kept) { return kept.trace == each.placed->trace; });
    } else if (reason == illegal && is_ended()) {
      barred_.push_back(each);
    }
  }
}

void ProjectFolder::take_later(Placed& placed) {
  if (!sources_by_day_) sources_by_day_ = project_.expense_sources.size();
  constexpr std::string_view spending = "expenses:";
  if (std::holds_alternative<ExpensesBooked>(placed.fact.body)) {
    (void)apply_any(placed);
  } else if (const auto* body = std::get_if<RecordSupplemented>(&placed.fact.body);
             body != nullptr && body->record.starts_with(spending)) {
    // A supplement has the day of its line: lines until the effective day have theirs already.
    (void)edit_expense(std::string_view(body->record).substr(spending.size()),
                       {body->field, body->value, body->private_value, placed.trace}, effective_);
  }
}

Reason ProjectFolder::apply_any(Placed& placed) {
  return std::visit([&](auto& body) { return apply(body, placed.fact.effective_on, placed.trace); },
                    placed.fact.body);
}

void ProjectFolder::finish() {
  for (Placed* placed : early_) {
    const Reason reason = apply_any(*placed);
    if (reason.empty()) continue;
    project_.irregular.push_back({placed->trace, std::string(kind_of(placed->fact.body)),
                                  std::string(word(project_.state)), std::string(reason)});
  }
  std::ranges::sort(project_.attempts, {}, &Attempt::attempt);
  if (const Result<Currency> currency = Currency::of(project_.registered.currency);
      currency.has_value()) {
    project_.currency = *currency;
  }
  resolve_organisations();
  resolve_reversals();
  fill_expense_columns(project_, effective_,
                       sources_by_day_.value_or(project_.expense_sources.size()));
}

// Blank means the lead organisation: the one that is known by the as-of day.
void ProjectFolder::resolve_organisations() {
  const auto fill = [&](auto& records, auto member) {
    for (auto& record : records) {
      if ((record.*member).empty()) record.*member = project_.registered.org_id;
    }
  };
  fill(project_.partners, &Partner::org_id);
  fill(project_.budget, &BudgetLine::org_id);
  fill(project_.adjustments, &Adjustment::org_id);
  fill(project_.payments, &Payment::org_id);
  fill(project_.transfers, &Transfer::from_org_id);
  fill(project_.transfers, &Transfer::to_org_id);
  fill(project_.accruals, &Accrual::org_id);
  fill(project_.final_accounts, &FinalAccount::org_id);
  fill(project_.disposals, &Disposal::org_id);
  fill(project_.opinions, &Opinion::org_id);
  fill(project_.decisions, &Decision::payer_org_id);
  fill(project_.repayments, &Repayment::payer_org_id);
  fill(project_.settlements, &Settlement::org_id);
  fill(project_.claims, &Claim::payer_org_id);
}

// A reversal takes back what it names: the account is that of the repayment, whatever its own row
// says. Reversals of reversals go back to the first.
void ProjectFolder::resolve_reversals() {
  for (Repayment& reversal : project_.repayments) {
    const Repayment* target = &reversal;
    for (std::size_t steps = 0; target != nullptr && !target->reverses.empty(); ++steps) {
      if (steps > project_.repayments.size()) break;
      target = repayments_.find(project_.repayments, target->reverses);
    }
    if (target == nullptr || target == &reversal) continue;
    reversal.part = target->part;
    reversal.payer_org_id = target->payer_org_id;
    reversal.source = target->source;
  }
}

bool ProjectFolder::move(ProjectEvent event, Cause cause) {
  const bool moved = steps_.take(event, cause);
  project_.state = steps_.state();
  return moved;
}

template <class Record, class Body>
Reason ProjectFolder::add(List<Record>& records, Kept<Record>& kept, Body& body,
                          std::string_view id, Record record) {
  if (kept.find(records, id) != nullptr) return taken;
  static_cast<Body&>(record) = std::move(body);
  records.push_back(std::move(record));
  return {};
}

// --------------------------------------------------------------------------- award, budget, money

Reason ProjectFolder::apply(ProjectApproved&, Date on, const Trace&) {
  if (project_.approved_on) return repeated;
  // A contract, or a payment, may be on record for an earlier day than the approval.
  if (!move(ProjectEvent::approve) && project_.state != ProjectState::running) return illegal;
  project_.approved_on = on;
  return {};
}

Reason ProjectFolder::apply(ContractSigned&, Date on, const Trace&) {
  if (project_.contract_on) return repeated;
  if (!move(ProjectEvent::sign_contract) && project_.state != ProjectState::running) return illegal;
  project_.contract_on = on;
  return {};
}

Reason ProjectFolder::apply(PartnerJoined& body, Date, const Trace& trace) {
  const OrgId& org = resolved(body.org_id);
  for (const Partner& each : project_.partners) {
    const bool same = resolved(each.org_id) == org && each.role == body.role;
    if (same && each.source == body.source) return taken;
  }
  Partner partner;
  static_cast<PartnerJoined&>(partner) = std::move(body);
  partner.trace = trace;
  project_.partners.push_back(std::move(partner));
  return {};
}

Reason ProjectFolder::apply(BudgetSet& body, Date, const Trace& trace) {
  const OrgId& org = resolved(body.org_id);
  for (const BudgetLine& each : project_.budget) {
    const bool same_cell = each.head == body.head && each.source == body.source;
    if (same_cell && each.line_id == body.line_id && resolved(each.org_id) == org) return taken;
  }
  BudgetLine line;
  static_cast<BudgetSet&>(line) = std::move(body);
  line.trace = trace;
  project_.budget.push_back(std::move(line));
  return {};
}

Reason ProjectFolder::apply(BudgetAdjusted& body, Date on, const Trace& trace) {
  return add(project_.adjustments, adjustments_, body, body.adjustment_id,
             Adjustment{{}, on, trace});
}

Reason ProjectFolder::apply(PaymentMade& body, Date on, const Trace& trace) {
  const bool paid = body.direction == PaymentDirection::to_grantee;
  const Reason reason =
      add(project_.payments, payments_, body, body.payment_id, Payment{{}, on, trace});
  // Money starts a project that no contract started; later payments move nothing.
  if (reason.empty() && paid) move(ProjectEvent::pay);
  return reason;
}

Reason ProjectFolder::apply(TransferMade& body, Date on, const Trace& trace) {
  return add(project_.transfers, transfers_, body, body.transfer_id, Transfer{{}, on, trace});
}

Reason ProjectFolder::apply(ExpensesBooked& body, Date, const Trace& trace) {
  project_.expense_sources.push_back({std::move(body.block), {}, trace});
  return {};
}

Reason ProjectFolder::apply(AccrualRecorded& body, Date, const Trace& trace) {
  return add(project_.accruals, accruals_, body, body.accrual_id, Accrual{{}, {}, trace});
}

Reason ProjectFolder::apply(AccrualCleared& body, Date on, const Trace&) {
  Accrual* accrual = accruals_.find(project_.accruals, body.accrual_id);
  if (accrual == nullptr) return unknown;
  if (accrual->cleared_on) return repeated;
  accrual->cleared_on = on;
  return {};
}

Reason ProjectFolder::apply(FinalAccountStated& body, Date on, const Trace& trace) {
  return add(project_.final_accounts, final_accounts_, body, body.account_id,
             FinalAccount{{}, on, trace});
}

Reason ProjectFolder::apply(AssetDisposed& body, Date on, const Trace& trace) {
  return add(project_.disposals, disposals_, body, body.asset_id, Disposal{{}, on, trace});
}

// ------------------------------------------------------------------------------ changes,
// acceptance

Reason ProjectFolder::apply(ChangeRequested& body, Date, const Trace& trace) {
  return add(project_.changes, changes_, body, body.change_id, Change{{}, {}, trace});
}

Reason ProjectFolder::apply(ChangeApproved& body, Date on, const Trace&) {
  Change* change = changes_.find(project_.changes, body.change_id);
  if (change == nullptr) return unknown;
  if (change->approved_on) return repeated;
  if (change->kind == ChangeKind::suspension && !move(ProjectEvent::suspend)) return illegal;
  if (change->kind == ChangeKind::resumption && !move(ProjectEvent::resume)) return illegal;
  change->approved_on = on;
  return {};
}

Attempt* ProjectFolder::find_attempt(std::int64_t number) {
  const auto found = std::ranges::find(project_.attempts, number, &Attempt::attempt);
  return found == project_.attempts.end() ? nullptr : &*found;
}

Attempt& ProjectFolder::attempt(std::int64_t number, const Trace& trace) {
  if (Attempt* found = find_attempt(number)) return *found;
  Attempt fresh;
  fresh.attempt = number;
  fresh.trace = trace;
  project_.attempts.push_back(std::move(fresh));
  return project_.attempts.back();
}

Reason ProjectFolder::apply(AcceptanceRequested& body, Date on, const Trace& trace) {
  const Attempt* found = find_attempt(body.attempt);
  if (found != nullptr && found->requested_on) return repeated;
  if (!move(ProjectEvent::request_acceptance)) return illegal;
  Attempt& made = attempt(body.attempt, trace);
  made.requested_on = on;
  if (made.batch.empty()) made.batch = std::move(body.batch);
  return {};
}

namespace {

ProjectEvent event_of(Outcome outcome) {
  if (is_concluding(outcome)) return ProjectEvent::conclude;
  return outcome == Outcome::withdrawn ? ProjectEvent::withdraw_acceptance
                                       : ProjectEvent::return_for_completion;
}

}  // namespace

Reason ProjectFolder::conclude(std::int64_t number, Outcome outcome, bool began) {
  const ProjectEvent event = event_of(outcome);
  const Cause cause{Cause::Kind::conclusion, number};
  // History may know how an attempt ended, and not when it began.
  if (event != ProjectEvent::conclude && !began) move(ProjectEvent::request_acceptance, cause);
  return move(event, cause) ? Reason() : illegal;
}

Reason ProjectFolder::apply(AcceptanceConcluded& body, Date on, const Trace& trace) {
  const Attempt* found = find_attempt(body.attempt);
  if (found != nullptr && found->outcome) return repeated;
  const bool began = found != nullptr && found->requested_on;
  if (const Reason reason = conclude(body.attempt, body.outcome, began); !reason.empty()) {
    return reason;
  }
  Attempt& made = attempt(body.attempt, trace);
  made.concluded_on = on;
  made.outcome = body.outcome;
  if (!body.batch.empty()) made.batch = std::move(body.batch);
  return {};
}

Reason ProjectFolder::apply(AcceptanceNotified& body, Date on, const Trace&) {
  Attempt* found = find_attempt(body.attempt);
  if (found == nullptr) return unknown;
  if (found->notified_on) return repeated;
  found->notified_on = on;
  found->notice_no = std::move(body.notice_no);
  return {};
}

Reason ProjectFolder::apply(OpinionIssued& body, Date on, const Trace& trace) {
  return add(project_.opinions, opinions_, body, body.opinion_id, Opinion{{}, on, trace, {}, {}});
}

Reason ProjectFolder::apply(OpinionAdopted& body, Date on, const Trace& trace) {
  Opinion* opinion = opinions_.find(project_.opinions, body.opinion_id);
  if (opinion == nullptr) return unknown;
  if (opinion->adopted) return repeated;
  opinion->adopted = true;
  opinion->adopted_on = on;
  opinion->adoption = trace;
  if (!body.replaces.empty()) opinion->replaces = std::move(body.replaces);
  return {};
}

// ------------------------------------------------------------------ decisions, notices, repayments

Cause ProjectFolder::cause_of(const Decision& decision) const {
  return {Cause::Kind::decision, &decision - project_.decisions.data()};
}

namespace {

bool ends_project(const Decision& decision) {
  return decision.kind == DecisionKind::terminate || decision.kind == DecisionKind::revoke;
}

}  // namespace

/// Lets a decision that ends the project end it; false where the table does not allow that.
bool ProjectFolder::enforce(const Decision& decision) {
  if (!ends_project(decision)) return true;
  const bool terminates = decision.kind == DecisionKind::terminate;
  return move(terminates ? ProjectEvent::terminate : ProjectEvent::revoke, cause_of(decision));
}

/// The project stands where the decisions that stand, and no others, put it. A closed one stays
/// closed.
void ProjectFolder::weigh_decisions() {
  if (project_.state == ProjectState::closed) return;
  for (const Decision& each : project_.decisions) {
    steps_.set_counting(cause_of(each), project_.stands(each));
  }
  project_.state = steps_.state();
}

// A decision is an act of the authority: it is on record with its sums even where the project's
// lifecycle has no place for it.
Reason ProjectFolder::apply(DecisionMade& body, Date on, const Trace& trace) {
  const auto add_decision = [&] {
    return add(project_.decisions, decisions_, body, body.decision_id,
               Decision{{}, on, DecisionStatus::in_force, trace, {}});
  };
  if (const Reason reason = add_decision(); !reason.empty()) return reason;
  weigh_decisions();
  const bool fits = enforce(project_.decisions.back());
  weigh_decisions();
  return fits ? Reason() : illegal;
}

Reason ProjectFolder::apply(DecisionStatusChanged& body, Date on, const Trace&) {
  Decision* decision = decisions_.find(project_.decisions, body.decision_id);
  if (decision == nullptr) return unknown;
  const bool was = decision->status == DecisionStatus::in_force;
  const bool is = body.status == DecisionStatus::in_force;
  decision->status = body.status;
  decision->status_on = on;
  if (was == is) return {};
  bool fits = true;
  if (ends_project(*decision)) {
    const Cause cause = cause_of(*decision);
    if (was) {
      fits = !steps_.has(cause) || steps_.allows(ProjectEvent::lift_decision);
    } else {
      fits = steps_.has(cause) || enforce(*decision);
    }
  }
  weigh_decisions();
  return fits ? Reason() : illegal;
}

Reason ProjectFolder::apply(NoticeIssued& body, Date on, const Trace& trace) {
  return add(project_.notices, notices_, body, body.notice_id, Notice{{}, on, {}, {}, {}, trace});
}

Reason ProjectFolder::apply(NoticeServed& body, Date on, const Trace&) {
  Notice* notice = notices_.find(project_.notices, body.notice_id);
  if (notice == nullptr) return unknown;
  if (notice->served_on) return repeated;
  notice->served_on = on;
  return {};
}

Reason ProjectFolder::apply(NoticeAnswered& body, Date on, const Trace&) {
  Notice* notice = notices_.find(project_.notices, body.notice_id);
  if (notice == nullptr) return unknown;
  if (notice->response) return repeated;
  notice->response = body.response;
  notice->response_on = on;
  return {};
}

namespace {

/// Whether money goes to claims; late charges and penalties do not.
bool pays_off(const RepaymentReceived& body) {
  return body.part == RepaymentPart::principal || body.part == RepaymentPart::interest;
}

}  // namespace

/// What tells a repayment's account: a reversal is of that of what it takes back, whatever its own
/// row says.
const RepaymentReceived& ProjectFolder::account_of(const RepaymentReceived& body) {
  const Repayment* target = repayments_.find(project_.repayments, body.reverses);
  return target == nullptr ? body : *target;
}

/// The claims of one payer and source that the money does not pay, from which something was taken
/// back; the oldest are paid first.
std::vector<Claim*> ProjectFolder::unpaid_claims(const OrgId& payer, Source source) {
  const auto is_of_account = [&](const OrgId& org, Source of) {
    return of == source && resolved(org) == resolved(payer);
  };
  Int128 paid = 0;
  bool taken_back = false;
  for (const Repayment& each : project_.repayments) {
    const RepaymentReceived& of = account_of(each);
    if (!pays_off(of) || !is_of_account(of.payer_org_id, of.source)) continue;
    paid += each.amount.value();
    taken_back = taken_back || !each.reverses.empty();
  }
  if (!taken_back) return {};
  std::vector<Claim*> claims;
  for (Claim& each : project_.claims) {
    if (is_of_account(each.payer_org_id, each.source)) claims.push_back(&each);
  }
  std::ranges::stable_sort(claims, {}, &Claim::raised_on);
  std::erase_if(claims, [&](const Claim* claim) {
    Int128 needed = claim->principal.value();
    for (const WriteOff& each : claim->write_offs) needed -= each.amount.value();
    needed = std::max<Int128>(needed, 0);
    const bool is_paid = paid >= needed;
    paid = std::max<Int128>(paid - needed, 0);
    return is_paid;
  });
  return claims;
}

/// A repayment that is taken back contradicts the closing of the claims that what is left does not
/// pay any more, and with it that of the project: they stand as if they had never been closed.
void ProjectFolder::reopen(const RepaymentReceived& reversal) {
  const RepaymentReceived& taken_back = account_of(reversal);
  if (!pays_off(taken_back)) return;
  const auto unpaid = unpaid_claims(taken_back.payer_org_id, taken_back.source);
  for (Claim* claim : unpaid) claim->closed_on.reset();
  if (unpaid.empty() || project_.state != ProjectState::closed) return;
  project_.closed_on.reset();
  steps_.take_back({Cause::Kind::closing, 0});
  project_.state = steps_.state();
  weigh_decisions();
}

Reason ProjectFolder::apply(RepaymentReceived& body, Date on, const Trace& trace) {
  std::optional<RepaymentReceived> reversal;
  if (!body.reverses.empty()) reversal = body;
  Reason reason =
      add(project_.repayments, repayments_, body, body.repayment_id, Repayment{{}, on, {}, trace});
  if (reason.empty() && reversal) reopen(*reversal);
  return reason;
}

Reason ProjectFolder::apply(RepaymentProofFiled& body, Date on, const Trace&) {
  Repayment* repayment = repayments_.find(project_.repayments, body.repayment_id);
  if (repayment == nullptr) return unknown;
  if (repayment->proof_filed_on) return repeated;
  repayment->proof_filed_on = on;
  return {};
}

// ------------------------------------------------------------------------------ settlement, claims

Reason ProjectFolder::apply(SettlementMade& body, Date on, const Trace& trace) {
  return add(project_.settlements, settlements_, body, body.settlement_id,
             Settlement{{}, on, trace});
}

Reason ProjectFolder::apply(ClaimRaised& body, Date on, const Trace& trace) {
  return add(project_.claims, claims_, body, body.claim_id,
             Claim{{}, on, {}, {}, {}, {}, trace, {}});
}

Reason ProjectFolder::open_claim(std::string_view id, Claim*& claim) {
  claim = claims_.find(project_.claims, id);
  if (claim == nullptr) return unknown;
  return claim->closed_on ? closed : Reason();
}

Reason ProjectFolder::apply(ClaimAdjusted& body, Date on, const Trace& trace) {
  Claim* claim = nullptr;
  if (const Reason reason = open_claim(body.claim_id, claim); !reason.empty()) return reason;
  const Minor before = std::exchange(claim->principal, body.principal);
  claim->settlement_id = body.settlement_id;
  claim->decision_id = body.decision_id;
  claim->made_from = body.made_from;
  claim->adjustments.push_back({std::move(body), before, on, trace});
  return {};
}

Reason ProjectFolder::apply(CourtApplied& body, Date on, const Trace&) {
  Claim* claim = nullptr;
  if (const Reason reason = open_claim(body.claim_id, claim); !reason.empty()) return reason;
  if (claim->court_applied_on) return repeated;
  claim->court_applied_on = on;
  claim->case_no = std::move(body.case_no);
  return {};
}

Reason ProjectFolder::apply(ClaimWrittenOff& body, Date on, const Trace& trace) {
  Claim* claim = nullptr;
  if (const Reason reason = open_claim(body.claim_id, claim); !reason.empty()) return reason;
  WriteOff write_off{{}, on, trace};
  static_cast<ClaimWrittenOff&>(write_off) = std::move(body);
  claim->write_offs.push_back(std::move(write_off));
  return {};
}

Reason ProjectFolder::apply(ClaimClosed& body, Date on, const Trace&) {
  Claim* claim = nullptr;
  if (const Reason reason = open_claim(body.claim_id, claim); !reason.empty()) return reason;
  // Entered before what contradicts it was, and dated after that: it counts as never made.
  const auto unpaid = unpaid_claims(claim->payer_org_id, claim->source);
  if (std::ranges::find(unpaid, claim) == unpaid.end()) claim->closed_on = on;
  return {};
}

Reason ProjectFolder::apply(ProjectClosed&, Date on, const Trace&) {
  const bool contradicted = std::ranges::any_of(project_.claims, [&](const Claim& claim) {
    return !unpaid_claims(claim.payer_org_id, claim.source).empty();
  });
  if (contradicted && steps_.allows(ProjectEvent::close)) return {};
  if (!move(ProjectEvent::close, {Cause::Kind::closing, 0})) return illegal;
  project_.closed_on = on;
  return {};
}

Reason ProjectFolder::apply(RecordSupplemented& body, Date, const Trace& trace) {
  return edit(body.record, {body.field, body.value, body.private_value, trace});
}

Reason ProjectFolder::apply(RecordChanged& body, Date, const Trace& trace) {
  return edit(body.record, {body.field, body.value, body.private_value, trace});
}

}  // namespace bursar::fold
