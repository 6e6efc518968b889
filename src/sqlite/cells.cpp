#include "sqlite/cells.hpp"

#include <bursar/journal/journal.hpp>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cstring>
#include <new>

namespace bursar::sqlite_detail {
namespace {

SQLite::Column typed(const SQLite::Statement& row, int column, int type) {
  SQLite::Column cell = row.getColumn(column);
  if (cell.getType() != type) {
    throw JournalFailure(JournalFailure::Kind::damaged, std::string("a cell of type ") +
                                                            std::to_string(cell.getType()) +
                                                            " stands in column " + cell.getName());
  }
  return cell;
}

}  // namespace

std::int64_t integer_cell(const SQLite::Statement& row, int column) {
  return typed(row, column, SQLite::INTEGER).getInt64();
}

std::string_view text_cell(const SQLite::Statement& row, int column) {
  const SQLite::Column cell = typed(row, column, SQLite::TEXT);
  const char* start = cell.getText(nullptr);
  if (start == nullptr) throw std::bad_alloc();  // the engine's way to say so
  return {start, static_cast<std::size_t>(cell.getBytes())};
}

std::string_view blob_cell(const SQLite::Statement& row, int column) {
  const SQLite::Column cell = typed(row, column, SQLite::BLOB);
  const void* start = cell.getBlob();
  const int length = cell.getBytes();
  if (start == nullptr && length != 0) throw std::bad_alloc();
  return {static_cast<const char*>(start), static_cast<std::size_t>(length)};
}

std::string any_cell(const SQLite::Statement& row, int column) {
  if (is_null(row, column)) return {};
  const SQLite::Column cell = row.getColumn(column);
  const char* start = cell.getText(nullptr);
  if (start == nullptr) throw std::bad_alloc();
  return {start, static_cast<std::size_t>(cell.getBytes())};
}

Digest digest_cell(const SQLite::Statement& row, int column) {
  const std::string_view bytes = blob_cell(row, column);
  Digest digest;
  if (bytes.size() != digest.bytes.size()) {
    throw JournalFailure(JournalFailure::Kind::damaged,
                         "a digest of " + std::to_string(bytes.size()) + " bytes");
  }
  std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
  return digest;
}

bool is_null(const SQLite::Statement& row, int column) { return row.getColumn(column).isNull(); }

}  // namespace bursar::sqlite_detail
