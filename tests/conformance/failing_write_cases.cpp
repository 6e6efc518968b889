// An append of which one write fails.
#include "catch.hpp"
#include "suite.hpp"

#include <new>

using namespace bursar;
using namespace bursar::conformance;

namespace {

const Subject p1{SubjectKind::project, "P1"};
const Subject p2{SubjectKind::project, "P2"};

/// Two known subjects and a new one, facts that are short and facts that fill pages, with a private
/// part and without one, on guarded versions.
AppendRequest of_every_sort() {
  AppendRequest made = request("b", {});
  made.door = Door::import;
  made.batch = "2020";
  made.expected = {{p1, 1}, {p2, 1}, {{SubjectKind::organisation, "O1"}, 0}};
  made.drafts = {draft("P1", "fine", "private"), draft("P2", std::string(100'000, 'x')),
                 draft("P1", "fine", std::string(50'000, 'y')),
                 Draft{{SubjectKind::organisation, "O1"}, "new", "private"}, draft("P2", "fine")};
  return made;
}

/// False if it ran out of memory, or the environment failed it.
bool goes_through(Journal& journal, const AppendRequest& request) {
  try {
    return journal.append(request).has_value();
  } catch (const JournalFailure&) {
    return false;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

bool is_poisoned(const Journal& journal) {
  try {
    (void)journal.head();
  } catch (const JournalFailure& failure) {
    return failure.kind() == JournalFailure::Kind::poisoned;
  }
  return false;
}

/// Nothing of the append that failed is there, and it can be made again.
void check_undone(Journal& journal, const AppendRequest& failed, const Visible& before) {
  check_unchanged(journal, before);
  CHECK(journal.version(p1) == 1);
  CHECK(journal.version({SubjectKind::organisation, "O1"}) == 0);
  CHECK_FALSE(journal.find(failed.key, failed.request).value().has_value());
  CHECK_FALSE(journal.private_part(3).has_value());
  CHECK(journal.vault_state(3) == Journal::VaultState::none);
}

void check_done(Journal& journal, const AppendRequest& request) {
  const auto known = journal.find(request.key, request.request).value();
  REQUIRE(known.has_value());
  CHECK(known->first_position == 3);
  CHECK(known->last_position == 7);
  CHECK(journal.version(p1) == 3);
  CHECK(journal.version({SubjectKind::organisation, "O1"}) == 1);
  for (std::size_t i = 0; i < request.drafts.size(); ++i) {
    const auto position = static_cast<std::int64_t>(i) + 3;
    CHECK(journal.private_part(position).value_or("") == request.drafts[i].private_part);
  }
  CHECK(verify_chain(journal).entries == 7);
  CHECK(verify_chain(journal).whole());
}

/// One append whose n-th write fails. False if it has no such write.
bool try_failure(StoreUnderTest& store, std::int64_t n) {
  INFO("write " << n);
  const TestHost host;
  auto journal = store.create("book-1", host.host());
  REQUIRE(
      journal->append(request("a", {draft("P1", "1", "s"), draft("P2", "2", "t")})).has_value());
  REQUIRE(journal->erase_private(2).has_value());
  const Visible before = look(*journal);
  const AppendRequest next = of_every_sort();

  store.fail_write(n);
  const bool done = goes_through(*journal, next);
  const bool met = store.stop_failing();
  CHECK((met || done));
  if (is_poisoned(*journal)) {
    REQUIRE_FALSE(done);
    journal.reset();
    journal = store.open(host.host());
    REQUIRE(journal);
  }
  if (!done) {
    check_undone(*journal, next, before);
    CHECK(journal->append(next).value().first_position == 3);
  }
  check_done(*journal, next);
  CHECK(journal->append(request("c", {draft("P1", "3", "u")})).value().first_position == 8);
  CHECK(verify_chain(*journal).whole());
  return met;
}

}  // namespace

TEST_CASE("Journal: an append that fails at any of its writes has changed nothing") {
  std::int64_t n = 1;
  for (;; ++n) {
    const auto store = make_store_under_test();
    if (passed_over(*store, Ability::failing_write)) return;
    if (!try_failure(*store, n)) break;
  }
  CHECK(n > 1);
}
