#include <bursar/grant/lifecycle.hpp>

#include <algorithm>
#include <set>

namespace bursar {
namespace {

bool is_final(const Lifecycle& lifecycle, std::uint8_t state) {
  return std::ranges::find(lifecycle.final_states, state) != lifecycle.final_states.end();
}

std::string name(std::span<const std::string_view> words, std::uint8_t at) {
  return at < words.size() ? std::string(words[at]) : "#" + std::to_string(at);
}

std::string row_name(const Lifecycle& lifecycle, const Transition& row) {
  return name(lifecycle.states, row.from) + " --" + name(lifecycle.events, row.event) + "--> " +
         name(lifecycle.states, row.to);
}

void check_rows(const Lifecycle& lifecycle, std::vector<std::string>& wrong) {
  std::set<std::pair<std::uint8_t, std::uint8_t>> seen;
  for (const Transition& row : lifecycle.rows) {
    const std::string named = row_name(lifecycle, row);
    if (row.from >= lifecycle.states.size() || row.to >= lifecycle.states.size()) {
      wrong.push_back("state out of range: " + named);
    }
    if (row.event >= lifecycle.events.size()) wrong.push_back("event out of range: " + named);
    if (!seen.insert({row.from, row.event}).second)
      wrong.push_back("two rows for one event: " + named);
    if (row.basis.empty()) wrong.push_back("row without a basis: " + named);
    if (is_final(lifecycle, row.from)) wrong.push_back("row out of a final state: " + named);
  }
}

/// States that can be come to from `start`, following rows forwards or backwards.
std::set<std::uint8_t> reachable(const Lifecycle& lifecycle, std::set<std::uint8_t> start,
                                 bool forwards) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const Transition& row : lifecycle.rows) {
      const std::uint8_t here = forwards ? row.from : row.to;
      const std::uint8_t there = forwards ? row.to : row.from;
      if (start.contains(here)) grown = start.insert(there).second || grown;
    }
  }
  return start;
}

void check_reach(const Lifecycle& lifecycle, std::vector<std::string>& wrong) {
  const std::set<std::uint8_t> found = reachable(lifecycle, {lifecycle.initial}, true);
  const std::set<std::uint8_t> finals(lifecycle.final_states.begin(), lifecycle.final_states.end());
  const std::set<std::uint8_t> live = reachable(lifecycle, finals, false);
  for (std::size_t number = 0; number < lifecycle.states.size(); ++number) {
    const auto state = static_cast<std::uint8_t>(number);
    if (!found.contains(state))
      wrong.push_back("state never reached: " + name(lifecycle.states, state));
    if (!live.contains(state)) wrong.push_back("dead state: " + name(lifecycle.states, state));
  }
}

}  // namespace

std::vector<std::string> check_lifecycle(const Lifecycle& lifecycle) {
  std::vector<std::string> wrong;
  if (lifecycle.initial >= lifecycle.states.size())
    wrong.emplace_back("initial state out of range");
  if (lifecycle.final_states.empty()) wrong.emplace_back("no final state");
  for (const std::uint8_t state : lifecycle.final_states) {
    if (state >= lifecycle.states.size()) wrong.emplace_back("final state out of range");
  }
  check_rows(lifecycle, wrong);
  for (std::size_t number = 0; number < lifecycle.events.size(); ++number) {
    const auto event = static_cast<std::uint8_t>(number);
    const bool used = std::ranges::any_of(
        lifecycle.rows, [&](const Transition& row) { return row.event == event; });
    if (!used) wrong.push_back("event never used: " + name(lifecycle.events, event));
  }
  check_reach(lifecycle, wrong);
  return wrong;
}

std::string lifecycle_diagram(const Lifecycle& lifecycle) {
  std::string text = "stateDiagram-v2\n";
  text += "  [*] --> " + name(lifecycle.states, lifecycle.initial) + "\n";
  for (const Transition& row : lifecycle.rows) {
    text += "  " + name(lifecycle.states, row.from) + " --> " + name(lifecycle.states, row.to) +
            ": " + name(lifecycle.events, row.event) + "\n";
  }
  for (const std::uint8_t state : lifecycle.final_states) {
    text += "  " + name(lifecycle.states, state) + " --> [*]\n";
  }
  return text;
}

}  // namespace bursar
