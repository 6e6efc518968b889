// Whether the ledger of a project adds up: its balances against sums over the project's records.
#include <bursar/clawback/project_ledger.hpp>

#include "clawback/ledger_parts.hpp"
#include "clawback/set_off.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>
#include <span>

namespace bursar {
namespace {

using clawback::or_lead;

Minor clamped(Int128 value) {
  return Minor(static_cast<std::int64_t>(std::clamp<Int128>(
      value, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max())));
}

class Checker {
 public:
  Checker(const Project& project, const ProjectLedger& ledger)
      : project_(project), ledger_(ledger), balances_(ledger.balances()) {}

  std::vector<LedgerFault> run() {
    check_movements();
    for (const auto& [org, source] : parts()) {
      check_money(org, source);
      check_refunds(org, source);
    }
    std::map<std::pair<OrgId, Source>, const Settlement*> latest;
    for (const Settlement& each : project_.settlements) {
      check_settlement(each);
      latest[{or_lead(each.org_id, project_), each.source}] = &each;
    }
    for (const auto& [part, settlement] : latest) check_standing(part.first, *settlement);
    check_claims();
    return std::move(faults_);
  }

 private:
  void fault(LedgerIdentity identity, const OrgId& org, Source source, const std::string& record,
             Int128 left, Int128 right) {
    faults_.push_back({identity, project_.id, org, source, record, clamped(left), clamped(right)});
  }
  void require_equal(LedgerIdentity identity, const OrgId& org, Source source,
                     const std::string& record, Int128 left, Int128 right) {
    if (left != right) fault(identity, org, source, record, left, right);
  }

  /// The sum of some balances; a sum that does not fit is a fault.
  Int128 sum_of(std::initializer_list<Account> accounts, const Balances::Of& of) {
    Int128 sum = 0;
    for (const Account account : accounts) {
      const Result<Minor> balance = balances_.of(account, of);
      if (balance.has_value()) {
        sum += balance->value();
      } else {
        fault(LedgerIdentity::overflow, of.org_id != nullptr ? *of.org_id : OrgId(),
              of.source != nullptr ? *of.source : Source::grant, std::string(word(account)), 0, 0);
      }
    }
    return sum;
  }

  /// Everything that a record or a balance is of: what lost its posting is missed.
  [[nodiscard]] std::set<std::pair<OrgId, Source>> parts() const {
    const auto posted = balances_.parts();
    std::set<std::pair<OrgId, Source>> found(posted.begin(), posted.end());
    const auto add = [&](const auto& records, auto org) {
      for (const auto& each : records) found.emplace(or_lead(each.*org, project_), each.source);
    };
    add(project_.payments, &Payment::org_id);
    add(project_.transfers, &Transfer::from_org_id);
    add(project_.transfers, &Transfer::to_org_id);
    add(project_.disposals, &Disposal::org_id);
    add(project_.opinions, &Opinion::org_id);
    add(project_.final_accounts, &FinalAccount::org_id);
    add(project_.repayments, &Repayment::payer_org_id);
    const ExpenseColumns& lines = project_.expenses;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      found.emplace(or_lead(project_.expense_orgs[lines.org[i]], project_), lines.source[i]);
    }
    return found;
  }

  void check_movements() {
    for (const Movement& movement : ledger_.movements) {
      const auto rule = std::ranges::find(posting_rules(), movement.cause, &PostingRule::fact);
      const bool allowed =
          rule != posting_rules().end() &&
          std::ranges::all_of(movement.postings, [&](const Posting& posting) {
            return std::ranges::find(rule->accounts, posting.account) != rule->accounts.end();
          });
      if (allowed && is_balanced(movement)) continue;
      Int128 sum = 0;
      for (const Posting& posting : movement.postings) sum += posting.amount.value();
      const bool empty = movement.postings.empty();
      fault(LedgerIdentity::balanced, empty ? OrgId() : movement.postings.front().org_id,
            empty ? Source::grant : movement.postings.front().source,
            movement.cause + " " + movement.record, sum, 0);
    }
  }

  [[nodiscard]] bool is_of(const OrgId& org, Source source, const OrgId& its_org,
                           Source its_source) const {
    return its_source == source && or_lead(its_org, project_) == org;
  }

  [[nodiscard]] Int128 received_of(const OrgId& org, Source source) const {
    Int128 sum = 0;
    for (const Payment& each : project_.payments) {
      if (!is_of(org, source, each.org_id, each.source)) continue;
      const bool bounced = each.direction == PaymentDirection::bounced;
      sum += bounced ? -Int128(each.amount.value()) : Int128(each.amount.value());
    }
    for (const Transfer& each : project_.transfers) {
      if (is_of(org, source, each.to_org_id, each.source)) sum += each.amount.value();
      if (is_of(org, source, each.from_org_id, each.source)) sum -= each.amount.value();
    }
    for (const Disposal& each : project_.disposals) {
      if (is_of(org, source, each.org_id, each.source)) sum += each.proceeds.value();
    }
    return sum;
  }

  [[nodiscard]] Int128 spent_of(const OrgId& org, Source source) const {
    Int128 sum = 0;
    const ExpenseColumns& lines = project_.expenses;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (is_of(org, source, project_.expense_orgs[lines.org[i]], lines.source[i])) {
        sum += lines.amount[i].value();
      }
    }
    for (const FinalAccount* each : clawback::counted_final_accounts(project_, org, source)) {
      sum += each->spent.value();
    }
    return sum;
  }

  /// I: what the opinions state that no other one replaces.
  [[nodiscard]] Int128 interest_of(const OrgId& org, Source source) const {
    if (project_.opinions.empty()) return 0;
    const auto stated =
        clawback::interest_stated(project_, org, source, clawback::adopted_opinions(project_));
    return stated.has_value() ? stated->value() : 0;
  }

  void check_money(const OrgId& org, Source source) {
    using enum Account;
    const Balances::Of part{&org, &source, nullptr, nullptr};
    const Int128 left =
        received_of(org, source) + interest_of(org, source) - sum_of({borne_by_grantee}, part);
    const Int128 right =
        spent_of(org, source) +
        sum_of({held, retained, open_payables, due_back, recovered, credit, written_off}, part);
    require_equal(LedgerIdentity::money, org, source, {}, left, right);
  }

  /// What was repaid is recovered or credit; charges are apart.
  void check_refunds(const OrgId& payer, Source source) {
    Int128 refunds = 0;
    Int128 charges = 0;
    for (const Repayment& each : project_.repayments) {
      if (!is_of(payer, source, each.payer_org_id, each.source)) continue;
      const bool charge =
          each.part == RepaymentPart::late_charge || each.part == RepaymentPart::penalty;
      (charge ? charges : refunds) += each.amount.value();
    }
    const Balances::Of part{&payer, &source, nullptr, nullptr};
    require_equal(LedgerIdentity::claim, payer, source, {},
                  sum_of({Account::recovered, Account::credit}, part), refunds);
    require_equal(LedgerIdentity::claim, payer, source, {},
                  sum_of({Account::charges_received}, part), charges);
  }

  void check_settlement(const Settlement& each) {
    const OrgId& org = or_lead(each.org_id, project_);
    const auto span = clawback::span_of(project_, each);
    if (span.has_value() && require_balanced(each, span->cleared).has_value()) return;
    const auto sum = [](std::initializer_list<Minor> amounts) {
      Int128 total = 0;
      for (const Minor amount : amounts) total += amount.value();
      return total;
    };
    fault(LedgerIdentity::settlement, org, each.source, each.settlement_id,
          sum({each.received, each.interest, each.asset_proceeds}),
          sum({each.left, each.kept, each.due_back}));
  }

  /// What the latest settlement of a part found stands on its accounts, less what was spent since.
  void check_standing(const OrgId& org, const Settlement& latest) {
    using enum Account;
    const auto span = clawback::span_of(project_, latest);
    if (!span.has_value()) return;  // told by check_settlement
    Int128 later = 0;
    const ExpenseColumns& lines = project_.expenses;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines.effective_day()[i] > span->cut_off &&
          is_of(org, latest.source, project_.expense_orgs[lines.org[i]], lines.source[i])) {
        later += lines.amount[i].value();
      }
    }
    const Balances::Of part{&org, &latest.source, nullptr, nullptr};
    const auto require = [&](Int128 figure, Int128 balance) {
      require_equal(LedgerIdentity::settlement, org, latest.source, latest.settlement_id, figure,
                    balance);
    };
    require(latest.due_back.value(), sum_of({due_back, recovered, credit, written_off}, part));
    require(Int128(latest.kept.value()) + latest.payables.value() - span->cleared.value(),
            sum_of({retained, open_payables}, part) + later);
    require(Int128(latest.in_period.value()) + latest.outside.value() + latest.payables.value() +
                latest.kept.value() + latest.due_back.value() - latest.received.value() -
                latest.interest.value() - latest.asset_proceeds.value(),
            -sum_of({borne_by_grantee}, part));
  }

  void check_claims() {
    std::set<std::pair<OrgId, Source>> payers;
    for (const Claim& each : project_.claims) {
      payers.emplace(or_lead(each.payer_org_id, project_), each.source);
    }
    for (const auto& [payer, source] : payers) {
      const auto account = clawback::settle_account(project_, payer, source, 0);
      for (const clawback::OpenClaim& claim : account.claims) check_claim(payer, source, claim);
    }
  }

  void check_claim(const OrgId& payer, Source source, const clawback::OpenClaim& claim) {
    using enum Account;
    const std::string& id = claim.record->claim_id;
    const Balances::Of one{&payer, &source, nullptr, &id};
    const Int128 outstanding = sum_of({due_back}, one);
    const Int128 came_in = sum_of({recovered}, one);
    const Int128 off = sum_of({written_off}, one);
    require_equal(LedgerIdentity::claim, payer, source, id, claim.principal.value(),
                  came_in + outstanding + off);
    require_equal(LedgerIdentity::claim, payer, source, id, outstanding, claim.outstanding());
    require_equal(LedgerIdentity::claim, payer, source, id, came_in, claim.set + claim.set_after);
    const Int128 least = std::min({outstanding, came_in, off});
    if (least < 0) fault(LedgerIdentity::claim, payer, source, id, least, 0);
  }

  const Project& project_;
  const ProjectLedger& ledger_;
  Balances balances_;
  std::vector<LedgerFault> faults_;
};

std::vector<LedgerFault> overflow_of(const Project& project, const Refusal& refusal) {
  return {{LedgerIdentity::overflow,
           project.id,
           {},
           Source::grant,
           std::string(refusal.name()),
           Minor(0),
           Minor(0)}};
}

}  // namespace

std::vector<LedgerFault> check_ledger(const Project& project, const ProjectLedger& ledger) {
  return Checker(project, ledger).run();
}

std::vector<LedgerFault> check_ledger(const Project& project) {
  const Result<ProjectLedger> ledger = ledger_of(project);
  return ledger.has_value() ? check_ledger(project, *ledger) : overflow_of(project, ledger.error());
}

namespace {

/// What a settlement has to leave empty: what was held, and, if it is void, what those before it
/// made of that.
std::span<const Account> emptied_by(const Settlement& settlement) {
  using enum Account;
  static constexpr std::array<Account, 1> closed{held};
  static constexpr std::array<Account, 3> voided{retained, open_payables, borne_by_grantee};
  return settlement.outcome == clawback::outcome_void ? std::span<const Account>(voided)
                                                      : std::span<const Account>(closed);
}

std::vector<LedgerFault> closing_faults(const Project& then, const Settlement& settlement) {
  Project with = then;
  with.settlements.push_back(settlement);
  const Result<ProjectLedger> ledger = ledger_of(with);
  if (!ledger.has_value()) return overflow_of(then, ledger.error());
  const OrgId& org = or_lead(settlement.org_id, then);
  const Balances::Of part{&org, &settlement.source, nullptr, nullptr};
  std::vector<LedgerFault> faults;
  for (const Account account : emptied_by(settlement)) {
    const Result<Minor> left = ledger->balances().of(account, part);
    if (!left.has_value()) return overflow_of(then, left.error());
    if (left->value() == 0) continue;
    faults.push_back({LedgerIdentity::closing, then.id, org, settlement.source,
                      settlement.settlement_id, *left, Minor(0)});
  }
  return faults;
}

}  // namespace

std::vector<LedgerFault> check_closing(const Project& then, const Settlement& settlement) {
  std::vector<LedgerFault> faults = closing_faults(then, settlement);
  if (faults.empty() || !then.registered.org_id.empty()) return faults;
  // A part of the lead whom nobody had named: the fold of today has filled in the lead of today.
  Settlement of_nobody = settlement;
  of_nobody.org_id = OrgId();
  return closing_faults(then, of_nobody).empty() ? std::vector<LedgerFault>() : faults;
}

Wording text_of(const LedgerFault& fault) {
  std::string text = fault.project_id.text();
  for (const std::string_view each : {std::string_view(fault.org_id.text()), word(fault.source),
                                      std::string_view(fault.record)}) {
    if (!each.empty()) text += ", " + std::string(each);
  }
  text += ": " + std::string(word(fault.identity)) + ": " + std::to_string(fault.left.value());
  const std::string right = std::to_string(fault.right.value());
  return {text + "不等于" + right, text + " is not " + right};
}

}  // namespace bursar
