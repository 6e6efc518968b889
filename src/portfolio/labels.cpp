#include <bursar/portfolio/labels.hpp>

#include <string>

namespace bursar {

Wording reason_wording(std::string_view reason) {
  std::string_view zh = reason;
#define BURSAR_REASON(name, word, label) \
  if (reason == (word)) zh = label;
#include "portfolio/reasons.def"
#undef BURSAR_REASON
  return {std::string(zh), std::string(reason)};
}

}  // namespace bursar
