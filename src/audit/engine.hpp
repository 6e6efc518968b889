// The machine behind audit and re_audit.
#pragma once

#include "audit/memory.hpp"

#include <bursar/audit/audit.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bursar::audit_detail {

/// What a run looked at, as a digest.
Digest portfolio_digest(const AuditScope& scope);

/// A project with its ordinal.
struct Numbered {
  const Project* project;
  std::uint32_t ordinal;
};

class Engine {
 public:
  Engine(const AuditScope& scope, const RuleSet& rules, Date as_of, const AuditContext& context,
         AuditRun::Memory& memory);

  /// Checks every project anew. Returns false if the projects do not ascend by id.
  [[nodiscard]] bool run_all(std::vector<Finding>& findings);
  /// Checks some projects again and brings the findings of an earlier run up to date. Returns false
  /// if only a full run can tell.
  [[nodiscard]] bool run_again(std::span<const Numbered> projects, std::vector<Finding>& findings);
  /// Puts the result together.
  [[nodiscard]] AuditRun finish(std::vector<Finding> findings);

 private:
  struct Failure {
    std::size_t rule;
    std::uint64_t where;  // an ordinal, or a fingerprint
    std::string error;
  };
  struct Chunk {
    std::vector<Finding> findings;
    std::vector<Failure> failures;
    std::vector<std::pair<std::uint32_t, std::vector<std::uint64_t>>> keys;  // of a re-audit
  };
  struct Worker {
    FindingSink sink;
    KeySink keys;
    std::vector<std::array<std::int64_t, 256>> counts;
    std::vector<KeyBuffers> buffers;  // of a full run, by rule
  };
  enum class Mode : std::uint8_t { all, again };

  /// A rule as the engine asks it, looked up once; one of the two is set, or neither.
  struct Asked {
    const ProjectRule* alone;
    const SharedKeyRule* shared;
    std::size_t needs;
  };

  void check_project(const Numbered& numbered, Mode mode, Worker& worker, Chunk& chunk);
  static Verdict ask(const Asked& rule, const ProjectCase& project, Worker& worker);
  void collect(std::size_t rule, const Project* project, std::uint64_t link, FindingSink& sink,
               std::vector<Finding>& findings) const;
  void check_groups(std::size_t rule, std::span<const std::uint64_t> fingerprints,
                    std::vector<Finding>& findings);
  [[nodiscard]] const Project* project_of(std::uint32_t ordinal) const;
  [[nodiscard]] const Project* find(const ProjectId& id) const;
  void merge(std::vector<Chunk>& chunks, std::vector<Worker>& workers,
             std::vector<Finding>& findings);
  void forget(std::span<const Numbered> projects, std::vector<Finding>& findings);
  [[nodiscard]] bool link_again(std::vector<Chunk>& chunks, std::span<const Numbered> projects,
                                std::vector<Finding>& findings);
  [[nodiscard]] RuleRun run_of(std::size_t rule) const;
  [[nodiscard]] Finding failure_finding(std::size_t rule) const;
  void run_portfolio_rule(std::size_t rule, std::vector<Finding>& findings, RuleRun& run);

  const AuditScope& scope_;
  const RuleSet& rules_;
  std::vector<Asked> asked_;  // by place of the rule
  Date as_of_;
  unsigned threads_;
  Digest portfolio_;
  AuditRun::Memory& memory_;
  bool in_order_of_scope_ = false;  // ordinals are places in the scope
  std::map<std::size_t, std::string> portfolio_failures_;
};

/// Which kinds of records a project has, as bits; and the holdings that these bits add up to.
std::uint8_t held_by(const Project& project);
Holdings holdings_of(std::uint8_t bits);

}  // namespace bursar::audit_detail
