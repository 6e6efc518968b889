// The sets of rules that come with the library.
#include <bursar/audit/ten_rules.hpp>
#include <bursar/clawback/settlement.hpp>

#include <array>

namespace bursar {
namespace {

std::optional<std::int64_t> confirmed(const Regime& regime, std::string_view name) {
  const Cell<std::int64_t>* cell = regime.parameter(name);
  return cell == nullptr ? std::nullopt : cell->value;
}

/// The cap in three tiers as a regime states it; nothing if it leaves a figure open.
/// Refusals: tiers_malformed.
Result<std::optional<TieredCap>> cap_of(Currency currency, const Regime& regime) {
  const std::array limits{confirmed(regime, "indirect_cap_tier1_up_to_minor"),
                          confirmed(regime, "indirect_cap_tier2_up_to_minor")};
  const std::array percents{confirmed(regime, "indirect_cap_tier1_percent"),
                            confirmed(regime, "indirect_cap_tier2_percent"),
                            confirmed(regime, "indirect_cap_tier3_percent")};
  std::vector<Tier> tiers;
  for (std::size_t tier = 0; tier < percents.size(); ++tier) {
    if (!percents[tier]) return std::optional<TieredCap>();
    tiers.push_back({Rate::of_percent(*percents[tier]), std::nullopt});
    if (tier == limits.size()) continue;
    if (!limits[tier]) return std::optional<TieredCap>();
    tiers.back().up_to = Minor(*limits[tier]);
  }
  BURSAR_TRY(TieredCap cap, TieredCap::of(currency, std::move(tiers)));
  return std::optional<TieredCap>(std::move(cap));
}

/// The figures of the regimes of a rule book, in their order.
struct RegimeFigures {
  std::shared_ptr<const RuleBook> book;
  std::vector<std::optional<TieredCap>> caps;
  std::vector<std::optional<std::int64_t>> due_days;

  /// The figure of the regime that governs a project.
  template <class T>
  [[nodiscard]] std::optional<T> of(const Project& project,
                                    const std::vector<std::optional<T>>& figures) const {
    const Result<const Regime*> governing = governing_regime(project, *book);
    const Regime* regime = governing.has_value() ? *governing : nullptr;
    if (regime == nullptr) return std::nullopt;
    return figures[static_cast<std::size_t>(regime - book->regimes().data())];
  }
};

/// What a rule book says is part of a rule's parameters by its digests.
std::string by_rule_book(const RuleBook& book) {
  std::string text = "by regime, rule book " + book.digest().text();
  if (book.assumptions_digest()) text += ", assumptions " + book.assumptions_digest()->text();
  return text;
}

Result<RuleSet> ten_with(const TenRulesFigures& figures, AnyRule overdue) {
  RuleSet rules;
  BURSAR_TRY(AnyRule cap, indirect_over_cap(figures.indirect_cap));
  BURSAR_TRY_VOID(rules.add(std::move(cap)));
  BURSAR_TRY_VOID(rules.add(spending_outside_period()));
  BURSAR_TRY(AnyRule heads, head_overspent(10));
  BURSAR_TRY_VOID(rules.add(std::move(heads)));
  BURSAR_TRY_VOID(rules.add(invoice_on_several_projects()));
  BURSAR_TRY_VOID(rules.add(spent_more_than_received()));
  BURSAR_TRY_VOID(rules.add(acceptance_overdue(figures.acceptance_due)));
  BURSAR_TRY_VOID(rules.add(labour_after_end()));
  BURSAR_TRY(AnyRule split, split_purchases({Money::of_minor(8'000'000, Currency::cny()),
                                             Money::of_minor(10'000'000, Currency::cny()),
                                             3,
                                             30,
                                             {Head::equipment, Head::business}}));
  BURSAR_TRY_VOID(rules.add(std::move(split)));
  BURSAR_TRY_VOID(rules.add(paid_more_than_approved()));
  BURSAR_TRY_VOID(rules.add(std::move(overdue)));
  return rules;
}

}  // namespace

Result<RuleSet> ten_rules(const TenRulesFigures& figures) {
  return ten_with(figures, repayment_overdue());
}

Result<RuleSet> standard_rules(std::shared_ptr<const RuleBook> rule_book,
                               std::shared_ptr<const WorkCalendar> calendar) {
  if (rule_book == nullptr) return Code::rule_book_missing;
  auto of_regimes = std::make_shared<RegimeFigures>();
  for (const Regime& regime : rule_book->regimes()) {
    BURSAR_TRY(auto cap, cap_of(rule_book->currency(), regime));
    of_regimes->caps.push_back(std::move(cap));
    of_regimes->due_days.push_back(confirmed(regime, "acceptance_due_days"));
  }
  const std::string text = by_rule_book(*rule_book);
  const std::string basis = "rule book " + rule_book->name();
  of_regimes->book = std::move(rule_book);
  const std::shared_ptr<const RegimeFigures> known = std::move(of_regimes);
  const auto cap = [known](const Project& project) { return known->of(project, known->caps); };
  const auto days = [known](const Project& project) { return known->of(project, known->due_days); };
  // The cap is on direct cost without the purchase of equipment (and a line on equipment itself
  // counts as purchase).
  const TenRulesFigures figures{
      {{Head::equipment_trial, Head::equipment_upgrade_or_lease, Head::business, Head::labour},
       {text, basis, cap}},
      {{text, basis, days}}};
  BURSAR_TRY(RuleSet rules, ten_with(figures, repayment_overdue(known->book, std::move(calendar))));
  BURSAR_TRY_VOID(rules.add(rectification_missing()));
  BURSAR_TRY_VOID(rules.add(pass_after_rectification(known->book)));
  BURSAR_TRY_VOID(rules.add(decision_differs(known->book)));
  BURSAR_TRY_VOID(rules.add(part_decided_twice()));
  BURSAR_TRY_VOID(rules.add(irregular_fact()));
  BURSAR_TRY_VOID(rules.add(record_in_several_projects()));
  return rules;
}

}  // namespace bursar
