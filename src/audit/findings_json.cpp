#include <bursar/audit/findings_json.hpp>

namespace bursar {
namespace {

void write_rules(JsonWriter& json, const AuditRun& run) {
  json.key("rules").begin_array();
  for (const RuleRun& rule : run.rules) {
    json.begin_object();
    json.member("id", rule.info->id);
    json.member("revision", rule.info->revision);
    json.member("status", word(rule.status));
    json.member("population", rule.population);
    json.member("not_checked", rule.not_checked);
    json.member("findings", rule.findings);
    json.end_object();
  }
  json.end_array();
}

void write_evidence(JsonWriter& json, const Evidence& evidence) {
  json.begin_object();
  json.member("kind", word(evidence.kind));
  json.member("project_id", evidence.project_id.text());
  json.member("id", evidence.id);
  if (evidence.head) json.member("head", word(*evidence.head));
  if (evidence.on) json.member("on", to_iso(*evidence.on));
  if (evidence.amount) json.member("amount_minor", evidence.amount->value());
  json.member("questioned_minor", evidence.questioned.value());
  if (evidence.trace.position != 0) {
    json.member("position", evidence.trace.position);
    json.member("ordinal", evidence.trace.ordinal);
  }
  if (evidence.trace.origin.line != 0) {
    json.member("file", evidence.trace.origin.file);
    json.member("line", evidence.trace.origin.line);
  }
  json.end_object();
}

/// What the finding was made from, so that it can be made again.
void write_origin(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("kind", "made_from");
  json.key("parameters").begin_object();
  for (const auto& [name, value] : finding.rule->parameters) json.member(name, value);
  json.end_object();
  json.member("portfolio", finding.portfolio.text());
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("rule", finding.rule->id);
  json.member("revision", finding.rule->revision);
  json.member("severity", word(finding.severity));
  json.member("project_id", finding.project_id.text());
  json.member("subject", finding.subject);
  json.member("amount_minor", finding.amount.value());
  json.member("currency", finding.currency.code());
  json.key("message").begin_object();
  json.member("zh", finding.text(Language::zh));
  json.member("en", finding.text(Language::en));
  json.end_object();
  json.key("basis").begin_array();
  for (const std::string& basis : finding.rule->basis) json.value(basis);
  json.end_array();
  json.key("evidence").begin_array();
  for (const Evidence& evidence : finding.evidence) write_evidence(json, evidence);
  write_origin(json, finding);
  json.end_array();
  json.member("fingerprint", finding.fingerprint.text());
  json.end_object();
}

void write_totals(JsonWriter& json, const AuditRun& run) {
  json.key("totals").begin_array();
  for (const ProjectTotal& total : run.totals) {
    json.begin_object();
    json.member("project_id", total.project_id.text());
    json.member("gross_questioned_minor", total.gross.value());
    json.member("net_questioned_minor", total.net.value());
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string findings_json(const AuditRun& run, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  json.member("schema", "bursar.findings/1");
  json.member("as_of", to_iso(run.as_of));
  json.member("journal_head", run.head.link.text());
  json.member("complete", run.complete);
  write_rules(json, run);
  json.key("findings").begin_array();
  for (const Finding& finding : run.findings) write_finding(json, finding);
  json.end_array();
  write_totals(json, run);
  json.end_object();
  return json.finish();
}

}  // namespace bursar
