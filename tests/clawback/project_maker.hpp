// Projects made by hand, as the fold would hand them over.
#pragma once

#include <bursar/clawback/settlement.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace bursar::test {

inline Date day(std::string_view text) { return parse_iso_date(text).value(); }

/// The Shenzhen pack, with assumptions laid over it.
inline RuleBook shenzhen(std::string_view assumptions = "") {
  const RuleBook book = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  return assumptions.empty() ? book : book.with_assumptions(assumptions).value();
}

/// A project from 2018-01-01 to 2019-12-31, led by "lead", under the 2019 regime; K is 2020-03-01
/// where it is concluded.
class Maker {
 public:
  Maker() {
    project.id = ProjectId("P-1");
    project.registered.org_id = OrgId("lead");
    project.registered.leader_id = PersonId("someone");
    project.registered.regime = "cn-shenzhen-2019";
    project.registered.start_on = day("2018-01-01");
    project.registered.end_on = day("2019-12-31");
    project.registered.contract_deposit = Minor(0);
    project.state = ProjectState::running;
  }

  Maker& regime(const std::string& id) {
    project.registered.regime = id;
    return *this;
  }
  Maker& pay(std::int64_t amount, std::string_view on = "2018-02-01", std::string_view org = "",
             Source source = Source::grant) {
    Payment payment;
    payment.payment_id = "PAY-" + std::to_string(project.payments.size() + 1);
    payment.org_id = OrgId(org);
    payment.amount = Minor(amount);
    payment.source = source;
    payment.on = day(on);
    project.payments.push_back(payment);
    return *this;
  }
  Maker& bounce(std::int64_t amount, std::string_view on = "2018-02-02") {
    pay(amount, on);
    project.payments.back().direction = PaymentDirection::bounced;
    return *this;
  }
  Maker& transfer(std::int64_t amount, std::string_view from, std::string_view to,
                  Source source = Source::grant) {
    Transfer transfer;
    transfer.transfer_id = "T-" + std::to_string(project.transfers.size() + 1);
    transfer.from_org_id = OrgId(from);
    transfer.to_org_id = OrgId(to);
    transfer.amount = Minor(amount);
    transfer.source = source;
    transfer.on = day("2018-03-01");
    project.transfers.push_back(transfer);
    return *this;
  }
  Maker& spend(std::int64_t amount, std::string_view on = "2018-06-01", std::string_view org = "",
               Source source = Source::grant, std::int32_t accrual = -1) {
    const std::int32_t number = day_number(day(on));
    const OrgId who = org.empty() ? project.registered.org_id : OrgId(org);
    std::size_t place = 0;
    while (place < project.expense_orgs.size() && project.expense_orgs[place] != who) ++place;
    if (place == project.expense_orgs.size()) project.expense_orgs.push_back(who);
    ExpenseColumns& lines = project.expenses;
    lines.amount.push_back(Minor(amount));
    lines.day.push_back(number);
    lines.moved_day.push_back(number);
    lines.head.push_back(Head::business);
    lines.source.push_back(source);
    lines.kind.push_back(amount < 0 ? ExpenseKind::reversal : ExpenseKind::expense);
    lines.org.push_back(static_cast<std::uint32_t>(place));
    lines.accrual.push_back(accrual);
    return *this;
  }
  /// A payable; lines clear it by its place, which is returned.
  std::int32_t accrue(std::int64_t amount, AccrualKind kind = AccrualKind::payable,
                      std::string_view org = "", Source source = Source::grant) {
    Accrual accrual;
    accrual.accrual_id = "A-" + std::to_string(project.accruals.size() + 1);
    accrual.org_id = OrgId(org);
    accrual.source = source;
    accrual.kind = kind;
    accrual.amount = Minor(amount);
    project.accruals.push_back(accrual);
    return static_cast<std::int32_t>(project.accruals.size()) - 1;
  }
  Maker& final_account(std::int64_t spent, std::string_view opinion = "", std::string_view org = "",
                       Source source = Source::grant) {
    FinalAccount account;
    account.account_id = "F-" + std::to_string(project.final_accounts.size() + 1);
    account.org_id = OrgId(org);
    account.source = source;
    account.opinion_id = opinion;
    account.spent = Minor(spent);
    project.final_accounts.push_back(account);
    return *this;
  }
  /// An adopted opinion; change it through the returned reference.
  Opinion& opine(std::int64_t disallowed, std::int64_t payables = 0, std::int64_t interest = 0,
                 std::string_view reference_on = "2019-12-31", std::string_view org = "",
                 Source source = Source::grant) {
    Opinion opinion;
    opinion.opinion_id = "O-" + std::to_string(project.opinions.size() + 1);
    opinion.org_id = OrgId(org);
    opinion.source = source;
    opinion.issued_on = day("2020-02-01");
    opinion.reference_on = day(reference_on);
    opinion.disallowed = Minor(disallowed);
    opinion.payables = Minor(payables);
    opinion.interest = Minor(interest);
    opinion.adopted = true;
    project.opinions.push_back(opinion);
    return project.opinions.back();
  }
  Maker& dispose(std::int64_t proceeds, std::string_view on = "2020-02-01",
                 std::string_view org = "") {
    Disposal disposal;
    disposal.asset_id = "D-" + std::to_string(project.disposals.size() + 1);
    disposal.org_id = OrgId(org);
    disposal.proceeds = Minor(proceeds);
    disposal.sold_on = day(on);
    project.disposals.push_back(disposal);
    return *this;
  }
  Maker& conclude(Outcome outcome, std::string_view on = "2020-03-01",
                  std::string_view requested_on = "") {
    Attempt attempt;
    attempt.attempt = static_cast<std::int64_t>(project.attempts.size()) + 1;
    attempt.concluded_on = day(on);
    attempt.outcome = outcome;
    if (!requested_on.empty()) attempt.requested_on = day(requested_on);
    project.attempts.push_back(attempt);
    return *this;
  }
  Decision& decide(DecisionKind kind, std::string_view on = "2020-04-01",
                   std::string_view payer = "", Source source = Source::grant) {
    Decision decision;
    decision.decision_id = "J-" + std::to_string(project.decisions.size() + 1);
    decision.kind = kind;
    decision.payer_org_id = OrgId(payer);
    decision.source = source;
    decision.decided_on = day(on);
    project.decisions.push_back(decision);
    return project.decisions.back();
  }
  Repayment& repay(std::int64_t amount, std::string_view on = "2020-06-01",
                   std::string_view payer = "", Source source = Source::grant) {
    Repayment repayment;
    repayment.repayment_id = "RP-" + std::to_string(project.repayments.size() + 1);
    repayment.receipt_no = "NO-" + std::to_string(project.repayments.size() + 1);
    repayment.payer_org_id = OrgId(payer);
    repayment.source = source;
    repayment.amount = Minor(amount);
    repayment.on = day(on);
    project.repayments.push_back(repayment);
    return project.repayments.back();
  }
  Change& extend(std::string_view approved_on, std::string_view new_end_on) {
    Change change;
    change.change_id = "C-" + std::to_string(project.changes.size() + 1);
    change.kind = ChangeKind::extension;
    if (!approved_on.empty()) change.approved_on = day(approved_on);
    change.new_end_on = day(new_end_on);
    project.changes.push_back(change);
    return project.changes.back();
  }
  Claim& claim(std::int64_t principal, std::string_view raised_on = "2020-05-01",
               std::string_view payer = "", Source source = Source::grant) {
    Claim claim;
    claim.claim_id = "CL-" + std::to_string(project.claims.size() + 1);
    claim.payer_org_id = OrgId(payer);
    claim.source = source;
    claim.principal = Minor(principal);
    claim.raised_on = day(raised_on);
    project.claims.push_back(claim);
    return project.claims.back();
  }
  Notice& notify(NoticeKind kind, std::string_view issued_on, std::string_view served_on = "",
                 std::string_view decision = "", std::string_view addressee = "lead") {
    Notice notice;
    notice.notice_id = "N-" + std::to_string(project.notices.size() + 1);
    notice.kind = kind;
    notice.decision_id = decision;
    notice.addressee = addressee;
    notice.issued_on = day(issued_on);
    if (!served_on.empty()) notice.served_on = day(served_on);
    project.notices.push_back(notice);
    return project.notices.back();
  }

  Project project;
};

/// The only settlement of a project; its refusal shows in the failure.
inline SettlementStatement only(const Project& project, const RuleBook& rules) {
  const SettlementReport report = settle_project(project, rules);
  if (report.settlements.size() == 1 && report.not_settled.empty()) return report.settlements[0];
  std::string what = std::to_string(report.settlements.size()) + " settlements";
  for (const NotSettled& each : report.not_settled) what += "; " + each.detail;
  throw std::runtime_error(what);
}

/// A line of a statement by its code; a blank one if there is none.
inline SettlementLine line(const SettlementStatement& it, std::string_view code) {
  for (const SettlementLine& each : it.lines) {
    if (each.code == code) return each;
  }
  return {};
}

/// The only refusal of a project: "name" or "name parameter".
inline std::string refusal_of(const Project& project, const RuleBook& rules) {
  const SettlementReport report = settle_project(project, rules);
  if (!report.settlements.empty()) return "settled";
  if (report.not_settled.size() != 1) {
    return std::to_string(report.not_settled.size()) + " refusals";
  }
  const Refusal& refusal = report.not_settled[0].refusal;
  const std::string_view parameter = refusal.argument("parameter");
  return std::string(refusal.name()) + (parameter.empty() ? "" : " " + std::string(parameter));
}

}  // namespace bursar::test
