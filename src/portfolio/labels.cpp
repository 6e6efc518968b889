#include <bursar/portfolio/labels.hpp>

#include <bursar/grant/labels.hpp>

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

Wording state_wording(std::string_view state) {
  const auto known = find_word<ProjectState>(state);
  return known ? wording(*known) : Wording{std::string(state), std::string(state)};
}

}  // namespace bursar
