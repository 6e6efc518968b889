// The encoding of a file that somebody exported: detected strictly, decoded to UTF-8, never
// repaired.
//
// Spreadsheets in China write GB18030 ("ANSI") as a rule, UTF-8 with a byte order mark sometimes,
// and UTF-16 as "Unicode text". What is neither is refused with the byte that proves it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/grant/words.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar {

enum class TextEncoding : std::uint8_t { utf8, utf16le, utf16be, gb18030 };
BURSAR_VOCABULARY(TextEncoding, "encoding", "utf-8", "utf-16le", "utf-16be", "gb18030");

/// The encoding of a name as people write it: utf-8, UTF8, gb18030, GBK, gb2312, cp936, utf-16
/// (which is little endian without a mark), utf-16le, utf-16be. Refusals: text_unknown.
[[nodiscard]] BURSAR_API Result<TextEncoding> parse_text_encoding(std::string_view name);

/// Why a file is taken to be in its encoding.
enum class EncodingEvidence : std::uint8_t {
  stated,           ///< the caller said so
  byte_order_mark,  ///< the file says so
  zero_bytes,       ///< every other byte of the ASCII characters is zero: UTF-16
  strict_decoding   ///< the whole file is valid in it
};
BURSAR_VOCABULARY(EncodingEvidence, "evidence", "stated", "byte_order_mark", "zero_bytes",
                  "strict_decoding");

/// A text in UTF-8 without a byte order mark. A file that was UTF-8 is viewed, not copied: its
/// bytes must outlive this object.
class BURSAR_API DecodedText {
 public:
  [[nodiscard]] std::string_view text() const noexcept { return viewed_ ? view_ : owned_; }
  [[nodiscard]] TextEncoding encoding() const noexcept { return encoding_; }
  [[nodiscard]] EncodingEvidence evidence() const noexcept { return evidence_; }
  [[nodiscard]] std::size_t non_ascii_characters() const noexcept { return non_ascii_; }
  /// Whether so few characters speak for the encoding that another one may be meant: fewer than six
  /// that are not ASCII, in a file that neither says its encoding nor had it stated.
  [[nodiscard]] bool is_uncertain() const noexcept {
    return evidence_ == EncodingEvidence::strict_decoding && non_ascii_ > 0 && non_ascii_ < 6;
  }

 private:
  friend BURSAR_API Result<DecodedText> decode_text(std::string_view bytes,
                                                    std::optional<TextEncoding> stated);
  std::string_view view_;
  std::string owned_;
  bool viewed_ = true;
  TextEncoding encoding_ = TextEncoding::utf8;
  EncodingEvidence evidence_ = EncodingEvidence::strict_decoding;
  std::size_t non_ascii_ = 0;
};

/// Decodes a whole file. Without a stated encoding: a byte order mark decides; then bytes that are
/// zero (UTF-16, or refused); then strict UTF-8 (no overlong forms, no surrogates); then strict
/// GB18030. Refusals: text_too_large (more than 2^40 bytes), workbook_not_csv (an .xlsx or .xls
/// file), encoding_broken (the stated or marked encoding does not hold; naming encoding, byte and
/// line), encoding_undetermined (naming the first byte that is wrong in UTF-8 and in GB18030, and
/// its line).
[[nodiscard]] BURSAR_API Result<DecodedText> decode_text(
    std::string_view bytes, std::optional<TextEncoding> stated = std::nullopt);

/// A text in UTF-8 as GB18030. Refusals: text_not_utf8, character_not_in_encoding (private use
/// characters whose places GB 18030 gave to others), each naming the offset.
[[nodiscard]] BURSAR_API Result<std::string> encode_gb18030(std::string_view utf8);

}  // namespace bursar
