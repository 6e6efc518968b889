// The tables behind the labels: one row for a word, with what people call it in both languages.
#pragma once

#include <bursar/base/refusal.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/grant/words.hpp>

#include <array>
#include <string_view>

namespace bursar::labels {

struct Label {
  std::string_view en, zh;
  [[nodiscard]] constexpr std::string_view in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

/// The labels of a vocabulary, in the order of its words; a word without a label does not compile.
template <Word Enum>
struct Labels;

#define BURSAR_LABELS(Enum, ...)                                                            \
  template <>                                                                               \
  struct Labels<Enum> {                                                                     \
    static constexpr auto rows = std::to_array<Label>({__VA_ARGS__});                       \
    static_assert(rows.size() == Vocabulary<Enum>::words.size(), "every word has a label"); \
  }

template <Word Enum>
[[nodiscard]] constexpr std::string_view of(Enum value, Language language) {
  return Labels<Enum>::rows[static_cast<std::size_t>(value)].in(language);
}

BURSAR_LABELS(ProjectState, {"registered", "已登记"}, {"approved", "已立项"}, {"running", "实施中"},
              {"suspended", "已中止"}, {"in acceptance", "验收中"}, {"concluded", "已有验收结论"},
              {"terminated", "已终止"}, {"revoked", "已撤销"}, {"closed", "已办结"});
BURSAR_LABELS(ProjectEvent, {"approve", "立项"}, {"sign the contract", "签订合同"}, {"pay", "拨款"},
              {"suspend", "中止"}, {"resume", "恢复实施"}, {"request acceptance", "申请验收"},
              {"return for completion", "退回补正"}, {"withdraw the request", "撤回验收申请"},
              {"conclude", "作出验收结论"}, {"terminate", "终止"}, {"revoke", "撤销"},
              {"lift the decision", "解除处理决定"}, {"close", "办结"});
BURSAR_LABELS(ChangeKind, {"extension", "延期"}, {"change of leader", "负责人变更"},
              {"change of partners", "合作单位变更"}, {"change of targets", "指标变更"},
              {"suspension", "中止"}, {"resumption", "恢复"});
BURSAR_LABELS(Outcome, {"returned for completion", "退回补正"}, {"to be rectified", "限期整改"},
              {"re-review", "复议验收"}, {"passed", "通过"},
              {"passed after rectification", "整改后通过"}, {"closed without a pass", "结题"},
              {"failed", "不通过"}, {"withdrawn", "撤回申请"});
BURSAR_LABELS(Source, {"grant", "财政资金"}, {"grant, central", "中央财政"},
              {"grant, province", "省级财政"}, {"grant, city", "市级财政"},
              {"grant, district", "区级财政"}, {"self-raised", "自筹"}, {"loan", "贷款"},
              {"other", "其他"});
BURSAR_LABELS(Head, {"equipment", "设备费"}, {"equipment bought", "设备购置费"},
              {"equipment made on trial", "设备试制费"},
              {"equipment upgraded or leased", "设备改造与租赁费"}, {"business", "业务费"},
              {"material", "材料费"}, {"testing", "测试化验加工费"}, {"fuel", "燃料动力费"},
              {"travel", "差旅费"}, {"meetings", "会议费"},
              {"international cooperation", "国际合作与交流费"},
              {"publication", "出版/文献/信息传播/知识产权事务费"}, {"other business", "其他支出"},
              {"labour", "劳务费"}, {"wages", "工资性支出"}, {"expert fees", "专家咨询费"},
              {"indirect costs", "间接费用"}, {"management", "管理费"},
              {"performance", "绩效支出"});
BURSAR_LABELS(OrgStatus, {"normal", "正常"}, {"unreachable", "失联"}, {"abnormal", "经营异常"},
              {"licence revoked", "吊销"}, {"deregistered", "注销"}, {"bankrupt", "破产"});
BURSAR_LABELS(OpinionKind, {"special audit", "专项审计"}, {"supplementary audit", "补充审计"},
              {"liquidation audit", "清算审计"}, {"audit by the authority", "主管部门审计"});
BURSAR_LABELS(DecisionKind, {"acceptance", "验收"}, {"termination", "终止"}, {"revocation", "撤销"},
              {"recovery", "追缴"}, {"penalty", "处罚"});
BURSAR_LABELS(DecisionStatus, {"in force", "有效"}, {"suspended", "中止执行"},
              {"withdrawn", "撤回"}, {"annulled", "撤销"});
BURSAR_LABELS(NoticeKind, {"reminder", "催办"}, {"time to apply", "限期申请验收"},
              {"intent", "告知"}, {"decision", "决定书"}, {"refund notice", "退款通知"},
              {"demand", "催告"});
BURSAR_LABELS(Service, {"direct", "直接送达"}, {"by post", "邮寄送达"}, {"electronic", "电子送达"},
              {"left at the place", "留置送达"}, {"by public notice", "公告送达"});
BURSAR_LABELS(Response, {"none", "未回应"}, {"statement", "陈述申辩"},
              {"hearing asked for", "申请听证"}, {"agreed", "同意"});
BURSAR_LABELS(RepaymentPart, {"principal", "本金"}, {"interest", "孳息"}, {"late charge", "滞纳金"},
              {"penalty", "罚款"});
BURSAR_LABELS(RepaymentMeans, {"paid by itself", "主动缴款"}, {"set off", "抵扣"},
              {"collected by a court", "法院执行"}, {"paid out of a bankruptcy", "破产分配"});

/// A word that is looked for, and its label.
struct WordLabel {
  std::string_view word;
  Label label;
};

// One attempt at acceptance 验收 after the other.
inline constexpr auto acceptance_states =
    std::to_array<WordLabel>({{"not_requested", {"not requested", "未申请验收"}},
                              {"requested", {"requested", "已申请验收"}},
                              {"returned", {"returned for completion", "已退回补正"}},
                              {"rectifying", {"being rectified", "整改中"}},
                              {"re_review", {"in re-review", "复议中"}},
                              {"withdrawn", {"withdrawn", "已撤回申请"}},
                              {"concluded", {"concluded", "已有验收结论"}},
                              {"notified", {"notified", "结论已通知"}}});
inline constexpr auto acceptance_events =
    std::to_array<WordLabel>({{"request", {"request", "申请验收"}},
                              {"return_for_completion", {"return for completion", "退回补正"}},
                              {"rectify", {"order to rectify", "限期整改"}},
                              {"order_re_review", {"order a re-review", "复议验收"}},
                              {"withdraw", {"withdraw", "撤回申请"}},
                              {"conclude", {"conclude", "作出验收结论"}},
                              {"notify", {"notify", "通知验收结论"}}});

// One sum due back, from the proposal to its end.
inline constexpr auto claim_states =
    std::to_array<WordLabel>({{"proposed", {"proposed", "拟提出"}},
                              {"notified", {"notified", "已通知"}},
                              {"decided", {"decided", "已决定"}},
                              {"served", {"served", "已送达"}},
                              {"due", {"due", "已到期"}},
                              {"demanded", {"demanded", "已催告"}},
                              {"court", {"in court", "法院执行"}},
                              {"recovered", {"recovered", "已追回"}},
                              {"written_off", {"written off", "已核销"}},
                              {"closed", {"closed", "已办结"}}});
inline constexpr auto claim_events =
    std::to_array<WordLabel>({{"give_notice", {"give notice", "告知"}},
                              {"decide", {"decide", "作出处理决定"}},
                              {"serve", {"serve", "送达"}},
                              {"fall_due", {"fall due", "缴款期限届满"}},
                              {"demand", {"demand", "催告"}},
                              {"apply_to_court", {"apply to the court", "申请法院强制执行"}},
                              {"repay_in_full", {"repay in full", "全额缴款"}},
                              {"write_off", {"write off", "核销"}},
                              {"lift_decision", {"lift the decision", "解除处理决定"}},
                              {"close", {"close", "办结"}}});

}  // namespace bursar::labels
