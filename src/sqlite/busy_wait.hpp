// Waiting for other processes: short random sleeps, a hard deadline, and giving way to those who
// wait.
#pragma once

#include <chrono>
#include <cstdint>

struct sqlite3;

namespace bursar::sqlite_detail {

/// SQLite keeps no queue for its locks, and its own back-off lets a waiter sleep through many
/// chances: the slowest of four processes waited a thousand times the 99th percentile. Here sleeps
/// stay short, and a writer that met others lately pauses before it takes the lock again.
class BusyWait {
 public:
  BusyWait(int deadline_ms, bool waits);
  /// Becomes the busy handler of a connection; must outlive it.
  void attach(sqlite3* database);
  /// Starts the clock of one call.
  void arm();
  /// Gives way, if others were met in the last second and this connection wrote a moment ago.
  void give_way();
  /// This connection has let go of the write lock.
  void released();
  /// How long the call that was armed has been waiting.
  [[nodiscard]] std::int64_t waited_ms() const;

 private:
  using Clock = std::chrono::steady_clock;
  static int on_busy(void* self, int count);
  bool wait();
  std::chrono::microseconds jitter(std::uint64_t at_least_us, std::uint64_t below_us);

  std::chrono::milliseconds deadline_;
  bool waits_;
  std::uint64_t state_;
  Clock::time_point armed_at_;
  Clock::time_point met_others_at_;
  Clock::time_point released_at_;
};

}  // namespace bursar::sqlite_detail
