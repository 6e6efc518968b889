// A journal whose reads of one subject fail after so many of them, as a disk does.
#pragma once

#include "passing_journal.hpp"

namespace bursar_test {

class FailingJournal final : public PassingJournal {
 public:
  FailingJournal(bursar::Journal& journal, int reads_left)
      : PassingJournal(journal), reads_left_(reads_left) {}

  using PassingJournal::read;
  void read(const bursar::Subject& subject, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    if (reads_left_-- == 0) {
      throw bursar::JournalFailure(bursar::JournalFailure::Kind::io, "the disk is gone");
    }
    PassingJournal::read(subject, up_to_inclusive, visitor);
  }

 private:
  mutable int reads_left_;
};

}  // namespace bursar_test
