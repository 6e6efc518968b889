// Two rules of a host: one looks at a project alone, one at projects that share something.
#pragma once

#include <bursar/audit/rule_set.hpp>

namespace host {

/// `round_amounts`: at least `count` lines of spending that are whole multiples of `step`. Invented
/// vouchers tend to be round.
bursar::AnyRule round_amounts(bursar::Money step, int count);

/// `leader_of_many`: one person leads more than `limit` projects that run on the day of the audit.
bursar::AnyRule leader_of_many(std::size_t limit);

}  // namespace host
