// The vault: private parts that can be erased, and the chain that stays whole.
#include "catch.hpp"
#include "suite.hpp"

using namespace bursar;
using namespace bursar::conformance;

namespace {

std::vector<std::pair<std::int64_t, std::string>> parts(const Journal& journal, std::int64_t from,
                                                        std::int64_t up_to) {
  std::vector<std::pair<std::int64_t, std::string>> read;
  journal.read_private(from, up_to, [&read](std::int64_t position, std::string_view bytes) {
    read.emplace_back(position, bytes);
  });
  return read;
}

}  // namespace

TEST_CASE("Journal: private parts are read back, one by one and by range") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  AppendRequest mixed = request("a", {});
  for (int i = 1; i <= 1200; ++i) {
    mixed.drafts.push_back(draft("P1", "same", i % 2 == 0 ? "part " + std::to_string(i) : ""));
  }
  REQUIRE(journal->append(mixed).has_value());
  CHECK_FALSE(journal->private_part(1).has_value());
  CHECK(journal->private_part(2) == "part 2");
  CHECK_FALSE(journal->private_part(0).has_value());
  CHECK_FALSE(journal->private_part(1201).has_value());
  CHECK(parts(*journal, 1, 9999).size() == 600);
  CHECK(parts(*journal, -4, 4) ==
        std::vector<std::pair<std::int64_t, std::string>>{{2, "part 2"}, {4, "part 4"}});
  CHECK(parts(*journal, 5, 5).empty());
  CHECK(parts(*journal, 1200, 1199).empty());
  CHECK(journal->vault_state(1) == Journal::VaultState::none);
  CHECK(journal->vault_state(2) == Journal::VaultState::intact);
  CHECK(journal->vault_state(1201) == Journal::VaultState::none);
}

TEST_CASE("Journal: the same private part has another commitment every time") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(request("a", {draft("P1", "x", "张三"), draft("P1", "x", "张三")}))
              .has_value());
  const std::vector<Entry> entries = all_entries(*journal);
  REQUIRE(entries.size() == 2);
  REQUIRE(entries[0].vault_commitment.has_value());
  CHECK(entries[0].vault_commitment != entries[1].vault_commitment);
}

TEST_CASE("Journal: erasing a private part leaves the chain whole and everything else in place") {
  const auto store = make_store_under_test();
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal
              ->append(request(
                  "a", {draft("P1", "x", "one"), draft("P2", "y", "two"), draft("P3", "z")}))
              .has_value());
  const JournalHead head = journal->head();
  const std::vector<Entry> before = all_entries(*journal);
  CHECK(journal->erase_private(4).error().code() == Code::entry_unknown);
  CHECK(journal->erase_private(0).error().code() == Code::entry_unknown);
  CHECK(journal->erase_private(1).has_value());
  CHECK(journal->erase_private(1).has_value());
  CHECK(journal->erase_private(3).has_value());
  CHECK_FALSE(journal->private_part(1).has_value());
  CHECK(journal->private_part(2) == "two");
  CHECK(parts(*journal, 1, 9).size() == 1);
  CHECK(journal->vault_state(1) == Journal::VaultState::erased);
  CHECK(journal->vault_state(2) == Journal::VaultState::intact);
  CHECK(journal->vault_state(3) == Journal::VaultState::none);
  const std::vector<Entry> after = all_entries(*journal);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) CHECK(same(after[i], before[i]));
  const ChainReport report = verify_chain(*journal, head.link);
  CHECK(report.whole());
  CHECK(report.private_erased == 1);
  CHECK(report.head == head);
}

TEST_CASE("Journal: a private part that was changed behind the journal's back is found") {
  const auto store = make_store_under_test();
  if (passed_over(*store, Ability::overwriting)) return;
  const auto journal = store->create("book-1", TestHost().host());
  REQUIRE(journal->append(request("a", {draft("P1", "x", "one"), draft("P2", "y", "two")}))
              .has_value());
  REQUIRE(store->overwrite_private_part(2, "2wo"));
  CHECK(journal->vault_state(1) == Journal::VaultState::intact);
  CHECK(journal->vault_state(2) == Journal::VaultState::changed);
  const ChainReport report = verify_chain(*journal);
  REQUIRE(report.damages.size() == 1);
  CHECK(report.damages[0].en.find("entry 2") != std::string::npos);
}
