// Why a fact was irregular, as people read it, in Chinese and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>

#include <string_view>

namespace bursar {

/// Of a reason (Irregular::reason): its label in Chinese, itself in English; an unknown one as it
/// stands.
[[nodiscard]] BURSAR_API Wording reason_wording(std::string_view reason);

/// Of a project's state as a text (Irregular::state): the same.
[[nodiscard]] BURSAR_API Wording state_wording(std::string_view state);

}  // namespace bursar
