// A host's own pack for tests: two regimes, every kind of cell.
#pragma once

#include <string>

namespace bursar::test {

inline const std::string host_pack = R"(schema = "bursar.rules/1"
name = "host"
title = { zh = "某市", en = "A city" }
currency = "CNY"
default_source = "grant:city"

[basis]
rule = { zh = "某办法第三条", en = "art. 3 of a rule" }

[[regime]]
id = "old"
title = { zh = "旧", en = "Old" }
in_force_from = { value = 2015-01-01, status = "seen", basis = "rule" }
key_date = { value = "contract_on", status = "seen", basis = "rule" }
payables_count = { value = false, status = "seen", basis = "rule" }

[[regime.outcome]]
outcome = "passed"
unspent = { value = "keep", status = "seen", basis = "rule" }
not_recognised = { value = "return", status = "derived", basis = "rule" }
interest = { status = "unknown", basis = "rule", proposed = "return" }
asset_proceeds = { status = "unknown", basis = "rule" }
whole_grant = { value = "keep", status = "seen", basis = "rule" }
floor = { value = "none", status = "seen", basis = "rule" }
used_money = { value = "none", status = "seen", basis = "rule" }
keep_years = { value = 2, status = "seen", basis = "rule" }

[[regime]]
id = "new"
title = { zh = "新", en = "New" }
in_force_from = { value = 2020-01-01, status = "seen", basis = "rule" }
in_force_until_inclusive = { value = 2024-12-31, status = "seen", basis = "rule" }
key_date = { value = "contract_on", status = "seen", basis = "rule" }
payables_count = { value = true, status = "seen", basis = "rule" }
[regime.parameters]
leader_bar_months = { value = 24, status = "seen", basis = "rule" }
publicity_days = { status = "unknown", basis = "rule", proposed = 7 }

[[each]]
outcome = "revoked"
unspent = { value = "return", status = "derived", basis = "rule" }
not_recognised = { value = "return", status = "derived", basis = "rule" }
interest = { value = "return", status = "derived", basis = "rule" }
asset_proceeds = { value = "return", status = "derived", basis = "rule" }
whole_grant = { value = "return", status = "seen", basis = "rule" }
floor = { value = "none", status = "seen", basis = "rule" }
used_money = { value = "none", status = "seen", basis = "rule" }

[[procedure]]
name = "public_notice_days"
until_inclusive = 2021-12-31
cell = { value = 60, status = "seen", basis = "rule" }
[[procedure]]
name = "public_notice_days"
from = 2022-01-01
cell = { value = 30, status = "seen", basis = "rule" }
[[procedure]]
name = "refund_days"
cell = { status = "unknown", basis = "rule", proposed = 15 }
)";

/// A text with one passage replaced; the passage must occur.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "the passage to replace is not there: " + from;
  return text.replace(at, from.size(), to);
}

}  // namespace bursar::test
