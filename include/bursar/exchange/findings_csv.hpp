// The findings of an audit as a table for a spreadsheet.
#pragma once

#include <bursar/audit/audit.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/exchange/csv_writer.hpp>

#include <string>

namespace bursar {

/// One row a finding, in the order of the run, after a header row: rule, revision, severity,
/// project_id, subject, amount (in units of the currency), currency, message, basis, fingerprint.
/// Refusals: text_not_utf8.
[[nodiscard]] BURSAR_API Result<std::string> findings_csv(const AuditRun& run, Language language,
                                                          CsvFormat format = {});

}  // namespace bursar
