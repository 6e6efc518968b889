// What is questioned of each project, every finding counted (gross) and every yuan once (net).
#pragma once

#include <bursar/audit/audit.hpp>

#include <functional>
#include <span>
#include <vector>

namespace bursar::audit_detail {

/// By project. `currency_of` tells the currency of a project that a finding names. Throws
/// std::overflow_error if a sum does not fit 64 bits.
std::vector<ProjectTotal> totals_of(std::span<const Finding> findings,
                                    const std::function<Currency(const ProjectId&)>& currency_of);

}  // namespace bursar::audit_detail
