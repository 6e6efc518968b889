// The three lifecycles, row by row with their basis.
#include <bursar/grant/lifecycle.hpp>

#include "grant/label_tables.hpp"

#include <array>

namespace bursar {
namespace {

using State = ProjectState;
using Event = ProjectEvent;

constexpr Transition row(State from, Event event, State to, std::string_view basis) {
  return {static_cast<std::uint8_t>(from), static_cast<std::uint8_t>(event),
          static_cast<std::uint8_t>(to), basis};
}

template <std::size_t Size>
constexpr auto words_of(const std::array<labels::WordLabel, Size>& table) {
  std::array<std::string_view, Size> words;
  for (std::size_t i = 0; i < Size; ++i) words[i] = table[i].word;
  return words;
}

constexpr auto acceptance_states = words_of(labels::acceptance_states);
constexpr auto acceptance_events = words_of(labels::acceptance_events);
constexpr auto claim_states = words_of(labels::claim_states);
constexpr auto claim_events = words_of(labels::claim_events);

constexpr std::string_view approval = "立项批复";
constexpr std::string_view contract = "深圳市科技计划项目管理办法：签订项目合同";
constexpr std::string_view history = "历史导入：如实记录，前一步骤可能未留档";
constexpr std::string_view paid = "财政资金拨付即视为开始实施";
constexpr std::string_view change = "深圳市科技计划项目管理办法：项目变更";
constexpr std::string_view acceptance = "深圳市科技计划项目验收管理办法：验收申请与结论";
constexpr std::string_view again = "深圳市科技计划项目验收管理办法：退回补正、整改、复议后再次申请";
constexpr std::string_view termination = "深科技创新规〔2020〕14号：终止";
constexpr std::string_view revocation = "深圳市科技计划项目管理办法：撤销";
constexpr std::string_view restated = "处理决定更正、替代，或另对其他单位、来源作出";
constexpr std::string_view lifted = "行政复议法、行政诉讼法：决定被撤回、撤销或中止执行";
constexpr std::string_view settled = "结余处理完毕、应退款项结清";

constexpr std::array project_rows{
    row(State::registered, Event::approve, State::approved, approval),
    row(State::registered, Event::sign_contract, State::running, history),
    row(State::registered, Event::pay, State::running, paid),
    row(State::registered, Event::request_acceptance, State::in_acceptance, history),
    row(State::registered, Event::conclude, State::concluded, history),
    row(State::registered, Event::suspend, State::suspended, history),
    row(State::registered, Event::terminate, State::terminated, history),
    row(State::registered, Event::revoke, State::revoked, revocation),
    row(State::approved, Event::sign_contract, State::running, contract),
    row(State::approved, Event::pay, State::running, paid),
    row(State::approved, Event::request_acceptance, State::in_acceptance, history),
    row(State::approved, Event::conclude, State::concluded, history),
    row(State::approved, Event::suspend, State::suspended, change),
    row(State::approved, Event::terminate, State::terminated, termination),
    row(State::approved, Event::revoke, State::revoked, revocation),
    row(State::running, Event::suspend, State::suspended, change),
    row(State::running, Event::request_acceptance, State::in_acceptance, acceptance),
    row(State::running, Event::conclude, State::concluded, history),
    row(State::running, Event::terminate, State::terminated, termination),
    row(State::running, Event::revoke, State::revoked, revocation),
    row(State::suspended, Event::resume, State::running, change),
    row(State::suspended, Event::request_acceptance, State::in_acceptance, history),
    row(State::suspended, Event::conclude, State::concluded, history),
    row(State::suspended, Event::terminate, State::terminated, termination),
    row(State::suspended, Event::revoke, State::revoked, revocation),
    row(State::in_acceptance, Event::request_acceptance, State::in_acceptance, again),
    row(State::in_acceptance, Event::return_for_completion, State::in_acceptance, again),
    row(State::in_acceptance, Event::withdraw_acceptance, State::running, acceptance),
    row(State::in_acceptance, Event::conclude, State::concluded, acceptance),
    row(State::in_acceptance, Event::terminate, State::terminated, termination),
    row(State::in_acceptance, Event::revoke, State::revoked, revocation),
    row(State::concluded, Event::request_acceptance, State::in_acceptance, again),
    row(State::concluded, Event::conclude, State::concluded, again),
    row(State::concluded, Event::terminate, State::terminated, termination),
    row(State::concluded, Event::revoke, State::revoked, revocation),
    row(State::concluded, Event::close, State::closed, settled),
    row(State::terminated, Event::terminate, State::terminated, restated),
    row(State::terminated, Event::lift_decision, State::running, lifted),
    row(State::terminated, Event::revoke, State::revoked, revocation),
    row(State::terminated, Event::close, State::closed, settled),
    row(State::revoked, Event::revoke, State::revoked, restated),
    row(State::revoked, Event::lift_decision, State::running, lifted),
    row(State::revoked, Event::close, State::closed, settled),
};
constexpr std::array<std::uint8_t, 1> project_final{static_cast<std::uint8_t>(State::closed)};

constexpr std::string_view check = "验收形式审查";
constexpr std::string_view completion = "退回补正";
constexpr std::string_view rectification = "限期整改，整改后再次申请";
constexpr std::string_view re_review = "复议验收：补充材料后再次申请";
constexpr std::string_view publicity = "通过与结题名单公示十日";
constexpr std::string_view objection = "公示期内书面异议";
constexpr std::array acceptance_rows{
    Transition{0, 0, 1, "超期前后均可提出验收申请"},
    Transition{1, 1, 2, check},
    Transition{1, 2, 3, completion},
    Transition{3, 0, 1, completion},
    Transition{1, 6, 8, "申请人撤回"},
    Transition{8, 0, 1, "撤回后可再次申请"},
    Transition{2, 3, 4, rectification},
    Transition{4, 0, 1, rectification},
    Transition{2, 4, 5, re_review},
    Transition{5, 0, 1, re_review},
    Transition{2, 5, 6, "专家结论：通过、整改后通过、结题、不通过"},
    Transition{6, 7, 7, publicity},
    Transition{7, 8, 2, objection},
    Transition{7, 9, 9, "结余资金处理"},
    Transition{6, 9, 9, "不公示的结论：结余资金处理"},
};
constexpr std::array<std::uint8_t, 1> acceptance_final{9};

constexpr std::string_view intent = "行政处罚法第四十四条：处理前告知，听取陈述申辩";
constexpr std::string_view decided = "处理决定确定应退金额";
constexpr std::string_view service = "民事诉讼法第九十五条：送达";
constexpr std::string_view due = "缴款期限届满";
constexpr std::string_view demand = "行政强制法第三十五条：书面催告";
constexpr std::string_view court = "行政强制法第五十三、五十四条：申请人民法院强制执行";
constexpr std::string_view repaid = "退款缴入国库";
constexpr std::string_view voluntary = "收到退款通知即自行缴回";
constexpr std::string_view written_off = "经批准核销；核销后仍可收回";
constexpr std::string_view bounced = "退款被冲回，或应退金额增加";
constexpr std::string_view asked = "退款通知送达";
constexpr std::string_view after_asking = "退款通知后未缴，作出处理决定";
constexpr std::string_view no_service = "缴款期限届满；历史导入：送达可能未留档";
constexpr std::string_view new_term = "另行送达、另定期限";
constexpr std::array claim_rows{
    Transition{0, 0, 1, intent},      Transition{0, 1, 2, decided},
    Transition{0, 6, 7, voluntary},   Transition{0, 9, 9, "应退为零"},
    Transition{1, 1, 2, decided},     Transition{1, 2, 3, asked},
    Transition{1, 6, 7, voluntary},   Transition{2, 2, 3, service},
    Transition{2, 3, 4, no_service},  Transition{2, 6, 7, repaid},
    Transition{2, 8, 0, lifted},      Transition{3, 1, 2, after_asking},
    Transition{3, 3, 4, due},         Transition{3, 6, 7, repaid},
    Transition{3, 8, 0, lifted},      Transition{4, 1, 2, after_asking},
    Transition{4, 2, 3, new_term},    Transition{4, 4, 5, demand},
    Transition{4, 6, 7, repaid},      Transition{4, 7, 8, written_off},
    Transition{4, 8, 0, lifted},      Transition{5, 1, 2, after_asking},
    Transition{5, 5, 6, court},       Transition{5, 6, 7, repaid},
    Transition{5, 7, 8, written_off}, Transition{5, 8, 0, lifted},
    Transition{6, 6, 7, repaid},      Transition{6, 7, 8, written_off},
    Transition{6, 8, 0, lifted},      Transition{7, 9, 9, settled},
    Transition{7, 10, 0, bounced},    Transition{8, 6, 7, written_off},
    Transition{8, 9, 9, written_off}, Transition{8, 10, 0, bounced},
};
constexpr std::array<std::uint8_t, 1> claim_final{9};

}  // namespace

const Lifecycle& project_lifecycle() {
  static constexpr Lifecycle lifecycle{"project",
                                       Vocabulary<ProjectState>::words,
                                       Vocabulary<ProjectEvent>::words,
                                       project_rows,
                                       static_cast<std::uint8_t>(State::registered),
                                       project_final};
  return lifecycle;
}

const Lifecycle& acceptance_lifecycle() {
  static constexpr Lifecycle lifecycle{
      "acceptance", acceptance_states, acceptance_events, acceptance_rows, 0, acceptance_final};
  return lifecycle;
}

const Lifecycle& claim_lifecycle() {
  static constexpr Lifecycle lifecycle{"claim", claim_states, claim_events, claim_rows,
                                       0,       claim_final};
  return lifecycle;
}

std::span<const Lifecycle* const> all_lifecycles() {
  static const std::array<const Lifecycle*, 3> all{&project_lifecycle(), &acceptance_lifecycle(),
                                                   &claim_lifecycle()};
  return all;
}

}  // namespace bursar
