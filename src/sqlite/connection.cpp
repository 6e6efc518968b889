#include "sqlite/connection.hpp"

#include "sqlite/cells.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/Statement.h>

#include <array>

namespace bursar {

bool write_ahead_log_safe(int engine_version_number) noexcept {
  const auto in_line = [engine_version_number](int repaired, int next_line) {
    return engine_version_number >= repaired && engine_version_number < next_line;
  };
  return engine_version_number >= 3'051'003 || in_line(3'050'007, 3'051'000) ||
         in_line(3'044'006, 3'045'000);
}

namespace sqlite_detail {
namespace {

namespace fs = std::filesystem;

Refusal path_refused(const fs::path& path, Wording reason) {
  return Refusal(Code::store_path_refused)
      .with("path", path.string())
      .with("reason", std::move(reason));
}

/// Absolute, with a folder free of links: the engine refuses links anywhere in the name, and takes
/// a name that begins with "file:" for an address.
Result<fs::path> resolve(const fs::path& path) {
  std::error_code error;
  if (!path.has_filename()) return path_refused(path, {"没有文件名", "it names no file"});
  const fs::path folder = fs::canonical(fs::absolute(path).parent_path(), error);
  if (error)
    return path_refused(path,
                        {"所在文件夹无法使用", "its folder cannot be used: " + error.message()});
  const fs::path resolved = folder / path.filename();
  if (fs::is_symlink(fs::symlink_status(resolved, error)))
    return path_refused(path, {"这是链接", "it is a link"});
  if (fs::is_directory(resolved, error))
    return path_refused(path, {"这是文件夹", "it is a folder"});
  return resolved;
}

int open_flags(Connection::Purpose purpose, const StoreOptions& options) {
  int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
  flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (purpose == Connection::Purpose::create) flags |= SQLITE_OPEN_CREATE;
  return flags;
}

std::string_view synchronous_number(std::string_view word) {
  static constexpr std::array<std::string_view, 4> words = {"OFF", "NORMAL", "FULL", "EXTRA"};
  static constexpr std::array<std::string_view, 4> numbers = {"0", "1", "2", "3"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return numbers[i];
  }
  return word;
}

Refusal setting_refused(std::string_view name, std::string_view expected, std::string actual) {
  return Refusal(Code::store_setting_refused)
      .with("setting", std::string(name))
      .with("expected", std::string(expected))
      .with("actual", std::move(actual));
}

}  // namespace

std::string one_text(SQLite::Database& database, const std::string& sql) {
  SQLite::Statement statement(database, sql);
  return statement.executeStep() ? any_cell(statement, 0) : std::string();
}

Connection::Connection(SQLite::Database database, std::unique_ptr<BusyWait> busy)
    : busy_(std::move(busy)), database_(std::move(database)) {
  busy_->attach(database_.getHandle());
  facts_.engine_version = sqlite3_libversion();
  facts_.engine_source = sqlite3_sourceid();
  facts_.write_ahead_log_safe = write_ahead_log_safe(sqlite3_libversion_number());
}

Result<std::unique_ptr<Connection>> Connection::make(const fs::path& path, Purpose purpose,
                                                     const StoreOptions& options,
                                                     const Tuning& tuning) {
  fs::path resolved = path;
  if (tuning.vfs.empty()) {
    BURSAR_TRY(resolved, resolve(path));
    std::error_code error;
    if (purpose == Purpose::open && !fs::exists(resolved, error)) {
      return Refusal(Code::store_missing).with("path", resolved.string());
    }
  }
  auto busy = std::make_unique<BusyWait>(options.busy_deadline_ms, tuning.waits);
  auto connection = std::make_unique<Connection>(
      SQLite::Database(resolved.string(), open_flags(purpose, options), 0, tuning.vfs),
      std::move(busy));
  connection->facts_.path = resolved.string();
  const Schema& known = tuning.schema != nullptr ? *tuning.schema : schema();
  BURSAR_TRY_VOID(connection->harden());
  BURSAR_TRY_VOID(connection->check_header(purpose, known));
  if (!options.read_only && sqlite3_db_readonly(connection->database_.getHandle(), "main") != 0) {
    return path_refused(path, {"无法写入", "it cannot be written to"});
  }
  BURSAR_TRY_VOID(connection->set_all(purpose, options, tuning));
  return connection;
}

Result<void> Connection::harden() {
  struct Switch {
    std::string_view name;
    int number;
    int value;
  };
  static constexpr std::array switches = {
      Switch{"defensive", SQLITE_DBCONFIG_DEFENSIVE, 1},
      Switch{"trusted_schema", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      Switch{"load_extension", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
      Switch{"fts3_tokenizer", SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
      Switch{"double_quoted_strings_dml", SQLITE_DBCONFIG_DQS_DML, 0},
      Switch{"double_quoted_strings_ddl", SQLITE_DBCONFIG_DQS_DDL, 0},
      Switch{"triggers", SQLITE_DBCONFIG_ENABLE_TRIGGER, 1}};
  for (const Switch& each : switches) {
    int now = -1;
    if (sqlite3_db_config(database_.getHandle(), each.number, each.value, &now) != SQLITE_OK ||
        now != each.value) {
      return setting_refused(each.name, std::to_string(each.value), std::to_string(now));
    }
    facts_.settings.emplace_back(each.name, std::to_string(now));
  }
  return {};
}

Result<void> Connection::check_header(Purpose purpose, const Schema& schema) {
  const auto not_ours = [this](Wording reason) {
    return Refusal(Code::store_not_ours)
        .with("path", facts_.path)
        .with("reason", std::move(reason));
  };
  std::int64_t id = 0;
  int version = 0;
  int tables = 0;
  try {
    id = database_.execAndGet("PRAGMA application_id").getInt64();
    version = database_.execAndGet("PRAGMA user_version").getInt();
    tables = database_.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  } catch (const SQLite::Exception& error) {
    if (error.getErrorCode() != SQLITE_NOTADB) throw;
    if (purpose == Purpose::create) return Refusal(Code::store_exists).with("path", facts_.path);
    return not_ours({"不是SQLite文件", "it is no SQLite file"});
  }
  if (purpose == Purpose::create) {
    if (id == 0 && version == 0 && tables == 0) return {};
    return Refusal(Code::store_exists).with("path", facts_.path);
  }
  if (id != application_id) {
    const std::string number = std::to_string(id);
    return not_ours({"应用编号为" + number, "its application id is " + number});
  }
  if (version > schema.version()) {
    return Refusal(Code::store_too_new)
        .with("path", facts_.path)
        .with("version", std::to_string(version))
        .with("known", std::to_string(schema.version()));
  }
  if (version < 1) {
    const std::string number = std::to_string(version);
    return not_ours({"结构版本为" + number, "its schema version is " + number});
  }
  facts_.schema_version = version;
  return {};
}

Result<void> Connection::set(std::string_view name, std::string_view value,
                             std::string_view expected) {
  const std::string pragma = "PRAGMA " + std::string(name);
  database_.exec(pragma + " = " + std::string(value));
  std::string actual = one_text(database_, pragma);
  if (actual != expected) return setting_refused(name, expected, std::move(actual));
  facts_.settings.emplace_back(name, std::move(actual));
  return {};
}

/// Who only reads takes the mode that the file has.
Result<void> Connection::set_journal_mode(const StoreOptions& options, const Tuning& tuning) {
  if (options.read_only) {
    facts_.journal_mode = one_text(database_, "PRAGMA journal_mode");
    facts_.settings.emplace_back("journal_mode", facts_.journal_mode);
    return {};
  }
  const std::string mode =
      tuning.journal_mode.value_or(facts_.write_ahead_log_safe ? "wal" : "truncate");
  BURSAR_TRY_VOID(set("journal_mode", mode, mode));
  facts_.journal_mode = mode;
  return {};
}

Result<void> Connection::set_all(Purpose purpose, const StoreOptions& options,
                                 const Tuning& tuning) {
  if (purpose == Purpose::create) {
    // What an interrupted creation left behind keeps its pages: their size costs room, not safety.
    database_.exec("PRAGMA page_size = " + std::to_string(tuning.page_bytes));
  }
  facts_.settings.emplace_back("page_size", one_text(database_, "PRAGMA page_size"));
  BURSAR_TRY_VOID(set("foreign_keys", "ON", "1"));
  BURSAR_TRY_VOID(set("recursive_triggers", "ON", "1"));
  BURSAR_TRY_VOID(set("cell_size_check", "ON", "1"));
  BURSAR_TRY_VOID(set("temp_store", "MEMORY", "2"));
  BURSAR_TRY_VOID(set("secure_delete", "ON", "1"));
  BURSAR_TRY_VOID(set("cache_size", "-8192", "-8192"));
  BURSAR_TRY_VOID(set_journal_mode(options, tuning));
  BURSAR_TRY_VOID(set("synchronous", tuning.synchronous, synchronous_number(tuning.synchronous)));
  // A page that is spilled before the commit takes the lock that shuts readers out.
  BURSAR_TRY_VOID(set("cache_spill", "OFF", "0"));
  // A file layer that maps no memory answers nothing.
  if (one_text(database_, "PRAGMA mmap_size").empty()) return {};
  return set("mmap_size", "0", "0");
}

}  // namespace sqlite_detail
}  // namespace bursar
