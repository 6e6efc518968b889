#include "report/page.hpp"

#include "report/amounts.hpp"

#include <array>

namespace bursar::report {
namespace {

std::string_view align_class(Align align) {
  constexpr std::array<std::string_view, 3> classes{{"l", "r", "c"}};
  return classes[static_cast<std::size_t>(align)];
}

constexpr std::size_t day_size = 10;

/// How much of a text, at its end, is marks.
std::size_t marks_size(std::string_view text) {
  std::size_t size = 0;
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view mark : {mark_unaudited, mark_assumed}) {
      if (!text.ends_with(mark)) continue;
      text.remove_suffix(mark.size());
      size += mark.size();
      found = true;
    }
  }
  return size;
}

/// Whether a text is written like 2020-12-31.
bool is_day(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

}  // namespace

std::string Page::amount(Minor amount, Currency currency) const {
  return report::amount(Money::of_minor(amount, currency));
}

std::string Page::amount_with_unit(Minor amount, Currency currency) const {
  return report::amount_with_unit(Money::of_minor(amount, currency), language);
}

std::string Page::marked(Minor amount, Currency currency, Minor unaudited, Minor assumed) const {
  std::string text = this->amount(amount, currency);
  if (unaudited != Minor()) text += mark_unaudited;
  if (assumed != Minor()) text += mark_assumed;
  return text;
}

std::string Page::identified(const RecoveryTotals& totals, Currency currency) const {
  return marked(totals.identified, currency, totals.unaudited.identified,
                totals.assumed.identified);
}

std::string Page::outstanding(const RecoveryTotals& totals, Currency currency) const {
  return marked(totals.outstanding, currency, totals.unaudited.outstanding,
                totals.assumed.outstanding);
}

std::string Page::day(Date on) const { return to_iso(on); }

std::string Page::day(const std::optional<Date>& on) const { return on ? day(*on) : ""; }

std::string Page::unit_name(const OrgId& id) const {
  const Organisation* unit = input.portfolio.organisation(id.text());
  if (unit == nullptr || unit->registered.name.empty()) return id.text();
  return std::string(unit->registered.name.view());
}

std::string Page::person_name(const PersonId& id) const {
  const Person* person = input.portfolio.person(id.text());
  if (person == nullptr || person->registered.name.empty()) return id.text();
  return std::string(person->registered.name.view());
}

std::string Page::project_title(const ProjectId& id) const {
  const Project* project = input.portfolio.project(id.text());
  return project == nullptr ? SmallText() : project->registered.title;
}

std::string Page::next_step(const NextStep& next) const {
  std::string text = next_step_text(next, input.portfolio.as_of().effective, language);
  if (next.rests_on_assumption()) text += mark_assumed;
  return text;
}

std::string Page::day(const Deadline& deadline) const {
  return day(deadline.day) + std::string(deadline.rests_on_assumption() ? mark_assumed : "");
}

void Page::begin_section(ReportText heading, std::string_view id, Layout layout) {
  constexpr std::array<std::string_view, 3> classes{{"whole", "flow", "wide"}};
  const std::string title = std::to_string(sections_.size() + 1) +
                            (language == Language::zh ? "　" : "  ") + std::string(say(heading));
  sections_.emplace_back(std::string(id), title);
  html.open("section", {{"id", id}, {"class", classes[static_cast<std::size_t>(layout)]}});
  html.element("h2", title);
}

void Page::paragraph(std::string_view content, std::string_view style) {
  html.element("p", content, {{"class", style}});
}

void Page::begin_table(std::string_view caption, std::initializer_list<Column> columns) {
  html.open("table");
  if (!caption.empty()) html.element("caption", caption);
  html.open("thead").open("tr");
  aligns_.clear();
  for (const Column& column : columns) {
    aligns_.push_back(column.align);
    html.element("th", say(column.head), {{"scope", "col"}, {"class", align_class(column.align)}});
  }
  html.close().close().open("tbody");
}

void Page::row(std::initializer_list<std::string> cells, std::string_view style) {
  html.open("tr", {{"class", style}});
  std::size_t place = 0;
  for (const std::string& each : cells) {
    cell(each, align_class(aligns_.at(place++)));
  }
  html.close();
}

void Page::cell(std::string_view content, std::string_view style) {
  const std::string_view marks = content.substr(content.size() - marks_size(content));
  content.remove_suffix(marks.size());
  html.open("td", {{"class", style}});
  std::size_t written = 0;
  for (std::size_t at = 0; at + day_size <= content.size(); ++at) {
    if (!is_day(content.substr(at, day_size))) continue;
    html.text(content.substr(written, at - written));
    html.element("span", content.substr(at, day_size), {{"class", "day"}});
    at += day_size - 1;
    written = at + 1;
  }
  html.text(content.substr(written));
  if (!marks.empty()) html.element("sup", marks);
  html.close();
}

void Page::end_table() { html.close().close(); }

void Page::say_cut(std::size_t all) {
  if (shown(all) == all) return;
  paragraph(say(ReportText::rows_cut,
                {{"shown", std::to_string(shown(all))}, {"all", std::to_string(all)}}));
}

void Page::say_unsure(const RecoveryTotals& totals, Currency currency) {
  if (totals.unaudited.claims + totals.assumed.claims == 0) return;
  html.open("p", {{"class", "unsure"}});
  const auto say_of = [&](ReportText id, std::string_view mark, const UnsureTotals& unsure) {
    if (unsure.claims == 0) return;
    html.text(say(id, {{"mark", std::string(mark)},
                       {"claims", std::to_string(unsure.claims)},
                       {"identified", amount(unsure.identified, currency)},
                       {"outstanding", amount(unsure.outstanding, currency)}}));
    html.text(language == Language::zh ? "" : " ");
  };
  say_of(ReportText::unsure_unaudited, mark_unaudited, totals.unaudited);
  say_of(ReportText::unsure_assumed, mark_assumed, totals.assumed);
  html.text(say(ReportText::unsure_decided)).close();
}

void Page::figure(const Markup& picture) { html.open("figure").markup(picture).close(); }

std::vector<const SettlementStatement*> unaudited(const SettlementReport& report) {
  std::vector<const SettlementStatement*> found;
  for (const SettlementStatement& each : report.settlements) {
    if (!each.audited) found.push_back(&each);
  }
  return found;
}

}  // namespace bursar::report
