// SHA-256 digests and keyed commitments, computed by libcrypto.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bursar {

/// A SHA-256 value, 32 bytes.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  friend auto operator<=>(const Digest&, const Digest&) = default;
  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] BURSAR_API std::string hex() const;
  /// "sha256:" and the hexadecimal digits: the form in reports and files.
  [[nodiscard]] BURSAR_API std::string text() const;
  [[nodiscard]] std::string_view view() const noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

/// A digest from 64 hexadecimal digits, with or without "sha256:" before them.
/// Refusals: digest_malformed.
[[nodiscard]] BURSAR_API Result<Digest> parse_digest(std::string_view text);

/// A digest from its 32 raw bytes; refusals: digest_malformed.
[[nodiscard]] BURSAR_API Result<Digest> digest_from_bytes(std::string_view bytes);

/// SHA-256 of some bytes.
[[nodiscard]] BURSAR_API Digest sha256(std::string_view bytes);

/// HMAC-SHA-256 of some bytes under a key: the commitment to a vault blob under its salt.
[[nodiscard]] BURSAR_API Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// SHA-256 over pieces, fed one after the other.
class BURSAR_API Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256& add(std::string_view bytes);
  /// The digest of everything that was added; the object starts anew.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar
