// Every single allocation fails, once and from then on: the operation says so and has changed
// nothing, or it succeeds all the same; and nothing leaks.
#include "allocations.hpp"
#include "passing_journal.hpp"
#include "promises.hpp"
#include "scratch.hpp"
#include "test_scale.hpp"

#include <bursar/journal/memory_journal.hpp>

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <limits>

using namespace bursar;
using namespace bursar_test;
namespace fs = std::filesystem;

namespace {

/// What can be seen of a journal, cheaply comparable.
struct Seen {
  std::int64_t head = 0;  // its position: a second try is recorded later, and has another link
  std::int64_t entries = 0;
  std::int64_t private_parts = 0;
  bool key_known = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen look(const Journal& journal) {
  Seen seen{journal.head().position, 0, 0,
            journal.find("key 7", sha256("key 7")).value().has_value()};
  journal.read(1, std::numeric_limits<std::int64_t>::max(), [&seen](const Entry&) {
    ++seen.entries;
    return true;
  });
  journal.read_private(1, seen.entries,
                       [&seen](std::int64_t, std::string_view) { ++seen.private_parts; });
  return seen;
}

/// One operation on a journal that holds three appends.
struct Operation {
  const char* name;
  void (*run)(Journal& journal);
};

const AppendRequest& one_entry() {
  static const AppendRequest request = numbered_request(7, 1, false);
  return request;
}
const AppendRequest& many_entries() {
  static const AppendRequest request = numbered_request(7, 60, true);
  return request;
}
const AppendRequest& known_request() {
  static const AppendRequest request = numbered_request(1, 2, true);
  return request;
}
const AppendRequest& stale_request() {
  static const AppendRequest request = [] {
    AppendRequest made = numbered_request(7, 1, false);
    made.expected = {{{SubjectKind::project, "a project with a long name"}, 3}};
    return made;
  }();
  return request;
}
const Subject& some_subject() {
  static const Subject subject{SubjectKind::project, "P1"};
  return subject;
}

void require(bool holds) {
  if (!holds) throw std::logic_error("an operation answered wrongly");
}

const Operation operations[] = {
    {"append an entry", [](Journal& journal) { require(journal.append(one_entry()).has_value()); }},
    {"append many with private parts",
     [](Journal& journal) { require(journal.append(many_entries()).has_value()); }},
    {"append what is recorded",
     [](Journal& journal) { require(journal.append(known_request()).value().already_recorded); }},
    {"append on a stale version",
     [](Journal& journal) {
       require(journal.append(stale_request()).error().code() == Code::version_stale);
     }},
    {"find",
     [](Journal& journal) {
       require(journal.find("key 1", known_request().request).value().has_value());
     }},
    {"read",
     [](Journal& journal) {
       int count = 0;
       journal.read(1, 100, [&count](const Entry&) { return ++count > 0; });
       require(count == 6);
     }},
    {"read a subject",
     [](Journal& journal) {
       int count = 0;
       journal.read(some_subject(), 100, [&count](const Entry&) { return ++count > 0; });
       require(count == 3 && journal.version(some_subject()) == 3);
     }},
    {"verify", [](Journal& journal) { require(verify_chain(journal).whole()); }},
    {"erase", [](Journal& journal) { require(journal.erase_private(1).has_value()); }},
    {"read private parts",
     [](Journal& journal) {
       int count = 0;
       journal.read_private(1, 100, [&count](std::int64_t, std::string_view) { ++count; });
       require(count == 6 && journal.private_part(2).has_value());
     }},
};

/// Makes journals that are all the same.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual std::unique_ptr<Journal> fresh() = 0;
  /// The journal again after a failure that left it unusable; nothing if that cannot be.
  virtual std::unique_ptr<Journal> reopened(std::unique_ptr<Journal> journal) = 0;

  static void fill(Journal& journal) {
    for (int i = 0; i < 3; ++i) require(journal.append(numbered_request(i, 2, true)).has_value());
  }
};

class MemoryBench final : public Bench {
 public:
  std::unique_ptr<Journal> fresh() override {
    auto journal = make_memory_journal("book-1", conformance::TestHost().host());
    fill(*journal);
    return journal;
  }
  std::unique_ptr<Journal> reopened(std::unique_ptr<Journal>) override { return nullptr; }
};

class SqliteBench final : public Bench {
 public:
  SqliteBench() {
    const auto journal = SqliteJournal::create(original(), "book-1", host_.host()).value();
    fill(*journal);
  }
  std::unique_ptr<Journal> fresh() override {
    fs::copy_file(original(), copy(), fs::copy_options::overwrite_existing);
    return SqliteJournal::open(copy(), conformance::TestHost().host()).value();
  }
  std::unique_ptr<Journal> reopened(std::unique_ptr<Journal> journal) override {
    journal.reset();
    return SqliteJournal::open(copy(), conformance::TestHost().host()).value();
  }
  fs::path original() const { return folder_ / "original.store"; }
  fs::path copy() const { return folder_ / "copy.store"; }

 private:
  ScratchFolder folder_;
  conformance::TestHost host_;
};

using Figures = AllocationFigures;

/// What is wrong after an operation; empty = nothing. Tries it again where it failed.
std::string judge(Bench& bench, std::unique_ptr<Journal> journal, const Operation& operation,
                  Ending ending, const Seen& before, const Seen& after, Figures& figures) {
  if (ending == Ending::other) return "another exception than std::bad_alloc";
  if (ending == Ending::succeeded) {
    ++figures.absorbed;
    try {
      return look(*journal) == after ? "" : "it succeeded, and did something else";
    } catch (const JournalFailure& failure) {
      // A refusal whose transaction could not be rolled back: the answer holds, the handle is done.
      if (failure.kind() != JournalFailure::Kind::poisoned) return failure.what();
      ++figures.poisoned;
      journal = bench.reopened(std::move(journal));
      return look(*journal) == after ? "" : "it succeeded, and did something else";
    }
  }
  ++figures.reported;
  bool committed = false;
  try {
    if (look(*journal) != before) return "it failed, and changed something";
  } catch (const JournalFailure& failure) {
    if (failure.kind() != JournalFailure::Kind::poisoned) return failure.what();
    ++figures.poisoned;
    journal = bench.reopened(std::move(journal));
    committed = look(*journal) == after;
    if (!committed && look(*journal) != before) return "it failed, and did half of it";
  }
  if (!committed) operation.run(*journal);
  if (look(*journal) != after) return "it could not be done again";
  return verify_chain(*journal).whole() ? "" : "the chain is broken";
}

void fail_everywhere(Bench& bench, const Operation& operation, std::int64_t stride,
                     Figures& figures) {
  auto journal = bench.fresh();
  const Seen before = look(*journal);
  operation.run(*journal);
  const Seen after = look(*journal);
  journal.reset();
  for (const bool from_then_on : {false, true}) {
    for (std::int64_t n = 1;; n += stride) {
      const std::int64_t outstanding = allocations_outstanding();
      journal = bench.fresh();
      std::int64_t failed = 0;
      const Ending ending = run_failing(n, from_then_on, failed, [&] { operation.run(*journal); });
      if (failed == 0) {
        journal.reset();
        break;
      }
      ++figures.trials;
      std::string problem =
          judge(bench, std::move(journal), operation, ending, before, after, figures);
      if (problem.empty() && allocations_outstanding() != outstanding) {
        ++figures.leaked;
        problem = "it leaks";
      }
      if (problem.empty()) continue;
      if (figures.broken++ == 0)
        figures.first = fmt::format("{}: {} (allocation {})", operation.name, problem, n);
    }
  }
}

/// The same for making and opening a store, where there is no journal yet.
template <class Prepare, class Open>
void fail_opening(const char* name, std::int64_t stride, const Prepare& prepare, const Open& open,
                  Figures& figures) {
  for (const bool from_then_on : {false, true}) {
    for (std::int64_t n = 1;; n += stride) {
      prepare();
      const std::int64_t outstanding = allocations_outstanding();
      std::int64_t failed = 0;
      const Ending ending = run_failing(n, from_then_on, failed, open);
      if (failed == 0) break;
      ++figures.trials;
      ++(ending == Ending::succeeded ? figures.absorbed : figures.reported);
      std::string problem;
      if (ending == Ending::other) problem = "another exception than std::bad_alloc";
      if (problem.empty() && allocations_outstanding() != outstanding) {
        ++figures.leaked;
        problem = "it leaks";
      }
      if (!problem.empty() && figures.broken++ == 0) {
        figures.first = fmt::format("{}: {} (allocation {})", name, problem, n);
      }
    }
  }
}

}  // namespace

TEST_CASE("Allocations: each that fails leaves the memory journal as it was", "[guarantee]") {
  watch_sqlite_allocations();
  MemoryBench bench;
  Figures figures;
  for (const Operation& operation : operations) {
    fail_everywhere(bench, operation, every_nth(1), figures);
  }
  print("memory journal", figures);
  CHECK(figures.broken == 0);
  CHECK(figures.reported > 20);
}

TEST_CASE("Allocations: each that fails leaves the store as it was, or does no harm",
          "[guarantee]") {
  watch_sqlite_allocations();
  SqliteBench bench;
  const std::int64_t every = every_nth(7);
  Figures figures;
  for (const Operation& operation : operations) fail_everywhere(bench, operation, every, figures);
  print("store", figures);
  CHECK(figures.broken == 0);
  CHECK(figures.reported > 20);
}

TEST_CASE("Allocations: a store that could not be opened or made is one that can be",
          "[guarantee]") {
  watch_sqlite_allocations();
  SqliteBench bench;
  const std::int64_t every = every_nth(7);
  const conformance::TestHost host;
  Figures figures;
  const auto none = [] {};
  fail_opening(
      "open", every, none,
      [&] { (void)SqliteJournal::open(bench.original(), host.host()).value(); }, figures);
  const auto remove = [&] {
    fs::remove(bench.copy());
    fs::remove(bench.copy().string() + "-journal");
  };
  const auto create = [&] {
    (void)SqliteJournal::create(bench.copy(), "book-1", host.host()).value();
  };
  fail_opening("create", every, remove, create, figures);
  print("opening and making", figures);
  CHECK(figures.broken == 0);
  CHECK(figures.reported > 20);
  CHECK(verify_chain(*SqliteJournal::open(bench.original(), host.host()).value()).entries == 6);
}

namespace {

/// Takes what it is given one by one, so that a failure leaves half of it: the control.
class HalfwayJournal final : public bursar_test::PassingJournal {
 public:
  explicit HalfwayJournal(std::unique_ptr<Journal> inner)
      : PassingJournal(*inner), owned_(std::move(inner)) {}
  Result<Appended> append(const AppendRequest& request) override {
    Result<Appended> last = Code::nothing_to_append;
    for (std::size_t i = 0; i < request.drafts.size(); ++i) {
      AppendRequest single = request;
      single.key += i + 1 == request.drafts.size() ? "" : " " + std::to_string(i);
      single.drafts = {request.drafts[i]};
      last = PassingJournal::append(single);
    }
    return last;
  }

 private:
  std::unique_ptr<Journal> owned_;
};

class HalfwayBench final : public Bench {
 public:
  std::unique_ptr<Journal> fresh() override {
    return std::make_unique<HalfwayJournal>(inner_.fresh());
  }
  std::unique_ptr<Journal> reopened(std::unique_ptr<Journal>) override { return nullptr; }

 private:
  MemoryBench inner_;
};

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
TEST_CASE("Allocations: the sanitizer sees a use after free through what stands in for new",
          "[guarantee]") {
  // A child, since a report ends the process; its text is not for whoever reads this.
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(STDERR_FILENO);
    auto freed = std::make_unique<std::string>(100, 'x');
    const std::string* volatile seen = freed.get();
    freed.reset();
    const volatile std::size_t size = seen->size();
    (void)size;
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK_FALSE((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}
#endif

TEST_CASE("Allocations: the harness sees an append that was left half done, and a leak",
          "[guarantee]") {
  watch_sqlite_allocations();
  HalfwayBench bench;
  Figures figures;
  fail_everywhere(bench, operations[1], every_nth(1), figures);
  print("control, one entry after the other", figures);
  CHECK(figures.broken > 0);
  static std::unique_ptr<int> kept;
  Figures leaks;
  fail_opening(
      "control", 1, [] { kept.reset(); },
      [] {
        kept = std::make_unique<int>(1);
        // The pointer is looked at, so that no compiler leaves this allocation out.
        const auto second = std::make_unique<int>(2);
        static const int* volatile seen = nullptr;
        seen = second.get();
        (void)seen;
      },
      leaks);
  CHECK(leaks.leaked > 0);
}
