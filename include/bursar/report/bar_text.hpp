// Until when somebody is barred, as people read it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/policy/acceptance_rules.hpp>

#include <string>
#include <string_view>

namespace bursar {

/// The last day of a bar, "2023-02-28"; where no source says whether the anniversary is barred too,
/// "2023-02-28 (2023-03-01 itself not confirmed)".
[[nodiscard]] BURSAR_API std::string last_day_text(const Bar& bar, Language language);

/// "(day assumed by the agency)" where only that day rests on an assumption; else nothing.
[[nodiscard]] BURSAR_API std::string_view assumed_day_note(const Bar& bar, Language language);

}  // namespace bursar
