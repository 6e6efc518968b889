// A journal in memory: the reference model of the port, for tests and for hosts that keep nothing.
#pragma once

#include <bursar/journal/journal.hpp>

#include <memory>

namespace bursar {

/// A new, empty journal of one book.
[[nodiscard]] BURSAR_API std::unique_ptr<Journal> make_memory_journal(std::string book_id,
                                                                      JournalHost host);

}  // namespace bursar
