// A host that knows Bursar only as an installed library: values, refusals, exceptions and a journal
// in memory.
#include <bursar/base/result.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/money/money.hpp>

#include <cstdint>
#include <iostream>
#include <limits>
#include <span>
#include <string>

namespace {

bool money_adds() {
  const auto yuan = bursar::Currency::cny();
  const auto sum =
      bursar::add(bursar::Money::of_minor(150, yuan), bursar::Money::of_minor(50, yuan));
  return sum.has_value() && sum->minor() == 200;
}

bool refusal_has_its_text() {
  const auto yuan = bursar::Currency::cny();
  const auto most = bursar::Money::of_minor(std::numeric_limits<std::int64_t>::max(), yuan);
  const auto sum = bursar::add(most, bursar::Money::of_minor(1, yuan));
  return sum.has_error() && sum.error().code() == bursar::Code::money_overflow &&
         !sum.error().text(bursar::Language::zh).empty();
}

/// The exception is thrown by the library and caught here: its type must be the same on both sides.
bool exception_crosses_the_library() {
  try {
    const auto none = bursar::Currency::of("no currency");
    return none.value().minor_digits() < 0;
  } catch (const bursar::BadResultAccess& access) {
    return access.refusal().code() == bursar::Code::currency_unknown;
  }
}

bool journal_keeps_its_head() {
  bursar::JournalHost host{[] { return std::int64_t{1}; },
                           [](std::span<std::uint8_t> bytes) {
                             for (auto& byte : bytes) byte = 7;
                           }};
  const auto journal = bursar::make_memory_journal("book", host);
  return journal->head().book_id == "book" && journal->head().position == 0;
}

}  // namespace

int main() {
  const bool right = money_adds() && refusal_has_its_text() && exception_crosses_the_library() &&
                     journal_keeps_its_head();
  std::cout << (right ? "the host runs\n" : "the host fails\n");
  return right ? 0 : 1;
}
