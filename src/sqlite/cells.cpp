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

std::string_view bytes_of(const SQLite::Column& cell, const void* start) {
  const int length = cell.getBytes();
  if (length == 0) return {};
  if (start == nullptr) throw std::bad_alloc();
  return {static_cast<const char*>(start), static_cast<std::size_t>(length)};
}

}  // namespace

std::int64_t integer_cell(const SQLite::Statement& row, int column) {
  return typed(row, column, SQLite::INTEGER).getInt64();
}

std::string_view text_cell(const SQLite::Statement& row, int column) {
  const SQLite::Column cell = typed(row, column, SQLite::TEXT);
  return bytes_of(cell, cell.getText(nullptr));
}

std::string_view blob_cell(const SQLite::Statement& row, int column) {
  const SQLite::Column cell = typed(row, column, SQLite::BLOB);
  return bytes_of(cell, cell.getBlob());
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
