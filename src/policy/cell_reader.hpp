// Values of cells as they stand in packs and assumptions files.
#pragma once

#include <bursar/policy/rule_book.hpp>

#include "policy/toml_table.hpp"

#include <string>

namespace bursar::policy {

/// How the value of a kind of cell is read, and how it is shown.
struct DispositionValue {
  using Type = Disposition;
  static Result<Disposition> read(const toml::node& node, Code code);
  static std::string show(Disposition value) { return std::string(word(value)); }
};
/// none | contract_deposit
struct FloorValue {
  using Type = bool;
  static Result<bool> read(const toml::node& node, Code code);
  static std::string show(bool value) { return value ? "contract_deposit" : "none"; }
};
/// none | by_decision
struct UsedMoneyValue {
  using Type = bool;
  static Result<bool> read(const toml::node& node, Code code);
  static std::string show(bool value) { return value ? "by_decision" : "none"; }
};
struct FlagValue {
  using Type = bool;
  static Result<bool> read(const toml::node& node, Code code) { return as_flag(node, code); }
  static std::string show(bool value) { return value ? "true" : "false"; }
};
struct CountValue {
  using Type = std::int64_t;
  static Result<std::int64_t> read(const toml::node& node, Code code) {
    return as_count(node, code);
  }
  static std::string show(std::int64_t value) { return std::to_string(value); }
};
struct DateValue {
  using Type = Date;
  static Result<Date> read(const toml::node& node, Code code) { return as_date(node, code); }
  static std::string show(Date value) { return to_iso(value); }
};
/// approved_on | contract_on | start_on | end_on | requested_on | concluded_on
struct KeyDateValue {
  using Type = std::string;
  static Result<std::string> read(const toml::node& node, Code code);
  static std::string show(const std::string& value) { return value; }
};

/// Names of cells as they stand in files.
namespace cell_name {
inline constexpr std::string_view unspent = "unspent";
inline constexpr std::string_view not_recognised = "not_recognised";
inline constexpr std::string_view interest = "interest";
inline constexpr std::string_view asset_proceeds = "asset_proceeds";
inline constexpr std::string_view whole_grant = "whole_grant";
inline constexpr std::string_view floor = "floor";
inline constexpr std::string_view used_money = "used_money";
inline constexpr std::string_view keep_years = "keep_years";
inline constexpr std::string_view in_force_from = "in_force_from";
inline constexpr std::string_view in_force_until_inclusive = "in_force_until_inclusive";
inline constexpr std::string_view key_date = "key_date";
inline constexpr std::string_view payables_count = "payables_count";
}  // namespace cell_name

/// Calls `visit(name, cell, Value{}, required)` for every cell of a row.
template <class Row, class Visit>
void each_cell_of_row(Row& row, const Visit& visit) {
  visit(cell_name::unspent, row.unspent, DispositionValue{}, true);
  visit(cell_name::not_recognised, row.not_recognised, DispositionValue{}, true);
  visit(cell_name::interest, row.interest, DispositionValue{}, true);
  visit(cell_name::asset_proceeds, row.asset_proceeds, DispositionValue{}, true);
  visit(cell_name::whole_grant, row.whole_grant, DispositionValue{}, true);
  visit(cell_name::floor, row.floor_is_contract_deposit, FloorValue{}, true);
  visit(cell_name::used_money, row.used_money_by_decision, UsedMoneyValue{}, true);
  visit(cell_name::keep_years, row.keep_years, CountValue{}, false);
}

/// The same for the cells of a regime itself, its parameters apart.
template <class AnyRegime, class Visit>
void each_cell_of_regime(AnyRegime& regime, const Visit& visit) {
  visit(cell_name::in_force_from, regime.in_force_from, DateValue{}, true);
  visit(cell_name::in_force_until_inclusive, regime.in_force_until_inclusive, DateValue{}, false);
  visit(cell_name::key_date, regime.key_date, KeyDateValue{}, true);
  visit(cell_name::payables_count, regime.payables_count, FlagValue{}, true);
}

/// Whether known first days ascend from regime to regime.
[[nodiscard]] bool regimes_ascend(std::span<const Regime> regimes);

}  // namespace bursar::policy
