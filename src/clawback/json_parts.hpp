// Pieces that several JSON answers of this floor share.
#pragma once

#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/claims.hpp>

namespace bursar::clawback {

/// "assumptions": what the host stated.
void write_assumptions(JsonWriter& json, const RuleBook& rules);
/// "rules", which pack, and "assumptions".
void write_rules(JsonWriter& json, const RuleBook& rules);
/// A day or null.
void write_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day);
/// A last day: the day and whether it was missed, basis, status, and why there is no day.
void write_deadline(JsonWriter& json, std::string_view name, const Deadline& deadline, bool missed);
/// A first day: the same, with whether it is reached.
void write_first_day(JsonWriter& json, std::string_view name, const Deadline& first, Date as_of);
/// A next step with its two deadlines.
void write_next(JsonWriter& json, const NextStep& next, Date as_of);
/// {"refusal", "detail"} or null.
void write_refusal(JsonWriter& json, std::string_view name, const std::optional<Refusal>& refusal);

}  // namespace bursar::clawback
