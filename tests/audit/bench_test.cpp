// The ten checks find exactly what the benchmark's generator planted, and nothing of what it
// planted as near misses.
#include "bench_portfolio.hpp"

#include <catch2/catch.hpp>

using namespace bursar;
using namespace bursar::test;

TEST_CASE("The ten rules find what was planted, at any seed and size") {
  for (const auto& [count, seed] :
       {std::pair{2000U, 20260101U}, {1000U, 7U}, {1000U, 8U}, {600U, 99U}, {1U, 3U}, {37U, 4U}}) {
    pf::Params params;
    params.projects = count;
    params.seed = seed;
    const pf::Portfolio portfolio = pf::generate(params);
    const std::vector<Project> projects = bench_projects(portfolio);
    const AuditScope scope{projects, {"bench", 1, Digest{}}, AsOf{}};
    const AuditRun found = audit(scope, ten(), bench_day(), AuditContext{2}).value();
    INFO(count << " projects, seed " << seed);
    CHECK(found.complete);
    CHECK(bench_findings(found) == expected_findings(portfolio));
  }
}

TEST_CASE("The ten rules find the same again after one percent of new entries") {
  pf::Params params;
  params.projects = 500;
  pf::Portfolio portfolio = pf::generate(params);
  std::vector<Project> projects = bench_projects(portfolio);
  const RuleSet rules = ten();
  AuditRun last =
      audit({projects, {"bench", 1, Digest{}}, AsOf{}}, rules, bench_day(), AuditContext{2})
          .value();
  std::map<std::int32_t, std::vector<pf::Entry>> fresh;
  for (const pf::Entry& entry : pf::make_delta(portfolio, true))
    fresh[entry.project].push_back(entry);
  for (Project& project : projects) {
    std::int32_t id = 0;
    const std::string_view text = project.id.text();
    std::from_chars(text.data(), text.data() + text.size(), id);
    const auto entries = fresh.find(id);
    if (entries == fresh.end()) continue;
    std::vector<const pf::Entry*> lines;
    for (const pf::Entry& entry : entries->second) lines.push_back(&entry);
    add_bench_lines(project, lines);
    ++project.version;
  }
  const AuditScope scope{projects, {"bench", 2, Digest{}}, AsOf{}};
  last = re_audit(std::move(last), scope, rules, bench_day(), AuditContext{2}).value();
  CHECK(last == audit(scope, rules, bench_day(), AuditContext{1}).value());
}
