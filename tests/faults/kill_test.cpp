// What officers and imports were told is done survives the death of their process, with one writer
// and with two; and of what nobody was told, at most the one deed under way is there.
#include "deeds.hpp"
#include "later_schema.hpp"
#include "processes.hpp"
#include "promises.hpp"
#include "scratch.hpp"
#include "test_scale.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

using namespace bursar;
using namespace bursar_test;

namespace {

/// What a child tells of a deed: before it begins, and how it ended.
struct Said {
  enum class What : std::uint8_t { ready, begun, done, refused };
  What what;
  int number;
  std::int64_t first_position;
  std::int64_t last_position;
  Digest link;
};
using Writer = Child<Said>;

/// How a writer goes about it; all but `honest` are controls.
enum class Habit : std::uint8_t {
  honest,
  tells_too_early,  ///< says that a deed is done before it is
  does_it_twice,    ///< under another key, and says so once
};

struct Figures {
  int kills = 0;
  int acknowledged = 0;
  int refused = 0;
  int unacknowledged_seen = 0;
  int unacknowledged_most = 0;  ///< of one killed writer
  int lost = 0;
  int corrupt = 0;
  std::string first;

  void note(int& count, const std::string& what) {
    ++count;
    if (first.empty()) first = what;
  }
};

/// Does deeds until it is killed; now and then it erases a private part, or opens the store anew.
void work_for_ever(const std::filesystem::path& path, int first_number, Habit habit,
                   const Writer::Reports& reports) {
  auto journal = SqliteJournal::open(path, system_host()).value();
  auto deeds = std::make_unique<Deeds>(*journal);
  reports.send({Said::What::ready, 0, 0, 0, {}});
  for (int number = first_number;; ++number) {
    reports.send({Said::What::begun, number, 0, 0, {}});
    if (habit == Habit::tells_too_early) reports.send({Said::What::done, number, 0, 0, {}});
    const auto answer = deeds->carry_out(number);
    if (habit == Habit::does_it_twice)
      (void)deeds->carry_out(deed_key(number) + " again", number, false);
    if (!answer) {
      if (answer.error().code() != Code::contended) throw BadResultAccess(answer.error());
      reports.send({Said::What::refused, number, 0, 0, {}});
      continue;
    }
    const Digest link = journal->link_at(answer->last_position).value();
    if (habit != Habit::tells_too_early) {
      reports.send({Said::What::done, number, answer->first_position, answer->last_position, link});
    }
    if (number % 32 == 9) (void)journal->erase_private(answer->first_position);
    if (number % 32 == 20) {
      deeds.reset();
      journal = SqliteJournal::open(path, system_host()).value();
      deeds = std::make_unique<Deeds>(*journal);
    }
  }
}

/// Everything that was promised on one store, over all its kills.
class Witness {
 public:
  explicit Witness(std::filesystem::path path) : path_(std::move(path)) {
    auto journal = SqliteJournal::open(path_, system_host()).value();
    head_ = journal->head();
  }

  /// Compares what is new on record with what the writers that were just killed had said.
  void check(const std::vector<std::unique_ptr<Writer>>& writers, Figures& figures) {
    auto journal = SqliteJournal::open(path_, system_host()).value();
    const JournalHead head = journal->head();
    if (head.position < head_.position) figures.note(figures.lost, "the head went back");
    std::map<std::string, std::vector<Entry>> fresh;
    journal->read(head_.position + 1, head.position, [&fresh](const Entry& entry) {
      fresh[entry.key].push_back(entry);
      return true;
    });
    for (const auto& writer : writers) check_writer(writer->reports(), fresh, figures);
    for (const auto& [key, entries] : fresh) {
      figures.note(figures.corrupt, key + " is there, and nobody asked for it");
    }
    const ChainReport report = verify_chain(*journal, head_.link);
    if (!report.whole()) figures.note(figures.corrupt, report.damages.front().en);
    const std::vector<Wording> damages = journal->check_store();
    if (!damages.empty()) figures.note(figures.corrupt, damages.front().en);
    head_ = head;
  }

  /// Whether the book comes to what the deeds on record come to.
  void check_book(Figures& figures) const {
    auto journal = SqliteJournal::open(path_, system_host()).value();
    const auto portfolio = Portfolio::fold(*journal, {});
    if (!portfolio) return figures.note(figures.corrupt, "the book does not fold");
    int payments = 0;
    for (const Project& project : portfolio->projects()) {
      payments += static_cast<int>(project.payments.size());
      if (!project.irregular.empty()) figures.note(figures.corrupt, "a deed that was not allowed");
    }
    if (payments != payments_) figures.note(figures.corrupt, "payments that nobody made");
  }

 private:
  using Fresh = std::map<std::string, std::vector<Entry>>;

  /// Takes what one writer asked for out of what is new.
  void check_writer(const std::vector<Said>& reports, Fresh& fresh, Figures& figures) {
    int unacknowledged = 0;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (reports[i].what != Said::What::begun) continue;
      const std::string key = deed_key(reports[i].number);
      const auto found = fresh.find(key);
      const Said* ended = i + 1 < reports.size() ? &reports[i + 1] : nullptr;
      if (ended != nullptr)
        ++(ended->what == Said::What::done ? figures.acknowledged : figures.refused);
      if (found == fresh.end()) {
        if (ended != nullptr && ended->what == Said::What::done)
          figures.note(figures.lost, key + " was acknowledged and is not there");
        continue;
      }
      check_deed(reports[i].number, ended, found->second, figures);
      if (ended == nullptr) ++unacknowledged;
      fresh.erase(found);
    }
    figures.unacknowledged_seen += unacknowledged;
    figures.unacknowledged_most = std::max(figures.unacknowledged_most, unacknowledged);
  }

  void check_deed(int number, const Said* ended, const std::vector<Entry>& entries,
                  Figures& figures) {
    payments_ += Deeds::payments_of(number);
    const std::string key = deed_key(number);
    if (static_cast<int>(entries.size()) != Deeds::entries_of(number))
      return figures.note(figures.corrupt, key + " is torn");
    if (ended == nullptr) return;
    if (ended->what == Said::What::refused)
      return figures.note(figures.corrupt, key + " was refused and is there");
    if (ended->link != Digest() &&
        (ended->first_position != entries.front().position ||
         ended->last_position != entries.back().position || ended->link != entries.back().link)) {
      figures.note(figures.corrupt, key + " is not where it was");
    }
  }

  std::filesystem::path path_;
  JournalHead head_;
  int payments_ = 0;
};

/// Kills writers at random moments, over stores that live for some kills each.
Figures kill_again_and_again(int kills, int writers, Habit habit = Habit::honest) {
  constexpr int rounds_of_a_store = 20;
  Figures figures;
  std::mt19937 random(static_cast<std::uint32_t>(writers));
  while (figures.kills < kills) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder / "book.store";
    open_deed_book(*SqliteJournal::create(path, "book-1", system_host()).value());
    Witness witness(path);
    for (int round = 0; round < rounds_of_a_store && figures.kills < kills; ++round) {
      std::vector<std::unique_ptr<Writer>> children;
      for (int i = 0; i < writers; ++i) {
        const int first = (round * writers + i) * 10'000;
        children.push_back(
            std::make_unique<Writer>([&path, first, habit](const Writer::Reports& reports) {
              work_for_ever(path, first, habit, reports);
            }));
      }
      for (const auto& child : children) {
        if (!child->await_report()) figures.note(figures.corrupt, "a writer did not begin");
      }
      const std::chrono::microseconds life(std::uniform_int_distribution<int>(0, 13'000)(random));
      std::this_thread::sleep_for(life);
      for (const auto& child : children) child->kill();
      for (const auto& child : children) {
        if (child->finish() != -1) figures.note(figures.corrupt, "a writer ended by itself");
        ++figures.kills;
      }
      witness.check(children, figures);
    }
    witness.check_book(figures);
  }
  return figures;
}

/// How long a child lives until it is killed: at most twice as long as one that was let be needed
/// for its work, at the median. Disks differ; the moments of the work are to be hit on any.
class Lives {
 public:
  /// `begin` starts a child, and returns when it is about to work.
  template <class Begin>
  Lives(std::uint32_t seed, const Begin& begin) : random_(seed) {
    std::vector<std::chrono::microseconds> needed;
    while (needed.size() < 9) {
      const ScratchFolder folder;
      const auto child = begin(folder / "book.store");
      const auto begun = std::chrono::steady_clock::now();
      REQUIRE(child->await_report());
      needed.push_back(std::chrono::duration_cast<std::chrono::microseconds>(
          std::chrono::steady_clock::now() - begun));
      child->kill();
      (void)child->finish();
    }
    std::ranges::nth_element(needed, needed.begin() + 4);
    most_us_ = static_cast<int>(2 * needed[4].count());
  }
  void live() {
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution<int>(0, most_us_)(random_)));
  }

 private:
  std::mt19937 random_;
  int most_us_ = 0;
};

std::unique_ptr<Writer> begin_creation(const std::filesystem::path& path) {
  return std::make_unique<Writer>([path](const Writer::Reports& reports) {
    SqliteJournal::create(path, "book-1", system_host()).value();
    reports.send({Said::What::done, 0, 0, 0, {}});
    pause();
  });
}

/// Kills the making of a store: what is left is a store, or a place for one.
Figures kill_creation(int kills) {
  Figures figures;
  Lives lives(3, begin_creation);
  for (; figures.kills < kills; ++figures.kills) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder / "book.store";
    const auto child = begin_creation(path);
    lives.live();
    child->kill();
    (void)child->finish();
    const bool acknowledged = !child->reports().empty();
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

/// Kills the opening of a store by a library with a later schema: what is left is of one version or
/// the other, holds what it held, and can be opened.
Figures kill_migration(int kills, int& migrated) {
  Figures figures;
  const ScratchFolder folder;
  const std::filesystem::path original = folder / "original.store";
  const std::filesystem::path path = folder / "book.store";
  sqlite_detail::Tuning later;
  later.schema = &later_schema();
  Digest head;
  {
    auto journal = SqliteJournal::create(original, "book-1", system_host()).value();
    open_deed_book(*journal);
    Deeds deeds(*journal);
    for (int number = 0; number < 8; ++number) (void)accepted(deeds.carry_out(number));
    head = journal->head().link;
  }
  const auto begin = [&](const std::filesystem::path& copy) {
    std::filesystem::copy_file(original, copy);
    auto child = std::make_unique<Writer>([&later, copy](const Writer::Reports& reports) {
      reports.send({Said::What::ready, 0, 0, 0, {}});
      const auto journal = sqlite_detail::open_tuned(copy, system_host(), {}, later).value();
      reports.send({Said::What::done, 0, 0, 0, {}});
      pause();
    });
    (void)child->await_report();
    return child;
  };
  Lives lives(4, begin);
  for (; figures.kills < kills; ++figures.kills) {
    for (const auto& each : std::filesystem::directory_iterator(folder.path())) {
      if (each.path() != original) std::filesystem::remove(each.path());
    }
    const auto child = begin(path);
    lives.live();
    child->kill();
    (void)child->finish();
    const bool acknowledged = child->reports().size() > 1;
    if (acknowledged) ++figures.acknowledged;
    const auto opened = SqliteJournal::open(path, system_host());
    const bool is_later = !opened && opened.error().code() == Code::store_too_new;
    if (is_later) ++migrated;
    if (!opened && !is_later) figures.note(figures.corrupt, "a version in between");
    if (acknowledged && !is_later) figures.note(figures.lost, "a migration was undone");
    const auto again = sqlite_detail::open_tuned(path, system_host(), {}, later);
    if (!again || !verify_chain(**again, head).whole() || !(*again)->check_store().empty())
      figures.note(figures.corrupt, "a store that a migration broke");
  }
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print(
      "kill -9, {}: {} kills, {} acknowledged, {} refused, {} seen unacknowledged (at most {} of a "
      "writer), {} lost, {} corrupt{}{}\n",
      name, figures.kills, figures.acknowledged, figures.refused, figures.unacknowledged_seen,
      figures.unacknowledged_most, figures.lost, figures.corrupt,
      figures.first.empty() ? "" : "; first: ", figures.first);
}

}  // namespace

TEST_CASE("Kill: acknowledged commands and imports survive, and at most one that was not is there",
          "[guarantee]") {
  for (const int writers : {1, 2}) {
    const Figures figures = kill_again_and_again(scaled(1600), writers);
    print(fmt::format("{} writers", writers), figures);
    CHECK(figures.kills >= scaled(1600));
    CHECK(figures.lost == 0);
    CHECK(figures.corrupt == 0);
    CHECK(figures.unacknowledged_most <= 1);
    // The run would prove little if the writers had died idle.
    CHECK(figures.acknowledged > figures.kills / 2);
    CHECK(figures.unacknowledged_seen > 0);
  }
}

TEST_CASE("Kill: a store is made, or there is a place for one", "[guarantee]") {
  const Figures creation = kill_creation(scaled(400));
  print("while a store is made", creation);
  CHECK(creation.lost == 0);
  CHECK(creation.corrupt == 0);
  CHECK(creation.acknowledged > 0);
  CHECK(creation.acknowledged < creation.kills);
}

TEST_CASE("Kill: a store is migrated or as it was, never between", "[guarantee]") {
  int migrated = 0;
  const Figures migration = kill_migration(scaled(400), migrated);
  print("while a store is migrated", migration);
  CHECK(migration.lost == 0);
  CHECK(migration.corrupt == 0);
  CHECK(migration.acknowledged > 0);
  CHECK(migrated < migration.kills);
}

TEST_CASE("Kill: the harness sees an acknowledgement that came before its commit", "[guarantee]") {
  const Figures figures = kill_again_and_again(60, 1, Habit::tells_too_early);
  print("control, acknowledged too early", figures);
  CHECK(figures.lost > 0);
}

TEST_CASE("Kill: the harness sees a deed that was done twice", "[guarantee]") {
  const Figures figures = kill_again_and_again(20, 1, Habit::does_it_twice);
  print("control, done again under another key", figures);
  CHECK(figures.corrupt > 0);
}
