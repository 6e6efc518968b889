// The long tables: claims, overdue projects, what could not be settled.
#include "report/claim_grounds.hpp"
#include "report/page.hpp"

#include <algorithm>
#include <map>

namespace bursar::report {
namespace {

std::string conclusion_text(const Page& page, const Project* project) {
  if (project == nullptr) return {};
  const auto conclusion = conclusion_of(*project);
  if (!conclusion) return std::string(page.say(ReportText::not_concluded));
  return outcome_label(conclusion->outcome, page.language);
}

/// A project's id and title, or a unit's name with a note, in one cell.
void two_lines(Page& page, std::string_view first, std::string_view second) {
  page.html.open("td", {{"class", "l"}}).element("span", first);
  if (!second.empty()) {
    page.html.single("br").element("span", second, {{"class", "small"}});
  }
  page.html.close();
}

std::string marks_of(const ClaimPosition& claim, const ClaimGround& ground) {
  std::string marks;
  if (ground.unaudited) marks += mark_unaudited;
  if (ground.assumed) marks += mark_assumed;
  if (claim.decided && ground.computed && *claim.decided != *ground.computed) {
    marks += mark_differs;
  }
  if (claim.claim_id.empty()) marks += mark_not_raised;
  return marks;
}

std::string notes_of(const Page& page, const ClaimPosition& claim) {
  std::string notes;
  const auto add = [&](std::string_view note) {
    if (!notes.empty()) notes += page.language == Language::zh ? "；" : "; ";
    notes += note;
  };
  const auto add_amount = [&](ReportText id, Minor amount) {
    if (amount == Minor()) return;
    add(page.say(id, {{"amount", page.amount(amount, claim.currency)}}));
  };
  add_amount(ReportText::written_off_note, claim.written_off);
  add_amount(ReportText::credit_note, claim.credit);
  if (claim.late_charge) {
    const bool assumed = claim.late_charge->status == CellStatus::assumed;
    add(late_charge_text(claim, page.language) + std::string(assumed ? mark_assumed : ""));
  }
  return notes;
}

void write_claim(Page& page, std::size_t number, const ClaimPosition& claim,
                 const ClaimGround& ground) {
  const Project* project = page.input.portfolio.project(claim.project_id.text());
  const auto money = [&](const std::optional<Minor>& amount) {
    return amount ? page.amount(*amount, claim.currency) : std::string("–");
  };
  page.html.open("tr");
  page.cell(std::to_string(number), "r");
  two_lines(page, claim.project_id.text(), page.project_title(claim.project_id));
  two_lines(page, page.unit_name(claim.payer_org_id), notes_of(page, claim));
  page.cell(conclusion_text(page, project), "l unbroken");
  page.html.open("td", {{"class", "r"}}).text(money(ground.computed));
  if (const std::string marks = marks_of(claim, ground); !marks.empty()) {
    page.html.element("sup", marks);
  }
  page.html.close();
  page.cell(money(claim.decided), "r");
  page.cell(page.amount(claim.repaid, claim.currency), "r");
  page.cell(page.amount(claim.outstanding, claim.currency), "r strong");
  page.cell(page.day(claim.due), "c");
  std::string days_late = claim.days_overdue > 0 ? std::to_string(claim.days_overdue) : "";
  if (!days_late.empty() && claim.due.rests_on_assumption()) days_late += mark_assumed;
  page.cell(days_late, "r");
  page.cell(label(claim.step, page.language), "l name");
  page.cell(page.next_step(claim.next) + open_charge_note(claim, page.language), "l");
  page.html.close();
}

void write_legend(Page& page) {
  page.html.open("p", {{"class", "legend"}}).text(page.say(ReportText::legend)).text(": ");
  const auto mark = [&](std::string_view sign, ReportText meaning) {
    page.html.element("b", sign).text(" ").text(page.say(meaning)).text("　");
  };
  mark(mark_unaudited, ReportText::legend_unaudited);
  mark(mark_assumed, ReportText::legend_assumed);
  mark(mark_differs, ReportText::legend_differs);
  mark(mark_not_raised, ReportText::legend_not_raised);
  page.html.close();
}

// -------------------------------------------------------------------------------------- overdue

std::string blocks_text(const Page& page, const OverdueProject& project) {
  std::string text;
  for (const OverdueBlock& block : project.blocks) {
    if (block.in_force && !*block.in_force) continue;
    const std::string subject(page.say(block.subject_kind == word(SubjectKind::person)
                                           ? ReportText::block_person
                                           : ReportText::block_organisation));
    if (!text.empty()) text += page.language == Language::zh ? "；" : "; ";
    text += block.in_force
                ? page.say(ReportText::block_in_force,
                           {{"subject", subject}, {"day", page.day(block.from)}}) +
                      std::string(block.status == CellStatus::assumed ? mark_assumed : "")
                : page.say(ReportText::block_unconfirmed, {{"subject", subject}});
  }
  return text.empty() ? std::string(page.say(ReportText::block_none)) : text;
}

std::string remarks_on(const Page& page, const OverdueProject& project) {
  std::string remarks;
  const auto add = [&](std::string_view remark) {
    if (!remarks.empty()) remarks += page.language == Language::zh ? "；" : "; ";
    remarks += remark;
  };
  if (project.org_status != OrgStatus::normal) add(label(project.org_status, page.language));
  if (!project.pending_extension.empty()) add(page.say(ReportText::extension_pending));
  if (project.suspended) add(page.say(ReportText::suspended));
  return remarks;
}

void write_overdue_project(Page& page, std::size_t number, const OverdueProject& project) {
  std::string notice = notice_label(project.last_notice, page.language);
  if (project.last_notice_on) notice += " " + page.day(*project.last_notice_on);
  page.html.open("tr");
  page.cell(std::to_string(number), "r");
  two_lines(page, project.project_id.text(), project.title);
  two_lines(page, page.unit_name(project.org_id), remarks_on(page, project));
  page.cell(page.person_name(project.leader_id), "l name");
  page.cell(page.day(project.end_on), "c");
  page.cell(std::to_string(project.days_late), "r strong");
  page.cell(notice, "l");
  page.cell(blocks_text(page, project), "l");
  page.cell(page.next_step(project.next), "l");
  if (project.terminate_from.day) {
    page.cell(page.day(project.terminate_from), "c");
  } else {
    page.cell(page.say(ReportText::none_known), "c");
  }
  page.html.close();
}

/// How late the projects are, as a picture with its table.
void write_overdue_buckets(Page& page) {
  std::map<AgeBucket, std::int64_t> projects;
  for (auto i = static_cast<std::size_t>(AgeBucket::days_to_30);
       i < Vocabulary<AgeBucket>::words.size(); ++i) {
    projects[static_cast<AgeBucket>(i)] = 0;
  }
  for (const OverdueProject& each : page.input.overdue) ++projects[each.bucket];
  std::vector<ChartBar> bars;
  bars.reserve(projects.size());
  for (const auto& [bucket, count] : projects) {
    bars.push_back(
        {std::string(label(bucket, page.language)), count, std::to_string(count), Fill::strong});
  }
  page.figure(bar_chart({"c-overdue", std::string(page.say(ReportText::overdue)),
                         std::string(page.say(ReportText::overdue_about))},
                        bars));
  page.begin_table({}, {{ReportText::col_bucket}, {ReportText::col_projects, Align::right}});
  for (const auto& [bucket, count] : projects) {
    page.row({std::string(label(bucket, page.language)), std::to_string(count)});
  }
  page.row({std::string(page.say(ReportText::total)), std::to_string(page.input.overdue.size())},
           "total");
  page.end_table();
}

/// How many of the rows have a next step that is too late.
void say_passed(Page& page, ReportText id, const auto& rows) {
  const auto passed = std::ranges::count_if(rows, [&](const auto& row) {
    return row.next.until.missed(page.input.portfolio.as_of().effective);
  });
  if (passed > 0) page.paragraph(page.say(id, {{"count", std::to_string(passed)}}));
}

/// What is settled and has no payer; what is not settled is told apart, with its own reason.
std::vector<const NotClaimed*> settled_but_not_claimed(const Page& page) {
  const auto& not_settled = page.input.recovery.settlement.not_settled;
  std::vector<const NotClaimed*> found;
  for (const NotClaimed& each : page.input.recovery.not_claimed) {
    const bool told = std::any_of(not_settled.begin(), not_settled.end(), [&](const auto& other) {
      return other.project_id == each.project_id && other.org_id == each.org_id &&
             other.source == each.source;
    });
    if (!told) found.push_back(&each);
  }
  return found;
}

}  // namespace

void write_claims(Page& page) {
  const std::vector<ClaimPosition>& claims = page.input.recovery.claims;
  page.begin_section(ReportText::claims, "claims", Layout::wide);
  page.paragraph(page.say(ReportText::claims_about));
  write_legend(page);
  say_passed(page, ReportText::steps_passed, claims);
  page.begin_table({}, {{ReportText::col_no, Align::right},
                        {ReportText::col_project},
                        {ReportText::col_payer},
                        {ReportText::col_outcome},
                        {ReportText::col_computed, Align::right},
                        {ReportText::col_decided, Align::right},
                        {ReportText::col_repaid, Align::right},
                        {ReportText::col_outstanding, Align::right},
                        {ReportText::col_due, Align::centre},
                        {ReportText::col_days_overdue, Align::right},
                        {ReportText::col_step},
                        {ReportText::col_next}});
  ClaimGrounds grounds;
  ProjectId grounds_of;
  for (std::size_t i = 0; i < page.shown(claims.size()); ++i) {
    const ClaimPosition& claim = claims[i];
    if (i == 0 || claim.project_id != grounds_of) {
      grounds_of = claim.project_id;
      const Project* project = page.input.portfolio.project(grounds_of.text());
      grounds = project == nullptr
                    ? ClaimGrounds()
                    : claim_grounds(page.input.portfolio, *project, page.input.rules);
    }
    write_claim(page, i + 1, claim, grounds[{claim.payer_org_id.text(), claim.source}]);
  }
  page.end_table();
  page.say_cut(claims.size());
  write_barred_leaders(page);
  page.end_section();
}

void write_overdue(Page& page) {
  page.begin_section(ReportText::overdue, "overdue", Layout::wide);
  page.paragraph(page.say(ReportText::overdue_about));
  if (page.input.overdue.empty()) page.paragraph(page.say(ReportText::nothing_here));
  if (!page.input.overdue.empty()) {
    write_overdue_buckets(page);
    say_passed(page, ReportText::overdue_steps_passed, page.input.overdue);
    page.begin_table({}, {{ReportText::col_no, Align::right},
                          {ReportText::col_project},
                          {ReportText::col_unit},
                          {ReportText::col_leader},
                          {ReportText::col_end, Align::centre},
                          {ReportText::col_days_overdue, Align::right},
                          {ReportText::col_last_notice},
                          {ReportText::col_blocks},
                          {ReportText::col_next},
                          {ReportText::col_terminate_from, Align::centre}});
    for (std::size_t i = 0; i < page.shown(page.input.overdue.size()); ++i) {
      write_overdue_project(page, i + 1, page.input.overdue[i]);
    }
    page.end_table();
    page.say_cut(page.input.overdue.size());
  }
  page.end_section();
}

void write_unsettled(Page& page) {
  const auto& not_settled = page.input.recovery.settlement.not_settled;
  const std::vector<const NotClaimed*> not_claimed = settled_but_not_claimed(page);
  page.begin_section(ReportText::unsettled, "unsettled", Layout::flow);
  page.paragraph(page.say(ReportText::unsettled_about));
  if (not_settled.empty() && not_claimed.empty()) {
    page.paragraph(page.say(ReportText::nothing_here));
  }
  if (!not_settled.empty()) {
    page.begin_table(page.say(ReportText::not_settled_caption), {{ReportText::col_project},
                                                                 {ReportText::col_unit},
                                                                 {ReportText::col_reason},
                                                                 {ReportText::col_code}});
    for (std::size_t i = 0; i < page.shown(not_settled.size()); ++i) {
      const NotSettled& each = not_settled[i];
      page.html.open("tr");
      two_lines(page, each.project_id.text(), page.project_title(each.project_id));
      page.cell(page.unit_name(each.org_id), "l");
      page.cell(each.refusal.text(page.language), "l");
      page.cell(each.refusal.name(), "l code name");
      page.html.close();
    }
    page.end_table();
    page.say_cut(not_settled.size());
  }
  if (!not_claimed.empty()) {
    page.begin_table(page.say(ReportText::not_claimed_caption),
                     {{ReportText::col_project},
                      {ReportText::col_unit},
                      {ReportText::col_due_back, Align::right},
                      {ReportText::col_reason},
                      {ReportText::col_code}});
    for (std::size_t i = 0; i < page.shown(not_claimed.size()); ++i) {
      const NotClaimed& each = *not_claimed[i];
      const Project* project = page.input.portfolio.project(each.project_id.text());
      const Currency currency = project == nullptr ? Currency::cny() : project->currency;
      page.html.open("tr");
      two_lines(page, each.project_id.text(), page.project_title(each.project_id));
      page.cell(page.unit_name(each.org_id), "l");
      page.cell(each.due_back ? page.amount(*each.due_back, currency) : std::string(), "r");
      page.cell(each.refusal.text(page.language), "l");
      page.cell(each.refusal.name(), "l code name");
      page.html.close();
    }
    page.end_table();
    page.say_cut(not_claimed.size());
  }
  page.end_section();
}

}  // namespace bursar::report
