// Reading, reopening and sharing.
#include "catch.hpp"
#include "suite.hpp"

#include <array>
#include <atomic>
#include <limits>
#include <thread>

using namespace bursar;
using namespace bursar::conformance;

namespace {

constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();

/// 1,300 entries of three projects: more than adapters read at once.
AppendRequest many(std::string_view key) {
  AppendRequest made = request(key, {});
  for (int i = 0; i < 1300; ++i) {
    made.drafts.push_back(draft("P" + std::to_string(i % 3), std::to_string(i),
                                i % 5 == 0 ? "private " + std::to_string(i) : ""));
  }
  return made;
}

std::vector<std::int64_t> positions(const Journal& journal, std::int64_t from, std::int64_t up_to) {
  std::vector<std::int64_t> read;
  journal.read(from, up_to, [&read](const Entry& entry) {
    read.push_back(entry.position);
    return true;
  });
  return read;
}

/// One subject's entries as text "position:facts".
std::vector<std::string> of_subject(const Journal& journal, std::string_view id,
                                    std::int64_t up_to) {
  std::vector<std::string> read;
  journal.read(Subject{SubjectKind::project, std::string(id)}, up_to, [&read](const Entry& entry) {
    read.push_back(std::to_string(entry.position) + ":" + entry.facts);
    return true;
  });
  return read;
}

}  // namespace

TEST_CASE("Journal: a range is read in order, and windows past the ends are empty") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(many("a")).has_value());
  for (const auto& [from, up_to, first, count] :
       {std::tuple<std::int64_t, std::int64_t, std::int64_t, std::size_t>{1, 1300, 1, 1300},
        {-5, forever, 1, 1300},
        {std::numeric_limits<std::int64_t>::min(), 3, 1, 3},
        {512, 513, 512, 2},
        {1300, 1400, 1300, 1},
        {1301, forever, 0, 0},
        {7, 6, 0, 0},
        {0, 0, 0, 0},
        {-9, -1, 0, 0}}) {
    const std::vector<std::int64_t> read = positions(*journal, from, up_to);
    REQUIRE(read.size() == count);
    for (std::size_t i = 0; i < count; ++i)
      REQUIRE(read[i] == first + static_cast<std::int64_t>(i));
  }
}

TEST_CASE("Journal: a subject is read in order, up to a position, across appends") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(request("0", {draft("P1", "first"), draft("P10", "other")})).has_value());
  REQUIRE(journal->append(many("a")).has_value());
  REQUIRE(journal->append(request("z", {draft("P1", "last")})).has_value());
  const std::vector<std::string> all = of_subject(*journal, "P1", forever);
  REQUIRE(all.size() == 435);
  CHECK(all.front() == "1:first");
  CHECK(all[1] == "4:1");
  CHECK(all.back() == "1303:last");
  CHECK(of_subject(*journal, "P1", 1302).size() == 434);
  CHECK(of_subject(*journal, "P1", 0).empty());
  CHECK(of_subject(*journal, "P", forever).empty());
  CHECK(journal->version({SubjectKind::project, "P1"}) == 435);
  CHECK(journal->version({SubjectKind::programme, "P1"}) == 0);
  std::vector<std::string> keys;
  journal->read(Subject{SubjectKind::project, "P1"}, forever, [&keys](const Entry& entry) {
    if (keys.empty() || keys.back() != entry.key) keys.push_back(entry.key);
    return true;
  });
  CHECK(keys == std::vector<std::string>{"0", "a", "z"});
}

TEST_CASE("Journal: a visitor stops the reading, and may read and append meanwhile") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(many("a")).has_value());
  int seen = 0;
  journal->read(1, forever, [&seen](const Entry&) { return ++seen < 700; });
  CHECK(seen == 700);
  seen = 0;
  journal->read(Subject{SubjectKind::project, "P0"}, forever,
                [&seen](const Entry&) { return ++seen < 2; });
  CHECK(seen == 2);

  const std::int64_t head = journal->head().position;
  seen = 0;
  journal->read(1, head, [&](const Entry& entry) {
    ++seen;
    if (entry.position % 400 == 0) {
      const std::string key = "during " + std::to_string(entry.position);
      CHECK(journal->append(request(key, {draft("P0", "late")})).has_value());
      CHECK(positions(*journal, 1, 5).size() == 5);
    }
    return true;
  });
  CHECK(seen == 1300);
  CHECK(journal->head().position == 1303);
}

TEST_CASE("Journal: what was written is there when the store is opened again") {
  const auto store = make_store_under_test();
  if (passed_over(*store, Ability::reopening)) return;
  TestHost clock;
  auto journal = store->create("book-1", clock.host());
  REQUIRE(journal->append(many("a")).has_value());
  REQUIRE(journal->append(request("b", {draft("P1", "x", "y")})).has_value());
  REQUIRE(journal->erase_private(1).has_value());
  const JournalHead head = journal->head();
  const std::vector<Entry> before = all_entries(*journal);
  auto again = store->open(clock.host());
  REQUIRE(again);
  again.reset();
  journal.reset();
  journal = store->open(clock.host());
  CHECK(journal->head() == head);
  const std::vector<Entry> after = all_entries(*journal);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) REQUIRE(same(after[i], before[i]));
  CHECK(journal->append(many("a")).value().already_recorded);
  CHECK(journal->find("b", sha256("b")).value()->first_position == 1301);
  CHECK(journal->private_part(1301) == "y");
  CHECK(journal->vault_state(1) == Journal::VaultState::erased);
  clock.set_clock(0);
  CHECK(journal->append(request("c", {draft("P1", "z")})).value().recorded_at_us ==
        before.back().recorded_at_us + 1);
  CHECK(verify_chain(*journal, head.link).whole());
}

TEST_CASE("Journal: two objects on one store see each other's appends, and refuse what is stale") {
  const auto store = make_store_under_test();
  if (passed_over(*store, Ability::reopening)) return;
  TestHost clock;
  const auto one = store->create("book-1", clock.host());
  const auto two = store->open(clock.host());
  REQUIRE(two);
  const Subject p1{SubjectKind::project, "P1"};
  for (int turn = 0; turn < 20; ++turn) {
    Journal& writer = turn % 2 == 0 ? *one : *two;
    Journal& reader = turn % 2 == 0 ? *two : *one;
    AppendRequest next =
        request("turn " + std::to_string(turn), {draft("P1", std::to_string(turn), "s")});
    next.expected = {{p1, turn}};
    CHECK(writer.append(next).value().first_position == turn + 1);
    CHECK(reader.version(p1) == turn + 1);
    CHECK(reader.head() == writer.head());
    CHECK(reader.append(next).value().already_recorded);
    next.key += " stale";
    CHECK(reader.append(next).error().code() == Code::version_stale);
    CHECK(reader.private_part(turn + 1) == "s");
    CHECK(reader.erase_private(turn + 1).has_value());
    CHECK(writer.vault_state(turn + 1) == Journal::VaultState::erased);
  }
  CHECK(verify_chain(*two).entries == 20);
  CHECK(verify_chain(*one).whole());
}

TEST_CASE("Journal: two writers at once lose nothing, and agree on the order") {
  const auto store = make_store_under_test();
  if (passed_over(*store, Ability::reopening)) return;
  TestHost clock;
  constexpr std::size_t writers = 2;
  std::array<std::unique_ptr<Journal>, writers> journals{store->create("book-1", clock.host()),
                                                         store->open(TestHost().host())};
  REQUIRE(journals[1]);
  constexpr int appends_each = 250;
  std::atomic<bool> written{true};
  std::atomic<std::size_t> ready{0};
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      ++ready;
      while (ready != writers) std::this_thread::yield();
      for (int i = 0; i < appends_each && written; ++i) {
        const std::string name = std::to_string(writer) + "/" + std::to_string(i);
        try {
          const auto appended = journals[writer]->append(
              request(name, {draft("P" + std::to_string(writer), name, name), draft("P", name)}));
          if (!appended || appended->already_recorded) written = false;
        } catch (const JournalFailure&) {
          written = false;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  REQUIRE(written);
  CHECK(journals[0]->head() == journals[1]->head());
  CHECK(journals[0]->head().position == 2 * appends_each * writers);
  CHECK(verify_chain(*journals[0]).whole());
  for (std::size_t writer = 0; writer < writers; ++writer) {
    const std::vector<std::string> own =
        of_subject(*journals[writer], "P" + std::to_string(writer), forever);
    REQUIRE(own.size() == appends_each);
    for (std::size_t i = 0; i < own.size(); ++i) {
      CHECK(own[i].ends_with(":" + std::to_string(writer) + "/" + std::to_string(i)));
    }
  }
}
