// The state of a project as the steps that led to it.
#pragma once

#include <bursar/grant/lifecycle.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace bursar::fold {

/// What made a step, so that the step can be taken back: a decision or a conclusion, by number, or
/// the closing.
struct Cause {
  enum class Kind : std::uint8_t { none, decision, conclusion, closing };
  Kind kind = Kind::none;
  std::int64_t number = 0;
  friend bool operator==(const Cause&, const Cause&) = default;
};

/// Follows the project's lifecycle, and only its table.
class StateSteps {
 public:
  [[nodiscard]] ProjectState state() const noexcept { return state_; }

  /// Takes a step; false, and nothing happens, where no row of the table allows it.
  bool take(ProjectEvent event, Cause cause = {}) {
    const auto to = after(state_, event);
    if (!to) return false;
    state_ = static_cast<ProjectState>(*to);
    steps_.push_back({event, cause, true});
    return true;
  }

  /// The state as if the steps of a cause had never been taken. Steps that would then be illegal
  /// are passed over.
  void take_back(const Cause& cause) {
    std::erase_if(steps_, [&](const Step& step) { return step.cause == cause; });
    walk();
  }

  /// Whether the steps of a cause count. They keep their place, so that they can count again.
  void set_counting(const Cause& cause, bool counts) {
    bool changed = false;
    for (Step& step : steps_) {
      if (step.cause == cause) changed = std::exchange(step.counts, counts) != counts || changed;
    }
    if (changed) walk();
  }

  /// Whether a cause has made a step.
  [[nodiscard]] bool has(const Cause& cause) const {
    return std::ranges::any_of(steps_, [&](const Step& step) { return step.cause == cause; });
  }

  [[nodiscard]] bool allows(ProjectEvent event) const { return after(state_, event).has_value(); }

 private:
  struct Step {
    ProjectEvent event;
    Cause cause;
    bool counts = true;
  };
  void walk() {
    state_ = static_cast<ProjectState>(project_lifecycle().initial);
    for (const Step& step : steps_) {
      if (!step.counts) continue;
      if (const auto to = after(state_, step.event)) state_ = static_cast<ProjectState>(*to);
    }
  }
  static std::optional<std::uint8_t> after(ProjectState state, ProjectEvent event) {
    // The table as a square, so that a step costs no search.
    static const auto square = [] {
      std::vector<std::optional<std::uint8_t>> cells(Vocabulary<ProjectState>::words.size() *
                                                     Vocabulary<ProjectEvent>::words.size());
      for (const Transition& row : project_lifecycle().rows) {
        cells[place(row.from, row.event)] = row.to;
      }
      return cells;
    }();
    return square[place(static_cast<std::uint8_t>(state), static_cast<std::uint8_t>(event))];
  }
  static std::size_t place(std::uint8_t state, std::uint8_t event) {
    return std::size_t{state} * Vocabulary<ProjectEvent>::words.size() + event;
  }

  ProjectState state_ = static_cast<ProjectState>(project_lifecycle().initial);
  std::vector<Step> steps_;
};

}  // namespace bursar::fold
