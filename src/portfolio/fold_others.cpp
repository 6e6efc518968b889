// Organisations, persons and the book, folded.
#include <bursar/grant/record_fields.hpp>

#include "portfolio/fold_project.hpp"

#include <algorithm>
#include <utility>

namespace bursar::fold {
namespace {

template <class Body>
const Body* as(const Placed& placed) {
  return std::get_if<Body>(&placed.fact.body);
}

// A supplement or change of the one record that a subject has. A field that it does not have, or a
// value that does not fit, changes nothing.
template <class Body>
void edit(const Placed& placed, Body& body) {
  const auto set = [&](const auto& edit) {
    if (is_private_field<Body>(edit.field)) {
      (void)set_private_field(body, edit.field, edit.private_value);
    } else {
      (void)set_field(body, edit.field, edit.value);
    }
  };
  if (const auto* more = as<RecordSupplemented>(placed)) set(*more);
  if (const auto* other = as<RecordChanged>(placed)) set(*other);
}

}  // namespace

// Who somebody is, is not dated: registrations and their supplements are seen on every day. What
// happened to them is dated.
std::optional<Organisation> fold_organisation(std::string_view id, std::vector<Placed> facts,
                                              Date effective, std::int64_t entries) {
  sort_for_fold(facts);
  std::optional<Organisation> folded;
  for (const Placed& placed : facts) {
    if (const auto* registered = as<OrganisationRegistered>(placed); registered && !folded) {
      folded.emplace();
      folded->id = OrgId(id);
      folded->registered = *registered;
      folded->trace = placed.trace;
      folded->version = entries;
    }
  }
  if (!folded) return folded;
  for (const Placed& placed : facts) {
    edit(placed, folded->registered);
    if (placed.fact.effective_on > effective) continue;
    if (const auto* changed = as<OrganisationStatusChanged>(placed)) {
      folded->status = changed->status;
      folded->status_on = placed.fact.effective_on;
    } else if (const auto* succeeded = as<OrganisationSucceeded>(placed)) {
      folded->successor_org_id = succeeded->successor_org_id;
    }
  }
  return folded;
}

std::optional<Person> fold_person(std::string_view id, std::vector<Placed> facts, Date effective,
                                  std::int64_t entries) {
  sort_for_fold(facts);
  std::optional<Person> folded;
  for (const Placed& placed : facts) {
    if (const auto* registered = as<PersonRegistered>(placed); registered && !folded) {
      folded.emplace();
      folded->id = PersonId(id);
      folded->registered = *registered;
      folded->trace = placed.trace;
      folded->version = entries;
    }
  }
  if (!folded) return folded;
  for (const Placed& placed : facts) {
    edit(placed, folded->registered);
    if (placed.fact.effective_on > effective) continue;
    if (const auto* employed = as<PersonEmployed>(placed)) folded->employments.push_back(*employed);
  }
  return folded;
}

Book fold_book(std::vector<Placed> facts, Date effective, std::int64_t entries) {
  sort_for_fold(facts);
  Book book;
  book.version = entries;
  for (const Placed& placed : facts) {
    if (const auto* opened = as<BookOpened>(placed); opened != nullptr && book.id.empty()) {
      book.id = opened->book_id;
      book.utc_offset_minutes = opened->utc_offset_minutes;
      const Result<Currency> currency = Currency::of(opened->default_currency);
      if (currency.has_value()) book.currency = *currency;
      book.default_source = opened->default_source;
    } else if (const auto* recorded = as<ImportRecorded>(placed)) {
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
