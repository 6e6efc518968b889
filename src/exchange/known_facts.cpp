#include "exchange/known_facts.hpp"

#include <bursar/grant/fact_codec.hpp>

#include <algorithm>
#include <iterator>

namespace bursar::exchange {
namespace {

template <class Body, class Tuple>
struct IsAmong;
template <class Body, class... Bodies>
struct IsAmong<Body, std::tuple<Bodies...>> : std::disjunction<std::is_same<Body, Bodies>...> {};

/// Sets a field of a fact, or its day.
template <class Body>
void set(Body& body, Date& day, std::string_view field, const std::string& value,
         const VaultText& private_value) {
  if (!FactTraits<Body>::day_column.empty() && field == FactTraits<Body>::day_column) {
    (void)field_text::read(value, day);
  } else if (is_private_field<Body>(field)) {
    (void)set_private_field(body, field, private_value);
  } else {
    (void)set_field(body, field, value);
  }
}

/// Applies a supplement or a change to a fact that it names, unless the fact has no such field or
/// cannot take the value: then it belongs to another fact of the record.
template <class Body>
void edit(Known<Body>& known, std::string_view field, const std::string& value,
          const VaultText& private_value, bool changes) {
  if (changes) {
    known.keep_unchanged();
  } else if (known.unchanged) {
    set(known.unchanged->body, known.unchanged->day, field, value, private_value);
  }
  set(known.body, known.day, field, value, private_value);
}

/// What edits of one day are sorted by.
std::string edit_key(const FactBody& body) {
  if (const auto* more = std::get_if<RecordSupplemented>(&body)) {
    return more->record + "|" + more->field;
  }
  if (const auto* other = std::get_if<RecordChanged>(&body)) {
    return other->record + "|" + other->field;
  }
  if (const auto* adopted = std::get_if<OpinionAdopted>(&body)) {
    return record_name("opinions", adopted->opinion_id) + "|adopted";
  }
  return {};
}

/// Texts as one, told apart by a character that stands in none of them.
std::string joined(std::initializer_list<std::string_view> texts) {
  std::string out;
  for (const std::string_view text : texts) {
    out += text;
    out += '\0';
  }
  return out;
}

/// A fact that is not on record: what facts are sorted by, and how it is made of what is known.
struct NewFact {
  Date day;
  std::size_t rank;      ///< of the kind
  std::string_view key;  ///< tells facts of a kind apart
  void* known;
  void (*make)(void* known, Fact& fact);
};

template <class Body>
void make_fact(void* known, Fact& fact) {
  auto& from = *static_cast<Known<Body>*>(known);
  fact.effective_on = from.unchanged ? from.unchanged->day : from.day;
  fact.body.emplace<Body>(std::move(from.unchanged ? from.unchanged->body : from.body));
  fact.origin = from.origin;
}

const std::string erased_reason(1, '\0');  // any row may have given it

}  // namespace

void KnownFacts::clear() {
  std::apply([](auto&... lists) { (lists.clear(), ...); }, lists_);
  lead_ = OrgId();
  decision_statuses_.clear();
  org_statuses_.clear();
  remarks_.clear();
  known_remarks_.clear();
  erased_remarks_.clear();
  changes_.clear();
  reasons_.clear();
  edits_.clear();
  corrections_.clear();
}

void KnownFacts::keep_remark(const std::string& record, std::string text, Date day,
                             const RowOrigin& origin) {
  if (text.empty() || erased_remarks_.contains(record)) return;
  if (!known_remarks_.insert(joined({record, text})).second) return;
  remarks_.push_back({record, std::move(text), day, origin});
}

bool KnownFacts::has_change(std::string_view record, std::string_view field, std::string_view value,
                            const StatedChange& change) const {
  if (changes_.empty() || !change.on) return false;
  const auto found = changes_.find(joined({record, field}));
  if (found == changes_.end()) return false;
  const auto day = found->second.find(*change.on);
  if (day == found->second.end()) return false;
  const std::vector<KnownChange>& of_day = day->second;
  if (of_day.back().value == value) return true;
  const auto has_reason = [&](const KnownChange& each) {
    if (each.erased || !each.reason.empty()) return each.erased || each.reason == change.reason;
    return erased_remarks_.contains(std::string(record)) ||
           known_remarks_.contains(joined({record, remark_of_reason(change.reason)}));
  };
  return std::ranges::any_of(
      of_day, [&](const KnownChange& each) { return each.value == value && has_reason(each); });
}

void KnownFacts::remember_change(std::string_view record, std::string_view field, Date on,
                                 KnownChange change) {
  reasons_[joined({record, to_iso(on)})][change.erased ? erased_reason : change.reason].emplace(
      field);
  changes_[joined({record, field})][on].push_back(std::move(change));
}

bool KnownFacts::changed_otherwise(std::string_view record, std::string_view field,
                                   const StatedChange& change) const {
  const auto found = reasons_.find(joined({record, to_iso(*change.on)}));
  if (found == reasons_.end()) return false;
  return std::ranges::any_of(found->second, [&](const auto& each) {
    const auto& [reason, fields] = each;
    if (reason != change.reason && reason != erased_reason) return false;
    return std::ranges::any_of(fields, [&](const std::string& other) { return other != field; });
  });
}

bool KnownFacts::was(std::string_view record, std::string_view field, std::string_view value,
                     const StatedChange& change, std::string_view first, bool has_next) const {
  if (changes_.empty()) return false;
  const auto found = changes_.find(joined({record, field}));
  if (found == changes_.end()) return false;
  const ChangesByDay& days = found->second;
  const auto day = days.lower_bound(*change.on);
  if (day == days.end()) return false;
  const std::string_view before = day == days.begin() ? first : std::prev(day)->second.back().value;
  if (day->first != *change.on) return value == before;
  if (std::next(day) != days.end() && value == day->second.back().value) return true;
  const bool was_then =
      value == before ||
      std::ranges::find(day->second, value, &KnownChange::value) != day->second.end();
  return was_then && (has_next || changed_otherwise(record, field, change));
}

bool KnownFacts::became(std::string_view record, std::string_view field,
                        std::string_view value) const {
  const auto found = changes_.find(joined({record, field}));
  if (found == changes_.end()) return false;
  return std::ranges::any_of(found->second, [&](const auto& day) {
    return std::ranges::find(day.second, value, &KnownChange::value) != day.second.end();
  });
}

void KnownFacts::remember_change(const RecordChanged& body, Date on, bool erased) {
  const std::string_view value =
      body.private_value.empty() ? std::string_view(body.value) : body.private_value.view();
  remember_change(body.record, body.field, on,
                  {std::string(value), std::string(body.reason.view()), erased});
}

void KnownFacts::add_edit(Fact fact) {
  if (const auto* changed = std::get_if<RecordChanged>(&fact.body)) {
    remember_change(*changed, fact.effective_on, false);
  } else if (const auto* adopted = std::get_if<OpinionAdopted>(&fact.body)) {
    remember_change(record_name("opinions", adopted->opinion_id), "adopted", fact.effective_on,
                    {field_text::write(true), {}, false});
  }
  edits_.push_back(std::move(fact));
}

std::optional<Date> KnownFacts::last_change(std::string_view record, std::string_view field) const {
  if (changes_.empty()) return std::nullopt;
  const auto found = changes_.find(joined({record, field}));
  return found == changes_.end() ? std::nullopt : std::optional(found->second.rbegin()->first);
}

void KnownFacts::set_lead(const OrgId& lead) {
  if (lead == lead_) return;
  lead_ = lead;
  // A blank organisation is the lead's.
  std::get<KnownList<BudgetSet>>(lists_).key_again(lead_);
  std::get<KnownList<PartnerJoined>>(lists_).key_again(lead_);
}

void KnownFacts::take_recorded(const Fact& fact, bool erased) {
  std::visit(
      [&]<class Body>(const Body& body) {
        if constexpr (IsAmong<Body, ComparedFacts>::value) {
          if constexpr (std::is_same_v<Body, ProjectRegistered>) set_lead(body.org_id);
          std::string key = FactTraits<Body>::key(body, lead_);
          if (find<Body>(key) != nullptr) return;  // irregular: the first one counts
          of<Body>().push_back({std::move(key), body, fact.effective_on, true, erased, {}});
        } else if constexpr (std::is_same_v<Body, DecisionStatusChanged>) {
          decision_statuses_.push_back(
              {body.decision_id, body.status, fact.effective_on, true, {}});
        } else if constexpr (std::is_same_v<Body, OrganisationStatusChanged>) {
          org_statuses_.push_back({{}, body.status, fact.effective_on, true, {}});
        } else if constexpr (std::is_same_v<Body, RemarksKept>) {
          if (erased) erased_remarks_.insert(body.record);
          known_remarks_.insert(joined({body.record, body.remarks.view()}));
        } else if constexpr (std::is_same_v<Body, OpinionAdopted>) {
          take_adoption(body, fact.effective_on);
        } else if constexpr (std::is_same_v<Body, RecordChanged>) {
          remember_change(body, fact.effective_on, erased);
          take_edit(body.record, body.field, body.value, body.private_value, true);
        } else if constexpr (std::is_same_v<Body, RecordSupplemented>) {
          take_edit(body.record, body.field, body.value, body.private_value, false);
        }
      },
      fact.body);
}

void KnownFacts::take_edit(const std::string& record, std::string_view field,
                           const std::string& value, const VaultText& private_value, bool changes) {
  const auto in_list = [&](auto& list) {
    list.change_record(record,
                       [&](auto& known) { edit(known, field, value, private_value, changes); });
  };
  std::apply([&](auto&... lists) { (in_list(lists), ...); }, lists_);
  if (const auto* registered = find<ProjectRegistered>({}); registered != nullptr) {
    set_lead(registered->body.org_id);
  }
}

void KnownFacts::take_adoption(const OpinionAdopted& adoption, Date on) {
  Known<OpinionIssued>* const known = find<OpinionIssued>(adoption.opinion_id);
  if (known == nullptr) return;  // irregular
  known->keep_unchanged();
  known->body.adopted = true;
  if (!adoption.replaces.empty()) known->body.replaces = adoption.replaces;
  remember_change(FactTraits<OpinionIssued>::record(known->body), "adopted", on,
                  {field_text::write(true), {}, false});
}

std::vector<Fact> KnownFacts::new_facts() {
  std::vector<NewFact> found;
  std::size_t rank = 0;
  const auto from_list = [&]<class Body>(KnownList<Body>& list) {
    ++rank;
    for (Known<Body>& known : list.all()) {
      if (known.recorded) continue;
      const Date day = known.unchanged ? known.unchanged->day : known.day;
      found.push_back({day, rank, known.key, &known, &make_fact<Body>});
    }
  };
  std::apply([&](auto&... lists) { (from_list(lists), ...); }, lists_);
  // What rows seldom say is made first, and moved from there.
  std::vector<Fact> others;
  others.reserve(decision_statuses_.size() + org_statuses_.size() + edits_.size() +
                 remarks_.size());
  const auto add_other = [&](std::string_view key, Fact fact) {
    Fact& other = others.emplace_back(std::move(fact));
    found.push_back({other.effective_on, rank, key, &other, [](void* known, Fact& made) {
                       made = std::move(*static_cast<Fact*>(known));
                     }});
  };
  ++rank;
  for (auto& each : decision_statuses_) {
    if (each.recorded) continue;
    add_other(each.key, {each.day, DecisionStatusChanged{each.key, each.status}, each.origin});
  }
  for (auto& each : org_statuses_) {
    if (each.recorded) continue;
    add_other(word(each.status), {each.day, OrganisationStatusChanged{each.status}, each.origin});
  }
  ++rank;
  std::vector<std::string> edit_keys;
  edit_keys.reserve(edits_.size());
  for (Fact& fact : edits_) {
    edit_keys.push_back(edit_key(fact.body));
    add_other(edit_keys.back(), std::move(fact));
  }
  ++rank;
  for (NewRemark& each : remarks_) {
    add_other(each.record,
              {each.day, RemarksKept{each.record, VaultText(std::move(each.text))}, each.origin});
  }
  // Changes of one value on one day stay in the order in which rows made them: the last one holds.
  std::stable_sort(found.begin(), found.end(), [](const NewFact& a, const NewFact& b) {
    return std::tie(a.day, a.rank, a.key) < std::tie(b.day, b.rank, b.key);
  });
  std::vector<Fact> facts;
  facts.reserve(found.size());
  for (const NewFact& each : found) each.make(each.known, facts.emplace_back());
  return facts;
}

}  // namespace bursar::exchange
