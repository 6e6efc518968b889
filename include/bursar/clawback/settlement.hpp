// 经费结算: what is kept and what is due back, per project, organisation and public source, line by
// line.
//
// Definitions: docs/settlement.md (T0, K, ref, R, E, O, D, A, P, N, S, V, I, X, U, G). Pure
// functions of a portfolio and a rule book; amounts are minor units of the project's currency.
#pragma once

#include <bursar/policy/rule_book.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// One step of a settlement.
struct SettlementLine {
  std::string code;  ///< "R", "E", "N", "return.N", "kept", "due_back" ...
  Minor amount;
  std::string formula;   ///< in the letters of the definitions, with the numbers filled in
  std::string basis;     ///< legal basis or definition, in English
  std::string basis_zh;  ///< the same in Chinese
  CellStatus status = CellStatus::seen;  ///< how sure the basis is
};

/// The settlement of one (project, organisation, source).
struct SettlementStatement {
  ProjectId project_id;
  OrgId org_id;
  Source source = Source::grant;
  std::string regime;
  std::string outcome;  ///< an acceptance outcome, "terminated", "revoked"; "void": part is gone
  Date cut_off{boost::gregorian::date(1970, 1, 1)};       ///< K
  Date reference_on{boost::gregorian::date(1970, 1, 1)};  ///< ref
  bool audited = false;  ///< an adopted opinion stands behind the figures
  /// How sure what is kept, left and due is: as the least sure of the cells that decide about an
  /// amount which is not zero, and of the choice of the regime.
  CellStatus status = CellStatus::seen;
  /// One of them was assumed by the host.
  [[nodiscard]] bool assumed() const noexcept { return status == CellStatus::assumed; }
  Currency currency = Currency::cny();

  Minor received, in_period, outside, disallowed, recognised, payables, unspent, surplus, overspent;
  Minor interest, asset_proceeds, used_recovered;
  Minor floor;  ///< G where the regime has a floor, else 0
  Minor kept, left, due_back;

  /// What due_back is made of: the returned parts, U, X where it returns, and what a floor adds.
  Minor returned_unspent, returned_not_recognised, returned_interest, returned_proceeds;
  Minor returned_whole_grant;  ///< R of a revoked project; the parts of S are then 0
  Minor floor_added;
  Minor floor_missing;     ///< what the lead's money does not suffice for; shown on its last source
  Minor payables_cleared;  ///< C: later spending that cleared accepted payables, at most P
  /// Final accounts that name no opinion, beside those of the opinion that governs: not counted.
  Minor accounts_left_out;
  /// The last day on which what is kept may be used, where the regime sets a limit.
  std::optional<Date> keep_until;
  std::string opinion_id;  ///< the adopted opinion that governs, if there is one

  std::optional<std::string> decision_id;  ///< the decision in force that fixes the sum
  std::optional<Minor> decided;            ///< its sum
  /// Money that came in against this part, what is written off and stays so, what is still due:
  /// claimable = repaid + written_off + outstanding. Apart from that, what came in too much, or
  /// ahead.
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

/// Whether statements come with their lines, or with figures alone (for rules and totals).
enum class SettlementDetail : std::uint8_t { lines, figures };

/// Settles every project that has a concluding attempt or a decision to terminate or revoke.
/// Running projects are in neither list, void settlements apart. Sources ascend by their words.
///
/// Refusals of one settlement, in this order: field_missing, spending_unknown, opinions_conflict,
/// opinion_incomplete, opinion_negative, received_negative, start_unknown, reference_unknown,
/// spending_negative, proceeds_negative, disallowed_exceeds_spending; regime_unknown,
/// parameter_unconfirmed (in_force_from, key_date), regime_undetermined, outcome_not_in_regime;
/// deposit_unknown; parameter_unconfirmed (payables_count, whole_grant, unspent, not_recognised,
/// interest, asset_proceeds, used_money, floor); money_overflow; part_not_settled.
[[nodiscard]] BURSAR_API SettlementReport settle(const Portfolio& portfolio, const RuleBook& rules,
                                                 SettlementDetail detail = SettlementDetail::lines);
/// The same for one project.
[[nodiscard]] BURSAR_API SettlementReport settle(const Portfolio& portfolio, const Project& project,
                                                 const RuleBook& rules,
                                                 SettlementDetail detail = SettlementDetail::lines);
/// The same without a portfolio. `book_source` is the source of a concluded project that has no
/// record of public money at all; nothing = the rule book's.
[[nodiscard]] BURSAR_API SettlementReport
settle_project(const Project& project, const RuleBook& rules,
               SettlementDetail detail = SettlementDetail::lines,
               std::optional<Source> book_source = std::nullopt);

/// The day of conclusion K: of the decision to revoke or to terminate, else of the concluding
/// attempt; and the outcome's word. Nothing while the project runs.
struct Conclusion {
  Date cut_off;
  std::string outcome;
};
[[nodiscard]] BURSAR_API std::optional<Conclusion> conclusion_of(const Project& project);

/// The regime that governs a project (RuleBook::governing on its days).
[[nodiscard]] BURSAR_API Result<const Regime*> governing_regime(const Project& project,
                                                                const RuleBook& rules);
/// The same as if the project were concluded so.
[[nodiscard]] BURSAR_API Result<const Regime*> governing_regime(
    const Project& project, const RuleBook& rules, const std::optional<Conclusion>& conclusion);

/// What one decision in force fixes for one payer and source.
struct DecidedShare {
  std::string decision_id;
  Minor amount;  ///< of the parts that this decision governs
  /// Its own last day to pay; else that of the latest decision made since which states a day alone.
  std::optional<Date> pay_by;
  std::string day_by_decision_id;  ///< the decision that states `pay_by`
};
/// A part of a sum that one decision states and a later one states again without replacing it: the
/// later one governs, and `amount` counts no more.
struct RestatedPart {
  std::string decision_id;
  std::string by_decision_id;
  std::string_view part;  ///< "principal", "interest", "used_recovered", "asset_proceeds"
  Minor amount;
};
/// The decisions in force that fix sums for one payer and source: a decision is in force unless its
/// status says otherwise or another one in force replaces it. Where several state a part
/// (principal, interest, used money, proceeds), the latest that states it governs that part.
/// Penalties are no refund and left out.
struct DecidedSum {
  std::string decision_id;           ///< the latest of them
  std::vector<DecidedShare> shares;  ///< by day decided; they add up to `total`
  std::optional<Minor> principal, interest, used_recovered, asset_proceeds;
  std::optional<Date> pay_by;          ///< of the latest of `shares` that has one
  Minor total;                         ///< of the parts that are known
  std::vector<RestatedPart> restated;  ///< by day decided
};
/// Nothing where no decision in force states a sum. Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<std::optional<DecidedSum>> decided_sum(const Project& project,
                                                                       const OrgId& payer,
                                                                       Source source);

/// The name of a line for people: "unspent" / "未支出".
[[nodiscard]] BURSAR_API std::string_view settlement_line_title(std::string_view code,
                                                                Language language);
/// A statement as text for people, line by line. All amounts, those of the formulas too, are in
/// units of the currency.
[[nodiscard]] BURSAR_API std::string explain(const SettlementStatement& statement,
                                             Language language);

}  // namespace bursar
