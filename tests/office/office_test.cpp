#include "office_fixture.hpp"
#include "overtaken_journal.hpp"
#include "passing_journal.hpp"

#include <algorithm>

using namespace office_test;

TEST_CASE("Office: a book is opened once") {
  Desk desk;
  const BookOpening again = opening_under("cn-shenzhen").value();
  CHECK(desk.office.open_book(desk.request(day(2000, 1, 1)), again).error().code() ==
        Code::book_already_open);
  CHECK(desk.journal->head().position == 1);
}

TEST_CASE("Office: a book opens under a pack of the library, as the journal's own book") {
  auto journal = make_memory_journal(
      "grants", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  Office office(*journal, OfficeHost{[] { return day(2021, 1, 1); }, {}});
  CHECK(opening_under("cn-atlantis").error().argument("expected") == "cn-shenzhen");
  BookOpening opening = opening_under("cn-shenzhen").value();
  opening.book_id = "another";
  const Request request{"open", "officer", day(2021, 1, 1)};
  CHECK(office.open_book(request, opening).error().argument("expected") == "grants");
  CHECK(journal->head().position == 0);
  opening.book_id = {};
  REQUIRE(office.open_book(request, opening).has_value());
  CHECK(Portfolio::fold(*journal, {}).value().book().id == "grants");
  CHECK(office.rules_on(day(2021, 1, 1)).value()->name() == "cn-shenzhen");
  const auto before = office.rules_on(day(2020, 12, 31));
  CHECK(before.error().code() == Code::rule_book_missing);
  CHECK(before.error().argument("on") == "2020-12-31");
}

TEST_CASE("Office: a damaged rule pack opens no book") {
  auto journal = make_memory_journal(
      "other", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  Office office(*journal, OfficeHost{[] { return day(2021, 1, 1); }, {}});
  BookOpening opening;
  opening.book_id = "other";
  opening.rule_pack_name = "broken";
  opening.rule_pack = "name = [";
  CHECK_FALSE(office.open_book({"k", "officer", day(2021, 1, 1)}, opening).has_value());
  CHECK(journal->head().position == 0);
}

TEST_CASE("Office: key and actor are asked for before anything else") {
  Desk desk;
  const Subject subject{SubjectKind::project, "P-1"};
  CHECK(Desk::code_of(desk.office.record({"", "officer", day(2021, 1, 1)}, subject,
                                         ProjectApproved{})) == Code::key_empty);
  CHECK(Desk::code_of(desk.office.record({"k", "", day(2021, 1, 1)}, subject, ProjectApproved{})) ==
        Code::actor_empty);
}

TEST_CASE("Office: a fact that no command may state is refused") {
  Desk desk;
  desk.start_project();
  CHECK(desk.refused(day(2020, 1, 1), SettlementMade{}) == Code::not_a_command);
  CHECK(desk.refused(day(2020, 1, 1), OrganisationStatusChanged{}) == Code::subject_kind_wrong);
}

TEST_CASE("Office: a day after today is refused, and a retry of yesterday's command is not") {
  Desk desk;
  desk.register_units();
  desk.today = day(2018, 12, 1);
  const Request request{"award", "officer", day(2018, 12, 1)};
  const Subject subject{SubjectKind::project, "P-1"};
  CHECK(desk.refused(day(2018, 12, 2), Desk::registration()) == Code::date_in_future);
  const auto first = desk.office.record(request, subject, Desk::registration());
  REQUIRE(first.has_value());
  desk.today = day(2018, 11, 30);
  const auto again = desk.office.record(request, subject, Desk::registration());
  REQUIRE(again.has_value());
  CHECK(again->already_recorded);
  CHECK(again->first_position == first->first_position);
}

TEST_CASE("Office: a key with other content is refused") {
  Desk desk;
  desk.start_project();
  const Request request{"pay", "officer", day(2019, 6, 1)};
  const Subject subject{SubjectKind::project, "P-1"};
  REQUIRE(desk.office.record(request, subject, Desk::payment("PAY-2", 100)).has_value());
  CHECK(Desk::code_of(desk.office.record(request, subject, Desk::payment("PAY-2", 101))) ==
        Code::key_reused);
  CHECK(desk.folded().payments.size() == 2);
}

TEST_CASE("Office: a key with another private text is refused until that text is erased") {
  Desk desk;
  const Request request{"unit", "officer", day(2019, 6, 1)};
  const Subject unit{SubjectKind::organisation, "O-7"};
  const auto named = [](const char* name) {
    return OrganisationRegistered{VaultText(name), {}, OrgKind::enterprise};
  };
  const auto first = desk.office.record(request, unit, named("甲"));
  REQUIRE(first.has_value());
  CHECK(desk.office.record(request, unit, named("甲"))->already_recorded);
  CHECK(Desk::code_of(desk.office.record(request, unit, named("乙"))) == Code::key_reused);
  CHECK(Desk::code_of(desk.office.record(request, unit,
                                         OrganisationRegistered{{}, {}, OrgKind::enterprise})) ==
        Code::key_reused);
  REQUIRE(desk.journal->erase_private(first->first_position).has_value());
  CHECK(desk.office.record(request, unit, named("乙"))->already_recorded);
  // What was said without private texts is not erased, and no private text may be added to it.
  desk.start_project();
  const Request bare{"bare", "officer", day(2020, 7, 1)};
  ExpenseLine line = Desk::line("E-9", day(2019, 3, 1), 100);
  REQUIRE(desk.office.book_expenses(bare, ProjectId("P-1"), {&line, 1}).has_value());
  line.memo = "丙";
  CHECK(Desk::code_of(desk.office.book_expenses(bare, ProjectId("P-1"), {&line, 1})) ==
        Code::key_reused);
}

TEST_CASE("Office: the digest of a request says nothing of private texts") {
  std::vector<Digest> digests;
  for (const char* text : {"甲", "乙"}) {
    Desk desk;
    desk.start_project();
    const std::int64_t before = desk.journal->head().position;
    REQUIRE(desk.office
                .record({"unit", "officer", day(2019, 6, 1)}, {SubjectKind::organisation, "O-7"},
                        OrganisationRegistered{VaultText(text), {}, OrgKind::enterprise})
                .has_value());
    ExpenseLine line = Desk::line("E-1", day(2019, 3, 1), 20'000'00);
    line.memo = text;
    const Request spending{"spend", "officer", day(2020, 7, 1)};
    REQUIRE(desk.office.book_expenses(spending, ProjectId("P-1"), {&line, 1}).has_value());
    line.memo = "丙";
    CHECK(Desk::code_of(desk.office.book_expenses(spending, ProjectId("P-1"), {&line, 1})) ==
          Code::key_reused);
    desk.journal->read(before + 1, INT64_MAX, [&](const Entry& entry) {
      digests.push_back(entry.request);
      return true;
    });
  }
  REQUIRE(digests.size() == 4);
  CHECK(digests[0] == digests[2]);
  CHECK(digests[1] == digests[3]);
}

TEST_CASE("Office: registering names every requirement") {
  Desk desk;
  desk.register_units();
  const Date on = day(2018, 12, 1);
  ProjectRegistered project = Desk::registration();
  project.title.clear();
  CHECK(desk.refused(on, project) == Code::field_missing);
  project = Desk::registration();
  project.org_id = OrgId("O-9");
  CHECK(desk.refused(on, project) == Code::organisation_unknown);
  project = Desk::registration();
  project.leader_id = PersonId("L-9");
  CHECK(desk.refused(on, project) == Code::person_unknown);
  project = Desk::registration();
  project.currency = "XXX";
  CHECK(desk.refused(on, project) == Code::currency_unknown);
  project = Desk::registration();
  project.award = Minor(-1);
  CHECK(desk.refused(on, project) == Code::amount_negative);
  project = Desk::registration();
  project.end_on = day(2018, 12, 31);
  CHECK(desk.refused(on, project) == Code::date_range_reversed);
  project = Desk::registration();
  project.regime = "nowhere-1900";
  CHECK(desk.refused(on, project) == Code::text_unknown);
  desk.accept(on, Desk::registration());
  CHECK(desk.refused(on, Desk::registration()) == Code::project_exists);
}

TEST_CASE("Office: an organisation that is not in good standing gets no new project") {
  Desk desk;
  desk.register_units();
  REQUIRE(desk.state(SubjectKind::organisation, "O-1", day(2018, 6, 1),
                     OrganisationStatusChanged{OrgStatus::bankrupt})
              .has_value());
  CHECK(desk.refused(day(2018, 12, 1), Desk::registration()) == Code::organisation_not_active);
}

TEST_CASE("Office: no more is paid than was awarded, to nobody outside, and not before approval") {
  Desk desk;
  desk.start_project();
  const Date on = day(2019, 6, 1);
  CHECK(desk.refused(on, Desk::payment("PAY-1", 1)) == Code::id_taken);
  CHECK(desk.refused(on, Desk::payment("PAY-2", 0)) == Code::amount_not_positive);
  CHECK(desk.refused(on, Desk::payment("PAY-2", 40'000'01)) == Code::payment_exceeds_award);
  PaymentMade stranger = Desk::payment("PAY-2", 1);
  stranger.org_id = OrgId("O-3");
  CHECK(desk.refused(on, stranger) == Code::organisation_not_in_project);
  PaymentMade own = Desk::payment("PAY-2", 1);
  own.source = Source::self_raised;
  CHECK(desk.refused(on, own) == Code::source_not_public);
  CHECK(desk.refused(day(2018, 12, 1), Desk::payment("PAY-2", 1)) == Code::project_not_active);
  CHECK(desk.refused(day(2018, 11, 1), Desk::payment("PAY-2", 1)) == Code::project_unknown);
  desk.accept(on, Desk::payment("PAY-2", 40'000'00));
  PaymentMade bounced = Desk::payment("PAY-3", 100'000'01);
  bounced.direction = PaymentDirection::bounced;
  CHECK(desk.refused(on, bounced) == Code::bounce_exceeds_paid);
  bounced.amount = Minor(40'000'00);
  desk.accept(on, bounced);
  desk.accept(on, Desk::payment("PAY-4", 40'000'00));
}

TEST_CASE("Office: money bounces from where it was paid to, and only what is still there") {
  Desk desk;
  desk.start_project();
  const Date on = day(2019, 6, 1);
  PaymentMade bounced = Desk::payment("PAY-9", 1'00);
  bounced.direction = PaymentDirection::bounced;
  bounced.source = Source::grant_city;
  CHECK(desk.refused(on, bounced) == Code::bounce_exceeds_paid);
  bounced.source = Source::grant;
  bounced.org_id = OrgId("O-2");
  CHECK(desk.refused(on, bounced) == Code::bounce_exceeds_paid);
  TransferMade transfer;
  transfer.transfer_id = "T-1";
  transfer.from_org_id = OrgId("O-1");
  transfer.to_org_id = OrgId("O-2");
  transfer.amount = Minor(20'000'00);
  desk.accept(on, transfer);
  // The partner has money that nobody paid to it, and the lead has less than it was paid.
  CHECK(desk.refused(on, bounced) == Code::bounce_exceeds_paid);
  bounced.org_id = OrgId();
  bounced.amount = Minor(40'000'01);
  CHECK(desk.refused(on, bounced) == Code::bounce_exceeds_paid);
  bounced.amount = Minor(40'000'00);
  desk.accept(on, bounced);
}

TEST_CASE("Office: money is passed on within what was received, never to oneself") {
  Desk desk;
  desk.start_project();
  TransferMade transfer;
  transfer.transfer_id = "T-1";
  transfer.to_org_id = OrgId("O-2");
  transfer.amount = Minor(60'000'01);
  CHECK(desk.refused(day(2019, 2, 1), transfer) == Code::transfer_exceeds_received);
  transfer.to_org_id = OrgId("O-1");
  CHECK(desk.refused(day(2019, 2, 1), transfer) == Code::transfer_to_self);
  transfer.to_org_id = OrgId("O-2");
  transfer.amount = Minor(10'000'00);
  desk.accept(day(2019, 2, 1), transfer);
  transfer.transfer_id = "T-2";
  transfer.amount = Minor(50'000'01);
  CHECK(desk.refused(day(2019, 2, 1), transfer) == Code::transfer_exceeds_received);
}

TEST_CASE("Office: the budget of public money stays within the award, and no head below zero") {
  Desk desk;
  desk.start_project();
  BudgetSet line;
  line.head = Head::business_material;
  line.amount = Minor(70'000'00);
  desk.accept(day(2019, 1, 1), line);
  CHECK(desk.refused(day(2019, 1, 1), line) == Code::budget_line_exists);
  line.head = Head::equipment;
  line.amount = Minor(30'000'01);
  CHECK(desk.refused(day(2019, 1, 1), line) == Code::budget_exceeds_award);
  line.amount = Minor(30'000'00);
  desk.accept(day(2019, 1, 1), line);
  BudgetAdjusted adjustment;
  adjustment.adjustment_id = "B-1";
  adjustment.head = Head::equipment;
  adjustment.delta = Minor(-30'000'01);
  CHECK(desk.refused(day(2019, 5, 1), adjustment) == Code::budget_below_zero);
  adjustment.delta = Minor(-10'000'00);
  const Subject subject{SubjectKind::project, "P-1"};
  BudgetAdjusted other = adjustment;
  other.adjustment_id = "B-2";
  other.head = Head::business_material;
  other.delta = Minor(10'000'00);
  const std::vector<FactBody> both{adjustment, other};
  CHECK(desk.office.record(desk.request(day(2019, 5, 1)), subject, both).has_value());
  CHECK(desk.folded().adjustments.size() == 2);
}

TEST_CASE("Office: several facts are stated together or not at all") {
  Desk desk;
  desk.start_project();
  const Subject subject{SubjectKind::project, "P-1"};
  const std::vector<FactBody> facts{Desk::payment("PAY-2", 40'000'00), Desk::payment("PAY-3", 1)};
  CHECK(Desk::code_of(desk.office.record(desk.request(day(2019, 6, 1)), subject, facts)) ==
        Code::payment_exceeds_award);
  CHECK(desk.folded().payments.size() == 1);
}

TEST_CASE("Office: spending lines are judged one by one") {
  Desk desk;
  desk.start_project();
  const Date on = day(2020, 1, 10);
  REQUIRE(desk.spend(on, {Desk::line("E-1", day(2019, 1, 1), 100'00)}).has_value());
  CHECK(desk.spending_refused(on, {Desk::line("E-1", on, 1)}) == Code::id_taken);
  CHECK(desk.spending_refused(on, {Desk::line("E-2", on, 1), Desk::line("E-2", on, 1)}) ==
        Code::id_taken);
  CHECK(desk.spending_refused(on, {Desk::line("E-2", on, 0)}) == Code::amount_not_positive);
  CHECK(desk.spending_refused(on, {Desk::line("E-2", day(2018, 12, 31), 1)}) ==
        Code::outside_contract_period);
  ExpenseLine stranger = Desk::line("E-2", on, 1);
  stranger.org_id = "O-3";
  CHECK(desk.spending_refused(on, {stranger}) == Code::organisation_not_in_project);
  ExpenseLine clearing = Desk::line("E-2", on, 1);
  clearing.accrual_id = "AC-1";
  CHECK(desk.spending_refused(on, {clearing}) == Code::accrual_unknown);
}

TEST_CASE("Office: a reversal takes back at most what is left of a line") {
  Desk desk;
  desk.start_project();
  const Date on = day(2020, 1, 10);
  REQUIRE(desk.spend(on, {Desk::line("E-1", day(2019, 2, 1), 100'00)}).has_value());
  const auto reversal = [&](const char* id, const char* reverses, std::int64_t amount_minor) {
    ExpenseLine line = Desk::line(id, on, amount_minor);
    line.kind = ExpenseKind::reversal;
    line.reverses = reverses;
    return line;
  };
  CHECK(desk.spending_refused(on, {reversal("R-1", "E-9", -1)}) == Code::reversal_of_unknown_line);
  CHECK(desk.spending_refused(on, {reversal("R-1", "E-1", 1)}) == Code::reversal_exceeds_line);
  CHECK(desk.spending_refused(on, {reversal("R-1", "E-1", -100'01)}) ==
        Code::reversal_exceeds_line);
  CHECK(desk.spending_refused(on, {reversal("R-1", "E-1", -60'00),
                                   reversal("R-2", "E-1", -40'01)}) == Code::reversal_exceeds_line);
  REQUIRE(
      desk.spend(on, {reversal("R-1", "E-1", -60'00), reversal("R-2", "E-1", -40'00)}).has_value());
  CHECK(desk.spending_refused(on, {reversal("R-3", "E-1", -1)}) == Code::reversal_exceeds_line);
}

TEST_CASE("Office: an extension moves the end only when it is approved, and only later") {
  Desk desk;
  desk.start_project();
  ChangeRequested change;
  change.change_id = "C-1";
  change.requested_on = day(2020, 1, 1);
  CHECK(desk.refused(day(2020, 1, 1), change) == Code::field_missing);
  change.new_end_on = day(2020, 6, 30);
  CHECK(desk.refused(day(2020, 1, 1), change) == Code::extension_not_later);
  change.new_end_on = day(2020, 12, 31);
  desk.accept(day(2020, 1, 1), change);
  CHECK(desk.folded().end_in_force() == day(2020, 6, 30));
  CHECK(desk.refused(day(2019, 12, 31), ChangeApproved{"C-1"}) == Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 2, 1), ChangeApproved{"C-2"}) == Code::change_unknown);
  desk.accept(day(2020, 2, 1), ChangeApproved{"C-1"});
  CHECK(desk.folded().end_in_force() == day(2020, 12, 31));
  CHECK(desk.refused(day(2020, 2, 2), ChangeApproved{"C-1"}) == Code::change_already_approved);
}

TEST_CASE("Office: an outcome is one of the regime that governs, named by the project or not") {
  for (const char* regime : {"cn-shenzhen-2019", ""}) {
    Desk desk("cn",
              "\"cn-shenzhen-2018.in_force_from\" = 2016-01-01\n"
              "\"cn-shenzhen-2018.key_date\" = \"concluded_on\"\n"
              "\"cn-shenzhen-2019.in_force_from\" = 2019-01-01\n"
              "\"cn-shenzhen-2019.key_date\" = \"concluded_on\"\n"
              "\"cn-shenzhen-2020.in_force_from\" = 2020-09-01\n"
              "\"cn-shenzhen-2020.key_date\" = \"concluded_on\"\n");
    desk.award_under(regime);
    desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
    // The regime of 2019 has no such conclusion, that of 2020 has.
    const AcceptanceConcluded closed{1, "", Outcome::closed_without_pass};
    CHECK(desk.refused(day(2020, 8, 1), closed) == Code::outcome_not_in_regime);
    CHECK(desk.refused(day(2020, 10, 1), closed) ==
          (*regime == '\0' ? Code::not_refused : Code::outcome_not_in_regime));
  }
}

TEST_CASE("Office: acceptance goes step by step") {
  Desk desk;
  desk.start_project();
  const Date on = day(2020, 7, 10);
  CHECK(desk.refused(on, AcceptanceRequested{2, {}}) == Code::attempt_out_of_order);
  CHECK(desk.refused(on, AcceptanceConcluded{1, {}, Outcome::passed}) == Code::attempt_unknown);
  desk.accept(on, AcceptanceRequested{1, "2020-3"});
  CHECK(desk.refused(day(2020, 7, 9), AcceptanceConcluded{1, {}, Outcome::passed}) ==
        Code::acts_before_predecessor);
  CHECK(desk.refused(day(2020, 8, 1), AcceptanceConcluded{1, {}, Outcome::closed_without_pass}) ==
        Code::outcome_not_in_regime);
  CHECK(desk.refused(day(2020, 8, 1), AcceptanceNotified{1, "N-1"}) == Code::attempt_unknown);
  desk.accept(day(2020, 8, 1), AcceptanceConcluded{1, {}, Outcome::passed});
  CHECK(desk.folded().state == ProjectState::concluded);
  CHECK(desk.refused(day(2020, 8, 2), AcceptanceConcluded{1, {}, Outcome::failed}) ==
        Code::attempt_already_concluded);
  desk.accept(day(2020, 8, 3), AcceptanceNotified{1, "N-1"});
  CHECK(desk.refused(day(2020, 8, 4), AcceptanceNotified{1, "N-2"}) == Code::already_done);
  CHECK(desk.refused(day(2020, 9, 1), Desk::payment("PAY-9", 1)) == Code::project_not_active);
}

TEST_CASE("Office: acceptance is asked for again only where its lifecycle leads there") {
  Desk desk;
  desk.start_project();
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  // Nobody has answered the first request.
  CHECK(desk.refused(day(2020, 7, 11), AcceptanceRequested{2, ""}) ==
        Code::attempt_step_not_allowed);
  std::int64_t attempt = 1;
  for (const Outcome outcome : {Outcome::returned_for_completion, Outcome::rectify,
                                Outcome::re_review, Outcome::withdrawn}) {
    INFO(word(outcome));
    const int month = 7 + static_cast<int>(attempt);
    desk.accept(day(2020, month, 1), AcceptanceConcluded{attempt, "", outcome});
    ++attempt;
    desk.accept(day(2020, month, 10), AcceptanceRequested{attempt, ""});
  }
}

TEST_CASE("Office: who was ordered to rectify does not pass at the first go") {
  Desk desk;
  desk.award_under("cn-shenzhen-2020");
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  desk.accept(day(2020, 8, 1), AcceptanceConcluded{1, "", Outcome::rectify});
  desk.accept(day(2020, 9, 1), AcceptanceRequested{2, ""});
  CHECK(desk.refused(day(2020, 10, 1), AcceptanceConcluded{2, "", Outcome::passed}) ==
        Code::pass_after_rectification);
  desk.accept(day(2020, 10, 1), AcceptanceConcluded{2, "", Outcome::passed_after_rectification});
  // A regime that knows no such outcome knows only a pass.
  Desk earlier;
  earlier.start_project();
  earlier.accept(day(2020, 7, 10), AcceptanceRequested{1, ""});
  earlier.accept(day(2020, 8, 1), AcceptanceConcluded{1, "", Outcome::rectify});
  earlier.accept(day(2020, 9, 1), AcceptanceRequested{2, ""});
  earlier.accept(day(2020, 10, 1), AcceptanceConcluded{2, "", Outcome::passed});
}

TEST_CASE("Office: a fact stated late must not make a recorded later one illegal") {
  Desk desk;
  desk.start_project();
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, "2020-3"});
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.kind = DecisionKind::terminate;
  const Code code = desk.refused(day(2020, 3, 1), decision);
  CHECK(code == Code::later_fact_contradicted);
}

TEST_CASE("Office: who is slower decides again on what the faster one left") {
  Desk desk;
  desk.start_project();
  // A second office on the same journal takes the rest of the award while the first one is
  // deciding.
  Office other(*desk.journal, OfficeHost{[&] { return desk.today; }, {}});
  int calls = 0;
  Office slow(*desk.journal, OfficeHost{[&] {
                                          if (++calls == 1) {
                                            const auto quick =
                                                other.record({"quick", "other", day(2019, 6, 1)},
                                                             Subject{SubjectKind::project, "P-1"},
                                                             Desk::payment("PAY-Q", 40'000'00));
                                            REQUIRE(quick.has_value());
                                          }
                                          return desk.today;
                                        },
                                        {}});
  CHECK(slow.record({"slow", "officer", day(2019, 6, 1)}, Subject{SubjectKind::project, "P-1"},
                    Desk::payment("PAY-S", 1))
            .error()
            .code() == Code::payment_exceeds_award);
}

TEST_CASE("Office: a command is decided at most five times, and then nothing is written") {
  Desk desk;
  desk.start_project();
  const Subject subject{SubjectKind::project, "P-1"};
  const auto overtaken = [&](const std::string& key, int times) {
    bursar_test::OvertakenJournal journal(*desk.journal, times, [&](int number) {
      desk.accept(day(2019, 6, 1), Desk::payment((key + std::to_string(number)).c_str(), 1));
    });
    Office slow(journal, OfficeHost{[&] { return desk.today; }, {}});
    const std::size_t before = desk.folded().payments.size();
    Result<Receipt> result = slow.record({key, "officer", day(2019, 6, 1)}, subject,
                                         Desk::payment(("PAY-" + key).c_str(), 1));
    CHECK(journal.appends() == std::min(times + 1, 5));
    const std::size_t others = desk.folded().payments.size() - before;
    CHECK(others == static_cast<std::size_t>(times) + (result.has_value() ? 1 : 0));
    return result;
  };
  const auto done = overtaken("four", 4);
  REQUIRE(done.has_value());
  CHECK(done->last_position == desk.journal->head().position);
  CHECK_FALSE(done->already_recorded);
  const auto contended = overtaken("five", 5);
  CHECK(Desk::code_of(contended) == Code::contended);
  CHECK(contended.error().argument("attempts") == "5");
  // Nothing stands under the key: the same request is done once nobody is faster.
  CHECK(overtaken("five", 0).has_value());
}

namespace {

/// Writes down what is read of it.
class ListeningJournal final : public bursar_test::PassingJournal {
 public:
  using PassingJournal::PassingJournal;

  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    heard.push_back("positions");
    PassingJournal::read(from, up_to_inclusive, visitor);
  }
  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    heard.push_back(std::string(word(subject.kind)) + " " + subject.id);
    PassingJournal::read(subject, up_to_inclusive, visitor);
  }
  mutable std::vector<std::string> heard;
};

}  // namespace

TEST_CASE("Office: a command reads the subjects that it names, each once") {
  Desk desk;
  desk.start_project();
  ListeningJournal journal(*desk.journal);
  Office office(journal, OfficeHost{[&] { return desk.today; }, {}});
  const std::vector<FactBody> facts = {Desk::payment("PAY-2", 5), Desk::payment("PAY-3", 7)};
  REQUIRE(
      office
          .record({"two", "officer", day(2019, 6, 1)}, Subject{SubjectKind::project, "P-1"}, facts)
          .has_value());
  std::ranges::sort(journal.heard);
  CHECK(journal.heard == std::vector<std::string>{"book ", "organisation O-1", "project P-1"});
}

TEST_CASE("Office: the host's log hears of what was done and what was refused") {
  Desk desk;
  desk.start_project();
  std::vector<std::string> heard;
  Office office(
      *desk.journal,
      OfficeHost{
          [&] { return desk.today; },
          [&](const Request& request, const Subject& subject, const Result<Receipt>& result) {
            heard.push_back(
                request.key + " " + subject.id + " " +
                (result.has_value() ? std::string("done") : std::string(result.error().name())));
          }});
  const Subject subject{SubjectKind::project, "P-1"};
  (void)office.record({"a", "officer", day(2019, 6, 1)}, subject, Desk::payment("PAY-2", 5));
  (void)office.record({"b", "officer", day(2019, 6, 1)}, subject, Desk::payment("PAY-2", 5));
  CHECK(heard == std::vector<std::string>{"a P-1 done", "b P-1 id_taken"});
}
