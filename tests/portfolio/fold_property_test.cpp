#include <bursar/portfolio/portfolio.hpp>

#include "all_kinds.hpp"
#include "random_history.hpp"

#include <rapidcheck.h>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace histories;

namespace {

Digest digest_of(const Journal& journal, const AsOf& as_of) {
  return Portfolio::fold(journal, as_of).value().state_digest();
}

void property(const char* name, const std::function<void(std::uint64_t)>& holds) {
  CHECK(rc::check(name, [&] { holds(*rc::gen::arbitrary<std::uint64_t>()); }));
}

}  // namespace

namespace {

/// The private fields of a record, which no digest covers.
template <class Body>
void add_private(std::string& text, const Body& body) {
  boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>(
      [&](auto member) {
        const auto& field = body.*member.pointer;
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, VaultText>) {
          text.append(field.view()).append("|");
        }
      });
}

/// All that a portfolio says: the digest of its state, and what that does not cover.
std::string account_of(const Portfolio& portfolio) {
  const Book& book = portfolio.book();
  std::string text = portfolio.state_digest().hex() + " " + portfolio.head().link.hex() + " " +
                     std::to_string(portfolio.head().position) + " " +
                     std::to_string(book.version) + "|";
  for (const auto& [position, import] : book.imports) {
    text += std::to_string(position) + import.batch + import.files.at(0).digest + "|";
  }
  for (const Project& project : portfolio.projects()) {
    add_private(text, project.registered);
    for (const Change& each : project.changes) add_private<ChangeRequested>(text, each);
    for (const Adjustment& each : project.adjustments) add_private<BudgetAdjusted>(text, each);
    for (const Claim& claim : project.claims) {
      for (const WriteOff& each : claim.write_offs) add_private<ClaimWrittenOff>(text, each);
    }
  }
  for (const Organisation& each : portfolio.organisations()) add_private(text, each.registered);
  for (const Person& each : portfolio.persons()) add_private(text, each.registered);
  return text;
}

/// What the facts of histories came to, so that the property is not about nothing.
struct Effects {
  std::map<std::string, std::size_t> counts;

  void add(const Portfolio& portfolio) {
    const Book& book = portfolio.book();
    counts["rule book"] += book.rule_book ? 1U : 0U;
    counts["calendars"] += book.calendars.size();
    counts["assumptions"] += book.assumptions.size();
    counts["imports"] += book.imports.size();
    for (const Organisation& each : portfolio.organisations()) {
      counts["organisation status"] += each.status_on ? 1U : 0U;
      counts["successors"] += each.successor_org_id.empty() ? 0U : 1U;
      counts["organisation irregular"] += each.irregular.size();
    }
    for (const Person& each : portfolio.persons()) {
      counts["person irregular"] += each.irregular.size();
      for (const PersonEmployed& employed : each.employments) {
        counts["employments edited"] += employed.to || employed.staff_kind ? 1U : 0U;
      }
    }
    for (const Project& each : portfolio.projects()) add(each);
  }
  void add(const Project& project) {
    counts["partners"] += project.partners.size();
    counts["budget"] += project.budget.size();
    counts["budget adjustments"] += project.adjustments.size();
    counts["closed projects"] += project.closed_on ? 1U : 0U;
    counts["settlements"] += project.settlements.size();
    counts["edited expenses"] += project.expense_edits.size();
    counts["irregular"] += project.irregular.size();
    for (const Attempt& each : project.attempts) counts["notified"] += each.notified_on ? 1U : 0U;
    for (const Notice& each : project.notices) {
      counts["served"] += each.served_on ? 1U : 0U;
      counts["answered"] += each.response ? 1U : 0U;
    }
    for (const Repayment& each : project.repayments) {
      counts["proofs"] += each.proof_filed_on ? 1U : 0U;
    }
    for (const Claim& each : project.claims) {
      counts["claims adjusted"] += each.adjustments.size();
      counts["court"] += each.court_applied_on ? 1U : 0U;
      counts["write-offs"] += each.write_offs.size();
      counts["closed claims"] += each.closed_on ? 1U : 0U;
    }
  }
};

/// A portfolio that is kept up to date: with every entry, or only with every so many.
struct Kept {
  Portfolio portfolio;
  std::size_t every;
};

}  // namespace

TEST_CASE("Portfolio: catching up equals folding from scratch, whatever a book holds") {
  const std::array<Subject, 3> named{Subject{SubjectKind::project, "P-1"},
                                     Subject{SubjectKind::organisation, "O-1"},
                                     Subject{SubjectKind::person, "L-1"}};
  property("catch_up", [&](std::uint64_t seed) {
    const auto steps = Generator(seed).whole_history(60);
    const auto journal = new_journal();
    append(*journal, steps[0], 0);
    const AsOf as_of{day(2020, 9, 1)};
    const auto fold = [&](const AsOf& on) { return Portfolio::fold(*journal, on).value(); };
    const auto fold_named = [&] { return Portfolio::fold_subjects(*journal, {}, named).value(); };
    Kept kept[] = {{fold(as_of), 1}, {fold({}), 7}, {fold_named(), 3}};
    for (std::size_t i = 1; i < steps.size(); ++i) {
      append(*journal, steps[i], static_cast<int>(i));
      for (Kept& each : kept) {
        if (i % each.every != 0) continue;
        RC_ASSERT(each.portfolio.catch_up(*journal).has_value());
        const Portfolio scratch = &each == &kept[2] ? fold_named() : fold(each.portfolio.as_of());
        RC_ASSERT(account_of(each.portfolio) == account_of(scratch));
      }
    }
  });
}

// By seeds that never change, so that no luck is in it.
TEST_CASE("Portfolio: random histories hold every kind of fact, and each has its effect") {
  std::set<std::string> kinds;
  Effects effects;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto journal = new_journal();
    int number = 0;
    for (const Step& step : Generator(seed).whole_history(60)) {
      append(*journal, step, number++);
      for (const Fact& fact : step.facts) kinds.emplace(kind_of(fact.body));
    }
    effects.add(Portfolio::fold(*journal, {}).value());
  }
  CHECK(kinds == bursar_test::all_kinds());
  CHECK(effects.counts.size() == 24);
  for (const auto& [name, count] : effects.counts) {
    INFO(name);
    CHECK(count > 3);
  }
}

TEST_CASE("Portfolio: spending as of a day is the part of all spending that counts by then") {
  property("spending by day", [](std::uint64_t seed) {
    const auto steps = Generator(seed).history(40);
    const auto journal = new_journal();
    for (std::size_t i = 0; i < steps.size(); ++i) append(*journal, steps[i], static_cast<int>(i));
    const auto lines = [](const Project& project, std::int32_t last_day) {
      std::vector<std::pair<std::int32_t, Minor>> found;
      const ExpenseColumns& columns = project.expenses;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns.effective_day()[i] > last_day) continue;
        found.emplace_back(columns.effective_day()[i], columns.amount[i]);
      }
      std::ranges::sort(found);
      return found;
    };
    const Date on = day(2020, 3, 1);
    const Portfolio whole = Portfolio::fold(*journal, {}).value();
    const Portfolio then = Portfolio::fold(*journal, {on}).value();
    for (const Project& project : then.projects()) {
      RC_ASSERT(lines(project, day_number(day(9999, 12, 31))) ==
                lines(*whole.project(project.id.text()), day_number(on)));
    }
  });
}

TEST_CASE("Portfolio: as of a known position equals a journal that ends there") {
  property("known position", [](std::uint64_t seed) {
    const auto steps = Generator(seed).history(30);
    const auto whole = new_journal();
    const auto prefix = new_journal();
    const std::size_t cut = 1 + seed % (steps.size() - 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      append(*whole, steps[i], static_cast<int>(i));
      if (i < cut) append(*prefix, steps[i], static_cast<int>(i));
    }
    const AsOf known{day(9999, 12, 31), static_cast<std::int64_t>(cut)};
    RC_ASSERT(digest_of(*whole, known) == digest_of(*prefix, {}));
  });
}

TEST_CASE("Portfolio: one subject folded alone is the same as in the whole") {
  property("fold_subjects", [](std::uint64_t seed) {
    const auto steps = Generator(seed).history(30);
    const auto journal = new_journal();
    for (std::size_t i = 0; i < steps.size(); ++i) append(*journal, steps[i], static_cast<int>(i));
    const Portfolio whole = Portfolio::fold(*journal, {}).value();
    for (const Project& project : whole.projects()) {
      const Subject subject{SubjectKind::project, project.id.text()};
      const Portfolio one = Portfolio::fold_subjects(*journal, {}, std::span(&subject, 1)).value();
      RC_ASSERT(one.project(project.id.text()) != nullptr);
      RC_ASSERT(Portfolio::state_digest(*one.project(project.id.text())) ==
                Portfolio::state_digest(project));
    }
  });
}

TEST_CASE(
    "Portfolio: no fact is lost: each has its record, its effect, or its place among the "
    "irregular") {
  property("total", [](std::uint64_t seed) {
    const auto steps = Generator(seed).history(40);
    const auto journal = new_journal();
    std::size_t payments = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      append(*journal, steps[i], static_cast<int>(i));
      if (steps[i].subject.id == "P-3") continue;  // never registered
      for (const Fact& fact : steps[i].facts)
        payments += std::holds_alternative<PaymentMade>(fact.body);
    }
    const Portfolio portfolio = Portfolio::fold(*journal, {}).value();
    RC_ASSERT(portfolio.project("P-3") == nullptr);
    std::size_t found = 0;
    for (const Project& project : portfolio.projects()) {
      found += project.payments.size();
      found += static_cast<std::size_t>(
          std::ranges::count(project.irregular, "PaymentMade", &Irregular::kind));
    }
    RC_ASSERT(found == payments);
  });
}
