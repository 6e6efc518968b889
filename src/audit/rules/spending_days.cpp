// Spending and the contract period: spending_outside_period, labour_after_end.
#include "audit/rules/rule_support.hpp"

#include <bursar/audit/ten_rules.hpp>

namespace bursar {
namespace {

using namespace audit_detail;

enum Need : std::uint8_t { need_expenses, need_start, need_end };

/// One finding a line.
void report_line(const ProjectCase& project, const CaseLine& line, std::string_view message,
                 std::vector<MessageArgument> arguments, FindingSink& sink) {
  FindingDraft draft;
  draft.subject = std::string(line.line.expense_id);
  draft.message_key = std::string(message);
  draft.arguments = std::move(arguments);
  draft.arguments.emplace_back("expense", draft.subject);
  draft.arguments.emplace_back("on", to_iso(from_day_number(line.effective_day)));
  draft.arguments.emplace_back("amount", amount_text(line.net, project.project().currency));
  draft.arguments.emplace_back("currency", std::string(project.project().currency.code()));
  draft.evidence.push_back(project.evidence_of(line, line.net));
  sink.report(std::move(draft));
}

class SpendingOutsidePeriod final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "spending_outside_period";
    info.title = {"合同期外支出", "spending outside the contract period"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"expenses", "start_on", "end_on"};
    info.messages["before"] = {
        "支出{expense}（{on}，{amount} {currency}）早于合同开始日{start}",
        "expense {expense} ({on}, {amount} {currency}) lies before the contract's "
        "first day {start}"};
    info.messages["after"] = {
        "支出{expense}（{on}，{amount} {currency}）晚于合同结束日{end}",
        "expense {expense} ({on}, {amount} {currency}) lies after the contract's "
        "end {end}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (const auto verdict = without_lines(project, need_expenses)) return *verdict;
    const auto start = project.start_day();
    if (!start) return Verdict::missing(need_start);
    const auto end = project.end_day();
    if (!end) return Verdict::missing(need_end);
    const ProjectFigures& figures = project.figures();
    if (figures.first_day >= *start && figures.last_day <= *end) return Verdict::checked();
    for (const CaseLine& line : project.lines()) {
      if (!line.stands) continue;
      if (line.effective_day < *start) {
        report_line(project, line, "before", {{"start", to_iso(from_day_number(*start))}}, sink);
      } else if (line.effective_day > *end) {
        report_line(project, line, "after", {{"end", to_iso(from_day_number(*end))}}, sink);
      }
    }
    return Verdict::checked();
  }
};

class LabourAfterEnd final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "labour_after_end";
    info.title = {"合同期后列支劳务费", "labour cost after the contract's end"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"expenses", "start_on", "end_on"};
    info.messages["after"] = {"劳务支出{expense}（{on}，{amount} {currency}）晚于合同结束日{end}",
                              "labour cost {expense} ({on}, {amount} {currency}) lies after the "
                              "contract's end {end}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (const auto verdict = without_lines(project, need_expenses)) return *verdict;
    const auto end = project.end_day();
    if (!end) return Verdict::missing(need_end);
    if (project.figures().last_day <= *end || !any_labour_after(project.project().expenses, *end)) {
      return Verdict::checked();
    }
    for (const CaseLine& line : project.lines()) {
      if (!line.stands || top_head(line.line.head) != Head::labour || line.effective_day <= *end)
        continue;
      report_line(project, line, "after", {{"end", to_iso(from_day_number(*end))}}, sink);
    }
    return Verdict::checked();
  }

 private:
  static bool any_labour_after(const ExpenseColumns& columns, std::int32_t end) {
    const auto days = columns.effective_day();
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (days[i] > end && top_head(columns.head[i]) == Head::labour) return true;
    }
    return false;
  }
};

}  // namespace

AnyRule spending_outside_period() { return std::make_shared<const SpendingOutsidePeriod>(); }
AnyRule labour_after_end() { return std::make_shared<const LabourAfterEnd>(); }

}  // namespace bursar
