// Every single call to the disk fails, once and from then on: the store reports it or takes no
// harm, and what it acknowledged survives the power cut that follows.
#include "promises.hpp"
#include "sim_disk.hpp"
#include "test_scale.hpp"

#include <fmt/core.h>
#include <sqlite3.h>
#include <catch2/catch.hpp>

#include <array>

using namespace bursar;
using namespace bursar_test;
using sqlite_detail::Tuning;

namespace {

const std::string path = "/book.store";

struct Fault {
  SimDisk::Error error;
  bool from_then_on;
};
constexpr std::array<Fault, 6> faults = {{{SimDisk::Error::io, false},
                                          {SimDisk::Error::io, true},
                                          {SimDisk::Error::full, false},
                                          {SimDisk::Error::full, true},
                                          {SimDisk::Error::sync_gate, false},
                                          {SimDisk::Error::sync_gate, true}}};

/// A store on a disk that fails, and a user who tries again.
class Trial {
 public:
  explicit Trial(const Tuning& tuning) : tuning_(tuning) {
    tuning_.vfs = disk_.vfs();
    tuning_.page_bytes = 1024;
  }
  /// A trial that begins where another one stands.
  Trial(const Tuning& tuning, const Trial& start) : Trial(tuning) {
    promises_ = start.promises_;
    disk_.put_back(start.disk_.content());
  }

  void make_store() {
    journal_ = sqlite_detail::create_tuned(path, "book-1", host_.host(), {}, tuning_).value();
    for (int i = 0; i < 3; ++i) append(i, 2);
    journal_.reset();
  }

  SimDisk& disk() { return disk_; }
  [[nodiscard]] bool reported() const { return reported_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

  /// Everything that the port offers. With `again`, whoever met a failure opens anew and asks
  /// again.
  void work(bool again) {
    for (const auto& step :
         {+[](Trial& trial) { trial.append(10, 3); }, +[](Trial& trial) { trial.append(1, 2); },
          +[](Trial& trial) { trial.append(11, 40); }, +[](Trial& trial) { trial.find(0); },
          +[](Trial& trial) { trial.erase(2); }, +[](Trial& trial) { trial.look(); },
          +[](Trial& trial) { trial.append(12, 1); }}) {
      if (!attempt(step) && again) attempt(step);
    }
    journal_.reset();
  }

  /// What is broken after the power went, too.
  std::string after_cut(SimDisk::Cut regime, std::uint32_t seed) {
    disk_.fault = {};
    std::mt19937 random(seed);
    disk_.cut(regime, random);
    try {
      auto journal = open();
      std::string broken = broken_promise(*journal, promises_);
      if (!broken.empty()) return broken;
      for (const auto& [key, count] : promises_.under_way) {
        const AppendRequest request = numbered_request(std::stoi(key.substr(4)), count, true);
        promises_.appends[key] = journal->append(request).value();
      }
      promises_.under_way.clear();
      promises_.head = journal->head();
      return broken_promise(*journal, promises_);
    } catch (const std::exception& error) {
      return std::string("corrupt: ") + error.what();
    }
  }

 private:
  std::unique_ptr<SqliteJournal> open() {
    return sqlite_detail::open_tuned(path, host_.host(), {}, tuning_).value();
  }

  bool attempt(void (*step)(Trial&)) {
    try {
      if (!journal_) journal_ = open();
      step(*this);
      return true;
    } catch (const JournalFailure& failure) {
      if (failure.kind() == JournalFailure::Kind::damaged) problem_ = failure.what();
    } catch (const BadResultAccess& refused) {
      // What cannot be opened is no missing store and no foreign one.
      if (refused.refusal().code() != Code::store_path_refused) problem_ = refused.what();
    }
    reported_ = true;
    journal_.reset();
    return false;
  }

  void append(int number, std::size_t drafts) {
    const AppendRequest request = numbered_request(number, drafts, true);
    if (!promises_.appends.contains(request.key)) promises_.under_way[request.key] = drafts;
    const Appended appended = journal_->append(request).value();
    promises_.under_way.erase(request.key);
    promises_.appends[request.key] = appended;
    promises_.head = JournalHead();
  }
  void find(int number) {
    const std::string key = "key " + std::to_string(number);
    if (!journal_->find(key, sha256(key)).value()) problem_ = "not found: " + key;
  }
  void erase(std::int64_t position) {
    const auto erased = journal_->erase_private(position);
    if (!erased) throw BadResultAccess(erased.error());
    promises_.erased.insert(position);
  }
  void look() {
    const ChainReport report = verify_chain(*journal_);
    if (!report.whole()) problem_ = "false alarm: " + report.damages.front();
    (void)journal_->private_part(1);
    (void)journal_->version({SubjectKind::project, "P1"});
  }

  SimDisk disk_;
  Tuning tuning_;
  conformance::TestHost host_;
  Promises promises_;
  std::unique_ptr<SqliteJournal> journal_;
  bool reported_ = false;
  std::string problem_;
};

struct Figures {
  int trials = 0;
  int reported = 0;
  int harmless = 0;
  int broken = 0;
  std::string first;
};

void try_fault(const Tuning& tuning, const Trial& start, std::int64_t call, const Fault& fault,
               bool again, Figures& figures) {
  for (const SimDisk::Cut regime : {SimDisk::Cut::drop_all, SimDisk::Cut::random_sectors}) {
    Trial trial(tuning, start);
    trial.disk().fault = {call, fault.from_then_on, fault.error};
    trial.work(again);
    if (trial.disk().faults() == 0) return;  // a call that does not fail in this way
    std::string problem = trial.problem();
    if (problem.empty()) problem = trial.after_cut(regime, static_cast<std::uint32_t>(call));
    ++figures.trials;
    ++(trial.reported() ? figures.reported : figures.harmless);
    if (problem.empty()) continue;
    if (figures.broken++ == 0) {
      figures.first = fmt::format("{} (call {}, error {}, from then on {}, again {})", problem,
                                  call, static_cast<int>(fault.error), fault.from_then_on, again);
    }
  }
}

Figures fail_everywhere(const Tuning& tuning, std::int64_t stride, bool to_the_first = false) {
  Trial start(tuning);
  start.make_store();
  Trial whole(tuning, start);
  whole.work(false);
  Figures figures;
  for (std::int64_t call = 1; call <= whole.disk().calls(); call += stride) {
    for (const Fault& fault : faults) {
      for (const bool again : {false, true}) try_fault(tuning, start, call, fault, again, figures);
    }
    if (to_the_first && figures.broken > 0) break;
  }
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print("disk faults, {}: {} trials, {} reported, {} harmless, {} broken{}{}\n", name,
             figures.trials, figures.reported, figures.harmless, figures.broken,
             figures.first.empty() ? "" : "; first: ", figures.first);
}

}  // namespace

TEST_CASE("Disk faults: each is reported or harmless, and breaks no promise", "[guarantee]") {
  const std::int64_t stride = full_scale() ? 1 : 11;
  const Figures ours = fail_everywhere(Tuning(), stride);
  print("as the store is opened", ours);
  CHECK(ours.broken == 0);
  CHECK(ours.reported > 0);
  Tuning other;
  other.journal_mode = write_ahead_log_safe(sqlite3_libversion_number()) ? "truncate" : "wal";
  const Figures figures = fail_everywhere(other, stride);
  print("in the other journal mode", figures);
  CHECK(figures.broken == 0);
}

TEST_CASE("Disk faults: the harness sees a row taken for an acknowledgement", "[guarantee]") {
  Tuning tuning;
  tuning.journal_mode = "truncate";
  tuning.proves_durability = false;
  const Figures figures = fail_everywhere(tuning, 1, true);
  print("control, already_recorded said of what is only seen", figures);
  CHECK(figures.broken > 0);
}

TEST_CASE(
    "Disk faults: after a commit that failed the handle answers nothing until it is opened anew",
    "[guarantee]") {
  for (const std::string_view mode : {"truncate", "wal"}) {
    SimDisk disk;
    Tuning tuning;
    tuning.vfs = disk.vfs();
    tuning.journal_mode = mode;
    const conformance::TestHost host;
    auto journal = sqlite_detail::create_tuned(path, "book-1", host.host(), {}, tuning).value();
    journal->append(numbered_request(0, 2, true)).value();
    disk.count_anew();
    disk.fault = {1, true, SimDisk::Error::sync_gate};
    CHECK_THROWS_AS(journal->append(numbered_request(1, 2, true)), JournalFailure);
    disk.fault = {};
    const auto poisoned = [](const auto& call) {
      try {
        call();
      } catch (const JournalFailure& failure) {
        return failure.kind() == JournalFailure::Kind::poisoned;
      }
      return false;
    };
    CHECK(poisoned([&] { (void)journal->head(); }));
    CHECK(poisoned([&] { (void)journal->append(numbered_request(2, 1, false)); }));
    CHECK(poisoned([&] { (void)journal->find("key 0", sha256("key 0")); }));
    CHECK(poisoned([&] { (void)journal->version({}); }));
    CHECK(poisoned([&] { (void)verify_chain(*journal); }));
    CHECK(poisoned([&] { (void)journal->erase_private(1); }));
    CHECK(poisoned([&] { (void)journal->check_store(); }));
    journal.reset();
    journal = sqlite_detail::open_tuned(path, host.host(), {}, tuning).value();
    CHECK(journal->find("key 0", sha256("key 0")).value().has_value());
    CHECK(journal->append(numbered_request(1, 2, true)).has_value());
    CHECK(verify_chain(*journal).entries == 4);
  }
}
