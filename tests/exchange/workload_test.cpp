// The benchmark's workload from its CSV files through its import profile into a journal: the ten
// checks find exactly what was planted.
#include "bench_portfolio.hpp"
#include "file_text.hpp"
#include "import_fixture.hpp"
#include "scratch.hpp"

#include <bursar/exchange/csv_reader.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <set>

using namespace bursar;
using bursar_test::file_text;

namespace {

/// Runs the benchmark's generator.
void generate(const std::filesystem::path& folder, int projects, int seed) {
  const std::string command = std::string(WORKLOAD_GENERATOR) + " " + folder.string() +
                              " --projects " + std::to_string(projects) + " --seed " +
                              std::to_string(seed) + " > " + (folder / "said.txt").string();
  REQUIRE(std::system(command.c_str()) == 0);
}

/// Check number and key of each line "C03,17:2".
std::vector<test::BenchFinding> planted(const std::filesystem::path& file) {
  std::vector<test::BenchFinding> planted;
  const std::string text = file_text(file);
  CsvReader rows(text, ',');
  while (rows.next()) planted.emplace_back(std::stoi(std::string(rows[0].substr(1))), rows[1]);
  std::sort(planted.begin(), planted.end());
  return planted;
}

}  // namespace

TEST_CASE("Workload: through files, profile and journal, the ten rules find what was planted") {
  const ImportProfile profile =
      ImportProfile::from_toml(file_text("tests/bench/profiles/workload.toml")).value();
  std::set<int> seen;
  for (const auto& [projects, seed] : {std::pair{600, 7}, std::pair{300, 20260101}}) {
    CAPTURE(projects, seed);
    const bursar_test::ScratchFolder folder;
    generate(folder.path(), projects, seed);
    std::vector<bursar_test::File> files;
    for (const std::string& input : profile.inputs()) {
      files.emplace_back(input, file_text(folder / (input + ".csv")));
    }
    CHECK(files.size() == 7);
    bursar_test::Store store;
    auto options = bursar_test::Store::options();
    options.profile = &profile;
    const ImportOutcome outcome = store.take(files, options);
    REQUIRE(outcome.appended.has_value());
    const Portfolio portfolio = store.fold();
    CHECK(portfolio.projects().size() == static_cast<std::size_t>(projects));
    for (const Project& project : portfolio.projects()) CHECK(project.irregular.empty());
    const AuditRun run = audit(portfolio, test::ten(), test::bench_day(), AuditContext{2}).value();
    CHECK(run.complete);
    const auto expected = planted(folder / "expected.csv");
    CHECK(test::bench_findings(run) == expected);
    for (const auto& [check, key] : expected) seen.insert(check);
    // The same files again, on the folded store: nothing new.
    CHECK_FALSE(store.take(files, options).appended.has_value());
  }
  CHECK(seen == std::set<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}
