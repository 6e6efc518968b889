#include "sqlite/schema.hpp"

#include "sqlite/cells.hpp"
#include "sqlite/transaction.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <array>

namespace bursar::sqlite_detail {
namespace {

// An entry belongs to the append with the greatest `first` at or below its position. The link and
// the commitment stand before the facts, so that a head is read without the pages that facts run
// over.
//
// INSERT OR REPLACE removes what is in its way without firing a DELETE trigger: the INSERT triggers
// refuse whatever is not new. There are no CHECK constraints, no function calls and no
// RAISE(ABORT): before a statement with triggers that could abort, the engine copies every page
// that it touches, which doubled the cost of an entry. What a cell may hold is looked at when it is
// read.
constexpr auto statements_v1 = std::to_array<std::string_view>({
    "CREATE TABLE book(one INTEGER PRIMARY KEY, book_id TEXT NOT NULL) STRICT",

    "CREATE TABLE appends(first INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "
    "request BLOB NOT NULL, door INTEGER NOT NULL, recorded_at_us INTEGER NOT NULL, "
    "batch TEXT NOT NULL, actor TEXT NOT NULL) STRICT",

    "CREATE TABLE entries(position INTEGER PRIMARY KEY, subject_kind INTEGER NOT NULL, "
    "subject_id TEXT NOT NULL, link BLOB NOT NULL, vault_commitment BLOB, "
    "facts BLOB NOT NULL) STRICT",

    "CREATE INDEX entries_of_subject ON entries(subject_kind, subject_id)",

    "CREATE TABLE vault(position INTEGER PRIMARY KEY, salt BLOB NOT NULL, bytes BLOB NOT NULL) "
    "STRICT",

    "CREATE TRIGGER book_insert BEFORE INSERT ON book "
    "WHEN NEW.one <> 1 OR EXISTS(SELECT 1 FROM book) "
    "BEGIN SELECT RAISE(ROLLBACK, 'the store has its book'); END",
    "CREATE TRIGGER book_update BEFORE UPDATE ON book "
    "BEGIN SELECT RAISE(ROLLBACK, 'the book is not changed'); END",
    "CREATE TRIGGER book_delete BEFORE DELETE ON book "
    "BEGIN SELECT RAISE(ROLLBACK, 'the book is not removed'); END",

    "CREATE TRIGGER appends_insert BEFORE INSERT ON appends "
    "WHEN NEW.first IS NOT (SELECT ifnull(max(position), 0) + 1 FROM entries) "
    "OR NEW.first <= (SELECT max(first) FROM appends) "
    "OR EXISTS(SELECT 1 FROM appends WHERE key = NEW.key) OR NEW.door NOT BETWEEN 0 AND 1 "
    "OR NEW.recorded_at_us <= (SELECT recorded_at_us FROM appends ORDER BY first DESC LIMIT 1) "
    "BEGIN SELECT RAISE(ROLLBACK, 'an append follows the last entry, under a new key, later'); END",
    "CREATE TRIGGER appends_update BEFORE UPDATE ON appends "
    "BEGIN SELECT RAISE(ROLLBACK, 'an append is not changed'); END",
    "CREATE TRIGGER appends_delete BEFORE DELETE ON appends "
    "BEGIN SELECT RAISE(ROLLBACK, 'an append is not removed'); END",

    "CREATE TRIGGER entries_insert BEFORE INSERT ON entries "
    "WHEN NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM entries) "
    "BEGIN SELECT RAISE(ROLLBACK, 'an entry follows the last entry'); END",
    "CREATE TRIGGER entries_update BEFORE UPDATE ON entries "
    "BEGIN SELECT RAISE(ROLLBACK, 'an entry is not changed'); END",
    "CREATE TRIGGER entries_delete BEFORE DELETE ON entries "
    "BEGIN SELECT RAISE(ROLLBACK, 'an entry is not removed'); END",

    "CREATE TRIGGER vault_insert BEFORE INSERT ON vault "
    "WHEN NEW.position IS NOT (SELECT max(position) FROM entries) "
    "OR EXISTS(SELECT 1 FROM vault WHERE position = NEW.position) "
    "BEGIN SELECT RAISE(ROLLBACK, 'a private part comes with its entry'); END",
    "CREATE TRIGGER vault_update BEFORE UPDATE ON vault "
    "BEGIN SELECT RAISE(ROLLBACK, 'a private part is erased or kept, not changed'); END",
});

std::string object_name(std::string_view statement) {
  // "CREATE TABLE name(...": the third word.
  const std::size_t kind = statement.find(' ') + 1;
  const std::size_t name = statement.find(' ', kind) + 1;
  return std::string(statement.substr(name, statement.find_first_of(" (", name) - name));
}

}  // namespace

const Schema& schema() {
  static constexpr Schema newest{statements_v1, {}};
  return newest;
}

void create_tables(SQLite::Database& database, const Schema& schema) {
  for (const std::string_view statement : schema.statements) database.exec(std::string(statement));
  database.exec("PRAGMA user_version = " + std::to_string(schema.version()));
}

Result<void> migrate(SQLite::Database& database, const Schema& schema, int from_version,
                     const std::function<Result<void>()>& copy) {
  for (int version = from_version; version < schema.version(); ++version) {
    Transaction transaction(database);
    SQLite::Statement current(database, "PRAGMA user_version");
    current.executeStep();
    const bool others_did_it = integer_cell(current, 0) != version;
    current.reset();
    if (others_did_it) continue;
    if (version == from_version) BURSAR_TRY_VOID(copy());
    for (const std::string_view statement :
         schema.migrations[static_cast<std::size_t>(version - 1)].statements) {
      database.exec(std::string(statement));
    }
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
  return {};
}

std::optional<Wording> schema_difference(SQLite::Database& database, const Schema& schema) {
  SQLite::Statement found(
      database,
      "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE "
      "'\\' ORDER BY name");
  std::vector<std::pair<std::string, std::string>> actual;
  while (found.executeStep()) {
    actual.emplace_back(text_cell(found, 0), text_cell(found, 1));
  }
  std::vector<std::pair<std::string, std::string>> expected;
  for (const std::string_view statement : schema.statements) {
    expected.emplace_back(object_name(statement), statement);
  }
  std::ranges::sort(expected);
  for (const auto& [name, sql] : expected) {
    const auto same = std::ranges::find(actual, name, &std::pair<std::string, std::string>::first);
    if (same == actual.end()) return Wording{"缺少" + name, name + " is missing"};
    if (same->second != sql) return Wording{name + "与建立时不同", name + " is not as it was made"};
  }
  for (const auto& [name, sql] : actual) {
    if (std::ranges::find(expected, name, &std::pair<std::string, std::string>::first) ==
        expected.end()) {
      return Wording{name + "是后加的", name + " was added"};
    }
  }
  return {};
}

}  // namespace bursar::sqlite_detail
