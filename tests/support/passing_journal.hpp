// A journal that passes every call on to another: tests override the one they look at.
#pragma once

#include <bursar/journal/journal.hpp>

namespace bursar_test {

class PassingJournal : public bursar::Journal {
 public:
  explicit PassingJournal(bursar::Journal& inner) : inner_(inner) {}

  bursar::Result<bursar::Appended> append(const bursar::AppendRequest& request) override {
    return inner_.append(request);
  }
  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    inner_.read(from, up_to_inclusive, visitor);
  }
  void read(const bursar::Subject& subject, std::int64_t up_to_inclusive,
            const bursar::EntryVisitor& visitor) const override {
    inner_.read(subject, up_to_inclusive, visitor);
  }
  std::int64_t version(const bursar::Subject& subject) const override {
    return inner_.version(subject);
  }
  bursar::JournalHead head() const override { return inner_.head(); }
  std::optional<bursar::Digest> link_at(std::int64_t position) const override {
    return inner_.link_at(position);
  }
  bursar::Result<std::optional<bursar::Appended>> find(
      std::string_view key, const bursar::Digest& request) const override {
    return inner_.find(key, request);
  }
  std::optional<std::string> private_part(std::int64_t position) const override {
    return inner_.private_part(position);
  }
  void read_private(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t, std::string_view)>& visitor) const override {
    inner_.read_private(from, up_to_inclusive, visitor);
  }
  bursar::Result<void> erase_private(std::int64_t position) override {
    return inner_.erase_private(position);
  }
  VaultState vault_state(std::int64_t position) const override {
    return inner_.vault_state(position);
  }

 private:
  bursar::Journal& inner_;
};

}  // namespace bursar_test
