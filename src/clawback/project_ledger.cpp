// What the facts of one project do to money, one after the other.
#include <bursar/clawback/project_ledger.hpp>

#include "clawback/ledger_parts.hpp"
#include "clawback/set_off.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace bursar {
namespace {

using clawback::or_lead;
using clawback::SettledSpan;

/// Lines of one block that move money the same way.
using SpendingKey = std::tuple<Account, OrgId, Source, Head>;

class Poster {
 public:
  explicit Poster(const Project& project) : project_(project) {
    ledger_.project_id = project.id;
    ledger_.currency = project.currency;
  }

  Result<ProjectLedger> run() {
    BURSAR_TRY_VOID(post_money());
    BURSAR_TRY_VOID(post_interest());
    BURSAR_TRY_VOID(post_settlements());
    BURSAR_TRY_VOID(post_spending());
    BURSAR_TRY_VOID(post_claims());
    BURSAR_TRY_VOID(post_recovery());
    std::ranges::stable_sort(ledger_.movements, [](const Movement& a, const Movement& b) {
      return std::tie(a.on, a.position, a.ordinal) < std::tie(b.on, b.position, b.ordinal);
    });
    return std::move(ledger_);
  }

 private:
  Result<void> take(Result<Movement> made, const Trace& trace) {
    BURSAR_TRY(Movement movement, std::move(made));
    movement.position = trace.position;
    movement.ordinal = trace.ordinal;
    ledger_.movements.push_back(std::move(movement));
    return {};
  }

  /// Blank organisations are filled by the fold; a project made by hand may have some.
  template <class Record>
  Record resolved(const Record& record, OrgId Record::*org) const {
    Record copy = record;
    if ((copy.*org).empty()) copy.*org = project_.registered.org_id;
    return copy;
  }

  Result<void> post_money() {
    for (const Payment& each : project_.payments) {
      BURSAR_TRY_VOID(take(movement_of(resolved<PaymentMade>(each, &PaymentMade::org_id), each.on),
                           each.trace));
    }
    for (const Transfer& each : project_.transfers) {
      auto body = resolved<TransferMade>(each, &TransferMade::from_org_id);
      body = resolved<TransferMade>(body, &TransferMade::to_org_id);
      BURSAR_TRY_VOID(take(movement_of(body, each.on), each.trace));
    }
    for (const Disposal& each : project_.disposals) {
      const auto body = resolved<AssetDisposed>(each, &AssetDisposed::org_id);
      BURSAR_TRY_VOID(take(movement_of(body, each.sold_on), each.trace));
    }
    return {};
  }

  /// Each adopted opinion posts by how much it changes what the opinions in force state together.
  Result<void> post_interest() {
    std::map<std::pair<OrgId, Source>, Minor> stated;
    const std::vector<const Opinion*> adopted = clawback::adopted_opinions(project_);
    for (std::size_t i = 0; i < adopted.size(); ++i) {
      const Opinion& opinion = *adopted[i];
      const auto body = resolved<OpinionIssued>(opinion, &OpinionIssued::org_id);
      const auto until = std::span(adopted).first(i + 1);
      BURSAR_TRY(const Minor now,
                 clawback::interest_stated(project_, body.org_id, body.source, until));
      Minor& before = stated[{body.org_id, body.source}];
      MoneySum change;
      change.add(now);
      change.subtract(before);
      before = now;
      BURSAR_TRY(const Minor amount, change.total());
      BURSAR_TRY_VOID(take(movement_of(body, amount, opinion.adoption_day()),
                           opinion.adopted_on ? opinion.adoption : opinion.trace));
    }
    return {};
  }

  Result<void> post_settlements() {
    for (const Settlement& each : project_.settlements) {
      const auto body = resolved<SettlementMade>(each, &SettlementMade::org_id);
      SettledSpan& span = spans_[{body.org_id, body.source}];
      const SettledSpan before = span;
      BURSAR_TRY(span, clawback::span_of(project_, each));
      const SettlementMade* earlier = before.settlement;
      BURSAR_TRY_VOID(
          take(movement_of(body, span.cleared, earlier, before.cleared, each.on), each.trace));
    }
    return {};
  }

  /// The account that a line is spent from. Lines after the cut-off of a settlement spend what it
  /// left: first what stands open for the payables that they clear.
  void spread(std::size_t line, const OrgId& org, std::map<SpendingKey, MoneySum>& sums) {
    const ExpenseColumns& lines = project_.expenses;
    const Source source = lines.source[line];
    const Minor amount = lines.amount[line];
    const auto add = [&](Account from, Minor part) {
      sums[{from, org, source, lines.head[line]}].add(part);
    };
    const auto span = spans_.find({org, source});
    if (span == spans_.end() || lines.effective_day()[line] <= span->second.cut_off) {
      add(Account::held, amount);
      return;
    }
    Int128 clears = 0;
    if (clawback::is_payable_of(project_, lines.accrual[line], org, source)) {
      Int128& later = span->second.cleared_later;
      const Int128 open = span->second.open;
      const Int128 before = std::clamp<Int128>(later, 0, open);
      later += amount.value();
      clears = std::clamp<Int128>(later, 0, open) - before;
    }
    // A line of zero is on record too: it moves nothing, from one account to the other.
    const Int128 rest = amount.value() - clears;
    if (clears != 0) add(Account::open_payables, Minor(static_cast<std::int64_t>(clears)));
    if (rest != 0 || clears == 0) add(Account::retained, Minor(static_cast<std::int64_t>(rest)));
  }

  Result<void> post_spending() {
    std::size_t at = 0;
    for (const ExpenseSource& block : project_.expense_sources) {
      std::map<SpendingKey, MoneySum> sums;
      std::int32_t first = std::numeric_limits<std::int32_t>::max();
      for (std::size_t i = 0; i < block.kept.size(); ++i, ++at) {
        first = std::min(first, project_.expenses.effective_day()[at]);
        spread(at, or_lead(project_.expense_orgs[project_.expenses.org[at]], project_), sums);
      }
      if (block.kept.empty()) continue;
      std::vector<Spending> spending;
      for (const auto& [key, sum] : sums) {
        const auto& [from, org, source, head] = key;
        BURSAR_TRY(const Minor amount, sum.total());
        spending.push_back({org, source, head, amount, from});
      }
      BURSAR_TRY_VOID(take(movement_of(spending, from_day_number(first)), block.trace));
    }
    return post_final_accounts();
  }

  Result<void> post_final_accounts() {
    std::set<std::pair<OrgId, Source>> parts;
    for (const FinalAccount& each : project_.final_accounts) {
      parts.emplace(or_lead(each.org_id, project_), each.source);
    }
    for (const auto& [org, source] : parts) {
      for (const FinalAccount* each : clawback::counted_final_accounts(project_, org, source)) {
        const auto body = resolved<FinalAccountStated>(*each, &FinalAccountStated::org_id);
        BURSAR_TRY_VOID(take(movement_of(body, each->stated_on), each->trace));
      }
    }
    return {};
  }

  Result<void> post_claims() {
    for (const Claim& each : project_.claims) {
      auto body = resolved<ClaimRaised>(each, &ClaimRaised::payer_org_id);
      if (!each.adjustments.empty()) body.principal = each.adjustments.front().before;
      BURSAR_TRY_VOID(take(movement_of(body, each.raised_on), each.trace));
      for (const ClaimAdjustment& adjusted : each.adjustments) {
        MoneySum change;
        change.add(adjusted.principal);
        change.subtract(adjusted.before);
        BURSAR_TRY(const Minor amount, change.total());
        BURSAR_TRY_VOID(
            take(movement_of(adjusted, amount, body.payer_org_id, body.source, adjusted.on),
                 adjusted.trace));
      }
    }
    return {};
  }

  Result<void> post_recovery() {
    std::set<std::pair<OrgId, Source>> payers;
    for (const Claim& each : project_.claims) {
      payers.emplace(or_lead(each.payer_org_id, project_), each.source);
    }
    for (const Repayment& each : project_.repayments) {
      payers.emplace(or_lead(each.payer_org_id, project_), each.source);
    }
    std::map<std::string, std::vector<SetAgainst>, std::less<>> at_once;
    for (const auto& [payer, source] : payers) {
      const clawback::SettledAccount account = clawback::settle_account(project_, payer, source, 0);
      for (const SetOff& set : account.set_offs) {
        if (set.credit) continue;
        const Claim& claim = claim_of(set.claim_id);
        const SetAgainst against{set.claim_id, set.amount, set.after_write_off};
        if (claim.raised_on <= set.on) {
          at_once[set.repayment_id].push_back(against);
          continue;
        }
        const auto body = resolved<ClaimRaised>(claim, &ClaimRaised::payer_org_id);
        BURSAR_TRY_VOID(take(movement_of_credit_used(body, against, claim.raised_on), claim.trace));
      }
      for (const clawback::TakenOff& off : account.write_offs) {
        const Minor amount(static_cast<std::int64_t>(off.amount));
        BURSAR_TRY_VOID(take(movement_of(*off.record, amount, payer, source, off.record->on),
                             off.record->trace));
      }
    }
    for (const Repayment& each : project_.repayments) {
      const auto body = resolved<RepaymentReceived>(each, &RepaymentReceived::payer_org_id);
      const auto set = at_once.find(each.repayment_id);
      const auto against =
          set == at_once.end() ? std::span<const SetAgainst>() : std::span(set->second);
      BURSAR_TRY_VOID(take(movement_of(body, against, each.on), each.trace));
    }
    return {};
  }

  [[nodiscard]] const Claim& claim_of(std::string_view id) const {
    return *std::ranges::find(project_.claims, id, &Claim::claim_id);
  }

  const Project& project_;
  ProjectLedger ledger_;
  /// The latest settlement of each organisation and source.
  std::map<std::pair<OrgId, Source>, SettledSpan> spans_;
};

}  // namespace

Balances ProjectLedger::balances() const {
  Balances sums;
  for (const Movement& movement : movements) sums.add(movement);
  return sums;
}

Result<ProjectLedger> ledger_of(const Project& project) { return Poster(project).run(); }

}  // namespace bursar
