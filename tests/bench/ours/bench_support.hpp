// What the measurements of our side share: a clock, medians, and one line of output a measurement.
#pragma once

#include <bursar/base/result.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// Wall and CPU seconds since it was made.
class Stopwatch {
 public:
  Stopwatch();
  [[nodiscard]] double wall_s() const;
  [[nodiscard]] double cpu_s() const;

 private:
  double wall_;
  double cpu_;
};

/// A value of a sorted copy: 0.5 is the median, 0.99 the 99th percentile.
[[nodiscard]] double quantile(std::vector<double> values, double share);

/// Prints " name=value" pairs; the driver reads them.
void print_figure(std::string_view name, double value);
void print_figure(std::string_view name, std::string_view value);
void end_figures();

/// The store at a path. Ends the program where it cannot be opened.
[[nodiscard]] std::unique_ptr<bursar::SqliteJournal> open_store(const std::string& path);

/// The value of a result, or the end of the program.
[[noreturn]] void stop(std::string_view what, const bursar::Refusal& refusal);
template <class T>
T need(std::string_view what, bursar::Result<T> result) {
  if (!result.has_value()) stop(what, result.error());
  return *std::move(result);
}

int run_import(const std::string& store, const std::string& folder, const std::string& profile);
int run_fold(const std::string& store);
int run_verify(const std::string& store);
int run_checks(const std::string& store, const std::string& expected, const std::string& as_of);
int run_commands(const std::string& store, int count);
int run_bookings(const std::string& store, int count);

}  // namespace bench
