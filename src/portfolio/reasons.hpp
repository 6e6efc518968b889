// Why a fact has no effect, and the edit of one field, which may have none.
#pragma once

#include <bursar/grant/record_fields.hpp>

#include <string>
#include <string_view>

namespace bursar::fold {

/// Why a fact has no effect; empty = it has.
using Reason = std::string_view;
namespace reasons {
#define BURSAR_REASON(name, word, zh) inline constexpr Reason name = word;
#include "portfolio/reasons.def"
#undef BURSAR_REASON
}  // namespace reasons

/// Sets a field of a described body.
template <class Body>
Reason set(Body& body, const std::string& field, const std::string& value,
           const VaultText& private_value) {
  if (is_private_field<Body>(field)) {
    (void)set_private_field(body, field, private_value);
    return {};
  }
  const Result<void> done = set_field(body, field, value);
  if (done.has_value()) return {};
  return done.error().code() == Code::field_unknown ? reasons::no_field : reasons::no_value;
}

}  // namespace bursar::fold
