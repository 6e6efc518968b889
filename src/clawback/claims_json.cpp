// bursar.claims/1 and bursar.overdue/1.
#include <bursar/clawback/settlement_json.hpp>

#include "clawback/json_parts.hpp"

namespace bursar {
namespace {

using clawback::write_day;
using clawback::write_deadline;
using clawback::write_next;
using clawback::write_refusal;

void write_sums(JsonWriter& json, const ClaimPosition& it) {
  json.member("principal_minor", it.principal.value());
  if (it.on_record) json.member("on_record_minor", it.on_record->value());
  json.member("surplus_minor", it.parts.surplus.value());
  json.member("interest_minor", it.parts.interest.value());
  json.member("used_minor", it.parts.used.value());
  json.member("proceeds_minor", it.parts.proceeds.value());
  json.member("repaid_minor", it.repaid.value());
  json.member("written_off_minor", it.written_off.value());
  json.member("recovered_after_write_off_minor", it.recovered_after_write_off.value());
  json.member("outstanding_minor", it.outstanding.value());
  json.member("credit_minor", it.credit.value());
  json.key("decided_minor");
  if (it.decided) {
    json.value(it.decided->value());
  } else {
    json.null();
  }
}

void write_late_charge(JsonWriter& json, const ClaimPosition& it) {
  json.key("late_charge");
  if (it.late_charge) {
    json.begin_object();
    json.member("accrued_minor", it.late_charge->accrued.value());
    json.member("paid_minor", it.late_charge->paid.value());
    json.member("open_minor", it.late_charge->open().value());
    json.member("capped", it.late_charge->capped);
    json.member("basis", it.late_charge->basis).member("basis_zh", it.late_charge->basis_zh);
    json.member("status", word(it.late_charge->status));
    json.end_object();
  } else {
    json.null();
  }
  write_refusal(json, "late_charge_not_known", it.late_charge_refusal);
}

void write_claim(JsonWriter& json, const ClaimPosition& it, Date as_of) {
  json.begin_object();
  json.member("project_id", it.project_id.text()).member("claim_id", it.claim_id);
  json.member("payer_org_id", it.payer_org_id.text()).member("source", word(it.source));
  json.member("currency", it.currency.code());
  write_sums(json, it);
  json.member("decision_id", it.decision_id).member("needs_reason", it.needs_reason);
  json.member("unaudited", it.unaudited).member("assumed", it.assumed);
  write_day(json, "concluded_on", it.concluded_on);
  write_day(json, "raised_on", it.raised_on);
  write_day(json, "served_on", it.served_on);
  write_deadline(json, "due", it.due, it.due_missed);
  json.key("dues").begin_array();
  for (const ClaimDue& each : it.dues) {
    json.begin_object().member("decision_id", each.decision_id);
    json.member("amount_minor", each.amount.value());
    json.member("outstanding_minor", each.outstanding.value());
    write_deadline(json, "due", each.due, each.due_missed);
    json.end_object();
  }
  json.end_array();
  json.member("days_overdue", it.days_overdue).member("bucket", word(it.bucket));
  json.member("step", word(it.step));
  write_next(json, it.next, as_of);
  json.key("receipt_nos").begin_array();
  for (const std::string& each : it.receipt_nos) json.value(each);
  json.end_array();
  write_late_charge(json, it);
  json.end_object();
}

void write_account(JsonWriter& json, const PayerAccount& it) {
  json.begin_object();
  json.member("project_id", it.project_id.text()).member("payer_org_id", it.payer_org_id.text());
  json.member("source", word(it.source)).member("currency", it.currency.code());
  json.member("claimed_minor", it.claimed.value()).member("paid_minor", it.paid.value());
  json.member("recovered_minor", it.recovered.value());
  json.member("written_off_minor", it.written_off.value());
  json.member("outstanding_minor", it.outstanding.value());
  json.member("credit_minor", it.credit.value());
  json.member("late_charges_paid_minor", it.late_charges_paid.value());
  json.member("penalties_paid_minor", it.penalties_paid.value());
  json.end_object();
}

void write_unsure(JsonWriter& json, std::string_view key, const UnsureTotals& it) {
  json.key(key).begin_object().member("claims", it.claims);
  json.member("identified_minor", it.identified.value());
  json.member("outstanding_minor", it.outstanding.value()).end_object();
}

void write_totals(JsonWriter& json, const RecoveryTotals& it) {
  json.member("projects", it.projects).member("claims", it.claims);
  json.member("identified_minor", it.identified.value());
  json.member("recovered_minor", it.recovered.value());
  json.member("written_off_minor", it.written_off.value());
  json.member("outstanding_minor", it.outstanding.value());
  json.member("credit_minor", it.credit.value());
  write_unsure(json, "unaudited", it.unaudited);
  write_unsure(json, "assumed", it.assumed);
}

void write_named(JsonWriter& json, std::string_view key, std::string_view name,
                 const std::vector<NamedTotals>& list) {
  json.key(key).begin_array();
  for (const NamedTotals& each : list) {
    json.begin_object().member(name, each.name);
    write_totals(json, each.totals);
    json.end_object();
  }
  json.end_array();
}

void write_currency(JsonWriter& json, const CurrencyTotals& it) {
  json.begin_object().member("currency", it.currency.code());
  write_totals(json, it.all);
  json.key("by_conclusion").begin_array();
  for (const CohortRow& each : it.by_conclusion) {
    json.begin_object().member("concluded_year", each.concluded_year);
    write_totals(json, each.totals);
    json.end_object();
  }
  json.end_array();
  json.key("cohorts").begin_array();
  for (const CohortCell& each : it.cohorts) {
    json.begin_object().member("concluded_year", each.concluded_year);
    json.member("received_year", each.received_year);
    json.member("received_minor", each.received.value()).end_object();
  }
  json.end_array();
  json.key("by_month").begin_array();
  for (const MonthReceived& each : it.by_month) {
    json.begin_object().member("year", each.year).member("month", each.month);
    json.member("received_minor", each.received.value()).end_object();
  }
  json.end_array();
  write_named(json, "by_programme", "programme", it.by_programme);
  write_named(json, "by_regime", "regime", it.by_regime);
  write_named(json, "by_outcome", "outcome", it.by_outcome);
  write_named(json, "by_organisation", "org_id", it.by_organisation);
  json.key("aging").begin_array();
  for (const AgingRow& each : it.aging) {
    json.begin_object().member("bucket", word(each.bucket)).member("claims", each.claims);
    json.member("outstanding_minor", each.outstanding.value());
    json.member("unaudited_minor", each.unaudited.value());
    json.member("assumed_minor", each.assumed.value());
    json.member("day_assumed_claims", each.day_assumed_claims);
    json.member("day_assumed_minor", each.day_assumed.value()).end_object();
  }
  json.end_array();
  json.end_object();
}

void write_block(JsonWriter& json, const OverdueBlock& it) {
  json.begin_object();
  json.member("subject_kind", it.subject_kind).member("subject_id", it.subject_id);
  json.member("from", to_iso(it.from)).member("in_force", it.in_force);
  json.member("basis", it.basis).member("basis_zh", it.basis_zh);
  json.member("status", word(it.status));
  write_refusal(json, "not_known", it.refusal);
  json.end_object();
}

void write_overdue(JsonWriter& json, const OverdueProject& it, Date as_of) {
  json.begin_object();
  json.member("project_id", it.project_id.text()).member("title", it.title);
  json.member("org_id", it.org_id.text()).member("leader_id", it.leader_id.text());
  json.member("programme", it.programme).member("regime", it.regime);
  write_refusal(json, "regime_not_known", it.regime_refusal);
  json.member("end_on", to_iso(it.end_on)).member("days_late", it.days_late);
  json.member("bucket", word(it.bucket));
  json.key("org_kind");
  if (it.org_kind) {
    json.value(word(*it.org_kind));
  } else {
    json.null();
  }
  json.member("org_status", word(it.org_status)).member("suspended", it.suspended);
  json.member("pending_extension", it.pending_extension);
  json.key("blocks").begin_array();
  for (const OverdueBlock& each : it.blocks) write_block(json, each);
  json.end_array();
  json.member("last_notice", it.last_notice);
  write_day(json, "last_notice_on", it.last_notice_on);
  write_next(json, it.next, as_of);
  clawback::write_first_day(json, "terminate_from", it.terminate_from, as_of);
  json.end_object();
}

}  // namespace

std::string claims_json(const RecoveryReport& report, const RuleBook& rules,
                        JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  json.member("schema", "bursar.claims/1").member("as_of", to_iso(report.as_of));
  clawback::write_rules(json, rules);
  json.key("claims").begin_array();
  for (const ClaimPosition& each : report.claims) write_claim(json, each, report.as_of);
  json.end_array();
  json.key("accounts").begin_array();
  for (const PayerAccount& each : report.accounts) write_account(json, each);
  json.end_array();
  json.key("not_claimed").begin_array();
  for (const NotClaimed& each : report.not_claimed) {
    json.begin_object();
    json.member("project_id", each.project_id.text()).member("org_id", each.org_id.text());
    json.member("payer_org_id", each.payer_org_id.text()).member("source", word(each.source));
    json.key("due_back_minor");
    if (each.due_back) {
      json.value(each.due_back->value());
    } else {
      json.null();
    }
    json.member("refusal", each.refusal.name());
    json.member("detail", each.refusal.text(Language::en));
    json.end_object();
  }
  json.end_array();
  json.key("totals").begin_array();
  for (const CurrencyTotals& each : report.totals) write_currency(json, each);
  json.end_array();
  json.end_object();
  return json.finish();
}

std::string overdue_json(std::span<const OverdueProject> projects, const RuleBook& rules,
                         Date as_of, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  json.member("schema", "bursar.overdue/1").member("as_of", to_iso(as_of));
  clawback::write_rules(json, rules);
  json.key("projects").begin_array();
  for (const OverdueProject& each : projects) write_overdue(json, each, as_of);
  json.end_array();
  json.end_object();
  return json.finish();
}

}  // namespace bursar
