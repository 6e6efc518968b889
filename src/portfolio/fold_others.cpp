// Organisations, persons and the book, folded.
#include <bursar/grant/fact_codec.hpp>
#include <bursar/grant/record_fields.hpp>

#include "portfolio/fold_project.hpp"
#include "portfolio/reasons.hpp"

#include <algorithm>
#include <utility>

namespace bursar::fold {

using namespace reasons;

namespace {

template <class Body>
const Body* as(const Placed& placed) {
  return std::get_if<Body>(&placed.fact.body);
}

/// A cell that a supplement or a change names.
struct Cell {
  std::string_view kind;  ///< of the record
  const std::string& record;
  const std::string& field;
  const std::string& value;
  const VaultText& private_value;
};

std::optional<Cell> cell_of(const Placed& placed) {
  const auto cell = [](const auto& body) {
    const std::string_view kind = std::string_view(body.record).substr(0, body.record.find(':'));
    return Cell{kind, body.record, body.field, body.value, body.private_value};
  };
  if (const auto* more = as<RecordSupplemented>(placed)) return cell(*more);
  if (const auto* other = as<RecordChanged>(placed)) return cell(*other);
  return std::nullopt;
}

template <class Body>
Reason set_cell(Body& body, const Cell& cell) {
  return set(body, cell.field, cell.value, cell.private_value);
}

std::string state_of(const Organisation& organisation) {
  return std::string(word(organisation.status));
}
std::string state_of(const Person&) { return {}; }

template <class Party>
constexpr std::string_view kind_of_record{};
template <>
constexpr std::string_view kind_of_record<Organisation> = "organisations";
template <>
constexpr std::string_view kind_of_record<Person> = "persons";

Reason apply(Organisation& organisation, const Placed& placed) {
  if (const auto* changed = as<OrganisationStatusChanged>(placed)) {
    organisation.status = changed->status;
    organisation.status_on = placed.fact.effective_on;
  } else if (const auto* succeeded = as<OrganisationSucceeded>(placed)) {
    organisation.successor_org_id = succeeded->successor_org_id;
  } else if (const auto cell = cell_of(placed)) {
    if (cell->kind != kind_of_record<Organisation>) return unknown;
    if (cell->field != "successor_org_id") return set_cell(organisation.registered, *cell);
    if (organisation.successor_org_id.empty()) return unknown;
    organisation.successor_org_id = OrgId(cell->value);
  }
  return {};
}

Reason apply(Person& person, const Placed& placed) {
  if (const auto* employed = as<PersonEmployed>(placed)) {
    person.employments.push_back(*employed);
  } else if (const auto cell = cell_of(placed)) {
    if (cell->kind == kind_of_record<Person>) return set_cell(person.registered, *cell);
    const auto found = std::ranges::find_if(person.employments, [&](const PersonEmployed& each) {
      return record_name(each) == cell->record;
    });
    return found == person.employments.end() ? unknown : set_cell(*found, *cell);
  }
  return {};
}

// Who somebody is, is not dated: the registration, and what was blank in it and became known, are
// seen on every day. What happened to them, and what became another value, is dated.
template <class Party>
std::optional<Party> fold_party(std::string_view id, std::vector<Placed> facts, Date effective,
                                std::int64_t entries) {
  using Registered = decltype(Party::registered);
  sort_for_fold(facts);
  const auto first = std::ranges::find_if(
      facts, [](const Placed& placed) { return as<Registered>(placed) != nullptr; });
  if (first == facts.end()) return std::nullopt;
  std::optional<Party> party(std::in_place);
  party->id = decltype(party->id)(id);
  party->registered = *as<Registered>(*first);
  party->trace = first->trace;
  party->version = entries;
  const auto note = [&](const Placed& placed, Reason reason) {
    if (reason.empty()) return;
    party->irregular.push_back({placed.trace, std::string(kind_of(placed.fact.body)),
                                state_of(*party), std::string(reason)});
  };
  std::vector<const Placed*> dated;
  for (const Placed& placed : facts) {
    if (as<Registered>(placed) != nullptr) {
      if (&placed != &*first) note(placed, taken);
    } else if (as<RecordSupplemented>(placed) != nullptr &&
               cell_of(placed)->kind == kind_of_record<Party>) {
      note(placed, set_cell(party->registered, *cell_of(placed)));
    } else if (placed.fact.effective_on <= effective) {
      dated.push_back(&placed);
    }
  }
  std::vector<const Placed*> early;  // they name a record that comes later
  for (const Placed* placed : dated) {
    const Reason reason = apply(*party, *placed);
    if (reason == unknown) {
      early.push_back(placed);
    } else {
      note(*placed, reason);
    }
  }
  for (const Placed* placed : early) note(*placed, apply(*party, *placed));
  return party;
}

}  // namespace

std::optional<Organisation> fold_organisation(std::string_view id, std::vector<Placed> facts,
                                              Date effective, std::int64_t entries) {
  return fold_party<Organisation>(id, std::move(facts), effective, entries);
}

std::optional<Person> fold_person(std::string_view id, std::vector<Placed> facts, Date effective,
                                  std::int64_t entries) {
  return fold_party<Person>(id, std::move(facts), effective, entries);
}

Book fold_book(std::vector<Placed> facts, Date effective, std::int64_t entries) {
  Book book;
  book.version = entries;
  // The first entry opens the book: a later one opens nothing, whatever day it claims.
  const auto opening = std::ranges::find_if(
      facts, [](const Placed& placed) { return as<BookOpened>(placed) != nullptr; });
  if (opening != facts.end()) {
    const BookOpened& opened = *as<BookOpened>(*opening);
    book.id = opened.book_id;
    book.utc_offset_minutes = opened.utc_offset_minutes;
    const Result<Currency> currency = Currency::of(opened.default_currency);
    if (currency.has_value()) book.currency = *currency;
    book.default_source = opened.default_source;
  }
  sort_for_fold(facts);
  for (const Placed& placed : facts) {
    if (const auto* recorded = as<ImportRecorded>(placed)) {
      book.imports.emplace_back(placed.trace.position, *recorded);
    }
    if (placed.fact.effective_on > effective) continue;
    if (const auto* rules = as<RuleBookAdopted>(placed)) {
      book.rule_book = *rules;
    } else if (const auto* calendar = as<CalendarAdopted>(placed)) {
      book.calendars.push_back(*calendar);
    } else if (const auto* stated = as<AssumptionsStated>(placed)) {
      book.assumptions.push_back(*stated);
    }
  }
  std::ranges::sort(book.imports, {}, [](const auto& each) { return each.first; });
  return book;
}

}  // namespace bursar::fold
