#include <bursar/report/report_figures.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string>

namespace bursar {
namespace {

/// Adds a project to some rows; false, and nothing is added, where a sum would not fit.
bool add(std::initializer_list<StageRow*> rows, Minor award, const Result<Minor>& paid) {
  if (paid.has_error()) return false;
  const auto plus = [](Minor a, Minor b) {
    MoneySum sum;
    sum.add(a);
    sum.add(b);
    return sum.total();
  };
  const auto fits = [&](const StageRow* row) {
    return plus(row->award, award).has_value() && plus(row->paid, *paid).has_value();
  };
  if (!std::ranges::all_of(rows, fits)) return false;
  for (StageRow* row : rows) {
    row->award = plus(row->award, award).value();
    row->paid = plus(row->paid, *paid).value();
  }
  return true;
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

std::vector<StageTotals> stage_totals(const Portfolio& portfolio) {
  constexpr std::size_t states = Vocabulary<ProjectState>::words.size();
  struct Sums {
    std::array<StageRow, states> by_state{};
    StageTotals totals;
  };
  std::map<std::string, Sums, std::less<>> by_currency;
  for (const Project& project : portfolio.projects()) {
    auto& [by_state, totals] = by_currency[std::string(project.currency.code())];
    totals.currency = project.currency;
    StageRow& row = by_state[static_cast<std::size_t>(project.state)];
    row.state = project.state;
    ++row.projects;
    ++totals.all.projects;
    const Minor award = project.registered.award.value_or(Minor());
    if (!add({&row, &totals.all}, award, paid_to_date(project))) {
      totals.left_out.push_back(project.id);
    }
  }
  std::vector<StageTotals> made;
  for (auto& [code, sums] : by_currency) {
    std::ranges::copy_if(sums.by_state, std::back_inserter(sums.totals.rows),
                         [](const StageRow& row) { return row.projects > 0; });
    made.push_back(std::move(sums.totals));
  }
  return made;
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
