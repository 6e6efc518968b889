// A key takes effect once, however often, by whomever and after whatever it is sent again.
#include "processes.hpp"
#include "promises.hpp"
#include "scratch.hpp"
#include "test_scale.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <thread>

using namespace bursar;
using namespace bursar_test;

namespace {

struct Counts {
  int sent;
  int recorded_before;
  int refused;
  int wrongly_taken;
};
using Sender = Child<Counts>;

struct Figures {
  int replays = 0;
  int refused = 0;
  int wrongly_taken = 0;
  int keys = 0;
  std::int64_t effects = 0;
  bool whole = false;
};

/// A journal that forgets keys: the control.
class Forgetful {
 public:
  explicit Forgetful(SqliteJournal& journal) : journal_(journal) {}
  Result<Appended> append(AppendRequest request) {
    request.key += " again " + std::to_string(++calls_) + " of " + std::to_string(getpid());
    return journal_.append(request);
  }

 private:
  SqliteJournal& journal_;
  int calls_ = 0;
};

/// Sends requests with random keys, most of them known; every eighth with another content, which
/// must be refused where its key is known.
void send(const std::filesystem::path& path, std::uint32_t seed, int replays, int keys,
          bool forgetful, const Sender::Reports& reports) {
  std::mt19937 random(seed);
  auto journal = SqliteJournal::open(path, system_host()).value();
  Forgetful forgets(*journal);
  Counts counts{0, 0, 0, 0};
  for (int i = 0; i < replays; ++i) {
    const int number = std::uniform_int_distribution<int>(0, keys - 1)(random);
    AppendRequest request = numbered_request(number, 1, false);
    const bool changed =
        i % 8 == 7 && journal->find(request.key, request.request).value().has_value();
    if (changed) request.request = sha256("another content");
    const auto answer = forgetful ? forgets.append(request) : journal->append(request);
    ++counts.sent;
    if (!answer) ++counts.refused;
    if (answer && changed) ++counts.wrongly_taken;
    if (answer && answer->already_recorded) ++counts.recorded_before;
  }
  reports.send(counts);
}

/// Kills a process between its commit and its answer: nobody knows whether the request took effect.
void leave_unanswered(const std::filesystem::path& path, int keys) {
  for (int number = 0; number < keys; number += 10) {
    Sender child([&](const Sender::Reports&) {
      auto journal = SqliteJournal::open(path, system_host()).value();
      for (int i = 0; i < 10; ++i) journal->append(numbered_request(number + i, 1, false)).value();
      kill(getpid(), SIGKILL);
    });
    (void)child.finish();
  }
}

Figures replay(int replays, int keys, bool forgetful = false) {
  const ScratchFolder folder;
  const std::filesystem::path path = folder / "book.store";
  SqliteJournal::create(path, "book-1", system_host()).value();
  leave_unanswered(path, keys / 2);
  Figures figures;
  {
    std::vector<std::unique_ptr<Sender>> senders;
    for (std::uint32_t seed = 1; seed <= 2; ++seed) {
      senders.push_back(std::make_unique<Sender>([&, seed](const Sender::Reports& reports) {
        send(path, seed, replays / 2, keys, forgetful, reports);
      }));
    }
    for (const auto& sender : senders) {
      REQUIRE(sender->finish() == 0);
      figures.replays += sender->reports().front().sent;
      figures.refused += sender->reports().front().refused;
      figures.wrongly_taken += sender->reports().front().wrongly_taken;
    }
  }
  auto journal = SqliteJournal::open(path, system_host()).value();
  figures.effects = journal->head().position;
  for (int number = 0; number < keys; ++number) {
    const AppendRequest request = numbered_request(number, 1, false);
    if (journal->find(request.key, request.request).value()) ++figures.keys;
  }
  figures.whole = verify_chain(*journal).whole() && journal->check_store().empty();
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print("{}: {} requests, {} keys known, {} effects, {} refused for other content\n", name,
             figures.replays, figures.keys, figures.effects, figures.refused);
}

}  // namespace

TEST_CASE("Replay: effects are as many as keys, and another content is refused", "[guarantee]") {
  const int keys = scaled(2000);
  const Figures figures = replay(scaled(100'000), keys);
  print("replay", figures);
  CHECK(figures.keys == keys);
  CHECK(figures.effects == figures.keys);
  CHECK(figures.wrongly_taken == 0);
  CHECK(figures.refused > figures.replays / 10);
  CHECK(figures.whole);
}

TEST_CASE("Replay: the harness sees a journal that forgets keys", "[guarantee]") {
  const Figures figures = replay(600, 100, true);
  print("replay control, keys forgotten", figures);
  CHECK(figures.effects > figures.keys);
  CHECK(figures.wrongly_taken > 0);
}
