#include "failing_journal.hpp"
#include "fold_fixture.hpp"

#include <algorithm>
#include <map>

using namespace histories;

TEST_CASE("Portfolio: a journal that nobody opened is refused") {
  const auto journal = new_journal();
  CHECK(Portfolio::fold(*journal, {}).error().code() == Code::book_not_opened);
}

TEST_CASE(
    "Portfolio: facts after the effective day are not seen, entries after the known position "
    "neither") {
  Fixture f;
  f.add(day(2019, 6, 1),
        PaymentMade{"A", {}, Minor(10), Source::grant, {}, PaymentDirection::to_grantee});
  f.add(day(2019, 3, 1),
        PaymentMade{"B", {}, Minor(20), Source::grant, {}, PaymentDirection::to_grantee});
  CHECK(f.folded().payments.size() == 2);
  CHECK(f.folded().payments[0].payment_id == "B");
  CHECK(f.folded({day(2019, 5, 31)}).payments.size() == 1);
  CHECK(f.folded({day(9999, 12, 31), 3}).payments.size() == 1);
  CHECK(f.folded({day(9999, 12, 31), 3}).payments[0].payment_id == "A");
  CHECK(Portfolio::fold(*f.journal, {day(2018, 12, 31)})->project("P-1") == nullptr);
}

TEST_CASE("Portfolio: a blank organisation is the lead") {
  Fixture f;
  f.add(day(2019, 6, 1),
        PaymentMade{"A", {}, Minor(10), Source::grant, {}, PaymentDirection::to_grantee});
  CHECK(f.folded().payments[0].org_id == OrgId("O-1"));
}

TEST_CASE("Portfolio: a payment older than the registration is kept") {
  Fixture f;
  f.add(day(2018, 6, 1),
        PaymentMade{"A", {}, Minor(10), Source::grant, {}, PaymentDirection::to_grantee});
  CHECK(f.folded().payments.size() == 1);
  CHECK(f.folded().irregular.empty());
}

TEST_CASE("Portfolio: spending lines count on their own day, a reversal on the day of its line") {
  Fixture f;
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 100), Fixture::line("E-2", day(2020, 2, 1), 50)});
  ExpenseLine reversal = Fixture::line("R-1", day(2020, 3, 1), -40);
  reversal.kind = ExpenseKind::reversal;
  reversal.reverses = "E-1";
  f.spend({reversal});
  const Project all = f.folded();
  REQUIRE(all.expenses.size() == 3);
  CHECK(all.expenses.effective_day()[2] == day_number(day(2019, 2, 1)));
  CHECK(all.expenses.day[2] == day_number(day(2020, 3, 1)));
  const Project early = f.folded({day(2019, 12, 31)});
  REQUIRE(early.expenses.size() == 2);
  CHECK(early.expenses.amount[0] == Minor(100));
  CHECK(early.expenses.amount[1] == Minor(-40));
  CHECK(early.expense_sources[0].kept.size() == 1);
  CHECK(early.expense_sources[0].kept[0] == 0);
  const Project unaware = f.folded({day(2019, 12, 31), 3});
  REQUIRE(unaware.expenses.size() == 1);
  CHECK(unaware.expenses.amount[0] == Minor(100));
}

TEST_CASE("Portfolio: what reverses a line of a later day counts with it, not before") {
  Fixture f;
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 100)});
  ExpenseLine early = Fixture::line("R-1", day(2019, 3, 1), -40);
  early.kind = ExpenseKind::reversal;
  early.reverses = "E-2";
  f.spend({early});
  f.spend({Fixture::line("E-2", day(2020, 2, 1), 50)});
  CHECK(f.folded({day(2019, 12, 31)}).expenses.amount == std::vector<Minor>{Minor(100)});
  CHECK(f.folded({day(2020, 2, 1)}).expenses.size() == 3);
}

TEST_CASE("Portfolio: what became known of a late reversal counts on the day of its line too") {
  Fixture f;
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 100)});
  f.spend({Fixture::line("L-1", day(2020, 2, 1), 30)});
  ExpenseLine reversal = Fixture::line("R-1", day(2020, 3, 1), -40);
  reversal.kind = ExpenseKind::reversal;
  f.spend({reversal});
  CHECK(f.folded({day(2019, 12, 31)}).expenses.size() == 1);
  f.add(day(2020, 2, 1), RecordSupplemented{"expenses:L-1", "vendor_id", "V-2", {}});
  f.add(day(2020, 3, 1), RecordSupplemented{"expenses:R-1", "vendor_id", "V-1", {}});
  f.add(day(2020, 3, 1), RecordSupplemented{"expenses:R-1", "reverses", "E-1", {}});
  const Project project = f.folded({day(2019, 12, 31)});
  CHECK(project.expenses.amount == std::vector<Minor>{Minor(100), Minor(-40)});
  // The block between them, of which nothing counts yet, is not there, nor is its edit.
  REQUIRE(project.expense_sources.size() == 2);
  REQUIRE(project.expense_edits.size() == 2);
  CHECK(project.cold_lines()[1].span()[0].vendor_id == "V-1");
  CHECK(project.irregular.empty());
}

TEST_CASE("Portfolio: an extension moves the end when it is approved") {
  Fixture f;
  ChangeRequested change;
  change.change_id = "C-1";
  change.requested_on = day(2020, 6, 1);
  change.new_end_on = day(2021, 6, 30);
  f.add(day(2020, 6, 1), change);
  CHECK(f.folded().end_in_force() == day(2020, 12, 31));
  f.add(day(2020, 7, 1), ChangeApproved{"C-1"});
  CHECK(f.folded().end_in_force() == day(2021, 6, 30));
  CHECK(f.folded({day(2020, 6, 30)}).end_in_force() == day(2020, 12, 31));
}

TEST_CASE("Portfolio: history may lack steps, and still leads to its conclusion") {
  Fixture f;
  f.add(day(2021, 3, 1), AcceptanceConcluded{2, "b", Outcome::failed});
  const Project project = f.folded();
  CHECK(project.state == ProjectState::concluded);
  CHECK(project.irregular.empty());
  REQUIRE(project.concluding_attempt() != nullptr);
  CHECK(project.concluding_attempt()->outcome == Outcome::failed);
}

TEST_CASE("Portfolio: an illegal fact is kept, named, and changes nothing") {
  Fixture f;
  f.add(
      day(2020, 1, 1),
      DecisionMade{"D-1", DecisionKind::revoke, {}, {}, Source::grant, {}, {}, {}, {}, {}, {}, {}});
  f.add(day(2020, 2, 1), AcceptanceConcluded{1, {}, Outcome::passed});
  f.add(day(2020, 2, 2),
        PaymentMade{"A", {}, Minor(10), Source::grant, {}, PaymentDirection::to_grantee});
  f.add(day(2020, 2, 3),
        PaymentMade{"A", {}, Minor(99), Source::grant, {}, PaymentDirection::to_grantee});
  const Project project = f.folded();
  CHECK(project.state == ProjectState::revoked);
  CHECK(project.attempts.empty());
  REQUIRE(project.payments.size() == 1);
  CHECK(project.payments[0].amount == Minor(10));
  REQUIRE(project.irregular.size() == 2);
  CHECK(project.irregular[0].kind == "AcceptanceConcluded");
  CHECK(project.irregular[0].state == "revoked");
  CHECK(project.irregular[1].reason == "id_taken");
}

TEST_CASE("Portfolio: a lifted decision gives the project its state back") {
  Fixture f;
  f.add(day(2020, 1, 1),
        DecisionMade{
            "D-1", DecisionKind::terminate, {}, {}, Source::grant, {}, {}, {}, {}, {}, {}, {}});
  f.add(day(2020, 3, 1), DecisionStatusChanged{"D-1", DecisionStatus::annulled});
  CHECK(f.folded({day(2020, 2, 1)}).state == ProjectState::terminated);
  CHECK(f.folded().state == ProjectState::registered);
  f.add(day(2019, 5, 1), ContractSigned{});
  CHECK(f.folded().state == ProjectState::running);
  f.add(day(2019, 12, 1), AcceptanceConcluded{1, "", Outcome::closed_without_pass});
  CHECK(f.folded({day(2020, 2, 1)}).state == ProjectState::terminated);
  CHECK(f.folded().state == ProjectState::concluded);
  CHECK(f.folded().decision_in_force(DecisionKind::terminate) == nullptr);
}

TEST_CASE("Portfolio: supplements fill a record, changes replace a value from their day on") {
  Fixture f;
  f.add(day(2019, 6, 1),
        PaymentMade{"A", {}, Minor(10), Source::grant, {}, PaymentDirection::to_grantee});
  f.add(day(2019, 6, 1), RecordSupplemented{"payments:A", "stage", "first", {}});
  f.add(day(2020, 1, 1),
        RecordChanged{"payments:A", "amount", "12", {}, VaultText("typing error")});
  f.add(day(2019, 1, 1), RecordSupplemented{"projects:", "contract_deposit", "5", {}});
  f.add(day(2019, 1, 1), RecordSupplemented{"projects:", "no_such_field", "5", {}});
  CHECK(f.folded().payments[0].stage == "first");
  CHECK(f.folded().payments[0].amount == Minor(12));
  CHECK(f.folded({day(2019, 12, 31)}).payments[0].amount == Minor(10));
  CHECK(f.folded().registered.contract_deposit == Minor(5));
  REQUIRE(f.folded().irregular.size() == 1);
  CHECK(f.folded().irregular[0].reason == "field_unknown");
}

TEST_CASE("Portfolio: who an organisation is, is not dated; its status is") {
  Fixture f;
  const Subject org{SubjectKind::organisation, "O-1"};
  f.add(org, day(2026, 1, 1),
        OrganisationRegistered{VaultText("深圳某公司"), "", OrgKind::enterprise});
  f.add(org, day(2020, 5, 1), OrganisationStatusChanged{OrgStatus::unreachable});
  const Portfolio early = Portfolio::fold(*f.journal, {day(2019, 12, 31)}).value();
  REQUIRE(early.organisation("O-1") != nullptr);
  CHECK(early.organisation("O-1")->registered.name.view() == "深圳某公司");
  CHECK(early.organisation("O-1")->status == OrgStatus::normal);
  const Portfolio late = Portfolio::fold(*f.journal, {}).value();
  CHECK(late.organisation("O-1")->status == OrgStatus::unreachable);
  const Portfolio blind = Portfolio::fold(*f.journal, {}, false).value();
  CHECK(blind.organisation("O-1")->registered.name.empty());
  CHECK(blind.state_digest() == late.state_digest());
}

TEST_CASE("Portfolio: what an organisation became later leaves earlier days as they were") {
  Fixture f;
  const Subject org{SubjectKind::organisation, "O-1"};
  const auto on = [&](Date effective) {
    return *Portfolio::fold(*f.journal, {effective}).value().organisation("O-1");
  };
  f.add(org, day(2026, 1, 1), OrganisationRegistered{VaultText("旧名"), "", OrgKind::enterprise});
  // Known later, and of no day: even where the import was after the change.
  f.add(org, day(2026, 1, 1), RecordSupplemented{"organisations:", "credit_code", "91440300X", {}});
  const VaultText reason("restructured");
  f.add(org, day(2024, 1, 1), RecordChanged{"organisations:", "kind", "institute", {}, reason});
  f.add(org, day(2024, 1, 1),
        RecordChanged{"organisations:", "name", "", VaultText("新名"), reason});
  CHECK(on(day(2020, 6, 1)).registered.kind == OrgKind::enterprise);
  CHECK(on(day(2020, 6, 1)).registered.name.view() == "旧名");
  CHECK(on(day(2020, 6, 1)).registered.credit_code == "91440300X");
  CHECK(on(day(2024, 1, 1)).registered.kind == OrgKind::institute);
  CHECK(on(day(2024, 1, 1)).registered.name.view() == "新名");
  CHECK(on(day(2023, 12, 31)).registered.kind == OrgKind::enterprise);
  CHECK(on(day(9999, 12, 31)).registered.credit_code == "91440300X");
  CHECK(on(day(9999, 12, 31)).irregular.empty());
}

TEST_CASE("Portfolio: a successor and an employment are changed, each from its day on") {
  Fixture f;
  const Subject org{SubjectKind::organisation, "O-1"};
  f.add(org, day(2020, 1, 1), OrganisationRegistered{VaultText("x"), "", {}});
  // The change has an earlier day than the record that it changes.
  f.add(org, day(2021, 1, 1), OrganisationSucceeded{OrgId("O-2")});
  f.add(org, day(2020, 6, 1), RecordChanged{"organisations:", "successor_org_id", "O-3", {}, {}});
  const Subject person{SubjectKind::person, "L-1"};
  f.add(person, day(2020, 1, 1), PersonRegistered{VaultText("y"), "", ""});
  f.add(person, day(2020, 1, 1), PersonEmployed{OrgId("O-1"), {}, day(2020, 1, 1), {}});
  f.add(person, day(2020, 1, 1),
        RecordSupplemented{"employments:O-1|2020-01-01", "staff_kind", "hired", {}});
  f.add(person, day(2022, 1, 1),
        RecordChanged{"employments:O-1|2020-01-01", "to", "2021-12-31", {}, {}});
  const Portfolio then = Portfolio::fold(*f.journal, {day(2020, 12, 31)}).value();
  CHECK(then.organisation("O-1")->successor_org_id.empty());
  REQUIRE(then.person("L-1")->employments.size() == 1);
  CHECK(then.person("L-1")->employments[0].staff_kind == StaffKind::hired);
  CHECK_FALSE(then.person("L-1")->employments[0].to);
  const Portfolio now = Portfolio::fold(*f.journal, {}).value();
  CHECK(now.organisation("O-1")->successor_org_id == OrgId("O-3"));
  CHECK(now.person("L-1")->employments[0].to == day(2021, 12, 31));
  CHECK(now.organisation("O-1")->irregular.empty());
  CHECK(now.person("L-1")->irregular.empty());
}

TEST_CASE("Portfolio: what does not fit an organisation or a person is kept, and named") {
  Fixture f;
  const Subject org{SubjectKind::organisation, "O-1"};
  f.add(org, day(2020, 1, 1), OrganisationRegistered{VaultText("x"), "", OrgKind::enterprise});
  f.add(org, day(2020, 2, 1), OrganisationRegistered{VaultText("again"), "", OrgKind::university});
  f.add(org, day(2020, 1, 1), RecordSupplemented{"organisations:", "no_such_field", "1", {}});
  f.add(org, day(2020, 3, 1), RecordChanged{"organisations:", "kind", "no such kind", {}, {}});
  f.add(org, day(2020, 4, 1), RecordChanged{"organisations:", "successor_org_id", "O-2", {}, {}});
  const Subject person{SubjectKind::person, "L-1"};
  f.add(person, day(2020, 1, 1), PersonRegistered{VaultText("y"), "", ""});
  f.add(person, day(2020, 5, 1), RecordChanged{"employments:O-9|", "to", "2020-01-31", {}, {}});
  const Portfolio portfolio = Portfolio::fold(*f.journal, {}).value();
  CHECK(portfolio.organisation("O-1")->registered.kind == OrgKind::enterprise);
  std::vector<std::string> reasons;
  for (const Irregular& each : portfolio.organisation("O-1")->irregular) {
    CHECK(each.state == "normal");
    reasons.push_back(each.kind + " " + each.reason);
  }
  for (const Irregular& each : portfolio.person("L-1")->irregular) {
    reasons.push_back(each.kind + " " + each.reason);
  }
  CHECK(reasons == std::vector<std::string>{
                       "RecordSupplemented field_unknown", "OrganisationRegistered id_taken",
                       "RecordChanged field_value_malformed", "RecordChanged record_unknown",
                       "RecordChanged record_unknown"});
  const Portfolio early = Portfolio::fold(*f.journal, {day(2020, 2, 28)}).value();
  CHECK(early.organisation("O-1")->irregular.size() == 2);
}

TEST_CASE("Portfolio: the position known at an instant is a prefix") {
  Fixture f;
  std::vector<std::int64_t> instants;
  f.journal->read(1, 100, [&](const Entry& entry) {
    instants.push_back(entry.recorded_at_us);
    return true;
  });
  CHECK(Portfolio::position_known_at(*f.journal, instants[0] - 1) == 0);
  CHECK(Portfolio::position_known_at(*f.journal, instants[0]) == 1);
  CHECK(Portfolio::position_known_at(*f.journal, instants[1] - 1) == 1);
  CHECK(Portfolio::position_known_at(*f.journal, instants[1] + 5) == 2);
}

TEST_CASE("Portfolio: only the named subjects are folded") {
  Fixture f;
  const Subject org{SubjectKind::organisation, "O-1"};
  f.add(org, day(2019, 1, 1), OrganisationRegistered{VaultText("x"), "", {}});
  const Portfolio one = Portfolio::fold_subjects(*f.journal, {}, std::span(&org, 1)).value();
  CHECK(one.projects().empty());
  CHECK(one.organisation("O-1") != nullptr);
  CHECK(one.book().id == "book");
}

TEST_CASE("Portfolio: a fact that names a record dated after it takes effect all the same") {
  Fixture f;
  f.add(day(2020, 1, 1), AccrualCleared{"A-1"});
  f.add(day(2020, 2, 1),
        AccrualRecorded{"A-1", {}, Source::grant, AccrualKind::payable, {}, {}, Minor(5)});
  f.add(day(2020, 3, 1), AccrualCleared{"A-2"});
  const Project project = f.folded();
  REQUIRE(project.accruals.size() == 1);
  CHECK(project.accruals[0].cleared_on == day(2020, 1, 1));
  REQUIRE(project.irregular.size() == 1);
  CHECK(project.irregular[0].reason == "record_unknown");
  CHECK(f.folded({day(2020, 1, 31)}).irregular.size() == 1);
}

TEST_CASE("Portfolio: a lead organisation that becomes known later fills what was blank") {
  Fixture f;
  const Subject late{SubjectKind::project, "P-2"};
  ProjectRegistered body;
  body.start_on = day(2019, 1, 1);
  f.add(late, day(2019, 1, 1), body);
  f.add(late, day(2019, 1, 1), BudgetSet{"", {}, Head::labour, Source::grant, Minor(7)});
  f.add(late, day(2018, 5, 1),
        PaymentMade{"A", {}, Minor(7), Source::grant, {}, PaymentDirection::to_grantee});
  f.add(late, day(2019, 1, 1), RecordSupplemented{"projects:", "org_id", "O-9", {}});
  f.add(late, day(2019, 1, 1), RecordSupplemented{"budget:|O-9|labour|grant", "amount", "8", {}});
  const Portfolio portfolio = Portfolio::fold(*f.journal, {}).value();
  REQUIRE(portfolio.project("P-2") != nullptr);
  CHECK(portfolio.project("P-2")->payments[0].org_id == OrgId("O-9"));
  CHECK(portfolio.project("P-2")->budget[0].org_id == OrgId("O-9"));
  CHECK(portfolio.project("P-2")->budget[0].amount == Minor(8));
  CHECK(portfolio.project("P-2")->irregular.empty());
}

TEST_CASE("Portfolio: cells of spending lines become known and change, in columns and in lines") {
  Fixture f;
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 100), Fixture::line("E-2", day(2019, 3, 1), 50)});
  f.add(day(2019, 3, 1), RecordSupplemented{"expenses:E-2", "vendor_id", "V-7", {}});
  f.add(day(2020, 1, 1),
        RecordChanged{"expenses:E-2", "amount", "51", {}, VaultText("typing error")});
  f.add(day(2020, 1, 1), RecordChanged{"expenses:E-2", "amount", "5.1", {}, {}});
  f.add(day(2020, 1, 1), RecordChanged{"expenses:E-9", "amount", "1", {}, {}});
  f.add(day(2020, 1, 1), RecordChanged{"expenses:E-1", "expense_id", "E-3", {}, {}});
  const Project project = f.folded();
  CHECK(project.expenses.amount == std::vector<Minor>{Minor(100), Minor(51)});
  const auto lines = project.cold_lines();
  CHECK(lines[0].span()[1].vendor_id == "V-7");
  CHECK(lines[0].span()[1].amount == Minor(51));
  const ExpenseBlock::Lines stored = project.expense_sources[0].block.lines();
  CHECK(stored.span()[1].amount == Minor(50));
  CHECK(project.irregular.size() == 3);
  CHECK(f.folded({day(2019, 12, 31)}).expenses.amount[1] == Minor(50));
}

TEST_CASE(
    "Portfolio: a reversal of a reversal counts on the day of the first line, a ring on its own") {
  Fixture f;
  auto named = [](const char* id, Date on, const char* reverses) {
    ExpenseLine line = Fixture::line(id, on, -1);
    line.kind = ExpenseKind::reversal;
    line.reverses = reverses;
    return line;
  };
  f.spend({named("R-2", day(2019, 9, 1), "R-1"), named("X", day(2019, 10, 1), "Y")});
  f.spend({named("R-1", day(2019, 8, 1), "E-1"), named("Y", day(2019, 11, 1), "X")});
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 100), named("N", day(2019, 12, 1), "nobody")});
  const Project project = f.folded();
  std::map<std::int32_t, int> days;
  for (const std::int32_t each : project.expenses.effective_day()) ++days[each];
  CHECK(days[day_number(day(2019, 2, 1))] == 3);
  CHECK(days[day_number(day(2019, 10, 1))] == 1);
  CHECK(days[day_number(day(2019, 11, 1))] == 1);
  CHECK(days[day_number(day(2019, 12, 1))] == 1);
}

TEST_CASE("Portfolio: a catching up that fails changes nothing, and is made good later") {
  Fixture f;
  Portfolio kept = Portfolio::fold(*f.journal, {}).value();
  const Digest before = kept.state_digest();
  f.add(day(2019, 2, 1), ProjectApproved{});
  f.add({SubjectKind::organisation, "O-1"}, day(2019, 1, 1), OrganisationRegistered{});
  f.add({SubjectKind::person, "A-1"}, day(2019, 1, 1), PersonRegistered{});
  for (int reads = 0; reads < 3; ++reads) {
    const bursar_test::FailingJournal failing(*f.journal, reads);
    CHECK_THROWS_AS((void)kept.catch_up(failing), JournalFailure);
    CHECK(kept.state_digest() == before);
    CHECK(kept.head().position == 2);
  }
  REQUIRE(kept.catch_up(*f.journal).has_value());
  CHECK(kept.state_digest() == Portfolio::fold(*f.journal, {}).value().state_digest());
}

TEST_CASE("Portfolio: new subjects come in between those that are there, and many are folded") {
  Fixture f;
  const auto add_project = [&](int number) {
    ProjectRegistered body;
    body.title = std::to_string(number);
    body.start_on = day(2019, 1, 1);
    f.add({SubjectKind::project, "P-" + std::to_string(number)}, day(2019, 1, 1), body);
  };
  for (int number = 1000; number < 2000; number += 2) add_project(number);
  Portfolio kept = Portfolio::fold(*f.journal, {}).value();
  CHECK(kept.projects().size() == 501);
  for (int number = 999; number < 2002; number += 2) add_project(number);
  REQUIRE(kept.catch_up(*f.journal).has_value());
  const Portfolio fresh = Portfolio::fold(*f.journal, {}).value();
  CHECK(fresh.projects().size() == 1003);
  CHECK(kept.state_digest() == fresh.state_digest());
  CHECK(std::is_sorted(kept.projects().begin(), kept.projects().end(),
                       [](const Project& a, const Project& b) { return a.id < b.id; }));
  for (int number = 999; number < 2000; ++number) {
    const Project* const found = kept.project("P-" + std::to_string(number));
    REQUIRE(found != nullptr);
    CHECK(found->registered.title == std::to_string(number));
  }
}

TEST_CASE("Portfolio: every state meets every event as the table of the lifecycle says") {
  using State = ProjectState;
  // Facts that lead a fresh project into each state, and the fact of each event.
  const auto change = [](const char* id, ChangeKind kind) {
    ChangeRequested made;
    made.change_id = id;
    made.kind = kind;
    return made;
  };
  const std::map<State, std::vector<FactBody>> ways{
      {State::registered, {}},
      {State::approved, {ProjectApproved{}}},
      {State::running, {ProjectApproved{}, ContractSigned{}}},
      {State::suspended,
       {ProjectApproved{}, ContractSigned{}, change("C-1", ChangeKind::suspension),
        ChangeApproved{"C-1"}}},
      {State::in_acceptance, {ProjectApproved{}, ContractSigned{}, AcceptanceRequested{1, ""}}},
      {State::concluded,
       {ProjectApproved{}, ContractSigned{}, AcceptanceRequested{1, ""},
        AcceptanceConcluded{1, "", Outcome::failed}}},
      {State::terminated,
       {ProjectApproved{}, ContractSigned{}, decision("D-1", DecisionKind::terminate)}},
      {State::revoked,
       {ProjectApproved{}, ContractSigned{}, decision("D-1", DecisionKind::revoke)}},
      {State::closed,
       {ProjectApproved{}, ContractSigned{}, decision("D-1", DecisionKind::terminate),
        ProjectClosed{}}}};
  const auto event = [&](ProjectEvent which, State state) -> std::vector<FactBody> {
    const bool asked = state == State::in_acceptance;
    switch (which) {
      case ProjectEvent::approve:
        return {ProjectApproved{}};
      case ProjectEvent::sign_contract:
        return {ContractSigned{}};
      case ProjectEvent::pay:
        return {PaymentMade{"PAY", {}, Minor(1), Source::grant, {}, PaymentDirection::to_grantee}};
      case ProjectEvent::suspend:
        return {change("C-8", ChangeKind::suspension), ChangeApproved{"C-8"}};
      case ProjectEvent::resume:
        return {change("C-9", ChangeKind::resumption), ChangeApproved{"C-9"}};
      case ProjectEvent::request_acceptance:
        return {AcceptanceRequested{asked ? 2 : 9, ""}};
      case ProjectEvent::return_for_completion:
        return {AcceptanceConcluded{asked ? 1 : 9, "", Outcome::returned_for_completion}};
      case ProjectEvent::withdraw_acceptance:
        return {AcceptanceConcluded{asked ? 1 : 9, "", Outcome::withdrawn}};
      case ProjectEvent::conclude:
        return {AcceptanceConcluded{asked ? 1 : 9, "", Outcome::passed}};
      case ProjectEvent::terminate:
        return {decision("D-9", DecisionKind::terminate)};
      case ProjectEvent::revoke:
        return {decision("D-9", DecisionKind::revoke)};
      case ProjectEvent::lift_decision:
        return {DecisionStatusChanged{"D-1", DecisionStatus::annulled}};
      case ProjectEvent::close:
        return {ProjectClosed{}};
    }
    return {};
  };
  int allowed = 0;
  for (const auto& [state, way] : ways) {
    for (std::uint8_t e = 0; e < Vocabulary<ProjectEvent>::words.size(); ++e) {
      const auto which = static_cast<ProjectEvent>(e);
      INFO(word(state) << " " << word(which));
      Fixture f;
      int at = 0;
      for (const FactBody& fact : way) f.add(day(2020, 1, 1 + at++), fact);
      REQUIRE(f.folded().state == state);
      for (const FactBody& fact : event(which, state)) f.add(day(2020, 1, 1 + at++), fact);
      const Project after = f.folded();
      const auto row = project_lifecycle().after(static_cast<std::uint8_t>(state), e);
      // Acceptance that nobody asked for is asked for by its outcome; a signature, an approval or a
      // payment may come after the project began.
      const bool implied = which == ProjectEvent::return_for_completion ||
                           which == ProjectEvent::withdraw_acceptance;
      const auto first = static_cast<std::uint8_t>(ProjectEvent::request_acceptance);
      const auto asked = project_lifecycle().after(static_cast<std::uint8_t>(state), first);
      const auto expected = row ? row
                            : implied && asked && state != State::in_acceptance
                                ? project_lifecycle().after(*asked, e)
                                : std::optional<std::uint8_t>();
      CHECK(static_cast<std::uint8_t>(after.state) ==
            expected.value_or(static_cast<std::uint8_t>(state)));
      const bool late_start = which == ProjectEvent::pay ||
                              (state == State::running && (which == ProjectEvent::approve ||
                                                           which == ProjectEvent::sign_contract));
      // A closed project's termination can be annulled on paper, its state stays.
      if (!late_start) CHECK(after.irregular.empty() == expected.has_value());
      allowed += expected ? 1 : 0;
    }
  }
  CHECK(allowed > 40);
}

TEST_CASE("Portfolio: spending of more organisations than 16 bits count is folded") {
  constexpr std::int64_t organisations = 65'600;
  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < organisations; ++i) ids.push_back(std::to_string(i));
  std::vector<ExpenseLine> lines;
  for (const std::string& id : ids) {
    lines.push_back(Fixture::line(id.c_str(), day(2019, 2, 1), 1));
    lines.back().org_id = id;
  }
  Fixture f;
  f.spend(lines);
  const Project project = f.folded();
  REQUIRE(project.expense_orgs.size() == static_cast<std::size_t>(organisations));
  CHECK(project.expense_orgs[project.expenses.org[65'590]] == OrgId("65590"));
}

TEST_CASE("Portfolio: a change finds its line in whichever block that is, and the first of an id") {
  Fixture f;
  f.spend({Fixture::line("E-1", day(2019, 2, 1), 1), Fixture::line("E-2", day(2019, 2, 1), 2)});
  f.add(day(2019, 4, 1), RecordChanged{"expenses:E-1", "amount", "10", {}, {}});
  f.spend({Fixture::line("E-3", day(2019, 5, 1), 3), Fixture::line("E-1", day(2019, 5, 1), 4)});
  f.add(day(2019, 6, 1), RecordChanged{"expenses:E-3", "amount", "30", {}, {}});
  f.add(day(2019, 6, 1), RecordChanged{"expenses:E-1", "head", "labour", {}, {}});
  const Project project = f.folded();
  CHECK(project.expenses.amount == std::vector<Minor>{Minor(10), Minor(2), Minor(30), Minor(4)});
  CHECK(project.expenses.head[0] == Head::labour);
  CHECK(project.expenses.head[3] != Head::labour);
}
