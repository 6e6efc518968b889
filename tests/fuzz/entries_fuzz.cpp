// The entries of a damaged store, as the fold meets them: the facts of two entries about a project
// are whatever the input says, the halves of it.

#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include "promise.hpp"

#include <memory>
#include <span>
#include <string>

using namespace bursar;
using bursar_test::promise;

namespace {

void append(Journal& journal, const Subject& subject, std::string_view facts) {
  AppendRequest request;
  request.key = "key " + std::to_string(journal.head().position);
  request.request = sha256(request.key);
  request.actor = "fuzz";
  request.drafts.push_back({subject, std::string(facts), "private"});
  promise(journal.append(request).has_value(), "an entry is taken");
}

std::unique_ptr<Journal> open_book() {
  JournalHost host;
  host.now_us = [] { return std::int64_t{1'700'000'000'000'000}; };
  host.random = [](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 7;
  };
  auto journal = make_memory_journal("book", host);
  const Fact fact{Date(1900, 1, 1), BookOpened{"book", 480, "CNY", Source::grant, 1}, {}};
  append(*journal, {}, encode_facts(std::span(&fact, 1)).facts);
  return journal;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = bursar_test::input_text(data, size);
  const auto journal = open_book();
  auto portfolio = Portfolio::fold(*journal, {}, false);
  promise(portfolio.has_value(), "an opened book folds");
  const Subject subject{size % 3 == 0 ? SubjectKind::organisation : SubjectKind::project, "P-1"};
  for (const std::string_view half : {bytes.substr(0, size / 2), bytes.substr(size / 2)}) {
    append(*journal, subject, half);
    append(*journal, subject, bytes);
    const auto caught_up = portfolio->catch_up(*journal);
    const auto folded = Portfolio::fold(*journal, {}, false);
    promise(caught_up.has_value() == folded.has_value(), "catch-up takes what a fold takes");
    if (!folded) {
      promise(folded.error().code() == Code::facts_damaged, "damage is refused as such");
      break;
    }
    promise(portfolio->state_digest() == folded->state_digest(), "catch-up comes to the same");
  }
  const auto before = Portfolio::fold(*journal, {Date(9999, 12, 31), 1}, false);
  promise(before.has_value(), "what was known before the damage still folds");
  promise(verify_chain(*journal).whole(), "the chain holds, whatever is in it");
  return 0;
}
