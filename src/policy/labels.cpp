#include <bursar/policy/labels.hpp>

#include "grant/label_tables.hpp"

namespace bursar {
namespace labels {

BURSAR_LABELS(CellStatus, {"read in a source", "有出处"}, {"derived", "推出"}, {"unknown", "未知"},
              {"assumed", "假设"});

}  // namespace labels

std::string_view label(CellStatus status, Language language) {
  return labels::of(status, language);
}

}  // namespace bursar
