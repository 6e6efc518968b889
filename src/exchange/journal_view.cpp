#include "exchange/journal_view.hpp"

#include <bursar/grant/fact_codec.hpp>

#include <algorithm>

namespace bursar::exchange {
namespace {

/// With fewer entries than this, all of them are read rather than subject by subject.
constexpr std::int64_t entries_read_at_once = 64;

bool is_party(SubjectKind kind) {
  return kind == SubjectKind::organisation || kind == SubjectKind::person;
}

}  // namespace

void JournalView::take(const Entry& entry) {
  pieces_[{entry.subject.kind, entry.subject.id}].push_back(
      {entry.position, entry.facts, entry.vault_commitment.has_value()});
}

Result<JournalView> JournalView::read(const Journal& journal, const std::set<Subject>& subjects,
                                      bool all_parties) {
  BURSAR_TRY(Portfolio portfolio, Portfolio::fold_subjects(journal, {}, {}, false));
  JournalView view(journal, std::move(portfolio));
  const std::int64_t head = view.head().position;
  const auto wanted = static_cast<std::int64_t>(subjects.size());
  if (all_parties || head <= std::max(entries_read_at_once, wanted)) {
    journal.read(1, head, [&](const Entry& entry) {
      const bool taken =
          subjects.contains(entry.subject) || (all_parties && is_party(entry.subject.kind));
      if (taken) view.take(entry);
      return true;
    });
  } else {
    for (const Subject& subject : subjects) {
      journal.read(subject, head, [&](const Entry& entry) {
        view.take(entry);
        return true;
      });
    }
  }
  return view;
}

std::int64_t JournalView::version(SubjectKind kind, const std::string& id) const {
  const auto found = pieces_.find({kind, id});
  return found == pieces_.end() ? 0 : static_cast<std::int64_t>(found->second.size());
}

Result<std::vector<RecordedFact>> JournalView::facts(SubjectKind kind,
                                                     const std::string& id) const {
  std::vector<RecordedFact> recorded;
  const auto found = pieces_.find({kind, id});
  if (found == pieces_.end()) return recorded;
  for (const Piece& piece : found->second) {
    std::string private_part;
    bool erased = false;
    if (piece.has_private) {
      auto read = journal_->private_part(piece.position);
      erased = !read.has_value();
      private_part = std::move(read).value_or(std::string());
    }
    BURSAR_TRY(std::vector<Fact> facts, decode_facts(piece.facts, private_part));
    for (std::size_t ordinal = 0; ordinal < facts.size(); ++ordinal) {
      RecordedFact& fact =
          recorded.emplace_back(RecordedFact{std::move(facts[ordinal]), erased, {}});
      if (!private_part.empty() && std::holds_alternative<ExpensesBooked>(fact.fact.body)) {
        BURSAR_TRY(fact.memos, decode_memos(private_part, ordinal));
      }
    }
  }
  return recorded;
}

std::vector<std::string> JournalView::ids(SubjectKind kind) const {
  std::vector<std::string> ids;
  for (const auto& [key, pieces] : pieces_) {
    if (key.kind == kind) ids.push_back(key.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace bursar::exchange
