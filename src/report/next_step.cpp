#include <bursar/report/next_step.hpp>

#include <bursar/report/labels.hpp>
#include <bursar/report/texts.hpp>

namespace bursar {
namespace {

std::string with_days(const NextStep& next, Language language) {
  std::string step = step_label(next.code, language);
  const auto& first = next.not_before.day;
  const auto& last = next.until.day;
  if (first && last && *first < *last) {
    return report_text(ReportText::next_between, language,
                       {{"step", step}, {"first", to_iso(*first)}, {"last", to_iso(*last)}});
  }
  if (last) {
    return report_text(ReportText::next_by, language, {{"step", step}, {"day", to_iso(*last)}});
  }
  if (first) {
    return report_text(ReportText::next_from, language, {{"step", step}, {"day", to_iso(*first)}});
  }
  return step;
}

}  // namespace

std::string next_step_text(const NextStep& next, Date as_of, Language language) {
  std::string step = with_days(next, language);
  if (!next.until.missed(as_of)) return step;
  return report_text(ReportText::next_passed, language, {{"step", step}});
}

std::string_view assumed_day_note(const ClaimPosition& claim, Language language) {
  if (claim.due.rests_on_assumption()) return report_text(ReportText::note_due_assumed, language);
  return assumed_day_note(claim.next, language);
}

std::string_view assumed_day_note(const NextStep& next, Language language) {
  return next.rests_on_assumption() ? report_text(ReportText::note_day_assumed, language)
                                    : std::string_view();
}

}  // namespace bursar
