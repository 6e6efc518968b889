// Payments, money passed on, spending, accruals, final accounts, disposals.
#include <bursar/clawback/settlement.hpp>

#include "money/refused_amount.hpp"
#include "office/situation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace bursar::office {
namespace {

constexpr std::initializer_list<ProjectState> while_running = {
    ProjectState::approved, ProjectState::running, ProjectState::in_acceptance};
// Surplus that was kept is still spent after the conclusion.
constexpr std::initializer_list<ProjectState> while_spending = {
    ProjectState::running, ProjectState::suspended, ProjectState::in_acceptance,
    ProjectState::concluded};

MoneySum paid_to_grantee(const Project& project) {
  MoneySum sum;
  for (const Payment& payment : project.payments) {
    if (!is_public(payment.source)) continue;
    if (payment.direction == PaymentDirection::to_grantee) sum.add(payment.amount);
    if (payment.direction == PaymentDirection::bounced) sum.subtract(payment.amount);
  }
  return sum;
}

MoneySum received_by(const Project& project, const OrgId& org, Source source) {
  MoneySum sum;
  for (const Payment& payment : project.payments) {
    if (payment.org_id != org || payment.source != source) continue;
    if (payment.direction == PaymentDirection::to_grantee) sum.add(payment.amount);
    if (payment.direction == PaymentDirection::bounced) sum.subtract(payment.amount);
  }
  for (const Transfer& transfer : project.transfers) {
    if (transfer.source != source) continue;
    if (transfer.to_org_id == org) sum.add(transfer.amount);
    if (transfer.from_org_id == org) sum.subtract(transfer.amount);
  }
  return sum;
}

/// Money bounces from where it was paid to, as far as it was not passed on. Refusals:
/// bounce_exceeds_paid.
Result<void> require_was_paid(const Project& project, const OrgId& org, const PaymentMade& fact) {
  MoneySum sum;
  for (const Payment& payment : project.payments) {
    if (payment.org_id != org || payment.source != fact.source) continue;
    if (payment.direction == PaymentDirection::to_grantee) sum.add(payment.amount);
    if (payment.direction == PaymentDirection::bounced) sum.subtract(payment.amount);
  }
  BURSAR_TRY(const Minor paid, sum.total());
  BURSAR_TRY(const Minor held, received_by(project, org, fact.source).total());
  const Minor most = std::min(paid, held);
  if (fact.amount <= most) return {};
  return with_amounts(Refusal(Code::bounce_exceeds_paid)
                          .with("org_id", org.text())
                          .with("source", wording(fact.source)),
                      project.currency, {{"amount", fact.amount.value()}, {"paid", most.value()}});
}

Result<void> require_payment_within_award(const Project& project, const PaymentMade& fact) {
  MoneySum sum = paid_to_grantee(project);
  BURSAR_TRY(const Minor paid, sum.total());
  if (!project.registered.award) return Refusal(Code::field_missing).with("field", "award");
  sum.add(fact.amount);
  BURSAR_TRY(const Minor total, sum.total());
  if (total <= *project.registered.award) return {};
  return with_amounts(Refusal(Code::payment_exceeds_award), project.currency,
                      {{"paid", paid.value()},
                       {"amount", fact.amount.value()},
                       {"award", project.registered.award->value()}});
}

// What is booked on a project, by expense id: the amount that a reversal may still take back.
class BookedLines {
 public:
  explicit BookedLines(const Project& project) : lead_(project.registered.org_id) {
    const std::vector<ExpenseBlock::Lines> blocks = project.cold_lines();
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      for (const std::uint32_t at : project.expense_sources[b].kept) add(blocks[b].span()[at]);
    }
  }
  struct Line {
    bool booked = false;
    MoneySum left;
    OrgId org;
    Source source = Source::grant;
    Head head = Head::equipment;
  };
  void add(const ExpenseLine& line) {
    Line& own = lines_[std::string(line.expense_id)];
    own.booked = true;
    own.left.add(line.amount);
    own.org = line.org_id.empty() ? lead_ : OrgId(line.org_id);
    own.source = line.source;
    own.head = line.head;
    if (line.amount.value() < 0 && !line.reverses.empty()) {
      lines_[std::string(line.reverses)].left.add(line.amount);
    }
  }
  /// Nothing for a line that is only named by others.
  [[nodiscard]] const Line* find(std::string_view id) const {
    const auto found = lines_.find(id);
    return found == lines_.end() || !found->second.booked ? nullptr : &found->second;
  }

 private:
  OrgId lead_;
  std::map<std::string, Line, std::less<>> lines_;
};

Refusal about_lines(Code code, const ExpenseLine& line) {
  return Refusal(code)
      .with("id", std::string(line.expense_id))
      .with("reverses", std::string(line.reverses));
}

/// What takes money back takes it from the line that it names: its organisation, source and head.
Result<void> require_reversible(const BookedLines& booked, const ExpenseLine& line,
                                const OrgId& org) {
  const BookedLines::Line* target = booked.find(line.reverses);
  if (line.reverses.empty() || target == nullptr) {
    return about_lines(Code::reversal_of_unknown_line, line);
  }
  const auto differs = [&](Wording field, Wording expected) {
    return about_lines(Code::line_differs, line)
        .with("field", std::move(field))
        .with("expected", std::move(expected));
  };
  if (org != target->org) {
    return differs({"单位", "org_id"}, {target->org.text(), target->org.text()});
  }
  if (line.source != target->source) {
    return differs({"资金来源", "source"}, wording(target->source));
  }
  if (line.head != target->head) return differs({"科目", "head"}, wording(target->head));
  MoneySum after = target->left;
  after.add(line.amount);
  BURSAR_TRY(const Minor rest, after.total());
  if (line.amount.value() < 0 && rest.value() >= 0) return {};
  return about_lines(Code::reversal_exceeds_line, line);
}

/// What pays a payable is its organisation's, from its source.
Result<void> require_accrual_of(const Situation& situation, const ExpenseLine& line,
                                const OrgId& org) {
  if (line.accrual_id.empty()) return {};
  const std::string id(line.accrual_id);
  const Accrual* accrual =
      find_record(situation.project->accruals, &AccrualRecorded::accrual_id, id);
  if (accrual == nullptr) return Refusal(Code::accrual_unknown).with("accrual_id", id);
  const auto differs = [&](Wording field, Wording expected) {
    return Refusal(Code::accrual_differs)
        .with("id", std::string(line.expense_id))
        .with("accrual_id", id)
        .with("field", std::move(field))
        .with("expected", std::move(expected));
  };
  if (org != accrual->org_id) {
    return differs({"单位", "org_id"}, {accrual->org_id.text(), accrual->org_id.text()});
  }
  if (line.source == accrual->source) return {};
  return differs({"资金来源", "source"}, wording(accrual->source));
}

/// Nothing is booked before it was spent.
Result<void> require_spent(const Situation& situation, const ExpenseLine& line) {
  if (line.day <= day_number(situation.on)) return {};
  return Refusal(Code::line_after_booking)
      .with("on", to_iso(from_day_number(line.day)))
      .with("booked_on", to_iso(situation.on));
}

/// Spending of the grant lies in the contract period. What was kept is spent after the conclusion,
/// and what was owed at the end is paid when it is.
Result<void> require_in_period(const Situation& situation, const ExpenseLine& line) {
  const Project& project = *situation.then;
  const std::optional<Date> first = project.registered.start_on;
  const std::optional<Date> last = project.end_in_force();
  if (!first || !last) return {};
  const bool pays_accrual = !line.accrual_id.empty();
  if (day_number(*first) <= line.day && (pays_accrual || line.day <= day_number(*last))) return {};
  const std::optional<Conclusion> conclusion = conclusion_of(project);
  if (conclusion && line.day > day_number(conclusion->cut_off)) return {};
  return Refusal(Code::outside_contract_period)
      .with("on", to_iso(from_day_number(line.day)))
      .with("first", to_iso(*first))
      .with("last", to_iso(*last));
}

Result<void> decide_line(const Situation& situation, const BookedLines& booked,
                         const ExpenseLine& line) {
  const std::string id(line.expense_id);
  BURSAR_TRY_VOID(require_text("expense_id", id));
  if (booked.find(id) != nullptr) {
    return Refusal(Code::id_taken).with("field", "expense_id").with("id", id);
  }
  const bool reversal = line.kind == ExpenseKind::reversal;
  if (!reversal && line.kind != ExpenseKind::correction) {
    BURSAR_TRY_VOID(require_positive("amount", line.amount, situation.project->currency));
  }
  BURSAR_TRY(const OrgId org, organisation_in_project(situation, OrgId(line.org_id)));
  BURSAR_TRY_VOID(require_spent(situation, line));
  if (line.kind == ExpenseKind::expense && !line.reverses.empty()) {
    return about_lines(Code::line_differs, line)
        .with("field", Wording{"类型", "kind"})
        .with("expected", Wording{"冲销或更正", "reversal or correction"});
  }
  if (reversal || line.amount.value() < 0) return require_reversible(booked, line, org);
  if (!line.reverses.empty() && booked.find(line.reverses) == nullptr) {
    return about_lines(Code::reversal_of_unknown_line, line);
  }
  BURSAR_TRY_VOID(require_in_period(situation, line));
  return require_accrual_of(situation, line, org);
}

}  // namespace

Result<void> decide(const Situation& situation, const PaymentMade& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("payment_id", fact.payment_id));
  BURSAR_TRY_VOID(require_free(situation.project->payments, &PaymentMade::payment_id, "payment_id",
                               fact.payment_id));
  BURSAR_TRY_VOID(require_positive("amount", fact.amount, situation.project->currency));
  if (fact.direction == PaymentDirection::to_grantee) {
    BURSAR_TRY_VOID(require_state(situation, while_running));
  }
  BURSAR_TRY_VOID(require_public(fact.source));
  BURSAR_TRY(const OrgId org, organisation_in_project(situation, fact.org_id));
  if (fact.direction == PaymentDirection::bounced) {
    return require_was_paid(*situation.project, org, fact);
  }
  return require_payment_within_award(*situation.project, fact);
}

Result<void> decide(const Situation& situation, const TransferMade& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("transfer_id", fact.transfer_id));
  BURSAR_TRY_VOID(require_free(situation.project->transfers, &TransferMade::transfer_id,
                               "transfer_id", fact.transfer_id));
  BURSAR_TRY_VOID(require_positive("amount", fact.amount, situation.project->currency));
  BURSAR_TRY_VOID(require_state(situation, while_spending));
  BURSAR_TRY(const OrgId from, organisation_in_project(situation, fact.from_org_id));
  BURSAR_TRY(const OrgId to, organisation_in_project(situation, fact.to_org_id));
  if (from == to) return Refusal(Code::transfer_to_self).with("org_id", from.text());
  BURSAR_TRY(const Minor received, received_by(*situation.project, from, fact.source).total());
  if (fact.amount <= received) return {};
  return with_amounts(Refusal(Code::transfer_exceeds_received).with("org_id", from.text()),
                      situation.project->currency,
                      {{"amount", fact.amount.value()}, {"received", received.value()}});
}

Result<void> decide(const Situation& situation, const AccrualRecorded& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("accrual_id", fact.accrual_id));
  BURSAR_TRY_VOID(require_free(situation.project->accruals, &AccrualRecorded::accrual_id,
                               "accrual_id", fact.accrual_id));
  BURSAR_TRY_VOID(require_positive("amount", fact.amount, situation.project->currency));
  BURSAR_TRY_VOID(require_state(situation, while_spending));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.org_id));
  return {};
}

Result<void> decide(const Situation& situation, const AccrualCleared& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  const auto in = [&](const Project& project) {
    return find_record(project.accruals, &AccrualRecorded::accrual_id, fact.accrual_id);
  };
  if (in(*situation.then) == nullptr) {
    return Refusal(Code::accrual_unknown).with("accrual_id", fact.accrual_id);
  }
  if (in(*situation.project)->cleared_on) {
    return Refusal(Code::accrual_already_cleared).with("accrual_id", fact.accrual_id);
  }
  return {};
}

Result<void> decide(const Situation& situation, const FinalAccountStated& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("account_id", fact.account_id));
  BURSAR_TRY_VOID(require_free(situation.project->final_accounts, &FinalAccountStated::account_id,
                               "account_id", fact.account_id));
  BURSAR_TRY_VOID(require_not_negative("spent", fact.spent, situation.project->currency));
  BURSAR_TRY_VOID(require_not_negative("budget", fact.budget, situation.project->currency));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.org_id));
  return {};
}

Result<void> decide(const Situation& situation, const AssetDisposed& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("asset_id", fact.asset_id));
  BURSAR_TRY_VOID(require_free(situation.project->disposals, &AssetDisposed::asset_id, "asset_id",
                               fact.asset_id));
  BURSAR_TRY_VOID(require_not_negative("proceeds", fact.proceeds, situation.project->currency));
  BURSAR_TRY_VOID(organisation_in_project(situation, fact.org_id));
  return {};
}

Result<void> decide_expenses(const Situation& situation, std::span<const ExpenseLine> lines) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_state(situation, while_spending));
  BookedLines booked(*situation.project);
  for (const ExpenseLine& line : lines) {
    BURSAR_TRY_VOID(decide_line(situation, booked, line));
    booked.add(line);
  }
  return {};
}

}  // namespace bursar::office
