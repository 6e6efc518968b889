#include "audit/totals.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace bursar::audit_detail {
namespace {

constexpr std::size_t head_count = Vocabulary<Head>::words.size();

/// A piece of evidence that questions something, with the project that it counts for.
struct Item {
  const ProjectId* project;
  const Evidence* evidence;
};

/// What makes two pieces of evidence of one project the same thing.
auto identity(const Item& item) {
  const Evidence& e = *item.evidence;
  return std::tuple(e.kind, std::string_view(e.id), e.head.value_or(Head::equipment),
                    e.trace.position, e.trace.ordinal);
}

bool before(const Item& a, const Item& b) {
  if (*a.project != *b.project) return *a.project < *b.project;
  return identity(a) < identity(b);
}

Minor checked(const MoneySum& sum) {
  const auto total = sum.total();
  if (!total) throw std::overflow_error("the questioned sums of a project do not fit 64 bits");
  return *total;
}

/// The larger of what is questioned of a whole, and of its parts together.
Minor larger(Minor whole, const MoneySum& parts) { return std::max(whole, checked(parts)); }

/// Net sums of one project. Lines are part of their head, heads of the project's spending; single
/// payments are part of all payments.
struct NetSums {
  std::array<MoneySum, head_count> lines{};
  std::array<Minor, head_count> heads{};
  Minor spending;
  MoneySum single_payments;
  Minor payments;
  MoneySum other;

  void add(const Evidence& evidence, Minor questioned) {
    const auto head = static_cast<std::size_t>(evidence.head.value_or(Head::equipment));
    switch (evidence.kind) {
      case EvidenceKind::expense:
        return lines[head].add(questioned);
      case EvidenceKind::head:
        heads[head] = std::max(heads[head], questioned);
        return;
      case EvidenceKind::spending:
        spending = std::max(spending, questioned);
        return;
      case EvidenceKind::payments:
        payments = std::max(payments, questioned);
        return;
      case EvidenceKind::payment:
        return single_payments.add(questioned);
      default:
        return other.add(questioned);
    }
  }

  [[nodiscard]] Minor total() const {
    std::array<MoneySum, head_count> parts_of_top{};
    for (std::size_t head = 0; head < head_count; ++head) {
      const auto top = static_cast<std::size_t>(top_head(static_cast<Head>(head)));
      const Minor whole = head == top ? Minor(0) : heads[head];
      parts_of_top[top].add(larger(whole, lines[head]));
    }
    MoneySum all_heads;
    for (std::size_t head = 0; head < head_count; ++head) {
      const auto top = static_cast<std::size_t>(top_head(static_cast<Head>(head)));
      if (head == top) all_heads.add(larger(heads[head], parts_of_top[head]));
    }
    MoneySum sum = other;
    sum.add(larger(spending, all_heads));
    sum.add(larger(payments, single_payments));
    return checked(sum);
  }
};

}  // namespace

std::vector<ProjectTotal> totals_of(std::span<const Finding> findings,
                                    const std::function<Currency(const ProjectId&)>& currency_of) {
  std::vector<Item> items;
  for (const Finding& finding : findings) {
    for (const Evidence& evidence : finding.evidence) {
      if (evidence.questioned == Minor(0)) continue;
      const ProjectId& project =
          evidence.project_id.empty() ? finding.project_id : evidence.project_id;
      if (!project.empty()) items.push_back({&project, &evidence});
    }
  }
  std::sort(items.begin(), items.end(), before);
  std::vector<ProjectTotal> totals;
  for (std::size_t at = 0; at < items.size();) {
    const ProjectId& project = *items[at].project;
    MoneySum gross;
    NetSums net;
    while (at < items.size() && *items[at].project == project) {
      const std::size_t first = at;
      Minor largest;
      for (; at < items.size() && *items[at].project == project &&
             identity(items[at]) == identity(items[first]);
           ++at) {
        gross.add(items[at].evidence->questioned);
        largest = std::max(largest, items[at].evidence->questioned);
      }
      net.add(*items[first].evidence, largest);
    }
    totals.push_back({project, currency_of(project), checked(gross), net.total()});
  }
  return totals;
}

}  // namespace bursar::audit_detail
