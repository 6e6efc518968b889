// What the tests of the store do behind its back.
#pragma once

#include "journal_conformance.hpp"
#include "scratch.hpp"
#include "sqlite/tuning.hpp"

#include <bursar/sqlite/sqlite_journal.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

namespace bursar_test {

using bursar::conformance::fill_store;

inline std::unique_ptr<bursar::SqliteJournal> create_store(
    const std::filesystem::path& path, const bursar::sqlite_detail::Tuning& tuning = {}) {
  return bursar::sqlite_detail::create_tuned(path, "book-1", bursar::conformance::TestHost().host(),
                                             {}, tuning)
      .value();
}

inline bursar::Result<std::unique_ptr<bursar::SqliteJournal>> open_store(
    const std::filesystem::path& path, const bursar::StoreOptions& options = {}) {
  return bursar::SqliteJournal::open(path, bursar::conformance::TestHost().host(), options);
}

/// A connection like a foreign tool's: none of the store's settings.
inline SQLite::Database foreign(const std::filesystem::path& path) {
  return SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000);
}

/// Runs statements with the store's triggers out of the way, and puts them back.
inline void run_without_triggers(const std::filesystem::path& path,
                                 const std::vector<std::string>& statements) {
  SQLite::Database database = foreign(path);
  std::vector<std::pair<std::string, std::string>> triggers;
  {
    SQLite::Statement all(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    while (all.executeStep()) {
      triggers.emplace_back(all.getColumn(0).getString(), all.getColumn(1).getString());
    }
  }
  for (const auto& trigger : triggers) database.exec("DROP TRIGGER " + trigger.first);
  for (const std::string& statement : statements) database.exec(statement);
  for (const auto& trigger : triggers) database.exec(trigger.second);
}

/// Makes the table forget STRICT and NOT NULL, stores a cell that it would refuse, and puts its
/// text back.
inline void smuggle(const std::filesystem::path& path, const std::string& table,
                    const std::string& statement) {
  run_without_triggers(path, {"PRAGMA writable_schema = ON"});
  std::string text;
  {
    SQLite::Database database = foreign(path);
    text = database.execAndGet("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'")
               .getString();
    std::string loose = text;
    for (const std::string word : {" STRICT", " NOT NULL", " INTEGER", " TEXT", " BLOB"}) {
      for (std::size_t at = 0; (at = loose.find(word, at)) != std::string::npos;) {
        if (word == " INTEGER" && loose.compare(at, 20, " INTEGER PRIMARY KEY") == 0) {
          at += 20;
          continue;
        }
        loose.erase(at, word.size());
      }
    }
    database.exec("PRAGMA writable_schema = ON");
    database.exec("UPDATE sqlite_schema SET sql = '" + loose + "' WHERE name = '" + table + "'");
  }
  run_without_triggers(path, {statement});
  SQLite::Database database = foreign(path);
  database.exec("PRAGMA writable_schema = ON");
  database.exec("UPDATE sqlite_schema SET sql = '" + text + "' WHERE name = '" + table + "'");
}

}  // namespace bursar_test
