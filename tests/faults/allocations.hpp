// Every allocation of this program passes here, is counted, and can be made to fail; SQLite's, too,
// where sqlite_allocations.cpp is compiled in.
#pragma once

#include <cstdint>
#include <new>
#include <string>

namespace bursar_test {

/// Has SQLite allocate here, too; before it is used for the first time.
void watch_sqlite_allocations();

/// The n-th allocation from now on fails, and those after it if asked for.
void fail_allocation(std::int64_t n, bool from_then_on);
/// No allocation fails any more; how many were made to fail.
std::int64_t stop_failing_allocations();

/// How many allocations of the program and of SQLite are not freed yet.
std::int64_t allocations_outstanding();

struct AllocationFigures {
  int trials = 0;
  int reported = 0;
  int absorbed = 0;
  int poisoned = 0;
  int broken = 0;
  int leaked = 0;
  std::string first;
};

enum class Ending { succeeded, out_of_memory, other };

/// Runs an operation with the n-th allocation failing.
template <class Run>
Ending run_failing(std::int64_t n, bool from_then_on, std::int64_t& failed, const Run& run) {
  Ending ending = Ending::succeeded;
  fail_allocation(n, from_then_on);
  try {
    run();
  } catch (const std::bad_alloc&) {
    ending = Ending::out_of_memory;
  } catch (...) {
    ending = Ending::other;
  }
  failed = stop_failing_allocations();
  return ending;
}

/// For who allocates by other means than new: whether this allocation is one that fails, and what
/// became of the others.
bool allocation_fails();
void count_allocation();
void count_release();

void print(const std::string& name, const AllocationFigures& figures);

}  // namespace bursar_test
