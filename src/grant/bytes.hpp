// Reading and writing the small building stones of stored bytes: variable-length integers and
// length-prefixed texts. Readers never trust a length.
#pragma once

#include <bursar/base/text.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace bursar::bytes {

/// The most bytes that a number takes.
inline constexpr std::size_t varint_bytes_max = 10;

/// Bytes that a number takes: one for each seven bits that it has, at least one.
[[nodiscard]] constexpr std::size_t varint_size(std::uint64_t value) noexcept {
  return (static_cast<std::size_t>(std::bit_width(value | 1U)) * 9 + 64) / 64;  // exact up to 64
}

/// Seven bits a byte, lowest first. Returns the place behind them.
inline char* put_varint(char* at, std::uint64_t value) noexcept {
  while (value >= 0x80U) {
    *at++ = static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    value >>= 7U;
  }
  *at++ = static_cast<char>(static_cast<unsigned char>(value));
  return at;
}
inline void put_varint(std::string& out, std::uint64_t value) {
  if (value < 0x80U) {
    out += static_cast<char>(static_cast<unsigned char>(value));
    return;
  }
  char bytes[varint_bytes_max];
  out.append(bytes, static_cast<std::size_t>(put_varint(bytes, value) - bytes));
}

/// Appends many numbers: `next(i)` gives them.
template <class Next>
void put_varints(std::string& out, std::size_t count, const Next& next) {
  const std::size_t before = out.size();
  out.resize(before + count * varint_bytes_max);
  char* at = out.data() + before;
  for (std::size_t i = 0; i < count; ++i) at = put_varint(at, next(i));
  out.resize(static_cast<std::size_t>(at - out.data()));
}

/// Small magnitudes of both signs to small numbers.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
}

inline void put_signed(std::string& out, std::int64_t value) { put_varint(out, zigzag(value)); }

inline void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

/// Whether a text is UTF-8; quick where it is ASCII.
[[nodiscard]] inline bool is_clean(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t bits = 0;
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    bits |= word;
  }
  for (; left > 0; --left, ++at) bits |= static_cast<unsigned char>(*at);
  return (bits & 0x8080808080808080U) == 0 || is_utf8(text);
}

/// Reads from some bytes; after the first short or malformed read it is not `ok` and answers zeros.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return at_ == end_; }
  [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  void fail() noexcept {
    ok_ = false;
    at_ = end_;
  }

  std::uint8_t byte() noexcept {
    if (at_ == end_) {
      fail();
      return 0;
    }
    return static_cast<std::uint8_t>(*at_++);
  }

  std::uint64_t varint() noexcept {
    if (at_ != end_ && static_cast<std::uint8_t>(*at_) < 0x80U) {
      return static_cast<std::uint8_t>(*at_++);
    }
    return long_varint();
  }

  std::int64_t signed_varint() noexcept { return unzigzag(varint()); }

  std::string_view take(std::uint64_t length) noexcept {
    if (length > left()) {
      fail();
      return {};
    }
    const std::string_view taken(at_, static_cast<std::size_t>(length));
    at_ += taken.size();
    return taken;
  }

  std::string_view text() noexcept { return take(varint()); }

 private:
  std::uint64_t long_varint() noexcept {
    std::uint64_t value = 0;
    const std::size_t longest = left() < 10 ? left() : 10;
    for (std::size_t i = 0; i < longest; ++i) {
      const auto next = static_cast<std::uint8_t>(at_[i]);
      if (i == 9 && next > 1) break;
      value |= static_cast<std::uint64_t>(next & 0x7FU) << (7U * i);
      if (next < 0x80U) {
        // One value has one form: no padding with empty groups.
        if (next == 0 && i > 0) break;
        at_ += i + 1;
        return value;
      }
    }
    fail();
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace bursar::bytes
