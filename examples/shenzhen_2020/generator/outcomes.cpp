#include "outcomes.hpp"

namespace dossier {

std::string_view regime_of(const Batch& batch) {
  switch (year_of(batch.concluded_on)) {
    case 2018:
      return "cn-shenzhen-2018";
    case 2019:
      return "cn-shenzhen-2019";
    default:
      return "cn-shenzhen-2020";
  }
}

Course course_towards(const Batch& batch, std::string_view programme, std::size_t unit, Fen award,
                      Dice& dice) {
  const Day requested = workday(plus(batch.concluded_on, -dice.between(62, 104)));
  const Day end = last_of_month(requested, static_cast<int>(-dice.between(1, 4)));
  Course course = course_until(end, programme, unit, award, dice);
  course.requested = requested;
  return course;
}

Course course_until(Day end, std::string_view programme, std::size_t unit, Fen award, Dice& dice) {
  constexpr std::array<int, 4> lengths{{18, 24, 24, 36}};
  const int length = dice.pick(std::span<const int>(lengths));
  return {programme, unit, award, first_of_month(end, 1 - length), end, end, 100};
}

Case begin(Book& book, const Course& course, std::string_view regime, std::optional<Fen> deposit,
           std::string_view liability, bool bounces) {
  Case project = book.open({course.programme, course.unit, course.award, course.start, course.end,
                            regime, deposit, liability});
  const bool own_money =
      book.people.unit(course.unit).kind == UnitKind::enterprise && project.dice.chance(35);
  book.budget(project, own_money);
  book.pay_in_stages(project, course.received, bounces);
  if (own_money) book.spend_own(project, course.award / 100 * project.dice.between(40, 80));
  return project;
}

void spend(Book& book, Case& project, std::size_t part, Fen total, Spending how,
           const std::string& opinion_id) {
  if (how == Spending::vouchers) {
    book.spend(project, part, total, plus(project.start, 45), project.end);
  } else if (how == Spending::final_account) {
    book.final_account(project, part, total, opinion_id);
  }
}

Applicant draw_applicant(Book& book, Dice& dice) {
  constexpr std::array<std::string_view, 5> of_enterprises{
      {"JSGG", "JSGG", "CYZZ", "YFSF", "GGPT"}};
  constexpr std::array<std::string_view, 3> of_others{{"JCYJ", "XKBJ", "GJHZ"}};
  if (dice.chance(62)) {
    return {dice.pick(std::span<const std::string_view>(of_enterprises)),
            book.people.draw_unit(UnitKind::enterprise, dice)};
  }
  const UnitKind kind = dice.chance(50)   ? UnitKind::university
                        : dice.chance(60) ? UnitKind::institute
                                          : UnitKind::hospital;
  return {dice.pick(std::span<const std::string_view>(of_others)),
          book.people.draw_unit(kind, dice)};
}

Fen interest_on(Fen amount, Dice& dice) { return amount / 10'000 * dice.between(28, 95); }

std::size_t add_partner(Book& book, Case& project, std::size_t unit, int share_percent) {
  const Fen share = project.parts[0].received / 100'000 * share_percent / 100 * 100'000;
  const std::size_t part = book.join(project, unit, share);
  book.pass_on(project, part, workday(plus(project.contract_on, project.dice.between(60, 90))),
               share);
  return part;
}

}  // namespace dossier
