#include <bursar/report/report_figures.hpp>

#include <array>
#include <map>
#include <string>

namespace bursar {
namespace {

struct StageSum {
  std::int64_t projects = 0;
  MoneySum award, paid;
};

Result<StageRow> row_of(const StageSum& sum, ProjectState state) {
  StageRow row;
  row.state = state;
  row.projects = sum.projects;
  BURSAR_TRY(row.award, sum.award.total());
  BURSAR_TRY(row.paid, sum.paid.total());
  return row;
}

}  // namespace

Result<Minor> paid_to_date(const Project& project) {
  MoneySum paid;
  for (const Payment& payment : project.payments) {
    if (!is_public(payment.source)) continue;
    if (payment.direction == PaymentDirection::bounced) {
      paid.subtract(payment.amount);
    } else {
      paid.add(payment.amount);
    }
  }
  return paid.total();
}

Result<std::vector<StageTotals>> stage_totals(const Portfolio& portfolio) {
  constexpr std::size_t states = Vocabulary<ProjectState>::words.size();
  struct Sums {
    Currency currency = Currency::cny();
    std::array<StageSum, states> by_state{};
    StageSum all;
  };
  std::map<std::string, Sums, std::less<>> by_currency;
  for (const Project& project : portfolio.projects()) {
    Sums& sums = by_currency[std::string(project.currency.code())];
    sums.currency = project.currency;
    BURSAR_TRY(const Minor paid, paid_to_date(project));
    for (StageSum* sum : {&sums.by_state[static_cast<std::size_t>(project.state)], &sums.all}) {
      ++sum->projects;
      sum->award.add(project.registered.award.value_or(Minor()));
      sum->paid.add(paid);
    }
  }
  std::vector<StageTotals> totals;
  for (const auto& [code, sums] : by_currency) {
    StageTotals total;
    total.currency = sums.currency;
    for (std::size_t i = 0; i < states; ++i) {
      if (sums.by_state[i].projects == 0) continue;
      BURSAR_TRY(StageRow row, row_of(sums.by_state[i], static_cast<ProjectState>(i)));
      total.rows.push_back(row);
    }
    BURSAR_TRY(total.all, row_of(sums.all, ProjectState::registered));
    totals.push_back(std::move(total));
  }
  return totals;
}

Result<Minor> outstanding_overdue(const CurrencyTotals& totals) {
  MoneySum overdue;
  for (const AgingRow& row : totals.aging) {
    if (row.bucket >= AgeBucket::days_to_30) overdue.add(row.outstanding);
  }
  return overdue.total();
}

Result<LateByAssumption> late_by_assumption(const CurrencyTotals& totals) {
  LateByAssumption late;
  MoneySum sum;
  for (const AgingRow& row : totals.aging) {
    if (row.bucket < AgeBucket::days_to_30) continue;
    late.claims += row.day_assumed_claims;
    sum.add(row.day_assumed);
  }
  BURSAR_TRY(late.outstanding, sum.total());
  return late;
}

RecoveryTotals totals_named(const std::vector<NamedTotals>& totals, std::string_view name) {
  for (const NamedTotals& each : totals) {
    if (each.name == name) return each.totals;
  }
  return {};
}

}  // namespace bursar
