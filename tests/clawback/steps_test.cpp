// When a claim falls due, how far it got, and what comes next until when.
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>

#include <catch2/catch.hpp>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::shenzhen;

namespace {

const WorkCalendar& calendar() {
  static const WorkCalendar read = WorkCalendar::bundled("cn").value();
  return read;
}

ClaimPosition position(const Project& project, std::string_view as_of,
                       std::string_view assumptions = "", bool with_calendar = true) {
  const RuleBook rules = shenzhen(assumptions);
  const ProjectRecovery made =
      recover_project(project, settled_parts(project, settle_project(project, rules)),
                      {rules, with_calendar ? &calendar() : nullptr, day(as_of)});
  REQUIRE(made.claims.size() == 1);
  return made.claims[0];
}

std::string iso(const std::optional<Date>& date) { return date ? to_iso(*date) : "-"; }

/// "step next not_before until"
std::string steps(const Maker& maker, std::string_view as_of, std::string_view assumptions = "") {
  const ClaimPosition it = position(maker.project, as_of, assumptions);
  return std::string(word(it.step)) + " " + it.next.code + " " + iso(it.next.not_before.day) + " " +
         iso(it.next.until.day);
}

const char* const fifteen_days = "procedure.refund_days = 15";

ClaimAdjustment growth(std::int64_t from, std::int64_t to, std::string_view on) {
  ClaimAdjustment grown;
  grown.before = Minor(from);
  grown.principal = Minor(to);
  grown.on = day(on);
  return grown;
}

/// A claim of 100 on record, fixed by decision J-1.
Maker decided() {
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(100);
  maker.claim(100, "2021-02-20").decision_id = "J-1";
  return maker;
}

}  // namespace

TEST_CASE("Steps: their words are those of the claim's lifecycle") {
  const Lifecycle& lifecycle = claim_lifecycle();
  REQUIRE(lifecycle.states.size() == Vocabulary<ClaimStep>::words.size());
  for (std::size_t i = 0; i < lifecycle.states.size(); ++i) {
    CHECK(lifecycle.states[i] == Vocabulary<ClaimStep>::words[i]);
  }
}

TEST_CASE("Age: the borders of the buckets") {
  const auto bucket = [](std::int64_t days) { return std::string(word(age_bucket(days))); };
  CHECK(bucket(-5) == "not_due");
  CHECK(bucket(0) == "not_due");
  CHECK(bucket(1) == "0-30");
  CHECK(bucket(30) == "0-30");
  CHECK(bucket(31) == "31-90");
  CHECK(bucket(90) == "31-90");
  CHECK(bucket(91) == "91-180");
  CHECK(bucket(180) == "91-180");
  CHECK(bucket(181) == "181-365");
  CHECK(bucket(365) == "181-365");
  CHECK(bucket(366) == ">365");
}

TEST_CASE("Due day: the decision's own day goes before everything") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  ClaimPosition it = position(maker.project, "2021-03-31", fifteen_days);
  CHECK(iso(it.due.day) == "2021-03-31");
  CHECK(it.due.status == CellStatus::seen);
  CHECK(it.days_overdue == 0);
  CHECK(it.bucket == AgeBucket::not_due);
  it = position(maker.project, "2021-04-01", fifteen_days);
  CHECK(it.days_overdue == 1);
  CHECK(it.bucket == AgeBucket::days_to_30);
  CHECK(it.step == ClaimStep::due);
}

TEST_CASE("Due day: service and a period, where the period is confirmed") {
  Maker maker = decided();
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  ClaimPosition it = position(maker.project, "2021-05-01");
  CHECK_FALSE(it.due.day);
  CHECK(it.due.refusal->argument("parameter") == "procedure.refund_days");
  CHECK(it.bucket == AgeBucket::no_due_day);
  CHECK(it.days_overdue == 0);
  CHECK(it.step == ClaimStep::served);
  CHECK(it.next.code == "fix_due_day");
  it = position(maker.project, "2021-05-01", fifteen_days);
  CHECK(iso(it.due.day) == "2021-03-16");
  CHECK(it.due.status == CellStatus::assumed);
  CHECK(iso(it.served_on) == "2021-03-01");
  // 15 days end on Saturday 2021-03-20: the next working day is Monday.
  maker.project.notices[0].served_on = day("2021-03-05");
  CHECK(iso(position(maker.project, "2021-05-01", fifteen_days).due.day) == "2021-03-22");
  const ClaimPosition without = position(maker.project, "2021-05-01", fifteen_days, false);
  CHECK_FALSE(without.due.day);
  CHECK(without.due.refusal->code() == Code::period_needs_calendar);
}

TEST_CASE("Due day: a refund notice may set it") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::refund, "2020-04-10", "2020-04-12").reply_by = day("2020-05-11");
  CHECK(iso(position(maker.project, "2020-05-01").due.day) == "2020-05-11");
  CHECK(steps(maker, "2020-05-01") == "served pay - 2020-05-11");
  CHECK(steps(maker, "2020-05-12") == "due decide - -");
}

TEST_CASE("Due day: a day before the decision or the notice that states it is none") {
  Maker maker = decided();
  const Date decided_on = maker.project.decisions[0].decided_on;
  maker.project.decisions[0].pay_by = decided_on - boost::gregorian::days(1);
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == "-");
  CHECK(position(maker.project, "2021-05-01").step == ClaimStep::decided);
  CHECK_FALSE(position(maker.project, "2021-05-01").pay_by);
  maker.project.decisions[0].pay_by = decided_on;
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == iso(decided_on));
  maker.project.decisions[0].pay_by.reset();
  // Of a refund notice, before itself, and before the decision that it names.
  Notice& notice = maker.notify(NoticeKind::refund, "2021-03-01", "2021-03-02", "J-1");
  notice.reply_by = day("2021-02-28");
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == "-");
  CHECK(iso(position(maker.project, "2021-05-01", fifteen_days).due.day) == "2021-03-17");
  notice.reply_by = day("2021-03-01");
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == "2021-03-01");
  notice.issued_on = day("2020-01-01");
  notice.reply_by = decided_on - boost::gregorian::days(1);
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == "-");
  notice.reply_by = decided_on;
  CHECK(iso(position(maker.project, "2021-05-01").due.day) == iso(decided_on));
}

TEST_CASE("Due day: a public notice is served by time, 60 days until 2021 and 30 since") {
  Maker maker = decided();
  Notice& notice = maker.notify(NoticeKind::decision, "2022-05-16", "", "J-1");
  notice.service = Service::public_notice;
  CHECK(steps(maker, "2022-06-14", fifteen_days) == "decided serve - 2022-06-15");
  const ClaimPosition it = position(maker.project, "2022-06-15", fifteen_days);
  CHECK(iso(it.served_on) == "2022-06-15");
  CHECK(iso(it.due.day) == "2022-06-30");
  maker.project.notices[0].issued_on = day("2021-09-23");
  CHECK(iso(position(maker.project, "2022-01-01", fifteen_days).served_on) == "2021-11-22");
  // A day of service on record counts only where it is not before the end of the period.
  maker.project.notices[0].served_on = day("2021-09-30");
  CHECK(iso(position(maker.project, "2022-01-01", fifteen_days).served_on) == "2021-11-22");
  CHECK(iso(position(maker.project, "2021-11-21", fifteen_days).served_on) == "-");
  maker.project.notices[0].served_on = day("2021-11-23");
  CHECK(iso(position(maker.project, "2022-01-01", fifteen_days).served_on) == "2021-11-23");
}

TEST_CASE("Steps: from the notice to the court, with the days of the statutes") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  CHECK(steps(maker, "2020-12-01") == "proposed notify - -");
  maker.notify(NoticeKind::intent, "2020-12-01");
  CHECK(steps(maker, "2020-12-02") == "notified serve - -");
  maker.project.notices[0].served_on = day("2020-12-02");
  // The law before 2021-07-15 was not read: the host states it. Three working days from Wednesday
  // end on Monday, which still belongs to the payer: the decision comes after it.
  CHECK(steps(maker, "2020-12-02") == "notified decide - -");
  CHECK(steps(maker, "2020-12-02", "procedure.hearing_request_working_days = 3") ==
        "notified decide 2020-12-08 -");
  // Under the law since then, five.
  maker.project.notices[0].served_on = day("2021-12-01");
  CHECK(steps(maker, "2021-12-01") == "notified decide 2021-12-09 -");
  maker.project.notices[0].served_on = day("2020-12-02");
  Decision& decision = maker.decide(DecisionKind::recover, "2021-02-20");
  decision.principal = Minor(60);
  CHECK(steps(maker, "2021-02-20") == "decided serve - -");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  CHECK(steps(maker, "2021-03-10", fifteen_days) == "served pay - 2021-03-16");
  // Suit until 2021-09-01, the court until 2021-12-01; ten working days end on 2021-11-30 at the
  // latest.
  CHECK(steps(maker, "2021-03-17", fifteen_days) == "due demand 2021-03-17 2021-11-16");
  // A demand in March is over in April; the court waits for the time for suit all the same.
  maker.notify(NoticeKind::demand, "2021-03-18", "2021-03-19", "J-1");
  CHECK(steps(maker, "2021-04-10", fifteen_days) ==
        "demanded apply_to_court 2021-09-02 2021-12-01");
  maker.project.notices.pop_back();
  maker.notify(NoticeKind::demand, "2021-09-10", "", "J-1");
  CHECK(steps(maker, "2021-09-11", fifteen_days) == "demanded serve - -");
  maker.project.notices.back().served_on = day("2021-09-13");
  // Ten working days over the mid-autumn holiday (make-up day on 09-18, rest 09-19 to 09-21).
  CHECK(steps(maker, "2021-09-20", fifteen_days) ==
        "demanded apply_to_court 2021-09-28 2021-12-01");
  maker.project.claims[0].court_applied_on = day("2021-10-08");
  CHECK(steps(maker, "2021-10-14", fifteen_days) == "court court_acceptance - 2021-10-14");
  // Seven working days after the last day for the acceptance: 10-15, 10-18 to 10-22, 10-25.
  CHECK(steps(maker, "2021-10-15", fifteen_days) == "court court_ruling - 2021-10-25");
  maker.repay(60, "2021-11-01");
  CHECK(steps(maker, "2021-11-01", fifteen_days) == "recovered close - -");
  maker.project.claims[0].closed_on = day("2021-11-05");
  CHECK(steps(maker, "2021-11-05", fifteen_days) == "closed none - -");
}

TEST_CASE("Steps: a deadline that has passed says so") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  const ClaimPosition it = position(maker.project, "2022-01-01");
  CHECK(it.next.code == "demand");
  CHECK(it.next.until.missed(day("2022-01-01")));
  CHECK_FALSE(it.next.until.missed(day("2021-11-16")));
  CHECK_FALSE(it.next.until.basis.empty());
}

TEST_CASE("Steps: notices to another organisation, or about another decision, do not count") {
  Maker maker = decided();
  Partner partner;
  partner.org_id = OrgId("partner");
  maker.project.partners.push_back(partner);
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1", "partner");
  CHECK(position(maker.project, "2021-05-01").step == ClaimStep::decided);
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-9");
  CHECK(position(maker.project, "2021-05-01").step == ClaimStep::decided);
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-02", "J-1", "its legal representative");
  CHECK(iso(position(maker.project, "2021-05-01").served_on) == "2021-03-02");
}

TEST_CASE("Steps: the day of service is that of the decision that fixes the claim") {
  Maker maker = decided();
  maker.notify(NoticeKind::decision, "2021-01-10", "2021-01-15", "J-0");
  CHECK_FALSE(position(maker.project, "2021-03-31").served_on);
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  CHECK(iso(position(maker.project, "2021-03-31").served_on) == "2021-03-01");
}

TEST_CASE("Steps: a claim that a decision no longer in force fixed is decided no more") {
  Maker maker = decided();
  maker.project.decisions[0].status = DecisionStatus::annulled;
  CHECK(position(maker.project, "2021-05-01").step == ClaimStep::proposed);
}

TEST_CASE("Steps: a demand before the sum is due, or before a decision fixes it, is none") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  maker.notify(NoticeKind::demand, "2021-03-20", "2021-03-21", "J-1");
  CHECK(steps(maker, "2021-03-25") == "served pay - 2021-03-31");
  CHECK(steps(maker, "2021-04-10") == "due demand 2021-04-01 2021-11-16");
  // What the court was asked for meanwhile changes nothing.
  maker.project.claims[0].court_applied_on = day("2021-04-05");
  CHECK(steps(maker, "2021-04-10") == "due demand 2021-04-01 2021-11-16");
  maker.project.claims[0].court_applied_on.reset();
  // The time runs from a demand that had its place.
  maker.notify(NoticeKind::demand, "2021-08-30", "2021-09-13", "J-1");
  CHECK(steps(maker, "2021-09-20") == "demanded apply_to_court 2021-09-28 2021-12-01");

  Maker bare;
  bare.pay(100).spend(40).conclude(Outcome::failed);
  bare.claim(60, "2020-04-01");
  bare.notify(NoticeKind::demand, "2020-04-10", "2020-04-12");
  CHECK(position(bare.project, "2020-06-01").step == ClaimStep::proposed);
}

TEST_CASE("Steps: a sum that was replaced goes on where the lifecycle puts it") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  maker.notify(NoticeKind::demand, "2021-04-10", "2021-04-12", "J-1");
  maker.project.claims[0].court_applied_on = day("2021-09-10");
  Decision& second = maker.decide(DecisionKind::recover, "2021-10-08");
  second.principal = Minor(100);
  second.replaces = "J-1";
  second.pay_by = day("2021-11-30");
  // The court goes on with the sum that took the other's place.
  CHECK(position(maker.project, "2021-10-10").step == ClaimStep::court);
  maker.project.claims[0].court_applied_on.reset();
  CHECK(position(maker.project, "2021-10-10").step == ClaimStep::decided);
}

TEST_CASE("Steps: written off, what still comes in makes it recovered") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.repay(40, "2021-03-20");
  WriteOff off;
  off.amount = Minor(60);
  off.on = day("2021-05-01");
  maker.project.claims[0].write_offs.push_back(off);
  CHECK(position(maker.project, "2021-06-10").step == ClaimStep::written_off);
  maker.repay(30, "2021-06-01");
  CHECK(position(maker.project, "2021-06-10").step == ClaimStep::written_off);
  maker.repay(30, "2021-06-05");
  CHECK(position(maker.project, "2021-06-10").step == ClaimStep::recovered);
  maker.project.claims[0].closed_on = day("2021-06-08");
  CHECK(position(maker.project, "2021-06-10").step == ClaimStep::closed);
}

TEST_CASE("Late charge: none without a confirmed rate") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  const ClaimPosition it = position(maker.project, "2021-04-10");
  CHECK_FALSE(it.late_charge);
  REQUIRE(it.late_charge_refusal);
  CHECK(it.late_charge_refusal->argument("parameter") ==
        "procedure.late_charge_per_day_millionths");
  CHECK_FALSE(position(maker.project, "2021-03-31").late_charge_refusal);
}

TEST_CASE("Late charge: day by day on what was outstanding, never more than the principal") {
  Maker maker = decided();
  maker.project.decisions[0].principal = Minor(10'000);
  maker.project.claims[0].principal = Minor(10'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";  // 0.05% a day
  const auto accrued = [&](const char* as_of, const char* assumed) {
    const ClaimPosition it = position(maker.project, as_of, assumed);
    return it.late_charge ? it.late_charge->accrued.value() : -1;
  };
  CHECK(accrued("2021-03-31", rate) == -1);
  CHECK(accrued("2021-04-01", rate) == 5);
  CHECK(accrued("2021-04-10", rate) == 50);
  // 4,000 come in on the tenth day: ten days on 10,000, the following on 6,000.
  maker.repay(4'000, "2021-04-10");
  maker.repay(7, "2021-04-10").part = RepaymentPart::late_charge;
  CHECK(accrued("2021-04-20", rate) == 50 + 30);
  CHECK(position(maker.project, "2021-04-20", rate).late_charge->paid == Minor(7));
  // Fractions of a fen are left to the payer: 11 days make 50 + 3.0, one day of 6,000 is 3.
  CHECK(accrued("2021-04-11", "procedure.late_charge_per_day_millionths = 333") == 35);
  maker.repay(6'000, "2021-04-20");
  CHECK(accrued("2021-12-31", rate) == 80);
  maker.project.repayments.clear();
  const ClaimPosition capped = position(maker.project, "2026-12-31", rate);
  CHECK(capped.late_charge->accrued == Minor(10'000));
  CHECK(capped.late_charge->capped);
}

TEST_CASE("Steps: a decision that no longer stands sets no day, and its notices count no more") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  Claim& claim = maker.claim(60, "2021-02-20");
  claim.decision_id = "J-1";
  claim.pay_by = day("2021-03-31");
  Decision& decision = maker.decide(DecisionKind::recover, "2021-02-20");
  decision.principal = Minor(60);
  decision.pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  maker.notify(NoticeKind::demand, "2021-04-25", "2021-05-01", "J-1");
  CHECK(steps(maker, "2021-06-01") == "demanded apply_to_court 2021-09-02 2021-12-01");
  for (const DecisionStatus status : {DecisionStatus::annulled, DecisionStatus::suspended}) {
    maker.project.decisions[0].status = status;
    const ClaimPosition it = position(maker.project, "2021-06-01", fifteen_days);
    CHECK(it.step == ClaimStep::proposed);
    CHECK_FALSE(it.due.day);
    CHECK_FALSE(it.pay_by);
    CHECK(it.bucket == AgeBucket::no_due_day);
    CHECK_FALSE(it.served_on);
  }
  // Suspended once all was done, on a day that is on record: as if the claim began again.
  maker.project.decisions[0].status = DecisionStatus::suspended;
  maker.project.decisions[0].status_on = day("2021-05-20");
  CHECK(position(maker.project, "2021-06-01").step == ClaimStep::proposed);
  maker.notify(NoticeKind::demand, "2021-05-10", "2021-05-12");
  CHECK(position(maker.project, "2021-06-01").step == ClaimStep::proposed);
  maker.notify(NoticeKind::refund, "2021-05-25", "2021-05-26").reply_by = day("2021-05-31");
  CHECK(position(maker.project, "2021-06-01").step == ClaimStep::due);
  maker.project.notices.pop_back();
  maker.project.notices.pop_back();
  maker.project.decisions[0].status_on.reset();
  // Applied for a decision that fell: there is nothing to enforce.
  maker.project.claims[0].court_applied_on = day("2021-10-08");
  CHECK(position(maker.project, "2021-10-09").step == ClaimStep::proposed);
  maker.project.decisions[0].status = DecisionStatus::in_force;
  CHECK(position(maker.project, "2021-10-09").step == ClaimStep::court);
}

TEST_CASE("Due day: a refund notice that was not served sets none") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::refund, "2020-04-10").reply_by = day("2020-05-11");
  ClaimPosition it = position(maker.project, "2020-06-01");
  CHECK_FALSE(it.due.day);
  CHECK(it.step == ClaimStep::notified);
  CHECK(it.next.code == "serve");
  maker.project.notices[0].served_on = day("2020-06-02");
  CHECK_FALSE(position(maker.project, "2020-06-01").due.day);
  it = position(maker.project, "2020-06-02");
  CHECK(iso(it.due.day) == "2020-05-11");
  // A later notice that is still under way does not move the day that one before it set.
  maker.notify(NoticeKind::refund, "2020-06-10").reply_by = day("2020-09-30");
  CHECK(iso(position(maker.project, "2020-06-12").due.day) == "2020-05-11");
}

TEST_CASE("Due day: a later refund notice without a day leaves the day that one before it set") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::refund, "2020-05-02", "2020-05-10").reply_by = day("2020-08-03");
  maker.notify(NoticeKind::refund, "2020-06-01", "2020-06-05");
  CHECK(iso(position(maker.project, "2020-06-10", fifteen_days).due.day) == "2020-08-03");
  // One with a day of its own moves it.
  maker.notify(NoticeKind::refund, "2020-06-20", "2020-06-21").reply_by = day("2020-09-01");
  CHECK(iso(position(maker.project, "2020-06-21", fifteen_days).due.day) == "2020-09-01");
}

TEST_CASE("Due day: a notice that names no decision sets no day for what was decided after it") {
  Maker maker = decided();
  maker.notify(NoticeKind::refund, "2021-03-01", "2021-03-02").reply_by = day("2021-03-31");
  CHECK(iso(position(maker.project, "2021-06-10", fifteen_days).due.day) == "2021-03-31");
  maker.decide(DecisionKind::recover, "2021-06-01").interest = Minor(10);
  maker.project.claims[0].principal = Minor(110);
  const ClaimPosition it = position(maker.project, "2021-06-10", fifteen_days);
  REQUIRE(it.dues.size() == 2);
  CHECK(iso(it.dues[0].due.day) == "2021-03-31");
  CHECK_FALSE(it.dues[1].due.day);
  CHECK(it.dues[1].decision_id == "J-2");
  // The whole sum restated: the old notice has nothing left to be about.
  maker.project.decisions[1].principal = Minor(100);
  CHECK_FALSE(position(maker.project, "2021-06-10", fifteen_days).due.day);
  maker.notify(NoticeKind::refund, "2021-06-02", "2021-06-03");
  CHECK(iso(position(maker.project, "2021-06-10", fifteen_days).due.day) == "2021-06-18");
}

TEST_CASE("Steps: a decision after a refund notice is served on its own") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::refund, "2020-04-10", "2020-04-12").reply_by = day("2020-05-11");
  maker.notify(NoticeKind::demand, "2020-06-01", "2020-06-02");
  CHECK(position(maker.project, "2020-07-01").step == ClaimStep::demanded);
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(60);
  CHECK(steps(maker, "2021-03-01") == "decided serve - -");
  maker.notify(NoticeKind::refund, "2021-02-25", "2021-03-01").reply_by = day("2021-03-20");
  CHECK(steps(maker, "2021-03-01") == "served pay - 2021-03-20");
}

TEST_CASE("Due day: two decisions on one claim have their own days") {
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(100);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.decide(DecisionKind::recover, "2021-05-20").interest = Minor(10);
  maker.project.decisions[1].pay_by = day("2021-06-30");
  maker.claim(110, "2021-05-20").decision_id = "J-2";
  ClaimPosition it = position(maker.project, "2021-06-10");
  REQUIRE(it.dues.size() == 2);
  CHECK(it.dues[0].decision_id == "J-1");
  CHECK(it.dues[0].outstanding == Minor(100));
  CHECK(iso(it.due.day) == "2021-03-31");
  CHECK(it.days_overdue == 71);
  CHECK(it.step == ClaimStep::due);
  // Notices about either count.
  maker.notify(NoticeKind::demand, "2021-04-10", "2021-04-12", "J-1");
  CHECK(position(maker.project, "2021-06-10").step == ClaimStep::demanded);
  maker.project.notices.clear();
  // Money goes to the sum that is due first ...
  maker.repay(100, "2021-06-01");
  it = position(maker.project, "2021-06-10");
  CHECK(it.dues[0].outstanding == Minor(0));
  CHECK(it.dues[1].outstanding == Minor(10));
  CHECK(iso(it.due.day) == "2021-06-30");
  CHECK(it.days_overdue == 0);
  // ... unless it names its decision.
  maker.project.repayments[0].amount = Minor(10);
  maker.project.repayments[0].decision_id = "J-2";
  it = position(maker.project, "2021-06-10");
  CHECK(it.dues[0].outstanding == Minor(100));
  CHECK(it.dues[1].outstanding == Minor(0));
  CHECK(it.days_overdue == 71);
}

TEST_CASE("Steps: a person is served for the unit that could be meant") {
  Maker maker;
  Partner partner;
  partner.org_id = OrgId("partner");
  maker.project.partners.push_back(partner);
  maker.project.registered.liability = Liability::each;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::refund, "2020-04-10", "2020-04-12", "", "somebody");
  CHECK(position(maker.project, "2020-05-01").step == ClaimStep::proposed);
  // The project's leader is the lead's; with the lead liable alone nobody else is meant.
  maker.project.notices[0].addressee = "someone";
  CHECK(position(maker.project, "2020-05-01").step == ClaimStep::served);
  maker.project.notices[0].addressee = "somebody";
  maker.project.registered.liability = Liability::lead;
  CHECK(position(maker.project, "2020-05-01").step == ClaimStep::served);
  // An organisation that has no part in the project is nobody's representative.
  maker.project.notices[0].addressed_to = PartyKind::person;
  CHECK(position(maker.project, "2020-05-01").step == ClaimStep::served);
  maker.project.notices[0].addressed_to = PartyKind::organisation;
  CHECK(position(maker.project, "2020-05-01").step == ClaimStep::proposed);
}

TEST_CASE("Steps: a claim that was closed is shown again when something is due again") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.repay(100, "2021-03-20");
  maker.project.claims[0].closed_on = day("2021-03-25");
  CHECK(steps(maker, "2021-05-01") == "closed none - -");
  Repayment& back = maker.repay(-100, "2021-04-02");
  back.reverses = "RP-1";
  const ClaimPosition it = position(maker.project, "2021-05-01");
  CHECK(it.outstanding == Minor(100));
  CHECK(it.step == ClaimStep::due);
  // A decision that was not served is served before anybody demands by it.
  CHECK(it.next.code == "serve");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  CHECK(position(maker.project, "2021-05-01").next.code == "demand");
}

TEST_CASE("Due day: missed is what was late, not what has merely passed") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  CHECK_FALSE(position(maker.project, "2021-03-31").due_missed);
  CHECK(position(maker.project, "2021-04-01").due_missed);
  // Paid in full by its day: it was not missed, however long ago that was.
  maker.repay(40, "2021-03-01");
  maker.repay(60, "2021-03-31");
  CHECK_FALSE(position(maker.project, "2021-12-31").due_missed);
  // The last of it came a day late.
  maker.project.repayments[1].on = day("2021-04-01");
  const ClaimPosition late = position(maker.project, "2021-12-31");
  CHECK(late.due_missed);
  CHECK(late.days_overdue == 0);
  // A payment that was taken back counts as never made.
  maker.project.repayments[1].on = day("2021-03-31");
  maker.repay(-60, "2021-05-01").reverses = "RP-2";
  CHECK(position(maker.project, "2021-12-31").due_missed);
}

TEST_CASE(
    "Steps: the last day for a demand leaves its ten working days before the last for the court") {
  const auto last = [](const char* served) {
    Maker maker = decided();
    maker.project.decisions[0].decided_on = day("2020-06-01");
    maker.project.decisions[0].pay_by = day("2020-08-31");
    maker.notify(NoticeKind::decision, "2020-06-02", served, "J-1");
    return iso(position(maker.project, "2020-12-01").next.until.day);
  };
  // The court until Monday 2021-04-19; the ten days end on Friday 04-16, and begin on 04-02.
  CHECK(last("2020-07-19") == "2021-04-01");
  // Until Thursday 2021-05-06, after a holiday of five days.
  CHECK(last("2020-08-03") == "2021-04-19");
  Maker maker = decided();
  maker.project.decisions[0].decided_on = day("2020-06-01");
  maker.project.decisions[0].pay_by = day("2020-08-31");
  maker.notify(NoticeKind::decision, "2020-06-02", "2020-07-19", "J-1");
  maker.notify(NoticeKind::demand, "2021-04-01", "2021-04-01", "J-1");
  const NextStep in_time = position(maker.project, "2021-04-02").next;
  REQUIRE(in_time.code == "apply_to_court");
  CHECK(*in_time.not_before.day <= *in_time.until.day);
  maker.project.notices[1].served_on = day("2021-04-02");
  const NextStep too_late = position(maker.project, "2021-04-02").next;
  CHECK(*too_late.not_before.day > *too_late.until.day);
}

TEST_CASE("Steps: the decision waits for the whole term to answer, of the notice that counts") {
  Maker maker;
  maker.pay(100).spend(40).conclude(Outcome::failed);
  maker.claim(60, "2020-04-01");
  maker.notify(NoticeKind::intent, "2022-03-09", "2022-03-10");
  // Ten working days for a statement, five for a hearing.
  const char* const ten = "procedure.statement_working_days = 10";
  CHECK(steps(maker, "2022-03-11", ten) == "notified decide 2022-03-25 -");
  CHECK(steps(maker, "2022-03-11") == "notified decide 2022-03-18 -");
  // A later notice counts once it is served, and a day before its service is no term.
  Notice& later = maker.notify(NoticeKind::intent, "2022-03-12");
  later.service = Service::public_notice;
  later.reply_by = day("2022-03-20");
  CHECK(steps(maker, "2022-03-21") == "notified serve - 2022-04-11");
  CHECK(steps(maker, "2022-04-11") == "notified decide 2022-04-19 -");
}

TEST_CASE("Steps: a decision that another one restates as a whole is not the one to be served") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  CHECK(steps(maker, "2021-03-31") == "served pay - 2021-03-31");
  Decision& restated = maker.decide(DecisionKind::recover, "2021-05-10");
  restated.principal = Minor(80);
  restated.pay_by = day("2021-11-30");
  CHECK(steps(maker, "2021-05-10") == "decided serve - -");
  CHECK(iso(position(maker.project, "2021-05-10").served_on) == "-");
  maker.notify(NoticeKind::decision, "2021-05-12", "2021-05-15", "J-2");
  CHECK(steps(maker, "2021-05-15") == "served pay - 2021-11-30");
  // As long as a part is its own, it counts.
  maker.project.decisions[0].interest = Minor(5);
  maker.project.notices[1].served_on.reset();
  CHECK(position(maker.project, "2021-05-15").step != ClaimStep::decided);
}

TEST_CASE("Steps: a day is as sure as the least sure of what it follows from") {
  Maker maker = decided();
  maker.notify(NoticeKind::decision, "2021-02-25", "2021-03-01", "J-1");
  const auto at = [&](std::string_view as_of, std::string_view assumptions) {
    return position(maker.project, as_of, assumptions).next;
  };
  CHECK(at("2021-03-10", fifteen_days).until.status == CellStatus::assumed);
  // The demand: from the day after the assumed one, until a day that the statutes set.
  const NextStep demand = at("2021-05-01", fifteen_days);
  CHECK(demand.code == "demand");
  CHECK(demand.not_before.rests_on_assumption());
  CHECK_FALSE(demand.until.rests_on_assumption());
  CHECK(demand.rests_on_assumption());
  // The court: review is derived before 2024, the suit and the application were read.
  maker.notify(NoticeKind::demand, "2021-05-10", "2021-05-12", "J-1");
  const NextStep court = at("2021-06-01", fifteen_days);
  CHECK(court.code == "apply_to_court");
  CHECK(court.until.status == CellStatus::derived);
  CHECK_FALSE(court.rests_on_assumption());
}

TEST_CASE("Due day: what was written off by its day was not missed, and growth is late at once") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  WriteOff off;
  off.claim_id = "CL-1";
  off.amount = Minor(100);
  off.on = day("2021-03-31");
  maker.project.claims[0].write_offs.push_back(off);
  CHECK_FALSE(position(maker.project, "2021-12-31").due_missed);
  maker.project.claims[0].write_offs[0].on = day("2021-04-01");
  CHECK(position(maker.project, "2021-12-31").due_missed);

  Maker grew;
  grew.pay(100).spend(0).opine(0);
  grew.conclude(Outcome::failed);
  grew.notify(NoticeKind::refund, "2021-03-01", "2021-03-02").reply_by = day("2021-03-31");
  grew.repay(60, "2021-03-01");
  grew.claim(100, "2021-02-20").adjustments.push_back(growth(60, 100, "2021-12-31"));
  const ClaimPosition today = position(grew.project, "2021-12-31");
  CHECK(today.days_overdue > 0);
  CHECK(today.due_missed);
}

TEST_CASE("Due day: each sum says for itself whether its day was missed") {
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(100);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.decide(DecisionKind::recover, "2021-05-20").interest = Minor(20);
  maker.project.decisions[1].pay_by = day("2021-06-30");
  maker.claim(120, "2021-05-20");
  maker.repay(100, "2021-04-10");
  maker.repay(20, "2021-06-30");
  const ClaimPosition it = position(maker.project, "2021-12-31");
  REQUIRE(it.dues.size() == 2);
  CHECK(it.dues[0].due_missed);
  CHECK_FALSE(it.dues[1].due_missed);
  // The claim's own day is that of the sum due last: all is paid.
  CHECK(it.due.day == day("2021-06-30"));
  CHECK_FALSE(it.due_missed);
}

TEST_CASE("Due day: what a decision fixed was late also where the claim grew to it later") {
  Maker maker = decided();
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.repay(100, "2021-04-01");
  maker.project.claims[0].adjustments.push_back(growth(60, 100, "2021-12-01"));
  CHECK(position(maker.project, "2021-12-31").due_missed);
  maker.project.repayments[0].on = day("2021-03-31");
  CHECK_FALSE(position(maker.project, "2021-12-31").due_missed);
}

TEST_CASE("Late charge: what a principal without a decision grew by counts from the day after it") {
  Maker maker;
  maker.pay(20'000).spend(0).opine(0);
  maker.conclude(Outcome::failed);
  maker.notify(NoticeKind::refund, "2021-03-01", "2021-03-02").reply_by = day("2021-03-31");
  maker.claim(20'000, "2021-02-20").adjustments.push_back(growth(10'000, 20'000, "2021-04-10"));
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  // Ten days on 10,000, then ten on 20,000.
  CHECK(position(maker.project, "2021-04-10", rate).late_charge->accrued == Minor(50));
  CHECK(position(maker.project, "2021-04-20", rate).late_charge->accrued == Minor(50 + 100));
}

TEST_CASE("Late charge: a decision fixes its sum whatever the claim carried by then") {
  Maker maker = decided();
  maker.project.decisions[0].principal = Minor(20'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  Claim& claim = maker.project.claims[0];
  claim.principal = Minor(20'000);
  claim.adjustments.push_back(growth(10'000, 20'000, "2021-04-10"));
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  CHECK(position(maker.project, "2021-04-10", rate).late_charge->accrued == Minor(100));
  CHECK(position(maker.project, "2021-04-20", rate).late_charge->accrued == Minor(200));
  // What it shrank to is all that was ever due.
  maker.project.decisions[0].principal = Minor(4'000);
  claim.principal = Minor(4'000);
  claim.adjustments[0].before = Minor(10'000);
  claim.adjustments[0].principal = Minor(4'000);
  CHECK(position(maker.project, "2021-04-20", rate).late_charge->accrued == Minor(40));
}

TEST_CASE("Late charge: a sum that is not raised yet bears it as the claim will") {
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(10'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  CHECK(position(maker.project, "2021-04-10", rate).late_charge->accrued == Minor(50));
  CHECK(position(maker.project, "2021-04-10").late_charge_refusal);
  maker.claim(10'000, "2021-04-10");
  CHECK(position(maker.project, "2021-04-10", rate).late_charge->accrued == Minor(50));
}

TEST_CASE("Late charge: none on money that was there before the claim was raised") {
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(10'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.repay(4'000, "2021-03-20");
  maker.claim(10'000, "2021-12-31");
  // 6,000 were late for ten days, whenever the claim was raised.
  maker.repay(6'000, "2021-04-10");
  CHECK(position(maker.project, "2021-12-31", rate).late_charge->accrued == Minor(30));
  // All of it in time: nothing was late, and no rate is missed.
  maker.project.repayments[1].on = day("2021-03-31");
  const ClaimPosition in_time = position(maker.project, "2021-12-31", rate);
  CHECK_FALSE(in_time.late_charge);
  CHECK_FALSE(position(maker.project, "2021-12-31").late_charge_refusal);
}

TEST_CASE("Late charge: credit that a later claim takes up counts from the day on which it came") {
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(14'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.claim(10'000, "2021-03-01");
  maker.claim(4'000, "2021-06-30");
  maker.repay(13'000, "2021-04-10");
  const RuleBook rules = shenzhen(rate);
  const ProjectRecovery made = recover_project(
      maker.project, settled_parts(maker.project, settle_project(maker.project, rules)),
      {rules, nullptr, day("2021-07-10")});
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].late_charge->accrued == Minor(50));
  // Ten days on 4,000, then 91 on the 1,000 that the credit left open.
  CHECK(made.claims[1].late_charge->accrued == Minor(20 + 45));
}

TEST_CASE("Late charge: each sum is charged from its own day") {
  Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(10'000);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.decide(DecisionKind::recover, "2021-05-20").interest = Minor(2'000);
  maker.project.decisions[1].pay_by = day("2021-06-30");
  maker.claim(12'000, "2021-05-20");
  const char* const rate = "procedure.late_charge_per_day_millionths = 500";
  CHECK(position(maker.project, "2021-06-30", rate).late_charge->accrued == Minor(91 * 5));
  CHECK(position(maker.project, "2021-07-10", rate).late_charge->accrued == Minor(101 * 5 + 10));
}

TEST_CASE("Steps: a day that is stated alone is that of the sums decided until then") {
  Maker maker;
  Decision& day_first = maker.decide(DecisionKind::recover, "2020-09-01");
  day_first.pay_by = day("2020-09-30");
  maker.decide(DecisionKind::recover, "2021-06-01").principal = Minor(100);
  maker.claim(100, "2021-06-01").decision_id = "J-2";
  const ClaimPosition too_early = position(maker.project, "2021-06-02");
  CHECK_FALSE(too_early.due.day);
  CHECK_FALSE(too_early.pay_by);
  CHECK(too_early.days_overdue == 0);
  // One that comes later says until when, and is named for it.
  maker.decide(DecisionKind::recover, "2021-06-10").pay_by = day("2021-07-31");
  const ClaimPosition set = position(maker.project, "2021-08-02");
  CHECK(set.due.day == day("2021-07-31"));
  CHECK(set.due.basis == "decision J-3");
  CHECK(set.days_overdue == 2);
  // A sum's own day goes before it.
  maker.project.decisions[1].pay_by = day("2021-06-30");
  CHECK(position(maker.project, "2021-08-02").due.basis == "decision J-2");
}

TEST_CASE("Steps: no day lies beyond the calendar") {
  Maker maker;
  maker.pay(1000).spend(600).conclude(Outcome::failed).opine(0);
  maker.notify(NoticeKind::intent, "2020-04-01", "2020-04-02").reply_by = day("9999-12-31");
  const ClaimPosition it = position(maker.project, "2020-05-01");
  CHECK(it.next.code == "decide");
  CHECK_FALSE(it.next.not_before.day);
  REQUIRE(it.next.not_before.refusal);
  CHECK(it.next.not_before.refusal->code() == Code::date_impossible);
}
