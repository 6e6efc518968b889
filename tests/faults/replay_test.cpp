// A key takes effect once, however often, by whomever and after whatever it is sent again: through
// the office and the import, as hosts send it.
#include "deeds.hpp"
#include "passing_journal.hpp"
#include "processes.hpp"
#include "promises.hpp"
#include "scratch.hpp"
#include "test_scale.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace bursar;
using namespace bursar_test;

namespace {

struct Counts {
  int sent;
  int recorded_before;
  int refused;  ///< for another payload under a known key
  int wrongly_taken;
  int contended;
};
using Sender = Child<Counts>;

struct Figures {
  Counts sent{};
  int keys = 0;               ///< that are on record
  int torn = 0;               ///< keys with more or fewer entries than their deed makes
  std::int64_t effects = 0;   ///< payments of the folded book
  std::int64_t payments = 0;  ///< that the keys on record stand for
  bool whole = false;
};

/// How a host goes about its keys; all but the first are controls.
enum class Host {
  ours,
  forgetful,  ///< makes up a new key each time
  careless,   ///< keeps a journal that takes any request for the one that its key stands for
};

/// Looks at keys, and never at what they stand for.
class CarelessJournal final : public PassingJournal {
 public:
  explicit CarelessJournal(Journal& inner) : PassingJournal(inner) {}

  Result<Appended> append(const AppendRequest& request) override {
    const Result<Appended> answer = PassingJournal::append(request);
    return answer || answer.error().code() != Code::key_reused ? answer : recorded(request.key);
  }
  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override {
    const auto answer = PassingJournal::find(key, request);
    if (answer || answer.error().code() != Code::key_reused) return answer;
    return std::optional(recorded(key));
  }

 private:
  /// By reading everything: that is enough for a control.
  Appended recorded(std::string_view key) const {
    Appended found;
    found.already_recorded = true;
    for (const Entry& entry : conformance::all_entries(*this)) {
      if (entry.key != key) continue;
      if (found.first_position == 0) found.first_position = entry.position;
      found.last_position = entry.position;
      found.recorded_at_us = entry.recorded_at_us;
    }
    return found;
  }
};

/// A deed by chance; imports, which read the whole journal again, are few.
int draw_deed(std::mt19937& random, int keys) {
  const int number = std::uniform_int_distribution<int>(0, keys - 1)(random);
  const bool keep = Deeds::kind_of(number) != Deeds::Kind::import || random() % 60 == 0;
  return keep ? number : number - 1;
}

/// Sends deeds with random keys, most of them known; every eighth that is known with another
/// payload.
void send(const std::filesystem::path& path, std::uint32_t seed, int replays, int keys, Host host,
          const Sender::Reports& reports) {
  const bool forgetful = host == Host::forgetful;
  std::mt19937 random(seed);
  auto journal = SqliteJournal::open(path, system_host()).value();
  CarelessJournal careless(*journal);
  Deeds deeds(host == Host::careless ? static_cast<Journal&>(careless) : *journal);
  std::vector<bool> known(static_cast<std::size_t>(keys));
  Counts counts{};
  for (int i = 0; i < replays; ++i) {
    const int number = draw_deed(random, keys);
    const bool changed = i % 8 == 7 && known[static_cast<std::size_t>(number)];
    std::string key = deed_key(number);
    if (forgetful) key += " again " + std::to_string(i) + " of " + std::to_string(seed);
    const auto answer = deeds.carry_out(key, number, changed);
    ++counts.sent;
    if (answer) {
      known[static_cast<std::size_t>(number)] = true;
      if (changed) ++counts.wrongly_taken;
      if (answer->already_recorded) ++counts.recorded_before;
    } else if (answer.error().code() == Code::key_reused && changed) {
      ++counts.refused;
    } else if (answer.error().code() == Code::contended) {
      ++counts.contended;
    } else if (!forgetful) {
      throw BadResultAccess(answer.error());
    }
  }
  reports.send(counts);
}

/// Kills processes between a commit and its answer: nobody knows whether the deed took effect.
void leave_unanswered(const std::filesystem::path& path, int keys) {
  for (int number = 0; number < keys; number += 10) {
    Sender child([&](const Sender::Reports&) {
      auto journal = SqliteJournal::open(path, system_host()).value();
      Deeds deeds(*journal);
      for (int i = 0; i < 10; ++i) (void)accepted(deeds.carry_out(number + i));
      kill(getpid(), SIGKILL);
    });
    (void)child.finish();
  }
}

/// Compares what is on record with what the keys stand for.
void take_stock(const std::filesystem::path& path, int keys, Figures& figures) {
  auto journal = SqliteJournal::open(path, system_host()).value();
  std::map<std::string, int> entries;
  for (const Entry& entry : conformance::all_entries(*journal)) ++entries[entry.key];
  for (int number = 0; number < keys; ++number) {
    const auto found = entries.find(deed_key(number));
    if (found == entries.end()) continue;
    ++figures.keys;
    figures.payments += Deeds::payments_of(number);
    if (found->second != Deeds::entries_of(number)) ++figures.torn;
  }
  const Portfolio portfolio = Portfolio::fold(*journal, {}).value();
  for (const Project& project : portfolio.projects()) {
    figures.effects += static_cast<std::int64_t>(project.payments.size());
  }
  figures.whole = verify_chain(*journal).whole() && journal->check_store().empty();
}

Figures replay(int replays, int keys, Host host = Host::ours) {
  const ScratchFolder folder;
  const std::filesystem::path path = folder / "book.store";
  open_deed_book(*SqliteJournal::create(path, "book-1", system_host()).value());
  leave_unanswered(path, keys / 20);
  Figures figures;
  {
    std::vector<std::unique_ptr<Sender>> senders;
    for (std::uint32_t seed = 1; seed <= 2; ++seed) {
      senders.push_back(std::make_unique<Sender>([&, seed](const Sender::Reports& reports) {
        send(path, seed, replays / 2, keys, host, reports);
      }));
    }
    for (const auto& sender : senders) {
      REQUIRE(sender->finish() == 0);
      const Counts& counts = sender->reports().front();
      figures.sent = {
          figures.sent.sent + counts.sent, figures.sent.recorded_before + counts.recorded_before,
          figures.sent.refused + counts.refused, figures.sent.wrongly_taken + counts.wrongly_taken,
          figures.sent.contended + counts.contended};
    }
  }
  take_stock(path, keys, figures);
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print(
      "{}: {} requests, {} keys on record, {} payments for {} that were asked for, {} answered as "
      "recorded, {} refused for another payload, {} taken with another payload, {} contended\n",
      name, figures.sent.sent, figures.keys, figures.effects, figures.payments,
      figures.sent.recorded_before, figures.sent.refused, figures.sent.wrongly_taken,
      figures.sent.contended);
}

}  // namespace

TEST_CASE("Replay: effects are as many as keys, and another payload is refused", "[guarantee]") {
  const int keys = scaled(2000);
  const int replays = scaled(100'000);
  const Figures figures = replay(replays, keys);
  print("replay", figures);
  CHECK(figures.sent.sent == replays);
  CHECK(figures.keys > keys * 3 / 4);  // imports are rarely drawn
  CHECK(figures.torn == 0);
  CHECK(figures.effects == figures.payments);
  CHECK(figures.sent.wrongly_taken == 0);
  CHECK(figures.sent.refused > replays / 12);
  CHECK(figures.sent.recorded_before > replays / 2);
  CHECK(figures.whole);
}

TEST_CASE("Replay: the harness sees a host that forgets its keys", "[guarantee]") {
  const Figures figures = replay(200, 40, Host::forgetful);
  print("replay control, keys forgotten", figures);
  CHECK(figures.effects > figures.payments);
}

TEST_CASE("Replay: the harness sees another payload taken under a known key", "[guarantee]") {
  const Figures figures = replay(200, 40, Host::careless);
  print("replay control, payloads not compared", figures);
  CHECK(figures.sent.wrongly_taken > 0);
  CHECK(figures.sent.refused == 0);
}
