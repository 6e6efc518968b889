// From the cells of a row to the body of a fact, and its comparison with what is known.
#pragma once

#include <bursar/base/text.hpp>
#include <bursar/grant/record_fields.hpp>
#include <bursar/money/amount_text.hpp>

#include "exchange/known_facts.hpp"
#include "exchange/names.hpp"
#include "exchange/row_reader.hpp"

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <string>
#include <type_traits>

namespace bursar::exchange {

/// The column in which a unit or person may be named instead of the id in `field`.
constexpr std::string_view name_column(std::string_view field) {
  struct Pair {
    std::string_view field, name;
  };
  constexpr Pair pairs[] = {{"org_id", "org_name"},
                            {"leader_id", "leader_name"},
                            {"new_leader_id", "new_leader_name"},
                            {"payer_org_id", "payer_org_name"},
                            {"from_org_id", "from_org_name"},
                            {"to_org_id", "to_org_name"},
                            {"employer_org_id", "employer_name"},
                            {"successor_org_id", "successor_name"},
                            {"addressee", "addressee_name"},
                            {"vendor_id", "vendor_name"}};
  for (const Pair& pair : pairs) {
    if (pair.field == field) return pair.name;
  }
  return {};
}

/// Where the cells of a body's field stand among the columns of its kind.
struct FieldPlaces {
  std::size_t own = no_column;
  std::size_t name = no_column;
};
template <class Body>
constexpr FieldPlaces places_of(std::string_view field) {
  constexpr DossierKind kind = FactTraits<Body>::kind;
  if (field == "id_mask") return {column_place(kind, "id_key"), no_column};
  if (field == "addressed_to") return places_of<Body>("addressee");
  const std::string_view name = name_column(field);
  return {column_place(kind, field), name.empty() ? no_column : column_place(kind, name)};
}

/// Whether a row says anything about a field.
inline bool says(const RowReader& row, FieldPlaces places) {
  const auto given = [&](std::size_t place) {
    return place != no_column && (!row.cell(place).empty() || row.is_lead(place));
  };
  return given(places.own) || given(places.name);
}
/// The cell to blame for a field.
inline std::size_t blamed(const RowReader& row, FieldPlaces places) {
  const bool by_name =
      places.own == no_column ||
      (row.cell(places.own).empty() && places.name != no_column && !row.cell(places.name).empty());
  return by_name ? places.name : places.own;
}

/// Reads the fields of a body, each from the column of its name.
template <class Body>
class BodyFiller {
 public:
  BodyFiller(RowReader& row, Names& names, const NameContext& context)
      : row_(row), names_(names), context_(context) {}

  [[nodiscard]] Body fill() {
    Body body{};
    boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>(
        [&](auto member) {
          constexpr FieldPlaces places = places_of<Body>(decltype(member)::name);
          if constexpr (places.own != no_column || places.name != no_column) {
            read(body.*(decltype(member)::pointer), places);
          }
        });
    return body;
  }

 private:
  void read(SmallText& field, FieldPlaces places) {
    if (places.name != no_column) {
      field = names_.party(row_, places, context_);
    } else {
      field = row_.id(places.own);
    }
  }
  void read(OrgId& field, FieldPlaces places) {
    field = names_.organisation(row_, places, context_);
  }
  void read(PersonId& field, FieldPlaces places) { field = names_.person(row_, places, context_); }
  void read(ProjectId& field, FieldPlaces places) { field = ProjectId(row_.id(places.own)); }
  void read(Minor& field, FieldPlaces places) { field = row_.amount(places.own).value_or(Minor()); }
  void read(std::optional<Minor>& field, FieldPlaces places) { field = row_.amount(places.own); }
  void read(std::optional<Date>& field, FieldPlaces places) { field = row_.date(places.own); }
  void read(Source& field, FieldPlaces places) { field = row_.source(places.own); }
  void read(std::optional<PartyKind>&, FieldPlaces) {}  // no cell says it, the names do
  template <Word Enum>
  void read(Enum& field, FieldPlaces places) {
    if (const auto value = row_.word_as<Enum>(places.own)) field = *value;
  }
  template <Word Enum>
  void read(std::optional<Enum>& field, FieldPlaces places) {
    field = row_.word_as<Enum>(places.own);
  }
  void read(bool& field, FieldPlaces places) { field = row_.flag(places.own).value_or(false); }
  void read(std::int64_t& field, FieldPlaces places) { field = row_.count(places.own).value_or(1); }
  void read(VaultText& field, FieldPlaces places) {
    const std::string_view text = row_.cell(places.own);
    if (!text.empty()) field = VaultText(std::string(text));
  }

  RowReader& row_;
  Names& names_;
  const NameContext& context_;
};

namespace detail {

inline bool is_blank(const SmallText& text) { return text.empty(); }
template <class Tag>
bool is_blank(const Id<Tag>& id) {
  return id.empty();
}
template <class T>
bool is_blank(const std::optional<T>& perhaps) {
  return !perhaps.has_value();
}
inline bool is_blank(const VaultText& text) { return text.empty(); }
template <class T>
bool is_blank(const T&) {
  return false;
}

template <class T>
bool is_same(const T& a, const T& b, const OrgId&) {
  return a == b;
}
inline bool is_same(const OrgId& a, const OrgId& b, const OrgId& lead) {
  return or_lead(a, lead) == or_lead(b, lead);
}

/// The value that stands for a field: a blank organisation is the lead.
inline OrgId or_lead_id(const OrgId& org, const OrgId& lead) { return org.empty() ? lead : org; }
template <class T>
const T& or_lead_id(const T& value, const OrgId&) {
  return value;
}

inline std::string shown(const VaultText& text) { return std::string(text.view()); }
template <class T>
std::string shown(const T& value) {
  return field_text::write(value);
}

/// The same for people: amounts as the currency writes them.
inline std::string shown(Minor amount, Currency currency) {
  return plain_text(Money::of_minor(amount, currency));
}
inline std::string shown(bool flag, Currency) { return flag ? "yes" : "no"; }
template <class T>
std::string shown(const T& value, Currency) {
  return shown(value);
}
inline std::string shown(const std::optional<Minor>& amount, Currency currency) {
  return amount ? shown(*amount, currency) : std::string();
}

}  // namespace detail

/// Refuses a change that would hold before the first day on which it may.
inline void refuse_change_before(RowReader& row, std::string record, Date first, Date on) {
  row.refuse(column_place(row.table().kind, "changed_on"), Refusal(Code::change_before_record)
                                                               .with("record", std::move(record))
                                                               .with("day", to_iso(first))
                                                               .with("value", to_iso(on)));
}

/// Compares one stated fact with what is known of it.
template <class Body>
class Comparison {
 public:
  /// `stated` outlives the comparison, and is moved from where it is news.
  Comparison(RowReader& row, KnownFacts& facts, Stated<Body>& stated, const StatedChange& change)
      : row_(row),
        facts_(facts),
        stated_(stated),
        change_(change),
        key_(FactTraits<Body>::key(stated_.body, facts.lead())) {}

  /// Refuses the row where it contradicts what is known. Nothing is changed yet.
  void check() {
    const Known<Body>* known = facts_.find<Body>(key_);
    if (known == nullptr) return check_own_day();
    check_day(*known);
    check_change(*known);
    each_difference(*known, [&](auto pointer, std::string_view field, FieldPlaces places) {
      const auto& old_value = detail::or_lead_id(known->body.*pointer, facts_.lead());
      if (detail::is_blank(old_value)) return;
      if (change_.given() && is_changeable(field)) return;
      if (field == "addressed_to") return;  // the addressee is blamed
      contradict(*known, blamed(row_, places), field, detail::shown(old_value, row_.currency()),
                 detail::shown(stated_.body.*pointer, row_.currency()));
    });
  }

  /// Takes what the row says. The row was checked.
  RowEffect apply() {
    const RowOrigin origin{static_cast<std::uint32_t>(row_.table().file), row_.place().line};
    Known<Body>* known = facts_.find<Body>(key_);
    if (known == nullptr) {
      facts_.of<Body>().push_back(
          {std::move(key_), std::move(stated_.body), stated_.day, false, false, origin, {}});
      return {true, false, false, false};
    }
    RowEffect effect;
    effect.known = true;
    if (!change_.given()) {
      // A derived day is the earliest one that any row gives.
      if (day_place == no_column && !known->recorded) {
        known->day = std::min(known->day, stated_.day);
      }
      each_difference(*known, [&](auto pointer, std::string_view field, FieldPlaces) {
        effect.supplemented = true;
        supplement(*known, pointer, field, origin);
      });
      return effect;
    }
    if (!known->recorded) known->keep_unchanged();
    if (says_other_day(*known)) {
      effect.changed = true;
      known->day = stated_.day;
      change_to(*known, FactTraits<Body>::day_column, to_iso(stated_.day), {}, origin);
    }
    each_difference(*known, [&](auto pointer, std::string_view field, FieldPlaces) {
      effect.changed = true;
      change(*known, pointer, field, origin);
    });
    return effect;
  }

 private:
  /// The text of a stated value, or the private one.
  struct FieldText {
    std::string value;
    VaultText private_value;
  };
  static FieldText text_of(const VaultText& value) { return {{}, value}; }
  template <class T>
  static FieldText text_of(const T& value) {
    return {field_text::write(value), {}};
  }

  /// What was blank holds from the day of the record on, as if it had been stated with it.
  template <class Pointer>
  void supplement(Known<Body>& known, Pointer pointer, std::string_view field, RowOrigin origin) {
    known.body.*pointer = stated_.body.*pointer;
    if (!known.recorded) {
      if (known.unchanged) known.unchanged->body.*pointer = stated_.body.*pointer;
      return;
    }
    FieldText text = text_of(stated_.body.*pointer);
    facts_.add_edit({known.day,
                     RecordSupplemented{FactTraits<Body>::record(known.body), std::string(field),
                                        std::move(text.value), std::move(text.private_value)},
                     origin});
  }

  /// What became another holds from the stated day on, also where it was blank before.
  template <class Pointer>
  void change(Known<Body>& known, Pointer pointer, std::string_view field, RowOrigin origin) {
    known.body.*pointer = stated_.body.*pointer;
    if constexpr (std::is_same_v<Body, OpinionIssued>) {
      if (field == "adopted" && adopt(known.body, origin)) return;
    }
    FieldText text = text_of(stated_.body.*pointer);
    change_to(known, field, std::move(text.value), std::move(text.private_value), origin);
  }

  /// That an opinion is adopted after it was issued is a fact of its own, which has a day and no
  /// reason: that is kept as a remark. Of one day it comes before all changes, so that it cannot
  /// follow one; then nothing is done, and false is returned.
  bool adopt(const OpinionIssued& opinion, RowOrigin origin) {
    const std::string record = FactTraits<OpinionIssued>::record(opinion);
    if (!opinion.adopted || facts_.last_change(record, "adopted") == change_.on) return false;
    facts_.add_edit({*change_.on, OpinionAdopted{opinion.opinion_id, {}}, origin});
    facts_.keep_remark(record, remark_of_reason(change_.reason), *change_.on, origin);
    return true;
  }

  void change_to(const Known<Body>& known, std::string_view field, std::string value,
                 VaultText private_value, RowOrigin origin) {
    facts_.add_edit(
        {*change_.on,
         RecordChanged{FactTraits<Body>::record(known.body), std::string(field), std::move(value),
                       std::move(private_value), VaultText(change_.reason)},
         origin});
  }

  /// Calls `visit(member pointer, field, places)` where the row says something else.
  template <class Visit>
  void each_difference(const Known<Body>& known, const Visit& visit) {
    [[maybe_unused]] bool other_addressee = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>(
        [&](auto member) {
          constexpr FieldPlaces places = places_of<Body>(decltype(member)::name);
          if constexpr (places.own != no_column || places.name != no_column) {
            constexpr auto pointer = decltype(member)::pointer;
            using Field = std::remove_cvref_t<decltype(known.body.*pointer)>;
            if (!says(row_, places) || is_refused(places)) return;
            if (std::is_same_v<Field, VaultText> && known.erased) return;
            if constexpr (std::is_same_v<Field, std::optional<PartyKind>>) {
              // No row says it: it was looked up when the addressee was stated.
              if (!other_addressee) return;
            }
            if (detail::is_same(known.body.*pointer, stated_.body.*pointer, facts_.lead())) return;
            if (restates(known) && detail::is_same(known.unchanged->body.*pointer,
                                                   stated_.body.*pointer, facts_.lead())) {
              return;
            }
            if (is_on_record(known, decltype(member)::name, detail::shown(stated_.body.*pointer)))
              return;
            if (known.unchanged && was(known, decltype(member)::name, shown(stated_.body.*pointer),
                                       shown(known.unchanged->body.*pointer))) {
              return;
            }
            visit(pointer, decltype(member)::name, places);
            if (std::string_view(decltype(member)::name) == "addressee") other_addressee = true;
          }
        });
  }

  /// Whether a field could not be read: then there is nothing to compare.
  [[nodiscard]] bool is_refused(FieldPlaces places) const {
    return row_.refused(places.own) || row_.refused(places.name);
  }

  static constexpr std::size_t day_place =
      FactTraits<Body>::day_column.empty()
          ? no_column
          : column_place(FactTraits<Body>::kind, FactTraits<Body>::day_column);

  /// Whether a field may become another with a day and a reason. What tells records apart may not,
  /// nor the unit in which all amounts of a project are counted.
  static constexpr bool is_changeable(std::string_view field) {
    return field != "currency" && field != "successor_org_id";
  }

  /// Whether a row without a change may say what the record was at first: in an import that also
  /// says what became of it, as when a file with an original and its corrections comes again.
  [[nodiscard]] bool restates(const Known<Body>& known) const {
    return !change_.given() && known.unchanged &&
           facts_.corrections().concern(row_.table().kind, row_.cell(0));
  }

  /// Whether this very change was made before, and another one after it.
  [[nodiscard]] bool is_on_record(const Known<Body>& known, std::string_view field,
                                  std::string_view value) const {
    return change_.given() &&
           facts_.has_change(FactTraits<Body>::record(known.body), field, value, change_);
  }

  template <class Field>
  [[nodiscard]] std::string shown(const Field& value) const {
    return detail::shown(detail::or_lead_id(value, facts_.lead()));
  }

  /// Whether a field was what the row says on the day of the row's change, and became another only
  /// later: a row with a change says all that its record was then.
  [[nodiscard]] bool was(const Known<Body>& known, std::string_view field, std::string_view value,
                         std::string_view first) const {
    if (!change_.given()) return false;
    if (day_place != no_column && *change_.on < known.unchanged->day) return false;
    return facts_.was(FactTraits<Body>::record(known.body), field, value, change_, first,
                      facts_.corrections().has_next(row_, row_.place(), *change_.on));
  }

  [[nodiscard]] bool says_other_day(const Known<Body>& known) const {
    if constexpr (day_place == no_column) {
      return false;
    } else {
      return !row_.cell(day_place).empty() && !row_.refused(day_place) &&
             known.day != stated_.day &&
             !(restates(known) && known.unchanged->day == stated_.day) &&
             !is_on_record(known, FactTraits<Body>::day_column, to_iso(stated_.day)) &&
             !(known.unchanged && was(known, FactTraits<Body>::day_column, to_iso(stated_.day),
                                      to_iso(known.unchanged->day)));
    }
  }

  void check_day(const Known<Body>& known) {
    if (change_.given() || !says_other_day(known)) return;
    contradict(known, day_place, FactTraits<Body>::day_column, to_iso(known.day),
               to_iso(stated_.day));
  }

  /// A row that is the only one of its record does not say what that was before its own day.
  void check_own_day() {
    if constexpr (day_place != no_column) {
      if (!change_.given() || row_.cell(day_place).empty() || row_.refused(day_place)) return;
      if (*change_.on < stated_.day) refuse_early_change(stated_.body, stated_.day);
    }
  }

  /// What a record became holds from the day of the record on, where it has one of its own, of the
  /// day that it is moved to, and of the change before: an earlier one would be stored, and never
  /// hold.
  void check_change(const Known<Body>& known) {
    if (!change_.given()) return;
    std::optional<Date> first;
    const auto take_day = [&](std::optional<Date> day) {
      if (day && (!first || *first < *day)) first = day;
    };
    const auto take = [&](std::string_view field) {
      if (day_place != no_column) take_day(known.day);
      take_day(facts_.last_change(FactTraits<Body>::record(known.body), field));
    };
    if (says_other_day(known)) {
      take(FactTraits<Body>::day_column);
      take_day(stated_.day);
    }
    each_difference(known, [&](auto, std::string_view field, FieldPlaces) { take(field); });
    if (!first || *change_.on >= *first) return;
    refuse_early_change(known.body, *first);
  }
  void refuse_early_change(const Body& body, Date first) {
    refuse_change_before(row_, named(body), first, *change_.on);
  }

  /// The name of a record for people: what is a subject of its own has the id of that.
  [[nodiscard]] std::string named(const Body& body) const {
    std::string record = FactTraits<Body>::record(body);
    if (record.ends_with(':')) record += row_.cell(0);
    return record;
  }

  void contradict(const Known<Body>& known, std::size_t place, std::string_view field,
                  std::string old_value, std::string new_value) {
    const std::string record = named(known.body);
    if (!known.recorded) {
      row_.refuse(place, Refusal(Code::rows_disagree)
                             .with("record", record)
                             .with("field", std::string(field))
                             .with("other", std::move(old_value))
                             .with("line", std::to_string(known.origin.line))
                             .with("file", std::string(row_.file_name(known.origin.file)))
                             .with("value", std::move(new_value)));
      return;
    }
    row_.refuse(place,
                Refusal(is_changeable(field) ? Code::value_changed : Code::value_unchangeable)
                    .with("record", record)
                    .with("field", std::string(field))
                    .with("recorded", std::move(old_value))
                    .with("value", std::move(new_value)));
  }

  RowReader& row_;
  KnownFacts& facts_;
  Stated<Body>& stated_;
  const StatedChange& change_;
  std::string key_;
};

/// The day and the reason that a row gives for values that became others. Refuses one without the
/// other.
template <DossierKind kind>
[[nodiscard]] StatedChange stated_change(RowReader& row) {
  constexpr std::size_t on = column_place(kind, "changed_on");
  constexpr std::size_t reason = column_place(kind, "change_reason");
  StatedChange change;
  if (row.cell(on).empty() && row.cell(reason).empty()) return change;
  change.on = row.date(on);
  change.reason = row.cell(reason);
  for (const std::size_t place : {on, reason}) {
    if (!row.cell(place).empty()) continue;
    row.refuse(place, Refusal(Code::change_incomplete)
                          .with("field", place == on ? "changed_on" : "change_reason"));
    change.on.reset();
  }
  return change;
}

/// Compares the facts that a row states with what is known, and takes all of them, or none where
/// the row is refused. A row that was refused before is compared too: all that is wrong is told.
template <class... Bodies>
[[nodiscard]] std::optional<RowEffect> commit_row(RowReader& row, KnownFacts& facts,
                                                  const StatedChange& change,
                                                  std::optional<Stated<Bodies>>&&... stated) {
  std::tuple<std::optional<Comparison<Bodies>>...> comparisons;
  const auto compare = [&](auto& comparison, auto& one) {
    if (!one) return;
    comparison.emplace(row, facts, *one, change);
    comparison->check();
  };
  std::apply([&](auto&... each) { (compare(each, stated), ...); }, comparisons);
  if (!row.ok()) return std::nullopt;
  RowEffect effect;
  const auto take = [&](auto& comparison) {
    if (comparison) effect |= comparison->apply();
  };
  std::apply([&](auto&... each) { (take(each), ...); }, comparisons);
  if (effect.added && effect.known) {
    effect.added = false;
    effect.supplemented = true;
  }
  return effect;
}

/// The status that a row states, if it is news. A status with a day of its own is news unless it
/// stands there already; one without takes effect today, if it is not the latest one. Two rows that
/// give the same record different statuses for one day are refused.
template <class Status>
[[nodiscard]] std::optional<KnownStatus<Status>> news_of_status(
    RowReader& row, const std::vector<KnownStatus<Status>>& known, std::string key,
    std::size_t place, Status status, std::optional<Date> on, Date today, Status initial) {
  const Date day = on.value_or(today);
  const KnownStatus<Status>* latest = nullptr;
  for (const KnownStatus<Status>& each : known) {
    if (each.key != key) continue;
    if (each.status == status && each.day == day) return std::nullopt;
    if (each.day == day) {
      Refusal refusal(each.recorded ? Code::value_unchangeable : Code::rows_disagree);
      refusal = std::move(refusal)
                    .with("record", record_name(word(row.table().kind),
                                                key.empty() ? row.cell(0) : std::string_view(key)))
                    .with("field", "status")
                    .with(each.recorded ? "recorded" : "other", std::string(word(each.status)))
                    .with("value", std::string(word(status)));
      if (!each.recorded) {
        refusal = std::move(refusal)
                      .with("line", std::to_string(each.origin.line))
                      .with("file", std::string(row.file_name(each.origin.file)));
      }
      row.refuse(place, std::move(refusal));
      return std::nullopt;
    }
    if (latest == nullptr || latest->day <= each.day) latest = &each;
  }
  if (!on && status == (latest == nullptr ? initial : latest->status)) return std::nullopt;
  const RowOrigin origin{static_cast<std::uint32_t>(row.table().file), row.place().line};
  return KnownStatus<Status>{std::move(key), status, day, false, origin};
}

}  // namespace bursar::exchange
