// What comes next, as people read it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>

#include <string>

namespace bursar {

/// A step with the first and the last day that are known for it, "apply to the court, 2020-10-09 to
/// 2021-01-08"; a last day that lies before `as_of` is said to have passed.
[[nodiscard]] BURSAR_API std::string next_step_text(const NextStep& next, Date as_of,
                                                    Language language);

}  // namespace bursar
