// One column of texts, packed by what its texts look like. docs/expense-block.md shows the bytes.
#pragma once

#include "grant/bytes.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::columns {

enum class TextEncoding : std::uint8_t {
  constant = 0,    ///< one text for all
  number = 1,      ///< whole numbers as people write them, as differences
  digits = 2,      ///< a common prefix and digits of one width, each in the bytes they need
  digit_steps = 3, ///< the same, as differences
  dictionary = 4,  ///< distinct texts, and a place for each line
  plain = 5        ///< each text as it is
};
/// Set in the encoding byte: a bitmap of the lines that have a text comes first; the others are empty.
inline constexpr std::uint8_t with_bitmap = 0x80;

/// Packs the texts, at least one of them not empty: the encoding byte, then the data.
[[nodiscard]] std::string pack_texts(std::span<const std::string_view> texts);

/// Texts of a packed column. Digits that have to be written out are kept in `pool`; everything else points
/// into the packed bytes.
class TextReader {
 public:
  /// Reads `count` texts into `out` (overwritten). False if the bytes are damaged.
  [[nodiscard]] static bool read(std::string_view packed, std::size_t count, std::string& pool,
                                 std::vector<std::string_view>& out);
};

}  // namespace bursar::columns
