// The ledger of a whole project: every posting that its facts make, and whether they add up.
#pragma once

#include <bursar/ledger/ledger.hpp>
#include <bursar/portfolio/project.hpp>

#include <string>
#include <vector>

namespace bursar {

/// All movements of one project as of its portfolio's day.
struct ProjectLedger {
  ProjectId project_id;
  Currency currency = Currency::cny();
  /// By day, position, ordinal. Each names the entry and the fact that it comes from.
  std::vector<Movement> movements;

  [[nodiscard]] BURSAR_API Balances balances() const;
};

/// Posts what every fact of a project does to money (docs/ledger.md). What a later fact changed
/// shows in the movement of the record that it changed. A pure function: the same project gives the
/// same movements. Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<ProjectLedger> ledger_of(const Project& project);

/// What a ledger must satisfy, in the words of docs/ledger.md.
enum class LedgerIdentity : std::uint8_t {
  /// The postings of a movement sum to zero, on accounts that its kind of fact may touch.
  balanced,
  /// received + interest + proceeds = spent + held, and after a settlement what held became.
  money,
  /// R + I + X = left + kept + due back; what the grantee bears and what is payable are not
  /// negative.
  settlement,
  /// A settlement leaves nothing held of what it was made from; a void one nothing of what the one
  /// before it made of that.
  closing,
  /// due back = recovered + outstanding + written off, for each claim; none is negative.
  claim,
  /// A sum does not fit.
  overflow
};
BURSAR_VOCABULARY(LedgerIdentity, "identity", "balanced", "money", "settlement", "closing", "claim",
                  "overflow");

/// One identity that does not hold, and where.
struct LedgerFault {
  LedgerIdentity identity = LedgerIdentity::balanced;
  ProjectId project_id;
  OrgId org_id;  ///< empty: not of one organisation
  Source source = Source::grant;
  std::string record;  ///< the settlement, claim or record that it is about, if it is about one
  Minor left, right;   ///< the two sides that should be equal
};
/// "P-1, O-1, grant, S-1: closing: 0 is not 500".
[[nodiscard]] BURSAR_API Wording text_of(const LedgerFault& fault);

/// Checks balanced, money, settlement and claim (and overflow) on a project as of any day. The
/// sides are the ledger's balances and sums over the project's records, made apart from each other.
[[nodiscard]] BURSAR_API std::vector<LedgerFault> check_ledger(const Project& project);
/// The same for a ledger that was made elsewhere.
[[nodiscard]] BURSAR_API std::vector<LedgerFault> check_ledger(const Project& project,
                                                               const ProjectLedger& ledger);
/// Checks closing: `then` is the project as it was known when the settlement was made, without it
/// (folded as of made_from.as_of and made_from.known_position).
[[nodiscard]] BURSAR_API std::vector<LedgerFault> check_closing(const Project& then,
                                                                const Settlement& settlement);

}  // namespace bursar
