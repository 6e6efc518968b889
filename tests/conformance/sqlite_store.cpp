#include "journal_conformance.hpp"
#include "scratch.hpp"
#include "sqlite/tuning.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace bursar::conformance {
namespace {

/// The library's tables, and a fault: facts that begin with "boom" are not written.
const sqlite_detail::Schema& schema_with_fault() {
  static const std::vector<std::string_view> statements = [] {
    const auto ours = sqlite_detail::schema().statements;
    std::vector<std::string_view> all(ours.begin(), ours.end());
    all.emplace_back(
        "CREATE TRIGGER planted BEFORE INSERT ON entries WHEN NEW.facts = x'626f6f6d' "
        "BEGIN SELECT RAISE(ROLLBACK, 'planted'); END");
    return all;
  }();
  static const sqlite_detail::Schema schema{statements, {}};
  return schema;
}

class SqliteStore final : public StoreUnderTest {
 public:
  SqliteStore() { tuning_.schema = &schema_with_fault(); }

  std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) override {
    return sqlite_detail::create_tuned(path(), book_id, std::move(host), {}, tuning_).value();
  }
  std::unique_ptr<Journal> open(JournalHost host) override {
    return sqlite_detail::open_tuned(path(), std::move(host), {}, tuning_).value();
  }
  std::optional<std::string> facts_that_fail() override { return "boom"; }
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
