// What each fact does to money: balanced postings to accounts.
//
// Amounts are signed: a movement's postings sum to zero. Every figure that a report shows is the
// balance of an account, or a sum of balances, and can be traced to the movements behind it. In
// magnitudes:
//
//   received + interest + proceeds = spent + held                            before settlement
//   held + borne by grantee = retained + due back + open payables            at settlement
//   due back = recovered + outstanding + written off                         each claim, charges
//   apart
//
// docs/ledger.md says it for people.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/grant/facts.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace bursar {

enum class Account : std::uint8_t {
  paid,            ///< what the funder gave (falls)
  held,            ///< what the organisation holds of it; may fall below zero
  interest,        ///< 孳息 earned on it (falls)
  asset_proceeds,  ///< from disposals (falls)
  spent,
  retained,          ///< kept at settlement, less what was spent of it since
  due_back,          ///< to be refunded; of a claim: what is outstanding
  open_payables,     ///< accepted payables that are still to be paid
  borne_by_grantee,  ///< spending beyond the money there was (falls)
  recovered,         ///< refunds set against claims
  credit,            ///< refunds beyond them
  written_off,       ///< and not recovered since
  charges,           ///< late charges and penalties, apart from the grant (falls)
  charges_received
};
BURSAR_VOCABULARY(Account, "account", "paid", "held", "interest", "asset_proceeds", "spent",
                  "retained", "due_back", "open_payables", "borne_by_grantee", "recovered",
                  "credit", "written_off", "charges", "charges_received");

/// One side of a movement.
struct Posting {
  Account account = Account::paid;
  OrgId org_id;
  Source source = Source::grant;
  std::optional<Head> head;  ///< of spending
  Minor amount;
  std::string claim_id;  ///< of money that one claim is about; else empty
  friend bool operator==(const Posting&, const Posting&) = default;
};

/// What one fact does: two or more postings that sum to zero.
struct Movement {
  std::string cause;   ///< the kind of the fact
  std::string record;  ///< the id of its record; empty for spending, which has many
  Date on;
  std::int64_t position = 0;  ///< of the entry; 0 = not known
  std::uint32_t ordinal = 0;  ///< of the fact in it
  std::vector<Posting> postings;
};

/// Whether the postings of a movement sum to zero.
[[nodiscard]] BURSAR_API bool is_balanced(const Movement& movement);

/// Which accounts a kind of fact may touch, and how: the table of docs/ledger.md.
struct PostingRule {
  std::string_view fact;
  std::vector<Account> accounts;
  std::string_view text;
};
[[nodiscard]] BURSAR_API const std::vector<PostingRule>& posting_rules();

// One function a kind of fact. Organisations are resolved (never blank). Refusals, of all that
// return a result: money_overflow.

[[nodiscard]] BURSAR_API Result<Movement> movement_of(const PaymentMade& payment, Date on);
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const TransferMade& transfer, Date on);
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const AssetDisposed& disposal, Date on);
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const FinalAccountStated& account, Date on);
/// An adopted opinion: `interest` is what it states, less what the opinions state that it replaces.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const OpinionIssued& opinion, Minor interest,
                                                      Date on);

/// Spending that one fact books, from one account, on one head.
struct Spending {
  OrgId org_id;
  Source source = Source::grant;
  Head head = Head::equipment;
  Minor amount;  ///< negative where more was reversed than booked
  /// After a settlement: open_payables for what clears an accepted payable, retained for the rest.
  Account from = Account::held;
};
[[nodiscard]] BURSAR_API Result<Movement> movement_of(std::span<const Spending> spending, Date on);

/// A settlement closes `held` to retained, due_back, open_payables and borne_by_grantee. `cleared`
/// = C, what of the payables was spent by then. A supplementary settlement posts the difference to
/// the one before.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const SettlementMade& settlement,
                                                      Minor cleared, const SettlementMade* before,
                                                      Minor cleared_before, Date on);
/// Whether a settlement's figures add up. Refusals: settlement_unbalanced (R + I + X differs from
/// left + kept + due, a part is negative, or the grantee would bear a negative sum);
/// money_overflow.
[[nodiscard]] BURSAR_API Result<void> require_balanced(const SettlementMade& settlement,
                                                       Minor cleared);

/// A claim takes its principal over from what settlements found due; where a decision fixed another
/// sum, the difference stays on due_back.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const ClaimRaised& claim, Date on);
/// `change`: the new principal less the one before.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const ClaimAdjusted& adjusted, Minor change,
                                                      const OrgId& payer, Source source, Date on);

/// What of a repayment was set against one claim.
struct SetAgainst {
  std::string claim_id;
  Minor amount;
  bool after_write_off = false;
};
/// A refund: what is set against claims is recovered, the rest is credit. A reversal has a negative
/// amount, which leaves credit. Charges and penalties go to accounts of their own.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const RepaymentReceived& repayment,
                                                      std::span<const SetAgainst> set, Date on);
/// Credit that a claim takes up when it is raised: `set` is against it.
[[nodiscard]] BURSAR_API Result<Movement> movement_of_credit_used(const ClaimRaised& claim,
                                                                  const SetAgainst& set, Date on);
/// `amount`: what was outstanding of the sum that is written off.
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const ClaimWrittenOff& write_off,
                                                      Minor amount, const OrgId& payer,
                                                      Source source, Date on);

/// Balances by account, organisation, source, head and claim; sums are checked when they are read.
class BURSAR_API Balances {
 public:
  void add(const Movement& movement);

  /// What a balance is of; what is not named counts all.
  struct Of {
    const OrgId* org_id = nullptr;
    const Source* source = nullptr;
    const Head* head = nullptr;
    const std::string* claim_id = nullptr;  ///< empty text: what no claim is about
  };
  /// Refusals: money_overflow.
  [[nodiscard]] Result<Minor> of(Account account, const Of& of) const;
  [[nodiscard]] Result<Minor> of(Account account) const { return of(account, Of()); }
  /// The sum over all accounts: always zero.
  [[nodiscard]] Result<Minor> total() const;
  /// The organisations and sources that anything was posted to, in order.
  [[nodiscard]] std::vector<std::pair<OrgId, Source>> parts() const;

 private:
  using Key = std::tuple<OrgId, Source, Account, std::optional<Head>, std::string>;
  std::map<Key, MoneySum> sums_;
};

}  // namespace bursar
