// The ten checks on a folded portfolio, and whether they find what was planted.
#include <bursar/audit/audit.hpp>
#include <bursar/audit/ten_rules.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <set>
#include <utility>

#include "bench_support.hpp"

namespace bench {
namespace {

using Keys = std::set<std::string>;

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> check_of_rule{
    {{"indirect_over_cap", "C01"},
     {"spending_outside_period", "C02"},
     {"head_overspent", "C03"},
     {"invoice_on_several_projects", "C04"},
     {"spent_more_than_received", "C05"},
     {"acceptance_overdue", "C06"},
     {"labour_after_end", "C07"},
     {"split_purchases", "C08"},
     {"paid_more_than_approved", "C09"},
     {"repayment_overdue", "C10"}}};

/// The workload's own definitions: 30/25/20 % at 5 and 10 million yuan; acceptance within 180 days
/// of the end.
bursar::RuleSet workload_rules() {
  using bursar::Currency;
  using bursar::Minor;
  using bursar::Rate;
  std::vector<bursar::Tier> tiers{{Rate::of_percent(30), Minor(500'000'000)},
                                  {Rate::of_percent(25), Minor(1'000'000'000)},
                                  {Rate::of_percent(20), std::nullopt}};
  const auto cap = need("tiers", bursar::TieredCap::of(Currency::cny(), std::move(tiers)));
  const std::string definition = "the definition of the workload's checks";
  bursar::TenRulesFigures figures{
      {{bursar::Head::business, bursar::Head::labour},
       {"30/25/20 %", definition, [cap](const bursar::Project&) { return std::optional(cap); }}},
      {{"180 days", definition,
        [](const bursar::Project&) { return std::optional<std::int64_t>(180); }}}};
  return need("rules", bursar::ten_rules(figures));
}

/// The workload numbers the heads.
std::string numbered(std::string subject) {
  static constexpr std::array<std::string_view, 4> heads{"equipment", "business", "labour",
                                                         "indirect"};
  const std::size_t colon = subject.rfind(':');
  for (std::size_t i = 0; colon != std::string::npos && i < heads.size(); ++i) {
    if (std::string_view(subject).substr(colon + 1) == heads[i]) {
      return subject.substr(0, colon + 1) + std::to_string(i + 1);
    }
  }
  return subject;
}

Keys keys_of(const bursar::AuditRun& run) {
  Keys keys;
  for (const bursar::Finding& finding : run.findings) {
    for (const auto& [rule, check] : check_of_rule) {
      if (finding.rule->id != rule) continue;
      const bool by_head = check == "C03";
      keys.insert(std::string(check) + "," +
                  (by_head ? numbered(finding.subject) : finding.subject));
    }
  }
  return keys;
}

Keys lines_of(const std::string& path) {
  std::ifstream in(path);
  Keys keys;
  for (std::string line; std::getline(in, line);) keys.insert(line);
  return keys;
}

void tell_differences(const Keys& found, const Keys& expected) {
  int told = 0;
  for (const std::string& key : expected) {
    if (!found.contains(key) && ++told <= 20) std::cerr << "missed: " << key << '\n';
  }
  for (const std::string& key : found) {
    if (!expected.contains(key) && ++told <= 40) std::cerr << "too much: " << key << '\n';
  }
}

}  // namespace

/// Of its own, and not inlined, so that its instructions can be counted apart.
[[gnu::noinline]] bursar::AuditRun run_ten_checks(const bursar::Portfolio& portfolio,
                                                  const bursar::RuleSet& rules, bursar::Date as_of,
                                                  unsigned threads) {
  return need("audit", bursar::audit(portfolio, rules, as_of, {threads}));
}

int run_checks(const std::string& store, const std::string& expected, const std::string& as_of) {
  const auto journal = open_store(store);
  const auto portfolio = need("fold", bursar::Portfolio::fold(*journal, {}, false));
  const bursar::RuleSet rules = workload_rules();
  const bursar::Date day = need("day", bursar::parse_iso_date(as_of));
  Keys found;
  for (const unsigned threads : {1U, 2U}) {
    std::vector<double> wall_s;
    std::vector<double> cpu_s;
    for (int i = 0; i < 5; ++i) {
      const Stopwatch watch;
      const bursar::AuditRun run = run_ten_checks(portfolio, rules, day, threads);
      wall_s.push_back(watch.wall_s());
      cpu_s.push_back(watch.cpu_s());
      found = keys_of(run);
    }
    const std::string suffix = "_" + std::to_string(threads) + "t";
    print_figure("wall_s" + suffix, quantile(wall_s, 0.5));
    print_figure("cpu_s" + suffix, quantile(cpu_s, 0.5));
  }
  const Keys planted = lines_of(expected);
  tell_differences(found, planted);
  print_figure("findings", static_cast<double>(found.size()));
  print_figure("as_expected", found == planted ? "yes" : "no");
  end_figures();
  return found == planted ? 0 : 1;
}

}  // namespace bench
