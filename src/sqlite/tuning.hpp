// What the tests turn to see the guarantees hold, and fail. Hosts have no use for it: other
// settings than these lose data.
#pragma once

#include <bursar/sqlite/sqlite_journal.hpp>

#include "sqlite/schema.hpp"

#include <optional>
#include <string>

namespace bursar::sqlite_detail {

struct Tuning {
  std::optional<std::string> journal_mode;  ///< nothing: the one that is safe with the engine
  std::string synchronous = "FULL";
  std::string vfs;                ///< empty: the engine's default; else paths are taken as they are
  bool waits = true;              ///< waits for other processes
  bool proves_durability = true;  ///< says `already_recorded` only after a later commit
  bool poisons = true;            ///< answers nothing after a write that failed for good
  int page_bytes = 16384;         ///< of a new store
  const Schema* schema = nullptr;  ///< nothing: the library's own
};

Result<std::unique_ptr<SqliteJournal>> create_tuned(const std::filesystem::path& path,
                                                    std::string_view book_id, JournalHost host,
                                                    const StoreOptions& options,
                                                    const Tuning& tuning);
Result<std::unique_ptr<SqliteJournal>> open_tuned(const std::filesystem::path& path,
                                                  JournalHost host, const StoreOptions& options,
                                                  const Tuning& tuning);

}  // namespace bursar::sqlite_detail
