// Every way to change a journal behind its back is found: alone where the chain shows it, against a
// kept head where somebody computed the chain anew.
#include "recorded_journal.hpp"
#include "test_scale.hpp"

#include <bursar/journal/memory_journal.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <random>

using namespace bursar;
using bursar_test::RecordedJournal;

namespace {

using Random = std::mt19937;

std::size_t draw(Random& random, std::size_t below) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
}

std::vector<Entry> honest_entries(std::size_t appends) {
  std::int64_t clock = 1'600'000'000'000'000;
  auto journal = make_memory_journal("book", {[&clock] { return clock += 1000; }, {}});
  for (std::size_t i = 0; i < appends; ++i) {
    AppendRequest request;
    request.key = "key " + std::to_string(i);
    request.request = sha256(request.key);
    request.door = i % 3 == 0 ? Door::import : Door::office;
    request.batch = i % 3 == 0 ? "2020" : "";
    request.actor = "officer";
    for (std::size_t j = 0; j <= i % 3; ++j) {
      request.drafts.push_back({{SubjectKind::project, "P" + std::to_string((i + j) % 17)},
                                "facts " + std::to_string(i * 7 + j),
                                ""});
    }
    if (!journal->append(request)) throw std::logic_error("an honest append was refused");
  }
  std::vector<Entry> entries;
  journal->read(1, std::numeric_limits<std::int64_t>::max(), [&entries](const Entry& entry) {
    entries.push_back(entry);
    return true;
  });
  return entries;
}

void flip_bit(std::string& text, Random& random) {
  if (text.empty()) text = std::string(1, '\0');
  char& byte = text[draw(random, text.size())];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << draw(random, 8)));
}

void change_field(Entry& entry, Random& random) {
  switch (draw(random, 10)) {
    case 0:
      return flip_bit(entry.subject.id, random);
    case 1:
      entry.subject.kind =
          entry.subject.kind == SubjectKind::call ? SubjectKind::person : SubjectKind::call;
      return;
    case 2:
      return flip_bit(entry.key, random);
    case 3:
      entry.request.bytes[draw(random, 32)] ^= 4U;
      return;
    case 4:
      entry.door = entry.door == Door::office ? Door::import : Door::office;
      return;
    case 5:
      entry.batch += 'x';
      return;
    case 6:
      return flip_bit(entry.actor, random);
    case 7:
      entry.recorded_at_us += draw(random, 2) == 0 ? 1 : -1;
      return;
    case 8:
      entry.vault_commitment = entry.vault_commitment ? std::optional<Digest>() : sha256("x");
      return;
    default:
      entry.link.bytes[draw(random, 32)] ^= 1U;
  }
}

/// A way to change a journal. `chain_alone`: the chain shows it without a kept head.
struct Attack {
  const char* name;
  bool chain_alone;
  void (*run)(RecordedJournal& journal, Random& random);
};

constexpr Attack attacks[] = {
    {"a bit of the facts flipped", true,
     [](RecordedJournal& journal, Random& random) {
       flip_bit(journal.entries()[draw(random, journal.entries().size())].facts, random);
     }},
    {"a field changed", true,
     [](RecordedJournal& journal, Random& random) {
       change_field(journal.entries()[draw(random, journal.entries().size())], random);
     }},
    {"an entry removed", true,
     [](RecordedJournal& journal, Random& random) {
       auto& entries = journal.entries();
       entries.erase(entries.begin() +
                     static_cast<std::ptrdiff_t>(draw(random, entries.size() - 1)));
     }},
    {"an entry removed and the positions closed up", true,
     [](RecordedJournal& journal, Random& random) {
       auto& entries = journal.entries();
       entries.erase(entries.begin() +
                     static_cast<std::ptrdiff_t>(draw(random, entries.size() - 1)));
       for (std::size_t i = 0; i < entries.size(); ++i)
         entries[i].position = static_cast<std::int64_t>(i) + 1;
     }},
    {"an entry inserted", true,
     [](RecordedJournal& journal, Random& random) {
       auto& entries = journal.entries();
       Entry copy = entries[draw(random, entries.size())];
       entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(draw(random, entries.size())),
                      copy);
       for (std::size_t i = 0; i < entries.size(); ++i)
         entries[i].position = static_cast<std::int64_t>(i) + 1;
     }},
    {"two entries swapped", true,
     [](RecordedJournal& journal, Random& random) {
       auto& entries = journal.entries();
       const std::size_t a = draw(random, entries.size() - 1);
       const std::size_t b = a + 1 + draw(random, entries.size() - a - 1);
       std::swap(entries[a], entries[b]);
       std::swap(entries[a].position, entries[b].position);
     }},
    {"the tail cut off", false,
     [](RecordedJournal& journal, Random& random) {
       journal.entries().resize(draw(random, journal.entries().size()));
     }},
    {"the last entry rewritten and chained again", false,
     [](RecordedJournal& journal, Random& random) {
       flip_bit(journal.entries().back().facts, random);
       journal.chain_again(journal.entries().size() - 1);
     }},
    {"an entry rewritten and all after it chained again", false,
     [](RecordedJournal& journal, Random& random) {
       const std::size_t at = draw(random, journal.entries().size());
       flip_bit(journal.entries()[at].facts, random);
       journal.chain_again(at);
     }},
    {"two entries removed and all after them chained again", false,
     [](RecordedJournal& journal, Random& random) {
       auto& entries = journal.entries();
       const auto at = static_cast<std::ptrdiff_t>(draw(random, entries.size() - 2));
       entries.erase(entries.begin() + at, entries.begin() + at + 2);
       journal.chain_again(static_cast<std::size_t>(at));
     }},
};

}  // namespace

TEST_CASE(
    "verify_chain: every mutation is found, those that were chained again against the kept head") {
  const std::vector<Entry> entries = honest_entries(60);
  const Digest kept = entries.back().link;
  const int each = bursar_test::scaled(1000);
  int found = 0;
  for (const Attack& attack : attacks) {
    int alone = 0;
    int against_head = 0;
    for (int i = 0; i < each; ++i) {
      Random random(static_cast<std::uint32_t>(i));
      RecordedJournal journal("book", entries);
      attack.run(journal, random);
      if (!verify_chain(journal).whole()) ++alone;
      if (!verify_chain(journal, kept).whole()) ++against_head;
    }
    INFO(attack.name);
    CHECK(against_head == each);
    // The negative control: without the kept head these are not seen, so it is the head that sees
    // them.
    CHECK(alone == (attack.chain_alone ? each : 0));
    found += against_head;
  }
  fmt::print("tamper: {} of {} mutations found\n", found,
             each * static_cast<int>(std::size(attacks)));
}

TEST_CASE("verify_chain: an honest journal raises no alarm, against any head that it ever had") {
  const int logs = bursar_test::scaled(1000);
  for (int log = 0; log < logs; ++log) {
    const std::vector<Entry> entries = honest_entries(static_cast<std::size_t>(log % 20));
    RecordedJournal journal("book", entries);
    REQUIRE(verify_chain(journal).whole());
    REQUIRE(verify_chain(journal, link_zero("book")).whole());
    for (const Entry& entry : entries) REQUIRE(verify_chain(journal, entry.link).whole());
  }
}

TEST_CASE("verify_chain: one changed entry is one line that names it, and the walk goes on") {
  RecordedJournal journal("book", honest_entries(20));
  const JournalHead head = journal.head();
  journal.entries()[6].facts += 'x';
  journal.entries()[9].facts += 'x';
  const ChainReport report = verify_chain(journal, head.link);
  REQUIRE(report.damages.size() == 2);
  CHECK(report.damages[0].en.find("entry 7 ") == 0);
  CHECK(report.damages[1].en.find("entry 10 ") == 0);
  CHECK(report.entries == head.position);
  CHECK(report.head == head);
}

TEST_CASE(
    "verify_chain: another book's id, times out of order, and a head that is not there are "
    "damages") {
  const std::vector<Entry> entries = honest_entries(5);
  CHECK(verify_chain(RecordedJournal("other", entries)).damages.size() == 1);
  RecordedJournal journal("book", entries);
  journal.entries().back().recorded_at_us = entries.front().recorded_at_us;
  journal.chain_again(entries.size() - 1);
  REQUIRE(verify_chain(journal).damages.size() == 1);
  CHECK(verify_chain(journal).damages[0].en.find("recorded") != std::string::npos);
  CHECK(verify_chain(RecordedJournal("book", entries), sha256("elsewhere")).damages.size() == 1);
}

TEST_CASE("verify_chain: thousands of damages are cut short, and said to be") {
  std::vector<Entry> entries = honest_entries(800);
  for (Entry& entry : entries) entry.facts += 'x';
  const ChainReport report = verify_chain(RecordedJournal("book", entries));
  REQUIRE(report.damages.size() == 1001);
  CHECK(report.damages.back().en == "more damage follows");
}

namespace {

/// A journal to which somebody appends while it is read: it tells the head that it had before.
class GrowingJournal : public RecordedJournal {
 public:
  using RecordedJournal::RecordedJournal;
  JournalHead head() const override { return head_before; }
  JournalHead head_before;
};

}  // namespace

TEST_CASE("verify_chain: what is appended while it reads raises no alarm") {
  const std::vector<Entry> entries = honest_entries(20);
  GrowingJournal journal("book", entries);
  const Entry& last_before = entries[entries.size() - 4];
  journal.head_before = {"book", last_before.position, last_before.link};
  const ChainReport report = verify_chain(journal);
  CHECK(report.whole());
  CHECK(report.head == journal.head_before);
  journal.entries()[2].facts += 'x';
  CHECK_FALSE(verify_chain(journal).whole());
}
