// libcrypto's SHA256_* functions are marked deprecated in favour of contexts on the heap, fetched
// by name; a plain context is what lets a leaf be hashed up to its last field before the write lock
// is taken.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "journal/chain_hash.hpp"

#include <openssl/sha.h>

#include <cstring>

namespace bursar {
namespace journal_detail {
namespace {

static_assert(sizeof(SHA256_CTX) == 112, "HashState holds a SHA256_CTX");

SHA256_CTX load(const std::array<std::uint8_t, 112>& bytes) {
  SHA256_CTX context;
  std::memcpy(&context, bytes.data(), sizeof context);
  return context;
}

void store(std::array<std::uint8_t, 112>& bytes, const SHA256_CTX& context) {
  std::memcpy(bytes.data(), &context, sizeof context);
}

std::array<char, 8> big_endian(std::uint64_t value) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 8; i-- > 0; value >>= 8U) bytes[i] = static_cast<char>(value & 0xffU);
  return bytes;
}

}  // namespace

HashState::HashState() {
  SHA256_CTX context;
  SHA256_Init(&context);
  store(context_, context);
}

HashState& HashState::raw(std::string_view bytes) {
  SHA256_CTX context = load(context_);
  SHA256_Update(&context, bytes.data(), bytes.size());
  store(context_, context);
  return *this;
}

HashState& HashState::byte(std::uint8_t value) {
  const char text = static_cast<char>(value);
  return raw({&text, 1});
}

HashState& HashState::field(std::string_view bytes) {
  const auto length = big_endian(bytes.size());
  return raw({length.data(), length.size()}).raw(bytes);
}

HashState& HashState::field(std::int64_t value) {
  const auto bytes = big_endian(static_cast<std::uint64_t>(value));
  return field(std::string_view(bytes.data(), bytes.size()));
}

Digest HashState::digest() const {
  SHA256_CTX context = load(context_);
  Digest digest;
  SHA256_Final(digest.bytes.data(), &context);
  return digest;
}

HashState leaf_prefix(const AppendFields& append) {
  HashState state;
  state.byte(0x00).byte(journal_format_version);
  state.field(append.key).field(append.request.view()).field(word(append.door));
  state.field(append.batch).field(append.actor);
  return state;
}

HashState leaf_body(const HashState& prefix, const Subject& subject,
                    const std::optional<Digest>& vault_commitment, std::string_view facts) {
  HashState state = prefix;
  state.field(word(subject.kind)).field(subject.id);
  state.field(vault_commitment ? vault_commitment->view() : std::string_view());
  state.field(facts);
  return state;
}

Digest leaf(const HashState& body, std::int64_t recorded_at_us) {
  HashState state = body;
  return state.field(recorded_at_us).digest();
}

}  // namespace journal_detail

Digest leaf_of(const Entry& entry) {
  using namespace journal_detail;
  const HashState prefix =
      leaf_prefix({entry.key, entry.request, entry.door, entry.batch, entry.actor});
  return leaf(leaf_body(prefix, entry.subject, entry.vault_commitment, entry.facts),
              entry.recorded_at_us);
}

Digest link_after(const Digest& previous, std::int64_t position, const Digest& leaf) {
  std::array<char, 1 + 32 + 8 + 32> bytes{};
  bytes[0] = 0x01;
  std::memcpy(&bytes[1], previous.bytes.data(), 32);
  const auto number = journal_detail::big_endian(static_cast<std::uint64_t>(position));
  std::memcpy(&bytes[33], number.data(), 8);
  std::memcpy(&bytes[41], leaf.bytes.data(), 32);
  journal_detail::HashState state;
  return state.raw({bytes.data(), bytes.size()}).digest();
}

Digest link_zero(std::string_view book_id) {
  journal_detail::HashState state;
  return state.raw(book_id).digest();
}

Digest commitment_of(const Salt& salt, std::string_view private_part) {
  std::array<char, 64> inner{};
  std::array<char, 64> outer{};
  for (std::size_t i = 0; i < 64; ++i) {
    const unsigned key = i < salt.size() ? salt[i] : 0U;
    inner[i] = static_cast<char>(key ^ 0x36U);
    outer[i] = static_cast<char>(key ^ 0x5cU);
  }
  journal_detail::HashState state;
  const Digest digest = state.raw({inner.data(), inner.size()}).raw(private_part).digest();
  journal_detail::HashState again;
  return again.raw({outer.data(), outer.size()}).raw(digest.view()).digest();
}

}  // namespace bursar
