// Numbers as eight bytes, least significant first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace host {

inline constexpr std::size_t number_bytes = 8;

inline void put_number(std::string& out, std::uint64_t number) {
  for (std::size_t i = 0; i < number_bytes; ++i) {
    out += static_cast<char>(static_cast<unsigned char>(number & 0xffU));
    number >>= 8U;
  }
}

/// Precondition: there are that many bytes.
inline std::uint64_t number_at_front(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = number_bytes; i-- > 0;) {
    number = number << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

}  // namespace host
