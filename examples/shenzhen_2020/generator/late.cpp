// 42 projects that ended without applying for acceptance in time.
#include "outcomes.hpp"

namespace dossier {
namespace {

constexpr std::string_view rule_2020 = "cn-shenzhen-2020";

/// The rule of the year in which a project was terminated.
std::string_view rule_of(Day terminated_on) {
  return terminated_on < day(2020, 1, 1) ? "cn-shenzhen-2019" : rule_2020;
}

enum class Fate {
  asked_late,
  extended,
  extension_pending,
  reminded,
  told_to_apply,
  forgotten,
  unreachable,
  bankrupt
};

struct Late {
  Fate fate;
  int year;
  unsigned month;  ///< the last month of the contract
  int award;       ///< 万元
  std::string_view regime = rule_2020;
};

constexpr std::array<Late, 32> lates{{
    {Fate::asked_late, 2018, 12, 80},        {Fate::asked_late, 2019, 3, 50},
    {Fate::asked_late, 2019, 6, 120},        {Fate::asked_late, 2019, 9, 60},
    {Fate::asked_late, 2019, 12, 100},       {Fate::asked_late, 2020, 3, 40},
    {Fate::extended, 2020, 3, 150},          {Fate::extended, 2020, 6, 80},
    {Fate::extended, 2020, 6, 200},          {Fate::extended, 2020, 9, 60},
    {Fate::extended, 2020, 9, 90},           {Fate::extension_pending, 2020, 6, 100},
    {Fate::extension_pending, 2020, 8, 80},  {Fate::extension_pending, 2020, 9, 50},
    {Fate::extension_pending, 2020, 10, 30}, {Fate::extension_pending, 2020, 11, 120},
    {Fate::unreachable, 2018, 3, 50},        {Fate::unreachable, 2018, 6, 80},
    {Fate::unreachable, 2018, 12, 40},       {Fate::unreachable, 2019, 3, 100},
    {Fate::unreachable, 2019, 6, 60},        {Fate::unreachable, 2019, 9, 30},
    {Fate::bankrupt, 2018, 9, 100},          {Fate::bankrupt, 2019, 6, 150},
    {Fate::bankrupt, 2019, 12, 80},          {Fate::reminded, 2019, 10, 60},
    {Fate::reminded, 2020, 5, 90},           {Fate::told_to_apply, 2019, 8, 50},
    {Fate::told_to_apply, 2019, 11, 70},     {Fate::forgotten, 2020, 9, 40},
    {Fate::forgotten, 2020, 10, 80, ""},     {Fate::forgotten, 2019, 4, 30, ""},
}};

class LateOnes {
 public:
  explicit LateOnes(Book& book) : book_(book) {}
  void add(const Late& row, std::size_t place);

 private:
  void remind(const Case& project, Day on);
  void tell_to_apply(const Case& project, Day on, bool announced);
  void give_intent(const Case& project, Day on, bool announced);
  void report_status(const Case& project, std::string_view status, Day on);

  Book& book_;
};

void LateOnes::remind(const Case& project, Day on) {
  book_.notify(project, {{},
                         book_.unit_name(project),
                         "remind",
                         on,
                         std::nullopt,
                         "electronic",
                         on,
                         "none",
                         std::nullopt});
}

void LateOnes::tell_to_apply(const Case& project, Day on, bool announced) {
  NoticeSpec notice{{},
                    book_.unit_name(project),
                    "apply_by",
                    on,
                    plus(on, announced ? 90 : 30),
                    announced ? "public_notice" : "post",
                    workday(plus(on, 5)),
                    {},
                    std::nullopt};
  if (announced) notice.served_on.reset();
  book_.notify(project, notice);
}

void LateOnes::give_intent(const Case& project, Day on, bool announced) {
  NoticeSpec notice{{},
                    book_.unit_name(project),
                    "intent",
                    on,
                    std::nullopt,
                    announced ? "public_notice" : "post",
                    workday(plus(on, 4)),
                    {},
                    std::nullopt};
  if (announced) notice.served_on.reset();
  book_.notify(project, notice);
}

void LateOnes::report_status(const Case& project, std::string_view status, Day on) {
  Unit& unit = book_.people.unit(project.parts[0].unit);
  unit.status = status;
  unit.status_on = on;
}

void LateOnes::add(const Late& row, std::size_t place) {
  Dice dice("late " + std::to_string(place));
  const auto nth = static_cast<std::int64_t>(place);
  const bool own = row.fate == Fate::unreachable || row.fate == Fate::bankrupt;
  Applicant applicant = draw_applicant(book_, dice);
  if (own) applicant = {"CYZZ", book_.people.own_enterprise()};
  const Day end = last_of_month(day(row.year, row.month, 1), 0);
  Course course =
      course_until(end, applicant.programme, applicant.unit, ten_thousand(row.award), dice);
  course.received = own ? 60 : 80;
  Case project = begin(book_, course, row.regime);
  if (!own && row.fate != Fate::forgotten) {
    book_.spend(project, 0, project.parts[0].received / 100 * dice.between(60, 95),
                plus(project.start, 50), end);
  }
  switch (row.fate) {
    case Fate::asked_late: {
      remind(project, workday(day(2020, 7, 6)));
      const Day asked = workday(plus(day(2020, 9, 1), nth * 16));
      return book_.attempt(project, 1, asked, nullptr, "");
    }
    case Fate::extended: {
      const Day asked = workday(plus(end, -dice.between(35, 80)));
      return book_.change(project, "extension", asked, workday(plus(asked, 26)),
                          last_of_month(end, place % 2 == 0 ? 12 : 9),
                          "受疫情影响，设备到货和现场试验推迟");
    }
    case Fate::extension_pending:
      return book_.change(project, "extension", workday(plus(end, -dice.between(5, 20))),
                          std::nullopt, last_of_month(end, 6), "关键样机验证未完成，申请延期");
    case Fate::reminded:
      return remind(project, workday(day(2020, 10, 12)));
    case Fate::told_to_apply:
      remind(project, workday(day(2020, 6, 15)));
      return tell_to_apply(project, workday(day(2020, place % 2 == 0 ? 8 : 12, 3)), false);
    case Fate::forgotten:
      return;
    case Fate::unreachable:
      remind(project, workday(day(2020, 3, 9)));
      report_status(project, "unreachable", day(2020, 5, 20));
      tell_to_apply(project, workday(plus(day(2020, 6, 10), nth % 3 * 70)), true);
      if (place % 3 == 0) give_intent(project, workday(day(2020, 10, 19)), true);
      return;
    case Fate::bankrupt:
      report_status(project, "bankrupt", workday(plus(day(2020, 1, 15), nth % 4 * 60)));
      return give_intent(project, workday(plus(day(2020, 9, 7), nth % 4 * 24)), false);
  }
}

// ---------------------------------------------------------------------- terminated and revoked

enum class Ending {
  paid,
  paid_in_part,
  assets_sold,
  assets_unpaid,
  no_accounts,
  unaudited,
  bankrupt,
  partner_silent,
  open
};

struct Terminated {
  int year;
  unsigned month;
  int award;
  int spent;  ///< percent of what was received
  Day decided_on;
  Ending ending;
};

constexpr std::array<Terminated, 9> terminated{{
    {2017, 6, 60, 64, day(2019, 9, 16), Ending::paid},
    {2017, 12, 100, 72, day(2019, 11, 18), Ending::paid_in_part},
    {2018, 3, 80, 58, day(2020, 3, 23), Ending::assets_sold},
    {2018, 6, 150, 77, day(2020, 5, 18), Ending::assets_unpaid},
    {2018, 9, 50, 0, day(2020, 6, 15), Ending::no_accounts},
    {2018, 12, 40, 83, day(2020, 7, 13), Ending::unaudited},
    {2018, 3, 120, 69, day(2020, 4, 20), Ending::bankrupt},
    {2019, 3, 90, 70, day(2020, 9, 21), Ending::partner_silent},
    {2019, 6, 70, 66, day(2020, 11, 23), Ending::open},
}};

class Terminations {
 public:
  explicit Terminations(Book& book) : book_(book) {}
  void add(const Terminated& row, std::size_t place);
  void add_revoked();

 private:
  void warn(const Case& project, Day decided_on);
  void liquidate(Case& project, const Terminated& row);
  void recover(Case& project, const Terminated& row);

  Book& book_;
};

void Terminations::warn(const Case& project, Day decided_on) {
  const std::string unit = book_.unit_name(project);
  const Day reminded = workday(plus(decided_on, -190));
  const Day told = workday(plus(decided_on, -130));
  const Day intent = workday(plus(decided_on, -40));
  book_.notify(
      project,
      {{}, unit, "remind", reminded, std::nullopt, "electronic", reminded, "none", std::nullopt});
  book_.notify(project, {{},
                         unit,
                         "apply_by",
                         told,
                         plus(told, 30),
                         "post",
                         workday(plus(told, 5)),
                         {},
                         std::nullopt});
  const bool stated = project.serial % 3 == 0;
  book_.notify(project, {{},
                         unit,
                         "intent",
                         intent,
                         std::nullopt,
                         "post",
                         workday(plus(intent, 5)),
                         stated ? "statement" : "none",
                         stated ? std::optional(workday(plus(intent, 9))) : std::nullopt});
}

void Terminations::liquidate(Case& project, const Terminated& row) {
  for (std::size_t part = 0; part < project.parts.size(); ++part) {
    const Fen spent = project.parts[part].received / 1000 * (row.spent * 10 - 4);
    spend(book_, project, part, spent, Spending::vouchers);
    if (row.ending == Ending::unaudited) continue;
    OpinionSpec opinion;
    opinion.kind = "liquidation";
    opinion.issued_on = workday(plus(row.decided_on, -12));
    opinion.reference_on = workday(plus(row.decided_on, -30));
    opinion.disallowed = spent / 1000 * 55;
    opinion.interest = interest_on(project.parts[part].received, project.dice);
    book_.opinion(project, part, opinion);
  }
  if (row.ending == Ending::assets_sold || row.ending == Ending::assets_unpaid) {
    book_.disposal(project, 0, workday(plus(row.decided_on, 20)),
                   yuan(38'600) + project.award / 100);
  }
}

void Terminations::recover(Case& project, const Terminated& row) {
  const Part& part = project.parts[0];
  const Day decided = workday(plus(row.decided_on, 32));
  DecisionSpec decision;
  decision.decided_on = decided;
  decision.principal = part.surplus();
  decision.interest = part.interest;
  if (part.proceeds > 0) decision.proceeds = part.proceeds;
  const std::string id = book_.decide(project, decision);
  const Day served = workday(plus(decided, 6));
  book_.notify(project, {id,
                         book_.unit_name(project),
                         "decision",
                         workday(plus(decided, 1)),
                         std::nullopt,
                         "post",
                         served,
                         {},
                         std::nullopt});
  RepaymentSpec payment;
  payment.on = workday(plus(served, 11));
  payment.decision_id = id;
  payment.amount = part.surplus() + part.interest + part.proceeds;
  switch (row.ending) {
    case Ending::paid:
    case Ending::assets_sold:
      return book_.repay(project, payment);
    case Ending::paid_in_part:
      payment.amount = part.surplus() / 2 / 100'000 * 100'000;
      return book_.repay(project, payment);
    case Ending::bankrupt:
      payment.on = day(2020, 12, 18);
      payment.means = "bankruptcy";
      payment.amount = part.surplus() / 1000 * 94;
      return book_.repay(project, payment);
    default:
      return;
  }
}

void Terminations::add(const Terminated& row, std::size_t place) {
  Dice dice("terminated " + std::to_string(place));
  const Day end = last_of_month(day(row.year, row.month, 1), 0);
  Course course = course_until(end, place % 2 == 0 ? "CYZZ" : "JSGG", book_.people.own_enterprise(),
                               ten_thousand(row.award), dice);
  course.received = 70;
  Case project = begin(book_, course, rule_of(row.decided_on));
  if (row.ending == Ending::partner_silent) {
    add_partner(book_, project, book_.people.draw_unit(UnitKind::university, dice), 20);
  }
  warn(project, row.decided_on);
  if (row.ending != Ending::no_accounts) liquidate(project, row);
  DecisionSpec decision;
  decision.kind = "terminate";
  decision.decided_on = row.decided_on;
  const std::string id = book_.decide(project, decision);
  book_.notify(project, {id,
                         book_.unit_name(project),
                         "decision",
                         workday(plus(row.decided_on, 2)),
                         std::nullopt,
                         "post",
                         workday(plus(row.decided_on, 7)),
                         {},
                         std::nullopt});
  if (row.ending == Ending::bankrupt) {
    book_.people.unit(project.parts[0].unit).status = "bankrupt";
    book_.people.unit(project.parts[0].unit).status_on = day(2020, 2, 26);
  }
  // The claim of the others rests on the settlement alone.
  const bool decides = row.ending != Ending::no_accounts && row.ending != Ending::unaudited &&
                       row.ending != Ending::partner_silent && row.ending != Ending::open;
  if (decides) recover(project, row);
}

void Terminations::add_revoked() {
  Dice dice("revoked");
  Course course = course_until(day(2018, 12, 31), "CYZZ", book_.people.own_enterprise(),
                               ten_thousand(80), dice);
  course.received = 60;
  Case project = begin(book_, course, rule_2020);
  const Day intent = workday(day(2020, 7, 20));
  book_.notify(project, {{},
                         book_.unit_name(project),
                         "intent",
                         intent,
                         std::nullopt,
                         "public_notice",
                         std::nullopt,
                         {},
                         std::nullopt});
  book_.people.unit(project.parts[0].unit).status = "licence_revoked";
  book_.people.unit(project.parts[0].unit).status_on = day(2020, 4, 30);
  DecisionSpec decision;
  decision.kind = "revoke";
  decision.decided_on = day(2020, 10, 26);
  book_.decide(project, decision);
  decision.kind = "penalty";
  decision.principal = yuan(30'000);
  book_.decide(project, decision);
}

}  // namespace

void add_late(Book& book) {
  LateOnes group(book);
  for (std::size_t i = 0; i < lates.size(); ++i) group.add(lates[i], i);
  Terminations terminations(book);
  for (std::size_t i = 0; i < terminated.size(); ++i) terminations.add(terminated[i], i);
  terminations.add_revoked();
}

}  // namespace dossier
