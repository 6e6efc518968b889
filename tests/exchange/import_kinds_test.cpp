#include "import_fixture.hpp"

#include <bursar/base/resident_id.hpp>

using namespace bursar;
using bursar_test::day;
using bursar_test::File;
using bursar_test::one_project;
using bursar_test::Store;

TEST_CASE("Import: a project with its approval and contract") {
  Store store;
  store.take({{"projects",
               "project_id,title,programme,funding_mode,org_id,leader_id,award,contract_deposit,"
               "liability,approved_on,contract_on,start_on,end_on,regime,handler\n"
               "P1,Alpha,PG,competitive,O1,L1,12345.60,,each,2019-12-01,2019-12-20,2020-01-01,"
               "2022-12-31,cn-shenzhen-2019,王经办\n"}});
  const Portfolio folded = store.fold();
  const Project* project = folded.project("P1");
  REQUIRE(project != nullptr);
  CHECK(project->registered.title == "Alpha");
  CHECK(project->registered.award == Minor(1234560));
  CHECK_FALSE(project->registered.contract_deposit.has_value());
  CHECK(project->registered.liability == Liability::each);
  CHECK(project->registered.org_id == OrgId("O1"));
  CHECK(project->registered.leader_id == PersonId("L1"));
  CHECK(project->registered.handler.view() == "王经办");
  CHECK(project->registered.regime == "cn-shenzhen-2019");
  CHECK(project->registered_on == day("2019-12-01"));
  CHECK(project->approved_on == day("2019-12-01"));
  CHECK(project->contract_on == day("2019-12-20"));
  CHECK(project->trace.origin == RowOrigin{0, 2});
  CHECK(project->irregular.empty());
  CHECK(folded.book().imports.size() == 1);
  CHECK(folded.book().imports[0].second.files[0].kind == "projects");
  CHECK(folded.book().imports[0].second.files[0].rows == 1);
}

TEST_CASE("Import: money moves in and out") {
  Store store;
  store.take(
      {{"projects", one_project},
       {"partners", "project_id,org_id,role,source,approved\nP1,O2,partner,grant:city,400\n"},
       {"budget", "project_id,head,amount\nP1,设备费,500\nP1,差旅费,500\n"},
       {"adjustments",
        "adjustment_id,project_id,on,head,delta,approved_by\nA1,P1,2021-01-05,equipment,-10.00,"
        "李四\n"},
       {"payments",
        "payment_id,project_id,on,amount,stage,direction\n"
        "Y1,P1,2020-02-01,600,1,\nY2,P1,2020-03-01,100,2,退票\n"},
       {"transfers", "transfer_id,project_id,on,to_org_id,amount\nT1,P1,2020-04-01,O2,200\n"},
       {"accruals",
        "accrual_id,project_id,kind,contract_on,amount,cleared_on\n"
        "C1,P1,应付,2020-05-01,30,2020-08-01\n"},
       {"final_accounts", "account_id,project_id,head,budget,spent\nF1,P1,business,500,480\n"},
       {"asset_disposals", "asset_id,project_id,sold_on,proceeds\nX1,P1,2023-01-01,5.5\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  REQUIRE(project.partners.size() == 1);
  CHECK(project.partners[0].source == Source::grant_city);
  CHECK(project.partners[0].approved == Minor(40000));
  REQUIRE(project.budget.size() == 2);
  CHECK(project.budget[0].source == Source::grant);
  REQUIRE(project.adjustments.size() == 1);
  CHECK(project.adjustments[0].delta == Minor(-1000));
  CHECK(project.adjustments[0].approved_by.view() == "李四");
  REQUIRE(project.payments.size() == 2);
  CHECK(project.payments[0].on == day("2020-02-01"));
  CHECK(project.payments[1].direction == PaymentDirection::bounced);
  REQUIRE(project.transfers.size() == 1);
  CHECK(project.transfers[0].to_org_id == OrgId("O2"));
  REQUIRE(project.accruals.size() == 1);
  CHECK(project.accruals[0].cleared_on == day("2020-08-01"));
  REQUIRE(project.final_accounts.size() == 1);
  CHECK(project.final_accounts[0].spent == Minor(48000));
  REQUIRE(project.disposals.size() == 1);
  CHECK(project.disposals[0].proceeds == Minor(550));
  CHECK(project.irregular.empty());
  // A budget is there from the start of the project on, final accounts from its end.
  CHECK(store.fold("2020-01-01").project("P1")->budget.size() == 2);
  CHECK(store.fold("2022-12-30").project("P1")->final_accounts.empty());
}

TEST_CASE("Import: spending, with reversals, memos and the line it comes from") {
  Store store;
  store.take({{"projects", one_project},
              {"expenses",
               "expense_id,project_id,on,head,amount,kind,reverses,vendor_id,invoice_no,memo\n"
               "E2,P1,2020-05-02,business/travel,20.50,,,V1,0001,机票\n"
               "E1,P1,2020-05-01,labour,100,,,,,\n"
               "E3,P1,2020-06-01,labour,-40,冲销,E1,,,多记\n"
               "E4,P1,2020-06-02,indirect,0,,,,,\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  REQUIRE(project.expenses.size() == 4);
  const auto blocks = project.cold_lines();
  REQUIRE(blocks.size() == 1);
  const auto lines = blocks[0].span();
  CHECK(lines[0].expense_id == "E1");
  CHECK(lines[1].expense_id == "E2");
  CHECK(lines[1].line == 2);
  CHECK(lines[1].invoice_no == "0001");
  CHECK(lines[2].kind == ExpenseKind::reversal);
  CHECK(lines[2].amount == Minor(-4000));
  CHECK(project.expenses.effective_day()[2] == day_number(day("2020-05-01")));
  std::vector<std::string> memos;
  store.journal().read({SubjectKind::project, "P1"}, INT64_MAX, [&](const Entry& entry) {
    const auto facts = decode_facts(entry.facts).value();
    memos = decode_memos(*store.journal().private_part(entry.position), facts.size() - 1).value();
    return true;
  });
  CHECK(memos == std::vector<std::string>{"", "机票", "多记", ""});
}

TEST_CASE("Import: acceptance, changes, opinions") {
  Store store;
  store.take({{"projects", one_project},
              {"changes",
               "change_id,project_id,kind,requested_on,approved_on,new_end_on,reason\n"
               "H1,P1,延期,2022-10-01,2022-11-01,2023-06,疫情\n"
               "H2,P1,指标变更,2022-12-01,,,\n"},
              {"acceptance",
               "project_id,attempt,requested_on,batch,concluded_on,notified_on,notice_no,outcome\n"
               "P1,1,2023-07-01,B1,2023-09-01,2023-09-10,深科验1号,限期整改\n"
               "P1,2,2023-12-01,B2,2024-01-05,,,整改后通过\n"},
              {"opinions",
               "opinion_id,project_id,kind,report_no,issued_on,reference_on,disallowed,payables,"
               "interest,adopted\n"
               "N1,P1,专项审计,R-1,2023-11-01,2023-06-30,10.00,0,,是\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  REQUIRE(project.changes.size() == 2);
  CHECK(project.end_in_force() == day("2023-06-30"));
  CHECK(project.changes[0].reason.view() == "疫情");
  CHECK_FALSE(project.changes[1].approved_on.has_value());
  REQUIRE(project.attempts.size() == 2);
  CHECK(project.attempts[0].outcome == Outcome::rectify);
  CHECK(project.attempts[0].notice_no == "深科验1号");
  CHECK(project.concluding_attempt()->attempt == 2);
  CHECK(project.concluding_attempt()->batch == "B2");
  REQUIRE(project.opinions.size() == 1);
  CHECK(project.opinions[0].adopted);
  CHECK(project.opinions[0].disallowed == Minor(1000));
  CHECK(project.opinions[0].payables == Minor(0));
  CHECK_FALSE(project.opinions[0].interest.has_value());
  CHECK(project.irregular.empty());
}

TEST_CASE("Import: decisions, notices, repayments") {
  Store store;
  store.take(
      {{"projects", one_project},
       {"decisions",
        "decision_id,project_id,kind,doc_no,decided_on,principal,pay_by,status,status_on\n"
        "D1,P1,追缴,深科决1号,2023-01-10,88.80,2023-04-10,,\n"
        "D2,P1,追缴,,2023-01-11,1,,撤回,2023-02-01\n"},
       {"notices",
        "notice_id,project_id,decision_id,addressee,kind,issued_on,reply_by,service,served_on,"
        "response,response_on\n"
        "M1,P1,D1,O1,退款通知,2023-01-12,2023-02-12,邮寄,2023-01-15,陈述,2023-01-20\n"},
       {"repayments",
        "repayment_id,project_id,payer_org_id,on,amount,part,means,receipt_no,proof_filed_on,"
        "decision_id\n"
        "R1,P1,O1,2023-03-01,50.00,,主动退款,PZ-1,2023-03-05,D1\n"}});
  const Portfolio folded = store.fold();
  const Project& project = *folded.project("P1");
  REQUIRE(project.decisions.size() == 2);
  CHECK(project.decisions[0].principal == Minor(8880));
  CHECK(project.decisions[0].pay_by == day("2023-04-10"));
  CHECK(project.decisions[1].status == DecisionStatus::withdrawn);
  CHECK(store.fold("2023-01-31").project("P1")->decisions[1].status == DecisionStatus::in_force);
  REQUIRE(project.notices.size() == 1);
  CHECK(project.notices[0].served_on == day("2023-01-15"));
  CHECK(project.notices[0].response == Response::statement);
  REQUIRE(project.repayments.size() == 1);
  CHECK(project.repayments[0].part == RepaymentPart::principal);
  CHECK(project.repayments[0].means == RepaymentMeans::voluntary);
  CHECK(project.repayments[0].proof_filed_on == day("2023-03-05"));
  CHECK(project.repayments[0].decision_id == "D1");
}

TEST_CASE("Import: organisations and persons; identity numbers leave no trace") {
  Store store;
  const std::string number = "11010519491231002X";
  store.take({{"organisations",
               "org_id,name,credit_code,kind,status,status_on\n"
               "O1,深圳甲公司,91350100M000100Y43,企业,失联,2021-05-01\n"
               "O2,乙大学,,高校,,\n"},
              {"persons", "person_id,name,身份证号,工作单位,人员类别,from\nL1,张三," + number +
                              ",乙大学,在编,2019-01-01\n"}});
  const Portfolio folded = store.fold();
  const Organisation* company = folded.organisation("O1");
  REQUIRE(company != nullptr);
  CHECK(company->registered.name.view() == "深圳甲公司");
  CHECK(company->registered.credit_code == "91350100M000100Y43");
  CHECK(company->status == OrgStatus::unreachable);
  CHECK(company->status_on == day("2021-05-01"));
  const Person* person = folded.person("L1");
  REQUIRE(person != nullptr);
  CHECK(person->registered.name.view() == "张三");
  CHECK(person->registered.id_mask == "1101**********002X");
  CHECK(person->registered.id_key.size() == 64);
  REQUIRE(person->employments.size() == 1);
  CHECK(person->employments[0].employer_org_id == OrgId("O2"));
  store.journal().read(1, INT64_MAX, [&](const Entry& entry) {
    CHECK(entry.facts.find(number) == std::string::npos);
    CHECK(store.journal().private_part(entry.position).value_or("").find(number) ==
          std::string::npos);
    return true;
  });
}

TEST_CASE("Import: an identity number that cannot be kept is refused, and not shown") {
  Store store;
  auto options = Store::options();
  options.identity_salt.clear();
  const std::string file = "person_id,name,身份证号\nL1,张三,11010519491231002X\n";
  const auto without_salt = store.import({{"persons", file}}, options);
  REQUIRE(without_salt.report.problems.size() == 1);
  CHECK(without_salt.report.problems[0].refusal.code() == Code::identity_salt_missing);
  CHECK(without_salt.report.problems[0].value.empty());
  const auto wrong =
      store.import({{"persons", "person_id,name,id_key\nL1,张三,110105194912310021\n"}});
  REQUIRE(wrong.report.problems.size() == 1);
  CHECK(wrong.report.problems[0].text(Language::en).find("110105194912310021") ==
        std::string::npos);
  CHECK(wrong.report.problems[0].refusal.code() == Code::resident_id_check_wrong);
}

TEST_CASE("Import: kinds that are not taken, or not known, are refused") {
  Store store;
  const auto refuse = [&](const std::string& kind) {
    return import_into(store.journal(), Store::inputs({{kind, "a\n1\n"}}), Store::options());
  };
  CHECK_REFUSED(refuse("receipts"), kind_not_supported);
  CHECK_REFUSED(refuse("participants"), kind_not_supported);
  CHECK_REFUSED(refuse("opinion_items"), kind_not_supported);
  CHECK_REFUSED(refuse("integrity"), kind_not_supported);
  CHECK_REFUSED(refuse("nonsense"), kind_unknown);
  CHECK_REFUSED(import_into(store.journal(), {}, Store::options()), files_missing);
  auto nobody = Store::options();
  nobody.actor.clear();
  CHECK_REFUSED(import_into(store.journal(), {}, nobody), actor_empty);
}

TEST_CASE("Import: amounts in the project's own currency") {
  Store store;
  store.take(
      {{"projects",
        "project_id,title,currency,award,start_on,end_on\nJ1,A,JPY,1200,2020-01-01,2021-01-01\n"
        "K1,B,KWD,1.234,2020-01-01,2021-01-01\n"},
       {"payments",
        "payment_id,project_id,on,amount\nY1,J1,2020-02-01,300\nY2,K1,2020-02-01,0.5\n"}});
  const Portfolio folded = store.fold();
  CHECK(folded.project("J1")->registered.award == Minor(1200));
  CHECK(folded.project("K1")->registered.award == Minor(1234));
  CHECK(folded.project("K1")->payments[0].amount == Minor(500));
  const auto finer =
      store.import({{"payments", "payment_id,project_id,on,amount\nY3,J1,2020-02-01,300.5\n"}});
  CHECK(bursar_test::short_problems(finer.report) ==
        std::vector<std::string>{"2:4 amount amount_finer_than_minor_unit"});
}
