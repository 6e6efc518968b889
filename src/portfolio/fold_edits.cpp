// Supplements and changes: a cell of a record that became known, or became another one.
#include "portfolio/project_folder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bursar::fold {

using namespace reasons;

namespace {

/// Sets a day that a record has beside its body; `done` tells whether there is one of that name.
template <class Day>
Reason set_day(Day& day, const std::string& value, bool& done) {
  done = true;
  return field_text::read(value, day) ? Reason() : no_value;
}

template <class Record>
Reason set_own_day(Record& record, std::string_view field, const std::string& value, bool& done) {
  if constexpr (requires { record.on; }) {
    if (field == "on") return set_day(record.on, value, done);
  }
  if constexpr (requires { record.sold_on; }) {
    if (field == "sold_on") return set_day(record.sold_on, value, done);
  }
  if constexpr (requires { record.cleared_on; }) {
    if (field == "cleared_on") return set_day(record.cleared_on, value, done);
  }
  if constexpr (requires { record.approved_on; }) {
    if (field == "approved_on") return set_day(record.approved_on, value, done);
  }
  if constexpr (requires { record.issued_on; }) {
    if (field == "issued_on") return set_day(record.issued_on, value, done);
  }
  if constexpr (requires { record.decided_on; }) {
    if (field == "decided_on") return set_day(record.decided_on, value, done);
  }
  if constexpr (requires { record.served_on; }) {
    if (field == "served_on") return set_day(record.served_on, value, done);
    if (field == "response_on") return set_day(record.response_on, value, done);
    if (field == "response") return set_day(record.response, value, done);
  }
  if constexpr (requires { record.proof_filed_on; }) {
    if (field == "proof_filed_on") return set_day(record.proof_filed_on, value, done);
  }
  return {};
}

/// Sets a field of a record that was found; the id itself stays what it is.
template <class Body, class Record>
Reason set_cell(Record* record, SmallText Body::*id, const std::string& field,
                const std::string& value, const VaultText& private_value) {
  if (record == nullptr) return unknown;
  bool done = false;
  if (const Reason reason = set_own_day(*record, field, value, done); done) return reason;
  Body& body = *record;
  SmallText kept = body.*id;
  const Reason reason = set(body, field, value, private_value);
  if (body.*id == kept) return reason;
  body.*id = std::move(kept);
  return no_field;
}

}  // namespace

Reason ProjectFolder::edit(const std::string& record, const Edit& edit) {
  const std::size_t colon = record.find(':');
  if (colon == std::string::npos) return unknown;
  const std::string_view kind = std::string_view(record).substr(0, colon);
  const std::string_view id = std::string_view(record).substr(colon + 1);
  if (kind == "projects") return edit_project(edit);
  if (kind == "expenses") return edit_expense(id, edit);
  if (kind == "budget" || kind == "partners") return edit_line(kind, id, edit);
  static constexpr auto money =
      std::to_array<std::string_view>({"adjustments", "payments", "transfers", "accruals",
                                       "final_accounts", "asset_disposals", "repayments"});
  if (std::ranges::find(money, kind) != money.end()) return edit_money(kind, id, edit);
  return edit_course(kind, id, edit);
}

Reason ProjectFolder::edit_money(std::string_view kind, std::string_view id, const Edit& edit) {
  const auto cell = [&](auto& kept, auto& records, auto member) {
    return set_cell(kept.find(records, id), member, edit.field, edit.value, edit.private_value);
  };
  Project& p = project_;
  if (kind == "adjustments")
    return cell(adjustments_, p.adjustments, &BudgetAdjusted::adjustment_id);
  if (kind == "payments") return cell(payments_, p.payments, &PaymentMade::payment_id);
  if (kind == "transfers") return cell(transfers_, p.transfers, &TransferMade::transfer_id);
  if (kind == "accruals") return cell(accruals_, p.accruals, &AccrualRecorded::accrual_id);
  if (kind == "asset_disposals") return cell(disposals_, p.disposals, &AssetDisposed::asset_id);
  if (kind == "repayments")
    return cell(repayments_, p.repayments, &RepaymentReceived::repayment_id);
  return cell(final_accounts_, p.final_accounts, &FinalAccountStated::account_id);
}

Reason ProjectFolder::edit_course(std::string_view kind, std::string_view id, const Edit& edit) {
  const auto cell = [&](auto& kept, auto& records, auto member) {
    return set_cell(kept.find(records, id), member, edit.field, edit.value, edit.private_value);
  };
  Project& p = project_;
  if (kind == "changes") return cell(changes_, p.changes, &ChangeRequested::change_id);
  if (kind == "opinions") return cell(opinions_, p.opinions, &OpinionIssued::opinion_id);
  if (kind == "notices") return cell(notices_, p.notices, &NoticeIssued::notice_id);
  if (kind == "decisions") return edit_decision(decisions_.find(p.decisions, id), edit);
  if (kind == "acceptance") return edit_attempt(id, edit);
  return unknown;
}

// Lines of a budget and partners have no id of their own: what tells them apart is their name.
Reason ProjectFolder::edit_line(std::string_view kind, std::string_view id, const Edit& edit) {
  const auto matches = [&](auto body) {
    if (record_name(body) == record_name(kind, id)) return true;
    body.org_id = resolved(body.org_id);
    return record_name(body) == record_name(kind, id);
  };
  if (kind == "budget") {
    for (BudgetLine& line : project_.budget) {
      BudgetSet& body = line;
      if (matches(body)) return set(body, edit.field, edit.value, edit.private_value);
    }
    return unknown;
  }
  for (Partner& partner : project_.partners) {
    PartnerJoined& body = partner;
    if (matches(body)) return set(body, edit.field, edit.value, edit.private_value);
  }
  return unknown;
}

Reason ProjectFolder::edit_decision(Decision* decision, const Edit& edit) {
  const Reason reason =
      set_cell(decision, &DecisionMade::decision_id, edit.field, edit.value, edit.private_value);
  if (!reason.empty()) return reason;
  if (edit.field == "kind") {
    steps_.take_back(cause_of(*decision));
    project_.state = steps_.state();
    enforce(*decision);
  }
  weigh_decisions();
  return {};
}

Reason ProjectFolder::edit_attempt(std::string_view id, const Edit& edit) {
  std::int64_t number = 0;
  if (!field_text::read(id, number)) return unknown;
  Attempt* const found = find_attempt(number);
  if (found == nullptr) return unknown;
  bool done = false;
  if (edit.field == "requested_on") return set_day(found->requested_on, edit.value, done);
  if (edit.field == "concluded_on") return set_day(found->concluded_on, edit.value, done);
  if (edit.field == "notified_on") return set_day(found->notified_on, edit.value, done);
  if (edit.field == "batch") {
    found->batch = edit.value;
  } else if (edit.field == "notice_no") {
    found->notice_no = edit.value;
  } else if (edit.field == "outcome") {
    if (!field_text::read(edit.value, found->outcome)) return no_value;
    steps_.take_back({Cause::Kind::conclusion, number});
    if (found->outcome) conclude(number, *found->outcome, found->requested_on.has_value());
    project_.state = steps_.state();
  } else {
    return no_field;
  }
  return {};
}

Reason ProjectFolder::edit_project(const Edit& edit) {
  bool done = false;
  if (edit.field == "approved_on") return set_day(project_.approved_on, edit.value, done);
  if (edit.field == "contract_on") return set_day(project_.contract_on, edit.value, done);
  return set(project_.registered, edit.field, edit.value, edit.private_value);
}

Reason ProjectFolder::edit_expense(std::string_view id, const Edit& edit,
                                   std::optional<Date> after) {
  const auto place = expenses_.find(project_.expense_sources, id);
  if (!place) return unknown;
  if (after && place->day <= day_number(*after)) return {};
  if (!ExpenseBlock::Lines::can_set(edit.field, edit.value)) {
    return edit.field == "expense_id" || edit.field == "memo" ? no_field : no_value;
  }
  project_.expense_edits.push_back(
      {place->source, place->line, edit.field, edit.value, edit.trace});
  return {};
}

}  // namespace bursar::fold
