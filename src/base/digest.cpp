#include <bursar/base/digest.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <stdexcept>

namespace bursar {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void require(int ok) {
  if (ok != 1) throw std::runtime_error("libcrypto: SHA-256 is not available");
}

}  // namespace

std::string Digest::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::string Digest::text() const { return "sha256:" + hex(); }

Result<Digest> parse_digest(std::string_view text) {
  const std::string_view given = text;
  if (text.starts_with("sha256:")) text.remove_prefix(7);
  Digest digest;
  bool ok = text.size() == 64;
  for (std::size_t i = 0; ok && i < 32; ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    ok = high >= 0 && low >= 0;
    if (ok) digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (!ok) return Refusal(Code::digest_malformed).with("value", std::string(given));
  return digest;
}

Result<Digest> digest_from_bytes(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.bytes.size()) {
    return Refusal(Code::digest_malformed).with("value", std::to_string(bytes.size()) + " bytes");
  }
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

Digest sha256(std::string_view bytes) {
  // Fetched once: OpenSSL 3 looks an algorithm up by its name at each call of SHA256.
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm(
      EVP_MD_fetch(nullptr, "SHA2-256", nullptr), &EVP_MD_free);
  Digest digest;
  require(EVP_Digest(bytes.data(), bytes.size(), digest.bytes.data(), nullptr, algorithm.get(),
                     nullptr));
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest digest;
  unsigned int length = 32;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.bytes.data(),
           &length) == nullptr) {
    require(0);
  }
  return digest;
}

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  require(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  require(EVP_DigestFinal_ex(state_->context, digest.bytes.data(), nullptr));
  require(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
  return digest;
}

}  // namespace bursar
