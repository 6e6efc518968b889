#include "exchange/dossier_words.hpp"

#include "grant/label_tables.hpp"

#include <algorithm>
#include <array>

namespace bursar::exchange::tables {
namespace {

template <Word Enum>
constexpr WordAlias alias(std::string_view text, Enum value) {
  return {text, static_cast<std::uint8_t>(value)};
}

constexpr std::array org_kinds = {alias("企业", OrgKind::enterprise),
                                  alias("公司", OrgKind::enterprise),
                                  alias("民营企业", OrgKind::enterprise),
                                  alias("国有企业", OrgKind::enterprise),
                                  alias("高校", OrgKind::university),
                                  alias("高等院校", OrgKind::university),
                                  alias("高等学校", OrgKind::university),
                                  alias("大学", OrgKind::university),
                                  alias("科研院所", OrgKind::institute),
                                  alias("科研机构", OrgKind::institute),
                                  alias("研究所", OrgKind::institute),
                                  alias("研究院", OrgKind::institute),
                                  alias("医院", OrgKind::hospital),
                                  alias("医疗机构", OrgKind::hospital),
                                  alias("医疗卫生机构", OrgKind::hospital),
                                  alias("其他", OrgKind::other),
                                  alias("其它", OrgKind::other)};

constexpr std::array org_statuses = {alias("存续", OrgStatus::normal),
                                     alias("在业", OrgStatus::normal),
                                     alias("开业", OrgStatus::normal),
                                     alias("无法联系", OrgStatus::unreachable),
                                     alias("列入经营异常名录", OrgStatus::abnormal),
                                     alias("异常", OrgStatus::abnormal),
                                     alias("吊销未注销", OrgStatus::licence_revoked),
                                     alias("已吊销", OrgStatus::licence_revoked),
                                     alias("已注销", OrgStatus::deregistered),
                                     alias("破产清算", OrgStatus::bankrupt)};

constexpr std::array staff_kinds = {
    alias("在编", StaffKind::salaried),      alias("有工资性收入", StaffKind::salaried),
    alias("固定人员", StaffKind::salaried),  alias("正式职工", StaffKind::salaried),
    alias("聘用", StaffKind::hired),         alias("聘用人员", StaffKind::hired),
    alias("无工资性收入", StaffKind::hired), alias("临时聘用", StaffKind::hired),
    alias("学生", StaffKind::student),       alias("研究生", StaffKind::student),
    alias("博士后", StaffKind::hired),       alias("外单位", StaffKind::external),
    alias("外聘", StaffKind::external),      alias("外部", StaffKind::external)};

constexpr std::array funding_modes = {alias("竞争择优", FundingMode::competitive),
                                      alias("公开竞争", FundingMode::competitive),
                                      alias("竞争性", FundingMode::competitive),
                                      alias("稳定支持", FundingMode::stable_support),
                                      alias("揭榜挂帅", FundingMode::bounty),
                                      alias("赛马", FundingMode::race),
                                      alias("赛马制", FundingMode::race),
                                      alias("人才", FundingMode::talent),
                                      alias("人才项目", FundingMode::talent),
                                      alias("其他", FundingMode::other),
                                      alias("其它", FundingMode::other)};

constexpr std::array liabilities = {
    alias("牵头单位", Liability::lead), alias("牵头单位承担", Liability::lead),
    alias("牵头", Liability::lead),     alias("各自承担", Liability::each),
    alias("各单位", Liability::each),   alias("各自", Liability::each)};

constexpr std::array partner_roles = {
    alias("牵头", PartnerRole::lead),       alias("牵头单位", PartnerRole::lead),
    alias("承担单位", PartnerRole::lead),   alias("主持单位", PartnerRole::lead),
    alias("合作", PartnerRole::partner),    alias("合作单位", PartnerRole::partner),
    alias("参与", PartnerRole::partner),    alias("参与单位", PartnerRole::partner),
    alias("参加单位", PartnerRole::partner)};

constexpr std::array sources = {alias("财政拨款", Source::grant),
                                alias("专项资金", Source::grant),
                                alias("专项经费", Source::grant),
                                alias("财政", Source::grant),
                                alias("资助资金", Source::grant),
                                alias("中央", Source::grant_central),
                                alias("中央财政资金", Source::grant_central),
                                alias("省财政", Source::grant_province),
                                alias("省级", Source::grant_province),
                                alias("市财政", Source::grant_city),
                                alias("市级", Source::grant_city),
                                alias("区财政", Source::grant_district),
                                alias("区级", Source::grant_district),
                                alias("自筹资金", Source::self_raised),
                                alias("单位自筹", Source::self_raised),
                                alias("银行贷款", Source::loan),
                                alias("其它", Source::other),
                                alias("其他资金", Source::other)};

constexpr std::array heads = {alias("购置设备费", Head::equipment_purchase),
                              alias("仪器设备购置费", Head::equipment_purchase),
                              alias("试制设备费", Head::equipment_trial),
                              alias("设备升级改造与租赁费", Head::equipment_upgrade_or_lease),
                              alias("设备改造租赁费", Head::equipment_upgrade_or_lease),
                              alias("设备租赁费", Head::equipment_upgrade_or_lease),
                              alias("会议/差旅/国际合作与交流费", Head::business),
                              alias("差旅/会议/国际合作与交流费", Head::business),
                              alias("测试化验加工及计算分析费", Head::business_testing),
                              alias("国际合作交流费", Head::business_international),
                              alias("出版文献信息传播知识产权事务费", Head::business_publication),
                              alias("出版费", Head::business_publication),
                              alias("知识产权事务费", Head::business_publication),
                              alias("其他费用", Head::business_other),
                              alias("其他", Head::business_other),
                              alias("其它", Head::business_other),
                              alias("人员费", Head::labour_wages),
                              alias("咨询费", Head::labour_expert_fee),
                              alias("间接费", Head::indirect),
                              alias("管理费用", Head::indirect_management),
                              alias("绩效", Head::indirect_performance)};

constexpr std::array directions = {
    alias("拨付", PaymentDirection::to_grantee),   alias("拨出", PaymentDirection::to_grantee),
    alias("支付", PaymentDirection::to_grantee),   alias("拨款", PaymentDirection::to_grantee),
    alias("付款", PaymentDirection::to_grantee),   alias("付", PaymentDirection::to_grantee),
    alias("已拨付", PaymentDirection::to_grantee), alias("已支付", PaymentDirection::to_grantee),
    alias("已到账", PaymentDirection::to_grantee), alias("支付成功", PaymentDirection::to_grantee),
    alias("退票", PaymentDirection::bounced),      alias("退汇", PaymentDirection::bounced),
    alias("退回", PaymentDirection::bounced),      alias("冲正", PaymentDirection::bounced),
    alias("银行退票", PaymentDirection::bounced),  alias("银行退回", PaymentDirection::bounced),
    alias("已退票", PaymentDirection::bounced),    alias("支付失败", PaymentDirection::bounced)};

constexpr std::array expense_kinds = {
    alias("支出", ExpenseKind::expense),    alias("报销", ExpenseKind::expense),
    alias("借", ExpenseKind::expense),      alias("贷", ExpenseKind::reversal),
    alias("冲销", ExpenseKind::reversal),   alias("冲红", ExpenseKind::reversal),
    alias("红冲", ExpenseKind::reversal),   alias("红字冲销", ExpenseKind::reversal),
    alias("更正", ExpenseKind::correction), alias("调账", ExpenseKind::correction),
    alias("调整", ExpenseKind::correction)};

constexpr std::array accrual_kinds = {
    alias("应付", AccrualKind::payable),     alias("应付款", AccrualKind::payable),
    alias("应付未付", AccrualKind::payable), alias("预收", AccrualKind::advance),
    alias("暂付", AccrualKind::advance),     alias("垫付", AccrualKind::advance),
    alias("预付", AccrualKind::prepayment),  alias("预付款", AccrualKind::prepayment),
    alias("借款", AccrualKind::loan)};

constexpr std::array change_kinds = {
    alias("项目延期", ChangeKind::extension),   alias("变更负责人", ChangeKind::leader),
    alias("变更合作单位", ChangeKind::partner), alias("任务变更", ChangeKind::target),
    alias("研究内容变更", ChangeKind::target),  alias("暂停", ChangeKind::suspension)};

constexpr std::array outcomes = {alias("补正", Outcome::returned_for_completion),
                                 alias("退回补充材料", Outcome::returned_for_completion),
                                 alias("整改", Outcome::rectify),
                                 alias("复议", Outcome::re_review),
                                 alias("通过验收", Outcome::passed),
                                 alias("验收通过", Outcome::passed),
                                 alias("同意通过验收", Outcome::passed),
                                 alias("合格", Outcome::passed),
                                 alias("整改通过", Outcome::passed_after_rectification),
                                 alias("予以结题", Outcome::closed_without_pass),
                                 alias("未通过", Outcome::failed),
                                 alias("不通过验收", Outcome::failed),
                                 alias("验收不通过", Outcome::failed),
                                 alias("未通过验收", Outcome::failed),
                                 alias("不合格", Outcome::failed),
                                 alias("撤回", Outcome::withdrawn)};

constexpr std::array opinion_kinds = {
    alias("专项", OpinionKind::special), alias("补充", OpinionKind::supplementary),
    alias("清算", OpinionKind::liquidation), alias("主管部门", OpinionKind::authority),
    alias("审计机关", OpinionKind::authority)};

constexpr std::array decision_kinds = {
    alias("验收决定", DecisionKind::acceptance), alias("项目终止", DecisionKind::terminate),
    alias("撤项", DecisionKind::revoke),         alias("项目撤销", DecisionKind::revoke),
    alias("退款", DecisionKind::recover),        alias("追回", DecisionKind::recover),
    alias("行政处罚", DecisionKind::penalty)};

constexpr std::array decision_statuses = {
    alias("生效", DecisionStatus::in_force), alias("暂缓", DecisionStatus::suspended),
    alias("暂停", DecisionStatus::suspended), alias("被撤销", DecisionStatus::annulled)};

constexpr std::array notice_kinds = {
    alias("催办通知", NoticeKind::remind),   alias("提醒", NoticeKind::remind),
    alias("限期验收", NoticeKind::apply_by), alias("限期验收通知", NoticeKind::apply_by),
    alias("事先告知", NoticeKind::intent),   alias("告知书", NoticeKind::intent),
    alias("决定", NoticeKind::decision),     alias("处理决定", NoticeKind::decision),
    alias("缴款通知", NoticeKind::refund),   alias("催告书", NoticeKind::demand),
    alias("催缴", NoticeKind::demand)};

constexpr std::array services = {alias("直接", Service::direct), alias("邮寄", Service::post),
                                 alias("电子", Service::electronic), alias("留置", Service::left),
                                 alias("公告", Service::public_notice)};

constexpr std::array responses = {
    alias("无", Response::none),        alias("未答复", Response::none),
    alias("陈述", Response::statement), alias("申辩", Response::statement),
    alias("听证", Response::hearing),   alias("无异议", Response::agreed)};

constexpr std::array repayment_parts = {
    alias("结余", RepaymentPart::principal), alias("结余资金", RepaymentPart::principal),
    alias("利息", RepaymentPart::interest), alias("违约金", RepaymentPart::late_charge)};

constexpr std::array repayment_meanses = {
    alias("主动退款", RepaymentMeans::voluntary),  alias("自愿", RepaymentMeans::voluntary),
    alias("主动", RepaymentMeans::voluntary),      alias("抵减", RepaymentMeans::offset),
    alias("强制执行", RepaymentMeans::court),      alias("法院", RepaymentMeans::court),
    alias("破产清算", RepaymentMeans::bankruptcy), alias("破产", RepaymentMeans::bankruptcy)};

/// The labels of a vocabulary, and what else is written for its words.
template <Word Enum, std::size_t Size>
constexpr auto labels_and(const std::array<WordAlias, Size>& others) {
  constexpr auto& rows = labels::Labels<Enum>::rows;
  std::array<WordAlias, rows.size() + Size> all{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all[i] = alias(rows[i].zh, static_cast<Enum>(i));
  }
  std::copy(others.begin(), others.end(), all.begin() + rows.size());
  return all;
}

constexpr auto all_org_statuses = labels_and<OrgStatus>(org_statuses);
constexpr auto all_sources = labels_and<Source>(sources);
constexpr auto all_heads = labels_and<Head>(heads);
constexpr auto all_change_kinds = labels_and<ChangeKind>(change_kinds);
constexpr auto all_outcomes = labels_and<Outcome>(outcomes);
constexpr auto all_opinion_kinds = labels_and<OpinionKind>(opinion_kinds);
constexpr auto all_decision_kinds = labels_and<DecisionKind>(decision_kinds);
constexpr auto all_decision_statuses = labels_and<DecisionStatus>(decision_statuses);
constexpr auto all_notice_kinds = labels_and<NoticeKind>(notice_kinds);
constexpr auto all_services = labels_and<Service>(services);
constexpr auto all_responses = labels_and<Response>(responses);
constexpr auto all_repayment_parts = labels_and<RepaymentPart>(repayment_parts);
constexpr auto all_repayment_meanses = labels_and<RepaymentMeans>(repayment_meanses);

template <Word Enum, std::size_t Size>
constexpr WordTable table(std::string_view name, const std::array<WordAlias, Size>& aliases) {
  return {name, Vocabulary<Enum>::words, aliases};
}

}  // namespace

constexpr WordTable org_kind = table<OrgKind>("org_kind", org_kinds);
constexpr WordTable org_status = table<OrgStatus>("org_status", all_org_statuses);
constexpr WordTable staff_kind = table<StaffKind>("staff_kind", staff_kinds);
constexpr WordTable funding_mode = table<FundingMode>("funding_mode", funding_modes);
constexpr WordTable liability = table<Liability>("liability", liabilities);
constexpr WordTable partner_role = table<PartnerRole>("partner_role", partner_roles);
constexpr WordTable source = table<Source>("source", all_sources);
constexpr WordTable head = table<Head>("head", all_heads);
constexpr WordTable direction = table<PaymentDirection>("direction", directions);
constexpr WordTable expense_kind = table<ExpenseKind>("expense_kind", expense_kinds);
constexpr WordTable accrual_kind = table<AccrualKind>("accrual_kind", accrual_kinds);
constexpr WordTable change_kind = table<ChangeKind>("change_kind", all_change_kinds);
constexpr WordTable outcome = table<Outcome>("outcome", all_outcomes);
constexpr WordTable opinion_kind = table<OpinionKind>("opinion_kind", all_opinion_kinds);
constexpr WordTable decision_kind = table<DecisionKind>("decision_kind", all_decision_kinds);
constexpr WordTable decision_status =
    table<DecisionStatus>("decision_status", all_decision_statuses);
constexpr WordTable notice_kind = table<NoticeKind>("notice_kind", all_notice_kinds);
constexpr WordTable service = table<Service>("service", all_services);
constexpr WordTable response = table<Response>("response", all_responses);
constexpr WordTable repayment_part = table<RepaymentPart>("repayment_part", all_repayment_parts);
constexpr WordTable repayment_means =
    table<RepaymentMeans>("repayment_means", all_repayment_meanses);

std::span<const WordTable* const> all() {
  static constexpr std::array list = {
      &org_kind, &org_status,     &staff_kind,     &funding_mode,    &liability,    &partner_role,
      &source,   &head,           &direction,      &expense_kind,    &accrual_kind, &change_kind,
      &outcome,  &opinion_kind,   &decision_kind,  &decision_status, &notice_kind,  &service,
      &response, &repayment_part, &repayment_means};
  return list;
}

}  // namespace bursar::exchange::tables
