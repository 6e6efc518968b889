// From a failed acceptance to the last fen: settlement, claim, repayment, write-off, closing.
#include "office_fixture.hpp"

using namespace office_test;

namespace {

// A refund: received 60,000; spent 30,000 of which 1,000 disallowed; interest 50. Failed in 2019's
// regime: 31,000 + 50 are due, which is above the deposit of 5,000.
constexpr std::int64_t due_minor = 31'050'00;

RepaymentReceived refund(const char* id, std::int64_t amount_minor) {
  RepaymentReceived received;
  received.repayment_id = id;
  received.amount = Minor(amount_minor);
  return received;
}

void settle_and_claim(Desk& desk) {
  const auto settled = desk.office.settle(desk.request(day(2020, 9, 10)), ProjectId("P-1"));
  INFO((settled.has_value() ? std::string() : settled.error().text(Language::en)));
  REQUIRE(settled.has_value());
  const auto claimed = desk.office.raise_claims(desk.request(day(2020, 9, 10)), ProjectId("P-1"));
  INFO((claimed.has_value() ? std::string() : claimed.error().text(Language::en)));
  REQUIRE(claimed.has_value());
}

}  // namespace

TEST_CASE("Office: a failed project is settled, claimed and recovered") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  Project project = desk.folded();
  REQUIRE(project.settlements.size() == 1);
  CHECK(project.settlements[0].due_back == Minor(due_minor));
  CHECK(project.settlements[0].made_from.state_digest.size() == 64);
  REQUIRE(project.claims.size() == 1);
  CHECK(project.claims[0].principal == Minor(due_minor));
  CHECK(project.claims[0].settlement_id == project.settlements[0].settlement_id);
  desk.accept(day(2020, 10, 1), refund("R-1", 31'000'00));
  CHECK(desk.refused(day(2020, 10, 1), refund("R-1", 1)) == Code::id_taken);
  CHECK(desk.refused(day(2020, 10, 1), refund("R-2", -1)) == Code::amount_not_positive);
  CHECK(desk.refused(day(2020, 10, 2), ProjectClosed{}) == Code::claim_outstanding);
  desk.accept(day(2020, 10, 2), refund("R-2", 50'00));
  desk.accept(day(2020, 10, 3), RepaymentProofFiled{"R-2"});
  CHECK(desk.refused(day(2020, 10, 3), RepaymentProofFiled{"R-2"}) == Code::already_done);
  desk.accept(day(2020, 10, 4), ClaimClosed{project.claims[0].claim_id});
  desk.accept(day(2020, 10, 5), ProjectClosed{});
  CHECK(desk.folded().state == ProjectState::closed);
}

TEST_CASE("Office: settling or claiming again without news records nothing") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const std::int64_t head = desk.journal->head().position;
  CHECK(desk.office.settle(desk.request(day(2020, 9, 11)), ProjectId("P-1")).error().code() ==
        Code::settlement_unchanged);
  CHECK(desk.office.raise_claims(desk.request(day(2020, 9, 11)), ProjectId("P-1")).error().code() ==
        Code::claims_unchanged);
  CHECK(desk.journal->head().position == head);
}

TEST_CASE(
    "Office: a running project is not settled, an unknown one neither, a claim needs a "
    "settlement") {
  Desk desk;
  desk.start_project();
  CHECK(desk.office.settle(desk.request(day(2020, 1, 1)), ProjectId("P-1")).error().code() ==
        Code::project_not_active);
  CHECK(desk.office.settle(desk.request(day(2020, 1, 1)), ProjectId("P-9")).error().code() ==
        Code::project_unknown);
  CHECK(desk.office.raise_claims(desk.request(day(2020, 1, 1)), ProjectId("P-1")).error().code() ==
        Code::settlement_missing);
}

TEST_CASE("Office: an unaudited settlement stands only for a reason") {
  Desk desk;
  desk.start_project();
  REQUIRE(desk.spend(day(2020, 7, 1), {Desk::line("E-1", day(2019, 3, 1), 20'000'00)}).has_value());
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, {}});
  desk.accept(day(2020, 9, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  CHECK(desk.office.settle(desk.request(day(2020, 9, 2)), ProjectId("P-1")).error().code() ==
        Code::reason_missing);
  REQUIRE(desk.office.settle(desk.request(day(2020, 9, 2)), ProjectId("P-1"), "auditor unavailable")
              .has_value());
  CHECK(desk.folded().settlements[0].unaudited);
  CHECK(desk.folded().settlements[0].reason == "auditor unavailable");
}

TEST_CASE("Office: a later payment makes a supplementary settlement, and adjusts the claim") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  PaymentMade bounced = Desk::payment("PAY-B", 1'000'00);
  bounced.direction = PaymentDirection::bounced;
  desk.accept(day(2020, 9, 20), bounced);
  REQUIRE(desk.office.settle(desk.request(day(2020, 9, 21)), ProjectId("P-1")).has_value());
  REQUIRE(desk.office.raise_claims(desk.request(day(2020, 9, 21)), ProjectId("P-1")).has_value());
  const Project project = desk.folded();
  REQUIRE(project.settlements.size() == 2);
  CHECK(project.settlements[0].due_back == Minor(due_minor));
  CHECK(project.settlements[1].due_back == Minor(due_minor - 1'000'00));
  REQUIRE(project.claims.size() == 1);
  CHECK(project.claims[0].principal == Minor(due_minor - 1'000'00));
}

TEST_CASE(
    "Office: no more is written off than is outstanding, and never without a document and a "
    "reason") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const std::string id = desk.folded().claims[0].claim_id;
  ClaimWrittenOff write_off{id, Minor(due_minor + 1), "Doc 7", VaultText("bankrupt")};
  CHECK(desk.refused(day(2021, 1, 1), write_off) == Code::write_off_exceeds_outstanding);
  write_off.amount = Minor(due_minor);
  write_off.reason = VaultText();
  CHECK(desk.refused(day(2021, 1, 1), write_off) == Code::field_missing);
  write_off.reason = VaultText("bankrupt");
  write_off.claim_id = "C-9";
  CHECK(desk.refused(day(2021, 1, 1), write_off) == Code::claim_unknown);
  write_off.claim_id = id;
  desk.accept(day(2021, 1, 1), write_off);
  // What a bankrupt's estate still pays after that is taken.
  desk.accept(day(2021, 2, 1), refund("R-1", 5'000'00));
  desk.accept(day(2021, 3, 1), ClaimClosed{id});
  CHECK(desk.refused(day(2021, 3, 2), ClaimClosed{id}) == Code::already_done);
}

TEST_CASE("Office: decisions, notices and their service are on record once and in order") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.principal = Minor(31'000'00);
  decision.interest = Minor(50'00);
  decision.pay_by = day(2020, 11, 1);
  desk.accept(day(2020, 9, 15), decision);
  CHECK(desk.refused(day(2020, 9, 15), decision) == Code::id_taken);
  decision.decision_id = "D-2";
  decision.replaces = "D-9";
  CHECK(desk.refused(day(2020, 9, 15), decision) == Code::decision_unknown);
  NoticeIssued notice;
  notice.notice_id = "N-1";
  notice.decision_id = "D-1";
  notice.kind = NoticeKind::decision;
  CHECK(desk.refused(day(2020, 9, 16), notice) == Code::field_missing);
  notice.addressee = "O-1";
  desk.accept(day(2020, 9, 16), notice);
  CHECK(desk.refused(day(2020, 9, 15), NoticeServed{"N-1"}) == Code::acts_before_predecessor);
  desk.accept(day(2020, 9, 18), NoticeServed{"N-1"});
  CHECK(desk.refused(day(2020, 9, 19), NoticeServed{"N-1"}) == Code::already_done);
  CHECK(desk.refused(day(2020, 9, 19), NoticeServed{"N-9"}) == Code::notice_unknown);
  desk.accept(day(2020, 9, 20), NoticeAnswered{"N-1", Response::agreed});
  desk.accept(day(2020, 12, 1), DecisionStatusChanged{"D-1", DecisionStatus::suspended});
  CHECK(desk.refused(day(2020, 12, 2), DecisionStatusChanged{"D-1", DecisionStatus::suspended}) ==
        Code::already_done);
  const std::string claim = desk.folded().claims[0].claim_id;
  desk.accept(day(2021, 1, 5), CourtApplied{claim, "(2021) 1"});
  CHECK(desk.refused(day(2021, 1, 6), CourtApplied{claim, "(2021) 2"}) == Code::already_done);
}

TEST_CASE("Office: a second adopted opinion must say which one it replaces") {
  Desk desk;
  desk.fail_project();
  OpinionIssued second;
  second.opinion_id = "A-2";
  second.reference_on = day(2020, 6, 30);
  second.disallowed = Minor(0);
  second.payables = Minor(0);
  second.interest = Minor(0);
  second.adopted = true;
  CHECK(desk.refused(day(2020, 9, 5), second) == Code::opinion_already_adopted);
  second.replaces = "A-1";
  desk.accept(day(2020, 9, 5), second);
}
