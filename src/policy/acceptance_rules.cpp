#include <bursar/policy/acceptance_rules.hpp>

#include "policy/weaker.hpp"

#include <algorithm>
#include <vector>

namespace bursar {
namespace {

/// A bar of some months from a day; `counts`: the parameter that says from which day, or whether.
Result<Bar> bar_of(const Regime& regime, std::string_view months_name, std::string_view counts,
                   Date first) {
  BURSAR_TRY(const std::int64_t months, regime.confirmed(months_name));
  const auto months_fit = static_cast<int>(std::min<std::int64_t>(months, 12'000));
  BURSAR_TRY(const Date anniversary, add_months(first, months_fit, MonthEnd::clamp));
  Bar bar{first, anniversary, std::nullopt, CellStatus::unknown, CellStatus::seen, {}, {}};
  policy::rest_on(bar, *regime.parameter(months_name));
  policy::rest_on(bar, *regime.parameter(counts));
  if (const Result<std::int64_t> covers = regime.confirmed("bar_covers_anniversary")) {
    bar.anniversary_barred = *covers != 0;
    bar.anniversary_status = regime.parameter("bar_covers_anniversary")->status;
  }
  return bar;
}

}  // namespace

Result<AcceptanceForm> acceptance_form(const Regime& regime, Minor award,
                                       bool kind_calls_for_site_check) {
  if (kind_calls_for_site_check) return AcceptanceForm::on_site;
  const Result<std::int64_t> on_site_from = regime.confirmed("on_site_from_minor");
  if (on_site_from && award.value() >= *on_site_from) return AcceptanceForm::on_site;
  BURSAR_TRY(const std::int64_t panel_from, regime.confirmed("panel_from_minor"));
  return award.value() >= panel_from ? AcceptanceForm::panel_defence
                                     : AcceptanceForm::document_review;
}

Date Bar::last_day() const {
  return anniversary_barred == true ? anniversary : anniversary - boost::gregorian::days(1);
}

std::optional<bool> Bar::covers(Date day) const {
  if (day == anniversary) return anniversary_barred;
  return first <= day && day < anniversary;
}

Result<Bar> leader_bar(const Regime& regime, Date concluded_on, std::optional<Date> notified_on) {
  constexpr std::string_view counts = "leader_bar_counts_from_notice";
  BURSAR_TRY(const std::int64_t from_notice, regime.confirmed(counts));
  if (from_notice == 0) return bar_of(regime, "leader_bar_months", counts, concluded_on);
  if (!notified_on) {
    return Refusal(Code::regime_undetermined)
        .with("reason", Wording{"未填notified_on", "no notified_on is known"});
  }
  return bar_of(regime, "leader_bar_months", counts, *notified_on);
}

Result<std::optional<Bar>> member_bar(const Regime& regime, std::span<const Date> failed_on) {
  BURSAR_TRY(const std::int64_t strikes, regime.confirmed("member_strikes"));
  const auto count = static_cast<std::int64_t>(failed_on.size());
  if (strikes == 0 || count < strikes) return std::optional<Bar>();
  std::vector<Date> days(failed_on.begin(), failed_on.end());
  std::sort(days.begin(), days.end());
  BURSAR_TRY(Bar bar, bar_of(regime, "member_bar_months", "member_strikes",
                             days[static_cast<std::size_t>(strikes) - 1]));
  return std::optional<Bar>(std::move(bar));
}

}  // namespace bursar
