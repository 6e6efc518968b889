// The bytes under a leaf and a link, fed to SHA-256 without an allocation.
#pragma once

#include <bursar/journal/journal.hpp>
#include <bursar/journal/sealed_append.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace bursar::journal_detail {

/// SHA-256 on its way: a plain value, so that what many leaves begin with is hashed once and
/// copied.
class HashState {
 public:
  HashState();
  HashState& byte(std::uint8_t value);
  HashState& raw(std::string_view bytes);
  /// The length as eight bytes, most significant first, then the bytes.
  HashState& field(std::string_view bytes);
  /// A field of eight bytes, most significant first.
  HashState& field(std::int64_t value);
  /// The digest; a copy is finished, this object may go on.
  [[nodiscard]] Digest digest() const;

 private:
  alignas(std::uint64_t) std::array<std::uint8_t, 112> context_;
};

/// What all leaves of one append begin with.
struct AppendFields {
  std::string_view key;
  const Digest& request;
  Door door;
  std::string_view batch;
  std::string_view actor;
};
[[nodiscard]] HashState leaf_prefix(const AppendFields& append);
/// Everything of a leaf but the recorded instant, which comes last because it is known last.
[[nodiscard]] HashState leaf_body(const HashState& prefix, const Subject& subject,
                                  const std::optional<Digest>& vault_commitment,
                                  std::string_view facts);
[[nodiscard]] Digest leaf(const HashState& body, std::int64_t recorded_at_us);

}  // namespace bursar::journal_detail
