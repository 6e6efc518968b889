#include <bursar/money/amount_text.hpp>
#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/recovery_ledger.hpp>
#include <bursar/report/report_figures.hpp>

namespace bursar {
namespace {

constexpr Language zh = Language::zh;

LedgerCell text(std::string content) { return {std::move(content), false}; }
LedgerCell number(std::string content) { return {std::move(content), true}; }
LedgerCell day(const std::optional<Date>& on) { return text(on ? to_iso(*on) : std::string()); }

/// A number of yuan; of another currency its code stands before it.
LedgerCell amount(Minor value, Currency currency) {
  std::string plain = plain_text(Money::of_minor(value, currency));
  if (currency == Currency::cny()) return number(std::move(plain));
  return text(std::string(currency.code()) + " " + plain);
}
LedgerCell amount(const std::optional<Minor>& value, Currency currency) {
  return value ? amount(*value, currency) : LedgerCell();
}

/// "2018-01-01至2019-12-31": the contract's term, with the end in force.
std::string term(const Project& project) {
  const auto& start = project.registered.start_on;
  const auto end = project.end_in_force();
  if (!start && !end) return {};
  return (start ? to_iso(*start) : std::string()) + "至" + (end ? to_iso(*end) : std::string());
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& each : texts) {
    if (!all.empty()) all += "、";
    all += each;
  }
  return all;
}

/// What comes next and until when, and the late charge, which has no column.
std::string next_of(const ClaimPosition& claim, Date as_of) {
  std::string next = next_step_text(claim.next, as_of, zh);
  next += assumed_day_note(claim, zh);
  const std::string charge = late_charge_text(claim, zh);
  return charge.empty() ? next : next + "；" + charge;
}

/// The document that fixes the sum: the decision, else the notice of the result.
std::string document_no(const Project& project, const ClaimPosition& claim) {
  for (const Decision& decision : project.decisions) {
    if (!claim.decision_id.empty() && decision.decision_id == claim.decision_id) {
      return decision.doc_no;
    }
  }
  const Attempt* attempt = project.concluding_attempt();
  return attempt == nullptr ? SmallText() : attempt->notice_no;
}

std::string conclusion(const Project& project) {
  const auto concluded = conclusion_of(project);
  return concluded ? outcome_label(concluded->outcome, zh) : std::string();
}

std::string name_or_id(const Portfolio& portfolio, const PersonId& id) {
  const Person* person = portfolio.person(id.text());
  if (person == nullptr || person->registered.name.empty()) return id.text();
  return std::string(person->registered.name.view());
}

LedgerRow row_of(std::size_t serial, const Portfolio& portfolio, const Project& project,
                 const ClaimPosition& claim) {
  const Organisation* payer = portfolio.organisation(claim.payer_org_id.text());
  const bool named = payer != nullptr && !payer->registered.name.empty();
  const Attempt* attempt = project.concluding_attempt();
  const Currency currency = claim.currency;
  const Result<Minor> paid = paid_to_date(project);
  return LedgerRow{{
      number(std::to_string(serial)),
      text(project.id.text()),
      text(project.registered.title),
      text(std::string(named ? payer->registered.name.view() : claim.payer_org_id.text().view())),
      text(payer == nullptr ? SmallText() : payer->registered.credit_code),
      text(name_or_id(portfolio, project.leader_in_force())),
      text(term(project)),
      amount(project.registered.award, currency),
      paid.has_value() ? amount(*paid, currency) : text("超出可计范围"),
      text(attempt == nullptr ? SmallText() : attempt->batch),
      text(conclusion(project)),
      text(document_no(project, claim)),
      day(claim.served_on),
      // What assets brought goes back with the surplus, so that the three columns add up.
      amount(Minor(claim.parts.surplus.value() + claim.parts.proceeds.value()), currency),
      amount(claim.parts.interest, currency),
      amount(claim.parts.used, currency),
      amount(claim.principal, currency),
      day(claim.due.day),
      amount(claim.repaid, currency),
      text(joined(claim.receipt_nos)),
      amount(claim.outstanding, currency),
      claim.days_overdue > 0 ? number(std::to_string(claim.days_overdue)) : LedgerCell(),
      text(std::string(label(claim.step, zh))),
      text(next_of(claim, portfolio.as_of().effective)),
      text(std::string(project.registered.handler.view())),
  }};
}

}  // namespace

std::vector<LedgerRow> recovery_ledger(const Portfolio& portfolio, const RecoveryReport& recovery) {
  std::vector<LedgerRow> rows;
  rows.reserve(recovery.claims.size());
  for (const ClaimPosition& claim : recovery.claims) {
    const Project* project = portfolio.project(claim.project_id.text());
    if (project == nullptr) continue;
    rows.push_back(row_of(rows.size() + 1, portfolio, *project, claim));
  }
  return rows;
}

}  // namespace bursar
