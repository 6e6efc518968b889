#include <bursar/grant/lifecycle.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>

using namespace bursar;

namespace {

constexpr auto states = std::to_array<std::string_view>({"open", "shut", "gone"});
constexpr auto events = std::to_array<std::string_view>({"close", "drop"});
constexpr std::array<std::uint8_t, 1> finals{2};
constexpr std::array sound_rows{Transition{0, 0, 1, "basis"}, Transition{1, 1, 2, "basis"}};

Lifecycle with_rows(std::span<const Transition> rows) {
  return {"test", states, events, rows, 0, finals};
}

bool complains(const Lifecycle& lifecycle, std::string_view about) {
  const auto wrong = check_lifecycle(lifecycle);
  return std::ranges::any_of(wrong,
                             [&](const std::string& line) { return line.starts_with(about); });
}

}  // namespace

TEST_CASE("Lifecycle: the tables of the library are sound") {
  for (const Lifecycle* lifecycle : all_lifecycles()) {
    INFO(lifecycle->name);
    CHECK(check_lifecycle(*lifecycle).empty());
  }
}

TEST_CASE("Lifecycle: a convention of the library says that it is one, and nothing else does") {
  for (const Lifecycle* lifecycle : all_lifecycles()) {
    for (const Transition& row : lifecycle->rows) {
      INFO(lifecycle->name << ": " << row.basis);
      CHECK((row.ground == RowGround::ours) == row.basis.starts_with("本库约定"));
      // Of these measures no text was found, or only a draft.
      CHECK(row.basis.find("深圳市科技计划项目管理办法") == std::string_view::npos);
      CHECK(row.basis.find("深圳市科技计划项目验收管理办法") == std::string_view::npos);
    }
  }
}

TEST_CASE("Lifecycle: the checker tells every kind of broken table") {
  CHECK(check_lifecycle(with_rows(sound_rows)).empty());
  const std::array twice{Transition{0, 0, 1, "b"}, Transition{0, 0, 2, "b"},
                         Transition{1, 1, 2, "b"}};
  CHECK(complains(with_rows(twice), "two rows for one event: open --close--> gone"));
  const std::array baseless{Transition{0, 0, 1, ""}, Transition{1, 1, 2, "b"}};
  CHECK(complains(with_rows(baseless), "row without a basis"));
  const std::array unreached{Transition{0, 0, 2, "b"}, Transition{1, 1, 2, "b"}};
  CHECK(complains(with_rows(unreached), "state never reached: shut"));
  const std::array dead{Transition{0, 0, 1, "b"}, Transition{0, 1, 2, "b"}};
  CHECK(complains(with_rows(dead), "dead state: shut"));
  const std::array unused{Transition{0, 0, 1, "b"}, Transition{1, 0, 2, "b"}};
  CHECK(complains(with_rows(unused), "event never used: drop"));
  const std::array state_range{Transition{0, 0, 9, "b"}, Transition{0, 1, 1, "b"}};
  CHECK(complains(with_rows(state_range), "state out of range"));
  const std::array event_range{Transition{0, 9, 1, "b"}, Transition{1, 1, 2, "b"}};
  CHECK(complains(with_rows(event_range), "event out of range"));
  const std::array after_end{Transition{0, 0, 1, "b"}, Transition{1, 1, 2, "b"},
                             Transition{2, 0, 0, "b"}};
  CHECK(complains(with_rows(after_end), "row out of a final state"));
  Lifecycle endless = with_rows(sound_rows);
  endless.final_states = {};
  CHECK(complains(endless, "no final state"));
  Lifecycle nowhere = with_rows(sound_rows);
  nowhere.initial = 7;
  CHECK(complains(nowhere, "initial state out of range"));
}

TEST_CASE("Lifecycle: every state and event gives the row's state, or nothing") {
  for (const Lifecycle* lifecycle : all_lifecycles()) {
    std::size_t allowed = 0;
    for (std::uint8_t state = 0; state < lifecycle->states.size(); ++state) {
      for (std::uint8_t event = 0; event < lifecycle->events.size(); ++event) {
        const auto row = std::ranges::find_if(lifecycle->rows, [&](const Transition& each) {
          return each.from == state && each.event == event;
        });
        const auto after = lifecycle->after(state, event);
        REQUIRE(after.has_value() == (row != lifecycle->rows.end()));
        if (after) {
          CHECK(*after == row->to);
          ++allowed;
        }
      }
    }
    CHECK(allowed == lifecycle->rows.size());
    CHECK_FALSE(lifecycle->after(99, 0).has_value());
  }
}

TEST_CASE("Lifecycle: the diagrams in the documentation are those of the tables") {
  std::ifstream file("docs/lifecycles.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(page.empty());
  for (const Lifecycle* lifecycle : all_lifecycles()) {
    INFO(lifecycle->name);
    CHECK(page.find(lifecycle_diagram(*lifecycle)) != std::string::npos);
    for (const Transition& row : lifecycle->rows) {
      const std::string line = "| " + std::string(lifecycle->states[row.from]) + " | " +
                               std::string(lifecycle->events[row.event]) + " | " +
                               std::string(lifecycle->states[row.to]) + " | " +
                               std::string(row.basis) + " | " + std::string(word(row.ground)) +
                               " |";
      CHECK(page.find(line) != std::string::npos);
    }
  }
}
