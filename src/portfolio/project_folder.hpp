// Applies the facts of one project, one after the other.
#pragma once

#include <bursar/portfolio/project.hpp>

#include "portfolio/expense_finder.hpp"
#include "portfolio/fold_project.hpp"
#include "portfolio/place_index.hpp"
#include "portfolio/reasons.hpp"
#include "portfolio/state_steps.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace bursar::fold {

/// Facts are taken in fold order; their contents are moved out of them. A fact that has no effect
/// is left as it is.
class ProjectFolder {
 public:
  ProjectFolder(Project& project, Date effective) : project_(project), effective_(effective) {}

  void take(Placed& placed);
  /// A fact after the effective day, when all until then are taken. Spending, and what became known
  /// of it, may count earlier: a reversal does, on the day of its line. Others are passed over.
  void take_later(Placed& placed);
  /// Tries once more what named a record that came later, fills in what was blank, and the columns
  /// of spending.
  void finish();

 private:
  Reason apply_any(Placed& placed);
  /// Whether a decision or a closing ended the project, so that it is given back where the decision
  /// is lifted, or the closing contradicted.
  [[nodiscard]] bool is_ended() const {
    return project_.state == ProjectState::terminated || project_.state == ProjectState::revoked ||
           project_.state == ProjectState::closed;
  }
  void bar(Placed& placed);
  void take_barred();
  bool move(ProjectEvent event, Cause cause = {});
  [[nodiscard]] const OrgId& resolved(const OrgId& org) const {
    return org.empty() ? project_.registered.org_id : org;
  }
  void resolve_organisations();
  void resolve_reversals();

  /// The id of a record, and the list's index by it.
  template <class Record>
  struct Kept {
    using IdOf = std::string_view (*)(const Record&);
    PlaceIndex<IdOf> index;
    explicit Kept(IdOf id_of) : index(id_of) {}
    Record* find(List<Record>& records, std::string_view id) {
      const auto place = index.find(records, id);
      return place ? &records[*place] : nullptr;
    }
  };
  template <class Record, class Body>
  static Reason add(List<Record>& records, Kept<Record>& kept, Body& body, std::string_view id,
                    Record record);

  Reason apply(ProjectRegistered&, Date, const Trace&) { return reasons::taken; }
  Reason apply(ProjectApproved&, Date on, const Trace&);
  Reason apply(ContractSigned&, Date on, const Trace&);
  Reason apply(PartnerJoined& body, Date, const Trace& trace);
  Reason apply(BudgetSet& body, Date, const Trace& trace);
  Reason apply(BudgetAdjusted& body, Date on, const Trace& trace);
  Reason apply(PaymentMade& body, Date on, const Trace& trace);
  Reason apply(TransferMade& body, Date on, const Trace& trace);
  Reason apply(ExpensesBooked& body, Date, const Trace& trace);
  Reason apply(AccrualRecorded& body, Date, const Trace& trace);
  Reason apply(AccrualCleared& body, Date on, const Trace&);
  Reason apply(FinalAccountStated& body, Date on, const Trace& trace);
  Reason apply(AssetDisposed& body, Date on, const Trace& trace);
  Reason apply(ChangeRequested& body, Date, const Trace& trace);
  Reason apply(ChangeApproved& body, Date on, const Trace&);
  Reason apply(AcceptanceRequested& body, Date on, const Trace& trace);
  Reason apply(AcceptanceConcluded& body, Date on, const Trace& trace);
  Reason apply(AcceptanceNotified& body, Date on, const Trace&);
  Reason apply(OpinionIssued& body, Date on, const Trace& trace);
  Reason apply(OpinionAdopted& body, Date on, const Trace& trace);
  Reason apply(DecisionMade& body, Date on, const Trace& trace);
  Reason apply(DecisionStatusChanged& body, Date on, const Trace&);
  Reason apply(NoticeIssued& body, Date on, const Trace& trace);
  Reason apply(NoticeServed& body, Date on, const Trace&);
  Reason apply(NoticeAnswered& body, Date on, const Trace&);
  Reason apply(RepaymentReceived& body, Date on, const Trace& trace);
  Reason apply(RepaymentProofFiled& body, Date on, const Trace&);
  Reason apply(SettlementMade& body, Date on, const Trace& trace);
  Reason apply(ClaimRaised& body, Date on, const Trace& trace);
  Reason apply(ClaimAdjusted& body, Date on, const Trace& trace);
  Reason apply(CourtApplied& body, Date on, const Trace&);
  Reason apply(ClaimWrittenOff& body, Date on, const Trace& trace);
  Reason apply(ClaimClosed& body, Date on, const Trace&);
  Reason apply(ProjectClosed&, Date on, const Trace&);
  Reason apply(RecordSupplemented& body, Date, const Trace& trace);
  Reason apply(RecordChanged& body, Date, const Trace& trace);
  Reason apply(RemarksKept&, Date, const Trace&) { return {}; }
  Reason apply(UnknownFact&, Date, const Trace&) { return {}; }
  template <class Body>
  Reason apply(Body&, Date, const Trace&) {
    return reasons::misplaced;
  }

  Attempt* find_attempt(std::int64_t number);
  Attempt& attempt(std::int64_t number, const Trace& trace);
  Reason conclude(std::int64_t number, Outcome outcome, bool began);
  Cause cause_of(const Decision& decision) const;
  bool enforce(const Decision& decision);
  void weigh_decisions();
  const RepaymentReceived& account_of(const RepaymentReceived& body);
  std::vector<Claim*> unpaid_claims(const OrgId& payer, Source source);
  void reopen(const RepaymentReceived& reversal);
  Reason open_claim(std::string_view id, Claim*& claim);

  // Sets a field of the record that "kind:id" names (fold_edits.cpp).
  struct Edit {
    const std::string& field;
    const std::string& value;
    const VaultText& private_value;
    const Trace& trace;
  };
  Reason edit(const std::string& record, const Edit& edit);
  Reason edit_money(std::string_view kind, std::string_view id, const Edit& edit);
  Reason edit_course(std::string_view kind, std::string_view id, const Edit& edit);
  Reason edit_line(std::string_view kind, std::string_view id, const Edit& edit);
  Reason edit_decision(Decision* decision, const Edit& edit);
  Reason edit_attempt(std::string_view id, const Edit& edit);
  Reason edit_project(const Edit& edit);
  /// With `after`, only a line booked after that day.
  Reason edit_expense(std::string_view id, const Edit& edit, std::optional<Date> after = {});

  Project& project_;
  Date effective_;
  StateSteps steps_;
  /// Facts that named a record which had not come yet.
  std::vector<Placed*> early_;
  /// Facts that an ended project had no place for. They have it once the decision or closing that
  /// ended it no longer stands. `decision`: the record of a decision is kept all the same; it ends
  /// nothing yet.
  struct Barred {
    Placed* placed;
    std::optional<std::size_t> decision;
  };
  std::vector<Barred> barred_;
  /// Number of blocks of spending that were booked by the effective day.
  std::optional<std::size_t> sources_by_day_;

#define BURSAR_KEPT(Record, name, member)                                \
  Kept<Record> name {                                                    \
    [](const Record& record) { return std::string_view(record.member); } \
  }
  BURSAR_KEPT(Adjustment, adjustments_, adjustment_id);
  BURSAR_KEPT(Payment, payments_, payment_id);
  BURSAR_KEPT(Transfer, transfers_, transfer_id);
  BURSAR_KEPT(Accrual, accruals_, accrual_id);
  BURSAR_KEPT(FinalAccount, final_accounts_, account_id);
  BURSAR_KEPT(Disposal, disposals_, asset_id);
  BURSAR_KEPT(Change, changes_, change_id);
  BURSAR_KEPT(Opinion, opinions_, opinion_id);
  BURSAR_KEPT(Decision, decisions_, decision_id);
  BURSAR_KEPT(Notice, notices_, notice_id);
  BURSAR_KEPT(Repayment, repayments_, repayment_id);
  BURSAR_KEPT(Settlement, settlements_, settlement_id);
  BURSAR_KEPT(Claim, claims_, claim_id);
#undef BURSAR_KEPT
  ExpenseFinder expenses_;
};

}  // namespace bursar::fold
