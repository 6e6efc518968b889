// Small helpers for texts in UTF-8: validity, blanks, full-width forms, columns on a terminal.
//
// Names are never normalised as a whole (① is not 1, ㎡ is not m2): only what is folded here is
// folded, and only where a number, a date or a code is read.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// One code point and the number of bytes that it takes.
struct DecodedCodePoint {
  char32_t code_point;
  std::size_t size;
};

/// The code point that begins at a byte of a text; nothing at the end of the text, and where the
/// bytes are not UTF-8 (overlong forms, surrogates and values above U+10FFFF are not).
[[nodiscard]] BURSAR_API std::optional<DecodedCodePoint> decode_utf8(std::string_view text,
                                                                     std::size_t at);
/// Appends a code point as UTF-8. Precondition: it is no surrogate, and at most U+10FFFF.
BURSAR_API void append_utf8(std::string& text, char32_t code_point);

/// The offset of the first byte that does not belong to valid UTF-8; nothing if the whole text is
/// valid.
[[nodiscard]] BURSAR_API std::optional<std::size_t> first_invalid_utf8(std::string_view text);
[[nodiscard]] BURSAR_API bool is_utf8(std::string_view text);
/// Refusals: text_not_utf8, naming the field and the offset.
[[nodiscard]] BURSAR_API Result<void> require_utf8(std::string_view text, std::string_view field);

/// Whether a code point is a blank: white space, U+00A0, U+3000, other spaces, zero-width
/// characters and the byte order mark.
[[nodiscard]] BURSAR_API bool is_blank(char32_t code_point);
/// A text without the blanks at its two ends.
[[nodiscard]] BURSAR_API std::string_view trimmed(std::string_view text);
/// A text without any blanks.
[[nodiscard]] BURSAR_API std::string without_blanks(std::string_view text);

/// A text with the full-width forms U+FF01..U+FF5E as ASCII and U+3000 as a space; all else as it
/// stands.
[[nodiscard]] BURSAR_API std::string half_width(std::string_view text);

/// The columns that a text takes on a terminal: 2 for wide and full-width characters, 0 for
/// combining marks and control characters, 1 for the others and for every byte that is not UTF-8.
[[nodiscard]] BURSAR_API std::size_t display_width(std::string_view text);

/// The parts of a text between separators; n separators make n + 1 parts, which may be empty.
[[nodiscard]] BURSAR_API std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace bursar
