// What a decision is made from, and the requirements that many decisions share.
#pragma once

#include <bursar/grant/labels.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/office/office.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace bursar::office {

/// The light in which one fact is judged. `project` sees everything on record, whatever its day:
/// sums and ids are judged against it. `then` sees what was in effect on the fact's day: states are
/// judged against it.
struct Situation {
  const Portfolio& portfolio;
  const Portfolio& on_the_day;  ///< what was in effect on the fact's day
  const Project* project = nullptr;
  const Project* then = nullptr;
  const RuleBook& rules;
  Subject subject;
  Date on;
};

/// Refusals: field_missing.
inline Result<void> require_text(std::string_view field, std::string_view value) {
  if (value.empty()) return Refusal(Code::field_missing).with("field", std::string(field));
  return {};
}
/// Refusals: project_unknown (also: not in effect on the day).
Result<void> require_project(const Situation& situation);
/// Refusals: amount_not_positive.
Result<void> require_positive(std::string_view field, Minor amount, Currency currency);
/// Refusals: amount_negative. Blank passes.
Result<void> require_not_negative(std::string_view field, const std::optional<Minor>& amount,
                                  Currency currency);
/// Refusals: source_not_public.
Result<void> require_public(Source source);
/// Refusals: organisation_unknown.
Result<void> require_organisation(const Situation& situation, const OrgId& org);
/// The organisation that a blank stands for: the lead. Refusals: organisation_not_in_project.
Result<OrgId> organisation_in_project(const Situation& situation, const OrgId& org);
/// Refusals: project_not_active, unless the state on the day is one of `states`.
Result<void> require_state(const Situation& situation, std::initializer_list<ProjectState> states);
/// The fact does not lie before a day that is named in words; no day passes. Refusals:
/// acts_before_predecessor.
Result<void> require_not_before(const Situation& situation, Wording earlier,
                                const std::optional<Date>& earlier_on);
/// A day that a fact states does not lie before the fact itself; none passes. Refusals:
/// days_reversed.
Result<void> require_day_from(const Situation& situation, std::string_view field,
                              const std::optional<Date>& stated, std::string_view own_field);
/// Whose a record is, and of which money.
struct Account {
  const OrgId& org;
  Source source;
};
/// A record is of the account of the one that it names. `field`: what the organisation is to it.
/// Refusals: `refusal`, with the field that differs and what it would have to be.
Result<void> require_account(Refusal refusal, Wording field, const Account& stated,
                             const Account& expected);
/// The states from which a lifecycle has rows for an event, in words.
Wording states_before(const Lifecycle& lifecycle, std::uint8_t event);
/// A lifecycle has a row for an event in a state. Refusals: `refusal`, with the step, the event and
/// the steps that it comes after.
Result<void> require_row(const Lifecycle& lifecycle, std::string_view state, std::string_view event,
                         Refusal refusal);
/// Refusals: id_taken, if a record of `records` has this id.
template <class Records, class Member>
Result<void> require_free(const Records& records, Member member, std::string_view field,
                          std::string_view id) {
  for (const auto& record : records) {
    if (record.*member == id) {
      return Refusal(Code::id_taken).with("field", std::string(field)).with("id", std::string(id));
    }
  }
  return {};
}
/// The record with an id, or nothing.
template <class Records, class Member>
auto find_record(const Records& records, Member member, std::string_view id) -> const
    typename Records::value_type* {
  for (const auto& record : records) {
    if (record.*member == id) return &record;
  }
  return nullptr;
}

// One decision for each kind of fact that a command may state. Refusals in the order of
// docs/commands.md.
Result<void> decide(const Situation& situation, const OrganisationRegistered& fact);
Result<void> decide(const Situation& situation, const OrganisationStatusChanged& fact);
Result<void> decide(const Situation& situation, const OrganisationSucceeded& fact);
Result<void> decide(const Situation& situation, const PersonRegistered& fact);
Result<void> decide(const Situation& situation, const PersonEmployed& fact);
Result<void> decide(const Situation& situation, const ProjectRegistered& fact);
Result<void> decide(const Situation& situation, const ProjectApproved& fact);
Result<void> decide(const Situation& situation, const ContractSigned& fact);
Result<void> decide(const Situation& situation, const PartnerJoined& fact);
Result<void> decide(const Situation& situation, const BudgetSet& fact);
Result<void> decide(const Situation& situation, const BudgetAdjusted& fact);
Result<void> decide(const Situation& situation, const PaymentMade& fact);
Result<void> decide(const Situation& situation, const TransferMade& fact);
Result<void> decide(const Situation& situation, const AccrualRecorded& fact);
Result<void> decide(const Situation& situation, const AccrualCleared& fact);
Result<void> decide(const Situation& situation, const FinalAccountStated& fact);
Result<void> decide(const Situation& situation, const AssetDisposed& fact);
Result<void> decide(const Situation& situation, const ChangeRequested& fact);
Result<void> decide(const Situation& situation, const ChangeApproved& fact);
Result<void> decide(const Situation& situation, const AcceptanceRequested& fact);
Result<void> decide(const Situation& situation, const AcceptanceConcluded& fact);
Result<void> decide(const Situation& situation, const AcceptanceNotified& fact);
Result<void> decide(const Situation& situation, const OpinionIssued& fact);
Result<void> decide(const Situation& situation, const OpinionAdopted& fact);
Result<void> decide(const Situation& situation, const DecisionMade& fact);
Result<void> decide(const Situation& situation, const DecisionStatusChanged& fact);
Result<void> decide(const Situation& situation, const NoticeIssued& fact);
Result<void> decide(const Situation& situation, const NoticeServed& fact);
Result<void> decide(const Situation& situation, const NoticeAnswered& fact);
Result<void> decide(const Situation& situation, const RepaymentReceived& fact);
Result<void> decide(const Situation& situation, const RepaymentProofFiled& fact);
Result<void> decide(const Situation& situation, const CourtApplied& fact);
Result<void> decide(const Situation& situation, const ClaimWrittenOff& fact);
Result<void> decide(const Situation& situation, const ClaimClosed& fact);
Result<void> decide(const Situation& situation, const ProjectClosed& fact);

/// The decision on spending lines; see Office::book_expenses.
Result<void> decide_expenses(const Situation& situation, std::span<const ExpenseLine> lines);

/// Which subject a kind of fact is stated about; nothing for a fact that no command may state.
std::optional<SubjectKind> subject_of(const FactBody& fact);
/// The decision on any fact. Refusals: not_a_command, then those of the fact.
Result<void> decide_any(const Situation& situation, const FactBody& fact);

}  // namespace bursar::office
