#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"

namespace bursar {

std::vector<std::string> SqliteJournal::Impl::check_store() {
  return run([&] {
    std::vector<std::string> damages;
    SQLite::Statement integrity(database(), "PRAGMA integrity_check(100)");
    while (integrity.executeStep()) {
      const std::string_view line = sqlite_detail::text_cell(integrity, 0);
      if (line != "ok") damages.push_back("SQLite: " + std::string(line));
    }
    static constexpr std::pair<const char*, const char*> checks[] = {
        {"SELECT count(*) FROM book WHERE one <> 1", "the store names more than one book"},
        {"SELECT count(*) FROM appends WHERE first > (SELECT ifnull(max(position), 0) FROM "
         "entries)",
         "there are appends without entries"},
        {"SELECT count(*) FROM entries WHERE position < (SELECT ifnull(min(first), 1) FROM "
         "appends)",
         "there are entries without an append"},
        {"SELECT max(position) - count(*) FROM entries", "positions are missing"},
        {"SELECT count(*) FROM vault v WHERE NOT EXISTS(SELECT 1 FROM entries e "
         "WHERE e.position = v.position AND e.vault_commitment IS NOT NULL)",
         "there are private parts that no entry committed to"}};
    for (const auto& [sql, damage] : checks) {
      SQLite::Statement check(database(), sql);
      check.executeStep();
      if (sqlite_detail::is_null(check, 0)) continue;
      const std::int64_t count = sqlite_detail::integer_cell(check, 0);
      if (count != 0) damages.push_back(damage + (" (" + std::to_string(count) + ")"));
    }
    return damages;
  });
}

}  // namespace bursar
