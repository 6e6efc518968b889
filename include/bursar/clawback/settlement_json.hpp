// Settlements, claims and overdue projects as JSON: bursar.settlement/1, bursar.claims/1,
// bursar.overdue/1.
#pragma once

#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/consequences.hpp>
#include <bursar/clawback/overdue.hpp>

#include <span>
#include <string>

namespace bursar {

/// bursar.settlement/1; docs/settlement.md shows it.
[[nodiscard]] BURSAR_API std::string settlement_json(
    const SettlementReport& report, const RuleBook& rules, Date as_of,
    JsonWriter::Layout layout = JsonWriter::Layout::indented);

/// bursar.claims/1: positions, accounts, what could not be claimed, totals.
[[nodiscard]] BURSAR_API std::string claims_json(
    const RecoveryReport& report, const RuleBook& rules,
    JsonWriter::Layout layout = JsonWriter::Layout::indented);

/// bursar.overdue/1.
[[nodiscard]] BURSAR_API std::string overdue_json(
    std::span<const OverdueProject> projects, const RuleBook& rules, Date as_of,
    JsonWriter::Layout layout = JsonWriter::Layout::indented);

/// What follows from a conclusion, as a value in another document; null where nothing concluded.
/// docs/tool.md shows it.
BURSAR_API void write_consequences(JsonWriter& json, const std::optional<Consequences>& it);

}  // namespace bursar
