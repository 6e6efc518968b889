// What the tests of the store do behind its back.
#pragma once

#include "journal_conformance.hpp"
#include "scratch.hpp"
#include "sqlite/tuning.hpp"

#include <bursar/sqlite/sqlite_journal.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

namespace bursar_test {

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

/// Three appends with private parts, 6 entries.
inline void fill_store(bursar::Journal& journal) {
  using bursar::conformance::draft;
  using bursar::conformance::request;
  for (int i = 0; i < 3; ++i) {
    const std::string n = std::to_string(i);
    bursar::AppendRequest both =
        request("key " + n, {draft("P1", "facts " + n, "private " + n), draft("P2", "more " + n)});
    both.door = i == 1 ? bursar::Door::import : bursar::Door::office;
    both.batch = i == 1 ? "2020" : "";
    journal.append(both).value();
  }
}

}  // namespace bursar_test
