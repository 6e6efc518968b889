// A journal in which somebody else writes between the reading and the append.
#pragma once

#include "passing_journal.hpp"

#include <functional>
#include <utility>

namespace bursar_test {

/// Lets somebody else write before each of the first `times` appends; `write` is told which one it
/// is, from 1.
class OvertakenJournal final : public PassingJournal {
 public:
  OvertakenJournal(bursar::Journal& inner, int times, std::function<void(int)> write)
      : PassingJournal(inner), times_(times), write_(std::move(write)) {}

  bursar::Result<bursar::Appended> append(const bursar::AppendRequest& request) override {
    if (++appends_ <= times_) write_(appends_);
    return PassingJournal::append(request);
  }
  /// How often an append was tried.
  [[nodiscard]] int appends() const { return appends_; }

 private:
  int times_;
  int appends_ = 0;
  std::function<void(int)> write_;
};

}  // namespace bursar_test
