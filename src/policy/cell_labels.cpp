// Cells of a rule book and their values, as people name them.
#include <bursar/grant/labels.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/policy/labels.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "grant/label_tables.hpp"

namespace bursar {
namespace {

constexpr auto names = std::to_array<labels::WordLabel>({
    // Cells of a row.
    {"unspent", {"money not spent", "未支出资金"}},
    {"not_recognised", {"spending not recognised", "未获认可的支出"}},
    {"interest", {"interest", "孳息"}},
    {"asset_proceeds", {"proceeds of assets", "资产处置收入"}},
    {"whole_grant", {"the whole grant", "全部资助"}},
    {"floor", {"least sum to return", "退款下限"}},
    {"used_money", {"money used", "已使用资金"}},
    {"keep_years", {"years to use what is kept", "留用年限"}},
    // Cells of a regime.
    {"in_force_from", {"first day in force", "施行日"}},
    {"in_force_until_inclusive", {"last day in force", "施行末日"}},
    {"key_date", {"day that decides on the regime", "判定适用规则的日期"}},
    {"payables_count", {"whether payables count", "应付未付是否计入支出"}},
    // Parameters of a regime.
    {"leader_bar_months", {"bar of the leader", "负责人限制申报期"}},
    {"leader_bar_counts_from_notice",
     {"whether the leader's bar counts from the notice", "负责人限制期是否自通知之日起算"}},
    {"bar_covers_anniversary", {"whether a bar covers its anniversary", "限制期是否含届满当日"}},
    {"member_strikes", {"failures that bar a member", "成员受限的不通过次数"}},
    {"member_bar_months", {"bar of a member", "成员限制申报期"}},
    {"publicity_days", {"publicity", "公示期"}},
    {"panel_from_minor", {"panel review from", "会议验收起点金额"}},
    {"on_site_from_minor", {"check on site from", "现场考察起点金额"}},
    {"acceptance_request_months", {"time to ask for acceptance", "申请验收期限"}},
    {"overdue_bars_leader", {"whether lateness bars the leader", "超期是否限制负责人申报"}},
    {"overdue_bars_enterprise", {"whether lateness bars an enterprise", "超期是否限制企业申报"}},
    {"overdue_terminate_after_months", {"lateness that ends in termination", "超期终止期限"}},
    {"acceptance_due_days", {"time to hold the acceptance", "组织验收期限"}},
    {"indirect_cap_tier1_percent", {"cap of indirect costs, first tier", "间接费用上限（第一档）"}},
    {"indirect_cap_tier2_percent",
     {"cap of indirect costs, second tier", "间接费用上限（第二档）"}},
    {"indirect_cap_tier3_percent", {"cap of indirect costs, third tier", "间接费用上限（第三档）"}},
    {"indirect_cap_tier1_up_to_minor", {"first tier up to", "第一档直接费用至"}},
    {"indirect_cap_tier2_up_to_minor", {"second tier up to", "第二档直接费用至"}},
    // Periods of procedure.
    {"public_notice_days", {"service by public notice", "公告送达期"}},
    {"hearing_request_working_days", {"time to ask for a hearing", "申请听证期限"}},
    {"statement_working_days", {"time for a statement", "陈述申辩期限"}},
    {"refund_days", {"time to refund after service", "送达后退款期限"}},
    {"review_days", {"time to ask for review", "申请行政复议期限"}},
    {"suit_months", {"time for a suit", "起诉期限"}},
    {"suit_after_review_days", {"time for a suit after review", "复议后起诉期限"}},
    {"demand_working_days", {"time after a demand", "催告期"}},
    {"court_application_months", {"time to apply to the court", "申请强制执行期限"}},
    {"court_acceptance_working_days", {"acceptance by the court", "法院受理期限"}},
    {"court_ruling_working_days", {"ruling by the court", "法院裁定期限"}},
    {"late_charge_cap_percent", {"cap of the late charge", "滞纳金上限"}},
    {"late_charge_per_day_millionths", {"late charge a day", "滞纳金日率"}},
});

constexpr auto values = std::to_array<labels::WordLabel>({
    {"keep", {"kept", "留用"}},
    {"return", {"returned", "退回"}},
    {"none", {"none", "无"}},
    {"by_decision", {"by decision", "依处理决定"}},
    {"contract_deposit", {"the contract deposit", "合同保证金"}},
    {"true", {"yes", "是"}},
    {"false", {"no", "否"}},
    {"approved_on", {"day of approval", "立项日"}},
    {"contract_on", {"day of the contract", "合同签订日"}},
    {"start_on", {"first day", "起始日"}},
    {"end_on", {"end", "截止日"}},
    {"requested_on", {"day of the request", "申请验收日"}},
    {"concluded_on", {"day of the conclusion", "结论日"}},
});

template <class Table>
Wording look_up(const Table& table, std::string_view word) {
  for (const labels::WordLabel& each : table) {
    if (each.word == word) return {std::string(each.label.zh), std::string(each.label.en)};
  }
  return {std::string(word), std::string(word)};
}

/// What stands around a number, and in English for one.
struct Unit {
  std::string_view suffix, en, en_one, zh_before, zh;
};
// The longer ending first.
constexpr Unit units[] = {
    {"_working_days", " working days", " working day", "", "个工作日"},
    {"_days", " days", " day", "", "日"},
    {"_months", " months", " month", "", "个月"},
    {"_years", " years", " year", "", "年"},
    {"_percent", "%", "%", "", "%"},
    {"_strikes", " times", " time", "", "次"},
    {"_millionths", " millionths", " millionth", "百万分之", ""},
};

std::string_view last_name(std::string_view cell) {
  return cell.substr(cell.rfind('.') + 1);  // npos + 1 is 0
}

}  // namespace

Wording cell_wording(const RuleBook& rules, std::string_view cell) {
  const std::string_view name = last_name(cell);
  Wording wording = look_up(names, name);
  const std::size_t stop = cell.find('.');
  if (stop == std::string_view::npos) return wording;
  const std::string_view scope = cell.substr(0, stop);
  if (scope == "procedure") return wording;
  const Regime* regime = rules.regime(scope);
  std::string en(regime == nullptr ? scope : std::string_view(regime->title_en));
  std::string zh(regime == nullptr ? scope : std::string_view(regime->title_zh));
  const std::string_view rest = cell.substr(stop + 1);
  if (rest.size() > name.size()) {
    const std::string_view outcome = rest.substr(0, rest.size() - name.size() - 1);
    en += ", " + outcome_label(outcome, Language::en);
    zh += "，" + outcome_label(outcome, Language::zh);
  }
  return {zh + "：" + wording.zh, en + ": " + wording.en};
}

Wording cell_value_wording(const RuleBook& rules, std::string_view cell, std::string_view value) {
  const std::string_view name = last_name(cell);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return look_up(values, value);
  if (name.ends_with("_minor")) {
    const std::string amount = grouped_text(Money::of_minor(Minor(number), rules.currency()));
    const std::string code(rules.currency().code());
    return {amount + " " + code, amount + " " + code};
  }
  const std::string text(value);
  for (const Unit& unit : units) {
    if (name.ends_with(unit.suffix)) {
      return {std::string(unit.zh_before) + text + std::string(unit.zh),
              text + std::string(number == 1 ? unit.en_one : unit.en)};
    }
  }
  // A whole number without a unit says yes or no.
  return look_up(values, number == 0 ? "false" : "true");
}

}  // namespace bursar
