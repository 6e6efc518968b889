// A journal that shows whatever entries it was given: what verify_chain sees of a store that
// somebody changed.
#pragma once

#include <bursar/journal/journal.hpp>

namespace bursar_test {

class RecordedJournal : public bursar::Journal {
 public:
  RecordedJournal(std::string book_id, std::vector<bursar::Entry> entries)
      : book_id_(std::move(book_id)), entries_(std::move(entries)) {}

  std::vector<bursar::Entry>& entries() { return entries_; }

  /// Gives every entry from an index on the position and the link that an honest journal would have
  /// given.
  void chain_again(std::size_t from) {
    for (std::size_t i = from; i < entries_.size(); ++i) {
      const bursar::Digest before = i == 0 ? bursar::link_zero(book_id_) : entries_[i - 1].link;
      entries_[i].position = static_cast<std::int64_t>(i) + 1;
      entries_[i].link =
          bursar::link_after(before, entries_[i].position, bursar::leaf_of(entries_[i]));
    }
  }

  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    for (const bursar::Entry& entry : entries_) {
      if (entry.position < from || entry.position > up_to_inclusive) continue;
      if (!visitor(entry)) return;
    }
  }
  bursar::JournalHead head() const override {
    if (entries_.empty()) return {book_id_, 0, bursar::link_zero(book_id_)};
    return {book_id_, entries_.back().position, entries_.back().link};
  }
  VaultState vault_state(std::int64_t) const override { return VaultState::none; }

  bursar::Result<bursar::Appended> append(const bursar::AppendRequest&) override { fail(); }
  void read(const bursar::Subject&, std::int64_t, const bursar::EntryVisitor&) const override {
    fail();
  }
  std::int64_t version(const bursar::Subject&) const override { fail(); }
  std::optional<bursar::Digest> link_at(std::int64_t) const override { fail(); }
  bursar::Result<std::optional<bursar::Appended>> find(std::string_view,
                                                       const bursar::Digest&) const override {
    fail();
  }
  std::optional<std::string> private_part(std::int64_t) const override { fail(); }
  void read_private(std::int64_t, std::int64_t,
                    const std::function<void(std::int64_t, std::string_view)>&) const override {
    fail();
  }
  bursar::Result<void> erase_private(std::int64_t) override { fail(); }

 private:
  [[noreturn]] static void fail() { throw std::logic_error("verify_chain has no business here"); }

  std::string book_id_;
  std::vector<bursar::Entry> entries_;
};

}  // namespace bursar_test
