#include <bursar/clawback/settlement_json.hpp>

#include <catch2/catch.hpp>

#include "project_maker.hpp"
#include "random_history.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::shenzhen;

namespace {

/// A project of 100万元 that failed on 2020-03-01, under one of the regimes.
Maker failed(const std::string& regime) {
  Maker maker;
  maker.regime(regime).conclude(Outcome::failed);
  maker.project.registered.award = Minor(100'000'000);
  return maker;
}

Consequences made(const Maker& maker, std::string_view assumptions = "") {
  return consequences_of(maker.project, shenzhen(assumptions)).value();
}

/// "refusal" or "refusal parameter" of what is not known.
template <class T>
std::string why(const Result<T>& said) {
  if (said.has_value()) return "known";
  const std::string_view parameter = said.error().argument("parameter");
  return std::string(said.error().name()) + (parameter.empty() ? "" : " " + std::string(parameter));
}

void change_leader(Maker& maker, const char* leader, std::string_view approved_on) {
  Change change;
  change.change_id = "L-" + std::to_string(maker.project.changes.size() + 1);
  change.kind = ChangeKind::leader;
  if (!approved_on.empty()) change.approved_on = day(approved_on);
  change.new_leader_id = PersonId(leader);
  maker.project.changes.push_back(change);
}

}  // namespace

TEST_CASE("Consequences: none before an acceptance concluded, whatever was decided") {
  Maker maker;
  CHECK_FALSE(consequences_of(maker.project, shenzhen()));
  maker.conclude(Outcome::rectify).decide(DecisionKind::terminate);
  CHECK_FALSE(consequences_of(maker.project, shenzhen()));
}

TEST_CASE("Consequences: the leader of a failed project is barred from the conclusion since 2020") {
  const Consequences it = made(failed("cn-shenzhen-2020"));
  CHECK(it.outcome == Outcome::failed);
  CHECK(it.concluded_on == day("2020-03-01"));
  CHECK(it.regime == "cn-shenzhen-2020");
  CHECK(it.leader_id == PersonId("someone"));
  const Bar& bar = it.leader_bar.value().value();
  CHECK(bar.first == day("2020-03-01"));
  CHECK(bar.anniversary == day("2023-03-01"));
  CHECK(bar.last_day() == day("2023-02-28"));
  CHECK_FALSE(bar.anniversary_barred);
  CHECK(bar.status == CellStatus::seen);
  CHECK(bar.basis_zh.find("自结论之日起三年") != std::string::npos);
}

TEST_CASE("Consequences: until 2019 the bar counts from the notice, and waits for it") {
  Maker maker = failed("cn-shenzhen-2019");
  CHECK(why(*made(maker).leader_bar) == "regime_undetermined");
  maker.project.attempts[0].notified_on = day("2020-03-20");
  CHECK(made(maker).leader_bar.value()->first == day("2020-03-20"));
  CHECK(made(maker).notified_on == day("2020-03-20"));
}

TEST_CASE("Consequences: what is assumed says so, of the bar and of its last day") {
  const Maker maker = failed("cn-shenzhen-2020");
  const Bar bar = made(maker, "each.bar_covers_anniversary = 1").leader_bar.value().value();
  CHECK(bar.last_day() == day("2023-03-01"));
  CHECK(bar.anniversary_status == CellStatus::assumed);
  CHECK(bar.status == CellStatus::seen);
  const auto strikes = made(maker,
                            "\"cn-shenzhen-2020.member_strikes\" = 2\n"
                            "\"cn-shenzhen-2020.member_bar_months\" = 12")
                           .member_strikes.value()
                           .value();
  CHECK(strikes.status == CellStatus::assumed);
  CHECK(strikes.value.failed_projects == 2);
  CHECK(strikes.value.bar_months == 12);
}

TEST_CASE("Consequences: a regime that was found by an assumption makes all of it assumed") {
  constexpr std::string_view days =
      "\"cn-shenzhen-2020.in_force_from\" = 2020-02-01\n\"cn-shenzhen-2020.key_date\" = "
      "\"concluded_on\"";
  CHECK(made(failed("cn-shenzhen-2020"), days).leader_bar.value()->status == CellStatus::seen);
  const Consequences found = made(failed(""), days);
  CHECK(found.regime == "cn-shenzhen-2020");
  CHECK(found.leader_bar.value()->status == CellStatus::assumed);
  CHECK(found.form_by_size->status == CellStatus::assumed);
  CHECK(found.publicity_days->status == CellStatus::assumed);
}

TEST_CASE("Consequences: where no regime can be told, every answer says why") {
  const Consequences it = made(failed(""));
  const std::string_view reason = "parameter_unconfirmed cn-shenzhen-2020.in_force_from";
  CHECK(it.regime.empty());
  CHECK(it.leader_id == PersonId("someone"));
  CHECK(why(it.leader_bar.value()) == reason);
  CHECK(why(it.member_strikes.value()) == reason);
  CHECK(why(it.form_by_size) == reason);
  CHECK(why(it.publicity_days) == reason);
}

TEST_CASE("Consequences: the key day of a failed project stays that of its acceptance") {
  Maker maker = failed("");
  constexpr std::string_view days =
      "\"cn-shenzhen-2020.in_force_from\" = 2020-03-15\n\"cn-shenzhen-2020.key_date\" = "
      "\"concluded_on\"\n\"cn-shenzhen-2019.in_force_from\" = 2019-01-01\n"
      "\"cn-shenzhen-2019.key_date\" = \"concluded_on\"";
  maker.decide(DecisionKind::revoke, "2020-06-01");
  CHECK(made(maker, days).regime == "cn-shenzhen-2019");
  CHECK(made(maker, days).outcome == Outcome::failed);
}

TEST_CASE("Consequences: it is the leader on the day of the conclusion") {
  Maker maker = failed("cn-shenzhen-2020");
  change_leader(maker, "asked", "");
  change_leader(maker, "second", "2020-03-01");
  change_leader(maker, "first", "2019-01-01");
  change_leader(maker, "later", "2020-03-02");
  CHECK(made(maker).leader_id == PersonId("second"));
  CHECK(maker.project.leader_in_force() == PersonId("later"));
}

TEST_CASE("Consequences: another outcome bars nobody, and has a form and a publicity period") {
  for (const Outcome outcome :
       {Outcome::passed, Outcome::passed_after_rectification, Outcome::closed_without_pass}) {
    Maker maker = failed("cn-shenzhen-2020");
    maker.project.attempts[0].outcome = outcome;
    const Consequences it = made(maker);
    CHECK_FALSE(it.leader_bar);
    CHECK_FALSE(it.member_strikes);
    CHECK(it.form_by_size->value == AcceptanceForm::panel_defence);
    CHECK(it.publicity_days->value == 10);
  }
}

TEST_CASE(
    "Consequences: strikes of members and publicity, or the parameter that is not confirmed") {
  const Consequences old = made(failed("cn-shenzhen-2019"));
  CHECK(old.member_strikes.value()->value.failed_projects == 3);
  CHECK(old.member_strikes.value()->value.bar_months == 36);
  CHECK(why(old.publicity_days) == "parameter_unconfirmed cn-shenzhen-2019.publicity_days");
  const Consequences since = made(failed("cn-shenzhen-2020"));
  CHECK(why(since.member_strikes.value()) ==
        "parameter_unconfirmed cn-shenzhen-2020.member_strikes");
  CHECK(since.publicity_days->basis.find("ten days") != std::string::npos);
  // None: no strikes bar anybody.
  CHECK_FALSE(
      made(failed("cn-shenzhen-2020"), "\"cn-shenzhen-2020.member_strikes\" = 0").member_strikes);
}

TEST_CASE("Consequences: the form is that of the award's size, in the currency of the rule book") {
  Maker maker = failed("cn-shenzhen-2020");
  CHECK(made(maker).form_by_size->value == AcceptanceForm::panel_defence);
  CHECK(made(maker).form_by_size->status == CellStatus::seen);
  // A size from which all are checked on site is assumed: so is that this one is below it.
  constexpr std::string_view site = "\"cn-shenzhen-2020.on_site_from_minor\" = 100000001";
  CHECK(made(maker, site).form_by_size->value == AcceptanceForm::panel_defence);
  CHECK(made(maker, site).form_by_size->status == CellStatus::assumed);
  maker.project.registered.award = Minor(100'000'001);
  CHECK(made(maker, site).form_by_size->value == AcceptanceForm::on_site);
  CHECK(made(maker, site).form_by_size->status == CellStatus::assumed);
  maker.project.registered.award = Minor(99'999'999);
  CHECK(made(maker).form_by_size->value == AcceptanceForm::document_review);
  maker.project.currency = Currency::of("EUR").value();
  CHECK(why(made(maker).form_by_size) == "currency_mismatch");
  maker.project.registered.award = std::nullopt;
  CHECK(made(maker).form_by_size.error().argument("field") == "award");
}

TEST_CASE("Consequences: as JSON, with what is not known by its refusal") {
  const auto json = [](const std::optional<Consequences>& it) {
    JsonWriter writer;
    write_consequences(writer, it);
    return writer.finish();
  };
  CHECK(json(std::nullopt) == "null");
  const std::string text = json(made(failed("cn-shenzhen-2020")));
  CHECK(text.starts_with(
      R"({"outcome":"failed","concluded_on":"2020-03-01","notified_on":null,)"
      R"("regime":"cn-shenzhen-2020","leader_bar":{"person_id":"someone","from":"2020-03-01",)"
      R"("last_day":"2023-02-28","anniversary":"2023-03-01","anniversary_barred":null,)"
      R"("anniversary_status":"unknown","status":"seen","basis":"Shenzhen rule [2020] 14)"));
  CHECK(
      text.find(R"("member_strikes":{"not_known":{"refusal":"parameter_unconfirmed","detail":)") !=
      std::string::npos);
  CHECK(text.find(R"("form_by_size":{"form":"panel_defence","status":"seen",)") !=
        std::string::npos);
  CHECK(text.find(R"("publicity":{"days":10,"status":"seen",)") != std::string::npos);
  Maker passed = failed("cn-shenzhen-2019");
  passed.project.attempts[0].outcome = Outcome::passed;
  CHECK(json(made(passed)).find(R"("leader_bar":null,"member_strikes":null,)") !=
        std::string::npos);
}

TEST_CASE("Barred leaders: of every failed project, by project, but for bars that are over") {
  const auto journal = histories::new_journal();
  int step = 0;
  const auto add = [&](const Subject& subject, Date on, FactBody body) {
    histories::append(*journal, {subject, {{on, std::move(body)}}}, ++step);
  };
  add({SubjectKind::book, {}}, day("1900-01-01"), BookOpened{"b", 480, "CNY", Source::grant, 1});
  const auto conclude = [&](const char* id, const char* on, Outcome outcome, const char* regime) {
    ProjectRegistered body;
    body.title = id;
    body.org_id = OrgId("lead");
    body.leader_id = PersonId("leader of " + std::string(id));
    body.regime = regime;
    add({SubjectKind::project, id}, day("2015-01-01"), body);
    add({SubjectKind::project, id}, day(on), AcceptanceConcluded{1, {}, outcome});
  };
  conclude("P-4", "2020-01-01", Outcome::failed, "cn-shenzhen-2020");
  conclude("P-1", "2017-01-01", Outcome::failed, "cn-shenzhen-2020");
  conclude("P-2", "2020-01-01", Outcome::passed, "cn-shenzhen-2020");
  conclude("P-3", "2016-01-01", Outcome::failed, "cn-shenzhen-2018");  // no notice: not known
  const auto on = [&](const char* as_of) {
    return barred_leaders(Portfolio::fold(*journal, {day(as_of)}).value(), shenzhen());
  };
  // The day on which P-1's bar ends is barred, or not: nobody says.
  const BarredLeaders before = on("2020-01-01");
  REQUIRE(before.barred.size() == 3);
  CHECK(before.over == 0);
  CHECK(before.barred[0].project_id == ProjectId("P-1"));
  CHECK(before.barred[1].project_id == ProjectId("P-3"));
  CHECK(why(before.barred[1].bar) == "regime_undetermined");
  CHECK(before.barred[2].project_id == ProjectId("P-4"));
  CHECK(before.barred[2].leader_id == PersonId("leader of P-4"));
  CHECK(before.barred[2].concluded_on == day("2020-01-01"));
  CHECK(before.barred[2].bar->first == day("2020-01-01"));
  CHECK(on("2020-01-02").barred.size() == 2);
  CHECK(on("2020-01-02").over == 1);
}
