// Running rules in tests.
#pragma once

#include "project_builder.hpp"

#include <bursar/audit/audit.hpp>
#include <bursar/audit/ten_rules.hpp>

#include <string>
#include <utility>
#include <vector>

namespace bursar::test {

inline TieredCap cap_30_25_20() {
  return TieredCap::of(Currency::cny(), {{Rate::of_percent(30), Minor(500'000'000)},
                                         {Rate::of_percent(25), Minor(1'000'000'000)},
                                         {Rate::of_percent(20), std::nullopt}})
      .value();
}

template <class T>
Figure<T> fixed(T value, std::string text) {
  return {std::move(text), "the test", [value](const Project&) { return std::optional<T>(value); }};
}

template <class T>
Figure<T> unknown() {
  return {"unknown", "the test", [](const Project&) { return std::optional<T>(); }};
}

/// The ten checks with the figures of the benchmark.
inline RuleSet ten() {
  return ten_rules({{{Head::business, Head::labour}, fixed(cap_30_25_20(), "30/25/20 %")},
                    {fixed<std::int64_t>(180, "180")}})
      .value();
}

inline RuleSet only(AnyRule rule) {
  RuleSet rules;
  rules.add(std::move(rule)).value();
  return rules;
}

inline AuditRun run(const RuleSet& rules, std::vector<Project> projects,
                    Date as_of = day("2025-12-31"), unsigned threads = 1) {
  Folder folder(std::move(projects));
  return audit(folder.scope(), rules, as_of, AuditContext{threads}).value();
}

inline AuditRun run(AnyRule rule, const ProjectBuilder& project, Date as_of = day("2025-12-31")) {
  return run(only(std::move(rule)), {project.build()}, as_of);
}

inline std::vector<std::string> subjects(const AuditRun& run) {
  std::vector<std::string> all;
  for (const Finding& finding : run.findings) all.push_back(finding.subject);
  return all;
}

using Strings = std::vector<std::string>;

}  // namespace bursar::test
