// A journal of a host's own: a folder with one append-only file, and a vault beside it.
//
//     BOOK/journal        a record with the book's id, then one record an append (record_log.hpp)
//     BOOK/vault/17       salt and private part of entry 17; erasing removes the file
//
// What readers ask for is kept in memory, and caught up with the file, under its lock, at every
// call. That fits a book of some hundred thousand entries; a larger one wants an index on the disk,
// which is what bursar::SqliteJournal is. tests/examples puts this journal through the suite that
// every adapter passes.
#pragma once

#include <bursar/journal/journal.hpp>

#include <filesystem>
#include <memory>
#include <string_view>

namespace host {

/// A new book in a folder, which is made where there is none. Refusals: text_empty (book_id);
/// store_exists.
[[nodiscard]] bursar::Result<std::unique_ptr<bursar::Journal>> create_file_journal(
    const std::filesystem::path& folder, std::string_view book_id, bursar::JournalHost host);
/// The book in a folder. Refusals: store_missing.
[[nodiscard]] bursar::Result<std::unique_ptr<bursar::Journal>> open_file_journal(
    const std::filesystem::path& folder, bursar::JournalHost host);

}  // namespace host
