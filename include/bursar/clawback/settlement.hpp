// 经费结算: what is kept and what is due back, per project, organisation and public source, line by line.
//
// Definitions: docs/settlement.md (T0, K, ref, R, E, O, D, A, P, N, S, V, I, X, U, G). Pure functions of a
// portfolio and a rule book; amounts are minor units of the project's currency.
#pragma once

#include <bursar/policy/rule_book.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bursar {

/// One step of a settlement.
struct SettlementLine {
  std::string code;     ///< "R", "E", "N", "return.N", "kept", "due_back" ...
  Minor amount;
  std::string formula;  ///< in the letters of the definitions, with the numbers filled in
  std::string basis;    ///< legal basis or definition
  CellStatus status = CellStatus::seen;  ///< how sure the basis is
};

/// The settlement of one (project, organisation, source).
struct SettlementStatement {
  ProjectId project_id;
  OrgId org_id;
  Source source = Source::grant;
  std::string regime;
  std::string outcome;  ///< an acceptance outcome, "terminated" or "revoked"
  Date cut_off{boost::gregorian::date(1970, 1, 1)};       ///< K
  Date reference_on{boost::gregorian::date(1970, 1, 1)};  ///< ref
  bool audited = false;  ///< an adopted opinion stands behind the figures
  Currency currency = Currency::cny();

  Minor received, in_period, outside, disallowed, recognised, payables, unspent, surplus, overspent;
  Minor interest, asset_proceeds, used_recovered;
  Minor floor;  ///< G where the regime has a floor, else 0
  Minor kept, left, due_back;

  std::optional<std::string> decision_id;  ///< the decision in force that fixes the sum
  std::optional<Minor> decided;            ///< its sum
  Minor repaid, written_off, outstanding, credit;

  std::vector<SettlementLine> lines;

  /// What the claim carries: the decision's sum, where there is one, else the proposal.
  [[nodiscard]] Minor claimable() const noexcept { return decided.value_or(due_back); }
};

/// A settlement that could not be made, with the requirement that is missing.
struct NotSettled {
  ProjectId project_id;
  OrgId org_id;
  Source source = Source::grant;
  Refusal refusal;
  std::string detail;
};

struct SettlementReport {
  std::vector<SettlementStatement> settlements;  ///< by project, organisation, source
  std::vector<NotSettled> not_settled;           ///< by project, organisation, source
};

/// Settles every project that has a concluding attempt or a decision to terminate or revoke. Running
/// projects are in neither list.
[[nodiscard]] BURSAR_API SettlementReport settle(const Portfolio& portfolio, const RuleBook& rules);
/// The same for one project.
[[nodiscard]] BURSAR_API SettlementReport settle(const Portfolio& portfolio, const Project& project,
                                                 const RuleBook& rules);

}  // namespace bursar
