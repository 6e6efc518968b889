#include "bench_support.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <utility>

namespace bench {
namespace {

double wall_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

Stopwatch::Stopwatch() : wall_(wall_now()), cpu_(cpu_now()) {}
double Stopwatch::wall_s() const { return wall_now() - wall_; }
double Stopwatch::cpu_s() const { return cpu_now() - cpu_; }

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(last * share + 0.5)];
}

void print_figure(std::string_view name, double value) { std::cout << name << '=' << value << ' '; }
void print_figure(std::string_view name, std::string_view value) {
  std::cout << name << '=' << value << ' ';
}
void end_figures() { std::cout << '\n'; }

std::unique_ptr<bursar::SqliteJournal> open_store(const std::string& path) {
  return need(path, bursar::SqliteJournal::open(path, bursar::system_host()));
}

void stop(std::string_view what, const bursar::Refusal& refusal) {
  std::cerr << what << ": " << refusal.text(bursar::Language::en) << " [" << refusal.name()
            << "]\n";
  std::exit(2);
}

}  // namespace bench
