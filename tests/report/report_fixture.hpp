// A small book with a project for everything that a report says.
#pragma once

#include <bursar/clawback/overdue.hpp>
#include <bursar/policy/rule_book.hpp>
#include <bursar/report/html_report.hpp>
#include <bursar/report/recovery_ledger.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>

#include "random_history.hpp"

namespace report_test {

using namespace bursar;
using histories::day;

inline constexpr std::string_view assumptions = R"(
"procedure.refund_days" = 15
"each.terminated.unspent" = "return"
"each.terminated.not_recognised" = "return"
"each.terminated.interest" = "return"
"each.terminated.whole_grant" = "keep"
"each.terminated.floor" = "none"
)";

class Files {
 public:
  Files() {
    add({SubjectKind::book, {}}, day(1900, 1, 1),
        BookOpened{"files", 480, "CNY", Source::grant, 1});
    unit("O-1", "深圳市澜屿光电科技有限公司", "91440300MAY100376Q");
    unit("O-2", "=HYPERLINK(\"evil\")", "");
    add({SubjectKind::person, "L-1"}, day(2018, 1, 1),
        PersonRegistered{VaultText("林知行"), {}, {}});
    failed_project();
    unaudited_project();
    overdue_project();
    unsettled_project();
    terminated_project();
  }

  void unit(const char* id, const char* name, const char* code) {
    add({SubjectKind::organisation, id}, day(2018, 1, 1),
        OrganisationRegistered{VaultText(name), code, OrgKind::enterprise});
  }
  void add(const Subject& subject, Date on, FactBody body) {
    histories::append(*journal, {subject, {{on, std::move(body)}}}, ++steps_);
  }
  void state(const char* project, Date on, FactBody body) {
    add({SubjectKind::project, project}, on, std::move(body));
  }
  void open(const char* project, const char* title, Date end_on, const char* unit = "O-1") {
    ProjectRegistered body;
    body.title = title;
    body.org_id = OrgId(unit);
    body.leader_id = PersonId("L-1");
    body.programme = "技术攻关";
    body.award = Minor(1'000'000'00);
    body.start_on = day(2018, 1, 1);
    body.end_on = end_on;
    body.regime = "cn-shenzhen-2020";
    body.handler = VaultText("温则诚");
    state(project, day(2018, 1, 1), body);
    pay(project, "BK-" + std::string(project), 1'000'000'00);
  }
  void pay(const char* project, const std::string& id, std::int64_t amount) {
    state(project, day(2018, 3, 1),
          PaymentMade{id, {}, Minor(amount), Source::grant, {}, PaymentDirection::to_grantee});
  }
  void spend(const char* project, std::int64_t amount) {
    const std::string id = "E-" + std::string(project);
    ExpenseLine line;
    line.expense_id = id;
    line.day = day_number(day(2018, 6, 1));
    line.amount = Minor(amount);
    line.head = Head::business_material;
    const std::vector<ExpenseLine> lines{line};
    state(project, day(2018, 6, 1), ExpensesBooked{ExpenseBlock::pack(lines)});
  }
  void opine(const char* project, std::int64_t disallowed, std::int64_t interest) {
    OpinionIssued opinion;
    opinion.opinion_id = "SJ-" + std::string(project);
    opinion.reference_on = day(2019, 12, 31);
    opinion.disallowed = Minor(disallowed);
    opinion.payables = Minor(0);
    opinion.interest = Minor(interest);
    opinion.adopted = true;
    state(project, day(2020, 1, 20), opinion);
  }
  void conclude(const char* project, Outcome outcome) {
    state(project, day(2020, 2, 10), AcceptanceRequested{1, "2020年第一批"});
    state(project, day(2020, 3, 16), AcceptanceConcluded{1, "2020年第一批", outcome});
    state(project, day(2020, 3, 25), AcceptanceNotified{1, "示深科验〔2020〕5号"});
  }
  void repay(const char* project, const char* id, Date on, std::int64_t amount) {
    RepaymentReceived repayment;
    repayment.repayment_id = id;
    repayment.payer_org_id = OrgId("O-1");
    repayment.amount = Minor(amount);
    repayment.receipt_no = "JK-" + std::string(id);
    state(project, on, repayment);
  }

  /// A new decision on P-1 that sets no day to pay: it follows from its service, 2020-07-06.
  void set_no_day() {
    DecisionMade decision;
    decision.decision_id = "JD-6";
    decision.payer_org_id = OrgId("O-1");
    decision.principal = Minor(450'000'00);
    decision.replaces = "JD-1";
    state("P-1", day(2020, 7, 1), decision);
    state("P-1", day(2020, 7, 2),
          NoticeIssued{"WS-6", "JD-6", "O-1", NoticeKind::decision, "N6", {}, Service::post});
    state("P-1", day(2020, 7, 6), NoticeServed{"WS-6"});
  }

  [[nodiscard]] Portfolio folded(Date as_of = day(2020, 12, 31)) const {
    return Portfolio::fold(*journal, {as_of}).value();
  }

  std::unique_ptr<Journal> journal = histories::new_journal();

 private:
  /// R 1,000,000, E 600,000, D 50,000, I 3,000: 453,000 due; decided 450,000; 200,000 came in.
  void failed_project() {
    open("P-1", "<script>alert(\"x\")</script> & 'q'", day(2019, 12, 31));
    spend("P-1", 600'000'00);
    opine("P-1", 50'000'00, 3'000'00);
    conclude("P-1", Outcome::failed);
    DecisionMade decision;
    decision.decision_id = "JD-1";
    decision.doc_no = "示深科处〔2020〕1号";
    decision.payer_org_id = OrgId("O-1");
    decision.principal = Minor(447'000'00);
    decision.interest = Minor(3'000'00);
    decision.pay_by = day(2020, 6, 30);
    state("P-1", day(2020, 5, 6), decision);
    state("P-1", day(2020, 5, 8),
          NoticeIssued{"WS-1", "JD-1", "O-1", NoticeKind::decision, "N1", {}, Service::post});
    state("P-1", day(2020, 5, 12), NoticeServed{"WS-1"});
    repay("P-1", "TK-1", day(2020, 6, 22), 150'000'00);
    repay("P-1", "TK-2", day(2020, 9, 1), 50'000'00);
  }
  void unaudited_project() {
    open("P-2", "unaudited", day(2019, 12, 31), "O-2");
    spend("P-2", 990'000'00);
    conclude("P-2", Outcome::closed_without_pass);
  }
  void overdue_project() { open("P-3", "late", day(2019, 6, 30)); }
  void unsettled_project() {
    open("P-4", "no accounts", day(2019, 12, 31));
    conclude("P-4", Outcome::failed);
  }
  void terminated_project() {
    open("P-5", "terminated", day(2018, 12, 31));
    spend("P-5", 700'000'00);
    OpinionIssued opinion;
    opinion.opinion_id = "SJ-5";
    opinion.kind = OpinionKind::liquidation;
    opinion.reference_on = day(2018, 12, 31);
    opinion.disallowed = Minor(0);
    opinion.payables = Minor(0);
    opinion.interest = Minor(0);
    opinion.adopted = true;
    state("P-5", day(2020, 6, 1), opinion);
    DecisionMade decision;
    decision.decision_id = "JD-5";
    decision.kind = DecisionKind::terminate;
    state("P-5", day(2020, 7, 1), decision);
  }

  int steps_ = 0;
};

inline RuleBook rules() {
  return RuleBook::from_toml(built_in_rule_pack("cn-shenzhen").value())
      .value()
      .with_assumptions(assumptions)
      .value();
}

/// A portfolio and everything that a report of it is made from.
struct Made {
  explicit Made(const Files& files, const WorkCalendar* calendar = nullptr)
      : portfolio(files.folded()),
        rule_book(rules()),
        recovery(recover(portfolio, rule_book, calendar).value()),
        late(overdue_projects(portfolio, rule_book, calendar)) {}

  [[nodiscard]] std::string html(Language language) const {
    return html_report({portfolio, rule_book, recovery, late, nullptr, "某局"}, language).value();
  }

  Portfolio portfolio;
  RuleBook rule_book;
  RecoveryReport recovery;
  std::vector<OverdueProject> late;
};

}  // namespace report_test
