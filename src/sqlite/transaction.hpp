// A write transaction on a connection that is not a store yet.
#pragma once

#include <sqlite3.h>
#include <SQLiteCpp/Database.h>

namespace bursar::sqlite_detail {

/// The wrapper's own ends the program if rolling back runs out of memory.
class Transaction {
 public:
  explicit Transaction(SQLite::Database& database) : database_(database) {
    database_.exec("BEGIN IMMEDIATE");
  }
  ~Transaction() {
    // Where this fails, too, the closing of the connection rolls back.
    if (open_) sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    database_.exec("COMMIT");
    open_ = false;
  }

 private:
  SQLite::Database& database_;
  bool open_ = true;
};

}  // namespace bursar::sqlite_detail
