// ISO 4217 currencies and their minor units.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace bursar {

/// An active ISO 4217 currency that has a minor unit (0 to 4 digits). Four bytes; no default.
class Currency {
 public:
  /// The currency of a three-letter code. Refusals: currency_unknown (no such code, or a code
  /// without a minor unit, such as XAU). Source: ISO 4217 list one.
  [[nodiscard]] BURSAR_API static Result<Currency> of(std::string_view code);
  /// The renminbi yuan; its minor unit is the fen.
  [[nodiscard]] static constexpr Currency cny() noexcept { return Currency({'C', 'N', 'Y'}, 2); }

  [[nodiscard]] constexpr std::string_view code() const noexcept { return {code_.data(), 3}; }
  /// Digits after the decimal point: 2 for CNY, 0 for JPY, 3 for KWD.
  [[nodiscard]] constexpr int minor_digits() const noexcept { return minor_digits_; }

  friend constexpr bool operator==(const Currency&, const Currency&) = default;

 private:
  constexpr Currency(std::array<char, 3> code, std::uint8_t minor_digits) noexcept
      : code_(code), minor_digits_(minor_digits) {}

  std::array<char, 3> code_;
  std::uint8_t minor_digits_;
};

}  // namespace bursar
