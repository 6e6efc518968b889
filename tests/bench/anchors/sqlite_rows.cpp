// sqlite_rows N_PROJECTS DBDIR SEED [--text-ids]
// What a careful user of the SQLite C API would take instead of a journal: the workload's rows,
// parsed already, stored in one durable transaction without indexes. With --text-ids every id is a
// text, as agencies write them. Prints wall and CPU time, the size of the file and the engine's
// version.
#include <sqlite3.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "../gen/portfolio.hpp"
#include "bench_util.hpp"
#include "sqlite_schema.hpp"

namespace {

void must(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::cerr << sqlite3_errmsg(db) << '\n';
  std::exit(1);
}

void run(sqlite3* db, const std::string& sql) {
  must(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), db);
}

/// The schema of the anchors; with text ids, every column whose name ends in _id is a TEXT, and no
/// index is made for a key.
std::string table(std::string sql, bool text_ids) {
  if (!text_ids) return sql;
  for (const std::string_view type : {"_id INTEGER PRIMARY KEY", "_id INTEGER", "_id INT"}) {
    for (std::size_t at = sql.find(type); at != std::string::npos; at = sql.find(type, at)) {
      sql.replace(at, type.size(), "_id TEXT");
    }
  }
  return sql;
}

/// One prepared insert; columns are bound from left to right.
class Insert {
 public:
  Insert(sqlite3* db, std::string_view name, int columns, bool text_ids)
      : db_(db), text_ids_(text_ids) {
    std::string sql = "INSERT INTO " + std::string(name) + " VALUES(?";
    for (int i = 1; i < columns; ++i) sql += ",?";
    must(sqlite3_prepare_v2(db, (sql + ")").c_str(), -1, &statement_, nullptr), db);
  }
  Insert(const Insert&) = delete;
  Insert& operator=(const Insert&) = delete;
  ~Insert() { sqlite3_finalize(statement_); }

  Insert& number(pf::i64 value) {
    sqlite3_bind_int64(statement_, ++column_, value);
    return *this;
  }
  Insert& id(char letter, pf::i64 value) {
    if (!text_ids_) return number(value);
    std::string& text = texts_[static_cast<std::size_t>(column_)];
    text = std::to_string(value);
    text.insert(0, text.size() < 8 ? 8 - text.size() : 0, '0');
    text.insert(0, 1, letter);
    sqlite3_bind_text(statement_, ++column_, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
    return *this;
  }
  Insert& text(std::string_view value) {
    sqlite3_bind_text(statement_, ++column_, value.data(), static_cast<int>(value.size()),
                      SQLITE_STATIC);
    return *this;
  }
  Insert& blank() {
    sqlite3_bind_null(statement_, ++column_);
    return *this;
  }
  void row() {
    must(sqlite3_step(statement_), db_);
    sqlite3_reset(statement_);
    column_ = 0;
  }

 private:
  sqlite3* db_;
  bool text_ids_;
  sqlite3_stmt* statement_ = nullptr;
  int column_ = 0;
  std::array<std::string, 10> texts_;
};

void store_entries(sqlite3* db, const pf::Portfolio& rows, bool text_ids) {
  Insert entries(db, "entries", 8, text_ids);
  std::array<char, 24> invoice{};
  for (const pf::Entry& row : rows.entries) {
    entries.id('E', row.id)
        .id('P', row.project)
        .number(row.date)
        .number(row.cat)
        .number(row.amount);
    if (row.invoice != 0) {
      const char* end = pf::put_invoice(invoice.data(), row.invoice);
      entries.id('V', row.vendor)
          .text({invoice.data(), static_cast<std::size_t>(end - invoice.data())});
    } else {
      entries.blank().blank();
    }
    entries.text(pf::kMemo[row.memo]).row();
  }
}

void store_projects(sqlite3* db, const pf::Portfolio& rows, bool text_ids) {
  Insert projects(db, "projects", 10, text_ids);
  for (const pf::Project& row : rows.projects) {
    projects.id('P', row.id).number(row.program).id('O', row.org).number(row.start).number(row.end);
    projects.number(row.approved).number(row.deposit).number(row.acceptance_due);
    if (row.acceptance_date == pf::kNoDate) {
      projects.blank();
    } else {
      projects.number(row.acceptance_date);
    }
    projects.text(kResultName[row.result]).row();
  }
}

void store_small_tables(sqlite3* db, const pf::Portfolio& rows, bool text_ids) {
  Insert budget(db, "budget_lines", 4, text_ids);
  for (const auto& row : rows.budget) {
    budget.id('B', row.id).id('P', row.project).number(row.cat).number(row.approved).row();
  }
  Insert adjustments(db, "adjustments", 5, text_ids);
  for (const auto& row : rows.adjustments) {
    adjustments.id('A', row.id)
        .id('P', row.project)
        .number(row.cat)
        .number(row.date)
        .number(row.delta)
        .row();
  }
  Insert disbursements(db, "disbursements", 5, text_ids);
  for (const auto& row : rows.disbursements) {
    disbursements.id('D', row.id)
        .id('P', row.project)
        .number(row.seq)
        .number(row.date)
        .number(row.amount)
        .row();
  }
  Insert refunds(db, "refund_orders", 4, text_ids);
  for (const auto& row : rows.refunds) {
    refunds.id('R', row.id).id('P', row.project).number(row.due).number(row.amount).row();
  }
  Insert repayments(db, "repayments", 5, text_ids);
  for (const auto& row : rows.repayments) {
    repayments.id('Y', row.id)
        .id('P', row.project)
        .id('R', row.order)
        .number(row.date)
        .number(row.amount)
        .row();
  }
}

}  // namespace

/// Of its own, and not inlined, so that its instructions can be counted apart from the generator's.
[[gnu::noinline]] void store_rows(sqlite3* db, const pf::Portfolio& rows, bool text_ids) {
  run(db, "BEGIN");
  store_entries(db, rows, text_ids);
  store_projects(db, rows, text_ids);
  store_small_tables(db, rows, text_ids);
  run(db, "COMMIT");
  run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
}

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: sqlite_rows N_PROJECTS DBDIR SEED [--text-ids]\n";
    return 2;
  }
  const bool text_ids = argc > 4 && std::string_view(argv[4]) == "--text-ids";
  pf::Params params;
  params.seed = std::strtoull(argv[3], nullptr, 10);
  params.projects = static_cast<pf::u32>(std::strtoul(argv[1], nullptr, 10));
  const pf::Portfolio rows = pf::generate(params);
  const std::string path = std::string(argv[2]) + "/rows.db";
  rm_db(path);
  sqlite3* db = nullptr;
  must(sqlite3_open(path.c_str(), &db), db);
  run(db, "PRAGMA journal_mode=WAL");
  run(db, "PRAGMA synchronous=NORMAL");
  for (const char* sql : kTables) run(db, table(sql, text_ids));
  wait_quiet();
  const Clock clock;
  store_rows(db, rows, text_ids);
  const double wall_s = clock.dw();
  const double cpu_s = clock.du() + clock.ds();
  sqlite3_close(db);
  std::ifstream file(path, std::ios::ate | std::ios::binary);
  std::cout << "wall_s=" << wall_s << " cpu_s=" << cpu_s
            << " bytes=" << static_cast<long long>(file.tellg())
            << " engine=" << sqlite3_libversion() << '\n';
  return 0;
}
