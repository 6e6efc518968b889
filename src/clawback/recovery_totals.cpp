// Recovery over a whole portfolio, and its sums.
#include <bursar/clawback/claims.hpp>

#include "clawback/adjusted.hpp"
#include "clawback/part.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace bursar {
namespace {

/// Sums that are still wide.
struct UnsureSums {
  std::int64_t claims = 0;
  Int128 identified = 0, outstanding = 0;

  void add(const ClaimPosition& it) {
    ++claims;
    identified += it.principal.value();
    outstanding += it.outstanding.value();
  }
};
struct Sums {
  std::set<ProjectId> projects;
  std::int64_t claims = 0;
  Int128 identified = 0, recovered = 0, written_off = 0, outstanding = 0, credit = 0;
  UnsureSums unaudited, assumed, day_assumed;

  void add(const ClaimPosition& it) {
    projects.insert(it.project_id);
    ++claims;
    identified += it.principal.value();
    recovered += it.repaid.value();
    written_off += it.written_off.value();
    outstanding += it.outstanding.value();
    if (it.unaudited) unaudited.add(it);
    if (it.assumed) assumed.add(it);
    if (it.due.rests_on_assumption()) day_assumed.add(it);
  }
};

Result<Minor> narrow(Int128 sum) {
  if (!fits_64(sum)) return Code::money_overflow;
  return Minor(static_cast<std::int64_t>(sum));
}

Result<UnsureTotals> unsure_of(const UnsureSums& sums) {
  UnsureTotals totals;
  totals.claims = sums.claims;
  BURSAR_TRY(totals.identified, narrow(sums.identified));
  BURSAR_TRY(totals.outstanding, narrow(sums.outstanding));
  return totals;
}

Result<RecoveryTotals> totals_of(const Sums& sums) {
  RecoveryTotals totals;
  totals.projects = static_cast<std::int64_t>(sums.projects.size());
  totals.claims = sums.claims;
  BURSAR_TRY(totals.identified, narrow(sums.identified));
  BURSAR_TRY(totals.recovered, narrow(sums.recovered));
  BURSAR_TRY(totals.written_off, narrow(sums.written_off));
  BURSAR_TRY(totals.outstanding, narrow(sums.outstanding));
  BURSAR_TRY(totals.credit, narrow(sums.credit));
  BURSAR_TRY(totals.unaudited, unsure_of(sums.unaudited));
  BURSAR_TRY(totals.assumed, unsure_of(sums.assumed));
  return totals;
}

/// What the totals ask of a project.
struct Traits {
  std::string programme, regime, outcome;
  int concluded_year = 0;
  Currency currency = Currency::cny();
};

/// The sums of one currency.
struct Tally {
  Sums all;
  std::map<int, Sums> by_conclusion;
  std::map<std::pair<int, int>, Int128> cohorts;
  std::map<std::pair<int, int>, Int128> by_month;
  std::map<std::string, Sums> by_programme, by_regime, by_outcome, by_organisation;
  std::map<AgeBucket, Sums> aging;

  void add(const ClaimPosition& it, const Traits& traits) {
    all.add(it);
    by_conclusion[traits.concluded_year].add(it);
    by_programme[traits.programme].add(it);
    by_regime[traits.regime].add(it);
    by_outcome[traits.outcome].add(it);
    by_organisation[it.payer_org_id.text()].add(it);
    if (it.outstanding != Minor(0)) aging[it.bucket].add(it);
  }
  void add(const SetOff& it, const Traits& traits) {
    if (it.credit) return;
    cohorts[{traits.concluded_year, it.on.year()}] += it.amount.value();
    by_month[{it.on.year(), it.on.month()}] += it.amount.value();
  }
  /// Credit is a payer's, whether or not there is a claim to show it on.
  void add(const PayerAccount& it, const Traits& traits) {
    if (it.credit == Minor(0)) return;
    const Int128 credit = it.credit.value();
    all.credit += credit;
    by_conclusion[traits.concluded_year].credit += credit;
    by_programme[traits.programme].credit += credit;
    by_regime[traits.regime].credit += credit;
    by_outcome[traits.outcome].credit += credit;
    by_organisation[it.payer_org_id.text()].credit += credit;
  }
};

Result<std::vector<NamedTotals>> named(const std::map<std::string, Sums>& sums) {
  std::vector<NamedTotals> made;
  for (const auto& [name, each] : sums) {
    BURSAR_TRY(RecoveryTotals totals, totals_of(each));
    made.push_back({name, totals});
  }
  return made;
}

Result<CurrencyTotals> finished(Currency currency, const Tally& tally) {
  CurrencyTotals made;
  made.currency = currency;
  BURSAR_TRY(made.all, totals_of(tally.all));
  for (const auto& [year, sums] : tally.by_conclusion) {
    BURSAR_TRY(RecoveryTotals totals, totals_of(sums));
    made.by_conclusion.push_back({year, totals});
  }
  for (const auto& [years, sum] : tally.cohorts) {
    BURSAR_TRY(const Minor received, narrow(sum));
    made.cohorts.push_back({years.first, years.second, received});
  }
  for (const auto& [month, sum] : tally.by_month) {
    BURSAR_TRY(const Minor received, narrow(sum));
    made.by_month.push_back({month.first, month.second, received});
  }
  BURSAR_TRY(made.by_programme, named(tally.by_programme));
  BURSAR_TRY(made.by_regime, named(tally.by_regime));
  BURSAR_TRY(made.by_outcome, named(tally.by_outcome));
  BURSAR_TRY(made.by_organisation, named(tally.by_organisation));
  const Sums none;
  for (std::size_t i = 0; i < Vocabulary<AgeBucket>::words.size(); ++i) {
    const auto bucket = static_cast<AgeBucket>(i);
    const auto found = tally.aging.find(bucket);
    const Sums& sums = found == tally.aging.end() ? none : found->second;
    BURSAR_TRY(const RecoveryTotals totals, totals_of(sums));
    BURSAR_TRY(const Minor day_assumed, narrow(sums.day_assumed.outstanding));
    made.aging.push_back({bucket, totals.claims, totals.outstanding, totals.unaudited.outstanding,
                          totals.assumed.outstanding, sums.day_assumed.claims, day_assumed});
  }
  return made;
}

Traits traits_of(const Project& project, const RuleBook& rules) {
  Traits traits;
  traits.programme = project.registered.programme;
  traits.currency = project.currency;
  const Result<const Regime*> regime = governing_regime(project, rules);
  traits.regime = regime.has_value() ? (*regime)->id : std::string(project.registered.regime);
  if (const auto conclusion = conclusion_of(project)) {
    traits.concluded_year = conclusion->cut_off.year();
    traits.outcome = conclusion->outcome;
  }
  return traits;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

Result<RecoveryReport> recover(const Portfolio& portfolio, const RuleBook& rules,
                               const WorkCalendar* calendar) {
  RecoveryReport report;
  report.as_of = portfolio.as_of().effective;
  const RecoveryTerms terms{rules, calendar, report.as_of};
  std::map<std::string, std::pair<Currency, Tally>, std::less<>> tallies;
  for (const Project& project : portfolio.projects()) {
    SettlementReport settlement = settle(portfolio, project, rules, SettlementDetail::figures);
    ProjectRecovery one =
        clawback::recover_adjusted(project, settled_parts(project, settlement), terms);
    append(report.settlement.settlements, std::move(settlement.settlements));
    append(report.settlement.not_settled, std::move(settlement.not_settled));
    append(report.not_claimed, std::move(one.not_claimed));
    if (one.claims.empty() && one.accounts.empty()) continue;
    const Traits traits = traits_of(project, rules);
    Tally& tally =
        tallies.try_emplace(std::string(traits.currency.code()), traits.currency, Tally())
            .first->second.second;
    for (const ClaimPosition& each : one.claims) tally.add(each, traits);
    for (const SetOff& each : one.set_offs) tally.add(each, traits);
    for (const PayerAccount& each : one.accounts) tally.add(each, traits);
    append(report.claims, std::move(one.claims));
    append(report.accounts, std::move(one.accounts));
    append(report.set_offs, std::move(one.set_offs));
  }
  for (const auto& [code, entry] : tallies) {
    BURSAR_TRY(CurrencyTotals totals, finished(entry.first, entry.second));
    report.totals.push_back(std::move(totals));
  }
  return report;
}

}  // namespace bursar
