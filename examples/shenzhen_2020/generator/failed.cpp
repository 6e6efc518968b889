// 34 projects that failed acceptance and are pursued, and what they paid back until the end of
// 2020.
#include <stdexcept>

#include "outcomes.hpp"

namespace dossier {
namespace {

/// The published total: 601.56万元.
constexpr Fen recovered_in_all = yuan(6'015'600);

enum class Pays {
  full,
  late,
  halves,
  instalments,
  part,
  nothing,
  offset,
  court,
  bankruptcy,
  balance  ///< whatever is missing from the published total
};

enum class Twist {
  plain,
  second_go,      ///< reviewed again, or rectified, before it failed
  lead_pays,      ///< a partner was paid too; the lead answers for it
  each_pays,      ///< a partner was paid too; each answers for its part
  deposit_floor,  ///< little is left, and the refund may not fall below the contract deposit
  used_money,     ///< the decision also recovers money that was spent
  unaudited,      ///< no audit report was handed in
  added_opinion,  ///< a supplementary opinion replaced the first
  differs,        ///< the decision is not the sum that the figures give
  replaced,       ///< a second decision corrected the first
  withdrawn,      ///< the decision was withdrawn, and not renewed yet
  suspended,      ///< its execution is suspended while it is reconsidered
  no_decision,    ///< a refund notice, no decision
  unreachable,    ///< nobody at the address: served by public notice
  bankrupt
};

struct Failure {
  std::size_t batch;
  int award;       ///< 万元
  int received;    ///< percent of the award
  int spent;       ///< percent of what was received
  int disallowed;  ///< per mille of what was spent
  Pays pays;
  Twist twist;
};

constexpr std::array<Failure, 34> failures{{
    {0, 60, 100, 58, 40, Pays::full, Twist::plain},
    {0, 80, 80, 66, 115, Pays::late, Twist::second_go},
    {0, 40, 100, 75, 0, Pays::halves, Twist::plain},
    {1, 230, 70, 72, 60, Pays::full, Twist::lead_pays},
    {1, 100, 80, 81, 180, Pays::court, Twist::plain},
    {1, 50, 100, 62, 25, Pays::full, Twist::no_decision},
    {2, 30, 100, 70, 90, Pays::nothing, Twist::unreachable},
    {2, 120, 60, 64, 80, Pays::instalments, Twist::plain},
    {2, 80, 100, 83, 30, Pays::full, Twist::added_opinion},
    {3, 60, 80, 97, 15, Pays::full, Twist::deposit_floor},
    {3, 200, 60, 71, 110, Pays::balance, Twist::second_go},
    {4, 100, 70, 68, 45, Pays::late, Twist::plain},
    {4, 150, 80, 74, 60, Pays::full, Twist::each_pays},
    {5, 50, 100, 55, 120, Pays::part, Twist::replaced},
    {5, 300, 50, 84, 95, Pays::instalments, Twist::plain},
    {5, 40, 100, 66, 0, Pays::offset, Twist::plain},
    {6, 160, 70, 73, 130, Pays::full, Twist::no_decision},
    {6, 60, 80, 61, 40, Pays::bankruptcy, Twist::bankrupt},
    {7, 120, 60, 69, 85, Pays::part, Twist::plain},
    {7, 100, 80, 78, 55, Pays::court, Twist::differs},
    {8, 80, 70, 72, 60, Pays::full, Twist::second_go},
    {8, 50, 100, 76, 140, Pays::halves, Twist::plain},
    {8, 150, 60, 70, 30, Pays::part, Twist::used_money},
    {8, 60, 80, 64, 75, Pays::nothing, Twist::unaudited},
    {9, 190, 70, 82, 65, Pays::full, Twist::plain},
    {9, 40, 100, 59, 0, Pays::full, Twist::lead_pays},
    {9, 200, 50, 74, 120, Pays::part, Twist::second_go},
    {9, 80, 80, 67, 50, Pays::nothing, Twist::withdrawn},
    {10, 60, 80, 77, 90, Pays::full, Twist::plain},
    {10, 120, 60, 73, 100, Pays::nothing, Twist::suspended},
    {10, 100, 70, 69, 35, Pays::part, Twist::used_money},
    {10, 50, 100, 63, 110, Pays::nothing, Twist::unreachable},
    {11, 80, 80, 71, 45, Pays::full, Twist::plain},
    {11, 90, 70, 75, 80, Pays::nothing, Twist::each_pays},
}};

/// What one payer owes, and when it was told.
struct Debt {
  std::size_t part = 0;
  Fen principal = 0, interest = 0;
  std::string decision_id;
  Day served, due;
  [[nodiscard]] Fen total() const { return principal + interest; }
};

class Collector {
 public:
  explicit Collector(Book& book) : book_(book) {}

  void collect(Case& project, const Debt& debt, Pays pays);
  /// Pays what is missing from the published total.
  void balance();
  [[nodiscard]] Fen collected() const { return collected_; }

 private:
  void pay(const Case& project, const Debt& debt, Day on, Fen amount,
           std::string_view money = "principal", std::string_view means = "voluntary") {
    on = std::min(workday(on), export_day);
    book_.repay(project, {debt.part, on, amount, money, means, debt.decision_id,
                          days_between(on, export_day) > 20});
    collected_ += amount;
  }
  void pay_all(const Case& project, const Debt& debt, Day on) {
    pay(project, debt, on, debt.principal);
    if (debt.interest > 0) pay(project, debt, on, debt.interest, "interest");
  }
  void demand(const Case& project, const Debt& debt);

  Book& book_;
  Fen collected_ = 0;
  std::vector<std::pair<Case, Debt>> balance_;
};

void Collector::demand(const Case& project, const Debt& debt) {
  const Day issued = workday(plus(debt.due, 21));
  if (issued > plus(export_day, -10)) return;
  book_.notify(project, {debt.decision_id,
                         book_.unit_name(project, debt.part),
                         "demand",
                         issued,
                         std::nullopt,
                         "post",
                         workday(plus(issued, 6)),
                         {},
                         std::nullopt});
}

void Collector::collect(Case& project, const Debt& debt, Pays pays) {
  Dice& dice = project.dice;
  const Fen rounded_half = debt.principal / 2 / 10'000 * 10'000;
  switch (pays) {
    case Pays::full:
      return pay_all(project, debt, plus(debt.served, dice.between(4, 13)));
    case Pays::late:
      demand(project, debt);
      return pay_all(project, debt, plus(debt.due, dice.between(60, 160)));
    case Pays::halves:
      pay(project, debt, plus(debt.served, 9), rounded_half);
      pay(project, debt, plus(debt.due, 26), debt.principal - rounded_half);
      if (debt.interest > 0) pay(project, debt, plus(debt.due, 26), debt.interest, "interest");
      return;
    case Pays::instalments:
      demand(project, debt);
      for (int i = 0; i < 3; ++i) {
        pay(project, debt, plus(debt.due, 10 + 90 * i), debt.principal / 4 / 100'000 * 100'000);
      }
      return;
    case Pays::part:
      demand(project, debt);
      return pay(project, debt, plus(debt.served, 12),
                 debt.principal / 100 * dice.between(35, 70) / 100'000 * 100'000);
    case Pays::offset:
      return pay(project, debt, plus(debt.due, 3), debt.total(), "principal", "offset");
    case Pays::court:
      demand(project, debt);
      pay(project, debt, plus(debt.served, 14), rounded_half);
      return pay(project, debt, plus(debt.due, 330), debt.principal - rounded_half, "principal",
                 "court");
    case Pays::bankruptcy:
      return pay(project, debt, plus(debt.due, 240), debt.principal / 1000 * 137, "principal",
                 "bankruptcy");
    case Pays::nothing:
      return demand(project, debt);
    case Pays::balance:
      demand(project, debt);
      balance_.emplace_back(project, debt);
      return;
  }
}

void Collector::balance() {
  const auto& [project, debt] = balance_.at(0);
  const Fen missing = recovered_in_all - collected_;
  if (missing <= 0 || missing >= debt.total()) {
    throw std::logic_error("the published total cannot be reached: " + in_yuan(missing) + " of " +
                           in_yuan(debt.total()));
  }
  pay(project, debt, plus(debt.due, 75), missing / 3);
  pay(project, debt, plus(debt.due, 380), missing - missing / 3);
}

class Failures {
 public:
  explicit Failures(Book& book) : book_(book), collector_(book) {}
  void add(const Failure& row, std::size_t place);
  Fen finish() {
    collector_.balance();
    return collector_.collected();
  }

 private:
  Case run(const Failure& row, Dice& dice);
  void judge(Case& project, const Failure& row);
  void audit(Case& project, const Failure& row);
  /// What the lead, or each unit, owes by the figures.
  std::vector<Debt> debts(const Case& project, const Failure& row) const;
  void fix(Case& project, const Failure& row, Debt& debt);
  void serve(const Case& project, const Failure& row, Debt& debt, std::string_view kind,
             Day issued);

  Book& book_;
  Collector collector_;
};

Case Failures::run(const Failure& row, Dice& dice) {
  const Batch& batch = batches[row.batch];
  const bool second = row.twist == Twist::second_go;
  const Batch& asked = batches[second ? row.batch - 1 + (row.batch == 0) : row.batch];
  constexpr std::array<std::string_view, 4> programmes{{"JSGG", "CYZZ", "YFSF", "JSGG"}};
  Course course = course_towards(asked, dice.pick(std::span<const std::string_view>(programmes)),
                                 book_.people.own_enterprise(), ten_thousand(row.award), dice);
  course.received = row.received;
  if (second && row.batch == 0)
    course = course_until(day(2017, 6, 30), course.programme, course.unit, course.award, dice);
  course.received = row.received;
  const std::string_view liability = row.twist == Twist::lead_pays   ? "lead"
                                     : row.twist == Twist::each_pays ? "each"
                                                                     : "";
  std::optional<Fen> deposit;
  if (year_of(batch.concluded_on) == 2019) deposit = course.award / 10;
  return begin(book_, course, regime_of(batch), deposit, liability,
               row.twist == Twist::plain && row.batch % 4 == 0);
}

void Failures::audit(Case& project, const Failure& row) {
  const bool voucher_books = row.award % 40 != 0;
  for (std::size_t part = 0; part < project.parts.size(); ++part) {
    const Fen spent = project.parts[part].received / 1000 * (row.spent * 10 + 3);
    if (row.twist == Twist::unaudited) {
      spend(book_, project, part, spent, Spending::vouchers);
      continue;
    }
    if (voucher_books) spend(book_, project, part, spent, Spending::vouchers);
    if (row.disallowed > 100 && voucher_books && part == 0) {
      const Day after = workday(plus(project.end, 19));
      book_.voucher(project, part, after, "business/material", spent / 60, false);
      book_.voucher(project, part, workday(plus(after, 6)), "labour/wages", spent / 90, false);
    }
    OpinionSpec opinion;
    opinion.issued_on = workday(plus(project.end, 24));
    opinion.reference_on = project.end;
    opinion.disallowed = spent / 1000 * row.disallowed;
    opinion.interest = interest_on(project.parts[part].received, project.dice);
    std::string id = book_.opinion(project, part, opinion);
    if (row.twist == Twist::added_opinion) {
      opinion.kind = "supplementary";
      opinion.issued_on = workday(plus(opinion.issued_on, 33));
      opinion.disallowed = spent / 1000 * (row.disallowed + 20);
      opinion.replaces = id;
      id = book_.opinion(project, part, opinion);
    }
    if (!voucher_books) spend(book_, project, part, spent, Spending::final_account, id);
  }
}

void Failures::judge(Case& project, const Failure& row) {
  const Batch& batch = batches[row.batch];
  const Day asked = workday(plus(project.end, 38));
  if (row.twist != Twist::second_go) {
    book_.attempt(project, 1, std::min(asked, workday(plus(batch.concluded_on, -41))), &batch,
                  "failed");
    return;
  }
  const bool rectified = year_of(batch.concluded_on) == 2020;
  static constexpr Batch of_2017{"2017年第四批", day(2017, 12, 11), day(2017, 12, 20),
                                 "示深科验〔2017〕33号"};
  const Batch& first = row.batch == 0 ? of_2017 : batches[row.batch - 1];
  book_.attempt(project, 1, std::min(asked, workday(plus(first.concluded_on, -38))), &first,
                rectified ? "rectify" : "re_review");
  book_.attempt(project, 2, workday(plus(first.notified_on, 21)), &batch, "failed");
}

std::vector<Debt> Failures::debts(const Case& project, const Failure& row) const {
  std::vector<Debt> debts;
  for (std::size_t part = 0; part < project.parts.size(); ++part) {
    Debt debt;
    debt.part = part;
    debt.principal = project.parts[part].surplus();
    debt.interest = project.parts[part].interest;
    if (row.twist == Twist::lead_pays && part > 0) {
      debts[0].principal += debt.principal;
      debts[0].interest += debt.interest;
    } else {
      debts.push_back(debt);
    }
  }
  if (year_of(batches[row.batch].concluded_on) == 2019) {  // never below the contract deposit
    Fen total = 0;
    for (const Debt& debt : debts) total += debt.total();
    debts[0].principal += std::max<Fen>(0, project.award / 10 - total);
  }
  return debts;
}

void Failures::serve(const Case& project, const Failure& row, Debt& debt, std::string_view kind,
                     Day issued) {
  constexpr std::array<std::string_view, 4> ways{{"direct", "post", "electronic", "left"}};
  const bool announced = row.twist == Twist::unreachable;
  const std::string_view way = announced ? "public_notice" : ways[project.serial % ways.size()];
  const Day served = workday(plus(issued, way == "direct" ? 2 : way == "electronic" ? 0 : 5));
  NoticeSpec notice{debt.decision_id,
                    book_.unit_name(project, debt.part),
                    kind,
                    issued,
                    std::nullopt,
                    way,
                    served,
                    {},
                    std::nullopt};
  if (announced) notice.served_on.reset();
  book_.notify(project, notice);
  debt.served = announced ? plus(issued, 60) : served;
  debt.due = plus(debt.served, 15);
}

void Failures::fix(Case& project, const Failure& row, Debt& debt) {
  const Batch& batch = batches[row.batch];
  const Day decided =
      std::min(workday(plus(batch.notified_on, project.dice.between(12, 24))), day(2020, 12, 9));
  if (row.twist == Twist::no_decision) return serve(project, row, debt, "refund", decided);
  DecisionSpec decision;
  decision.decided_on = decided;
  decision.part = debt.part;
  decision.principal = debt.principal;
  decision.interest = debt.interest;
  if (row.twist == Twist::used_money) {
    decision.used = project.parts[debt.part].in_period / 100 * 6 / 10'000 * 10'000;
    debt.principal += *decision.used;
  }
  if (row.twist == Twist::differs) {
    *decision.principal -= yuan(12'600);
    debt.principal = *decision.principal;
  }
  if (row.twist == Twist::replaced) {
    decision.interest = 0;
    debt.decision_id = book_.decide(project, decision);
    serve(project, row, debt, "decision", workday(plus(decided, 2)));
    decision.interest = debt.interest;
    decision.decided_on = workday(plus(decided, 43));
    decision.replaces = debt.decision_id;
  }
  if (row.twist == Twist::withdrawn || row.twist == Twist::suspended) {
    decision.status = row.twist == Twist::withdrawn ? "withdrawn" : "suspended";
    decision.status_on = workday(plus(decided, 47));
  }
  // Half of the decisions name the last day themselves.
  if (project.serial % 2 == 0) decision.pay_by = workday(plus(decision.decided_on, 30));
  debt.decision_id = book_.decide(project, decision);
  serve(project, row, debt, "decision", workday(plus(decision.decided_on, 2)));
  if (decision.pay_by) debt.due = *decision.pay_by;
}

void Failures::add(const Failure& row, std::size_t place) {
  Dice dice("failure " + std::to_string(place));
  Case project = run(row, dice);
  if (row.twist == Twist::lead_pays || row.twist == Twist::each_pays) {
    add_partner(book_, project, book_.people.draw_unit(UnitKind::institute, dice), 24);
  }
  audit(project, row);
  judge(project, row);
  Unit& unit = book_.people.unit(project.parts[0].unit);
  if (row.twist == Twist::unreachable) {
    unit.status = "unreachable";
    unit.status_on = plus(batches[row.batch].notified_on, 5);
  } else if (row.twist == Twist::bankrupt) {
    unit.status = "bankrupt";
    unit.status_on = plus(batches[row.batch].notified_on, 60);
  }
  for (Debt& debt : debts(project, row)) {
    fix(project, row, debt);
    collector_.collect(project, debt, row.pays);
  }
}

}  // namespace

Fen add_failed(Book& book) {
  Failures group(book);
  for (std::size_t i = 0; i < failures.size(); ++i) group.add(failures[i], i);
  return group.finish();
}

}  // namespace dossier
