// Claims as lists and totals show them: as they will be once they are adjusted.
#pragma once

#include <bursar/clawback/claims.hpp>

namespace bursar::clawback {

/// As recover_project, the claims that will grow or shrink (claim_changes) adjusted as of
/// terms.as_of: so they are after a raise on that day, and a sum that grew is one claim. What
/// should be claimed beyond the claims on record is shown, so what should not be claimed any more
/// is shown too; else money that moved to another payer would be there twice. Where no settlement
/// is on record, claims that no decision fixed do not shrink.
[[nodiscard]] ProjectRecovery recover_adjusted(const Project& project,
                                               std::span<const SettledPart> parts,
                                               const RecoveryTerms& terms);

}  // namespace bursar::clawback
