#include "portfolio/fold_project.hpp"

#include "grant/fact_kinds.hpp"
#include "portfolio/project_folder.hpp"

#include <algorithm>
#include <tuple>

namespace bursar::fold {
namespace {

std::uint16_t rank_of(const FactBody& body) {
  return std::visit(
      []<class Body>(const Body&) -> std::uint16_t {
        if constexpr (std::is_same_v<Body, UnknownFact>) {
          return 0xFFFF;
        } else {
          return kinds::kind<Body>.number;
        }
      },
      body);
}

/// What a fact is sorted by: facts are many, and dear to move.
struct Key {
  Date day;
  std::uint16_t rank;
  std::uint32_t place;
  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(a.day, a.rank, a.place) < std::tie(b.day, b.rank, b.place);
  }
};

// Facts come in order of their positions, so that their places order those of one day and kind.
std::vector<Key> fold_order(const std::vector<Placed>& facts) {
  std::vector<Key> order;
  order.reserve(facts.size());
  for (const Placed& placed : facts) {
    order.push_back({placed.fact.effective_on, rank_of(placed.fact.body),
                     static_cast<std::uint32_t>(order.size())});
  }
  std::ranges::sort(order, std::less<>());
  return order;
}

/// Room for the records that many projects have several of, and no more: they stay in memory.
void reserve_records(Project& project, const std::vector<Key>& order) {
  const auto count = [&](std::uint16_t rank) {
    return static_cast<std::size_t>(std::ranges::count(order, rank, &Key::rank));
  };
  project.budget.reserve(count(kinds::kind<BudgetSet>.number));
  project.payments.reserve(count(kinds::kind<PaymentMade>.number));
  project.repayments.reserve(count(kinds::kind<RepaymentReceived>.number));
}

/// Whether any spending line names another, or comes to name one.
bool has_reversals(const std::vector<Placed>& facts) {
  return std::ranges::any_of(facts, [](const Placed& placed) {
    if (const auto* booked = std::get_if<ExpensesBooked>(&placed.fact.body)) {
      return booked->block.has(ExpenseBlock::Text::reverses);
    }
    const auto* known = std::get_if<RecordSupplemented>(&placed.fact.body);
    return known != nullptr && known->field == "reverses";
  });
}

}  // namespace

void sort_for_fold(std::vector<Placed>& facts) {
  const std::vector<Key> order = fold_order(facts);
  std::vector<Placed> sorted;
  sorted.reserve(facts.size());
  for (const Key& key : order) sorted.push_back(std::move(facts[key.place]));
  facts = std::move(sorted);
}

std::optional<Project> fold_project(std::string_view id, std::vector<Placed> facts, Date effective,
                                    Currency default_currency, std::int64_t entries) {
  const std::vector<Key> order = fold_order(facts);
  // The registration comes first, whatever its day: a payment may be older than the contract's
  // start.
  const auto first = std::ranges::find_if(order, [&](const Key& key) {
    return std::holds_alternative<ProjectRegistered>(facts[key.place].fact.body);
  });
  if (first == order.end() || first->day > effective) return std::nullopt;
  Placed& registration = facts[first->place];
  Project project;
  project.id = ProjectId(id);
  project.registered = std::move(std::get<ProjectRegistered>(registration.fact.body));
  project.registered_on = first->day;
  project.trace = registration.trace;
  project.version = entries;
  project.currency = default_currency;
  reserve_records(project, order);
  const bool reversals = order.back().day > effective && has_reversals(facts);
  ProjectFolder folder(project, effective);
  for (const Key& key : order) {
    // A block's own day is that of its first line; the others are looked at one by one.
    if (key.day > effective && !reversals) break;
    if (key.day > effective) {
      folder.take_later(facts[key.place]);
    } else if (key.place != first->place) {
      folder.take(facts[key.place]);
    }
  }
  folder.finish();
  return project;
}

}  // namespace bursar::fold
