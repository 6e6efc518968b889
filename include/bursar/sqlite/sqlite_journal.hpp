// A journal in a SQLite file: durable before `append` returns, shared by several processes.
//
// The engine is asked what it does, not told: every setting is read back, and a store whose engine
// keeps another value is refused. Debian 12's SQLite loses acknowledged rows in its write-ahead log
// when it checkpoints at the wrong moment, so that log is used from the repaired versions on;
// before them the store works with a rollback journal. StoreFacts says which it is.
#pragma once

#include <bursar/journal/journal.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bursar {

/// How a store is opened.
struct StoreOptions {
  int busy_deadline_ms =
      10'000;              ///< how long one call waits for other processes before it gives up
  bool read_only = false;  ///< `append` and `erase_private` are refused: store_read_only
};

/// What the store runs on, for `verify` to show.
struct StoreFacts {
  std::string path;                   ///< absolute
  std::string engine_version;         ///< of the SQLite library in this process
  std::string engine_source;          ///< its source id
  bool write_ahead_log_safe = false;  ///< the engine's write-ahead log may be used
  std::string journal_mode;           ///< "truncate" or "wal"
  int schema_version = 0;
  std::vector<std::pair<std::string, std::string>> settings;  ///< as read back from the engine
};

/// Whether a SQLite of this number (3'051'003 = 3.51.3) carries the repair of the write-ahead log's
/// reset.
[[nodiscard]] BURSAR_API bool write_ahead_log_safe(int engine_version_number) noexcept;

/// The journal port on a SQLite file. An open store is one connection; it must not be carried over
/// a fork. After a failed write it answers nothing any more (JournalFailure, poisoned) until it is
/// opened anew.
class BURSAR_API SqliteJournal final : public Journal {
 public:
  /// A new store for a book, in a file that is not there yet. Refusals: text_empty (book_id);
  /// store_path_refused; store_exists; store_setting_refused; store_busy.
  static Result<std::unique_ptr<SqliteJournal>> create(const std::filesystem::path& path,
                                                       std::string_view book_id, JournalHost host,
                                                       const StoreOptions& options = {});
  /// An existing store; an older schema is migrated, after a copy `<path>.v<N>` was made, or one
  /// with a number behind that where the name is taken. Refusals: store_path_refused (also where
  /// many such copies are there already); store_missing; store_not_ours; store_too_new;
  /// store_schema_changed; store_setting_refused; store_busy.
  static Result<std::unique_ptr<SqliteJournal>> open(const std::filesystem::path& path,
                                                     JournalHost host,
                                                     const StoreOptions& options = {});
  ~SqliteJournal() override;

  Result<Appended> append(const AppendRequest& request) override;
  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override;
  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override;
  [[nodiscard]] std::int64_t version(const Subject& subject) const override;
  [[nodiscard]] JournalHead head() const override;
  [[nodiscard]] std::optional<Digest> link_at(std::int64_t position) const override;
  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override;
  [[nodiscard]] std::optional<std::string> private_part(std::int64_t position) const override;
  void read_private(std::int64_t from, std::int64_t up_to_inclusive,
                    const std::function<void(std::int64_t position, std::string_view bytes)>&
                        visitor) const override;
  Result<void> erase_private(std::int64_t position) override;
  [[nodiscard]] VaultState vault_state(std::int64_t position) const override;
  void read_vault_states(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t position, VaultState state)>& visitor) const override;

  [[nodiscard]] const StoreFacts& facts() const noexcept;
  /// How long the last append of this object held the write lock, in microseconds.
  [[nodiscard]] std::int64_t last_lock_us() const noexcept;
  /// What the engine's own check finds, and rows that belong to no entry; empty = whole. Beside
  /// `verify_chain`, which looks at the entries.
  [[nodiscard]] std::vector<Wording> check_store() const;

  class Impl;  ///< not for callers
  explicit SqliteJournal(std::unique_ptr<Impl> impl) noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace bursar
