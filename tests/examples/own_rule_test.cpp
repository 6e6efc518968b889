#include "audit_support.hpp"
#include "own_rules.hpp"

#include <catch2/catch.hpp>

using namespace bursar;
using namespace bursar::test;

namespace {

AnyRule round_by_hundreds() {
  return host::round_amounts(Money::of_minor(100, Currency::cny()), 3);
}

ProjectBuilder spending(std::initializer_list<std::int64_t> amounts) {
  ProjectBuilder builder("P1");
  for (const std::int64_t amount : amounts) {
    Spent line;
    line.id = "E" + std::to_string(amount);
    line.on = day("2020-03-01");
    line.amount = amount;
    builder.spent(line);
  }
  return builder;
}

ProjectBuilder led(std::string id, std::string leader, std::string_view start,
                   std::string_view end) {
  ProjectBuilder builder(std::move(id));
  builder.period(start, end);
  builder.edit().registered.leader_id = PersonId(std::move(leader));
  return builder;
}

}  // namespace

TEST_CASE("The rules of the example say about themselves what a set asks for") {
  RuleSet rules;
  CHECK(rules.add(round_by_hundreds()).has_value());
  CHECK(rules.add(host::leader_of_many(1)).has_value());
}

TEST_CASE("round_amounts: three round lines are found, two are not") {
  CHECK(run(round_by_hundreds(), spending({100, 200, 301})).findings.empty());
  const AuditRun found = run(round_by_hundreds(), spending({100, 200, 301, 5000}));
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].amount == Minor(5300));
}

TEST_CASE("leader_of_many: only projects that run on the day count, also in a re-audit") {
  std::vector<Project> projects{led("P1", "L1", "2020-01-01", "2020-12-31").build(),
                                led("P2", "L1", "2020-07-01", "2021-12-31").build(),
                                led("P3", "L2", "2020-01-01", "2021-12-31").build()};
  Folder folder(std::move(projects));
  const RuleSet rules = only(host::leader_of_many(1));
  AuditRun last = audit(folder.scope(), rules, day("2020-06-30"), AuditContext{1}).value();
  CHECK(last.findings.empty());
  for (const char* on : {"2020-07-01", "2020-12-31", "2021-01-01", "2022-01-01"}) {
    last = re_audit(std::move(last), folder.scope(), rules, day(on), AuditContext{1}).value();
    CHECK(last == audit(folder.scope(), rules, day(on), AuditContext{1}).value());
    CHECK(last.findings.size() == (std::string_view(on) < "2021-01-01" ? 1 : 0));
  }
}
