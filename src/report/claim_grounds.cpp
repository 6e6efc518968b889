#include "report/claim_grounds.hpp"

#include <algorithm>

namespace bursar::report {
ClaimGrounds claim_grounds(const Portfolio& portfolio, const Project& project,
                           const RuleBook& rules) {
  const SettlementReport own = settle(portfolio, project, rules, SettlementDetail::figures);
  const std::vector<SettledPart> parts = settled_parts(project, own);
  ClaimGrounds grounds;
  for (const ClaimProposal& proposal : propose_claims(project, parts).claims) {
    ClaimGround& ground = grounds[{proposal.payer_org_id.text(), proposal.source}];
    if (!proposal.orgs.empty()) ground.computed = proposal.proposed;
    for (const SettlementStatement& statement : own.settlements) {
      if (statement.source != proposal.source) continue;
      if (std::find(proposal.orgs.begin(), proposal.orgs.end(), statement.org_id) ==
          proposal.orgs.end()) {
        continue;
      }
      ground.unaudited = ground.unaudited || !statement.audited;
      ground.assumed = ground.assumed || statement.assumed();
    }
  }
  return grounds;
}

}  // namespace bursar::report
