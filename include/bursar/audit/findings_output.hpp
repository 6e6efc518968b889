// The result of an audit as files: JSON "bursar.findings/1" and CSV. docs/audit.md describes both.
#pragma once

#include <bursar/audit/audit.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/json_writer.hpp>

#include <string>

namespace bursar {

/// The whole run. Every finding carries, as the last piece of its evidence, the parameters of its
/// rule and the digest of the portfolio that it was found in.
[[nodiscard]] BURSAR_API std::string findings_json(
    const AuditRun& run, JsonWriter::Layout layout = JsonWriter::Layout::indented);

/// One row a finding, UTF-8 with a header row, CRLF, amounts in units of the currency. Texts that a
/// spreadsheet would take for a formula are led by an apostrophe.
[[nodiscard]] BURSAR_API std::string findings_csv(const AuditRun& run, Language language);

}  // namespace bursar
