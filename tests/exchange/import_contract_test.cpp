// What is promised to the people who feed the dossier, sentence by sentence, where no other test of
// this folder holds the code to it.
#include "import_fixture.hpp"

#include <bursar/base/digest.hpp>
#include <bursar/exchange/text_encoding.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::find_notice;
using bursar_test::one_project;
using bursar_test::project_header;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

ImportProfile profile(const std::string& text) {
  return ImportProfile::from_toml("schema = \"bursar.profile/1\"\nname = \"test\"\n" + text)
      .value();
}

/// The award of a project whose amount stands under a header.
std::optional<Minor> award(const std::string& header, const std::string& cell) {
  Store store;
  const auto outcome =
      store.import({{"projects", "project_id,title,start_on,end_on," + header +
                                     "\nP1,A,2020-01-01,2021-01-01," + cell + "\n"}});
  if (!outcome.appended) return std::nullopt;
  return store.fold().project("P1")->registered.award;
}

/// The texts that were kept as remarks, in the order of the journal.
std::vector<std::string> kept_remarks(Store& store) {
  std::vector<std::string> kept;
  store.journal().read(1, INT64_MAX, [&](const Entry& entry) {
    const auto texts = store.journal().private_part(entry.position);
    for (const Fact& fact : decode_facts(entry.facts, texts.value_or(std::string())).value()) {
      if (const auto* remarks = std::get_if<RemarksKept>(&fact.body)) {
        kept.emplace_back(remarks->remarks.view());
      }
    }
    return true;
  });
  return kept;
}

}  // namespace

TEST_CASE("Contract: the encoding is detected, and reported") {
  const std::string text =
      "项目编号,项目名称,资助金额（元）,开始日期,结束日期\n"
      "P1,题目,1000,2020-01-01,2022-12-31\n";
  const std::vector<std::pair<std::string, TextEncoding>> variants = {
      {text, TextEncoding::utf8},
      {"\xef\xbb\xbf" + text, TextEncoding::utf8},
      {encode_gb18030(text).value(), TextEncoding::gb18030}};
  for (const auto& [bytes, encoding] : variants) {
    Store store;
    const auto outcome = store.take({{"projects", bytes}});
    CHECK(outcome.report.files[0].encoding == encoding);
    CHECK(store.fold().project("P1")->registered.title == "题目");
    CHECK(store.fold().book().imports[0].second.files[0].encoding == word(encoding));
  }
}

TEST_CASE("Contract: quoting is that of RFC 4180") {
  Store store;
  store.take({{"projects", project_header + "P1,\"a,b\",\"1000\",2020-01-01,2022-12-31\r\n"
                                            "P2,\"say \"\"x\"\"\",1,2020-01-01,2022-12-31\r\n"
                                            "P3,\"two\nlines\",1,2020-01-01,2022-12-31\r\n"}});
  const Portfolio folded = store.fold();
  CHECK(folded.project("P1")->registered.title == "a,b");
  CHECK(folded.project("P2")->registered.title == "say \"x\"");
  CHECK(folded.project("P3")->registered.title == "two\nlines");
}

TEST_CASE("Contract: the Chinese headers of the contract") {
  for (const std::string id : {"项目编号", "批准号"}) {
    for (const std::string org : {"承担单位", "依托单位"}) {
      CAPTURE(id, org);
      Store store;
      store.take({{"projects", id + ",项目名称," + org +
                                   ",负责人,资助金额(万元),起止日期\n"
                                   "P1,题目,甲,张三,1.5,2018.01-2020.12\n"},
                  {"payments", "拨款编号," + id + ",日期,金额(元)\nY1,P1,2018-02-01,7\n"},
                  {"expenses", "支出编号," + id +
                                   ",日期,科目,金额(元),发票号\nE1,P1,2018-03-01,差旅费,8,77\n"}});
      const Portfolio folded = store.fold();
      const Project& project = *folded.project("P1");
      CHECK(project.registered.title == "题目");
      CHECK(project.registered.award == Minor(1'500'000));
      CHECK(project.registered.start_on == day("2018-01-01"));
      CHECK(project.registered.end_on == day("2020-12-31"));
      CHECK(folded.organisation(project.registered.org_id.text())->registered.name.view() == "甲");
      CHECK(folded.person(project.registered.leader_id.text())->registered.name.view() == "张三");
      CHECK(project.payments[0].amount == Minor(700));
      CHECK(project.cold_lines()[0].span()[0].invoice_no == "77");
      CHECK(project.expenses.head[0] == Head::business_travel);
    }
  }
}

TEST_CASE("Contract: the header carries the unit") {
  CHECK(award("award", "1234.50") == Minor(123'450));
  CHECK(award("award(万元)", "1.5") == Minor(1'500'000));
  CHECK(award("award_fen", "123") == Minor(123));
  CHECK(award("资助金额（元）", "1234.50") == Minor(123'450));
  CHECK(award("资助金额/万元", "0.00015") == Minor(150));
  CHECK(award("资助金额(单位：万元)", "1") == Minor(1'000'000));
  CHECK(award("资助金额（亿元）", "0.01") == Minor(100'000'000));
  // Not stated, or finer than a fen: refused.
  CHECK_FALSE(award("资助金额", "1234.50").has_value());
  CHECK_FALSE(award("资助金额（见说明）", "1234.50").has_value());
  CHECK_FALSE(award("award", "1234.505").has_value());
  CHECK_FALSE(award("award_fen", "1.5").has_value());
  CHECK_FALSE(award("award(万元)", "0.0000001").has_value());
}

TEST_CASE("Contract: a unit that the file states and another that the profile states are refused") {
  const auto import_of = [](const std::string& above, const std::string& column,
                            const std::string& unit) {
    const ImportProfile given = profile(
        "[[tables]]\nkind = \"payments\"\n[tables.fields]\npayment_id = \"id\"\n"
        "project_id = \"project\"\non = \"date\"\namount = { column = \"" +
        column + "\", unit = \"" + unit + "\" }\n");
    Store store;
    store.take({{"projects", one_project}});
    auto options = Store::options();
    options.profile = &given;
    const auto outcome = store.import(
        {{"payments", above + "id,project,date," + column + "\nY1,P1,2020-02-01,12.5\n"}}, options);
    if (outcome.report.problems.empty()) {
      return std::to_string(store.fold().project("P1")->payments[0].amount.value());
    }
    CHECK(outcome.report.problems.size() == 1);
    const auto& refusal = outcome.report.problems[0].refusal;
    return short_problems(outcome.report)[0] + " " + std::string(refusal.argument("stated")) + " " +
           std::string(refusal.argument("value"));
  };
  CHECK(import_of("", "经费(元)", "万元") == "1:4 amount units_disagree 元 万元");
  CHECK(import_of("", "经费_fen", "元") == "1:4 amount units_disagree 分 元");
  CHECK(import_of("单位：万元,,,\n", "经费", "元") == "2:4 amount units_disagree 万元 元");
  CHECK(import_of("", "经费（万元）", "万元") == "12500000");
  CHECK(import_of("", "经费", "万元") == "12500000");
  // What stands in the header goes before what stands above it.
  CHECK(import_of("单位：万元,,,\n", "经费(元)", "元") == "1250");
}

TEST_CASE("Contract: the unit above the header is told where an amount takes it, and only there") {
  const std::string title = "单位：万元,,,\n";
  for (const auto& [column, takes] : {std::pair("金额(元)", false), std::pair("金额", true)}) {
    Store store;
    const auto outcome = store.take(
        {{"projects", one_project},
         {"payments", title + "payment_id,project_id,on," + column + "\nY1,P1,2020-02-01,6\n"}});
    CHECK((find_notice(outcome.report, NoticeCode::unit_from_title) != nullptr) == takes);
  }
}

TEST_CASE(
    "Contract: a partner in the part of lead that is not the project's organisation is said") {
  const std::string header = "project_id,org_id,role\n";
  for (const auto& [org, differs] : {std::pair("O2", true), std::pair("O1", false)}) {
    Store store;
    const auto outcome = store.take(
        {{"projects",
          "project_id,title,org_id,award,start_on,end_on\nP1,A,O1,1,2020-01-01,2021-01-01\n"},
         {"partners", header + "P1,O3,合作\nP1," + org + ",牵头\n"}});
    const auto* notice = find_notice(outcome.report, NoticeCode::lead_differs);
    REQUIRE((notice != nullptr) == differs);
    if (notice == nullptr) continue;
    CHECK(notice->lines == std::vector<std::size_t>{3});
    CHECK(notice->is_warning());
    CHECK(store.fold().project("P1")->registered.org_id == OrgId("O1"));
  }
}

TEST_CASE("Contract: no column is told as ignored that another table of the profile takes") {
  const ImportProfile given = profile(R"(
[[tables]]
input = "list"
kind = "organisations"
ignore = ["number", "title", "sum", "from", "until", "colour"]
[tables.fields]
org_id = "host"
name = "host"
[[tables]]
input = "list"
kind = "projects"
[tables.fields]
project_id = "number"
title = "title"
award = { column = "sum", unit = "元" }
start_on = "from"
end_on = "until"
)");
  Store store;
  auto options = Store::options();
  options.profile = &given;
  const auto outcome = store.take(
      {{"list", "host,number,title,sum,from,until,colour\n甲,P1,A,1,2019-01-01,2020-01-01,red\n"}},
      options);
  const auto* notice = find_notice(outcome.report, NoticeCode::columns_ignored);
  REQUIRE(notice != nullptr);
  CHECK(notice->detail == "colour");
  CHECK(notice->count == 1);
  CHECK(kept_remarks(store).empty());
}

TEST_CASE("Contract: rounding is named, and the difference of all amounts told with its sign") {
  const std::string table =
      "[[tables]]\nkind = \"payments\"\n[tables.fields]\npayment_id = \"no\"\n"
      "project_id = \"project\"\non = \"date\"\namount = { column = \"sum\", unit = \"元\" }\n";
  const ImportProfile given = profile("rounding = \"toward_zero\"\n" + table);
  Store store;
  store.take({{"projects", one_project}});
  auto options = Store::options();
  options.profile = &given;
  const auto outcome = store.take({{"payments",
                                    "no,project,date,sum\nY1,P1,2020-01-01,1.009\nY2,P1,2020-01-01,"
                                    "2.003\nY3,P1,2020-01-01,3\n"}},
                                  options);
  CHECK(store.fold().project("P1")->payments[0].amount == Minor(100));
  CHECK(store.fold().project("P1")->payments[1].amount == Minor(200));
  const auto* notice = find_notice(outcome.report, NoticeCode::amounts_rounded);
  REQUIRE(notice != nullptr);
  CHECK(notice->count == 2);
  CHECK(notice->detail == "0.012");
  CHECK(notice->file == "payments.csv");
}

TEST_CASE("Contract: a blank is not known, and never zero") {
  Store store;
  store.take(
      {{"projects", one_project},
       {"opinions",
        "opinion_id,project_id,issued_on,reference_on,disallowed,payables,interest,adopted\n"
        "N1,P1,2023-11-01,2023-06-30,0,,0,是\n"},
       {"decisions",
        "decision_id,project_id,kind,decided_on,principal,interest\nD1,P1,追缴,2024-01-01,,0\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  CHECK_FALSE(project.opinions[0].payables.has_value());
  CHECK(project.opinions[0].interest == Minor(0));
  CHECK_FALSE(project.decisions[0].principal.has_value());
  CHECK(project.decisions[0].interest == Minor(0));
  CHECK_FALSE(project.registered.contract_deposit.has_value());
  CHECK_FALSE(award("award", "").has_value());
}

TEST_CASE("Contract: unknown columns of every kind of subject are kept and told") {
  Store store;
  const auto outcome = store.take({{"organisations", "org_id,name,颜色\nO1,甲,红\n"},
                                   {"persons", "person_id,name,爱好\nL1,张三,棋\n"},
                                   {"projects",
                                    "project_id,title,award,start_on,end_on,验收地点\n"
                                    "P1,A,1,2020-01-01,2021-01-01,深圳\n"}});
  std::vector<std::string> told;
  for (const ImportNotice& each : outcome.report.notices) {
    if (each.code == NoticeCode::columns_kept_as_remarks) told.push_back(each.detail);
  }
  CHECK(told == std::vector<std::string>{"颜色", "爱好", "验收地点"});
  CHECK(kept_remarks(store) == std::vector<std::string>{"颜色=红", "爱好=棋", "验收地点=深圳"});
}

TEST_CASE("Contract: a day that is kept as a remark needs no unknown column beside it") {
  const ImportProfile given = profile(R"(
[[tables]]
kind = "organisations"
[tables.fields]
org_id = "host"
name = "host"
[[tables]]
input = "organisations"
kind = "projects"
[tables.fields]
project_id = "number"
title = "title"
award = { column = "sum", unit = "元" }
period = { column = "term", unreadable = "remark" }
)");
  Store store;
  auto options = Store::options();
  options.profile = &given;
  const auto outcome = store.take({{"organisations",
                                    "host,number,title,sum,term\n"
                                    "甲,P1,A,1,2019.01-2019.14\n"
                                    "乙,P2,B,2,2019.01-2019.12\n"}},
                                  options);
  const auto* notice = find_notice(outcome.report, NoticeCode::unreadable_days_kept);
  REQUIRE(notice != nullptr);
  CHECK(notice->lines == std::vector<std::size_t>{2});
  CHECK(kept_remarks(store) == std::vector<std::string>{"term=2019.01-2019.14"});
  CHECK_FALSE(store.fold().project("P1")->registered.end_on.has_value());
}

TEST_CASE("Contract: a column without a header is not dropped in silence either") {
  Store store;
  const std::vector<File> files = {
      {"projects", one_project},
      {"payments",
       "payment_id,project_id,on,amount,,\nY1,P1,2020-02-01,6,,\nY2,P1,2020-03-01,7,分两次,\n"}};
  const auto outcome = store.take(files);
  const auto* notice = find_notice(outcome.report, NoticeCode::unnamed_cells_kept);
  REQUIRE(notice != nullptr);
  CHECK(notice->lines == std::vector<std::size_t>{3});
  CHECK(notice->count == 1);
  CHECK(find_notice(outcome.report, NoticeCode::money_columns_unknown) == nullptr);
  CHECK_FALSE(store.take(files).appended.has_value());
}

TEST_CASE("Contract: a profile takes two fields from a period, and one field from two columns") {
  const ImportProfile given = profile(R"(
dates = "month_day_year"
[[tables]]
kind = "projects"
[tables.fields]
project_id = { columns = ["year", "number"], join = "-" }
title = "name"
award = { column = "sum", unit = "万元" }
start_on = { column = "term", part = "start", dates = "written" }
end_on = { column = "term", part = "end", dates = "written" }
approved_on = "approved"
funding_mode = { value = "competitive" }
programme = { column = "class", map = { 1 = "面上", 2 = "重点" }, otherwise = "其他类" }
)");
  Store store;
  auto options = Store::options();
  options.profile = &given;
  store.take({{"projects",
               "year,number,name,sum,term,approved,class\n"
               "2018,7,A,1.5,2018.01-2020.12,12/31/2017,1\n"
               "2018,8,B,2,2018年1月至2020年6月,1/2/2018,9\n"}},
             options);
  const Portfolio folded = store.fold();
  const Project* project = folded.project("2018-7");
  REQUIRE(project != nullptr);
  CHECK(project->registered.start_on == day("2018-01-01"));
  CHECK(project->registered.end_on == day("2020-12-31"));
  CHECK(project->approved_on == day("2017-12-31"));
  CHECK(project->registered.funding_mode == FundingMode::competitive);
  CHECK(project->registered.programme == "面上");
  CHECK(folded.project("2018-8")->registered.programme == "其他类");
  CHECK(folded.project("2018-8")->registered.end_on == day("2020-06-30"));
  CHECK(folded.project("2018-8")->approved_on == day("2018-01-02"));
}

TEST_CASE("Contract: what broke a rule is history, and stored") {
  Store store;
  store.take(
      {{"projects", one_project},
       {"payments",
        "payment_id,project_id,on,amount\nY1,P1,2019-01-01,999999\nY2,P1,2030-01-01,0\n"},
       {"transfers", "transfer_id,project_id,on,to_org_id,amount\nT1,P1,2020-04-01,O9,2000000\n"},
       {"expenses",
        "expense_id,project_id,on,head,amount,vendor_id\nE1,P1,2029-05-01,设备费,0,V9\n"},
       {"acceptance", "project_id,attempt,concluded_on,outcome\nP1,2,2021-06-01,整改后通过\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  CHECK(project.payments.size() == 2);
  CHECK(project.payments[0].amount > *project.registered.award);
  CHECK(project.transfers[0].to_org_id == OrgId("O9"));
  CHECK(project.partners.empty());
  CHECK(project.expenses.amount[0] == Minor(0));
  CHECK(project.attempts.size() == 1);
}

TEST_CASE("Contract: what has no day takes that of the project's start, its from, or the import") {
  Store store;
  store.take(
      {{"organisations", "org_id,name,from\nO1,甲,2018-05-01\nO2,乙,\n"},
       {"persons", "person_id,name,employer_org_id,from\nL1,张三,O1,2019-01-01\nL2,李四,O1,\n"},
       {"projects", one_project},
       {"budget", "project_id,head,amount\nP1,设备费,500\n"}});
  // Who is registered is always shown; the days are those of the facts.
  const auto first_day = [&](SubjectKind kind, const char* id) {
    Date first;
    store.journal().read({kind, id}, INT64_MAX, [&](const Entry& entry) {
      first = decode_facts(entry.facts).value().front().effective_on;
      return false;
    });
    return first;
  };
  CHECK(first_day(SubjectKind::organisation, "O1") == day("2018-05-01"));
  CHECK(first_day(SubjectKind::organisation, "O2") == day("2024-06-30"));
  CHECK(first_day(SubjectKind::person, "L1") == day("2019-01-01"));
  CHECK(first_day(SubjectKind::person, "L2") == day("2024-06-30"));
  CHECK(store.fold("2018-12-31").person("L1")->employments.empty());
  CHECK(store.fold("2019-01-01").person("L1")->employments.size() == 1);
  CHECK(store.fold("2020-01-01").project("P1")->budget.size() == 1);
  const Portfolio before = store.fold("2019-12-31");
  const Project* project = before.project("P1");
  CHECK((project == nullptr || project->budget.empty()));
}

TEST_CASE("Contract: digests of files and profile, and the row of each fact") {
  const ImportProfile given = profile(
      "[[tables]]\ninput = \"master\"\nkind = \"projects\"\n[tables.fields]\nproject_id = \"id\"\n"
      "title = \"name\"\naward = { column = \"sum\", unit = \"元\" }\nperiod = \"term\"\n");
  const std::string master =
      "id,name,sum,term\nP0,Z,1,2020-01-01 至 2021-01-01\nP1,A,1,2020-01-01 至 2021-01-01\n";
  const std::string payments =
      "payment_id,project_id,on,amount\nY1,P1,2020-02-01,5\nY2,P1,2020-03-01,5\n";
  Store store;
  auto options = Store::options();
  options.profile = &given;
  store.take({{"master", master}, {"payments", payments}}, options);
  const Portfolio folded = store.fold();
  REQUIRE(folded.book().imports.size() == 1);
  const ImportRecorded& recorded = folded.book().imports[0].second;
  REQUIRE(recorded.files.size() == 2);
  CHECK(recorded.files[0].kind == "master");
  CHECK(recorded.files[0].name == "master.csv");
  CHECK(recorded.files[0].digest == sha256(master).hex());
  CHECK(recorded.files[1].digest == sha256(payments).hex());
  CHECK(recorded.files[1].rows == 2);
  CHECK(recorded.profile_digest == given.digest());
  const Project& project = *folded.project("P1");
  CHECK(project.trace.origin == RowOrigin{0, 3});
  CHECK(project.payments[0].trace.origin == RowOrigin{1, 2});
  CHECK(project.payments[1].trace.origin == RowOrigin{1, 3});
}

TEST_CASE("Contract: names and free texts are in the vault, and nowhere else") {
  Store store;
  store.take({{"organisations", "org_id,name\nO1,深圳隐名公司\n"},
              {"persons", "person_id,name\nL1,张隐名\n"},
              {"projects", one_project},
              {"expenses",
               "expense_id,project_id,on,head,amount,memo\nE1,P1,2020-05-01,设备费,5,隐名摘要\n"},
              {"changes",
               "change_id,project_id,kind,requested_on,reason\nH1,P1,延期,2021-01-01,隐名原因\n"}});
  bool in_vault = false;
  store.journal().read(1, INT64_MAX, [&](const Entry& entry) {
    CHECK(entry.facts.find("隐名") == std::string::npos);
    in_vault = in_vault || store.journal().private_part(entry.position).value_or("").find("隐名") !=
                               std::string::npos;
    return true;
  });
  CHECK(in_vault);
}

TEST_CASE("Contract: a problem says where it is, what stands there and what was expected") {
  Store store;
  const auto outcome = store.import(
      {{"projects", one_project},
       {"payments",
        "拨款编号,项目编号,拨款日期,拨款金额（元）\nY1,P1,2020年2月30日,5\nY2,P1,二月,5\n"}});
  REQUIRE(outcome.report.problems.size() == 2);
  CHECK(outcome.report.problems[0]
            .text(Language::zh)
            .starts_with("payments.csv:2:3: on (拨款日期) '2020年2月30日': "));
  CHECK(outcome.report.problems[1].text(Language::zh).find("应为") != std::string::npos);
  CHECK(outcome.report.problems[1].text(Language::en).find("expected") != std::string::npos);
}

TEST_CASE("Contract: rejected rows come back with the unit above the header, and nothing is lost") {
  Store store;
  store.take({{"projects", one_project}});
  auto options = Store::options();
  options.accept_good = true;
  const std::string file =
      "拨款表,,,\n,,,单位：万元\n拨款编号,项目编号,拨款日期,金额\nY1,P1,2020-02-01,1\n"
      "Y2,P1,2月,2\nY3,P1,\"2020-04-01\"x,3\nY4,P1,\"2020-05-01,4\n";
  const auto outcome = store.import({{"payments", file}}, options);
  CHECK(short_problems(outcome.report) ==
        Problems{"5:3 on date_malformed", "6:3  csv_quote_malformed", "7:3  csv_quote_unclosed"});
  REQUIRE(outcome.rejected.size() == 1);
  CHECK(outcome.rejected[0].rows == 3);
  std::string text = outcome.rejected[0].text;
  for (const auto& [what, with] :
       {std::pair("2月", "2020-03-01"), std::pair("\"\"\"2020-04-01\"\"x\"", "2020-04-01"),
        std::pair("\"\"\"2020-05-01\"", "2020-05-01")}) {
    CAPTURE(what, text);
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string(what).size(), with);
  }
  store.take({{"payments", text}});
  const Portfolio folded = store.fold();
  REQUIRE(folded.project("P1")->payments.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(folded.project("P1")->payments[i].amount ==
          Minor(1'000'000 * static_cast<std::int64_t>(i + 1)));
  }
}

TEST_CASE("Contract: a project without a lead is taken, and said") {
  Store store;
  const std::string nobody =
      "project_id,title,org_id,award,start_on,end_on\nP1,甲,,7,2020-01-01,2020-12-31\n";
  const auto outcome = store.take({{"projects", nobody}});
  const auto* notice = find_notice(outcome.report, NoticeCode::lead_unknown);
  REQUIRE(notice != nullptr);
  CHECK(notice->lines == std::vector<std::size_t>{2});
  CHECK(notice->is_warning());
  const auto named = store.take(
      {{"projects",
        "project_id,title,org_id,award,start_on,end_on\nP1,甲,O1,7,2020-01-01,2020-12-31\n"}});
  CHECK(find_notice(named.report, NoticeCode::lead_unknown) == nullptr);
}
