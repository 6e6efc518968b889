#include <bursar/base/field_names.hpp>

#include <string>

namespace bursar {

Wording field_wording(std::string_view field) {
#define BURSAR_FIELD(name, zh) \
  if (field == #name) return {zh "（" #name "）", #name};
#define BURSAR_UNWRITTEN_FIELD(name, zh) \
  if (field == #name) return {zh, #name};
#include "base/field_names.def"
#undef BURSAR_FIELD
#undef BURSAR_UNWRITTEN_FIELD
  return {std::string(field), std::string(field)};
}

}  // namespace bursar
