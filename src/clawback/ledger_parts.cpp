#include "clawback/ledger_parts.hpp"

#include <algorithm>
#include <limits>

namespace bursar::clawback {
namespace {

/// The decision that a settlement of a terminated or revoked project was made on.
std::optional<Date> decided_on(const Project& project, DecisionKind kind, Date as_of) {
  const Decision* in_force = project.decision_in_force(kind);
  if (in_force != nullptr && in_force->decided_on <= as_of) return in_force->decided_on;
  std::optional<Date> found;
  for (const Decision& each : project.decisions) {
    if (each.kind != kind || each.decided_on > as_of) continue;
    if (!found || each.decided_on >= *found) found = each.decided_on;
  }
  return found;
}

/// The conclusion that a settlement was made on. Attempts ascend by their number, and the highest
/// one decides.
std::optional<Date> concluded_on(const Project& project, std::string_view outcome, Date as_of) {
  std::optional<Date> found;
  for (const Attempt& each : project.attempts) {
    if (!each.outcome || word(*each.outcome) != outcome) continue;
    if (each.concluded_on && *each.concluded_on <= as_of) found = each.concluded_on;
  }
  return found;
}

/// K of a settlement on record: the day of what it names as its outcome. What it was made on may
/// have been lifted since.
Date cut_off_of(const Project& project, const Settlement& settlement) {
  const Date as_of = settlement.made_from.as_of;
  if (settlement.outcome == outcome_revoked) {
    return decided_on(project, DecisionKind::revoke, as_of).value_or(as_of);
  }
  if (settlement.outcome == outcome_terminated) {
    return decided_on(project, DecisionKind::terminate, as_of).value_or(as_of);
  }
  return concluded_on(project, settlement.outcome, as_of).value_or(as_of);
}

/// Spending lines until a day that were on record at a position; nothing where there is no line.
std::optional<Int128> spent_until(const Project& project, const OrgId& org, Source source,
                                  std::int32_t last_day, std::int64_t position) {
  const ExpenseColumns& lines = project.expenses;
  std::optional<Int128> sum;
  std::size_t at = 0;
  for (const ExpenseSource& block : project.expense_sources) {
    for (std::size_t i = 0; i < block.kept.size(); ++i, ++at) {
      const bool counts = block.trace.position <= position && lines.source[at] == source &&
                          lines.effective_day()[at] <= last_day;
      if (counts && or_lead(project.expense_orgs[lines.org[at]], project) == org) {
        sum = sum.value_or(0) + lines.amount[at].value();
      }
    }
  }
  return sum;
}

}  // namespace

Result<SettledSpan> span_of(const Project& project, const Settlement& settlement) {
  SettledSpan span;
  span.settlement = &settlement;
  if (settlement.outcome == outcome_void) {
    span.cut_off = std::numeric_limits<std::int32_t>::max();
    return span;
  }
  span.cut_off = day_number(cut_off_of(project, settlement));
  // What was spent by then and is neither in the period nor outside it has cleared payables. Where
  // there is no line, final accounts were settled, and they clear nothing.
  const std::optional<Int128> spent =
      spent_until(project, or_lead(settlement.org_id, project), settlement.source, span.cut_off,
                  settlement.made_from.known_position);
  const Int128 payables = settlement.payables.value();
  const Int128 cleared =
      spent ? std::min(*spent - settlement.in_period.value() - settlement.outside.value(), payables)
            : Int128(0);
  if (!fits_64(cleared)) return Code::money_overflow;
  span.cleared = Minor(static_cast<std::int64_t>(cleared));
  span.open = std::max<Int128>(payables - cleared, 0);
  return span;
}

std::vector<const Opinion*> adopted_opinions(const Project& project) {
  std::vector<const Opinion*> adopted;
  for (const Opinion& each : project.opinions) {
    if (each.adopted) adopted.push_back(&each);
  }
  std::stable_sort(adopted.begin(), adopted.end(), [](const Opinion* a, const Opinion* b) {
    return a->adoption_day() < b->adoption_day();
  });
  return adopted;
}

Result<Minor> interest_stated(const Project& project, const OrgId& org, Source source,
                              std::span<const Opinion* const> adopted) {
  const auto counts = [&](const Opinion& opinion) {
    return opinion.source == source && or_lead(opinion.org_id, project) == org &&
           std::find(adopted.begin(), adopted.end(), &opinion) != adopted.end();
  };
  MoneySum sum;
  for (const Opinion* each : adopted) {
    if (!counts(*each) || !each->interest) continue;
    if (is_replaced(project.opinions, *each, &OpinionIssued::opinion_id, counts)) continue;
    sum.add(*each->interest);
  }
  return sum.total();
}

}  // namespace bursar::clawback
