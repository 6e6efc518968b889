// The columns of a block of spending. docs/expense-block.md shows the bytes.
#pragma once

#include <bursar/grant/expense_block.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace bursar::expense_columns {

inline constexpr std::uint8_t block_version = 1;

/// Column numbers are part of the format and never reused. A reader passes over columns it does not
/// know. Columns of texts have the numbers of ExpenseBlock::Text.
enum class Column : std::uint8_t { day = 1, line = 2, amount = 3, head = 4, source = 5, kind = 6 };
/// The flag of a column of line numbers that are each the number at the end of the line's
/// expense_id and one number for all.
inline constexpr std::uint8_t line_is_id_and = 2;
constexpr std::uint8_t number_of(Column column) { return static_cast<std::uint8_t>(column); }
constexpr std::uint8_t number_of(ExpenseBlock::Text column) {
  return static_cast<std::uint8_t>(column);
}

struct TextColumn {
  ExpenseBlock::Text column;
  std::string_view ExpenseLine::*member;
  std::string_view field;
};
inline constexpr std::array text_columns{
    TextColumn{ExpenseBlock::Text::expense_id, &ExpenseLine::expense_id, "expense_id"},
    TextColumn{ExpenseBlock::Text::org_id, &ExpenseLine::org_id, "org_id"},
    TextColumn{ExpenseBlock::Text::reverses, &ExpenseLine::reverses, "reverses"},
    TextColumn{ExpenseBlock::Text::accrual_id, &ExpenseLine::accrual_id, "accrual_id"},
    TextColumn{ExpenseBlock::Text::voucher_no, &ExpenseLine::voucher_no, "voucher_no"},
    TextColumn{ExpenseBlock::Text::vendor_id, &ExpenseLine::vendor_id, "vendor_id"},
    TextColumn{ExpenseBlock::Text::invoice_code, &ExpenseLine::invoice_code, "invoice_code"},
    TextColumn{ExpenseBlock::Text::invoice_no, &ExpenseLine::invoice_no, "invoice_no"},
    TextColumn{ExpenseBlock::Text::payee_id, &ExpenseLine::payee_id, "payee_id"}};

}  // namespace bursar::expense_columns
