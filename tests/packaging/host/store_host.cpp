// A host that keeps its book in a SQLite store: creates it, closes it, and opens it again.
#include <bursar/sqlite/sqlite_journal.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
  const std::filesystem::path path = argc > 1 ? argv[1] : "host.bursar";
  std::filesystem::remove(path);
  if (!bursar::SqliteJournal::create(path, "book", bursar::system_host())) return 1;
  const auto store = bursar::SqliteJournal::open(path, bursar::system_host());
  if (!store || (*store)->head().book_id != "book") return 1;
  if (!bursar::verify_chain(**store).whole()) return 1;
  std::cout << "the store opens\n";
  return 0;
}
