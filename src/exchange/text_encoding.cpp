#include <bursar/base/text.hpp>
#include <bursar/exchange/text_encoding.hpp>

#include "exchange/byte_scan.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace bursar {
namespace {

constexpr std::size_t text_bytes_max = std::size_t{1} << 40U;

std::uint8_t byte_of(char c) { return static_cast<std::uint8_t>(c); }

/// The line that a byte stands in; the first line is 1.
std::size_t line_of(std::string_view bytes, std::size_t offset) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(offset, bytes.size()));
  return 1 + static_cast<std::size_t>(std::count(bytes.begin(), end, '\n'));
}

/// A failed or finished decoding: where it failed, and how many characters were not ASCII.
struct Decoding {
  std::optional<std::size_t> wrong_at;
  std::size_t non_ascii = 0;
};

/// Strict UTF-8 without zero bytes.
Decoding check_utf8(std::string_view bytes) {
  Decoding result;
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* at = begin;
  for (;;) {
    at = exchange::skip_common(at, end, result.non_ascii);
    if (at == end) break;
    const auto offset = static_cast<std::size_t>(at - begin);
    const auto decoded = decode_utf8(bytes, offset);
    if (!decoded || decoded->code_point == 0) {
      result.wrong_at = offset;
      return result;
    }
    ++result.non_ascii;
    at += decoded->size;
  }
  return result;
}

/// A conversion of the C library, closed at the end.
class Conversion {
 public:
  Conversion(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the library's own mark of failure
    if (handle_ == reinterpret_cast<iconv_t>(-1)) {
      throw std::runtime_error("the C library has no conversion from " + std::string(from) +
                               " to " + std::string(to));
    }
  }
  ~Conversion() { iconv_close(handle_); }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  /// Converts as much of `in` as it can and appends it; what is left of `in` could not be
  /// converted.
  void run(std::string_view& in, std::string& out) {
    std::array<char, 16384> buffer{};
    while (!in.empty()) {
      // iconv takes a pointer to bytes that it does not change.
      char* from = const_cast<char*>(in.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      std::size_t from_left = in.size();
      char* to = buffer.data();
      std::size_t to_left = buffer.size();
      const std::size_t done = iconv(handle_, &from, &from_left, &to, &to_left);
      const int error = errno;
      out.append(buffer.data(), buffer.size() - to_left);
      in.remove_prefix(in.size() - from_left);
      if (done != static_cast<std::size_t>(-1)) return;
      if (error != E2BIG) return;
    }
  }

 private:
  iconv_t handle_;
};

/// Code positions of GB 18030 that some C libraries do not map, because the 2005 edition gave these
/// characters two positions: four bytes, ten by ten, from a first one.
struct Remapped {
  std::array<std::uint8_t, 4> first;
  unsigned count;
  char32_t first_code_point;
};
constexpr std::array<Remapped, 2> remapped = {
    {{{0x82, 0x35, 0x90, 0x37}, 8, 0x9fb4}, {{0x84, 0x31, 0x82, 0x36}, 10, 0xfe10}}};

std::optional<char32_t> find_remapped(std::string_view bytes) {
  if (bytes.size() < 4) return std::nullopt;
  for (const Remapped& range : remapped) {
    if (byte_of(bytes[0]) != range.first[0] || byte_of(bytes[1]) != range.first[1]) continue;
    const unsigned third = byte_of(bytes[2]);
    const unsigned fourth = byte_of(bytes[3]);
    if (third < range.first[2] || fourth < 0x30U || fourth > 0x39U) continue;
    const unsigned at = (third - range.first[2]) * 10 + fourth;
    if (at < range.first[3] || at - range.first[3] >= range.count) continue;
    return range.first_code_point + (at - range.first[3]);
  }
  return std::nullopt;
}

Decoding decode_gb18030(std::string_view bytes, std::string& out) {
  Decoding result;
  const std::size_t zero = bytes.find('\0');
  Conversion conversion("UTF-8", "GB18030");
  out.clear();
  out.reserve(bytes.size() + bytes.size() / 2);
  std::string_view left = bytes.substr(0, zero);
  for (;;) {
    conversion.run(left, out);
    if (left.empty()) break;
    const auto code_point = find_remapped(left);
    if (!code_point) {
      result.wrong_at = bytes.substr(0, zero).size() - left.size();
      return result;
    }
    append_utf8(out, *code_point);
    left.remove_prefix(4);
  }
  if (zero != std::string_view::npos) {
    result.wrong_at = zero;
    return result;
  }
  const auto starts =
      std::count_if(out.begin(), out.end(), [](char c) { return byte_of(c) >= 0xc0U; });
  result.non_ascii = static_cast<std::size_t>(starts);
  return result;
}

Decoding decode_utf16(std::string_view bytes, bool big_endian, std::string& out) {
  Decoding result;
  out.clear();
  out.reserve(bytes.size() + bytes.size() / 2);
  const auto unit = [&](std::size_t at) {
    const char32_t first = byte_of(bytes[at]);
    const char32_t second = byte_of(bytes[at + 1]);
    return big_endian ? (first << 8U) | second : (second << 8U) | first;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    result.wrong_at = at;
    if (at + 1 == bytes.size()) return result;
    char32_t value = unit(at);
    if (value >= 0xd800 && value <= 0xdfff) {
      if (value >= 0xdc00 || at + 3 >= bytes.size()) return result;
      const char32_t low = unit(at + 2);
      if (low < 0xdc00 || low > 0xdfff) return result;
      value = 0x10000 + ((value - 0xd800) << 10U) + (low - 0xdc00);
      at += 2;
    }
    if (value == 0) return result;
    if (value >= 0x80) ++result.non_ascii;
    append_utf8(out, value);
  }
  result.wrong_at.reset();
  return result;
}

/// The byte order mark at the start of a file.
struct Mark {
  TextEncoding encoding;
  std::size_t size;
};
std::optional<Mark> find_mark(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xef\xbb\xbf"sv)) return Mark{TextEncoding::utf8, 3};
  if (bytes.starts_with("\xff\xfe"sv)) return Mark{TextEncoding::utf16le, 2};
  if (bytes.starts_with("\xfe\xff"sv)) return Mark{TextEncoding::utf16be, 2};
  if (bytes.starts_with("\x84\x31\x95\x33"sv)) return Mark{TextEncoding::gb18030, 4};
  return std::nullopt;
}

/// UTF-16, if zero bytes stand at one side of the pairs, and often enough: at every other byte of a
/// text in ASCII, at some in one of Chinese, which always has its digits and delimiters. Few stand
/// at the other side: 开 is U+5F00, 一 U+4E00.
std::optional<TextEncoding> by_zero_bytes(std::string_view bytes) {
  if (bytes.size() % 2 != 0 || bytes.find('\0') == std::string_view::npos) return std::nullopt;
  std::array<std::size_t, 2> zeros{};
  bool ascii = true;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\0') ++zeros[at % 2];
    ascii = ascii && byte_of(bytes[at]) < 0x80U;
  }
  const std::size_t units = bytes.size() / 2;
  const std::size_t zero_units = std::max(zeros[0], zeros[1]);
  const bool enough = ascii ? zero_units == units : zero_units >= (units + 19) / 20;
  if (std::min(zeros[0], zeros[1]) > zero_units / 4 || !enough) return std::nullopt;
  return zeros[0] > zeros[1] ? TextEncoding::utf16be : TextEncoding::utf16le;
}

/// The file of a spreadsheet program itself: .xlsx is a ZIP archive, .xls an OLE container.
bool is_workbook(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

Refusal broken(TextEncoding encoding, std::string_view bytes, std::size_t offset) {
  return Refusal(Code::encoding_broken)
      .with("encoding", std::string(word(encoding)))
      .with("offset", std::to_string(offset))
      .with("line", std::to_string(line_of(bytes, offset)));
}

Refusal undetermined(std::string_view bytes, std::size_t utf8_at, std::size_t gb18030_at) {
  return Refusal(Code::encoding_undetermined)
      .with("utf8_offset", std::to_string(utf8_at))
      .with("utf8_line", std::to_string(line_of(bytes, utf8_at)))
      .with("gb18030_offset", std::to_string(gb18030_at))
      .with("gb18030_line", std::to_string(line_of(bytes, gb18030_at)));
}

Decoding decode_as(TextEncoding encoding, std::string_view bytes, std::string& out) {
  switch (encoding) {
    case TextEncoding::utf8:
      return check_utf8(bytes);
    case TextEncoding::utf16le:
      return decode_utf16(bytes, false, out);
    case TextEncoding::utf16be:
      return decode_utf16(bytes, true, out);
    case TextEncoding::gb18030:
      break;
  }
  return decode_gb18030(bytes, out);
}

}  // namespace

Result<TextEncoding> parse_text_encoding(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      key += static_cast<char>(c - 'A' + 'a');
    } else if (c != '-' && c != '_' && c != ' ') {
      key += c;
    }
  }
  using Named = std::pair<std::string_view, TextEncoding>;
  static constexpr std::array<Named, 13> names = {{{"utf8", TextEncoding::utf8},
                                                   {"utf8bom", TextEncoding::utf8},
                                                   {"ascii", TextEncoding::utf8},
                                                   {"utf16", TextEncoding::utf16le},
                                                   {"unicode", TextEncoding::utf16le},
                                                   {"utf16le", TextEncoding::utf16le},
                                                   {"utf16be", TextEncoding::utf16be},
                                                   {"gb18030", TextEncoding::gb18030},
                                                   {"gbk", TextEncoding::gb18030},
                                                   {"gb2312", TextEncoding::gb18030},
                                                   {"cp936", TextEncoding::gb18030},
                                                   {"ms936", TextEncoding::gb18030},
                                                   {"ansi", TextEncoding::gb18030}}};
  for (const Named& each : names) {
    if (each.first == key) return each.second;
  }
  return parse_word<TextEncoding>(name);
}

Result<DecodedText> decode_text(std::string_view bytes, std::optional<TextEncoding> stated) {
  if (bytes.size() > text_bytes_max) {
    return Refusal(Code::text_too_large).with("bytes_max", std::to_string(text_bytes_max));
  }
  if (is_workbook(bytes)) return Code::workbook_not_csv;
  DecodedText result;
  const auto finish = [&](TextEncoding encoding, EncodingEvidence evidence, std::size_t skipped,
                          const Decoding& decoding) {
    result.encoding_ = encoding;
    result.evidence_ = evidence;
    result.non_ascii_ = decoding.non_ascii;
    result.viewed_ = encoding == TextEncoding::utf8;
    if (result.viewed_) result.view_ = bytes.substr(skipped);
    return std::move(result);
  };
  const auto mark = find_mark(bytes);
  std::optional<TextEncoding> known = stated;
  EncodingEvidence evidence = EncodingEvidence::stated;
  if (!known && mark) {
    known = mark->encoding;
    evidence = EncodingEvidence::byte_order_mark;
  }
  if (!known) {
    known = by_zero_bytes(bytes);
    evidence = EncodingEvidence::zero_bytes;
  }
  if (known) {
    const std::size_t skipped = mark && mark->encoding == *known ? mark->size : 0;
    const Decoding decoding = decode_as(*known, bytes.substr(skipped), result.owned_);
    if (decoding.wrong_at) return broken(*known, bytes, skipped + *decoding.wrong_at);
    return finish(*known, evidence, skipped, decoding);
  }
  evidence = EncodingEvidence::strict_decoding;
  const Decoding utf8 = check_utf8(bytes);
  if (!utf8.wrong_at) return finish(TextEncoding::utf8, evidence, 0, utf8);
  const Decoding gb18030 = decode_gb18030(bytes, result.owned_);
  if (!gb18030.wrong_at) return finish(TextEncoding::gb18030, evidence, 0, gb18030);
  return undetermined(bytes, *utf8.wrong_at, *gb18030.wrong_at);
}

Result<std::string> encode_gb18030(std::string_view utf8) {
  BURSAR_TRY_VOID(require_utf8(utf8, "text"));
  Conversion conversion("GB18030", "UTF-8");
  std::string out;
  out.reserve(utf8.size());
  std::string_view left = utf8;
  conversion.run(left, out);
  if (!left.empty()) {
    return Refusal(Code::character_not_in_encoding)
        .with("encoding", "gb18030")
        .with("offset", std::to_string(utf8.size() - left.size()));
  }
  return out;
}

}  // namespace bursar
