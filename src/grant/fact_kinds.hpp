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
};

template <class Body>
inline constexpr Kind kind{0, 0, ""};

#define BURSAR_KIND(number, Body)    \
  template <>                        \
  inline constexpr Kind kind<Body> { \
    number, 1, #Body                 \
  }
BURSAR_KIND(1, BookOpened);
BURSAR_KIND(2, RuleBookAdopted);
BURSAR_KIND(3, CalendarAdopted);
BURSAR_KIND(4, AssumptionsStated);
BURSAR_KIND(5, ImportRecorded);
BURSAR_KIND(10, OrganisationRegistered);
BURSAR_KIND(11, OrganisationStatusChanged);
BURSAR_KIND(12, OrganisationSucceeded);
BURSAR_KIND(13, PersonRegistered);
BURSAR_KIND(14, PersonEmployed);
BURSAR_KIND(20, ProjectRegistered);
BURSAR_KIND(21, ProjectApproved);
BURSAR_KIND(22, ContractSigned);
BURSAR_KIND(23, PartnerJoined);
BURSAR_KIND(24, BudgetSet);
BURSAR_KIND(25, BudgetAdjusted);
BURSAR_KIND(26, PaymentMade);
BURSAR_KIND(27, TransferMade);
BURSAR_KIND(28, ExpensesBooked);
BURSAR_KIND(29, AccrualRecorded);
BURSAR_KIND(30, AccrualCleared);
BURSAR_KIND(31, FinalAccountStated);
BURSAR_KIND(32, AssetDisposed);
BURSAR_KIND(40, ChangeRequested);
BURSAR_KIND(41, ChangeApproved);
BURSAR_KIND(42, AcceptanceRequested);
BURSAR_KIND(43, AcceptanceConcluded);
BURSAR_KIND(44, AcceptanceNotified);
BURSAR_KIND(45, OpinionIssued);
BURSAR_KIND(50, DecisionMade);
BURSAR_KIND(51, DecisionStatusChanged);
BURSAR_KIND(52, NoticeIssued);
BURSAR_KIND(53, NoticeServed);
BURSAR_KIND(54, NoticeAnswered);
BURSAR_KIND(55, RepaymentReceived);
BURSAR_KIND(56, RepaymentProofFiled);
BURSAR_KIND(60, SettlementMade);
BURSAR_KIND(61, ClaimRaised);
BURSAR_KIND(62, ClaimAdjusted);
BURSAR_KIND(63, CourtApplied);
BURSAR_KIND(64, ClaimWrittenOff);
BURSAR_KIND(65, ClaimClosed);
BURSAR_KIND(66, ProjectClosed);
BURSAR_KIND(70, RecordSupplemented);
BURSAR_KIND(71, RecordChanged);
BURSAR_KIND(72, RemarksKept);
#undef BURSAR_KIND

}  // namespace bursar::kinds
