// A journal whose reads of one subject fail after so many of them, as a disk does.
#pragma once

#include <bursar/journal/journal.hpp>

namespace bursar_test {

class FailingJournal final : public bursar::Journal {
 public:
  FailingJournal(bursar::Journal& journal, int reads_left)
      : journal_(journal), reads_left_(reads_left) {}

  bursar::Result<bursar::Appended> append(const bursar::AppendRequest& request) override {
    return journal_.append(request);
  }
  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    journal_.read(from, up_to_inclusive, visitor);
  }
  void read(const bursar::Subject& subject, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    if (reads_left_-- == 0) {
      throw bursar::JournalFailure(bursar::JournalFailure::Kind::io, "the disk is gone");
    }
    journal_.read(subject, up_to_inclusive, visitor);
  }
  std::int64_t version(const bursar::Subject& subject) const override {
    return journal_.version(subject);
  }
  bursar::JournalHead head() const override { return journal_.head(); }
  std::optional<bursar::Digest> link_at(std::int64_t position) const override {
    return journal_.link_at(position);
  }
  bursar::Result<std::optional<bursar::Appended>> find(
      std::string_view key, const bursar::Digest& request) const override {
    return journal_.find(key, request);
  }
  std::optional<std::string> private_part(std::int64_t position) const override {
    return journal_.private_part(position);
  }
  void read_private(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t, std::string_view)>& visitor) const override {
    journal_.read_private(from, up_to_inclusive, visitor);
  }
  bursar::Result<void> erase_private(std::int64_t position) override {
    return journal_.erase_private(position);
  }
  VaultState vault_state(std::int64_t position) const override {
    return journal_.vault_state(position);
  }

 private:
  bursar::Journal& journal_;
  mutable int reads_left_;
};

}  // namespace bursar_test
