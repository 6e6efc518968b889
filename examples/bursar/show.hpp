// One project as people read it.
#pragma once

#include "tool.hpp"

#include <optional>
#include <vector>

namespace tool {

/// The organisations and persons that the records of a project name, each once.
[[nodiscard]] std::vector<bursar::Subject> parties_of(const bursar::Project& project);

/// Prints a project with its records of money and procedure, and what follows from its conclusion.
/// `parties`: a portfolio with its organisations and persons, which also has the rule book.
/// `as_of`: the day that was asked for; with none the deadlines of claims are counted to today.
void print_project(const Settings& settings, const bursar::Portfolio& parties,
                   const bursar::Project& project, const std::optional<bursar::Date>& as_of);

}  // namespace tool
