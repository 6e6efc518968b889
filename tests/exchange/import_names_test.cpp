// Units and persons by name, and what spreadsheets put around a table.
#include "import_fixture.hpp"

#include <bursar/exchange/text_encoding.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::find_notice;
using bursar_test::one_project;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

const std::string named = "项目编号,项目名称,承担单位,负责人,资助金额（元）,开始日期,结束日期\n";

std::string named_project(const std::string& id, const std::string& org,
                          const std::string& leader) {
  return id + ",题目," + org + "," + leader + ",1.00,2020-01-01,2021-12-31\n";
}

}  // namespace

TEST_CASE("Names: units and persons are resolved through their files, in any order of files") {
  const File organisations{"organisations", "org_id,name\nO1,深圳市甲（集团）公司\nO2,乙大学\n"};
  const File persons{"persons",
                     "person_id,name,employer_org_id\nL1,张三,O1\nL2,张三,O2\nL3,李四,O2\n"};
  const File projects{"projects", named + named_project("P1", "深圳市甲(集团)公司", "张三") +
                                      named_project("P2", "乙大学", "张 三") +
                                      named_project("P3", "O2", "李四")};
  for (const auto& files : {std::vector<File>{organisations, persons, projects},
                            std::vector<File>{projects, persons, organisations}}) {
    Store store;
    store.take(files);
    const Portfolio folded = store.fold();
    CHECK(folded.project("P1")->registered.org_id == OrgId("O1"));
    CHECK(folded.project("P1")->registered.leader_id == PersonId("L1"));
    CHECK(folded.project("P2")->registered.org_id == OrgId("O2"));
    CHECK(folded.project("P2")->registered.leader_id == PersonId("L2"));
    CHECK(folded.project("P3")->registered.org_id == OrgId("O2"));
    CHECK(folded.project("P3")->registered.leader_id == PersonId("L3"));
    CHECK(folded.organisations().size() == 2);
  }
}

TEST_CASE("Names: an ambiguous name is refused with its candidates") {
  Store store;
  const auto outcome =
      store.import({{"organisations", "org_id,name\nO1,甲公司\nO2,甲公司\n"},
                    {"persons", "person_id,name,employer_org_id\nL1,张三,O3\nL2,张三,O3\n"},
                    {"projects", named + named_project("P1", "甲公司", "") +
                                     named_project("P2", "O1", "张三")}});
  CHECK(short_problems(outcome.report) ==
        std::vector<std::string>{"2:3 org_name name_ambiguous", "3:4 leader_name name_ambiguous"});
  CHECK(outcome.report.problems[0].refusal.argument("candidates") == "O1, O2");
}

TEST_CASE("Names: whom nobody knows is created once, and found again") {
  Store store;
  const std::vector<File> files = {{"projects", named + named_project("P1", "甲公司", "张三") +
                                                    named_project("P2", "甲公司", "张三") +
                                                    named_project("P3", "乙公司", "张三")}};
  const auto outcome = store.take(files);
  const auto* organisations = find_notice(outcome.report, NoticeCode::organisations_created);
  REQUIRE(organisations != nullptr);
  CHECK(organisations->count == 2);
  const Portfolio folded = store.fold();
  CHECK(folded.organisations().size() == 2);
  CHECK(folded.persons().size() == 2);  // the namesake at the other company is somebody else
  CHECK(folded.project("P1")->registered.leader_id == folded.project("P2")->registered.leader_id);
  CHECK(folded.project("P1")->registered.leader_id != folded.project("P3")->registered.leader_id);
  CHECK(
      folded.organisation(folded.project("P1")->registered.org_id.text())->registered.name.view() ==
      "甲公司");
  CHECK_FALSE(store.take(files).appended.has_value());
  // Neither a name nor a digest of one stands in the id of a person.
  CHECK(folded.project("P1")->registered.leader_id == PersonId("named-in:P1"));
}

TEST_CASE("Names: an id with a name registers the unit; another name for it is told") {
  Store store;
  const auto outcome = store.take({{"projects",
                                    "project_id,title,org_id,org_name,award,start_on,end_on\n"
                                    "P1,A,O1,甲公司,1,2020-01-01,2021-01-01\n"
                                    "P2,B,O1,甲集团,1,2020-01-01,2021-01-01\n"}});
  CHECK(store.fold().organisation("O1")->registered.name.view() == "甲公司");
  const auto* differs = find_notice(outcome.report, NoticeCode::unit_name_differs);
  REQUIRE(differs != nullptr);
  CHECK(differs->lines == std::vector<std::size_t>{3});
}

TEST_CASE("Names: only rows that are taken create anybody") {
  Store store;
  auto options = Store::options();
  options.accept_good = true;
  store.import({{"projects", named + named_project("P1", "甲公司", "张三") +
                                 "P2,题目,乙公司,李四,一块,2020-01-01,2021-12-31\n"}},
               options);
  CHECK(store.fold().organisations().size() == 1);
  CHECK(store.fold().persons().size() == 1);
}

TEST_CASE("Names: an addressee may be a unit or a person") {
  Store store;
  store.take({{"organisations", "org_id,name\nO1,甲公司\n"},
              {"persons", "person_id,name\nL1,张三\n"},
              {"projects", one_project},
              {"notices",
               "文书编号,项目编号,受送达人,文书类型,发出日期\nM1,P1,甲公司,催办,2023-01-01\n"
               "M2,P1,张三,告知,2023-01-02\nM3,P1,王五,告知,2023-01-02\n"}});
  const Portfolio folded = store.fold();
  const auto& notices = folded.project("P1")->notices;
  CHECK(notices[0].addressee == "O1");
  CHECK(notices[0].addressed_to == PartyKind::organisation);  // which leads no project
  CHECK(notices[1].addressee == "L1");
  CHECK(notices[1].addressed_to == PartyKind::person);
  // A name that is in no list may be anybody's.
  CHECK(notices[2].addressed_to == std::nullopt);
}

TEST_CASE("Names: what an addressee is follows the addressee, and is looked up once") {
  const std::string header =
      "文书编号,项目编号,受送达人编号,文书类型,发出日期,changed_on,change_reason\n";
  Store store;
  store.take({{"organisations", "org_id,name\nO1,甲公司\nO2,乙公司\nO3,丙公司\n"},
              {"persons", "person_id,name\nL1,张三\n"},
              {"projects", one_project}});
  // Ids alone, of whom the book knows.
  const std::vector<File> notices = {
      {"notices", header + "M1,P1,L2,催办,2023-01-01,,\nM2,P1,O2,催办,2023-01-01,,\n"
                           "M3,P1,L1,催办,2023-01-01,,\nM2,P1,O3,催办,2023-01-01,2023-02-01,误填\n"
                           "M3,P1,O2,催办,2023-01-01,2023-02-01,误填\n"}};
  store.take(notices);
  const auto kinds = [&](std::string_view as_of) {
    std::vector<std::optional<PartyKind>> found;
    const Portfolio folded = store.fold(as_of);
    for (const auto& each : folded.project("P1")->notices) found.push_back(each.addressed_to);
    return found;
  };
  using Kinds = std::vector<std::optional<PartyKind>>;
  const Kinds before{std::nullopt, PartyKind::organisation, PartyKind::person};
  const Kinds after{std::nullopt, PartyKind::organisation, PartyKind::organisation};
  CHECK(kinds("2023-01-31") == before);
  CHECK(kinds("2023-02-01") == after);
  // Whom the book comes to know makes no news of a notice that it has.
  store.take({{"persons", "person_id,name\nL2,李四\n"}});
  CHECK_FALSE(store.take(notices).appended.has_value());
  const auto refused = store.import({{"notices", header + "M1,P1,O2,催办,2023-01-01,,\n"}});
  REQUIRE(refused.report.problems.size() == 1);
  CHECK(refused.report.problems[0].refusal.code() == Code::value_changed);
  CHECK(refused.report.problems[0].refusal.argument("field") == "addressee");
}

TEST_CASE("Names: of units of the project, their successors and mere names nothing is noted") {
  const std::string header =
      "project_id,title,org_id,award,start_on,end_on,changed_on,change_reason\n";
  Store store;
  // O1 led, then O6 did; O1 became O4, and that O5. O8 succeeded a unit of another project.
  store.take({{"organisations",
               "org_id,name,successor_org_id\nO1,甲公司,O4\nO4,丁公司,O5\nO5,戊公司,\nO2,乙公司,\n"
               "O6,己公司,\nO7,庚公司,O8\nO8,辛公司,\n"},
              {"projects", header + "P1,题目,O1,1,2020-01-01,2021-12-31,,\n"
                                    "P1,题目,O6,1,2020-01-01,2021-12-31,2021-06-01,变更牵头单位\n"},
              {"partners", "project_id,org_id,role\nP1,O2,参与\n"},
              {"notices",
               "notice_id,project_id,addressee,addressee_name,kind,issued_on\n"
               "M1,P1,O1,,催办,2021-01-01\nM2,P1,O2,,催办,2023-01-01\nM3,P1,O4,,催办,2023-01-01\n"
               "M4,P1,O5,,催办,2023-01-01\nM5,P1,O6,,催办,2023-01-01\nM6,P1,,王五,催办,2023-01-01\n"
               "M7,P1,O8,,催办,2023-01-01\n"}});
  const Portfolio folded = store.fold();
  const auto& notices = folded.project("P1")->notices;
  REQUIRE(notices.size() == 7);
  for (const auto& notice : notices) {
    INFO(notice.notice_id.view());
    const bool outside = notice.notice_id == "M7";
    CHECK(notice.addressed_to.has_value() == outside);
  }
}

TEST_CASE("Tables: titles, units in titles, sums, remarks, blank lines and repeated headers") {
  Store store;
  const auto outcome = store.take({{"projects", one_project},
                                   {"payments",
                                    "2020年度拨款表,,,\n制表单位：科技局,,,单位：万元\n\n"
                                    "拨款编号*,项目 编号,拨款日期,金额\n"
                                    "Y1,P1,2020-02-01,6.00\n"
                                    ",,,\n"
                                    "小计,,,6.00\n"
                                    "拨款编号*,项目 编号,拨款日期,金额\n"
                                    "Y2,P1,2020-03-01,0.5\n"
                                    "合 计：,,,6.50\n"
                                    "注：本表不含退回款项,,,\n制表人：王五,,,\n"}});
  const Portfolio folded = store.fold();
  REQUIRE(folded.project("P1")->payments.size() == 2);
  CHECK(folded.project("P1")->payments[0].amount == Minor(6'000'000));
  CHECK(folded.project("P1")->payments[0].trace.origin.line == 5);
  CHECK(folded.project("P1")->payments[1].trace.origin.line == 9);
  const auto lines = [&](NoticeCode code) {
    const auto* notice = find_notice(outcome.report, code);
    return notice == nullptr ? std::vector<std::size_t>{} : notice->lines;
  };
  CHECK(lines(NoticeCode::title_rows_skipped) == std::vector<std::size_t>{1, 2, 8});
  CHECK(lines(NoticeCode::total_rows_skipped) == std::vector<std::size_t>{7, 10});
  CHECK(lines(NoticeCode::remark_rows_skipped) == std::vector<std::size_t>{11, 12});
  CHECK(lines(NoticeCode::blank_rows_skipped) == std::vector<std::size_t>{6});
  REQUIRE(find_notice(outcome.report, NoticeCode::unit_from_title) != nullptr);
  CHECK(find_notice(outcome.report, NoticeCode::unit_from_title)->detail == "万元");
}

TEST_CASE("Tables: unknown columns are kept as remarks, once") {
  Store store;
  const std::vector<File> files = {
      {"projects", one_project},
      {"payments", "payment_id,project_id,on,amount,颜色,心情\nY1,P1,2020-02-01,6,红,\n"},
      {"expenses", "expense_id,project_id,on,head,amount,用印\nE1,P1,2020-02-01,设备费,6,已盖\n"}};
  const auto outcome = store.take(files);
  const auto* notice = find_notice(outcome.report, NoticeCode::money_columns_unknown);
  REQUIRE(notice != nullptr);
  CHECK(notice->detail == "颜色, 心情");
  std::vector<std::string> remarks;
  store.journal().read({SubjectKind::project, "P1"}, INT64_MAX, [&](const Entry& entry) {
    CHECK(entry.facts.find("红") == std::string::npos);
    for (const Fact& fact :
         decode_facts(entry.facts, *store.journal().private_part(entry.position)).value()) {
      if (const auto* kept = std::get_if<RemarksKept>(&fact.body)) {
        remarks.push_back(kept->record + " " + std::string(kept->remarks.view()));
      }
    }
    return true;
  });
  CHECK(remarks == std::vector<std::string>{"expenses:E1 用印=已盖", "payments:Y1 颜色=红"});
  CHECK_FALSE(store.take(files).appended.has_value());
}

TEST_CASE("Tables: both encodings, every delimiter and every line end give the same journal") {
  const std::string text = named + named_project("P1", "甲公司", "张三");
  std::vector<std::string> variants = {text, "\xef\xbb\xbf" + text, encode_gb18030(text).value()};
  for (const char delimiter : {'\t', ';'}) {
    std::string other = text;
    std::replace(other.begin(), other.end(), ',', delimiter);
    variants.push_back(other);
  }
  for (const std::string end : {"\r\n", "\r"}) {
    std::string other;
    for (const char c : text) c == '\n' ? other += end : other += c;
    variants.push_back(other);
  }
  std::optional<Digest> state;
  for (const std::string& variant : variants) {
    Store store;
    store.take({{"projects", variant}});
    const Digest digest = store.fold().state_digest();
    if (!state) state = digest;
    CHECK(digest == *state);
  }
}

TEST_CASE("Tables: digits that a spreadsheet took are missed, whatever the column") {
  Store store;
  const auto outcome = store.import({{"projects", one_project},
                                     {"expenses",
                                      "expense_id,project_id,on,head,amount,invoice_no,vendor_id\n"
                                      "E1,P1,2020-02-01,设备费,6,2.43121E+19,\n"
                                      "E2,P1,2020-02-01,设备费,6,24312000000012300000,\n"
                                      "E3,P1,2020-02-01,设备费,6,,510322198001010000\n"
                                      "E4,P1,2020-02-01,设备费,6,=\"00042\",\n"}});
  CHECK(short_problems(outcome.report) ==
        std::vector<std::string>{"2:6 invoice_no spreadsheet_digits_lost",
                                 "3:6 invoice_no spreadsheet_digits_lost",
                                 "4:7 vendor_id spreadsheet_digits_lost"});
}
