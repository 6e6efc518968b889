#include "clawback/repayments.hpp"

#include "clawback/set_off.hpp"

#include <algorithm>

namespace bursar::clawback {
namespace {

Minor narrow(Int128 value) {
  return Minor(static_cast<std::int64_t>(std::clamp<Int128>(
      value, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max())));
}

struct Netted {
  const Repayment* record;
  Int128 amount;
};

/// Takes an amount from the latest repayments.
void take_from_latest(std::vector<Netted>& list, Int128 amount) {
  for (auto each = list.rbegin(); each != list.rend() && amount > 0; ++each) {
    const Int128 taken = std::min(amount, std::max<Int128>(each->amount, 0));
    each->amount -= taken;
    amount -= taken;
  }
}

}  // namespace

PayerPayments payments_of(const Project& project, const OrgId& payer, Source source) {
  PayerPayments found;
  std::vector<Netted> list;
  std::vector<const Repayment*> reversals;
  for (const Repayment& each : project.repayments) {
    if (each.source != source || or_lead(each.payer_org_id, project) != payer) continue;
    if (each.part == RepaymentPart::late_charge) {
      found.late_charges += each.amount.value();
    } else if (each.part == RepaymentPart::penalty) {
      found.penalties += each.amount.value();
    } else if (!each.reverses.empty() || each.amount < Minor(0)) {
      reversals.push_back(&each);
    } else {
      list.push_back({&each, each.amount.value()});
    }
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Netted& a, const Netted& b) { return a.record->on < b.record->on; });
  Int128 loose = 0;
  for (const Repayment* reversal : reversals) {
    const auto target = std::find_if(list.begin(), list.end(), [&](const Netted& each) {
      return !reversal->reverses.empty() && each.record->repayment_id == reversal->reverses;
    });
    if (target == list.end()) {
      loose -= reversal->amount.value();
    } else {
      target->amount += reversal->amount.value();
      if (target->amount < 0) loose -= std::exchange(target->amount, 0);
    }
  }
  take_from_latest(list, loose);
  for (const Netted& each : list) {
    if (each.amount > 0) found.repayments.push_back({each.record, narrow(each.amount)});
  }
  return found;
}

namespace {

/// Who pays for a part, as far as statements show it: the lead where it answers for all and no
/// decision names the organisation itself, else the organisation.
const OrgId& payer_of(const SettlementStatement& statement, const Project& project) {
  const bool lead_answers = project.registered.liability == Liability::lead && !statement.decided;
  return lead_answers ? project.registered.org_id : statement.org_id;
}

/// The statements that one payer pays for, its own first, and what it pays with.
struct Purse {
  OrgId payer;
  Source source;
  std::vector<SettlementStatement*> statements;
};

/// What is written off on the payer's claims, and did not come in since.
Int128 written_off(const Project& project, const Purse& purse) {
  if (project.claims.empty()) return 0;
  Int128 sum = 0;
  for (const OpenClaim& each : settle_account(project, purse.payer, purse.source, 0).claims) {
    sum += each.written_off - each.set_after;
  }
  return sum;
}

/// Whether a decision fixes what the payer owes. One that does not fit is refused elsewhere.
bool is_decided(const Project& project, const Purse& purse) {
  const auto sum = decided_sum(project, purse.payer, purse.source);
  return sum.has_value() && sum->has_value();
}

void empty_purse(Purse& purse, const Project& project) {
  std::stable_partition(
      purse.statements.begin(), purse.statements.end(),
      [&](const SettlementStatement* each) { return each->org_id == purse.payer; });
  SettlementStatement& first = *purse.statements.front();
  // A decision on the payer covers everything it answers for; its own statement carries it, where
  // there is one.
  const bool own = first.org_id == purse.payer;
  const bool covered = own ? first.decided.has_value() : is_decided(project, purse);
  Int128 money = payments_of(project, purse.payer, purse.source).total();
  Int128 writing_off = written_off(project, purse);
  for (SettlementStatement* each : purse.statements) {
    const bool owes = !covered || (own && each == &first);
    const Int128 claimable = owes ? each->claimable().value() : 0;
    const Int128 repaid = std::min(money, claimable);
    const Int128 off = std::min(writing_off, claimable - repaid);
    each->repaid = narrow(repaid);
    each->written_off = narrow(off);
    each->outstanding = narrow(claimable - repaid - off);
    money -= repaid;
    writing_off -= off;
  }
  if (own || !covered) first.credit = narrow(money);
}

/// What an organisation paid for whose part another one answers is its credit, shown on its own
/// part.
void keep_credit(std::span<const Purse> purses, SettlementStatement& statement,
                 const Project& project) {
  const bool pays = std::any_of(purses.begin(), purses.end(), [&](const Purse& purse) {
    return purse.payer == statement.org_id && purse.source == statement.source;
  });
  if (pays) return;
  const Int128 paid = payments_of(project, statement.org_id, statement.source).total();
  statement.credit = narrow(statement.credit.value() + paid);
}

}  // namespace

void set_repayments(std::vector<SettlementStatement>& statements, const Project& project) {
  std::vector<Purse> purses;
  for (SettlementStatement& each : statements) {
    const OrgId& payer = payer_of(each, project);
    auto purse = std::find_if(purses.begin(), purses.end(), [&](const Purse& it) {
      return it.payer == payer && it.source == each.source;
    });
    if (purse == purses.end()) {
      purses.push_back({payer, each.source, {}});
      purse = std::prev(purses.end());
    }
    purse->statements.push_back(&each);
  }
  for (Purse& purse : purses) empty_purse(purse, project);
  for (SettlementStatement& each : statements) keep_credit(purses, each, project);
}

}  // namespace bursar::clawback
