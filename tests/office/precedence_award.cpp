// Organisations, persons, award, contract, partners, budget.
#include "precedence.hpp"

#include <limits>

namespace office_test {
namespace {

constexpr Minor too_much{std::numeric_limits<std::int64_t>::max()};

void change_status(Desk& desk, const char* org, OrgStatus status) {
  REQUIRE(desk.state(SubjectKind::organisation, org, day(2018, 11, 1),
                     OrganisationStatusChanged{status})
              .has_value());
}

void register_units(Desk& desk) { desk.register_units(); }

void walk_organisations(PrecedenceTable& table) {
  const Subject fresh{SubjectKind::organisation, "O-9"};
  const Subject known{SubjectKind::organisation, "O-1"};
  const Date on = day(2019, 6, 1);
  using Registered = Asked<OrganisationRegistered>;
  walk_facts(table, "OrganisationRegistered", register_units,
             Registered{{VaultText("Unit"), {}, {}}, on, 0, fresh},
             {{"field_missing org_id", [](Registered& asked) { asked.subject.id.clear(); }},
              {"id_taken", [&](Registered& asked) { asked.subject = known; }},
              {"field_missing name", [](Registered& asked) { asked.fact.name = VaultText(); }}});
  using Changed = Asked<OrganisationStatusChanged>;
  walk_facts(table, "OrganisationStatusChanged", register_units,
             Changed{{OrgStatus::bankrupt}, on, 0, known},
             {{"organisation_unknown", [&](Changed& asked) { asked.subject = fresh; }}});
  using Succeeded = Asked<OrganisationSucceeded>;
  walk_facts(table, "OrganisationSucceeded", register_units,
             Succeeded{{OrgId("O-2")}, on, 0, known},
             {{"organisation_unknown", [&](Succeeded& asked) { asked.subject = fresh; }},
              {"field_missing successor_org_id",
               [](Succeeded& asked) { asked.fact.successor_org_id = OrgId(); }}});
}

void walk_persons(PrecedenceTable& table) {
  const Subject fresh{SubjectKind::person, "L-9"};
  const Subject known{SubjectKind::person, "L-1"};
  const Date on = day(2019, 6, 1);
  using Registered = Asked<PersonRegistered>;
  walk_facts(table, "PersonRegistered", register_units,
             Registered{{VaultText("Leader"), {}, {}}, on, 0, fresh},
             {{"field_missing person_id", [](Registered& asked) { asked.subject.id.clear(); }},
              {"id_taken", [&](Registered& asked) { asked.subject = known; }}});
  using Employed = Asked<PersonEmployed>;
  walk_facts(table, "PersonEmployed", register_units,
             Employed{{OrgId("O-1"), {}, {}, {}}, on, 0, known},
             {{"person_unknown", [&](Employed& asked) { asked.subject = fresh; }},
              {"field_missing employer_org_id",
               [](Employed& asked) { asked.fact.employer_org_id = OrgId(); }}});
  walk_facts(table, "PersonEmployed", register_units,
             Employed{{OrgId("O-1"), {}, {}, {}}, on, 0, known},
             {{"person_unknown", [](Employed& asked) { asked.subject.id.clear(); }}});
}

void walk_registration(PrecedenceTable& table) {
  using Question = Asked<ProjectRegistered>;
  const auto fill = [](Desk& desk) {
    desk.start_project();
    change_status(desk, "O-3", OrgStatus::bankrupt);
  };
  walk_facts(
      table, "ProjectRegistered", +fill,
      Question{Desk::registration(), day(2019, 6, 1), 0, {SubjectKind::project, "P-2"}},
      {{"field_missing project_id", [](Question& asked) { asked.subject.id.clear(); }},
       {"project_exists", [](Question& asked) { asked.subject.id = "P-1"; }},
       {"field_missing title", [](Question& asked) { asked.fact.title = {}; }},
       {"field_missing org_id", [](Question& asked) { asked.fact.org_id = OrgId(); }},
       {"organisation_unknown", [](Question& asked) { asked.fact.org_id = OrgId("O-9"); }},
       {"organisation_not_active", [](Question& asked) { asked.fact.org_id = OrgId("O-3"); }},
       {"person_unknown", [](Question& asked) { asked.fact.leader_id = PersonId("L-9"); }},
       {"currency_unknown", [](Question& asked) { asked.fact.currency = "XXX"; }},
       {"field_missing award", [](Question& asked) { asked.fact.award.reset(); }},
       {"amount_negative award", [](Question& asked) { asked.fact.award = Minor(-1); }},
       {"amount_negative contract_deposit",
        [](Question& asked) { asked.fact.contract_deposit = Minor(-1); }},
       {"field_missing start_on", [](Question& asked) { asked.fact.start_on.reset(); }},
       {"field_missing end_on", [](Question& asked) { asked.fact.end_on.reset(); }},
       {"date_range_reversed", [](Question& asked) { asked.fact.end_on = day(2018, 12, 31); }},
       {"text_unknown regime", [](Question& asked) { asked.fact.regime = "nowhere-1900"; }}});
}

// What a book of a project before its contract has.
constexpr unsigned signed_already = 1;
constexpr unsigned lead_unknown = 2;
constexpr unsigned lead_bankrupt = 4;

std::unique_ptr<Desk> book_before_contract(unsigned bits) {
  auto desk = std::make_unique<Desk>();
  desk->register_units();
  ProjectRegistered project = Desk::registration();
  if ((bits & lead_unknown) != 0) project.org_id = OrgId("O-9");
  import(*desk, day(2018, 12, 1), project);
  if ((bits & signed_already) != 0) import(*desk, day(2018, 12, 3), ContractSigned{});
  if ((bits & lead_bankrupt) != 0) change_status(*desk, "O-1", OrgStatus::bankrupt);
  return desk;
}

void walk_approval_and_contract(PrecedenceTable& table) {
  using Approved = Asked<ProjectApproved>;
  walk_facts(table, "ProjectApproved", book_before_contract, Approved{{}, day(2018, 12, 4)},
             {project_unknown<ProjectApproved>(),
              {"project_not_active", [](Approved& asked) { asked.book |= signed_already; }}});
  using Signed = Asked<ContractSigned>;
  const auto approved = [](unsigned bits) {
    auto desk = book_before_contract(bits);
    if ((bits & signed_already) == 0) desk->accept(day(2018, 12, 3), ProjectApproved{});
    return desk;
  };
  walk_facts(table, "ContractSigned", approved, Signed{{}, day(2018, 12, 4)},
             {project_unknown<ContractSigned>(),
              {"project_not_active", [](Signed& asked) { asked.on = day(2018, 12, 2); }},
              {"already_done", [](Signed& asked) { asked.book |= signed_already; }},
              {"organisation_unknown", [](Signed& asked) { asked.book |= lead_unknown; }},
              {"organisation_not_active", [](Signed& asked) { asked.book |= lead_bankrupt; }}});
}

void walk_partners(PrecedenceTable& table) {
  using Question = Asked<PartnerJoined>;
  // O-2, O-4 and O-9 are partners; since then O-4 has failed, and nobody knows O-9.
  const auto fill = [](Desk& desk) {
    desk.start_project();
    REQUIRE(desk.state(SubjectKind::organisation, "O-4", day(2018, 1, 1),
                       OrganisationRegistered{VaultText("Unit"), {}, {}})
                .has_value());
    desk.accept(day(2019, 2, 1), Desk::partner("O-4"));
    change_status(desk, "O-4", OrgStatus::bankrupt);
    import(desk, day(2019, 2, 1), Desk::partner("O-9"));
    desk.accept(day(2020, 7, 10), AcceptanceRequested{1, {}});
  };
  walk_facts(
      table, "PartnerJoined", +fill, Question{Desk::partner("O-3"), day(2019, 6, 1)},
      {project_unknown<PartnerJoined>(),
       {"project_not_active", [](Question& asked) { asked.on = day(2020, 7, 11); }},
       {"field_missing org_id", [](Question& asked) { asked.fact.org_id = OrgId(); }},
       {"organisation_unknown", [](Question& asked) { asked.fact.org_id = OrgId("O-9"); }},
       {"organisation_not_active", [](Question& asked) { asked.fact.org_id = OrgId("O-4"); }},
       {"amount_negative approved", [](Question& asked) { asked.fact.approved = Minor(-1); }},
       {"id_taken", [](Question& asked) { asked.fact.org_id = OrgId("O-2"); }}});
}

constexpr unsigned no_award = 1;

BudgetSet budget(Head head, std::int64_t amount_minor) {
  BudgetSet line;
  line.head = head;
  line.amount = Minor(amount_minor);
  return line;
}

/// A project whose budget of material takes twice the award, that of fuel 10 yuan, and in
/// acceptance since 2020-07-10.
std::unique_ptr<Desk> book_with_budget(unsigned bits) {
  auto desk = std::make_unique<Desk>();
  desk->register_units();
  ProjectRegistered project = Desk::registration();
  if ((bits & no_award) != 0) project.award.reset();
  import(*desk, day(2018, 12, 1), project);
  import(*desk, day(2018, 12, 20), ContractSigned{});
  import(*desk, day(2019, 1, 1), budget(Head::business_material, 200'000'00));
  import(*desk, day(2019, 1, 1), budget(Head::business_fuel, 10'00));
  BudgetAdjusted adjusted;
  adjusted.adjustment_id = "B-1";
  import(*desk, day(2019, 2, 1), adjusted);
  import(*desk, day(2020, 7, 10), AcceptanceRequested{1, {}});
  return desk;
}

void walk_budget(PrecedenceTable& table) {
  using Question = Asked<BudgetSet>;
  const auto within_award = [](unsigned bits) {
    auto desk = book_with_budget(bits);
    BudgetAdjusted cut;
    cut.adjustment_id = "B-2";
    cut.head = Head::business_material;
    cut.delta = Minor(-150'000'00);
    import(*desk, day(2019, 3, 1), cut);
    return desk;
  };
  std::vector<Break<Question>> breaks = {
      project_unknown<BudgetSet>(),
      {"project_not_active", [](Question& asked) { asked.on = day(2020, 7, 11); }},
      {"organisation_not_in_project", [](Question& asked) { asked.fact.org_id = OrgId("O-3"); }},
      {"amount_negative amount", [](Question& asked) { asked.fact.amount = Minor(-1); }},
      {"budget_line_exists", [](Question& asked) { asked.fact.head = Head::business_fuel; }},
      {"field_missing award", [](Question& asked) { asked.book |= no_award; }},
      {"budget_exceeds_award", [](Question& asked) { asked.fact.amount = Minor(100'000'00); }}};
  const Question sound{budget(Head::equipment, 1'00), day(2019, 6, 1)};
  walk_facts(table, "BudgetSet", within_award, sound, breaks);
  breaks.back() = {"budget_exceeds_award", [](Question& asked) { asked.fact.amount = too_much; },
                   Code::money_overflow};
  walk_facts(table, "BudgetSet", within_award, sound, breaks);
}

void walk_adjustments(PrecedenceTable& table) {
  using Question = Asked<BudgetAdjusted>;
  Question sound{{}, day(2019, 6, 1)};
  sound.fact.adjustment_id = "B-9";
  sound.fact.head = Head::business_material;
  sound.fact.delta = Minor(-150'000'00);
  std::vector<Break<Question>> breaks = {
      project_unknown<BudgetAdjusted>(),
      {"field_missing adjustment_id", [](Question& asked) { asked.fact.adjustment_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.adjustment_id = "B-1"; }},
      {"project_not_active", [](Question& asked) { asked.on = day(2020, 7, 11); }},
      {"organisation_not_in_project", [](Question& asked) { asked.fact.org_id = OrgId("O-3"); }},
      {"budget_below_zero", [](Question& asked) { asked.fact.head = Head::business_fuel; }},
      {"field_missing award", [](Question& asked) { asked.book |= no_award; }},
      {"budget_exceeds_award", [](Question& asked) { asked.fact.delta = Minor(-11'00); }}};
  walk_facts(table, "BudgetAdjusted", book_with_budget, sound, breaks);
  // The line does not fit; or only all public money together.
  breaks.resize(5);
  breaks.push_back({"budget_below_zero", [](Question& asked) { asked.fact.delta = too_much; },
                    Code::money_overflow});
  walk_facts(table, "BudgetAdjusted", book_with_budget, sound, breaks);
  breaks.back() = {"field_missing award", [](Question& asked) { asked.book |= no_award; }};
  breaks.push_back({"budget_exceeds_award",
                    [](Question& asked) {
                      asked.fact.head = Head::equipment;
                      asked.fact.delta = too_much;
                    },
                    Code::money_overflow});
  walk_facts(table, "BudgetAdjusted", book_with_budget, sound, breaks);
}

}  // namespace

void walk_award(PrecedenceTable& table) {
  walk_organisations(table);
  walk_persons(table);
  walk_registration(table);
  walk_approval_and_contract(table);
  walk_partners(table);
  walk_budget(table);
  walk_adjustments(table);
}

}  // namespace office_test
