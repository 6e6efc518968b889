// The words that reports print, in Chinese and English: those of the audit, and of the floors
// below.
#pragma once

#include <bursar/audit/audit.hpp>
#include <bursar/base/export.hpp>
#include <bursar/clawback/labels.hpp>
#include <bursar/grant/labels.hpp>
#include <bursar/policy/labels.hpp>

#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(Severity severity, Language language);
[[nodiscard]] BURSAR_API std::string_view label(RuleStatus status, Language language);

}  // namespace bursar
