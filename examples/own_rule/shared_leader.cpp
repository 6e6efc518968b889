#include <functional>
#include <map>
#include <string>
#include <vector>

#include "own_rules.hpp"

namespace host {
namespace {

/// Whether a project runs on the day of the audit, by its contract.
bool runs(const bursar::ProjectCase& project) {
  const auto start = project.start_day();
  const auto end = project.end_day();
  return start && end && *start <= project.as_of_day() && project.as_of_day() <= *end;
}

std::uint64_t fingerprint_of(const bursar::PersonId& leader) {
  return std::hash<bursar::PersonId>{}(leader);
}

class LeaderOfMany final : public bursar::SharedKeyRule {
 public:
  explicit LeaderOfMany(std::size_t limit) : limit_(limit) {}

  bursar::RuleInfo info() const override {
    bursar::RuleInfo info;
    info.id = "leader_of_many";
    info.title = {"同一负责人同时承担项目过多", "one person leads too many projects at once"};
    info.severity = bursar::Severity::medium;
    info.basis = {"call for proposals 2021, section 4"};
    info.parameters = {{"limit", std::to_string(limit_)}};
    info.needs = {"leader_id"};
    info.messages["many"] = {"{leader}同时负责{projects}", "{leader} leads {projects} at once"};
    return info;
  }

  bursar::Verdict keys(const bursar::ProjectCase& project, bursar::KeySink& sink) const override {
    const auto start = project.start_day();
    const auto end = project.end_day();
    if (!start || !end || project.as_of_day() > *end) return bursar::Verdict::not_applicable();
    const bursar::PersonId leader = project.project().leader_in_force();
    if (leader.empty()) return bursar::Verdict::missing(0);
    sink.add(fingerprint_of(leader));
    // What holds today changes on the first day and after the last.
    const std::int32_t until = project.as_of_day() < *start ? *start - 1 : *end;
    return bursar::Verdict::checked_until(bursar::from_day_number(until));
  }

  void check_shared(std::span<const bursar::ProjectCase> projects, std::uint64_t fingerprint,
                    bursar::FindingSink& sink) const override {
    std::map<bursar::PersonId, std::vector<const bursar::ProjectCase*>> by_leader;
    for (const bursar::ProjectCase& project : projects) {
      const bursar::PersonId leader = project.project().leader_in_force();
      if (fingerprint_of(leader) == fingerprint && runs(project)) {
        by_leader[leader].push_back(&project);
      }
    }
    for (const auto& [leader, led] : by_leader) {
      if (led.size() <= limit_) continue;
      bursar::FindingDraft draft;
      draft.subject = leader.text();
      draft.message_key = "many";
      draft.project_id = led.front()->project().id;
      std::string names;
      for (const bursar::ProjectCase* project : led) {
        const std::string& id = project->project().id.text();
        names += (names.empty() ? "" : ", ") + id;
        bursar::Evidence evidence;
        evidence.kind = bursar::EvidenceKind::project;
        evidence.project_id = project->project().id;
        evidence.id = id;
        evidence.trace = project->project().trace;
        draft.evidence.push_back(std::move(evidence));
      }
      draft.arguments = {{"leader", leader.text()}, {"projects", names}};
      sink.report(std::move(draft));
    }
  }

 private:
  std::size_t limit_;
};

}  // namespace

bursar::AnyRule leader_of_many(std::size_t limit) {
  return std::make_shared<const LeaderOfMany>(limit);
}

}  // namespace host
