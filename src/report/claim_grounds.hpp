// What stands behind each claim of a recovery: the sum that the settlements give, and how sure it
// is.
#pragma once

#include "report/page.hpp"

#include <map>
#include <string>
#include <utility>

namespace bursar::report {

/// By payer and source, for one project.
using ClaimGrounds = std::map<std::pair<std::string, Source>, ClaimGround>;
[[nodiscard]] ClaimGrounds claim_grounds(const Portfolio& portfolio, const Project& project,
                                         const RuleBook& rules);

}  // namespace bursar::report
