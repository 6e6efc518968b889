#include <bursar/sqlite/sqlite_journal.hpp>

#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"
#include "sqlite/transaction.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/Backup.h>

#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

namespace bursar {
namespace sqlite_detail {

int kind_of(const SQLite::Exception& error) noexcept {
  if (error.getExtendedErrorCode() == SQLITE_IOERR_NOMEM) return SQLITE_NOMEM;
  return error.getErrorCode() & 0xff;
}

void throw_failure(const SQLite::Exception& error) {
  const std::string what = std::string("SQLite: ") + error.what() + " (" +
                           std::to_string(error.getExtendedErrorCode()) + ")";
  switch (kind_of(error)) {
    case SQLITE_NOMEM:
      throw std::bad_alloc();
    case SQLITE_BUSY:
      throw JournalFailure(JournalFailure::Kind::busy, what);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_SCHEMA:
      throw JournalFailure(JournalFailure::Kind::damaged, what);
    default:
      throw JournalFailure(JournalFailure::Kind::io, what);
  }
}

Refusal busy_refusal(std::int64_t waited_ms) {
  return Refusal(Code::store_busy).with("waited_ms", std::to_string(waited_ms));
}

void bind_text(SQLite::Statement& statement, int index, std::string_view text) {
  // The wrapper takes a text without a copy only as std::string.
  statement.bind(index, std::string(text));
}

void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
  // A null pointer would store NULL.
  statement.bindNoCopy(index, bytes.data() != nullptr ? bytes.data() : "",
                       static_cast<int>(bytes.size()));
}

namespace {

/// Runs the opening of a store; the engine's exceptions become refusals where the port names one.
template <class Call>
Result<std::unique_ptr<SqliteJournal>> opening(const std::filesystem::path& path,
                                               const StoreOptions& options, const Call& call) {
  try {
    return call();
  } catch (const SQLite::Exception& error) {
    const int kind = kind_of(error);
    if (kind == SQLITE_BUSY) return busy_refusal(options.busy_deadline_ms);
    if (kind == SQLITE_CANTOPEN || kind == SQLITE_PERM) {
      return Refusal(Code::store_path_refused)
          .with("path", path.string())
          .with("reason", Wording{"无法打开", error.what()});
    }
    throw_failure(error);
  }
}

bool is_there(const std::string& path, const Tuning& tuning) {
  sqlite3_vfs* const files = sqlite3_vfs_find(tuning.vfs.empty() ? nullptr : tuning.vfs.c_str());
  int found = 0;
  const int done = files->xAccess(files, path.c_str(), SQLITE_ACCESS_EXISTS, &found);
  if (done != SQLITE_OK) throw SQLite::Exception("cannot look for " + path, done);
  return found != 0;
}

/// `<path>.v<N>`, `<path>.v<N>.2`, ...: the first that is not there yet. Whatever has such a name
/// may be the copy of another store, or one that an earlier migration needed; a few of them are
/// enough to see that something is wrong.
Result<std::string> free_copy_name(const StoreFacts& facts, const Tuning& tuning) {
  constexpr int copies_max = 9;
  const std::string first = facts.path + ".v" + std::to_string(facts.schema_version);
  std::string name = first;
  for (int number = 2; is_there(name, tuning); ++number) {
    if (number > copies_max) {
      Wording reason{"升级前须留副本，而", "it is not migrated without a copy, and "};
      reason.zh.append(first).append("至").append(name).append("均已存在");
      reason.en.append(first).append(" to ").append(name).append(" are there already");
      return Refusal(Code::store_path_refused)
          .with("path", facts.path)
          .with("reason", std::move(reason));
    }
    name = first + "." + std::to_string(number);
  }
  return name;
}

/// The copy is as open or closed as the store.
Result<void> give_permissions(const std::string& store, const std::string& copy) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(store, error);
  if (!error) std::filesystem::permissions(copy, status.permissions(), error);
  if (!error) return {};
  return Refusal(Code::store_path_refused)
      .with("path", copy)
      .with("reason", Wording{"无法设定权限", error.message()});
}

/// While the caller holds the write lock: the copy is of the version that is about to go. The
/// engine copies nothing from a connection that writes, so another one reads.
Result<void> copy_before_migration(Connection& connection, const Tuning& tuning) {
  BURSAR_TRY(const std::string copy, free_copy_name(connection.facts(), tuning));
  SQLite::Database destination(
      copy, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOFOLLOW, 0, tuning.vfs);
  if (tuning.vfs.empty()) BURSAR_TRY_VOID(give_permissions(connection.facts().path, copy));
  SQLite::Database source(connection.facts().path, SQLite::OPEN_READONLY | SQLite::OPEN_NOFOLLOW, 0,
                          tuning.vfs);
  SQLite::Backup backup(destination, source);
  // Busy comes back as an answer, not as an exception.
  if (const int done = backup.executeStep(-1); done != SQLITE_DONE) {
    throw SQLite::Exception("the store is not migrated without a copy of " + copy, done);
  }
  return {};
}

Result<void> check_schema(Connection& connection, const Schema& known) {
  std::optional<Wording> difference = schema_difference(connection.database(), known);
  if (!difference) return {};
  return Refusal(Code::store_schema_changed)
      .with("path", connection.facts().path)
      .with("reason", *std::move(difference));
}

void write_book(Connection& connection, const Schema& known, std::string_view book_id) {
  SQLite::Database& database = connection.database();
  database.exec("PRAGMA application_id = " + std::to_string(application_id));
  create_tables(database, known);
  SQLite::Statement insert(database, "INSERT INTO book(one, book_id) VALUES(1, ?1)");
  bind_text(insert, 1, book_id);
  insert.exec();
  connection.facts().schema_version = known.version();
}

}  // namespace

Result<std::unique_ptr<SqliteJournal>> create_tuned(const std::filesystem::path& path,
                                                    std::string_view book_id, JournalHost host,
                                                    const StoreOptions& options,
                                                    const Tuning& tuning) {
  if (book_id.empty()) return Refusal(Code::text_empty).with("field", "book_id");
  if (options.read_only) return Code::store_read_only;
  return opening(path, options, [&]() -> Result<std::unique_ptr<SqliteJournal>> {
    BURSAR_TRY(auto connection,
               Connection::make(path, Connection::Purpose::create, options, tuning));
    Transaction transaction(connection->database());
    if (connection->database().execAndGet("SELECT count(*) FROM sqlite_schema").getInt() != 0) {
      return Refusal(Code::store_exists).with("path", connection->facts().path);
    }
    write_book(*connection, tuning.schema != nullptr ? *tuning.schema : schema(), book_id);
    transaction.commit();
    return std::make_unique<SqliteJournal>(std::make_unique<SqliteJournal::Impl>(
        std::move(connection), std::move(host), options, tuning));
  });
}

Result<std::unique_ptr<SqliteJournal>> open_tuned(const std::filesystem::path& path,
                                                  JournalHost host, const StoreOptions& options,
                                                  const Tuning& tuning) {
  return opening(path, options, [&]() -> Result<std::unique_ptr<SqliteJournal>> {
    BURSAR_TRY(auto connection, Connection::make(path, Connection::Purpose::open, options, tuning));
    const Schema& known = tuning.schema != nullptr ? *tuning.schema : schema();
    if (connection->facts().schema_version < known.version()) {
      if (options.read_only) return Code::store_read_only;
      BURSAR_TRY_VOID(migrate(connection->database(), known, connection->facts().schema_version,
                              [&] { return copy_before_migration(*connection, tuning); }));
      connection->facts().schema_version = known.version();
    }
    BURSAR_TRY_VOID(check_schema(*connection, known));
    return std::make_unique<SqliteJournal>(std::make_unique<SqliteJournal::Impl>(
        std::move(connection), std::move(host), options, tuning));
  });
}

}  // namespace sqlite_detail

SqliteJournal::Impl::Impl(std::unique_ptr<sqlite_detail::Connection> connection, JournalHost host,
                          StoreOptions options, const sqlite_detail::Tuning& tuning)
    : connection_(std::move(connection)),
      host_(std::move(host)),
      options_(options),
      facts_(connection_->facts()),
      proves_durability_(tuning.proves_durability),
      poisons_(tuning.poisons) {
  SQLite::Statement book(database(), "SELECT book_id FROM book");
  if (!book.executeStep()) {
    throw JournalFailure(JournalFailure::Kind::damaged, "the store names no book");
  }
  book_id_ = sqlite_detail::text_cell(book, 0);
}

void SqliteJournal::Impl::check_usable() {
  if (!poisoned_) return;
  sql_.reset();
  connection_.reset();  // lets go of locks that a failed rollback kept
  throw JournalFailure(JournalFailure::Kind::poisoned,
                       "an earlier write failed; the store must be opened anew");
}

void SqliteJournal::Impl::poison() noexcept { poisoned_ = poisons_; }

void SqliteJournal::Impl::note_failure(int kind) noexcept {
  if (phase_ == Phase::reading || kind == SQLITE_BUSY) return;
  // After COMMIT any error leaves open whether the entries are in. Before it, what failed to write
  // is rolled back; but a disk that fails is not asked again.
  const bool disk = kind == SQLITE_IOERR || kind == SQLITE_FULL || kind == SQLITE_CORRUPT ||
                    kind == SQLITE_NOTADB;
  if (phase_ == Phase::committing || disk) poison();
  if (!poisoned_) return;
  sql_.reset();
  connection_.reset();
}

void SqliteJournal::Impl::note_other_failure() noexcept {
  if (phase_ == Phase::committing) poison();
}

SqliteJournal::Impl::WriteTransaction::WriteTransaction(Impl& store) : store_(store) {
  store_.connection_->busy().give_way();
  sqlite_detail::Run(store_.sql_->begin, store_.database())->exec();
  locked_at_ = std::chrono::steady_clock::now();
  store_.phase_ = Phase::writing;
}

SqliteJournal::Impl::WriteTransaction::~WriteTransaction() {
  if (!open_) return;
  const auto in_transaction = [this] {
    return sqlite3_get_autocommit(store_.database().getHandle()) == 0;
  };
  try {
    // The engine may have rolled back already.
    if (in_transaction()) sqlite_detail::Run(store_.sql_->rollback, store_.database())->exec();
  } catch (...) {
    store_.poison();
  }
  if (in_transaction()) store_.poison();
  store_.connection_->busy().released();
}

void SqliteJournal::Impl::WriteTransaction::commit() {
  store_.phase_ = Phase::committing;
  sqlite_detail::Run(store_.sql_->commit, store_.database())->exec();
  open_ = false;
  store_.phase_ = Phase::reading;
  store_.connection_->busy().released();
  const auto held = std::chrono::steady_clock::now() - locked_at_;
  store_.last_lock_us_ = std::chrono::duration_cast<std::chrono::microseconds>(held).count();
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::create(const std::filesystem::path& path,
                                                             std::string_view book_id,
                                                             JournalHost host,
                                                             const StoreOptions& options) {
  return sqlite_detail::create_tuned(path, book_id, std::move(host), options, {});
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::filesystem::path& path,
                                                           JournalHost host,
                                                           const StoreOptions& options) {
  return sqlite_detail::open_tuned(path, std::move(host), options, {});
}

SqliteJournal::SqliteJournal(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SqliteJournal::~SqliteJournal() = default;

Result<Appended> SqliteJournal::append(const AppendRequest& request) {
  return impl_->append(request);
}
void SqliteJournal::read(std::int64_t from, std::int64_t up_to_inclusive,
                         const EntryVisitor& visitor) const {
  impl_->read(from, up_to_inclusive, visitor);
}
void SqliteJournal::read(const Subject& subject, std::int64_t up_to_inclusive,
                         const EntryVisitor& visitor) const {
  impl_->read(subject, up_to_inclusive, visitor);
}
std::int64_t SqliteJournal::version(const Subject& subject) const {
  return impl_->version(subject);
}
JournalHead SqliteJournal::head() const { return impl_->head(); }
std::optional<Digest> SqliteJournal::link_at(std::int64_t position) const {
  return impl_->link_at(position);
}
Result<std::optional<Appended>> SqliteJournal::find(std::string_view key,
                                                    const Digest& request) const {
  return impl_->find(key, request);
}
std::optional<std::string> SqliteJournal::private_part(std::int64_t position) const {
  return impl_->private_part(position);
}
void SqliteJournal::read_private(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t position, std::string_view bytes)>& visitor) const {
  impl_->read_private(from, up_to_inclusive, visitor);
}
Result<void> SqliteJournal::erase_private(std::int64_t position) {
  return impl_->erase_private(position);
}
Journal::VaultState SqliteJournal::vault_state(std::int64_t position) const {
  return impl_->vault_state(position);
}
void SqliteJournal::read_vault_states(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t position, VaultState state)>& visitor) const {
  impl_->read_vault_states(from, up_to_inclusive, visitor);
}
const StoreFacts& SqliteJournal::facts() const noexcept { return impl_->facts(); }
std::int64_t SqliteJournal::last_lock_us() const noexcept { return impl_->last_lock_us(); }
std::vector<Wording> SqliteJournal::check_store() const { return impl_->check_store(); }

}  // namespace bursar
