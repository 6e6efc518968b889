#include <bursar/sqlite/system_host.hpp>

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <system_error>

namespace bursar {
namespace {

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

void random_bytes(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::system_error(errno, std::generic_category(), "getrandom");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace

JournalHost system_host() { return {now_us, random_bytes}; }

}  // namespace bursar
