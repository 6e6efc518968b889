// The facts: what can happen to a book, an organisation, a person and a project.
//
// A fact has an effective day and a body. The bodies below are plain data; amounts are counts of
// minor units of the project's currency. An optional that is empty, and an empty id or text, mean
// "not known"; never zero. `org_id` empty = the project's lead organisation. Fields of type
// VaultText never enter the journal's entries: they go to the vault, and can be erased there.
//
// A body's members are described (Boost.Describe), so that one codec, one comparison and one field
// editor serve all of them. The field names are the column names of the dossier.
#pragma once

#include <bursar/base/id.hpp>
#include <bursar/base/small_text.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/expense_block.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bursar {

// ------------------------------------------------------------------------------------------- book

/// The first entry of every book.
struct BookOpened {
  std::string book_id;
  std::int64_t utc_offset_minutes = 0;
  std::string default_currency;
  std::optional<Source> default_source;  ///< the single public source where the rule pack names one
  std::int64_t format_version = 1;
};
BOOST_DESCRIBE_STRUCT(BookOpened, (),
                      (book_id, utc_offset_minutes, default_currency, default_source,
                       format_version))

/// A rule pack that holds from its effective day until a later adoption.
struct RuleBookAdopted {
  std::string name;
  std::string text;    ///< the pack's bytes, TOML
  std::string digest;  ///< SHA-256 of the bytes, hexadecimal
};
BOOST_DESCRIBE_STRUCT(RuleBookAdopted, (), (name, text, digest))

struct CalendarAdopted {
  std::string name;
  std::string text;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(CalendarAdopted, (), (name, text, digest))

/// What the host states where a rule pack says "unknown"; printed in every report.
struct AssumptionsStated {
  std::string name;
  std::string text;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(AssumptionsStated, (), (name, text, digest))

/// One file of an import: facts point to it by its place in the list, and to its line.
struct ImportedFile {
  std::string kind;
  std::string name;
  std::string digest;    ///< SHA-256 of the file's bytes, hexadecimal
  std::string encoding;  ///< utf-8, gb18030
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(ImportedFile, (), (kind, name, digest, encoding, rows))

struct ImportRecorded {
  std::string batch;  ///< the batch of the entries that this import made
  std::vector<ImportedFile> files;
  std::string profile_digest;  ///< empty without a profile
};
BOOST_DESCRIBE_STRUCT(ImportRecorded, (), (batch, files, profile_digest))

// ---------------------------------------------------------------------------- organisations,
// persons

struct OrganisationRegistered {
  VaultText name;
  SmallText credit_code;
  std::optional<OrgKind> kind;
};
BOOST_DESCRIBE_STRUCT(OrganisationRegistered, (), (name, credit_code, kind))

struct OrganisationStatusChanged {
  OrgStatus status = OrgStatus::normal;
};
BOOST_DESCRIBE_STRUCT(OrganisationStatusChanged, (), (status))

struct OrganisationSucceeded {
  OrgId successor_org_id;
};
BOOST_DESCRIBE_STRUCT(OrganisationSucceeded, (), (successor_org_id))

struct PersonRegistered {
  VaultText name;
  SmallText id_key;   ///< salted commitment to the identity number, hexadecimal; never the number
  SmallText id_mask;  ///< 1101**********002X
};
BOOST_DESCRIBE_STRUCT(PersonRegistered, (), (name, id_key, id_mask))

struct PersonEmployed {
  OrgId employer_org_id;
  std::optional<StaffKind> staff_kind;
  std::optional<Date> from;
  std::optional<Date> to;
};
BOOST_DESCRIBE_STRUCT(PersonEmployed, (), (employer_org_id, staff_kind, from, to))

// ---------------------------------------------------------------------- award, contract, partners

/// A project enters the book; effective on the earliest day that is known of it.
struct ProjectRegistered {
  SmallText title;
  ProjectId parent_id;
  SmallText programme;
  std::optional<FundingMode> funding_mode;
  OrgId org_id;  ///< the lead organisation
  PersonId leader_id;
  SmallText currency;
  std::optional<Minor> award;
  std::optional<Minor> contract_deposit;  ///< 合同约定的保证金; blank = not known, never zero
  std::optional<Liability> liability;
  std::optional<Date> start_on;
  std::optional<Date> end_on;
  SmallText regime;
  VaultText handler;  ///< 经办人
};
BOOST_DESCRIBE_STRUCT(ProjectRegistered, (),
                      (title, parent_id, programme, funding_mode, org_id, leader_id, currency,
                       award, contract_deposit, liability, start_on, end_on, regime, handler))

struct ProjectApproved {};  ///< 立项, on approved_on
BOOST_DESCRIBE_STRUCT(ProjectApproved, (), ())

struct ContractSigned {};  ///< on contract_on
BOOST_DESCRIBE_STRUCT(ContractSigned, (), ())

struct PartnerJoined {
  OrgId org_id;
  PartnerRole role = PartnerRole::partner;
  std::optional<Source> source;
  std::optional<Minor> approved;
};
BOOST_DESCRIBE_STRUCT(PartnerJoined, (), (org_id, role, source, approved))

// ----------------------------------------------------------------------------------------- budget

/// One line of the budget. Lines of one organisation, head and source with different line_id add
/// up.
struct BudgetSet {
  SmallText line_id;
  OrgId org_id;
  Head head = Head::equipment;
  Source source = Source::grant;
  Minor amount;
};
BOOST_DESCRIBE_STRUCT(BudgetSet, (), (line_id, org_id, head, source, amount))

struct BudgetAdjusted {
  SmallText adjustment_id;
  SmallText approval_id;
  OrgId org_id;
  Head head = Head::equipment;
  Source source = Source::grant;
  Minor delta;
  VaultText approved_by;
};
BOOST_DESCRIBE_STRUCT(BudgetAdjusted, (),
                      (adjustment_id, approval_id, org_id, head, source, delta, approved_by))

// --------------------------------------------------------------------------------- money movements

struct PaymentMade {
  SmallText payment_id;
  OrgId org_id;
  Minor amount;
  Source source = Source::grant;
  SmallText stage;
  PaymentDirection direction = PaymentDirection::to_grantee;
};
BOOST_DESCRIBE_STRUCT(PaymentMade, (), (payment_id, org_id, amount, source, stage, direction))

/// Money passed on between organisations of one project.
struct TransferMade {
  SmallText transfer_id;
  OrgId from_org_id;
  OrgId to_org_id;
  Minor amount;
  Source source = Source::grant;
};
BOOST_DESCRIBE_STRUCT(TransferMade, (), (transfer_id, from_org_id, to_org_id, amount, source))

/// Spending lines, packed; each line has its own day. Effective on the first of them.
struct ExpensesBooked {
  ExpenseBlock block;
};
BOOST_DESCRIBE_STRUCT(ExpensesBooked, (), (block))

struct AccrualRecorded {
  SmallText accrual_id;
  OrgId org_id;
  Source source = Source::grant;
  AccrualKind kind = AccrualKind::payable;
  SmallText contract_no;
  std::optional<Date> contract_on;
  Minor amount;
};
BOOST_DESCRIBE_STRUCT(AccrualRecorded, (),
                      (accrual_id, org_id, source, kind, contract_no, contract_on, amount))

struct AccrualCleared {
  SmallText accrual_id;
};
BOOST_DESCRIBE_STRUCT(AccrualCleared, (), (accrual_id))

/// 决算: spending by head where no vouchers are at hand.
struct FinalAccountStated {
  SmallText account_id;
  OrgId org_id;
  Source source = Source::grant;
  SmallText opinion_id;
  Head head = Head::equipment;
  std::optional<Minor> budget;
  Minor spent;
};
BOOST_DESCRIBE_STRUCT(FinalAccountStated, (),
                      (account_id, org_id, source, opinion_id, head, budget, spent))

struct AssetDisposed {
  SmallText asset_id;
  OrgId org_id;
  Source source = Source::grant;
  Minor proceeds;
};
BOOST_DESCRIBE_STRUCT(AssetDisposed, (), (asset_id, org_id, source, proceeds))

// --------------------------------------------------------------------------- changes, acceptance

/// Effective on requested_on; where that is blank, on approved_on.
struct ChangeRequested {
  SmallText change_id;
  ChangeKind kind = ChangeKind::extension;
  std::optional<Date> requested_on;
  std::optional<Date> new_end_on;
  PersonId new_leader_id;
  VaultText reason;
};
BOOST_DESCRIBE_STRUCT(ChangeRequested, (),
                      (change_id, kind, requested_on, new_end_on, new_leader_id, reason))

/// Until a change is approved it is pending and moves nothing.
struct ChangeApproved {
  SmallText change_id;
};
BOOST_DESCRIBE_STRUCT(ChangeApproved, (), (change_id))

struct AcceptanceRequested {
  std::int64_t attempt = 1;
  SmallText batch;
};
BOOST_DESCRIBE_STRUCT(AcceptanceRequested, (), (attempt, batch))

struct AcceptanceConcluded {
  std::int64_t attempt = 1;
  SmallText batch;
  Outcome outcome = Outcome::passed;
};
BOOST_DESCRIBE_STRUCT(AcceptanceConcluded, (), (attempt, batch, outcome))

struct AcceptanceNotified {
  std::int64_t attempt = 1;
  SmallText notice_no;
};
BOOST_DESCRIBE_STRUCT(AcceptanceNotified, (), (attempt, notice_no))

/// 审计意见, effective on issued_on.
struct OpinionIssued {
  SmallText opinion_id;
  OrgId org_id;
  Source source = Source::grant;
  std::optional<OpinionKind> kind;
  SmallText report_no;
  std::optional<Date> reference_on;
  std::optional<Minor> disallowed;
  std::optional<Minor> payables;
  std::optional<Minor> interest;
  SmallText replaces;
  bool adopted = false;
};
BOOST_DESCRIBE_STRUCT(OpinionIssued, (),
                      (opinion_id, org_id, source, kind, report_no, reference_on, disallowed,
                       payables, interest, replaces, adopted))

/// 采信 of an opinion that was issued before.
struct OpinionAdopted {
  SmallText opinion_id;
  SmallText replaces;  ///< the adopted opinion that it replaces, where it does not say so itself
};
BOOST_DESCRIBE_STRUCT(OpinionAdopted, (), (opinion_id, replaces))

// ------------------------------------------------------------------ decisions, notices, repayments

/// What a settlement, claim or decision was computed from: enough to compute it again.
struct Provenance {
  Date as_of{boost::gregorian::date(1970, 1, 1)};
  std::int64_t known_position = 0;
  SmallText state_digest;
  SmallText rule_book_digest;
  SmallText calendar_digest;
  SmallText assumptions_digest;
};
BOOST_DESCRIBE_STRUCT(Provenance, (),
                      (as_of, known_position, state_digest, rule_book_digest, calendar_digest,
                       assumptions_digest))

/// 处理决定, effective on decided_on.
struct DecisionMade {
  SmallText decision_id;
  DecisionKind kind = DecisionKind::recover;
  SmallText doc_no;
  OrgId payer_org_id;
  Source source = Source::grant;
  std::optional<Minor> principal;
  std::optional<Minor> interest;
  std::optional<Minor> used_recovered;
  std::optional<Minor> asset_proceeds;
  std::optional<Date> pay_by;
  SmallText replaces;
  /// What lay before the authority. Office sets it; an imported decision has none.
  std::optional<Provenance> made_from;
};
BOOST_DESCRIBE_STRUCT(DecisionMade, (),
                      (decision_id, kind, doc_no, payer_org_id, source, principal, interest,
                       used_recovered, asset_proceeds, pay_by, replaces, made_from))

struct DecisionStatusChanged {
  SmallText decision_id;
  DecisionStatus status = DecisionStatus::in_force;
};
BOOST_DESCRIBE_STRUCT(DecisionStatusChanged, (), (decision_id, status))

/// 送达, effective on issued_on.
struct NoticeIssued {
  SmallText notice_id;
  SmallText decision_id;
  SmallText addressee;  ///< an organisation or person id
  NoticeKind kind = NoticeKind::remind;
  SmallText doc_no;
  std::optional<Date> reply_by;
  std::optional<Service> service;
  /// What an addressee is who is no unit of the project, nor the successor of one: a notice to an
  /// organisation is none to the payer, one to a person may be. Where it is not stated, the door
  /// looks the addressee up in the book; it stays blank where that knows neither.
  std::optional<PartyKind> addressed_to{};
};
BOOST_DESCRIBE_STRUCT(NoticeIssued, (),
                      (notice_id, decision_id, addressee, kind, doc_no, reply_by, service,
                       addressed_to))

struct NoticeServed {
  SmallText notice_id;
};
BOOST_DESCRIBE_STRUCT(NoticeServed, (), (notice_id))

struct NoticeAnswered {
  SmallText notice_id;
  Response response = Response::none;
};
BOOST_DESCRIBE_STRUCT(NoticeAnswered, (), (notice_id, response))

struct RepaymentReceived {
  SmallText repayment_id;
  OrgId payer_org_id;
  Source source = Source::grant;
  Minor amount;
  RepaymentPart part = RepaymentPart::principal;
  std::optional<RepaymentMeans> means;
  SmallText receipt_no;
  SmallText decision_id;
  SmallText reverses;
};
BOOST_DESCRIBE_STRUCT(RepaymentReceived, (),
                      (repayment_id, payer_org_id, source, amount, part, means, receipt_no,
                       decision_id, reverses))

struct RepaymentProofFiled {
  SmallText repayment_id;
};
BOOST_DESCRIBE_STRUCT(RepaymentProofFiled, (), (repayment_id))

// --------------------------------------------------------------- settlement, claims, write-off,
// end

/// 经费结算 for one organisation and public source: posts `held` to what becomes of it. A
/// supplementary settlement carries the whole new figures; the ledger posts the difference to the
/// one before.
struct SettlementMade {
  SmallText settlement_id;
  OrgId org_id;
  Source source = Source::grant;
  SmallText regime;
  SmallText outcome;  ///< an acceptance outcome, terminated, revoked or void
  Minor received, in_period, outside, disallowed, payables, interest, asset_proceeds,
      used_recovered;
  Minor kept, left, due_back;
  bool unaudited = false;
  VaultText reason;           ///< why an unaudited settlement stands, or why it is void
  bool reason_given = false;  ///< there was a reason; it may be erased since
  Provenance made_from;
  std::optional<Date> cut_off;       ///< K; older records do not say
  std::optional<Date> reference_on;  ///< ref, which later settlements keep; likewise
  SmallText opinion_id;              ///< the opinion that governed
};
BOOST_DESCRIBE_STRUCT(SettlementMade, (),
                      (settlement_id, org_id, source, regime, outcome, received, in_period, outside,
                       disallowed, payables, interest, asset_proceeds, used_recovered, kept, left,
                       due_back, unaudited, reason, reason_given, made_from, cut_off, reference_on,
                       opinion_id))

/// 应退款项: one sum due back from one payer, for one source.
struct ClaimRaised {
  SmallText claim_id;
  OrgId payer_org_id;
  Source source = Source::grant;
  Minor principal;  ///< the whole sum due back: surplus, interest, proceeds and used money together
  SmallText settlement_id;
  SmallText decision_id;
  std::optional<Date> pay_by;
  Provenance made_from;
};
BOOST_DESCRIBE_STRUCT(ClaimRaised, (),
                      (claim_id, payer_org_id, source, principal, settlement_id, decision_id,
                       pay_by, made_from))

/// The sum of a claim becomes another one, by a later settlement or decision.
struct ClaimAdjusted {
  SmallText claim_id;
  Minor principal;  ///< the new whole sum
  SmallText settlement_id;
  SmallText decision_id;
  Provenance made_from;
};
BOOST_DESCRIBE_STRUCT(ClaimAdjusted, (),
                      (claim_id, principal, settlement_id, decision_id, made_from))

struct CourtApplied {
  SmallText claim_id;
  SmallText case_no;
};
BOOST_DESCRIBE_STRUCT(CourtApplied, (), (claim_id, case_no))

struct ClaimWrittenOff {
  SmallText claim_id;
  Minor amount;
  SmallText doc_no;
  VaultText reason;
};
BOOST_DESCRIBE_STRUCT(ClaimWrittenOff, (), (claim_id, amount, doc_no, reason))

struct ClaimClosed {
  SmallText claim_id;
};
BOOST_DESCRIBE_STRUCT(ClaimClosed, (), (claim_id))

struct ProjectClosed {};
BOOST_DESCRIBE_STRUCT(ProjectClosed, (), ())

// ---------------------------------------------------------------------- what became known, or
// changed

/// A cell that was blank and now has a value (`reason` empty, effective on the day of what it
/// completes), or a value that became another one (with a day and a reason). `record` names the
/// record by its kind and id as in the dossier: "payments:PAY-1", "projects:", "acceptance:2".
struct RecordSupplemented {
  std::string record;
  std::string field;
  std::string value;        ///< as canonical text: ISO date, whole minor units, word
  VaultText private_value;  ///< in place of `value`, for a field that lives in the vault
};
BOOST_DESCRIBE_STRUCT(RecordSupplemented, (), (record, field, value, private_value))

struct RecordChanged {
  std::string record;
  std::string field;
  std::string value;
  VaultText private_value;
  VaultText reason;
};
BOOST_DESCRIBE_STRUCT(RecordChanged, (), (record, field, value, private_value, reason))

/// Unknown columns of an imported row, kept as they stood.
struct RemarksKept {
  std::string record;
  VaultText remarks;  ///< "column=value" lines
};
BOOST_DESCRIBE_STRUCT(RemarksKept, (), (record, remarks))

/// A fact of a kind that this version of the library does not know: kept, and passed over by the
/// fold.
struct UnknownFact {
  std::string kind;
  std::int64_t version = 0;
};

using FactBody = std::variant<
    BookOpened, RuleBookAdopted, CalendarAdopted, AssumptionsStated, ImportRecorded,
    OrganisationRegistered, OrganisationStatusChanged, OrganisationSucceeded, PersonRegistered,
    PersonEmployed, ProjectRegistered, ProjectApproved, ContractSigned, PartnerJoined, BudgetSet,
    BudgetAdjusted, PaymentMade, TransferMade, ExpensesBooked, AccrualRecorded, AccrualCleared,
    FinalAccountStated, AssetDisposed, ChangeRequested, ChangeApproved, AcceptanceRequested,
    AcceptanceConcluded, AcceptanceNotified, OpinionIssued, OpinionAdopted, DecisionMade,
    DecisionStatusChanged, NoticeIssued, NoticeServed, NoticeAnswered, RepaymentReceived,
    RepaymentProofFiled, SettlementMade, ClaimRaised, ClaimAdjusted, CourtApplied, ClaimWrittenOff,
    ClaimClosed, ProjectClosed, RecordSupplemented, RecordChanged, RemarksKept, UnknownFact>;

/// The file and the line (1 = first line of the file) that an imported fact comes from.
struct RowOrigin {
  std::uint32_t file = 0;  ///< place in ImportRecorded::files of the entry's batch
  std::uint32_t line = 0;  ///< 0 = no origin
  friend bool operator==(const RowOrigin&, const RowOrigin&) = default;
};

/// Something that happened, with the day on which it took effect.
struct Fact {
  Date effective_on;
  FactBody body;
  RowOrigin origin{};
};

}  // namespace bursar
