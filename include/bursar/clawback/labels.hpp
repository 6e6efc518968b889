// The words of claims as people read them, in Chinese and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>

#include <string>
#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(ClaimStep step, Language language);
[[nodiscard]] BURSAR_API std::string_view label(AgeBucket bucket, Language language);

/// The label of a step that comes next (NextStep::code, of claims and of overdue projects); an
/// unknown code as it stands.
[[nodiscard]] BURSAR_API std::string step_label(std::string_view code, Language language);

}  // namespace bursar
