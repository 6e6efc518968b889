// What the store's tables refuse, and what is found where somebody got past them. Damage to single
// cells is in tests/conformance.
#include "store_files.hpp"
#include "test_scale.hpp"

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <random>

using namespace bursar;
using namespace bursar_test;
namespace fs = std::filesystem;

namespace {

std::string state_of(SQLite::Database& database) {
  std::string state;
  for (const char* table : {"book", "appends", "entries", "vault"}) {
    SQLite::Statement rows(database, std::string("SELECT * FROM ") + table);
    while (rows.executeStep()) {
      for (int i = 0; i < rows.getColumnCount(); ++i) state += rows.getColumn(i).getString() + "|";
    }
  }
  return state;
}

/// Whether a changed file is noticed: refused, reported, or in the end no different.
enum class Notice { noticed, harmless, missed };

Notice notice_of(const fs::path& path, const std::vector<Entry>& honest) {
  try {
    auto opened = open_store(path, {1000, true});
    if (!opened) return Notice::noticed;
    const SqliteJournal& journal = **opened;
    if (!verify_chain(journal, honest.back().link).whole()) return Notice::noticed;
    const std::vector<Entry> now = conformance::all_entries(journal);
    if (now.size() != honest.size()) return Notice::missed;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (!conformance::same(now[i], honest[i])) return Notice::missed;
    }
    return journal.check_store().empty() ? Notice::harmless : Notice::noticed;
  } catch (const JournalFailure&) {
    return Notice::noticed;
  }
}

}  // namespace

TEST_CASE("Store: its tables refuse to change, remove, replace or slip in a row") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  const auto journal = create_store(path);
  fill_store(*journal);
  SQLite::Database database = foreign(path);
  const std::string before = state_of(database);
  const std::string link = "zeroblob(32)";
  for (const std::string& statement : std::vector<std::string>{
           "UPDATE book SET book_id = 'x'",
           "DELETE FROM book",
           "INSERT INTO book VALUES(2, 'x')",
           "INSERT OR REPLACE INTO book VALUES(1, 'x')",
           "UPDATE appends SET actor = 'x' WHERE first = 1",
           "UPDATE appends SET first = 2 WHERE first = 1",
           "DELETE FROM appends",
           "DELETE FROM appends WHERE first = 5",
           "INSERT INTO appends SELECT 2, 'new', request, door, 1, batch, actor FROM appends LIMIT "
           "1",
           "INSERT INTO appends SELECT 7, 'key 0', request, door, 1 << 60, batch, actor FROM "
           "appends LIMIT 1",
           "INSERT INTO appends SELECT 7, 'new', request, 9, 1 << 60, batch, actor FROM appends "
           "LIMIT 1",
           "INSERT INTO appends SELECT 7, 'new', request, door, 5, batch, actor FROM appends LIMIT "
           "1",
           "INSERT OR REPLACE INTO appends SELECT 1, key, request, door, 1 << 60, batch, 'x' FROM "
           "appends "
           "LIMIT 1",
           "INSERT OR REPLACE INTO appends SELECT 7, key, request, door, 1 << 60, batch, 'x' FROM "
           "appends "
           "LIMIT 1",
           "UPDATE entries SET facts = x'00'",
           "UPDATE entries SET position = 9 WHERE position = 6",
           "UPDATE OR REPLACE entries SET position = 1 WHERE position = 6",
           "DELETE FROM entries",
           "DELETE FROM entries WHERE position = 6",
           "INSERT INTO entries VALUES(3, 1, 'P1', " + link + ", NULL, x'00')",
           "INSERT INTO entries VALUES(8, 1, 'P1', " + link + ", NULL, x'00')",
           "INSERT INTO entries VALUES(NULL, 1, 'P1', " + link + ", NULL, x'00')",
           "INSERT OR REPLACE INTO entries VALUES(6, 1, 'P1', " + link + ", NULL, x'00')",
           "REPLACE INTO entries VALUES(1, 1, 'P1', " + link + ", NULL, x'00')",
           "INSERT INTO entries VALUES(1, 1, 'P1', " + link +
               ", NULL, x'00') "
               "ON CONFLICT DO UPDATE SET facts = x'00'",
           "INSERT INTO entries VALUES(7, 'one', 'P1', " + link + ", NULL, x'00')",
           "INSERT INTO entries VALUES(7, 1, 'P1', " + link + ", NULL, 'text')",
           "UPDATE vault SET bytes = x'00'",
           "INSERT INTO vault VALUES(2, " + link + ", x'00')",
           "INSERT OR REPLACE INTO vault VALUES(5, " + link + ", x'00')",
           "INSERT OR REPLACE INTO vault VALUES(1, " + link + ", x'00')"}) {
    INFO(statement);
    CHECK_THROWS_AS(database.exec(statement), SQLite::Exception);
    CHECK((state_of(database) == before));
  }
  CHECK(verify_chain(*journal).whole());
  CHECK(journal->check_store().empty());
}

TEST_CASE("Store: an append that meets a row which no append left there says that it is damaged") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  run_without_triggers(path, {"INSERT INTO vault VALUES(7, zeroblob(32), x'00')"});
  const auto journal = open_store(path).value();
  try {
    (void)journal->append(conformance::request("key 9", {conformance::draft("P1", "x", "y")}));
    FAIL("the row was passed over");
  } catch (const JournalFailure& failure) {
    CHECK(failure.kind() == JournalFailure::Kind::damaged);
  }
  CHECK(journal->head().position == 6);
}

TEST_CASE("Store: rows that belong to no entry are found by its own check") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  run_without_triggers(
      path,
      {"INSERT INTO vault VALUES(99, zeroblob(32), x'00')",
       "INSERT INTO appends SELECT 50, 'x', request, door, 1, batch, actor FROM appends LIMIT 1",
       "INSERT INTO book VALUES(2, 'x')"});
  CHECK(open_store(path).value()->check_store().size() == 3);
}

TEST_CASE("Store: a byte that was changed in the file is noticed, or changes nothing") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  sqlite_detail::Tuning small;
  small.page_bytes = 1024;
  {
    const auto journal = create_store(path, small);
    fill_store(*journal);
  }
  const std::vector<Entry> honest = conformance::all_entries(*open_store(path).value());
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const int flips = scaled(20'000);
  int noticed = 0;
  std::mt19937 random(1);
  for (int i = 0; i < flips; ++i) {
    std::string changed = bytes;
    const std::size_t at = std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random);
    const int bit = std::uniform_int_distribution<int>(0, 7)(random);
    changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << bit));
    const fs::path copy = folder / "copy.store";
    std::ofstream(copy, std::ios::binary) << changed;
    const Notice notice = notice_of(copy, honest);
    INFO("byte " << at << " bit " << bit);
    REQUIRE(notice != Notice::missed);
    if (notice == Notice::noticed) ++noticed;
  }
  fmt::print("flipped bits of a store: {} of {} noticed, the others changed nothing\n", noticed,
             flips);
  CHECK(noticed > flips / 10);
}
