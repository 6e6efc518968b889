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

/// One row of a lifecycle: in `from`, `event` leads to `to`, because of `basis`.
struct Transition {
  std::uint8_t from;
  std::uint8_t event;
  std::uint8_t to;
  std::string_view basis;
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
