// One project as people read it.
#pragma once

#include "tool.hpp"

#include <optional>
#include <vector>

namespace tool {

/// The organisations that the records of a project name, each once.
[[nodiscard]] std::vector<bursar::Subject> units_of(const bursar::Project& project);

/// Prints a project with its payments, decisions, notices, claims and repayments. `units`: a
/// portfolio with its organisations, which also has the rule book. `as_of`: the day that was asked
/// for; with none the deadlines of claims are counted to today.
void print_project(const Settings& settings, const bursar::Portfolio& units,
                   const bursar::Project& project, const std::optional<bursar::Date>& as_of);

}  // namespace tool
