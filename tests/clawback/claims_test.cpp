// Which claims settlements and decisions give, and what is to be recorded of them.
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::shenzhen;

namespace {

/// Lead and partner of a failed project of 2020: 300 are due from the lead, 50 from the partner.
Maker consortium() {
  Maker maker;
  maker.regime("cn-shenzhen-2020").pay(1000).spend(700).conclude(Outcome::failed);
  maker.pay(100, "2018-02-01", "partner").spend(50, "2018-06-01", "partner");
  maker.opine(0);
  maker.opine(0, 0, 0, "2019-12-31", "partner");
  return maker;
}

ClaimProposals proposals(const Project& project) {
  return propose_claims(project, settled_parts(project, settle_project(project, shenzhen())));
}

/// "payer/source principal; ..." and the refusals behind.
std::string text(const ClaimProposals& proposals) {
  std::string text;
  for (const ClaimProposal& each : proposals.claims) {
    text += each.payer_org_id.text() + " " + std::to_string(each.principal.value());
    if (each.decided) text += " by " + each.decision_id;
    if (each.incomplete) text += " incomplete";
    if (each.needs_reason) text += " needs reason";
    text += "; ";
  }
  for (const NotClaimed& each : proposals.not_claimed) {
    const std::string due = each.due_back ? std::to_string(each.due_back->value()) : "?";
    text += "!" + each.org_id.text() + " " + due + " " + std::string(each.refusal.name()) + "; ";
  }
  return text;
}

std::string changes(const Project& project, const ClaimProposals& proposed) {
  std::string text;
  for (const ClaimChange& each : claim_changes(project, proposed)) {
    text += (each.kind == ClaimChange::Kind::raise ? "raise " : "adjust ") + each.claim_id + " " +
            each.payer_org_id.text() + " " + std::to_string(each.from.value()) + "->" +
            std::to_string(each.to.value()) + "; ";
  }
  return text;
}
std::string changes(const Project& project) { return changes(project, proposals(project)); }

}  // namespace

TEST_CASE("Claims: one claim for each payer and source, from what the settlement says") {
  Maker maker;
  maker.regime("cn-shenzhen-2020").pay(1000).spend(700).conclude(Outcome::failed).opine(0, 0, 20);
  maker.pay(10, "2018-02-01", "", Source::grant_city)
      .spend(9, "2018-06-01", "", Source::grant_city);
  const ClaimProposals made = proposals(maker.project);
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].source == Source::grant);
  CHECK(made.claims[0].principal == Minor(320));
  CHECK(made.claims[0].parts.surplus == Minor(300));
  CHECK(made.claims[0].parts.interest == Minor(20));
  CHECK_FALSE(made.claims[0].needs_reason);
  CHECK(made.claims[1].source == Source::grant_city);
  CHECK(made.claims[1].needs_reason);
}

TEST_CASE("Claims: who answers for a partner") {
  Maker maker = consortium();
  CHECK(text(proposals(maker.project)) == "lead 300; !partner 50 liability_unknown; ");
  maker.project.registered.liability = Liability::lead;
  CHECK(text(proposals(maker.project)) == "lead 350; ");
  CHECK(proposals(maker.project).claims[0].orgs ==
        std::vector<OrgId>{OrgId("lead"), OrgId("partner")});
  maker.project.registered.liability = Liability::each;
  CHECK(text(proposals(maker.project)) == "lead 300; partner 50; ");
}

TEST_CASE("Claims: a partner that owes nothing needs no liability") {
  Maker maker = consortium();
  maker.spend(50, "2018-06-01", "partner");
  CHECK(text(proposals(maker.project)) == "lead 300; ");
}

TEST_CASE("Claims: a decision names its payer and fixes the sum") {
  Maker maker = consortium();
  maker.decide(DecisionKind::recover, "2020-04-01", "partner").principal = Minor(45);
  CHECK(text(proposals(maker.project)) == "lead 300; partner 45 by J-1; ");
  maker.project.registered.liability = Liability::lead;
  CHECK(text(proposals(maker.project)) == "lead 300; partner 45 by J-1; ");
  Decision& on_lead = maker.decide(DecisionKind::recover, "2020-04-02");
  on_lead.principal = Minor(290);
  on_lead.interest = Minor(3);
  on_lead.pay_by = day("2020-06-30");
  const ClaimProposals made = proposals(maker.project);
  CHECK(text(made) == "lead 293 by J-2; partner 45 by J-1; ");
  CHECK(made.claims[0].proposed == Minor(300));
  CHECK(made.claims[0].pay_by == day("2020-06-30"));
  CHECK(made.claims[0].parts.surplus == Minor(290));
  CHECK(made.claims[0].parts.interest == Minor(3));
}

TEST_CASE("Claims: a decision on the lead that answers for all covers the partners") {
  Maker maker = consortium();
  maker.project.registered.liability = Liability::lead;
  maker.decide(DecisionKind::recover).principal = Minor(340);
  CHECK(text(proposals(maker.project)) == "lead 340 by J-1; ");
  CHECK(proposals(maker.project).claims[0].proposed == Minor(350));
}

TEST_CASE("Claims: a decision claims money even where nothing is settled") {
  Maker maker;
  maker.pay(1000).spend(10);
  maker.decide(DecisionKind::recover).principal = Minor(70);
  CHECK(text(proposals(maker.project)) == "lead 70 by J-1; ");
  maker.project.decisions[0].principal = Minor(0);
  CHECK(text(proposals(maker.project)).empty());
}

TEST_CASE("Claims: what is not settled is not guessed") {
  Maker maker = consortium();
  maker.opine(0, 0, 0, "2019-12-31", "partner");
  CHECK(text(proposals(maker.project)) == "lead 300; !partner ? opinions_conflict; ");
  CHECK(proposals(maker.project).not_claimed[0].refusal.text(Language::zh) ==
        "同时采信了多份审计意见：O-2, O-3");
  maker.project.registered.liability = Liability::lead;
  CHECK(text(proposals(maker.project)) == "lead 300 incomplete; !partner ? opinions_conflict; ");
  maker.decide(DecisionKind::recover).principal = Minor(340);
  CHECK(text(proposals(maker.project)) == "lead 340 by J-1; ");
}

TEST_CASE("Claims: an unaudited settlement needs a reason, on record or from a decision") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  CHECK(text(proposals(maker.project)) == "lead 300 needs reason; ");
  Settlement record;
  record.settlement_id = "S-1";
  record.org_id = OrgId("lead");
  record.outcome = "failed";
  record.due_back = Minor(300);
  record.unaudited = true;
  record.made_from.as_of = day("2020-03-05");
  maker.project.settlements.push_back(record);
  CHECK(text(proposals(maker.project)) == "lead 300 needs reason; ");
  maker.project.settlements[0].reason_given = true;
  CHECK(text(proposals(maker.project)) == "lead 300; ");
  CHECK(proposals(maker.project).claims[0].settlement_ids == std::vector<std::string>{"S-1"});
  maker.project.settlements.clear();
  maker.decide(DecisionKind::recover).principal = Minor(300);
  CHECK(text(proposals(maker.project)) == "lead 300 by J-1; ");
}

TEST_CASE("Claims: settlements on record propose, the latest of the present conclusion") {
  Maker maker;
  maker.conclude(Outcome::failed);
  const auto record = [&](const char* id, const char* outcome, std::int64_t due) {
    Settlement made;
    made.settlement_id = id;
    made.outcome = outcome;
    made.due_back = Minor(due);
    made.used_recovered = Minor(5);
    made.made_from.as_of = day("2020-03-05");
    maker.project.settlements.push_back(made);
  };
  record("S-1", "failed", 100);
  record("S-2", "failed", 120);
  record("S-3", "terminated", 999);
  const std::vector<SettledPart> parts = recorded_parts(maker.project);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].settlement_id == "S-2");
  CHECK(parts[0].due_back == Minor(120));
  CHECK(parts[0].parts.used == Minor(5));
  CHECK(parts[0].parts.surplus == Minor(115));
  CHECK(parts[0].org_id == OrgId("lead"));
  // Of another conclusion, and not void yet: nothing is known of the part.
  maker.project.attempts.clear();
  REQUIRE(recorded_parts(maker.project).size() == 1);
  CHECK(recorded_parts(maker.project)[0].unsettled);
}

TEST_CASE("Claim changes: raised, then adjusted, then left alone") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  CHECK(changes(maker.project) == "raise  lead 0->300; ");
  maker.claim(300);
  CHECK(changes(maker.project).empty());
  maker.spend(10);
  CHECK(changes(maker.project) == "adjust CL-1 lead 300->290; ");
  maker.pay(30);
  CHECK(changes(maker.project) == "adjust CL-1 lead 300->320; ");
}

TEST_CASE("Claim changes: more goes to the newest open claim, less comes off the newest first") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  maker.claim(100, "2020-05-01");
  maker.claim(150, "2020-06-01");
  CHECK(changes(maker.project) == "adjust CL-2 lead 150->200; ");
  maker.spend(250);
  CHECK(changes(maker.project) == "adjust CL-2 lead 150->0; adjust CL-1 lead 100->50; ");
  maker.project.claims[1].closed_on = day("2020-07-01");
  CHECK(changes(maker.project) == "adjust CL-1 lead 100->0; ");
  maker.pay(300);
  CHECK(changes(maker.project) == "adjust CL-1 lead 100->200; ");
  maker.project.claims[0].closed_on = day("2020-07-01");
  CHECK(changes(maker.project) == "raise  lead 0->100; ");
}

TEST_CASE("Claim changes: what nothing proposes goes to zero, unless it cannot be told") {
  Maker maker = consortium();
  maker.project.registered.liability = Liability::each;
  maker.claim(300);
  maker.claim(50, "2020-05-01", "partner");
  CHECK(changes(maker.project).empty());
  maker.spend(50, "2018-06-01", "partner");
  CHECK(changes(maker.project) == "adjust CL-2 partner 50->0; ");
  maker.opine(0, 0, 0, "2019-12-31", "partner");
  CHECK(changes(maker.project).empty());
  maker.project.registered.liability = std::nullopt;
  CHECK(changes(maker.project).empty());
}

TEST_CASE("Claim changes: an incomplete sum never reduces a claim") {
  Maker maker = consortium();
  maker.project.registered.liability = Liability::lead;
  maker.claim(350);
  maker.opine(0, 0, 0, "2019-12-31", "partner");
  CHECK(text(proposals(maker.project)) == "lead 300 incomplete; !partner ? opinions_conflict; ");
  CHECK(changes(maker.project).empty());
  maker.pay(100);
  CHECK(changes(maker.project) == "adjust CL-1 lead 350->400; ");
}

namespace {

ProjectRecovery recovered(const Project& project, std::string_view as_of,
                          std::string_view assumptions = "") {
  static const RuleBook plain = shenzhen();
  const RuleBook rules = assumptions.empty() ? plain : shenzhen(assumptions);
  return recover_project(project, settled_parts(project, settle_project(project, rules)),
                         {rules, nullptr, day(as_of)});
}

}  // namespace

TEST_CASE("Claims: what one claim took of the parts, the next does not take again") {
  Maker maker;
  maker.decide(DecisionKind::recover).principal = Minor(60);
  maker.project.decisions[0].interest = Minor(40);
  maker.claim(60, "2020-05-01");
  maker.claim(40, "2020-06-01");
  const ProjectRecovery made = recovered(maker.project, "2020-07-01");
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].parts.surplus == Minor(60));
  CHECK(made.claims[0].parts.interest == Minor(0));
  CHECK(made.claims[1].parts.surplus == Minor(0));
  CHECK(made.claims[1].parts.interest == Minor(40));
}

TEST_CASE("Claims: sums that several decisions fix are shared over the claims, and add up") {
  Maker maker;
  maker.decide(DecisionKind::recover).principal = Minor(60);
  maker.decide(DecisionKind::recover).interest = Minor(40);
  maker.claim(70, "2020-05-01");
  const ProjectRecovery made = recovered(maker.project, "2020-07-01");
  REQUIRE(made.claims.size() == 2);
  REQUIRE(made.claims[0].dues.size() == 2);
  CHECK(made.claims[0].dues[0].amount == Minor(60));
  CHECK(made.claims[0].dues[1].amount == Minor(10));
  CHECK(made.claims[1].claim_id.empty());
  REQUIRE(made.claims[1].dues.size() == 1);
  CHECK(made.claims[1].dues[0].decision_id == "J-2");
  CHECK(made.claims[1].dues[0].amount == Minor(30));
}

TEST_CASE("Claims: a part that a later decision states again is the later one's") {
  Maker maker;
  maker.decide(DecisionKind::recover, "2020-04-01").principal = Minor(100);
  maker.project.decisions[0].interest = Minor(7);
  maker.decide(DecisionKind::recover, "2020-05-01").principal = Minor(80);
  const auto sum = decided_sum(maker.project, OrgId("lead"), Source::grant).value();
  REQUIRE(sum);
  CHECK(sum->total == Minor(87));
  REQUIRE(sum->shares.size() == 2);
  CHECK(sum->shares[0].decision_id == "J-1");
  CHECK(sum->shares[0].amount == Minor(7));
  CHECK(sum->shares[1].amount == Minor(80));
  REQUIRE(sum->restated.size() == 1);
  CHECK(sum->restated[0].decision_id == "J-1");
  CHECK(sum->restated[0].by_decision_id == "J-2");
  CHECK(sum->restated[0].part == "principal");
  CHECK(sum->restated[0].amount == Minor(100));
  maker.project.decisions[1].replaces = "J-1";
  CHECK(decided_sum(maker.project, OrgId("lead"), Source::grant).value()->restated.empty());
}

TEST_CASE("Claims: a sum without a stated reason is marked where it stands") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  CHECK(recovered(maker.project, "2020-07-01").claims.at(0).needs_reason);
  maker.opine(0);
  CHECK_FALSE(recovered(maker.project, "2020-07-01").claims.at(0).needs_reason);
}

TEST_CASE("Claims: charges that were paid show on the newest claim that bears one") {
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  Maker maker;
  maker.decide(DecisionKind::recover).principal = Minor(10'000);
  maker.project.decisions[0].pay_by = day("2020-05-31");
  maker.claim(6'000, "2020-05-01");
  maker.claim(4'000, "2020-05-02");
  maker.repay(7, "2020-06-05").part = RepaymentPart::late_charge;
  ProjectRecovery made = recovered(maker.project, "2020-06-10", rate);
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].late_charge->paid == Minor(0));
  CHECK(made.claims[1].late_charge->paid == Minor(7));
  CHECK(made.claims[1].late_charge->open() == Minor(13));
  // Beyond what the newest bears it pays what the one before bears; no claim has less than it bears
  // open, while another has more than it bears paid.
  const auto paid = [&](std::int64_t amount) {
    maker.project.repayments[0].amount = Minor(amount);
    std::vector<std::int64_t> charges;
    for (const ClaimPosition& each : recovered(maker.project, "2020-06-10", rate).claims) {
      charges.push_back(each.late_charge->paid.value());
      charges.push_back(each.late_charge->open().value());
    }
    return charges;
  };
  using Charges = std::vector<std::int64_t>;
  CHECK(made.claims[0].late_charge->accrued == Minor(30));
  CHECK(made.claims[1].late_charge->accrued == Minor(20));
  CHECK(paid(21) == Charges{1, 29, 20, 0});
  CHECK(paid(50) == Charges{30, 0, 20, 0});
  CHECK(paid(53) == Charges{30, 0, 23, 0});
  CHECK(paid(-3) == Charges{0, 30, -3, 20});
  maker.project.repayments[0].amount = Minor(7);
  // The newest bears none: it was never late.
  maker.project.decisions[0].principal = Minor(6'000);
  maker.project.claims[1].principal = Minor(0);
  made = recovered(maker.project, "2020-06-10", rate);
  CHECK_FALSE(made.claims[1].late_charge);
  CHECK(made.claims[0].late_charge->paid == Minor(7));
}

namespace {

/// A settlement on record, without figures but what is due.
Settlement settled(const Project& project, std::int64_t due_back, const char* outcome = "failed",
                   const char* org = "lead") {
  Settlement record;
  record.settlement_id = "S-" + std::to_string(project.settlements.size() + 1);
  record.org_id = OrgId(org);
  record.outcome = outcome;
  record.cut_off = day("2020-03-01");
  record.due_back = Minor(due_back);
  return record;
}

std::string recorded(const Project& project) {
  std::string text;
  for (const SettledPart& each : recorded_parts(project)) {
    text += each.org_id.text() + " " + std::to_string(each.due_back.value()) + " " +
            (each.unsettled ? "unsettled" : each.settlement_id) + "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("Claims: a void settlement counts no more, and one of another conclusion not yet") {
  Maker maker;
  Project& project = maker.pay(1000).spend(700).conclude(Outcome::failed).project;
  project.settlements.push_back(settled(project, 300));
  CHECK(recorded(project) == "lead 300 S-1; ");
  project.settlements.push_back(settled(project, 0, "void"));
  CHECK(recorded(project) == "");
  project.settlements.push_back(settled(project, 290));
  CHECK(recorded(project) == "lead 290 S-3; ");
  project.attempts[0].outcome = Outcome::passed;
  CHECK(recorded(project) == "lead 0 unsettled; ");
}

TEST_CASE("Claims: what cannot be settled today stands as it is on record") {
  Maker maker;
  Project& project = maker.pay(1000).spend(700).conclude(Outcome::failed).project;
  maker.opine(0).issued_on = day("2020-02-01");
  project.settlements.push_back(settled(project, 300));
  maker.opine(5).issued_on = day("2020-02-02");  // neither replaces the other
  const SettlementReport report = settle_project(project, shenzhen());
  REQUIRE(report.settlements.empty());
  REQUIRE(report.not_settled.size() == 1);
  std::vector<SettledPart> parts = settled_parts(project, report);
  REQUIRE(parts.size() == 1);
  CHECK_FALSE(parts[0].unsettled);
  CHECK(parts[0].due_back == Minor(300));
  CHECK(parts[0].settlement_id == "S-1");
  CHECK(text(propose_claims(project, parts)) ==
        text(propose_claims(project, recorded_parts(project, report))));
  // Without a record nothing is known of it, by either way.
  project.settlements.clear();
  parts = settled_parts(project, report);
  CHECK(parts.at(0).unsettled);
  CHECK(recorded_parts(project, report).at(0).unsettled_because->code() == Code::opinions_conflict);
  CHECK(recorded_parts(project).empty());
}

TEST_CASE("Claims: a claim that nothing supports names the settlement that left nothing") {
  Maker maker;
  Project& project = maker.pay(1000).spend(700).conclude(Outcome::failed).project;
  maker.claim(300, "2020-05-01", "partner");
  project.settlements.push_back(settled(project, 300, "failed", "partner"));
  project.settlements.push_back(settled(project, 0, "void", "partner"));
  const auto made = claim_changes(project, propose_claims(project, recorded_parts(project)));
  REQUIRE(made.size() == 1);
  CHECK(made[0].to == Minor(0));
  CHECK(made[0].proposal.settlement_ids == std::vector<std::string>{"S-2"});
}

TEST_CASE(
    "Claims: a settlement whose part is gone is void, and its claim is to be adjusted to zero") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed).opine(0);
  maker.claim(50, "2020-05-01", "partner");
  maker.repay(20, "2020-06-01", "partner");
  maker.project.settlements.push_back(settled(maker.project, 50, "failed", "partner"));
  const SettlementReport report = settle_project(maker.project, shenzhen());
  REQUIRE(report.settlements.size() == 2);
  const SettlementStatement& gone = report.settlements[1];
  CHECK(gone.org_id == OrgId("partner"));
  CHECK(gone.outcome == "void");
  CHECK(gone.due_back == Minor(0));
  CHECK(gone.credit == Minor(20));
  REQUIRE(gone.lines.size() == 1);
  CHECK(gone.lines[0].basis == "no record of this organisation and source is left");
  const ProjectRecovery made = recovered(maker.project, "2020-07-01");
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].principal == Minor(300));
  CHECK(made.claims[1].outstanding == Minor(30));  // until it is adjusted
  CHECK(changes(maker.project) == "raise  lead 0->300; adjust CL-1 partner 50->0; ");
}

TEST_CASE("Claims: nobody pays for a lead that is not named, by decision neither") {
  Maker maker = consortium();
  maker.project.registered.org_id = OrgId();
  for (OrgId& each : maker.project.expense_orgs) {
    if (each == OrgId("lead")) each = OrgId();
  }
  maker.project.registered.liability = Liability::each;
  CHECK(text(proposals(maker.project)) == "partner 50; ! ? field_missing; ");
  maker.project.registered.liability = Liability::lead;
  CHECK(text(proposals(maker.project)) == "! ? field_missing; !partner 50 field_missing; ");
  maker.decide(DecisionKind::recover).principal = Minor(70);
  CHECK(text(proposals(maker.project)) == "! 70 field_missing; !partner 50 field_missing; ");
  // Whose the part of nobody is may yet come out: no claim shrinks until then.
  maker.claim(400, "2020-05-01", "other");
  CHECK(changes(maker.project).empty());
}

// ------------------------------------------------------------------------------------ lifecycle

namespace {

/// Whether rows of the claim's lifecycle lead from one step to another.
bool leads(ClaimStep from, ClaimStep to) {
  const Lifecycle& lifecycle = claim_lifecycle();
  std::vector<bool> reached(lifecycle.states.size());
  std::vector<std::uint8_t> open{static_cast<std::uint8_t>(from)};
  while (!open.empty()) {
    const std::uint8_t at = open.back();
    open.pop_back();
    for (const Transition& row : lifecycle.rows) {
      if (row.from != at || reached[row.to]) continue;
      reached[row.to] = true;
      open.push_back(row.to);
    }
  }
  return reached[static_cast<std::size_t>(to)];
}

/// Whether one row leads there.
bool is_row(ClaimStep from, ClaimStep to) {
  return std::any_of(claim_lifecycle().rows.begin(), claim_lifecycle().rows.end(),
                     [&](const Transition& row) {
                       return row.from == static_cast<std::uint8_t>(from) &&
                              row.to == static_cast<std::uint8_t>(to);
                     });
}

}  // namespace

TEST_CASE("Claims: day by day, every step follows from the one before by rows of the lifecycle") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-03-10");
  // What happens, in order; each is seen on its day.
  const std::vector<std::pair<const char*, std::function<void()>>> story{
      {"2020-03-10", [] {}},
      {"2020-03-12",
       [&] { maker.notify(NoticeKind::refund, "2020-03-12").reply_by = day("2020-04-10"); }},
      {"2020-03-15", [&] { maker.project.notices.back().served_on = day("2020-03-15"); }},
      {"2020-04-11", [] {}},
      {"2020-05-01",
       [&] { maker.decide(DecisionKind::recover, "2020-05-01").principal = Minor(60); }},
      {"2020-05-03",
       [&] { maker.notify(NoticeKind::decision, "2020-05-02", "2020-05-03", "J-1"); }},
      {"2020-05-04", [&] { maker.project.decisions[0].pay_by = day("2020-05-31"); }},
      {"2020-06-01", [] {}},
      {"2020-06-05", [&] { maker.notify(NoticeKind::demand, "2020-06-05", "2020-06-06", "J-1"); }},
      {"2020-12-01", [&] { maker.project.claims[0].court_applied_on = day("2020-12-01"); }},
      {"2020-12-05", [&] { maker.repay(60, "2020-12-05"); }},
      {"2020-12-06", [&] { maker.project.claims[0].closed_on = day("2020-12-06"); }}};
  std::string steps;
  std::optional<ClaimStep> before;
  for (const auto& [on, happen] : story) {
    happen();
    const ProjectRecovery made = recovered(maker.project, on);
    REQUIRE(made.claims.size() == 1);
    const ClaimStep step = made.claims[0].step;
    if (before && *before != step) {
      INFO(on << ": " << word(*before) << " to " << word(step));
      CHECK(is_row(*before, step));
    }
    if (!before || *before != step) steps += std::string(word(step)) + " ";
    before = step;
  }
  CHECK(steps ==
        "proposed notified served due decided served due demanded court recovered closed ");
}

TEST_CASE("Claims: random histories walk along rows of the lifecycle") {
  std::map<std::string, int> met;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
    Maker maker;
    maker.pay(100).spend(40).conclude(Outcome::failed);
    maker.claim(60, "2020-03-10");
    std::optional<ClaimStep> before;
    for (int at = 0; at < 60; ++at) {
      const Date on = from_day_number(day_number(day("2020-03-10")) + at * 7);
      const std::string iso = to_iso(on);
      Project& it = maker.project;
      bool taken_back = false;
      if (chance(10))
        maker.notify(NoticeKind::refund, iso, chance(60) ? iso : "").reply_by =
            on + boost::gregorian::days(20);
      if (chance(8)) maker.notify(NoticeKind::intent, iso, chance(60) ? iso : "");
      if (it.decisions.empty() && chance(10)) {
        maker.decide(DecisionKind::recover, iso).principal = Minor(60);
        if (chance(50)) it.decisions[0].pay_by = on + boost::gregorian::days(30);
      }
      if (!it.decisions.empty() && chance(10))
        maker.notify(NoticeKind::decision, iso, chance(60) ? iso : "", "J-1");
      if (!it.decisions.empty() && chance(5) &&
          it.decisions[0].status == DecisionStatus::in_force) {
        it.decisions[0].status = DecisionStatus::annulled;
        it.decisions[0].status_on = on;
      }
      if (before == ClaimStep::due && chance(30)) maker.notify(NoticeKind::demand, iso, iso);
      if (before == ClaimStep::demanded && chance(30)) it.claims[0].court_applied_on = on;
      if (chance(4)) maker.repay(60, iso);
      if (!it.repayments.empty() && it.repayments.back().amount > Minor(0) && chance(10)) {
        const std::string reversed = it.repayments.back().repayment_id;
        maker.repay(-60, iso).reverses = reversed;
        taken_back = true;
        it.claims[0].closed_on.reset();
      }
      if (before == ClaimStep::recovered && chance(10)) it.claims[0].closed_on = on;
      const ProjectRecovery made = recovered(it, iso);
      REQUIRE(made.claims.size() == 1);
      const ClaimStep step = made.claims[0].step;
      met[std::string(word(step))]++;
      // A closing that a reversal contradicts counts as never made.
      const bool again = taken_back && before == ClaimStep::recovered;
      if (before && *before != step && *before != ClaimStep::closed && !again) {
        INFO(seed << " " << iso << ": " << word(*before) << " to " << word(step));
        CHECK(leads(*before, step));
      }
      before = step;
    }
  }
  for (const char* const step : {"proposed", "notified", "decided", "served", "due", "demanded",
                                 "court", "recovered", "closed"}) {
    INFO(step);
    CHECK(met[step] > 0);
  }
}

TEST_CASE("Claims: while a project names no lead, no claim of the source shrinks") {
  Maker maker;
  maker.project.registered.org_id = OrgId();
  maker.project.registered.liability = Liability::lead;
  maker.claim(500, "2020-05-01", "O-OLD");
  SettledPart part;
  part.org_id = OrgId("O-2");
  part.source = Source::grant;
  part.due_back = Minor(500);
  const ClaimProposals proposed = propose_claims(maker.project, {&part, 1});
  REQUIRE(proposed.not_claimed.size() == 1);
  CHECK(claim_changes(maker.project, proposed).empty());
  // With a lead it is the lead's, and the other claim is not.
  maker.project.registered.org_id = OrgId("lead");
  const auto changes = claim_changes(maker.project, propose_claims(maker.project, {&part, 1}));
  CHECK(std::ranges::any_of(changes, [](const ClaimChange& each) {
    return each.claim_id == "CL-1" && each.to == Minor(0);
  }));
}

TEST_CASE("Claims: what a decision waives is kept, with what was proposed") {
  Maker maker;
  maker.pay(1000).spend(600).conclude(Outcome::failed).opine(0);
  maker.decide(DecisionKind::recover).principal = Minor(0);
  const ClaimProposals made = propose_claims(
      maker.project, settled_parts(maker.project, settle_project(maker.project, shenzhen())));
  CHECK(made.claims.empty());
  REQUIRE(made.waived.size() == 1);
  CHECK(made.waived[0].proposed == Minor(400));
  CHECK(made.waived[0].decided == Minor(0));
}
