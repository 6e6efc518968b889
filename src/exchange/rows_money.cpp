// Payments, transfers, accruals, final accounts, disposals of assets.
#include "exchange/project_rows.hpp"

#include <algorithm>

namespace bursar::exchange {

std::optional<RowEffect> ProjectRows::take_payment(RowReader& row) {
  constexpr DossierKind kind = DossierKind::payments;
  for (const std::size_t place :
       {column(kind, "payment_id"), column(kind, "on"), column(kind, "amount")}) {
    row.require(place);
  }
  const auto on = row.date(column(kind, "on"));
  auto body = fill<PaymentMade>(row);
  refuse_negative(row, column(kind, "amount"), body.amount);
  row_amount_ = body.amount;
  keep_remarks_with(row, [&] { return record_name("payments", body.payment_id); });
  row_day_ = on;
  return commit<PaymentMade>(row, stated_change<kind>(row),
                             Stated<PaymentMade>{std::move(body), or_today(on)});
}

std::optional<RowEffect> ProjectRows::take_transfer(RowReader& row) {
  constexpr DossierKind kind = DossierKind::transfers;
  for (const std::size_t place :
       {column(kind, "transfer_id"), column(kind, "on"), column(kind, "amount")}) {
    row.require(place);
  }
  row.require_either(column(kind, "to_org_id"));
  const auto on = row.date(column(kind, "on"));
  auto body = fill<TransferMade>(row);
  refuse_negative(row, column(kind, "amount"), body.amount);
  row_amount_ = body.amount;
  keep_remarks_with(row, [&] { return record_name("transfers", body.transfer_id); });
  row_day_ = on;
  return commit<TransferMade>(row, stated_change<kind>(row),
                              Stated<TransferMade>{std::move(body), or_today(on)});
}

std::optional<RowEffect> ProjectRows::take_accrual(RowReader& row) {
  constexpr DossierKind kind = DossierKind::accruals;
  for (const std::size_t place :
       {column(kind, "accrual_id"), column(kind, "kind"), column(kind, "amount")}) {
    row.require(place);
  }
  auto body = fill<AccrualRecorded>(row);
  refuse_negative(row, column(kind, "amount"), body.amount);
  const auto cleared_on = row.date(column(kind, "cleared_on"));
  row_amount_ = body.amount;
  keep_remarks_with(row, [&] { return record_name("accruals", body.accrual_id); });
  row_day_ = body.contract_on.value_or(start_or_today());
  note_order(row, row_day_, cleared_on);
  std::optional<Stated<AccrualCleared>> cleared;
  if (cleared_on) cleared = Stated<AccrualCleared>{{body.accrual_id}, *cleared_on};
  return commit<AccrualRecorded, AccrualCleared>(
      row, stated_change<kind>(row), Stated<AccrualRecorded>{std::move(body), *row_day_},
      std::move(cleared));
}

Date ProjectRows::day_of_final_account(const FinalAccountStated& body) {
  if (!body.opinion_id.empty()) {
    if (const auto* opinion = facts_.find<OpinionIssued>(body.opinion_id)) return opinion->day;
  }
  // Without a day of their own, final accounts are there when the spending is over: at the end, or
  // when the project was concluded, terminated or revoked before it.
  std::optional<Date> found;
  const auto take = [&](std::optional<Date> day) {
    if (day && (!found || *day < *found)) found = day;
  };
  if (const auto* project = facts_.find<ProjectRegistered>({})) take(project->body.end_on);
  for (const auto& concluded : facts_.of<AcceptanceConcluded>()) {
    if (is_concluding(concluded.body.outcome)) take(concluded.day);
  }
  for (const auto& decision : facts_.of<DecisionMade>()) {
    const bool ends =
        decision.body.kind == DecisionKind::terminate || decision.body.kind == DecisionKind::revoke;
    if (ends) take(decision.day);
  }
  return found.value_or(start_or_today());
}

std::optional<RowEffect> ProjectRows::take_final_account(RowReader& row) {
  constexpr DossierKind kind = DossierKind::final_accounts;
  for (const std::size_t place :
       {column(kind, "account_id"), column(kind, "head"), column(kind, "spent")}) {
    row.require(place);
  }
  refer<OpinionIssued>(row, column(kind, "opinion_id"));
  auto body = fill<FinalAccountStated>(row);
  const auto stated_on = row.date(column(kind, "stated_on"));
  row_amount_ = body.spent;
  keep_remarks_with(row, [&] { return record_name("final_accounts", body.account_id); });
  row_day_ = stated_on ? stated_on : day_of_final_account(body);
  return commit<FinalAccountStated>(row, stated_change<kind>(row),
                                    Stated<FinalAccountStated>{std::move(body), *row_day_});
}

std::optional<RowEffect> ProjectRows::take_disposal(RowReader& row) {
  constexpr DossierKind kind = DossierKind::asset_disposals;
  for (const std::size_t place :
       {column(kind, "asset_id"), column(kind, "sold_on"), column(kind, "proceeds")}) {
    row.require(place);
  }
  const auto sold_on = row.date(column(kind, "sold_on"));
  auto body = fill<AssetDisposed>(row);
  row_amount_ = body.proceeds;
  keep_remarks_with(row, [&] { return record_name("asset_disposals", body.asset_id); });
  row_day_ = sold_on;
  return commit<AssetDisposed>(row, stated_change<kind>(row),
                               Stated<AssetDisposed>{std::move(body), or_today(sold_on)});
}

}  // namespace bursar::exchange
