#include <bursar/report/labels.hpp>

#include "grant/label_tables.hpp"

namespace bursar {
namespace labels {

BURSAR_LABELS(Severity, {"information", "提示"}, {"low", "低"}, {"medium", "中"}, {"high", "高"},
              {"critical", "严重"}, {"blocking", "阻断"});
BURSAR_LABELS(RuleStatus, {"ran", "已运行"}, {"partial", "部分缺数据"},
              {"no data", "缺数据，未检查"}, {"failed", "运行失败"});

}  // namespace labels

std::string_view label(Severity severity, Language language) {
  return labels::of(severity, language);
}
std::string_view label(RuleStatus status, Language language) {
  return labels::of(status, language);
}

}  // namespace bursar
