#include <bursar/base/digest.hpp>
#include <bursar/journal/journal.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/journal/sealed_append.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>

using namespace bursar;

namespace {

std::string big_endian(std::uint64_t value) {
  std::string text(8, '\0');
  for (std::size_t i = 8; i-- > 0; value >>= 8U) text[i] = static_cast<char>(value & 0xffU);
  return text;
}

std::string field(std::string_view bytes) { return big_endian(bytes.size()) + std::string(bytes); }

Entry sample_entry() {
  Entry entry;
  entry.position = 3;
  entry.subject = {SubjectKind::project, "KJ-1"};
  entry.key = "k";
  entry.request = sha256("request");
  entry.door = Door::import;
  entry.batch = "2020";
  entry.actor = "officer";
  entry.recorded_at_us = 1'600'000'000'000'000;
  entry.facts = std::string("{}\0x", 4);
  return entry;
}

}  // namespace

TEST_CASE("leaf: the digest of the written-down bytes, with and without a commitment") {
  Entry entry = sample_entry();
  for (const bool with_vault : {false, true}) {
    if (with_vault) entry.vault_commitment = sha256("commitment");
    const std::string bytes = std::string("\x00\x01", 2) + field("k") +
                              field(sha256("request").view()) + field("import") + field("2020") +
                              field("officer") + field("project") + field("KJ-1") +
                              field(with_vault ? sha256("commitment").view() : "") +
                              field(entry.facts) + field(big_endian(1'600'000'000'000'000ULL));
    CHECK(leaf_of(entry) == sha256(bytes));
  }
}

TEST_CASE("leaf and link: the example of docs/journal-format.md") {
  Entry entry;
  entry.position = 1;
  entry.subject = {SubjectKind::project, "KJ-1"};
  entry.key = "key-1";
  entry.request = sha256("request-1");
  entry.actor = "officer";
  entry.recorded_at_us = 1'600'000'000'000'000;
  entry.facts = R"({"kind":"x"})";
  CHECK(leaf_of(entry).hex() == "63a6a6072e9555ab5e3c8469acd334988be83bb6314fc6e7d99bf9f9349ab062");
  CHECK(link_zero("book-1").hex() ==
        "ecda38a98aaa1787a2b08d74687b7f9414859819392c6888c50edebe60697a6b");
  CHECK(link_after(link_zero("book-1"), 1, leaf_of(entry)).hex() ==
        "439780a09f8a27d645c76918dc5d3f328008394e8e3ff97b11c1ac2fe20d24e1");
}

TEST_CASE("link: the digest of the link before, the position and the leaf") {
  const Digest zero = link_zero("book");
  const Digest leaf = sha256("leaf");
  CHECK(zero == sha256("book"));
  CHECK(link_after(zero, 258, leaf) ==
        sha256("\x01" + std::string(zero.view()) + big_endian(258) + std::string(leaf.view())));
}

TEST_CASE("commitment: HMAC-SHA-256 under the salt") {
  Salt salt;
  for (std::size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<std::uint8_t>(200 + i);
  const std::string_view key(reinterpret_cast<const char*>(salt.data()), salt.size());
  for (const std::string& text : {std::string(), std::string("张三"), std::string(1000, 'x')}) {
    CHECK(commitment_of(salt, text) == hmac_sha256(key, text));
  }
}
