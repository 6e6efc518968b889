#include <bursar/portfolio/portfolio.hpp>

#include <bursar/grant/fact_codec.hpp>

#include "base/parallel.hpp"
#include "portfolio/fold_project.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <type_traits>
#include <unordered_map>

namespace bursar {
namespace {

const Subject book_subject{SubjectKind::book, {}};

/// What the journal holds about one subject, still packed.
struct Packed {
  Subject subject;
  struct Piece {
    std::int64_t position;
    std::string facts;
    std::string private_part;
  };
  std::vector<Piece> pieces;
};

Refusal at_position(const Refusal& refusal, std::int64_t position) {
  Refusal placed(refusal.code());
  for (const auto& [name, value] : refusal.arguments()) {
    placed = std::move(placed).with(
        name, name == "place" ? Wording{"第" + std::to_string(position) + "条记录，" + value.zh,
                                        "entry " + std::to_string(position) + ", " + value.en}
                              : value);
  }
  return placed;
}

Result<std::vector<fold::Placed>> unpack(const Packed& packed) {
  std::vector<fold::Placed> placed;
  for (const Packed::Piece& piece : packed.pieces) {
    Result<std::vector<Fact>> facts = decode_facts(piece.facts, piece.private_part);
    if (!facts.has_value()) return at_position(facts.error(), piece.position);
    if (packed.pieces.size() == 1) placed.reserve(facts->size());
    std::uint32_t ordinal = 0;
    for (Fact& fact : *facts) {
      const Trace trace{piece.position, ordinal++, fact.origin};
      placed.push_back({std::move(fact), trace});
    }
  }
  return placed;
}

/// What subjects folded to anew, ascending by id; nothing for one that is not there by the day.
template <class Record>
using Updates = std::vector<std::pair<std::string, std::optional<Record>>>;

/// Lays updates over a list that ascends by id, in two steps: whatever may fail comes first.
template <class Record>
class Overlay {
  static_assert(std::is_nothrow_move_constructible_v<Record> &&
                std::is_nothrow_move_assignable_v<Record>);

 public:
  Overlay(std::vector<Record>& records, Updates<Record>& updates)
      : records_(records), updates_(updates) {
    places_.reserve(updates.size());
    auto from = records.begin();
    for (const auto& [id, record] : updates) {
      from = std::lower_bound(from, records.end(), id, [](const Record& a, const std::string& b) {
        return a.id.text() < b;
      });
      const bool there = from != records.end() && from->id.text() == id;
      same_ids_ = same_ids_ && there && record.has_value();
      places_.push_back({from, there});
    }
    if (!same_ids_) room_.reserve(records.size() + updates.size());
  }

  void apply() noexcept {
    if (same_ids_) {
      for (std::size_t i = 0; i < places_.size(); ++i) {
        *places_[i].at = *std::move(updates_[i].second);
      }
      return;
    }
    auto next = records_.begin();
    for (std::size_t i = 0; i < places_.size(); ++i) {
      room_.insert(room_.end(), std::make_move_iterator(next),
                   std::make_move_iterator(places_[i].at));
      if (updates_[i].second) room_.push_back(*std::move(updates_[i].second));
      next = places_[i].at + (places_[i].there ? 1 : 0);
    }
    room_.insert(room_.end(), std::make_move_iterator(next),
                 std::make_move_iterator(records_.end()));
    records_.swap(room_);
  }

 private:
  struct Place {
    typename std::vector<Record>::iterator at;
    bool there;
  };
  std::vector<Record>& records_;
  Updates<Record>& updates_;
  std::vector<Place> places_;
  bool same_ids_ = true;
  std::vector<Record> room_;
};

template <class Record>
const Record* find_by_id(std::span<const Record> records, std::string_view id) {
  const auto at =
      std::lower_bound(records.begin(), records.end(), id,
                       [](const Record& a, std::string_view b) { return a.id.text() < b; });
  return at != records.end() && at->id.text() == id ? &*at : nullptr;
}

}  // namespace

struct Portfolio::State {
  AsOf as_of;
  bool with_private = true;
  /// Set by fold_subjects: only these are looked at, also by catch_up.
  std::optional<std::set<Subject>> only;
  JournalHead head;
  Book book;
  std::vector<Project> projects;
  std::vector<Organisation> organisations;
  std::vector<Person> persons;

  [[nodiscard]] Result<Book> folded_book(const Packed& packed) const;
  Result<void> fold_many(std::vector<Packed>& subjects);
  Result<void> fold_named(const Journal& journal, const std::set<Subject>& subjects,
                          const JournalHead& up_to);
};

Result<Book> Portfolio::State::folded_book(const Packed& packed) const {
  if (packed.pieces.empty()) return Code::book_not_opened;
  BURSAR_TRY(auto facts, unpack(packed));
  Book folded = fold::fold_book(std::move(facts), as_of.effective,
                                static_cast<std::int64_t>(packed.pieces.size()));
  if (folded.id.empty()) return Code::book_not_opened;
  return folded;
}

namespace {

/// What subjects are folded with.
struct FoldTerms {
  Date effective;
  Currency currency;
};

/// What some subjects folded to, in their order.
struct Folded {
  Updates<Project> projects;
  Updates<Organisation> organisations;
  Updates<Person> persons;

  /// Folds one subject; its packed pieces are let go.
  Result<void> add(Packed& packed, const FoldTerms& terms) {
    BURSAR_TRY(auto facts, unpack(packed));
    const std::string& id = packed.subject.id;
    const auto entries = static_cast<std::int64_t>(packed.pieces.size());
    packed.pieces = {};
    if (packed.subject.kind == SubjectKind::project) {
      projects.emplace_back(
          id, fold::fold_project(id, std::move(facts), terms.effective, terms.currency, entries));
    } else if (packed.subject.kind == SubjectKind::organisation) {
      organisations.emplace_back(
          id, fold::fold_organisation(id, std::move(facts), terms.effective, entries));
    } else if (packed.subject.kind == SubjectKind::person) {
      persons.emplace_back(id, fold::fold_person(id, std::move(facts), terms.effective, entries));
    }
    return {};
  }
};

/// The subjects that one task folds, and what came of them.
struct Share {
  Folded folded;
  std::optional<Refusal> refusal;

  void run(std::span<Packed> subjects, const FoldTerms& terms) {
    for (Packed& packed : subjects) {
      if (const Result<void> added = folded.add(packed, terms); !added.has_value()) {
        refusal = added.error();
        return;
      }
    }
  }
};

template <class Record>
void append_all(std::vector<Record>& to, std::vector<Share>& shares,
                Updates<Record> Folded::*updates) {
  std::size_t size = to.size();
  for (const Share& share : shares) size += (share.folded.*updates).size();
  to.reserve(size);
  for (Share& share : shares) {
    for (auto& [id, record] : share.folded.*updates) {
      if (record) to.push_back(*std::move(record));
    }
    share.folded.*updates = {};
  }
}

}  // namespace

Result<void> Portfolio::State::fold_many(std::vector<Packed>& subjects) {
  std::ranges::sort(subjects, {}, &Packed::subject);
  constexpr std::size_t subjects_a_task = 256;
  const FoldTerms terms{as_of.effective, book.currency};
  std::vector<Share> shares((subjects.size() + subjects_a_task - 1) / subjects_a_task);
  parallel::run_parallel(parallel::thread_count(0), shares.size(), [&](std::size_t task, unsigned) {
    const std::size_t begin = task * subjects_a_task;
    const std::size_t count = std::min(subjects_a_task, subjects.size() - begin);
    shares[task].run(std::span(subjects).subspan(begin, count), terms);
  });
  for (const Share& share : shares) {
    if (share.refusal) return *share.refusal;
  }
  append_all(projects, shares, &Folded::projects);
  append_all(organisations, shares, &Folded::organisations);
  append_all(persons, shares, &Folded::persons);
  return {};
}

namespace {

std::string private_of(const Journal& journal, const Entry& entry, bool with_private) {
  if (!with_private || !entry.vault_commitment) return {};
  return journal.private_part(entry.position).value_or(std::string());
}

Packed read_subject(const Journal& journal, const Subject& subject, std::int64_t up_to,
                    bool with_private) {
  Packed packed{subject, {}};
  std::vector<Entry> entries;
  journal.read(subject, up_to, [&](const Entry& entry) {
    entries.push_back(entry);
    return true;
  });
  for (Entry& entry : entries) {
    std::string private_part = private_of(journal, entry, with_private);
    packed.pieces.push_back({entry.position, std::move(entry.facts), std::move(private_part)});
  }
  return packed;
}

struct SubjectHash {
  std::size_t operator()(const Subject& subject) const noexcept {
    return std::hash<std::string>{}(subject.id) * 31 + static_cast<std::size_t>(subject.kind);
  }
};

std::vector<Packed> read_all(const Journal& journal, std::int64_t up_to, bool with_private,
                             JournalHead& head) {
  std::vector<Packed> subjects;
  std::unordered_map<Subject, std::size_t, SubjectHash> places;
  std::unordered_map<std::int64_t, std::string> private_parts;
  if (with_private) {
    journal.read_private(1, up_to, [&](std::int64_t position, std::string_view bytes) {
      private_parts.emplace(position, bytes);
    });
  }
  journal.read(1, up_to, [&](const Entry& entry) {
    const auto [found, fresh] = places.try_emplace(entry.subject, subjects.size());
    if (fresh) subjects.push_back({entry.subject, {}});
    std::string private_part;
    if (const auto part = private_parts.find(entry.position); part != private_parts.end()) {
      private_part = std::move(part->second);
      private_parts.erase(part);
    }
    subjects[found->second].pieces.push_back(
        {entry.position, entry.facts, std::move(private_part)});
    head.position = entry.position;
    head.link = entry.link;
    return true;
  });
  return subjects;
}

JournalHead bounded_head(const Journal& journal, std::int64_t known_position) {
  JournalHead head = journal.head();
  if (head.position <= known_position) return head;
  head.position = std::max<std::int64_t>(known_position, 0);
  head.link = journal.link_at(head.position).value_or(Digest{});
  return head;
}

}  // namespace

/// Folds subjects up to a head and lays them over what is there. Where that is refused, or throws,
/// nothing has changed.
Result<void> Portfolio::State::fold_named(const Journal& journal, const std::set<Subject>& subjects,
                                          const JournalHead& up_to) {
  Book newer = book;
  if (subjects.contains(book_subject)) {
    BURSAR_TRY(newer,
               folded_book(read_subject(journal, book_subject, up_to.position, with_private)));
  }
  Folded folded;
  for (const Subject& subject : subjects) {
    if (subject == book_subject) continue;
    Packed packed = read_subject(journal, subject, up_to.position, with_private);
    BURSAR_TRY_VOID(folded.add(packed, {as_of.effective, newer.currency}));
  }
  Overlay project_overlay(projects, folded.projects);
  Overlay organisation_overlay(organisations, folded.organisations);
  Overlay person_overlay(persons, folded.persons);
  JournalHead newer_head = up_to;
  project_overlay.apply();
  organisation_overlay.apply();
  person_overlay.apply();
  std::swap(book, newer);
  std::swap(head, newer_head);
  return {};
}

Result<Portfolio> Portfolio::fold(const Journal& journal, const AsOf& as_of, bool with_private) {
  BURSAR_TRY_VOID(require_day(as_of.effective));
  auto state = std::make_unique<State>();
  state->as_of = as_of;
  state->with_private = with_private;
  state->head = bounded_head(journal, as_of.known_position);
  std::vector<Packed> subjects = read_all(journal, state->head.position, with_private, state->head);
  const auto book = std::ranges::find(subjects, book_subject, &Packed::subject);
  if (book == subjects.end()) return Code::book_not_opened;
  BURSAR_TRY(state->book, state->folded_book(*book));
  subjects.erase(book);
  BURSAR_TRY_VOID(state->fold_many(subjects));
  return Portfolio(std::move(state));
}

Result<Portfolio> Portfolio::fold_subjects(const Journal& journal, const AsOf& as_of,
                                           std::span<const Subject> subjects, bool with_private) {
  BURSAR_TRY_VOID(require_day(as_of.effective));
  auto state = std::make_unique<State>();
  state->as_of = as_of;
  state->with_private = with_private;
  state->head = bounded_head(journal, as_of.known_position);
  state->only = std::set<Subject>(subjects.begin(), subjects.end());
  state->only->insert(book_subject);
  const JournalHead head = state->head;
  BURSAR_TRY_VOID(state->fold_named(journal, *state->only, head));
  return Portfolio(std::move(state));
}

Result<void> Portfolio::catch_up(const Journal& journal) {
  State& state = *state_;
  const JournalHead head = bounded_head(journal, state.as_of.known_position);
  if (head.position <= state.head.position) return {};
  std::set<Subject> touched;
  journal.read(state.head.position + 1, head.position, [&](const Entry& entry) {
    if (!state.only || state.only->contains(entry.subject)) touched.insert(entry.subject);
    return true;
  });
  return state.fold_named(journal, touched, head);
}

std::int64_t Portfolio::position_known_at(const Journal& journal, std::int64_t instant_us) {
  std::int64_t low = 0;
  std::int64_t high = journal.head().position;
  // Recorded instants ascend with positions.
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    std::int64_t recorded = 0;
    journal.read(middle, middle, [&](const Entry& entry) {
      recorded = entry.recorded_at_us;
      return false;
    });
    if (recorded <= instant_us) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

Portfolio::Portfolio(std::unique_ptr<State> state) : state_(std::move(state)) {}
Portfolio::Portfolio(Portfolio&&) noexcept = default;
Portfolio& Portfolio::operator=(Portfolio&&) noexcept = default;
Portfolio::~Portfolio() = default;

const AsOf& Portfolio::as_of() const noexcept { return state_->as_of; }
const JournalHead& Portfolio::head() const noexcept { return state_->head; }
const Book& Portfolio::book() const noexcept { return state_->book; }
std::span<const Project> Portfolio::projects() const noexcept { return state_->projects; }
std::span<const Organisation> Portfolio::organisations() const noexcept {
  return state_->organisations;
}
std::span<const Person> Portfolio::persons() const noexcept { return state_->persons; }
const Project* Portfolio::project(std::string_view id) const noexcept {
  return find_by_id(projects(), id);
}
const Organisation* Portfolio::organisation(std::string_view id) const noexcept {
  return find_by_id(organisations(), id);
}
const Person* Portfolio::person(std::string_view id) const noexcept {
  return find_by_id(persons(), id);
}

}  // namespace bursar
