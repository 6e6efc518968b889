#include <bursar/report/next_step.hpp>

#include "report/amounts.hpp"

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

/// Why its last day cannot be told, if it cannot. A parameter that nobody confirmed leaves it to
/// the agency to fix the day due; other periods are then left out, as no source sets them.
const Refusal* reason_unknown(const NextStep& next) {
  if (next.until.day || !next.until.refusal) return nullptr;
  const bool unconfirmed = next.until.refusal->code() == Code::parameter_unconfirmed;
  return unconfirmed && next.code != "fix_due_day" ? nullptr : &*next.until.refusal;
}

}  // namespace

std::string next_step_text(const NextStep& next, Date as_of, Language language) {
  std::string step = with_days(next, language);
  if (const Refusal* why = reason_unknown(next)) {
    // Where the day follows from the rules but for the calendar, nobody has to fix one.
    if (next.code == "fix_due_day" && why->code() != Code::parameter_unconfirmed) {
      return report_text(ReportText::next_due_unknown, language, {{"why", why->text(language)}});
    }
    return report_text(ReportText::next_day_unknown, language,
                       {{"step", step}, {"why", why->text(language)}});
  }
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

std::string late_charge_text(const ClaimPosition& claim, Language language) {
  if (!claim.late_charge) return {};
  const LateCharge& charge = *claim.late_charge;
  const auto money = [&](Minor amount) {
    return report::amount(Money::of_minor(amount, claim.currency));
  };
  return report_text(ReportText::late_charge, language,
                     {{"accrued", money(charge.accrued)},
                      {"paid", money(charge.paid)},
                      {"open", money(charge.open())}});
}

std::string open_charge_note(const ClaimPosition& claim, Language language) {
  if (claim.outstanding != Minor(0) || !claim.late_charge) return {};
  const Minor open = claim.late_charge->open();
  if (open == Minor(0)) return {};
  return report_text(ReportText::note_charge_open, language,
                     {{"open", report::amount(Money::of_minor(open, claim.currency))}});
}

}  // namespace bursar
