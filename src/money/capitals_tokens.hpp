// The signs of an amount in capitals, and the one sequence of them that an amount is written as.
#pragma once

#include "money/int128.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace bursar {

/// 0 to 9 stand for the digits.
enum class Sign : std::uint8_t {
  zero = 0,
  one = 1,
  nine = 9,
  ten,
  hundred,
  thousand,
  wan,
  yi,
  zhao,
  yuan,
  jiao,
  fen,
  whole,
  negative
};

/// How a sign of the standard sequence stands in a text.
enum class Presence : std::uint8_t {
  required,
  open_written,    ///< a 零 that the rules leave open, and we write
  open_unwritten,  ///< a 零 that the rules leave open, and we do not write
  leading_one      ///< the 壹 of a leading 壹拾
};

struct StandardSign {
  Sign sign;
  Presence presence = Presence::required;
};

/// How 10^12 yuan are written.
enum class Trillion : std::uint8_t { zhao, wan_yi };

/// Yuan below this are written.
inline constexpr std::int64_t capitals_yuan_end = 10'000'000'000'000'000;

/// The standard sequence of an amount, without 负 and without 整. Precondition: not negative, its
/// yuan below the bound.
std::vector<StandardSign> standard_signs(std::int64_t amount_fen, Trillion trillion);

/// The character of a sign as we write it.
std::string_view standard_character(Sign sign);

}  // namespace bursar
