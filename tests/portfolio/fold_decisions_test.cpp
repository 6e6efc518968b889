// Decisions that replace each other, and money that is taken back.
#include "fold_fixture.hpp"

#include <bursar/portfolio/labels.hpp>

using namespace histories;

TEST_CASE("Portfolio: a decision that restates another takes its place, with its sums") {
  for (const DecisionKind kind : {DecisionKind::terminate, DecisionKind::revoke}) {
    const ProjectState ended =
        kind == DecisionKind::terminate ? ProjectState::terminated : ProjectState::revoked;
    Fixture f;
    f.add(day(2019, 5, 1), ContractSigned{});
    f.add(day(2020, 1, 1), decision("D-1", kind));
    DecisionMade corrected = decision("D-2", kind, "D-1");
    corrected.principal = Minor(70);
    f.add(day(2020, 2, 1), corrected);
    Project project = f.folded();
    CHECK(project.irregular.empty());
    CHECK(project.state == ended);
    REQUIRE(project.decisions.size() == 2);
    CHECK(project.decisions[1].principal == Minor(70));
    REQUIRE(project.decision_in_force(kind) != nullptr);
    CHECK(project.decision_in_force(kind)->decision_id == "D-2");
    // Lifted, the first one stands again.
    f.add(day(2020, 3, 1), DecisionStatusChanged{"D-2", DecisionStatus::annulled});
    project = f.folded();
    CHECK(project.irregular.empty());
    CHECK(project.state == ended);
    CHECK(project.decision_in_force(kind)->decision_id == "D-1");
    f.add(day(2020, 4, 1), DecisionStatusChanged{"D-1", DecisionStatus::withdrawn});
    CHECK(f.folded().state == ProjectState::running);
    CHECK(f.folded().decision_in_force(kind) == nullptr);
  }
}

TEST_CASE("Portfolio: a termination that a decision of another kind replaces ends nothing") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::terminate));
  f.add(day(2020, 2, 1), decision("D-2", DecisionKind::recover, "D-1"));
  CHECK(f.folded({day(2020, 1, 15)}).state == ProjectState::terminated);
  CHECK(f.folded().state == ProjectState::running);
  CHECK(f.folded().decision_in_force(DecisionKind::terminate) == nullptr);
  f.add(day(2020, 3, 1), DecisionStatusChanged{"D-2", DecisionStatus::annulled});
  CHECK(f.folded().state == ProjectState::terminated);
  CHECK(f.folded().irregular.empty());
}

TEST_CASE(
    "Portfolio: no decision replaces a later one, so two that name each other do not vanish") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::recover, "D-2"));
  f.add(day(2020, 2, 1), decision("D-2", DecisionKind::recover, "D-1"));
  const Project project = f.folded();
  CHECK_FALSE(project.stands(project.decisions[0]));
  CHECK(project.stands(project.decisions[1]));
}

TEST_CASE("Portfolio: what replaces a replacement that was lifted is judged through the chain") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::terminate));
  f.add(day(2020, 1, 2), decision("D-2", DecisionKind::terminate, "D-1"));
  f.add(day(2020, 1, 3), decision("D-3", DecisionKind::recover, "D-2"));
  f.add(day(2020, 1, 4), DecisionStatusChanged{"D-2", DecisionStatus::annulled});
  CHECK(f.folded().decision_in_force(DecisionKind::terminate) == nullptr);
  CHECK(f.folded().state == ProjectState::running);
}

TEST_CASE("Portfolio: what happened under a termination has its place once that was annulled") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::terminate));
  f.add(day(2020, 2, 1), AcceptanceRequested{1, "2020-1"});
  f.add(day(2020, 3, 1), AcceptanceConcluded{1, "2020-2", Outcome::failed});
  f.add(day(2020, 3, 2), AcceptanceNotified{1, "no. 7"});
  f.add(day(2020, 6, 1), DecisionStatusChanged{"D-1", DecisionStatus::annulled});

  const Project before = f.folded({day(2020, 3, 31)});
  CHECK(before.state == ProjectState::terminated);
  CHECK(before.concluding_attempt() == nullptr);
  CHECK(before.irregular.size() == 3);  // the notification names an attempt that is not known

  const Project after = f.folded();
  REQUIRE(after.concluding_attempt() != nullptr);
  const Attempt& attempt = *after.concluding_attempt();
  CHECK(attempt.requested_on == day(2020, 2, 1));
  CHECK(attempt.concluded_on == day(2020, 3, 1));
  CHECK(attempt.notified_on == day(2020, 3, 2));
  CHECK(attempt.batch == "2020-2");
}

TEST_CASE("Portfolio: a conclusion on the day on which the termination was annulled counts") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2019, 6, 1), AcceptanceConcluded{1, "", Outcome::failed});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::revoke));
  f.add(day(2020, 3, 1), AcceptanceConcluded{2, "", Outcome::passed});
  f.add(day(2020, 3, 1), DecisionStatusChanged{"D-1", DecisionStatus::withdrawn});
  const Project project = f.folded();
  CHECK(project.irregular.empty());
  CHECK(project.state == ProjectState::concluded);
  REQUIRE(project.concluding_attempt() != nullptr);
  CHECK(project.concluding_attempt()->attempt == 2);
}

TEST_CASE("Portfolio: a lifted termination that counts again ends what it had ended") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::terminate));
  f.add(day(2020, 2, 1), AcceptanceRequested{1, ""});
  f.add(day(2020, 3, 1), DecisionStatusChanged{"D-1", DecisionStatus::suspended});
  CHECK(f.folded().state == ProjectState::in_acceptance);
  CHECK(f.folded().irregular.empty());
  f.add(day(2020, 4, 1), DecisionStatusChanged{"D-1", DecisionStatus::in_force});
  CHECK(f.folded().state == ProjectState::terminated);
  CHECK(f.folded().irregular.empty());
}

TEST_CASE("Portfolio: a decision that found the project ended ends it when the first one falls") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), decision("D-1", DecisionKind::revoke));
  f.add(day(2020, 2, 1), decision("D-2", DecisionKind::terminate));
  f.add(day(2020, 3, 1), AcceptanceConcluded{1, "", Outcome::failed});
  CHECK(f.folded().state == ProjectState::revoked);
  CHECK(f.folded().irregular.size() == 2);
  f.add(day(2020, 4, 1), DecisionStatusChanged{"D-1", DecisionStatus::annulled});
  Project project = f.folded();
  CHECK(project.state == ProjectState::terminated);
  REQUIRE(project.irregular.size() == 1);
  CHECK(project.irregular[0].kind == "AcceptanceConcluded");
  f.add(day(2020, 5, 1), DecisionStatusChanged{"D-2", DecisionStatus::annulled});
  project = f.folded();
  CHECK(project.state == ProjectState::concluded);
  CHECK(project.irregular.empty());
}

TEST_CASE("Portfolio: a decision that the lifecycle has no place for is on record with its sums") {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), AcceptanceConcluded{1, "", Outcome::failed});
  f.add(day(2020, 2, 1), ProjectClosed{});
  DecisionMade late = decision("D-1", DecisionKind::revoke);
  late.principal = Minor(90);
  f.add(day(2020, 3, 1), late);
  const Project project = f.folded();
  CHECK(project.state == ProjectState::closed);
  REQUIRE(project.decisions.size() == 1);
  CHECK(project.decisions[0].principal == Minor(90));
  REQUIRE(project.irregular.size() == 1);
  CHECK(project.irregular[0].kind == "DecisionMade");
  CHECK(project.irregular[0].state == "closed");
  CHECK(reason_wording(project.irregular[0].reason).zh == "当时的状态不允许");
  CHECK(state_wording(project.irregular[0].state) == Wording{"已办结", "closed"});
  CHECK(state_wording("a host's own") == Wording{"a host's own", "a host's own"});
  CHECK(reason_wording("a host's own").zh == "a host's own");
  // Lifted, it is in force no more, whatever the state.
  f.add(day(2020, 4, 1), DecisionStatusChanged{"D-1", DecisionStatus::annulled});
  CHECK(f.folded().decisions[0].status == DecisionStatus::annulled);
  CHECK(f.folded().state == ProjectState::closed);
}

TEST_CASE("Portfolio: a reversal belongs to the account of what it reverses") {
  Fixture f;
  RepaymentReceived charge;
  charge.repayment_id = "R-1";
  charge.payer_org_id = OrgId("O-2");
  charge.source = Source::grant_city;
  charge.amount = Minor(30);
  charge.part = RepaymentPart::late_charge;
  f.add(day(2020, 3, 1), charge);
  RepaymentReceived back;
  back.repayment_id = "R-2";
  back.amount = Minor(-30);
  back.reverses = "R-1";
  f.add(day(2020, 3, 5), back);
  RepaymentReceived again = back;
  again.repayment_id = "R-3";
  again.amount = Minor(30);
  again.reverses = "R-2";
  f.add(day(2020, 3, 6), again);
  RepaymentReceived lost = back;
  lost.repayment_id = "R-4";
  lost.reverses = "nothing";
  f.add(day(2020, 3, 7), lost);
  const Project project = f.folded();
  REQUIRE(project.repayments.size() == 4);
  for (const std::size_t at : {1U, 2U}) {
    CHECK(project.repayments[at].part == RepaymentPart::late_charge);
    CHECK(project.repayments[at].payer_org_id == OrgId("O-2"));
    CHECK(project.repayments[at].source == Source::grant_city);
  }
  CHECK(project.repayments[3].part == RepaymentPart::principal);
  CHECK(project.repayments[3].payer_org_id == OrgId("O-1"));
}

namespace {

/// A claim of 30, and the money that pays it.
RepaymentReceived raise_and_pay(Fixture& f) {
  ClaimRaised claim;
  claim.claim_id = "C-1";
  claim.principal = Minor(30);
  f.add(day(2020, 3, 1), claim);
  RepaymentReceived paid;
  paid.repayment_id = "R-1";
  paid.amount = Minor(30);
  f.add(day(2020, 3, 2), paid);
  return paid;
}

}  // namespace

TEST_CASE("Portfolio: money that is taken back reopens the claims that it paid") {
  Fixture f;
  const RepaymentReceived paid = raise_and_pay(f);
  f.add(day(2020, 3, 3), ClaimClosed{"C-1"});
  CHECK(f.folded().claims[0].closed_on == day(2020, 3, 3));
  RepaymentReceived back = paid;
  back.repayment_id = "R-2";
  back.amount = Minor(-30);
  back.reverses = "R-1";
  back.part = RepaymentPart::late_charge;
  f.add(day(2020, 3, 4), back);
  CHECK_FALSE(f.folded().claims[0].closed_on);
  f.add(day(2020, 3, 5), CourtApplied{"C-1", "case"});
  CHECK(f.folded().irregular.empty());
}

namespace {

/// A failed project whose claim of 30 was paid.
Fixture paid_off() {
  Fixture f;
  f.add(day(2019, 5, 1), ContractSigned{});
  f.add(day(2020, 1, 1), AcceptanceRequested{1, {}});
  f.add(day(2020, 2, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  raise_and_pay(f);
  return f;
}

RepaymentReceived taken_back(std::int64_t amount) {
  RepaymentReceived back;
  back.repayment_id = "X-1";
  back.amount = Minor(amount);
  back.reverses = "R-1";
  return back;
}

}  // namespace

TEST_CASE("Portfolio: money that is taken back contradicts the closing of the project") {
  // The claim was closed before the project, or nobody said so.
  for (const bool claim_closed : {true, false}) {
    Fixture f = paid_off();
    if (claim_closed) f.add(day(2020, 3, 3), ClaimClosed{"C-1"});
    f.add(day(2020, 3, 4), ProjectClosed{});
    // In a closed project it has no place.
    f.add(day(2020, 3, 5), decision("D-1", DecisionKind::revoke));
    CHECK(f.folded().state == ProjectState::closed);
    CHECK(f.folded().irregular.size() == 1);
    f.add(day(2020, 3, 6), taken_back(-30));
    CHECK(f.folded({day(2020, 3, 5)}).state == ProjectState::closed);
    const Project project = f.folded();
    CHECK(project.state == ProjectState::revoked);
    CHECK_FALSE(project.closed_on);
    CHECK_FALSE(project.claims[0].closed_on);
    CHECK(project.irregular.empty());
    RepaymentReceived again;
    again.repayment_id = "R-2";
    again.amount = Minor(30);
    f.add(day(2020, 3, 7), again);
    f.add(day(2020, 3, 8), ClaimClosed{"C-1"});
    f.add(day(2020, 3, 9), ProjectClosed{});
    CHECK(f.folded().state == ProjectState::closed);
    CHECK(f.folded().closed_on == day(2020, 3, 9));
  }
}

TEST_CASE("Portfolio: a closing is contradicted also where the money went before it") {
  Fixture f = paid_off();
  f.add(day(2020, 3, 5), ClaimClosed{"C-1"});
  f.add(day(2020, 3, 6), ProjectClosed{});
  f.add(day(2020, 3, 7), ProjectClosed{});  // once too often
  f.add(day(2020, 3, 4), taken_back(-1));
  const Project project = f.folded();
  CHECK(project.state == ProjectState::concluded);
  CHECK_FALSE(project.closed_on);
  CHECK_FALSE(project.claims[0].closed_on);

  Fixture later = paid_off();
  later.add(day(2020, 3, 6), ProjectClosed{});
  later.add(day(2020, 3, 7), ProjectClosed{});
  later.add(day(2020, 3, 8), taken_back(-1));
  CHECK(later.folded().state == ProjectState::concluded);

  // What was too much pays nothing.
  Fixture surplus = paid_off();
  RepaymentReceived more = taken_back(5);
  more.repayment_id = "R-0";
  more.reverses = {};
  surplus.add(day(2020, 3, 2), more);
  surplus.add(day(2020, 3, 6), ProjectClosed{});
  surplus.add(day(2020, 3, 8), taken_back(-5));
  CHECK(surplus.folded().state == ProjectState::closed);
}

TEST_CASE("Portfolio: taking back what was too much leaves a claim closed") {
  Fixture f;
  for (const char* id : {"C-1", "C-2"}) {
    ClaimRaised claim;
    claim.claim_id = id;
    claim.principal = Minor(30);
    f.add(day(2020, 3, id[2] - '0'), claim);
  }
  const auto pay = [&](const char* id, std::int64_t amount, Date on, const char* reverses) {
    RepaymentReceived paid;
    paid.repayment_id = id;
    paid.amount = Minor(amount);
    paid.reverses = reverses;
    f.add(on, paid);
  };
  pay("R-1", 70, day(2020, 3, 3), "");
  f.add(day(2020, 3, 4), ClaimClosed{"C-1"});
  f.add(day(2020, 3, 4), ClaimClosed{"C-2"});
  pay("R-2", -10, day(2020, 3, 5), "R-1");
  CHECK(f.folded().claims[0].closed_on);
  CHECK(f.folded().claims[1].closed_on);
  // The oldest claim is the last to be left unpaid.
  pay("R-3", -1, day(2020, 3, 6), "R-1");
  CHECK(f.folded().claims[0].closed_on);
  CHECK_FALSE(f.folded().claims[1].closed_on);
  f.add(day(2020, 3, 7), ClaimWrittenOff{"C-2", Minor(1), "", VaultText("gone")});
  f.add(day(2020, 3, 8), ClaimClosed{"C-2"});
  CHECK(f.folded().claims[1].closed_on);
  pay("R-4", -30, day(2020, 3, 9), "R-1");
  CHECK(f.folded().claims[0].closed_on == std::nullopt);
  CHECK(f.folded().claims[1].closed_on == std::nullopt);
}
