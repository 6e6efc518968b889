#include <bursar/clawback/labels.hpp>

#include "grant/label_tables.hpp"

namespace bursar {
namespace labels {

BURSAR_LABELS(AgeBucket, {"no day fixed", "未定期限"}, {"not due yet", "未到期"},
              {"1 to 30", "1至30天"}, {"31 to 90", "31至90天"}, {"91 to 180", "91至180天"},
              {"181 to 365", "181至365天"}, {"over 365", "超过365天"});

}  // namespace labels

namespace {

// Those that are no event in the life of a claim.
constexpr auto steps = std::to_array<labels::WordLabel>({
    {"notify", {"notify the payer", "发出退款通知"}},
    {"pay", {"payment", "缴款"}},
    {"fix_due_day", {"fix the day due", "确定缴款期限"}},
    {"court_acceptance", {"acceptance by the court", "法院受理"}},
    {"court_ruling", {"ruling by the court", "法院裁定"}},
    {"write_off_or_close", {"write off or close", "核销或办结"}},
    {"none", {"nothing", "无"}},
    {"late_application", {"apply late", "补申请验收"}},
    {"apply_by_notice", {"notice to apply by a day", "发限期申请验收通知"}},
    {"public_notice", {"service by public notice", "公告送达"}},
    {"statement", {"statement or hearing", "陈述申辩或听证"}},
    {"hearing", {"hold the hearing", "举行听证"}},
    {"terminate", {"terminate", "终止"}},
});

}  // namespace

std::string_view label(ClaimStep step, Language language) {
  return labels::claim_states[static_cast<std::size_t>(step)].label.in(language);
}
std::string_view label(AgeBucket bucket, Language language) { return labels::of(bucket, language); }

std::string step_label(std::string_view code, Language language) {
  for (const labels::WordLabel& each : steps) {
    if (each.word == code) return std::string(each.label.in(language));
  }
  for (const labels::WordLabel& each : labels::claim_events) {
    if (each.word == code) return std::string(each.label.in(language));
  }
  return std::string(code);
}

}  // namespace bursar
