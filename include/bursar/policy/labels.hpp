// How sure a cell of the rule book is, and how an acceptance is held, as people read it, in Chinese
// and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/policy/acceptance_rules.hpp>
#include <bursar/policy/rule_book.hpp>

#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(CellStatus status, Language language);

/// A cell as people name it: `cn-shenzhen-2018.failed.interest` is the interest of a failed project
/// under the rule of that title. A name that nobody knows stands as it is.
[[nodiscard]] BURSAR_API Wording cell_wording(const RuleBook& rules, std::string_view cell);
/// Its value as people write it, with its unit: 15 of `procedure.refund_days` is "15 days", 1 of a
/// parameter without a unit "yes".
[[nodiscard]] BURSAR_API Wording cell_value_wording(const RuleBook& rules, std::string_view cell,
                                                    std::string_view value);
[[nodiscard]] BURSAR_API std::string_view label(AcceptanceForm form, Language language);

}  // namespace bursar
