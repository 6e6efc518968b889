// A small book with rules of its own, for tests that work in it through the public doors.
#pragma once

#include <bursar/office/office.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace bursar_test {

/// One regime in which everything goes back, and one cell that the host has to state.
inline constexpr std::string_view small_pack = R"(schema = "bursar.rules/1"
name = "small"
title = { zh = "小", en = "Small" }
currency = "CNY"
default_source = "grant"

[basis]
rule = { zh = "某办法第三条", en = "art. 3 of a rule" }

[[regime]]
id = "small"
title = { zh = "小", en = "Small" }
in_force_from = { value = 2015-01-01, status = "seen", basis = "rule" }
key_date = { value = "start_on", status = "seen", basis = "rule" }
payables_count = { value = true, status = "seen", basis = "rule" }
[regime.parameters]
publicity_days = { value = 7, status = "seen", basis = "rule" }

[[regime.outcome]]
outcome = "failed"
unspent = { value = "return", status = "seen", basis = "rule" }
not_recognised = { value = "return", status = "derived", basis = "rule" }
interest = { value = "return", status = "seen", basis = "rule" }
asset_proceeds = { status = "unknown", basis = "rule", proposed = "return" }
whole_grant = { value = "keep", status = "seen", basis = "rule" }
floor = { value = "none", status = "seen", basis = "rule" }
used_money = { value = "by_decision", status = "seen", basis = "rule" }
)";

inline constexpr std::string_view small_assumptions =
    "\"small.failed.asset_proceeds\" = \"return\"\n";

inline constexpr std::string_view small_calendar = R"(format = "bursar.calendar/1"
name = "small"
title = { zh = "小", en = "Small" }
coverage = { first = 2020-01-01, last = 2020-12-31 }
rest_days = ["saturday", "sunday"]
[[notice]]
year = 2020
sources = ["none"]
holidays = [{ first = 2020-01-01, last = 2020-01-01, name = "x" }]
make_up_workdays = []
)";

inline bursar::Date day_of(int year, int month, int day) {
  return bursar::make_date(year, month, day).value();
}

inline const bursar::Date small_book_today = day_of(2021, 12, 31);

inline bursar::OfficeHost small_host() {
  return {[] { return small_book_today; }, {}};
}

inline bursar::BookOpening small_opening(std::string book_id) {
  bursar::BookOpening opening;
  opening.book_id = std::move(book_id);
  opening.utc_offset_minutes = 480;
  opening.rule_pack_name = "small";
  opening.rule_pack = small_pack;
  opening.calendar_name = "small";
  opening.calendar = small_calendar;
  opening.assumptions_name = "small";
  opening.assumptions = small_assumptions;
  return opening;
}

/// Throws what was refused, with its text: a refusal is a mistake of the test.
template <class T>
T accepted(bursar::Result<T> result) {
  if (!result.has_value())
    throw std::logic_error("refused: " + result.error().text(bursar::Language::en));
  return *std::move(result);
}

/// A project of O-1 that runs through 2020.
inline bursar::ProjectRegistered small_project(std::string title) {
  bursar::ProjectRegistered project;
  project.title = std::move(title);
  project.org_id = bursar::OrgId("O-1");
  project.leader_id = bursar::PersonId("L-1");
  project.award = bursar::Minor(1'000'000'00);
  project.contract_deposit = bursar::Minor(5'000'00);
  project.liability = bursar::Liability::each;
  project.start_on = day_of(2020, 1, 1);
  project.end_on = day_of(2020, 12, 31);
  project.regime = "small";
  return project;
}

/// Opens the book, and registers two units and a leader.
inline void open_small_book(bursar::Office& office, const std::string& book_id) {
  using namespace bursar;
  const Request request{"open", "officer", day_of(2000, 1, 1)};
  accepted(office.open_book(request, small_opening(book_id)));
  for (const char* id : {"O-1", "O-2"}) {
    OrganisationRegistered unit;
    unit.name = VaultText(std::string("Unit ") + id);
    unit.kind = OrgKind::enterprise;
    accepted(
        office.record({id, "officer", day_of(2018, 1, 1)}, {SubjectKind::organisation, id}, unit));
  }
  PersonRegistered leader;
  leader.name = VaultText("Leader");
  accepted(
      office.record({"L-1", "officer", day_of(2018, 1, 1)}, {SubjectKind::person, "L-1"}, leader));
}

/// Starts a project of the book: registered, approved, under contract.
inline void start_small_project(bursar::Office& office, const std::string& id) {
  using namespace bursar;
  const Subject subject{SubjectKind::project, id};
  accepted(office.record({id + " registered", "officer", day_of(2019, 12, 1)}, subject,
                         small_project("Project " + id)));
  const FactBody begun[] = {ProjectApproved{}, ContractSigned{}};
  accepted(office.record({id + " begun", "officer", day_of(2019, 12, 20)}, subject, begun));
}

}  // namespace bursar_test
