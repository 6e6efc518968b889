// The benchmark's generated portfolio as folded projects, and our findings under its names.
#pragma once

#include "audit_support.hpp"

#include <portfolio.hpp>  // of the generator

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::test {

/// Check number and key, as in the generator's expected.csv.
using BenchFinding = std::pair<int, std::string>;

inline Head bench_head(int category) {
  constexpr std::array heads{Head::equipment, Head::business, Head::labour, Head::indirect};
  return heads[static_cast<std::size_t>(category - 1)];
}

inline BenchFinding bench_finding(const Finding& finding) {
  static const std::map<std::string_view, int> numbers{
      {"indirect_over_cap", 1},        {"spending_outside_period", 2},
      {"head_overspent", 3},           {"invoice_on_several_projects", 4},
      {"spent_more_than_received", 5}, {"acceptance_overdue", 6},
      {"labour_after_end", 7},         {"split_purchases", 8},
      {"paid_more_than_approved", 9},  {"repayment_overdue", 10}};
  const int number = numbers.at(finding.rule->id);
  if (number != 3) return {number, finding.subject};
  const std::string head = finding.subject.substr(finding.subject.find(':') + 1);
  int category = 1;
  while (word(bench_head(category)) != head) ++category;
  return {3, finding.project_id.text() + ":" + std::to_string(category)};
}

inline std::vector<BenchFinding> bench_findings(const AuditRun& run) {
  std::vector<BenchFinding> found;
  for (const Finding& finding : run.findings) found.push_back(bench_finding(finding));
  std::sort(found.begin(), found.end());
  return found;
}

inline std::vector<BenchFinding> expected_findings(const pf::Portfolio& portfolio) {
  std::vector<BenchFinding> expected;
  for (const pf::Finding& finding : portfolio.expected)
    expected.emplace_back(finding.check, finding.key);
  std::sort(expected.begin(), expected.end());
  return expected;
}

/// Texts of one entry, kept until its block is packed.
struct EntryTexts {
  std::string id, vendor, invoice;
};

inline void add_bench_lines(Project& project, const std::vector<const pf::Entry*>& entries) {
  std::vector<EntryTexts> texts;
  texts.reserve(entries.size());
  std::vector<ExpenseLine> lines;
  lines.reserve(entries.size());
  ExpenseSource source;
  for (const pf::Entry* entry : entries) {
    texts.push_back({std::to_string(entry->id),
                     entry->vendor == 0 ? "" : std::to_string(entry->vendor),
                     pf::invoice_text(entry->invoice)});
    ExpenseLine line;
    line.expense_id = texts.back().id;
    line.day = entry->date;
    line.head = bench_head(entry->cat);
    line.amount = Minor(entry->amount);
    line.vendor_id = texts.back().vendor;
    line.invoice_no = texts.back().invoice;
    lines.push_back(line);
  }
  ExpenseColumns& columns = project.expenses;
  for (const ExpenseLine& line : lines) columns.amount.push_back(line.amount);
  for (const ExpenseLine& line : lines) columns.day.push_back(line.day);
  for (const ExpenseLine& line : lines) columns.head.push_back(line.head);
  columns.source.assign(columns.amount.size(), Source::grant);
  columns.kind.assign(columns.amount.size(), ExpenseKind::expense);
  columns.org.assign(columns.amount.size(), 0);
  columns.accrual.assign(columns.amount.size(), -1);
  project.expense_orgs = {project.registered.org_id};
  source.block = ExpenseBlock::pack(lines);
  source.kept = KeptLines::all(lines.size());
  source.trace.position = 1;
  project.expense_sources.push_back(std::move(source));
}

inline ProjectBuilder bench_project(const pf::Project& from) {
  ProjectBuilder builder(std::to_string(from.id));
  builder.period(to_iso(from_day_number(from.start)), to_iso(from_day_number(from.end)))
      .award(from.approved);
  if (from.acceptance_date == pf::kNoDate) return builder;
  const std::string on = to_iso(from_day_number(from.acceptance_date));
  if (from.result == pf::kTerminated) {
    builder.decision("T" + std::to_string(from.id), 0, "", DecisionKind::terminate);
    builder.edit().decisions[0].principal.reset();
    builder.edit().decisions[0].decided_on = day(on);
  } else {
    builder.attempt(from.result == pf::kPass ? Outcome::passed : Outcome::failed, on);
  }
  return builder;
}

/// The whole portfolio, ascending by id as text.
inline std::vector<Project> bench_projects(const pf::Portfolio& portfolio) {
  std::vector<ProjectBuilder> builders;
  builders.reserve(portfolio.projects.size());
  for (const pf::Project& project : portfolio.projects) builders.push_back(bench_project(project));
  const auto of = [&](std::int32_t id) -> ProjectBuilder& {
    return builders[static_cast<std::size_t>(id - 1)];
  };
  for (const pf::BudgetLine& line : portfolio.budget) {
    of(line.project).budget(bench_head(line.cat), line.approved);
  }
  for (const pf::Adjustment& line : portfolio.adjustments) {
    of(line.project).adjusted(bench_head(line.cat), line.delta);
  }
  for (const pf::Disbursement& payment : portfolio.disbursements)
    of(payment.project).paid(payment.amount);
  for (const pf::RefundOrder& order : portfolio.refunds) {
    const Date due = from_day_number(order.due);
    ProjectBuilder& builder = of(order.project);
    builder.decision(std::to_string(order.id), order.amount, to_iso(due));
    // The benchmark's orders have no day of their own; none is due before it is made.
    Date& decided_on = builder.edit().decisions[builder.edit().decisions.size() - 1].decided_on;
    decided_on = std::min(decided_on, due);
  }
  for (const pf::Repayment& repayment : portfolio.repayments) {
    of(repayment.project).repaid(std::to_string(repayment.order), repayment.amount);
  }
  std::vector<std::vector<const pf::Entry*>> entries(builders.size());
  for (const pf::Entry& entry : portfolio.entries) {
    entries[static_cast<std::size_t>(entry.project - 1)].push_back(&entry);
  }
  std::vector<Project> projects;
  projects.reserve(builders.size());
  for (std::size_t i = 0; i < builders.size(); ++i) {
    projects.push_back(builders[i].build());
    if (!entries[i].empty()) add_bench_lines(projects.back(), entries[i]);
  }
  std::sort(projects.begin(), projects.end(),
            [](const Project& a, const Project& b) { return a.id < b.id; });
  return projects;
}

inline Date bench_day() { return from_day_number(pf::kAsOf); }

}  // namespace bursar::test
