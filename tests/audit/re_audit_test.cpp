#include "audit_support.hpp"
#include "random_projects.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace bursar;
using namespace bursar::test;

namespace {

RuleSet all_rules() {
  RuleSet rules = ten();
  rules.add(rectification_missing()).value();
  return rules;
}

/// A portfolio that grows: builders by id.
struct Growing {
  std::map<std::string, ProjectBuilder> builders;
  std::int64_t position = 1;
  std::vector<ProjectId> touched;

  void step() {
    touched.clear();
    ++position;
    const int changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i) {
      const std::string id = "P" + std::to_string(*rc::gen::inRange(1, 15));
      const auto known = builders.find(id);
      if (known == builders.end()) {
        builders.emplace(id, random_project(id));
      } else {
        add_random_fact(known->second, id, static_cast<int>(position) * 10 + i);
        known->second.next_version();
      }
      touched.emplace_back(id);
    }
  }

  [[nodiscard]] Folder folder() const {
    std::vector<Project> projects;
    for (const auto& [id, builder] : builders) projects.push_back(builder.build(1 + id.size() % 2));
    return Folder(std::move(projects));
  }
};

}  // namespace

TEST_CASE("re_audit: equals a full run after any facts and any passing of days") {
  rc::prop("steps of a growing portfolio", [] {
    const RuleSet rules = all_rules();
    Growing growing;
    Date as_of = day("2020-11-01");
    for (int i = 0; i < 8; ++i) growing.step();
    Folder first = growing.folder();
    AuditRun last = audit(first.scope(growing.position), rules, as_of, AuditContext{1}).value();
    AuditRun told = last;
    const int steps = *rc::gen::inRange(1, 6);
    for (int i = 0; i < steps; ++i) {
      growing.step();
      as_of = after(as_of, *rc::gen::element(0, 0, 1, 40, 90));
      Folder folder = growing.folder();
      const AuditScope scope = folder.scope(growing.position);
      const AuditRun full = audit(scope, rules, as_of, AuditContext{1}).value();
      last = re_audit(std::move(last), scope, rules, as_of, AuditContext{2}).value();
      told =
          re_audit(std::move(told), scope, rules, growing.touched, as_of, AuditContext{1}).value();
      RC_ASSERT(last == full);
      RC_ASSERT(told == full);
    }
  });
}

TEST_CASE("re_audit: looks only at projects with new facts and at verdicts that ran out") {
  // A project changed without a new version is not looked at: that shows what was left alone.
  std::vector<Project> projects;
  for (const char* id : {"P1", "P2", "P3"}) {
    projects.push_back(
        ProjectBuilder(id).period("2020-01-01", "2020-12-31").award(10).paid(10).build());
  }
  Folder folder(std::move(projects));
  const RuleSet rules = all_rules();
  AuditRun run = audit(folder.scope(1), rules, day("2021-01-31"), AuditContext{1}).value();
  CHECK(run.findings.empty());
  for (Project& project : folder.projects()) project.registered.award = Minor(3);
  folder.projects()[1].version = 2;
  run =
      re_audit(std::move(run), folder.scope(2), rules, day("2021-02-01"), AuditContext{1}).value();
  REQUIRE(run.findings.size() == 1);
  CHECK(run.findings[0].project_id == ProjectId("P2"));
  // On 2021-06-30 acceptance is overdue everywhere: all three verdicts have run out.
  run =
      re_audit(std::move(run), folder.scope(2), rules, day("2021-06-30"), AuditContext{1}).value();
  CHECK(run.findings.size() == 6);
}

TEST_CASE("re_audit: a copy of a run can be used again") {
  ProjectBuilder one("P1");
  one.award(10).paid(10);
  Folder folder({one.build()});
  const RuleSet rules = all_rules();
  const AuditRun run = audit(folder.scope(1), rules, day("2021-01-31"), AuditContext{1}).value();
  Folder later({one.paid(5).next_version().build()});
  const AuditRun first =
      re_audit(run, later.scope(2), rules, day("2021-01-31"), AuditContext{1}).value();
  const AuditRun second =
      re_audit(run, later.scope(2), rules, day("2021-01-31"), AuditContext{1}).value();
  CHECK(first.findings.size() == 1);
  CHECK(first == second);
}

TEST_CASE("re_audit: runs in full where the earlier run is no help") {
  ProjectBuilder one("P1");
  one.period("2020-01-01", "2020-12-31").award(10).paid(10);
  ProjectBuilder two("P2");
  two.period("2020-01-01", "2020-12-31").award(10).paid(15);
  Folder both({one.build(), two.build()});
  const RuleSet rules = all_rules();
  const Date late = day("2021-12-31");
  const AuditRun run = audit(both.scope(5), rules, late, AuditContext{1}).value();
  CHECK(run.findings.size() == 3);

  SECTION("an earlier day") {
    const AuditRun again = re_audit(run, both.scope(5), rules, day("2021-01-31")).value();
    CHECK(again == audit(both.scope(5), rules, day("2021-01-31")).value());
    CHECK(again.findings.size() == 1);
  }
  SECTION("other rules") {
    const AuditRun again =
        re_audit(run, both.scope(5), only(paid_more_than_approved()), late).value();
    CHECK(again.rules.size() == 1);
  }
  SECTION("another effective day") {
    AuditScope scope = both.scope(5);
    scope.as_of.effective = late;
    both.projects()[0].registered.award = Minor(1);  // without a new version
    CHECK(re_audit(run, scope, rules, late).value().findings.size() == 4);
  }
  SECTION("a project that is gone") {
    Folder fewer({one.build()});
    CHECK(re_audit(run, fewer.scope(6), rules, late).value() ==
          audit(fewer.scope(6), rules, late).value());
  }
  SECTION("a journal that is shorter") {
    Folder fewer({one.build(), two.build()});
    fewer.projects()[1].registered.award = Minor(1'000);
    CHECK(re_audit(run, fewer.scope(4), rules, late).value().findings.size() == 2);
  }
}
