#include "allocations.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace bursar_test {
namespace {

sqlite3_mem_methods sqlite_own;

void* sqlite_allocate(int size) {
  if (allocation_fails()) return nullptr;
  void* memory = sqlite_own.xMalloc(size);
  if (memory != nullptr) count_allocation();
  return memory;
}

void sqlite_release(void* memory) {
  if (memory != nullptr) count_release();
  sqlite_own.xFree(memory);
}

void* sqlite_reallocate(void* memory, int size) {
  if (allocation_fails()) return nullptr;
  return sqlite_own.xRealloc(memory, size);
}

}  // namespace

void watch_sqlite_allocations() {
  static bool watched = false;
  if (watched) return;
  watched = true;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_own);
  sqlite3_mem_methods ours = sqlite_own;
  ours.xMalloc = sqlite_allocate;
  ours.xFree = sqlite_release;
  ours.xRealloc = sqlite_reallocate;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK ||
      sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK) {
    throw std::logic_error("SQLite was used before its allocations were watched");
  }
}

}  // namespace bursar_test
