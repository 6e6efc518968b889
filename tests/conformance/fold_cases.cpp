// Folding while files are imported: a fold is that of a prefix, whatever is appended meanwhile.
#include "../support/passing_journal.hpp"
#include "catch.hpp"
#include "suite.hpp"

#include <bursar/calendar/date_text.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <atomic>
#include <functional>
#include <set>
#include <thread>

using namespace bursar;
using namespace bursar::conformance;

namespace {

constexpr int projects = 120;

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }

void open_book(Journal& journal) {
  BookOpened opened;
  opened.book_id = "book-1";
  opened.utc_offset_minutes = 480;
  opened.default_currency = "CNY";
  opened.default_source = Source::grant;
  const Fact fact{day("1900-01-01"), opened, {}};
  EncodedFacts encoded = encode_facts(std::span(&fact, 1));
  AppendRequest request = conformance::request("open", {});
  request.drafts.push_back({{}, std::move(encoded.facts), std::move(encoded.private_part)});
  REQUIRE(journal.append(request).has_value());
}

/// The year's export of an office: new units with names, projects, payments, and spending with
/// memos, of which each project gets one packed block.
struct Export {
  explicit Export(int year) {
    const std::string y = std::to_string(year);
    for (int p = 0; p < projects; ++p) {
      const std::string id = "P-" + std::to_string(p);
      if (p % 10 == 0) units += "O-" + y + "-" + std::to_string(p) + ",Unit of " + y + "\n";
      if (year == 2000) titles += id + ",Project,O-2000-0,1000000.00,2000-01-01,2040-12-31\n";
      payments += "PAY-" + y + "-" + id + "," + id + "," + y + "-02-01,100.00,by transfer\n";
      for (int line = 0; line < 12; ++line) {
        spending += "E-" + y + "-" + id + "-" + std::to_string(line) + "," + id + "," + y +
                    "-06-01,business/material,1.00,\"memo " + std::to_string(line) + "\"\n";
      }
    }
  }

  Appended import_into(Journal& journal) const {
    std::vector<ImportFile> files{{"organisations", "organisations.csv", units},
                                  {"payments", "payments.csv", payments},
                                  {"expenses", "expenses.csv", spending}};
    if (titles.find("P-") != std::string::npos) {
      files.push_back({"projects", "projects.csv", titles});
    }
    const auto done = bursar::import_into(journal, files, {day("2040-12-31"), "clerk"});
    if (!done) throw BadResultAccess(done.error());
    if (!done->report.is_clean() || !done->appended) {
      throw std::logic_error("an import was not stored");
    }
    return *done->appended;
  }

  std::string units = "org_id,name\n";
  std::string titles = "project_id,title,org_id,award,start_on,end_on\n";
  std::string payments = "payment_id,project_id,on,amount,stage\n";
  std::string spending = "expense_id,project_id,on,head,amount,memo\n";
};

/// What a fold came to.
struct Folded {
  JournalHead head;
  Digest state;
  std::size_t private_texts = 0;  ///< no part of the state's digest
  friend bool operator==(const Folded&, const Folded&) = default;
};

Folded told(const Portfolio& portfolio) {
  Folded folded{portfolio.head(), portfolio.state_digest(), 0};
  for (const Organisation& unit : portfolio.organisations()) {
    if (!unit.registered.name.empty()) ++folded.private_texts;
  }
  return folded;
}

Folded from_scratch(const Journal& journal, std::int64_t known_position) {
  AsOf as_of;
  as_of.known_position = known_position;
  return told(Portfolio::fold(journal, as_of).value());
}

/// Positions after which an append ended.
std::set<std::int64_t> ends_of_appends(const Journal& journal) {
  std::set<std::int64_t> ends;
  std::string key;
  for (const Entry& entry : all_entries(journal)) {
    if (entry.key != key) ends.insert(entry.position - 1);
    key = entry.key;
  }
  ends.insert(journal.head().position);
  return ends;
}

/// A journal that something happens to when its n-th entry is read.
class InterruptedJournal final : public bursar_test::PassingJournal {
 public:
  InterruptedJournal(Journal& inner, std::int64_t n, std::function<void()> happens)
      : PassingJournal(inner), left_(n), happens_(std::move(happens)) {}

  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    PassingJournal::read(from, up_to_inclusive, interrupted(visitor));
  }
  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    PassingJournal::read(subject, up_to_inclusive, interrupted(visitor));
  }
  [[nodiscard]] bool happened() const { return left_ <= 0; }

 private:
  EntryVisitor interrupted(const EntryVisitor& visitor) const {
    return [this, &visitor](const Entry& entry) {
      if (--left_ == 0) happens_();
      return visitor(entry);
    };
  }

  mutable std::int64_t left_;
  std::function<void()> happens_;
};

}  // namespace

TEST_CASE("Journal: an import that ends within a fold is in it as a whole, or not at all") {
  for (const std::int64_t at : {1, 2, 134, 512, 513, 533}) {
    INFO("at entry " << at);
    const auto store = make_store_under_test();
    const auto journal = store->create("book-1", TestHost().host());
    open_book(*journal);
    Portfolio kept = Portfolio::fold(*journal, {}).value();
    for (int year = 2000; year < 2004; ++year) Export(year).import_into(*journal);
    const Folded before = from_scratch(*journal, journal->head().position);

    InterruptedJournal meanwhile(*journal, at, [&] { Export(2004).import_into(*journal); });
    const Folded folded = told(Portfolio::fold(meanwhile, {}).value());
    REQUIRE(meanwhile.happened());
    const Folded after = from_scratch(*journal, journal->head().position);
    CHECK(after != before);
    CHECK((folded == before || folded == after));

    InterruptedJournal later(*journal, at, [&] { Export(2005).import_into(*journal); });
    REQUIRE(kept.catch_up(later).has_value());
    REQUIRE(later.happened());
    CHECK((told(kept) == after || told(kept) == from_scratch(*journal, journal->head().position)));
    REQUIRE(kept.catch_up(*journal).has_value());
    CHECK(told(kept) == from_scratch(*journal, journal->head().position));
  }
}

TEST_CASE("Journal: a fold during imports equals a fold of what was there at one moment of it") {
  const auto store = make_store_under_test();
  if (passed_over(*store, Ability::reopening)) return;
  const auto writer = store->create("book-1", TestHost().host());
  open_book(*writer);
  const auto reader = store->open(TestHost().host());
  REQUIRE(reader);

  std::atomic<bool> enough{false};
  std::atomic<bool> ended{false};
  std::atomic<bool> written{true};
  std::thread importing([&] {
    try {
      for (int year = 2000; year < 2040 && (!enough || year < 2005); ++year) {
        Export(year).import_into(*writer);
      }
    } catch (const std::exception&) {
      written = false;
    }
    ended = true;
  });

  struct Seen {
    std::int64_t head_before = 0;
    Folded folded;
    std::int64_t head_after = 0;
  };
  std::vector<Seen> folds;
  Portfolio kept = Portfolio::fold(*reader, {}).value();
  int overtaken = 0;  // folds during which an append ended
  bool last = false;
  while (!last) {
    last = ended;  // one more fold after the last append
    for (const bool anew : {true, false}) {
      Seen seen;
      seen.head_before = reader->head().position;
      if (anew) {
        seen.folded = told(Portfolio::fold(*reader, {}).value());
      } else {
        REQUIRE(kept.catch_up(*reader).has_value());
        seen.folded = told(kept);
      }
      seen.head_after = reader->head().position;
      if (seen.head_after > seen.head_before) ++overtaken;
      folds.push_back(seen);
    }
    if (overtaken >= 6) enough = true;
  }
  importing.join();
  REQUIRE(written);
  CHECK(overtaken > 0);

  const std::set<std::int64_t> ends = ends_of_appends(*reader);
  std::map<std::int64_t, Folded> of_prefix;
  for (const Seen& seen : folds) {
    const std::int64_t position = seen.folded.head.position;
    CHECK(position >= seen.head_before);
    CHECK(position <= seen.head_after);
    CHECK(ends.contains(position));
    if (!of_prefix.contains(position)) of_prefix[position] = from_scratch(*reader, position);
    CHECK(seen.folded == of_prefix[position]);
  }
  CHECK(folds.back().folded.head == reader->head());
  CHECK(verify_chain(*reader).whole());
}
