// One record of money under several projects: record_in_several_projects.
#include "audit/rules/rule_support.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/grant/labels.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <tuple>

namespace bursar {
namespace {

using namespace audit_detail;

/// What makes two records one: kind, id, day and amount.
struct RecordKey {
  std::string_view kind;
  std::string_view id;
  std::int32_t day = 0;
  Minor amount;

  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
  [[nodiscard]] std::uint64_t fingerprint() const {
    const std::hash<std::string_view> of_text;
    std::uint64_t mixed = of_text(kind) * 31 + of_text(id);
    mixed = mixed * 31 + static_cast<std::uint32_t>(day);
    return mixed * 31 + static_cast<std::uint64_t>(amount.value());
  }
};

/// Calls `visit(key, evidence kind, trace)` for every payment, transfer and refund of a project.
template <class Visit>
void each_record(const Project& project, const Visit& visit) {
  for (const Payment& each : project.payments) {
    visit(RecordKey{"PaymentMade", each.payment_id.view(), day_number(each.on), each.amount},
          EvidenceKind::payment, each.trace);
  }
  for (const Transfer& each : project.transfers) {
    visit(RecordKey{"TransferMade", each.transfer_id.view(), day_number(each.on), each.amount},
          EvidenceKind::other, each.trace);
  }
  for (const Repayment& each : project.repayments) {
    visit(
        RecordKey{"RepaymentReceived", each.repayment_id.view(), day_number(each.on), each.amount},
        EvidenceKind::repayment, each.trace);
  }
}

struct Found {
  const ProjectCase* project;
  EvidenceKind kind;
  Trace trace;
};

class RecordInSeveralProjects final : public SharedKeyRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "record_in_several_projects";
    info.title = {"同一笔款项登记在多个项目", "one sum on record under several projects"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.messages["shared"] = {
        "{kind}{id}（{on}，{amount} {currency}）同时登记在两个项目：{projects}",
        "{kind} {id} ({on}, {amount} {currency}) is on record under two projects: {projects}"};
    return info;
  }

  Verdict keys(const ProjectCase& project, KeySink& sink) const override {
    bool any = false;
    each_record(project.project(), [&](const RecordKey& key, EvidenceKind, const Trace&) {
      sink.add(key.fingerprint());
      any = true;
    });
    return any ? Verdict::checked() : Verdict::not_applicable();
  }

  void check_shared(std::span<const ProjectCase> projects, std::uint64_t fingerprint,
                    FindingSink& sink) const override {
    std::map<RecordKey, std::vector<Found>> records;
    for (const ProjectCase& project : projects) {
      each_record(project.project(),
                  [&](const RecordKey& key, EvidenceKind kind, const Trace& trace) {
                    if (key.fingerprint() != fingerprint) return;
                    std::vector<Found>& found = records[key];
                    if (found.empty() || found.back().project != &project) {
                      found.push_back({&project, kind, trace});
                    }
                  });
    }
    for (auto& [key, found] : records) {
      // In more projects than two it is a number within the project, on a day of equal payments.
      if (found.size() == 2) report(key, found, sink);
    }
  }

 private:
  /// The project under which it was recorded first keeps it; the others' are questioned, and the
  /// finding stands with the second.
  static void report(const RecordKey& key, std::vector<Found>& found, FindingSink& sink) {
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return std::tie(a.trace.position, a.project->project().id) <
             std::tie(b.trace.position, b.project->project().id);
    });
    const Currency currency = found.front().project->project().currency;
    const std::string on = to_iso(from_day_number(key.day));
    FindingDraft draft;
    draft.subject = std::string(key.kind) + ":" + std::string(key.id) + ":" + on;
    draft.project_id = found[1].project->project().id;
    draft.message_key = "shared";
    std::string names;
    for (const Found& each : found) {
      const Project& project = each.project->project();
      names += (names.empty() ? "" : ", ") + project.id.text();
      Evidence evidence;
      evidence.kind = each.kind;
      evidence.project_id = project.id;
      evidence.id = key.id;
      evidence.on = from_day_number(key.day);
      evidence.amount = key.amount;
      const bool questioned = &each != &found.front() && key.amount > Minor(0);
      evidence.questioned = questioned ? key.amount : Minor(0);
      evidence.trace = each.trace;
      draft.evidence.push_back(std::move(evidence));
    }
    draft.arguments = {{"kind", kind_wording(key.kind)},
                       {"id", std::string(key.id)},
                       {"on", on},
                       {"amount", amount_text(key.amount, currency)},
                       {"currency", std::string(currency.code())},
                       {"projects", names}};
    sink.report(std::move(draft));
  }
};

}  // namespace

AnyRule record_in_several_projects() { return std::make_shared<const RecordInSeveralProjects>(); }

}  // namespace bursar
