#include <bursar/audit/project_case.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace bursar {
namespace {

/// The heads of one first-level head: the half-open range of enumerators.
std::pair<std::size_t, std::size_t> heads_below(Head top) {
  switch (top_head(top)) {
    case Head::equipment:
      return {static_cast<std::size_t>(Head::equipment), static_cast<std::size_t>(Head::business)};
    case Head::business:
      return {static_cast<std::size_t>(Head::business), static_cast<std::size_t>(Head::labour)};
    case Head::labour:
      return {static_cast<std::size_t>(Head::labour), static_cast<std::size_t>(Head::indirect)};
    default:
      return {static_cast<std::size_t>(Head::indirect), ProjectFigures::head_count};
  }
}

[[noreturn]] void refuse_overflow() { throw std::overflow_error("a sum does not fit 64 bits"); }

Minor sum_of(const std::array<std::int64_t, ProjectFigures::head_count>& by_head, std::size_t from,
             std::size_t until) {
  std::int64_t sum = 0;
  for (std::size_t head = from; head < until; ++head) {
    if (__builtin_add_overflow(sum, by_head[head], &sum)) refuse_overflow();
  }
  return Minor(sum);
}

/// Adds to a sum, and remembers whether any addition ran over.
class CheckedSums {
 public:
  void add(std::int64_t& sum, std::int64_t amount) noexcept {
    overflow_ |= __builtin_add_overflow(sum, amount, &sum);
  }
  void subtract(std::int64_t& sum, std::int64_t amount) noexcept {
    overflow_ |= __builtin_sub_overflow(sum, amount, &sum);
  }
  void finish() const {
    if (overflow_) refuse_overflow();
  }

 private:
  bool overflow_ = false;
};

void add_lines(const ExpenseColumns& lines, ProjectFigures& figures, CheckedSums& sums) {
  const std::size_t size = lines.size();
  if (size == 0) return;
  figures.has_lines = true;
  const Head* const head = lines.head.data();
  const Minor* const amount = lines.amount.data();
  const auto add = [&](std::size_t i) {
    sums.add(figures.spent_minor[static_cast<std::size_t>(head[i])], amount[i].value());
  };
  if (lines.source.is_uniform()) {
    figures.has_public_spending = is_public(lines.source[0]);
    for (std::size_t i = 0; figures.has_public_spending && i < size; ++i) add(i);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      if (!is_public(lines.source[i])) continue;
      figures.has_public_spending = true;
      add(i);
    }
  }
  const auto days = lines.effective_day();
  std::int32_t first = days[0];
  std::int32_t last = first;
  for (const std::int32_t day : days) {
    first = std::min(first, day);
    last = std::max(last, day);
  }
  figures.first_day = first;
  figures.last_day = last;
  figures.has_reversals = !lines.kind.is_uniform() || lines.kind[0] != ExpenseKind::expense;
}

/// Final accounts count where there are no expenses of their organisation and source.
void add_final_accounts(const Project& project, ProjectFigures& figures, CheckedSums& sums) {
  figures.has_final_accounts = !project.final_accounts.empty();
  if (!figures.has_final_accounts) return;
  std::set<std::pair<std::string_view, Source>> with_lines;
  for (std::size_t i = 0; i < project.expenses.size(); ++i) {
    with_lines.emplace(project.expense_orgs[project.expenses.org[i]].text(),
                       project.expenses.source[i]);
  }
  for (const FinalAccount& account : project.final_accounts) {
    if (!is_public(account.source)) continue;
    if (with_lines.contains({account.org_id.text(), account.source})) continue;
    figures.has_public_spending = true;
    sums.add(figures.spent_minor[static_cast<std::size_t>(account.head)], account.spent.value());
  }
}

void fill_figures(const Project& project, ProjectFigures& figures) {
  CheckedSums sums;
  for (const BudgetLine& line : project.budget) {
    if (!is_public(line.source)) continue;
    figures.has_budget = true;
    sums.add(figures.budget_minor[static_cast<std::size_t>(line.head)], line.amount.value());
  }
  for (const Adjustment& adjustment : project.adjustments) {
    if (!is_public(adjustment.source)) continue;
    figures.has_budget = true;
    sums.add(figures.budget_minor[static_cast<std::size_t>(adjustment.head)],
             adjustment.delta.value());
  }
  for (const Payment& payment : project.payments) {
    if (!is_public(payment.source)) continue;
    figures.has_payments = true;
    if (payment.direction == PaymentDirection::bounced) {
      sums.subtract(figures.received_minor, payment.amount.value());
    } else {
      sums.add(figures.received_minor, payment.amount.value());
    }
  }
  add_lines(project.expenses, figures, sums);
  add_final_accounts(project, figures, sums);
  sums.finish();
}

}  // namespace

Minor ProjectFigures::budget(Head top) const {
  const auto [from, until] = heads_below(top);
  return sum_of(budget_minor, from, until);
}

Minor ProjectFigures::spent(Head top) const {
  const auto [from, until] = heads_below(top);
  return sum_of(spent_minor, from, until);
}

Minor ProjectFigures::spent_total() const { return sum_of(spent_minor, 0, head_count); }

struct ProjectCase::Lines {
  std::vector<ExpenseBlock::Lines> cold;  // what the views of `lines` point into
  std::vector<CaseLine> lines;
};

ProjectCase::ProjectCase(const Project& project, Date as_of, const Holdings& holdings)
    : project_(&project), as_of_(as_of), as_of_day_(day_number(as_of)), holdings_(holdings) {}
ProjectCase::~ProjectCase() = default;
ProjectCase::ProjectCase(ProjectCase&&) noexcept = default;
ProjectCase& ProjectCase::operator=(ProjectCase&&) noexcept = default;

const ProjectFigures& ProjectCase::figures() const {
  if (!figures_made_) {
    figures_ = ProjectFigures();  // what an attempt that ran over left there
    fill_figures(*project_, figures_);
    figures_made_ = true;
  }
  return figures_;
}

namespace {

/// The line that a reversal or correction comes down to; itself if it names none that is known.
std::size_t root_of(const std::vector<CaseLine>& lines,
                    const std::unordered_map<std::string_view, std::size_t>& by_id,
                    std::size_t at) {
  for (std::size_t step = 0; step < lines.size(); ++step) {
    if (lines[at].line.kind == ExpenseKind::expense) break;
    const auto target = by_id.find(lines[at].line.reverses);
    if (target == by_id.end()) break;
    at = target->second;
  }
  return at;
}

/// Puts reversals and corrections against the lines that they are about.
void net_lines(std::vector<CaseLine>& lines) {
  if (std::all_of(lines.begin(), lines.end(),
                  [](const CaseLine& line) { return line.line.kind == ExpenseKind::expense; })) {
    return;
  }
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].line.expense_id.empty()) by_id.emplace(lines[i].line.expense_id, i);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t root = root_of(lines, by_id, i);
    if (root == i) {
      lines[i].stands = lines[i].stands && lines[i].line.kind != ExpenseKind::reversal;
      continue;
    }
    std::int64_t net = lines[root].net.value();
    if (__builtin_add_overflow(net, lines[i].line.amount.value(), &net)) refuse_overflow();
    lines[root].net = Minor(net);
    const bool was_positive = lines[root].line.amount > Minor(0);
    lines[root].stands = was_positive ? net > 0 : net < 0;
    lines[i].net = Minor(0);
    lines[i].stands = false;
  }
}

}  // namespace

std::span<const CaseLine> ProjectCase::lines() const {
  if (lines_) return lines_->lines;
  auto made = std::make_unique<Lines>();
  made->cold = project_->cold_lines();
  made->lines.resize(project_->expenses.size());
  const std::span<const std::int32_t> days = project_->expenses.effective_day();
  std::size_t at = 0;
  for (std::size_t source = 0; source < project_->expense_sources.size(); ++source) {
    const ExpenseSource& from = project_->expense_sources[source];
    const std::span<const ExpenseLine> all = made->cold[source].span();
    for (const std::uint32_t place : from.kept) {
      CaseLine& line = made->lines[at];
      line.line = all[place];
      line.effective_day = days[at++];
      line.net = line.line.amount;
      line.trace = from.trace;
      line.trace.origin.line = line.line.line;
    }
  }
  net_lines(made->lines);
  lines_ = std::move(made);
  return lines_->lines;
}

Evidence ProjectCase::evidence_of(const CaseLine& line, Minor questioned) const {
  Evidence evidence;
  evidence.kind = EvidenceKind::expense;
  evidence.project_id = project_->id;
  evidence.id = std::string(line.line.expense_id);
  evidence.head = line.line.head;
  evidence.on = from_day_number(line.line.day);
  evidence.amount = line.line.amount;
  evidence.questioned = std::max(questioned, Minor(0));
  evidence.trace = line.trace;
  return evidence;
}

}  // namespace bursar
