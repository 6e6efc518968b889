#include <bursar/portfolio/portfolio.hpp>

#include "random_history.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>

using namespace histories;

namespace {

Digest digest_of(const Journal& journal, const AsOf& as_of) {
  return Portfolio::fold(journal, as_of).value().state_digest();
}

void property(const char* name, const std::function<void(std::uint64_t)>& holds) {
  CHECK(rc::check(name, [&] { holds(*rc::gen::arbitrary<std::uint64_t>()); }));
}

}  // namespace

TEST_CASE("Portfolio: catching up equals folding from scratch, after every entry") {
  property("catch_up", [](std::uint64_t seed) {
    const auto steps = Generator(seed).history(40);
    const auto journal = new_journal();
    append(*journal, steps[0], 0);
    const AsOf as_of{day(2020, 9, 1)};
    Portfolio kept = Portfolio::fold(*journal, as_of).value();
    for (std::size_t i = 1; i < steps.size(); ++i) {
      append(*journal, steps[i], static_cast<int>(i));
      RC_ASSERT(kept.catch_up(*journal).has_value());
      RC_ASSERT(kept.head() == journal->head());
      RC_ASSERT(kept.state_digest() == digest_of(*journal, as_of));
    }
  });
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
