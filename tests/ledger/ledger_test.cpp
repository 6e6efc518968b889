#include <bursar/ledger/ledger.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>

using namespace bursar;

namespace {

const Date some_day(2020, 5, 6);
const OrgId lead("O-1");
const OrgId partner("O-2");

Minor balance(const Balances& balances, Account account, const OrgId& org = lead) {
  return balances.of(account, {&org}).value();
}

const std::string no_claim;

Minor of_claim(const Balances& balances, Account account, const std::string& claim) {
  return balances.of(account, {nullptr, nullptr, nullptr, &claim}).value();
}

Movement of_spending(const OrgId& org, Head head, std::int64_t minor,
                     Account from = Account::held) {
  const Spending spending{org, Source::grant, head, Minor(minor), from};
  return movement_of(std::span(&spending, 1), some_day).value();
}

template <class Body, class... More>
Movement made(const Body& body, const More&... more) {
  return movement_of(body, more..., some_day).value();
}

ClaimRaised claim(std::int64_t minor) {
  ClaimRaised raised;
  raised.claim_id = "C";
  raised.payer_org_id = lead;
  raised.principal = Minor(minor);
  return raised;
}

RepaymentReceived refund(std::int64_t minor, RepaymentPart part = RepaymentPart::principal) {
  return {"R", lead, Source::grant, Minor(minor), part, {}, {}, {}, {}};
}

using Against = std::vector<SetAgainst>;

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

TEST_CASE("Ledger: every kind of movement balances, on the accounts of its rule") {
  OpinionIssued opinion;
  opinion.org_id = lead;
  std::vector<Movement> all = {
      made(payment(10)),
      made(payment(10, PaymentDirection::bounced)),
      made(TransferMade{"T", lead, partner, Minor(7), Source::grant}),
      made(opinion, Minor(3)),
      made(AssetDisposed{"A", lead, Source::grant, Minor(3)}),
      made(FinalAccountStated{"F", lead, Source::grant, {}, Head::labour, {}, Minor(4)}),
      of_spending(lead, Head::labour, -4),
      of_spending(lead, Head::labour, 4, Account::retained),
      movement_of(settlement(100, 60, 5, 10, false), Minor(1), nullptr, Minor(0), some_day).value(),
      made(claim(9)),
      made(ClaimAdjusted{"C", Minor(4), {}, {}, {}}, Minor(-5), lead, Source::grant),
      made(refund(9), Against{{"C", Minor(5)}, {"C", Minor(2), true}}),
      made(refund(-9), Against{}),
      made(refund(9, RepaymentPart::penalty), Against{}),
      movement_of_credit_used(claim(9), {"C", Minor(2)}, some_day).value(),
      made(ClaimWrittenOff{"C", Minor(2), "d", {}}, Minor(1), lead, Source::grant)};
  std::set<std::string> facts;
  for (const Movement& movement : all) {
    INFO(movement.cause);
    CHECK(is_balanced(movement));
    const auto rule = std::ranges::find(posting_rules(), movement.cause, &PostingRule::fact);
    REQUIRE(rule != posting_rules().end());
    facts.insert(movement.cause);
    for (const Posting& posting : movement.postings) {
      CHECK(std::ranges::count(rule->accounts, posting.account) == 1);
    }
  }
  CHECK(facts.size() == posting_rules().size());
}

TEST_CASE("Ledger: docs/ledger.md says what the library posts") {
  std::ifstream file("docs/ledger.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  REQUIRE_FALSE(page.empty());
  for (const PostingRule& rule : posting_rules()) {
    std::string accounts;
    for (const Account account : rule.accounts) {
      accounts += (accounts.empty() ? "`" : ", `") + std::string(word(account)) + "`";
    }
    const std::string row = "| `" + std::string(rule.fact) + "` | " + accounts + " | " +
                            std::string(rule.text) + " |\n";
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
  for (const std::string_view account : Vocabulary<Account>::words) {
    INFO(account);
    CHECK(page.find("| `" + std::string(account) + "` |") != std::string::npos);
  }
}

TEST_CASE("Ledger: the smallest amount, which has no counterpart, is refused") {
  const std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
  CHECK(movement_of(payment(smallest), some_day).error().code() == Code::money_overflow);
  CHECK(movement_of(payment(smallest, PaymentDirection::bounced), some_day).error().code() ==
        Code::money_overflow);
}

TEST_CASE("Ledger: a movement that lost a fen is told") {
  Movement movement = made(payment(10));
  movement.postings[0].amount = Minor(9);
  CHECK_FALSE(is_balanced(movement));
  movement.postings.pop_back();
  movement.postings[0].amount = Minor(0);
  CHECK_FALSE(is_balanced(movement));
}

TEST_CASE("Ledger: money held is what came in and was not spent, head by head") {
  Balances balances;
  balances.add(made(payment(100)));
  balances.add(made(payment(30, PaymentDirection::bounced)));
  balances.add(made(TransferMade{"T", lead, partner, Minor(20), Source::grant}));
  balances.add(of_spending(lead, Head::labour, 60));
  balances.add(of_spending(partner, Head::business, 5));
  CHECK(balance(balances, Account::paid) == Minor(-70));
  CHECK(balance(balances, Account::held) == Minor(-10));
  CHECK(balance(balances, Account::held, partner) == Minor(15));
  const Head labour = Head::labour;
  CHECK(balances.of(Account::spent, {nullptr, nullptr, &labour}).value() == Minor(60));
  CHECK(balances.total().value() == Minor(0));
}

TEST_CASE("Ledger: a settlement leaves nothing held, and says who bears what") {
  Balances balances;
  balances.add(made(payment(100)));
  balances.add(of_spending(lead, Head::labour, 60));
  OpinionIssued opinion;
  opinion.org_id = lead;
  balances.add(made(opinion, Minor(5)));
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
  balances.add(made(payment(100)));
  balances.add(of_spending(lead, Head::labour, 130));
  balances.add(
      movement_of(settlement(100, 130, 0, 0, true), Minor(0), nullptr, Minor(0), some_day).value());
  CHECK(balance(balances, Account::held) == Minor(0));
  CHECK(balance(balances, Account::borne_by_grantee) == Minor(-30));
}

TEST_CASE("Ledger: a supplementary settlement posts the difference, and the first stands") {
  Balances balances;
  balances.add(made(payment(100)));
  balances.add(of_spending(lead, Head::labour, 60));
  const SettlementMade first = settlement(100, 60, 0, 0, false);
  balances.add(movement_of(first, Minor(0), nullptr, Minor(0), some_day).value());
  balances.add(made(payment(20)));
  CHECK(balance(balances, Account::held) == Minor(20));
  OpinionIssued opinion;
  opinion.org_id = lead;
  balances.add(made(opinion, Minor(3)));
  const SettlementMade second = settlement(120, 60, 3, 0, false);
  balances.add(movement_of(second, Minor(0), &first, Minor(0), some_day).value());
  CHECK(balance(balances, Account::held) == Minor(0));
  CHECK(balance(balances, Account::due_back) == Minor(63));
}

TEST_CASE("Ledger: a settlement whose sides differ is told, and still balances") {
  SettlementMade wrong = settlement(100, 60, 0, 0, false);
  CHECK(require_balanced(wrong, Minor(0)).has_value());
  wrong.kept = Minor(1);
  CHECK(require_balanced(wrong, Minor(0)).error().code() == Code::settlement_unbalanced);
  CHECK(is_balanced(movement_of(wrong, Minor(0), nullptr, Minor(0), some_day).value()));
  const SettlementMade cleared = settlement(100, 60, 0, 10, false);
  CHECK(require_balanced(cleared, Minor(10)).has_value());
  CHECK(require_balanced(cleared, Minor(11)).error().code() == Code::settlement_unbalanced);
}

TEST_CASE("Ledger: a refund is set against what is due, the rest is credit") {
  Balances balances;
  balances.add(made(claim(35)));
  balances.add(made(refund(50), Against{{"C", Minor(35)}}));
  CHECK(balance(balances, Account::recovered) == Minor(35));
  CHECK(balance(balances, Account::credit) == Minor(15));
  CHECK(of_claim(balances, Account::due_back, "C") == Minor(0));
  // Taken over from what settlements found due, of which there is nothing here, and less credit.
  CHECK(of_claim(balances, Account::due_back, no_claim) == Minor(-50));
}

TEST_CASE("Ledger: a reversed refund leaves the claim as it was") {
  Balances balances;
  balances.add(made(claim(35)));
  balances.add(made(refund(50), Against{{"C", Minor(20)}}));
  balances.add(made(refund(-30), Against{}));
  CHECK(balance(balances, Account::recovered) == Minor(20));
  CHECK(balance(balances, Account::credit) == Minor(0));
  CHECK(of_claim(balances, Account::due_back, "C") == Minor(15));
}

TEST_CASE("Ledger: credit goes to the claim that takes it up") {
  Balances balances;
  balances.add(made(refund(50), Against{}));
  balances.add(made(claim(35)));
  balances.add(movement_of_credit_used(claim(35), {"C", Minor(35)}, some_day).value());
  CHECK(balance(balances, Account::recovered) == Minor(35));
  CHECK(balance(balances, Account::credit) == Minor(15));
  CHECK(of_claim(balances, Account::due_back, "C") == Minor(0));
}

TEST_CASE("Ledger: what comes in after a write-off is recovered, and written off no longer") {
  Balances balances;
  balances.add(made(claim(35)));
  balances.add(made(ClaimAdjusted{"C", Minor(40), {}, {}, {}}, Minor(5), lead, Source::grant));
  balances.add(made(ClaimWrittenOff{"C", Minor(99), "d", {}}, Minor(40), lead, Source::grant));
  CHECK(of_claim(balances, Account::due_back, "C") == Minor(0));
  balances.add(made(refund(15), Against{{"C", Minor(15), true}}));
  CHECK(balance(balances, Account::recovered) == Minor(15));
  CHECK(balance(balances, Account::written_off) == Minor(25));
}

TEST_CASE("Ledger: charges are apart from the grant") {
  Balances balances;
  balances.add(made(refund(9, RepaymentPart::late_charge), Against{}));
  CHECK(balance(balances, Account::charges) == Minor(-9));
  CHECK(balance(balances, Account::charges_received) == Minor(9));
  CHECK(balance(balances, Account::due_back) == Minor(0));
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
    balances.add(made(payment(received)));
    balances.add(of_spending(lead, Head::business, spent));
    balances.add(of_spending(lead, Head::business, cleared));
    OpinionIssued opinion;
    opinion.org_id = lead;
    balances.add(made(opinion, Minor(interest)));
    RC_ASSERT(received + interest == spent + cleared + balance(balances, Account::held).value());
    const SettlementMade figures =
        settlement(received, spent, interest, payables, *rc::gen::arbitrary<bool>());
    balances.add(movement_of(figures, Minor(cleared), nullptr, Minor(0), some_day).value());
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
