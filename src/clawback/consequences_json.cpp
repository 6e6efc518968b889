// What follows from a conclusion, as it stands in bursar.project/1.
#include <bursar/clawback/settlement_json.hpp>

#include "clawback/json_parts.hpp"

namespace bursar {
namespace {

using clawback::write_day;
using clawback::write_refusal;

void write_ground(JsonWriter& json, CellStatus status, std::string_view basis,
                  std::string_view basis_zh) {
  json.member("status", word(status)).member("basis", basis).member("basis_zh", basis_zh);
}

void write_bar(JsonWriter& json, const Consequences& it) {
  json.key("leader_bar");
  if (!it.leader_bar) {
    json.null();
    return;
  }
  json.begin_object().member("person_id", it.leader_id.text());
  if (it.leader_bar->has_value()) {
    const Bar& bar = **it.leader_bar;
    json.member("from", to_iso(bar.first)).member("last_day", to_iso(bar.last_day()));
    json.member("anniversary", to_iso(bar.anniversary));
    json.member("anniversary_barred", bar.anniversary_barred);
    json.member("anniversary_status", word(bar.anniversary_status));
    write_ground(json, bar.status, bar.basis, bar.basis_zh);
  } else {
    write_refusal(json, "not_known", it.leader_bar->error());
  }
  json.end_object();
}

/// An object with what a rule says, written by `value`, or with why nothing can be said.
template <class T, class Value>
void write_ruled(JsonWriter& json, std::string_view name, const Result<Ruled<T>>& said,
                 Value value) {
  json.key(name).begin_object();
  if (said.has_value()) {
    value(said->value);
    write_ground(json, said->status, said->basis, said->basis_zh);
  } else {
    write_refusal(json, "not_known", said.error());
  }
  json.end_object();
}

void write_strikes(JsonWriter& json, const Consequences& it) {
  if (!it.member_strikes) {
    json.key("member_strikes").null();
    return;
  }
  write_ruled(json, "member_strikes", *it.member_strikes, [&](const MemberStrikes& strikes) {
    json.member("failed_projects", strikes.failed_projects);
    json.member("bar_months", strikes.bar_months);
  });
}

}  // namespace

void write_consequences(JsonWriter& json, const std::optional<Consequences>& it) {
  if (!it) {
    json.null();
    return;
  }
  json.begin_object().member("outcome", word(it->outcome));
  write_day(json, "concluded_on", it->concluded_on);
  write_day(json, "notified_on", it->notified_on);
  json.member("regime", it->regime);
  write_bar(json, *it);
  write_strikes(json, *it);
  write_ruled(json, "form_by_size", it->form_by_size,
              [&](AcceptanceForm form) { json.member("form", word(form)); });
  write_ruled(json, "publicity", it->publicity_days,
              [&](std::int64_t days) { json.member("days", days); });
  json.end_object();
}

}  // namespace bursar
