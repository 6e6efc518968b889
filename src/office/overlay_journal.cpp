#include "office/overlay_journal.hpp"

#include <algorithm>
#include <cstdlib>

namespace bursar::office {

void OverlayJournal::add(Draft draft) {
  Pending pending;
  pending.entry.position = head_.position + static_cast<std::int64_t>(pending_.size()) + 1;
  pending.entry.subject = std::move(draft.subject);
  pending.entry.facts = std::move(draft.facts);
  if (!draft.private_part.empty()) pending.entry.vault_commitment = Digest{};
  pending.private_part = std::move(draft.private_part);
  pending_.push_back(std::move(pending));
}

void OverlayJournal::read(std::int64_t from, std::int64_t up_to_inclusive,
                          const EntryVisitor& visitor) const {
  bool go_on = true;
  base_.read(from, std::min(up_to_inclusive, head_.position), [&](const Entry& entry) {
    go_on = visitor(entry);
    return go_on;
  });
  for (const Pending& pending : pending_) {
    const std::int64_t position = pending.entry.position;
    if (!go_on || position > up_to_inclusive) return;
    if (position >= from) go_on = visitor(pending.entry);
  }
}

const std::vector<Entry>& OverlayJournal::stored(const Subject& subject) const {
  if (const auto found = stored_.find(subject); found != stored_.end()) return found->second;
  std::vector<Entry> entries;
  base_.read(subject, head_.position, [&](const Entry& entry) {
    entries.push_back(entry);
    return true;
  });
  return stored_.emplace(subject, std::move(entries)).first->second;
}

void OverlayJournal::read(const Subject& subject, std::int64_t up_to_inclusive,
                          const EntryVisitor& visitor) const {
  for (const Entry& entry : stored(subject)) {
    if (entry.position > up_to_inclusive || !visitor(entry)) return;
  }
  for (const Pending& pending : pending_) {
    if (pending.entry.position > up_to_inclusive) return;
    if (pending.entry.subject == subject && !visitor(pending.entry)) return;
  }
}

std::int64_t OverlayJournal::stored_entries(const Subject& subject) const {
  return static_cast<std::int64_t>(stored(subject).size());
}

std::int64_t OverlayJournal::version(const Subject& subject) const {
  return stored_entries(subject) + std::ranges::count_if(pending_, [&](const Pending& each) {
           return each.entry.subject == subject;
         });
}

JournalHead OverlayJournal::head() const {
  JournalHead head = head_;
  head.position += static_cast<std::int64_t>(pending_.size());
  return head;
}

std::optional<std::string> OverlayJournal::private_part(std::int64_t position) const {
  if (position <= head_.position) {
    if (const auto found = private_parts_.find(position); found != private_parts_.end()) {
      return found->second;
    }
    return private_parts_.emplace(position, base_.private_part(position)).first->second;
  }
  const auto at = static_cast<std::size_t>(position - head_.position - 1);
  if (at >= pending_.size() || pending_[at].private_part.empty()) return std::nullopt;
  return pending_[at].private_part;
}

void OverlayJournal::read_private(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t, std::string_view)>& visitor) const {
  base_.read_private(from, std::min(up_to_inclusive, head_.position), visitor);
  for (const Pending& pending : pending_) {
    const std::int64_t position = pending.entry.position;
    if (position < from || position > up_to_inclusive || pending.private_part.empty()) continue;
    visitor(position, pending.private_part);
  }
}

std::optional<Digest> OverlayJournal::link_at(std::int64_t position) const {
  return base_.link_at(position);
}

Result<std::optional<Appended>> OverlayJournal::find(std::string_view key,
                                                     const Digest& request) const {
  return base_.find(key, request);
}

Result<Appended> OverlayJournal::append(const AppendRequest&) { std::abort(); }
Result<void> OverlayJournal::erase_private(std::int64_t) { std::abort(); }
Journal::VaultState OverlayJournal::vault_state(std::int64_t) const { std::abort(); }

}  // namespace bursar::office
