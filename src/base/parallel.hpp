// Independent tasks on several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bursar::parallel {

/// The number of threads that is meant: 0 = one a core.
inline unsigned thread_count(unsigned asked) {
  if (asked != 0) return asked;
  const unsigned cores = std::thread::hardware_concurrency();
  return cores == 0 ? 1 : cores;
}

/// Calls work(task, worker) for every task below `tasks`, in any order, on at most `threads`
/// threads, the caller's among them; worker < threads tells the threads apart. Throws what a task
/// threw first; tasks that were not begun by then are left out.
template <class Work>
void run_parallel(unsigned threads, std::size_t tasks, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_guard;
  const auto run = [&](unsigned worker) {
    try {
      for (std::size_t task = next++; task < tasks; task = next++) work(task, worker);
    } catch (...) {
      next = tasks;
      const std::lock_guard<std::mutex> lock(failure_guard);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  if (tasks > 1) others.reserve(threads - 1);
  try {
    for (unsigned worker = 1; worker < threads && worker < tasks; ++worker) {
      others.emplace_back(run, worker);
    }
  } catch (...) {
    // No more threads, or no memory for them: those that run do the work.
  }
  run(0);
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace bursar::parallel
