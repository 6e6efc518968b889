// Opens a file: its text is decoded, its header found, and the names there bound to the fields of
// the dossier or of a profile.
#pragma once

#include "exchange/problems.hpp"
#include "exchange/table.hpp"

namespace bursar::exchange {

/// Decodes a file, finds its header, and binds the tables that are read from it. What is wrong goes
/// to `problems`; then the file is not readable, and has no tables.
void open_source(SourceFile& file, const ImportOptions& options, Problems& problems,
                 std::vector<Table>& tables, FileReport& report);

/// Whether a file's kind can be read at all. Refusals: kind_unknown, kind_not_supported.
[[nodiscard]] Result<void> check_kind(const ImportFile& file, const ImportProfile* profile);

}  // namespace bursar::exchange
