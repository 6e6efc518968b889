// Every single allocation of what stands above the journal fails: folds, commands, imports, and the
// reading of rules. Each says so and has changed nothing, or succeeds all the same; nothing leaks,
// and no thread takes the program along.
#include "allocations.hpp"
#include "deeds.hpp"
#include "journal_conformance.hpp"
#include "test_scale.hpp"

#include <bursar/clawback/settlement_json.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/office/book_rules.hpp>

#include <fmt/core.h>
#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <vector>

using namespace bursar;
using namespace bursar_test;

namespace {

void require(bool holds) {
  if (!holds) throw std::logic_error("an operation answered wrongly");
}

/// The appends that made a journal, to make it again without those who made them.
class Template {
 public:
  explicit Template(const std::function<void(Journal&)>& make) {
    const auto journal = make_memory_journal("book-1", conformance::TestHost().host());
    make(*journal);
    for (const Entry& entry : conformance::all_entries(*journal)) {
      if (appends_.empty() || appends_.back().key != entry.key) {
        AppendRequest request;
        request.key = entry.key;
        request.request = entry.request;
        request.door = entry.door;
        request.batch = entry.batch;
        request.actor = entry.actor;
        appends_.push_back(std::move(request));
      }
      appends_.back().drafts.push_back(
          {entry.subject, entry.facts, journal->private_part(entry.position).value_or("")});
    }
  }
  /// A journal after all but the last so many appends.
  std::unique_ptr<Journal> fresh(std::size_t without = 0) const {
    auto journal = make_memory_journal("book-1", conformance::TestHost().host());
    for (std::size_t i = 0; i + without < appends_.size(); ++i) append(*journal, i);
    return journal;
  }
  void append_last(Journal& journal) const { append(journal, appends_.size() - 1); }

 private:
  void append(Journal& journal, std::size_t number) const {
    require(journal.append(appends_[number]).has_value());
  }
  std::vector<AppendRequest> appends_;
};

/// A book in which a project has failed, with some spending, and is to be settled.
void fail_a_project(Journal& journal) {
  open_deed_book(journal);
  Deeds deeds(journal);
  for (int number = 1; number < 4; ++number) (void)accepted(deeds.carry_out(number));
  Office office(journal, small_host());
  const Subject subject{SubjectKind::project, "P-0"};
  const auto state = [&](Date on, const FactBody& fact) {
    (void)accepted(office.record({to_iso(on), "officer", on}, subject, fact));
  };
  PaymentMade payment;
  payment.payment_id = "not spent";
  payment.amount = Minor(1'000'00);
  state(day_of(2020, 7, 1), payment);
  state(day_of(2021, 1, 1), AcceptanceRequested{1, "b"});
  OpinionIssued opinion;
  opinion.opinion_id = "OP-1";
  opinion.reference_on = day_of(2020, 12, 31);
  opinion.disallowed = opinion.payables = opinion.interest = Minor(0);
  opinion.adopted = true;
  state(day_of(2021, 2, 1), opinion);
  state(day_of(2021, 3, 1), AcceptanceConcluded{1, "b", Outcome::failed});
}

void settle(Journal& journal) {
  Office office(journal, small_host());
  (void)accepted(office.settle({"settle", "officer", day_of(2021, 4, 1)}, ProjectId("P-0")));
}
void claim(Journal& journal) {
  Office office(journal, small_host());
  (void)accepted(office.raise_claims({"claim", "officer", day_of(2021, 5, 1)}, ProjectId("P-0")));
}

/// A book with so many projects that a fold takes several threads.
void register_many(Journal& journal) {
  open_deed_book(journal);
  std::vector<Draft> drafts;
  for (int i = 0; i < 300; ++i) {
    const Fact fact{day_of(2020, 1, 1), ProjectApproved{}, {}};
    drafts.push_back(
        {{SubjectKind::project, "Q-" + std::to_string(i)}, encode_facts({&fact, 1}).facts, ""});
  }
  require(journal.append(conformance::request("many", std::move(drafts))).has_value());
}

const Template& book() {
  static const Template made(open_deed_book);
  return made;
}
const Template& failed_book() {
  static const Template made(fail_a_project);
  return made;
}
const Template& settled_book() {
  static const Template made([](Journal& journal) {
    fail_a_project(journal);
    settle(journal);
  });
  return made;
}
const Template& large_book() {
  static const Template made(register_many);
  return made;
}

Digest state_of(const Journal& journal) {
  return Portfolio::fold(journal, {}).value().state_digest();
}

/// What an operation works on, and what there is to compare.
struct Bench {
  std::unique_ptr<Journal> journal;
  std::optional<Portfolio> portfolio = std::nullopt;
};

/// An operation: `prepare` makes its bench, `run` works on it. `changes`: it appends, once.
struct Operation {
  const char* name;
  std::function<Bench()> prepare;
  std::function<void(Bench&)> run;
  bool changes = false;
};

std::function<Bench()> on(const Template& (*made)()) {
  return [made] { return Bench{made().fresh()}; };
}
/// A deed on the open book; awards, payments, spending and imports by their numbers.
Operation deed(const char* name, int number) {
  return {name, on(book),
          [number](Bench& bench) {
            Deeds deeds(*bench.journal);
            (void)accepted(deeds.carry_out(number));
          },
          true};
}

/// Reads a pack, a calendar and assumptions, as an opening does.
void read_texts(Bench&) {
  const RuleBook rules = RuleBook::from_toml(small_pack).value();
  require(rules.with_assumptions(small_assumptions).has_value());
  require(WorkCalendar::from_toml(small_calendar).has_value());
}

void write_settlement(Bench& bench) {
  const Portfolio portfolio = Portfolio::fold(*bench.journal, {}).value();
  const RuleBook rules = rule_book_of(portfolio).value();
  const std::string json =
      settlement_json(bursar::settle(portfolio, rules), rules, day_of(2021, 12, 31));
  require(json.find("\"P-0\"") != std::string::npos);
}

std::vector<Operation> operations() {
  return {
      {"fold", on(book),
       [](Bench& bench) {
         require(Portfolio::fold(*bench.journal, {}).value().projects().size() == 4);
       }},
      {"fold on several threads", on(large_book),
       [](Bench& bench) {
         require(Portfolio::fold(*bench.journal, {}).value().head() == bench.journal->head());
       }},
      {"fold of named subjects", on(book),
       [](Bench& bench) {
         const Subject subject{SubjectKind::project, "P-1"};
         require(
             Portfolio::fold_subjects(*bench.journal, {}, {&subject, 1}).value().project("P-1") !=
             nullptr);
       }},
      {"open a book",
       [] { return Bench{make_memory_journal("book-1", conformance::TestHost().host())}; },
       [](Bench& bench) {
         Office office(*bench.journal, small_host());
         (void)accepted(
             office.open_book({"open", "officer", day_of(2000, 1, 1)}, small_opening("book-1")));
       },
       true},
      deed("award", 0),
      deed("disburse", 1),
      deed("spend", 2),
      deed("import", 3),
      {"settle", on(failed_book), [](Bench& bench) { settle(*bench.journal); }, true},
      {"raise claims", on(settled_book), [](Bench& bench) { claim(*bench.journal); }, true},
      {"read rules, assumptions and a calendar", [] { return Bench{nullptr}; }, read_texts},
      {"write settlements", on(failed_book), write_settlement},
  };
}

/// What is wrong after an operation; empty = nothing. Does it again where it failed.
std::string judge(const Operation& operation, Bench& bench, Ending ending,
                  const JournalHead& before, const std::optional<Digest>& after) {
  if (ending == Ending::other) return "another exception than std::bad_alloc";
  if (ending == Ending::out_of_memory) {
    if (bench.journal && bench.journal->head() != before) return "it failed, and changed something";
    operation.run(bench);
  }
  if (!after) return {};
  if (!verify_chain(*bench.journal).whole()) return "the chain is broken";
  return state_of(*bench.journal) == *after ? "" : "it did something else";
}

void fail_everywhere(const Operation& operation, std::int64_t stride, AllocationFigures& figures) {
  std::optional<Digest> after;
  {
    Bench whole = operation.prepare();
    operation.run(whole);
    if (operation.changes) after = state_of(*whole.journal);
  }
  for (const bool from_then_on : {false, true}) {
    for (std::int64_t n = 1;; n += stride) {
      const std::int64_t outstanding = allocations_outstanding();
      std::int64_t failed = 0;
      std::string problem;
      {
        Bench bench = operation.prepare();
        const JournalHead before = bench.journal ? bench.journal->head() : JournalHead();
        const Ending ending = run_failing(n, from_then_on, failed, [&] { operation.run(bench); });
        if (failed == 0) break;
        ++figures.trials;
        ++(ending == Ending::succeeded ? figures.absorbed : figures.reported);
        problem = judge(operation, bench, ending, before, after);
      }
      if (problem.empty() && allocations_outstanding() != outstanding) {
        ++figures.leaked;
        problem = "it leaks";
      }
      if (!problem.empty() && figures.broken++ == 0) {
        figures.first = fmt::format("{}: {} (allocation {}, from then on {})", operation.name,
                                    problem, n, from_then_on);
      }
    }
  }
}

}  // namespace

TEST_CASE("Allocations: each that fails leaves the book as it was, or does no harm",
          "[guarantee]") {
  watch_sqlite_allocations();
  AllocationFigures all;
  for (const Operation& operation : operations()) {
    AllocationFigures figures;
    fail_everywhere(operation, every_nth(11), figures);
    print(operation.name, figures);
    CHECK(figures.broken == 0);
    CHECK(figures.reported > 0);
  }
}

TEST_CASE("Allocations: a catch-up that failed has changed nothing, and can be done again",
          "[guarantee]") {
  watch_sqlite_allocations();
  const Digest after = state_of(*large_book().fresh());
  AllocationFigures figures;
  for (const bool from_then_on : {false, true}) {
    for (std::int64_t n = 1;; n += every_nth(11)) {
      const std::int64_t outstanding = allocations_outstanding();
      std::int64_t failed = 0;
      {
        const auto journal = large_book().fresh(1);
        Portfolio portfolio = Portfolio::fold(*journal, {}).value();
        const JournalHead head = portfolio.head();
        const Digest before = portfolio.state_digest();
        large_book().append_last(*journal);
        const Ending ending = run_failing(
            n, from_then_on, failed, [&] { require(portfolio.catch_up(*journal).has_value()); });
        if (failed == 0) break;
        ++figures.trials;
        ++(ending == Ending::succeeded ? figures.absorbed : figures.reported);
        if (ending == Ending::out_of_memory &&
            (portfolio.head() != head || portfolio.state_digest() != before)) {
          figures.first = fmt::format("half caught up (allocation {})", n);
          ++figures.broken;
        }
        if (ending == Ending::other || !portfolio.catch_up(*journal).has_value() ||
            portfolio.state_digest() != after || portfolio.head() != journal->head()) {
          figures.first = fmt::format("not caught up (allocation {})", n);
          ++figures.broken;
        }
      }
      if (allocations_outstanding() != outstanding) ++figures.leaked;
    }
  }
  print("catch up", figures);
  CHECK(figures.broken == 0);
  CHECK(figures.leaked == 0);
  CHECK(figures.reported > 0);
}

TEST_CASE("Allocations: the harness sees a command that appends before it decides", "[guarantee]") {
  watch_sqlite_allocations();
  Operation hasty = deed("control, appended too early", 1);
  hasty.run = [](Bench& bench) {
    const auto known = bench.journal->find("early", sha256("early")).value();
    if (!known) {
      const Fact fact{day_of(2020, 1, 1), ProjectApproved{}, {}};
      require(
          bench.journal
              ->append(conformance::request(
                  "early", {{{SubjectKind::project, "P-9"}, encode_facts({&fact, 1}).facts, ""}}))
              .has_value());
    }
    Deeds deeds(*bench.journal);
    (void)accepted(deeds.carry_out(1));
  };
  AllocationFigures figures;
  fail_everywhere(hasty, 23, figures);
  print("control, appended too early", figures);
  CHECK(figures.broken > 0);
}
