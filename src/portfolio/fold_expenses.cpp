#include "portfolio/fold_expenses.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace bursar::fold {
namespace {

struct Named {
  std::int32_t effective_day;
  std::int32_t accrual;
};

std::uint16_t place_of_org(Project& project, std::string_view org) {
  const std::string_view wanted = org.empty() ? project.registered.org_id.text() : org;
  auto& orgs = project.expense_orgs;
  for (std::size_t i = 0; i < orgs.size(); ++i) {
    if (orgs[i].text() == wanted) return static_cast<std::uint16_t>(i);
  }
  orgs.emplace_back(std::string(wanted));
  return static_cast<std::uint16_t>(orgs.size() - 1);
}

std::int32_t place_of_accrual(const Project& project, std::string_view accrual) {
  if (accrual.empty()) return -1;
  for (std::size_t i = 0; i < project.accruals.size(); ++i) {
    if (project.accruals[i].accrual_id == accrual) return static_cast<std::int32_t>(i);
  }
  return -1;
}

}  // namespace

void fill_expense_columns(Project& project, Date effective) {
  const std::int32_t last_day = day_number(effective);
  const std::vector<ExpenseBlock::Lines> blocks = project.cold_lines();
  // What a reversal may name: every line of the project, whichever block it is in.
  std::unordered_map<std::string_view, Named> named;
  const bool any_reversal = std::ranges::any_of(blocks, [](const ExpenseBlock::Lines& block) {
    return std::ranges::any_of(block.span(),
                               [](const ExpenseLine& line) { return !line.reverses.empty(); });
  });
  if (any_reversal) {
    for (const ExpenseBlock::Lines& block : blocks) {
      for (const ExpenseLine& line : block.span()) {
        if (!line.reverses.empty()) continue;
        named.try_emplace(line.expense_id,
                          Named{line.day, place_of_accrual(project, line.accrual_id)});
      }
    }
  }
  ExpenseColumns& columns = project.expenses;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto lines = blocks[b].span();
    for (std::uint32_t at = 0; at < lines.size(); ++at) {
      const ExpenseLine& line = lines[at];
      if (line.day > last_day) continue;
      Named counts{line.day, place_of_accrual(project, line.accrual_id)};
      if (const auto found = named.find(line.reverses); !line.reverses.empty() && found != named.end()) {
        counts.effective_day = found->second.effective_day;
        if (counts.accrual < 0) counts.accrual = found->second.accrual;
      }
      columns.amount.push_back(line.amount);
      columns.day.push_back(line.day);
      columns.effective_day.push_back(counts.effective_day);
      columns.head.push_back(line.head);
      columns.source.push_back(line.source);
      columns.kind.push_back(line.kind);
      columns.org.push_back(place_of_org(project, line.org_id));
      columns.accrual.push_back(counts.accrual);
      project.expense_sources[b].kept.push_back(at);
    }
  }
}

}  // namespace bursar::fold
