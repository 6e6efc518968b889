// What the live door takes: what can be stored and read again, in its place, once.
#include "office_fixture.hpp"
#include "passing_journal.hpp"
#include "random_history.hpp"

#include <functional>
#include <limits>
#include <utility>

using namespace office_test;

namespace {

/// A fact of history about the project, which nobody judged.
void append_history(Desk& desk, Date on, FactBody body) {
  histories::append(*desk.journal, {{SubjectKind::project, "P-1"}, {Fact{on, std::move(body), {}}}},
                    ++desk.keys);
}

}  // namespace

TEST_CASE("Office: no line of spending lies after its booking, or before the grant") {
  Desk desk;
  desk.start_project();
  const Date on = day(2019, 2, 1);
  CHECK(desk.spending_refused(on, {Desk::line("E-1", day(2019, 2, 2), 1)}) ==
        Code::line_after_booking);
  REQUIRE(desk.spend(on, {Desk::line("E-1", on, 1)}).has_value());
}

TEST_CASE("Office: after the conclusion lines lie in the contract period, or after it concluded") {
  Desk desk;
  desk.fail_project();  // the period ends 2020-06-30, and it failed on 2020-09-01
  const Date on = day(2021, 3, 1);
  for (const Date outside :
       {day(1995, 1, 1), day(2018, 12, 31), day(2020, 7, 1), day(2020, 9, 1)}) {
    INFO(to_iso(outside));
    CHECK(desk.spending_refused(on, {Desk::line("E-9", outside, 1)}) ==
          Code::outside_contract_period);
  }
  CHECK(desk.spending_refused(on, {Desk::line("E-9", day(2090, 1, 1), 1)}) ==
        Code::line_after_booking);
  REQUIRE(desk.spend(on, {Desk::line("E-9", day(2020, 9, 2), 1)}).has_value());
  REQUIRE(desk.spend(on, {Desk::line("E-10", day(2020, 6, 30), 1)}).has_value());
}

TEST_CASE("Office: a line that others only name is still to be booked, and takes nothing back") {
  Desk desk;
  desk.start_project();
  const Date on = day(2019, 3, 1);
  ExpenseLine correction = Desk::line("K-1", on, 5);
  correction.kind = ExpenseKind::correction;
  correction.reverses = "E-7";
  // History may name what is not there.
  append_history(desk, on, ExpensesBooked{ExpenseBlock::pack(std::span(&correction, 1))});
  ExpenseLine reversal = Desk::line("R-1", on, -1);
  reversal.kind = ExpenseKind::reversal;
  reversal.reverses = "E-7";
  CHECK(desk.spending_refused(on, {reversal}) == Code::reversal_of_unknown_line);
  REQUIRE(desk.spend(on, {Desk::line("E-7", on, 10)}).has_value());
  REQUIRE(desk.spend(on, {reversal}).has_value());
}

TEST_CASE("Office: what takes money back takes it from its own line, and no more than is there") {
  Desk desk;
  desk.start_project();
  const Date on = day(2019, 3, 1);
  ExpenseLine labour = Desk::line("E-2", on, 100);
  labour.org_id = "O-2";
  labour.head = Head::labour;
  REQUIRE(desk.spend(on, {Desk::line("E-1", on, 100), labour}).has_value());
  ExpenseLine back = Desk::line("K-1", on, -100);
  back.kind = ExpenseKind::correction;
  CHECK(desk.spending_refused(on, {back}) == Code::reversal_of_unknown_line);
  back.reverses = "E-2";
  CHECK(desk.spending_refused(on, {back}) == Code::line_differs);
  back.reverses = "E-1";
  back.amount = Minor(-101);
  CHECK(desk.spending_refused(on, {back}) == Code::reversal_exceeds_line);
  back.amount = Minor(-100);
  // Moved to another head: taken back there, and corrected here.
  ExpenseLine moved = Desk::line("K-2", on, 100);
  moved.kind = ExpenseKind::correction;
  moved.head = Head::labour;
  moved.reverses = "E-1";
  REQUIRE(desk.spend(on, {back, moved}).has_value());
  back.expense_id = "K-3";
  back.amount = Minor(-1);
  CHECK(desk.spending_refused(on, {back}) == Code::reversal_exceeds_line);
}

TEST_CASE("Office: what cannot be stored and read again is refused, and leaves the book readable") {
  Desk desk;
  desk.start_project();
  const std::string gbk = "\xce\xd2";
  const Date on = day(2019, 3, 1);
  const std::int64_t head = desk.journal->head().position;
  const auto line_refused = [&](const auto& damage) {
    ExpenseLine line = Desk::line("E-9", on, 1);
    damage(line);
    return desk.spending_refused(on, {line});
  };
  CHECK(line_refused([&](ExpenseLine& line) { line.expense_id = gbk; }) == Code::text_not_utf8);
  CHECK(line_refused([&](ExpenseLine& line) { line.vendor_id = gbk; }) == Code::text_not_utf8);
  CHECK(line_refused([&](ExpenseLine& line) { line.invoice_no = gbk; }) == Code::text_not_utf8);
  CHECK(line_refused([&](ExpenseLine& line) { line.memo = gbk; }) == Code::text_not_utf8);
  CHECK(line_refused([&](ExpenseLine& line) { line.expense_id = " E-9"; }) == Code::id_malformed);
  CHECK(line_refused([&](ExpenseLine& line) { line.payee_id = "a\nb"; }) == Code::id_malformed);
  CHECK(line_refused([&](ExpenseLine& line) { line.day = 20'190'301; }) == Code::date_impossible);
  CHECK(line_refused([&](ExpenseLine& line) { line.head = static_cast<Head>(250); }) ==
        Code::text_unknown);
  CHECK(line_refused([&](ExpenseLine& line) { line.source = static_cast<Source>(250); }) ==
        Code::text_unknown);
  CHECK(line_refused([&](ExpenseLine& line) { line.kind = static_cast<ExpenseKind>(250); }) ==
        Code::text_unknown);

  PaymentMade payment = Desk::payment("PAY-9", 1);
  payment.payment_id = gbk;
  const Result<Receipt> refused = desk.project(on, payment);
  CHECK(Desk::code_of(refused) == Code::text_not_utf8);
  CHECK(refused.error().argument("field") == "payment_id");
  payment.payment_id = "PAY-9";
  payment.source = static_cast<Source>(250);
  CHECK(desk.refused(on, payment) == Code::text_unknown);
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.pay_by = Date();
  CHECK(desk.refused(on, decision) == Code::date_impossible);
  CHECK(desk.refused(Date(), Desk::payment("PAY-9", 1)) == Code::date_impossible);
  CHECK(Desk::code_of(desk.state(SubjectKind::project, "P-2\n", on, Desk::registration())) ==
        Code::id_malformed);
  CHECK(Desk::code_of(desk.state(SubjectKind::organisation, gbk, on,
                                 OrganisationRegistered{VaultText("Unit"), {}, {}})) ==
        Code::text_not_utf8);
  CHECK(Desk::code_of(desk.state(SubjectKind::organisation, "O-9", on,
                                 OrganisationRegistered{VaultText(gbk), {}, {}})) ==
        Code::text_not_utf8);
  CHECK(Desk::code_of(desk.office.settle(desk.request(on), ProjectId("P-1"), gbk)) ==
        Code::text_not_utf8);
  CHECK(Desk::code_of(desk.office.raise_claims(desk.request(Date()), ProjectId("P-1"))) ==
        Code::date_impossible);
  RuleBookAdopted pack;
  pack.name = gbk;
  pack.text = std::string(*built_in_rule_pack("cn-shenzhen"));
  CHECK(Desk::code_of(desk.office.adopt(desk.request(on), pack)) == Code::text_not_utf8);
  CHECK(desk.journal->head().position == head);
  CHECK(Portfolio::fold(*desk.journal, {}).has_value());
  // Nor is a day asked about that is none.
  CHECK(Portfolio::fold(*desk.journal, {Date()}).error().code() == Code::date_impossible);
  CHECK(desk.office.rules_on(Date(boost::date_time::neg_infin)).error().code() ==
        Code::date_impossible);
}

TEST_CASE("Office: a book is opened on a day that has come, in an offset that exists") {
  std::int64_t clock_us = 1'600'000'000'000'000;
  const auto open = [&](Date on, std::int64_t offset, std::string name = "pack") {
    auto journal = make_memory_journal("book", {[&] { return clock_us += 1'000'000; }, {}});
    Office office(*journal, OfficeHost{[] { return day(2021, 12, 31); }, {}});
    BookOpening opening = opening_under("cn-shenzhen").value();
    opening.utc_offset_minutes = offset;
    opening.rule_pack_name = std::move(name);
    return Desk::code_of(office.open_book({"open", "officer", on}, opening));
  };
  CHECK(open(day(2021, 12, 31), 480) == Code::not_refused);
  CHECK(open(day(2022, 1, 1), 480) == Code::date_in_future);
  CHECK(open(Date(), 480) == Code::date_impossible);
  CHECK(open(day(2021, 1, 1), 48'000) == Code::utc_offset_impossible);
  CHECK(open(day(2021, 1, 1), std::numeric_limits<std::int64_t>::min()) ==
        Code::utc_offset_impossible);
  CHECK(open(day(2021, 1, 1), 480, "\xce\xd2") == Code::text_not_utf8);
}

TEST_CASE("Office: what somebody became counts from its day on") {
  Desk desk;
  desk.register_units();
  REQUIRE(desk.state(SubjectKind::organisation, "O-1", day(2021, 6, 1),
                     OrganisationStatusChanged{OrgStatus::bankrupt})
              .has_value());
  const auto registered = [&](const char* id, Date on) {
    return Desk::code_of(desk.state(SubjectKind::project, id, on, Desk::registration()));
  };
  CHECK(registered("P-1", day(2021, 5, 31)) == Code::not_refused);
  CHECK(registered("P-2", day(2021, 6, 1)) == Code::organisation_not_active);
  REQUIRE(desk.state(SubjectKind::organisation, "O-1", day(2021, 7, 1),
                     OrganisationStatusChanged{OrgStatus::normal})
              .has_value());
  CHECK(registered("P-2", day(2021, 6, 15)) == Code::organisation_not_active);
  CHECK(registered("P-2", day(2021, 7, 1)) == Code::not_refused);
}

TEST_CASE("Office: money may come before the contract, which is signed once") {
  Desk desk;
  desk.register_units();
  desk.accept(day(2018, 12, 1), Desk::registration());
  desk.accept(day(2018, 12, 2), ProjectApproved{});
  desk.accept(day(2018, 12, 5), Desk::payment("PAY-1", 1));
  desk.accept(day(2018, 12, 10), ContractSigned{});
  CHECK(desk.folded().contract_on == day(2018, 12, 10));
  CHECK(desk.refused(day(2018, 12, 11), ContractSigned{}) == Code::already_done);
}

TEST_CASE("Office: a fact is stated about its own kind of subject, and where it has a place") {
  Desk desk;
  desk.start_project();
  const Result<Receipt> wrong =
      desk.state(SubjectKind::organisation, "O-1", day(2019, 2, 1), Desk::payment("PAY-9", 1));
  CHECK(Desk::code_of(wrong) == Code::subject_kind_wrong);
  ChangeRequested resumption;
  resumption.change_id = "C-1";
  resumption.kind = ChangeKind::resumption;
  resumption.requested_on = day(2019, 2, 1);
  desk.accept(day(2019, 2, 1), resumption);
  CHECK(desk.refused(day(2019, 2, 2), ChangeApproved{"C-1"}) == Code::fact_out_of_place);
}

TEST_CASE("Office: mending one record gives no leave to contradict another") {
  Desk desk;
  desk.start_project();
  const auto import = [&](Date on, FactBody body) { append_history(desk, on, std::move(body)); };
  DecisionMade terminate;
  terminate.decision_id = "D-1";
  terminate.kind = DecisionKind::terminate;
  import(day(2020, 1, 10), terminate);
  import(day(2020, 1, 20), AcceptanceRequested{1, ""});  // of a project that has ended
  import(day(2020, 3, 1), ProjectClosed{});
  REQUIRE(desk.folded().irregular.size() == 1);
  REQUIRE(desk.folded().state == ProjectState::closed);
  CHECK(desk.refused(day(2020, 2, 1), DecisionStatusChanged{"D-1", DecisionStatus::annulled}) ==
        Code::later_fact_contradicted);
  CHECK(desk.folded().state == ProjectState::closed);
}

TEST_CASE("Office: an extension that is approved never shortens the contract") {
  Desk desk;
  desk.start_project();
  const auto request = [&](const char* id, Date end) {
    ChangeRequested change;
    change.change_id = id;
    change.new_end_on = end;
    desk.accept(day(2020, 1, 1), change);
  };
  request("X-1", day(2020, 9, 30));
  request("X-2", day(2020, 12, 31));
  request("X-3", day(2021, 3, 31));
  desk.accept(day(2020, 2, 1), ChangeApproved{"X-2"});
  const Result<Receipt> shorter = desk.project(day(2020, 2, 1), ChangeApproved{"X-1"});
  REQUIRE(Desk::code_of(shorter) == Code::extension_not_later);
  CHECK(shorter.error().argument("end_on") == "2020-12-31");
  // Before that day it extended; after a longer one it would have been no extension.
  CHECK(desk.refused(day(2020, 1, 15), ChangeApproved{"X-3"}) == Code::later_fact_contradicted);
  desk.accept(day(2020, 1, 15), ChangeApproved{"X-1"});
  CHECK(desk.folded().end_in_force() == day(2020, 12, 31));
  desk.accept(day(2020, 2, 2), ChangeApproved{"X-3"});
  CHECK(desk.folded().end_in_force() == day(2021, 3, 31));
}

namespace {

/// A journal to which somebody sends the same request just after it was looked for.
class HurriedJournal final : public bursar_test::PassingJournal {
 public:
  HurriedJournal(Journal& inner, std::function<void()> send)
      : PassingJournal(inner), send_(std::move(send)) {}

  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override {
    auto found = PassingJournal::find(key, request);
    if (const auto send = std::exchange(send_, {})) send();
    return found;
  }

 private:
  mutable std::function<void()> send_;
};

}  // namespace

TEST_CASE("Office: the same request, sent by somebody else in between, is answered as recorded") {
  Desk desk;
  desk.start_project();
  const Request request{"the same", "officer", day(2019, 6, 1)};
  const Subject subject{SubjectKind::project, "P-1"};
  const PaymentMade payment = Desk::payment("PAY-9", 1);
  HurriedJournal hurried(
      *desk.journal, [&] { REQUIRE(desk.office.record(request, subject, payment).has_value()); });
  Office other(hurried, OfficeHost{[&] { return desk.today; }, {}});
  const Result<Receipt> answer = other.record(request, subject, payment);
  REQUIRE(answer.has_value());
  CHECK(answer->already_recorded);
  CHECK(desk.folded().payments.size() == 2);
}
