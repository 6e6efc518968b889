// The digest of a folded state: every record in its order, without private texts.
#include <bursar/portfolio/portfolio.hpp>

#include "grant/body_json.hpp"
#include "grant/bytes.hpp"

namespace bursar {
namespace {

class StateText {
 public:
  void add(std::string_view text) { bytes::put_text(text_, text); }
  void add(std::int64_t number) { bytes::put_signed(text_, number); }
  void add(const std::optional<Date>& day) {
    add(day ? std::int64_t{day_number(*day)} : INT64_MIN);
  }
  template <class Body>
  void body(const Body& body) {
    std::string json;
    body_json::write(json, body);
    add(json);
  }
  void add(const Trace& trace) {
    add(trace.position);
    add(std::int64_t{trace.ordinal});
    add(std::int64_t{trace.origin.file});
    add(std::int64_t{trace.origin.line});
  }
  void add(const List<Irregular>& irregular) {
    for (const Irregular& each : irregular) {
      add(each.trace);
      add(each.kind);
      add(each.reason);
    }
  }
  [[nodiscard]] const std::string& text() const { return text_; }

  template <class Body, class Records, class More>
  void records(std::string_view name, const Records& list, More more) {
    add(name);
    add(static_cast<std::int64_t>(list.size()));
    for (const auto& record : list) {
      body(static_cast<const Body&>(record));
      more(record);
      add(record.trace);
    }
  }

 private:
  std::string text_;
};

void add_money(StateText& out, const Project& project) {
  const auto none = [](const auto&) {};
  const auto on = [&](const auto& record) { out.add(std::optional<Date>(record.on)); };
  out.records<PartnerJoined>("partners", project.partners, none);
  out.records<BudgetSet>("budget", project.budget, none);
  out.records<BudgetAdjusted>("adjustments", project.adjustments, on);
  out.records<PaymentMade>("payments", project.payments, on);
  out.records<TransferMade>("transfers", project.transfers, on);
  out.records<AccrualRecorded>("accruals", project.accruals,
                               [&](const Accrual& accrual) { out.add(accrual.cleared_on); });
  out.records<FinalAccountStated>("final_accounts", project.final_accounts, none);
  out.records<AssetDisposed>("disposals", project.disposals, [&](const Disposal& disposal) {
    out.add(std::optional<Date>(disposal.sold_on));
  });
}

void add_acceptance(StateText& out, const Project& project) {
  out.records<ChangeRequested>("changes", project.changes,
                               [&](const Change& change) { out.add(change.approved_on); });
  out.add("attempts");
  for (const Attempt& attempt : project.attempts) {
    out.add(attempt.attempt);
    out.add(attempt.batch);
    out.add(attempt.requested_on);
    out.add(attempt.concluded_on);
    out.add(attempt.outcome ? word(*attempt.outcome) : std::string_view());
    out.add(attempt.notified_on);
    out.add(attempt.notice_no);
    out.add(attempt.trace);
  }
  out.records<OpinionIssued>("opinions", project.opinions, [&](const Opinion& opinion) {
    out.add(std::optional<Date>(opinion.issued_on));
    if (opinion.adopted_on) out.add(opinion.adopted_on);
    if (opinion.adoption.position != 0) out.add(opinion.adoption);
  });
}

void add_recovery(StateText& out, const Project& project) {
  const auto on = [&](const auto& record) { out.add(std::optional<Date>(record.on)); };
  out.records<DecisionMade>("decisions", project.decisions, [&](const Decision& decision) {
    out.add(std::optional<Date>(decision.decided_on));
    out.add(word(decision.status));
    if (decision.status_on) out.add(decision.status_on);
  });
  out.records<NoticeIssued>("notices", project.notices, [&](const Notice& notice) {
    out.add(std::optional<Date>(notice.issued_on));
    out.add(notice.served_on);
    out.add(notice.response ? word(*notice.response) : std::string_view());
    out.add(notice.response_on);
  });
  out.records<RepaymentReceived>("repayments", project.repayments, [&](const Repayment& repayment) {
    on(repayment);
    out.add(repayment.proof_filed_on);
  });
  out.records<SettlementMade>("settlements", project.settlements, on);
  out.records<ClaimRaised>("claims", project.claims, [&](const Claim& claim) {
    out.add(std::optional<Date>(claim.raised_on));
    out.add(claim.court_applied_on);
    out.add(claim.case_no);
    out.add(claim.closed_on);
    out.records<ClaimWrittenOff>("write_offs", claim.write_offs, on);
    if (!claim.adjustments.empty()) {
      out.records<ClaimAdjusted>("adjustments", claim.adjustments, on);
    }
  });
}

void add_spending(StateText& out, const Project& project) {
  out.add("expenses");
  for (const ExpenseSource& source : project.expense_sources) {
    out.add(source.block.bytes());
    out.add(source.trace);
    out.add(static_cast<std::int64_t>(source.kept.size()));
    // The lines that count are those up to the as-of day: which they are follows from their number
    // only if every line is in effect.
    if (source.kept.size() == source.block.size()) continue;
    for (const std::uint32_t at : source.kept) out.add(std::int64_t{at});
  }
  for (const std::int32_t day : project.expenses.effective_day()) out.add(std::int64_t{day});
  for (const ExpenseEdit& edit : project.expense_edits) {
    out.add(std::int64_t{edit.source});
    out.add(std::int64_t{edit.line});
    out.add(edit.field);
    out.add(edit.value);
    out.add(edit.trace);
  }
}

}  // namespace

Digest Portfolio::state_digest(const Project& project) {
  StateText out;
  out.add(project.id.text());
  out.body(project.registered);
  out.add(std::optional<Date>(project.registered_on));
  out.add(project.trace);
  out.add(project.currency.code());
  out.add(project.approved_on);
  out.add(project.contract_on);
  out.add(project.closed_on);
  out.add(word(project.state));
  add_money(out, project);
  add_acceptance(out, project);
  add_recovery(out, project);
  add_spending(out, project);
  out.add("irregular");
  out.add(project.irregular);
  out.add(project.version);
  return sha256(out.text());
}

Digest Portfolio::state_digest() const {
  StateText out;
  const Book& own = book();
  out.add(own.id);
  out.add(own.utc_offset_minutes);
  out.add(own.currency.code());
  out.add(own.default_source ? word(*own.default_source) : std::string_view());
  out.add(own.rule_book ? own.rule_book->digest : std::string());
  for (const CalendarAdopted& each : own.calendars) out.add(each.digest);
  for (const AssumptionsStated& each : own.assumptions) out.add(each.digest);
  for (const Project& each : projects()) out.add(state_digest(each).view());
  for (const Organisation& each : organisations()) {
    out.add(each.id.text());
    out.body(each.registered);
    out.add(word(each.status));
    out.add(each.status_on);
    out.add(each.successor_org_id.text());
    out.add(each.version);
    out.add(each.irregular);
  }
  for (const Person& each : persons()) {
    out.add(each.id.text());
    out.body(each.registered);
    for (const PersonEmployed& employed : each.employments) out.body(employed);
    out.add(each.version);
    out.add(each.irregular);
  }
  return sha256(out.text());
}

}  // namespace bursar
