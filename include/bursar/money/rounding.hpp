// Rounding, named mathematically. Nothing in the library has a default: whoever can meet a fraction
// says what becomes of it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <cstdint>
#include <string_view>

namespace bursar {

/// What becomes of a number that lies between two whole ones. The half_ modes go to the nearest and
/// differ only where both are equally near. ("Half up" is no name here: some mean away from zero by
/// it and others towards the greater number, and they differ below zero.)
enum class Rounding : std::uint8_t {
  exact,                ///< refuse: 2.5 is not a whole number
  half_even,            ///< 0.5 -> 0, 1.5 -> 2, -0.5 -> 0, -1.5 -> -2
  half_away_from_zero,  ///< 0.5 -> 1, -0.5 -> -1: 四舍五入
  half_toward_zero,     ///< 0.5 -> 0, -0.5 -> 0
  half_ceiling,         ///< 0.5 -> 1, -0.5 -> 0
  half_floor,           ///< 0.5 -> 0, -0.5 -> -1
  toward_zero,          ///< 1.9 -> 1, -1.9 -> -1
  away_from_zero,       ///< 1.1 -> 2, -1.1 -> -2
  floor,                ///< 1.9 -> 1, -1.1 -> -2
  ceiling               ///< 1.1 -> 2, -1.9 -> -1
};

/// The name of a mode as it stands in the enumeration: "half_even".
[[nodiscard]] BURSAR_API std::string_view rounding_name(Rounding rounding);
/// The mode of a name, with `_` or `-` between the words. The everyday names half_up and 四舍五入
/// are taken for half_away_from_zero, as spreadsheets have it. Refusals: text_unknown.
[[nodiscard]] BURSAR_API Result<Rounding> parse_rounding(std::string_view name);

}  // namespace bursar
