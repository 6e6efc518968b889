#include "grant/text_column.hpp"

#include "base/byte_words.hpp"

#include <algorithm>
#include <bit>

namespace bursar::columns {
namespace {

using bytes::Reader;

using byte_words::digits_max;
using byte_words::powers_of_ten;

/// 00 to 99, one behind the other.
constexpr std::array<char, 200> pairs_of_digits = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// Takes texts and drops them.
struct Checked {
  bool views(std::string_view text, std::size_t) { return bytes::is_clean(text); }
  bool view(std::string_view text) { return bytes::is_clean(text); }
  bool distinct(std::string_view text) { return bytes::is_clean(text); }
  void place(std::size_t) {}
  void expect_digits(std::string_view, std::size_t, std::size_t) {}
  void digits(std::uint64_t) {}
};

/// Takes texts and keeps them. The pool has its whole size before the first view into it is made.
class Kept {
 public:
  Kept(std::string& pool, std::vector<std::string_view>& out) : pool_(pool), out_(out) {}
  bool views(std::string_view text, std::size_t count) {
    out_.assign(count, text);
    return true;
  }
  bool view(std::string_view text) {
    out_.push_back(text);
    return true;
  }
  bool distinct(std::string_view text) {
    distinct_.push_back(text);
    return true;
  }
  void place(std::size_t at) { out_.push_back(distinct_[at]); }
  void expect_digits(std::string_view prefix, std::size_t width, std::size_t count) {
    prefix_ = prefix;
    width_ = width;
    pool_.resize(count * (prefix.size() + (width == 0 ? digits_max : width)));
    next_ = pool_.data();
  }
  void digits(std::uint64_t number) {
    std::size_t width = width_;
    if (width == 0) {
      for (width = 1; width < digits_max && number >= powers_of_ten[width];) ++width;
    }
    char* const start = next_;
    if (!prefix_.empty()) std::memcpy(start, prefix_.data(), prefix_.size());
    next_ = start + prefix_.size() + width;
    char* at = next_;
    for (; width > 1; width -= 2) {
      at -= 2;
      std::memcpy(at, &pairs_of_digits[number % 100 * 2], 2);
      number /= 100;
    }
    if (width == 1) *--at = static_cast<char>('0' + number % 10);
    out_.emplace_back(start, static_cast<std::size_t>(next_ - start));
  }

 private:
  std::string& pool_;
  std::vector<std::string_view>& out_;
  std::vector<std::string_view> distinct_;
  std::string_view prefix_;
  std::size_t width_ = 0;
  char* next_ = nullptr;
};

/// A text comes apart into what stands before its last run of digits, and that run as a number with
/// a length: so the same text has the same fingerprint however it is packed.
struct TextParts {
  std::uint64_t head = 0;    // hash of what stands before the digits
  std::uint64_t number = 0;  // modulo 2^64
  std::uint64_t length = 0;  // of the run of digits

  [[nodiscard]] std::uint64_t fingerprint() const noexcept {
    std::uint64_t hash = (number + length * 0x9e3779b97f4a7c15U) ^ head;
    hash = (hash ^ hash >> 32U) * 0xd6e8feb86659fd93U;
    hash ^= hash >> 32U;
    return hash == 0 ? 1 : hash;  // 0 is the empty text
  }
};

TextParts parts_of(std::string_view text) {
  std::size_t digits = text.size();
  while (digits > 0 && text[digits - 1] >= '0' && text[digits - 1] <= '9') --digits;
  TextParts parts;
  if (digits > 0) parts.head = 0xcbf29ce484222325U;
  for (const char c : text.substr(0, digits)) {
    parts.head = (parts.head ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  for (const char c : text.substr(digits)) {
    parts.number = parts.number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  parts.length = text.size() - digits;
  return parts;
}

/// What is kept of each text in place of it.
using Summary = std::uint64_t (*)(const TextParts&);
std::uint64_t fingerprint_in(const TextParts& parts) { return parts.fingerprint(); }
std::uint64_t number_at_end_in(const TextParts& parts) { return parts.number; }

/// Takes texts and keeps a number for each.
template <Summary summary>
class Summaries {
 public:
  explicit Summaries(std::uint64_t* out) : next_(out) {}
  bool views(std::string_view text, std::size_t count) {
    next_ = std::fill_n(next_, count, of(text));
    return true;
  }
  bool view(std::string_view text) {
    *next_++ = of(text);
    return true;
  }
  bool distinct(std::string_view text) {
    distinct_.push_back(of(text));
    return true;
  }
  void place(std::size_t at) { *next_++ = distinct_[at]; }
  void expect_digits(std::string_view prefix, std::size_t width, std::size_t) {
    prefix_ = parts_of(prefix);
    width_ = width;
    fixed_ = with_digits(width);
  }
  /// Numbers of one width, `each` bytes a number; false if one does not fit below the limit.
  bool fixed_digits(const char* at, std::size_t each, std::size_t count, std::uint64_t limit) {
    const TextParts start = fixed_;
    std::uint64_t* out = next_;
    bool fits = true;
    for (std::size_t i = 0; i < count; ++i, at += each) {
      // Nearly all have eight bytes: a size that the compiler knows.
      const std::uint64_t number =
          each == 8 ? byte_words::load_word(at) : byte_words::load_bytes(at, each);
      fits = fits && number < limit;
      *out++ = summary({start.head, start.number + number, start.length});
    }
    next_ = out;
    return fits;
  }
  void digits(std::uint64_t number) {
    TextParts parts = fixed_;
    if (width_ == 0) {
      // log10 from log2, and one up where that falls short.
      auto width = static_cast<std::size_t>((64 - __builtin_clzll(number | 1)) * 1233) >> 12U;
      if (number >= powers_of_ten[width]) ++width;
      parts = with_digits(width == 0 ? 1 : width);
    }
    parts.number += number;
    *next_++ = summary(parts);
  }

 private:
  std::uint64_t* next_;
  static std::uint64_t of(std::string_view text) {
    return text.empty() ? 0 : summary(parts_of(text));
  }
  /// The prefix with room for so many digits behind it.
  [[nodiscard]] TextParts with_digits(std::size_t width) const {
    TextParts parts = prefix_;
    parts.number *= powers_of_ten[width];
    parts.length += width;
    return parts;
  }

  std::vector<std::uint64_t> distinct_;
  TextParts prefix_;
  TextParts fixed_;
  std::size_t width_ = 0;
};

template <class Take>
bool read_differences(Reader& in, std::size_t count, std::size_t width, Take& take) {
  const std::uint64_t limit = powers_of_ten[width == 0 ? digits_max : width];
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value += static_cast<std::uint64_t>(in.signed_varint());
    if (!in.ok() || value >= limit) return false;
    take.digits(value);
  }
  return true;
}

template <class Take>
bool read_fixed(Reader& in, std::size_t count, std::size_t width, Take& take) {
  const std::uint64_t limit = powers_of_ten[width];
  const std::size_t each = bytes_of_width(width);
  if (in.left() / each < count) return false;
  const char* at = in.take(each * count).data();
  if constexpr (requires { take.fixed_digits(at, each, count, limit); }) {
    return take.fixed_digits(at, each, count, limit);
  } else {
    for (std::size_t i = 0; i < count; ++i, at += each) {
      const std::uint64_t value = byte_words::load_bytes(at, each);
      if (value >= limit) return false;
      take.digits(value);
    }
    return true;
  }
}

template <class Take>
bool read_dictionary(Reader& in, std::size_t count, Take& take) {
  const std::uint64_t distinct = in.varint();
  if (!in.ok() || distinct > in.left()) return false;
  for (std::uint64_t i = 0; i < distinct; ++i) {
    const std::string_view text = in.text();
    if (!in.ok() || !take.distinct(text)) return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t place = in.varint();
    if (!in.ok() || place >= distinct) return false;
    take.place(static_cast<std::size_t>(place));
  }
  return true;
}

template <class Take>
bool read_prefixed(Reader& in, TextEncoding encoding, std::size_t count, Take& take) {
  const std::string_view prefix = in.text();
  const std::uint64_t width = in.varint();
  const bool fixed = encoding == TextEncoding::digits;
  if (!in.ok() || prefix.size() > prefix_bytes_max || width > digits_max) return false;
  if ((fixed && width == 0) || !bytes::is_clean(prefix)) return false;
  // Every text takes at least one more byte of what is stored.
  if (count > in.left()) return false;
  const auto wide = static_cast<std::size_t>(width);
  take.expect_digits(prefix, wide, count);
  return fixed ? read_fixed(in, count, wide, take) : read_differences(in, count, wide, take);
}

template <class Take>
bool read_present(Reader& in, std::uint8_t encoding, std::size_t count, Take& take) {
  switch (static_cast<TextEncoding>(encoding)) {
    case TextEncoding::constant: {
      const std::string_view text = in.text();
      return in.ok() && take.views(text, count);
    }
    case TextEncoding::number:
      if (count > in.left()) return false;
      take.expect_digits({}, 0, count);
      return read_differences(in, count, 0, take);
    case TextEncoding::digits:
    case TextEncoding::digit_steps:
      return read_prefixed(in, static_cast<TextEncoding>(encoding), count, take);
    case TextEncoding::dictionary:
      return read_dictionary(in, count, take);
    case TextEncoding::plain:
      for (std::size_t i = 0; i < count; ++i) {
        const std::string_view text = in.text();
        if (!in.ok() || !take.view(text)) return false;
      }
      return true;
  }
  return false;
}

bool is_present(std::string_view bitmap, std::size_t line) {
  return (static_cast<unsigned>(static_cast<std::uint8_t>(bitmap[line / 8])) >> (line % 8) & 1U) !=
         0;
}

/// The encoding, and which lines have a text.
struct Head {
  std::uint8_t encoding = 0;
  bool has_bitmap = false;
  std::string_view bitmap;
  std::size_t filled = 0;
};

bool read_head(Reader& in, std::size_t count, Head& head) {
  const std::uint8_t first = in.byte();
  head.encoding = static_cast<std::uint8_t>(first & ~unsigned{with_bitmap});
  head.has_bitmap = (first & with_bitmap) != 0;
  head.filled = count;
  if (!head.has_bitmap) return in.ok();
  head.bitmap = in.take(count / 8 + (count % 8 != 0 ? 1 : 0));
  if (!in.ok()) return false;
  head.filled = 0;
  for (std::size_t at = 0; at < head.bitmap.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, head.bitmap.data() + at, std::min(sizeof bits, head.bitmap.size() - at));
    head.filled += static_cast<std::size_t>(std::popcount(bits));
  }
  if (count % 8 == 0) return true;
  // Bits behind the last line say nothing.
  const auto behind =
      static_cast<std::uint8_t>(static_cast<std::uint8_t>(head.bitmap.back()) >> (count % 8));
  head.filled -= static_cast<std::size_t>(std::popcount(behind));
  return true;
}

}  // namespace

bool check_texts(std::string_view packed, std::size_t count) {
  Reader in(packed);
  Head head;
  Checked nothing;
  return read_head(in, count, head) && read_present(in, head.encoding, head.filled, nothing) &&
         in.at_end();
}

bool read_texts(std::string_view packed, std::size_t count, std::string& pool,
                std::vector<std::string_view>& out) {
  out.clear();
  Reader in(packed);
  Head head;
  if (!read_head(in, count, head)) return false;
  out.reserve(count);
  Kept kept(pool, out);
  if (!read_present(in, head.encoding, head.filled, kept) || !in.at_end()) return false;
  if (!head.has_bitmap) return true;
  // Spread the texts over their lines, from the last one backwards.
  std::size_t next = out.size();
  out.resize(count);
  for (std::size_t i = count; i-- > 0;) {
    out[i] = is_present(head.bitmap, i) ? out[--next] : std::string_view();
  }
  return true;
}

namespace {

/// The summaries of the texts that are there, without gaps.
template <Summary summary>
bool read_filled(std::string_view packed, std::size_t count, std::span<std::uint64_t> out,
                 Head& head) {
  Reader in(packed);
  if (!read_head(in, count, head)) return false;
  Summaries<summary> summaries(out.data());
  return read_present(in, head.encoding, head.filled, summaries) && in.at_end();
}

template <Summary summary>
bool read_summaries(std::string_view packed, std::size_t count, std::span<std::uint64_t> out) {
  Head head;
  if (!read_filled<summary>(packed, count, out, head)) return false;
  if (!head.has_bitmap) return true;
  // Spread them over their lines, from the last one backwards; where there is none, out[0] is read
  // in vain.
  std::size_t next = head.filled;
  for (std::size_t group = head.bitmap.size(); group-- > 0;) {
    const unsigned bits = static_cast<std::uint8_t>(head.bitmap[group]);
    for (std::size_t i = std::min(count, group * 8 + 8); i-- > group * 8;) {
      const std::uint64_t present = bits >> (i % 8) & 1U;
      next -= present;
      out[i] = out[next] & (0 - present);
    }
  }
  return true;
}

}  // namespace

bool fingerprint_texts(std::string_view packed, std::size_t count, std::span<std::uint64_t> out) {
  return read_summaries<fingerprint_in>(packed, count, out);
}

bool fingerprint_given_texts(std::string_view packed, std::size_t count,
                             std::span<std::uint64_t> out, std::size_t& given) {
  Head head;
  if (!read_filled<fingerprint_in>(packed, count, out, head)) return false;
  // What is stored for a line may still be the empty text: a constant of no length.
  const auto all = out.first(head.filled);
  given = head.filled;
  if (std::ranges::find(all, 0U) != all.end()) {
    given = static_cast<std::size_t>(std::remove(all.begin(), all.end(), 0U) - all.begin());
  }
  return true;
}

bool numbers_at_end(std::string_view packed, std::size_t count, std::span<std::uint64_t> out) {
  return read_summaries<number_at_end_in>(packed, count, out);
}

std::uint64_t number_at_end(std::string_view text) {
  std::uint64_t number = 0;
  return byte_words::read_digits(text, number) ? number : parts_of(text).number;
}

std::uint8_t presence(std::string_view packed, std::size_t group) {
  if ((static_cast<std::uint8_t>(packed[0]) & with_bitmap) != 0) {
    return static_cast<std::uint8_t>(packed[1 + group]);
  }
  // Without a bitmap all lines have a text, or none: the constant of no length.
  return packed.size() == 2 && packed[0] == 0 && packed[1] == 0 ? 0 : 0xFF;
}

std::uint64_t fingerprint_of(std::string_view text) {
  return text.empty() ? 0 : parts_of(text).fingerprint();
}

}  // namespace bursar::columns
