// Changes, acceptance, opinions.
#include "precedence.hpp"

namespace office_test {
namespace {

void walk_changes(PrecedenceTable& table) {
  using Question = Asked<ChangeRequested>;
  const auto fill = [](Desk& desk) {
    desk.start_project();
    ChangeRequested change;
    change.change_id = "CH-1";
    change.requested_on = day(2020, 1, 1);
    for (const auto& [id, end] : {std::pair("CH-1", day(2020, 9, 30)),
                                  {"CH-2", day(2020, 12, 31)},
                                  {"CH-3", day(2020, 6, 30)},
                                  {"CH-4", day(2021, 6, 30)}}) {
      change.change_id = id;
      change.new_end_on = end;
      import(desk, day(2020, 1, 1), change);
    }
    desk.accept(day(2020, 6, 1), ChangeApproved{"CH-2"});
    desk.accept(day(2020, 7, 10), AcceptanceRequested{1, {}});
  };
  const std::vector<Break<Question>> any_change = {
      project_unknown<ChangeRequested>(),
      {"field_missing change_id", [](Question& asked) { asked.fact.change_id = {}; }},
      {"id_taken", [](Question& asked) { asked.fact.change_id = "CH-1"; }},
      {"project_not_active", [](Question& asked) { asked.on = day(2020, 7, 11); }}};
  const auto walk_change = [&](const Question& sound, std::initializer_list<Break<Question>> more) {
    std::vector<Break<Question>> breaks = any_change;
    breaks.insert(breaks.end(), more);
    walk_facts(table, "ChangeRequested", +fill, sound, breaks);
  };
  Question sound{{}, day(2020, 3, 1)};
  sound.fact.change_id = "CH-9";
  sound.fact.new_end_on = day(2021, 6, 30);
  walk_change(
      sound,
      {{"field_missing new_end_on", [](Question& asked) { asked.fact.new_end_on.reset(); }},
       {"extension_not_later", [](Question& asked) { asked.fact.new_end_on = day(2020, 6, 30); }}});
  sound.fact = {};
  sound.fact.change_id = "CH-9";
  sound.fact.kind = ChangeKind::leader;
  sound.fact.new_leader_id = PersonId("L-1");
  walk_change(sound, {{"field_missing new_leader_id",
                       [](Question& asked) { asked.fact.new_leader_id = PersonId(); }},
                      {"person_unknown",
                       [](Question& asked) { asked.fact.new_leader_id = PersonId("L-9"); }}});
  using Approved = Asked<ChangeApproved>;
  walk_facts(table, "ChangeApproved", +fill, Approved{{"CH-1"}, day(2020, 3, 1)},
             {project_unknown<ChangeApproved>(),
              {"change_unknown", [](Approved& asked) { asked.fact.change_id = "CH-9"; }},
              {"change_already_approved", [](Approved& asked) { asked.fact.change_id = "CH-2"; }},
              // Before the request, and before the project was approved.
              {"acts_before_predecessor", [](Approved& asked) { asked.on = day(2018, 12, 1); }},
              {"project_not_active", [](Approved& asked) { asked.on = day(2020, 7, 11); }},
              {"extension_not_later", [](Approved& asked) { asked.fact.change_id = "CH-3"; }},
              // The second one, approved since, would shorten what this one extends.
              {"later_fact_contradicted", [](Approved& asked) { asked.fact.change_id = "CH-4"; }}});
}

// How a book's three attempts go: two ask for more, and the third is open.
constexpr unsigned second_ends = 1;      // the second attempt ends acceptance
constexpr unsigned second_open = 2;      // the second has no outcome, unless it ends acceptance
constexpr unsigned never_rectified = 4;  // nobody was ordered to rectify
constexpr unsigned earlier_regime = 8;   // that of 2019
constexpr unsigned third_not_asked = 16;
constexpr unsigned third_concluded = 32;

std::unique_ptr<Desk> book_of_attempts(unsigned bits) {
  const auto has = [&](unsigned bit) { return (bits & bit) != 0; };
  const auto conclude = [](std::int64_t attempt, Outcome outcome) {
    return AcceptanceConcluded{attempt, {}, outcome};
  };
  auto desk = std::make_unique<Desk>();
  desk->award_under(has(earlier_regime) ? "cn-shenzhen-2019" : "cn-shenzhen-2020");
  import(*desk, day(2020, 7, 1), AcceptanceRequested{1, {}});
  import(*desk, day(2020, 7, 2),
         conclude(1, has(never_rectified) ? Outcome::returned_for_completion : Outcome::rectify));
  import(*desk, day(2020, 7, 10), AcceptanceRequested{2, {}});
  if (!has(second_open) || has(second_ends)) {
    import(*desk, day(2020, 8, 1),
           conclude(2, has(second_ends) ? Outcome::failed : Outcome::withdrawn));
    import(*desk, day(2020, 8, 2), AcceptanceNotified{2, "N-2"});
  }
  if (!has(third_not_asked)) import(*desk, day(2020, 9, 1), AcceptanceRequested{3, {}});
  if (has(third_concluded)) import(*desk, day(2020, 9, 10), conclude(3, Outcome::failed));
  DecisionMade ended;
  ended.decision_id = "D-1";
  ended.kind = DecisionKind::terminate;
  import(*desk, day(2020, 9, 20), ended);
  return desk;
}

void walk_requests(PrecedenceTable& table) {
  using Question = Asked<AcceptanceRequested>;
  walk_facts(table, "AcceptanceRequested", book_of_attempts,
             Question{{3, {}}, day(2020, 9, 1), third_not_asked},
             {project_unknown<AcceptanceRequested>(),
              {"attempt_out_of_order", [](Question& asked) { asked.fact.attempt = 4; }},
              // Before the second attempt was asked for.
              {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 7, 5); }},
              // The project is concluded, and the attempt before ended acceptance.
              {"project_not_active", [](Question& asked) { asked.book |= second_ends; }},
              {"attempt_step_not_allowed", [](Question& asked) { asked.book |= second_open; }}});
}

void walk_conclusions(PrecedenceTable& table) {
  using Question = Asked<AcceptanceConcluded>;
  const std::vector<Break<Question>> any_outcome = {
      project_unknown<AcceptanceConcluded>(),
      {"attempt_unknown", [](Question& asked) { asked.fact.attempt = 9; }},
      {"attempt_already_concluded", [](Question& asked) { asked.fact.attempt = 2; }},
      // Nothing has been asked for yet.
      {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 6, 1); }},
      {"project_not_active", [](Question& asked) { asked.on = day(2020, 10, 1); }},
      {"attempt_step_not_allowed", [](Question& asked) { asked.book |= second_ends; }}};
  const auto walk_outcome = [&](const Question& sound,
                                std::initializer_list<Break<Question>> more) {
    std::vector<Break<Question>> breaks = any_outcome;
    breaks.insert(breaks.end(), more);
    walk_facts(table, "AcceptanceConcluded", book_of_attempts, sound, breaks);
  };
  walk_outcome({{3, {}, Outcome::passed_after_rectification}, day(2020, 9, 10)},
               {{"pass_after_rectification",
                 [](Question& asked) { asked.fact.outcome = Outcome::passed; }}});
  const auto after_rectification = [](Question& asked) {
    asked.fact.outcome = Outcome::passed_after_rectification;
  };
  walk_outcome({{3, {}, Outcome::failed}, day(2020, 9, 10), never_rectified},
               {{"outcome_not_in_regime",
                 [&](Question& asked) {
                   after_rectification(asked);
                   asked.book |= earlier_regime;
                 }},
                {"rectification_missing", after_rectification}});
}

void walk_notifications(PrecedenceTable& table) {
  using Question = Asked<AcceptanceNotified>;
  walk_facts(table, "AcceptanceNotified", book_of_attempts,
             Question{{3, "N-3"}, day(2020, 9, 12), third_concluded},
             {project_unknown<AcceptanceNotified>(),
              {"attempt_unknown", [](Question& asked) { asked.fact.attempt = 9; }},
              {"already_done", [](Question& asked) { asked.fact.attempt = 2; }},
              // Nothing has been concluded yet.
              {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 7, 1); }},
              // The attempt before ended acceptance, and was notified.
              {"attempt_step_not_allowed", [](Question& asked) { asked.book |= second_ends; }}});
}

OpinionIssued opinion(const char* id) {
  OpinionIssued issued;
  issued.opinion_id = id;
  issued.reference_on = day(2020, 6, 30);
  issued.disallowed = Minor(1'00);
  issued.payables = Minor(0);
  issued.interest = Minor(0);
  return issued;
}

/// A-7 of the partner, from another source; A-8 of the lead, from that source.
void add_opinions_of_others(Desk& desk) {
  OpinionIssued other = opinion("A-7");
  other.org_id = OrgId("O-2");
  other.source = Source::grant_city;
  import(desk, day(2020, 8, 1), other);
  other.opinion_id = "A-8";
  other.org_id = OrgId();
  import(desk, day(2020, 8, 1), other);
}

void walk_opinions(PrecedenceTable& table) {
  using Question = Asked<OpinionIssued>;
  const auto fill = [](Desk& desk) {
    desk.start_project();
    OpinionIssued adopted = opinion("A-1");
    adopted.adopted = true;
    desk.accept(day(2020, 8, 1), adopted);
    add_opinions_of_others(desk);
  };
  Question sound{opinion("A-9"), day(2020, 9, 1)};
  sound.fact.adopted = true;
  sound.fact.replaces = "A-1";
  walk_facts(
      table, "OpinionIssued", +fill, sound,
      {project_unknown<OpinionIssued>(),
       {"field_missing opinion_id", [](Question& asked) { asked.fact.opinion_id = {}; }},
       {"id_taken", [](Question& asked) { asked.fact.opinion_id = "A-1"; }},
       {"source_not_public", [](Question& asked) { asked.fact.source = Source::self_raised; }},
       {"organisation_not_in_project", [](Question& asked) { asked.fact.org_id = OrgId("O-3"); }},
       {"amount_negative disallowed", [](Question& asked) { asked.fact.disallowed = Minor(-1); }},
       {"amount_negative payables", [](Question& asked) { asked.fact.payables = Minor(-1); }},
       {"amount_negative interest", [](Question& asked) { asked.fact.interest = Minor(-1); }},
       {"field_missing reference_on", [](Question& asked) { asked.fact.reference_on.reset(); }},
       {"acts_before_predecessor",
        [](Question& asked) { asked.fact.reference_on = day(2020, 9, 2); }},
       {"opinion_differs org_id", [](Question& asked) { asked.fact.replaces = "A-7"; }},
       {"opinion_differs source", [](Question& asked) { asked.fact.replaces = "A-8"; }},
       {"opinion_incomplete disallowed", [](Question& asked) { asked.fact.disallowed.reset(); }},
       {"opinion_incomplete payables", [](Question& asked) { asked.fact.payables.reset(); }},
       {"opinion_incomplete interest", [](Question& asked) { asked.fact.interest.reset(); }},
       {"opinion_already_adopted", [](Question& asked) { asked.fact.replaces = {}; }}});
}

// What an opinion that was issued leaves blank.
constexpr unsigned no_reference = 1;
constexpr unsigned no_disallowed = 2;
constexpr unsigned no_payables = 4;
constexpr unsigned no_interest = 8;

void walk_adoptions(PrecedenceTable& table) {
  using Question = Asked<OpinionAdopted>;
  const auto book = [](unsigned bits) {
    auto desk = std::make_unique<Desk>();
    desk->start_project();
    OpinionIssued adopted = opinion("A-1");
    adopted.adopted = true;
    desk->accept(day(2020, 8, 1), adopted);
    add_opinions_of_others(*desk);
    OpinionIssued issued = opinion("A-2");
    if ((bits & no_reference) != 0) issued.reference_on.reset();
    if ((bits & no_disallowed) != 0) issued.disallowed.reset();
    if ((bits & no_payables) != 0) issued.payables.reset();
    if ((bits & no_interest) != 0) issued.interest.reset();
    import(*desk, day(2020, 9, 1), issued);
    return desk;
  };
  walk_facts(
      table, "OpinionAdopted", book, Question{{"A-2", "A-1"}, day(2020, 9, 2)},
      {project_unknown<OpinionAdopted>(),
       {"opinion_unknown", [](Question& asked) { asked.fact.opinion_id = "A-9"; }},
       {"already_done", [](Question& asked) { asked.fact.opinion_id = "A-1"; }},
       {"acts_before_predecessor", [](Question& asked) { asked.on = day(2020, 7, 15); }},
       {"opinion_differs org_id", [](Question& asked) { asked.fact.replaces = "A-7"; }},
       {"opinion_differs source", [](Question& asked) { asked.fact.replaces = "A-8"; }},
       {"opinion_incomplete reference_on", [](Question& asked) { asked.book |= no_reference; }},
       {"opinion_incomplete disallowed", [](Question& asked) { asked.book |= no_disallowed; }},
       {"opinion_incomplete payables", [](Question& asked) { asked.book |= no_payables; }},
       {"opinion_incomplete interest", [](Question& asked) { asked.book |= no_interest; }},
       {"opinion_already_adopted", [](Question& asked) { asked.fact.replaces = {}; }}});
}

}  // namespace

void walk_acceptance(PrecedenceTable& table) {
  walk_changes(table);
  walk_requests(table);
  walk_conclusions(table);
  walk_notifications(table);
  walk_opinions(table);
  walk_adoptions(table);
}

}  // namespace office_test
