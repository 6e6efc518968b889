// Rejected rows as a file that can be corrected and imported again.
#pragma once

#include "exchange/problems.hpp"
#include "exchange/table.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bursar::exchange {

/// The rows of a file that were rejected: its header and those rows as they stand, each with its
/// reasons in a last column. Where a wide header stands above short rows, which would have to be
/// padded with more fields than the file has bytes, the reasons follow the fields that every row
/// has. Nothing if no row of the file was rejected.
[[nodiscard]] std::optional<RejectedRows> rejected_rows_of(
    const SourceFile& file,
    const std::map<std::pair<std::size_t, std::size_t>, std::string>& reasons);

}  // namespace bursar::exchange
