#include <bursar/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace bursar {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last_inclusive;
};
#include "base/display_width.inc"

template <std::size_t Size>
bool within(const CodePointRange (&ranges)[Size], char32_t code_point) {
  const auto* const after = std::upper_bound(
      std::begin(ranges), std::end(ranges), code_point,
      [](char32_t value, const CodePointRange& range) { return value < range.first; });
  return after != std::begin(ranges) && code_point <= std::prev(after)->last_inclusive;
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (byte_at(text, at) & 0xc0U) == 0x80U;
}

/// Where the code point that ends before `end` begins; one byte back where that is not UTF-8.
std::size_t previous(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && end - at < 4 && is_continuation(text, at)) --at;
  const auto decoded = decode_utf8(text, at);
  return decoded && at + decoded->size == end ? at : end - 1;
}

}  // namespace

std::optional<DecodedCodePoint> decode_utf8(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  const unsigned lead = byte_at(text, at);
  if (lead < 0x80U) return DecodedCodePoint{static_cast<char32_t>(lead), 1};
  std::size_t size = 0;
  char32_t least = 0;
  char32_t value = 0;
  if (lead >= 0xc2U && lead <= 0xdfU) {
    size = 2;
    least = 0x80;
    value = lead & 0x1fU;
  } else if ((lead & 0xf0U) == 0xe0U) {
    size = 3;
    least = 0x800;
    value = lead & 0x0fU;
  } else if (lead >= 0xf0U && lead <= 0xf4U) {
    size = 4;
    least = 0x10000;
    value = lead & 0x07U;
  } else {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text, at + i)) return std::nullopt;
    value = (value << 6U) | (byte_at(text, at + i) & 0x3fU);
  }
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < least || value > 0x10ffff || surrogate) return std::nullopt;
  return DecodedCodePoint{value, size};
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xc0U | (code_point >> 6U));
    byte(0x80U | (code_point & 0x3fU));
  } else if (code_point < 0x10000) {
    byte(0xe0U | (code_point >> 12U));
    byte(0x80U | ((code_point >> 6U) & 0x3fU));
    byte(0x80U | (code_point & 0x3fU));
  } else {
    byte(0xf0U | (code_point >> 18U));
    byte(0x80U | ((code_point >> 12U) & 0x3fU));
    byte(0x80U | ((code_point >> 6U) & 0x3fU));
    byte(0x80U | (code_point & 0x3fU));
  }
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (byte_at(text, at) < 0x80U) {
      ++at;
      continue;
    }
    const auto decoded = decode_utf8(text, at);
    if (!decoded) return at;
    at += decoded->size;
  }
  return std::nullopt;
}

bool is_utf8(std::string_view text) { return !first_invalid_utf8(text).has_value(); }

Result<void> require_utf8(std::string_view text, std::string_view field) {
  const auto offset = first_invalid_utf8(text);
  if (!offset) return {};
  return Refusal(Code::text_not_utf8)
      .with("field", std::string(field))
      .with("offset", std::to_string(*offset));
}

bool is_blank(char32_t code_point) {
  return (code_point >= 0x09 && code_point <= 0x0d) || code_point == 0x20 || code_point == 0x85 ||
         code_point == 0xa0 || code_point == 0x1680 ||
         (code_point >= 0x2000 && code_point <= 0x200d) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0x202f || code_point == 0x205f ||
         code_point == 0x2060 || code_point == 0x3000 || code_point == 0xfeff;
}

std::string_view trimmed(std::string_view text) {
  std::size_t first = 0;
  while (const auto decoded = decode_utf8(text, first)) {
    if (!is_blank(decoded->code_point)) break;
    first += decoded->size;
  }
  std::size_t end = text.size();
  while (end > first) {
    const std::size_t at = previous(text, end);
    const auto decoded = decode_utf8(text, at);
    if (!decoded || !is_blank(decoded->code_point)) break;
    end = at;
  }
  return text.substr(first, end - first);
}

std::string without_blanks(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode_utf8(text, at);
    const std::size_t size = decoded ? decoded->size : 1;
    if (!decoded || !is_blank(decoded->code_point)) kept += text.substr(at, size);
    at += size;
  }
  return kept;
}

std::string half_width(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode_utf8(text, at);
    const std::size_t size = decoded ? decoded->size : 1;
    const char32_t value = decoded ? decoded->code_point : 0;
    if (value >= 0xff01 && value <= 0xff5e) {
      folded += static_cast<char>(value - 0xfee0);
    } else if (value == 0x3000) {
      folded += ' ';
    } else {
      folded += text.substr(at, size);
    }
    at += size;
  }
  return folded;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode_utf8(text, at);
    if (!decoded) {
      ++width;
      ++at;
      continue;
    }
    at += decoded->size;
    const char32_t value = decoded->code_point;
    const bool control = value < 0x20 || (value >= 0x7f && value < 0xa0);
    if (control || within(zero_width, value)) continue;
    width += within(wide, value) ? 2U : 1U;
  }
  return width;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace bursar
