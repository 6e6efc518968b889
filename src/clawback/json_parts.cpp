#include "clawback/json_parts.hpp"

namespace bursar::clawback {

void write_rules(JsonWriter& json, const RuleBook& rules) {
  json.key("rules").begin_object();
  json.member("name", rules.name()).member("digest", rules.digest().text());
  json.end_object();
  write_assumptions(json, rules);
}

void write_assumptions(JsonWriter& json, const RuleBook& rules) {
  json.key("assumptions").begin_array();
  for (const auto& [cell, value] : rules.assumptions()) {
    json.begin_object().member("cell", cell).member("value", value).end_object();
  }
  json.end_array();
}

void write_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  json.key(name);
  if (day) {
    json.value(to_iso(*day));
  } else {
    json.null();
  }
}

void write_refusal(JsonWriter& json, std::string_view name, const std::optional<Refusal>& refusal) {
  json.key(name);
  if (!refusal) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("refusal", refusal->name()).member("detail", refusal->text(Language::en));
  json.end_object();
}

namespace {

/// A day and whether it is behind us: the first day on which something may happen is reached, the
/// last one is missed.
void write_limit(JsonWriter& json, std::string_view name, const Deadline& deadline,
                 std::string_view behind_name, bool behind) {
  json.key(name);
  if (!deadline.day && deadline.basis.empty() && !deadline.refusal) {
    json.null();
    return;
  }
  json.begin_object();
  write_day(json, "day", deadline.day);
  json.member(behind_name, behind);
  json.member("basis", deadline.basis).member("basis_zh", deadline.basis_zh);
  json.member("status", word(deadline.status));
  write_refusal(json, "not_known", deadline.refusal);
  json.end_object();
}

}  // namespace

void write_deadline(JsonWriter& json, std::string_view name, const Deadline& deadline,
                    bool missed) {
  write_limit(json, name, deadline, "missed", missed);
}

void write_first_day(JsonWriter& json, std::string_view name, const Deadline& first, Date as_of) {
  write_limit(json, name, first, "reached", first.day && *first.day <= as_of);
}

void write_next(JsonWriter& json, const NextStep& next, Date as_of) {
  json.key("next").begin_object();
  json.member("code", next.code);
  write_first_day(json, "not_before", next.not_before, as_of);
  write_deadline(json, "until", next.until, next.until.missed(as_of));
  json.end_object();
}

}  // namespace bursar::clawback
