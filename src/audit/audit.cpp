#include <bursar/audit/audit.hpp>

#include "audit/engine.hpp"
#include "audit/finding_make.hpp"
#include "audit/totals.hpp"

#include <algorithm>

namespace bursar {
namespace audit_detail {

void Engine::run_portfolio_rule(std::size_t rule, std::vector<Finding>& findings, RuleRun& run) {
  const auto* of_portfolio =
      std::get_if<std::shared_ptr<const PortfolioRule>>(&rules_.items()[rule].rule);
  if (of_portfolio == nullptr) return;
  FindingSink sink;
  try {
    const PortfolioVerdict verdict = (*of_portfolio)->check(scope_, as_of_, sink);
    collect(rule, nullptr, 0, sink, findings);
    run.population = verdict.population;
    run.not_checked = verdict.not_checked;
  } catch (const std::exception& error) {
    portfolio_failures_[rule] = error.what();
  } catch (...) {
    portfolio_failures_[rule] = "not a std::exception";
  }
}

RuleRun Engine::run_of(std::size_t rule) const {
  RuleRun run;
  run.info = rules_.items()[rule].info;
  const auto& counts = memory_.counts[rule];
  for (std::size_t code = Verdict::code_checked; code < counts.size(); ++code) {
    run.population += counts[code];
    if (code != Verdict::code_checked) run.not_checked += counts[code];
  }
  for (std::size_t need = 0; need < run.info->needs.size(); ++need) {
    const std::int64_t count = counts[Verdict::code_missing + need];
    if (count != 0) run.missing.emplace_back(run.info->needs[need], count);
  }
  return run;
}

/// One blocking finding for a rule that threw, however often it did.
Finding Engine::failure_finding(std::size_t rule) const {
  std::string error;
  std::size_t count = 0;
  std::vector<const ProjectId*> projects;
  for (auto at = memory_.failures.lower_bound({rule, 0});
       at != memory_.failures.end() && at->first.first == rule; ++at, ++count) {
    projects.push_back(&memory_.ids[at->first.second]);
  }
  std::sort(projects.begin(), projects.end(),
            [](const ProjectId* a, const ProjectId* b) { return *a < *b; });
  Finding finding;
  if (!projects.empty()) {
    for (const auto& [key, text] : memory_.failures) {
      if (key.first == rule && memory_.ids[key.second] == *projects.front()) error = text;
    }
  }
  for (auto at = memory_.link_failures.lower_bound({rule, 0});
       at != memory_.link_failures.end() && at->first.first == rule; ++at, ++count) {
    if (error.empty()) error = at->second;
  }
  if (const auto whole = portfolio_failures_.find(rule); whole != portfolio_failures_.end()) {
    error = whole->second;
    ++count;
  }
  constexpr std::size_t named_at_most = 10;
  for (std::size_t i = 0; i < std::min(projects.size(), named_at_most); ++i) {
    Evidence evidence;
    evidence.kind = EvidenceKind::project;
    evidence.project_id = *projects[i];
    evidence.id = projects[i]->text();
    finding.evidence.push_back(std::move(evidence));
  }
  finding.rule = rules_.items()[rule].info;
  finding.severity = Severity::blocking;
  finding.subject = finding.rule->id;
  finding.message_key = std::string(failure_key);
  finding.arguments = {
      {"rule", finding.rule->id}, {"failed", std::to_string(count)}, {"error", error}};
  finding.portfolio = portfolio_;
  finding.fingerprint = fingerprint_of(finding.rule->id, "", "failed:" + finding.subject);
  return finding;
}

AuditRun Engine::finish(std::vector<Finding> findings) {
  AuditRun run;
  run.as_of = as_of_;
  run.head = scope_.head;
  run.portfolio = portfolio_;
  std::vector<bool> failed(rules_.items().size());
  for (const auto& each : memory_.failures) failed[each.first.first] = true;
  for (const auto& each : memory_.link_failures) failed[each.first.first] = true;
  for (std::size_t rule = 0; rule < rules_.items().size(); ++rule) {
    RuleRun rule_run = run_of(rule);
    run_portfolio_rule(rule, findings, rule_run);
    if (portfolio_failures_.contains(rule)) failed[rule] = true;
    if (failed[rule]) {
      findings.push_back(failure_finding(rule));
      rule_run.status = RuleStatus::failed;
      run.complete = false;
    } else if (rule_run.population == rule_run.not_checked) {
      rule_run.status = RuleStatus::no_data;
    } else {
      rule_run.status = rule_run.not_checked == 0 ? RuleStatus::ran : RuleStatus::partial;
    }
    run.rules.push_back(std::move(rule_run));
  }
  std::sort(findings.begin(), findings.end(), comes_before);
  std::size_t rule = 0;
  for (const Finding& finding : findings) {
    while (run.rules[rule].info->id != finding.rule->id) ++rule;
    ++run.rules[rule].findings;
  }
  // Where each project lacks something, what it has may still show something.
  for (RuleRun& each : run.rules) {
    if (each.status == RuleStatus::no_data && each.findings > 0) each.status = RuleStatus::partial;
  }
  run.totals = totals_of(findings, [this](const ProjectId& id) {
    const Project* project = find(id);
    return project != nullptr ? project->currency : Currency::cny();
  });
  run.findings = std::move(findings);
  return run;
}

}  // namespace audit_detail

bool operator==(const RuleRun& a, const RuleRun& b) {
  return a.info->id == b.info->id && a.info->revision == b.info->revision &&
         a.info->parameters == b.info->parameters && a.status == b.status &&
         a.population == b.population && a.not_checked == b.not_checked &&
         a.findings == b.findings && a.missing == b.missing;
}

bool operator==(const AuditRun& a, const AuditRun& b) {
  return a.as_of == b.as_of && a.head == b.head && a.portfolio == b.portfolio &&
         a.complete == b.complete && a.rules == b.rules && a.findings == b.findings &&
         a.totals == b.totals;
}

AuditScope scope_of(const Portfolio& portfolio) {
  return {portfolio.projects(), portfolio.head(), portfolio.as_of()};
}

Result<AuditRun> audit(const AuditScope& scope, const RuleSet& rules, Date as_of,
                       const AuditContext& context) {
  if (rules.empty()) return Code::audit_without_rules;
  BURSAR_TRY_VOID(require_day(as_of));
  if (as_of > scope.as_of.effective) {
    return Refusal(Code::audit_after_portfolio)
        .with("as_of", to_iso(as_of))
        .with("effective", to_iso(scope.as_of.effective));
  }
  auto memory = std::make_shared<AuditRun::Memory>();
  audit_detail::Engine engine(scope, rules, as_of, context, *memory);
  std::vector<Finding> findings;
  if (!engine.run_all(findings)) return Code::audit_projects_unordered;
  AuditRun run = engine.finish(std::move(findings));
  run.memory = std::move(memory);
  return run;
}

Result<AuditRun> audit(const Portfolio& portfolio, const RuleSet& rules, Date as_of,
                       const AuditContext& context) {
  return audit(scope_of(portfolio), rules, as_of, context);
}

int exit_code(const AuditRun& run, Severity fail_on) {
  if (!run.complete) return 3;
  const bool failing =
      std::any_of(run.findings.begin(), run.findings.end(),
                  [&](const Finding& finding) { return finding.severity >= fail_on; });
  return failing ? 1 : 0;
}

}  // namespace bursar
