// Every allocation of this program and of SQLite passes here, is counted, and can be made to fail.
#pragma once

#include <cstdint>

namespace bursar_test {

/// Has SQLite allocate here, too; before it is used for the first time.
void watch_sqlite_allocations();

/// The n-th allocation from now on fails, and those after it if asked for.
void fail_allocation(std::int64_t n, bool from_then_on);
/// No allocation fails any more; how many were made to fail.
std::int64_t stop_failing_allocations();

/// How many allocations of the program and of SQLite are not freed yet.
std::int64_t allocations_outstanding();

}  // namespace bursar_test
