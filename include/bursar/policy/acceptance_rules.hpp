// What a regime says beside the money: the form of acceptance, and who is barred after a failure.
#pragma once

#include <bursar/policy/rule_book.hpp>

#include <optional>
#include <span>

namespace bursar {

/// How an acceptance is held: review of documents 材料审查, defence before a panel 集中答辩, or a
/// check on site 现场核查.
enum class AcceptanceForm : std::uint8_t { document_review, panel_defence, on_site };
BURSAR_VOCABULARY(AcceptanceForm, "form", "document_review", "panel_defence", "on_site");

/// The form for a grant of some size. Laboratories, platforms, demonstrations are checked on site
/// whatever their size: the caller knows the kind. A size from which every grant is checked on site
/// (`on_site_from_minor`) moves nothing while it is unknown.
/// Refusals: parameter_unconfirmed (panel_from_minor).
[[nodiscard]] BURSAR_API Result<AcceptanceForm> acceptance_form(const Regime& regime, Minor award,
                                                                bool kind_calls_for_site_check);

/// An interval in which applications are not accepted.
struct Bar {
  Date first;
  /// The anniversary; whether it is itself still barred is `anniversary_barred`.
  Date anniversary;
  std::optional<bool> anniversary_barred;  ///< nothing: no source says so
  CellStatus anniversary_status = CellStatus::unknown;
  /// Of the length and of the day from which it counts: the less sure of them, and both sources.
  CellStatus status = CellStatus::seen;
  std::string basis, basis_zh;

  /// The last day that is barred for sure: the anniversary, or the day before it.
  [[nodiscard]] BURSAR_API Date last_day() const;
  /// Whether a day is barred; nothing where no source says so.
  [[nodiscard]] BURSAR_API std::optional<bool> covers(Date day) const;
};

/// The bar of the leader of a failed project: `leader_bar_months` from the notice or the
/// conclusion, as the regime says (`leader_bar_counts_from_notice`). Refusals:
/// parameter_unconfirmed; regime_undetermined (the bar counts from a notice whose day is not
/// known).
[[nodiscard]] BURSAR_API Result<Bar> leader_bar(const Regime& regime, Date concluded_on,
                                                std::optional<Date> notified_on);

/// The bar of another main member: nothing below `member_strikes` failed projects, then
/// `member_bar_months` from the conclusion that made them full. Days in any order.
/// Refusals: parameter_unconfirmed.
[[nodiscard]] BURSAR_API Result<std::optional<Bar>> member_bar(const Regime& regime,
                                                               std::span<const Date> failed_on);

}  // namespace bursar
