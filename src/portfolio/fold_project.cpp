#include "portfolio/fold_project.hpp"

#include <bursar/grant/fact_codec.hpp>

#include "grant/fact_kinds.hpp"
#include "portfolio/fold_expenses.hpp"
#include "portfolio/record_edit.hpp"

#include <algorithm>
#include <tuple>

namespace bursar::fold {
namespace {

std::uint16_t rank_of(const FactBody& body) {
  return std::visit(
      []<class Body>(const Body&) -> std::uint16_t {
        if constexpr (std::is_same_v<Body, UnknownFact>) {
          return 0xFFFF;
        } else {
          return kinds::kind<Body>.number;
        }
      },
      body);
}

template <class Records, class Member>
auto find(Records& records, Member member, const std::string& id) -> decltype(records.data()) {
  for (auto& record : records) {
    if (record.*member == id) return &record;
  }
  return nullptr;
}

Attempt* find_attempt(std::vector<Attempt>& attempts, std::int64_t number) {
  for (Attempt& each : attempts) {
    if (each.attempt == number) return &each;
  }
  return nullptr;
}

// Why a fact has no effect; empty = it has.
using Reason = std::string_view;
constexpr Reason taken = "id_taken";
constexpr Reason unknown = "record_unknown";
constexpr Reason repeated = "already_done";
constexpr Reason illegal = "transition_not_allowed";
constexpr Reason misplaced = "fact_not_of_a_project";

/// Applies facts to one project. Every `apply` returns why it did nothing, or an empty reason.
class Folder {
 public:
  Folder(Project& project, Date effective) : project_(project), effective_(effective) {}

  void take(const Placed& placed) {
    const std::string state(word(project_.state));
    const Reason reason = std::visit(
        [&](const auto& body) { return apply(body, placed.fact.effective_on, placed.trace); },
        placed.fact.body);
    if (reason.empty()) return;
    project_.irregular.push_back(
        {placed.trace, std::string(kind_of(placed.fact.body)), state, std::string(reason)});
  }

  void finish() {
    std::ranges::sort(project_.attempts, {}, &Attempt::attempt);
    fill_expense_columns(project_, effective_);
  }

 private:
  /// Moves the project's state; false where no row allows it.
  bool move(ProjectEvent event) {
    const auto to = project_lifecycle().after(static_cast<std::uint8_t>(project_.state),
                                              static_cast<std::uint8_t>(event));
    if (to) project_.state = static_cast<ProjectState>(*to);
    return to.has_value();
  }
  [[nodiscard]] OrgId resolved(const OrgId& org) const {
    return org.empty() ? project_.registered.org_id : org;
  }

  /// Adds a record, its organisation resolved, unless its id is taken.
  template <class Record, class Body, class Member>
  Reason add(std::vector<Record>& records, const Body& body, Member id, Record record) {
    if (find(records, id, body.*id) != nullptr) return taken;
    static_cast<Body&>(record) = body;
    if constexpr (requires { record.org_id; }) record.org_id = resolved(body.org_id);
    records.push_back(std::move(record));
    return {};
  }

  Reason apply(const ProjectRegistered&, Date, const Trace&) { return taken; }
  Reason apply(const ProjectApproved&, Date on, const Trace&) {
    if (project_.approved_on) return repeated;
    // A contract, or a payment, may be on record for an earlier day than the approval.
    if (!move(ProjectEvent::approve) && project_.state != ProjectState::running) return illegal;
    project_.approved_on = on;
    return {};
  }
  Reason apply(const ContractSigned&, Date on, const Trace&) {
    if (project_.contract_on) return repeated;
    if (!move(ProjectEvent::sign_contract) && project_.state != ProjectState::running) return illegal;
    project_.contract_on = on;
    return {};
  }
  Reason apply(const PartnerJoined& body, Date, const Trace& trace) {
    const OrgId org = resolved(body.org_id);
    for (const Partner& each : project_.partners) {
      if (each.org_id == org && each.role == body.role && each.source == body.source) return taken;
    }
    Partner partner;
    static_cast<PartnerJoined&>(partner) = body;
    partner.org_id = org;
    partner.trace = trace;
    project_.partners.push_back(std::move(partner));
    return {};
  }
  Reason apply(const BudgetSet& body, Date, const Trace& trace) {
    BudgetLine line;
    static_cast<BudgetSet&>(line) = body;
    line.org_id = resolved(body.org_id);
    line.trace = trace;
    for (const BudgetLine& each : project_.budget) {
      const bool same = each.line_id == line.line_id && each.org_id == line.org_id &&
                        each.head == line.head && each.source == line.source;
      if (same) return taken;
    }
    project_.budget.push_back(std::move(line));
    return {};
  }
  Reason apply(const BudgetAdjusted& body, Date on, const Trace& trace) {
    return add(project_.adjustments, body, &BudgetAdjusted::adjustment_id, Adjustment{{}, on, trace});
  }
  Reason apply(const PaymentMade& body, Date on, const Trace& trace) {
    const Reason reason =
        add(project_.payments, body, &PaymentMade::payment_id, Payment{{}, on, trace});
    if (reason.empty() && body.direction == PaymentDirection::to_grantee) move(ProjectEvent::pay);
    return reason;
  }
  Reason apply(const TransferMade& body, Date on, const Trace& trace) {
    Transfer transfer{{}, on, trace};
    transfer.from_org_id = resolved(body.from_org_id);
    const Reason reason = add(project_.transfers, body, &TransferMade::transfer_id, transfer);
    if (reason.empty()) project_.transfers.back().from_org_id = resolved(body.from_org_id);
    return reason;
  }
  Reason apply(const ExpensesBooked& body, Date, const Trace& trace) {
    project_.expense_sources.push_back({body.block, {}, trace});
    return {};
  }
  Reason apply(const AccrualRecorded& body, Date, const Trace& trace) {
    return add(project_.accruals, body, &AccrualRecorded::accrual_id, Accrual{{}, {}, trace});
  }
  Reason apply(const AccrualCleared& body, Date on, const Trace&) {
    Accrual* accrual = find(project_.accruals, &AccrualRecorded::accrual_id, body.accrual_id);
    if (accrual == nullptr) return unknown;
    if (accrual->cleared_on) return repeated;
    accrual->cleared_on = on;
    return {};
  }
  Reason apply(const FinalAccountStated& body, Date, const Trace& trace) {
    return add(project_.final_accounts, body, &FinalAccountStated::account_id,
               FinalAccount{{}, trace});
  }
  Reason apply(const AssetDisposed& body, Date on, const Trace& trace) {
    return add(project_.disposals, body, &AssetDisposed::asset_id, Disposal{{}, on, trace});
  }

  Reason apply(const ChangeRequested& body, Date, const Trace& trace) {
    return add(project_.changes, body, &ChangeRequested::change_id, Change{{}, {}, trace});
  }
  Reason apply(const ChangeApproved& body, Date on, const Trace&) {
    Change* change = find(project_.changes, &ChangeRequested::change_id, body.change_id);
    if (change == nullptr) return unknown;
    if (change->approved_on) return repeated;
    if (change->kind == ChangeKind::suspension && !move(ProjectEvent::suspend)) return illegal;
    if (change->kind == ChangeKind::resumption && !move(ProjectEvent::resume)) return illegal;
    change->approved_on = on;
    return {};
  }

  Attempt& attempt(std::int64_t number, const Trace& trace) {
    if (Attempt* found = find_attempt(project_.attempts, number)) return *found;
    Attempt fresh;
    fresh.attempt = number;
    fresh.trace = trace;
    project_.attempts.push_back(std::move(fresh));
    return project_.attempts.back();
  }
  Reason apply(const AcceptanceRequested& body, Date on, const Trace& trace) {
    const Attempt* found = find_attempt(project_.attempts, body.attempt);
    if (found != nullptr && found->requested_on) return repeated;
    if (!move(ProjectEvent::request_acceptance)) return illegal;
    Attempt& made = attempt(body.attempt, trace);
    made.requested_on = on;
    if (made.batch.empty()) made.batch = body.batch;
    return {};
  }
  static ProjectEvent event_of(Outcome outcome) {
    if (is_concluding(outcome)) return ProjectEvent::conclude;
    return outcome == Outcome::withdrawn ? ProjectEvent::withdraw_acceptance
                                         : ProjectEvent::return_for_completion;
  }
  Reason apply(const AcceptanceConcluded& body, Date on, const Trace& trace) {
    const Attempt* found = find_attempt(project_.attempts, body.attempt);
    if (found != nullptr && found->outcome) return repeated;
    const ProjectEvent event = event_of(body.outcome);
    // History may know how an attempt ended, and not when it began.
    const bool began = found != nullptr && found->requested_on;
    if (event != ProjectEvent::conclude && !began) move(ProjectEvent::request_acceptance);
    if (!move(event)) return illegal;
    Attempt& made = attempt(body.attempt, trace);
    made.concluded_on = on;
    made.outcome = body.outcome;
    if (!body.batch.empty()) made.batch = body.batch;
    return {};
  }
  Reason apply(const AcceptanceNotified& body, Date on, const Trace&) {
    Attempt* found = find_attempt(project_.attempts, body.attempt);
    if (found == nullptr) return unknown;
    if (found->notified_on) return repeated;
    found->notified_on = on;
    found->notice_no = body.notice_no;
    return {};
  }
  Reason apply(const OpinionIssued& body, Date on, const Trace& trace) {
    return add(project_.opinions, body, &OpinionIssued::opinion_id, Opinion{{}, on, trace});
  }

  Reason apply(const DecisionMade& body, Date on, const Trace& trace) {
    if (find(project_.decisions, &DecisionMade::decision_id, body.decision_id) != nullptr) return taken;
    if (body.kind == DecisionKind::terminate && !move(ProjectEvent::terminate)) return illegal;
    if (body.kind == DecisionKind::revoke && !move(ProjectEvent::revoke)) return illegal;
    Decision decision{{}, on, DecisionStatus::in_force, trace};
    const Reason reason = add(project_.decisions, body, &DecisionMade::decision_id, decision);
    project_.decisions.back().payer_org_id = resolved(body.payer_org_id);
    return reason;
  }
  Reason apply(const DecisionStatusChanged& body, Date, const Trace&) {
    Decision* decision = find(project_.decisions, &DecisionMade::decision_id, body.decision_id);
    if (decision == nullptr) return unknown;
    const bool was = decision->status == DecisionStatus::in_force;
    const bool is = body.status == DecisionStatus::in_force;
    const bool ends = decision->kind == DecisionKind::terminate || decision->kind == DecisionKind::revoke;
    if (ends && was && !is && !move(ProjectEvent::lift_decision)) return illegal;
    if (ends && !was && is) {
      const bool revoked = decision->kind == DecisionKind::revoke;
      if (!move(revoked ? ProjectEvent::revoke : ProjectEvent::terminate)) return illegal;
    }
    decision->status = body.status;
    return {};
  }
  Reason apply(const NoticeIssued& body, Date on, const Trace& trace) {
    return add(project_.notices, body, &NoticeIssued::notice_id, Notice{{}, on, {}, {}, {}, trace});
  }
  Reason apply(const NoticeServed& body, Date on, const Trace&) {
    Notice* notice = find(project_.notices, &NoticeIssued::notice_id, body.notice_id);
    if (notice == nullptr) return unknown;
    if (notice->served_on) return repeated;
    notice->served_on = on;
    return {};
  }
  Reason apply(const NoticeAnswered& body, Date on, const Trace&) {
    Notice* notice = find(project_.notices, &NoticeIssued::notice_id, body.notice_id);
    if (notice == nullptr) return unknown;
    if (notice->response) return repeated;
    notice->response = body.response;
    notice->response_on = on;
    return {};
  }
  Reason apply(const RepaymentReceived& body, Date on, const Trace& trace) {
    const Reason reason = add(project_.repayments, body, &RepaymentReceived::repayment_id,
                              Repayment{{}, on, {}, trace});
    if (reason.empty()) project_.repayments.back().payer_org_id = resolved(body.payer_org_id);
    return reason;
  }
  Reason apply(const RepaymentProofFiled& body, Date on, const Trace&) {
    Repayment* repayment =
        find(project_.repayments, &RepaymentReceived::repayment_id, body.repayment_id);
    if (repayment == nullptr) return unknown;
    if (repayment->proof_filed_on) return repeated;
    repayment->proof_filed_on = on;
    return {};
  }

  Reason apply(const SettlementMade& body, Date on, const Trace& trace) {
    return add(project_.settlements, body, &SettlementMade::settlement_id, Settlement{{}, on, trace});
  }
  Reason apply(const ClaimRaised& body, Date on, const Trace& trace) {
    const Reason reason = add(project_.claims, body, &ClaimRaised::claim_id,
                              Claim{{}, on, {}, {}, {}, {}, trace});
    if (reason.empty()) project_.claims.back().payer_org_id = resolved(body.payer_org_id);
    return reason;
  }
  Claim* open_claim(const std::string& id) {
    Claim* claim = find(project_.claims, &ClaimRaised::claim_id, id);
    return claim == nullptr || claim->closed_on ? nullptr : claim;
  }
  Reason apply(const ClaimAdjusted& body, Date, const Trace&) {
    Claim* claim = open_claim(body.claim_id);
    if (claim == nullptr) return unknown;
    claim->principal = body.principal;
    claim->settlement_id = body.settlement_id;
    claim->decision_id = body.decision_id;
    claim->made_from = body.made_from;
    return {};
  }
  Reason apply(const CourtApplied& body, Date on, const Trace&) {
    Claim* claim = open_claim(body.claim_id);
    if (claim == nullptr) return unknown;
    if (claim->court_applied_on) return repeated;
    claim->court_applied_on = on;
    claim->case_no = body.case_no;
    return {};
  }
  Reason apply(const ClaimWrittenOff& body, Date on, const Trace& trace) {
    Claim* claim = open_claim(body.claim_id);
    if (claim == nullptr) return unknown;
    WriteOff write_off{{}, on, trace};
    static_cast<ClaimWrittenOff&>(write_off) = body;
    claim->write_offs.push_back(std::move(write_off));
    return {};
  }
  Reason apply(const ClaimClosed& body, Date on, const Trace&) {
    Claim* claim = open_claim(body.claim_id);
    if (claim == nullptr) return unknown;
    claim->closed_on = on;
    return {};
  }
  Reason apply(const ProjectClosed&, Date on, const Trace&) {
    if (!move(ProjectEvent::close)) return illegal;
    project_.closed_on = on;
    return {};
  }

  // Sets a field of the record that "kind:id" names.
  Reason edit(const std::string& record, const std::string& field, const std::string& value,
              const VaultText& private_value);
  Reason apply(const RecordSupplemented& body, Date, const Trace&) {
    return edit(body.record, body.field, body.value, body.private_value);
  }
  Reason apply(const RecordChanged& body, Date, const Trace&) {
    return edit(body.record, body.field, body.value, body.private_value);
  }
  Reason apply(const RemarksKept&, Date, const Trace&) { return {}; }
  Reason apply(const UnknownFact&, Date, const Trace&) { return {}; }
  template <class Body>
  Reason apply(const Body&, Date, const Trace&) {
    return misplaced;
  }

  Project& project_;
  Date effective_;
};

template <class Body, class Records, class Member>
Reason edit_in(Records& records, Member member, const std::string& id, const std::string& field,
               const std::string& value, const VaultText& private_value) {
  auto* record = find(records, member, id);
  if (record == nullptr) return unknown;
  Body& body = *record;
  return record_edit::set_field(body, field, value, private_value) ? Reason() : Reason("field_unknown");
}

Reason Folder::edit(const std::string& record, const std::string& field, const std::string& value,
                    const VaultText& private_value) {
  const std::size_t colon = record.find(':');
  if (colon == std::string::npos) return unknown;
  const std::string kind = record.substr(0, colon);
  const std::string id = record.substr(colon + 1);
  const auto in = [&]<class Body>(auto& records, std::string Body::* member) {
    return edit_in<Body>(records, member, id, field, value, private_value);
  };
  Project& p = project_;
  if (kind == "projects") {
    return record_edit::set_field(p.registered, field, value, private_value) ? Reason()
                                                                             : Reason("field_unknown");
  }
  if (kind == "payments") return in(p.payments, &PaymentMade::payment_id);
  if (kind == "adjustments") return in(p.adjustments, &BudgetAdjusted::adjustment_id);
  if (kind == "transfers") return in(p.transfers, &TransferMade::transfer_id);
  if (kind == "accruals") return in(p.accruals, &AccrualRecorded::accrual_id);
  if (kind == "final_accounts") return in(p.final_accounts, &FinalAccountStated::account_id);
  if (kind == "changes") return in(p.changes, &ChangeRequested::change_id);
  if (kind == "opinions") return in(p.opinions, &OpinionIssued::opinion_id);
  if (kind == "asset_disposals") return in(p.disposals, &AssetDisposed::asset_id);
  if (kind == "decisions") return in(p.decisions, &DecisionMade::decision_id);
  if (kind == "notices") return in(p.notices, &NoticeIssued::notice_id);
  if (kind == "repayments") return in(p.repayments, &RepaymentReceived::repayment_id);
  if (kind == "budget") {
    for (BudgetLine& line : p.budget) {
      const std::string key = line.line_id + "|" + line.org_id.text() + "|" +
                              std::string(word(line.head)) + "|" + std::string(word(line.source));
      if (key != id) continue;
      BudgetSet& body = line;
      return record_edit::set_field(body, field, value, private_value) ? Reason()
                                                                       : Reason("field_unknown");
    }
  }
  if (kind == "partners") {
    for (Partner& partner : p.partners) {
      const std::string key = partner.org_id.text() + "|" + std::string(word(partner.role));
      if (key != id) continue;
      PartnerJoined& body = partner;
      return record_edit::set_field(body, field, value, private_value) ? Reason()
                                                                       : Reason("field_unknown");
    }
  }
  if (kind == "acceptance") {
    for (Attempt& each : p.attempts) {
      if (std::to_string(each.attempt) != id) continue;
      if (field == "batch") each.batch = value;
      if (field == "notice_no") each.notice_no = value;
      return field == "batch" || field == "notice_no" ? Reason() : Reason("field_unknown");
    }
  }
  return unknown;
}

const ProjectRegistered* registration(const std::vector<Placed>& facts, std::size_t& at) {
  for (at = 0; at < facts.size(); ++at) {
    if (const auto* body = std::get_if<ProjectRegistered>(&facts[at].fact.body)) return body;
  }
  return nullptr;
}

}  // namespace

void sort_for_fold(std::vector<Placed>& facts) {
  std::ranges::sort(facts, [](const Placed& a, const Placed& b) {
    return std::make_tuple(a.fact.effective_on, rank_of(a.fact.body), a.trace.position, a.trace.ordinal) <
           std::make_tuple(b.fact.effective_on, rank_of(b.fact.body), b.trace.position, b.trace.ordinal);
  });
}

std::optional<Project> fold_project(std::string id, std::vector<Placed> facts, Date effective,
                                    Currency default_currency, std::int64_t entries) {
  sort_for_fold(facts);
  // The registration comes first, whatever its day: a payment may be older than the contract's start.
  std::size_t first = 0;
  const ProjectRegistered* registered = registration(facts, first);
  if (registered == nullptr || facts[first].fact.effective_on > effective) return std::nullopt;
  Project project;
  project.id = ProjectId(std::move(id));
  project.registered = *registered;
  project.registered_on = facts[first].fact.effective_on;
  project.trace = facts[first].trace;
  project.version = entries;
  const Result<Currency> currency = Currency::of(registered->currency);
  project.currency = currency.has_value() ? *currency : default_currency;
  Folder folder(project, effective);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (i == first) continue;
    // A block is looked at line by line: its own day is only that of its first line.
    if (facts[i].fact.effective_on > effective) break;
    folder.take(facts[i]);
  }
  folder.finish();
  return project;
}

}  // namespace bursar::fold
