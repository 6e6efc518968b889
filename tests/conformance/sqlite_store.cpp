#include "journal_conformance.hpp"
#include "scratch.hpp"
#include "sqlite/tuning.hpp"

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
