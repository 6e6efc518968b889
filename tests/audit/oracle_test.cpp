// The ten checks written down a second time, slowly and obviously, on random projects.
#include "audit_support.hpp"
#include "random_projects.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <tuple>

using namespace bursar;
using namespace bursar::test;

namespace {

using Found = std::set<std::pair<std::string, std::string>>;  // rule, subject

/// Every line with everything known about it, as a plain table.
struct Row {
  std::string project, id, vendor, code, invoice, reverses;
  std::int64_t amount = 0;
  std::int32_t day = 0, effective = 0;
  Head head = Head::business;
  Source source = Source::grant;
  ExpenseKind kind = ExpenseKind::expense;
};

std::vector<Row> rows_of(const Project& project) {
  std::vector<Row> rows;
  std::size_t at = 0;
  for (const ExpenseSource& source : project.expense_sources) {
    const ExpenseBlock::Lines lines = source.block.lines();
    for (const ExpenseLine& line : lines.span()) {
      Row row;
      row.project = project.id.text();
      row.id = line.expense_id;
      row.vendor = line.vendor_id;
      row.code = line.invoice_code;
      row.invoice = line.invoice_no;
      row.reverses = line.reverses;
      row.amount = line.amount.value();
      row.day = line.day;
      row.effective = project.expenses.effective_day()[at++];
      row.head = line.head;
      row.source = line.source;
      row.kind = line.kind;
      rows.push_back(row);
    }
  }
  return rows;
}

/// Spending that was not wholly taken back.
std::vector<Row> standing(const std::vector<Row>& rows) {
  std::vector<Row> standing;
  for (const Row& row : rows) {
    if (row.kind != ExpenseKind::expense) continue;
    std::int64_t net = row.amount;
    bool touched = false;
    for (const Row& other : rows) {
      if (other.kind == ExpenseKind::expense || other.reverses != row.id) continue;
      net += other.amount;
      touched = true;
    }
    if (!touched || (row.amount > 0 && net > 0) || (row.amount <= 0 && net < 0))
      standing.push_back(row);
  }
  return standing;
}

std::int64_t spent(const std::vector<Row>& rows, const std::set<Head>& tops) {
  std::int64_t sum = 0;
  for (const Row& row : rows) {
    if (is_public(row.source) && tops.contains(top_head(row.head))) sum += row.amount;
  }
  return sum;
}

std::optional<std::int64_t> budget(const Project& project, const std::set<Head>& tops) {
  std::optional<std::int64_t> sum;
  for (const BudgetLine& line : project.budget) {
    if (tops.contains(top_head(line.head))) sum = sum.value_or(0) + line.amount.value();
  }
  for (const Adjustment& line : project.adjustments) {
    if (tops.contains(top_head(line.head))) sum = sum.value_or(0) + line.delta.value();
  }
  return sum;
}

const std::set<Head> all_tops{Head::equipment, Head::business, Head::labour, Head::indirect};

void check_sums(const Project& project, bool any_budget, bool any_payment, Found& found) {
  const std::string& id = project.id.text();
  const std::vector<Row> rows = rows_of(project);
  const bool any_public =
      std::any_of(rows.begin(), rows.end(), [](const Row& row) { return is_public(row.source); });
  std::int64_t received = 0;
  for (const Payment& payment : project.payments) received += payment.amount.value();
  if (const auto base = budget(project, {Head::business, Head::labour})) {
    const std::int64_t b = std::max<std::int64_t>(*base, 0);
    const std::int64_t first = std::min<std::int64_t>(b, 500'000'000);  // random budgets stay below
    if (spent(rows, {Head::indirect}) * 100 > 30 * first && spent(rows, {Head::indirect}) > 0) {
      found.emplace("indirect_over_cap", id);
    }
  }
  for (const Head top : all_tops) {
    if (any_budget && any_public &&
        spent(rows, {top}) * 100 > 110 * budget(project, {top}).value_or(0)) {
      found.emplace("head_overspent", id + ":" + std::string(word(top)));
    }
  }
  if (any_payment && any_public && spent(rows, all_tops) > received) {
    found.emplace("spent_more_than_received", id);
  }
  if (!project.payments.empty() && project.registered.award &&
      received > project.registered.award->value()) {
    found.emplace("paid_more_than_approved", id);
  }
}

std::optional<Date> end_of(const Project& project) { return project.end_in_force(); }

void check_lines(const Project& project, Found& found) {
  const std::string& id = project.id.text();
  const std::vector<Row> lines = standing(rows_of(project));
  const auto start = project.registered.start_on;
  const auto end = end_of(project);
  for (const Row& line : lines) {
    const bool late = end && line.effective > day_number(*end);
    if (start && end && (late || line.effective < day_number(*start))) {
      found.emplace("spending_outside_period", line.id);
    }
    if (late && top_head(line.head) == Head::labour) found.emplace("labour_after_end", line.id);
  }
  const auto bands = [](const Row& row) {
    return (top_head(row.head) == Head::equipment || top_head(row.head) == Head::business) &&
           row.amount >= 8'000'000 && row.amount < 10'000'000 && !row.vendor.empty();
  };
  for (const Row& a : lines) {
    int within = 0;
    for (const Row& b : lines) {
      if (bands(a) && bands(b) && b.vendor == a.vendor && b.day >= a.day && b.day - a.day <= 30)
        ++within;
    }
    if (within >= 3) found.emplace("split_purchases", id + ":" + a.vendor);
  }
}

void check_days(const Project& project, Date as_of, Found& found) {
  const std::string& id = project.id.text();
  if (const auto end = end_of(project)) {
    std::optional<Date> held;
    for (const Attempt& attempt : project.attempts) {
      if (attempt.outcome == Outcome::withdrawn) continue;
      if (!held || *attempt.concluded_on < *held) held = attempt.concluded_on;
    }
    for (const Decision& decision : project.decisions) {
      if (decision.kind == DecisionKind::terminate && (!held || decision.decided_on < *held)) {
        held = decision.decided_on;
      }
    }
    const Date due = after(*end, 180);
    if (held ? *held > due : as_of > due) found.emplace("acceptance_overdue", id);
  }
  // All decisions state the principal of one payer and source: the last one counts, and all money.
  const Decision* last = nullptr;
  for (const Decision& decision : project.decisions) {
    if (decision.kind != DecisionKind::penalty) last = &decision;
  }
  if (last == nullptr) return;
  std::int64_t due = last->principal->value();
  for (const Repayment& repayment : project.repayments) {
    if (repayment.part == RepaymentPart::principal) due -= repayment.amount.value();
  }
  // A day before the decision is none.
  const bool is_late = *last->pay_by >= last->decided_on && *last->pay_by < as_of;
  if (due > 0 && is_late) found.emplace("repayment_overdue", last->decision_id);
}

void check_invoices(const std::vector<Project>& projects, Found& found) {
  std::map<std::tuple<std::string, std::string, std::string>, std::set<std::string>> charged;
  for (const Project& project : projects) {
    for (const Row& row : standing(rows_of(project))) {
      if (row.invoice.empty() || (row.vendor.empty() && row.code.empty())) continue;
      charged[{row.vendor, row.code, row.invoice}].insert(row.project);
    }
  }
  for (const auto& [key, in] : charged) {
    const auto& [vendor, code, invoice] = key;
    if (in.size() < 2) continue;
    found.emplace("invoice_on_several_projects",
                  vendor + ":" + (code.empty() ? "" : code + "/") + invoice);
  }
}

}  // namespace

TEST_CASE("The ten rules find what the slow and obvious checks find") {
  rc::prop("on random portfolios", [] {
    const int count = *rc::gen::inRange(1, 8);
    std::vector<Project> projects;
    for (int i = 0; i < count; ++i) {
      projects.push_back(
          random_project("P" + std::to_string(i)).build(*rc::gen::inRange<std::size_t>(1, 4)));
    }
    const Date as_of = random_day("2020-10-01", 400);
    Found expected;
    bool any_budget = false;
    bool any_payment = false;
    for (const Project& project : projects) {
      any_budget = any_budget || !project.budget.empty() || !project.adjustments.empty();
      any_payment = any_payment || !project.payments.empty();
    }
    for (const Project& project : projects) {
      check_sums(project, any_budget, any_payment, expected);
      check_lines(project, expected);
      check_days(project, as_of, expected);
    }
    check_invoices(projects, expected);
    const AuditRun fast = run(ten(), projects, as_of, 2);
    Found found;
    for (const Finding& finding : fast.findings) found.emplace(finding.rule->id, finding.subject);
    RC_ASSERT(found == expected);
    RC_ASSERT(found.size() == fast.findings.size());
    RC_CLASSIFY(!found.empty(), "with findings");
  });
}
