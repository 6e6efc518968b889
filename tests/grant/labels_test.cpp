#include <bursar/grant/fact_codec.hpp>
#include <bursar/grant/labels.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <set>
#include <utility>
#include <variant>

#include "chinese.hpp"

using namespace bursar;
using bursar_test::has_han;

namespace {

template <std::size_t... At>
std::array<std::string_view, sizeof...(At)> kinds(std::index_sequence<At...>) {
  return {kind_of(FactBody(std::in_place_index<At>))...};
}

}  // namespace

TEST_CASE("Labels: every state and event of a lifecycle has one of its own, and keeps its word") {
  for (const Lifecycle* lifecycle : all_lifecycles()) {
    std::set<std::string> states, events;
    for (std::uint8_t i = 0; i < lifecycle->states.size(); ++i) {
      const Wording state = state_wording(*lifecycle, i);
      INFO(lifecycle->name << " " << state.en);
      CHECK(state.en == lifecycle->states[i]);
      CHECK(has_han(state.zh));
      CHECK(states.insert(state.zh).second);
    }
    for (std::uint8_t i = 0; i < lifecycle->events.size(); ++i) {
      const Wording event = event_wording(*lifecycle, i);
      INFO(lifecycle->name << " " << event.en);
      CHECK(event.en == lifecycle->events[i]);
      CHECK(has_han(event.zh));
      CHECK(events.insert(event.zh).second);
    }
  }
  CHECK(state_wording(claim_lifecycle(), 8) == Wording{"已核销", "written_off"});
  CHECK(event_wording(claim_lifecycle(), 5) == Wording{"申请法院强制执行", "apply_to_court"});
}

TEST_CASE("Labels: the words of a host's own lifecycle stand as they are") {
  constexpr std::array<std::string_view, 2> states{"open", "shut"};
  constexpr std::array<std::string_view, 1> events{"shut_down"};
  const Lifecycle own{"own", states, events, {}, 0, {}};
  CHECK(state_wording(own, 1) == Wording{"shut", "shut"});
  CHECK(event_wording(own, 0) == Wording{"shut_down", "shut_down"});
}

TEST_CASE("Labels: every kind of fact has one of its own, and an unknown kind is its own") {
  std::set<std::string> seen;
  for (const std::string_view kind :
       kinds(std::make_index_sequence<std::variant_size_v<FactBody>>())) {
    if (kind.empty()) continue;  // UnknownFact has the kind that it was read with
    INFO(kind);
    const Wording found = kind_wording(kind);
    CHECK(found.en == kind);
    CHECK(has_han(found.zh));
    CHECK(seen.insert(found.zh).second);
  }
  CHECK(seen.size() == std::variant_size_v<FactBody> - 1);
  CHECK(kind_wording("ReviewHeld") == Wording{"ReviewHeld", "ReviewHeld"});
}

TEST_CASE("Labels: a list is joined as each language does") {
  Wording list;
  add_to_list(list, wording(ProjectState::approved));
  CHECK(list == Wording{"已立项", "approved"});
  add_to_list(list, wording(ProjectState::running));
  CHECK(list == Wording{"已立项、实施中", "approved, running"});
}
