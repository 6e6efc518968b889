// The life of two projects, told through Office and import so that every kind of fact is told.
#pragma once

#include <bursar/exchange/import.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/office/office.hpp>

#include "small_book.hpp"

#include <array>
#include <string>
#include <utility>

namespace bursar_test {

/// What the small book lacks for an application to court: its terms, and a calendar of its days.
inline bursar::BookOpening golden_opening() {
  bursar::BookOpening opening = small_opening("book-1");
  for (const auto& [name, value] :
       {std::pair("review_days", 30), std::pair("suit_months", 1),
        std::pair("demand_working_days", 10), std::pair("court_application_months", 3)}) {
    opening.rule_pack += std::string("\n[[procedure]]\nname = \"") + name +
                         "\"\ncell = { value = " + std::to_string(value) +
                         ", status = \"seen\", basis = \"rule\" }\n";
  }
  opening.calendar = R"(format = "bursar.calendar/1"
name = "small"
title = { zh = "小", en = "Small" }
coverage = { first = 2021-01-01, last = 2021-12-31 }
rest_days = ["saturday", "sunday"]
[[notice]]
year = 2021
sources = ["none"]
holidays = [{ first = 2021-01-01, last = 2021-01-01, name = "x" }]
make_up_workdays = []
)";
  return opening;
}

class GoldenBook {
 public:
  explicit GoldenBook(bursar::Journal& journal) : journal_(journal) {}

  void write() {
    register_parties();
    award();
    run();
    conclude();
    recover();
    import_history();
  }

 private:
  using Date = bursar::Date;
  using FactBody = bursar::FactBody;

  bursar::Request request(Date on) { return {"key " + std::to_string(++keys_), "officer", on}; }
  void state(bursar::SubjectKind kind, const char* id, Date on, const FactBody& fact) {
    accepted(office_.record(request(on), {kind, id}, fact));
  }
  void project(Date on, const FactBody& fact) {
    state(bursar::SubjectKind::project, "P-1", on, fact);
  }

  void register_parties() {
    using namespace bursar;
    accepted(office_.open_book(request(day_of(2000, 1, 1)), golden_opening()));
    int unit = 0;
    for (const char* id : {"O-1", "O-2", "O-3"}) {
      OrganisationRegistered body;
      body.name = VaultText(unit++ == 0 ? "深圳某某科技有限公司" : std::string("Unit ") + id);
      body.credit_code = "91350100M000100Y43";
      body.kind = OrgKind::enterprise;
      state(SubjectKind::organisation, id, day_of(2018, 1, 1), body);
    }
    state(SubjectKind::organisation, "O-3", day_of(2019, 1, 1),
          OrganisationStatusChanged{OrgStatus::deregistered});
    state(SubjectKind::organisation, "O-3", day_of(2019, 1, 2),
          OrganisationSucceeded{OrgId("O-2")});
    for (const char* id : {"L-1", "L-2"}) {
      PersonRegistered body;
      body.name = VaultText(std::string("Leader ") + id);
      body.id_key = std::string(64, 'a');
      body.id_mask = "1101**********002X";
      state(SubjectKind::person, id, day_of(2018, 1, 1), body);
    }
    state(SubjectKind::person, "L-1", day_of(2018, 2, 1),
          PersonEmployed{OrgId("O-1"), StaffKind::salaried, day_of(2018, 2, 1), {}});
  }

  void award() {
    using namespace bursar;
    ProjectRegistered body = small_project("石墨烯薄膜 \"A\"");
    body.programme = "Applied research";
    body.funding_mode = FundingMode::competitive;
    body.handler = VaultText("经办人");
    project(day_of(2019, 12, 1), body);
    project(day_of(2019, 12, 2), ProjectApproved{});
    project(day_of(2019, 12, 20), ContractSigned{});
    project(day_of(2019, 12, 20),
            PartnerJoined{OrgId("O-2"), PartnerRole::partner, Source::grant, Minor(100'000'00)});
    project(day_of(2020, 1, 1),
            BudgetSet{"B-1", {}, Head::business_material, Source::grant, Minor(500'000'00)});
    project(day_of(2020, 1, 1), BudgetSet{"B-2", {}, Head::labour, Source::grant, Minor(1'00)});
    project(day_of(2020, 3, 1), BudgetAdjusted{"BA-1",
                                               "AP-1",
                                               {},
                                               Head::business_material,
                                               Source::grant,
                                               Minor(-10'00),
                                               VaultText("Dean")});
    project(
        day_of(2020, 1, 15),
        PaymentMade{
            "PAY-1", {}, Minor(600'000'00), Source::grant, "first", PaymentDirection::to_grantee});
    project(day_of(2020, 1, 20),
            TransferMade{"T-1", OrgId("O-1"), OrgId("O-2"), Minor(100'000'00), Source::grant});
  }

  static std::array<bursar::ExpenseLine, 4> spending() {
    using namespace bursar;
    std::array<ExpenseLine, 4> lines;
    constexpr std::array<std::string_view, 4> ids = {"E-1", "E-2", "E-3", "E-4"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
      lines[i].expense_id = ids[i];
      lines[i].day = day_number(day_of(2020, 2, 1)) + static_cast<int>(i) * 20;
      lines[i].head = Head::business_material;
      lines[i].amount = Minor(10'000'00 + static_cast<int>(i));
      lines[i].voucher_no = "V-7";
      lines[i].vendor_id = i < 2 ? "77" : "seller";
      lines[i].invoice_code = "044001900111";
      lines[i].invoice_no = i == 0 ? "25000000000000000001" : "";
      lines[i].payee_id = "62";
      lines[i].line = static_cast<std::uint32_t>(i);
    }
    lines[1].memo = "差旅费";
    lines[2].org_id = "O-2";
    lines[3].kind = ExpenseKind::reversal;
    lines[3].reverses = "E-2";
    lines[3].amount = Minor(-5'00);
    return lines;
  }

  void run() {
    using namespace bursar;
    const auto lines = spending();
    accepted(office_.book_expenses(request(day_of(2020, 5, 1)), ProjectId("P-1"), lines));
    project(day_of(2020, 5, 2), AccrualRecorded{"A-1",
                                                {},
                                                Source::grant,
                                                AccrualKind::payable,
                                                "HT-1",
                                                day_of(2020, 4, 1),
                                                Minor(500'00)});
    project(day_of(2020, 6, 2), AccrualCleared{"A-1"});
    project(day_of(2020, 6, 3), ChangeRequested{"C-1",
                                                ChangeKind::extension,
                                                day_of(2020, 6, 3),
                                                day_of(2021, 3, 31),
                                                {},
                                                VaultText("delayed")});
    project(day_of(2020, 7, 3), ChangeApproved{"C-1"});
    project(day_of(2021, 2, 1), AssetDisposed{"X-1", {}, Source::grant, Minor(7'000'00)});
  }

  void conclude() {
    using namespace bursar;
    project(day_of(2021, 4, 10), AcceptanceRequested{1, "2021-1"});
    OpinionIssued opinion;
    opinion.opinion_id = "OP-1";
    opinion.kind = OpinionKind::special;
    opinion.report_no = "R-1";
    opinion.reference_on = day_of(2021, 3, 31);
    opinion.disallowed = Minor(1'000'00);
    opinion.payables = Minor(0);
    opinion.interest = Minor(50'00);
    opinion.adopted = true;
    project(day_of(2021, 5, 1), opinion);
    opinion.opinion_id = "OP-2";
    opinion.org_id = OrgId("O-2");
    opinion.adopted = false;
    project(day_of(2021, 5, 1), opinion);
    project(day_of(2021, 5, 8), OpinionAdopted{"OP-2", {}});
    project(day_of(2021, 6, 1), AcceptanceConcluded{1, "2021-1", Outcome::failed});
    project(day_of(2021, 6, 10), AcceptanceNotified{1, "N-2021-1"});
    accepted(office_.settle(request(day_of(2021, 6, 11)), ProjectId("P-1")));
    accepted(office_.raise_claims(request(day_of(2021, 6, 12)), ProjectId("P-1")));
  }

  bursar::Project folded() const {
    const bursar::Subject subject{bursar::SubjectKind::project, "P-1"};
    return *bursar::Portfolio::fold_subjects(journal_, {}, std::span(&subject, 1))
                .value()
                .project("P-1");
  }

  void recover() {
    using namespace bursar;
    DecisionMade decision;
    decision.decision_id = "D-1";
    decision.doc_no = "Doc 1";
    decision.payer_org_id = OrgId("O-1");
    decision.principal = Minor(400'000'00);
    decision.interest = Minor(50'00);
    decision.used_recovered = Minor(0);
    decision.asset_proceeds = Minor(7'000'00);
    decision.pay_by = day_of(2021, 8, 1);
    project(day_of(2021, 6, 15), decision);
    accepted(office_.raise_claims(request(day_of(2021, 6, 16)), ProjectId("P-1")));
    project(day_of(2021, 6, 17), NoticeIssued{"N-1", "D-1", "O-1", NoticeKind::decision, "Doc 2",
                                              day_of(2021, 7, 1), Service::post});
    project(day_of(2021, 6, 20), NoticeServed{"N-1"});
    project(day_of(2021, 6, 25), NoticeAnswered{"N-1", Response::agreed});
    project(day_of(2021, 8, 3),
            NoticeIssued{"N-2", "D-1", "O-1", NoticeKind::demand, "Doc 3", {}, Service::direct});
    project(day_of(2021, 8, 4), NoticeServed{"N-2"});
    int number = 0;
    for (const Claim& claim : folded().claims) recover(claim, ++number);
    project(day_of(2021, 12, 1), ProjectClosed{});
    project(day_of(2021, 12, 2), DecisionStatusChanged{"D-1", DecisionStatus::suspended});
  }

  /// Of the claim that was decided, half is paid and the rest written off; others are paid whole.
  void recover(const bursar::Claim& claim, int number) {
    using namespace bursar;
    const bool decided = claim.payer_org_id == OrgId("O-1");
    const std::int64_t paid = claim.principal.value() / (decided ? 2 : 1);
    RepaymentReceived repayment;
    repayment.repayment_id = "R-" + std::to_string(number);
    repayment.payer_org_id = claim.payer_org_id;
    repayment.amount = Minor(paid);
    repayment.means = RepaymentMeans::voluntary;
    repayment.receipt_no = "JK-1";
    project(day_of(2021, 8, 1), repayment);
    project(day_of(2021, 8, 2), RepaymentProofFiled{repayment.repayment_id});
    if (decided) {
      project(day_of(2021, 9, 1), CourtApplied{claim.claim_id, "(2021) 1"});
      project(day_of(2021, 10, 1),
              ClaimWrittenOff{claim.claim_id, Minor(claim.principal.value() - paid), "Doc 7",
                              VaultText("bankrupt")});
    }
    project(day_of(2021, 11, 1), ClaimClosed{claim.claim_id});
  }

  void import_files(std::span<const bursar::ImportFile> files) {
    using namespace bursar;
    ImportOptions options{};
    options.today = small_book_today;
    options.actor = "clerk";
    options.identity_salt = "a salt of this very test";
    const ImportOutcome outcome = accepted(import_into(journal_, files, options));
    if (!outcome.report.is_clean() || !outcome.appended) {
      std::string problems = "an import was refused";
      for (const auto& each : outcome.report.problems) problems += "\n" + each.text(Language::en);
      throw std::logic_error(problems);
    }
  }

  void import_history() {
    const bursar::ImportFile first[] = {
        {"projects", "projects.csv",
         "project_id,title,org_id,award,start_on,end_on,备注甲\n"
         "P-2,历史项目,O-1,300000.00,2019-01-01,2020-12-31,旧系统迁移\n"},
        {"payments", "payments.csv",
         "payment_id,project_id,on,amount,stage\nPAY-21,P-2,2019-02-01,200000.00,\n"},
        {"final_accounts", "accounts.csv",
         "account_id,project_id,opinion_id,head,budget,spent\nFA-1,P-2,,equipment,,120000.00\n"},
        {"expenses", "expenses.csv",
         "expense_id,project_id,on,head,amount,memo\nE-21,P-2,2019-05-01,equipment,1.50,材料\n"}};
    import_files(first);
    const bursar::ImportFile second[] = {
        {"payments", "payments.csv",
         "payment_id,project_id,on,amount,stage\nPAY-21,P-2,2019-02-01,200000.00,second\n"},
        {"projects", "projects.csv",
         "project_id,title,org_id,award,start_on,end_on,changed_on,change_reason\n"
         "P-2,历史项目,O-1,310000.00,2019-01-01,2020-12-31,2020-01-01,补充协议\n"}};
    import_files(second);
  }

  bursar::Journal& journal_;
  bursar::Office office_{journal_, small_host()};
  int keys_ = 0;
};

/// Writes the whole book into a fresh journal of the book "book-1".
inline void write_golden_book(bursar::Journal& journal) { GoldenBook(journal).write(); }

}  // namespace bursar_test
