// Making and opening a store: what is refused, and what the engine is held to.
#include "store_files.hpp"

#include <sqlite3.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace bursar;
using namespace bursar_test;
namespace fs = std::filesystem;

namespace {

Code refusal_of(const fs::path& path) { return open_store(path).error().code(); }

Code create_refusal(const fs::path& path) {
  return SqliteJournal::create(path, "book-1", conformance::TestHost().host()).error().code();
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, std::string_view text) { std::ofstream(path) << text; }

std::string setting(const StoreFacts& facts, std::string_view name) {
  for (const auto& [key, value] : facts.settings) {
    if (key == name) return value;
  }
  return "not read back";
}

/// The library's tables in a version 2 that has one index more.
struct SecondVersion {
  std::vector<std::string_view> statements;
  std::vector<std::string_view> step = {"CREATE INDEX appends_by_time ON appends(recorded_at_us)"};
  std::vector<sqlite_detail::Migration> migrations;

  explicit SecondVersion(std::vector<std::string_view> more = {}) {
    const auto ours = sqlite_detail::schema().statements;
    statements.assign(ours.begin(), ours.end());
    statements.push_back(step.front());
    step.insert(step.end(), more.begin(), more.end());
    migrations.push_back({step});
  }
  [[nodiscard]] sqlite_detail::Schema schema() const { return {statements, migrations}; }
};

Result<std::unique_ptr<SqliteJournal>> open_as(const fs::path& path,
                                               const sqlite_detail::Schema& schema,
                                               const StoreOptions& options = {}) {
  sqlite_detail::Tuning tuning;
  tuning.schema = &schema;
  return sqlite_detail::open_tuned(path, conformance::TestHost().host(), options, tuning);
}

}  // namespace

TEST_CASE("Store: the write-ahead log is used only from the repaired engine versions on") {
  for (const auto& [number, safe] : {std::pair{3'007'000, false},
                                     {3'040'001, false},
                                     {3'044'005, false},
                                     {3'044'006, true},
                                     {3'044'099, true},
                                     {3'045'000, false},
                                     {3'049'002, false},
                                     {3'050'006, false},
                                     {3'050'007, true},
                                     {3'051'000, false},
                                     {3'051'002, false},
                                     {3'051'003, true},
                                     {3'052'000, true},
                                     {4'000'000, true}}) {
    INFO(number);
    CHECK(write_ahead_log_safe(number) == safe);
  }
}

TEST_CASE("Store: its facts say what the engine does") {
  const ScratchFolder folder;
  const auto journal = create_store(folder / "a.store");
  const StoreFacts& facts = journal->facts();
  const bool safe = write_ahead_log_safe(sqlite3_libversion_number());
  CHECK(facts.path == (folder / "a.store").string());
  CHECK(facts.engine_version == sqlite3_libversion());
  CHECK(facts.engine_source == sqlite3_sourceid());
  CHECK(facts.write_ahead_log_safe == safe);
  CHECK(facts.journal_mode == (safe ? "wal" : "truncate"));
  CHECK(setting(facts, "journal_mode") == facts.journal_mode);
  CHECK(facts.schema_version == 1);
  CHECK(setting(facts, "page_size") == "16384");
  for (const auto& [name, value] : {std::pair{"synchronous", "2"},
                                    {"secure_delete", "1"},
                                    {"cache_spill", "0"},
                                    {"foreign_keys", "1"},
                                    {"recursive_triggers", "1"},
                                    {"temp_store", "2"},
                                    {"cache_size", "-8192"},
                                    {"cell_size_check", "1"},
                                    {"mmap_size", "0"},
                                    {"defensive", "1"},
                                    {"trusted_schema", "0"},
                                    {"load_extension", "0"}}) {
    INFO(name);
    CHECK(setting(facts, name) == value);
  }
}

TEST_CASE("Store: what is no store is not opened, and not touched") {
  const ScratchFolder folder;
  CHECK(refusal_of(folder / "none.store") == Code::store_missing);
  CHECK(refusal_of(folder / "none" / "a.store") == Code::store_path_refused);
  CHECK(refusal_of(folder.path()) == Code::store_path_refused);
  CHECK(refusal_of("") == Code::store_path_refused);

  write_text(folder / "text", std::string(5000, 'x'));
  CHECK(refusal_of(folder / "text") == Code::store_not_ours);
  write_text(folder / "empty", "");
  CHECK(refusal_of(folder / "empty") == Code::store_not_ours);
  CHECK(fs::file_size(folder / "empty") == 0);
  foreign(folder / "other.db").exec("CREATE TABLE t(x)");
  CHECK(refusal_of(folder / "other.db") == Code::store_not_ours);
  foreign(folder / "named.db").exec("PRAGMA application_id = 7; CREATE TABLE t(x)");
  CHECK(open_store(folder / "named.db").error().argument("reason") == "its application id is 7");

  create_store(folder / "a.store");
  fs::create_symlink(folder / "a.store", folder / "link.store");
  CHECK(refusal_of(folder / "link.store") == Code::store_path_refused);
  CHECK(open_store(folder / "a.store").has_value());
}

TEST_CASE("Store: one is made only where nothing is") {
  const ScratchFolder folder;
  write_text(folder / "text", std::string(5000, 'x'));
  foreign(folder / "other.db").exec("CREATE TABLE t(x)");
  create_store(folder / "a.store");
  for (const char* name : {"text", "other.db", "a.store"}) {
    INFO(name);
    CHECK(create_refusal(folder / name) == Code::store_exists);
  }
  CHECK(create_refusal(folder / "none" / "a.store") == Code::store_path_refused);
  CHECK(SqliteJournal::create(folder / "b", "", conformance::TestHost().host()).error().code() ==
        Code::text_empty);
  CHECK(SqliteJournal::create(folder / "b", "b", conformance::TestHost().host(), {1000, true})
            .error()
            .code() == Code::store_read_only);
  CHECK_FALSE(fs::exists(folder / "b"));
  write_text(folder / "empty", "");  // what is left of a creation that was cut off
  CHECK(SqliteJournal::create(folder / "empty", "b", conformance::TestHost().host()).has_value());
}

TEST_CASE("Store: a name that looks like an address is a file name") {
  const ScratchFolder folder;
  const fs::path odd = folder / "file:a.store?mode=memory";
  create_store(odd);
  CHECK(fs::exists(odd));
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  CHECK(open_store("file:a.store?mode=memory").has_value());
  CHECK(create_store("relative.store")->facts().path == (folder / "relative.store").string());
  CHECK(SqliteJournal::create(":memory:", "b", conformance::TestHost().host()).has_value());
  fs::current_path(before);
  CHECK(fs::exists(folder / ":memory:"));
}

TEST_CASE("Store: a newer schema and an altered one are refused") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  for (const auto& [damage, repair, reason] :
       {std::tuple<std::string, std::string, std::string>{
            "DROP TRIGGER entries_update",
            "CREATE TRIGGER entries_update BEFORE UPDATE ON entries "
            "BEGIN SELECT RAISE(ROLLBACK, 'an entry is not changed'); END",
            "entries_update is missing"},
        {"CREATE TABLE more(x)", "DROP TABLE more", "more was added"},
        {"DROP INDEX entries_of_subject", "CREATE INDEX entries_of_subject ON entries(subject_id)",
         "entries_of_subject is missing"}}) {
    fs::remove(path);
    create_store(path);
    foreign(path).exec(damage);
    CHECK(open_store(path).error().code() == Code::store_schema_changed);
    CHECK(open_store(path).error().argument("reason") == reason);
    foreign(path).exec(repair);
    CHECK(open_store(path).has_value() == (damage != "DROP INDEX entries_of_subject"));
  }
  CHECK(open_store(path).error().argument("reason") == "entries_of_subject is not as it was made");
  foreign(path).exec("PRAGMA user_version = 2");
  CHECK(refusal_of(path) == Code::store_too_new);
  foreign(path).exec("PRAGMA user_version = 0");
  CHECK(refusal_of(path) == Code::store_not_ours);
}

TEST_CASE("Store: what ANALYZE leaves behind is no alteration") {
  const ScratchFolder folder;
  fill_store(*create_store(folder / "a.store"));
  foreign(folder / "a.store").exec("ANALYZE");
  CHECK(open_store(folder / "a.store").has_value());
}

TEST_CASE("Store: a setting that the engine does not keep is refused by its name") {
  const ScratchFolder folder;
  sqlite_detail::Tuning tuning;
  tuning.journal_mode = "sideways";
  const auto refused = sqlite_detail::create_tuned(folder / "a.store", "b",
                                                   conformance::TestHost().host(), {}, tuning);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Code::store_setting_refused);
  CHECK(refused.error().argument("setting") == "journal_mode");
  CHECK(refused.error().argument("expected") == "sideways");
  tuning = {};
  tuning.synchronous = "sideways";
  CHECK(sqlite_detail::create_tuned(folder / "a.store", "b", conformance::TestHost().host(), {},
                                    tuning)
            .error()
            .argument("setting") == "synchronous");
}

namespace {

/// The engine's handle of the store that was opened last.
sqlite3* newest_handle = nullptr;
int note_handle(sqlite3* handle, const char** /*message*/, const void* /*functions*/) {
  newest_handle = handle;
  return SQLITE_OK;
}

int pages_spilled(sqlite3* handle) {
  int spilled = 0;
  int ignored = 0;
  REQUIRE(sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_SPILL, &spilled, &ignored, 1) ==
          SQLITE_OK);
  return spilled;
}

}  // namespace

TEST_CASE("Store: a large append writes no page before its commit, which would shut readers out") {
  const ScratchFolder folder;
  const auto note = reinterpret_cast<void (*)()>(&note_handle);
  sqlite_detail::Tuning tuning;
  tuning.journal_mode = "truncate";
  sqlite3_auto_extension(note);
  const auto journal = create_store(folder / "a.store", tuning);
  sqlite3_cancel_auto_extension(note);
  sqlite3* const handle = newest_handle;
  std::vector<Draft> drafts;
  for (int i = 0; i < 100; ++i) {
    drafts.push_back(conformance::draft("P" + std::to_string(i), std::string(200'000, 'x')));
  }
  pages_spilled(handle);
  REQUIRE(journal->append(conformance::request("large", drafts)).has_value());
  CHECK(pages_spilled(handle) == 0);
  // The cache holds 8 MB: without the setting the engine spills.
  REQUIRE(sqlite3_exec(handle, "PRAGMA cache_spill = ON", nullptr, nullptr, nullptr) == SQLITE_OK);
  REQUIRE(journal->append(conformance::request("larger", drafts)).has_value());
  CHECK(pages_spilled(handle) > 0);
}

TEST_CASE("Store: two journal modes do not meet on one file") {
  const ScratchFolder folder;
  sqlite_detail::Tuning other;
  other.journal_mode = write_ahead_log_safe(sqlite3_libversion_number()) ? "truncate" : "wal";
  auto journal = create_store(folder / "a.store", other);
  fill_store(*journal);
  const auto refused = open_store(folder / "a.store", {50, false});
  REQUIRE_FALSE(refused.has_value());
  CHECK((refused.error().code() == Code::store_busy ||
         refused.error().code() == Code::store_setting_refused));
  auto reader = open_store(folder / "a.store", {1000, true}).value();
  CHECK(verify_chain(*reader).entries == 6);
  if (*other.journal_mode == "wal") CHECK(reader->facts().journal_mode == "wal");
  // Only who has the file to himself changes its mode.
  journal.reset();
  CHECK(open_store(folder / "a.store", {50, false}).has_error());
  reader.reset();
  CHECK(verify_chain(*open_store(folder / "a.store").value()).entries == 6);
}

TEST_CASE("Store: opened for reading only it reads, and refuses to write") {
  const ScratchFolder folder;
  fill_store(*create_store(folder / "a.store"));
  const auto journal = open_store(folder / "a.store", {1000, true}).value();
  CHECK(verify_chain(*journal).entries == 6);
  CHECK(journal->private_part(1) == "private 0");
  CHECK(
      journal->append(conformance::request("k", {conformance::draft("P1", "x")})).error().code() ==
      Code::store_read_only);
  CHECK(journal->erase_private(1).error().code() == Code::store_read_only);
  CHECK(journal->find("key 0", sha256("key 0")).value().has_value());
}

TEST_CASE("Store: a private part is erased once its bytes are gone, for which readers are waited") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  const std::string secret = "nobody is to read this any more";
  const auto left = [&] {
    for (const fs::directory_entry& each : fs::directory_iterator(path.parent_path())) {
      if (text_of(each.path()).find(secret) != std::string::npos) return true;
    }
    return false;
  };
  for (const std::string_view mode : {"wal", "truncate"}) {
    fs::remove(path);
    sqlite_detail::Tuning tuning;
    tuning.journal_mode = mode;
    create_store(path, tuning);
    const auto journal =
        sqlite_detail::open_tuned(path, conformance::TestHost().host(), {80, false}, tuning)
            .value();
    REQUIRE(journal->append(conformance::request("k", {conformance::draft("P1", "x", secret)}))
                .has_value());
    REQUIRE(left());
    SQLite::Database reader = foreign(path);
    reader.exec("BEGIN");
    CHECK(reader.execAndGet("SELECT count(*) FROM vault").getInt() == 1);
    // Twice: who asks again is told the same while the same reader is there.
    for (int time = 0; time < 2; ++time) {
      const auto refused = journal->erase_private(1);
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().code() == Code::store_busy);
      CHECK(left());
    }
    reader.exec("ROLLBACK");
    CHECK(journal->erase_private(1).has_value());
    CHECK_FALSE(left());
    CHECK(journal->vault_state(1) == Journal::VaultState::erased);
    CHECK(verify_chain(*journal).whole());
  }
}

TEST_CASE(
    "Store: an older schema is migrated after a copy was made, and becomes what a fresh one is") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  const SecondVersion second;
  const sqlite_detail::Schema schema = second.schema();
  CHECK(open_as(path, schema, {1000, true}).error().code() == Code::store_read_only);
  {
    const auto migrated = open_as(path, schema).value();
    CHECK(migrated->facts().schema_version == 2);
    CHECK(verify_chain(*migrated).entries == 6);
    CHECK(migrated->append(conformance::request("k", {conformance::draft("P1", "x")})).has_value());
    CHECK(migrated->append(conformance::request("k", {})).value().already_recorded);
  }
  CHECK(open_as(path, schema).has_value());
  CHECK(refusal_of(path) == Code::store_too_new);
  const auto copy = open_store(folder / "a.store.v1").value();
  CHECK(verify_chain(*copy).entries == 6);
}

TEST_CASE("Store: the copy before a migration is for whom the store is") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  const fs::perms owner_alone = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(path, owner_alone);
  const SecondVersion second;
  REQUIRE(open_as(path, second.schema()).has_value());
  CHECK(fs::status(folder / "a.store.v1").permissions() == owner_alone);
}

TEST_CASE("Store: the copy before a migration takes the place of no other file") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  const SecondVersion second;
  const sqlite_detail::Schema schema = second.schema();
  // Another store was here once, and then its copy; and something that is none.
  fill_store(*create_store(path));
  REQUIRE(open_as(path, schema).has_value());
  fs::remove(path);
  write_text(folder / "a.store.v1.2", "precious");
  const auto journal = create_store(path);
  REQUIRE(journal->append(conformance::request("k", {conformance::draft("P1", "x")})).has_value());
  const JournalHead head = journal->head();
  REQUIRE(open_as(path, schema).has_value());
  CHECK(open_store(folder / "a.store.v1").value()->head().position == 6);
  CHECK(text_of(folder / "a.store.v1.2") == "precious");
  CHECK(open_store(folder / "a.store.v1.3").value()->head().link == head.link);
}

TEST_CASE("Store: where no copy can be made nothing is migrated") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  // Every name is taken.
  const auto copy = [&](int number) {
    return folder / ("a.store.v1" + (number == 1 ? "" : "." + std::to_string(number)));
  };
  for (int number = 1; number <= 9; ++number) fs::create_directory(copy(number));
  const SecondVersion second;
  const auto refused = open_as(path, second.schema());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Code::store_path_refused);
  CHECK(refused.error().text(Language::en).find(copy(9).string()) != std::string::npos);
  CHECK(open_store(path).value()->facts().schema_version == 1);
  for (int number = 1; number <= 9; ++number) fs::remove(copy(number));
  // A foreign tool holds the copy's name open.
  SQLite::Database other = foreign(folder / "a.store.v1");
  other.exec("BEGIN EXCLUSIVE");
  CHECK(open_as(path, second.schema()).error().code() == Code::store_busy);
  CHECK(open_store(path).value()->facts().schema_version == 1);
  other.exec("ROLLBACK");
  CHECK(open_as(path, second.schema()).has_value());
}

TEST_CASE("Store: a migration that fails leaves the version that was") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  fill_store(*create_store(path));
  const SecondVersion broken({"CREATE INDEX appends_by_time ON appends(recorded_at_us)"});  // twice
  CHECK_THROWS_AS(open_as(path, broken.schema()), JournalFailure);
  const auto journal = open_store(path).value();
  CHECK(journal->facts().schema_version == 1);
  CHECK(verify_chain(*journal).entries == 6);
}

TEST_CASE("Store: others that hold it are waited for, to the deadline and no longer") {
  const ScratchFolder folder;
  const fs::path path = folder / "a.store";
  create_store(path);
  const auto journal = open_store(path, {80, false}).value();
  SQLite::Database other = foreign(path);
  other.exec("BEGIN IMMEDIATE");
  const auto started = std::chrono::steady_clock::now();
  const auto refused = journal->append(conformance::request("k", {conformance::draft("P1", "x")}));
  const auto waited = std::chrono::steady_clock::now() - started;
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code() == Code::store_busy);
  CHECK(refused.error().retry() == Retry::at_once);
  CHECK(waited >= std::chrono::milliseconds(79));
  CHECK(waited < std::chrono::seconds(5));
  CHECK(journal->head().position == 0);  // who only reads is not kept out by a writer
  CHECK(journal->erase_private(1).error().code() == Code::store_busy);
  other.exec("COMMIT");
  CHECK(journal->append(conformance::request("k", {conformance::draft("P1", "x")})).has_value());
  if (journal->facts().journal_mode != "truncate") return;
  other.exec("BEGIN EXCLUSIVE");
  try {
    (void)journal->head();
    FAIL("read a store that is locked");
  } catch (const JournalFailure& failure) {
    CHECK(failure.kind() == JournalFailure::Kind::busy);
  }
  CHECK(journal->find("k", sha256("k")).error().code() == Code::store_busy);
  CHECK(refusal_of(path) == Code::store_busy);
}
