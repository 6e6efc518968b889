// The machine's own clock and random source, for hosts that have nothing better to lend.
#pragma once

#include <bursar/journal/journal.hpp>

namespace bursar {

/// The system clock in UTC microseconds, and the operating system's random bytes. `random` throws
/// std::system_error where the machine has none.
[[nodiscard]] BURSAR_API JournalHost system_host();

}  // namespace bursar
