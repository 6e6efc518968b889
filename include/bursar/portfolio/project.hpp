// A project as the fold of its facts, as of one effective day and one known instant.
//
// Records are grouped by kind, in fold order. Organisations and sources are resolved (blank became
// the lead organisation and the book's source). What is not yet effective is not here.
#pragma once

#include <bursar/base/list.hpp>
#include <bursar/grant/facts.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/portfolio/expense_columns.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// Where a record comes from: the fact that made it, and the row of the import if it was imported.
struct Trace {
  std::int64_t position = 0;
  std::uint32_t ordinal = 0;
  RowOrigin origin{};
  friend bool operator==(const Trace&, const Trace&) = default;
};

struct Partner : PartnerJoined {
  Trace trace;
};
struct BudgetLine : BudgetSet {
  Trace trace;
};
struct Adjustment : BudgetAdjusted {
  Date on;
  Trace trace;
};
struct Payment : PaymentMade {
  Date on;
  Trace trace;
};
struct Transfer : TransferMade {
  Date on;
  Trace trace;
};
struct Accrual : AccrualRecorded {
  std::optional<Date> cleared_on;
  Trace trace;
};
struct FinalAccount : FinalAccountStated {
  Date stated_on;
  Trace trace;
};
struct Disposal : AssetDisposed {
  Date sold_on;
  Trace trace;
};
struct Change : ChangeRequested {
  std::optional<Date> approved_on;
  Trace trace;
};
/// One attempt at acceptance; absent days have not happened by the as-of day.
struct Attempt {
  std::int64_t attempt = 1;
  SmallText batch;
  std::optional<Date> requested_on;
  std::optional<Date> concluded_on;
  std::optional<Outcome> outcome;
  std::optional<Date> notified_on;
  SmallText notice_no;
  Trace trace;
};
struct Opinion : OpinionIssued {
  Date issued_on;
  Trace trace;
  std::optional<Date> adopted_on;  ///< where it was adopted after it was issued
  Trace adoption;                  ///< of that fact
  /// The day from which an adopted opinion counts.
  [[nodiscard]] Date adoption_day() const { return adopted_on.value_or(issued_on); }
};
struct Decision : DecisionMade {
  Date decided_on;
  DecisionStatus status = DecisionStatus::in_force;
  Trace trace;
  std::optional<Date> status_on;  ///< when the status last changed
};
struct Notice : NoticeIssued {
  Date issued_on;
  std::optional<Date> served_on;
  std::optional<Response> response;
  std::optional<Date> response_on;
  Trace trace;
};
struct Repayment : RepaymentReceived {
  Date on;
  std::optional<Date> proof_filed_on;
  Trace trace;
};
struct Settlement : SettlementMade {
  Date on;
  Trace trace;
};
struct WriteOff : ClaimWrittenOff {
  Date on;
  Trace trace;
};
struct ClaimAdjustment : ClaimAdjusted {
  Minor before;  ///< the principal until then
  Date on;
  Trace trace;
};
/// `principal` is the sum in force, after all adjustments.
struct Claim : ClaimRaised {
  Date raised_on;
  std::optional<Date> court_applied_on;
  SmallText case_no;
  List<WriteOff> write_offs;
  std::optional<Date> closed_on;
  Trace trace;
  List<ClaimAdjustment> adjustments;
};

/// A block and the fact it came with. Lines after the as-of day are in the block but not in the
/// columns: `kept` lists the lines (by place in the block) that the columns hold.
struct ExpenseSource {
  ExpenseBlock block;
  KeptLines kept;
  Trace trace;
};

/// A cell of a spending line that became known or changed later. The block keeps what it said; the
/// columns and `cold_lines` show the new value.
struct ExpenseEdit {
  std::uint32_t source = 0;  ///< place in Project::expense_sources
  std::uint32_t line = 0;    ///< place in its block
  std::string field;
  std::string value;  ///< canonical text
  Trace trace;
};

/// A fact that was illegal in the state it met, or does not fit what it names: kept, shown, and
/// without effect on the state. A decision, and its status, are on record all the same, with their
/// sums.
struct Irregular {
  Trace trace;
  std::string kind;
  std::string state;   ///< the state it met: a project's, an organisation's status; none of persons
  std::string reason;  ///< the refusal's name
};

struct Project {
  ProjectId id;
  /// Registration with every later supplement and change applied.
  ProjectRegistered registered;
  Date registered_on;
  Trace trace;
  Currency currency = Currency::cny();
  std::optional<Date> approved_on;
  std::optional<Date> contract_on;
  std::optional<Date> closed_on;
  ProjectState state = ProjectState::registered;

  List<Partner> partners;
  List<BudgetLine> budget;
  List<Adjustment> adjustments;
  List<Payment> payments;
  List<Transfer> transfers;
  List<Accrual> accruals;
  List<FinalAccount> final_accounts;
  List<Change> changes;
  List<Attempt> attempts;  ///< by ascending attempt number
  List<Opinion> opinions;
  List<Disposal> disposals;
  List<Decision> decisions;
  List<Notice> notices;
  List<Repayment> repayments;
  List<Settlement> settlements;
  List<Claim> claims;
  List<Irregular> irregular;

  ExpenseColumns expenses;
  List<ExpenseSource> expense_sources;
  List<OrgId> expense_orgs;
  List<ExpenseEdit> expense_edits;

  /// Number of entries of this subject that were folded: the version that a command guards.
  std::int64_t version = 0;

  /// The end in force: the contract's end, or the latest approved extension's new end.
  [[nodiscard]] BURSAR_API std::optional<Date> end_in_force() const;
  /// The leader in force: the registered one, or the latest approved change's.
  [[nodiscard]] BURSAR_API PersonId leader_in_force() const;
  /// The attempt that decides: the highest one that is concluded with a concluding outcome.
  [[nodiscard]] BURSAR_API const Attempt* concluding_attempt() const;
  /// Whether a decision is in force and no other one in force replaces it, directly or through
  /// others. None replaces a decision that was made after it.
  [[nodiscard]] BURSAR_API bool stands(const Decision& decision) const;
  /// The decision of one kind that stands; the latest.
  [[nodiscard]] BURSAR_API const Decision* decision_in_force(DecisionKind kind) const;
  /// Spending lines with all columns and edits, one element a block of `expense_sources`; the lines
  /// in effect are those that its `kept` names. Views live in the returned objects.
  [[nodiscard]] BURSAR_API std::vector<ExpenseBlock::Lines> cold_lines() const;
};

struct Organisation {
  OrgId id;
  /// Registration with every supplement, and the changes by the as-of day, applied.
  OrganisationRegistered registered;
  OrgStatus status = OrgStatus::normal;
  std::optional<Date> status_on;
  OrgId successor_org_id;
  std::int64_t version = 0;
  Trace trace;
  List<Irregular> irregular;
};

struct Person {
  PersonId id;
  PersonRegistered registered;  ///< likewise
  std::vector<PersonEmployed> employments;
  std::int64_t version = 0;
  Trace trace;
  List<Irregular> irregular;
};

}  // namespace bursar
