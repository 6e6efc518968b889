#include <bursar/money/amount_text.hpp>

#include <string>

#include "own_rules.hpp"

namespace host {
namespace {

class RoundAmounts final : public bursar::ProjectRule {
 public:
  RoundAmounts(bursar::Money step, int count) : step_(step), count_(count) {}

  bursar::RuleInfo info() const override {
    bursar::RuleInfo info;
    info.id = "round_amounts";
    info.revision = 1;
    info.title = {"整数金额支出偏多", "many round amounts"};
    info.severity = bursar::Severity::low;
    info.basis = {"internal audit programme 2021, step 14"};
    info.parameters = {{"step_minor", std::to_string(step_.minor())},
                       {"count", std::to_string(count_)}};
    info.messages["round"] = {"{count}笔支出为{step}的整数倍",
                              "{count} lines are multiples of {step}"};
    return info;
  }

  bursar::Verdict check(const bursar::ProjectCase& project,
                        bursar::FindingSink& sink) const override {
    if (project.project().currency != step_.currency()) return bursar::Verdict::not_applicable();
    if (!project.figures().has_lines) return bursar::Verdict::not_applicable();
    bursar::FindingDraft draft;
    // The columns are at hand; the lines with all their texts are unpacked only where it matters.
    if (round_lines(project.project().expenses) < count_) return bursar::Verdict::checked();
    for (const bursar::CaseLine& line : project.lines()) {
      if (!line.stands || !is_round(line.line.amount)) continue;
      draft.evidence.push_back(project.evidence_of(line, line.net));
    }
    if (static_cast<int>(draft.evidence.size()) < count_) return bursar::Verdict::checked();
    draft.subject = project.project().id.text();
    draft.message_key = "round";
    draft.arguments = {{"count", std::to_string(draft.evidence.size())},
                       {"step", bursar::grouped_text(step_)}};
    sink.report(std::move(draft));
    return bursar::Verdict::checked();
  }

 private:
  bool is_round(bursar::Minor amount) const {
    return amount > bursar::Minor(0) && amount.value() % step_.minor() == 0;
  }
  int round_lines(const bursar::ExpenseColumns& lines) const {
    int round = 0;
    for (const bursar::Minor amount : lines.amount) round += is_round(amount) ? 1 : 0;
    return round;
  }

  bursar::Money step_;
  int count_;
};

}  // namespace

bursar::AnyRule round_amounts(bursar::Money step, int count) {
  return std::make_shared<const RoundAmounts>(step, count);
}

}  // namespace host
