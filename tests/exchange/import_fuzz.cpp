// Any bytes as a file of each kind: an answer, never a crash; what was stored folds, and is on
// record.

#include <bursar/base/digest.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "promise.hpp"

using namespace bursar;
using bursar_test::promise;

namespace {

std::unique_ptr<Journal> open_book() {
  JournalHost host;
  host.now_us = [] { return std::int64_t{1'700'000'000'000'000}; };
  host.random = [](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 7;
  };
  auto journal = make_memory_journal("book", host);
  BookOpened opened;
  opened.book_id = "book";
  opened.default_currency = "CNY";
  opened.default_source = Source::grant;
  const Fact fact{Date(1900, 1, 1), opened, {}};
  AppendRequest request;
  request.key = "open";
  request.request = sha256("open");
  request.actor = "fuzz";
  request.drafts.push_back({{}, encode_facts(std::span(&fact, 1)).facts, {}});
  promise(journal->append(request).has_value(), "a book opens");
  return journal;
}

std::size_t size_of(const std::vector<RejectedRows>& rejected) {
  std::size_t bytes = 0;
  for (const RejectedRows& each : rejected) bytes += each.text.size();
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = bursar_test::input_text(data, size);
  // The first byte chooses the kind.
  const auto kind =
      static_cast<DossierKind>(bytes.empty() ? 0
                                             : static_cast<unsigned char>(bytes.front()) %
                                                   Vocabulary<DossierKind>::words.size());
  if (!is_supported(kind)) return 0;
  const std::string projects =
      "project_id,title,org_id,award,start_on,end_on\nP1,A,O1,1,2020-01-01,2021-12-31\n";
  const ImportFile files[] = {
      {"projects", "projects.csv", projects},
      {std::string(word(kind)), "fuzz.csv", bytes.empty() ? bytes : bytes.substr(1)}};
  const auto journal = open_book();
  ImportOptions options(Date(2024, 6, 30), "fuzz");
  options.accept_good = true;
  options.identity_salt = "a salt that is long enough";
  options.problems_max = 100;
  const auto outcome = import_into(*journal, files, options);
  promise(outcome.has_value(), "an import answers with a report");
  promise(outcome->appended.has_value(), "the good file is stored");
  promise(Portfolio::fold(*journal, {}).has_value(), "what was stored folds");
  const auto again = import_into(*journal, files, options);
  promise(again.has_value() && !again->appended.has_value(), "the same files say nothing new");
  // Both answers are held here.
  bursar_test::answered_bytes = size_of(outcome->rejected) + size_of(again->rejected);
  return 0;
}
