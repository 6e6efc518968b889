#include "import_fixture.hpp"
#include "third_party_data.hpp"

#include <bursar/exchange/profile.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::find_notice;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

const std::string head = "schema = \"bursar.profile/1\"\nname = \"test\"\n";
const std::string payments_fields =
    "[tables.fields]\npayment_id = \"no\"\nproject_id = \"project\"\non = \"date\"\n"
    "amount = { column = \"sum\", unit = \"分\" }\n";
const std::string payments_table = "[[tables]]\nkind = \"payments\"\n";

ImportProfile profile(const std::string& text) {
  auto read = ImportProfile::from_toml(text);
  REQUIRE(bursar_test::refusal_name(read) == "accepted");
  return *std::move(read);
}

/// Line, column and expectation of a profile's refusal.
std::string place(const std::string& text) {
  const auto read = ImportProfile::from_toml(text);
  CHECK_REFUSED(read, profile_malformed);
  if (read.has_value()) return "accepted";
  return std::string(read.error().argument("line")) + ":" +
         std::string(read.error().argument("column"));
}

}  // namespace

TEST_CASE("Profile: what it cannot mean is refused with its line") {
  CHECK(profile(head + payments_table + payments_fields).tables().size() == 1);
  CHECK(place("schema = \"bursar.profile/2\"\nname = \"x\"\n") == "1:10");
  CHECK(place(head + "nonsense = 1\n") == "3:1");
  CHECK(place(head) == "1:1");
  CHECK(place(head + "[[tables]]\nkind = \"payment\"\n") == "4:8");
  CHECK(place(head + payments_table + "[tables.fields]\npayment_id = \"no\"\n") == "3:1");
  CHECK(place(head + payments_table + payments_fields + "stages = \"x\"\n") == "10:1");
  CHECK(place(head + payments_table + payments_fields + "stage = { columm = \"x\" }\n") == "10:11");
  CHECK(place(head + payments_table + payments_fields +
              "stage = { column = \"x\", value = \"y\" }\n") == "10:9");
  CHECK(place(head + payments_table + payments_fields +
              "stage = { column = \"x\", unit = \"元\" }\n") == "10:32");
  CHECK(place(head + payments_table + payments_fields +
              "stage = { column = \"x\", otherwise = \"y\" }\n") == "10:37");
  CHECK(place(head + payments_table + payments_fields + "stage = { template = \"{x\" }\n") ==
        "10:22");
  CHECK(place(head + payments_table + payments_fields + "stage = { lead_organisation = true }\n") ==
        "10:9");
  CHECK(place(head + "delimiter = \"::\"\n") == "3:13");
  CHECK(place(head + "rounding = \"sometimes\"\n") == "3:12");
  CHECK(place(head + "encoding = \"ebcdic\"\n") == "3:12");
  CHECK(place(head + payments_table + "where = [ { column = \"x\" } ]\n" + payments_fields) ==
        "5:11");
  CHECK(place("name = ") == "1:8");
}

TEST_CASE("Profile: several kinds from one file, with filters, maps, templates and fixed values") {
  const ImportProfile given = profile(head + R"(
blank = ["/", "—"]

[[tables]]
input = "master"
kind = "projects"
ignore = ["seq"]
[tables.fields]
project_id = "id"
title = { template = "Project {id} of {unit}" }
programme = "programme"
org_id = "unit"
award = { column = "granted_fen" }
start_on = "start"
end_on = "end"

[[tables]]
input = "master"
kind = "acceptance"
where = [ { column = "result", in = ["pass", "fail"] } ]
[tables.fields]
project_id = "id"
attempt = { value = "1" }
concluded_on = "accepted"
outcome = { column = "result", map = { pass = "passed", fail = "failed" } }

[[tables]]
input = "master"
kind = "decisions"
where = [ { column = "result", in = ["terminated"] }, { column = "accepted", blank = false } ]
[tables.fields]
decision_id = { template = "T-{id}" }
project_id = "id"
kind = { value = "terminate" }
decided_on = "accepted"

[[tables]]
input = "refunds"
kind = "repayments"
[tables.fields]
repayment_id = "id"
project_id = "project"
payer_org_id = { lead_organisation = true }
on = { column = "day", dates = "day_month_year" }
amount = { column = "sum", unit = "万元" }
receipt_no = { columns = ["book", "page"], join = "-" }
part = { column = "what", map = { A = "principal" }, otherwise = "interest" }
)");
  CHECK(given.inputs() == std::vector<std::string>{"master", "refunds"});
  Store store;
  auto options = Store::options();
  options.profile = &given;
  const auto outcome = store.take(
      {{"master",
        "seq,id,programme,unit,granted_fen,start,end,accepted,result,colour\n"
        "1,P1,PG,O1,100000,2020-01-01,2020-12-31,2021-02-01,pass,red\n"
        "2,P2,/,O1,200000,2020-01-01,2020-12-31,2021-02-02,terminated,—\n"
        "3,P3,PG,O1,200000,2020-01-01,2020-12-31,,,\n"},
       {"refunds",
        "id,project,day,sum,book,page,what\nR1,P2,5/3/2021,0.01,B,7,A\nR2,P2,6/3/2021,1,B,,X\n"}},
      options);
  const Portfolio folded = store.fold();
  CHECK(folded.project("P1")->registered.title == "Project P1 of O1");
  CHECK(folded.project("P1")->registered.award == Minor(100000));
  CHECK(folded.project("P1")->concluding_attempt()->concluded_on == day("2021-02-01"));
  CHECK(folded.project("P2")->attempts.empty());
  REQUIRE(folded.project("P2")->decisions.size() == 1);
  CHECK(folded.project("P2")->decisions[0].decision_id == "T-P2");
  CHECK(folded.project("P2")->decisions[0].decided_on == day("2021-02-02"));
  CHECK(folded.project("P3")->attempts.empty());
  const auto& repayments = folded.project("P2")->repayments;
  REQUIRE(repayments.size() == 2);
  CHECK(repayments[0].on == day("2021-03-05"));
  CHECK(repayments[0].payer_org_id == OrgId("O1"));
  CHECK(repayments[0].amount == Minor(10000));
  CHECK(repayments[0].receipt_no == "B-7");
  CHECK(repayments[1].receipt_no == "B");
  CHECK(repayments[1].part == RepaymentPart::interest);
  const auto* ignored = find_notice(outcome.report, NoticeCode::columns_ignored);
  REQUIRE(ignored != nullptr);
  CHECK(ignored->detail == "seq");
  const auto* remarks = find_notice(outcome.report, NoticeCode::money_columns_unknown);
  REQUIRE(remarks != nullptr);
  CHECK(remarks->detail == "colour");
  CHECK(outcome.report.tables.size() == 4);
}

TEST_CASE("Profile: a template without its columns is blank, and required is required") {
  const ImportProfile given =
      profile(head + payments_table +
              "[tables.fields]\npayment_id = { template = \"Y-{no}\" }\n"
              "project_id = \"project\"\non = \"date\"\namount = \"sum_fen\"\n");
  Store store;
  store.take({{"projects", bursar_test::one_project}});
  auto options = Store::options();
  options.profile = &given;
  const auto outcome =
      store.import({{"payments", "no,project,date,sum_fen\n,P1,2020-01-01,5\n"}}, options);
  CHECK(short_problems(outcome.report) == std::vector<std::string>{"2:1 payment_id cell_missing"});
}

TEST_CASE("Profile: a column that the file does not have") {
  const ImportProfile given = profile(head + payments_table + payments_fields);
  Store store;
  auto options = Store::options();
  options.profile = &given;
  const auto outcome =
      store.import({{"payments", "no,project,date,total\n1,P1,2020-01-01,5\n"}}, options);
  CHECK(short_problems(outcome.report) ==
        std::vector<std::string>{"1:1 amount profile_column_missing"});
  CHECK(outcome.report.problems[0].refusal.argument("column") == "sum");
}

TEST_CASE("Profile: amounts finer than a fen are refused, or rounded with the difference told") {
  const std::string table = payments_table +
                            "[tables.fields]\npayment_id = \"no\"\nproject_id = \"project\"\n"
                            "on = \"date\"\namount = { column = \"sum\", unit = \"万元\" }\n";
  const std::string rows =
      "no,project,date,sum\nY1,P1,2020-01-01,0.0000014\nY2,P1,2020-01-01,0.0000026\n";
  Store store;
  store.take({{"projects", bursar_test::one_project}});
  auto options = Store::options();
  const ImportProfile exact = profile(head + table);
  options.profile = &exact;
  CHECK(short_problems(store.import({{"payments", rows}}, options).report).size() == 2);
  const ImportProfile rounding = profile(head + "rounding = \"half_even\"\n" + table);
  options.profile = &rounding;
  const auto outcome = store.take({{"payments", rows}}, options);
  CHECK(store.fold().project("P1")->payments[0].amount == Minor(1));
  CHECK(store.fold().project("P1")->payments[1].amount == Minor(3));
  const auto* notice = find_notice(outcome.report, NoticeCode::amounts_rounded);
  REQUIRE(notice != nullptr);
  CHECK(notice->count == 2);
  CHECK(notice->detail == "0");  // 0.4 fen down and 0.4 fen up
}

TEST_CASE("Profile: serial days only where they are declared") {
  const std::string rows = "no,project,date,sum\nY1,P1,45000,5\n";
  Store store;
  store.take({{"projects", bursar_test::one_project}});
  auto options = Store::options();
  const ImportProfile written = profile(head + payments_table + payments_fields);
  options.profile = &written;
  CHECK(short_problems(store.import({{"payments", rows}}, options).report).size() == 1);
  const ImportProfile serial =
      profile(head + "dates = \"serial_1900\"\n" + payments_table + payments_fields);
  options.profile = &serial;
  store.take({{"payments", rows}}, options);
  CHECK(store.fold().project("P1")->payments[0].on == day("2023-03-15"));
}

TEST_CASE("Profile: those that come with the library are sound") {
  CHECK_FALSE(built_in_profile("no such").has_value());
  CHECK_FALSE(built_in_profile_names().empty());
  for (const std::string_view name : built_in_profile_names()) {
    CAPTURE(name);
    CHECK(profile(std::string(*built_in_profile(name))).name() == name);
  }
}

TEST_CASE("Profile: the list of the national science fund, in both encodings", "[third_party]") {
  const auto folder = bursar_test::third_party_data("grants/nsfc");
  if (!folder) return;
  const ImportProfile nsfc = profile(std::string(built_in_profile("nsfc").value()));
  std::vector<Digest> states;
  for (const std::string name :
       {"nsfc_management_half_a.csv", "nsfc_management_half_a.gb18030.csv"}) {
    Store store;
    auto options = Store::options();
    options.profile = &nsfc;
    const auto outcome =
        store.take({{"projects", bursar_test::file_text(*folder / name)}}, options);
    REQUIRE(outcome.appended.has_value());
    CHECK(outcome.report.tables[0].new_rows == 9041);
    REQUIRE(outcome.report.tables[0].totals.size() == 1);
    CHECK(outcome.report.tables[0].totals[0].sum.total().value() == Minor(299'255'300'000));
    const Portfolio folded = store.fold();
    CHECK(folded.projects().size() == 9041);
    MoneySum sum;
    for (const Project& project : folded.projects()) sum.add(*project.registered.award);
    CHECK(sum.total().value() == Minor(299'255'300'000));
    CHECK(folded.organisations().size() == 681);  // one of them with brackets of both widths
    const Project* first = folded.project("71701003");
    REQUIRE(first != nullptr);
    CHECK(first->registered.start_on == day("2018-01-01"));
    CHECK(first->registered.end_on == day("2020-12-31"));
    CHECK(folded.organisation(first->registered.org_id.text())->registered.name.view() ==
          "安徽工程大学");
    states.push_back(folded.state_digest());
  }
  CHECK(states[0] == states[1]);
}

TEST_CASE("Profile: a header is read on the line that is stated, however far down") {
  // A cover sheet, an imitation of the header in it, and blank lines, which count as lines.
  std::string above = "no,project,date,sum\n\n";
  for (int line = 3; line <= 40; ++line) above += "cover page\n";
  const std::string text = above + "no,project,date,sum\nA1,P1,2020-03-01,1234\n";
  const auto taken_at = [&text](std::string_view header_line) {
    const ImportProfile given = profile(head + "header_line = " + std::string(header_line) + "\n" +
                                        payments_table + payments_fields);
    Store store;
    store.take({{"projects", bursar_test::one_project}});
    auto options = Store::options();
    options.profile = &given;
    return store.import({{"payments", text}}, options);
  };
  const auto taken = taken_at("41");
  CHECK(taken.report.is_clean());
  REQUIRE(taken.report.files.size() == 1);
  CHECK(taken.report.files[0].header_line == 41);
  CHECK(taken.report.tables.at(0).new_rows == 1);
  const auto* titles = find_notice(taken.report, NoticeCode::title_rows_skipped);
  REQUIRE(titles != nullptr);
  CHECK(titles->count == 39);
  // A line that the file does not have.
  const auto beyond = taken_at("43");
  CHECK(short_problems(beyond.report) == std::vector<std::string>{"1:1  header_missing"});
  CHECK(beyond.report.problems.at(0).refusal.argument("rows") == "43");
}
