#include <bursar/portfolio/portfolio.hpp>

#include <bursar/grant/fact_codec.hpp>

#include "portfolio/fold_project.hpp"

#include <algorithm>
#include <set>
#include <thread>
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
        name, name == "place" ? "entry " + std::to_string(position) + ", " + value : value);
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

/// Inserts into, or replaces in, a list that ascends by id; an empty value removes.
template <class Record>
void put(std::vector<Record>& records, const std::string& id, std::optional<Record> record) {
  const auto at =
      std::lower_bound(records.begin(), records.end(), id,
                       [](const Record& a, const std::string& b) { return a.id.text() < b; });
  const bool there = at != records.end() && at->id.text() == id;
  if (there && record) {
    *at = *std::move(record);
  } else if (there) {
    records.erase(at);
  } else if (record) {
    records.insert(at, *std::move(record));
  }
}

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

  Result<void> fold_book(const Packed& packed);
  Result<void> fold_one(const Packed& packed);
  Result<void> fold_many(std::vector<Packed>& subjects);
  Result<void> fold_named(const Journal& journal, const std::set<Subject>& subjects);
};

Result<void> Portfolio::State::fold_book(const Packed& packed) {
  if (packed.pieces.empty()) return Code::book_not_opened;
  BURSAR_TRY(auto facts, unpack(packed));
  book = fold::fold_book(std::move(facts), as_of.effective,
                         static_cast<std::int64_t>(packed.pieces.size()));
  if (book.id.empty()) return Code::book_not_opened;
  return {};
}

Result<void> Portfolio::State::fold_one(const Packed& packed) {
  BURSAR_TRY(auto facts, unpack(packed));
  const std::string& id = packed.subject.id;
  const auto entries = static_cast<std::int64_t>(packed.pieces.size());
  if (packed.subject.kind == SubjectKind::project) {
    put(projects, id,
        fold::fold_project(id, std::move(facts), as_of.effective, book.currency, entries));
  } else if (packed.subject.kind == SubjectKind::organisation) {
    put(organisations, id, fold::fold_organisation(id, std::move(facts), as_of.effective, entries));
  } else if (packed.subject.kind == SubjectKind::person) {
    put(persons, id, fold::fold_person(id, std::move(facts), as_of.effective, entries));
  }
  return {};
}

namespace {

/// What one thread makes of its share of the subjects, in their order.
struct Share {
  std::vector<Project> projects;
  std::vector<Organisation> organisations;
  std::vector<Person> persons;
  std::optional<Refusal> refusal;

  void run(std::span<Packed> subjects, Date effective, Currency currency) {
    for (Packed& packed : subjects) {
      auto facts = unpack(packed);
      if (!facts.has_value()) {
        refusal = facts.error();
        return;
      }
      std::string id = packed.subject.id;
      const auto entries = static_cast<std::int64_t>(packed.pieces.size());
      packed.pieces = {};
      if (packed.subject.kind == SubjectKind::project) {
        auto made =
            fold::fold_project(std::move(id), *std::move(facts), effective, currency, entries);
        if (made) projects.push_back(*std::move(made));
      } else if (packed.subject.kind == SubjectKind::organisation) {
        auto made = fold::fold_organisation(std::move(id), *std::move(facts), effective, entries);
        if (made) organisations.push_back(*std::move(made));
      } else if (packed.subject.kind == SubjectKind::person) {
        auto made = fold::fold_person(std::move(id), *std::move(facts), effective, entries);
        if (made) persons.push_back(*std::move(made));
      }
    }
  }
};

template <class Record>
void append(std::vector<Record>& to, std::vector<Record>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Result<void> Portfolio::State::fold_many(std::vector<Packed>& subjects) {
  std::ranges::sort(subjects, {}, &Packed::subject);
  constexpr std::size_t worth_a_thread = 256;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = std::min(cores, 1 + subjects.size() / worth_a_thread);
  std::vector<Share> shares(threads);
  std::vector<std::thread> running;
  const std::size_t each = (subjects.size() + threads - 1) / threads;
  for (std::size_t t = 0; t < threads; ++t) {
    const std::size_t begin = std::min(subjects.size(), t * each);
    const std::size_t count = std::min(each, subjects.size() - begin);
    const std::span<Packed> part(subjects.data() + begin, count);
    const auto work = [&share = shares[t], part, this] {
      share.run(part, as_of.effective, book.currency);
    };
    if (t + 1 < threads) {
      running.emplace_back(work);
    } else {
      work();
    }
  }
  for (std::thread& thread : running) thread.join();
  for (Share& share : shares) {
    if (share.refusal) return *share.refusal;
    append(projects, share.projects);
    append(organisations, share.organisations);
    append(persons, share.persons);
  }
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

Result<void> Portfolio::State::fold_named(const Journal& journal,
                                          const std::set<Subject>& subjects) {
  if (subjects.contains(book_subject)) {
    BURSAR_TRY_VOID(fold_book(read_subject(journal, book_subject, head.position, with_private)));
  }
  for (const Subject& subject : subjects) {
    if (subject == book_subject) continue;
    BURSAR_TRY_VOID(fold_one(read_subject(journal, subject, head.position, with_private)));
  }
  return {};
}

Result<Portfolio> Portfolio::fold(const Journal& journal, const AsOf& as_of, bool with_private) {
  auto state = std::make_unique<State>();
  state->as_of = as_of;
  state->with_private = with_private;
  state->head = bounded_head(journal, as_of.known_position);
  std::vector<Packed> subjects = read_all(journal, state->head.position, with_private, state->head);
  const auto book = std::ranges::find(subjects, book_subject, &Packed::subject);
  if (book == subjects.end()) return Code::book_not_opened;
  BURSAR_TRY_VOID(state->fold_book(*book));
  subjects.erase(book);
  BURSAR_TRY_VOID(state->fold_many(subjects));
  return Portfolio(std::move(state));
}

Result<Portfolio> Portfolio::fold_subjects(const Journal& journal, const AsOf& as_of,
                                           std::span<const Subject> subjects, bool with_private) {
  auto state = std::make_unique<State>();
  state->as_of = as_of;
  state->with_private = with_private;
  state->head = bounded_head(journal, as_of.known_position);
  state->only = std::set<Subject>(subjects.begin(), subjects.end());
  state->only->insert(book_subject);
  BURSAR_TRY_VOID(state->fold_named(journal, *state->only));
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
  state.head = head;
  return state.fold_named(journal, touched);
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
