// The sets of rules that come with the library.
#include <bursar/audit/ten_rules.hpp>

#include <array>

namespace bursar {
namespace {

/// The regime that governs a project, from its own words or its days; nothing where that is not
/// known.
const Regime* regime_of(const RuleBook& book, const Project& project) {
  KeyDays days;
  days.approved_on = project.approved_on;
  days.contract_on = project.contract_on;
  days.start_on = project.registered.start_on;
  days.end_on = project.end_in_force();
  if (const Attempt* attempt = project.concluding_attempt()) {
    days.requested_on = attempt->requested_on;
    days.concluded_on = attempt->concluded_on;
  }
  const auto regime = book.governing(project.registered.regime, days);
  return regime ? *regime : nullptr;
}

std::optional<std::int64_t> confirmed(const Regime* regime, std::string_view name) {
  const Cell<std::int64_t>* cell = regime == nullptr ? nullptr : regime->parameter(name);
  return cell == nullptr ? std::nullopt : cell->value;
}

/// The cap in three tiers as a regime states it; nothing if it leaves a figure open.
std::optional<TieredCap> cap_of(const RuleBook& book, const Regime* regime) {
  const std::array limits{confirmed(regime, "indirect_cap_tier1_up_to_minor"),
                          confirmed(regime, "indirect_cap_tier2_up_to_minor")};
  const std::array percents{confirmed(regime, "indirect_cap_tier1_percent"),
                            confirmed(regime, "indirect_cap_tier2_percent"),
                            confirmed(regime, "indirect_cap_tier3_percent")};
  std::vector<Tier> tiers;
  for (std::size_t tier = 0; tier < percents.size(); ++tier) {
    if (!percents[tier]) return std::nullopt;
    tiers.push_back({Rate::of_percent(*percents[tier]), std::nullopt});
    if (tier == limits.size()) continue;
    if (!limits[tier]) return std::nullopt;
    tiers.back().up_to = Minor(*limits[tier]);
  }
  return TieredCap::of(book.currency(), std::move(tiers)).value();
}

/// What a rule book says is part of a rule's parameters by its digests.
std::string by_rule_book(const RuleBook& book) {
  std::string text = "by regime, rule book " + book.digest().text();
  if (book.assumptions_digest()) text += ", assumptions " + book.assumptions_digest()->text();
  return text;
}

}  // namespace

Result<RuleSet> ten_rules(const TenRulesFigures& figures) {
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
  BURSAR_TRY_VOID(rules.add(repayment_overdue()));
  return rules;
}

Result<RuleSet> standard_rules(std::shared_ptr<const RuleBook> rule_book) {
  const std::string text = by_rule_book(*rule_book);
  const std::string basis = "rule book " + rule_book->name();
  TenRulesFigures figures;
  figures.indirect_cap.base_heads = {Head::business, Head::labour};
  figures.indirect_cap.cap = {text, basis, [rule_book](const Project& project) {
                                return cap_of(*rule_book, regime_of(*rule_book, project));
                              }};
  figures.acceptance_due.days_after_end = {text, basis, [rule_book](const Project& project) {
                                             return confirmed(regime_of(*rule_book, project),
                                                              "acceptance_due_days");
                                           }};
  BURSAR_TRY(RuleSet rules, ten_rules(figures));
  BURSAR_TRY_VOID(rules.add(rectification_missing()));
  return rules;
}

}  // namespace bursar
