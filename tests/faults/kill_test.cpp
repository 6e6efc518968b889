// An acknowledged append survives the death of its process, with one writer and with two.
#include "processes.hpp"
#include "promises.hpp"
#include "scratch.hpp"
#include "test_scale.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <random>
#include <thread>

using namespace bursar;
using namespace bursar_test;

namespace {

/// What a child tells before it begins an append (first_position 0) and after it was acknowledged.
struct Said {
  int number;
  int drafts;
  std::int64_t first_position;
  std::int64_t last_position;
  Digest link;
};
using Writer = Child<Said>;

struct Figures {
  int kills = 0;
  int acknowledged = 0;
  int unacknowledged_seen = 0;
  int lost = 0;
  int corrupt = 0;
  std::string first;

  void note(int& count, const std::string& what) {
    ++count;
    if (first.empty()) first = what;
  }
};

std::string number_key(int number) { return "key " + std::to_string(number); }

/// Appends until it is killed: mostly single entries, now and then an import, an erasure, an
/// opening anew. A liar acknowledges before it appends: the control.
void write_for_ever(const std::filesystem::path& path, int first_number, bool liar,
                    const Writer::Reports& reports) {
  auto journal = SqliteJournal::open(path, system_host()).value();
  for (int number = first_number;; ++number) {
    const int drafts = number % 16 == 15 ? 200 : 1 + number % 3;
    const AppendRequest request =
        numbered_request(number, static_cast<std::size_t>(drafts), number % 2 == 0);
    reports.send({number, drafts, 0, 0, {}});
    if (liar) reports.send({number, drafts, 1, drafts, {}});
    const Appended appended = journal->append(request).value();
    if (!liar) {
      const Digest link = journal->link_at(appended.last_position).value();
      reports.send({number, drafts, appended.first_position, appended.last_position, link});
    }
    if (number % 32 == 9) (void)journal->erase_private(appended.first_position);
    if (number % 32 == 20) journal = SqliteJournal::open(path, system_host()).value();
  }
}

/// Everything that was promised on one store, over all its kills.
class Witness {
 public:
  explicit Witness(std::filesystem::path path) : path_(std::move(path)) {}

  void check(const std::vector<Said>& reports, Figures& figures) {
    auto journal = SqliteJournal::open(path_, system_host()).value();
    int begun = -1;
    for (const Said& said : reports) {
      begun = said.number;
      if (said.first_position == 0) continue;
      begun = -1;
      ++figures.acknowledged;
      const std::string key = number_key(said.number);
      const auto found = journal->find(key, sha256(key)).value();
      if (!found) {
        figures.note(figures.lost, key + " was acknowledged and is not there");
      } else if (said.link != Digest() && (found->first_position != said.first_position ||
                                           found->last_position != said.last_position ||
                                           journal->link_at(said.last_position) != said.link)) {
        figures.note(figures.corrupt, key + " is not where it was");
      }
    }
    if (begun < 0) return;
    const std::string key = number_key(begun);
    const auto found = journal->find(key, sha256(key)).value();
    if (!found) return;
    ++figures.unacknowledged_seen;
    const std::int64_t there = found->last_position - found->first_position + 1;
    if (there != reports.back().drafts) figures.note(figures.corrupt, key + " is torn");
  }

  void check_chain(Figures& figures) {
    auto journal = SqliteJournal::open(path_, system_host()).value();
    const std::int64_t head = journal->head().position;
    if (head < last_head_) figures.note(figures.lost, "the head went back");
    const ChainReport report = verify_chain(*journal, last_link_);
    if (!report.whole()) figures.note(figures.corrupt, report.damages.front());
    const std::vector<std::string> damages = journal->check_store();
    if (!damages.empty()) figures.note(figures.corrupt, damages.front());
    last_head_ = head;
    last_link_ = report.head.link;
  }

 private:
  std::filesystem::path path_;
  std::int64_t last_head_ = 0;
  std::optional<Digest> last_link_;
};

/// Kills writers at random moments, over stores that live for thirty kills each.
Figures kill_again_and_again(int kills, int writers, bool liar = false) {
  Figures figures;
  std::mt19937 random(static_cast<std::uint32_t>(writers));
  while (figures.kills < kills) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder / "book.store";
    SqliteJournal::create(path, "book-1", system_host()).value();
    Witness witness(path);
    for (int round = 0; round < 30 && figures.kills < kills; ++round) {
      std::vector<std::unique_ptr<Writer>> children;
      for (int i = 0; i < writers; ++i) {
        const int first = (round * writers + i) * 100'000;
        children.push_back(
            std::make_unique<Writer>([&path, first, liar](const Writer::Reports& reports) {
              write_for_ever(path, first, liar, reports);
            }));
      }
      const std::chrono::microseconds life(std::uniform_int_distribution<int>(0, 13'000)(random));
      std::this_thread::sleep_for(life);
      for (const auto& child : children) child->kill();
      for (const auto& child : children) {
        if (child->finish() != -1) figures.note(figures.corrupt, "a writer ended by itself");
        ++figures.kills;
      }
      for (const auto& child : children) witness.check(child->reports(), figures);
      witness.check_chain(figures);
    }
  }
  return figures;
}

/// Kills the making of a store: what is left is a store, or a place for one.
Figures kill_creation(int kills) {
  Figures figures;
  std::mt19937 random(3);
  for (; figures.kills < kills; ++figures.kills) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder / "book.store";
    Writer child([&path](const Writer::Reports& reports) {
      SqliteJournal::create(path, "book-1", system_host()).value();
      reports.send({0, 0, 1, 0, {}});
      pause();
    });
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution<int>(0, 4'000)(random)));
    child.kill();
    (void)child.finish();
    const bool acknowledged = !child.reports().empty();
    if (acknowledged) ++figures.acknowledged;
    const auto made = SqliteJournal::create(path, "book-1", system_host());
    if (made && acknowledged) figures.note(figures.lost, "a store that was made is gone");
    if (!made && made.error().code() != Code::store_exists)
      figures.note(figures.corrupt, "no place any more");
    if (!made && !SqliteJournal::open(path, system_host()))
      figures.note(figures.corrupt, "half a store");
  }
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print(
      "kill -9, {}: {} kills, {} acknowledged, {} seen unacknowledged, {} lost, {} corrupt{}{}\n",
      name, figures.kills, figures.acknowledged, figures.unacknowledged_seen, figures.lost,
      figures.corrupt, figures.first.empty() ? "" : "; first: ", figures.first);
}

}  // namespace

TEST_CASE("Kill: acknowledged appends survive, and at most one that was not is there",
          "[guarantee]") {
  for (const int writers : {1, 2}) {
    const Figures figures = kill_again_and_again(scaled(1800), writers);
    print(fmt::format("{} writers", writers), figures);
    CHECK(figures.lost == 0);
    CHECK(figures.corrupt == 0);
    CHECK(figures.acknowledged > figures.kills);
  }
  const Figures creation = kill_creation(scaled(400));
  print("while a store is made", creation);
  CHECK(creation.lost == 0);
  CHECK(creation.corrupt == 0);
  CHECK(creation.acknowledged > 0);
  CHECK(creation.acknowledged < creation.kills);
}

TEST_CASE("Kill: the harness sees an acknowledgement that came before its commit", "[guarantee]") {
  const Figures figures = kill_again_and_again(60, 1, true);
  print("control, acknowledged too early", figures);
  CHECK(figures.lost > 0);
}
