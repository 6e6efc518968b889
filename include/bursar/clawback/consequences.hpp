// 结论的后果: what follows from the conclusion of an acceptance beside the money: who is barred, in
// which form it was to be held, how long its result is made public. Nothing is guessed: what the
// rule book does not confirm is a refusal that names the parameter.
#pragma once

#include <bursar/clawback/settlement.hpp>
#include <bursar/policy/acceptance_rules.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bursar {

/// What a rule says, with its source and how sure that is.
template <class T>
struct Ruled {
  T value;
  CellStatus status = CellStatus::seen;
  std::string basis, basis_zh;

  [[nodiscard]] const std::string& basis_in(Language language) const noexcept {
    return language == Language::zh ? basis_zh : basis;
  }
};

/// From how many failed projects on another main member is barred, and for how long.
struct MemberStrikes {
  std::int64_t failed_projects = 0;  ///< 0: members are not barred
  std::int64_t bar_months = 0;       ///< from the conclusion that makes them full
};

struct Consequences {
  Outcome outcome = Outcome::passed;  ///< of the attempt that decides
  Date concluded_on;
  std::optional<Date> notified_on;
  std::string regime;  ///< empty: it cannot be told; every answer below then says why
  /// Who led the project on the day of the conclusion; empty: nobody is on record.
  PersonId leader_id;
  /// Nothing: the outcome bars nobody. Refusals: those of the regime, then of `leader_bar`.
  std::optional<Result<Bar>> leader_bar;
  /// The same for the other main members. Who they are is not on record, so nobody's strikes are
  /// counted. Refusals: those of the regime, then parameter_unconfirmed.
  std::optional<Result<Ruled<MemberStrikes>>> member_strikes;
  /// The form that the award calls for by its size; what kinds of projects are checked on site
  /// whatever their size is not on record. Refusals: those of the regime, then field_missing
  /// (award), currency_mismatch (the award is not in the currency of the rule book),
  /// parameter_unconfirmed.
  Result<Ruled<AcceptanceForm>> form_by_size;
  /// How many days the result is made public. Refusals: those of the regime, then
  /// parameter_unconfirmed.
  Result<Ruled<std::int64_t>> publicity_days;
};

/// What follows for one project; nothing while no attempt concluded its acceptance. A termination
/// or revocation takes nothing back: the acceptance failed all the same. Where the project names no
/// regime, and the day from which one is in force or the day that decides is assumed, all of it is
/// assumed.
[[nodiscard]] BURSAR_API std::optional<Consequences> consequences_of(const Project& project,
                                                                     const RuleBook& rules);

/// The leader of one failed project, and until when nothing of theirs is accepted.
struct BarredLeader {
  ProjectId project_id;
  PersonId leader_id;  ///< empty: nobody is on record
  Date concluded_on;
  Result<Bar> bar;  ///< the refusals of Consequences::leader_bar
};
struct BarredLeaders {
  std::vector<BarredLeader> barred;  ///< by project; bars that may hold, and those not known
  std::int64_t over = 0;             ///< how many bars ended before the portfolio's day
};
/// Those of a whole portfolio, as of its day.
[[nodiscard]] BURSAR_API BarredLeaders barred_leaders(const Portfolio& portfolio,
                                                      const RuleBook& rules);

}  // namespace bursar
