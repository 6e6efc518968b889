#include <bursar/portfolio/project.hpp>

#include "portfolio/approved_changes.hpp"

#include <algorithm>

namespace bursar {

std::optional<Date> Project::end_in_force() const {
  return fold::end_in_force_on(*this, Date(boost::gregorian::max_date_time));
}

PersonId Project::leader_in_force() const {
  return fold::leader_in_force_on(*this, Date(boost::gregorian::max_date_time));
}

const Attempt* Project::concluding_attempt() const {
  const Attempt* highest = nullptr;
  for (const Attempt& each : attempts) {
    if (!each.outcome || !each.concluded_on || !is_concluding(*each.outcome)) continue;
    if (highest == nullptr || each.attempt > highest->attempt) highest = &each;
  }
  return highest;
}

bool Project::stands(const Decision& decision) const {
  const auto in_force = [](const Decision& each) {
    return each.status == DecisionStatus::in_force;
  };
  if (!in_force(decision)) return false;
  const auto named = [&](std::string_view wanted) {
    const auto found = std::ranges::find(decisions, wanted, &Decision::decision_id);
    return found == decisions.end() ? nullptr : &*found;
  };
  // Whether a decision in force leads to this one. None replaces a later one, and a ring of those
  // of one day ends the walk.
  const auto replaces = [&](const Decision& other) {
    const Decision* at = &other;
    for (std::size_t steps = 0; steps <= decisions.size(); ++steps) {
      if (at->replaces.empty()) return false;
      const Decision* replaced = named(at->replaces);
      if (replaced == nullptr || at->decided_on < replaced->decided_on) return false;
      if (replaced == &decision) return true;
      at = replaced;
    }
    return false;
  };
  return std::ranges::none_of(decisions, [&](const Decision& other) {
    return &other != &decision && in_force(other) && replaces(other);
  });
}

const Decision* Project::decision_in_force(DecisionKind kind) const {
  const Decision* latest = nullptr;
  for (const Decision& each : decisions) {
    if (each.kind != kind || !stands(each)) continue;
    if (latest == nullptr || each.decided_on >= latest->decided_on) latest = &each;
  }
  return latest;
}

std::vector<ExpenseBlock::Lines> Project::cold_lines() const {
  std::vector<ExpenseBlock::Lines> lines;
  lines.reserve(expense_sources.size());
  for (const ExpenseSource& source : expense_sources) lines.push_back(source.block.lines());
  for (const ExpenseEdit& edit : expense_edits)
    lines[edit.source].set(edit.line, edit.field, edit.value);
  return lines;
}

}  // namespace bursar
