#include <bursar/policy/rule_book.hpp>

#include <algorithm>
#include <array>

namespace bursar {
namespace {

Refusal unconfirmed(std::string parameter) {
  return Refusal(Code::parameter_unconfirmed).with("parameter", std::move(parameter));
}

std::optional<Date> key_day(std::string_view name, const KeyDays& days) {
  if (name == "approved_on") return days.approved_on;
  if (name == "contract_on") return days.contract_on;
  if (name == "start_on") return days.start_on;
  if (name == "end_on") return days.end_on;
  if (name == "requested_on") return days.requested_on;
  return days.concluded_on;
}

}  // namespace

const OutcomeRow* Regime::outcome(std::string_view name) const noexcept {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [&](const OutcomeRow& row) { return row.outcome == name; });
  return found == outcomes.end() ? nullptr : &*found;
}

const Cell<std::int64_t>* Regime::parameter(std::string_view name) const noexcept {
  const auto found = parameters.find(name);
  return found == parameters.end() ? nullptr : &found->second;
}

Result<std::int64_t> Regime::confirmed(std::string_view name) const {
  const Cell<std::int64_t>* cell = parameter(name);
  if (cell == nullptr || !cell->value) return unconfirmed(id + "." + std::string(name));
  return *cell->value;
}

const Regime* RuleBook::regime(std::string_view id) const noexcept {
  const auto found = std::find_if(regimes_.begin(), regimes_.end(),
                                  [&](const Regime& each) { return each.id == id; });
  return found == regimes_.end() ? nullptr : &*found;
}

const Cell<std::int64_t>* RuleBook::procedure(std::string_view name, Date on) const noexcept {
  for (const ProcedureParameter& each : procedures_) {
    if (each.name != name || (each.from && on < *each.from)) continue;
    if (each.until_inclusive && *each.until_inclusive < on) continue;
    return &each.cell;
  }
  return nullptr;
}

Result<std::int64_t> RuleBook::confirmed_procedure(std::string_view name, Date on) const {
  const Cell<std::int64_t>* cell = procedure(name, on);
  if (cell == nullptr || !cell->value) return unconfirmed("procedure." + std::string(name));
  return *cell->value;
}

Result<const Regime*> RuleBook::governing(std::string_view named_regime,
                                          const KeyDays& days) const {
  if (!named_regime.empty()) {
    const Regime* named = regime(named_regime);
    if (named != nullptr) return named;
    return Refusal(Code::regime_unknown).with("regime", std::string(named_regime));
  }
  for (auto newest = regimes_.rbegin(); newest != regimes_.rend(); ++newest) {
    if (!newest->in_force_from.value) return unconfirmed(newest->id + ".in_force_from");
    if (!newest->key_date.value) return unconfirmed(newest->id + ".key_date");
    const std::optional<Date> day = key_day(*newest->key_date.value, days);
    if (!day) {
      return Refusal(Code::regime_undetermined)
          .with("reason", Wording{"未填" + *newest->key_date.value,
                                  "no " + *newest->key_date.value + " is known"});
    }
    if (*day < *newest->in_force_from.value) continue;
    const std::optional<Date>& until = newest->in_force_until_inclusive.value;
    if (!until || *day <= *until) return &*newest;
    return Refusal(Code::regime_undetermined)
        .with("reason", Wording{newest->id + "已于" + to_iso(*until) + "失效",
                                newest->id + " ended on " + to_iso(*until)});
  }
  return Refusal(Code::regime_undetermined)
      .with("reason", Wording{"项目早于规则包中的各套规则",
                              "the project is older than every regime of the book"});
}

}  // namespace bursar
