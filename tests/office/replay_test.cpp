// What was computed from the book comes out again; what says that it was made from something else
// is told.
#include <bursar/office/replay.hpp>

#include "office_fixture.hpp"
#include "random_history.hpp"

#include <functional>

using namespace office_test;

namespace {

/// The project of a desk, failed, settled and claimed.
struct Recovery : Desk {
  const ProjectId id{"P-1"};
  int bounces = 0;

  Recovery() {
    fail_project();
    settle(day(2020, 9, 10));
    claim(day(2020, 9, 10));
  }
  void settle(Date on) { REQUIRE(office.settle(request(on), id).has_value()); }
  void claim(Date on) { REQUIRE(office.raise_claims(request(on), id).has_value()); }
  /// 1,000 yuan came back: less is due.
  void bounce(Date on) {
    PaymentMade bounced = payment(("PAY-B" + std::to_string(++bounces)).c_str(), 1'000'00);
    bounced.direction = PaymentDirection::bounced;
    accept(on, bounced);
    settle(on);
  }
  /// Puts a fact on record that no office decided on.
  void append(Date on, FactBody body) {
    histories::append(*journal, {{SubjectKind::project, id.text()}, {{on, std::move(body)}}},
                      1000 + ++keys);
  }
  /// What a command of that day would be made from now.
  Provenance provenance(Date on) const {
    const Subject subject{SubjectKind::project, id.text()};
    const AsOf as_of{on, journal->head().position};
    const Portfolio then =
        Portfolio::fold_subjects(*journal, as_of, std::span(&subject, 1)).value();
    Provenance made_from = folded().settlements[0].made_from;
    made_from.as_of = on;
    made_from.known_position = as_of.known_position;
    made_from.state_digest = Portfolio::state_digest(*then.project(id.text())).hex();
    return made_from;
  }
  std::string differences() const {
    std::string text;
    for (const ReplayDifference& each : replay(*journal, folded()).differences) {
      text += each.record + ": " + each.reason.en + "\n";
    }
    return text;
  }
};

DecisionMade decision(const char* id) {
  DecisionMade made;
  made.decision_id = id;
  made.principal = Minor(29'000'00);
  made.pay_by = day(2020, 12, 31);
  return made;
}

}  // namespace

TEST_CASE("Replay: settlements, claims, all adjustments and decisions come out again") {
  Recovery desk;
  desk.bounce(day(2020, 9, 20));
  desk.claim(day(2020, 9, 20));
  desk.bounce(day(2020, 9, 25));
  desk.claim(day(2020, 9, 25));
  desk.accept(day(2020, 10, 1), decision("D-1"));
  desk.claim(day(2020, 10, 2));
  desk.append(day(2020, 10, 3), decision("D-2"));
  const Replay made = replay(*desk.journal, desk.folded());
  CHECK(made.settlements == 3);
  CHECK(made.claims == 1);
  CHECK(made.adjustments == 3);
  CHECK(made.decisions == 1);
  CHECK(made.decisions_without_provenance == 1);
  CHECK(made.closings.empty());
  CHECK(desk.differences().empty());
}

TEST_CASE("Replay: an adjustment that was wrong is told, also after a later one") {
  Recovery desk;
  desk.bounce(day(2020, 9, 20));
  const Claim claim = desk.folded().claims[0];
  const ClaimAdjusted wrong{
      claim.claim_id, Minor(1), claim.settlement_id, {}, desk.provenance(day(2020, 9, 20))};
  desk.append(day(2020, 9, 20), wrong);
  desk.claim(day(2020, 9, 21));
  REQUIRE(desk.folded().claims[0].adjustments.size() == 2);
  CHECK(desk.differences() == claim.claim_id + ": comes out otherwise\n");
}

TEST_CASE("Replay: a claim that was raised wrongly is told, also after it was put right") {
  Desk plain;
  plain.fail_project();
  const ProjectId id("P-1");
  REQUIRE(plain.office.settle(plain.request(day(2020, 9, 10)), id).has_value());
  ClaimRaised raised;
  raised.claim_id = "C-1";
  raised.principal = Minor(1);
  raised.made_from = plain.folded().settlements[0].made_from;
  histories::append(*plain.journal,
                    {{SubjectKind::project, id.text()}, {{day(2020, 9, 11), raised}}}, 1000);
  REQUIRE(plain.office.raise_claims(plain.request(day(2020, 9, 12)), id).has_value());
  const Project project = plain.folded();
  REQUIRE(project.claims[0].adjustments.size() == 1);
  const Replay made = replay(*plain.journal, project);
  REQUIRE(made.differences.size() == 1);
  CHECK(made.differences[0].record == "C-1");
}

TEST_CASE("Replay: a decision that names another basis than it had is told, and which") {
  Recovery desk;
  const Date on = day(2020, 10, 1);
  const auto made_from = [&](const char* id, const std::function<void(Provenance&)>& change) {
    DecisionMade made = decision(id);
    made.made_from = desk.provenance(on);
    change(*made.made_from);
    desk.append(on, made);
  };
  made_from("D-1", [](Provenance&) {});
  made_from("D-2", [](Provenance& from) { from.state_digest = "another"; });
  made_from("D-3", [](Provenance& from) { from.rule_book_digest = "another"; });
  made_from("D-4", [](Provenance& from) { from.assumptions_digest = "another"; });
  made_from("D-5", [](Provenance& from) { from.calendar_digest = "another"; });
  made_from("D-6", [](Provenance& from) { from.known_position = 2; });
  CHECK(replay(*desk.journal, desk.folded()).decisions == 6);
  CHECK(desk.differences() ==
        "D-2: the state it was made from has another digest\n"
        "D-3: made by another rule pack\n"
        "D-4: made with other assumptions\n"
        "D-5: made with another calendar\n"
        "D-6: the project was not known then\n");
}

TEST_CASE("Replay: the records of several projects are named with their projects") {
  Replay all;
  Replay one;
  one.settlements = 2;
  one.decisions = 1;
  one.differences.push_back({"S-1", {"不同", "other"}});
  all.add(ProjectId("P-1"), one).add(ProjectId("P-2"), one);
  CHECK(all.settlements == 4);
  CHECK(all.decisions == 2);
  REQUIRE(all.differences.size() == 2);
  CHECK(all.differences[1].record == "P-2 S-1");
}
