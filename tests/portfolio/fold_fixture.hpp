// One project in a journal in memory that a test adds facts to.
#pragma once

#include <bursar/portfolio/portfolio.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <utility>
#include <vector>

#include "random_history.hpp"

namespace histories {

struct Fixture {
  std::unique_ptr<Journal> journal = new_journal();
  int steps = 0;

  Fixture() {
    add({SubjectKind::book, {}}, day(1900, 1, 1), BookOpened{"book", 480, "CNY", Source::grant, 1});
    ProjectRegistered body;
    body.title = "one";
    body.org_id = OrgId("O-1");
    body.award = Minor(100);
    body.start_on = day(2019, 1, 1);
    body.end_on = day(2020, 12, 31);
    add(project_, day(2019, 1, 1), body);
  }
  void add(const Subject& subject, Date on, FactBody body) {
    append(*journal, {subject, {{on, std::move(body)}}}, ++steps);
  }
  void add(Date on, FactBody body) { add(project_, on, std::move(body)); }
  void spend(std::vector<ExpenseLine> lines) {
    add(from_day_number(lines[0].day), ExpensesBooked{ExpenseBlock::pack(lines)});
  }
  static ExpenseLine line(const char* id, Date on, std::int64_t amount) {
    ExpenseLine made;
    made.expense_id = id;
    made.day = day_number(on);
    made.amount = Minor(amount);
    return made;
  }
  Project folded(AsOf as_of = {}) const {
    const Portfolio portfolio = Portfolio::fold(*journal, as_of).value();
    REQUIRE(portfolio.project("P-1") != nullptr);
    return *portfolio.project("P-1");
  }
  Subject project_{SubjectKind::project, "P-1"};
};

inline DecisionMade decision(const char* id, DecisionKind kind, const char* replaces = "") {
  DecisionMade made;
  made.decision_id = id;
  made.kind = kind;
  made.replaces = replaces;
  return made;
}

}  // namespace histories
