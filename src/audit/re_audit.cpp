#include "audit/engine.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <set>

namespace bursar::audit_detail {

/// Takes back what an earlier run said about projects that are looked at again, and everything that
/// is said anew in every run (failures, rules about the portfolio).
void Engine::forget(std::span<const Numbered> projects, std::vector<Finding>& findings) {
  const std::size_t rules = rules_.items().size();
  std::set<ProjectId> again;
  for (const Numbered& each : projects) {
    again.insert(each.project->id);
    for (std::size_t rule = 0; rule < rules; ++rule) {
      --memory_.counts[rule][memory_.cells[rules * each.ordinal + rule]];
      memory_.failures.erase({rule, each.ordinal});
    }
  }
  std::set<std::string_view> of_portfolio;
  for (const RuleSet::Item& item : rules_.items()) {
    if (std::holds_alternative<std::shared_ptr<const PortfolioRule>>(item.rule)) {
      of_portfolio.insert(item.info->id);
    }
  }
  std::erase_if(findings, [&](const Finding& finding) {
    return finding.severity == Severity::blocking || of_portfolio.contains(finding.rule->id) ||
           (finding.link_key == 0 && again.contains(finding.project_id));
  });
  for (Finding& finding : findings) finding.portfolio = portfolio_;
}

/// Brings the indexes and the findings about linked projects up to date. Returns false if an index
/// is full.
bool Engine::link_again(std::vector<Chunk>& chunks, std::span<const Numbered> projects,
                        std::vector<Finding>& findings) {
  const std::size_t rules = rules_.items().size();
  std::set<std::uint32_t> again;
  for (const Numbered& each : projects) again.insert(each.ordinal);
  for (std::size_t rule = 0; rule < rules; ++rule) {
    const auto place = memory_.indexes.find(rule);
    if (place == memory_.indexes.end()) continue;
    SharedKeyIndex& index = place->second;
    for (const Chunk& chunk : chunks) {
      for (std::size_t at = rule; at < chunk.keys.size(); at += rules) {
        if (!index.insert(chunk.keys[at].second, chunk.keys[at].first)) return false;
      }
    }
    std::vector<std::uint64_t> fingerprints;
    std::set<std::uint64_t> links;
    for (const auto& [fingerprint, ordinals] : index.groups()) {
      const bool touched =
          std::any_of(ordinals.begin(), ordinals.end(),
                      [&](std::uint32_t ordinal) { return again.contains(ordinal); });
      if (!touched) continue;
      fingerprints.push_back(fingerprint);
      links.insert(std::max<std::uint64_t>(fingerprint, 1));
      memory_.link_failures.erase({rule, fingerprint});
    }
    const std::string& id = rules_.items()[rule].info->id;
    std::erase_if(findings, [&](const Finding& finding) {
      return finding.rule->id == id && links.contains(finding.link_key);
    });
    check_groups(rule, fingerprints, findings);
  }
  return true;
}

bool Engine::run_again(std::span<const Numbered> projects, std::vector<Finding>& findings) {
  constexpr std::size_t chunk_size = 64;
  const std::size_t rules = rules_.items().size();
  for (const Numbered& each : projects) memory_.held[each.ordinal] = held_by(*each.project);
  std::uint8_t bits = 0;
  for (const std::uint8_t held : memory_.held) bits |= held;
  if (holdings_of(bits) != memory_.holdings) return false;

  forget(projects, findings);
  std::vector<Chunk> chunks((projects.size() + chunk_size - 1) / chunk_size);
  std::vector<Worker> workers(threads_);
  for (Worker& worker : workers) {
    worker.counts.resize(rules);
  }
  parallel::run_parallel(threads_, chunks.size(), [&](std::size_t task, unsigned worker) {
    const std::size_t until = std::min(projects.size(), (task + 1) * chunk_size);
    for (std::size_t at = task * chunk_size; at < until; ++at) {
      check_project(projects[at], Mode::again, workers[worker], chunks[task]);
    }
  });
  merge(chunks, workers, findings);
  return link_again(chunks, projects, findings);
}

namespace {

/// Finds the ordinals of projects in an earlier run, and gives new ones to new projects.
class Numbering {
 public:
  Numbering(const AuditScope& scope, std::size_t rules, AuditRun::Memory& memory)
      : scope_(scope), rules_(rules), memory_(memory) {}

  /// The ordinal of an id; nothing if the earlier run did not know it.
  [[nodiscard]] std::optional<std::uint32_t> known(const ProjectId& id) const {
    const auto end = memory_.ids.begin() + static_cast<std::ptrdiff_t>(memory_.sorted);
    const auto place = std::lower_bound(memory_.ids.begin(), end, id);
    if (place != end && *place == id)
      return static_cast<std::uint32_t>(place - memory_.ids.begin());
    const auto later = memory_.later.find(id.text());
    if (later != memory_.later.end()) return later->second;
    return std::nullopt;
  }

  std::uint32_t add(const Project& project) {
    const auto ordinal = static_cast<std::uint32_t>(memory_.ids.size());
    memory_.ids.push_back(project.id);
    memory_.later.emplace(project.id.text(), ordinal);
    memory_.versions.push_back(-1);
    memory_.valid_until.push_back(AuditRun::Memory::forever);
    memory_.held.push_back(0);
    memory_.cells.resize(memory_.cells.size() + rules_, Verdict::code_not_applicable);
    for (auto& counts : memory_.counts) ++counts[Verdict::code_not_applicable];
    return ordinal;
  }

  [[nodiscard]] const Project* find(const ProjectId& id) const {
    const auto place =
        std::lower_bound(scope_.projects.begin(), scope_.projects.end(), id,
                         [](const Project& a, const ProjectId& b) { return a.id < b; });
    return place != scope_.projects.end() && place->id == id ? &*place : nullptr;
  }

 private:
  const AuditScope& scope_;
  std::size_t rules_;
  AuditRun::Memory& memory_;
};

bool helps(const AuditRun& previous, const AuditScope& scope, const RuleSet& rules, Date as_of) {
  return previous.memory != nullptr && previous.memory->rules == rules.digest() &&
         previous.memory->folded.effective == scope.as_of.effective && previous.as_of <= as_of &&
         previous.head.book_id == scope.head.book_id &&
         previous.head.position <= scope.head.position;
}

/// The projects whose version is another one than in the earlier run; new ones among them.
std::vector<ProjectId> changed_projects(const AuditScope& scope, const Numbering& numbering,
                                        const AuditRun::Memory& memory) {
  std::vector<ProjectId> changed;
  for (const Project& project : scope.projects) {
    const auto ordinal = numbering.known(project.id);
    if (!ordinal || memory.versions[*ordinal] != project.version) changed.push_back(project.id);
  }
  return changed;
}

/// The projects to look at again, each once; nothing if some project of the earlier run is gone.
std::optional<std::vector<Numbered>> to_look_at(std::span<const ProjectId> touched,
                                                Numbering& numbering, const AuditScope& scope,
                                                Date as_of, AuditRun::Memory& memory) {
  std::set<std::uint32_t> ordinals;
  for (const ProjectId& id : touched) {
    const Project* project = numbering.find(id);
    if (project == nullptr) continue;
    const auto known = numbering.known(id);
    ordinals.insert(known ? *known : numbering.add(*project));
  }
  if (memory.ids.size() != scope.projects.size()) return std::nullopt;
  const std::int32_t day = day_number(as_of);
  for (std::size_t ordinal = 0; ordinal < memory.valid_until.size(); ++ordinal) {
    if (memory.valid_until[ordinal] < day) ordinals.insert(static_cast<std::uint32_t>(ordinal));
  }
  std::vector<Numbered> projects;
  for (const std::uint32_t ordinal : ordinals) {
    const Project* project = numbering.find(memory.ids[ordinal]);
    if (project == nullptr) return std::nullopt;
    projects.push_back({project, ordinal});
  }
  return projects;
}

Result<AuditRun> again(AuditRun previous, const AuditScope& scope, const RuleSet& rules, Date as_of,
                       const AuditContext& context, const std::span<const ProjectId>* told) {
  if (as_of > scope.as_of.effective || !helps(previous, scope, rules, as_of)) {
    return audit(scope, rules, as_of, context);
  }
  std::shared_ptr<AuditRun::Memory> memory = std::move(previous.memory);
  if (memory.use_count() != 1) memory = std::make_shared<AuditRun::Memory>(*memory);
  Numbering numbering(scope, rules.items().size(), *memory);
  std::vector<ProjectId> changed;
  if (told == nullptr) changed = changed_projects(scope, numbering, *memory);
  const auto projects = to_look_at(told == nullptr ? std::span<const ProjectId>(changed) : *told,
                                   numbering, scope, as_of, *memory);
  if (!projects) return audit(scope, rules, as_of, context);
  Engine engine(scope, rules, as_of, context, *memory);
  std::vector<Finding> findings = std::move(previous.findings);
  if (!engine.run_again(*projects, findings)) return audit(scope, rules, as_of, context);
  AuditRun run = engine.finish(std::move(findings));
  run.memory = std::move(memory);
  return run;
}

}  // namespace
}  // namespace bursar::audit_detail

namespace bursar {

Result<AuditRun> re_audit(AuditRun previous, const AuditScope& scope, const RuleSet& rules,
                          Date as_of, const AuditContext& context) {
  return audit_detail::again(std::move(previous), scope, rules, as_of, context, nullptr);
}

Result<AuditRun> re_audit(AuditRun previous, const AuditScope& scope, const RuleSet& rules,
                          std::span<const ProjectId> touched, Date as_of,
                          const AuditContext& context) {
  return audit_detail::again(std::move(previous), scope, rules, as_of, context, &touched);
}

}  // namespace bursar
