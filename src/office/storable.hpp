// Whether what a caller hands over can be stored and read again.
#pragma once

#include <bursar/office/office.hpp>

#include <span>
#include <string_view>

namespace bursar::office {

/// Refusals: text_not_utf8.
[[nodiscard]] Result<void> require_utf8(std::string_view field, std::string_view text);
/// Each of these checks one thing that is handed over; several together are checked in their order.
/// Refusals, in this order: text_not_utf8 (key, actor), date_impossible (on).
[[nodiscard]] Result<void> require_storable(const Request& request);
/// Refusals: text_not_utf8, id_malformed (the field is `id`).
[[nodiscard]] Result<void> require_storable(const Subject& subject);
/// By field, in the order of the fact's description: text_not_utf8, id_malformed, date_impossible
/// (a special value, or a day outside 1400..9999), text_unknown (a value without a word).
[[nodiscard]] Result<void> require_storable(const FactBody& fact);
[[nodiscard]] Result<void> require_storable(std::span<const FactBody> facts);
/// The same of lines of spending; their private memos are texts too.
[[nodiscard]] Result<void> require_storable(std::span<const ExpenseLine> lines);

template <class First, class... Rest>
requires(sizeof...(Rest) > 0)
    [[nodiscard]] Result<void> require_storable(const First& first, const Rest&... rest) {
  BURSAR_TRY_VOID(require_storable(first));
  return require_storable(rest...);
}

}  // namespace bursar::office
