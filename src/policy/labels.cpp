#include <bursar/policy/labels.hpp>

#include "grant/label_tables.hpp"

namespace bursar {
namespace labels {

BURSAR_LABELS(CellStatus, {"read in a source", "有出处"}, {"derived", "推出"}, {"unknown", "未知"},
              {"assumed", "假设"});
BURSAR_LABELS(AcceptanceForm, {"review of documents", "材料审查"},
              {"defence before a panel", "集中答辩"}, {"check on site", "现场核查"});

}  // namespace labels

std::string_view label(CellStatus status, Language language) {
  return labels::of(status, language);
}
std::string_view label(AcceptanceForm form, Language language) {
  return labels::of(form, language);
}

}  // namespace bursar
