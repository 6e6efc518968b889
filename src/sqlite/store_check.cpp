#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"

namespace bursar {

std::vector<Wording> SqliteJournal::Impl::check_store() {
  return run([&] {
    std::vector<Wording> damages;
    SQLite::Statement integrity(database(), "PRAGMA integrity_check(100)");
    while (integrity.executeStep()) {
      const std::string_view line = sqlite_detail::text_cell(integrity, 0);
      if (line == "ok") continue;
      damages.push_back({"SQLite：" + std::string(line), "SQLite: " + std::string(line)});
    }
    struct Check {
      const char* sql;
      std::string_view zh;
      std::string_view en;
    };
    static constexpr Check checks[] = {
        {"SELECT count(*) FROM book WHERE one <> 1", "存储文件记有多本账册",
         "the store names more than one book"},
        {"SELECT count(*) FROM appends WHERE first > (SELECT ifnull(max(position), 0) FROM "
         "entries)",
         "有批次没有记录", "there are appends without entries"},
        {"SELECT count(*) FROM entries WHERE position < (SELECT ifnull(min(first), 1) FROM "
         "appends)",
         "有记录不属于任何批次", "there are entries without an append"},
        {"SELECT max(position) - count(*) FROM entries", "缺少序号", "positions are missing"},
        {"SELECT count(*) FROM vault v WHERE NOT EXISTS(SELECT 1 FROM entries e "
         "WHERE e.position = v.position AND e.vault_commitment IS NOT NULL)",
         "有非公开部分没有记录的承诺值", "there are private parts that no entry committed to"}};
    for (const auto& [sql, zh, en] : checks) {
      SQLite::Statement check(database(), sql);
      check.executeStep();
      if (sqlite_detail::is_null(check, 0)) continue;
      const std::int64_t count = sqlite_detail::integer_cell(check, 0);
      if (count == 0) continue;
      const std::string many = std::to_string(count);
      damages.push_back(
          {std::string(zh) + "（" + many + "）", std::string(en) + " (" + many + ")"});
    }
    return damages;
  });
}

}  // namespace bursar
