// 追缴台账: one row a claim, in the columns that agencies keep by hand.
//
// The ledger is in Chinese, as the form is. It is a table of cells; write_ledger hands it to
// whatever writes files (CsvWriter, for one).
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// The columns, in their order. Amounts are in units of the currency with all minor digits, and the
/// code of one that is not the yuan stands before them;
/// 应退合计 is the claim's principal, the sum of 应退结余 (with what assets brought, which has no
/// column of its own), 孳息 and 追回已用. 下一步及期限 says where a day rests on an assumption.
inline constexpr std::array<std::string_view, 25> recovery_ledger_columns{
    {"序号",     "项目编号", "名称",         "单位",     "信用代码", "负责人",     "合同起止",
     "资助",     "已拨",     "批次",         "结论",     "文号",     "送达日",     "应退结余",
     "孳息",     "追回已用", "应退合计",     "缴款期限", "已退",     "缴款凭证号", "未退",
     "逾期天数", "当前步骤", "下一步及期限", "经办人"}};

/// A cell: a number stands as it is, a text is what a writer may have to guard.
struct LedgerCell {
  std::string content;
  bool is_number = false;
};
using LedgerRow = std::array<LedgerCell, recovery_ledger_columns.size()>;

/// The rows, in the order of the recovery's claims. Where what was paid to a project does not fit
/// 64 bits, 已拨 says so.
[[nodiscard]] BURSAR_API std::vector<LedgerRow> recovery_ledger(const Portfolio& portfolio,
                                                                const RecoveryReport& recovery);

/// Writes the head and the rows: `writer` takes text(), number() and end_row().
template <class Writer>
void write_ledger(const std::vector<LedgerRow>& rows, Writer& writer) {
  for (const std::string_view column : recovery_ledger_columns) writer.text(column);
  writer.end_row();
  for (const LedgerRow& row : rows) {
    for (const LedgerCell& cell : row) {
      if (cell.is_number) {
        writer.number(cell.content);
      } else {
        writer.text(cell.content);
      }
    }
    writer.end_row();
  }
}

}  // namespace bursar
