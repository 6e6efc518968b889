// The officer's words for the dossier's.
#include <array>
#include <stdexcept>

#include "book.hpp"

namespace dossier {
namespace {

struct Said {
  std::string_view field, word, officer;
};

constexpr std::array<Said, 87> words{{
    {"unit", "enterprise", "企业"},
    {"unit", "university", "高等院校"},
    {"unit", "institute", "科研院所"},
    {"unit", "hospital", "医疗机构"},
    {"unit_status", "normal", "正常"},
    {"unit_status", "unreachable", "失联"},
    {"unit_status", "abnormal", "经营异常"},
    {"unit_status", "licence_revoked", "吊销"},
    {"unit_status", "deregistered", "注销"},
    {"unit_status", "bankrupt", "破产"},
    {"staff", "salaried", "在编"},
    {"funding_mode", "competitive", "竞争性"},
    {"funding_mode", "stable_support", "稳定支持"},
    {"liability", "lead", "牵头单位"},
    {"liability", "each", "各单位"},
    {"role", "partner", "合作单位"},
    {"head", "equipment", "设备费"},
    {"head", "equipment/purchase", "设备购置费"},
    {"head", "equipment/trial", "设备试制费"},
    {"head", "business", "业务费"},
    {"head", "business/material", "材料费"},
    {"head", "business/testing", "测试化验加工费"},
    {"head", "business/fuel", "燃料动力费"},
    {"head", "business/travel", "差旅费"},
    {"head", "business/publication", "出版/文献/信息传播/知识产权事务费"},
    {"head", "labour", "劳务费"},
    {"head", "labour/wages", "工资性支出"},
    {"head", "labour/expert_fee", "专家咨询费"},
    {"head", "indirect", "间接费用"},
    {"head", "indirect/management", "管理费"},
    {"head", "indirect/performance", "绩效支出"},
    {"source", "grant", "财政资金"},
    {"source", "self_raised", "自筹"},
    {"direction", "to_grantee", "拨付"},
    {"direction", "bounced", "退票"},
    {"expense", "expense", "支出"},
    {"expense", "reversal", "冲销"},
    {"accrual", "payable", "应付未付"},
    {"change", "extension", "延期"},
    {"change", "leader", "负责人变更"},
    {"change", "suspension", "中止"},
    {"change", "resumption", "恢复"},
    {"outcome", "returned_for_completion", "退回补正"},
    {"outcome", "rectify", "限期整改"},
    {"outcome", "re_review", "复议"},
    {"outcome", "passed", "通过"},
    {"outcome", "passed_after_rectification", "整改后通过"},
    {"outcome", "closed_without_pass", "结题"},
    {"outcome", "failed", "不通过"},
    {"outcome", "withdrawn", "撤回申请"},
    {"opinion", "special", "专项审计"},
    {"opinion", "supplementary", "补充审计"},
    {"opinion", "liquidation", "清算审计"},
    {"opinion", "authority", "主管部门审计"},
    {"yes", "true", "是"},
    {"yes", "false", "否"},
    {"decision", "acceptance", "验收"},
    {"decision", "terminate", "终止"},
    {"decision", "revoke", "撤销"},
    {"decision", "recover", "追缴"},
    {"decision", "penalty", "处罚"},
    {"status", "in_force", "有效"},
    {"status", "suspended", "中止执行"},
    {"status", "withdrawn", "撤回"},
    {"status", "annulled", "被撤销"},
    {"notice", "remind", "催办"},
    {"notice", "apply_by", "限期申请验收"},
    {"notice", "intent", "告知"},
    {"notice", "decision", "决定书"},
    {"notice", "refund", "退款通知"},
    {"notice", "demand", "催告"},
    {"service", "direct", "直接送达"},
    {"service", "post", "邮寄送达"},
    {"service", "electronic", "电子送达"},
    {"service", "left", "留置送达"},
    {"service", "public_notice", "公告送达"},
    {"response", "none", "无"},
    {"response", "statement", "陈述申辩"},
    {"response", "hearing", "申请听证"},
    {"response", "agreed", "同意"},
    {"money", "principal", "本金"},
    {"money", "interest", "孳息"},
    {"money", "penalty", "罚款"},
    {"means", "voluntary", "主动退款"},
    {"means", "offset", "抵扣"},
    {"means", "court", "法院执行"},
    {"means", "bankruptcy", "破产分配"},
}};

}  // namespace

std::string said(std::string_view field, std::string_view word) {
  for (const Said& each : words) {
    if (each.field == field && each.word == word) return std::string(each.officer);
  }
  throw std::logic_error("no word for " + std::string(field) + " " + std::string(word));
}

}  // namespace dossier
