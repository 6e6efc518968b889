// One append as a record of the file, and back.
#pragma once

#include <bursar/journal/journal.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace host {

/// Entries of one append: they share key, request, door, batch, actor and instant.
[[nodiscard]] std::string encode_append(std::span<const bursar::Entry> entries);
/// Positions are counted on from `first_position`. Throws bursar::JournalFailure (damaged) for what
/// `encode_append` does not write.
[[nodiscard]] std::vector<bursar::Entry> decode_append(std::string_view record,
                                                       std::int64_t first_position);

}  // namespace host
