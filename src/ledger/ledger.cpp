#include <bursar/ledger/ledger.hpp>

#include <limits>

namespace bursar {
namespace {

// The counterpart of an amount. The smallest one has none, and is not a possible amount of a fact:
// the movement that would need it is left unbalanced, which is_balanced tells.
Minor negative(Minor amount) {
  if (amount.value() == std::numeric_limits<std::int64_t>::min()) return Minor(std::int64_t{0});
  return Minor(-amount.value());
}

Movement between(std::string cause, std::string record, Date on, const Posting& from, Account to) {
  Posting counter = from;
  counter.account = to;
  counter.amount = negative(from.amount);
  return {std::move(cause), std::move(record), on, 0, {from, counter}};
}

struct Closing {
  Minor interest, retained, due_back, open_payables, borne;
};

Result<Minor> minus(Minor a, Minor b) {
  MoneySum sum;
  sum.add(a);
  sum.subtract(b);
  return sum.total();
}

// b = E + O + P - (R + I + X - kept - due)
Result<Closing> closing_of(const SettlementMade& s, Minor cleared) {
  MoneySum in;
  MoneySum out;
  MoneySum borne;
  for (const Minor each : {s.received, s.interest, s.asset_proceeds}) {
    in.add(each);
    borne.subtract(each);
  }
  for (const Minor each : {s.left, s.kept, s.due_back}) out.add(each);
  for (const Minor each : {s.in_period, s.outside, s.payables, s.kept, s.due_back}) borne.add(each);
  BURSAR_TRY(const Minor came_in, in.total());
  BURSAR_TRY(const Minor went_out, out.total());
  BURSAR_TRY(const Minor grantee, borne.total());
  BURSAR_TRY(const Minor open, minus(s.payables, cleared));
  if (came_in != went_out || grantee.value() < 0 || open.value() < 0) {
    return Refusal(Code::settlement_unbalanced).with("settlement_id", s.settlement_id);
  }
  return Closing{s.interest, s.kept, s.due_back, open, grantee};
}

}  // namespace

bool is_balanced(const Movement& movement) {
  MoneySum sum;
  for (const Posting& posting : movement.postings) sum.add(posting.amount);
  const Result<Minor> total = sum.total();
  return movement.postings.size() >= 2 && total.has_value() && total->value() == 0;
}

Movement movement_of(const PaymentMade& payment, Date on) {
  const bool bounced = payment.direction == PaymentDirection::bounced;
  const Minor amount = bounced ? negative(payment.amount) : payment.amount;
  return between("PaymentMade", payment.payment_id, on,
                 {Account::held, payment.org_id, payment.source, {}, amount}, Account::paid);
}

Movement movement_of(const TransferMade& transfer, Date on) {
  Movement movement{"TransferMade", transfer.transfer_id, on, 0, {}};
  movement.postings.push_back(
      {Account::held, transfer.from_org_id, transfer.source, {}, negative(transfer.amount)});
  movement.postings.push_back(
      {Account::held, transfer.to_org_id, transfer.source, {}, transfer.amount});
  return movement;
}

Movement movement_of(const AssetDisposed& disposal, Date on) {
  return between("AssetDisposed", disposal.asset_id, on,
                 {Account::held, disposal.org_id, disposal.source, {}, disposal.proceeds},
                 Account::asset_proceeds);
}

Movement movement_of(const FinalAccountStated& account, Date on) {
  return movement_of_spending(account.account_id, account.org_id, account.source, account.head,
                              account.spent, on);
}

Movement movement_of_spending(std::string record, const OrgId& org, Source source, Head head,
                              Minor amount, Date on, Account from) {
  Movement movement{"ExpensesBooked", std::move(record), on, 0, {}};
  movement.postings.push_back({from, org, source, {}, negative(amount)});
  movement.postings.push_back({Account::spent, org, source, head, amount});
  return movement;
}

Result<Movement> movement_of(const SettlementMade& settlement, Minor cleared,
                             const SettlementMade* before, Minor cleared_before, Date on) {
  BURSAR_TRY(const Closing now, closing_of(settlement, cleared));
  Closing then{};
  if (before != nullptr) {
    BURSAR_TRY(then, closing_of(*before, cleared_before));
  }
  Movement movement{"SettlementMade", settlement.settlement_id, on, 0, {}};
  MoneySum held;
  const auto post = [&](Account account, Minor amount) {
    movement.postings.push_back({account, settlement.org_id, settlement.source, {}, amount});
    held.subtract(amount);
  };
  BURSAR_TRY(const Minor interest, minus(then.interest, now.interest));
  post(Account::interest, interest);
  BURSAR_TRY(const Minor retained, minus(now.retained, then.retained));
  post(Account::retained, retained);
  BURSAR_TRY(const Minor due_back, minus(now.due_back, then.due_back));
  post(Account::due_back, due_back);
  BURSAR_TRY(const Minor open, minus(now.open_payables, then.open_payables));
  post(Account::open_payables, open);
  BURSAR_TRY(const Minor borne, minus(then.borne, now.borne));
  post(Account::borne_by_grantee, borne);
  BURSAR_TRY(const Minor closed, held.total());
  movement.postings.push_back({Account::held, settlement.org_id, settlement.source, {}, closed});
  return movement;
}

Movement movement_of(const RepaymentReceived& repayment, Minor recovered, Date on) {
  Movement movement{"RepaymentReceived", repayment.repayment_id, on, 0, {}};
  const auto post = [&](Account account, Minor amount) {
    if (amount.value() == 0) return;
    movement.postings.push_back({account, repayment.payer_org_id, repayment.source, {}, amount});
  };
  const bool charge =
      repayment.part == RepaymentPart::late_charge || repayment.part == RepaymentPart::penalty;
  if (charge) {
    post(Account::charges, repayment.amount);
    post(Account::charges, negative(repayment.amount));
    return movement;
  }
  const Minor rest(repayment.amount.value() - recovered.value());
  post(Account::due_back, negative(repayment.amount));
  post(Account::recovered, recovered);
  post(Account::credit, rest);
  return movement;
}

Movement movement_of(const ClaimWrittenOff& write_off, const OrgId& payer, Source source, Date on) {
  return between("ClaimWrittenOff", write_off.claim_id, on,
                 {Account::written_off, payer, source, {}, write_off.amount}, Account::due_back);
}

void Balances::add(const Movement& movement) {
  for (const Posting& posting : movement.postings) {
    sums_[{posting.account, posting.org_id, posting.source, posting.head}].add(posting.amount);
  }
}

Result<Minor> Balances::of(Account account, const OrgId* org, const Source* source,
                           const Head* head) const {
  MoneySum sum;
  for (const auto& [key, each] : sums_) {
    const auto& [of, of_org, of_source, of_head] = key;
    const bool counts = of == account && (org == nullptr || of_org == *org) &&
                        (source == nullptr || of_source == *source) &&
                        (head == nullptr || of_head == *head);
    if (!counts) continue;
    BURSAR_TRY(const Minor part, each.total());
    sum.add(part);
  }
  return sum.total();
}

Result<Minor> Balances::total() const {
  MoneySum sum;
  for (const auto& [key, each] : sums_) {
    BURSAR_TRY(const Minor part, each.total());
    sum.add(part);
  }
  return sum.total();
}

}  // namespace bursar
