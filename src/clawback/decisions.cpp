// The conclusion of a project, the regime that governs it, and the sums that decisions fix.
#include "clawback/part.hpp"
#include "policy/weaker.hpp"
#include "portfolio/approved_changes.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace bursar {
std::vector<const Decision*> clawback::standing_decisions(const Project& project,
                                                          const OrgId& payer, Source source) {
  std::vector<const Decision*> found;
  for (const Decision& each : project.decisions) {
    if (each.kind == DecisionKind::penalty || each.source != source) continue;
    if (or_lead(each.payer_org_id, project) != payer) continue;
    if (project.stands(each)) found.push_back(&each);
  }
  std::stable_sort(found.begin(), found.end(), [](const Decision* a, const Decision* b) {
    return a->decided_on < b->decided_on;
  });
  return found;
}

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
  return governing_regime(project, rules, conclusion_of(project));
}

Result<const Regime*> governing_regime(const Project& project, const RuleBook& rules,
                                       const std::optional<Conclusion>& conclusion) {
  KeyDays days;
  days.approved_on = project.approved_on;
  days.contract_on = project.contract_on;
  days.start_on = project.registered.start_on;
  days.end_on = project.registered.end_on;
  for (const Attempt& each : project.attempts) {
    if (!days.requested_on) days.requested_on = each.requested_on;
  }
  if (conclusion) {
    days.concluded_on = conclusion->cut_off;
    days.end_on = fold::end_in_force_on(project, conclusion->cut_off);
  } else {
    days.end_on = project.end_in_force();
  }
  return rules.governing(project.registered.regime, days);
}

CellStatus clawback::status_of_choice(const Project& project, const RuleBook& rules,
                                      const Regime& regime) {
  CellStatus status = CellStatus::seen;
  if (!project.registered.regime.empty()) return status;
  const std::span<const Regime> regimes = rules.regimes();
  for (auto newest = regimes.rbegin(); newest != regimes.rend(); ++newest) {
    status = policy::weaker(status,
                            policy::weaker(newest->in_force_from.status, newest->key_date.status));
    if (newest->id == regime.id) break;
  }
  return status;
}

namespace {

/// The parts of a decision's sum.
struct SumPart {
  std::string_view name;
  std::optional<Minor> DecisionMade::*stated;
  std::optional<Minor> DecidedSum::*decided;
};
constexpr std::array<SumPart, 4> parts{
    {{"principal", &DecisionMade::principal, &DecidedSum::principal},
     {"interest", &DecisionMade::interest, &DecidedSum::interest},
     {"used_recovered", &DecisionMade::used_recovered, &DecidedSum::used_recovered},
     {"asset_proceeds", &DecisionMade::asset_proceeds, &DecidedSum::asset_proceeds}}};

/// Lets a later decision govern the parts that it states; whether it states any.
bool take_parts(const Decision& decision, DecidedSum& sum,
                std::array<const Decision*, parts.size()>& governing) {
  bool any = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<Minor>& stated = decision.*parts[i].stated;
    if (!stated) continue;
    if (governing[i] != nullptr) {
      sum.restated.push_back({governing[i]->decision_id, decision.decision_id, parts[i].name,
                              (governing[i]->*parts[i].stated).value()});
    }
    sum.*parts[i].decided = stated;
    governing[i] = &decision;
    any = true;
  }
  return any;
}

/// The decision that says until when a decided sum is to be paid: its own; if that does not say it,
/// the latest that was made since and states a day and no sum. None may say it.
const Decision* setting_day_of(const Decision& decision,
                               const std::vector<const Decision*>& standing) {
  if (clawback::day_to_pay(decision)) return &decision;
  const Decision* latest = nullptr;
  for (const Decision* each : standing) {
    if (!clawback::day_to_pay(*each) || each->decided_on < decision.decided_on) continue;
    if (!clawback::states_a_sum(*each)) latest = each;
  }
  return latest;
}

}  // namespace

std::optional<Date> clawback::restated_since(const Project& project, const Decision& decision) {
  if (!states_a_sum(decision)) return std::nullopt;
  const auto standing =
      standing_decisions(project, or_lead(decision.payer_org_id, project), decision.source);
  const auto place = std::ranges::find(standing, &decision);
  if (place == standing.end()) return std::nullopt;
  Date since = decision.decided_on;
  for (const SumPart& part : parts) {
    if (!(decision.*part.stated)) continue;
    const auto later = std::find_if(std::next(place), standing.end(), [&](const Decision* each) {
      return (each->*part.stated).has_value();
    });
    if (later == standing.end()) return std::nullopt;
    since = std::max(since, (*later)->decided_on);
  }
  return since;
}

Result<std::optional<DecidedSum>> decided_sum(const Project& project, const OrgId& payer,
                                              Source source) {
  DecidedSum sum;
  std::array<const Decision*, parts.size()> governing{};
  const auto decisions = clawback::standing_decisions(project, payer, source);
  for (const Decision* each : decisions) {
    if (take_parts(*each, sum, governing)) sum.decision_id = each->decision_id;
  }
  if (sum.decision_id.empty()) return std::optional<DecidedSum>();
  MoneySum total;
  for (const Decision* each : decisions) {
    MoneySum own;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (governing[i] == each) own.add((each->*parts[i].stated).value());
    }
    BURSAR_TRY(const Minor amount, own.total());
    total.add(amount);
    if (amount == Minor(0)) continue;
    const Decision* sets_day = setting_day_of(*each, decisions);
    sum.shares.push_back({each->decision_id, amount, {}, {}});
    if (sets_day == nullptr) continue;
    sum.shares.back().pay_by = sum.pay_by = sets_day->pay_by;
    sum.shares.back().day_by_decision_id = sets_day->decision_id;
  }
  BURSAR_TRY(sum.total, total.total());
  return std::optional<DecidedSum>(std::move(sum));
}

}  // namespace bursar
