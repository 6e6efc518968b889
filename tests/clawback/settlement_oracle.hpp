// A second settlement, slow and obvious, from the definitions alone: one loop over the records for
// every letter, big integers, texts as sources, nothing shared with the library but the records
// themselves.
#pragma once

#include <bursar/policy/rule_book.hpp>
#include <bursar/portfolio/project.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace bursar::test {

using Big = boost::multiprecision::cpp_int;
/// (organisation, source), in the order of the printed lists.
using Key = std::pair<std::string, std::string>;

/// The result for one key: letters by name, or the refusal.
struct OracleStatement {
  std::string refusal;
  std::map<std::string, Big> letters;
};

class SettlementOracle {
 public:
  SettlementOracle(const Project& project, const RuleBook& rules)
      : project_(project), rules_(rules) {}

  std::map<Key, OracleStatement> settle();

 private:
  std::string org(const OrgId& id) const {
    return id.empty() ? project_.registered.org_id.text() : id.text();
  }
  Key key(const OrgId& id, Source source) const { return {org(id), std::string(word(source))}; }

  void find_conclusion();
  bool claims(const Decision& decision) const;
  std::set<Key> keys() const;
  std::vector<const Opinion*> opinions_of(const Key& which) const;
  std::string data_refusal(const Key& which, std::map<std::string, Big>& it);
  std::optional<Date> reference(const Key& which) const;
  bool has_spending(const Key& which) const;
  std::map<std::string, Big> account_sets(const Key& which) const;
  std::string account_set(const Key& which, const std::map<std::string, Big>& sets) const;
  std::string regime_refusal();
  OracleStatement settle_one(const Key& which);
  void floor(std::map<Key, OracleStatement>& all);
  std::map<std::string, Big> decided(const Key& which) const;

  const Project& project_;
  const RuleBook& rules_;
  std::string outcome_;
  std::optional<Date> cut_off_;
  std::optional<Date> requested_;
  const Regime* regime_ = nullptr;
  const OutcomeRow* row_ = nullptr;
};

inline void SettlementOracle::find_conclusion() {
  std::int64_t highest = -1;
  for (const Attempt& each : project_.attempts) {
    if (!each.concluded_on || !each.outcome || !is_concluding(*each.outcome)) continue;
    if (each.attempt <= highest) continue;
    highest = each.attempt;
    outcome_ = word(*each.outcome);
    cut_off_ = each.concluded_on;
    requested_ = each.requested_on;
  }
  for (const DecisionKind kind : {DecisionKind::terminate, DecisionKind::revoke}) {
    std::optional<Date> on;
    for (const Decision& each : project_.decisions) {
      bool stands = each.kind == kind && each.status == DecisionStatus::in_force;
      for (const Decision& other : project_.decisions) {
        if (other.status == DecisionStatus::in_force && other.replaces == each.decision_id &&
            other.decided_on >= each.decided_on) {
          stands = false;
        }
      }
      if (stands && (!on || each.decided_on >= *on)) on = each.decided_on;
    }
    if (!on) continue;
    outcome_ = kind == DecisionKind::terminate ? "terminated" : "revoked";
    cut_off_ = on;
  }
}

/// Whether what a decision states is due back because of it.
inline bool SettlementOracle::claims(const Decision& decision) const {
  if (decision.status != DecisionStatus::in_force || decision.kind == DecisionKind::penalty) {
    return false;
  }
  for (const Decision& other : project_.decisions) {
    if (other.status == DecisionStatus::in_force && &other != &decision &&
        other.replaces == decision.decision_id && other.decided_on >= decision.decided_on) {
      return false;
    }
  }
  return true;
}

inline std::set<Key> SettlementOracle::keys() const {
  std::set<Key> found;
  const auto add = [&](const OrgId& id, Source source) {
    if (std::string(word(source)).starts_with("grant")) found.insert(key(id, source));
  };
  for (const Payment& each : project_.payments) add(each.org_id, each.source);
  for (const Transfer& each : project_.transfers) {
    add(each.from_org_id, each.source);
    add(each.to_org_id, each.source);
  }
  for (std::size_t i = 0; i < project_.expenses.size(); ++i) {
    // Spending after K changes nothing, not even which settlements there are.
    if (from_day_number(project_.expenses.effective_day()[i]) > *cut_off_) continue;
    add(project_.expense_orgs[project_.expenses.org[i]], project_.expenses.source[i]);
  }
  for (const FinalAccount& each : project_.final_accounts) add(each.org_id, each.source);
  for (const Opinion& each : project_.opinions) add(each.org_id, each.source);
  for (const Disposal& each : project_.disposals) add(each.org_id, each.source);
  for (const Decision& each : project_.decisions) {
    const bool sum = each.principal || each.interest || each.used_recovered || each.asset_proceeds;
    if (sum && claims(each)) add(each.payer_org_id, each.source);
  }
  if (found.empty()) found.insert(key(OrgId(), Source::grant));
  return found;
}

inline std::vector<const Opinion*> SettlementOracle::opinions_of(const Key& which) const {
  std::vector<const Opinion*> adopted;
  for (const Opinion& each : project_.opinions) {
    if (!each.adopted || key(each.org_id, each.source) != which) continue;
    bool replaced = false;
    for (const Opinion& other : project_.opinions) {
      replaced = replaced ||
                 (other.adopted && &other != &each && key(other.org_id, other.source) == which &&
                  other.replaces == each.opinion_id);
    }
    if (!replaced) adopted.push_back(&each);
  }
  return adopted;
}

inline std::optional<Date> SettlementOracle::reference(const Key& which) const {
  std::optional<Date> day;
  const auto adopted = opinions_of(which);
  if (!adopted.empty() && adopted[0]->reference_on) {
    day = adopted[0]->reference_on;
  } else if (outcome_ == "terminated" || outcome_ == "revoked") {
    day = cut_off_;
  } else {
    std::optional<Date> approved;
    day = project_.registered.end_on;
    for (const Change& each : project_.changes) {
      if (each.kind != ChangeKind::extension || !each.approved_on || !each.new_end_on) continue;
      if (*each.approved_on > *cut_off_) continue;
      if (approved && *each.approved_on < *approved) continue;
      approved = each.approved_on;
      day = each.new_end_on;
    }
    if (requested_ && (!day || *requested_ < *day)) day = requested_;
  }
  if (day && *day > *cut_off_) day = cut_off_;
  return day;
}

inline bool SettlementOracle::has_spending(const Key& which) const {
  for (std::size_t i = 0; i < project_.expenses.size(); ++i) {
    if (from_day_number(project_.expenses.effective_day()[i]) > *cut_off_) continue;
    if (key(project_.expense_orgs[project_.expenses.org[i]], project_.expenses.source[i]) ==
        which) {
      return true;
    }
  }
  return false;
}

/// Final accounts by the opinion they belong to; "" = none.
inline std::map<std::string, Big> SettlementOracle::account_sets(const Key& which) const {
  std::map<std::string, Big> sets;
  for (const FinalAccount& each : project_.final_accounts) {
    if (key(each.org_id, each.source) == which) sets[each.opinion_id] += each.spent.value();
  }
  return sets;
}

/// The one set that counts: of the opinion that governs, of the one it replaced, of no opinion, of
/// the last opinion.
inline std::string SettlementOracle::account_set(const Key& which,
                                                 const std::map<std::string, Big>& sets) const {
  std::vector<std::string> wanted;
  const auto adopted = opinions_of(which);
  if (!adopted.empty()) {
    wanted.push_back(adopted[0]->opinion_id);
    if (!adopted[0]->replaces.empty()) wanted.push_back(adopted[0]->replaces);
  }
  wanted.emplace_back();
  for (std::size_t at = project_.opinions.size(); at-- > 0;) {
    wanted.push_back(project_.opinions[at].opinion_id);
  }
  for (const std::string& id : wanted) {
    if (sets.contains(id)) return id;
  }
  std::string last;
  for (const FinalAccount& each : project_.final_accounts) {
    if (key(each.org_id, each.source) == which) last = each.opinion_id;
  }
  return last;
}

/// The letters that records give, and the refusal that records give.
inline std::string SettlementOracle::data_refusal(const Key& which,
                                                  std::map<std::string, Big>& it) {
  const bool lines = has_spending(which);
  const std::map<std::string, Big> sets = account_sets(which);
  const bool accounts = !sets.empty();
  const bool returned_whole =
      outcome_ == "revoked" &&
      (row_ == nullptr || row_->whole_grant.value != std::optional(Disposition::keep));
  if (!lines && !accounts && !returned_whole) return "spending_unknown";
  const auto adopted = opinions_of(which);
  if (adopted.size() > 1) return "opinions_conflict";
  const Opinion* opinion = adopted.empty() ? nullptr : adopted[0];
  if (opinion != nullptr) {
    if (!opinion->disallowed || !opinion->payables || !opinion->interest ||
        !opinion->reference_on) {
      return "opinion_incomplete";
    }
    if (*opinion->disallowed < Minor(0) || *opinion->payables < Minor(0) ||
        *opinion->interest < Minor(0)) {
      return "opinion_negative";
    }
  }
  for (const Payment& each : project_.payments) {
    if (key(each.org_id, each.source) != which) continue;
    it["R"] += each.direction == PaymentDirection::bounced ? Big(-each.amount.value())
                                                           : Big(each.amount.value());
  }
  for (const Transfer& each : project_.transfers) {
    if (key(each.to_org_id, each.source) == which) it["R"] += each.amount.value();
    if (key(each.from_org_id, each.source) == which) it["R"] -= each.amount.value();
  }
  if (it["R"] < 0) return "received_negative";
  if (!project_.registered.start_on) return "start_unknown";
  const std::optional<Date> ref = reference(which);
  if (!ref) return "reference_unknown";
  Big clearing = 0;
  for (std::size_t i = 0; i < project_.expenses.size(); ++i) {
    const ExpenseColumns& line = project_.expenses;
    if (key(project_.expense_orgs[line.org[i]], line.source[i]) != which) continue;
    const Date on = from_day_number(line.effective_day()[i]);
    const Big amount = line.amount[i].value();
    if (on > *cut_off_) continue;
    if (on >= *project_.registered.start_on && on <= *ref) {
      it["E"] += amount;
      continue;
    }
    bool clears = false;
    if (line.accrual[i] >= 0 && on > *ref) {
      const Accrual& accrual = project_.accruals[static_cast<std::size_t>(line.accrual[i])];
      clears = accrual.kind == AccrualKind::payable && key(accrual.org_id, accrual.source) == which;
    }
    (clears ? clearing : it["O"]) += amount;
  }
  if (!lines && accounts) it["E"] = sets.at(account_set(which, sets));
  if (it["E"] < 0 || it["O"] < 0 || clearing < 0) return "spending_negative";
  for (const Disposal& each : project_.disposals) {
    if (key(each.org_id, each.source) == which) it["X"] += each.proceeds.value();
  }
  if (it["X"] < 0) return "proceeds_negative";
  if (opinion != nullptr) {
    it["I"] = opinion->interest->value();
    if (lines || accounts) it["D"] = opinion->disallowed->value();
    it["P"] = opinion->payables->value();
  }
  if (it["D"] > it["E"]) return "disallowed_exceeds_spending";
  it["clearing"] = clearing;
  return "";
}

inline std::string SettlementOracle::regime_refusal() {
  regime_ = rules_.regime(project_.registered.regime);
  if (project_.registered.regime.empty()) return "parameter_unconfirmed";
  if (regime_ == nullptr) return "regime_unknown";
  row_ = regime_->outcome(outcome_);
  return row_ == nullptr ? "outcome_not_in_regime" : "";
}

/// The decided parts, each from the latest decision in force that states it.
inline std::map<std::string, Big> SettlementOracle::decided(const Key& which) const {
  std::map<std::string, Big> parts;
  std::map<std::string, Date> stated_on;
  for (const Decision& each : project_.decisions) {
    if (!claims(each) || key(each.payer_org_id, each.source) != which) continue;
    const auto state = [&](const char* name, const std::optional<Minor>& amount) {
      if (!amount) return;
      if (stated_on.contains(name) && each.decided_on < stated_on.at(name)) return;
      stated_on.insert_or_assign(name, each.decided_on);
      parts[name] = amount->value();
    };
    state("principal", each.principal);
    state("interest", each.interest);
    state("used", each.used_recovered);
    state("proceeds", each.asset_proceeds);
  }
  return parts;
}

inline OracleStatement SettlementOracle::settle_one(const Key& which) {
  OracleStatement made;
  std::map<std::string, Big>& it = made.letters;
  const std::string of_regime = regime_refusal();  // finds the row that governs, too
  made.refusal = data_refusal(which, it);
  if (made.refusal.empty()) made.refusal = of_regime;
  if (!made.refusal.empty()) return made;
  const bool floor = row_->floor_is_contract_deposit.value.value_or(false);
  if (floor && !project_.registered.contract_deposit) {
    made.refusal = "deposit_unknown";
    return made;
  }
  const auto unconfirmed = [&](bool known, const Big& amount) {
    if (!known && amount != 0 && made.refusal.empty()) made.refusal = "parameter_unconfirmed";
    return !made.refusal.empty();
  };
  if (unconfirmed(regime_->payables_count.value.has_value(), it["P"])) return made;
  if (!regime_->payables_count.value.value_or(false)) it["P"] = 0;
  if (it["clearing"] > it["P"]) it["O"] += it["clearing"] - it["P"];
  const auto at_least_zero = [](const Big& value) { return value < 0 ? Big(0) : value; };
  it["A"] = it["E"] - it["D"];
  it["N"] = at_least_zero(it["R"] - it["E"] - it["O"] - it["P"]);
  it["S"] = at_least_zero(it["R"] - it["A"] - it["P"]);
  it["V"] = at_least_zero(it["A"] + it["P"] - it["R"]);
  const auto goes = [&](const char* letter, const Cell<Disposition>& cell, const Big& amount) {
    if (unconfirmed(cell.value.has_value(), amount)) return;
    const bool returned = cell.value == Disposition::give_back;
    it[returned ? "due" : "kept"] += amount;
    if (returned) it[std::string("return.") + letter] += amount;
  };
  if (unconfirmed(row_->whole_grant.value.has_value(), it["R"])) return made;
  const bool whole = row_->whole_grant.value == Disposition::give_back;
  if (whole) {
    it["due"] += it["R"];
  } else {
    goes("N", row_->unspent, it["N"]);
    goes("S-N", row_->not_recognised, it["S"] - it["N"]);
  }
  goes("I", row_->interest, it["I"]);
  goes("X", row_->asset_proceeds, it["X"]);
  const std::map<std::string, Big> sums = decided(which);
  if (!whole) {
    Big used = sums.contains("used") ? at_least_zero(sums.at("used")) : Big(0);
    if (used > it["R"] - it["S"]) used = it["R"] - it["S"];
    unconfirmed(row_->used_money_by_decision.value.has_value(), used);
    it["U"] = row_->used_money_by_decision.value.value_or(false) ? used : Big(0);
    it["due"] += it["U"];
    it["left"] = it["R"] - it["S"] - it["U"];
  }
  // Whether there is a floor matters where the deposit is anything but zero.
  const std::optional<Minor>& deposit = project_.registered.contract_deposit;
  unconfirmed(row_->floor_is_contract_deposit.value.has_value(),
              deposit ? Big(deposit->value()) : Big(1));
  if (!made.refusal.empty()) return made;
  for (const auto& [name, amount] : sums) it["decided"] += amount;
  it["is_decided"] = sums.empty() ? 0 : 1;
  return made;
}

inline void SettlementOracle::floor(std::map<Key, OracleStatement>& all) {
  if (row_ == nullptr || !row_->floor_is_contract_deposit.value.value_or(false)) return;
  bool complete = true;
  for (const auto& [which, made] : all) complete = complete && made.refusal.empty();
  if (!complete) {
    for (auto& [which, made] : all) {
      if (made.refusal.empty()) made.refusal = "part_not_settled";
    }
    return;
  }
  Big missing = project_.registered.contract_deposit->value();
  for (auto& [which, made] : all) missing -= made.letters["due"];
  for (auto& [which, made] : all) {
    if (which.first != project_.registered.org_id.text()) continue;
    auto& it = made.letters;
    // One minor unit after the other, as slowly as it can be said. What goes back of X is no money
    // of R and I.
    while (missing > 0 && it["due"] - it["return.X"] < it["R"] + it["I"]) {
      missing -= 1;
      it["due"] += 1;
      it[it["kept"] > 0 ? "kept" : "left"] -= 1;
    }
  }
  for (auto& [which, made] : all) made.letters["project floor missing"] = missing < 0 ? 0 : missing;
}

inline std::map<Key, OracleStatement> SettlementOracle::settle() {
  std::map<Key, OracleStatement> all;
  find_conclusion();
  if (!cut_off_) return all;
  for (const Key& which : keys()) all.emplace(which, settle_one(which));
  regime_refusal();
  floor(all);
  return all;
}

}  // namespace bursar::test
