#include <bursar/clawback/settlement.hpp>
#include <bursar/grant/labels.hpp>

#include "clawback/figures.hpp"
#include "clawback/lines.hpp"
#include "clawback/repayments.hpp"

#include <algorithm>
#include <iterator>

namespace bursar {
namespace {

using clawback::Part;
using clawback::Terms;

NotSettled not_settled(const Project& project, const OrgId& org, Source source,
                       const Refusal& refusal) {
  return NotSettled{project.id, org, source, refusal, refusal.text(Language::en)};
}

/// With a floor the parts of a project stand or fall together: what one lacks, the others wait for.
void wait_for_each_other(SettlementReport& report, const Project& project, const Terms& terms) {
  if (!clawback::floor_applies(terms) || report.not_settled.empty()) return;
  const NotSettled& missing = report.not_settled.front();
  const Refusal refusal = Refusal(Code::part_not_settled)
                              .with("org_id", missing.org_id.text())
                              .with("source", wording(missing.source));
  for (const SettlementStatement& each : report.settlements) {
    report.not_settled.push_back(not_settled(project, each.org_id, each.source, refusal));
  }
  report.settlements.clear();
  std::sort(report.not_settled.begin(), report.not_settled.end(),
            [](const NotSettled& a, const NotSettled& b) {
              return clawback::comes_before(a.org_id, a.source, b.org_id, b.source);
            });
}

/// Takes back what a settlement on record found, all figures zero: the regime, the days and the
/// opinion stay those of the record.
SettlementStatement void_of(const Settlement& record, const Project& project) {
  SettlementStatement it;
  it.project_id = project.id;
  it.org_id = clawback::or_lead(record.org_id, project);
  it.source = record.source;
  it.regime = record.regime;
  it.outcome = clawback::outcome_void;
  it.cut_off = record.cut_off.value_or(record.made_from.as_of);
  it.reference_on = record.reference_on.value_or(it.cut_off);
  it.audited = !record.unaudited;
  it.opinion_id = record.opinion_id;
  it.currency = project.currency;
  const auto decided = decided_sum(project, it.org_id, it.source);
  if (decided.has_value() && *decided) {
    it.decision_id = (*decided)->decision_id;
    it.decided = (*decided)->total;
  }
  return it;
}

/// What a settlement on record found does not stand where its part is no more.
void add_void(SettlementReport& report, const Project& project, const std::vector<Part>& parts) {
  for (const Settlement* record : clawback::latest_settlements(project)) {
    const OrgId& org = clawback::or_lead(record->org_id, project);
    const bool stands = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
      return part.source == record->source && part.org == org;
    });
    if (stands || record->outcome == clawback::outcome_void) continue;
    report.settlements.push_back(void_of(*record, project));
  }
  std::sort(report.settlements.begin(), report.settlements.end(),
            [](const SettlementStatement& a, const SettlementStatement& b) {
              return clawback::comes_before(a.org_id, a.source, b.org_id, b.source);
            });
}

void settle_parts(SettlementReport& report, const std::vector<Part>& parts, const Terms& terms) {
  const Project& project = terms.project;
  for (const Part& part : parts) {
    Result<SettlementStatement> made = clawback::figures_of(part, terms);
    if (made.has_value()) {
      report.settlements.push_back(*std::move(made));
    } else {
      report.not_settled.push_back(not_settled(project, part.org, part.source, made.error()));
    }
  }
  wait_for_each_other(report, project, terms);
  clawback::apply_floor(report.settlements, terms);
}

const Part& part_of(const std::vector<Part>& parts, const SettlementStatement& statement) {
  return *std::find_if(parts.begin(), parts.end(), [&](const Part& part) {
    return part.source == statement.source && part.org == statement.org_id;
  });
}

}  // namespace

SettlementReport settle_project(const Project& project, const RuleBook& rules,
                                SettlementDetail detail, std::optional<Source> book_source) {
  SettlementReport report;
  const std::optional<Conclusion> conclusion = conclusion_of(project);
  std::vector<Part> parts;
  std::optional<Terms> terms;
  if (conclusion) {
    const Source fallback = book_source.value_or(rules.default_source().value_or(Source::grant));
    parts = clawback::parts_of(project, *conclusion, fallback);
    terms.emplace(clawback::terms_of(project, rules, *conclusion));
    settle_parts(report, parts, *terms);
  }
  add_void(report, project, parts);
  clawback::set_repayments(report.settlements, project);
  for (SettlementStatement& each : report.settlements) {
    clawback::require_balanced(each);
    if (detail != SettlementDetail::lines) continue;
    if (each.outcome == clawback::outcome_void) {
      clawback::add_void_lines(each, project);
    } else {
      clawback::add_lines(each, part_of(parts, each), *terms);
    }
  }
  return report;
}

SettlementReport settle(const Portfolio& portfolio, const Project& project, const RuleBook& rules,
                        SettlementDetail detail) {
  return settle_project(project, rules, detail, portfolio.book().default_source);
}

SettlementReport settle(const Portfolio& portfolio, const RuleBook& rules,
                        SettlementDetail detail) {
  SettlementReport whole;
  for (const Project& project : portfolio.projects()) {
    SettlementReport one = settle(portfolio, project, rules, detail);
    std::move(one.settlements.begin(), one.settlements.end(),
              std::back_inserter(whole.settlements));
    std::move(one.not_settled.begin(), one.not_settled.end(),
              std::back_inserter(whole.not_settled));
  }
  return whole;
}

}  // namespace bursar
