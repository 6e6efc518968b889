// What is due back and what came in: waterfall, aging, months, cohorts.
#include "report/page.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace bursar::report {
namespace {

/// Runs a writer for every currency, under a heading where there are several.
template <class Write>
void each_currency(Page& page, Write write) {
  const auto& all = page.input.recovery.totals;
  if (all.empty()) page.paragraph(page.say(ReportText::nothing_here));
  for (const CurrencyTotals& totals : all) {
    if (all.size() > 1) {
      page.html.element("h3", page.say(ReportText::currency_heading,
                                       {{"currency", std::string(totals.currency.code())}}));
    }
    write(totals);
  }
}

std::string chart_id(std::string_view name, Currency currency) {
  return "c-" + std::string(name) + "-" + std::string(currency.code());
}

ChartWords words(const Page& page, std::string_view name, Currency currency, ReportText title,
                 ReportText description) {
  return {chart_id(name, currency), std::string(page.say(title)),
          std::string(page.say(description))};
}

// ---------------------------------------------------------------------------------- waterfall

void write_waterfall_chart(Page& page, const CurrencyTotals& totals) {
  const RecoveryTotals& all = totals.all;
  const std::int64_t after_recovery = all.identified.value() - all.recovered.value();
  const auto text = [&](Minor amount) { return page.amount(amount, totals.currency); };
  const std::vector<WaterfallStep> steps{
      {std::string(page.say(ReportText::identified)), 0, all.identified.value(),
       page.identified(all, totals.currency), Fill::strong},
      {std::string(page.say(ReportText::recovered)), all.identified.value(), after_recovery,
       "− " + text(all.recovered), Fill::medium},
      {std::string(page.say(ReportText::written_off)), after_recovery, all.outstanding.value(),
       "− " + text(all.written_off), Fill::light},
      {std::string(page.say(ReportText::outstanding)), 0, all.outstanding.value(),
       "= " + page.outstanding(all, totals.currency), Fill::hatched}};
  page.figure(waterfall_chart(
      words(page, "waterfall", totals.currency, ReportText::waterfall, ReportText::waterfall_about),
      steps));
}

void write_waterfall_table(Page& page, const CurrencyTotals& totals) {
  const RecoveryTotals failed = totals_named(totals.by_outcome, word(Outcome::failed));
  page.begin_table({}, {{ReportText::col_step_money},
                        {ReportText::col_failed, Align::right},
                        {ReportText::col_all, Align::right}});
  const Currency currency = totals.currency;
  const auto row = [&](ReportText name, Minor RecoveryTotals::*figure) {
    page.row({std::string(page.say(name)), page.amount(failed.*figure, currency),
              page.amount(totals.all.*figure, currency)});
  };
  page.row({std::string(page.say(ReportText::identified)), page.identified(failed, currency),
            page.identified(totals.all, currency)});
  row(ReportText::recovered, &RecoveryTotals::recovered);
  row(ReportText::written_off, &RecoveryTotals::written_off);
  page.row({std::string(page.say(ReportText::outstanding)), page.outstanding(failed, currency),
            page.outstanding(totals.all, currency)},
           "total");
  row(ReportText::credit, &RecoveryTotals::credit);
  page.end_table();
}

void write_breakdown(Page& page, ReportText caption, const std::vector<NamedTotals>& rows,
                     Currency currency, bool outcomes) {
  if (rows.empty()) return;
  page.begin_table(page.say(caption), {{ReportText::col_name},
                                       {ReportText::col_projects, Align::right},
                                       {ReportText::col_claims, Align::right},
                                       {ReportText::identified, Align::right},
                                       {ReportText::recovered, Align::right},
                                       {ReportText::outstanding, Align::right}});
  for (const NamedTotals& each : rows) {
    const Regime* regime = page.input.rules.regime(each.name);
    const std::string name =
        each.name.empty()   ? std::string(page.say(ReportText::not_stated))
        : outcomes          ? outcome_label(each.name, page.language)
        : regime != nullptr ? (page.language == Language::zh ? regime->title_zh : regime->title_en)
                            : each.name;
    page.row({name, std::to_string(each.totals.projects), std::to_string(each.totals.claims),
              page.identified(each.totals, currency), page.amount(each.totals.recovered, currency),
              page.outstanding(each.totals, currency)});
  }
  page.end_table();
}

std::string outstanding_in(const Page& page, const AgingRow& row, Currency currency) {
  const bool assumed = row.assumed != Minor() || row.day_assumed != Minor();
  return page.marked(row.outstanding, currency, row.unaudited, Minor(assumed ? 1 : 0));
}

// ------------------------------------------------------------------------------------- months

/// Marks of a scale up to a value: 1, 2 or 5 and zeros, at most five of them.
std::vector<std::int64_t> grid_values(std::int64_t highest) {
  constexpr std::array<std::int64_t, 3> factors{{2, 5, 10}};
  std::int64_t power = 1, step = 1;
  for (std::size_t i = 0; highest / step > 5; ++i) {
    step = power * factors[i % 3];
    if (i % 3 == 2) power = step;
  }
  std::vector<std::int64_t> values;
  for (std::int64_t value = step; value <= highest; value += step) values.push_back(value);
  return values;
}

}  // namespace

void write_waterfall(Page& page) {
  page.begin_section(ReportText::waterfall, "waterfall");
  page.paragraph(page.say(ReportText::waterfall_about));
  each_currency(page, [&](const CurrencyTotals& totals) {
    write_waterfall_chart(page, totals);
    write_waterfall_table(page, totals);
    write_breakdown(page, ReportText::by_outcome, totals.by_outcome, totals.currency, true);
    write_breakdown(page, ReportText::by_regime, totals.by_regime, totals.currency, false);
    write_breakdown(page, ReportText::by_programme, totals.by_programme, totals.currency, false);
    page.say_unsure(totals.all, totals.currency);
  });
  page.end_section();
}

namespace {

Result<void> write_aging_of(Page& page, const CurrencyTotals& totals) {
  BURSAR_TRY(const LateByAssumption late, late_by_assumption(totals));
  std::vector<ChartBar> bars;
  for (const AgingRow& row : totals.aging) {
    const bool overdue = row.bucket >= AgeBucket::days_to_30;
    bars.push_back(
        {std::string(label(row.bucket, page.language)), row.outstanding.value(),
         outstanding_in(page, row, totals.currency) + "　(" + std::to_string(row.claims) + ")",
         overdue ? Fill::strong : Fill::light});
  }
  page.figure(bar_chart(
      words(page, "aging", totals.currency, ReportText::aging, ReportText::aging_about), bars));
  page.begin_table({}, {{ReportText::col_bucket},
                        {ReportText::col_claims, Align::right},
                        {ReportText::outstanding, Align::right}});
  for (const AgingRow& row : totals.aging) {
    page.row({std::string(label(row.bucket, page.language)), std::to_string(row.claims),
              outstanding_in(page, row, totals.currency)});
  }
  page.row(
      {std::string(page.say(ReportText::total)), "", page.outstanding(totals.all, totals.currency)},
      "total");
  page.end_table();
  page.say_unsure(totals.all, totals.currency);
  if (late.claims > 0) {
    page.paragraph(page.say(ReportText::late_by_assumption,
                            {{"mark", std::string(mark_assumed)},
                             {"claims", std::to_string(late.claims)},
                             {"outstanding", page.amount(late.outstanding, totals.currency)}}),
                   "unsure");
  }
  return {};
}

}  // namespace

Result<void> write_aging(Page& page) {
  page.begin_section(ReportText::aging, "aging");
  page.paragraph(page.say(ReportText::aging_about));
  Result<void> written;
  each_currency(page, [&](const CurrencyTotals& totals) {
    if (written.has_value()) written = write_aging_of(page, totals);
  });
  page.end_section();
  return written;
}

namespace {

/// All months from the first to the last in which something came in; those alone where they lie far
/// apart.
std::vector<MonthReceived> months_between(const std::vector<MonthReceived>& received) {
  if (received.empty()) return {};
  constexpr int months_max = 72;
  const auto number = [](const MonthReceived& each) { return each.year * 12 + each.month - 1; };
  if (number(received.back()) - number(received.front()) >= months_max) return received;
  std::vector<MonthReceived> all;
  auto next = received.begin();
  for (int at = number(received.front()); at <= number(received.back()); ++at) {
    MonthReceived month{at / 12, at % 12 + 1, Minor()};
    if (number(*next) == at) month = *next++;
    all.push_back(month);
  }
  return all;
}

std::vector<ChartColumn> grid_of(const Page& page, const std::vector<MonthReceived>& months,
                                 Currency currency) {
  std::int64_t highest = 0;
  for (const MonthReceived& month : months) highest = std::max(highest, month.received.value());
  std::vector<ChartColumn> grid;
  for (const std::int64_t value : grid_values(highest)) {
    grid.push_back({page.amount(Minor(value), currency), {}, value, {}});
  }
  return grid;
}

/// Months down, years across; no month that none of the years has between the first and the last.
void write_months_table(Page& page, const CurrencyTotals& totals,
                        const std::vector<MonthReceived>& between) {
  std::set<int> years;
  for (const MonthReceived& month : totals.by_month) years.insert(month.year);
  std::set<int> months;
  for (const MonthReceived& month : between) months.insert(month.month);
  page.html.open("table").open("thead").open("tr");
  page.html.element("th", page.say(ReportText::col_month), {{"scope", "col"}, {"class", "l"}});
  for (const int year : years) {
    page.html.element("th", page.say(ReportText::received_in, {{"year", std::to_string(year)}}),
                      {{"scope", "col"}, {"class", "r"}});
  }
  page.html.close().close().open("tbody");
  for (const int month : months) {
    page.html.open("tr");
    page.cell(page.say(ReportText::month_name, {{"month", std::to_string(month)}}), "l");
    for (const int year : years) {
      const auto found = std::find_if(
          totals.by_month.begin(), totals.by_month.end(),
          [&](const MonthReceived& each) { return each.year == year && each.month == month; });
      page.cell(found == totals.by_month.end() ? std::string("–")
                                               : page.amount(found->received, totals.currency),
                "r");
    }
    page.html.close();
  }
  page.end_table();
}

void write_months_of(Page& page, const CurrencyTotals& totals) {
  const std::vector<MonthReceived> months = months_between(totals.by_month);
  if (months.empty()) return page.paragraph(page.say(ReportText::nothing_here));
  std::vector<ChartColumn> columns;
  for (const MonthReceived& month : months) {
    const bool labelled = months.size() <= 24 || month.month % 3 == 1;
    columns.push_back({labelled ? std::to_string(month.month) : std::string(),
                       page.say(ReportText::year_name, {{"year", std::to_string(month.year)}}),
                       month.received.value(),
                       {}});
  }
  page.figure(column_chart(
      words(page, "months", totals.currency, ReportText::months, ReportText::months_about), columns,
      grid_of(page, months, totals.currency)));
  write_months_table(page, totals, months);
}

// ------------------------------------------------------------------------------------ cohorts

std::string cohort_name(const Page& page, int year) {
  if (year == 0) return std::string(page.say(ReportText::not_concluded));
  return page.say(ReportText::concluded_in, {{"year", std::to_string(year)}});
}

Minor received_in(const CurrencyTotals& totals, int concluded, int received) {
  for (const CohortCell& cell : totals.cohorts) {
    if (cell.concluded_year == concluded && cell.received_year == received) return cell.received;
  }
  return {};
}

void write_cohorts_of(Page& page, const CurrencyTotals& totals) {
  std::set<int> years;
  for (const CohortCell& cell : totals.cohorts) years.insert(cell.received_year);
  std::vector<std::string> columns;
  columns.reserve(years.size());
  for (const int year : years) {
    columns.push_back(page.say(ReportText::received_in, {{"year", std::to_string(year)}}));
  }
  std::vector<HeatRow> rows;
  for (const CohortRow& row : totals.by_conclusion) {
    HeatRow heat{cohort_name(page, row.concluded_year), {}};
    for (const int year : years) {
      const Minor received = received_in(totals, row.concluded_year, year);
      heat.cells.push_back({received.value(), received == Minor()
                                                  ? std::string("–")
                                                  : page.amount(received, totals.currency)});
    }
    rows.push_back(std::move(heat));
  }
  page.figure(heat_chart(
      words(page, "cohorts", totals.currency, ReportText::cohorts, ReportText::cohorts_about),
      columns, rows));
  page.html.open("table").open("thead").open("tr");
  page.html.element("th", page.say(ReportText::col_concluded), {{"scope", "col"}, {"class", "l"}});
  const auto head = [&](std::string_view content) {
    page.html.element("th", content, {{"scope", "col"}, {"class", "r"}});
  };
  head(page.say(ReportText::col_claims));
  head(page.say(ReportText::identified));
  for (const std::string& column : columns) head(column);
  head(page.say(ReportText::outstanding));
  page.html.close().close().open("tbody");
  const auto cell = [&](std::string_view content) { page.cell(content, "r"); };
  for (const CohortRow& row : totals.by_conclusion) {
    page.html.open("tr").element("td", cohort_name(page, row.concluded_year), {{"class", "l"}});
    cell(std::to_string(row.totals.claims));
    cell(page.identified(row.totals, totals.currency));
    for (const int year : years) {
      cell(page.amount(received_in(totals, row.concluded_year, year), totals.currency));
    }
    cell(page.outstanding(row.totals, totals.currency));
    page.html.close();
  }
  page.end_table();
  page.say_unsure(totals.all, totals.currency);
}

}  // namespace

void write_months(Page& page) {
  page.begin_section(ReportText::months, "months");
  page.paragraph(page.say(ReportText::months_about));
  each_currency(page, [&](const CurrencyTotals& totals) { write_months_of(page, totals); });
  page.end_section();
}

void write_cohorts(Page& page) {
  page.begin_section(ReportText::cohorts, "cohorts");
  page.paragraph(page.say(ReportText::cohorts_about));
  each_currency(page, [&](const CurrencyTotals& totals) { write_cohorts_of(page, totals); });
  page.end_section();
}

}  // namespace bursar::report
