// What people call the fields of the records, in Chinese and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>

#include <string_view>

namespace bursar {

/// Of a field by its name in the dossier: its Chinese name with that name behind it,
/// "孳息（interest）", because that is what a file or a call is corrected by; a field that nobody
/// writes has its Chinese name alone. English texts keep the name itself; an unknown one stands as
/// it is.
[[nodiscard]] BURSAR_API Wording field_wording(std::string_view field);

}  // namespace bursar
