#include "tables.hpp"

#include <bursar/exchange/csv_writer.hpp>

#include <fstream>
#include <stdexcept>

namespace dossier {
namespace {

void add_row(bursar::CsvWriter& csv, const Cells& cells) {
  for (const std::string& cell : cells) csv.text(cell);
  csv.end_row();
}

bursar::CsvEncoding csv_encoding(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return bursar::CsvEncoding::utf8;
    case Encoding::utf8_marked:
      return bursar::CsvEncoding::utf8_with_mark;
    case Encoding::gb18030:
      break;
  }
  return bursar::CsvEncoding::gb18030;
}

}  // namespace

std::string in_yuan(Fen amount) {
  const bool negative = amount < 0;
  const Fen size = negative ? -amount : amount;
  const std::string cents = std::to_string(size % 100);
  return (negative ? "-" : "") + std::to_string(size / 100) + "." +
         std::string(2 - cents.size(), '0') + cents;
}

std::string in_ten_thousand(Fen amount) {
  std::string digits = std::to_string(amount % 1'000'000);
  digits.insert(0, 6 - digits.size(), '0');
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  return std::to_string(amount / 1'000'000) + (digits.empty() ? "" : "." + digits);
}

void Table::add(Cells row) {
  if (row.size() != header_.size()) {
    throw std::logic_error(name_ + ": " + std::to_string(row.size()) + " cells, " +
                           std::to_string(header_.size()) + " columns");
  }
  rows_.push_back(std::move(row));
}

std::string Table::bytes() const {
  bursar::CsvWriter csv({csv_encoding(encoding_), true, ','});
  add_row(csv, header_);
  for (const Cells& row : rows_) add_row(csv, row);
  return csv.finish().value();
}

Tables::Tables()
    : organisations(
          "organisations", Encoding::gb18030,
          {"单位编号", "单位名称", "统一社会信用代码", "单位性质", "单位状态", "状态日期"}),
      persons("persons", Encoding::gb18030, {"人员编号", "姓名", "工作单位", "人员类别"}),
      projects("projects", Encoding::gb18030,
               {"项目编号", "项目名称", "计划类别", "资助方式", "承担单位", "负责人",
                "资助金额(万元)", "合同保证金(万元)", "退款责任", "立项日期", "合同签订日期",
                "起止日期", "适用规则", "经办人"}),
      partners("partners", Encoding::utf8_marked,
               {"项目编号", "单位名称", "角色", "批准金额(万元)"}),
      budget("budget", Encoding::utf8_marked, {"项目编号", "科目", "资金来源", "预算金额(万元)"}),
      adjustments(
          "adjustments", Encoding::utf8,
          {"调整编号", "审批编号", "项目编号", "调整日期", "科目", "调整金额(元)", "批准人"}),
      payments("payments", Encoding::gb18030,
               {"拨款编号", "项目编号", "拨款日期", "拨款金额(万元)", "拨款阶段", "拨款方向"}),
      transfers("transfers", Encoding::utf8,
                {"转拨编号", "项目编号", "转拨日期", "转出单位", "转入单位", "转拨金额(元)"}),
      expenses("expenses", Encoding::utf8_marked,
               {"支出编号", "项目编号", "单位名称", "支出日期", "科目", "支出金额(元)", "资金来源",
                "支出类型", "冲销编号", "应付编号", "凭证号", "供应商编号", "发票代码", "发票号",
                "摘要"}),
      accruals("accruals", Encoding::utf8,
               {"应付编号", "项目编号", "单位名称", "款项类型", "合同号", "合同日期", "金额(元)",
                "结清日期"}),
      final_accounts("final_accounts", Encoding::gb18030,
                     {"决算编号", "项目编号", "单位名称", "审计意见编号", "决算日期", "科目",
                      "预算数(元)", "决算数(元)"}),
      changes("changes", Encoding::utf8_marked,
              {"变更编号", "项目编号", "变更类型", "申请日期", "批准日期", "变更后结束日期",
               "变更后负责人", "变更原因"}),
      acceptance("acceptance", Encoding::gb18030,
                 {"项目编号", "验收次数", "申请日期", "验收批次", "结论日期", "通知日期",
                  "通知文号", "验收结论"}),
      opinions(
          "opinions", Encoding::utf8_marked,
          {"审计意见编号", "项目编号", "单位名称", "意见类型", "报告文号", "出具日期", "审计基准日",
           "审减金额(元)", "应付未付(元)", "孳息(元)", "替代意见编号", "是否采信"}),
      asset_disposals("asset_disposals", Encoding::utf8,
                      {"资产编号", "项目编号", "单位名称", "处置日期", "处置收入(元)"}),
      decisions("decisions", Encoding::utf8_marked,
                {"决定编号", "项目编号", "决定类型", "决定文号", "决定日期", "退款单位",
                 "应退结余(元)", "应退孳息(元)", "追回已用(元)", "资产处置收入(元)", "缴款期限",
                 "替代决定编号", "决定状态", "状态日期"}),
      notices("notices", Encoding::utf8_marked,
              {"文书编号", "项目编号", "决定编号", "受送达人", "文书类型", "文号", "发文日期",
               "答复期限", "送达方式", "送达日期", "反馈", "反馈日期"}),
      repayments("repayments", Encoding::gb18030,
                 {"退款编号", "项目编号", "退款单位", "退款日期", "退款金额(元)", "款项类别",
                  "退款方式", "缴款凭证号", "凭证报送日期", "决定编号"}) {}

std::vector<const Table*> Tables::all() const {
  return {&organisations, &persons,   &projects,        &partners,  &budget,         &adjustments,
          &payments,      &transfers, &expenses,        &accruals,  &final_accounts, &changes,
          &acceptance,    &opinions,  &asset_disposals, &decisions, &notices,        &repayments};
}

void write_tables(const Tables& tables, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const Table* table : tables.all()) {
    const std::string bytes = table->bytes();
    std::ofstream file(folder / (table->name() + ".csv"), std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + table->name() + ".csv");
  }
}

}  // namespace dossier
