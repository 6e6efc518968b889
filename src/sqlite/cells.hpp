// Reading cells: SQLite reads NULL and 'abc' as 0 when it is asked for a number, so the type is
// looked at before every value.
#pragma once

#include <bursar/base/digest.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace SQLite {
class Statement;
}

namespace bursar::sqlite_detail {

/// Each throws JournalFailure (damaged) if the cell has another type. Texts and blobs stay valid
/// until the statement steps on.
[[nodiscard]] std::int64_t integer_cell(const SQLite::Statement& row, int column);
[[nodiscard]] std::string_view text_cell(const SQLite::Statement& row, int column);
[[nodiscard]] std::string_view blob_cell(const SQLite::Statement& row, int column);
/// A blob of 32 bytes.
[[nodiscard]] Digest digest_cell(const SQLite::Statement& row, int column);
/// A cell of any type as text; NULL is empty.
[[nodiscard]] std::string any_cell(const SQLite::Statement& row, int column);
[[nodiscard]] bool is_null(const SQLite::Statement& row, int column);

}  // namespace bursar::sqlite_detail
