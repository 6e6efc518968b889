// The parts of SqliteJournal that its source files share.
#pragma once

#include <bursar/journal/sealed_append.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>

#include "sqlite/connection.hpp"
#include "sqlite/tuning.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <optional>

namespace bursar {
namespace sqlite_detail {

/// The engine's result code without what it adds of the cause: the connection asks for extended
/// codes, and gets nothing else. What memory failed is SQLITE_NOMEM, also within a call to the
/// disk.
[[nodiscard]] int kind_of(const SQLite::Exception& error) noexcept;
/// Throws what the port promises for it: std::bad_alloc or JournalFailure.
[[noreturn]] void throw_failure(const SQLite::Exception& error);
[[nodiscard]] Refusal busy_refusal(std::int64_t waited_ms);

/// A statement that is compiled when it is first run, and kept.
class Prepared {
 public:
  explicit Prepared(const char* sql) noexcept : sql_(sql) {}
  SQLite::Statement& on(SQLite::Database& database) {
    if (!statement_) statement_.emplace(database, sql_);
    return *statement_;
  }

 private:
  const char* sql_;
  std::optional<SQLite::Statement> statement_;
};

/// One run of a prepared statement; ends it, and with it the lock that it holds, when it leaves its
/// scope.
class Run {
 public:
  Run(Prepared& prepared, SQLite::Database& database) : statement_(prepared.on(database)) {}
  ~Run() { statement_.tryReset(); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  SQLite::Statement* operator->() noexcept { return &statement_; }
  SQLite::Statement& operator*() noexcept { return statement_; }

 private:
  SQLite::Statement& statement_;
};

void bind_text(SQLite::Statement& statement, int index, std::string_view text);
void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes);

/// A row of `appends`, with the range of positions that belongs to it.
struct AppendRow {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string key;
  Digest request;
  Door door = Door::office;
  std::int64_t recorded_at_us = 0;
  std::string batch;
  std::string actor;
};

/// Everything that a store says to its engine while it works.
struct Statements {
  Prepared begin{"BEGIN IMMEDIATE"};
  Prepared commit{"COMMIT"};
  Prepared rollback{"ROLLBACK"};
  Prepared find{
      "SELECT a.first, a.request, a.recorded_at_us, "
      "ifnull((SELECT min(b.first) - 1 FROM appends b WHERE b.first > a.first), "
      "(SELECT max(position) FROM entries)) FROM appends a WHERE a.key = ?1"};
  Prepared last_recorded{"SELECT recorded_at_us FROM appends ORDER BY first DESC LIMIT 1"};
  Prepared insert_append{
      "INSERT OR ROLLBACK INTO appends(first, key, request, door, recorded_at_us, batch, actor) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  Prepared insert_entry{
      "INSERT OR ROLLBACK INTO entries(position, subject_kind, subject_id, link, vault_commitment, "
      "facts) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
  Prepared insert_vault{"INSERT OR ROLLBACK INTO vault(position, salt, bytes) VALUES(?1, ?2, ?3)"};
  Prepared entries{
      "SELECT position, subject_kind, subject_id, link, vault_commitment, facts FROM entries "
      "WHERE position >= ?1 AND position <= ?2 ORDER BY position"};
  Prepared entries_of_subject{
      "SELECT position, subject_kind, subject_id, link, vault_commitment, facts FROM entries "
      "WHERE subject_kind = ?3 AND subject_id = ?4 AND position >= ?1 AND position <= ?2 "
      "ORDER BY position"};
  Prepared appends_from{
      "SELECT first, key, request, door, recorded_at_us, batch, actor FROM appends "
      "WHERE first >= (SELECT max(first) FROM appends WHERE first <= ?1) ORDER BY first"};
  Prepared append_of{
      "SELECT a.first, a.key, a.request, a.door, a.recorded_at_us, a.batch, a.actor, "
      "ifnull((SELECT min(b.first) - 1 FROM appends b WHERE b.first > a.first), "
      "(SELECT max(position) FROM entries)) "
      "FROM appends a WHERE a.first <= ?1 ORDER BY a.first DESC LIMIT 1"};
  Prepared version{"SELECT count(*) FROM entries WHERE subject_kind = ?1 AND subject_id = ?2"};
  Prepared head{"SELECT position, link FROM entries ORDER BY position DESC LIMIT 1"};
  Prepared link{"SELECT link FROM entries WHERE position = ?1"};
  Prepared private_part{"SELECT bytes FROM vault WHERE position = ?1"};
  Prepared private_parts{
      "SELECT position, bytes FROM vault WHERE position >= ?1 AND position <= ?2 ORDER BY "
      "position"};
  Prepared erase{"DELETE FROM vault WHERE position = ?1"};
  Prepared vault_states{
      "SELECT e.position, e.vault_commitment, v.salt, v.bytes FROM entries e "
      "LEFT JOIN vault v ON v.position = e.position WHERE e.position >= ?1 AND e.position <= ?2 "
      "AND (e.vault_commitment IS NOT NULL OR v.position IS NOT NULL) ORDER BY e.position"};
};

/// How much one statement reads before it lets go of its lock.
inline constexpr std::size_t batch_entries_max = 512;
inline constexpr std::size_t batch_bytes_max = std::size_t{4} << 20U;

}  // namespace sqlite_detail

class SqliteJournal::Impl {
 public:
  Impl(std::unique_ptr<sqlite_detail::Connection> connection, JournalHost host,
       StoreOptions options, const sqlite_detail::Tuning& tuning);

  Result<Appended> append(const AppendRequest& request);
  void read(std::int64_t from, std::int64_t up_to_inclusive, const EntryVisitor& visitor);
  void read(const Subject& subject, std::int64_t up_to_inclusive, const EntryVisitor& visitor);
  std::int64_t version(const Subject& subject);
  JournalHead head();
  std::optional<Digest> link_at(std::int64_t position);
  Result<std::optional<Appended>> find(std::string_view key, const Digest& request);
  std::optional<std::string> private_part(std::int64_t position);
  void read_private(std::int64_t from, std::int64_t up_to_inclusive,
                    const std::function<void(std::int64_t, std::string_view)>& visitor);
  Result<void> erase_private(std::int64_t position);
  VaultState vault_state(std::int64_t position);
  void read_vault_states(std::int64_t from, std::int64_t up_to_inclusive,
                         const std::function<void(std::int64_t, VaultState)>& visitor);
  std::vector<Wording> check_store();

  [[nodiscard]] const StoreFacts& facts() const noexcept { return facts_; }
  [[nodiscard]] std::int64_t last_lock_us() const noexcept { return last_lock_us_; }

 private:
  class WriteTransaction;
  struct Batch;

  /// Runs one call of the port: refuses a poisoned handle, starts the clock for waiting, turns the
  /// engine's exceptions into the port's.
  template <class Call>
  auto run(const Call& call) -> decltype(call());
  /// The same for calls that can refuse: waiting in vain is a refusal.
  template <class Call>
  auto run_or_refuse(const Call& call) -> decltype(call());
  void check_usable();
  /// The handle answers nothing any more.
  void poison() noexcept;
  /// Poisons the handle if the exception came out of a write that may be half done.
  void note_failure(int kind) noexcept;
  /// The same for an exception that is not the engine's.
  void note_other_failure() noexcept;

  [[nodiscard]] SQLite::Database& database() { return connection_->database(); }
  std::optional<Appended> find_key(std::string_view key, Digest& request);
  Result<Appended> append_in(WriteTransaction& transaction, const AppendRequest& request,
                             SealedAppend& sealed);
  void insert(const AppendRequest& request, const SealedAppend& sealed);
  [[nodiscard]] bool durability_unknown(const Appended& found) const noexcept;
  void make_durable(WriteTransaction& transaction);
  Result<void> empty_log();
  std::optional<std::int64_t> last_recorded_at();
  JournalHead read_head();
  std::int64_t count_entries(const Subject& subject);
  void fill(Batch& batch, std::int64_t from, std::int64_t up_to_inclusive);
  void fill(Batch& batch, const Subject& subject, std::int64_t from, std::int64_t up_to_inclusive);
  sqlite_detail::AppendRow append_row(std::int64_t position);
  template <class Value, class Take, class Visit>
  void read_pairs(sqlite_detail::Prepared sqlite_detail::Statements::*statement, std::int64_t from,
                  std::int64_t up_to_inclusive, const Take& take, const Visit& visit);
  template <class Fill>
  void read_batches(std::int64_t from, std::int64_t up_to_inclusive, const EntryVisitor& visitor,
                    const Fill& fill);

  std::unique_ptr<sqlite_detail::Connection> connection_;
  JournalHost host_;
  StoreOptions options_;
  StoreFacts facts_;
  std::string book_id_;
  std::int64_t last_lock_us_ = 0;
  std::int64_t durable_up_to_ = 0;  // positions that a commit of this handle has made durable
  bool proves_durability_;
  bool poisons_;
  bool poisoned_ = false;
  enum class Phase : std::uint8_t { reading, writing, committing } phase_ = Phase::reading;

  std::optional<sqlite_detail::Statements> sql_{std::in_place};  // ends before the connection
};

/// A write transaction; what is not committed is rolled back.
class SqliteJournal::Impl::WriteTransaction {
 public:
  explicit WriteTransaction(Impl& store);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  void commit();

 private:
  Impl& store_;
  std::chrono::steady_clock::time_point locked_at_;
  bool open_ = true;
};

template <class Call>
auto SqliteJournal::Impl::run(const Call& call) -> decltype(call()) {
  check_usable();
  connection_->busy().arm();
  phase_ = Phase::reading;
  try {
    return call();
  } catch (const SQLite::Exception& error) {
    note_failure(sqlite_detail::kind_of(error));
    sqlite_detail::throw_failure(error);
  } catch (...) {
    note_other_failure();
    throw;
  }
}

template <class Call>
auto SqliteJournal::Impl::run_or_refuse(const Call& call) -> decltype(call()) {
  try {
    return run(call);
  } catch (const JournalFailure& failure) {
    if (failure.kind() != JournalFailure::Kind::busy) throw;
    return sqlite_detail::busy_refusal(connection_->busy().waited_ms());
  }
}

}  // namespace bursar
