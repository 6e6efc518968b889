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
  retained,          ///< kept at settlement
  due_back,          ///< to be refunded; what is left of it is outstanding
  open_payables,     ///< accepted payables that are still to be paid
  borne_by_grantee,  ///< spending beyond the money there was (falls)
  recovered,         ///< refunds set against sums due
  credit,            ///< refunds beyond them
  written_off,
  charges  ///< late charges and penalties, apart from the grant
};
BURSAR_VOCABULARY(Account, "account", "paid", "held", "interest", "asset_proceeds", "spent",
                  "retained", "due_back", "open_payables", "borne_by_grantee", "recovered",
                  "credit", "written_off", "charges");

/// One side of a movement.
struct Posting {
  Account account;
  OrgId org_id;
  Source source;
  std::optional<Head> head;  ///< of spending
  Minor amount;
  friend bool operator==(const Posting&, const Posting&) = default;
};

/// What one fact does: two or more postings that sum to zero.
struct Movement {
  std::string cause;   ///< the kind of the fact
  std::string record;  ///< the id of its record
  Date on;
  std::int64_t position = 0;  ///< of the entry; 0 = not known
  std::vector<Posting> postings;
};

/// Whether the postings of a movement sum to zero.
[[nodiscard]] BURSAR_API bool is_balanced(const Movement& movement);

// One function a kind of fact. Organisations are resolved (never blank).

[[nodiscard]] BURSAR_API Movement movement_of(const PaymentMade& payment, Date on);
[[nodiscard]] BURSAR_API Movement movement_of(const TransferMade& transfer, Date on);
[[nodiscard]] BURSAR_API Movement movement_of(const AssetDisposed& disposal, Date on);
[[nodiscard]] BURSAR_API Movement movement_of(const FinalAccountStated& account, Date on);
/// Spending: held -e, spent +e. After a settlement spending that clears an accepted payable is
/// taken from open_payables, and other spending from retained.
[[nodiscard]] BURSAR_API Movement movement_of_spending(std::string record, const OrgId& org,
                                                       Source source, Head head, Minor amount,
                                                       Date on, Account from = Account::held);
/// A settlement: interest comes in, and `held` is closed to retained, due_back, open_payables and
/// borne_by_grantee. `cleared` = C, what of the payables was spent by then. A supplementary
/// settlement posts the difference to the one before. Refusals: settlement_unbalanced (R + I + X
/// differs from left + kept + due, or the grantee would bear a negative sum).
[[nodiscard]] BURSAR_API Result<Movement> movement_of(const SettlementMade& settlement,
                                                      Minor cleared, const SettlementMade* before,
                                                      Minor cleared_before, Date on);
/// A refund of which `recovered` is set against sums due, the rest is credit. A reversal has
/// negative amounts. Charges and penalties go to `charges`.
[[nodiscard]] BURSAR_API Movement movement_of(const RepaymentReceived& repayment, Minor recovered,
                                              Date on);
[[nodiscard]] BURSAR_API Movement movement_of(const ClaimWrittenOff& write_off, const OrgId& payer,
                                              Source source, Date on);

/// Balances by account, organisation, source and head; sums are checked when they are read.
class BURSAR_API Balances {
 public:
  void add(const Movement& movement);

  /// The balance over everything that is not named. Refusals: money_overflow.
  [[nodiscard]] Result<Minor> of(Account account, const OrgId* org = nullptr,
                                 const Source* source = nullptr, const Head* head = nullptr) const;
  /// The sum over all accounts: always zero.
  [[nodiscard]] Result<Minor> total() const;

 private:
  using Key = std::tuple<Account, OrgId, Source, std::optional<Head>>;
  std::map<Key, MoneySum> sums_;
};

}  // namespace bursar
