// The three lifecycles, row by row with their basis.
#include <bursar/grant/lifecycle.hpp>

#include <array>

namespace bursar {
namespace {

/// What a row rests on. The texts are those that were read: of most measures of the city only the
/// notices and guides that apply them (`seen`), or what follows from these (`derived`).
struct Basis {
  std::string_view text;
  RowGround ground;
};
constexpr Basis seen(std::string_view text) { return {text, RowGround::seen}; }
constexpr Basis derived(std::string_view text) { return {text, RowGround::derived}; }
constexpr Basis ours(std::string_view text) { return {text, RowGround::ours}; }

template <class State, class Event>
constexpr Transition row(State from, Event event, State to, const Basis& basis) {
  return {static_cast<std::uint8_t>(from), static_cast<std::uint8_t>(event),
          static_cast<std::uint8_t>(to), basis.text, basis.ground};
}

constexpr Basis history = ours("本库约定：历史导入如实记录，前一步骤可能未留档");

namespace of_project {

using State = ProjectState;
using Event = ProjectEvent;

constexpr Basis approval = derived("立项批复，其后一个月内签订合同（2021年申报通知）");
constexpr Basis contract = seen("收到立项批复后一个月内签订合同（2021年申报通知）");
constexpr Basis paid = ours("本库约定：财政资金拨付视为已开始实施");
constexpr Basis change = derived("项目变更：负责人申请、单位审核、窗口受理（深圳市办事说明）");
constexpr Basis request =
    seen("深科技创新规〔2020〕14号的效力（2023年办事说明）：超期前后均可申请验收");
constexpr Basis outcome = seen("验收结论：通过、结题、不通过（2018至2022年各批次验收通知）");
constexpr Basis again = seen("复议、整改后再次申请验收（2018、2019、2021年验收通知）");
constexpr Basis completion = derived("形式审查后限期补正（2022年中央引导地方资金验收通知）");
constexpr Basis restated_outcome = ours("本库约定：以次数最高的验收结论为准");
constexpr Basis withdrawn = ours("本库约定：申请人撤回验收申请");
constexpr Basis termination =
    seen("深科技创新规〔2020〕14号的效力（2023年办事说明）：超期一年未申请验收的，终止");
constexpr Basis revocation = seen("深工信资告字〔2021〕47号：拟撤销项目并追回全部市级资金");
constexpr Basis restated = ours("本库约定：处理决定更正、替代，或另对其他单位、来源作出");
constexpr Basis lifted =
    derived("行政复议法、行政诉讼法：决定被撤销、停止执行；作出机关自行撤回的同此");
constexpr Basis settled = ours("本库约定：结余处理完毕、应退款项结清");

constexpr std::array rows{
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
    row(State::running, Event::request_acceptance, State::in_acceptance, request),
    row(State::running, Event::conclude, State::concluded, history),
    row(State::running, Event::terminate, State::terminated, termination),
    row(State::running, Event::revoke, State::revoked, revocation),
    row(State::suspended, Event::resume, State::running, change),
    row(State::suspended, Event::request_acceptance, State::in_acceptance, history),
    row(State::suspended, Event::conclude, State::concluded, history),
    row(State::suspended, Event::terminate, State::terminated, termination),
    row(State::suspended, Event::revoke, State::revoked, revocation),
    row(State::in_acceptance, Event::request_acceptance, State::in_acceptance, again),
    row(State::in_acceptance, Event::return_for_completion, State::in_acceptance, completion),
    row(State::in_acceptance, Event::withdraw_acceptance, State::running, withdrawn),
    row(State::in_acceptance, Event::conclude, State::concluded, outcome),
    row(State::in_acceptance, Event::terminate, State::terminated, termination),
    row(State::in_acceptance, Event::revoke, State::revoked, revocation),
    row(State::concluded, Event::request_acceptance, State::in_acceptance, history),
    row(State::concluded, Event::conclude, State::concluded, restated_outcome),
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
constexpr std::array<std::uint8_t, 1> final_states{static_cast<std::uint8_t>(State::closed)};

}  // namespace of_project

// One attempt at acceptance 验收 after the other, as far as facts state it.
namespace of_acceptance {

using State = AcceptanceState;
using Event = AcceptanceEvent;

constexpr Basis overdue =
    seen("深科技创新规〔2020〕14号的效力（2023年办事说明）：超期前后均可申请验收");
constexpr Basis completion = derived("形式审查后限期补正（2022年中央引导地方资金验收通知）");
constexpr Basis rectification = seen("整改后通过与一次通过有别（2020年14号，2021年验收通知）");
constexpr Basis re_review = seen("复议：按附件补充材料后再次申请（2018、2019年验收通知）");
constexpr Basis outcome = seen("验收结论：通过、结题、不通过（2018至2022年各批次验收通知）");
constexpr Basis withdrawal = ours("本库约定：申请人撤回，撤回后可再次申请");
constexpr Basis notice = seen("验收结果以通知送达（2018至2022年各批次验收通知）");
constexpr Basis interim = ours("本库约定：补正、整改、复议、撤回也可通知，不改变所处步骤");

constexpr std::array rows{
    row(State::not_requested, Event::request, State::requested, overdue),
    row(State::requested, Event::return_for_completion, State::returned, completion),
    row(State::requested, Event::rectify, State::rectifying, rectification),
    row(State::requested, Event::order_re_review, State::re_review, re_review),
    row(State::requested, Event::withdraw, State::withdrawn, withdrawal),
    row(State::requested, Event::conclude, State::concluded, outcome),
    row(State::returned, Event::request, State::requested, completion),
    row(State::returned, Event::notify, State::returned, interim),
    row(State::rectifying, Event::request, State::requested, rectification),
    row(State::rectifying, Event::notify, State::rectifying, interim),
    row(State::re_review, Event::request, State::requested, re_review),
    row(State::re_review, Event::notify, State::re_review, interim),
    row(State::withdrawn, Event::request, State::requested, withdrawal),
    row(State::withdrawn, Event::notify, State::withdrawn, interim),
    row(State::concluded, Event::notify, State::notified, notice),
};
constexpr std::array<std::uint8_t, 1> final_states{static_cast<std::uint8_t>(State::notified)};

}  // namespace of_acceptance

// One sum due back, from the proposal to its end.
namespace of_claim {

using State = ClaimStep;
using Event = ClaimEvent;

constexpr Basis intent = derived("处理前告知，听取陈述申辩（深工信资告字〔2021〕47号）");
constexpr Basis decided = derived("处理决定确定应退金额");
constexpr Basis voluntary = ours("本库约定：未作决定而自行缴回，或应退为零");
constexpr Basis asked = derived("退款通知送达，限期缴款（深科工办〔2023〕73号）");
constexpr Basis after_asking = derived("退款通知后未缴，作出处理决定；或决定被替代");
constexpr Basis service = seen("送达；无法送达的公告送达（民事诉讼法第九十五条）");
constexpr Basis due = derived("决定或退款通知确定的缴款期限届满（深科工办〔2023〕73号）");
constexpr Basis no_service = ours("本库约定：缴款期限届满，送达可能未留档");
constexpr Basis new_term = ours("本库约定：另行送达，可另定期限");
constexpr Basis demand = seen("行政强制法第三十五、三十六条：书面催告");
constexpr Basis demand_again = ours("本库约定：可再次催告");
constexpr Basis court = seen("行政强制法第五十三、五十四条：申请人民法院强制执行");
constexpr Basis repaid = seen("行政强制法第六十条：款项上缴国库");
constexpr Basis written_off = ours("本库约定：经批准核销；核销后仍可收回");
constexpr Basis lifted =
    derived("行政复议法、行政诉讼法：决定被撤销、停止执行；作出机关自行撤回的同此");
constexpr Basis settled = ours("本库约定：全部收回或核销后结案");

constexpr std::array rows{
    row(State::proposed, Event::give_notice, State::notified, intent),
    row(State::proposed, Event::decide, State::decided, decided),
    row(State::proposed, Event::repay_in_full, State::recovered, voluntary),
    row(State::notified, Event::decide, State::decided, decided),
    row(State::notified, Event::serve, State::served, asked),
    row(State::notified, Event::repay_in_full, State::recovered, voluntary),
    row(State::decided, Event::serve, State::served, service),
    row(State::decided, Event::fall_due, State::due, no_service),
    row(State::decided, Event::repay_in_full, State::recovered, repaid),
    row(State::decided, Event::lift_decision, State::proposed, lifted),
    row(State::served, Event::decide, State::decided, after_asking),
    row(State::served, Event::fall_due, State::due, due),
    row(State::served, Event::repay_in_full, State::recovered, repaid),
    row(State::served, Event::lift_decision, State::proposed, lifted),
    row(State::due, Event::decide, State::decided, after_asking),
    row(State::due, Event::serve, State::served, new_term),
    row(State::due, Event::demand, State::demanded, demand),
    row(State::due, Event::repay_in_full, State::recovered, repaid),
    row(State::due, Event::write_off, State::written_off, written_off),
    row(State::due, Event::lift_decision, State::proposed, lifted),
    row(State::demanded, Event::decide, State::decided, after_asking),
    row(State::demanded, Event::demand, State::demanded, demand_again),
    row(State::demanded, Event::apply_to_court, State::court, court),
    row(State::demanded, Event::repay_in_full, State::recovered, repaid),
    row(State::demanded, Event::write_off, State::written_off, written_off),
    row(State::demanded, Event::lift_decision, State::proposed, lifted),
    row(State::court, Event::repay_in_full, State::recovered, repaid),
    row(State::court, Event::write_off, State::written_off, written_off),
    row(State::court, Event::lift_decision, State::proposed, lifted),
    row(State::recovered, Event::close, State::closed, settled),
    row(State::written_off, Event::repay_in_full, State::recovered, written_off),
    row(State::written_off, Event::close, State::closed, settled),
};
constexpr std::array<std::uint8_t, 1> final_states{static_cast<std::uint8_t>(State::closed)};

}  // namespace of_claim

template <class State, class Event>
constexpr Lifecycle lifecycle_of(std::string_view name, std::span<const Transition> rows,
                                 std::span<const std::uint8_t> final_states) {
  return {name, Vocabulary<State>::words, Vocabulary<Event>::words, rows, 0, final_states};
}

}  // namespace

const Lifecycle& project_lifecycle() {
  static constexpr Lifecycle lifecycle = lifecycle_of<ProjectState, ProjectEvent>(
      "project", of_project::rows, of_project::final_states);
  return lifecycle;
}

const Lifecycle& acceptance_lifecycle() {
  static constexpr Lifecycle lifecycle = lifecycle_of<AcceptanceState, AcceptanceEvent>(
      "acceptance", of_acceptance::rows, of_acceptance::final_states);
  return lifecycle;
}

const Lifecycle& claim_lifecycle() {
  static constexpr Lifecycle lifecycle =
      lifecycle_of<ClaimStep, ClaimEvent>("claim", of_claim::rows, of_claim::final_states);
  return lifecycle;
}

std::span<const Lifecycle* const> all_lifecycles() {
  static const std::array<const Lifecycle*, 3> all{&project_lifecycle(), &acceptance_lifecycle(),
                                                   &claim_lifecycle()};
  return all;
}

}  // namespace bursar
