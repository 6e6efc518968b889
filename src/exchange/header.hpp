// The header row: found among titles, matched with the names of the dossier or of a profile.
#pragma once

#include "exchange/problems.hpp"
#include "exchange/table.hpp"

namespace bursar::exchange {

/// A header cell for comparison: half-width, no blanks, lower case, marks of required columns taken
/// off.
[[nodiscard]] std::string header_key(std::string_view cell);

/// The name and the unit of a header such as 金额（万元）, amount_fen, 金额/万元, 金额(单位:万元).
struct AmountHeader {
  std::string name;
  std::optional<AmountUnit> unit;
};
[[nodiscard]] AmountHeader split_amount_header(std::string_view key);

/// Decodes a file, finds its header, and binds the tables that are read from it. What is wrong goes
/// to `problems`; then the file is not readable, and has no tables.
void open_source(SourceFile& file, const ImportOptions& options, Problems& problems,
                 std::vector<Table>& tables, FileReport& report);

/// Whether a file's kind can be read at all. Refusals: kind_unknown, kind_not_supported.
[[nodiscard]] Result<void> check_kind(const ImportFile& file, const ImportProfile* profile);

}  // namespace bursar::exchange
