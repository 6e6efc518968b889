#include <bursar/ledger/ledger.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>

using namespace bursar;

namespace {

const Date some_day(2020, 5, 6);
const OrgId lead("O-1");
const OrgId partner("O-2");

Minor balance(const Balances& balances, Account account, const OrgId& org = lead) {
  return balances.of(account, &org).value();
}

PaymentMade payment(std::int64_t minor, PaymentDirection direction = PaymentDirection::to_grantee) {
  return {"P", lead, Minor(minor), Source::grant, {}, direction};
}

// A settlement whose figures follow from its parts, everything that is not kept being due.
SettlementMade settlement(std::int64_t received, std::int64_t spent, std::int64_t interest,
                          std::int64_t payables, bool keep) {
  SettlementMade made;
  made.settlement_id = "S";
  made.org_id = lead;
  made.received = Minor(received);
  made.in_period = Minor(spent);
  made.interest = Minor(interest);
  made.payables = Minor(payables);
  const std::int64_t left = std::min(received, spent + payables);
  made.left = Minor(left);
  (keep ? made.kept : made.due_back) = Minor(received + interest - left);
  return made;
}

}  // namespace

TEST_CASE("Ledger: every kind of movement balances") {
  CHECK(is_balanced(movement_of(payment(10), some_day)));
  CHECK(is_balanced(movement_of(payment(10, PaymentDirection::bounced), some_day)));
  CHECK(is_balanced(
      movement_of(TransferMade{"T", lead, partner, Minor(7), Source::grant}, some_day)));
  CHECK(is_balanced(movement_of(AssetDisposed{"A", lead, Source::grant, Minor(3)}, some_day)));
  CHECK(is_balanced(movement_of(
      FinalAccountStated{"F", lead, Source::grant, {}, Head::labour, {}, Minor(4)}, some_day)));
  CHECK(is_balanced(
      movement_of_spending("E", lead, Source::grant, Head::labour, Minor(-4), some_day)));
  RepaymentReceived refund{"R", lead, Source::grant, Minor(9), RepaymentPart::principal, {}, {},
                           {},  {}};
  CHECK(is_balanced(movement_of(refund, Minor(5), some_day)));
  refund.part = RepaymentPart::penalty;
  CHECK(is_balanced(movement_of(refund, Minor(0), some_day)));
  CHECK(is_balanced(
      movement_of(ClaimWrittenOff{"C", Minor(2), "d", {}}, lead, Source::grant, some_day)));
}

TEST_CASE("Ledger: a movement that lost a fen is told") {
  Movement movement = movement_of(payment(10), some_day);
  movement.postings[0].amount = Minor(9);
  CHECK_FALSE(is_balanced(movement));
  movement.postings.pop_back();
  movement.postings[0].amount = Minor(0);
  CHECK_FALSE(is_balanced(movement));
}

TEST_CASE("Ledger: money held is what came in and was not spent, head by head") {
  Balances balances;
  balances.add(movement_of(payment(100), some_day));
  balances.add(movement_of(payment(30, PaymentDirection::bounced), some_day));
  balances.add(movement_of(TransferMade{"T", lead, partner, Minor(20), Source::grant}, some_day));
  balances.add(movement_of_spending("E", lead, Source::grant, Head::labour, Minor(60), some_day));
  balances.add(
      movement_of_spending("E2", partner, Source::grant, Head::business, Minor(5), some_day));
  CHECK(balance(balances, Account::paid) == Minor(-70));
  CHECK(balance(balances, Account::held) == Minor(-10));
  CHECK(balance(balances, Account::held, partner) == Minor(15));
  const Head labour = Head::labour;
  CHECK(balances.of(Account::spent, nullptr, nullptr, &labour).value() == Minor(60));
  CHECK(balances.total().value() == Minor(0));
}

TEST_CASE("Ledger: a settlement leaves nothing held, and says who bears what") {
  Balances balances;
  balances.add(movement_of(payment(100), some_day));
  balances.add(movement_of_spending("E", lead, Source::grant, Head::labour, Minor(60), some_day));
  balances.add(movement_of(settlement(100, 60, 5, 10, false), Minor(0), nullptr, Minor(0), some_day)
                   .value());
  CHECK(balance(balances, Account::held) == Minor(0));
  CHECK(balance(balances, Account::due_back) == Minor(35));
  CHECK(balance(balances, Account::open_payables) == Minor(10));
  CHECK(balance(balances, Account::borne_by_grantee) == Minor(0));
  CHECK(balance(balances, Account::interest) == Minor(-5));
}

TEST_CASE("Ledger: what was spent beyond the money is borne by the grantee") {
  Balances balances;
  balances.add(movement_of(payment(100), some_day));
  balances.add(movement_of_spending("E", lead, Source::grant, Head::labour, Minor(130), some_day));
  balances.add(
      movement_of(settlement(100, 130, 0, 0, true), Minor(0), nullptr, Minor(0), some_day).value());
  CHECK(balance(balances, Account::held) == Minor(0));
  CHECK(balance(balances, Account::borne_by_grantee) == Minor(-30));
}

TEST_CASE("Ledger: a supplementary settlement posts the difference, and the first stands") {
  Balances balances;
  balances.add(movement_of(payment(100), some_day));
  balances.add(movement_of_spending("E", lead, Source::grant, Head::labour, Minor(60), some_day));
  const SettlementMade first = settlement(100, 60, 0, 0, false);
  balances.add(movement_of(first, Minor(0), nullptr, Minor(0), some_day).value());
  balances.add(movement_of(payment(20), some_day));
  CHECK(balance(balances, Account::held) == Minor(20));
  const SettlementMade second = settlement(120, 60, 3, 0, false);
  balances.add(movement_of(second, Minor(0), &first, Minor(0), some_day).value());
  CHECK(balance(balances, Account::held) == Minor(0));
  CHECK(balance(balances, Account::due_back) == Minor(63));
}

TEST_CASE("Ledger: a settlement whose sides differ is refused") {
  SettlementMade wrong = settlement(100, 60, 0, 0, false);
  wrong.kept = Minor(1);
  CHECK(movement_of(wrong, Minor(0), nullptr, Minor(0), some_day).error().code() ==
        Code::settlement_unbalanced);
  const SettlementMade cleared = settlement(100, 60, 0, 10, false);
  CHECK(movement_of(cleared, Minor(11), nullptr, Minor(0), some_day).error().code() ==
        Code::settlement_unbalanced);
}

TEST_CASE("Ledger: a refund is set against what is due, the rest is credit") {
  Balances balances;
  const RepaymentReceived refund{
      "R", lead, Source::grant, Minor(50), RepaymentPart::principal, {}, {}, {}, {}};
  balances.add(movement_of(refund, Minor(35), some_day));
  CHECK(balance(balances, Account::recovered) == Minor(35));
  CHECK(balance(balances, Account::credit) == Minor(15));
  CHECK(balance(balances, Account::due_back) == Minor(-50));
}

TEST_CASE("Ledger: the identities hold for any money") {
  CHECK(rc::check("identities", [] {
    const auto amount = [](std::int64_t bound) {
      return *rc::gen::inRange<std::int64_t>(0, bound);
    };
    const std::int64_t received = amount(1'000'000'000'000);
    const std::int64_t spent = amount(2'000'000'000'000);
    const std::int64_t interest = amount(1'000'000);
    const std::int64_t payables = amount(1'000'000'000);
    const std::int64_t cleared = amount(payables + 1);
    Balances balances;
    balances.add(movement_of(payment(received), some_day));
    balances.add(
        movement_of_spending("E", lead, Source::grant, Head::business, Minor(spent), some_day));
    balances.add(
        movement_of_spending("C", lead, Source::grant, Head::business, Minor(cleared), some_day));
    RC_ASSERT(received == spent + cleared + balance(balances, Account::held).value());
    const SettlementMade made =
        settlement(received, spent, interest, payables, *rc::gen::arbitrary<bool>());
    balances.add(movement_of(made, Minor(cleared), nullptr, Minor(0), some_day).value());
    RC_ASSERT(balance(balances, Account::held) == Minor(0));
    RC_ASSERT(balance(balances, Account::borne_by_grantee) <= Minor(0));
    RC_ASSERT(balances.total().value() == Minor(0));
    RC_ASSERT(received + interest - balance(balances, Account::borne_by_grantee).value() ==
              balance(balances, Account::spent).value() +
                  balance(balances, Account::retained).value() +
                  balance(balances, Account::due_back).value() +
                  balance(balances, Account::open_payables).value());
  }));
}
