// How sure a cell of the rule book is, as people read it, in Chinese and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/policy/rule_book.hpp>

#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(CellStatus status, Language language);

}  // namespace bursar
