// An open database with the settings that a store needs, each read back.
#pragma once

#include "sqlite/busy_wait.hpp"
#include "sqlite/tuning.hpp"

#include <SQLiteCpp/Database.h>

namespace bursar::sqlite_detail {

class Connection {
 public:
  enum class Purpose : std::uint8_t { create, open };

  /// Opens the file and proves the settings; looks into the file only as far as its header.
  /// Refusals as of SqliteJournal::create and open. Throws SQLite::Exception.
  static Result<std::unique_ptr<Connection>> make(const std::filesystem::path& path,
                                                  Purpose purpose, const StoreOptions& options,
                                                  const Tuning& tuning);

  [[nodiscard]] SQLite::Database& database() noexcept { return database_; }
  [[nodiscard]] BusyWait& busy() noexcept { return *busy_; }
  [[nodiscard]] StoreFacts& facts() noexcept { return facts_; }

  Connection(SQLite::Database database, std::unique_ptr<BusyWait> busy);

 private:
  Result<void> harden();
  Result<void> check_header(Purpose purpose, const Schema& schema);
  Result<void> set(std::string_view name, std::string_view value, std::string_view expected);
  Result<void> set_journal_mode(const StoreOptions& options, const Tuning& tuning);
  Result<void> set_all(Purpose purpose, const StoreOptions& options, const Tuning& tuning);

  std::unique_ptr<BusyWait> busy_;
  SQLite::Database database_;
  StoreFacts facts_;
};

/// The single text that a statement gives back; empty if it gives nothing.
[[nodiscard]] std::string one_text(SQLite::Database& database, const std::string& sql);

}  // namespace bursar::sqlite_detail
