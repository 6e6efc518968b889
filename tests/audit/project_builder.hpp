// Builds folded projects by hand, as the fold would leave them.
#pragma once

#include <bursar/audit/rule.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/expense_block.hpp>
#include <bursar/portfolio/project.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::test {

inline Date day(std::string_view iso) { return parse_iso_date(iso).value(); }
inline Date after(Date date, int days) { return date + boost::gregorian::days(days); }

/// A line of spending with texts of its own.
struct Spent {
  std::string id;
  Date on;
  Head head = Head::business;
  std::int64_t amount = 0;
  std::string vendor{};
  std::string invoice{};
  std::string code{};
  Source source = Source::grant;
  ExpenseKind kind = ExpenseKind::expense;
  std::string reverses{};
  std::uint32_t line = 0;
};

class ProjectBuilder {
 public:
  explicit ProjectBuilder(std::string id) {
    project_.id = ProjectId(std::move(id));
    project_.registered_on = day("2019-12-01");
    project_.registered.title = "a project";
    project_.registered.org_id = OrgId("ORG-1");
    project_.version = 1;
  }

  ProjectBuilder& period(std::string_view start, std::string_view end) {
    project_.registered.start_on = day(start);
    project_.registered.end_on = day(end);
    return *this;
  }
  ProjectBuilder& award(std::int64_t minor) {
    project_.registered.award = Minor(minor);
    return *this;
  }
  ProjectBuilder& currency(std::string_view code) {
    project_.currency = Currency::of(code).value();
    return *this;
  }
  ProjectBuilder& budget(Head head, std::int64_t minor, Source source = Source::grant) {
    BudgetLine line;
    line.line_id = "B" + std::to_string(project_.budget.size() + 1);
    line.head = head;
    line.source = source;
    line.amount = Minor(minor);
    project_.budget.push_back(std::move(line));
    return *this;
  }
  ProjectBuilder& adjusted(Head head, std::int64_t delta) {
    Adjustment adjustment;
    adjustment.adjustment_id = "ADJ" + std::to_string(project_.adjustments.size() + 1);
    adjustment.head = head;
    adjustment.delta = Minor(delta);
    adjustment.on = day("2020-06-01");
    project_.adjustments.push_back(std::move(adjustment));
    return *this;
  }
  ProjectBuilder& paid(std::int64_t minor,
                       PaymentDirection direction = PaymentDirection::to_grantee,
                       Source source = Source::grant) {
    Payment payment;
    payment.payment_id = "PAY" + std::to_string(project_.payments.size() + 1);
    payment.amount = Minor(minor);
    payment.direction = direction;
    payment.source = source;
    payment.on = day("2020-02-01");
    project_.payments.push_back(std::move(payment));
    return *this;
  }
  ProjectBuilder& extended(std::string_view new_end, bool approved = true) {
    Change change;
    change.change_id = "CH" + std::to_string(project_.changes.size() + 1);
    change.kind = ChangeKind::extension;
    change.requested_on = day("2020-05-01");
    change.new_end_on = day(new_end);
    if (approved) change.approved_on = day("2020-05-20");
    project_.changes.push_back(std::move(change));
    return *this;
  }
  ProjectBuilder& attempt(Outcome outcome, std::string_view concluded_on) {
    Attempt attempt;
    attempt.attempt = static_cast<std::int64_t>(project_.attempts.size()) + 1;
    attempt.outcome = outcome;
    attempt.concluded_on = day(concluded_on);
    project_.attempts.push_back(std::move(attempt));
    return *this;
  }
  ProjectBuilder& decision(std::string id, std::int64_t principal, std::string_view pay_by,
                           DecisionKind kind = DecisionKind::recover) {
    Decision decision;
    decision.decision_id = std::move(id);
    decision.kind = kind;
    decision.payer_org_id = OrgId("ORG-1");
    decision.principal = Minor(principal);
    decision.decided_on = day("2021-01-15");
    if (!pay_by.empty()) decision.pay_by = day(pay_by);
    project_.decisions.push_back(std::move(decision));
    return *this;
  }
  ProjectBuilder& repaid(std::string decision, std::int64_t minor,
                         RepaymentPart part = RepaymentPart::principal) {
    Repayment repayment;
    repayment.repayment_id = "REP" + std::to_string(project_.repayments.size() + 1);
    repayment.payer_org_id = OrgId("ORG-1");
    repayment.amount = Minor(minor);
    repayment.part = part;
    repayment.decision_id = std::move(decision);
    repayment.on = day("2021-02-01");
    project_.repayments.push_back(std::move(repayment));
    return *this;
  }
  ProjectBuilder& spent(Spent line) {
    lines_.push_back(std::move(line));
    return *this;
  }
  /// For anything else.
  Project& edit() { return project_; }
  /// As if another entry had come in.
  ProjectBuilder& next_version() {
    ++project_.version;
    return *this;
  }

  /// The project, its lines in `blocks` blocks.
  [[nodiscard]] Project build(std::size_t blocks = 1) const {
    Project project = project_;
    project.expense_orgs = {OrgId("ORG-1")};
    const std::size_t each = (lines_.size() + blocks - 1) / blocks;
    for (std::size_t at = 0; at < lines_.size(); at += each) {
      add_block(project, at, std::min(lines_.size(), at + each));
    }
    return project;
  }

 private:
  [[nodiscard]] std::int32_t effective_day(const Spent& line) const {
    for (const Spent& other : lines_) {
      if (!line.reverses.empty() && other.id == line.reverses) return effective_day(other);
    }
    return day_number(line.on);
  }

  void add_block(Project& project, std::size_t from, std::size_t until) const {
    std::vector<ExpenseLine> packed;
    ExpenseSource source;
    for (std::size_t i = from; i < until; ++i) {
      const Spent& line = lines_[i];
      ExpenseLine out;
      out.expense_id = line.id;
      out.day = day_number(line.on);
      out.head = line.head;
      out.amount = Minor(line.amount);
      out.source = line.source;
      out.kind = line.kind;
      out.reverses = line.reverses;
      out.vendor_id = line.vendor;
      out.invoice_code = line.code;
      out.invoice_no = line.invoice;
      out.line = line.line;
      packed.push_back(out);
      ExpenseColumns& columns = project.expenses;
      columns.amount.push_back(out.amount);
      columns.day.push_back(out.day);
      columns.moved_day.push_back(effective_day(line));
      columns.head.push_back(out.head);
      columns.source.push_back(out.source);
      columns.kind.push_back(out.kind);
      columns.org.push_back(0);
      columns.accrual.push_back(-1);
    }
    source.block = ExpenseBlock::pack(packed);
    source.kept = KeptLines::all(packed.size());
    source.trace.position = static_cast<std::int64_t>(project.expense_sources.size()) + 10;
    project.expense_sources.push_back(std::move(source));
  }

  Project project_;
  std::vector<Spent> lines_;
};

/// An audit scope over projects, in order of their ids; it sees every day.
class Folder {
 public:
  explicit Folder(std::vector<Project> projects) : projects_(std::move(projects)) {
    std::sort(projects_.begin(), projects_.end(),
              [](const Project& a, const Project& b) { return a.id < b.id; });
  }
  [[nodiscard]] AuditScope scope(std::int64_t position = 1) const {
    return {projects_, {"book", position, Digest{}}, AsOf{}};
  }
  [[nodiscard]] std::vector<Project>& projects() { return projects_; }

 private:
  std::vector<Project> projects_;
};

}  // namespace bursar::test
