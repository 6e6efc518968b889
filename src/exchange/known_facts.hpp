// What is known about one subject: on record, and from the rows of this import. Rows are compared
// with it field by field; what is new comes out as facts.
#pragma once

#include <bursar/grant/facts.hpp>

#include "exchange/corrections.hpp"
#include "exchange/fact_traits.hpp"
#include "exchange/row_reader.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bursar::exchange {

/// A fact that a row states.
template <class Body>
struct Stated {
  Body body;
  Date day;
};

/// A fact that is known, with every later supplement and change applied.
template <class Body>
struct Known {
  std::string key;
  Body body;
  Date day;
  bool recorded = false;  ///< in the journal, not from this import
  bool erased = false;    ///< its private texts were erased: they are not written again
  RowOrigin origin{};
  /// Of a fact that became another: what it was before the first change, with every supplement.
  std::unique_ptr<Stated<Body>> unchanged{};

  void keep_unchanged() {
    if (!unchanged) unchanged = std::make_unique<Stated<Body>>(Stated<Body>{body, day});
  }
};

/// What a row did to the facts of its subject.
struct RowEffect {
  bool added = false;
  bool supplemented = false;
  bool changed = false;
  bool known = false;  ///< some of its facts were known before
  void operator|=(const RowEffect& other) noexcept {
    added |= other.added;
    supplemented |= other.supplemented;
    changed |= other.changed;
    known |= other.known;
  }
};

/// The day and the reason that a row gives for values that became others.
struct StatedChange {
  std::optional<Date> on;
  std::string reason;
  [[nodiscard]] bool given() const noexcept { return on.has_value(); }
};

/// Texts with their places: looked through while they are few, indexed when they are many.
class KeyIndex {
 public:
  /// The place of a key; nothing if it was not added. `key_at(i)` is the key of place i < size.
  template <class KeyAt>
  [[nodiscard]] std::optional<std::size_t> find(std::string_view key, std::size_t size,
                                                const KeyAt& key_at) {
    if (size <= looked_through_max) {
      for (std::size_t i = 0; i < size; ++i) {
        if (key_at(i) == key) return i;
      }
      return std::nullopt;
    }
    for (; indexed_ < size; ++indexed_) places_.emplace(key_at(indexed_), indexed_);
    const auto found = places_.find(std::string(key));
    return found == places_.end() ? std::nullopt : std::optional<std::size_t>(found->second);
  }
  void clear() {
    if (indexed_ != 0) places_.clear();
    indexed_ = 0;
  }

 private:
  static constexpr std::size_t looked_through_max = 16;
  std::unordered_map<std::string, std::size_t> places_;
  std::size_t indexed_ = 0;
};

/// The facts of one kind, by their keys.
template <class Body>
class KnownList {
 public:
  [[nodiscard]] std::vector<Known<Body>>& all() noexcept { return list_; }
  [[nodiscard]] Known<Body>* find(std::string_view key) {
    const auto place = index_.find(
        key, list_.size(), [&](std::size_t i) -> const std::string& { return list_[i].key; });
    return place ? &list_[*place] : nullptr;
  }
  /// Applies a change to every fact of a record, as RecordSupplemented names it. Where the change
  /// gives a fact another name, it is found by that one from then on.
  template <class Change>
  void change_record(const std::string& record, const Change& change) {
    for (; named_ < list_.size(); ++named_) {
      by_record_.emplace(FactTraits<Body>::record(list_[named_].body), named_);
    }
    std::vector<std::size_t> renamed;
    const auto [first, last] = by_record_.equal_range(record);
    for (auto at = first; at != last;) {
      Known<Body>& known = list_[at->second];
      change(known);
      if (FactTraits<Body>::record(known.body) == record) {
        ++at;
      } else {
        renamed.push_back(at->second);
        at = by_record_.erase(at);
      }
    }
    for (const std::size_t place : renamed) {
      by_record_.emplace(FactTraits<Body>::record(list_[place].body), place);
    }
  }
  void clear() {
    list_.clear();
    index_.clear();
    if (named_ != 0) by_record_.clear();
    named_ = 0;
  }
  /// Makes the keys anew, for another lead organisation.
  void key_again(const OrgId& lead) {
    for (Known<Body>& each : list_) each.key = FactTraits<Body>::key(each.body, lead);
    index_.clear();
  }

 private:
  std::vector<Known<Body>> list_;
  KeyIndex index_;
  std::unordered_multimap<std::string, std::size_t> by_record_;  // places, of the first named_
  std::size_t named_ = 0;
};

namespace detail {
template <class Tuple>
struct KnownLists;
template <class... Bodies>
struct KnownLists<std::tuple<Bodies...>> {
  using Type = std::tuple<KnownList<Bodies>...>;
};
}  // namespace detail

/// A status as it was recorded, or stated by a row.
template <class Status>
struct KnownStatus {
  std::string key;  ///< of a decision; empty for an organisation
  Status status;
  Date day;
  bool recorded = false;
  RowOrigin origin{};
};

/// What a value became, and why.
struct KnownChange {
  std::string value;
  std::string reason;  ///< empty where a remark has it
  bool erased;         ///< the reason
};

/// The remark that keeps the reason of a change which is a fact without one.
[[nodiscard]] inline std::string remark_of_reason(std::string_view reason) {
  return std::string("change_reason=").append(reason);
}

/// A remark that a row makes, and that is not on record.
struct NewRemark {
  std::string record;
  std::string text;
  Date day;
  RowOrigin origin{};
};

class KnownFacts {
 public:
  /// Forgets everything, and keeps the memory.
  void clear();

  template <class Body>
  [[nodiscard]] std::vector<Known<Body>>& of() {
    return std::get<KnownList<Body>>(lists_).all();
  }
  template <class Body>
  [[nodiscard]] Known<Body>* find(std::string_view key) {
    return std::get<KnownList<Body>>(lists_).find(key);
  }

  /// Takes a fact of the journal. Facts come in their order.
  void take_recorded(const Fact& fact, bool erased);

  /// The lead organisation, as far as it is known.
  [[nodiscard]] const OrgId& lead() const noexcept { return lead_; }
  void set_lead(const OrgId& lead);

  std::vector<KnownStatus<DecisionStatus>>& decision_statuses() { return decision_statuses_; }
  std::vector<KnownStatus<OrgStatus>>& org_statuses() { return org_statuses_; }
  /// Keeps a remark on a record, unless one that is known says the same, or was erased.
  void keep_remark(const std::string& record, std::string text, Date day, const RowOrigin& origin);
  /// Whether a value became another one already, on this day, to this text. Where the same day made
  /// it a third one after that, only the same reason tells that it is this very change.
  [[nodiscard]] bool has_change(std::string_view record, std::string_view field,
                                std::string_view value, const StatedChange& change) const;
  /// Whether a value became another one after the row of a change was true, and was this text then:
  /// on the row's day what it became last until then, or `first`, what it was before it ever became
  /// another. Of one that became another on that very day, also what it was before, if the row is
  /// on record for another field, or `has_next`: another row of the day comes after it.
  [[nodiscard]] bool was(std::string_view record, std::string_view field, std::string_view value,
                         const StatedChange& change, std::string_view first, bool has_next) const;
  /// Whether a value ever became this text.
  [[nodiscard]] bool became(std::string_view record, std::string_view field,
                            std::string_view value) const;
  /// Since when a value is what it became; nothing where it never became another.
  [[nodiscard]] std::optional<Date> last_change(std::string_view record,
                                                std::string_view field) const;
  /// The rows of this import that correct others.
  [[nodiscard]] Corrections& corrections() noexcept { return corrections_; }
  [[nodiscard]] const Corrections& corrections() const noexcept { return corrections_; }
  /// Takes a supplement or change that a row made; what is known of the record has it already.
  void add_edit(Fact fact);

  /// All facts that are not on record, in an order that does not depend on the order of rows.
  [[nodiscard]] std::vector<Fact> new_facts();

 private:
  void take_edit(const std::string& record, std::string_view field, const std::string& value,
                 const VaultText& private_value, bool changes);
  void take_adoption(const OpinionAdopted& adoption, Date on);
  void remember_change(std::string_view record, std::string_view field, Date on,
                       KnownChange change);
  void remember_change(const RecordChanged& body, Date on, bool erased);
  /// Whether a row of this day and reason changed another field of a record.
  [[nodiscard]] bool changed_otherwise(std::string_view record, std::string_view field,
                                       const StatedChange& change) const;

  detail::KnownLists<ComparedFacts>::Type lists_;
  OrgId lead_;
  std::vector<KnownStatus<DecisionStatus>> decision_statuses_;
  std::vector<KnownStatus<OrgStatus>> org_statuses_;
  std::vector<NewRemark> remarks_;
  std::unordered_set<std::string> known_remarks_;   // record and text
  std::unordered_set<std::string> erased_remarks_;  // records
  using ChangesByDay = std::map<Date, std::vector<KnownChange>>;
  std::unordered_map<std::string, ChangesByDay> changes_;  // by record and field
  using FieldsByReason = std::map<std::string, std::set<std::string>>;
  std::unordered_map<std::string, FieldsByReason> reasons_;  // by record and day
  std::vector<Fact> edits_;
  Corrections corrections_;
};

}  // namespace bursar::exchange
