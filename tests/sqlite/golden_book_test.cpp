// A book as version 1 of the formats wrote it, with a fact of every kind. It is read for ever.
//
// tests/sqlite/golden/book_version_1.store and its .txt (the state digests and settlements that it
// folds to) were written once, by the last case of this file with BURSAR_WRITE_GOLDEN=1; a library
// that reads it otherwise is wrong, not the files.
#include "golden_book.hpp"
#include "all_kinds.hpp"
#include "store_files.hpp"

#include <bursar/clawback/settlement_json.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/ledger/ledger.hpp>
#include <bursar/office/book_rules.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <set>

using namespace bursar;
using namespace bursar_test;
namespace fs = std::filesystem;

namespace {

const fs::path golden_store = "tests/sqlite/golden/book_version_1.store";
const fs::path golden_text = "tests/sqlite/golden/book_version_1.txt";

std::set<std::string> kinds_of(const Journal& journal) {
  std::set<std::string> kinds;
  for (const Entry& entry : conformance::all_entries(journal)) {
    for (const Fact& fact : decode_facts(entry.facts).value()) kinds.emplace(kind_of(fact.body));
  }
  return kinds;
}

/// Everything that the book comes to, as text: heads, digests of the state of several days, and
/// the settlements.
std::string account_of(const Journal& journal) {
  std::string account = "head " + journal.head().link.text() + "\n";
  for (const auto& [year, month, day] :
       {std::tuple{2019, 12, 31}, {2020, 6, 30}, {2020, 12, 31}, {2021, 12, 31}, {9999, 12, 31}}) {
    const Portfolio portfolio = Portfolio::fold(journal, {day_of(year, month, day)}).value();
    account += to_iso(day_of(year, month, day)) + " " + portfolio.state_digest().text() + "\n";
  }
  const AsOf as_of{day_of(2021, 11, 30)};
  const Portfolio portfolio = Portfolio::fold(journal, as_of).value();
  const RuleBook rules = rule_book_of(portfolio).value();
  return account + settlement_json(settle(portfolio, rules), rules, as_of.effective) + "\n";
}

/// The facts of an entry, encoded again.
EncodedFacts encoded_again(const std::string& facts, const std::string& private_part) {
  FactEncoder encoder;
  std::size_t ordinal = 0;
  for (const Fact& fact : decode_facts(facts, private_part).value()) {
    if (const auto* booked = std::get_if<ExpensesBooked>(&fact.body)) {
      const std::vector<std::string> memos = decode_memos(private_part, ordinal).value();
      const ExpenseBlock::Lines lines = booked->block.lines();
      std::vector<ExpenseLine> list(lines.span().begin(), lines.span().end());
      for (std::size_t i = 0; i < memos.size(); ++i) list[i].memo = memos[i];
      encoder.add_expenses(list, fact.origin.file);
    } else {
      encoder.add(fact);
    }
    ++ordinal;
  }
  return encoder.finish();
}

}  // namespace

TEST_CASE("Golden book of version 1: it holds every kind of fact, and is whole") {
  const ScratchFolder folder;
  fs::copy_file(golden_store, folder / "v1.store");
  const auto journal = open_store(folder / "v1.store", {1000, true}).value();
  CHECK(kinds_of(*journal) == all_kinds());
  CHECK(verify_chain(*journal).damages.empty());
  CHECK(journal->check_store().empty());
}

TEST_CASE("Golden book of version 1: it folds and settles to what it did") {
  const ScratchFolder folder;
  fs::copy_file(golden_store, folder / "v1.store");
  const auto journal = open_store(folder / "v1.store", {1000, true}).value();
  std::ifstream file(golden_text, std::ios::binary);
  const std::string expected((std::istreambuf_iterator<char>(file)), {});
  CHECK(account_of(*journal) == expected);
  const Portfolio portfolio = Portfolio::fold(*journal, {}).value();
  REQUIRE(portfolio.project("P-1") != nullptr);
  CHECK(portfolio.project("P-1")->state == ProjectState::closed);
  CHECK(portfolio.organisation("O-1")->registered.name.view() == "深圳某某科技有限公司");
}

TEST_CASE("Golden book of version 1: every entry is encoded today as it was") {
  const ScratchFolder folder;
  fs::copy_file(golden_store, folder / "v1.store");
  const auto journal = open_store(folder / "v1.store", {1000, true}).value();
  for (const Entry& entry : conformance::all_entries(*journal)) {
    INFO("entry " << entry.position);
    const std::string private_part = journal->private_part(entry.position).value_or("");
    const EncodedFacts again = encoded_again(entry.facts, private_part);
    CHECK((again.facts == entry.facts));
    CHECK((again.private_part == private_part));
  }
}

TEST_CASE("Golden book of version 1: it goes on being written to") {
  const ScratchFolder folder;
  fs::copy_file(golden_store, folder / "v1.store");
  const auto journal = open_store(folder / "v1.store").value();
  Office office(*journal, small_host());
  start_small_project(office, "P-9");
  CHECK(Portfolio::fold(*journal, {}).value().project("P-9") != nullptr);
  CHECK(verify_chain(*journal).whole());
}

TEST_CASE("Golden book of version 1: the public doors write every kind of fact") {
  const ScratchFolder folder;
  const char* asked = std::getenv("BURSAR_WRITE_GOLDEN");
  const bool write = asked != nullptr && std::string_view(asked) == "1";
  const fs::path path = write ? golden_store : folder / "v1.store";
  sqlite_detail::Tuning small;
  small.page_bytes = 1024;
  small.journal_mode = "truncate";
  const auto journal = create_store(path, small);
  write_golden_book(*journal);
  CHECK(kinds_of(*journal) == all_kinds());
  if (write) std::ofstream(golden_text, std::ios::binary) << account_of(*journal);
}
