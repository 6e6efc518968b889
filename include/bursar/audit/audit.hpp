// An audit: rules over a portfolio, as of a day. A pure function: the same portfolio, rules and day
// give the same run on every machine and with any number of threads.
#pragma once

#include <bursar/audit/finding.hpp>
#include <bursar/audit/rule.hpp>
#include <bursar/audit/rule_set.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bursar {

/// How a rule fared: everything checked; some of it could not be for want of data; nothing could
/// be; or it threw.
enum class RuleStatus : std::uint8_t { ran, partial, no_data, failed };
BURSAR_VOCABULARY(RuleStatus, "status", "ran", "partial", "no_data", "failed");

/// One rule in one run.
struct RuleRun {
  std::shared_ptr<const RuleInfo> info;
  RuleStatus status = RuleStatus::no_data;
  std::int64_t population = 0;   ///< what there was to check: projects, for most rules
  std::int64_t not_checked = 0;  ///< of that, what could not be checked
  std::int64_t findings = 0;
  /// What was missing, and in how many projects, in the order of RuleInfo::needs.
  std::vector<std::pair<std::string, std::int64_t>> missing{};
  friend BURSAR_API bool operator==(const RuleRun& a, const RuleRun& b);
};

/// What is questioned of one project.
///
/// `gross` adds up every finding. `net` counts money once: a line hit by three rules counts once,
/// with the largest sum that one of them questions; lines, heads and the whole spending nest, and
/// of a part and the whole the larger counts (docs/audit.md). Money paid, and sums due back, count
/// beside spending.
struct ProjectTotal {
  ProjectId project_id;
  Currency currency = Currency::cny();
  Minor gross;
  Minor net;
  friend bool operator==(const ProjectTotal&, const ProjectTotal&) = default;
};

/// What the host lends to an audit.
struct AuditContext {
  unsigned threads = 0;  ///< 0 = one a core
};

/// The result of an audit.
struct BURSAR_API AuditRun {
  Date as_of{boost::gregorian::date(1970, 1, 1)};
  JournalHead head;
  /// What the run looked at: digest of book, head, effective day and known position.
  Digest portfolio;
  /// No rule failed. The findings of an incomplete run may lack some.
  bool complete = true;
  std::vector<RuleRun> rules;        ///< by rule id
  std::vector<Finding> findings;     ///< by rule, project, subject
  std::vector<ProjectTotal> totals;  ///< by project; only projects of which something is questioned

  /// What the engine keeps for a re-audit.
  struct Memory;
  std::shared_ptr<Memory> memory;

  /// Everything but the engine's memory.
  friend BURSAR_API bool operator==(const AuditRun& a, const AuditRun& b);
};

/// What an audit sees of a portfolio. The portfolio outlives it.
[[nodiscard]] BURSAR_API AuditScope scope_of(const Portfolio& portfolio);

/// Runs every rule. Refusals, in this order: audit_without_rules; date_impossible;
/// audit_after_portfolio (the day of the audit lies after the day that the portfolio shows);
/// audit_projects_unordered. Throws std::overflow_error if the questioned sums of a project do not
/// fit 64 bits.
[[nodiscard]] BURSAR_API Result<AuditRun> audit(const AuditScope& scope, const RuleSet& rules,
                                                Date as_of, const AuditContext& context = {});
[[nodiscard]] BURSAR_API Result<AuditRun> audit(const Portfolio& portfolio, const RuleSet& rules,
                                                Date as_of, const AuditContext& context = {});

/// The same result as `audit`, from an earlier run: looks again only at projects with new facts
/// (told by their version) and at verdicts that have run out. Runs in full where the earlier run is
/// no help: other rules, an earlier day, a portfolio folded as of another effective day. Refusals:
/// as `audit`.
[[nodiscard]] BURSAR_API Result<AuditRun> re_audit(AuditRun previous, const AuditScope& scope,
                                                   const RuleSet& rules, Date as_of,
                                                   const AuditContext& context = {});
/// The same where the host knows which projects have new facts: all of them must be named; more may
/// be.
[[nodiscard]] BURSAR_API Result<AuditRun> re_audit(AuditRun previous, const AuditScope& scope,
                                                   const RuleSet& rules,
                                                   std::span<const ProjectId> touched, Date as_of,
                                                   const AuditContext& context = {});

/// The exit code of a run: 3 if it cannot be trusted, 1 if there is a finding at or above
/// `fail_on`, else 0.
[[nodiscard]] BURSAR_API int exit_code(const AuditRun& run, Severity fail_on);

}  // namespace bursar
