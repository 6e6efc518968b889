// Projects that passed, were closed, are being accepted, or run.
#include "outcomes.hpp"

namespace dossier {
namespace {

/// Audits the lead's part: what was disallowed, and interest.
std::string audit(Book& book, Case& project, std::size_t part, Fen disallowed, Day issued_on) {
  OpinionSpec opinion;
  opinion.issued_on = issued_on;
  opinion.reference_on = project.end;
  opinion.disallowed = disallowed;
  opinion.interest = interest_on(project.parts[part].received, project.dice);
  return book.opinion(project, part, opinion);
}

Fen whole_thousands(Fen amount) { return amount / 100'000 * 100'000; }

constexpr std::array<std::int64_t, 8> awards{{30, 40, 50, 60, 80, 100, 150, 200}};

// ------------------------------------------------------------------------------------- passed

constexpr std::size_t passed_count = 168;

/// What is special about some of those that passed at the first go.
struct PassedTwists {
  bool disallowed, overspent, no_spending, unaudited, second_go, partner, payable, shifts, leader;
};

PassedTwists twists_of(std::size_t place) {
  return {place % 16 == 5, place % 33 == 9,  place % 55 == 21, place % 21 == 13, place % 18 == 7,
          place % 12 == 2, place % 40 == 17, place % 9 == 4,   place % 37 == 11};
}

void add_one_passed(Book& book, std::size_t place) {
  const std::string name = "passed " + std::to_string(place);
  Dice dice(name);
  const Batch& batch = batches[place % batches.size()];
  PassedTwists twists = twists_of(place);
  const bool reviewed_again =
      twists.second_go && year_of(batch.concluded_on) < 2020 && place % batches.size() != 0;
  const Batch& asked = reviewed_again ? batches[place % batches.size() - 1] : batch;
  const Applicant applicant = draw_applicant(book, dice);
  const Fen award = ten_thousand(dice.pick(std::span<const std::int64_t>(awards)));
  Course course = course_towards(asked, applicant.programme, applicant.unit, award, dice);
  Case project =
      begin(book, course, regime_of(batch),
            year_of(batch.concluded_on) == 2019 ? std::optional(award / 10) : std::nullopt,
            twists.partner ? "lead" : "", place % 41 == 3);
  if (twists.partner)
    add_partner(book, project, book.people.draw_unit(UnitKind::university, dice), 20);
  if (twists.leader) {
    book.change(project, "leader", plus(project.start, 200), workday(plus(project.start, 222)),
                std::nullopt, "原负责人离职", book.people.new_person(applicant.unit));
  }
  if (twists.shifts) {
    book.shift_budget(project, workday(plus(project.start, 300)), "business", "labour",
                      whole_thousands(award / 40));
  }
  const Day audited_on = workday(plus(project.end, 16));
  for (std::size_t part = 0; part < project.parts.size(); ++part) {
    const Fen spent = twists.overspent
                          ? project.parts[part].received / 1000 * dice.between(1004, 1030)
                          : project.parts[part].received / 1000 * dice.between(905, 998);
    const bool vouchers = dice.chance(62);
    if (twists.no_spending) continue;
    if (vouchers) spend(book, project, part, spent, Spending::vouchers);
    std::string opinion_id;
    if (!twists.unaudited) {
      opinion_id =
          audit(book, project, part, twists.disallowed ? spent / 1000 * 21 : 0, audited_on);
    }
    if (!vouchers) spend(book, project, part, spent, Spending::final_account, opinion_id);
    if (vouchers && place % 14 == 6) {
      book.reversed_voucher(project, part, workday(plus(project.start, 260)), yuan(8'640));
    }
  }
  if (twists.payable) {
    book.payable(project, 0, workday(plus(project.end, -40)), yuan(26'000),
                 workday(plus(project.end, 12)));
  }
  if (reviewed_again) {
    book.attempt(project, 1, workday(plus(asked.concluded_on, -50)), &asked, "re_review");
    book.attempt(project, 2, workday(plus(asked.notified_on, 18)), &batch, "passed");
  } else {
    book.attempt(project, 1, std::max(course.requested, plus(project.end, 1)), &batch, "passed");
  }
  const Part& lead = project.parts[0];
  if (twists.disallowed && lead.disallowed > 0 && place % 32 == 5) {
    book.repay(project, {0,
                         std::min(workday(plus(batch.notified_on, 30)), export_day),
                         lead.disallowed,
                         "principal",
                         "voluntary",
                         {},
                         true});
  }
}

/// Shapes that the audit of spending looks for.
void plant_findings(Book& book) {
  Dice dice("planted");
  const Day end = day(2019, 6, 30);
  std::vector<Case> projects;
  for (int i = 0; i < 4; ++i) {
    const Applicant applicant = draw_applicant(book, dice);
    Course course = course_until(end, applicant.programme, applicant.unit, ten_thousand(100), dice);
    Case project = begin(book, course, "cn-shenzhen-2019", ten_thousand(10));
    book.spend(project, 0, yuan(610'000), plus(project.start, 45), project.end);
    projects.push_back(std::move(project));
  }
  book.shared_invoice(projects[0], projects[1], day(2019, 3, 14), yuan(46'800));
  book.split_purchase(projects[2], day(2019, 3, 4));
  book.pay(projects[3], day(2019, 4, 16), yuan(60'000), "追加");
  book.voucher(projects[3], 0, day(2019, 7, 9), "labour/wages", yuan(12'400), false);
  for (Case& project : projects) {
    audit(book, project, 0, 0, day(2019, 8, 20));
    book.attempt(project, 1, day(2019, 9, 2), &batches[7], "passed");
  }
}

// --------------------------------------------------------------- rectified, closed without a pass

enum class Returns { full, half, nothing, too_much };

/// The refund that a notice asks for, and what came in.
void settle_by_notice(Book& book, Case& project, std::size_t part, Day issued, Returns returns) {
  const Day served = workday(plus(issued, 3));
  if (served > plus(export_day, -3)) return;
  book.notify(project, {{},
                        book.unit_name(project, part),
                        "refund",
                        issued,
                        std::nullopt,
                        "electronic",
                        served,
                        "agreed",
                        served});
  const Fen due = project.parts[part].surplus() + project.parts[part].interest;
  RepaymentSpec payment;
  payment.part = part;
  payment.on = workday(plus(served, project.dice.between(3, 24)));
  payment.amount = returns == Returns::full   ? due
                   : returns == Returns::half ? due / 2 / 10'000 * 10'000
                                              : due + yuan(15'000);
  if (returns != Returns::nothing && payment.on <= export_day) book.repay(project, payment);
}

/// What keeps some settlements from being made, or from becoming claims.
enum class Gap {
  none,
  opinions_conflict,
  opinion_incomplete,
  no_spending,
  unaudited,
  each_pays,
  silent
};

struct Returning {
  Gap gap;
  Returns returns;
};

constexpr std::array<Returning, 16> closed_rows{{{Gap::none, Returns::full},
                                                 {Gap::none, Returns::too_much},
                                                 {Gap::opinions_conflict, Returns::nothing},
                                                 {Gap::none, Returns::half},
                                                 {Gap::each_pays, Returns::full},
                                                 {Gap::none, Returns::full},
                                                 {Gap::unaudited, Returns::nothing},
                                                 {Gap::none, Returns::nothing},
                                                 {Gap::no_spending, Returns::nothing},
                                                 {Gap::none, Returns::full},
                                                 {Gap::silent, Returns::nothing},
                                                 {Gap::none, Returns::full},
                                                 {Gap::none, Returns::half},
                                                 {Gap::none, Returns::full},
                                                 {Gap::unaudited, Returns::nothing},
                                                 {Gap::none, Returns::nothing}}};
constexpr std::array<Returning, 16> rectified_rows{{{Gap::none, Returns::full},
                                                    {Gap::none, Returns::full},
                                                    {Gap::opinion_incomplete, Returns::nothing},
                                                    {Gap::none, Returns::full},
                                                    {Gap::none, Returns::half},
                                                    {Gap::none, Returns::full},
                                                    {Gap::each_pays, Returns::full},
                                                    {Gap::none, Returns::nothing},
                                                    {Gap::none, Returns::full},
                                                    {Gap::unaudited, Returns::nothing},
                                                    {Gap::none, Returns::full},
                                                    {Gap::none, Returns::full},
                                                    {Gap::none, Returns::nothing},
                                                    {Gap::none, Returns::full},
                                                    {Gap::none, Returns::half},
                                                    {Gap::none, Returns::full}}};

void audit_returning(Book& book, Case& project, std::size_t part, Fen spent, Gap gap) {
  const Day issued = workday(plus(project.end, 20));
  if (gap == Gap::unaudited) return;
  if (gap == Gap::opinion_incomplete) {
    OpinionSpec opinion;
    opinion.issued_on = issued;
    opinion.reference_on = project.end;
    opinion.interest.reset();
    book.opinion(project, part, opinion);
    return;
  }
  audit(book, project, part, spent / 1000 * project.dice.between(0, 30), issued);
  if (gap == Gap::opinions_conflict) {
    audit(book, project, part, spent / 1000 * 62, workday(plus(issued, 26)));
  }
}

void add_returning(Book& book, std::string_view outcome, const Returning& row, std::size_t place) {
  Dice dice(std::string(outcome) + std::to_string(place));
  const bool rectified = outcome == "passed_after_rectification";
  const std::size_t last = 8 + place % 4;
  // Rectification takes a batch; one order to rectify is missing from the files.
  const bool ordered = rectified && place != 11;
  const Batch& asked = batches[ordered ? last - 1 : last];
  const Applicant applicant = draw_applicant(book, dice);
  const Fen award = ten_thousand(dice.pick(std::span<const std::int64_t>(awards)));
  Course course = course_towards(asked, applicant.programme, applicant.unit, award, dice);
  course.received = 90;
  const bool partner = row.gap == Gap::each_pays || row.gap == Gap::silent;
  Case project = begin(book, course, "cn-shenzhen-2020", std::nullopt,
                       row.gap == Gap::each_pays ? "each" : "");
  if (partner) add_partner(book, project, book.people.draw_unit(UnitKind::institute, dice), 25);
  for (std::size_t part = 0; part < project.parts.size(); ++part) {
    const Fen spent = project.parts[part].received / 1000 * dice.between(820, 970);
    if (row.gap != Gap::no_spending) spend(book, project, part, spent, Spending::vouchers);
    audit_returning(book, project, part, row.gap == Gap::no_spending ? 0 : spent, row.gap);
  }
  const Day requested = std::max(course.requested, plus(project.end, 1));
  if (ordered) {
    book.attempt(project, 1, requested, &asked, "rectify");
    book.attempt(project, 2, workday(plus(asked.notified_on, 30)), &batches[last], outcome);
  } else {
    book.attempt(project, 1, requested, &batches[last], outcome);
  }
  const bool notified = row.gap == Gap::none || row.gap == Gap::each_pays;
  for (std::size_t part = 0; notified && part < project.parts.size(); ++part) {
    settle_by_notice(book, project, part, workday(plus(batches[last].notified_on, 8)), row.returns);
  }
}

}  // namespace

void add_passed(Book& book) {
  for (std::size_t i = 0; i + 4 < passed_count; ++i) add_one_passed(book, i);
  plant_findings(book);
}

void add_rectified(Book& book) {
  for (std::size_t i = 0; i < rectified_rows.size(); ++i) {
    add_returning(book, "passed_after_rectification", rectified_rows[i], i);
  }
}

void add_closed(Book& book) {
  for (std::size_t i = 0; i < closed_rows.size(); ++i) {
    add_returning(book, "closed_without_pass", closed_rows[i], i);
  }
}

void add_in_acceptance(Book& book) {
  for (std::size_t place = 0; place < 12; ++place) {
    Dice dice("in acceptance " + std::to_string(place));
    const Applicant applicant = draw_applicant(book, dice);
    const Day end = last_of_month(day(2020, 6 + static_cast<unsigned>(place % 4), 1), 0);
    const Course course =
        course_until(end, applicant.programme, applicant.unit,
                     ten_thousand(dice.pick(std::span<const std::int64_t>(awards))), dice);
    Case project = begin(book, course, "cn-shenzhen-2020");
    const Fen spent = project.parts[0].received / 100 * dice.between(85, 97);
    book.spend(project, 0, spent, plus(project.start, 45), project.end);
    audit(book, project, 0, 0, workday(plus(end, 18)));
    const Day requested = workday(plus(end, dice.between(20, 40)));
    if (place % 4 == 1) {
      static constexpr Batch form_check{"", day(2020, 11, 9), day(2020, 11, 10),
                                        "示深科补〔2020〕8号"};
      book.attempt(project, 1, requested, &form_check, "returned_for_completion");
    } else if (place % 4 == 3) {
      book.attempt(project, 1, std::min(requested, day(2020, 9, 14)), &batches[11], "rectify");
    } else {
      book.attempt(project, 1, requested, nullptr, "");
    }
  }
}

void add_running(Book& book) {
  for (std::size_t place = 0; place < 72; ++place) {
    Dice dice("running " + std::to_string(place));
    const Applicant applicant = draw_applicant(book, dice);
    const Day end = last_of_month(day(2021, 1, 1), static_cast<int>(place * 31 / 72));
    Course course =
        course_until(end, applicant.programme, applicant.unit,
                     ten_thousand(dice.pick(std::span<const std::int64_t>(awards))), dice);
    if (course.start > day(2020, 9, 1)) course.start = day(2020, 9, 1);
    Case project = book.open({course.programme, course.unit, course.award, course.start, course.end,
                              place % 9 == 0 ? "" : "cn-shenzhen-2020", std::nullopt,
                              place % 10 == 4 ? "lead" : ""});
    book.budget(project, false);
    const Fen first = project.award / 10 * 6;
    const Day paid = workday(plus(project.contract_on, 26));
    book.pay(project, paid, first, "首期");
    if (place % 10 == 4)
      add_partner(book, project, book.people.draw_unit(UnitKind::university, dice), 25);
    const Day spent_until = std::min(day(2020, 12, 20), plus(project.end, -20));
    if (place % 2 == 0 && days_between(project.start, spent_until) > 150) {
      book.spend(project, 0, project.parts[0].received / 100 * dice.between(30, 80),
                 plus(project.start, 50), spent_until);
    }
    if (place % 18 == 7) {
      book.change(project, "extension", day(2020, 10, 15), day(2020, 11, 6),
                  last_of_month(project.end, 6), "受疫情影响，外协加工推迟");
    }
    if (place % 24 == 5) {
      book.change(project, "leader", day(2020, 6, 3), day(2020, 6, 22), std::nullopt,
                  "原负责人调离", book.people.new_person(applicant.unit));
    }
    if (place == 30 || place == 58) {
      book.change(project, "suspension", day(2020, 3, 2), day(2020, 3, 9), std::nullopt,
                  "疫情期间试验现场封闭");
    }
    if (place == 58) {
      book.change(project, "resumption", day(2020, 8, 3), day(2020, 8, 10), std::nullopt,
                  "试验现场恢复");
    }
  }
}

}  // namespace dossier
