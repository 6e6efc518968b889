// Reading and writing the small building stones of stored bytes: variable-length integers and
// length-prefixed texts. Readers never trust a length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar::bytes {

/// Seven bits a byte, lowest first.
inline void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    value >>= 7U;
  }
  out += static_cast<char>(static_cast<unsigned char>(value));
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

/// Reads from some bytes; after the first short or malformed read it is not `ok` and answers zeros.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }
  void fail() noexcept {
    ok_ = false;
    rest_ = {};
  }

  std::uint8_t byte() {
    if (rest_.empty()) {
      fail();
      return 0;
    }
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    const std::size_t longest = rest_.size() < 10 ? rest_.size() : 10;
    for (std::size_t i = 0; i < longest; ++i) {
      const auto next = static_cast<std::uint8_t>(rest_[i]);
      if (i == 9 && next > 1) break;
      value |= static_cast<std::uint64_t>(next & 0x7FU) << (7U * i);
      if (next < 0x80U) {
        // One value has one form: no padding with empty groups.
        if (next == 0 && i > 0) break;
        rest_.remove_prefix(i + 1);
        return value;
      }
    }
    fail();
    return 0;
  }

  std::int64_t signed_varint() { return unzigzag(varint()); }

  std::string_view take(std::uint64_t length) {
    if (length > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view text() { return take(varint()); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace bursar::bytes
