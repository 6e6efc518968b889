// Random projects that are full of trouble, for properties.
#pragma once

#include "project_builder.hpp"

#include <rapidcheck/catch.h>

#include <string>

namespace bursar::test {

inline Date random_day(std::string_view from, int days) {
  return after(day(from), *rc::gen::inRange(0, days + 1));
}

inline Head random_head() {
  return static_cast<Head>(*rc::gen::inRange<std::size_t>(0, Vocabulary<Head>::words.size()));
}

inline Spent random_line(const std::string& project, int number) {
  Spent line;
  line.id = project + "-E" + std::to_string(number);
  line.on = random_day("2019-12-01", 500);
  line.head = random_head();
  line.amount = *rc::gen::element<std::int64_t>(100, 5'000, 7'999'999, 8'000'000, 9'500'000,
                                                9'999'999, 10'000'000, 0, -40);
  line.vendor = *rc::gen::element<std::string>("", "V1", "V2", "3");
  line.invoice = *rc::gen::element<std::string>("", "", "100", "0100", "25000000000000000001",
                                                "25000000000000000002", "A-7");
  line.code = *rc::gen::element<std::string>("", "", "4403");
  line.source =
      *rc::gen::element(Source::grant, Source::grant, Source::grant_city, Source::self_raised);
  line.line = static_cast<std::uint32_t>(number + 2);
  return line;
}

inline void add_random_lines(ProjectBuilder& builder, const std::string& id, int from, int count) {
  std::vector<Spent> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(random_line(id, from + i));
    if (i > 0 && *rc::gen::inRange(0, 4) == 0) {
      const Spent& target = lines[static_cast<std::size_t>(*rc::gen::inRange(0, i))];
      if (target.kind == ExpenseKind::expense) {
        lines.back().kind = *rc::gen::element(ExpenseKind::reversal, ExpenseKind::correction);
        lines.back().reverses = target.id;
        lines.back().amount =
            *rc::gen::element(-target.amount, -target.amount / 2, std::int64_t{10});
      }
    }
    builder.spent(lines.back());
  }
}

/// Something new happens to a project.
inline void add_random_fact(ProjectBuilder& builder, const std::string& id, int number) {
  const std::string suffix = std::to_string(number);
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return add_random_lines(builder, id, 1000 * number, *rc::gen::inRange(1, 5));
    case 1:
      builder.budget(random_head(), *rc::gen::element(10'000, 9'000'000, 30'000'000));
      return;
    case 2:
      builder.adjusted(random_head(), *rc::gen::element(-5'000, 5'000));
      return;
    case 3:
      builder.paid(*rc::gen::element(20'000'000, 1'000));
      return;
    case 4:
      builder.extended(to_iso(random_day("2020-06-01", 400)), *rc::gen::arbitrary<bool>());
      return;
    case 5:
      builder.attempt(*rc::gen::element(Outcome::passed, Outcome::rectify, Outcome::withdrawn,
                                        Outcome::passed_after_rectification, Outcome::failed),
                      to_iso(random_day("2020-06-01", 500)));
      return;
    case 6:
      builder.decision(
          id + "-D" + suffix, *rc::gen::element(100, 700), to_iso(random_day("2021-01-01", 60)),
          *rc::gen::element(DecisionKind::recover, DecisionKind::terminate, DecisionKind::penalty));
      return;
    default:
      builder.repaid(*rc::gen::arbitrary<bool>() ? "" : id + "-D" + std::to_string(number / 2),
                     *rc::gen::element(100, 650),
                     *rc::gen::element(RepaymentPart::principal, RepaymentPart::late_charge));
      return;
  }
}

inline ProjectBuilder random_project(const std::string& id) {
  ProjectBuilder builder(id);
  if (*rc::gen::inRange(0, 8) != 0) {
    builder.period("2020-01-01", to_iso(random_day("2020-06-01", 200)));
  }
  if (*rc::gen::inRange(0, 6) != 0) builder.award(*rc::gen::element(20'000'000, 40'000'000));
  if (*rc::gen::inRange(0, 8) != 0) add_random_lines(builder, id, 0, *rc::gen::inRange(0, 14));
  const int facts = *rc::gen::inRange(0, 7);
  for (int i = 0; i < facts; ++i) add_random_fact(builder, id, i + 1);
  return builder;
}

}  // namespace bursar::test
