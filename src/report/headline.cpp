#include <bursar/money/amount_text.hpp>
#include <bursar/money/capitals.hpp>
#include <bursar/report/headline.hpp>
#include <bursar/report/report_figures.hpp>
#include <bursar/report/texts.hpp>

#include "report/amounts.hpp"

namespace bursar {

Headline headline(const CurrencyTotals& totals, Language language) {
  const RecoveryTotals failed = totals_named(totals.by_outcome, word(Outcome::failed));
  const Money recovered = Money::of_minor(failed.recovered, totals.currency);
  const std::string unit = unit_text(recovered, AmountUnit::ten_thousand);
  const auto capitals = to_capitals(recovered);
  return {report_text(ReportText::summary_failed, language,
                      {{"count", std::to_string(failed.projects)},
                       {"recovered", report::amount_with_unit(recovered, language)}}),
          capitals.has_value() ? report_text(ReportText::summary_capitals, language,
                                             {{"unit", unit}, {"capitals", *capitals}})
                               : unit};
}

}  // namespace bursar
