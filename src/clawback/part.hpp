// What the records of a project say about one (organisation, public source).
#pragma once

#include <bursar/clawback/settlement.hpp>

#include "money/int128.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace bursar::clawback {

inline constexpr std::string_view outcome_terminated = "terminated";
inline constexpr std::string_view outcome_revoked = "revoked";
/// Of a settlement that takes back what the one before it found, because its part is no more.
inline constexpr std::string_view outcome_void = "void";

/// Blank is the lead, and the project names none: whose part this is, nobody knows.
[[nodiscard]] inline Refusal lead_missing() {
  return Refusal(Code::field_missing).with("field", "org_id");
}

/// A blank organisation is the lead.
[[nodiscard]] inline const OrgId& or_lead(const OrgId& org, const Project& project) {
  return org.empty() ? project.registered.org_id : org;
}

/// Sources ascend by their words, as in the printed lists.
[[nodiscard]] inline bool comes_before(const OrgId& org_a, Source a, const OrgId& org_b, Source b) {
  if (org_a != org_b) return org_a < org_b;
  return word(a) < word(b);
}

/// In that order; what is alike stays as it was.
template <class Listed>
void sort_by_part(std::vector<Listed>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) {
    return comes_before(a.org_id, a.source, b.org_id, b.source);
  });
}

/// Whether `one` is replaced, directly or through others, by a record that is alive.
template <class Record, class Base, class Alive>
[[nodiscard]] bool is_replaced(const List<Record>& all, const Record& one, SmallText Base::*id,
                               const Alive& alive) {
  if ((one.*id).empty()) return false;
  for (const Record& other : all) {
    if (&other == &one || !alive(other)) continue;
    const Record* at = &other;
    for (std::size_t steps = 0; at != nullptr && steps <= all.size(); ++steps) {
      const SmallText& replaced = at->replaces;
      if (replaced == one.*id) return true;
      if (replaced.empty()) break;
      at = nullptr;
      for (const Record& each : all) {
        if (each.*id == replaced) at = &each;
      }
    }
  }
  return false;
}

/// The decision of an id; nothing if none is on record.
[[nodiscard]] inline const Decision* decision_named(const Project& project,
                                                    std::string_view decision_id) {
  for (const Decision& each : project.decisions) {
    if (each.decision_id == decision_id) return &each;
  }
  return nullptr;
}

/// How sure it is that a regime governs a project: the project says so itself, or its days lie in
/// the reach of this one and of no newer one.
[[nodiscard]] CellStatus status_of_choice(const Project& project, const RuleBook& rules,
                                          const Regime& regime);

/// Whether a decision fixes anything that is due back.
[[nodiscard]] inline bool states_a_sum(const Decision& decision) {
  return decision.principal || decision.interest || decision.used_recovered ||
         decision.asset_proceeds;
}

/// The day to pay that a decision states. One before the decision itself is a slip of the pen, as
/// history has them: nobody was late before there was a decision, so it states none.
[[nodiscard]] inline std::optional<Date> day_to_pay(const Decision& decision) {
  return decision.pay_by < decision.decided_on ? std::nullopt : decision.pay_by;
}

/// The decisions that stand for one payer and source, penalties apart, by day; those of one day in
/// their order.
[[nodiscard]] std::vector<const Decision*> standing_decisions(const Project& project,
                                                              const OrgId& payer, Source source);

/// Since when later decisions that stand restate every part of the sum that one of them fixes, for
/// its payer and source; nothing where it still fixes a part, or states no sum.
[[nodiscard]] std::optional<Date> restated_since(const Project& project, const Decision& decision);

/// Sums over the records of one part. Wide numbers: nothing overflows before 2^63 records.
struct Part {
  OrgId org;
  Source source = Source::grant;

  Int128 payments = 0, bounced = 0, passed_in = 0, passed_on = 0;
  Int128 proceeds = 0;  ///< X
  /// Spending in the period; outside it and clearing no payable; after ref and clearing one.
  Int128 in_period = 0, outside = 0, clearing = 0;
  bool has_lines = false;  ///< any line that counts on or before K
  bool has_final_accounts = false;
  Int128 accounts_left_out = 0;  ///< final accounts beside those that count
  SmallText accounts_opinion{};  ///< whose final accounts E is; empty: of none, or E is not theirs

  const Opinion* opinion = nullptr;  ///< the adopted opinion that governs
  std::optional<Refusal>
      opinion_refusal;               ///< opinions_conflict, opinion_incomplete, opinion_negative
  std::optional<Date> reference_on;  ///< ref; nothing where it cannot be told

  [[nodiscard]] Int128 received() const { return payments - bounced + passed_in - passed_on; }
  [[nodiscard]] bool spending_known() const { return has_lines || has_final_accounts; }
};

/// All parts of a concluded project with their sums, by organisation and source. A project without
/// any record of public money has the one part of its lead and `fallback`.
[[nodiscard]] std::vector<Part> parts_of(const Project& project, const Conclusion& conclusion,
                                         Source fallback);

/// The final accounts that count as spending of one part: none where the part has spending lines up
/// to K.
[[nodiscard]] std::vector<const FinalAccount*> counted_final_accounts(const Project& project,
                                                                      const OrgId& org,
                                                                      Source source);

/// Whether an accrual (by its place, -1 = none) is a payable of one part.
[[nodiscard]] bool is_payable_of(const Project& project, std::int32_t accrual, const OrgId& org,
                                 Source source);
/// Whether a settlement on record settles this conclusion, and not one that was lifted or replaced.
[[nodiscard]] bool settles(const Settlement& record, const Conclusion& conclusion);

/// The latest settlement on record of each part, void ones included, by organisation and source.
[[nodiscard]] std::vector<const Settlement*> latest_settlements(const Project& project);

/// Why a settlement is void: its organisation has no records left, or the project is not concluded
/// any more.
[[nodiscard]] const Wording& why_void(const Project& project);

}  // namespace bursar::clawback
