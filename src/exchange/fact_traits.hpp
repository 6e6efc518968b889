// What the import needs to know about each kind of fact: the dossier's kind it comes from, what
// tells two of them apart, and the column of its day.
#pragma once

#include <bursar/exchange/dossier.hpp>
#include <bursar/grant/facts.hpp>
#include <bursar/grant/record_fields.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>

namespace bursar::exchange {

/// `day_column`: the column that gives the effective day, or empty where the day is derived.
/// `key(body, lead)`: tells facts of one kind and subject apart; a blank organisation is the
/// lead's. `record(body)`: the name of the record in RecordSupplemented, as the fold knows it.
template <class Body>
struct FactTraits;

inline const SmallText& or_lead(const OrgId& org, const OrgId& lead) {
  return org.empty() ? lead.text() : org.text();
}

/// Texts as one, with | between them.
inline std::string with_bars(std::initializer_list<std::string_view> texts) {
  std::size_t size = texts.size();
  for (const std::string_view text : texts) size += text.size();
  std::string joined;
  joined.reserve(size);
  for (const std::string_view text : texts) {
    joined += text;
    joined += '|';
  }
  joined.pop_back();
  return joined;
}

/// A fact without a day of its own takes that of its record.
constexpr std::string_view no_day_column{};

#define BURSAR_IMPORTED_FACT(Body, dossier_kind, key_expression, day) \
  template <>                                                         \
  struct FactTraits<Body> {                                           \
    static constexpr DossierKind kind = DossierKind::dossier_kind;    \
    static constexpr std::string_view day_column = day;               \
    static std::string key([[maybe_unused]] const Body& body,         \
                           [[maybe_unused]] const OrgId& lead) {      \
      return key_expression;                                          \
    }                                                                 \
    static std::string record(const Body& body) {                     \
      return record_name(#dossier_kind, key(body, OrgId()));          \
    }                                                                 \
  }

BURSAR_IMPORTED_FACT(OrganisationRegistered, organisations, std::string(), no_day_column);
BURSAR_IMPORTED_FACT(OrganisationSucceeded, organisations, std::string(), no_day_column);
BURSAR_IMPORTED_FACT(PersonRegistered, persons, std::string(), no_day_column);
BURSAR_IMPORTED_FACT(ProjectRegistered, projects, std::string(), no_day_column);
BURSAR_IMPORTED_FACT(ProjectApproved, projects, std::string(), "approved_on");
BURSAR_IMPORTED_FACT(ContractSigned, projects, std::string(), "contract_on");
BURSAR_IMPORTED_FACT(BudgetAdjusted, adjustments, body.adjustment_id, "on");
BURSAR_IMPORTED_FACT(PaymentMade, payments, body.payment_id, "on");
BURSAR_IMPORTED_FACT(TransferMade, transfers, body.transfer_id, "on");
BURSAR_IMPORTED_FACT(AccrualRecorded, accruals, body.accrual_id, no_day_column);
BURSAR_IMPORTED_FACT(AccrualCleared, accruals, body.accrual_id, "cleared_on");
BURSAR_IMPORTED_FACT(FinalAccountStated, final_accounts, body.account_id, no_day_column);
BURSAR_IMPORTED_FACT(AssetDisposed, asset_disposals, body.asset_id, "sold_on");
BURSAR_IMPORTED_FACT(ChangeRequested, changes, body.change_id, no_day_column);
BURSAR_IMPORTED_FACT(ChangeApproved, changes, body.change_id, "approved_on");
BURSAR_IMPORTED_FACT(AcceptanceRequested, acceptance, std::to_string(body.attempt), "requested_on");
BURSAR_IMPORTED_FACT(AcceptanceConcluded, acceptance, std::to_string(body.attempt), "concluded_on");
BURSAR_IMPORTED_FACT(AcceptanceNotified, acceptance, std::to_string(body.attempt), "notified_on");
BURSAR_IMPORTED_FACT(OpinionIssued, opinions, body.opinion_id, "issued_on");
BURSAR_IMPORTED_FACT(DecisionMade, decisions, body.decision_id, "decided_on");
BURSAR_IMPORTED_FACT(NoticeIssued, notices, body.notice_id, "issued_on");
BURSAR_IMPORTED_FACT(NoticeServed, notices, body.notice_id, "served_on");
BURSAR_IMPORTED_FACT(NoticeAnswered, notices, body.notice_id, "response_on");
BURSAR_IMPORTED_FACT(RepaymentReceived, repayments, body.repayment_id, "on");
BURSAR_IMPORTED_FACT(RepaymentProofFiled, repayments, body.repayment_id, "proof_filed_on");
#undef BURSAR_IMPORTED_FACT

template <>
struct FactTraits<BudgetSet> {
  static constexpr DossierKind kind = DossierKind::budget;
  static constexpr std::string_view day_column = no_day_column;
  static std::string key(const BudgetSet& body, const OrgId& lead) {
    return with_bars(
        {body.line_id, or_lead(body.org_id, lead), word(body.head), word(body.source)});
  }
  static std::string record(const BudgetSet& body) { return record_name(body); }
};

template <>
struct FactTraits<PartnerJoined> {
  static constexpr DossierKind kind = DossierKind::partners;
  static constexpr std::string_view day_column = no_day_column;
  static std::string key(const PartnerJoined& body, const OrgId& lead) {
    return with_bars({or_lead(body.org_id, lead), word(body.role),
                      body.source ? word(*body.source) : std::string_view()});
  }
  static std::string record(const PartnerJoined& body) { return record_name(body); }
};

template <>
struct FactTraits<PersonEmployed> {
  static constexpr DossierKind kind = DossierKind::persons;
  static constexpr std::string_view day_column = no_day_column;
  static std::string key(const PersonEmployed& body, const OrgId&) {
    return with_bars({body.employer_org_id.text(), body.from ? to_iso(*body.from) : std::string()});
  }
  static std::string record(const PersonEmployed& body) { return record_name(body); }
};

/// The kinds of facts that rows are compared with, one by one. Statuses and spending are not among
/// them.
using ComparedFacts =
    std::tuple<OrganisationRegistered, OrganisationSucceeded, PersonRegistered, PersonEmployed,
               ProjectRegistered, ProjectApproved, ContractSigned, PartnerJoined, BudgetSet,
               BudgetAdjusted, PaymentMade, TransferMade, AccrualRecorded, AccrualCleared,
               FinalAccountStated, AssetDisposed, ChangeRequested, ChangeApproved,
               AcceptanceRequested, AcceptanceConcluded, AcceptanceNotified, OpinionIssued,
               DecisionMade, NoticeIssued, NoticeServed, NoticeAnswered, RepaymentReceived,
               RepaymentProofFiled>;

}  // namespace bursar::exchange
