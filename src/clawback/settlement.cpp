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
  if (!conclusion) return report;
  const Source fallback = book_source.value_or(rules.default_source().value_or(Source::grant));
  const std::vector<Part> parts = clawback::parts_of(project, *conclusion, fallback);
  const Terms terms = clawback::terms_of(project, rules, *conclusion);
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
  clawback::set_repayments(report.settlements, project);
  for (SettlementStatement& each : report.settlements) {
    clawback::require_balanced(each);
    if (detail == SettlementDetail::lines) {
      clawback::add_lines(each, part_of(parts, each), terms);
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
