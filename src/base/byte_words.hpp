// Short texts eight bytes at a time: read as one number, compared, hashed, and read as digits.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bursar::byte_words {

/// Eight bytes as a number, the first one lowest.
inline std::uint64_t load_word(const char* at) noexcept {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, at, 8);
  } else {
    for (int i = 8; i-- > 0;) word = word << 8U | static_cast<std::uint8_t>(at[i]);
  }
  return word;
}

inline void store_word(char* at, std::uint64_t word) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(at, &word, 8);
  } else {
    for (int i = 0; i < 8; ++i, word >>= 8U) at[i] = static_cast<char>(word & 0xffU);
  }
}

/// At most eight bytes as a number, the first one lowest. Loads of two known sizes that overlap: a
/// copy of a size that the compiler does not know would be a call.
inline std::uint64_t load_bytes(const char* at, std::size_t size) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    const auto two_loads = [at, size]<class Half>(Half low, Half high) {
      std::memcpy(&low, at, sizeof(Half));
      std::memcpy(&high, at + size - sizeof(Half), sizeof(Half));
      return std::uint64_t{low} | std::uint64_t{high} << (8 * (size - sizeof(Half)));
    };
    if (size >= 8) return load_word(at);
    if (size >= 4) return two_loads(std::uint32_t{}, std::uint32_t{});
    if (size >= 2) return two_loads(std::uint16_t{}, std::uint16_t{});
    return size == 0 ? 0 : static_cast<std::uint8_t>(*at);
  } else {
    std::uint64_t word = 0;
    for (std::size_t i = size; i-- > 0;) word = word << 8U | static_cast<std::uint8_t>(at[i]);
    return word;
  }
}

inline bool same_text(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  std::size_t at = 0;
  for (; a.size() - at > 8; at += 8) {
    if (load_word(a.data() + at) != load_word(b.data() + at)) return false;
  }
  const std::size_t left = a.size() - at;
  return load_bytes(a.data() + at, left) == load_bytes(b.data() + at, left);
}

/// Whether one of two texts of one size is before the other, byte by byte.
inline bool is_before_same_size(std::string_view a, std::string_view b) noexcept {
  if (a.size() > 8) return a < b;
  const std::uint64_t a_word = load_bytes(a.data(), a.size());
  const std::uint64_t b_word = load_bytes(b.data(), b.size());
  if (a_word == b_word) return false;
  const int first_bit = std::countr_zero(a_word ^ b_word) & ~7;
  return (a_word >> first_bit & 0xffU) < (b_word >> first_bit & 0xffU);
}

/// A text with its first eight bytes as a number: among few texts it is found without a call.
struct KeyedText {
  std::string_view text;
  std::uint64_t head;

  explicit KeyedText(std::string_view of) : text(of), head(load_bytes(of.data(), of.size())) {}
  friend bool operator==(const KeyedText& a, const KeyedText& b) noexcept {
    return a.head == b.head && a.text.size() == b.text.size() &&
           (a.text.size() <= 8 || same_text(a.text, b.text));
  }
};

/// Of texts of one size up to this one, different ones have different hashes: each step of the hash
/// can be undone.
inline constexpr std::size_t hashed_whole_max = 8;

/// A hash over 64 bits; it is not stored anywhere.
inline std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t hash = 0x84222325cbf29ce4U + text.size();
  const auto take = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32U;
  };
  for (; text.size() > 8; text.remove_prefix(8)) take(load_word(text.data()));
  take(load_bytes(text.data(), text.size()));
  return hash;
}

inline constexpr std::size_t digits_max = 19;  // 10^19 fits 64 bits

inline constexpr std::array<std::uint64_t, digits_max + 1> powers_of_ten = [] {
  std::array<std::uint64_t, digits_max + 1> powers{};
  std::uint64_t power = 1;
  for (std::uint64_t& each : powers) {
    each = power;
    power *= 10;
  }
  return powers;
}();

/// Reads a word of eight decimal digits, the first one lowest; false where one is none.
inline bool read_word(std::uint64_t word, std::uint64_t& number) noexcept {
  word -= 0x3030303030303030U;
  // A byte above 9 reaches its highest bit here; one that was below '0' has it already.
  if (((word | (word + 0x7676767676767676U)) & 0x8080808080808080U) != 0) return false;
  word = word * 10 + (word >> 8U);  // pairs, in every other byte
  const std::uint64_t low = (word & 0xff000000ffU) * (100 + (std::uint64_t{1'000'000} << 32U));
  const std::uint64_t high = ((word >> 16U) & 0xff000000ffU) * (1 + (std::uint64_t{10'000} << 32U));
  number = (low + high) >> 32U;
  return true;
}

/// Reads one to nineteen decimal digits; false for any other text.
inline bool read_digits(std::string_view text, std::uint64_t& number) noexcept {
  if (text.size() - 1 >= digits_max) return false;
  number = 0;
  std::uint64_t part = 0;
  for (; text.size() > 8; text.remove_prefix(8)) {
    if (!read_word(load_word(text.data()), part)) return false;
    number = number * 100'000'000 + part;
  }
  // What is left stands at the end of a word that begins with zeros.
  const std::uint64_t zeros = std::uint64_t{0x30303030303030} >> (8 * (text.size() - 1));
  const std::uint64_t word = load_bytes(text.data(), text.size()) << (64 - 8 * text.size());
  if (!read_word(word | zeros, part)) return false;
  number = number * powers_of_ten[text.size()] + part;
  return true;
}

}  // namespace bursar::byte_words
