// Headline figures, what to know before using them, and the stages of the projects.
#include "report/page.hpp"

#include <bursar/report/headline.hpp>

namespace bursar::report {
namespace {

void card(Page& page, std::string_view head, std::string_view figure, std::string_view note = {},
          std::string_view style = "card") {
  page.html.open("div", {{"class", style}});
  page.html.element("div", head, {{"class", "card-head"}});
  page.html.element("div", figure, {{"class", "card-figure"}});
  if (!note.empty()) page.html.element("div", note, {{"class", "card-note"}});
  page.html.close();
}

std::string count_text(const Page& page, const RecoveryTotals& totals) {
  return page.say(ReportText::card_claims, {{"claims", std::to_string(totals.claims)},
                                            {"projects", std::to_string(totals.projects)}});
}

Result<void> write_currency(Page& page, const CurrencyTotals& totals) {
  const Currency currency = totals.currency;
  const RecoveryTotals failed = totals_named(totals.by_outcome, word(Outcome::failed));
  BURSAR_TRY(const Minor overdue, outstanding_overdue(totals));
  page.html.open("div", {{"class", "lead"}});
  const Headline head = headline(totals, page.language);
  page.html.element("p", head.sentence);
  page.html.element("p", head.in_other_words, {{"class", "words"}});
  page.html.close();
  page.html.open("div", {{"class", "cards"}});
  card(page, page.say(ReportText::card_failed),
       page.say(ReportText::card_projects, {{"count", std::to_string(failed.projects)}}), {},
       "card main");
  card(page, page.say(ReportText::card_failed_recovered), page.amount(failed.recovered, currency),
       {}, "card main");
  card(page, page.say(ReportText::card_failed_outstanding),
       page.amount(failed.outstanding, currency), {}, "card main");
  card(page, page.say(ReportText::card_all_identified),
       page.amount(totals.all.identified, currency), count_text(page, totals.all));
  card(page, page.say(ReportText::card_all_recovered), page.amount(totals.all.recovered, currency),
       totals.all.credit == Minor() ? std::string()
                                    : std::string(page.say(ReportText::card_credit)) + " " +
                                          page.amount(totals.all.credit, currency));
  card(
      page, page.say(ReportText::card_all_outstanding),
      page.amount(totals.all.outstanding, currency),
      std::string(page.say(ReportText::card_overdue_money)) + " " + page.amount(overdue, currency));
  page.html.close();
  page.paragraph(page.say(ReportText::identity_line,
                          {{"identified", page.amount(totals.all.identified, currency)},
                           {"recovered", page.amount(totals.all.recovered, currency)},
                           {"written_off", page.amount(totals.all.written_off, currency)},
                           {"outstanding", page.amount(totals.all.outstanding, currency)}}),
                 "identity");
  return {};
}

void write_cautions(Page& page) {
  const std::size_t assumed = page.input.rules.assumptions().size();
  const std::size_t not_audited = unaudited(page.input.recovery.settlement).size();
  const std::size_t not_settled = page.input.recovery.settlement.not_settled.size();
  if (assumed + not_audited + not_settled == 0) return;
  page.html.open("aside", {{"class", "caution"}});
  page.html.element("h3", page.say(ReportText::caution_title)).open("ul");
  if (assumed > 0) {
    page.html.element("li", page.say(ReportText::caution_assumptions,
                                     {{"count", std::to_string(assumed)},
                                      {"section", std::string(page.say(ReportText::assumptions))},
                                      {"mark", std::string(mark_assumed)}}));
  }
  if (not_audited > 0) {
    page.html.element(
        "li", page.say(ReportText::caution_unaudited, {{"count", std::to_string(not_audited)},
                                                       {"mark", std::string(mark_unaudited)}}));
  }
  if (not_settled > 0) {
    page.html.element(
        "li", page.say(ReportText::caution_not_settled, {{"count", std::to_string(not_settled)}}));
  }
  page.html.close().close();
}

}  // namespace

Result<void> write_summary(Page& page) {
  page.begin_section(ReportText::summary, "summary");
  if (page.input.recovery.totals.empty()) page.paragraph(page.say(ReportText::nothing_here));
  for (const CurrencyTotals& totals : page.input.recovery.totals) {
    if (page.input.recovery.totals.size() > 1) {
      page.html.element("h3", page.say(ReportText::currency_heading,
                                       {{"currency", std::string(totals.currency.code())}}));
    }
    BURSAR_TRY_VOID(write_currency(page, totals));
  }
  page.html.open("dl", {{"class", "counts"}});
  const auto count = [&](ReportText id, std::size_t number) {
    page.html.open("div").element("dt", page.say(id)).element("dd", std::to_string(number)).close();
  };
  count(ReportText::card_overdue_projects, page.input.overdue.size());
  count(ReportText::card_not_settled, page.input.recovery.settlement.not_settled.size());
  count(ReportText::card_unaudited, unaudited(page.input.recovery.settlement).size());
  count(ReportText::card_assumptions, page.input.rules.assumptions().size());
  page.html.close();
  write_cautions(page);
  page.end_section();
  return {};
}

Result<void> write_stages(Page& page) {
  BURSAR_TRY(const std::vector<StageTotals> stages, stage_totals(page.input.portfolio));
  page.begin_section(ReportText::stages, "stages");
  page.paragraph(page.say(ReportText::stages_about));
  for (const StageTotals& total : stages) {
    const std::string code(total.currency.code());
    std::vector<ChartBar> bars;
    for (const StageRow& row : total.rows) {
      bars.push_back({std::string(label(row.state, page.language)), row.projects,
                      std::to_string(row.projects) + "　" + page.amount(row.award, total.currency),
                      Fill::strong});
    }
    page.figure(bar_chart({"c-stages-" + code, std::string(page.say(ReportText::stages)),
                           std::string(page.say(ReportText::stages_about))},
                          bars));
    page.begin_table({}, {{ReportText::col_stage},
                          {ReportText::col_projects, Align::right},
                          {ReportText::col_award, Align::right},
                          {ReportText::col_paid, Align::right}});
    for (const StageRow& row : total.rows) {
      page.row({std::string(label(row.state, page.language)), std::to_string(row.projects),
                page.amount(row.award, total.currency), page.amount(row.paid, total.currency)});
    }
    page.row(
        {std::string(page.say(ReportText::total)), std::to_string(total.all.projects),
         page.amount(total.all.award, total.currency), page.amount(total.all.paid, total.currency)},
        "total");
    page.end_table();
  }
  page.end_section();
  return {};
}

}  // namespace bursar::report
