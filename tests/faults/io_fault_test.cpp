// Every single call to the disk fails, once and from then on: the store reports it or takes no
// harm, and what it acknowledged survives the power cut that follows.
#include "later_schema.hpp"
#include "promises.hpp"
#include "sim_disk.hpp"
#include "test_scale.hpp"

#include <fmt/core.h>
#include <sqlite3.h>
#include <catch2/catch.hpp>

#include <memory>
#include <span>
#include <vector>

using namespace bursar;
using namespace bursar_test;
using sqlite_detail::Tuning;

namespace {

const std::string path = "/book.store";

/// Eight: an error or no space, a sync that only fails or one that drops what it was to keep, once
/// or from then on.
std::vector<SimDisk::Fault> faults_at(std::int64_t call) {
  std::vector<SimDisk::Fault> all;
  for (const auto error : {SimDisk::Error::io, SimDisk::Error::full}) {
    for (const bool sync_drops : {false, true}) {
      for (const bool from_then_on : {false, true})
        all.push_back({call, from_then_on, error, sync_drops});
    }
  }
  return all;
}

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

  SimDisk& disk() { return disk_; }
  [[nodiscard]] bool reported() const { return reported_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

  using Step = void (*)(Trial&);
  /// Takes steps. With `again`, whoever met a failure opens anew and asks again.
  void work(std::span<const Step> steps, bool again) {
    for (const Step step : steps) {
      if (!attempt(step) && again) attempt(step);
    }
    journal_.reset();
  }

  // ------------------------------------------------------------------------------------- steps

  /// The store to work on; steps that need it open it if it is not open.
  SqliteJournal& journal() {
    if (!journal_) {
      journal_ = sqlite_detail::open_tuned(path, host_.host(), {}, tuning_).value();
      if (tuning_.schema != nullptr) migrated_ = true;
    }
    return *journal_;
  }
  void open_anew() {
    journal_.reset();
    (void)journal();
  }
  void create() {
    auto made = sqlite_detail::create_tuned(path, "book-1", host_.host(), {}, tuning_);
    if (!made && made.error().code() == Code::store_exists && reported_) return open_anew();
    journal_ = std::move(made).value();
    promises_.book_made = true;
  }
  void migrate() {
    journal_.reset();
    tuning_.schema = &later_schema();
    (void)journal();
  }
  void append(int number, std::size_t drafts) {
    const AppendRequest request = numbered_request(number, drafts, true);
    if (!promises_.appends.contains(request.key)) promises_.under_way[request.key] = drafts;
    const Appended appended = journal().append(request).value();
    promises_.under_way.erase(request.key);
    promises_.appends[request.key] = appended;
    promises_.head = JournalHead();
  }
  void append_stale() {
    AppendRequest request = numbered_request(50, 1, false);
    request.expected = {{{SubjectKind::project, "P1"}, 99}};
    const auto answer = journal().append(request);
    require(!answer && answer.error().code() == Code::version_stale, "a stale version was taken");
  }
  void find(int number) {
    const std::string key = "key " + std::to_string(number);
    require(journal().find(key, sha256(key)).value().has_value(), "a key was not found");
    require(!journal().find("no such key", sha256(key)).value(), "a key was found");
  }
  void erase(std::int64_t position) {
    erased_perhaps_ = 1;
    const auto erased = journal().erase_private(position);
    if (!erased) throw BadResultAccess(erased.error());
    promises_.erased.insert(position);
    erased_perhaps_ = 0;
  }
  void read() {
    std::int64_t at = 0;
    journal().read(1, 6, [&](const Entry& entry) {
      const std::string expected = "facts " + std::to_string((entry.position - 1) / 2);
      require(entry.position == ++at && entry.facts.starts_with(expected), "an entry is another");
      return true;
    });
    require(at == 6, "entries are missing");
  }
  void read_subject() {
    int entries = 0;
    journal().read(Subject{SubjectKind::project, "P1"}, 6,
                   [&](const Entry&) { return ++entries > 0; });
    require(entries == 3, "entries of a subject are missing");
    require(journal().version({SubjectKind::project, "P1"}) >= 3, "a version went back");
  }
  void look_at_head() {
    const JournalHead head = journal().head();
    require(head.position >= 6, "the head went back");
    require(journal().link_at(head.position) == head.link, "the head is another");
  }
  void read_private() {
    int parts = 0;
    journal().read_private(1, 6, [&](std::int64_t, std::string_view bytes) {
      require(bytes.starts_with("private"), "a private part is another");
      ++parts;
    });
    const int left = 6 - static_cast<int>(promises_.erased.size());
    require(parts == left || parts == left - erased_perhaps_, "private parts are missing");
    require(journal().private_part(1) == "private 0", "a private part is missing");
    require(journal().vault_state(1) == Journal::VaultState::intact, "the vault is another");
  }
  void verify() {
    const ChainReport report = verify_chain(journal());
    require(report.whole(), "a false alarm of verify");
  }
  /// The engine's check tells of a page that it could not read as it tells of damage.
  void check_store() {
    if (journal().check_store().empty()) return;
    require(disk_.faults() > 0, "a false alarm of the check");
    reported_ = true;
  }

  /// What is broken after the power went, too.
  std::string after_cut(SimDisk::Cut regime, std::uint32_t seed) {
    disk_.fault = {};
    std::mt19937 random(seed);
    disk_.cut(regime, random);
    try {
      if (!promises_.book_made) return check_unmade();
      // Who met a failure was told; what it then sees of a migration is no promise.
      if (migrated_ && !reported_) {
        Tuning own = tuning_;
        own.schema = nullptr;
        const auto opened = sqlite_detail::open_tuned(path, host_.host(), {}, own);
        if (opened || opened.error().code() != Code::store_too_new) return "a migration undone";
      }
      std::string broken = broken_promise(journal(), promises_);
      if (!broken.empty()) return broken;
      for (const auto& [key, count] : promises_.under_way) {
        const AppendRequest request = numbered_request(std::stoi(key.substr(4)), count, true);
        promises_.appends[key] = journal().append(request).value();
      }
      promises_.under_way.clear();
      promises_.head = journal().head();
      return broken_promise(journal(), promises_);
    } catch (const std::exception& error) {
      return std::string("corrupt: ") + error.what();
    }
  }

 private:
  void require(bool holds, const char* otherwise) {
    if (!holds) problem_ = otherwise;
  }

  /// A store that was never promised is there, or can be made.
  std::string check_unmade() {
    auto made = sqlite_detail::create_tuned(path, "book-1", host_.host(), {}, tuning_);
    if (made) return broken_promise(**made, {});
    if (made.error().code() != Code::store_exists)
      return "cannot be made: " + std::string(made.error().name());
    return broken_promise(journal(), {});
  }

  bool attempt(Step step) {
    try {
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

  SimDisk disk_;
  Tuning tuning_;
  conformance::TestHost host_;
  Promises promises_;
  std::unique_ptr<SqliteJournal> journal_;
  int erased_perhaps_ = 0;  ///< 1 after an erasure that failed: nobody knows
  bool migrated_ = false;
  bool reported_ = false;
  std::string problem_;
};

/// What the port and the adapter offer, one by one, and a day on which much is done.
struct Operation {
  const char* name;
  bool on_a_store = true;     ///< else on an empty disk
  bool opened_before = true;  ///< the faults begin when the store is open
  std::vector<Trial::Step> steps;
};

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = {
      {"create", false, false, {[](Trial& t) { t.create(); }}},
      {"open", true, false, {[](Trial& t) { t.open_anew(); }}},
      {"open with a later schema", true, false, {[](Trial& t) { t.migrate(); }}},
      {"append an entry", true, true, {[](Trial& t) { t.append(10, 1); }}},
      {"append many", true, true, {[](Trial& t) { t.append(11, 40); }}},
      {"append what is recorded", true, true, {[](Trial& t) { t.append(1, 2); }}},
      {"append on a stale version", true, true, {[](Trial& t) { t.append_stale(); }}},
      {"find", true, true, {[](Trial& t) { t.find(0); }}},
      {"read", true, true, {[](Trial& t) { t.read(); }}},
      {"read a subject", true, true, {[](Trial& t) { t.read_subject(); }}},
      {"head", true, true, {[](Trial& t) { t.look_at_head(); }}},
      {"read private parts", true, true, {[](Trial& t) { t.read_private(); }}},
      {"erase", true, true, {[](Trial& t) { t.erase(2); }}},
      {"verify", true, true, {[](Trial& t) { t.verify(); }}},
      {"check of the store", true, true, {[](Trial& t) { t.check_store(); }}},
      {"a day's work",
       true,
       false,
       {[](Trial& t) { t.append(10, 3); }, [](Trial& t) { t.append(1, 2); },
        [](Trial& t) { t.erase(2); }, [](Trial& t) { t.read_private(); },
        [](Trial& t) { t.append(12, 1); }, [](Trial& t) { t.read(); }}}};
  return all;
}

struct Figures {
  std::int64_t calls = 0;  ///< of all operations together
  int trials = 0;
  int reported = 0;
  int harmless = 0;
  int broken = 0;
  std::string first;
};

/// A trial of an operation up to where the faults begin.
std::unique_ptr<Trial> begun(const Tuning& tuning, const Trial& start, const Operation& operation) {
  auto trial = operation.on_a_store ? std::make_unique<Trial>(tuning, start)
                                    : std::make_unique<Trial>(tuning);
  if (operation.opened_before) (void)trial->journal();
  trial->disk().count_anew();
  return trial;
}

void try_fault(const Tuning& tuning, const Trial& start, const Operation& operation,
               const SimDisk::Fault& fault, bool again, Figures& figures) {
  for (const SimDisk::Cut regime : {SimDisk::Cut::drop_all, SimDisk::Cut::random_sectors}) {
    const auto trial = begun(tuning, start, operation);
    trial->disk().fault = fault;
    trial->work(operation.steps, again);
    if (trial->disk().faults() == 0) return;  // a call that does not fail in this way
    std::string problem = trial->problem();
    if (problem.empty())
      problem = trial->after_cut(regime, static_cast<std::uint32_t>(fault.at_call));
    ++figures.trials;
    ++(trial->reported() ? figures.reported : figures.harmless);
    if (problem.empty()) continue;
    if (figures.broken++ == 0) {
      figures.first =
          fmt::format("{}: {} (call {}, error {}, sync drops {}, from then on {}, again {})",
                      operation.name, problem, fault.at_call, static_cast<int>(fault.error),
                      fault.sync_drops, fault.from_then_on, again);
    }
  }
}

Figures fail_everywhere(const Tuning& tuning, std::int64_t stride, bool to_the_first = false) {
  Trial start(tuning);
  start.create();
  for (int i = 0; i < 3; ++i) start.append(i, 2);
  start.work({}, false);
  Figures figures;
  for (const Operation& operation : operations()) {
    if (to_the_first && !std::string_view(operation.name).starts_with("append")) continue;
    const auto whole = begun(tuning, start, operation);
    whole->work(operation.steps, false);
    if (!whole->problem().empty())
      throw std::logic_error(operation.name + (": " + whole->problem()));
    const std::int64_t calls = whole->disk().calls();
    figures.calls += calls;
    for (std::int64_t call = 1; call <= calls; call += stride) {
      for (const SimDisk::Fault& fault : faults_at(call)) {
        for (const bool again : {false, true})
          try_fault(tuning, start, operation, fault, again, figures);
      }
      if (to_the_first && figures.broken > 0) return figures;
    }
  }
  return figures;
}

void print(std::string_view name, const Figures& figures) {
  fmt::print(
      "disk faults, {}: {} operations, {} calls, {} trials, {} reported, {} harmless, {} "
      "broken{}{}\n",
      name, operations().size(), figures.calls, figures.trials, figures.reported, figures.harmless,
      figures.broken, figures.first.empty() ? "" : "; first: ", figures.first);
}

}  // namespace

TEST_CASE("Disk faults: each is reported or harmless, and breaks no promise", "[guarantee]") {
  const std::int64_t stride = every_nth(11);
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
  INFO(figures.first);
  CHECK(figures.first.find("lost: ") != std::string::npos);
}

namespace {

/// Whether a call is refused because an earlier one failed.
template <class Call>
bool poisoned(const Call& call) {
  try {
    call();
  } catch (const JournalFailure& failure) {
    return failure.kind() == JournalFailure::Kind::poisoned;
  }
  return false;
}

}  // namespace

TEST_CASE("Disk faults: a disk that failed within a write is not asked again", "[guarantee]") {
  SimDisk disk;
  Tuning tuning;
  tuning.vfs = disk.vfs();
  tuning.journal_mode = "truncate";
  const conformance::TestHost host;
  sqlite_detail::create_tuned(path, "book-1", host.host(), {}, tuning)
      .value()
      ->append(numbered_request(0, 2, true))
      .value();
  bool changed = false;
  disk.before_change = [&changed] { changed = true; };
  int before_change = 0;
  bool met = true;
  for (int call = 1; met; ++call) {
    auto journal = sqlite_detail::open_tuned(path, host.host(), {}, tuning).value();
    changed = false;
    disk.count_anew();
    disk.fault = {call, false, SimDisk::Error::io, false};
    try {
      (void)journal->append(numbered_request(call, 2, true));
    } catch (const JournalFailure& failure) {
      INFO("call " << call << ": " << failure.what());
      CHECK(failure.kind() == JournalFailure::Kind::io);
      const bool refused = poisoned([&] { (void)journal->head(); });
      CHECK((refused || !changed));
      if (refused && !changed) ++before_change;
    }
    met = disk.faults() > 0;
    disk.fault = {};
  }
  CHECK(before_change > 0);  // a page that could not be read under the lock
}

namespace {

using Call = void (*)(SqliteJournal&);

/// Every call of the port and of the adapter.
const std::vector<std::pair<const char*, Call>>& calls_of_a_handle() {
  static const std::vector<std::pair<const char*, Call>> all = {
      {"head", [](SqliteJournal& j) { (void)j.head(); }},
      {"append", [](SqliteJournal& j) { (void)j.append(numbered_request(2, 1, false)); }},
      {"append again", [](SqliteJournal& j) { (void)j.append(numbered_request(1, 2, true)); }},
      {"find", [](SqliteJournal& j) { (void)j.find("key 0", sha256("key 0")); }},
      {"version", [](SqliteJournal& j) { (void)j.version({}); }},
      {"link", [](SqliteJournal& j) { (void)j.link_at(1); }},
      {"read", [](SqliteJournal& j) { j.read(1, 9, [](const Entry&) { return true; }); }},
      {"read a subject",
       [](SqliteJournal& j) {
         j.read(Subject{SubjectKind::project, "P1"}, 9, [](const Entry&) { return true; });
       }},
      {"private part", [](SqliteJournal& j) { (void)j.private_part(1); }},
      {"private parts",
       [](SqliteJournal& j) { j.read_private(1, 9, [](std::int64_t, std::string_view) {}); }},
      {"vault state", [](SqliteJournal& j) { (void)j.vault_state(1); }},
      {"vault states",
       [](SqliteJournal& j) {
         j.read_vault_states(1, 9, [](std::int64_t, Journal::VaultState) {});
       }},
      {"verify", [](SqliteJournal& j) { (void)verify_chain(j); }},
      {"erase", [](SqliteJournal& j) { (void)j.erase_private(1); }},
      {"check", [](SqliteJournal& j) { (void)j.check_store(); }}};
  return all;
}

/// The calls that a handle still answers after a commit that failed; then opens the store anew and
/// looks whether all is well.
std::vector<std::string> answered_after_failed_commit(std::string_view mode, bool poisons) {
  SimDisk disk;
  Tuning tuning;
  tuning.vfs = disk.vfs();
  tuning.journal_mode = mode;
  tuning.poisons = poisons;
  const conformance::TestHost host;
  std::vector<std::string> answered;
  for (const auto& [name, call] : calls_of_a_handle()) {
    disk.put_back({});
    auto journal = sqlite_detail::create_tuned(path, "book-1", host.host(), {}, tuning).value();
    journal->append(numbered_request(0, 2, true)).value();
    disk.count_anew();
    disk.fault = {1, true, SimDisk::Error::io, true};
    CHECK_THROWS_AS(journal->append(numbered_request(1, 2, true)), JournalFailure);
    disk.fault = {};
    if (!poisoned([&journal, call = call] { call(*journal); })) answered.emplace_back(name);
    journal.reset();
    journal = sqlite_detail::open_tuned(path, host.host(), {}, tuning).value();
    CHECK(journal->find("key 0", sha256("key 0")).value().has_value());
    CHECK(journal->append(numbered_request(1, 2, true)).has_value());
    CHECK(verify_chain(*journal).whole());
  }
  return answered;
}

}  // namespace

TEST_CASE(
    "Disk faults: after a commit that failed the handle answers nothing until it is opened anew",
    "[guarantee]") {
  for (const std::string_view mode : {"truncate", "wal"}) {
    CHECK(answered_after_failed_commit(mode, true) == std::vector<std::string>());
  }
}

TEST_CASE("Disk faults: the harness sees a handle that answers after a commit that failed",
          "[guarantee]") {
  for (const std::string_view mode : {"truncate", "wal"}) {
    CHECK(answered_after_failed_commit(mode, false).size() == calls_of_a_handle().size());
  }
}
