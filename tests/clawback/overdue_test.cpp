#include <bursar/clawback/overdue.hpp>

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

/// A project of 2020 whose term ended on 2019-12-31.
Maker late() {
  Maker maker;
  maker.regime("cn-shenzhen-2020").pay(1000).spend(10);
  return maker;
}

Organisation firm(std::optional<OrgKind> kind = OrgKind::enterprise,
                  OrgStatus status = OrgStatus::normal) {
  Organisation made;
  made.id = OrgId("lead");
  made.registered.kind = kind;
  made.status = status;
  return made;
}

std::optional<OverdueProject> overdue_on(const Maker& maker, std::string_view as_of,
                                         const Organisation& lead = firm(),
                                         std::string_view assumptions = "") {
  const RuleBook rules = shenzhen(assumptions);
  return overdue(maker.project, &lead, {rules, &calendar(), day(as_of)});
}

std::string iso(const std::optional<Date>& date) { return date ? to_iso(*date) : "-"; }
std::string next(const Maker& maker, std::string_view as_of, const Organisation& lead = firm()) {
  const OverdueProject it = overdue_on(maker, as_of, lead).value();
  return it.next.code + " " + iso(it.next.not_before.day) + " " + iso(it.next.until.day);
}

}  // namespace

TEST_CASE("Overdue: from the day after the end in force, in days and buckets") {
  Maker maker = late();
  CHECK_FALSE(overdue_on(maker, "2019-12-31"));
  CHECK(overdue_on(maker, "2020-01-01")->days_late == 1);
  CHECK(overdue_on(maker, "2020-01-01")->bucket == AgeBucket::days_to_30);
  CHECK(overdue_on(maker, "2020-12-31")->bucket == AgeBucket::days_over_365);
  CHECK(overdue_on(maker, "2020-01-01")->end_on == day("2019-12-31"));
  maker.extend("2019-12-01", "2020-06-30");
  CHECK_FALSE(overdue_on(maker, "2020-06-30"));
  CHECK(overdue_on(maker, "2020-07-01")->days_late == 1);
  CHECK(overdue_on(maker, "2020-07-01")->pending_extension.empty());
  maker.extend("", "2020-12-31");
  CHECK(overdue_on(maker, "2020-07-01")->pending_extension == "C-2");
}

TEST_CASE("Overdue: a project that asked for acceptance, or is over, is not") {
  Maker asked = late();
  Attempt attempt;
  attempt.requested_on = day("2020-02-01");
  asked.project.attempts.push_back(attempt);
  CHECK_FALSE(overdue_on(asked, "2020-03-01"));
  asked.project.attempts[0].outcome = Outcome::returned_for_completion;
  CHECK_FALSE(overdue_on(asked, "2020-03-01"));
  asked.project.attempts[0].outcome = Outcome::withdrawn;
  CHECK(overdue_on(asked, "2020-03-01"));
  Maker concluded = late();
  concluded.conclude(Outcome::failed);
  CHECK_FALSE(overdue_on(concluded, "2021-03-01"));
  Maker terminated = late();
  terminated.decide(DecisionKind::terminate);
  CHECK_FALSE(overdue_on(terminated, "2021-03-01"));
  terminated.project.decisions[0].status = DecisionStatus::annulled;
  CHECK(overdue_on(terminated, "2021-03-01"));
  Maker closed = late();
  closed.project.closed_on = day("2020-02-01");
  CHECK_FALSE(overdue_on(closed, "2021-03-01"));
  Maker endless = late();
  endless.project.registered.end_on = std::nullopt;
  CHECK_FALSE(overdue_on(endless, "2021-03-01"));
}

TEST_CASE("Overdue: the leader is blocked, and the unit if it is an enterprise") {
  const Maker maker = late();
  OverdueProject it = overdue_on(maker, "2020-03-01").value();
  REQUIRE(it.blocks.size() == 2);
  CHECK(it.blocks[0].subject_kind == "person");
  CHECK(it.blocks[0].subject_id == "someone");
  CHECK(it.blocks[0].from == day("2020-01-01"));
  CHECK(it.blocks[0].in_force == true);
  CHECK(it.blocks[0].status == CellStatus::derived);  // the rule's first day is not known
  CHECK(it.blocks[1].subject_kind == "organisation");
  CHECK(it.blocks[1].in_force == true);
  it = overdue_on(maker, "2020-03-01", firm(OrgKind::university)).value();
  CHECK(it.blocks.size() == 1);
  it = overdue_on(maker, "2020-03-01", firm(std::nullopt)).value();
  REQUIRE(it.blocks.size() == 2);
  CHECK_FALSE(it.blocks[1].in_force);
  CHECK(it.blocks[1].refusal->argument("field") == "kind");
}

TEST_CASE("Overdue: the leader in force is blocked") {
  Maker maker = late();
  Change change;
  change.kind = ChangeKind::leader;
  change.approved_on = day("2019-05-01");
  change.new_leader_id = PersonId("successor");
  maker.project.changes.push_back(change);
  CHECK(overdue_on(maker, "2020-03-01")->blocks[0].subject_id == "successor");
}

TEST_CASE("Overdue: where no rule is confirmed, nobody is said to be blocked") {
  Maker maker = late();
  maker.regime("cn-shenzhen-2019");
  OverdueProject it = overdue_on(maker, "2021-03-01").value();
  REQUIRE(it.blocks.size() == 2);
  CHECK_FALSE(it.blocks[0].in_force);
  CHECK(it.blocks[0].refusal->argument("parameter") == "cn-shenzhen-2019.overdue_bars_leader");
  CHECK_FALSE(it.terminate_from.day);
  CHECK(it.terminate_from.refusal->argument("parameter") ==
        "cn-shenzhen-2019.overdue_terminate_after_months");
  CHECK(it.next.code == "late_application");
  CHECK_FALSE(it.next.until.day);
  it = overdue_on(maker, "2021-03-01", firm(), "each.overdue_bars_leader = 1").value();
  CHECK(it.blocks[0].in_force == true);
  CHECK(it.blocks[0].status == CellStatus::assumed);
  maker.regime("");
  it = overdue_on(maker, "2021-03-01").value();
  CHECK(it.regime.empty());
  CHECK(it.regime_refusal->code() == Code::parameter_unconfirmed);
  CHECK(it.blocks[0].refusal->code() == Code::parameter_unconfirmed);
}

TEST_CASE("Overdue: a late application for one year, then termination") {
  const Maker maker = late();
  CHECK(next(maker, "2020-01-01") == "late_application - 2020-12-31");
  CHECK(next(maker, "2020-12-31") == "late_application - 2020-12-31");
  CHECK(next(maker, "2021-01-01") == "terminate 2021-01-01 -");
  CHECK(iso(overdue_on(maker, "2020-01-01")->terminate_from.day) == "2021-01-01");
}

TEST_CASE("Overdue: who cannot be reached is addressed by public notice") {
  Maker maker = late();
  const Organisation gone = firm(OrgKind::enterprise, OrgStatus::unreachable);
  CHECK(next(maker, "2020-03-01", gone) == "public_notice - -");
  CHECK(next(maker, "2021-03-01", gone) == "public_notice - -");
  maker.notify(NoticeKind::intent, "2021-09-23").service = Service::public_notice;
  CHECK(next(maker, "2021-10-01", gone) == "serve - 2021-11-22");
  maker.project.notices[0].reply_by = day("2021-11-25");
  CHECK(next(maker, "2021-11-22", gone) == "statement - 2021-11-25");
  CHECK(next(maker, "2021-11-26", gone) == "terminate 2021-11-26 -");
}

TEST_CASE("Overdue: a notice to apply by a day is waited for") {
  Maker maker = late();
  maker.notify(NoticeKind::remind, "2020-02-01");
  CHECK(overdue_on(maker, "2020-03-01")->last_notice == "remind");
  CHECK(next(maker, "2020-03-01") == "late_application - 2020-12-31");
  maker.notify(NoticeKind::apply_by, "2021-02-01", "2021-02-03").reply_by = day("2021-03-31");
  CHECK(next(maker, "2021-02-02") == "serve - 2021-02-03");
  CHECK(next(maker, "2021-03-31") == "late_application - 2021-03-31");
  CHECK(next(maker, "2021-04-01") == "terminate 2021-01-01 -");
  CHECK(overdue_on(maker, "2021-04-01")->last_notice_on == day("2021-02-01"));
}

TEST_CASE("Overdue: an intent is answered first, and its period may be unconfirmed") {
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03");
  OverdueProject it = overdue_on(maker, "2021-02-05").value();
  CHECK(it.next.code == "statement");
  CHECK_FALSE(it.next.until.day);
  CHECK(it.next.until.refusal->argument("parameter") == "procedure.statement_working_days");
  it = overdue_on(maker, "2021-02-05", firm(), "procedure.statement_working_days = 3").value();
  // Working days after Wednesday 2021-02-03: 4, 5 and the make-up Sunday 7.
  CHECK(iso(it.next.until.day) == "2021-02-07");
  maker.project.notices[0].response = Response::agreed;
  CHECK(next(maker, "2021-02-05") == "terminate 2021-01-01 -");
}

TEST_CASE("Overdue: the term to answer leaves the time to ask for a hearing") {
  const Maker maker = [] {
    Maker made = late();
    made.notify(NoticeKind::intent, "2022-02-05", "2022-02-07");
    return made;
  }();
  // Three working days for a statement, five for a hearing under the law since 2021-07-15.
  const char* const three = "procedure.statement_working_days = 3";
  CHECK(iso(overdue_on(maker, "2022-02-08", firm(), three)->next.until.day) == "2022-02-14");
  CHECK(overdue_on(maker, "2022-02-14", firm(), three)->next.code == "statement");
  CHECK(iso(overdue_on(maker, "2022-02-15", firm(), three)->next.not_before.day) == "2022-02-15");
  // A day before the service is no term.
  Maker early = maker;
  early.project.notices[0].reply_by = day("2022-02-06");
  CHECK(iso(overdue_on(early, "2022-02-08", firm(), three)->next.until.day) == "2022-02-14");
}

TEST_CASE("Overdue: a hearing that was asked for is held before anything ends") {
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03").reply_by = day("2021-02-08");
  maker.project.notices[0].response = Response::hearing;
  CHECK(next(maker, "2021-02-05") == "hearing - -");
  CHECK(next(maker, "2021-03-05") == "hearing - -");
  // After a statement the rest of the term stays the unit's.
  maker.project.notices[0].response = Response::statement;
  CHECK(next(maker, "2021-02-05") == "terminate 2021-02-09 -");
}

TEST_CASE("Overdue: a reminder sets no term, and takes none away") {
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03").reply_by = day("2021-04-20");
  maker.notify(NoticeKind::remind, "2021-02-20", "2021-02-20");
  CHECK(overdue_on(maker, "2021-03-01")->last_notice == "remind");
  CHECK(next(maker, "2021-03-01") == "statement - 2021-04-20");
  maker.project.notices[0].response = Response::hearing;
  CHECK(next(maker, "2021-03-01") == "hearing - -");
  maker.project.notices[0].response.reset();
  maker.project.notices[0].kind = NoticeKind::apply_by;
  CHECK(next(maker, "2021-03-01") == "late_application - 2021-04-20");
  maker.project.notices[0].served_on.reset();
  CHECK(next(maker, "2021-03-01") == "serve - -");
}

TEST_CASE("Overdue: of two notices of one day the one that holds longer governs") {
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03").reply_by = day("2021-04-20");
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03", "", "someone").reply_by =
      day("2021-02-20");
  CHECK(next(maker, "2021-03-01") == "statement - 2021-04-20");
  maker.project.notices[1].served_on.reset();
  CHECK(next(maker, "2021-03-01") == "serve - -");
}

TEST_CASE("Overdue: no later notice ends the term of an intent") {
  const char* const ten = "procedure.statement_working_days = 10";
  const auto after = [&](const Maker& maker, std::string_view as_of) {
    const OverdueProject it = overdue_on(maker, as_of, firm(), ten).value();
    return it.next.code + " " + iso(it.next.not_before.day) + " " + iso(it.next.until.day);
  };
  // Of one day: the intent sets no day, and its term is that for a statement.
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2022-02-07", "2022-02-07");
  maker.notify(NoticeKind::apply_by, "2022-02-07", "2022-02-07").reply_by = day("2022-02-09");
  CHECK(after(maker, "2022-02-10") == "statement - 2022-02-21");
  maker.project.notices[1].kind = NoticeKind::intent;
  CHECK(after(maker, "2022-02-10") == "statement - 2022-02-21");
  // A later one, whose own term is over.
  maker.project.notices[1].kind = NoticeKind::apply_by;
  maker.project.notices[1].issued_on = day("2022-02-08");
  CHECK(after(maker, "2022-02-09") == "late_application - 2022-02-09");
  CHECK(after(maker, "2022-02-10") == "statement - 2022-02-21");
  CHECK(after(maker, "2022-02-22") == "terminate 2021-01-01 -");
}

TEST_CASE("Overdue: a notice to a partner, or to a unit outside, is none to the lead") {
  Maker maker = late();
  Partner partner;
  partner.org_id = OrgId("partner");
  maker.project.partners.push_back(partner);
  maker.notify(NoticeKind::intent, "2021-02-01", "2021-02-03", "", "partner").reply_by =
      day("2021-04-20");
  CHECK(next(maker, "2021-03-01") == "terminate 2021-01-01 -");
  CHECK(overdue_on(maker, "2021-03-01")->last_notice.empty());
  Notice& notice = maker.project.notices[0];
  notice.addressee = "ministry";
  notice.addressed_to = PartyKind::organisation;
  CHECK(next(maker, "2021-03-01") == "terminate 2021-01-01 -");
  notice.addressed_to = PartyKind::person;
  CHECK(next(maker, "2021-03-01") != "terminate 2021-01-01 -");
}

TEST_CASE("Overdue: after the day to apply by, a late application is one until the termination") {
  Maker maker = late();
  maker.notify(NoticeKind::apply_by, "2020-02-01", "2020-02-03").reply_by = day("2020-03-31");
  CHECK(next(maker, "2020-03-31") == "late_application - 2020-03-31");
  CHECK(next(maker, "2020-04-01") == "late_application - 2020-12-31");
  CHECK(next(maker, "2021-01-01") == "terminate 2021-01-01 -");
}

TEST_CASE("Overdue: nothing follows from a rule before its first day") {
  const Maker maker = late();
  const OverdueProject unknown = overdue_on(maker, "2021-02-01").value();
  CHECK(unknown.blocks.at(0).from == day("2020-01-01"));
  CHECK(unknown.blocks[0].status == CellStatus::derived);
  CHECK(unknown.blocks[0].basis.ends_with("the first day of the rule is not known"));
  CHECK(unknown.terminate_from.status == CellStatus::derived);
  const OverdueProject stated =
      overdue_on(maker, "2021-02-01", firm(), "cn-shenzhen-2020.in_force_from = 2021-01-15")
          .value();
  CHECK(stated.blocks.at(0).from == day("2021-01-15"));
  CHECK(stated.blocks[0].status == CellStatus::assumed);
  CHECK(stated.terminate_from.day == day("2021-01-15"));
}

TEST_CASE("Overdue: an early intent does not bring the termination forward") {
  Maker maker = late();
  maker.notify(NoticeKind::intent, "2020-05-01", "2020-05-03").reply_by = day("2020-05-10");
  CHECK(next(maker, "2020-05-20") == "terminate 2021-01-01 -");
  maker.project.notices[0].response = Response::agreed;
  CHECK(next(maker, "2020-05-20") == "terminate 2021-01-01 -");
  // Where no rule says when a project is terminated, no day is given.
  maker.regime("cn-shenzhen-2019");
  const OverdueProject it = overdue_on(maker, "2020-05-20").value();
  CHECK(it.next.code == "terminate");
  CHECK_FALSE(it.next.not_before.day);
  CHECK(it.next.not_before.refusal->argument("parameter") ==
        "cn-shenzhen-2019.overdue_terminate_after_months");
}

TEST_CASE("Overdue: who is dissolved or bankrupt cannot apply late") {
  Maker maker = late();
  const Organisation dissolved = firm(OrgKind::enterprise, OrgStatus::deregistered);
  const Organisation bankrupt = firm(OrgKind::enterprise, OrgStatus::bankrupt);
  CHECK(next(maker, "2020-03-01", dissolved) == "public_notice - -");
  CHECK(next(maker, "2020-03-01", bankrupt) == "terminate 2021-01-01 -");
  maker.notify(NoticeKind::apply_by, "2020-03-05").service = Service::public_notice;
  CHECK(next(maker, "2020-08-01", dissolved) == "terminate 2021-01-01 -");
  CHECK(next(maker, "2020-08-01", bankrupt) == "terminate 2021-01-01 -");
}

TEST_CASE("Overdue: only public notices about this lateness count") {
  Maker maker = late();
  const Organisation gone = firm(OrgKind::enterprise, OrgStatus::unreachable);
  maker.notify(NoticeKind::remind, "2019-06-01").service = Service::public_notice;
  CHECK(next(maker, "2020-03-01", gone) == "public_notice - -");
  maker.notify(NoticeKind::refund, "2020-02-01").service = Service::public_notice;
  CHECK(next(maker, "2020-03-01", gone) == "public_notice - -");
  CHECK(overdue_on(maker, "2020-03-01", gone)->last_notice.empty());
  maker.notify(NoticeKind::remind, "2020-02-02").service = Service::public_notice;
  CHECK(next(maker, "2020-03-01", gone) == "late_application - 2020-12-31");
}
