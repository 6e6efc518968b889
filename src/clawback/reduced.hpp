// Claims as lists and totals show them: as they will be once they are adjusted.
#pragma once

#include <bursar/clawback/claims.hpp>

namespace bursar::clawback {

/// As recover_project, the claims that are to be reduced (claim_changes) reduced as of terms.as_of:
/// what should be claimed beyond the claims on record is shown, so what should not be claimed any
/// more is shown too; else money that moved to another payer would be there twice. Where no
/// settlement is on record, claims that no decision fixed stand as they are.
[[nodiscard]] ProjectRecovery recover_reduced(const Project& project,
                                              std::span<const SettledPart> parts,
                                              const RecoveryTerms& terms);

}  // namespace bursar::clawback
