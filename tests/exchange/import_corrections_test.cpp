// A termination that turns out otherwise: replaced, lifted, or entered wrongly the first time.
#include "import_fixture.hpp"

#include <bursar/clawback/settlement.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::one_project;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

const std::string header =
    "decision_id,project_id,kind,decided_on,principal,replaces,status,status_on,changed_on,"
    "change_reason\n";
const std::string terminated = "D1,P1,终止,2021-03-01,,,,,,\n";

Store with_termination() {
  Store store;
  store.take({{"projects", one_project}, {"decisions", header + terminated}});
  return store;
}

/// State and day of conclusion of the project as of a day: "terminated 2021-03-01".
std::string standing(const Store& store, std::string_view as_of) {
  const Portfolio portfolio = store.fold(as_of);
  const Project& project = *portfolio.project("P1");
  CHECK(project.irregular.empty());
  const auto conclusion = conclusion_of(project);
  return std::string(word(project.state)) + " " +
         (conclusion ? conclusion->outcome + " " + to_iso(conclusion->cut_off) : "open");
}

}  // namespace

TEST_CASE("Import: a termination that another one replaces gives way to it from its day on") {
  Store store = with_termination();
  CHECK(standing(store, "2021-02-28") == "registered open");
  CHECK(standing(store, "2021-03-01") == "terminated terminated 2021-03-01");
  const std::string replaced = header + terminated + "D2,P1,终止,2021-05-01,,D1,,,,\n";
  store.take({{"decisions", replaced}});
  CHECK(standing(store, "2021-04-30") == "terminated terminated 2021-03-01");
  CHECK(standing(store, "2021-05-01") == "terminated terminated 2021-05-01");
  CHECK_FALSE(store.take({{"decisions", replaced}}).appended.has_value());
  // The second one is withdrawn: the first counts again; then that one too, and the project is what
  // it was.
  store.take({{"decisions", header + "D2,P1,终止,2021-05-01,,D1,撤回,2021-08-01,,\n"}});
  CHECK(standing(store, "2021-07-31") == "terminated terminated 2021-05-01");
  CHECK(standing(store, "2021-08-01") == "terminated terminated 2021-03-01");
  store.take({{"decisions", header + "D1,P1,终止,2021-03-01,,,撤回,2021-09-01,,\n"}});
  CHECK(standing(store, "2021-08-31") == "terminated terminated 2021-03-01");
  CHECK(standing(store, "2021-09-01") == "registered open");
}

TEST_CASE("Import: the day of a termination is corrected with a day and a reason, else refused") {
  Store store = with_termination();
  const auto refused = store.import({{"decisions", header + "D1,P1,终止,2021-04-01,,,,,,\n"}});
  CHECK(short_problems(refused.report) == std::vector<std::string>{"2:4 decided_on value_changed"});
  CHECK(standing(store, "9999-12-31") == "terminated terminated 2021-03-01");
  store.take({{"decisions", header + "D1,P1,终止,2021-04-01,,,,,2021-06-01,录入有误\n"}});
  CHECK(standing(store, "9999-12-31") == "terminated terminated 2021-04-01");
}

TEST_CASE("Import: a decision that was entered as a termination by mistake ends nothing") {
  Store store = with_termination();
  store.take({{"decisions", header + "D1,P1,追缴,2021-03-01,,,,,2021-06-01,类型有误\n"}});
  const Portfolio portfolio = store.fold();
  const Project& project = *portfolio.project("P1");
  CHECK(project.state == ProjectState::registered);
  CHECK_FALSE(conclusion_of(project).has_value());
  REQUIRE(project.decisions.size() == 1);
  CHECK(project.decisions[0].kind == DecisionKind::recover);
  // And what was entered as something else becomes one.
  store.take({{"decisions", header + "D1,P1,终止,2021-03-01,,,,,2021-07-01,原类型无误\n"}});
  CHECK(standing(store, "9999-12-31") == "terminated terminated 2021-03-01");
}

TEST_CASE(
    "Import: a correction holds from no day before the record, its new day, or the last one") {
  Store store = with_termination();
  const auto refused = [&](const std::string& row) {
    return short_problems(store.import({{"decisions", header + row}}).report);
  };
  const std::vector<std::string> too_early{"2:9 changed_on change_before_record"};
  // The record is of 2021-03-01.
  CHECK(refused("D1,P1,追缴,2021-03-01,,,,,2021-02-28,早于决定\n") == too_early);
  CHECK(refused("D1,P1,终止,2021-04-01,,,,,2021-03-31,早于新日期\n") == too_early);
  CHECK(standing(store, "9999-12-31") == "terminated terminated 2021-03-01");
  store.take({{"decisions", header + "D1,P1,终止,2021-04-01,,,,,2021-06-01,录入有误\n"}});
  store.take({{"decisions", header + "D1,P1,追缴,2021-04-01,,,,,2021-07-01,类型有误\n"}});
  // An earlier one would be stored, and the later one would go on to govern.
  CHECK(refused("D1,P1,撤销,2021-04-01,,,,,2021-06-30,早于上次修改\n") == too_early);
  CHECK(refused("D1,P1,追缴,2021-05-01,,,,,2021-05-31,早于上次修改\n") == too_early);
  // That it was then what it was is no news.
  CHECK_FALSE(
      store.take({{"decisions", header + "D1,P1,终止,2021-04-01,,,,,2021-06-30,录入有误\n"}})
          .appended.has_value());
  // Each field has its own last one, and what is on record already is no news.
  const std::string again = header + "D1,P1,追缴,2021-05-01,,,,,2021-06-15,再次更正\n";
  store.take({{"decisions", again}});
  CHECK_FALSE(store.take({{"decisions", again}}).appended.has_value());
}

TEST_CASE("Import: the sum of a termination is corrected, and fixes what is claimed") {
  Store store = with_termination();
  const auto decided = [&] {
    const Portfolio portfolio = store.fold();
    const Project& project = *portfolio.project("P1");
    const auto sum = decided_sum(project, project.registered.org_id, Source::grant).value();
    return sum ? sum->total.value() : -1;
  };
  CHECK(decided() == -1);
  store.take({{"decisions", header + "D1,P1,终止,2021-03-01,500,,,,,\n"}});  // was blank
  CHECK(decided() == 500'00);
  store.take({{"decisions", header + "D1,P1,终止,2021-03-01,400,,,,2021-06-01,复核\n"}});
  CHECK(decided() == 400'00);
}
