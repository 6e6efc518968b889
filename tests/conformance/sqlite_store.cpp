#include "journal_conformance.hpp"
#include "scratch.hpp"
#include "sqlite/tuning.hpp"
#include "store_files.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>

namespace bursar::conformance {
namespace {

/// The writes of the whole program: rows, before and after each is stored, and commits.
class Writes {
 public:
  void fail(std::int64_t n) { left_ = n; }
  bool stop() {
    left_ = 0;
    return met_.exchange(false);
  }
  bool fails_now() {
    if (left_ == 0 || --left_ > 0) return false;
    return met_ = true;
  }

 private:
  std::atomic<std::int64_t> left_ = 0;  // the write that fails, counted from now; 0 = none
  std::atomic<bool> met_ = false;
};

Writes& writes() {
  static Writes one;
  return one;
}

void fail_row(sqlite3_context* context, int /*count*/, sqlite3_value** /*arguments*/) {
  if (writes().fails_now()) sqlite3_result_error(context, "planted", -1);
}

int fail_commit(void* /*unused*/) { return writes().fails_now() ? 1 : 0; }

/// On every connection that is opened: what the triggers below call, and the commit.
int plant(sqlite3* database, char** /*error*/, const sqlite3_api_routines* /*unused*/) {
  sqlite3_commit_hook(database, fail_commit, nullptr);
  return sqlite3_create_function_v2(database, "planted", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, nullptr,
                                    fail_row, nullptr, nullptr, nullptr);
}

/// The library's tables; before and after each row that is stored, a failure can be planted. It is
/// an error of the statement: to roll back is the adapter's own work.
const sqlite_detail::Schema& schema_with_faults() {
  static const std::vector<std::string> planted = [] {
    std::vector<std::string> triggers;
    for (const std::string table : {"appends", "entries", "vault"}) {
      for (const std::string when : {"BEFORE", "AFTER"}) {
        triggers.push_back("CREATE TRIGGER planted_" + when + "_" + table + " " + when +
                           " INSERT ON " + table + " BEGIN SELECT planted(); END");
      }
    }
    return triggers;
  }();
  static const std::vector<std::string_view> statements = [] {
    const auto ours = sqlite_detail::schema().statements;
    std::vector<std::string_view> all(ours.begin(), ours.end());
    all.insert(all.end(), planted.begin(), planted.end());
    return all;
  }();
  static const sqlite_detail::Schema schema{statements, {}};
  return schema;
}

/// Cells that are changed past the triggers; where a table would refuse the type, past STRICT too.
struct CellDamage {
  Damage::Sort sort;
  std::string table;  ///< of a cell that the table would refuse
  std::string statement;
};

const std::vector<CellDamage>& cell_damages() {
  using Sort = Damage::Sort;
  static const std::vector<CellDamage> all = {
      {Sort::type, "entries", "UPDATE entries SET subject_kind = 'one' WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_kind = NULL WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_kind = 7 WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_kind = -1 WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_kind = 1.5 WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_id = 5 WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET subject_id = x'5031' WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET link = 'text' WHERE position = 6"},
      {Sort::type, "entries", "UPDATE entries SET link = x'00' WHERE position = 6"},
      {Sort::type, "entries", "UPDATE entries SET link = NULL WHERE position = 6"},
      {Sort::type, "entries", "UPDATE entries SET vault_commitment = 5 WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET vault_commitment = x'00' WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET facts = 'facts 1' WHERE position = 3"},
      {Sort::type, "entries", "UPDATE entries SET facts = NULL WHERE position = 3"},
      {Sort::type, "appends", "UPDATE appends SET key = x'00' WHERE first = 3"},
      {Sort::type, "appends", "UPDATE appends SET request = 'text' WHERE first = 1"},
      {Sort::type, "appends", "UPDATE appends SET request = x'00' WHERE first = 1"},
      {Sort::type, "appends", "UPDATE appends SET door = 2 WHERE first = 3"},
      {Sort::type, "appends", "UPDATE appends SET door = 'office' WHERE first = 3"},
      {Sort::type, "appends", "UPDATE appends SET recorded_at_us = '12' WHERE first = 1"},
      {Sort::type, "appends", "UPDATE appends SET recorded_at_us = 12.5 WHERE first = 1"},
      {Sort::type, "appends", "UPDATE appends SET batch = NULL WHERE first = 3"},
      {Sort::type, "appends", "UPDATE appends SET actor = 7 WHERE first = 3"},
      {Sort::type, "vault", "UPDATE vault SET bytes = 'text' WHERE position = 3"},
      {Sort::type, "vault", "UPDATE vault SET salt = 'text' WHERE position = 3"},
      {Sort::type, "book", "UPDATE book SET book_id = x'00'"},
      {Sort::value, "", "UPDATE entries SET facts = x'00' WHERE position = 3"},
      {Sort::value, "", "UPDATE entries SET subject_id = 'P9' WHERE position = 3"},
      {Sort::value, "", "UPDATE entries SET subject_kind = 2 WHERE position = 3"},
      {Sort::value, "", "UPDATE entries SET vault_commitment = NULL WHERE position = 3"},
      {Sort::value, "", "UPDATE entries SET link = zeroblob(32) WHERE position = 3"},
      {Sort::value, "", "UPDATE entries SET position = 9 WHERE position = 6"},
      {Sort::value, "", "DELETE FROM entries WHERE position = 3"},
      {Sort::value, "", "UPDATE appends SET key = 'x' WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET request = zeroblob(32) WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET door = 0 WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET recorded_at_us = recorded_at_us + 1 WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET batch = '2021' WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET actor = 'x' WHERE first = 3"},
      {Sort::value, "", "UPDATE appends SET first = 4 WHERE first = 3"},
      {Sort::value, "", "DELETE FROM appends WHERE first = 3"},
      {Sort::value, "", "DELETE FROM appends WHERE first = 1"},
      {Sort::value, "", "DELETE FROM appends"},
      {Sort::value, "", "UPDATE book SET book_id = 'book-2'"},
      {Sort::value, "", "UPDATE vault SET bytes = x'00' WHERE position = 3"},
      {Sort::value, "", "UPDATE vault SET salt = zeroblob(32) WHERE position = 3"},
      {Sort::value, "", "INSERT INTO vault VALUES(2, zeroblob(32), x'00')"}};
  return all;
}

class SqliteStore final : public StoreUnderTest {
 public:
  SqliteStore() {
    // The engine keeps a list of these without doubles.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(plant));
    tuning_.schema = &schema_with_faults();
  }

  std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) override {
    return sqlite_detail::create_tuned(path(), book_id, std::move(host), {}, tuning_).value();
  }
  std::unique_ptr<Journal> open(JournalHost host) override {
    return sqlite_detail::open_tuned(path(), std::move(host), {}, tuning_).value();
  }
  void fail_write(std::int64_t n) override { writes().fail(n); }
  bool stop_failing() override { return writes().stop(); }
  std::optional<Damage> damage(std::size_t n) override {
    if (n >= cell_damages().size()) return std::nullopt;
    const CellDamage& cell = cell_damages()[n];
    if (cell.table.empty()) {
      bursar_test::run_without_triggers(path(), {cell.statement});
    } else {
      bursar_test::smuggle(path(), cell.table, cell.statement);
    }
    return Damage{cell.sort, cell.statement};
  }
  bool overwrite_private_part(std::int64_t position, std::string_view bytes) override {
    SQLite::Database database(path().string(), SQLite::OPEN_READWRITE, 5000);
    database.exec("DROP TRIGGER vault_update");
    SQLite::Statement update(database,
                             "UPDATE vault SET bytes = CAST(?2 AS BLOB) WHERE position = ?1");
    update.bind(1, position);
    update.bind(2, std::string(bytes));
    return update.exec() == 1;
  }

 private:
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "book.store"; }

  bursar_test::ScratchFolder folder_;
  sqlite_detail::Tuning tuning_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_store_under_test() { return std::make_unique<SqliteStore>(); }

}  // namespace bursar::conformance
