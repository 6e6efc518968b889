// 应退款项: what is claimed from whom, what came in, what is late, and what comes next.
//
// A claim has one payer and one public source of one project. A settlement proposes its sum, a
// decision in force fixes it. Repayments (principal and interest) are set against the claims of
// their payer, project and source, oldest first; what is paid too much, or ahead, is credit.
#pragma once

#include <bursar/calendar/work_calendar.hpp>
#include <bursar/clawback/settlement.hpp>
#include <bursar/grant/lifecycle.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

// ------------------------------------------------------------------------------------- proposals

/// What a refund is made of. Parts add up to the sum they belong to.
struct RefundParts {
  Minor surplus;   ///< 应退结余: unspent, not recognised, whole grant, and what a floor adds
  Minor interest;  ///< 孳息
  Minor used;      ///< 追回已用
  Minor proceeds;  ///< 资产处置收入
};

/// One settled part of a project, as the proposal of a claim.
struct SettledPart {
  OrgId org_id;
  Source source = Source::grant;
  Minor due_back;
  RefundParts parts;
  bool unaudited = false;
  bool assumed = false;       ///< the statement rests on an assumption; a record does not say
  bool reason_given = false;  ///< an unaudited settlement on record states why it stands
  std::string settlement_id;  ///< of the record; empty if it was only computed
  bool unsettled = false;     ///< the settlement was refused: nothing is known of this part
  std::optional<Refusal> unsettled_because{};  ///< why, where it was just asked for
};
/// The parts of a project from computed statements, what could not be settled included: as it is on
/// record for the present conclusion, else as unsettled. Statements of other projects are passed
/// over.
[[nodiscard]] BURSAR_API std::vector<SettledPart> settled_parts(const Project& project,
                                                                const SettlementReport& report);
/// The parts of a project from its settlements on record: the latest of each organisation and
/// source that settles the present conclusion; none where the latest is void, unsettled where it
/// settles another conclusion. A record does not say how much of its sum is interest or proceeds:
/// used money apart, all of it stands under surplus.
[[nodiscard]] BURSAR_API std::vector<SettledPart> recorded_parts(const Project& project);
/// The same, and as unsettled the parts of which nothing is on record and that `report` could not
/// settle: what could belong to them is then not reduced.
[[nodiscard]] BURSAR_API std::vector<SettledPart> recorded_parts(const Project& project,
                                                                 const SettlementReport& report);

/// One sum that should be claimed.
struct ClaimProposal {
  ProjectId project_id;
  OrgId payer_org_id;
  Source source = Source::grant;
  Minor principal;               ///< what the claim carries: decided, else proposed
  Minor proposed;                ///< by the settlements of `orgs`
  std::optional<Minor> decided;  ///< by decisions in force
  RefundParts parts;             ///< of `principal`
  std::string decision_id;
  std::vector<DecidedShare> shares;         ///< of `decided`, by decision
  std::optional<Date> pay_by;               ///< set by a decision
  std::vector<OrgId> orgs;                  ///< whose parts the payer answers for, its own first
  std::vector<std::string> settlement_ids;  ///< of those parts, where they are on record
  /// It rests on an unaudited settlement, no decision fixes it, and no reason is on record.
  bool needs_reason = false;
  /// No decision fixes the sum, and a settlement behind it is unaudited, or rests on an assumption.
  bool unaudited = false, assumed = false;
  /// A part that the payer answers for is not settled, and no decision fixes the sum: it may grow.
  bool incomplete = false;
};

/// A part for which nothing can be claimed yet.
struct NotClaimed {
  ProjectId project_id;
  OrgId org_id;        ///< whose part it is
  OrgId payer_org_id;  ///< who would pay; empty where that is what nobody knows
  Source source = Source::grant;
  std::optional<Minor> due_back;  ///< nothing where it is not settled, or does not fit
  /// field_missing (org_id), liability_unknown, money_overflow; of a part that is not settled, why:
  /// the settlement's own refusal, else part_not_settled.
  Refusal refusal;
};

struct ClaimProposals {
  std::vector<ClaimProposal> claims;    ///< by payer, source; only sums above zero
  std::vector<NotClaimed> not_claimed;  ///< by organisation, source
  /// What decisions fix at zero, with what the settlements propose; by payer, source.
  std::vector<ClaimProposal> waived;
};

/// Proposes one claim per payer and source. A decision names its payer. Else the organisation of a
/// part pays where it is the lead or where `liability` is `each`, and the lead pays for it where
/// `liability` is `lead`. A decision on the lead then covers all parts it answers for. Where money
/// is due from a partner and `liability` is blank, nothing is guessed: liability_unknown. Where the
/// lead would pay and the project names none: field_missing (org_id).
[[nodiscard]] BURSAR_API ClaimProposals propose_claims(const Project& project,
                                                       std::span<const SettledPart> parts);

/// What is to be recorded so that the claims on record carry what is proposed.
struct ClaimChange {
  enum class Kind : std::uint8_t { raise, adjust };
  Kind kind = Kind::raise;
  std::string claim_id;  ///< of the claim to adjust; empty for a new one
  OrgId payer_org_id;
  Source source = Source::grant;
  Minor from, to;  ///< the claim's principal before (0 for a new one) and after
  ClaimProposal proposal;
};
/// Compares proposals with the claims on record, by payer and source. A higher sum raises the
/// newest open claim (or makes a new one), a lower one reduces open claims from the newest to the
/// oldest; what nothing proposes any more goes to 0, and names the settlement that left nothing.
/// While a part is refused or not settled, the claims that it could belong to are never reduced.
/// Nothing to do = empty.
[[nodiscard]] BURSAR_API std::vector<ClaimChange> claim_changes(const Project& project,
                                                                const ClaimProposals& proposals);

// ------------------------------------------------------------------------------------- positions

/// How late money or a project is, in days.
enum class AgeBucket : std::uint8_t {
  no_due_day,
  not_due,
  days_to_30,
  days_31_to_90,
  days_91_to_180,
  days_181_to_365,
  days_over_365
};
BURSAR_VOCABULARY(AgeBucket, "bucket", "no_due_day", "not_due", "0-30", "31-90", "91-180",
                  "181-365", ">365");
/// The bucket of a number of days late; `not_due` below 1, and 1 to 30 days are "0-30".
[[nodiscard]] BURSAR_API AgeBucket age_bucket(std::int64_t days_late) noexcept;

/// A day that follows from rules, or why it does not.
struct Deadline {
  std::optional<Date> day;
  std::string basis, basis_zh;
  CellStatus status = CellStatus::unknown;
  std::optional<Refusal> refusal;  ///< parameter_unconfirmed, calendar refusals ...

  /// Whether the day has passed; of what is still to be done, it is missed. Money that came in is
  /// another matter: ClaimPosition::due_missed.
  [[nodiscard]] bool missed(Date as_of) const { return day && *day < as_of; }
  /// Whether the day is known only because the host assumed what no source confirms.
  [[nodiscard]] bool rests_on_assumption() const { return day && status == CellStatus::assumed; }
};

/// What can be done next, and when. A blank day means that no source sets one.
struct NextStep {
  /// "notify", "decide", "serve", "pay", "fix_due_day", "demand", "apply_to_court",
  /// "court_acceptance", "court_ruling", "write_off_or_close", "close", "none".
  std::string code;
  Deadline not_before;
  Deadline until;

  [[nodiscard]] bool rests_on_assumption() const {
    return not_before.rests_on_assumption() || until.rests_on_assumption();
  }
};

/// A late charge that a confirmed rate gives.
struct LateCharge {
  Minor accrued;  ///< up to the as-of day, never more than the cap
  /// Repayments of that part. They come in for the payer's claims of the source together: the
  /// newest takes them up to what it bears, then those before it; what all do not bear is the
  /// newest's.
  Minor paid;
  bool capped = false;
  std::string basis, basis_zh;
  CellStatus status = CellStatus::assumed;

  /// What is still to be paid of it.
  [[nodiscard]] Minor open() const {
    return paid < accrued ? Minor(accrued.value() - std::max<std::int64_t>(paid.value(), 0))
                          : Minor(0);
  }
};

/// What one decision fixes of a claim, and until when.
struct ClaimDue {
  std::string decision_id;
  Minor amount, outstanding;  ///< money goes to the sum that is due first
  Deadline due;
  bool due_missed = false;  ///< as ClaimPosition::due_missed, of this sum
};

/// One claim as of a day.
struct ClaimPosition {
  ProjectId project_id;
  std::string claim_id;  ///< empty: proposed, not raised yet
  OrgId payer_org_id;
  Source source = Source::grant;
  Currency currency = Currency::cny();
  Minor principal;
  /// The principal on record, where `recover` shows what the claim carries once it is adjusted,
  /// because the figures of today support less, or more.
  std::optional<Minor> on_record;
  RefundParts parts;
  /// principal = repaid + written_off + outstanding
  Minor repaid;                     ///< 已退: all that came in against it; never credit
  Minor written_off;                ///< and still so
  Minor recovered_after_write_off;  ///< of `repaid`, what came in once it was written off
  Minor outstanding;
  Minor credit;  ///< what the payer paid too much or ahead; shown on its newest claim
  std::optional<Minor> decided;
  std::string decision_id;     ///< the latest that fixes the sum
  std::vector<ClaimDue> dues;  ///< where several decisions fix it: the earliest day first
  /// It rests on an unaudited settlement, no decision fixes it, and no reason is on record.
  bool needs_reason = false;
  /// No decision fixes the sum, and a settlement behind it is unaudited, or rests on an assumption.
  bool unaudited = false, assumed = false;
  std::optional<Date> raised_on;
  std::optional<Date> concluded_on;  ///< K of the project
  std::optional<Date> pay_by;        ///< set by a decision that stands
  Deadline due;                      ///< of the earliest sum that is not paid
  /// Whether money was late: something of the sum that `due` is of was outstanding after that day,
  /// and is now or came in late. A sum that was paid in full by its day was not missed.
  bool due_missed = false;
  std::int64_t days_overdue = 0;
  AgeBucket bucket = AgeBucket::no_due_day;
  ClaimStep step = ClaimStep::proposed;
  NextStep next;
  /// Of the decision `decision_id`, or of a refund notice on it; deemed service included.
  std::optional<Date> served_on;
  std::vector<std::string> receipt_nos;  ///< of the repayments that were set against it
  std::optional<LateCharge> late_charge;
  std::optional<Refusal> late_charge_refusal;  ///< overdue, and no rate is confirmed
};

/// What one payer paid for one project and source.
struct PayerAccount {
  ProjectId project_id;
  OrgId payer_org_id;
  Source source = Source::grant;
  Currency currency = Currency::cny();
  Minor claimed, paid, recovered, written_off, outstanding, credit;  ///< recovered = paid - credit
  Minor late_charges_paid, penalties_paid;
};

/// One sum set against one claim.
struct SetOff {
  ProjectId project_id;
  std::string repayment_id;
  std::string claim_id;  ///< empty: a claim not raised yet, or credit
  bool credit = false;
  bool after_write_off = false;
  OrgId payer_org_id;
  Source source = Source::grant;
  Date on;
  Minor amount;
};

struct ProjectRecovery {
  std::vector<ClaimPosition> claims;    ///< by payer, source, day raised
  std::vector<PayerAccount> accounts;   ///< by payer, source
  std::vector<SetOff> set_offs;         ///< by payer, source, in the order in which money was set
  std::vector<NotClaimed> not_claimed;  ///< by organisation, source
};

/// The day and the tables that a position is computed with. Without a calendar, questions of
/// working days are refused one by one.
struct RecoveryTerms {
  const RuleBook& rules;
  const WorkCalendar* calendar = nullptr;
  Date as_of;
};

/// Positions of the claims on record, as they are on record, and of what is proposed beyond them. A
/// sum that does not fit is a refusal in `not_claimed`.
[[nodiscard]] BURSAR_API ProjectRecovery recover_project(const Project& project,
                                                         std::span<const SettledPart> parts,
                                                         const RecoveryTerms& terms);

// ---------------------------------------------------------------------------------------- totals

/// Claims of a sum that no decision fixes and that rest on something unsure, with all they carry.
struct UnsureTotals {
  std::int64_t claims = 0;
  Minor identified, outstanding;
};

/// 追缴 in sums: identified = recovered + written_off + outstanding; credit beside it.
struct RecoveryTotals {
  std::int64_t projects = 0;
  std::int64_t claims = 0;
  Minor identified, recovered, written_off, outstanding, credit;
  /// What of `identified` and `outstanding` is unaudited, and what rests on an assumption: a claim
  /// may be in both.
  UnsureTotals unaudited, assumed;
};
struct NamedTotals {
  std::string name;  ///< a programme, regime, organisation; "" = not stated
  RecoveryTotals totals;
};
/// Money of projects concluded in one year that was received in another.
struct CohortCell {
  int concluded_year = 0;  ///< 0 = not concluded (a decision alone claims the money)
  int received_year = 0;
  Minor received;
};
struct CohortRow {
  int concluded_year = 0;
  RecoveryTotals totals;
};
struct MonthReceived {
  int year = 0, month = 0;
  Minor received;
};
struct AgingRow {
  AgeBucket bucket = AgeBucket::no_due_day;
  std::int64_t claims = 0;
  Minor outstanding;
  Minor unaudited, assumed;  ///< of `outstanding`
  /// Of them, those whose day due rests on an assumption, whatever their sums rest on.
  std::int64_t day_assumed_claims = 0;
  Minor day_assumed;
};

/// Totals of one currency. Credit counts as received in cohorts and months only where it was set
/// off later.
struct CurrencyTotals {
  Currency currency = Currency::cny();
  RecoveryTotals all;
  std::vector<CohortRow> by_conclusion;   ///< by year
  std::vector<CohortCell> cohorts;        ///< by year of conclusion, year of receipt
  std::vector<MonthReceived> by_month;    ///< by month
  std::vector<NamedTotals> by_programme;  ///< by name
  std::vector<NamedTotals> by_regime;
  /// By what was concluded: an acceptance outcome, "terminated", "revoked"; "" = not concluded.
  std::vector<NamedTotals> by_outcome;
  std::vector<NamedTotals> by_organisation;
  std::vector<AgingRow> aging;  ///< all buckets, claims with something outstanding
};

struct RecoveryReport {
  Date as_of;
  SettlementReport settlement;
  std::vector<ClaimPosition> claims;   ///< by project, payer, source, day raised
  std::vector<PayerAccount> accounts;  ///< by project, payer, source
  std::vector<SetOff> set_offs;
  std::vector<NotClaimed> not_claimed;  ///< by project, organisation, source
  std::vector<CurrencyTotals> totals;   ///< by currency code
};

/// Settles, proposes, sets repayments against claims, and adds up, for a whole portfolio. A claim
/// that will grow or shrink (claim_changes) is shown as it will be (`on_record`), as what is not
/// raised yet is shown: money that moved is there once, and a sum that grew is one claim. Where no
/// settlement of the project is on record, only claims that a decision fixed shrink.
/// Refusals: money_overflow (a total does not fit).
[[nodiscard]] BURSAR_API Result<RecoveryReport> recover(const Portfolio& portfolio,
                                                        const RuleBook& rules,
                                                        const WorkCalendar* calendar);

}  // namespace bursar
