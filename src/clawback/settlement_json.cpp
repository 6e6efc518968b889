#include <bursar/clawback/settlement_json.hpp>

#include "clawback/json_parts.hpp"

namespace bursar {
namespace {

void write_lines(JsonWriter& json, const SettlementStatement& it) {
  json.key("lines").begin_array();
  for (const SettlementLine& line : it.lines) {
    json.begin_object();
    json.member("code", line.code).member("amount_minor", line.amount.value());
    json.member("formula", line.formula).member("basis", line.basis);
    json.member("status", word(line.status));
    json.end_object();
  }
  json.end_array();
}

void write_figures(JsonWriter& json, const SettlementStatement& it) {
  const std::pair<const char*, Minor> figures[] = {
      {"received_minor", it.received},
      {"in_period_minor", it.in_period},
      {"outside_minor", it.outside},
      {"disallowed_minor", it.disallowed},
      {"recognised_minor", it.recognised},
      {"payables_minor", it.payables},
      {"unspent_minor", it.unspent},
      {"surplus_minor", it.surplus},
      {"overspent_minor", it.overspent},
      {"interest_minor", it.interest},
      {"asset_proceeds_minor", it.asset_proceeds},
      {"used_recovered_minor", it.used_recovered},
      {"floor_minor", it.floor},
      {"kept_minor", it.kept},
      {"left_minor", it.left},
      {"due_back_minor", it.due_back},
  };
  for (const auto& [name, amount] : figures) json.member(name, amount.value());
  json.key("decided_minor");
  if (it.decided) {
    json.value(it.decided->value());
  } else {
    json.null();
  }
  json.member("repaid_minor", it.repaid.value());
  json.member("outstanding_minor", it.outstanding.value());
  json.member("credit_minor", it.credit.value());
}

void write_statement(JsonWriter& json, const SettlementStatement& it) {
  json.begin_object();
  json.member("project_id", it.project_id.text()).member("org_id", it.org_id.text());
  json.member("source", word(it.source)).member("regime", it.regime);
  json.member("outcome", it.outcome).member("cut_off", to_iso(it.cut_off));
  json.member("reference_on", to_iso(it.reference_on));
  json.member("figures", it.audited ? "audited" : "unaudited");
  json.member("currency", it.currency.code());
  write_figures(json, it);
  if (it.keep_until) json.member("keep_until", to_iso(*it.keep_until));
  write_lines(json, it);
  json.end_object();
}

}  // namespace

std::string settlement_json(const SettlementReport& report, const RuleBook& rules, Date as_of,
                            JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  json.member("schema", "bursar.settlement/1").member("as_of", to_iso(as_of));
  clawback::write_assumptions(json, rules);
  json.key("settlements").begin_array();
  for (const SettlementStatement& each : report.settlements) write_statement(json, each);
  json.end_array();
  json.key("not_settled").begin_array();
  for (const NotSettled& each : report.not_settled) {
    json.begin_object();
    json.member("project_id", each.project_id.text()).member("org_id", each.org_id.text());
    json.member("source", word(each.source)).member("refusal", each.refusal.name());
    json.member("detail", each.detail);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.finish();
}

}  // namespace bursar
