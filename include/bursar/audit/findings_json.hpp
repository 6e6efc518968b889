// The result of an audit as JSON, "bursar.findings/1"; docs/audit.md describes it.
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

}  // namespace bursar
