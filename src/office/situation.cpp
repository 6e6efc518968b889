#include "office/situation.hpp"
#include "money/refused_amount.hpp"

#include <bursar/grant/fact_codec.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace bursar::office {

Result<void> require_project(const Situation& situation) {
  if (situation.project == nullptr || situation.then == nullptr) {
    return Refusal(Code::project_unknown).with("project_id", situation.subject.id);
  }
  return {};
}

Result<void> require_positive(std::string_view field, Minor amount, Currency currency) {
  if (amount.value() > 0) return {};
  return with_amounts(Refusal(Code::amount_not_positive).with("field", std::string(field)),
                      currency, {{"amount", amount.value()}});
}

Result<void> require_not_negative(std::string_view field, const std::optional<Minor>& amount,
                                  Currency currency) {
  if (!amount || amount->value() >= 0) return {};
  return with_amounts(Refusal(Code::amount_negative).with("field", std::string(field)), currency,
                      {{"amount", amount->value()}});
}

Result<void> require_public(Source source) {
  if (is_public(source)) return {};
  return Refusal(Code::source_not_public).with("source", wording(source));
}

Result<void> require_organisation(const Situation& situation, const OrgId& org) {
  if (situation.portfolio.organisation(org.text()) != nullptr) return {};
  return Refusal(Code::organisation_unknown).with("org_id", org.text());
}

Result<OrgId> organisation_in_project(const Situation& situation, const OrgId& org) {
  const OrgId& lead = situation.project->registered.org_id;
  if (org.empty() || org == lead) return lead;
  for (const Partner& partner : situation.project->partners) {
    if (partner.org_id == org) return org;
  }
  return Refusal(Code::organisation_not_in_project).with("org_id", org.text());
}

Result<void> require_state(const Situation& situation, std::initializer_list<ProjectState> states) {
  const ProjectState state = situation.then->state;
  if (std::find(states.begin(), states.end(), state) != states.end()) return {};
  Wording expected;
  for (const ProjectState each : states) add_to_list(expected, wording(each));
  return Refusal(Code::project_not_active)
      .with("state", wording(state))
      .with("expected", std::move(expected));
}

Result<void> require_not_before(const Situation& situation, Wording earlier,
                                const std::optional<Date>& earlier_on) {
  if (!earlier_on || *earlier_on <= situation.on) return {};
  return Refusal(Code::acts_before_predecessor)
      .with("on", to_iso(situation.on))
      .with("predecessor", std::move(earlier))
      .with("predecessor_on", to_iso(*earlier_on));
}

Result<void> require_day_from(const Situation& situation, std::string_view field,
                              const std::optional<Date>& stated, std::string_view own_field) {
  if (!stated || *stated >= situation.on) return {};
  return Refusal(Code::days_reversed)
      .with("field", std::string(field))
      .with("value", to_iso(*stated))
      .with("other_field", std::string(own_field))
      .with("other", to_iso(situation.on));
}

Result<void> require_account(Refusal refusal, Wording field, const Account& stated,
                             const Account& expected) {
  if (stated.org != expected.org) {
    return std::move(refusal)
        .with("field", std::move(field))
        .with("expected", Wording{expected.org.text(), expected.org.text()});
  }
  if (stated.source == expected.source) return {};
  return std::move(refusal)
      .with("field", Wording{"资金来源", "source"})
      .with("expected", wording(expected.source));
}

Wording states_before(const Lifecycle& lifecycle, std::uint8_t event) {
  Wording states;
  for (const Transition& row : lifecycle.rows) {
    if (row.event == event) add_to_list(states, state_wording(lifecycle, row.from));
  }
  return states;
}

Result<void> require_row(const Lifecycle& lifecycle, std::string_view state, std::string_view event,
                         Refusal refusal) {
  const auto place = [](std::span<const std::string_view> words, std::string_view wanted) {
    return static_cast<std::uint8_t>(std::ranges::find(words, wanted) - words.begin());
  };
  const std::uint8_t from = place(lifecycle.states, state);
  const std::uint8_t happens = place(lifecycle.events, event);
  if (lifecycle.after(from, happens)) return {};
  return std::move(refusal)
      .with("step", state_wording(lifecycle, from))
      .with("event", event_wording(lifecycle, happens))
      .with("expected", states_before(lifecycle, happens));
}

namespace {

// The subjects of facts that a command may state; everything else has no row here.
template <class Body>
constexpr std::optional<SubjectKind> command_subject = std::nullopt;
#define BURSAR_COMMAND(Body, kind) \
  template <>                      \
  constexpr std::optional<SubjectKind> command_subject<Body> = SubjectKind::kind
BURSAR_COMMAND(OrganisationRegistered, organisation);
BURSAR_COMMAND(OrganisationStatusChanged, organisation);
BURSAR_COMMAND(OrganisationSucceeded, organisation);
BURSAR_COMMAND(PersonRegistered, person);
BURSAR_COMMAND(PersonEmployed, person);
BURSAR_COMMAND(ProjectRegistered, project);
BURSAR_COMMAND(ProjectApproved, project);
BURSAR_COMMAND(ContractSigned, project);
BURSAR_COMMAND(PartnerJoined, project);
BURSAR_COMMAND(BudgetSet, project);
BURSAR_COMMAND(BudgetAdjusted, project);
BURSAR_COMMAND(PaymentMade, project);
BURSAR_COMMAND(TransferMade, project);
BURSAR_COMMAND(AccrualRecorded, project);
BURSAR_COMMAND(AccrualCleared, project);
BURSAR_COMMAND(FinalAccountStated, project);
BURSAR_COMMAND(AssetDisposed, project);
BURSAR_COMMAND(ChangeRequested, project);
BURSAR_COMMAND(ChangeApproved, project);
BURSAR_COMMAND(AcceptanceRequested, project);
BURSAR_COMMAND(AcceptanceConcluded, project);
BURSAR_COMMAND(AcceptanceNotified, project);
BURSAR_COMMAND(OpinionIssued, project);
BURSAR_COMMAND(OpinionAdopted, project);
BURSAR_COMMAND(DecisionMade, project);
BURSAR_COMMAND(DecisionStatusChanged, project);
BURSAR_COMMAND(NoticeIssued, project);
BURSAR_COMMAND(NoticeServed, project);
BURSAR_COMMAND(NoticeAnswered, project);
BURSAR_COMMAND(RepaymentReceived, project);
BURSAR_COMMAND(RepaymentProofFiled, project);
BURSAR_COMMAND(CourtApplied, project);
BURSAR_COMMAND(ClaimWrittenOff, project);
BURSAR_COMMAND(ClaimClosed, project);
BURSAR_COMMAND(ProjectClosed, project);
#undef BURSAR_COMMAND

}  // namespace

std::optional<SubjectKind> subject_of(const FactBody& fact) {
  return std::visit([]<class Body>(const Body&) { return command_subject<Body>; }, fact);
}

Result<void> decide_any(const Situation& situation, const FactBody& fact) {
  return std::visit(
      [&]<class Body>(const Body& body) -> Result<void> {
        if constexpr (command_subject<Body>.has_value()) {
          if (situation.subject.kind == *command_subject<Body>) return decide(situation, body);
        }
        return Refusal(Code::not_a_command).with("kind", kind_wording(kind_of(fact)));
      },
      fact);
}

}  // namespace bursar::office
