// Sums of public money: indirect_over_cap, head_overspent, spent_more_than_received,
// paid_more_than_approved.
#include "audit/rules/rule_support.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/grant/labels.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bursar {
namespace {

using namespace audit_detail;

constexpr std::array first_level{Head::equipment, Head::business, Head::labour, Head::indirect};

std::string currency_of(const ProjectCase& project) {
  return std::string(project.project().currency.code());
}

std::string text_of(const ProjectCase& project, Minor amount) {
  return amount_text(amount, project.project().currency);
}

class IndirectOverCap final : public ProjectRule {
 public:
  explicit IndirectOverCap(IndirectCap parameters) : parameters_(std::move(parameters)) {
    for (const Head base : parameters_.base_heads) {
      for (std::size_t head = 0; head < in_base_.size(); ++head) {
        const auto each = static_cast<Head>(head);
        in_base_[head] = in_base_[head] || each == base || top_head(each) == base;
      }
    }
  }

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "indirect_over_cap";
    info.title = {"间接费用超过上限", "indirect cost above its cap"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id), parameters_.cap.basis};
    std::string heads;
    for (const Head head : parameters_.base_heads)
      heads += (heads.empty() ? "" : " ") + std::string(word(head));
    info.parameters = {{"base_heads", heads}, {"cap", parameters_.cap.text}};
    info.needs = {"indirect_cap", "budget", "currency"};
    info.messages["over"] = {
        "间接费用支出{spent} {currency}，超过按基数{base}计算的上限{cap}，超出{excess}",
        "indirect cost of {spent} {currency} exceeds the cap of {cap} on a base of "
        "{base} by {excess}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const ProjectFigures& figures = project.figures();
    if (!figures.has_public_spending) return Verdict::not_applicable();
    const std::optional<TieredCap> tiers = parameters_.cap.of(project.project());
    if (!tiers) return Verdict::missing(0);
    const Minor spent = figures.spent(Head::indirect);
    if (spent <= Minor(0)) return Verdict::checked();
    if (tiers->currency() != project.project().currency) return Verdict::missing(2);
    const auto base = base_of(project.project(), figures);
    if (!base) return Verdict::missing(1);
    // Spending counts whole minor units: it exceeds the cap exactly if it exceeds the cap rounded
    // down.
    const Money cap =
        tiers->cap(Money::of_minor(*base, tiers->currency()), Rounding::floor).value();
    if (spent.value() > cap.minor()) report(project, spent, *base, Minor(cap.minor()), sink);
    return Verdict::checked();
  }

 private:
  /// The adjusted budget of the base, not below 0; nothing if it has no line.
  std::optional<Minor> base_of(const Project& project, const ProjectFigures& figures) const {
    const auto counts = [this](const auto& line) {
      return is_public(line.source) && in_base_[static_cast<std::size_t>(line.head)];
    };
    if (std::none_of(project.budget.begin(), project.budget.end(), counts) &&
        std::none_of(project.adjustments.begin(), project.adjustments.end(), counts)) {
      return std::nullopt;
    }
    Int128 base = 0;
    for (std::size_t head = 0; head < in_base_.size(); ++head) {
      if (in_base_[head]) base += Int128{figures.budget_minor[head]};
    }
    if (!fits_64(base)) throw std::overflow_error("the base of the cap does not fit 64 bits");
    return Minor(static_cast<std::int64_t>(std::max(base, Int128{0})));
  }

  static void report(const ProjectCase& project, Minor spent, Minor base, Minor cap,
                     FindingSink& sink) {
    FindingDraft draft;
    draft.subject = project.project().id.text();
    draft.message_key = "over";
    draft.arguments = {{"spent", text_of(project, spent)},
                       {"cap", text_of(project, cap)},
                       {"base", text_of(project, base)},
                       {"excess", text_of(project, excess(spent, cap))},
                       {"currency", currency_of(project)}};
    Evidence head = sum_evidence(project.project(), EvidenceKind::head,
                                 std::string(word(Head::indirect)), spent, excess(spent, cap));
    head.head = Head::indirect;
    draft.evidence = {std::move(head), sum_evidence(project.project(), EvidenceKind::budget, "base",
                                                    base, Minor(0))};
    sink.report(std::move(draft));
  }

  IndirectCap parameters_;
  std::array<bool, ProjectFigures::head_count> in_base_{};
};

class HeadOverspent final : public ProjectRule {
 public:
  explicit HeadOverspent(std::int32_t tolerance_percent) : tolerance_percent_(tolerance_percent) {}

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "head_overspent";
    info.title = {"科目支出超过调整后预算", "head spent above its adjusted budget"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id)};
    info.parameters = {{"tolerance_percent", std::to_string(tolerance_percent_)}};
    info.needs = {"budget"};
    info.messages["over"] = {
        "科目{head}支出{spent} {currency}，超过调整后预算{budget}，超出{excess}",
        "{spent} {currency} spent on {head} exceed the adjusted budget of {budget} "
        "by {excess}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const ProjectFigures& figures = project.figures();
    if (!figures.has_public_spending) return Verdict::not_applicable();
    if (!project.holdings().budgets) return Verdict::missing(0);
    for (const Head head : first_level) {
      const Minor spent = figures.spent(head);
      const Minor budget = figures.budget(head);
      if (wide(spent) * 100 > wide(budget) * (100 + tolerance_percent_)) {
        report(project, head, spent, budget, sink);
      }
    }
    return Verdict::checked();
  }

 private:
  static void report(const ProjectCase& project, Head head, Minor spent, Minor budget,
                     FindingSink& sink) {
    const std::string name(word(head));
    const Minor over = excess(spent, std::max(budget, Minor(0)));
    FindingDraft draft;
    draft.subject = project.project().id.text() + ":" + name;
    draft.message_key = "over";
    draft.arguments = {{"head", wording(head)},
                       {"spent", text_of(project, spent)},
                       {"budget", text_of(project, budget)},
                       {"excess", text_of(project, over)},
                       {"currency", currency_of(project)}};
    Evidence spending = sum_evidence(project.project(), EvidenceKind::head, name, spent, over);
    spending.head = head;
    draft.evidence = {std::move(spending), sum_evidence(project.project(), EvidenceKind::budget,
                                                        name, budget, Minor(0))};
    sink.report(std::move(draft));
  }

  std::int32_t tolerance_percent_;
};

class SpentMoreThanReceived final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "spent_more_than_received";
    info.title = {"支出超过到账经费", "spent more than received"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"payments"};
    info.messages["over"] = {"支出{spent} {currency}，超过到账{received}，超出{excess}",
                             "{spent} {currency} spent exceed the {received} received by {excess}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const ProjectFigures& figures = project.figures();
    if (!figures.has_public_spending) return Verdict::not_applicable();
    if (!project.holdings().payments) return Verdict::missing(0);
    const Minor spent = figures.spent_total();
    const Minor received(figures.received_minor);
    if (spent <= received) return Verdict::checked();
    const Minor over = excess(spent, std::max(received, Minor(0)));
    FindingDraft draft;
    draft.subject = project.project().id.text();
    draft.message_key = "over";
    draft.arguments = {{"spent", text_of(project, spent)},
                       {"received", text_of(project, received)},
                       {"excess", text_of(project, over)},
                       {"currency", currency_of(project)}};
    draft.evidence = {
        sum_evidence(project.project(), EvidenceKind::spending, "spent", spent, over),
        sum_evidence(project.project(), EvidenceKind::payments, "received", received, Minor(0))};
    sink.report(std::move(draft));
    return Verdict::checked();
  }
};

class PaidMoreThanApproved final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "paid_more_than_approved";
    info.title = {"拨付超过批准资助额", "paid more than approved"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"award"};
    info.messages["over"] = {"已拨{paid} {currency}，超过批准资助额{award}，超出{excess}",
                             "{paid} {currency} paid exceed the award of {award} by {excess}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    const ProjectFigures& figures = project.figures();
    if (!figures.has_payments) return Verdict::not_applicable();
    const std::optional<Minor>& award = project.project().registered.award;
    if (!award) return Verdict::missing(0);
    const Minor paid(figures.received_minor);
    if (paid <= *award) return Verdict::checked();
    const Minor over = excess(paid, *award);
    FindingDraft draft;
    draft.subject = project.project().id.text();
    draft.message_key = "over";
    draft.arguments = {{"paid", text_of(project, paid)},
                       {"award", text_of(project, *award)},
                       {"excess", text_of(project, over)},
                       {"currency", currency_of(project)}};
    draft.evidence = {
        sum_evidence(project.project(), EvidenceKind::payments, "paid", paid, over),
        sum_evidence(project.project(), EvidenceKind::budget, "award", *award, Minor(0))};
    sink.report(std::move(draft));
    return Verdict::checked();
  }
};

Refusal malformed(std::string_view rule, std::string_view parameter, std::string value,
                  Wording expected) {
  return Refusal(Code::audit_parameter_malformed)
      .with("rule", std::string(rule))
      .with("parameter", std::string(parameter))
      .with("value", std::move(value))
      .with("expected", std::move(expected));
}

}  // namespace

Result<AnyRule> indirect_over_cap(IndirectCap parameters) {
  if (parameters.base_heads.empty()) {
    return malformed("indirect_over_cap", "base_heads", "[]",
                     {"至少一个科目", "at least one head"});
  }
  return AnyRule(std::make_shared<const IndirectOverCap>(std::move(parameters)));
}

Result<AnyRule> head_overspent(std::int32_t tolerance_percent) {
  if (tolerance_percent < 0 || tolerance_percent > 1000) {
    return malformed("head_overspent", "tolerance_percent", std::to_string(tolerance_percent),
                     {"0至1000", "0 to 1000"});
  }
  return AnyRule(std::make_shared<const HeadOverspent>(tolerance_percent));
}

AnyRule spent_more_than_received() { return std::make_shared<const SpentMoreThanReceived>(); }
AnyRule paid_more_than_approved() { return std::make_shared<const PaidMoreThanApproved>(); }

}  // namespace bursar
