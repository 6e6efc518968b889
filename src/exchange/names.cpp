#include "exchange/names.hpp"

#include <bursar/base/digest.hpp>
#include <bursar/base/text.hpp>

#include "exchange/row_body.hpp"

#include <algorithm>

namespace bursar::exchange {
namespace {

constexpr std::string_view named_organisation = "name:";
constexpr std::string_view named_person = "named-in:";

std::vector<std::string> among(const std::vector<std::string>& ids,
                               const std::vector<std::string>& wanted) {
  std::vector<std::string> found;
  for (const std::string& id : ids) {
    if (std::find(wanted.begin(), wanted.end(), id) != wanted.end()) found.push_back(id);
  }
  return found;
}

std::vector<std::string> without_prefix(const std::vector<std::string>& ids,
                                        std::string_view prefix) {
  std::vector<std::string> found;
  for (const std::string& id : ids) {
    if (!id.starts_with(prefix)) found.push_back(id);
  }
  return found;
}

Refusal ambiguous(std::string_view value, const std::vector<std::string>& ids) {
  std::string candidates;
  for (const std::string& id : ids) candidates += (candidates.empty() ? "" : ", ") + id;
  return Refusal(Code::name_ambiguous)
      .with("value", std::string(value))
      .with("candidates", std::move(candidates));
}

RowOrigin origin_of(const RowReader& row) {
  return {static_cast<std::uint32_t>(row.table().file), row.place().line};
}

}  // namespace

std::string name_key(std::string_view name) { return without_blanks(half_width(name)); }

std::string id_of_named_organisation(std::string_view name) {
  return std::string(named_organisation) + sha256(name_key(name)).hex().substr(0, 16);
}

void Names::add_organisation(std::string_view id, std::string_view name,
                             std::string_view credit_code) {
  const std::string key = name_key(name);
  std::string& known = organisation_name_keys_[std::string(id)];
  if (!key.empty() && known != key) {
    known = key;
    auto& ids = organisations_by_name_[key].ids;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
  }
  if (!credit_code.empty()) organisations_by_code_.emplace(credit_code, id);
}

void Names::add_person(std::string_view id, std::string_view name) {
  person_ids_.emplace(id);
  if (name.empty()) return;
  auto& ids = persons_by_name_[name_key(name)].ids;
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
}

void Names::add_employment(std::string_view person_id, std::string_view org_id) {
  employers_[std::string(person_id)].emplace_back(org_id);
}

void Names::add_rejected(std::string_view name, const std::string& file, std::uint32_t line) {
  const std::string key = name_key(name);
  if (key.empty()) return;
  rejected_.emplace(key, RowOrigin{0, line});
  rejected_files_.emplace(key, file);
}

std::optional<PartyKind> Names::kind_of(std::string_view id) const {
  const std::string text(id);
  // Which rows made a unit before depends on their order.
  const bool organisation = organisation_name_keys_.contains(text) &&
                            !id.starts_with(named_organisation) &&
                            !created_organisations_.contains(text);
  const bool person = person_ids_.contains(text);
  if (organisation == person) return std::nullopt;
  return organisation ? PartyKind::organisation : PartyKind::person;
}

bool Names::refuse_rejected(RowReader& row, std::size_t place, const std::string& key) {
  const auto found = rejected_.find(key);
  if (found == rejected_.end()) return false;
  row.refuse(place,
             Refusal(Code::row_depends_on_rejected)
                 .with("record", std::string(row.cell(place)))
                 .with("line", std::to_string(found->second.line))
                 .with("file", rejected_files_.at(key)),
             true);
  return true;
}

bool Names::employed_by(const std::string& person, const OrgId& org) const {
  const auto found = employers_.find(person);
  if (found == employers_.end()) return org.empty();
  return std::find(found->second.begin(), found->second.end(), org.text()) != found->second.end();
}

void Names::accept_current(const RowReader& row) {
  for (const std::string& id : current_) {
    for (auto* created : {&created_organisations_, &created_persons_}) {
      const auto found = created->find(id);
      if (found == created->end() || found->second.used) continue;
      found->second.used = true;
      found->second.origin = origin_of(row);
    }
  }
}

void Names::note_created(const std::map<std::string, CreatedParty>& created,
                         const std::string& id) {
  if (!created.empty() && created.contains(id)) current_.push_back(id);
}

std::string Names::resolve_organisation(RowReader& row, std::size_t place,
                                        const NameContext& context) {
  std::string text(row.cell(place));
  const std::string key = name_key(text);
  if (refuse_rejected(row, place, key)) return {};
  if (organisation_name_keys_.contains(text)) return text;
  if (const auto coded = organisations_by_code_.find(text); coded != organisations_by_code_.end()) {
    return coded->second;
  }
  if (const auto found = organisations_by_name_.find(key); found != organisations_by_name_.end()) {
    const auto& ids = found->second.ids;
    if (ids.size() == 1) return ids.front();
    const auto related = among(ids, context.related);
    if (related.size() == 1) return related.front();
    const auto registered = without_prefix(ids, named_organisation);
    if (registered.size() == 1) return registered.front();
    row.refuse(place, ambiguous(text, ids));
    return {};
  }
  std::string id = id_of_named_organisation(text);
  if (!organisation_name_keys_.contains(id)) {
    created_organisations_.emplace(id, CreatedParty{id, text, {}, origin_of(row)});
  }
  add_organisation(id, text, {});
  return id;
}

OrgId Names::organisation(RowReader& row, const FieldPlaces& places, const NameContext& context) {
  if (places.own != no_column && row.is_lead(places.own)) return context.lead;
  const bool named = places.name != no_column && !row.cell(places.name).empty();
  if (places.own == no_column || row.cell(places.own).empty()) {
    if (!named) return OrgId();
    const std::string resolved = resolve_organisation(row, places.name, context);
    note_created(created_organisations_, resolved);
    return OrgId(resolved);
  }
  const std::string id(row.id(places.own));
  if (!named) return OrgId(id);
  const auto known = organisation_name_keys_.find(id);
  const std::string name(row.cell(places.name));
  if (known == organisation_name_keys_.end()) {
    created_organisations_.emplace(id, CreatedParty{id, name, {}, origin_of(row)});
    add_organisation(id, name, {});
  } else if (known->second != name_key(name)) {
    problems_.notice_line(NoticeCode::unit_name_differs, row.file().input->name, row.place().line);
  }
  note_created(created_organisations_, id);
  return OrgId(id);
}

std::string Names::resolve_person(RowReader& row, std::size_t place, const NameContext& context) {
  std::string text(row.cell(place));
  const std::string key = name_key(text);
  if (refuse_rejected(row, place, key)) return {};
  if (person_ids_.contains(text)) return text;
  const auto found = persons_by_name_.find(key);
  if (found != persons_by_name_.end()) {
    const auto& ids = found->second.ids;
    const auto related = among(ids, context.related);
    if (related.size() == 1) return related.front();
    const auto registered = without_prefix(ids, named_person);
    if (registered.size() == 1) return registered.front();
    // Among several of the name, the one who works there; whoever was created from a name alone is
    // nobody else than the one at that organisation.
    std::vector<std::string> here;
    for (const std::string& id : registered.empty() ? ids : registered) {
      if (employed_by(id, context.lead)) here.push_back(id);
    }
    if (here.size() == 1) return here.front();
    if (!registered.empty() || here.size() > 1) {
      row.refuse(place, ambiguous(text, registered.empty() ? here : registered));
      return {};
    }
  }
  const std::string stem = std::string(named_person) + std::string(context.project_id);
  std::string id = stem;
  for (int next = 2; person_ids_.contains(id); ++next) id = stem + "/" + std::to_string(next);
  created_persons_.emplace(id, CreatedParty{id, text, context.lead, origin_of(row)});
  add_person(id, text);
  if (!context.lead.empty()) add_employment(id, context.lead.text());
  return id;
}

PersonId Names::person(RowReader& row, const FieldPlaces& places, const NameContext& context) {
  if (places.own != no_column && !row.cell(places.own).empty()) return PersonId(row.id(places.own));
  if (places.name == no_column || row.cell(places.name).empty()) return PersonId();
  const std::string id = resolve_person(row, places.name, context);
  note_created(created_persons_, id);
  return PersonId(id);
}

std::string Names::party(RowReader& row, const FieldPlaces& places, const NameContext& context) {
  if (places.own != no_column && row.is_lead(places.own)) return context.lead.text();
  if (places.own != no_column && !row.cell(places.own).empty()) {
    return std::string(row.id(places.own));
  }
  if (places.name == no_column || row.cell(places.name).empty()) return {};
  const std::string text(row.cell(places.name));
  const std::string key = name_key(text);
  const bool is_person = !organisation_name_keys_.contains(text) &&
                         !organisations_by_name_.contains(key) &&
                         (person_ids_.contains(text) || persons_by_name_.contains(key));
  std::string id = is_person ? resolve_person(row, places.name, context)
                             : resolve_organisation(row, places.name, context);
  note_created(is_person ? created_persons_ : created_organisations_, id);
  return id;
}

}  // namespace bursar::exchange
