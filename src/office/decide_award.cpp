// Organisations, persons, award, contract, partners, budget.
#include "money/refused_amount.hpp"
#include "office/situation.hpp"

#include <algorithm>

namespace bursar::office {
namespace {

Refusal taken(std::string_view field, const std::string& id) {
  return Refusal(Code::id_taken).with("field", std::string(field)).with("id", id);
}

Result<void> require_active(const Situation& situation, const OrgId& org) {
  BURSAR_TRY_VOID(require_organisation(situation, org));
  // Who somebody is, is not dated; what became of them is.
  const Organisation* found = situation.on_the_day.organisation(org.text());
  if (found == nullptr) return {};
  if (found->status == OrgStatus::normal) return {};
  return Refusal(Code::organisation_not_active)
      .with("org_id", org.text())
      .with("status", wording(found->status));
}

Result<void> require_person(const Situation& situation, const PersonId& person) {
  if (situation.portfolio.person(person.text()) != nullptr) return {};
  return Refusal(Code::person_unknown).with("person_id", person.text());
}

// Budget of one (organisation, head, source) and of all public money, with every adjustment.
struct BudgetSums {
  MoneySum line, public_money;
};
BudgetSums budget_sums(const Project& project, const OrgId& org, Head head, Source source) {
  BudgetSums sums;
  const auto count = [&](const OrgId& of, Head at, Source from, Minor amount) {
    if (of == org && at == head && from == source) sums.line.add(amount);
    if (is_public(from)) sums.public_money.add(amount);
  };
  for (const BudgetLine& line : project.budget)
    count(line.org_id, line.head, line.source, line.amount);
  for (const Adjustment& each : project.adjustments) {
    count(each.org_id, each.head, each.source, each.delta);
  }
  return sums;
}

Result<void> require_within_award(const Project& project, MoneySum public_money) {
  if (!project.registered.award) return Refusal(Code::field_missing).with("field", "award");
  BURSAR_TRY(const Minor total, public_money.total());
  if (total <= *project.registered.award) return {};
  return with_amounts(Refusal(Code::budget_exceeds_award), project.currency,
                      {{"budget", total.value()}, {"award", project.registered.award->value()}});
}

constexpr std::initializer_list<ProjectState> before_acceptance = {
    ProjectState::registered, ProjectState::approved, ProjectState::running,
    ProjectState::suspended};

}  // namespace

Result<void> decide(const Situation& situation, const OrganisationRegistered& fact) {
  BURSAR_TRY_VOID(require_text("org_id", situation.subject.id));
  if (situation.portfolio.organisation(situation.subject.id) != nullptr) {
    return taken("org_id", situation.subject.id);
  }
  return require_text("name", fact.name.view());
}

Result<void> decide(const Situation& situation, const OrganisationStatusChanged&) {
  return require_organisation(situation, OrgId(situation.subject.id));
}

Result<void> decide(const Situation& situation, const OrganisationSucceeded& fact) {
  BURSAR_TRY_VOID(require_organisation(situation, OrgId(situation.subject.id)));
  return require_text("successor_org_id", fact.successor_org_id.text());
}

Result<void> decide(const Situation& situation, const PersonRegistered&) {
  BURSAR_TRY_VOID(require_text("person_id", situation.subject.id));
  if (situation.portfolio.person(situation.subject.id) != nullptr) {
    return taken("person_id", situation.subject.id);
  }
  return {};
}

Result<void> decide(const Situation& situation, const PersonEmployed& fact) {
  BURSAR_TRY_VOID(require_person(situation, PersonId(situation.subject.id)));
  return require_text("employer_org_id", fact.employer_org_id.text());
}

Result<void> decide(const Situation& situation, const ProjectRegistered& fact) {
  BURSAR_TRY_VOID(require_text("project_id", situation.subject.id));
  if (situation.project != nullptr) {
    return Refusal(Code::project_exists).with("project_id", situation.subject.id);
  }
  BURSAR_TRY_VOID(require_text("title", fact.title));
  BURSAR_TRY_VOID(require_text("org_id", fact.org_id.text()));
  BURSAR_TRY_VOID(require_active(situation, fact.org_id));
  if (!fact.leader_id.empty()) BURSAR_TRY_VOID(require_person(situation, fact.leader_id));
  Currency currency = situation.portfolio.book().currency;
  if (!fact.currency.empty()) {
    BURSAR_TRY(currency, Currency::of(fact.currency));
  }
  if (!fact.award) return Refusal(Code::field_missing).with("field", "award");
  BURSAR_TRY_VOID(require_not_negative("award", fact.award, currency));
  BURSAR_TRY_VOID(require_not_negative("contract_deposit", fact.contract_deposit, currency));
  if (!fact.start_on) return Refusal(Code::field_missing).with("field", "start_on");
  if (!fact.end_on) return Refusal(Code::field_missing).with("field", "end_on");
  BURSAR_TRY_VOID(make_range(*fact.start_on, *fact.end_on));
  if (!fact.regime.empty() && situation.rules.regime(fact.regime) == nullptr) {
    std::string expected;
    for (const Regime& each : situation.rules.regimes()) {
      expected += (expected.empty() ? "" : ", ") + each.id;
    }
    return Refusal(Code::text_unknown)
        .with("field", "regime")
        .with("value", fact.regime)
        .with("expected", std::move(expected));
  }
  return {};
}

Result<void> decide(const Situation& situation, const ProjectApproved&) {
  BURSAR_TRY_VOID(require_project(situation));
  return require_state(situation, {ProjectState::registered});
}

Result<void> decide(const Situation& situation, const ContractSigned&) {
  BURSAR_TRY_VOID(require_project(situation));
  // Money may come before the contract.
  BURSAR_TRY_VOID(require_state(situation, {ProjectState::approved, ProjectState::running}));
  if (situation.project->contract_on) {
    return Refusal(Code::already_done)
        .with("what", Wording{"签订合同", "the contract"})
        .with("id", situation.subject.id);
  }
  return require_active(situation, situation.project->registered.org_id);
}

Result<void> decide(const Situation& situation, const PartnerJoined& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_state(situation, before_acceptance));
  BURSAR_TRY_VOID(require_text("org_id", fact.org_id.text()));
  BURSAR_TRY_VOID(require_active(situation, fact.org_id));
  BURSAR_TRY_VOID(require_not_negative("approved", fact.approved, situation.project->currency));
  for (const Partner& partner : situation.project->partners) {
    if (partner.org_id == fact.org_id && partner.source == fact.source) {
      return taken("org_id", fact.org_id.text());
    }
  }
  return {};
}

Result<void> decide(const Situation& situation, const BudgetSet& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_state(situation, before_acceptance));
  BURSAR_TRY(const OrgId org, organisation_in_project(situation, fact.org_id));
  BURSAR_TRY_VOID(require_not_negative("amount", fact.amount, situation.project->currency));
  for (const BudgetLine& line : situation.project->budget) {
    if (line.org_id == org && line.head == fact.head && line.source == fact.source &&
        line.line_id == fact.line_id) {
      return Refusal(Code::budget_line_exists)
          .with("head", wording(fact.head))
          .with("org_id", org.text())
          .with("source", wording(fact.source));
    }
  }
  if (!is_public(fact.source)) return {};
  MoneySum public_money = budget_sums(*situation.project, org, fact.head, fact.source).public_money;
  public_money.add(fact.amount);
  return require_within_award(*situation.project, public_money);
}

Result<void> decide(const Situation& situation, const BudgetAdjusted& fact) {
  BURSAR_TRY_VOID(require_project(situation));
  BURSAR_TRY_VOID(require_text("adjustment_id", fact.adjustment_id));
  BURSAR_TRY_VOID(require_free(situation.project->adjustments, &BudgetAdjusted::adjustment_id,
                               "adjustment_id", fact.adjustment_id));
  BURSAR_TRY_VOID(require_state(situation, before_acceptance));
  BURSAR_TRY(const OrgId org, organisation_in_project(situation, fact.org_id));
  BudgetSums sums = budget_sums(*situation.project, org, fact.head, fact.source);
  sums.line.add(fact.delta);
  BURSAR_TRY(const Minor line, sums.line.total());
  if (line.value() < 0) {
    return with_amounts(Refusal(Code::budget_below_zero).with("head", wording(fact.head)),
                        situation.project->currency, {{"budget", line.value()}});
  }
  if (!is_public(fact.source)) return {};
  sums.public_money.add(fact.delta);
  return require_within_award(*situation.project, sums.public_money);
}

}  // namespace bursar::office
