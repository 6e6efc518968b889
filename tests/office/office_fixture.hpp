// A book in memory with an office, for tests: an organisation, a partner, a leader and one project.
#pragma once

#include <bursar/calendar/work_calendar.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/office/office.hpp>
#include <bursar/policy/rule_book.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "code_words.hpp"
#include "refused.hpp"

namespace office_test {

using namespace bursar;

inline Date day(int year, int month, int day_of_month) {
  return make_date(year, month, day_of_month).value();
}

struct Desk {
  Date today = day(2021, 12, 31);
  std::int64_t clock_us = 1'600'000'000'000'000;
  std::unique_ptr<Journal> journal =
      make_memory_journal("book", JournalHost{[this] { return clock_us += 1'000'000; },
                                              [](std::span<std::uint8_t> bytes) {
                                                std::uint8_t next = 1;
                                                for (auto& byte : bytes) byte = next++;
                                              }});
  Office office{*journal, OfficeHost{[this] { return today; }, {}}};
  int keys = 0;

  explicit Desk(const char* calendar = "cn", const char* assumptions = "") {
    BookOpening opening = opening_under("cn-shenzhen").value();
    opening.utc_offset_minutes = 480;
    if (*assumptions != '\0') {
      opening.assumptions_name = "stated";
      opening.assumptions = assumptions;
    }
    if (*calendar != '\0') {
      opening.calendar_name = calendar;
      opening.calendar = bundled_calendar_text(calendar).value();
    }
    REQUIRE(office.open_book(request(day(2000, 1, 1)), opening).has_value());
  }

  Request request(Date on) { return {"key-" + std::to_string(++keys), "officer", on}; }

  Result<Receipt> state(SubjectKind kind, std::string id, Date on, FactBody fact) {
    return office.record(request(on), Subject{kind, std::move(id)}, fact);
  }
  Result<Receipt> project(Date on, FactBody fact) {
    return state(SubjectKind::project, "P-1", on, std::move(fact));
  }
  /// The code of a refusal, which says in Chinese what it says in Chinese words.
  static Code code_of(const Result<Receipt>& result) {
    if (result.has_value()) return Code::not_refused;
    INFO(result.error().text(Language::zh));
    CHECK(bursar_test::code_word_in(result.error()) == "");
    CHECK(bursar_test::english_in(result.error()) == "");
    return result.error().code();
  }
  Code refused(Date on, FactBody fact) { return code_of(project(on, std::move(fact))); }
  void accept(Date on, FactBody fact) {
    const auto result = project(on, std::move(fact));
    INFO((result.has_value() ? std::string() : result.error().text(Language::en)));
    REQUIRE(result.has_value());
  }

  void register_units() {
    for (const char* id : {"O-1", "O-2", "O-3"}) {
      REQUIRE(state(SubjectKind::organisation, id, day(2018, 1, 1),
                    OrganisationRegistered{
                        VaultText(std::string("Unit ") + id), {}, OrgKind::enterprise})
                  .has_value());
    }
    REQUIRE(state(SubjectKind::person, "L-1", day(2018, 1, 1),
                  PersonRegistered{VaultText("Leader"), {}, {}})
                .has_value());
  }
  static ProjectRegistered registration() {
    ProjectRegistered project;
    project.title = "Graphene films";
    project.org_id = OrgId("O-1");
    project.leader_id = PersonId("L-1");
    project.award = Minor(100'000'00);
    project.contract_deposit = Minor(5'000'00);
    project.liability = Liability::each;
    project.start_on = day(2019, 1, 1);
    project.end_on = day(2020, 6, 30);
    project.regime = "cn-shenzhen-2019";
    return project;
  }
  static PartnerJoined partner(const char* org) {
    PartnerJoined joined;
    joined.org_id = OrgId(org);
    return joined;
  }
  static PaymentMade payment(const char* id, std::int64_t amount_minor) {
    PaymentMade made;
    made.payment_id = id;
    made.amount = Minor(amount_minor);
    return made;
  }
  static ExpenseLine line(const char* id, Date on, std::int64_t amount_minor) {
    ExpenseLine expense;
    expense.expense_id = id;
    expense.day = day_number(on);
    expense.head = Head::business_material;
    expense.amount = Minor(amount_minor);
    return expense;
  }
  Result<Receipt> spend(Date on, std::vector<ExpenseLine> lines) {
    return office.book_expenses(request(on), ProjectId("P-1"), lines);
  }
  Code spending_refused(Date on, std::vector<ExpenseLine> lines) {
    return code_of(spend(on, std::move(lines)));
  }

  /// A project with its contract, under a regime.
  void award_under(const char* regime) {
    register_units();
    ProjectRegistered project = registration();
    project.regime = regime;
    accept(day(2018, 12, 1), project);
    accept(day(2018, 12, 2), ProjectApproved{});
    accept(day(2018, 12, 20), ContractSigned{});
  }
  /// A running project with one partner and a first payment of 60,000 yuan.
  void start_project() {
    award_under("cn-shenzhen-2019");
    accept(day(2018, 12, 20), partner("O-2"));
    accept(day(2019, 1, 15), payment("PAY-1", 60'000'00));
  }
  /// The same, spent and failed, with an adopted opinion.
  void fail_project() {
    start_project();
    REQUIRE(spend(day(2020, 7, 1), {line("E-1", day(2019, 3, 1), 20'000'00),
                                    line("E-2", day(2020, 2, 1), 10'000'00)})
                .has_value());
    accept(day(2020, 7, 10), AcceptanceRequested{1, "2020-3"});
    OpinionIssued opinion;
    opinion.opinion_id = "A-1";
    opinion.reference_on = day(2020, 6, 30);
    opinion.disallowed = Minor(1'000'00);
    opinion.payables = Minor(0);
    opinion.interest = Minor(50'00);
    opinion.adopted = true;
    accept(day(2020, 8, 1), opinion);
    accept(day(2020, 9, 1), AcceptanceConcluded{1, "2020-3", Outcome::failed});
  }

  Project folded() const {
    const Subject subject{SubjectKind::project, "P-1"};
    const Portfolio portfolio =
        Portfolio::fold_subjects(*journal, {}, std::span(&subject, 1)).value();
    REQUIRE(portfolio.project("P-1") != nullptr);
    return *portfolio.project("P-1");
  }
};

}  // namespace office_test
