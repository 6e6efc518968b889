// A settlement as text for people.
#include <bursar/clawback/settlement.hpp>
#include <bursar/grant/labels.hpp>
#include <bursar/money/amount_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace bursar {
namespace {

struct Title {
  std::string_view code, en, zh;
};

constexpr Title titles[] = {
    {"R.payments", "payments", "拨款"},
    {"R.bounced", "bounced", "退汇"},
    {"R.passed_in", "passed in by others", "转入"},
    {"R.passed_on", "passed on to others", "转出"},
    {"R", "received", "实收"},
    {"E", "spent in the period", "期内支出"},
    {"E.left_out", "final accounts not counted", "未计入的决算数"},
    {"O", "spent outside the period", "期外支出"},
    {"C", "payables cleared later", "清偿应付未付"},
    {"D", "disallowed", "审减"},
    {"A", "recognised", "审定"},
    {"P", "payables accepted", "认可的应付未付"},
    {"N", "unspent", "未支出"},
    {"S", "surplus", "结余资金"},
    {"V", "overspent", "超支"},
    {"I", "interest", "孳息"},
    {"X", "asset proceeds", "资产处置收入"},
    {"U", "used money recovered", "追回已使用资金"},
    {"G", "contract deposit (floor)", "合同保证金（退款下限）"},
    {"floor", "added to reach the floor", "补足下限"},
    {"floor.missing", "missing to the floor", "下限不足部分"},
    {"keep.R", "grant kept", "留用全部资助"},
    {"return.R", "whole grant returned", "退回全部资助"},
    {"keep.N", "unspent, kept", "未支出部分留用"},
    {"return.N", "unspent, returned", "未支出部分退回"},
    {"keep.until", "to be used by a day", "留用期限"},
    {"keep.S-N", "not recognised, kept", "未获认可部分留用"},
    {"return.S-N", "not recognised, returned", "未获认可部分退回"},
    {"keep.I", "interest, kept", "孳息留用"},
    {"return.I", "interest, returned", "孳息退回"},
    {"keep.X", "asset proceeds, kept", "资产处置收入留用"},
    {"return.X", "asset proceeds, returned", "资产处置收入退回"},
    {"kept", "kept by the organisation", "留用合计"},
    {"left", "spent and left there", "已用不退"},
    {"due_back", "due back", "应退合计"},
    {"decided", "fixed by decision", "处理决定金额"},
};

constexpr Title statuses[] = {
    {"seen", "seen", "有出处"},
    {"derived", "derived", "推得"},
    {"unknown", "unknown", "不详"},
    {"assumed", "assumed", "假设"},
};

std::string_view in(const Title& title, Language language) {
  return language == Language::zh ? title.zh : title.en;
}

std::string money(Minor amount, Currency currency) {
  return grouped_text(Money::of_minor(amount, currency));
}

/// A word of a formula: an amount in units of the currency; what is no letter or code is Chinese in
/// Chinese.
std::string formula_word(std::string_view word, Currency currency, Language language) {
  if (language == Language::zh && word == "day") return "日期";
  if (language == Language::zh && word == "or") return "或";
  std::int64_t minor = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), minor);
  if (error != std::errc() || end != word.data() + word.size()) return std::string(word);
  return plain_text(Money::of_minor(Minor(minor), currency));
}

/// A formula as the other amounts are written: its own are whole minor units. The bound of a
/// `max(0, ...)` stays 0.
std::string formula_text(std::string_view formula, Currency currency, Language language) {
  constexpr std::string_view between = " (),:;";
  std::string text;
  while (!formula.empty()) {
    const bool bound = text.ends_with("max(");
    const std::size_t size = std::min(formula.find_first_of(between), formula.size());
    const std::string_view word = formula.substr(0, size);
    text += bound ? std::string(word) : formula_word(word, currency, language);
    formula.remove_prefix(size);
    if (formula.empty()) break;
    text += formula.front();
    formula.remove_prefix(1);
  }
  return text;
}

std::string head(const SettlementStatement& it, Language language) {
  if (language == Language::zh) {
    return fmt::format("项目{} 单位{} 来源{}\n规则{} 结论{} 截止日K {} 基准日ref {} {}\n",
                       it.project_id.text(), it.org_id.text(), label(it.source, language),
                       it.regime, outcome_label(it.outcome, language), to_iso(it.cut_off),
                       to_iso(it.reference_on), it.audited ? "经审计" : "未经审计");
  }
  return fmt::format(
      "project {}, organisation {}, source {}\nregime {}, outcome {}, K {}, ref {}, {}\n",
      it.project_id.text(), it.org_id.text(), label(it.source, language), it.regime,
      outcome_label(it.outcome, language), to_iso(it.cut_off), to_iso(it.reference_on),
      it.audited ? "audited" : "unaudited");
}

}  // namespace

std::string_view settlement_line_title(std::string_view code, Language language) {
  for (const Title& each : titles) {
    if (each.code == code) return in(each, language);
  }
  return code;
}

std::string explain(const SettlementStatement& statement, Language language) {
  const bool zh = language == Language::zh;
  std::string text = head(statement, language);
  for (const SettlementLine& line : statement.lines) {
    const std::string_view status = in(statuses[static_cast<std::size_t>(line.status)], language);
    text += fmt::format("  {} {} {}\n", line.code, settlement_line_title(line.code, language),
                        money(line.amount, statement.currency));
    if (!line.formula.empty()) {
      text += fmt::format("    {}\n", formula_text(line.formula, statement.currency, language));
    }
    text += fmt::format("    {} [{}]\n", zh ? line.basis_zh : line.basis, status);
  }
  const auto sum = [&](std::string_view en, std::string_view chinese, Minor amount) {
    text += fmt::format("  {} {}\n", zh ? chinese : en, money(amount, statement.currency));
  };
  if (statement.decided && *statement.decided != statement.due_back) {
    text += zh ? "  处理决定与结算建议不一致\n" : "  the decision differs from the proposal\n";
  }
  sum("repaid", "已退", statement.repaid);
  sum("written off", "核销", statement.written_off);
  sum("outstanding", "未退", statement.outstanding);
  sum("credit", "多缴", statement.credit);
  return text;
}

}  // namespace bursar
