// The tables of a store, version by version.
#pragma once

#include <bursar/base/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace bursar::sqlite_detail {

/// "Burs": marks a file as ours in its header.
inline constexpr std::int64_t application_id = 0x42757273;

/// The way from one version of the schema to the next; runs in one transaction. Entries never
/// change.
struct Migration {
  std::span<const std::string_view> statements;
};

/// All versions that there ever were. A store of version N becomes one of version N + 1 by
/// migrations[N - 1].
struct Schema {
  std::span<const std::string_view>
      statements;  ///< what a fresh store of the newest version is made by
  std::span<const Migration> migrations;
  [[nodiscard]] int version() const { return static_cast<int>(migrations.size()) + 1; }
};

/// The schema that this library writes.
[[nodiscard]] const Schema& schema();

/// Makes the tables of a fresh store, inside the caller's transaction.
void create_tables(SQLite::Database& database, const Schema& schema);
/// Brings an older store to the newest version, each step in one transaction; `copy` is called in
/// the first of them, before anything is changed. What it refuses is refused, and nothing changed.
[[nodiscard]] Result<void> migrate(SQLite::Database& database, const Schema& schema,
                                   int from_version, const std::function<Result<void>()>& copy);
/// How the tables, indexes and triggers differ from those that a fresh store has; empty = not at
/// all.
[[nodiscard]] std::optional<Wording> schema_difference(SQLite::Database& database,
                                                       const Schema& schema);

}  // namespace bursar::sqlite_detail
