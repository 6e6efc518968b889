// The conclusion of a project, the regime that governs it, and the sums that decisions fix.
#include "clawback/part.hpp"

#include <algorithm>

namespace bursar {
namespace {

bool in_force(const Decision& decision) { return decision.status == DecisionStatus::in_force; }

/// The decisions that stand for one payer and source, by day; those of one day in their order.
std::vector<const Decision*> standing_decisions(const Project& project, const OrgId& payer,
                                                Source source) {
  std::vector<const Decision*> found;
  for (const Decision& each : project.decisions) {
    if (!in_force(each) || each.kind == DecisionKind::penalty || each.source != source) continue;
    if (clawback::or_lead(each.payer_org_id, project) != payer) continue;
    if (clawback::is_replaced(project.decisions, each, &DecisionMade::decision_id, in_force)) {
      continue;
    }
    found.push_back(&each);
  }
  std::stable_sort(found.begin(), found.end(), [](const Decision* a, const Decision* b) {
    return a->decided_on < b->decided_on;
  });
  return found;
}

}  // namespace

std::optional<Conclusion> conclusion_of(const Project& project) {
  if (const Decision* revoked = project.decision_in_force(DecisionKind::revoke)) {
    return Conclusion{revoked->decided_on, std::string(clawback::outcome_revoked)};
  }
  if (const Decision* terminated = project.decision_in_force(DecisionKind::terminate)) {
    return Conclusion{terminated->decided_on, std::string(clawback::outcome_terminated)};
  }
  const Attempt* attempt = project.concluding_attempt();
  if (attempt == nullptr || !attempt->concluded_on || !attempt->outcome) return std::nullopt;
  return Conclusion{*attempt->concluded_on, std::string(word(*attempt->outcome))};
}

Result<const Regime*> governing_regime(const Project& project, const RuleBook& rules) {
  KeyDays days;
  days.approved_on = project.approved_on;
  days.contract_on = project.contract_on;
  days.start_on = project.registered.start_on;
  days.end_on = project.registered.end_on;
  for (const Attempt& each : project.attempts) {
    if (!days.requested_on) days.requested_on = each.requested_on;
  }
  if (const std::optional<Conclusion> conclusion = conclusion_of(project)) {
    days.concluded_on = conclusion->cut_off;
    days.end_on = clawback::end_in_force_on(project, conclusion->cut_off);
  } else {
    days.end_on = project.end_in_force();
  }
  return rules.governing(project.registered.regime, days);
}

Result<std::optional<DecidedSum>> decided_sum(const Project& project, const OrgId& payer,
                                              Source source) {
  DecidedSum sum;
  bool states_a_sum = false;
  for (const Decision* each : standing_decisions(project, payer, source)) {
    const auto take = [&](std::optional<Minor>& part, const std::optional<Minor>& stated) {
      if (!stated) return false;
      part = stated;
      return true;
    };
    const bool principal = take(sum.principal, each->principal);
    const bool interest = take(sum.interest, each->interest);
    const bool used = take(sum.used_recovered, each->used_recovered);
    const bool proceeds = take(sum.asset_proceeds, each->asset_proceeds);
    if (each->pay_by) sum.pay_by = each->pay_by;
    if (!principal && !interest && !used && !proceeds) continue;
    states_a_sum = true;
    sum.decision_id = each->decision_id;
  }
  if (!states_a_sum) return std::optional<DecidedSum>();
  MoneySum total;
  for (const auto& part : {sum.principal, sum.interest, sum.used_recovered, sum.asset_proceeds}) {
    total.add(part.value_or(Minor(0)));
  }
  BURSAR_TRY(sum.total, total.total());
  return std::optional<DecidedSum>(std::move(sum));
}

}  // namespace bursar
