// Headline figures, what to know before using them, and the stages of the projects.
#include "report/page.hpp"

#include <bursar/report/headline.hpp>

namespace bursar::report {
namespace {

/// A headline figure: what it is, its marks, and what belongs to it.
struct Card {
  std::string_view head;
  std::string figure;
  std::string_view style = "card";
  Minor unaudited{}, assumed{};
  std::vector<std::string> notes{};
};

void write_card(Page& page, const Card& card, Currency currency) {
  page.html.open("div", {{"class", card.style}});
  page.html.element("div", card.head, {{"class", "card-head"}});
  page.html.open("div", {{"class", "card-figure"}}).text(card.figure);
  std::string marks;
  if (card.unaudited != Minor()) marks += mark_unaudited;
  if (card.assumed != Minor()) marks += mark_assumed;
  if (!marks.empty()) page.html.element("sup", marks);
  page.html.close();
  const auto note = [&](std::string_view text) {
    if (!text.empty()) page.html.element("div", text, {{"class", "card-note"}});
  };
  for (const std::string& each : card.notes) note(each);
  const auto of_it = [&](ReportText id, std::string_view mark, Minor amount) {
    if (amount == Minor()) return;
    note(page.say(id, {{"mark", std::string(mark)}, {"amount", page.amount(amount, currency)}}));
  };
  of_it(ReportText::of_it_unaudited, mark_unaudited, card.unaudited);
  of_it(ReportText::of_it_assumed, mark_assumed, card.assumed);
  page.html.close();
}

/// What was paid too much; nothing where nothing was.
std::string credit_text(const Page& page, const CurrencyTotals& totals) {
  if (totals.all.credit == Minor()) return {};
  return std::string(page.say(ReportText::card_credit)) + " " +
         page.amount(totals.all.credit, totals.currency);
}

/// What is overdue, with the marks of the late buckets, and how much of it is late by an assumed
/// day.
std::vector<std::string> overdue_notes(const Page& page, const CurrencyTotals& totals,
                                       Minor overdue, const LateByAssumption& late) {
  bool unaudited = false, assumed = late.claims > 0;
  for (const AgingRow& row : totals.aging) {
    if (row.bucket < AgeBucket::days_to_30) continue;
    unaudited = unaudited || row.unaudited != Minor();
    assumed = assumed || row.assumed != Minor();
  }
  std::vector<std::string> notes{
      std::string(page.say(ReportText::card_overdue_money)) + " " +
      page.marked(overdue, totals.currency, Minor(unaudited ? 1 : 0), Minor(assumed ? 1 : 0))};
  if (late.claims > 0) {
    notes.push_back(page.say(ReportText::of_it_day_assumed,
                             {{"mark", std::string(mark_assumed)},
                              {"amount", page.amount(late.outstanding, totals.currency)}}));
  }
  return notes;
}

std::string count_text(const Page& page, const RecoveryTotals& totals) {
  return page.say(ReportText::card_claims, {{"claims", std::to_string(totals.claims)},
                                            {"projects", std::to_string(totals.projects)}});
}

void write_cards(Page& page, const CurrencyTotals& totals, Minor overdue,
                 const LateByAssumption& late) {
  const Currency currency = totals.currency;
  const RecoveryTotals& all = totals.all;
  const RecoveryTotals failed = totals_named(totals.by_outcome, word(Outcome::failed));
  const std::vector<Card> cards{
      {page.say(ReportText::card_failed),
       page.say(ReportText::card_projects, {{"count", std::to_string(failed.projects)}}),
       "card main"},
      {page.say(ReportText::card_failed_recovered), page.amount(failed.recovered, currency),
       "card main"},
      {page.say(ReportText::card_failed_outstanding), page.amount(failed.outstanding, currency),
       "card main", failed.unaudited.outstanding, failed.assumed.outstanding},
      {page.say(ReportText::card_all_identified),
       page.amount(all.identified, currency),
       "card",
       all.unaudited.identified,
       all.assumed.identified,
       {count_text(page, all)}},
      {page.say(ReportText::card_all_recovered),
       page.amount(all.recovered, currency),
       "card",
       {},
       {},
       {credit_text(page, totals)}},
      {page.say(ReportText::card_all_outstanding), page.amount(all.outstanding, currency), "card",
       all.unaudited.outstanding, all.assumed.outstanding,
       overdue_notes(page, totals, overdue, late)}};
  page.html.open("div", {{"class", "cards"}});
  for (const Card& card : cards) write_card(page, card, currency);
  page.html.close();
}

Result<void> write_currency(Page& page, const CurrencyTotals& totals) {
  const Currency currency = totals.currency;
  BURSAR_TRY(const Minor overdue, outstanding_overdue(totals));
  BURSAR_TRY(const LateByAssumption late, late_by_assumption(totals));
  page.html.open("div", {{"class", "lead"}});
  const Headline head = headline(totals, page.language);
  page.html.element("p", head.sentence);
  page.html.element("p", head.in_other_words, {{"class", "words"}});
  page.html.close();
  write_cards(page, totals, overdue, late);
  page.paragraph(page.say(ReportText::identity_line,
                          {{"identified", page.identified(totals.all, currency)},
                           {"recovered", page.amount(totals.all.recovered, currency)},
                           {"written_off", page.amount(totals.all.written_off, currency)},
                           {"outstanding", page.outstanding(totals.all, currency)}}),
                 "identity");
  page.say_unsure(totals.all, currency);
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

/// Which projects are in no sum of the stages.
void say_left_out(Page& page, const std::vector<ProjectId>& projects) {
  if (projects.empty()) return;
  std::string ids;
  for (const ProjectId& each : projects) {
    if (!ids.empty()) ids += page.language == Language::zh ? "、" : ", ";
    ids += each.text();
  }
  page.paragraph(page.say(ReportText::stages_left_out, {{"projects", ids}}));
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

void write_stages(Page& page) {
  const std::vector<StageTotals> stages = stage_totals(page.input.portfolio);
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
    say_left_out(page, total.left_out);
  }
  page.end_section();
}

}  // namespace bursar::report
