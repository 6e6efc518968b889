// The import as a host does it, for what the tool does not print: how long the write lock was held.
#include <bursar/exchange/import.hpp>
#include <bursar/exchange/input_file.hpp>
#include <bursar/office/office.hpp>
#include <bursar/policy/rule_book.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <array>
#include <filesystem>
#include <iostream>
#include <iterator>

#include "bench_support.hpp"

namespace bench {
namespace {

constexpr std::array<std::string_view, 7> inputs{"projects",      "budget_lines",  "adjustments",
                                                 "disbursements", "refund_orders", "repayments",
                                                 "entries"};

void open_book(bursar::Journal& journal) {
  bursar::Office office(journal, {[] { return bursar::Date(2025, 12, 31); }, {}});
  const auto opening = need("opening", bursar::opening_under("cn-shenzhen"));
  need("open", office.open_book({"open", "bench", bursar::Date(1900, 1, 1)}, opening));
}

}  // namespace

int run_import(const std::string& store, const std::string& folder,
               const std::string& profile_path) {
  std::filesystem::remove(store);
  const auto journal =
      need(store, bursar::SqliteJournal::create(store, "bench", bursar::system_host()));
  open_book(*journal);
  const auto text = need(profile_path, bursar::InputFile::open(profile_path));
  const auto profile = need(profile_path, bursar::ImportProfile::from_toml(text.bytes()));
  std::vector<bursar::InputFile> opened;
  std::vector<bursar::ImportFile> files;
  for (const std::string_view input : inputs) {
    const std::string path = folder + "/" + std::string(input) + ".csv";
    opened.push_back(need(path, bursar::InputFile::open(path)));
    files.push_back({std::string(input), path, opened.back().bytes()});
  }
  bursar::ImportOptions options;
  options.today = bursar::Date(2025, 12, 31);
  options.actor = "bench";
  options.profile = &profile;
  const Stopwatch watch;
  const auto outcome = need("import", bursar::import_into(*journal, files, options));
  print_figure("wall_s", watch.wall_s());
  print_figure("cpu_s", watch.cpu_s());
  print_figure("lock_s", static_cast<double>(journal->last_lock_us()) * 1e-6);
  end_figures();
  if (outcome.appended.has_value()) return 0;
  std::cerr << "the import was refused\n";
  return 1;
}

}  // namespace bench
