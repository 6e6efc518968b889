// One column of texts, packed by what its texts look like. docs/expense-block.md shows the bytes.
#pragma once

#include "grant/bytes.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::columns {

enum class TextEncoding : std::uint8_t {
  constant = 0,     ///< one text for all
  number = 1,       ///< whole numbers as people write them, as differences
  digits = 2,       ///< a common prefix and digits of one width, each in the bytes they need
  digit_steps = 3,  ///< the same as differences; width 0 = numbers as people write them
  dictionary = 4,   ///< distinct texts, and a place for each line
  plain = 5         ///< each text as it is
};
/// Set in the encoding byte: a bitmap of the lines that have a text comes first; the others are
/// empty.
inline constexpr std::uint8_t with_bitmap = 0x80;
/// The longest prefix that is written once for digits: what is read stays within a fixed multiple
/// of what is stored.
inline constexpr std::size_t prefix_bytes_max = 32;

/// Bytes that a number of `width` digits takes, 0 to 19.
[[nodiscard]] constexpr std::size_t bytes_of_width(std::size_t width) noexcept {
  constexpr std::uint8_t bytes[] = {0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8, 8};
  return bytes[width];
}

/// Whether the bytes are a packed column of `count` texts in UTF-8. Builds nothing.
[[nodiscard]] bool check_texts(std::string_view packed, std::size_t count);

/// Reads `count` texts into `out` (overwritten). Digits that have to be written out are kept in
/// `pool` (overwritten); everything else points into the packed bytes. False if they are damaged.
[[nodiscard]] bool read_texts(std::string_view packed, std::size_t count, std::string& pool,
                              std::vector<std::string_view>& out);

/// A fingerprint of each text, as text_fingerprint gives it, without building any text. `out` has
/// room for `count`. False if the bytes are damaged.
[[nodiscard]] bool fingerprint_texts(std::string_view packed, std::size_t count,
                                     std::span<std::uint64_t> out);

/// The same of the texts that are not empty, in their order and without gaps; `given` tells how
/// many they are.
[[nodiscard]] bool fingerprint_given_texts(std::string_view packed, std::size_t count,
                                           std::span<std::uint64_t> out, std::size_t& given);

/// The digits that a text ends in, as a number modulo 2^64; 0 where it ends in none.
[[nodiscard]] std::uint64_t number_at_end(std::string_view text);
/// The same for each text of a column. `out` has room for `count`. False if the bytes are damaged.
[[nodiscard]] bool numbers_at_end(std::string_view packed, std::size_t count,
                                  std::span<std::uint64_t> out);

/// Which of the lines 8 * group ... 8 * group + 7 have a text, the first in the lowest bit; bits
/// behind the last line say nothing. Precondition: the column was checked.
[[nodiscard]] std::uint8_t presence(std::string_view packed, std::size_t group);

/// What text_fingerprint (expense_block.hpp) answers.
[[nodiscard]] std::uint64_t fingerprint_of(std::string_view text);

}  // namespace bursar::columns
