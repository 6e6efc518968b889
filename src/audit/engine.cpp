#include "audit/engine.hpp"

#include "audit/finding_make.hpp"
#include "audit/totals.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>

namespace bursar::audit_detail {
namespace {

constexpr std::size_t chunk_size = 128;
constexpr std::uint8_t held_budgets = 1;
constexpr std::uint8_t held_payments = 2;
constexpr std::uint8_t held_spending = 4;

/// Calls f, and returns what it threw as text; nothing if it threw nothing.
template <class F>
std::optional<std::string> error_of(const F& f) {
  try {
    f();
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "not a std::exception";
  }
}

Holdings holdings_of_all(std::span<const Project> projects) {
  std::uint8_t bits = 0;
  for (const Project& project : projects) {
    bits |= held_by(project);
    if (bits == (held_budgets | held_payments | held_spending)) break;
  }
  return holdings_of(bits);
}

/// Asks the memory for some bytes that will be read soon; of very many, for the first.
void prefetch(const void* bytes, std::size_t size) {
  constexpr std::size_t line = 64;
  constexpr std::size_t most = 16 * line;
  for (std::size_t at = 0; at < std::min(size, most); at += line) {
    __builtin_prefetch(static_cast<const char*>(bytes) + at);
  }
}

/// Asks for the projects that are checked next, at each call for what the earlier ones led to: a
/// project, where its lists begin, and the lists. They lie here and there in memory, so that checks
/// would wait for them a fifth of their time.
void prefetch_next(std::span<const Project> projects) {
  const auto each_list = [](const Project& project, const auto& ask) {
    ask(project.budget);
    ask(project.payments);
    ask(project.attempts);
    ask(project.decisions);
    ask(project.repayments);
    ask(project.expense_sources);
    ask(project.expenses.amount);
    ask(project.expenses.day);
    ask(project.expenses.head);
  };
  if (projects.size() > 2) prefetch(&projects[2], sizeof(Project));
  if (projects.size() > 1) {
    each_list(projects[1], [](const auto& list) { prefetch(list.data(), 1); });
  }
  if (projects.empty()) return;
  each_list(projects[0],
            [](const auto& list) { prefetch(list.data(), list.size() * sizeof *list.data()); });
  for (const ExpenseSource& source : projects[0].expense_sources) {
    const std::string_view packed = source.block.bytes();
    prefetch(packed.data(), packed.size());
  }
}

std::size_t chunks_of(std::size_t items) { return (items + chunk_size - 1) / chunk_size; }

}  // namespace

std::uint8_t held_by(const Project& project) {
  std::uint8_t bits = 0;
  if (!project.budget.empty() || !project.adjustments.empty()) bits |= held_budgets;
  if (!project.payments.empty()) bits |= held_payments;
  if (project.expenses.size() != 0 || !project.final_accounts.empty()) bits |= held_spending;
  return bits;
}

Holdings holdings_of(std::uint8_t bits) {
  return {(bits & held_budgets) != 0, (bits & held_payments) != 0, (bits & held_spending) != 0};
}

Digest portfolio_digest(const AuditScope& scope) {
  const auto as_text = [](std::int64_t number) { return std::to_string(number) + "\n"; };
  std::string text = "bursar.portfolio/1\n";
  text += as_text(static_cast<std::int64_t>(scope.head.book_id.size())) + scope.head.book_id + "\n";
  text += as_text(scope.head.position) + scope.head.link.hex() + "\n";
  text += as_text(day_number(scope.as_of.effective));
  // Positions past the head are all the same: nothing is known there.
  text += as_text(std::min(scope.as_of.known_position, scope.head.position));
  return sha256(text);
}

Engine::Engine(const AuditScope& scope, const RuleSet& rules, Date as_of,
               const AuditContext& context, AuditRun::Memory& memory)
    : scope_(scope),
      rules_(rules),
      as_of_(as_of),
      threads_(parallel::thread_count(context.threads)),
      portfolio_(portfolio_digest(scope)),
      memory_(memory) {
  for (const RuleSet::Item& item : rules.items()) {
    const auto* alone = std::get_if<std::shared_ptr<const ProjectRule>>(&item.rule);
    const auto* shared = std::get_if<std::shared_ptr<const SharedKeyRule>>(&item.rule);
    asked_.push_back({alone == nullptr ? nullptr : alone->get(),
                      shared == nullptr ? nullptr : shared->get(), item.info->needs.size()});
  }
}

const Project* Engine::find(const ProjectId& id) const {
  const auto place = std::lower_bound(
      scope_.projects.begin(), scope_.projects.end(), id,
      [](const Project& project, const ProjectId& wanted) { return project.id < wanted; });
  return place != scope_.projects.end() && place->id == id ? &*place : nullptr;
}

const Project* Engine::project_of(std::uint32_t ordinal) const {
  return in_order_of_scope_ ? &scope_.projects[ordinal] : find(memory_.ids[ordinal]);
}

/// Makes findings of what a rule reported. Throws for a draft that no rule may make.
void Engine::collect(std::size_t rule, const Project* project, std::uint64_t link,
                     FindingSink& sink, std::vector<Finding>& findings) const {
  const std::size_t before = findings.size();
  try {
    for (FindingDraft& draft : sink.drafts()) {
      const Project* about = project;
      if (!draft.project_id.empty() && (project == nullptr || project->id != draft.project_id)) {
        about = project == nullptr ? find(draft.project_id) : nullptr;
        if (about == nullptr)
          throw std::logic_error("a finding about a project that was not checked");
      }
      findings.push_back(
          make_finding(rules_.items()[rule].info, std::move(draft), about, link, portfolio_));
    }
  } catch (...) {
    findings.resize(before);
    throw;
  }
}

Verdict Engine::ask(const Asked& rule, const ProjectCase& project, Worker& worker) {
  Verdict verdict = Verdict::not_applicable();
  if (rule.alone != nullptr) {
    verdict = rule.alone->check(project, worker.sink);
  } else if (rule.shared != nullptr) {
    verdict = rule.shared->keys(project, worker.keys);
  }
  if (verdict.code() >= Verdict::code_missing + rule.needs) {
    throw std::logic_error("a verdict names a need that the rule does not have");
  }
  return verdict;
}

void Engine::check_project(const Numbered& numbered, Mode mode, Worker& worker, Chunk& chunk) {
  const Project& project = *numbered.project;
  const ProjectCase seen(project, as_of_, memory_.holdings);
  const std::size_t rules = rules_.items().size();
  std::int32_t valid_until = AuditRun::Memory::forever;
  std::uint8_t* cells = memory_.cells.data() + rules * numbered.ordinal;
  if (mode == Mode::again) chunk.keys.resize(chunk.keys.size() + rules);
  for (std::size_t rule = 0; rule < rules; ++rule) {
    worker.sink.clear();
    worker.keys.clear();
    const auto error = error_of([&] {
      const Verdict verdict = ask(asked_[rule], seen, worker);
      if (!worker.sink.drafts().empty()) collect(rule, &project, 0, worker.sink, chunk.findings);
      cells[rule] = verdict.code();
      valid_until = std::min(valid_until, verdict.valid_until_inclusive());
    });
    if (error) {
      cells[rule] = AuditRun::Memory::failed_code;
      chunk.failures.push_back({rule, numbered.ordinal, *error});
      worker.keys.clear();
    }
    ++worker.counts[rule][cells[rule]];
    const std::span<const std::uint64_t> keys = worker.keys.fingerprints();
    if (mode == Mode::again) {
      chunk.keys[chunk.keys.size() - rules + rule] = {numbered.ordinal, {keys.begin(), keys.end()}};
    } else if (!keys.empty()) {
      KeyBuffers& buffers = worker.buffers[rule];
      for (const std::uint64_t key : keys) {
        const std::uint64_t hash = mixed(key);
        buffers[partition_of(hash)].push_back({hash, numbered.ordinal});
      }
    }
  }
  memory_.versions[numbered.ordinal] = project.version;
  memory_.valid_until[numbered.ordinal] = valid_until;
  memory_.held[numbered.ordinal] = held_by(project);
}

/// Findings, failures and counts of the chunks, in the order of the chunks.
void Engine::merge(std::vector<Chunk>& chunks, std::vector<Worker>& workers,
                   std::vector<Finding>& findings) {
  for (Chunk& chunk : chunks) {
    std::move(chunk.findings.begin(), chunk.findings.end(), std::back_inserter(findings));
    for (Failure& failure : chunk.failures) {
      const std::pair key(failure.rule, static_cast<std::uint32_t>(failure.where));
      memory_.failures[key] = std::move(failure.error);
    }
  }
  for (const Worker& worker : workers) {
    for (std::size_t rule = 0; rule < worker.counts.size(); ++rule) {
      for (std::size_t code = 0; code < 256; ++code) {
        memory_.counts[rule][code] += worker.counts[rule][code];
      }
    }
  }
}

bool Engine::run_all(std::vector<Finding>& findings) {
  const std::size_t size = scope_.projects.size();
  const std::size_t rules = rules_.items().size();
  memory_ = AuditRun::Memory();
  memory_.rules = rules_.digest();
  memory_.folded = scope_.as_of;
  memory_.holdings = holdings_of_all(scope_.projects);
  memory_.sorted = size;
  memory_.ids.resize(size);
  memory_.versions.resize(size);
  memory_.valid_until.resize(size);
  memory_.held.resize(size);
  memory_.cells.resize(size * rules);
  memory_.counts.resize(rules);
  in_order_of_scope_ = true;

  std::atomic<bool> ascending{true};
  std::vector<Chunk> chunks(chunks_of(size));
  std::vector<Worker> workers(threads_);
  for (Worker& worker : workers) {
    worker.counts.resize(rules);
    worker.buffers = std::vector<KeyBuffers>(rules);
  }
  parallel::run_parallel(threads_, chunks.size(), [&](std::size_t task, unsigned worker) {
    const std::size_t until = std::min(size, (task + 1) * chunk_size);
    for (std::size_t at = task * chunk_size; at < until; ++at) {
      const Project& project = scope_.projects[at];
      prefetch_next(scope_.projects.subspan(at + 1));
      if (at > 0 && !(scope_.projects[at - 1].id < project.id)) ascending = false;
      memory_.ids[at] = project.id;
      check_project({&project, static_cast<std::uint32_t>(at)}, Mode::all, workers[worker],
                    chunks[task]);
    }
  });
  if (!ascending) return false;
  merge(chunks, workers, findings);

  for (std::size_t rule = 0; rule < rules; ++rule) {
    if (!std::holds_alternative<std::shared_ptr<const SharedKeyRule>>(rules_.items()[rule].rule))
      continue;
    std::vector<const KeyBuffers*> collected;
    collected.reserve(workers.size());
    for (const Worker& worker : workers) collected.push_back(&worker.buffers[rule]);
    SharedKeyIndex& index = memory_.indexes[rule];
    index.build(collected, threads_);
    std::vector<std::uint64_t> fingerprints;
    for (const auto& group : index.groups()) fingerprints.push_back(group.first);
    check_groups(rule, fingerprints, findings);
  }
  return true;
}

/// Asks a rule about projects that share fingerprints; the findings come in the fingerprints'
/// order.
void Engine::check_groups(std::size_t rule, std::span<const std::uint64_t> fingerprints,
                          std::vector<Finding>& findings) {
  const SharedKeyRule& shared =
      *std::get<std::shared_ptr<const SharedKeyRule>>(rules_.items()[rule].rule);
  const auto& groups = memory_.indexes[rule].groups();
  std::vector<Chunk> chunks(fingerprints.size());
  parallel::run_parallel(threads_, fingerprints.size(), [&](std::size_t task, unsigned) {
    const std::uint64_t fingerprint = fingerprints[task];
    std::vector<const Project*> projects;
    for (const std::uint32_t ordinal : groups.at(fingerprint))
      projects.push_back(project_of(ordinal));
    std::sort(projects.begin(), projects.end());  // places in the scope: ascending ids
    std::vector<ProjectCase> seen;
    seen.reserve(projects.size());
    for (const Project* project : projects) seen.emplace_back(*project, as_of_, memory_.holdings);
    FindingSink sink;
    const auto error = error_of([&] {
      shared.check_shared(seen, fingerprint, sink);
      // The engine keeps 0 for findings of one project.
      collect(rule, nullptr, std::max<std::uint64_t>(fingerprint, 1), sink, chunks[task].findings);
    });
    if (error) chunks[task].failures.push_back({rule, fingerprint, *error});
  });
  for (Chunk& chunk : chunks) {
    std::move(chunk.findings.begin(), chunk.findings.end(), std::back_inserter(findings));
    for (Failure& failure : chunk.failures) {
      memory_.link_failures[{failure.rule, failure.where}] = std::move(failure.error);
    }
  }
}

}  // namespace bursar::audit_detail
