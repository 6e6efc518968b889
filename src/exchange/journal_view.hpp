// What a journal says, as far as an import needs it: read once up to a head, decoded when it is
// asked for.
#pragma once

#include <bursar/grant/facts.hpp>
#include <bursar/journal/journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bursar::exchange {

/// A fact on record; `erased`: its entry had private texts, and they are gone.
struct RecordedFact {
  Fact fact;
  bool erased = false;
  std::vector<std::string> memos;  ///< of an ExpensesBooked, one a line; empty where there are none
};

class JournalView {
 public:
  /// Reads the entries of `subjects`, and of all organisations and persons if `all_parties`.
  /// Refusals: book_not_opened, facts_damaged.
  [[nodiscard]] static Result<JournalView> read(const Journal& journal,
                                                const std::set<Subject>& subjects,
                                                bool all_parties);

  [[nodiscard]] const Book& book() const noexcept { return portfolio_.book(); }
  [[nodiscard]] const JournalHead& head() const noexcept { return portfolio_.head(); }
  /// The number of entries of a subject that was read.
  [[nodiscard]] std::int64_t version(SubjectKind kind, const std::string& id) const;
  /// The facts of a subject, in the order in which they were recorded. Refusals: facts_damaged.
  [[nodiscard]] Result<std::vector<RecordedFact>> facts(SubjectKind kind,
                                                        const std::string& id) const;
  /// The ids of all subjects of a kind that were read, ascending.
  [[nodiscard]] std::vector<std::string> ids(SubjectKind kind) const;

 private:
  struct Piece {
    std::int64_t position;
    std::string facts;
    bool has_private;
  };
  struct Key {
    SubjectKind kind;
    std::string id;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return std::hash<std::string>{}(key.id) * 31 + static_cast<std::size_t>(key.kind);
    }
  };

  JournalView(const Journal& journal, Portfolio portfolio)
      : journal_(&journal), portfolio_(std::move(portfolio)) {}
  void take(const Entry& entry);

  const Journal* journal_;
  Portfolio portfolio_;
  std::unordered_map<Key, std::vector<Piece>, KeyHash> pieces_;
};

}  // namespace bursar::exchange
