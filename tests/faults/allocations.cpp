#include "allocations.hpp"

#include <fmt/core.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace bursar_test {
namespace {

// Folds run on several threads, so that all of these are shared.
std::atomic<bool> armed{false};
std::atomic<std::int64_t> left_until_failure{0};
std::atomic<bool> fails_on{false};
std::atomic<std::int64_t> failed{0};
std::atomic<std::int64_t> outstanding{0};

// By malloc, which the address sanitizer watches: a use after free, or one past the end, is seen
// here as anywhere. What it does not see is memory from new that is given to free, or the other way
// round.
void* allocate(std::size_t size) {
  if (allocation_fails()) return nullptr;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory != nullptr) count_allocation();
  return memory;
}

void release(void* memory) {
  if (memory == nullptr) return;
  count_release();
  std::free(memory);
}

}  // namespace

void fail_allocation(std::int64_t n, bool from_then_on) {
  failed = 0;
  fails_on = from_then_on;
  left_until_failure = n;
  armed = true;
}

std::int64_t stop_failing_allocations() {
  armed = false;
  return failed;
}

bool allocation_fails() {
  if (!armed) return false;
  const std::int64_t left = --left_until_failure;
  if (left > 0 || (left < 0 && !fails_on)) return false;
  ++failed;
  return true;
}

void count_allocation() { ++outstanding; }
void count_release() { --outstanding; }

std::int64_t allocations_outstanding() { return outstanding; }

void print(const std::string& name, const AllocationFigures& figures) {
  fmt::print(
      "allocations, {}: {} trials, {} reported ({} by a handle that was then opened anew), {} "
      "absorbed, {} "
      "broken, {} leaked{}{}\n",
      name, figures.trials, figures.reported, figures.poisoned, figures.absorbed, figures.broken,
      figures.leaked, figures.first.empty() ? "" : "; first: ", figures.first);
}

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
