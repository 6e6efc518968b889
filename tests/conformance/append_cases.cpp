// What an append does and refuses.
#include "catch.hpp"
#include "suite.hpp"

#include <bursar/journal/sealed_append.hpp>

using namespace bursar;
using namespace bursar::conformance;

TEST_CASE("Journal: a new book is empty and has a head") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  CHECK(journal->head() == JournalHead{"book-1", 0, link_zero("book-1")});
  CHECK(journal->link_at(0) == link_zero("book-1"));
  CHECK_FALSE(journal->link_at(1).has_value());
  CHECK_FALSE(journal->link_at(-1).has_value());
  CHECK(all_entries(*journal).empty());
  CHECK(journal->version({}) == 0);
  CHECK_FALSE(journal->private_part(1).has_value());
  CHECK(journal->vault_state(1) == Journal::VaultState::none);
  CHECK(journal->erase_private(1).error().code() == Code::entry_unknown);
  CHECK_FALSE(journal->find("k", sha256("k")).value().has_value());
  CHECK(verify_chain(*journal, link_zero("book-1")).whole());
}

TEST_CASE("Journal: an append gives positions, one instant and links, and every field comes back") {
  const auto store = make_store_under_test();
  TestHost clock(1'700'000'000'000'000);
  const auto journal = store->create("book-1", clock.host());
  AppendRequest first = request("k1", {draft("P1", "one", "secret"), draft("P2", "two")});
  first.door = Door::import;
  first.batch = "2020";
  const Appended appended = journal->append(first).value();
  CHECK(appended.first_position == 1);
  CHECK(appended.last_position == 2);
  CHECK(appended.recorded_at_us == 1'700'000'001'000'000);
  CHECK_FALSE(appended.already_recorded);

  const std::vector<Entry> entries = all_entries(*journal);
  REQUIRE(entries.size() == 2);
  Digest link = link_zero("book-1");
  for (std::size_t i = 0; i < 2; ++i) {
    const Entry& entry = entries[i];
    CHECK(entry.position == static_cast<std::int64_t>(i) + 1);
    CHECK(entry.subject == first.drafts[i].subject);
    CHECK(entry.key == "k1");
    CHECK(entry.request == first.request);
    CHECK(entry.door == Door::import);
    CHECK(entry.batch == "2020");
    CHECK(entry.actor == "officer");
    CHECK(entry.recorded_at_us == appended.recorded_at_us);
    CHECK(entry.facts == first.drafts[i].facts);
    CHECK(entry.vault_commitment.has_value() == (i == 0));
    link = link_after(link, entry.position, leaf_of(entry));
    CHECK(entry.link == link);
    CHECK(journal->link_at(entry.position) == link);
  }
  CHECK(journal->head() == JournalHead{"book-1", 2, link});
  CHECK(verify_chain(*journal, link).whole());
}

TEST_CASE("Journal: texts and payloads come back byte for byte, at their limits too") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  const std::string nul("a\0b", 3);
  const std::string not_utf8 = "\xff\xfe\xc3(";
  const std::string ten_megabytes(10'000'000, '\x80');
  AppendRequest limits = request(every_byte() + "key", {});
  limits.batch = nul;
  limits.actor = std::string(100'000, 'x') + nul;
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::application); ++kind) {
    for (const std::string& id : {std::string(), nul, nul + "c", not_utf8, every_byte()}) {
      limits.drafts.push_back({{static_cast<SubjectKind>(kind), id}, id, id});
    }
  }
  limits.drafts.push_back(draft("big", ten_megabytes, ten_megabytes));
  for (int length = 0; length < 256; ++length) {
    limits.drafts.push_back(draft("P", every_byte().substr(0, static_cast<std::size_t>(length))));
  }
  REQUIRE(journal->append(limits).has_value());
  std::size_t at = 0;
  bool equal = true;
  journal->read(1, 10'000, [&](const Entry& entry) {
    const Draft& given = limits.drafts[at++];
    equal = equal && entry.subject == given.subject && entry.facts == given.facts &&
            entry.key == limits.key && entry.batch == limits.batch && entry.actor == limits.actor;
    equal = equal && journal->private_part(entry.position).value_or("") == given.private_part;
    return true;
  });
  CHECK(equal);
  CHECK(at == limits.drafts.size());
  for (std::size_t i = 0; i < 36; ++i) {
    const Subject& subject = limits.drafts[i].subject;
    CHECK(journal->version(subject) == 1);
    journal->read(subject, 10'000, [&](const Entry& entry) {
      CHECK(entry.position == static_cast<std::int64_t>(i) + 1);
      return true;
    });
  }
  CHECK(journal->version({SubjectKind::project, "P"}) == 256);
  CHECK(journal->find(limits.key, limits.request).value().has_value());
  CHECK_FALSE(journal->find(every_byte(), limits.request).value().has_value());
  CHECK(verify_chain(*journal).whole());
}

TEST_CASE(
    "Journal: what is larger than the limit is refused by its name, what reaches it is taken") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  const std::string most(draft_field_bytes_max, 'x');
  REQUIRE(journal->append(request("k", {draft("P1", most)})).has_value());
  const Visible before = look(*journal);
  AppendRequest large = request("k2", {draft("P1", "fits"), draft("P1", most + "x")});
  const auto refused = journal->append(large);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Code::draft_too_large);
  CHECK(refused.error().argument("field") == "facts");
  large.drafts = {draft("P1", "fits", most + "x")};
  CHECK(journal->append(large).error().argument("field") == "private_part");
  check_unchanged(*journal, before);
}

TEST_CASE("Journal: recorded_at follows the clock, and goes on by one where the clock goes back") {
  const auto store = make_store_under_test();
  TestHost clock(5'000'000);
  const auto journal = store->create("book-1", clock.host());
  const auto recorded = [&](std::string_view key) {
    return journal->append(request(key, {draft("P1", "x"), draft("P1", "y")}))
        .value()
        .recorded_at_us;
  };
  CHECK(recorded("a") == 6'000'000);
  CHECK(recorded("b") == 7'000'000);
  clock.set_clock(1'000'000);
  CHECK(recorded("c") == 7'000'001);
  CHECK(recorded("d") == 7'000'002);
  clock.set_clock(9'000'000);
  CHECK(recorded("e") == 10'000'000);
  clock.set_clock(-9'000'000'000);
  CHECK(recorded("f") == 10'000'001);
  CHECK(verify_chain(*journal).whole());
}

TEST_CASE("Journal: a key takes effect once, whatever has changed since") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(request("k0", {draft("P0", "zero")})).has_value());
  const AppendRequest once = request("k1", {draft("P1", "one"), draft("P2", "two")});
  const Appended first = journal->append(once).value();
  REQUIRE(journal->append(request("k2", {draft("P1", "three")})).has_value());
  const Visible before = look(*journal);

  AppendRequest again = once;
  again.expected = {{{SubjectKind::project, "P1"}, 0}};  // stale by now
  again.drafts.clear();
  for (int time = 0; time < 3; ++time) {
    const Appended answer = journal->append(again).value();
    CHECK(answer.already_recorded);
    CHECK(answer.first_position == first.first_position);
    CHECK(answer.last_position == first.last_position);
    CHECK(answer.recorded_at_us == first.recorded_at_us);
    const auto found = journal->find("k1", once.request).value();
    REQUIRE(found.has_value());
    CHECK(found->already_recorded);
    CHECK(found->last_position == first.last_position);
  }
  again.request = sha256("another request");
  CHECK(journal->append(again).error().code() == Code::key_reused);
  CHECK(journal->append(again).error().argument("key") == "k1");
  CHECK(journal->find("k1", again.request).error().code() == Code::key_reused);
  CHECK_FALSE(journal->find("K1", once.request).value().has_value());
  CHECK_FALSE(journal->find("k", once.request).value().has_value());
  CHECK_FALSE(journal->find("", once.request).value().has_value());
  check_unchanged(*journal, before);
}

TEST_CASE(
    "Journal: an expected version that is stale refuses, also of a subject that receives nothing") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  const Subject p1{SubjectKind::project, "P1"};
  const Subject organisation{SubjectKind::organisation, "P1"};
  REQUIRE(journal->append(request("a", {draft("P1", "1"), draft("P1", "2"), draft("P2", "3")}))
              .has_value());
  const Visible before = look(*journal);

  AppendRequest guarded = request("b", {draft("P2", "4")});
  guarded.expected = {{p1, 2}, {organisation, 1}, {p1, 7}};
  const auto refused = journal->append(guarded);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Code::version_stale);
  CHECK(refused.error().retry() == Retry::at_once);
  CHECK(refused.error().argument("subject_kind") == "organisation");
  CHECK(refused.error().argument("subject_id") == "P1");
  CHECK(refused.error().argument("expected") == "1");
  CHECK(refused.error().argument("actual") == "0");
  guarded.expected = {{p1, 1}};
  CHECK(journal->append(guarded).error().code() == Code::version_stale);
  guarded.expected = {{p1, 3}};
  CHECK(journal->append(guarded).error().code() == Code::version_stale);
  check_unchanged(*journal, before);

  guarded.expected = {{p1, 2}, {organisation, 0}, {{SubjectKind::project, "P2"}, 1}, {{}, 0}};
  CHECK(journal->append(guarded).value().first_position == 4);
  CHECK(journal->version({SubjectKind::project, "P2"}) == 2);
}

TEST_CASE("Journal: refusals come in their documented order") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(request("known", {draft("P1", "1")})).has_value());
  const Visible before = look(*journal);
  AppendRequest wrong = request("", {});
  wrong.expected = {{{SubjectKind::project, "P1"}, 9}};
  CHECK(journal->append(wrong).error().code() == Code::key_empty);
  wrong.key = "known";
  wrong.request = sha256("other");
  CHECK(journal->append(wrong).error().code() == Code::key_reused);
  wrong.key = "new";
  CHECK(journal->append(wrong).error().code() == Code::nothing_to_append);
  wrong.drafts = {draft("P1", std::string(draft_field_bytes_max + 1, 'x'))};
  CHECK(journal->append(wrong).error().code() == Code::version_stale);
  wrong.expected.clear();
  CHECK(journal->append(wrong).error().code() == Code::draft_too_large);
  check_unchanged(*journal, before);
}

TEST_CASE("Journal: an append whose host fails has changed nothing") {
  struct HostFailure {};
  const auto store = make_store_under_test();
  JournalHost host = TestHost().host();
  bool clock_fails = false;
  bool random_fails = false;
  JournalHost failing;
  failing.now_us = [&] { return clock_fails ? throw HostFailure() : host.now_us(); };
  failing.random = [&](std::span<std::uint8_t> bytes) {
    if (random_fails) throw HostFailure();
    host.random(bytes);
  };
  const auto journal = store->create("book-1", failing);
  REQUIRE(journal->append(request("a", {draft("P1", "1", "s")})).has_value());
  const Visible before = look(*journal);
  const AppendRequest next = request("b", {draft("P1", "2", "t"), draft("P2", "3")});
  clock_fails = true;
  CHECK_THROWS_AS(journal->append(next), HostFailure);
  check_unchanged(*journal, before);
  clock_fails = false;
  random_fails = true;
  CHECK_THROWS_AS(journal->append(next), HostFailure);
  check_unchanged(*journal, before);
  random_fails = false;
  CHECK(journal->append(next).value().first_position == 2);
  CHECK(verify_chain(*journal).whole());
}
