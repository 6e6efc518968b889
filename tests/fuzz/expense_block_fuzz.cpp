// Packed spending: a block that is taken can be read in every way, and packed again.

#include <bursar/grant/expense_block.hpp>

#include "promise.hpp"

#include <string>
#include <vector>

using namespace bursar;
using bursar_test::promise;

namespace {

bool same(const ExpenseLine& a, const ExpenseLine& b) {
  return a.expense_id == b.expense_id && a.org_id == b.org_id && a.day == b.day &&
         a.head == b.head && a.amount == b.amount && a.source == b.source && a.kind == b.kind &&
         a.reverses == b.reverses && a.accrual_id == b.accrual_id && a.voucher_no == b.voucher_no &&
         a.vendor_id == b.vendor_id && a.invoice_code == b.invoice_code &&
         a.invoice_no == b.invoice_no && a.payee_id == b.payee_id && a.line == b.line;
}

void check_columns(const ExpenseBlock& block, std::span<const ExpenseLine> lines) {
  const std::size_t n = lines.size();
  std::vector<std::int32_t> day(n);
  std::vector<Minor> amount(n);
  std::vector<Head> head(n);
  std::vector<Source> source(n);
  std::vector<ExpenseKind> kind(n);
  block.read_hot({day, amount, head, source, kind});
  const auto ids = block.texts(ExpenseBlock::Text::expense_id);
  const auto vendors = block.texts(ExpenseBlock::Text::vendor_id);
  bool any_vendor = false;
  for (std::size_t i = 0; i < n; ++i) {
    promise(day[i] == lines[i].day && amount[i] == lines[i].amount && head[i] == lines[i].head &&
                source[i] == lines[i].source && kind[i] == lines[i].kind,
            "the columns say what the lines say");
    promise(ids.span()[i] == lines[i].expense_id && vendors.span()[i] == lines[i].vendor_id,
            "a column of texts says what the lines say");
    any_vendor = any_vendor || !lines[i].vendor_id.empty();
  }
  promise(!any_vendor || block.has(ExpenseBlock::Text::vendor_id), "a column with texts is there");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto block = ExpenseBlock::from_bytes(std::string(bursar_test::input_text(data, size)));
  if (!block) {
    promise(block.error().code() == Code::expense_block_damaged, "damage is refused as such");
    return 0;
  }
  const ExpenseBlock::Lines lines = block->lines();
  promise(lines.span().size() == block->size(), "a block has as many lines as it says");
  check_columns(*block, lines.span());
  const ExpenseBlock packed = ExpenseBlock::pack(lines.span());
  const auto again = ExpenseBlock::from_bytes(std::string(packed.bytes()));
  promise(again.has_value(), "what was packed is taken");
  const ExpenseBlock::Lines back = again->lines();
  promise(back.span().size() == lines.span().size(), "no line is lost");
  for (std::size_t i = 0; i < back.span().size(); ++i) {
    promise(same(back.span()[i], lines.span()[i]), "a line is read back");
  }
  promise(ExpenseBlock::pack(back.span()) == packed, "the same lines are packed alike");
  return 0;
}
