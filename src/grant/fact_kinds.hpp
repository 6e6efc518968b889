// The registry of fact kinds: a number for the stored form, never reused, and the rank in the fold.
#pragma once

#include <bursar/grant/facts.hpp>

#include <array>
#include <string_view>
#include <type_traits>

namespace bursar::kinds {

/// `number` is stored; `version` is the version of the body that this library writes.
struct Kind {
  std::uint16_t number;
  std::uint16_t version;
  std::string_view name;
  std::string_view zh;  ///< what people call it
};

template <class Body>
inline constexpr Kind kind{0, 0, "", ""};

#define BURSAR_KIND(number, Body, zh) \
  template <>                         \
  inline constexpr Kind kind<Body> {  \
    number, 1, #Body, zh              \
  }
BURSAR_KIND(1, BookOpened, "账册启用");
BURSAR_KIND(2, RuleBookAdopted, "规则包采用");
BURSAR_KIND(3, CalendarAdopted, "日历采用");
BURSAR_KIND(4, AssumptionsStated, "假设说明");
BURSAR_KIND(5, ImportRecorded, "导入记录");
BURSAR_KIND(10, OrganisationRegistered, "单位登记");
BURSAR_KIND(11, OrganisationStatusChanged, "单位状态变更");
BURSAR_KIND(12, OrganisationSucceeded, "单位承继");
BURSAR_KIND(13, PersonRegistered, "人员登记");
BURSAR_KIND(14, PersonEmployed, "人员任职");
BURSAR_KIND(20, ProjectRegistered, "项目登记");
BURSAR_KIND(21, ProjectApproved, "立项");
BURSAR_KIND(22, ContractSigned, "合同签订");
BURSAR_KIND(23, PartnerJoined, "合作单位加入");
BURSAR_KIND(24, BudgetSet, "预算编制");
BURSAR_KIND(25, BudgetAdjusted, "预算调整");
BURSAR_KIND(26, PaymentMade, "拨款");
BURSAR_KIND(27, TransferMade, "转拨");
BURSAR_KIND(28, ExpensesBooked, "支出入账");
BURSAR_KIND(29, AccrualRecorded, "应付预付登记");
BURSAR_KIND(30, AccrualCleared, "应付预付结清");
BURSAR_KIND(31, FinalAccountStated, "决算填报");
BURSAR_KIND(32, AssetDisposed, "资产处置");
BURSAR_KIND(40, ChangeRequested, "变更申请");
BURSAR_KIND(41, ChangeApproved, "变更批准");
BURSAR_KIND(42, AcceptanceRequested, "验收申请");
BURSAR_KIND(43, AcceptanceConcluded, "验收结论");
BURSAR_KIND(44, AcceptanceNotified, "验收结论通知");
BURSAR_KIND(45, OpinionIssued, "审计意见");
BURSAR_KIND(46, OpinionAdopted, "审计意见采信");
BURSAR_KIND(50, DecisionMade, "处理决定");
BURSAR_KIND(51, DecisionStatusChanged, "处理决定状态变更");
BURSAR_KIND(52, NoticeIssued, "文书发出");
BURSAR_KIND(53, NoticeServed, "文书送达");
BURSAR_KIND(54, NoticeAnswered, "文书回应");
BURSAR_KIND(55, RepaymentReceived, "缴款");
BURSAR_KIND(56, RepaymentProofFiled, "缴款凭证报送");
BURSAR_KIND(60, SettlementMade, "经费结算");
BURSAR_KIND(61, ClaimRaised, "应退款项提出");
BURSAR_KIND(62, ClaimAdjusted, "应退款项调整");
BURSAR_KIND(63, CourtApplied, "强制执行申请");
BURSAR_KIND(64, ClaimWrittenOff, "应退款项核销");
BURSAR_KIND(65, ClaimClosed, "应退款项办结");
BURSAR_KIND(66, ProjectClosed, "项目办结");
BURSAR_KIND(70, RecordSupplemented, "记录补充");
BURSAR_KIND(71, RecordChanged, "记录变更");
BURSAR_KIND(72, RemarksKept, "备注");
#undef BURSAR_KIND

}  // namespace bursar::kinds
