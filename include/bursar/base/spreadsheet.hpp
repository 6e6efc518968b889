// Damage that spreadsheets do to long numbers: it is detected and refused, never guessed away.
#pragma once

#include <bursar/base/export.hpp>

#include <string_view>

namespace bursar {

/// Whether a text is a number in scientific notation as spreadsheets show long
/// numbers: 5.10322E+17.
[[nodiscard]] BURSAR_API bool is_scientific_number(std::string_view text);

/// Whether a text is 18 digits of which the last three are zeros: what is left of an 18-digit
/// number after a spreadsheet kept 15 digits of it. A code may truly end so; its check character
/// decides.
[[nodiscard]] BURSAR_API bool may_have_lost_digits(std::string_view text);

}  // namespace bursar
