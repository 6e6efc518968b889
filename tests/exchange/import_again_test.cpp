// What is on record already: passed over, completed, changed with a reason, or refused.
#include "import_fixture.hpp"

#include <ctime>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::one_project;
using bursar_test::short_problems;
using bursar_test::Store;

namespace {

using Problems = std::vector<std::string>;

const std::string payments_header = "payment_id,project_id,on,amount,stage\n";

const TableReport& table(const ImportReport& report, DossierKind kind) {
  for (const TableReport& each : report.tables) {
    if (each.kind == kind) return each;
  }
  FAIL("no such table");
  return report.tables.front();
}

std::vector<File> whole_dossier() {
  return {
      {"organisations", "org_id,name,kind,status,status_on\nO1,甲公司,企业,失联,2021-05-01\n"},
      {"persons", "person_id,name,employer_org_id,from\nL1,张三,O1,2019-01-01\n"},
      {"projects",
       "project_id,title,org_id,leader_id,award,approved_on,contract_on,start_on,end_on,handler\n"
       "P1,Alpha,O1,L1,1000,2019-12-01,2019-12-20,2020-01-01,2022-12-31,王\n"},
      {"partners", "project_id,org_id,role,approved\nP1,O2,合作,100\n"},
      {"budget", "project_id,head,amount\nP1,设备费,100\nP1,设备费,50\nP1,设备费,100\n"},
      {"adjustments", "adjustment_id,project_id,on,head,delta\nA1,P1,2021-01-01,设备费,-1\n"},
      {"payments", payments_header + "Y1,P1,2020-02-01,600,1\n"},
      {"transfers", "transfer_id,project_id,on,to_org_id,amount\nT1,P1,2020-03-01,O2,100\n"},
      {"accruals", "accrual_id,project_id,kind,amount,cleared_on\nC1,P1,应付,30,2020-08-01\n"},
      {"expenses", "expense_id,project_id,on,head,amount,memo\nE1,P1,2020-05-01,设备费,5,买\n"},
      {"final_accounts", "account_id,project_id,head,spent\nF1,P1,设备费,5\n"},
      {"changes",
       "change_id,project_id,kind,requested_on,approved_on,new_end_on,reason\n"
       "H1,P1,延期,2022-10-01,2022-11-01,2023-06-30,病\n"},
      {"acceptance",
       "project_id,attempt,requested_on,batch,concluded_on,notified_on,notice_no,outcome\n"
       "P1,1,2023-07-01,B1,2023-09-01,2023-09-10,文1,不通过\n"},
      {"opinions",
       "opinion_id,project_id,issued_on,reference_on,disallowed,adopted\n"
       "N1,P1,2023-08-01,2023-06-30,1,是\n"},
      {"asset_disposals", "asset_id,project_id,sold_on,proceeds\nX1,P1,2023-12-01,3\n"},
      {"decisions",
       "decision_id,project_id,kind,decided_on,principal,status,status_on\n"
       "D1,P1,追缴,2024-01-01,9,暂缓,2024-02-01\n"},
      {"notices",
       "notice_id,project_id,decision_id,addressee,kind,issued_on,served_on,response\n"
       "M1,P1,D1,O1,退款通知,2024-01-05,2024-01-09,无\n"},
      {"repayments",
       "repayment_id,project_id,payer_org_id,on,amount,decision_id,proof_filed_on\n"
       "R1,P1,O1,2024-03-01,9,D1,2024-03-02\n"}};
}

}  // namespace

TEST_CASE("Import again: the same files say nothing new, on any day") {
  Store store;
  const auto first = store.take(whole_dossier());
  REQUIRE(first.appended.has_value());
  const JournalHead head = store.journal().head();
  auto later = Store::options();
  later.today = day("2025-01-01");
  const auto second = store.take(whole_dossier(), later);
  CHECK_FALSE(second.appended.has_value());
  CHECK(second.report.facts == 0);
  CHECK(store.journal().head() == head);
  for (const TableReport& each : second.report.tables) {
    CAPTURE(word(each.kind));
    CHECK(each.already_recorded == each.rows);
    CHECK(each.new_rows + each.supplemented + each.changed + each.rejected == 0);
  }
}

TEST_CASE("Import again: a call that is repeated under its key gets its answer") {
  Store store;
  auto options = Store::options();
  options.key = "import of June";
  const auto first = store.take({{"projects", one_project}}, options);
  REQUIRE(first.appended.has_value());
  const auto second = store.take({{"projects", one_project}}, options);
  REQUIRE(second.appended.has_value());
  CHECK(second.appended->already_recorded);
  CHECK(second.appended->last_position == first.appended->last_position);
  const auto other = import_into(
      store.journal(),
      Store::inputs({{"projects", one_project + "P2,B,1,2020-01-01,2021-01-01\n"}}), options);
  CHECK_REFUSED(other, key_reused);
}

TEST_CASE("Import again: a cell that was blank and has a value now completes the record") {
  Store store;
  store.take({{"projects", one_project},
              {"payments", payments_header + "Y1,P1,2020-02-01,600,\n"},
              {"decisions", "decision_id,project_id,kind,decided_on\nD1,P1,追缴,2024-01-01\n"},
              {"expenses", "expense_id,project_id,on,head,amount\nE1,P1,2020-05-01,设备费,5\n"}});
  const std::vector<File> more = {
      {"projects",
       "project_id,title,award,approved_on,start_on,end_on,programme,org_id,handler\n"
       "P1,Alpha,1000,2019-11-01,2020-01-01,2022-12-31,PG,O1,王\n"},
      {"payments", payments_header + "Y1,P1,2020-02-01,600,first\n"},
      {"decisions",
       "decision_id,project_id,kind,decided_on,principal,pay_by,status,status_on\n"
       "D1,P1,追缴,2024-01-01,9,2024-04-01,暂缓,2024-02-01\n"},
      {"expenses",
       "expense_id,project_id,on,head,amount,invoice_no\nE1,P1,2020-05-01,设备费,5,0042\n"}};
  const auto outcome = store.take(more);
  REQUIRE(outcome.appended.has_value());
  CHECK(table(outcome.report, DossierKind::projects).supplemented == 1);
  CHECK(table(outcome.report, DossierKind::payments).supplemented == 1);
  CHECK(table(outcome.report, DossierKind::decisions).supplemented == 1);
  CHECK(table(outcome.report, DossierKind::expenses).supplemented == 1);
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  CHECK(project.approved_on == day("2019-11-01"));
  CHECK(project.registered.programme == "PG");
  CHECK(project.registered.handler.view() == "王");
  CHECK(project.payments[0].stage == "first");
  CHECK(project.payments[0].org_id == OrgId("O1"));
  CHECK(project.decisions[0].principal == Minor(900));
  CHECK(project.decisions[0].pay_by == day("2024-04-01"));
  CHECK(project.decisions[0].status == DecisionStatus::suspended);
  CHECK(project.cold_lines()[0].span()[0].invoice_no == "0042");
  CHECK(project.irregular.empty());
  CHECK_FALSE(store.take(more).appended.has_value());
  // What is blank in a later file takes nothing away.
  CHECK_FALSE(store.take({{"projects", one_project}}).appended.has_value());
}

TEST_CASE("Import again: a value that became another one is refused by line") {
  Store store;
  store.take({{"projects", one_project},
              {"payments", payments_header + "Y1,P1,2020-02-01,600,1\nY2,P1,2020-03-01,10,2\n"},
              {"expenses", "expense_id,project_id,on,head,amount\nE1,P1,2020-05-01,设备费,5\n"}});
  const auto outcome = store.import(
      {{"payments", payments_header + "Y1,P1,2020-02-01,601,1\nY2,P1,2020-03-02,10,2\n"},
       {"expenses", "expense_id,project_id,on,head,amount\nE1,P1,2020-05-01,设备费,5.01\n"}});
  CHECK_FALSE(outcome.appended.has_value());
  CHECK(short_problems(outcome.report) ==
        Problems{"2:4 amount value_changed", "3:3 on value_changed", "2:5 amount value_changed"});
  CHECK(outcome.report.problems[0].refusal.argument("recorded") == "600.00");
  CHECK(outcome.report.problems[0].refusal.argument("record") == "payments:Y1");
  // A cell that cannot be read hides nothing of the others.
  CHECK(
      short_problems(
          store.import({{"payments", payments_header + "Y1,P1,soon,601,1\nY2,P1,2020-03-02,x,2\n"}})
              .report) == Problems{"2:3 on date_malformed", "2:4 amount value_changed",
                                   "3:3 on value_changed", "3:4 amount amount_malformed"});
}

TEST_CASE("Import again: with a day and a reason, a value becomes another one") {
  Store store;
  store.take({{"projects", one_project},
              {"payments", payments_header + "Y1,P1,2020-02-01,600,1\n"},
              {"expenses", "expense_id,project_id,on,head,amount\nE1,P1,2020-05-01,设备费,5\n"}});
  const std::vector<File> changed = {
      {"payments",
       "payment_id,project_id,on,amount,stage,changed_on,change_reason\n"
       "Y1,P1,2020-02-03,601,1,2020-09-01,银行更正\n"},
      {"expenses",
       "expense_id,project_id,on,head,amount,changed_on,change_reason\n"
       "E1,P1,2020-05-01,劳务费,6,2020-09-02,科目更正\n"}};
  const auto outcome = store.take(changed);
  REQUIRE(outcome.appended.has_value());
  CHECK(table(outcome.report, DossierKind::payments).changed == 1);
  CHECK(table(outcome.report, DossierKind::expenses).changed == 1);
  const Portfolio folded = store.fold();
  CHECK(folded.project("P1")->payments[0].amount == Minor(60100));
  CHECK(folded.project("P1")->payments[0].on == day("2020-02-03"));
  CHECK(folded.project("P1")->expenses.amount[0] == Minor(600));
  CHECK(folded.project("P1")->expenses.head[0] == Head::labour);
  CHECK(folded.project("P1")->irregular.empty());
  CHECK_FALSE(store.take(changed).appended.has_value());
  const auto incomplete =
      store.import({{"payments",
                     "payment_id,project_id,on,amount,changed_on,change_reason\n"
                     "Y1,P1,2020-02-03,602,2020-09-01,\n"}});
  CHECK(short_problems(incomplete.report) ==
        Problems{"2:4 amount value_changed", "2:6 change_reason change_incomplete"});
}

TEST_CASE("Import again: the currency of a project never changes") {
  Store store;
  store.take({{"projects", one_project}});
  const auto outcome = store.import({{"projects",
                                      "project_id,title,currency,award,start_on,end_on\n"
                                      "P1,Alpha,USD,1000,2020-01-01,2022-12-31\n"}});
  CHECK(short_problems(outcome.report) == Problems{"2:3 currency currency_not_projects"});
  const auto same = store.take({{"projects",
                                 "project_id,title,currency,award,start_on,end_on\n"
                                 "P1,Alpha,CNY,1000,2020-01-01,2022-12-31\n"}});
  CHECK_FALSE(same.appended.has_value());
}

TEST_CASE("Import again: rows of one import agree, complete each other, or are refused") {
  Store store;
  const auto twice =
      store.take({{"projects", one_project},
                  {"payments", payments_header + "Y1,P1,2020-02-01,600,\nY1,P1,2020-02-01,600,1\n"},
                  {"expenses",
                   "expense_id,project_id,on,head,amount\nE1,P1,2020-05-01,设备费,5\nE1,P1,2020-05-"
                   "01,设备费,5\n"}});
  CHECK(table(twice.report, DossierKind::payments).new_rows == 1);
  CHECK(store.fold().project("P1")->payments.size() == 1);
  CHECK(store.fold().project("P1")->payments[0].stage == "1");
  CHECK(store.fold().project("P1")->expenses.size() == 1);
  const auto against = store.import(
      {{"payments", payments_header + "Y3,P1,2020-02-01,600,\nY3,P1,2020-02-01,700,\n"},
       {"expenses",
        "expense_id,project_id,on,head,amount\nE5,P1,2020-05-01,设备费,5\nE5,P1,2020-05-01,设备费,"
        "6\n"}});
  CHECK(short_problems(against.report) ==
        Problems{"3:4 amount rows_disagree", "3:5 amount rows_disagree"});
  CHECK(against.report.problems[0].refusal.argument("line") == "2");
}

TEST_CASE(
    "Import again: lines of a budget that only their amounts tell apart add up, in any order") {
  Store store;
  const std::string header = "project_id,head,amount\n";
  store.take({{"projects", one_project},
              {"budget", header + "P1,设备费,100\nP1,设备费,50\nP1,设备费,100\n"}});
  const Portfolio folded = store.fold();
  REQUIRE(folded.project("P1")->budget.size() == 3);
  CHECK_FALSE(
      store.take({{"budget", header + "P1,设备费,50\nP1,设备费,100\nP1,设备费,100\n"}}).appended);
  const auto fewer = store.import({{"budget", header + "P1,设备费,100\nP1,设备费,100\n"}});
  CHECK(short_problems(fewer.report) == Problems{"2:3 amount value_changed"});
}

TEST_CASE("Import again: a partner is one row a source, and a blank source is the book's") {
  const std::string header = "project_id,org_id,role,source,approved\n";
  const std::string two = header + "P1,O2,合作,grant:city,400\nP1,O2,合作,self_raised,100\n";
  Store store;
  store.take({{"projects", one_project}, {"partners", two}});
  {
    const Portfolio folded = store.fold();
    const Project& project = *folded.project("P1");
    REQUIRE(project.partners.size() == 2);
    CHECK(project.partners[0].source == Source::grant_city);
    CHECK(project.partners[0].approved == Minor(40000));
    CHECK(project.partners[1].source == Source::self_raised);
    CHECK(project.partners[1].approved == Minor(10000));
    CHECK(project.irregular.empty());
  }
  CHECK_FALSE(store.take({{"partners", two}}).appended.has_value());
  // The next year's export has no source, the one after that says it.
  store.take({{"partners", "project_id,org_id,role,approved\nP1,O2,合作,\n"}});
  store.take({{"partners", header + "P1,O2,合作,grant,30\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  REQUIRE(project.partners.size() == 3);
  CHECK(project.partners[2].source == Source::grant);
  CHECK(project.partners[2].approved == Minor(3000));
  const auto other = store.import({{"partners", header + "P1,O2,合作,self_raised,101\n"}});
  CHECK(short_problems(other.report) == Problems{"2:5 approved value_changed"});

  Store nameless(std::nullopt);  // a book without a public source of its own
  const auto refused = nameless.import(
      {{"projects", one_project}, {"partners", "project_id,org_id,role\nP1,O2,合作\n"}});
  CHECK(short_problems(refused.report) == Problems{"2:1 source source_not_stated"});
}

TEST_CASE("Import again: a partner on record without a source is one of the book's") {
  const std::string header = "project_id,org_id,role,source,approved,note\n";
  const File stated = {"partners", header + "P1,O2,合作,grant,400,x\n"};
  const File blank = {"partners", header + "P1,O2,合作,,400,x\n"};
  const auto with_partner = [](std::optional<Source> book, const std::vector<Fact>& facts) {
    Store store(book);
    store.take({{"projects", one_project}});
    for (const Fact& fact : facts) store.append({SubjectKind::project, "P1"}, fact);
    return store;
  };
  const auto joined = [](std::optional<Source> source, std::optional<Minor> approved) {
    return Fact{
        day("2020-01-01"), PartnerJoined{OrgId("O2"), PartnerRole::partner, source, approved}, {}};
  };
  const Fact remark{
      day("2020-01-01"), RemarksKept{"partners:O2|partner|", VaultText("note=x")}, {}};
  for (const File& file : {blank, stated}) {
    CAPTURE(file.second);
    Store store = with_partner(Source::grant, {joined({}, Minor(40000)), remark});
    const auto again = store.take({file});
    CHECK(table(again.report, DossierKind::partners).already_recorded == 1);
    CHECK_FALSE(again.appended.has_value());

    // What it lacked is added to it, and what it says otherwise is refused.
    Store lacking = with_partner(Source::grant, {joined({}, {}), remark});
    CHECK(table(lacking.take({file}).report, DossierKind::partners).supplemented == 1);
    CHECK_FALSE(lacking.take({file}).appended.has_value());
    const Portfolio folded = lacking.fold();
    REQUIRE(folded.project("P1")->partners.size() == 1);
    CHECK(folded.project("P1")->partners[0].approved == Minor(40000));
    CHECK(folded.project("P1")->irregular.empty());
    Store other = with_partner(Source::grant, {joined({}, Minor(1)), remark});
    CHECK(short_problems(other.import({file}).report) == Problems{"2:5 approved value_changed"});

    // Where an earlier import made a second one of it, that one is meant.
    Store both = with_partner(Source::grant, {joined({}, {}), joined(Source::grant, Minor(40000))});
    both.take({file});  // the remark
    CHECK_FALSE(both.take({file}).appended.has_value());
    CHECK(both.fold().project("P1")->partners.size() == 2);
    CHECK_FALSE(both.fold().project("P1")->partners[0].approved.has_value());
  }
  // Another source is another row, and so is any where the book has no source of its own.
  Store store = with_partner(Source::grant, {joined({}, Minor(40000))});
  store.take({{"partners", header + "P1,O2,合作,grant:city,400,\n"}});
  CHECK(store.fold().project("P1")->partners.size() == 2);
  Store nameless = with_partner(std::nullopt, {joined({}, Minor(40000))});
  CHECK(short_problems(nameless.import({blank}).report) ==
        Problems{"2:4 source source_not_stated"});
  nameless.take({stated});
  CHECK(nameless.fold().project("P1")->partners.size() == 2);
}

TEST_CASE("Import again: what was erased from the vault is not written again") {
  Store store;
  const std::vector<File> files = {{"projects",
                                    "project_id,title,award,start_on,end_on,handler\n"
                                    "P1,Alpha,1,2020-01-01,2021-01-01,王经办\n"}};
  store.take(files);
  const std::int64_t position = store.journal().head().position;
  REQUIRE(store.journal().erase_private(position).has_value());
  CHECK_FALSE(store.take(files).appended.has_value());
  CHECK(store.fold().project("P1")->registered.handler.empty());
}

TEST_CASE("Import again: facts that the office stated are compared like those of an import") {
  Store store;
  store.take({{"projects", one_project}});
  PaymentMade payment;
  payment.payment_id = "Y1";
  payment.amount = Minor(60000);
  store.append({SubjectKind::project, "P1"}, {day("2020-02-01"), payment, {}});
  CHECK_FALSE(store.take({{"payments", payments_header + "Y1,P1,2020-02-01,600,\n"}}).appended);
  CHECK(short_problems(
            store.import({{"payments", payments_header + "Y1,P1,2020-02-01,6,\n"}}).report) ==
        Problems{"2:4 amount value_changed"});
}

TEST_CASE("Import again: a fact without effect is still on record") {
  Store store;
  // An acceptance after a revocation is irregular; importing it again must not add it again.
  const std::vector<File> files = {
      {"projects", one_project},
      {"decisions", "decision_id,project_id,kind,decided_on\nD1,P1,撤销,2021-01-01\n"},
      {"acceptance", "project_id,attempt,concluded_on,outcome\nP1,1,2021-06-01,通过\n"}};
  store.take(files);
  CHECK_FALSE(store.fold().project("P1")->irregular.empty());
  CHECK_FALSE(store.take(files).appended.has_value());
}

TEST_CASE(
    "Import again: cells filled since cost the third import by their number, not its square") {
  // Seconds of this process, whatever else the machine does, for a third import of so many payments
  // of one project, each with a cell that the second import filled.
  const auto seconds = [](int payments) {
    const auto file = [payments](std::string_view stage) {
      std::string text = "payment_id,project_id,on,amount,stage\n";
      for (int i = 0; i < payments; ++i) {
        text += "Y" + std::to_string(i) + ",P1,2020-02-01,1," + std::string(stage) + "\n";
      }
      return File("payments", std::move(text));
    };
    Store store;
    store.take({{"projects", one_project}, file("")});
    const auto filled = store.take({file("first")});
    CHECK(table(filled.report, DossierKind::payments).supplemented ==
          static_cast<std::size_t>(payments));
    const std::clock_t before = std::clock();
    CHECK_FALSE(store.take({file("first")}).appended.has_value());
    return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  };
  (void)seconds(100);  // what is made once
  const double few = seconds(2'000);
  const double many = seconds(16'000);
  INFO(few << " s, then " << many << " s");
  // In proportion eight times as much; by the square sixty-four times.
  CHECK(many < 20 * few);
}
