#include "allocations.hpp"
#include "journal_conformance.hpp"

#include <bursar/journal/memory_journal.hpp>

namespace bursar::conformance {
namespace {

class MemoryStore final : public StoreUnderTest {
 public:
  std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) override {
    return make_memory_journal(std::string(book_id), std::move(host));
  }
  /// All that can fail in memory is an allocation.
  void fail_write(std::int64_t n) override { bursar_test::fail_allocation(n, false); }
  bool stop_failing() override { return bursar_test::stop_failing_allocations() > 0; }
  [[nodiscard]] std::string reason_against(Ability ability) const override {
    switch (ability) {
      case Ability::failing_write:
        return {};
      case Ability::reopening:
        return "what is in memory ends with its object, and no other object can share it";
      case Ability::overwriting:
      case Ability::damage:
        break;
    }
    return "there is no way to what is in memory but through the port";
  }
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_store_under_test() { return std::make_unique<MemoryStore>(); }

}  // namespace bursar::conformance
