// Who is barred after a failed acceptance, and until when.
#include <bursar/clawback/consequences.hpp>
#include <bursar/report/bar_text.hpp>

#include "report/page.hpp"

namespace bursar {

std::string last_day_text(const Bar& bar, Language language) {
  if (bar.anniversary_barred) return to_iso(bar.last_day());
  return report_text(ReportText::bar_end_unsure, language,
                     {{"last", to_iso(bar.last_day())}, {"day", to_iso(bar.anniversary)}});
}

std::string_view assumed_day_note(const Bar& bar, Language language) {
  const bool noted =
      bar.anniversary_status == CellStatus::assumed && bar.status != CellStatus::assumed;
  return noted ? report_text(ReportText::note_day_assumed, language) : std::string_view();
}

namespace report {
namespace {

/// A text that bears the mark of an assumption.
std::string marked_if(std::string text, bool assumed) {
  if (assumed) text += mark_assumed;
  return text;
}

void write_barred(Page& page, const BarredLeader& each) {
  page.html.open("tr").open("td", {{"class", "l"}}).element("span", each.project_id.text());
  page.html.single("br").element("span", page.project_title(each.project_id), {{"class", "small"}});
  page.html.close();
  page.cell(each.leader_id.empty() ? std::string(page.say(ReportText::none_known))
                                   : page.person_name(each.leader_id),
            "l name");
  if (each.bar.has_value()) {
    const Bar& bar = *each.bar;
    const bool assumed = bar.status == CellStatus::assumed;
    page.cell(marked_if(page.day(bar.first), assumed), "c");
    page.cell(marked_if(last_day_text(bar, page.language),
                        assumed || bar.anniversary_status == CellStatus::assumed),
              "c");
    page.cell(page.language == Language::zh ? bar.basis_zh : bar.basis, "l");
  } else {
    page.cell(page.say(ReportText::none_known), "c");
    page.cell(page.say(ReportText::none_known), "c");
    page.cell(each.bar.error().text(page.language), "l");
  }
  page.html.close();
}

}  // namespace

void write_barred_leaders(Page& page) {
  const BarredLeaders leaders = barred_leaders(page.input.portfolio, page.input.rules);
  if (!leaders.barred.empty()) {
    page.begin_table(page.say(ReportText::barred_caption),
                     {{ReportText::col_project},
                      {ReportText::col_leader},
                      {ReportText::col_from, Align::centre},
                      {ReportText::col_last_day, Align::centre},
                      {ReportText::col_basis}});
    for (std::size_t i = 0; i < page.shown(leaders.barred.size()); ++i) {
      write_barred(page, leaders.barred[i]);
    }
    page.end_table();
    page.say_cut(leaders.barred.size());
  }
  if (leaders.over > 0) {
    page.paragraph(page.say(ReportText::barred_over, {{"count", std::to_string(leaders.over)}}));
  }
}

}  // namespace report
}  // namespace bursar
