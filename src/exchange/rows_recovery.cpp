// Decisions, notices, repayments.
#include "exchange/project_rows.hpp"

#include <algorithm>

namespace bursar::exchange {

std::optional<RowEffect> ProjectRows::take_decision(RowReader& row) {
  constexpr DossierKind kind = DossierKind::decisions;
  constexpr std::size_t status_place = column(kind, "status");
  for (const std::size_t place :
       {column(kind, "decision_id"), column(kind, "kind"), column(kind, "decided_on")}) {
    row.require(place);
  }
  const auto decided_on = row.date(column(kind, "decided_on"));
  const auto status = row.word_as<DecisionStatus>(status_place);
  const auto status_on = row.date(column(kind, "status_on"));
  auto body = fill<DecisionMade>(row);
  const std::string id = body.decision_id;
  row_amount_ = body.principal;
  keep_remarks_with(row, [&] { return record_name("decisions", id); });
  row_day_ = decided_on;
  note_order(row, decided_on, status_on);
  const StatedChange change = stated_change<kind>(row);
  auto& statuses = facts_.decision_statuses();
  std::optional<KnownStatus<DecisionStatus>> news;
  if (status) {
    news = news_of_status(row, statuses, id, status_place, *status, status_on,
                          environment_.options.today, DecisionStatus::in_force);
  }
  auto effect = commit<DecisionMade>(row, change,
                                     Stated<DecisionMade>{std::move(body), or_today(decided_on)});
  if (!effect || !news) return effect;
  if (!status_on) note_day_of_import(row, "status_on");
  statuses.push_back(*std::move(news));
  if (!effect->added) effect->supplemented = true;
  return effect;
}

/// Of the project's own units, as they are or were, and of who took the place of one, nothing is
/// noted: whatever goes to them goes to a unit of the project.
std::optional<PartyKind> ProjectRows::kind_of_addressee(const std::string& id) {
  const auto is_unit = [&](const std::string& unit) {
    const auto is_it = [&](const Known<PartnerJoined>& partner) {
      return partner.body.org_id.text() == unit;
    };
    const auto* project = facts_.find<ProjectRegistered>({});
    return facts_.lead().text() == unit ||
           (project != nullptr && project->unchanged &&
            project->unchanged->body.org_id.text() == unit) ||
           facts_.became(record_name("projects", ""), "org_id", unit) ||
           std::ranges::any_of(facts_.of<PartnerJoined>(), is_it);
  };
  if (environment_.names.succeeds(id, is_unit)) return std::nullopt;
  return environment_.names.kind_of(id);
}

std::optional<RowEffect> ProjectRows::take_notice(RowReader& row) {
  constexpr DossierKind kind = DossierKind::notices;
  for (const std::size_t place :
       {column(kind, "notice_id"), column(kind, "kind"), column(kind, "issued_on")}) {
    row.require(place);
  }
  row.require_either(column(kind, "addressee"));
  refer<DecisionMade>(row, column(kind, "decision_id"));
  const auto issued_on = row.date(column(kind, "issued_on"));
  const auto served_on = row.date(column(kind, "served_on"));
  const auto response = row.word_as<Response>(column(kind, "response"));
  const auto response_on = row.date(column(kind, "response_on"));
  auto body = fill<NoticeIssued>(row);
  body.addressed_to = kind_of_addressee(std::string(body.addressee.view()));
  keep_remarks_with(row, [&] { return record_name("notices", body.notice_id); });
  row_day_ = issued_on;
  note_order(row, issued_on, served_on);
  note_order(row, served_on, response_on);
  std::optional<Stated<NoticeServed>> served;
  std::optional<Stated<NoticeAnswered>> answered;
  if (served_on) served = Stated<NoticeServed>{{body.notice_id}, *served_on};
  if (response) {
    const Date day = response_on.value_or(environment_.options.today);
    answered = Stated<NoticeAnswered>{{body.notice_id, *response}, day};
  }
  // That nobody answered happens on no day.
  const bool news = response && *response != Response::none &&
                    facts_.find<NoticeAnswered>(body.notice_id) == nullptr;
  auto effect = commit<NoticeIssued, NoticeServed, NoticeAnswered>(
      row, stated_change<kind>(row), Stated<NoticeIssued>{std::move(body), or_today(issued_on)},
      std::move(served), std::move(answered));
  if (effect && news && !response_on) note_day_of_import(row, "response_on");
  return effect;
}

std::optional<RowEffect> ProjectRows::take_repayment(RowReader& row) {
  constexpr DossierKind kind = DossierKind::repayments;
  for (const std::size_t place :
       {column(kind, "repayment_id"), column(kind, "on"), column(kind, "amount")}) {
    row.require(place);
  }
  row.require_either(column(kind, "payer_org_id"));
  refer<DecisionMade>(row, column(kind, "decision_id"));
  const auto on = row.date(column(kind, "on"));
  const auto proof_filed_on = row.date(column(kind, "proof_filed_on"));
  auto body = fill<RepaymentReceived>(row);
  if (body.reverses.empty()) {
    refuse_negative(row, column(kind, "amount"), body.amount);
  } else if (body.amount.value() > 0) {
    row.refuse(column(kind, "amount"),
               Refusal(Code::reversal_not_negative)
                   .with("value", std::string(row.cell(column(kind, "amount")))));
  }
  row_amount_ = body.amount;
  keep_remarks_with(row, [&] { return record_name("repayments", body.repayment_id); });
  row_day_ = on;
  note_order(row, on, proof_filed_on);
  std::optional<Stated<RepaymentProofFiled>> proof;
  if (proof_filed_on) proof = Stated<RepaymentProofFiled>{{body.repayment_id}, *proof_filed_on};
  return commit<RepaymentReceived, RepaymentProofFiled>(
      row, stated_change<kind>(row), Stated<RepaymentReceived>{std::move(body), or_today(on)},
      std::move(proof));
}

}  // namespace bursar::exchange
