// What records say against each other: decision_differs, part_decided_twice,
// pass_after_rectification, irregular_fact.
#include "audit/rules/rule_support.hpp"
#include "clawback/part.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/labels.hpp>
#include <bursar/portfolio/labels.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

namespace bursar {
namespace {

using namespace audit_detail;
using clawback::or_lead;

using Rules = std::shared_ptr<const RuleBook>;

/// A part that a decision states.
Wording part_wording(std::string_view part) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> labels = {
      {{"principal", "本金"},
       {"interest", "孳息"},
       {"used_recovered", "追回已用"},
       {"asset_proceeds", "资产处置收入"}}};
  const auto* const found = std::find_if(labels.begin(), labels.end(),
                                         [&](const auto& each) { return each.first == part; });
  return {std::string(found == labels.end() ? part : found->second), std::string(part)};
}

/// What decisions fix for one payer and source, and what the settlements propose.
struct Comparison {
  OrgId payer;
  Source source;
  DecidedSum decided;
  std::optional<Minor> proposed;  ///< blank where a part is not settled
};

std::vector<Comparison> comparisons(const Project& project, const RuleBook& book) {
  const SettlementReport report = settle_project(project, book, SettlementDetail::figures);
  const ClaimProposals proposals = propose_claims(project, settled_parts(project, report));
  const auto settled = [&](const OrgId& payer, Source source) {
    const bool all =
        payer == project.registered.org_id && project.registered.liability == Liability::lead;
    const auto answers_for = [&](const auto& each) {
      return each.source == source && (all || each.org_id == payer);
    };
    return std::none_of(report.not_settled.begin(), report.not_settled.end(), answers_for) &&
           std::any_of(report.settlements.begin(), report.settlements.end(), answers_for);
  };
  const auto proposed = [&](const OrgId& payer, Source source) {
    for (const auto* list : {&proposals.claims, &proposals.waived}) {
      for (const ClaimProposal& each : *list) {
        if (each.payer_org_id == payer && each.source == source) return each.proposed;
      }
    }
    return Minor(0);
  };
  std::vector<Comparison> found;
  std::set<std::pair<OrgId, Source>> seen;
  for (const Decision& decision : project.decisions) {
    const OrgId& payer = or_lead(decision.payer_org_id, project);
    if (!seen.emplace(payer, decision.source).second) continue;
    const auto sum = decided_sum(project, payer, decision.source);
    if (sum.has_error()) throw std::overflow_error("a decided sum does not fit 64 bits");
    if (!*sum) continue;
    std::optional<Minor> due;
    if (settled(payer, decision.source)) due = proposed(payer, decision.source);
    found.push_back({payer, decision.source, **sum, due});
  }
  return found;
}

class DecisionDiffers final : public ProjectRule {
 public:
  explicit DecisionDiffers(Rules book) : book_(std::move(book)) {}

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "decision_differs";
    info.title = {"处理决定与结算不一致", "decided sum differs from the settlement"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id)};
    info.parameters = digests_of(*book_);
    info.needs = {"settlement"};
    info.messages["differs"] = {
        "{payer}（{source}）：处理决定{decision}确定{decided} {currency}，结算建议{proposed}",
        "{payer} ({source}): decision {decision} fixes {decided} {currency}, the settlement "
        "proposes "
        "{proposed}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (project.project().decisions.empty()) return Verdict::not_applicable();
    const std::vector<Comparison> all = comparisons(project.project(), *book_);
    bool unsettled = false;
    for (const Comparison& each : all) {
      unsettled = unsettled || !each.proposed;
      if (each.proposed && *each.proposed != each.decided.total) report(project, each, sink);
    }
    if (all.empty()) return Verdict::not_applicable();
    return unsettled ? Verdict::missing(0) : Verdict::checked();
  }

 private:
  static void report(const ProjectCase& project, const Comparison& it, FindingSink& sink) {
    const Currency currency = project.project().currency;
    FindingDraft draft;
    draft.subject = it.payer.text() + ":" + std::string(word(it.source));
    draft.message_key = "differs";
    draft.arguments = {{"payer", it.payer.text()},
                       {"source", wording(it.source)},
                       {"decision", it.decided.decision_id},
                       {"decided", amount_text(it.decided.total, currency)},
                       {"currency", std::string(currency.code())},
                       {"proposed", amount_text(*it.proposed, currency)}};
    // What is decided above the proposal is no money of the public at risk.
    Evidence evidence =
        sum_evidence(project.project(), EvidenceKind::decision, it.decided.decision_id,
                     it.decided.total, excess(*it.proposed, it.decided.total));
    for (const Decision& each : project.project().decisions) {
      if (each.decision_id != it.decided.decision_id) continue;
      evidence.on = each.decided_on;
      evidence.trace = each.trace;
    }
    draft.evidence.push_back(std::move(evidence));
    sink.report(std::move(draft));
  }

  Rules book_;
};

class PartDecidedTwice final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "part_decided_twice";
    info.title = {"两份决定写明同一款项", "two decisions state the same part"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id)};
    info.messages["restated"] = {
        "{payer}（{source}）：决定{earlier}写明的{part}{amount} {currency}，"
        "在后的决定{later}又写明一次，现只按{later}计；"
        "如为替代，请在“替代编号”（replaces）中注明{earlier}；如为追加，请由{later}写明全额",
        "{payer} ({source}): {part} of {amount} {currency} that decision {earlier} states is "
        "stated "
        "again by the later decision {later}, which alone counts; if it replaces {earlier}, name "
        "that in replaces; if it adds to it, {later} has to state the whole"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const auto& decisions = project.project().decisions;
    if (decisions.empty()) return Verdict::not_applicable();
    std::set<std::pair<OrgId, Source>> seen;
    for (const Decision& each : decisions) {
      const OrgId& payer = or_lead(each.payer_org_id, project.project());
      if (!seen.emplace(payer, each.source).second) continue;
      const auto sum = decided_sum(project.project(), payer, each.source);
      if (sum.has_error()) throw std::overflow_error("a decided sum does not fit 64 bits");
      if (!*sum) continue;
      for (const RestatedPart& part : (*sum)->restated) {
        report(project, payer, each.source, part, sink);
      }
    }
    return Verdict::checked();
  }

 private:
  static void report(const ProjectCase& project, const OrgId& payer, Source source,
                     const RestatedPart& part, FindingSink& sink) {
    const Currency currency = project.project().currency;
    FindingDraft draft;
    draft.subject = part.decision_id + ":" + std::string(part.part);
    draft.message_key = "restated";
    draft.arguments = {{"payer", payer.text()},
                       {"source", wording(source)},
                       {"earlier", part.decision_id},
                       {"later", part.by_decision_id},
                       {"part", part_wording(part.part)},
                       {"amount", amount_text(part.amount, currency)},
                       {"currency", std::string(currency.code())}};
    // Only what the earlier one states may be lost.
    for (const Decision& each : project.project().decisions) {
      const bool earlier = each.decision_id == part.decision_id;
      if (!earlier && each.decision_id != part.by_decision_id) continue;
      Evidence evidence =
          sum_evidence(project.project(), EvidenceKind::decision, each.decision_id,
                       earlier ? part.amount : Minor(0), earlier ? part.amount : Minor(0));
      evidence.on = each.decided_on;
      evidence.trace = each.trace;
      draft.evidence.push_back(std::move(evidence));
    }
    sink.report(std::move(draft));
  }
};

class PassAfterRectification final : public ProjectRule {
 public:
  explicit PassAfterRectification(Rules book) : book_(std::move(book)) {}

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "pass_after_rectification";
    info.title = {"限期整改后记为首次通过", "passed as at the first go, after an order to rectify"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.parameters = digests_of(*book_);
    info.needs = {"regime"};
    info.messages["first_go"] = {
        "第{ordered}次验收限期整改，第{attempt}次结论为通过；{regime}"
        "下应为整改后通过，结余不得留用",
        "attempt {ordered} ordered rectification, attempt {attempt} passed; under {regime} that is "
        "a "
        "pass after rectification, and the surplus is not kept"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const Project& it = project.project();
    const Attempt* passed = it.concluding_attempt();
    if (passed == nullptr || passed->outcome != Outcome::passed) return Verdict::not_applicable();
    const auto ordered =
        std::find_if(it.attempts.begin(), it.attempts.end(), [&](const Attempt& each) {
          return each.attempt < passed->attempt && each.outcome == Outcome::rectify;
        });
    if (ordered == it.attempts.end()) return Verdict::checked();
    const Result<const Regime*> regime = governing_regime(it, *book_);
    if (regime.has_error()) return Verdict::missing(0);
    if ((*regime)->outcome(word(Outcome::passed_after_rectification)) == nullptr) {
      return Verdict::checked();
    }
    FindingDraft draft;
    draft.subject = it.id.text() + ":" + std::to_string(passed->attempt);
    draft.message_key = "first_go";
    draft.arguments = {{"ordered", std::to_string(ordered->attempt)},
                       {"attempt", std::to_string(passed->attempt)},
                       {"regime", (*regime)->id}};
    for (const Attempt* attempt : {&*ordered, passed}) {
      Evidence evidence;
      evidence.kind = EvidenceKind::acceptance;
      evidence.project_id = it.id;
      evidence.id = std::to_string(attempt->attempt);
      evidence.on = attempt->concluded_on;
      evidence.trace = attempt->trace;
      draft.evidence.push_back(std::move(evidence));
    }
    sink.report(std::move(draft));
    return Verdict::checked();
  }

 private:
  Rules book_;
};

class IrregularFact final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "irregular_fact";
    info.title = {"记录与项目状态不符", "a record that the state of the project has no place for"};
    info.severity = Severity::low;
    info.basis = {definition_of(info.id)};
    info.messages["irregular"] = {
        "{kind}发生时项目状态为{state}，未产生效力：{reason}",
        "{kind} met the project {state} and had no effect on its state: {reason}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const Project& it = project.project();
    for (const Irregular& each : it.irregular) {
      FindingDraft draft;
      draft.subject = each.kind + ":" + std::to_string(each.trace.position) + ":" +
                      std::to_string(each.trace.ordinal);
      draft.message_key = "irregular";
      draft.arguments = {{"kind", kind_wording(each.kind)},
                         {"state", state_wording(each.state)},
                         {"reason", reason_wording(each.reason)}};
      Evidence evidence;
      evidence.kind = EvidenceKind::other;
      evidence.project_id = it.id;
      evidence.id = each.kind;
      evidence.trace = each.trace;
      draft.evidence.push_back(std::move(evidence));
      sink.report(std::move(draft));
    }
    return Verdict::checked();
  }
};

}  // namespace

AnyRule decision_differs(Rules rule_book) {
  return std::make_shared<const DecisionDiffers>(std::move(rule_book));
}

AnyRule pass_after_rectification(Rules rule_book) {
  return std::make_shared<const PassAfterRectification>(std::move(rule_book));
}

AnyRule part_decided_twice() { return std::make_shared<const PartDecidedTwice>(); }

AnyRule irregular_fact() { return std::make_shared<const IrregularFact>(); }

}  // namespace bursar
