// How much a guarantee test does: everything where BURSAR_TEST_SCALE is "full", else a tenth.
#pragma once

#include <cstdlib>
#include <string_view>

namespace bursar_test {

inline bool full_scale() {
  const char* scale = std::getenv("BURSAR_TEST_SCALE");
  return scale != nullptr && std::string_view(scale) == "full";
}

/// The figure that is promised at full scale, or a tenth of it.
inline int scaled(int figure) { return full_scale() ? figure : (figure + 9) / 10; }

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// Every how many-eth place is tried: each at full scale, else fewer, and fewest where a sanitizer
/// makes each of them slow.
inline int every_nth(int tenth) {
  if (full_scale() && !sanitized) return 1;
  return sanitized ? 5 * tenth : tenth;
}

}  // namespace bursar_test
