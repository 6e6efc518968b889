// How sure a cell of the rule book is, and how an acceptance is held, as people read it, in Chinese
// and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/policy/acceptance_rules.hpp>
#include <bursar/policy/rule_book.hpp>

#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(CellStatus status, Language language);
[[nodiscard]] BURSAR_API std::string_view label(AcceptanceForm form, Language language);

}  // namespace bursar
