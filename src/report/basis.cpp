// Findings, assumptions, provenance, and the boxes to sign.
#include "report/claim_grounds.hpp"
#include "report/page.hpp"

#include <bursar/base/field_names.hpp>
#include <bursar/policy/labels.hpp>

#include <map>

namespace bursar::report {
namespace {

std::string_view severity_class(Severity severity) {
  return severity >= Severity::high ? "c strong" : "c";
}

void write_rule_rows(Page& page, const AuditRun& run) {
  for (const RuleRun& rule : run.rules) {
    page.html.open("tr");
    page.html.open("td", {{"class", "l"}});
    page.html.element("span", rule.info->title.in(page.language)).single("br");
    page.html.element("span", rule.info->id + " " + std::to_string(rule.info->revision),
                      {{"class", "small code"}});
    page.html.close();
    page.html.element("td", label(rule.info->severity, page.language),
                      {{"class", severity_class(rule.info->severity)}});
    page.html.open("td", {{"class", "l"}}).element("span", label(rule.status, page.language));
    for (const auto& [what, projects] : rule.missing) {
      if (projects == 0) continue;
      page.html.single("br").element(
          "span",
          page.say(ReportText::audit_missing,
                   {{"what", std::string(field_wording(what).in(page.language))},
                    {"projects", std::to_string(projects)}}),
          {{"class", "small"}});
    }
    page.html.close();
    for (const std::int64_t count : {rule.population, rule.not_checked, rule.findings}) {
      page.html.element("td", std::to_string(count), {{"class", "r"}});
    }
    page.html.close();
  }
}

/// Gross and net sums by currency; a sum that does not fit is left out of the line.
void write_questioned(Page& page, const AuditRun& run) {
  struct Sums {
    Currency currency = Currency::cny();
    MoneySum gross, net;
  };
  std::map<std::string, Sums, std::less<>> by_currency;
  for (const ProjectTotal& total : run.totals) {
    Sums& sums = by_currency[std::string(total.currency.code())];
    sums.currency = total.currency;
    sums.gross.add(total.gross);
    sums.net.add(total.net);
  }
  for (const auto& [code, sums] : by_currency) {
    const auto gross = sums.gross.total();
    const auto net = sums.net.total();
    if (!gross.has_value() || !net.has_value()) continue;
    page.paragraph(
        page.say(ReportText::audit_totals, {{"gross", page.amount_with_unit(*gross, sums.currency)},
                                            {"net", page.amount_with_unit(*net, sums.currency)}}));
  }
}

void fact(Page& page, ReportText name, std::string_view value, bool code = false) {
  page.html.open("tr");
  page.html.element("th", page.say(name), {{"scope", "row"}, {"class", "l"}});
  page.html.element("td", value, {{"class", code ? "l code" : "l"}});
  page.html.close();
}

void write_imports(Page& page) {
  const auto& imports = page.input.portfolio.book().imports;
  if (imports.empty()) return;
  page.begin_table(page.say(ReportText::imports_caption), {{ReportText::col_entry, Align::right},
                                                           {ReportText::col_file},
                                                           {ReportText::col_rows, Align::right},
                                                           {ReportText::col_encoding},
                                                           {ReportText::col_digest}});
  for (const auto& [position, record] : imports) {
    for (const ImportedFile& file : record.files) {
      page.html.open("tr");
      page.html.element("td", std::to_string(position), {{"class", "r"}});
      page.html.element("td", file.name, {{"class", "l"}});
      page.html.element("td", std::to_string(file.rows), {{"class", "r"}});
      page.html.element("td", file.encoding, {{"class", "l"}});
      page.html.element("td", file.digest, {{"class", "l code"}});
      page.html.close();
    }
  }
  page.end_table();
}

}  // namespace

void write_audit(Page& page) {
  if (page.input.audit == nullptr) return;
  const AuditRun& run = *page.input.audit;
  page.begin_section(ReportText::audit, "audit", Layout::flow);
  page.paragraph(page.say(ReportText::audit_about));
  if (!run.complete) page.paragraph(page.say(ReportText::audit_incomplete), "alarm");
  page.begin_table({}, {{ReportText::col_rule},
                        {ReportText::col_severity, Align::centre},
                        {ReportText::col_rule_status},
                        {ReportText::col_population, Align::right},
                        {ReportText::col_not_checked, Align::right},
                        {ReportText::col_findings, Align::right}});
  write_rule_rows(page, run);
  page.end_table();
  write_questioned(page, run);
  page.end_section();
}

void write_assumptions(Page& page) {
  const auto assumed = page.input.rules.assumptions();
  const auto superseded = page.input.rules.superseded();
  const auto not_audited = unaudited(page.input.recovery.settlement);
  page.begin_section(ReportText::assumptions, "assumptions", Layout::flow);
  if (assumed.empty() && superseded.empty() && not_audited.empty())
    page.paragraph(page.say(ReportText::nothing_here));
  if (!assumed.empty()) {
    page.begin_table(page.say(ReportText::assumptions_caption),
                     {{ReportText::col_what}, {ReportText::col_value}, {ReportText::col_cell}});
    for (const auto& [cell, value] : assumed) {
      const RuleBook& rules = page.input.rules;
      page.html.open("tr");
      page.html.element("td", cell_wording(rules, cell).in(page.language), {{"class", "l"}});
      page.html.element("td", cell_value_wording(rules, cell, value).in(page.language),
                        {{"class", "l"}});
      std::string stated = cell;
      stated.append(" = ").append(value);
      page.html.element("td", stated, {{"class", "l code small"}}).close();
    }
    page.end_table();
  }
  if (!superseded.empty()) {
    page.begin_table(page.say(ReportText::superseded_caption),
                     {{ReportText::col_cell}, {ReportText::col_value}, {ReportText::col_reason}});
    for (const SupersededAssumption& each : superseded) {
      page.html.open("tr").element("td", each.cell, {{"class", "l code"}});
      page.html.element("td", each.value, {{"class", "l"}});
      page.html.element("td", each.reason.in(page.language), {{"class", "l"}}).close();
    }
    page.end_table();
  }
  if (!not_audited.empty()) {
    page.begin_table(page.say(ReportText::unaudited_caption),
                     {{ReportText::col_project},
                      {ReportText::col_unit},
                      {ReportText::col_outcome},
                      {ReportText::col_due_back, Align::right}});
    for (std::size_t i = 0; i < page.shown(not_audited.size()); ++i) {
      const SettlementStatement& each = *not_audited[i];
      page.row({each.project_id.text() + " " + page.project_title(each.project_id),
                page.unit_name(each.org_id), outcome_label(each.outcome, page.language),
                page.amount(each.due_back, each.currency)});
    }
    page.end_table();
    page.say_cut(not_audited.size());
  }
  page.end_section();
}

void write_provenance(Page& page) {
  const Portfolio& portfolio = page.input.portfolio;
  const Book& book = portfolio.book();
  page.begin_section(ReportText::provenance, "provenance", Layout::flow);
  page.paragraph(page.say(ReportText::provenance_about));
  page.html.open("table", {{"class", "facts"}}).open("tbody");
  fact(page, ReportText::prov_book, book.id);
  fact(page, ReportText::prov_as_of, page.day(page.input.recovery.as_of));
  fact(page, ReportText::prov_known, std::to_string(portfolio.head().position));
  fact(page, ReportText::prov_head, portfolio.head().link.text(), true);
  fact(page, ReportText::prov_state, portfolio.state_digest().text(), true);
  fact(page, ReportText::prov_rules,
       page.input.rules.name() + " " + page.input.rules.digest().text(), true);
  if (page.input.rules.assumptions_digest()) {
    fact(page, ReportText::prov_assumptions, page.input.rules.assumptions_digest()->text(), true);
  }
  if (!book.calendars.empty()) {
    fact(page, ReportText::prov_calendar,
         book.calendars.back().name + " sha256:" + book.calendars.back().digest, true);
  }
  fact(page, ReportText::prov_counts,
       std::to_string(portfolio.projects().size()) + " / " +
           std::to_string(portfolio.organisations().size()) + " / " +
           std::to_string(portfolio.persons().size()));
  page.html.close().close();
  write_imports(page);
  page.end_section();
}

void write_sign_off(Page& page) {
  page.begin_section(ReportText::sign_off, "sign-off");
  page.html.open("div", {{"class", "sign"}});
  for (const ReportText role :
       {ReportText::sign_prepared, ReportText::sign_reviewed, ReportText::sign_approved}) {
    page.html.open("div", {{"class", "box"}});
    page.html.element("div", page.say(role), {{"class", "role"}});
    page.html.element("div", page.say(ReportText::sign_opinion), {{"class", "opinion"}});
    page.html.element("div", page.say(ReportText::sign_name), {{"class", "line"}});
    page.html.element("div", page.say(ReportText::sign_day), {{"class", "line"}});
    if (role == ReportText::sign_approved) {
      page.html.element("div", page.say(ReportText::sign_seal), {{"class", "seal"}});
    }
    page.html.close();
  }
  page.html.close();
  page.end_section();
}

}  // namespace bursar::report
