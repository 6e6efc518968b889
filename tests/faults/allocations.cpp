#include "allocations.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <new>
#include <stdexcept>

namespace bursar_test {
namespace {

std::int64_t fails_at = 0;  // counts down; 0 = nothing fails
bool fails_on = false;
std::int64_t failed = 0;
std::int64_t outstanding = 0;
sqlite3_mem_methods sqlite_own;

bool fails_now() {
  if (fails_at == 0) return false;
  if (fails_at > 1) {
    --fails_at;
    return false;
  }
  if (!fails_on) fails_at = 0;
  ++failed;
  return true;
}

void* allocate(std::size_t size) {
  if (fails_now()) return nullptr;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory != nullptr) ++outstanding;
  return memory;
}

void release(void* memory) {
  if (memory == nullptr) return;
  --outstanding;
  std::free(memory);
}

void* sqlite_allocate(int size) {
  if (fails_now()) return nullptr;
  void* memory = sqlite_own.xMalloc(size);
  if (memory != nullptr) ++outstanding;
  return memory;
}

void sqlite_release(void* memory) {
  if (memory != nullptr) --outstanding;
  sqlite_own.xFree(memory);
}

void* sqlite_reallocate(void* memory, int size) {
  if (fails_now()) return nullptr;
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

void fail_allocation(std::int64_t n, bool from_then_on) {
  failed = 0;
  fails_on = from_then_on;
  fails_at = n;
}

std::int64_t stop_failing_allocations() {
  fails_at = 0;
  return failed;
}

std::int64_t allocations_outstanding() { return outstanding; }

}  // namespace bursar_test

void* operator new(std::size_t size) {
  void* memory = bursar_test::allocate(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return bursar_test::allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return bursar_test::allocate(size);
}
void operator delete(void* memory) noexcept { bursar_test::release(memory); }
void operator delete[](void* memory) noexcept { bursar_test::release(memory); }
void operator delete(void* memory, std::size_t) noexcept { bursar_test::release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { bursar_test::release(memory); }
