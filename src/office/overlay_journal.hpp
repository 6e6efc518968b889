// A journal as it would be with one more append: what a decision is tried on before it is made.
#pragma once

#include <bursar/journal/journal.hpp>

#include <map>
#include <vector>

namespace bursar::office {

/// Reads through to a journal up to a position, then goes on with drafts that nobody has stored.
/// What it has read of a subject it keeps: a command folds the same few subjects several times, and
/// the store is asked once. Only reading is meant; the other calls abort.
class OverlayJournal final : public Journal {
 public:
  OverlayJournal(const Journal& base, JournalHead base_head)
      : base_(base), head_(std::move(base_head)) {}

  /// Adds a draft behind everything before it.
  void add(Draft draft);
  /// The number of a subject's entries in the journal itself, up to where this one began.
  [[nodiscard]] std::int64_t stored_entries(const Subject& subject) const;

  Result<Appended> append(const AppendRequest&) override;
  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override;
  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override;
  std::int64_t version(const Subject& subject) const override;
  JournalHead head() const override;
  std::optional<Digest> link_at(std::int64_t position) const override;
  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override;
  std::optional<std::string> private_part(std::int64_t position) const override;
  void read_private(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t, std::string_view)>& visitor) const override;
  Result<void> erase_private(std::int64_t position) override;
  VaultState vault_state(std::int64_t position) const override;

 private:
  struct Pending {
    Entry entry;
    std::string private_part;
  };
  const std::vector<Entry>& stored(const Subject& subject) const;

  const Journal& base_;
  JournalHead head_;
  std::vector<Pending> pending_;
  mutable std::map<Subject, std::vector<Entry>> stored_;
  mutable std::map<std::int64_t, std::optional<std::string>> private_parts_;
};

}  // namespace bursar::office
