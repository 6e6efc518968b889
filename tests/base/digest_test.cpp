#include <bursar/base/digest.hpp>

#include <catch2/catch.hpp>

using namespace bursar;

TEST_CASE("sha256: the vectors of FIPS 180-4") {
  CHECK(sha256("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 pieces;
  CHECK(pieces.add("a").add("bc").finish() == sha256("abc"));
  CHECK(pieces.finish() == sha256(""));
}

TEST_CASE("hmac_sha256: test case 2 of RFC 4231") {
  CHECK(hmac_sha256("Jefe", "what do ya want for nothing?").hex() ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("Digest: text form and back, damaged texts are refused") {
  const Digest digest = sha256("abc");
  CHECK(parse_digest(digest.text()).value() == digest);
  CHECK(parse_digest(digest.hex()).value() == digest);
  CHECK(digest_from_bytes(digest.view()).value() == digest);
  CHECK(parse_digest(digest.hex().substr(1)).error().code() == Code::digest_malformed);
  CHECK(parse_digest("g" + digest.hex().substr(1)).error().code() == Code::digest_malformed);
  CHECK(digest_from_bytes("short").error().code() == Code::digest_malformed);
}
