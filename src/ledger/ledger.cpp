#include <bursar/ledger/ledger.hpp>

#include <limits>

namespace bursar {
namespace {

Result<Minor> negative(Minor amount) {
  if (amount.value() == std::numeric_limits<std::int64_t>::min()) return Code::money_overflow;
  return Minor(-amount.value());
}

Result<Minor> minus(Minor a, Minor b) {
  MoneySum sum;
  sum.add(a);
  sum.subtract(b);
  return sum.total();
}

/// Posts an amount from one account to another: `to` says where it goes.
Result<void> post(Movement& movement, Account from, const Posting& to) {
  Posting counter = to;
  counter.account = from;
  BURSAR_TRY(counter.amount, negative(to.amount));
  movement.postings.push_back(std::move(counter));
  movement.postings.push_back(to);
  return {};
}

Result<Movement> between(std::string_view cause, const std::string& record, Date on, Account from,
                         const Posting& to) {
  Movement movement{std::string(cause), record, on, 0, 0, {}};
  BURSAR_TRY_VOID(post(movement, from, to));
  return movement;
}

struct Closing {
  Minor retained, due_back, open_payables, borne;
};

// b = E + O + P - (R + I + X - kept - due)
Result<Closing> closing_of(const SettlementMade& s, Minor cleared) {
  MoneySum borne;
  for (const Minor each : {s.received, s.interest, s.asset_proceeds}) borne.subtract(each);
  for (const Minor each : {s.in_period, s.outside, s.payables, s.kept, s.due_back}) borne.add(each);
  BURSAR_TRY(const Minor grantee, borne.total());
  BURSAR_TRY(const Minor open, minus(s.payables, cleared));
  return Closing{s.kept, s.due_back, open, grantee};
}

}  // namespace

bool is_balanced(const Movement& movement) {
  MoneySum sum;
  for (const Posting& posting : movement.postings) sum.add(posting.amount);
  const Result<Minor> total = sum.total();
  return movement.postings.size() >= 2 && total.has_value() && total->value() == 0;
}

const std::vector<PostingRule>& posting_rules() {
  using enum Account;
  static const std::vector<PostingRule> rules = {
      {"PaymentMade", {paid, held}, "paid -p, held +p; a bounced payment the other way round"},
      {"TransferMade", {held}, "held -t at who passes it on, held +t at who receives it"},
      {"OpinionIssued",
       {interest, held},
       "interest -i, held +i, once it is adopted; what the opinions stated that it replaces is "
       "taken back"},
      {"AssetDisposed", {asset_proceeds, held}, "asset_proceeds -x, held +x"},
      {"ExpensesBooked",
       {held, spent, open_payables, retained},
       "held -e, spent +e, by head; after the cut-off of a settlement from open_payables, as far "
       "as it clears accepted payables, else from retained. A reversal is negative, on the day of "
       "its line"},
      {"FinalAccountStated",
       {held, spent},
       "held -e, spent +e, where there are no spending lines of that organisation and source, and "
       "the account counts (docs/settlement.md)"},
      {"SettlementMade",
       {held, retained, due_back, open_payables, borne_by_grantee},
       "closes held to retained +kept, due_back +due, open_payables +(P - C), borne_by_grantee -b; "
       "a supplementary one posts the difference, a void one takes back all"},
      {"ClaimRaised",
       {due_back, credit, recovered, written_off},
       "due_back -c without a claim, due_back +c of the claim; credit that it takes up: credit "
       "-x, due_back +x without a claim; due_back -x of the claim, or written_off -x, recovered "
       "+x"},
      {"ClaimAdjusted", {due_back}, "the difference to the sum before, as ClaimRaised"},
      {"RepaymentReceived",
       {due_back, recovered, credit, written_off, charges, charges_received},
       "due_back -r of the claim, recovered +r, oldest claim first; after a write-off written_off "
       "-r, recovered +r; the rest due_back -x without a claim, credit +x. A late charge or "
       "penalty: charges -a, charges_received +a. A reversal is negative"},
      {"ClaimWrittenOff",
       {due_back, written_off},
       "due_back -w of the claim, written_off +w, up to what is outstanding"}};
  return rules;
}

Result<Movement> movement_of(const PaymentMade& payment, Date on) {
  Minor amount = payment.amount;
  if (payment.direction == PaymentDirection::bounced) {
    BURSAR_TRY(amount, negative(amount));
  }
  return between("PaymentMade", payment.payment_id, on, Account::paid,
                 {Account::held, payment.org_id, payment.source, {}, amount, {}});
}

Result<Movement> movement_of(const TransferMade& transfer, Date on) {
  BURSAR_TRY(
      Movement movement,
      between("TransferMade", transfer.transfer_id, on, Account::held,
              {Account::held, transfer.to_org_id, transfer.source, {}, transfer.amount, {}}));
  movement.postings.front().org_id = transfer.from_org_id;
  return movement;
}

Result<Movement> movement_of(const AssetDisposed& disposal, Date on) {
  return between("AssetDisposed", disposal.asset_id, on, Account::asset_proceeds,
                 {Account::held, disposal.org_id, disposal.source, {}, disposal.proceeds, {}});
}

Result<Movement> movement_of(const FinalAccountStated& account, Date on) {
  return between("FinalAccountStated", account.account_id, on, Account::held,
                 {Account::spent, account.org_id, account.source, account.head, account.spent, {}});
}

Result<Movement> movement_of(const OpinionIssued& opinion, Minor interest, Date on) {
  return between("OpinionIssued", opinion.opinion_id, on, Account::interest,
                 {Account::held, opinion.org_id, opinion.source, {}, interest, {}});
}

Result<Movement> movement_of(std::span<const Spending> spending, Date on) {
  Movement movement{"ExpensesBooked", {}, on, 0, 0, {}};
  for (const Spending& each : spending) {
    const Posting spent{Account::spent, each.org_id, each.source, each.head, each.amount, {}};
    BURSAR_TRY_VOID(post(movement, each.from, spent));
    movement.postings[movement.postings.size() - 2].head.reset();
  }
  return movement;
}

Result<void> require_balanced(const SettlementMade& settlement, Minor cleared) {
  BURSAR_TRY(const Closing closing, closing_of(settlement, cleared));
  MoneySum difference;
  for (const Minor each : {settlement.received, settlement.interest, settlement.asset_proceeds}) {
    difference.add(each);
  }
  for (const Minor each : {settlement.left, settlement.kept, settlement.due_back}) {
    difference.subtract(each);
  }
  BURSAR_TRY(const Minor between_sides, difference.total());
  bool negative_part = between_sides.value() != 0;
  for (const Minor each : {settlement.left, settlement.kept, settlement.due_back,
                           closing.open_payables, closing.borne}) {
    negative_part = negative_part || each.value() < 0;
  }
  if (!negative_part) return {};
  return Refusal(Code::settlement_unbalanced).with("settlement_id", settlement.settlement_id);
}

Result<Movement> movement_of(const SettlementMade& settlement, Minor cleared,
                             const SettlementMade* before, Minor cleared_before, Date on) {
  BURSAR_TRY(const Closing now, closing_of(settlement, cleared));
  Closing then{};
  if (before != nullptr) {
    BURSAR_TRY(then, closing_of(*before, cleared_before));
  }
  Movement movement{"SettlementMade", settlement.settlement_id, on, 0, 0, {}};
  MoneySum held;
  const auto close = [&](Account account, Minor amount) {
    movement.postings.push_back({account, settlement.org_id, settlement.source, {}, amount, {}});
    held.subtract(amount);
  };
  BURSAR_TRY(const Minor retained, minus(now.retained, then.retained));
  close(Account::retained, retained);
  BURSAR_TRY(const Minor due_back, minus(now.due_back, then.due_back));
  close(Account::due_back, due_back);
  BURSAR_TRY(const Minor open, minus(now.open_payables, then.open_payables));
  close(Account::open_payables, open);
  BURSAR_TRY(const Minor borne, minus(then.borne, now.borne));
  close(Account::borne_by_grantee, borne);
  BURSAR_TRY(const Minor closed, held.total());
  movement.postings.push_back(
      {Account::held, settlement.org_id, settlement.source, {}, closed, {}});
  return movement;
}

Result<Movement> movement_of(const ClaimRaised& claim, Date on) {
  BURSAR_TRY(Movement movement, between("ClaimRaised", claim.claim_id, on, Account::due_back,
                                        {Account::due_back,
                                         claim.payer_org_id,
                                         claim.source,
                                         {},
                                         claim.principal,
                                         claim.claim_id}));
  movement.postings.front().claim_id.clear();
  return movement;
}

Result<Movement> movement_of(const ClaimAdjusted& adjusted, Minor change, const OrgId& payer,
                             Source source, Date on) {
  BURSAR_TRY(Movement movement,
             between("ClaimAdjusted", adjusted.claim_id, on, Account::due_back,
                     {Account::due_back, payer, source, {}, change, adjusted.claim_id}));
  movement.postings.front().claim_id.clear();
  return movement;
}

Result<Movement> movement_of(const RepaymentReceived& repayment, std::span<const SetAgainst> set,
                             Date on) {
  const OrgId& payer = repayment.payer_org_id;
  const Source source = repayment.source;
  if (repayment.part == RepaymentPart::late_charge || repayment.part == RepaymentPart::penalty) {
    return between("RepaymentReceived", repayment.repayment_id, on, Account::charges,
                   {Account::charges_received, payer, source, {}, repayment.amount, {}});
  }
  Movement movement{"RepaymentReceived", repayment.repayment_id, on, 0, 0, {}};
  MoneySum rest;
  rest.add(repayment.amount);
  for (const SetAgainst& each : set) {
    rest.subtract(each.amount);
    const Account from = each.after_write_off ? Account::written_off : Account::due_back;
    BURSAR_TRY_VOID(
        post(movement, from, {Account::recovered, payer, source, {}, each.amount, each.claim_id}));
  }
  BURSAR_TRY(const Minor credit, rest.total());
  if (credit.value() != 0 || set.empty()) {
    BURSAR_TRY_VOID(
        post(movement, Account::due_back, {Account::credit, payer, source, {}, credit, {}}));
  }
  return movement;
}

Result<Movement> movement_of_credit_used(const ClaimRaised& claim, const SetAgainst& set, Date on) {
  const auto to = [&](Account account, const std::string& claim_id) {
    return Posting{account, claim.payer_org_id, claim.source, {}, set.amount, claim_id};
  };
  const Account from = set.after_write_off ? Account::written_off : Account::due_back;
  BURSAR_TRY(Movement movement, between("ClaimRaised", claim.claim_id, on, Account::credit,
                                        to(Account::due_back, {})));
  BURSAR_TRY_VOID(post(movement, from, to(Account::recovered, claim.claim_id)));
  return movement;
}

Result<Movement> movement_of(const ClaimWrittenOff& write_off, Minor amount, const OrgId& payer,
                             Source source, Date on) {
  return between("ClaimWrittenOff", write_off.claim_id, on, Account::due_back,
                 {Account::written_off, payer, source, {}, amount, write_off.claim_id});
}

void Balances::add(const Movement& movement) {
  for (const Posting& posting : movement.postings) {
    sums_[{posting.org_id, posting.source, posting.account, posting.head, posting.claim_id}].add(
        posting.amount);
  }
}

Result<Minor> Balances::of(Account account, const Of& of) const {
  MoneySum sum;
  for (const auto& [key, each] : sums_) {
    const auto& [org, source, its_account, head, claim] = key;
    const bool counts = its_account == account && (of.org_id == nullptr || org == *of.org_id) &&
                        (of.source == nullptr || source == *of.source) &&
                        (of.head == nullptr || head == *of.head) &&
                        (of.claim_id == nullptr || claim == *of.claim_id);
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

std::vector<std::pair<OrgId, Source>> Balances::parts() const {
  std::vector<std::pair<OrgId, Source>> found;
  for (const auto& [key, each] : sums_) {
    std::pair<OrgId, Source> part(std::get<OrgId>(key), std::get<Source>(key));
    if (found.empty() || found.back() != part) found.push_back(std::move(part));
  }
  return found;
}

}  // namespace bursar
