// An acknowledged append survives a power cut, at every write and sync of every operation.
#include "later_schema.hpp"
#include "promises.hpp"
#include "sim_disk.hpp"
#include "test_scale.hpp"

#include <fmt/core.h>
#include <sqlite3.h>
#include <catch2/catch.hpp>

using namespace bursar;
using namespace bursar_test;
using sqlite_detail::Tuning;

namespace {

const std::string path = "/book.store";

/// Works on a simulated disk, and keeps every moment at which the power could have gone, with what
/// had been promised until then.
class Scenario {
 public:
  struct Moment {
    SimDisk::Content content;
    Promises promises;
  };

  explicit Scenario(Tuning tuning) : tuning_(std::move(tuning)) {
    tuning_.vfs = disk_.vfs();
    tuning_.page_bytes = 1024;
    disk_.before_change = [this] { moments_.push_back({disk_.content(), promises_}); };
  }

  SimDisk& disk() { return disk_; }
  std::vector<Moment>& moments() { return moments_; }
  const Promises& promises() const { return promises_; }

  void run() {
    journal_ = sqlite_detail::create_tuned(path, "book-1", host_.host(), {}, tuning_).value();
    promises_.book_made = true;
    promises_.head = journal_->head();
    for (int i = 0; i < 8; ++i) append(i, 1 + static_cast<std::size_t>(i % 3), i % 2 == 0);
    erase(1);
    reopen();
    append(100, 60, true);
    append(101, 1, false);
    append(101, 1, false);
    erase(20);
    append(102, 2, true);
    tuning_.schema = &later_schema();
    reopen();
    append(103, 3, true);
    journal_.reset();
    moments_.push_back({disk_.content(), promises_});
  }

  std::unique_ptr<SqliteJournal> open_store(SimDisk& disk) const {
    Tuning tuning = tuning_;
    tuning.vfs = disk.vfs();
    tuning.schema = &later_schema();
    return sqlite_detail::open_tuned(path, conformance::TestHost().host(), {}, tuning).value();
  }

 private:
  void append(int number, std::size_t drafts, bool with_private_parts) {
    const AppendRequest request = numbered_request(number, drafts, with_private_parts);
    if (!promises_.appends.contains(request.key)) promises_.under_way = {{request.key, drafts}};
    const Appended appended = journal_->append(request).value();
    promises_.under_way.clear();
    promises_.appends[request.key] = appended;
    promises_.head = journal_->head();
  }
  void erase(std::int64_t position) {
    if (!journal_->erase_private(position)) throw std::logic_error("an erasure was refused");
    promises_.erased.insert(position);
  }
  void reopen() {
    journal_.reset();
    journal_ = sqlite_detail::open_tuned(path, host_.host(), {}, tuning_).value();
  }

  SimDisk disk_;
  Tuning tuning_;
  conformance::TestHost host_;
  Promises promises_;
  std::vector<Moment> moments_;
  std::unique_ptr<SqliteJournal> journal_;
};

struct Figures {
  std::size_t moments = 0;
  int points = 0;
  int broken = 0;
  std::string first;
};

constexpr SimDisk::Cut regimes[] = {SimDisk::Cut::drop_all, SimDisk::Cut::keep_all,
                                    SimDisk::Cut::ordered_prefix, SimDisk::Cut::random_sectors};

/// Whether a store that was never promised can be made anew where the power went.
std::string check_unmade(const Scenario& scenario, SimDisk& disk) {
  Tuning tuning;
  tuning.vfs = disk.vfs();
  auto made =
      sqlite_detail::create_tuned(path, "book-1", conformance::TestHost().host(), {}, tuning);
  if (made) return {};
  if (made.error().code() != Code::store_exists)
    return "cannot be made: " + std::string(made.error().name());
  return broken_promise(*scenario.open_store(disk), {});
}

std::string check_moment(const Scenario& scenario, const Promises& promises, SimDisk& disk,
                         bool go_on) {
  try {
    if (!promises.book_made) return check_unmade(scenario, disk);
    auto journal = scenario.open_store(disk);
    std::string problem = broken_promise(*journal, promises);
    if (!problem.empty() || !go_on) return problem;
    // Life goes on, and another cut right after takes nothing back.
    Promises more = promises;
    more.under_way.clear();
    for (const auto& [key, count] : promises.under_way) {
      const auto found = journal->find(key, sha256(key)).value();
      if (found) more.appends[key] = *found;
    }
    const AppendRequest next = numbered_request(999, 2, true);
    more.appends[next.key] = journal->append(next).value();
    more.head = journal->head();
    journal.reset();
    std::mt19937 random(7);
    disk.cut(SimDisk::Cut::drop_all, random);
    return broken_promise(*scenario.open_store(disk), more);
  } catch (const std::exception& error) {
    return std::string("corrupt: ") + error.what();
  }
}

/// Cuts the power at every moment of the scenario, by every regime, until so many points were
/// tried.
Figures cut_everywhere(const Tuning& tuning, int points, bool lying_sync = false) {
  Scenario scenario(tuning);
  scenario.disk().lying_sync = lying_sync;
  scenario.run();
  Figures figures;
  figures.moments = scenario.moments().size();
  SimDisk disk;
  for (std::uint32_t round = 0; figures.points < points; ++round) {
    for (std::size_t i = 0; i < scenario.moments().size() && figures.points < points; ++i) {
      for (const SimDisk::Cut regime : regimes) {
        const bool drawn =
            regime == SimDisk::Cut::ordered_prefix || regime == SimDisk::Cut::random_sectors;
        if (round > 0 && !drawn) continue;
        disk.put_back(scenario.moments()[i].content);
        std::mt19937 random(round * 1'000'003U + static_cast<std::uint32_t>(i));
        disk.cut(regime, random);
        const std::string problem =
            check_moment(scenario, scenario.moments()[i].promises, disk, figures.points % 16 == 0);
        ++figures.points;
        if (problem.empty()) continue;
        if (figures.broken++ == 0) {
          figures.first = fmt::format("{} (moment {}, regime {}, round {})", problem, i,
                                      static_cast<int>(regime), round);
        }
      }
    }
  }
  return figures;
}

Tuning with(std::string_view journal_mode, std::string_view synchronous) {
  Tuning tuning;
  tuning.journal_mode = journal_mode;
  tuning.synchronous = synchronous;
  return tuning;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print("power cut, {}: {} moments, {} points, {} broken{}{}\n", name, figures.moments,
             figures.points, figures.broken,
             figures.first.empty() ? "" : "; first: ", figures.first);
}

}  // namespace

TEST_CASE("Power cut: no acknowledged append is lost, torn or corrupted", "[guarantee]") {
  const Figures ours = cut_everywhere(Tuning(), scaled(45'000));
  print("as the store is opened", ours);
  CHECK(ours.broken == 0);
  CHECK(static_cast<std::size_t>(ours.points) >= ours.moments * std::size(regimes));
  const bool log_is_used = write_ahead_log_safe(sqlite3_libversion_number());
  const Figures other =
      cut_everywhere(with(log_is_used ? "truncate" : "wal", "FULL"), scaled(15'000));
  print("in the other journal mode", other);
  CHECK(other.broken == 0);
}

TEST_CASE("Power cut: the harness sees what weaker settings and lying disks lose", "[guarantee]") {
  for (const auto& [mode, synchronous, lying] :
       {std::tuple<std::string_view, std::string_view, bool>{"truncate", "NORMAL", false},
        {"truncate", "OFF", false},
        {"delete", "FULL", false},
        {"wal", "NORMAL", false},
        {"wal", "OFF", false},
        {"truncate", "FULL", true},
        {"wal", "FULL", true}}) {
    const Figures figures = cut_everywhere(with(mode, synchronous), 700, lying);
    const std::string name =
        fmt::format("{}, {}{}", mode, synchronous, lying ? ", lying sync" : "");
    print("control " + name, figures);
    INFO(name);
    CHECK(figures.broken > 0);
  }
}
