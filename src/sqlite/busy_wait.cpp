#include "sqlite/busy_wait.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace bursar::sqlite_detail {

using namespace std::chrono_literals;

BusyWait::BusyWait(int deadline_ms, bool waits)
    : deadline_(deadline_ms),
      waits_(waits),
      state_(static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()) ^
             (static_cast<std::uint64_t>(getpid()) << 40U)),
      armed_at_(Clock::now()),
      met_others_at_(armed_at_ - 1h),
      released_at_(met_others_at_) {}

void BusyWait::attach(sqlite3* database) {
  sqlite3_busy_handler(database, &BusyWait::on_busy, this);
}

void BusyWait::arm() { armed_at_ = Clock::now(); }

void BusyWait::give_way() {
  if (!waits_) return;
  const Clock::time_point now = Clock::now();
  if (now - met_others_at_ > 1s || now - released_at_ > 500us) return;
  std::this_thread::sleep_for(jitter(200, 600));
}

void BusyWait::released() { released_at_ = Clock::now(); }

std::int64_t BusyWait::waited_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - armed_at_).count();
}

int BusyWait::on_busy(void* self, int /*count*/) {
  return static_cast<BusyWait*>(self)->wait() ? 1 : 0;
}

bool BusyWait::wait() {
  met_others_at_ = Clock::now();
  const auto waited = met_others_at_ - armed_at_;
  if (!waits_ || waited >= deadline_) return false;
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline_ - waited);
  std::this_thread::sleep_for(std::min(left, jitter(50, waited < 100ms ? 300 : 1000)));
  return true;
}

// xorshift64*: spreads the waiters, guards no secret.
std::chrono::microseconds BusyWait::jitter(std::uint64_t at_least_us, std::uint64_t below_us) {
  state_ ^= state_ >> 12U;
  state_ ^= state_ << 25U;
  state_ ^= state_ >> 27U;
  const std::uint64_t drawn = (state_ * 0x2545f4914f6cdd1dULL) >> 33U;
  return std::chrono::microseconds(at_least_us + drawn % (below_us - at_least_us));
}

}  // namespace bursar::sqlite_detail
