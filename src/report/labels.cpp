#include <bursar/report/labels.hpp>

#include <array>

namespace bursar {
namespace {

struct Label {
  std::string_view en, zh;
  [[nodiscard]] constexpr std::string_view in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

/// The labels of a vocabulary; a word without a label does not compile.
template <Word Enum, std::size_t Size>
std::string_view label_of(const std::array<Label, Size>& labels, Enum value, Language language) {
  static_assert(Size == Vocabulary<Enum>::words.size(), "every word has a label");
  return labels[static_cast<std::size_t>(value)].in(language);
}

constexpr auto project_states = std::to_array<Label>({{"registered", "已登记"},
                                                      {"approved", "已立项"},
                                                      {"running", "实施中"},
                                                      {"suspended", "已中止"},
                                                      {"in acceptance", "验收中"},
                                                      {"concluded", "已有验收结论"},
                                                      {"terminated", "已终止"},
                                                      {"revoked", "已撤销"},
                                                      {"closed", "已办结"}});
constexpr auto outcomes = std::to_array<Label>({{"returned for completion", "退回补正"},
                                                {"to be rectified", "限期整改"},
                                                {"re-review", "复议验收"},
                                                {"passed", "通过"},
                                                {"passed after rectification", "整改后通过"},
                                                {"closed without a pass", "结题"},
                                                {"failed", "不通过"},
                                                {"withdrawn", "撤回申请"}});
constexpr auto sources = std::to_array<Label>({{"grant", "财政资金"},
                                               {"grant, central", "中央财政"},
                                               {"grant, province", "省级财政"},
                                               {"grant, city", "市级财政"},
                                               {"grant, district", "区级财政"},
                                               {"self-raised", "自筹"},
                                               {"loan", "贷款"},
                                               {"other", "其他"}});
constexpr auto org_statuses = std::to_array<Label>({{"normal", "正常"},
                                                    {"unreachable", "失联"},
                                                    {"abnormal", "经营异常"},
                                                    {"licence revoked", "吊销"},
                                                    {"deregistered", "注销"},
                                                    {"bankrupt", "破产"}});
constexpr auto notice_kinds = std::to_array<Label>({{"reminder", "催办"},
                                                    {"time to apply", "限期申请验收"},
                                                    {"intent", "告知"},
                                                    {"decision", "决定书"},
                                                    {"refund notice", "退款通知"},
                                                    {"demand", "催告"}});
constexpr auto claim_steps = std::to_array<Label>({{"proposed", "拟提出"},
                                                   {"notified", "已通知"},
                                                   {"decided", "已决定"},
                                                   {"served", "已送达"},
                                                   {"due", "已到期"},
                                                   {"demanded", "已催告"},
                                                   {"in court", "法院执行"},
                                                   {"recovered", "已追回"},
                                                   {"written off", "已核销"},
                                                   {"closed", "已办结"}});
constexpr auto age_buckets = std::to_array<Label>({{"no day fixed", "未定期限"},
                                                   {"not due yet", "未到期"},
                                                   {"1 to 30", "1至30天"},
                                                   {"31 to 90", "31至90天"},
                                                   {"91 to 180", "91至180天"},
                                                   {"181 to 365", "181至365天"},
                                                   {"over 365", "超过365天"}});
constexpr auto cell_statuses = std::to_array<Label>({{"read in a source", "有出处"},
                                                     {"derived", "推出"},
                                                     {"unknown", "未知"},
                                                     {"assumed", "假设"}});
constexpr auto severities = std::to_array<Label>({{"information", "提示"},
                                                  {"low", "低"},
                                                  {"medium", "中"},
                                                  {"high", "高"},
                                                  {"critical", "严重"},
                                                  {"blocking", "阻断"}});
constexpr auto rule_statuses = std::to_array<Label>({{"ran", "已运行"},
                                                     {"partial", "部分缺数据"},
                                                     {"no data", "缺数据，未检查"},
                                                     {"failed", "运行失败"}});

struct CodeLabel {
  std::string_view code;
  Label label;
};

constexpr auto steps = std::to_array<CodeLabel>({
    {"notify", {"notify the payer", "发出退款通知"}},
    {"decide", {"decide", "作出处理决定"}},
    {"serve", {"serve", "送达"}},
    {"pay", {"payment", "缴款"}},
    {"fix_due_day", {"fix the day due", "确定缴款期限"}},
    {"demand", {"demand", "催告"}},
    {"apply_to_court", {"apply to the court", "申请法院强制执行"}},
    {"court_acceptance", {"acceptance by the court", "法院受理"}},
    {"court_ruling", {"ruling by the court", "法院裁定"}},
    {"write_off_or_close", {"write off or close", "核销或办结"}},
    {"close", {"close", "办结"}},
    {"none", {"nothing", "无"}},
    {"late_application", {"apply late", "补申请验收"}},
    {"apply_by_notice", {"notice to apply by a day", "发限期申请验收通知"}},
    {"public_notice", {"service by public notice", "公告送达"}},
    {"statement", {"statement or hearing", "陈述申辩或听证"}},
    {"hearing", {"hold the hearing", "举行听证"}},
    {"terminate", {"terminate", "终止"}},
});

}  // namespace

std::string_view label(ProjectState state, Language language) {
  return label_of(project_states, state, language);
}
std::string_view label(Outcome outcome, Language language) {
  return label_of(outcomes, outcome, language);
}
std::string_view label(Source source, Language language) {
  return label_of(sources, source, language);
}
std::string_view label(OrgStatus status, Language language) {
  return label_of(org_statuses, status, language);
}
std::string_view label(NoticeKind kind, Language language) {
  return label_of(notice_kinds, kind, language);
}
std::string_view label(ClaimStep step, Language language) {
  return label_of(claim_steps, step, language);
}
std::string_view label(AgeBucket bucket, Language language) {
  return label_of(age_buckets, bucket, language);
}
std::string_view label(CellStatus status, Language language) {
  return label_of(cell_statuses, status, language);
}
std::string_view label(Severity severity, Language language) {
  return label_of(severities, severity, language);
}
std::string_view label(RuleStatus status, Language language) {
  return label_of(rule_statuses, status, language);
}

std::string outcome_label(std::string_view outcome, Language language) {
  if (const auto found = find_word<Outcome>(outcome)) return std::string(label(*found, language));
  if (outcome == "terminated") return std::string(label(ProjectState::terminated, language));
  if (outcome == "revoked") return std::string(label(ProjectState::revoked, language));
  return std::string(outcome);
}

std::string step_label(std::string_view code, Language language) {
  for (const CodeLabel& each : steps) {
    if (each.code == code) return std::string(each.label.in(language));
  }
  return std::string(code);
}

std::string notice_label(std::string_view kind, Language language) {
  const auto found = find_word<NoticeKind>(kind);
  return found ? std::string(label(*found, language)) : std::string(kind);
}

}  // namespace bursar
