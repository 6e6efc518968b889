// The ten checks that come with the library, as typed rules, and sets of them.
//
// docs/audit.md defines each check. No legal figure has a default: whoever builds a rule states it,
// or takes it from a rule book; where a project's figure is not known, the rule says so and checks
// nothing.
#pragma once

#include <bursar/audit/rule_set.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/tiers.hpp>
#include <bursar/policy/rule_book.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bursar {

/// A figure that may differ between projects.
template <class T>
struct Figure {
  std::string text;   ///< the figure, or where it comes from: part of the rule's parameters
  std::string basis;  ///< law, rule or definition that fixes it
  /// The figure for a project; nothing where it is not known. Called from several threads at once.
  std::function<std::optional<T>(const Project&)> of;
};

/// `indirect_over_cap`: indirect cost of public money above the tiered cap on its adjusted budget.
struct IndirectCap {
  /// The heads of the base; a head of the first level stands for itself and everything below it.
  std::vector<Head> base_heads;
  Figure<TieredCap> cap;
};
/// Refusals: audit_parameter_malformed (no base heads).
[[nodiscard]] BURSAR_API Result<AnyRule> indirect_over_cap(IndirectCap parameters);

/// `spending_outside_period`: a line before the contract's first day or after the end in force.
[[nodiscard]] BURSAR_API AnyRule spending_outside_period();

/// `head_overspent`: public money spent on a head of the first level above its adjusted budget by
/// more than a tolerance. Refusals: audit_parameter_malformed (a tolerance below 0 or above 1000
/// percent).
[[nodiscard]] BURSAR_API Result<AnyRule> head_overspent(std::int32_t tolerance_percent);

/// `invoice_on_several_projects`: one invoice of one vendor charged to more than one project.
[[nodiscard]] BURSAR_API AnyRule invoice_on_several_projects();

/// `spent_more_than_received`: public money spent above what was paid.
[[nodiscard]] BURSAR_API AnyRule spent_more_than_received();

/// `acceptance_overdue`: acceptance not held by its last day, or held after it.
struct AcceptanceDue {
  Figure<std::int64_t> days_after_end;  ///< last day = end in force + so many days
};
[[nodiscard]] BURSAR_API AnyRule acceptance_overdue(AcceptanceDue parameters);

/// `labour_after_end`: labour cost after the end in force.
[[nodiscard]] BURSAR_API AnyRule labour_after_end();

/// `split_purchases`: several purchases from one vendor within a few days, each just below a
/// threshold.
struct SplitPurchases {
  Money from;               ///< inclusive
  Money below;              ///< exclusive: the threshold that they stay under
  std::int32_t count;       ///< how many make a finding
  std::int32_t days;        ///< between the first and the last of them, at most
  std::vector<Head> heads;  ///< of the first level
};
/// Refusals: audit_parameter_malformed (an empty band, two currencies, a count below 2, negative
/// days, no heads).
[[nodiscard]] BURSAR_API Result<AnyRule> split_purchases(SplitPurchases parameters);

/// `paid_more_than_approved`: public money paid above the award.
[[nodiscard]] BURSAR_API AnyRule paid_more_than_approved();

/// `repayment_overdue`: a sum due back past its day and not fully repaid or written off. Alone it
/// knows the sums of decisions that set a day. With a rule book it calls late what the claims call
/// late: also by the day of a refund notice or so many days after service, and also what no
/// decision fixes. Days after service may need the calendar, which may be null.
[[nodiscard]] BURSAR_API AnyRule repayment_overdue();
[[nodiscard]] BURSAR_API AnyRule repayment_overdue(std::shared_ptr<const RuleBook> rule_book,
                                                   std::shared_ptr<const WorkCalendar> calendar);

/// `rectification_missing`: passed after rectification without an earlier order to rectify.
[[nodiscard]] BURSAR_API AnyRule rectification_missing();

/// `decision_differs`: a decision in force fixes another sum than the settlements propose.
[[nodiscard]] BURSAR_API AnyRule decision_differs(std::shared_ptr<const RuleBook> rule_book);

/// `part_decided_twice`: two decisions in force state the same part for one payer and source, and
/// neither replaces the other.
[[nodiscard]] BURSAR_API AnyRule part_decided_twice();

/// `pass_after_rectification`: passed, though an earlier attempt ordered rectification, under a
/// regime that tells a pass after rectification apart.
[[nodiscard]] BURSAR_API AnyRule
pass_after_rectification(std::shared_ptr<const RuleBook> rule_book);

/// `irregular_fact`: a record that the state it met had no place for.
[[nodiscard]] BURSAR_API AnyRule irregular_fact();

/// `record_in_several_projects`: a payment, a transfer or a refund with the same id, day and amount
/// under two projects, as when an export comes again with another project number.
[[nodiscard]] BURSAR_API AnyRule record_in_several_projects();

/// The figures of the ten checks that differ between authorities.
struct TenRulesFigures {
  IndirectCap indirect_cap;
  AcceptanceDue acceptance_due;
};

/// The ten checks with the given figures. The screening thresholds, which are no law, are those of
/// the checks' definition: 10 % tolerance on a head; 3 purchases within 30 days of 80,000.00 up to
/// below 100,000.00 yuan. Refusals: those of the rules.
[[nodiscard]] BURSAR_API Result<RuleSet> ten_rules(const TenRulesFigures& figures);

/// The rules of an audit under a rule book: the ten, with the figures of the regime that governs
/// each project, and rectification_missing, pass_after_rectification, decision_differs,
/// part_decided_twice, irregular_fact, record_in_several_projects. Parameters of a regime:
/// `acceptance_due_days`; `indirect_cap_tier1_percent`,
/// `_tier2_percent`, `_tier3_percent`, `indirect_cap_tier1_up_to_minor`,
/// `_tier2_up_to_minor`. Where a regime does not state one, the rule checks nothing there and says
/// so. The calendar is for days to pay that follow from service (repayment_overdue); null: those
/// that move from a rest day are not known. Refusals: rule_book_missing (null), tiers_malformed,
/// and those of the rules.
[[nodiscard]] BURSAR_API Result<RuleSet> standard_rules(
    std::shared_ptr<const RuleBook> rule_book,
    std::shared_ptr<const WorkCalendar> calendar = nullptr);

}  // namespace bursar
