// From a failed acceptance to the last fen: settlement, claim, repayment, write-off, closing.
#include "office_fixture.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/clawback/settlement.hpp>
#include <bursar/office/book_rules.hpp>

#include <algorithm>

using namespace office_test;

namespace {

// A refund: received 60,000; spent 30,000 of which 1,000 disallowed; interest 50. Failed in 2019's
// regime: 31,000 + 50 are due, which is above the deposit of 5,000.
constexpr std::int64_t due_minor = 31'050'00;

/// One that finds nothing, and is not adopted.
OpinionIssued opinion(const char* id, const char* replaces) {
  OpinionIssued issued;
  issued.opinion_id = id;
  issued.reference_on = day(2020, 6, 30);
  issued.disallowed = issued.payables = issued.interest = Minor(0);
  issued.replaces = replaces;
  return issued;
}

RepaymentReceived refund(const char* id, std::int64_t amount_minor) {
  RepaymentReceived received;
  received.repayment_id = id;
  received.amount = Minor(amount_minor);
  return received;
}

/// A decision that fixes the whole sum, payable by 2020-11-01.
DecisionMade decision_of_all(const char* id) {
  DecisionMade decision;
  decision.decision_id = id;
  decision.principal = Minor(31'000'00);
  decision.interest = Minor(50'00);
  decision.pay_by = day(2020, 11, 1);
  return decision;
}

RepaymentReceived reversal(const char* id, const char* of, std::int64_t amount_minor) {
  RepaymentReceived received = refund(id, amount_minor);
  received.reverses = of;
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
  CHECK(Desk::code_of(desk.office.settle(desk.request(day(2020, 9, 11)), ProjectId("P-1"))) ==
        Code::settlement_unchanged);
  CHECK(Desk::code_of(desk.office.raise_claims(desk.request(day(2020, 9, 11)), ProjectId("P-1"))) ==
        Code::claims_unchanged);
  CHECK(desk.journal->head().position == head);
}

TEST_CASE(
    "Office: a running project is not settled, an unknown one neither, a claim needs a "
    "settlement") {
  Desk desk;
  desk.start_project();
  CHECK(Desk::code_of(desk.office.settle(desk.request(day(2020, 1, 1)), ProjectId("P-1"))) ==
        Code::project_not_active);
  CHECK(Desk::code_of(desk.office.settle(desk.request(day(2020, 1, 1)), ProjectId("P-9"))) ==
        Code::project_unknown);
  CHECK(Desk::code_of(desk.office.raise_claims(desk.request(day(2020, 1, 1)), ProjectId("P-1"))) ==
        Code::settlement_missing);
}

TEST_CASE("Office: an unaudited settlement stands only for a reason") {
  Desk desk;
  desk.start_project();
  REQUIRE(desk.spend(day(2020, 7, 1), {Desk::line("E-1", day(2019, 3, 1), 20'000'00)}).has_value());
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, {}});
  desk.accept(day(2020, 9, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  CHECK(Desk::code_of(desk.office.settle(desk.request(day(2020, 9, 2)), ProjectId("P-1"))) ==
        Code::reason_missing);
  const Request settling = desk.request(day(2020, 9, 2));
  const auto settled = desk.office.settle(settling, ProjectId("P-1"), "auditor unavailable");
  REQUIRE(settled.has_value());
  CHECK(desk.office.settle(settling, ProjectId("P-1"), "auditor unavailable")->already_recorded);
  CHECK(Desk::code_of(desk.office.settle(settling, ProjectId("P-1"), "another reason")) ==
        Code::key_reused);
  CHECK(desk.folded().settlements[0].unaudited);
  CHECK(desk.folded().settlements[0].reason.view() == "auditor unavailable");
  // It is in the vault alone, and that there was one outlives its erasure.
  desk.journal->read(settled->first_position, settled->first_position, [](const Entry& entry) {
    CHECK(entry.facts.find("auditor") == std::string::npos);
    return true;
  });
  REQUIRE(desk.journal->erase_private(settled->first_position).has_value());
  CHECK(desk.folded().settlements[0].reason.empty());
  CHECK(desk.office.raise_claims(desk.request(day(2020, 9, 3)), ProjectId("P-1")).has_value());
}

TEST_CASE("Office: nothing is settled or claimed for a day before the last time") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const auto refusal = desk.office.settle(desk.request(day(2020, 9, 9)), ProjectId("P-1")).error();
  CHECK(refusal.code() == Code::acts_before_predecessor);
  CHECK(refusal.text(Language::zh).find("2020-09-10") != std::string::npos);
  CHECK(Desk::code_of(desk.office.raise_claims(desk.request(day(2020, 9, 9)), ProjectId("P-1"))) ==
        Code::acts_before_predecessor);
  CHECK(desk.folded().claims[0].principal == Minor(due_minor));
  CHECK(desk.folded().claims[0].adjustments.empty());
  CHECK(Desk::code_of(desk.office.raise_claims(desk.request(day(2020, 9, 10)), ProjectId("P-1"))) ==
        Code::claims_unchanged);
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
  // Nobody was told of the claim, and nobody decided: it is not given up either.
  CHECK(desk.refused(day(2021, 1, 1), write_off) == Code::claim_step_not_allowed);
  desk.accept(day(2020, 9, 15), decision_of_all("D-1"));
  CHECK(desk.refused(day(2020, 11, 1), write_off) == Code::claim_step_not_allowed);
  CHECK(desk.refused(day(2020, 9, 9), write_off) == Code::acts_before_predecessor);
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
  DecisionMade decision = decision_of_all("D-1");
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
  const std::string claim = desk.folded().claims[0].claim_id;
  CHECK(desk.refused(day(2020, 11, 30), CourtApplied{claim, "(2020) 1"}) ==
        Code::claim_step_not_allowed);
  notice.notice_id = "N-2";
  notice.kind = NoticeKind::demand;
  CHECK(desk.refused(day(2020, 11, 1), notice) == Code::claim_step_not_allowed);
  desk.accept(day(2020, 11, 10), notice);
  desk.accept(day(2020, 11, 12), NoticeServed{"N-2"});
  desk.accept(day(2020, 12, 1), DecisionStatusChanged{"D-1", DecisionStatus::suspended});
  CHECK(desk.refused(day(2021, 1, 5), CourtApplied{claim, "(2021) 1"}) ==
        Code::claim_step_not_allowed);
  CHECK(desk.refused(day(2020, 12, 2), DecisionStatusChanged{"D-1", DecisionStatus::suspended}) ==
        Code::already_done);
  desk.accept(day(2021, 1, 2), DecisionStatusChanged{"D-1", DecisionStatus::in_force});
  CHECK(desk.refused(day(2021, 1, 5), CourtApplied{claim, "(2021) 1"}) ==
        Code::claim_step_too_early);
  desk.accept(day(2021, 3, 19), CourtApplied{claim, "(2021) 1"});
  CHECK(desk.refused(day(2021, 3, 20), CourtApplied{claim, "(2021) 2"}) == Code::already_done);
}

TEST_CASE("Office: a notice to a unit outside of the project serves nobody in it") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 9, 15), decision_of_all("D-1"));
  const auto tell = [&](const char* id, const char* addressee) {
    NoticeIssued notice;
    notice.notice_id = id;
    notice.decision_id = "D-1";
    notice.kind = NoticeKind::decision;
    notice.addressee = addressee;
    desk.accept(day(2020, 9, 16), notice);
    desk.accept(day(2020, 9, 18), NoticeServed{id});
    return desk.folded().notices.back().addressed_to;
  };
  const auto step = [&] {
    const Portfolio portfolio = Portfolio::fold(*desk.journal, {day(2020, 9, 19)}).value();
    const RuleBook rules = rule_book_of(portfolio).value();
    const Project& project = *portfolio.project("P-1");
    return recover_project(project, recorded_parts(project), {rules, nullptr, day(2020, 9, 19)})
        .claims[0]
        .step;
  };
  CHECK(tell("N-1", "O-3") == PartyKind::organisation);
  CHECK(step() == ClaimStep::decided);
  CHECK(tell("N-2", "L-1") == PartyKind::person);
  CHECK(step() == ClaimStep::served);
  // Of whom the book does not know, and of the project's own units, nothing is noted.
  CHECK(tell("N-3", "ministry") == std::nullopt);
  CHECK(tell("N-4", "O-1") == std::nullopt);
  // Who succeeded a unit is told in its place.
  REQUIRE(desk.state(SubjectKind::organisation, "O-1", day(2020, 9, 16),
                     OrganisationSucceeded{OrgId("O-3")})
              .has_value());
  CHECK(tell("N-5", "O-3") == std::nullopt);
}

TEST_CASE("Office: no day to pay or to reply lies before what sets it") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  DecisionMade decision = decision_of_all("D-1");
  decision.pay_by = day(2020, 9, 14);
  const Result<Receipt> early = desk.project(day(2020, 9, 15), decision);
  REQUIRE(Desk::code_of(early) == Code::days_reversed);
  CHECK(early.error().text(Language::en) ==
        "pay_by, 2020-09-14, lies before decided_on, 2020-09-15");
  decision.pay_by = day(2020, 9, 15);
  desk.accept(day(2020, 9, 15), decision);
  NoticeIssued notice;
  notice.notice_id = "N-1";
  notice.addressee = "O-1";
  notice.kind = NoticeKind::refund;
  notice.reply_by = day(2020, 9, 19);
  CHECK(desk.refused(day(2020, 9, 20), notice) == Code::days_reversed);
  notice.reply_by = day(2020, 9, 20);
  desk.accept(day(2020, 9, 20), notice);
}

TEST_CASE("Office: a second adopted opinion must say which one it replaces") {
  Desk desk;
  desk.fail_project();
  OpinionIssued second = opinion("A-2", "");
  second.adopted = true;
  CHECK(desk.refused(day(2020, 9, 5), second) == Code::opinion_already_adopted);
  second.replaces = "A-1";
  second.interest.reset();
  CHECK(desk.refused(day(2020, 9, 5), second) == Code::opinion_incomplete);
  second.interest = Minor(0);
  desk.accept(day(2020, 9, 5), second);
}

TEST_CASE("Office: an opinion that was issued before is adopted, once, and governs from then on") {
  Desk desk;
  desk.fail_project();
  OpinionIssued second;
  second.opinion_id = "A-2";
  second.reference_on = day(2020, 6, 30);
  second.disallowed = Minor(3'000'00);
  second.payables = Minor(0);
  desk.accept(day(2020, 9, 5), second);
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-9", {}}) == Code::opinion_unknown);
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-1", {}}) == Code::already_done);
  CHECK(desk.refused(day(2020, 9, 4), OpinionAdopted{"A-2", "A-1"}) ==
        Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-2", "A-1"}) == Code::opinion_incomplete);
  second.opinion_id = "A-3";
  second.interest = Minor(20'00);
  desk.accept(day(2020, 9, 5), second);
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-3", {}}) == Code::opinion_already_adopted);
  const auto due_back = [&](Date on) {
    const Portfolio portfolio = Portfolio::fold(*desk.journal, {on}).value();
    const SettlementReport report = settle(portfolio, rule_book_of(portfolio).value());
    REQUIRE(report.settlements.size() == 1);
    return report.settlements[0].due_back;
  };
  desk.accept(day(2020, 9, 8), OpinionAdopted{"A-3", "A-1"});
  CHECK(desk.refused(day(2020, 9, 9), OpinionAdopted{"A-3", "A-1"}) == Code::already_done);
  // 1,000 disallowed and 50 interest before; 3,000 and 20 since.
  CHECK(due_back(day(2020, 9, 7)) == Minor(31'050'00));
  CHECK(due_back(day(2020, 9, 8)) == Minor(33'020'00));
  const Project project = desk.folded();
  CHECK(project.irregular.empty());
  REQUIRE(project.opinions.size() == 3);
  CHECK(project.opinions[2].adopted_on == day(2020, 9, 8));
  // What it changes of the interest is posted when it is adopted.
  const ProjectLedger ledger = ledger_of(project).value();
  const auto interest = std::find_if(ledger.movements.begin(), ledger.movements.end(),
                                     [](const Movement& each) { return each.record == "A-3"; });
  REQUIRE(interest != ledger.movements.end());
  CHECK(interest->on == day(2020, 9, 8));
  CHECK(interest->position == project.opinions[2].adoption.position);
  CHECK(interest->postings.back().amount == Minor(-30'00));
}

TEST_CASE("Office: a reversal takes back what is left of one repayment, from its own account") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 10, 1), refund("R-1", 1'000'00));
  const Date on = day(2020, 10, 5);
  CHECK(desk.refused(on, reversal("X-1", "R-9", -1)) == Code::repayment_unknown);
  CHECK(desk.refused(on, reversal("X-1", "R-1", 0)) == Code::repayment_amount_sign);
  CHECK(desk.refused(on, reversal("X-1", "R-1", 400'00)) == Code::repayment_amount_sign);
  CHECK(desk.refused(day(2020, 9, 30), reversal("X-1", "R-1", -1)) ==
        Code::acts_before_predecessor);
  const Result<Receipt> too_much = desk.project(on, reversal("X-1", "R-1", -1'000'01));
  REQUIRE(Desk::code_of(too_much) == Code::reversal_exceeds_repayment);
  CHECK(too_much.error().text(Language::en) ==
        "1,000.01 CNY are more than the 1,000.00 CNY left of the repayment 'R-1'");
  RepaymentReceived other = reversal("X-1", "R-1", -400'00);
  other.payer_org_id = OrgId("O-2");
  CHECK(desk.refused(on, other) == Code::reversal_differs);
  other = reversal("X-1", "R-1", -400'00);
  other.source = Source::grant_city;
  CHECK(desk.refused(on, other) == Code::reversal_differs);
  other = reversal("X-1", "R-1", -400'00);
  other.part = RepaymentPart::interest;
  CHECK(desk.refused(on, other) == Code::reversal_differs);
  other.part = RepaymentPart::principal;
  other.payer_org_id = OrgId("O-1");
  desk.accept(on, other);
  CHECK(desk.refused(on, reversal("X-2", "X-1", -1)) == Code::reversal_reversed);
  CHECK(desk.refused(on, reversal("X-2", "R-1", -600'01)) == Code::reversal_exceeds_repayment);
  desk.accept(on, reversal("X-2", "R-1", -600'00));
  CHECK(desk.refused(on, reversal("X-3", "R-1", -1)) == Code::reversal_exceeds_repayment);
  CHECK(desk.refused(day(2020, 10, 6), ClaimClosed{desk.folded().claims[0].claim_id}) ==
        Code::claim_outstanding);
}

TEST_CASE("Office: nothing is closed on a day before what was due came in") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const std::string id = desk.folded().claims[0].claim_id;
  desk.accept(day(2020, 10, 1), refund("R-1", due_minor));
  CHECK(desk.refused(day(2020, 9, 9), ClaimClosed{id}) == Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 9, 30), ClaimClosed{id}) == Code::claim_step_not_allowed);
  CHECK(desk.refused(day(2020, 9, 9), ProjectClosed{}) == Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 9, 30), ProjectClosed{}) == Code::claim_outstanding);
  desk.accept(day(2020, 10, 1), ClaimClosed{id});
  desk.accept(day(2020, 10, 1), ProjectClosed{});
}

TEST_CASE("Office: money that is taken back opens a closed project, and it is closed again") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const std::string id = desk.folded().claims[0].claim_id;
  desk.accept(day(2020, 10, 1), refund("R-1", due_minor));
  desk.accept(day(2020, 10, 4), ClaimClosed{id});
  desk.accept(day(2020, 10, 5), ProjectClosed{});
  CHECK(desk.refused(day(2020, 10, 6), ProjectClosed{}) == Code::project_not_active);
  desk.accept(day(2020, 10, 6), reversal("X-1", "R-1", -1));
  CHECK(desk.folded().state == ProjectState::concluded);
  CHECK(desk.refused(day(2020, 10, 7), ProjectClosed{}) == Code::claim_outstanding);
  desk.accept(day(2020, 10, 8), refund("R-2", 1));
  desk.accept(day(2020, 10, 9), ClaimClosed{id});
  desk.accept(day(2020, 10, 9), ProjectClosed{});
  CHECK(desk.folded().state == ProjectState::closed);
}

TEST_CASE("Office: a penalty and what goes back do not take each other's place") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 9, 15), decision_of_all("D-1"));
  DecisionMade penalty;
  penalty.decision_id = "D-2";
  penalty.kind = DecisionKind::penalty;
  penalty.payer_org_id = OrgId("O-2");
  penalty.principal = Minor(5);
  penalty.replaces = "D-1";
  CHECK(desk.refused(day(2020, 9, 16), penalty) == Code::penalty_apart);
  penalty.replaces.clear();
  desk.accept(day(2020, 9, 16), penalty);
  DecisionMade other = decision_of_all("D-3");
  other.replaces = "D-2";
  CHECK(desk.refused(day(2020, 9, 17), other) == Code::penalty_apart);
  penalty.decision_id = "D-3";
  penalty.replaces = "D-2";
  desk.accept(day(2020, 9, 17), penalty);
  // The payer may be corrected.
  other.decision_id = "D-4";
  other.replaces = "D-1";
  other.payer_org_id = OrgId("O-2");
  desk.accept(day(2020, 9, 18), other);
}

TEST_CASE("Office: money and notices that name a decision fit it") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 9, 15), decision_of_all("D-1"));
  RepaymentReceived received = refund("R-1", 1'00);
  received.decision_id = "D-1";
  received.payer_org_id = OrgId("O-2");
  CHECK(desk.refused(day(2020, 9, 20), received) == Code::decision_differs);
  received.payer_org_id = OrgId("O-1");
  received.source = Source::grant_city;
  CHECK(desk.refused(day(2020, 9, 20), received) == Code::decision_differs);
  received.source = Source::grant;
  desk.accept(day(2020, 9, 20), received);
  NoticeIssued notice;
  notice.notice_id = "N-1";
  notice.decision_id = "D-1";
  notice.addressee = "O-1";
  for (const NoticeKind kind : {NoticeKind::decision, NoticeKind::refund, NoticeKind::demand}) {
    notice.kind = kind;
    CHECK(desk.refused(day(2020, 9, 14), notice) == Code::acts_before_predecessor);
  }
  // What is intended is told before it is decided.
  notice.kind = NoticeKind::intent;
  desk.accept(day(2020, 9, 14), notice);
}

TEST_CASE("Office: an opinion replaces one of its own organisation and source") {
  Desk desk;
  desk.fail_project();
  OpinionIssued second = opinion("A-2", "A-1");
  second.org_id = OrgId("O-2");
  CHECK(desk.refused(day(2020, 9, 5), second) == Code::opinion_differs);
  second.org_id = OrgId("O-1");
  second.source = Source::grant_city;
  CHECK(desk.refused(day(2020, 9, 5), second) == Code::opinion_differs);
  second.replaces = {};
  desk.accept(day(2020, 9, 5), second);
  CHECK(desk.refused(day(2020, 9, 6), OpinionAdopted{"A-2", "A-1"}) == Code::opinion_differs);
  desk.accept(day(2020, 9, 6), OpinionAdopted{"A-2", {}});
}

TEST_CASE("Office: money that is taken back after the closing is due again") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 10, 1), refund("R-1", due_minor));
  const std::string id = desk.folded().claims[0].claim_id;
  desk.accept(day(2020, 10, 4), ClaimClosed{id});
  desk.accept(day(2020, 10, 6), reversal("X-1", "R-1", -due_minor));
  CHECK_FALSE(desk.folded().claims[0].closed_on);
  CHECK(desk.refused(day(2020, 10, 7), ClaimClosed{id}) == Code::claim_outstanding);
  desk.accept(day(2020, 10, 8), refund("R-2", due_minor));
  desk.accept(day(2020, 10, 9), ClaimClosed{id});
}

TEST_CASE("Office: a reversed late charge takes nothing from the principal") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  desk.accept(day(2020, 10, 1), refund("R-1", due_minor));
  RepaymentReceived charge = refund("R-2", 30'00);
  charge.part = RepaymentPart::late_charge;
  desk.accept(day(2020, 10, 1), charge);
  RepaymentReceived back = reversal("X-1", "R-2", -30'00);
  CHECK(desk.refused(day(2020, 10, 2), back) == Code::reversal_differs);
  back.part = RepaymentPart::late_charge;
  desk.accept(day(2020, 10, 2), back);
  desk.accept(day(2020, 10, 4), ClaimClosed{desk.folded().claims[0].claim_id});
}

TEST_CASE("Office: a termination is corrected by one that names it") {
  Desk desk;
  desk.start_project();
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.kind = DecisionKind::terminate;
  desk.accept(day(2020, 3, 1), decision);
  decision.decision_id = "D-2";
  decision.principal = Minor(5);
  CHECK(desk.refused(day(2020, 4, 1), decision) == Code::end_not_replaced);
  // One for another payer of the same project is no correction.
  decision.payer_org_id = OrgId("O-2");
  desk.accept(day(2020, 4, 1), decision);
  decision.decision_id = "D-3";
  decision.payer_org_id = OrgId();
  decision.replaces = "D-1";
  desk.accept(day(2020, 4, 2), decision);
  Project project = desk.folded();
  CHECK(project.state == ProjectState::terminated);
  CHECK(project.decision_in_force(DecisionKind::terminate)->decision_id == "D-3");
  // Revoked it may be still; terminated after that it may not.
  decision.decision_id = "D-4";
  decision.kind = DecisionKind::revoke;
  decision.replaces.clear();
  desk.accept(day(2020, 5, 1), decision);
  CHECK(desk.folded().state == ProjectState::revoked);
  decision.decision_id = "D-5";
  decision.kind = DecisionKind::terminate;
  CHECK(desk.refused(day(2020, 6, 1), decision) == Code::project_not_active);
  // A decision of another kind that replaces the end gives the project back.
  decision.decision_id = "D-6";
  decision.kind = DecisionKind::recover;
  decision.replaces = "D-4";
  desk.accept(day(2020, 6, 1), decision);
  CHECK(desk.folded().state == ProjectState::terminated);
}

TEST_CASE("Office: a project is not closed while money may be due") {
  Desk unsettled;
  unsettled.fail_project();
  settle_and_claim(unsettled);
  unsettled.accept(day(2020, 10, 1), refund("R-1", due_minor));
  unsettled.accept(day(2020, 10, 2), ClaimClosed{unsettled.folded().claims[0].claim_id});
  // What was received for the settled part changed.
  PaymentMade bounced = Desk::payment("PAY-B", 100'00);
  bounced.direction = PaymentDirection::bounced;
  unsettled.accept(day(2020, 9, 20), bounced);
  CHECK(unsettled.refused(day(2020, 10, 5), ProjectClosed{}) == Code::part_not_settled);
  REQUIRE(
      unsettled.office.settle(unsettled.request(day(2020, 10, 5)), ProjectId("P-1")).has_value());
  unsettled.accept(day(2020, 10, 6), ProjectClosed{});

  // A partner owes, and nobody says who answers for it.
  Desk unanswered;
  unanswered.register_units();
  ProjectRegistered registration = Desk::registration();
  registration.liability = std::nullopt;
  unanswered.accept(day(2018, 12, 1), registration);
  unanswered.accept(day(2018, 12, 2), ProjectApproved{});
  unanswered.accept(day(2018, 12, 20), ContractSigned{});
  unanswered.accept(day(2018, 12, 20), Desk::partner("O-2"));
  PaymentMade paid = Desk::payment("PAY-1", 1'000'00);
  paid.org_id = OrgId("O-2");
  unanswered.accept(day(2019, 1, 15), paid);
  ExpenseLine spent = Desk::line("E-1", day(2019, 3, 1), 400'00);
  spent.org_id = "O-2";
  REQUIRE(unanswered.spend(day(2020, 7, 1), {spent}).has_value());
  unanswered.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  unanswered.accept(day(2020, 9, 1), AcceptanceConcluded{1, "", Outcome::failed});
  const auto settled =
      unanswered.office.settle(unanswered.request(day(2020, 9, 10)), ProjectId("P-1"), "no audit");
  REQUIRE(settled.has_value());
  CHECK(unanswered.refused(day(2020, 10, 1), ProjectClosed{}) == Code::liability_unknown);
}

TEST_CASE("Office: a decision says what lay before the authority, and nobody else does") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const std::int64_t known = desk.journal->head().position;
  DecisionMade decision = decision_of_all("D-1");
  Provenance invented;
  invented.state_digest = "invented";
  decision.made_from = invented;
  desk.accept(day(2020, 9, 15), decision);
  const Project project = desk.folded();
  REQUIRE(project.decisions[0].made_from);
  const Provenance& made_from = *project.decisions[0].made_from;
  CHECK(made_from.as_of == day(2020, 9, 15));
  CHECK(made_from.known_position == known);
  CHECK(made_from.rule_book_digest == project.settlements[0].made_from.rule_book_digest);
  const Subject subject{SubjectKind::project, "P-1"};
  const Portfolio then =
      Portfolio::fold_subjects(*desk.journal, {day(2020, 9, 15), known}, std::span(&subject, 1))
          .value();
  CHECK(made_from.state_digest == Portfolio::state_digest(*then.project("P-1")).hex());
}

TEST_CASE("Office: a settlement on record holds K, the reference day and the opinion") {
  Desk desk;
  desk.fail_project();
  settle_and_claim(desk);
  const Settlement record = desk.folded().settlements[0];
  CHECK(record.cut_off == day(2020, 9, 1));
  CHECK(record.reference_on == day(2020, 6, 30));
  CHECK(record.opinion_id == "A-1");
}

TEST_CASE("Office: an opinion replaces through one that was never adopted, as in a settlement") {
  Desk desk;
  desk.fail_project();
  desk.accept(day(2020, 9, 5), opinion("A-2", "A-1"));
  desk.accept(day(2020, 9, 6), opinion("A-3", "A-2"));
  desk.accept(day(2020, 9, 7), opinion("A-4", ""));
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-4", {}}) == Code::opinion_already_adopted);
  desk.accept(day(2020, 9, 8), OpinionAdopted{"A-3", {}});
  CHECK(desk.refused(day(2020, 9, 8), OpinionAdopted{"A-2", {}}) == Code::opinion_already_adopted);
}
