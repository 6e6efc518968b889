#include "journal_conformance.hpp"

#include <bursar/journal/memory_journal.hpp>

namespace bursar::conformance {
namespace {

class MemoryStore final : public StoreUnderTest {
 public:
  std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) override {
    return make_memory_journal(std::string(book_id), std::move(host));
  }
  std::unique_ptr<Journal> open(JournalHost) override { return nullptr; }
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_store_under_test() { return std::make_unique<MemoryStore>(); }

}  // namespace bursar::conformance
