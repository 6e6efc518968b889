// Lifecycles as tables: states, events, and rows that carry their basis.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/grant/words.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// Where a project stands. "Ended without acceptance" and "overdue" are not states: they are
/// questions of the day, answered from the end in force.
enum class ProjectState : std::uint8_t {
  registered,  ///< known to the book
  approved,    ///< 立项
  running,     ///< contract signed, or money paid on
  suspended,
  in_acceptance,
  concluded,   ///< an acceptance outcome decides about the money
  terminated,  ///< 终止
  revoked,     ///< 撤销
  closed       ///< settled, nothing outstanding
};
BURSAR_VOCABULARY(ProjectState, "state", "registered", "approved", "running", "suspended",
                  "in_acceptance", "concluded", "terminated", "revoked", "closed");

enum class ProjectEvent : std::uint8_t {
  approve,
  sign_contract,
  pay,
  suspend,
  resume,
  request_acceptance,
  return_for_completion,
  withdraw_acceptance,
  conclude,
  terminate,
  revoke,
  lift_decision,
  close
};
BURSAR_VOCABULARY(ProjectEvent, "event", "approve", "sign_contract", "pay", "suspend", "resume",
                  "request_acceptance", "return_for_completion", "withdraw_acceptance", "conclude",
                  "terminate", "revoke", "lift_decision", "close");

/// Where acceptance stands after the attempts on record. Form checks, publicity and objections are
/// on no record, so that they are no states.
enum class AcceptanceState : std::uint8_t {
  not_requested,
  requested,
  returned,  ///< for completion 退回补正
  rectifying,
  re_review,
  withdrawn,
  concluded,
  notified  ///< the conclusion was notified
};
BURSAR_VOCABULARY(AcceptanceState, "state", "not_requested", "requested", "returned", "rectifying",
                  "re_review", "withdrawn", "concluded", "notified");

enum class AcceptanceEvent : std::uint8_t {
  request,
  return_for_completion,
  rectify,
  order_re_review,
  withdraw,
  conclude,
  notify
};
BURSAR_VOCABULARY(AcceptanceEvent, "event", "request", "return_for_completion", "rectify",
                  "order_re_review", "withdraw", "conclude", "notify");

/// Where a claim stands.
enum class ClaimStep : std::uint8_t {
  proposed,
  notified,
  decided,
  served,
  due,
  demanded,
  court,
  recovered,
  written_off,
  closed
};
BURSAR_VOCABULARY(ClaimStep, "step", "proposed", "notified", "decided", "served", "due", "demanded",
                  "court", "recovered", "written_off", "closed");

enum class ClaimEvent : std::uint8_t {
  give_notice,  ///< an intent or refund notice is issued
  decide,       ///< a decision fixes the sum, where none did or another one
  serve,        ///< of a decision or refund notice
  fall_due,     ///< the last day to pay has passed
  demand,       ///< a demand is issued
  apply_to_court,
  repay_in_full,  ///< nothing is outstanding any more
  write_off,      ///< nor is anything, and some of it was never paid
  lift_decision,  ///< no decision fixes the sum any more
  close
};
BURSAR_VOCABULARY(ClaimEvent, "event", "give_notice", "decide", "serve", "fall_due", "demand",
                  "apply_to_court", "repay_in_full", "write_off", "lift_decision", "close");

/// Where the basis of a row comes from: a text that was read, something that follows from one, or
/// a convention of this library.
enum class RowGround : std::uint8_t { seen, derived, ours };
BURSAR_VOCABULARY(RowGround, "ground", "seen", "derived", "ours");

/// One row of a lifecycle: in `from`, `event` leads to `to`, because of `basis`.
struct Transition {
  std::uint8_t from;
  std::uint8_t event;
  std::uint8_t to;
  std::string_view basis;
  RowGround ground = RowGround::ours;
};

/// A lifecycle: its words and its rows. Anything that no row allows is refused.
struct Lifecycle {
  std::string_view name;
  std::span<const std::string_view> states;
  std::span<const std::string_view> events;
  std::span<const Transition> rows;
  std::uint8_t initial;
  std::span<const std::uint8_t> final_states;

  /// The state after an event; nothing if no row allows it.
  [[nodiscard]] std::optional<std::uint8_t> after(std::uint8_t state,
                                                  std::uint8_t event) const noexcept {
    for (const Transition& row : rows) {
      if (row.from == state && row.event == event) return row.to;
    }
    return std::nullopt;
  }
};

/// The same in the lifecycle's own words.
template <class State, class Event>
[[nodiscard]] std::optional<State> state_after(const Lifecycle& lifecycle, State state,
                                               Event event) noexcept {
  const auto to =
      lifecycle.after(static_cast<std::uint8_t>(state), static_cast<std::uint8_t>(event));
  if (!to) return std::nullopt;
  return static_cast<State>(*to);
}

/// What is wrong with a table: a state or event out of range, two rows for one (state, event), a
/// row without a basis, a state that cannot be reached, an event that no row uses, a dead state
/// (from which no final state can be reached), a final state with no mark. Empty = sound.
[[nodiscard]] BURSAR_API std::vector<std::string> check_lifecycle(const Lifecycle& lifecycle);

/// The lifecycle as a Mermaid state diagram, for docs/lifecycles.md.
[[nodiscard]] BURSAR_API std::string lifecycle_diagram(const Lifecycle& lifecycle);

[[nodiscard]] BURSAR_API const Lifecycle& project_lifecycle();
[[nodiscard]] BURSAR_API const Lifecycle& acceptance_lifecycle();
[[nodiscard]] BURSAR_API const Lifecycle& claim_lifecycle();
/// All of the above.
[[nodiscard]] BURSAR_API std::span<const Lifecycle* const> all_lifecycles();

}  // namespace bursar
