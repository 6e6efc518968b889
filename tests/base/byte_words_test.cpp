#include "base/byte_words.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace bursar;

namespace {

/// Short texts that differ little, in memory that ends where they end.
std::vector<char> any_bytes(std::size_t size_max) {
  const auto size = *rc::gen::inRange<std::size_t>(0, size_max + 1);
  return *rc::gen::container<std::vector<char>>(size, rc::gen::element('0', '1', '9', 'a', '\0'));
}
std::string_view view(const std::vector<char>& bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

TEST_CASE("Byte words: few bytes are one number, the first one lowest") {
  CHECK(rc::check("as one by one", [] {
    const auto bytes = any_bytes(8);
    std::uint64_t expected = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
      expected = expected << 8U | static_cast<std::uint8_t>(bytes[i]);
    }
    RC_ASSERT(byte_words::load_bytes(bytes.data(), bytes.size()) == expected);
    std::array<char, 8> stored{};
    byte_words::store_word(stored.data(), expected);
    RC_ASSERT(byte_words::load_word(stored.data()) == expected);
    RC_ASSERT(std::equal(bytes.begin(), bytes.end(), stored.begin()));
  }));
}

TEST_CASE("Byte words: texts are the same, keyed or not, where their bytes are") {
  CHECK(rc::check("as std::string_view says", [] {
    const auto a = any_bytes(*rc::gen::element<std::size_t>(9, 20));
    auto b = a;
    if (*rc::gen::arbitrary<bool>() && !b.empty()) {
      b[*rc::gen::inRange<std::size_t>(0, b.size())] = *rc::gen::element('0', 'b');
    }
    if (*rc::gen::arbitrary<bool>()) b.push_back('\0');
    const bool same = view(a) == view(b);
    RC_ASSERT(byte_words::same_text(view(a), view(b)) == same);
    RC_ASSERT((byte_words::KeyedText(view(a)) == byte_words::KeyedText(view(b))) == same);
    if (same) RC_ASSERT(byte_words::hash_of(view(a)) == byte_words::hash_of(view(b)));
    if (!same && a.size() == b.size() && a.size() <= byte_words::hashed_whole_max) {
      RC_ASSERT(byte_words::hash_of(view(a)) != byte_words::hash_of(view(b)));
    }
  }));
}

TEST_CASE("Byte words: one to nineteen digits are a number, nothing else is") {
  CHECK(rc::check("as digit by digit", [] {
    const auto size = *rc::gen::inRange<std::size_t>(0, 22);
    auto text = *rc::gen::container<std::string>(size, rc::gen::inRange<char>('0', '9' + 1));
    if (!text.empty() && *rc::gen::element(true, false)) {
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    }
    bool digits = !text.empty() && text.size() <= 19;
    std::uint64_t expected = 0;
    for (const char c : text) {
      digits = digits && c >= '0' && c <= '9';
      expected = expected * 10 + static_cast<std::uint64_t>(c - '0');
    }
    std::uint64_t number = 0;
    RC_ASSERT(byte_words::read_digits(text, number) == digits);
    if (digits) RC_ASSERT(number == expected);
  }));
  std::uint64_t number = 0;
  CHECK(byte_words::read_digits("9999999999999999999", number));
  CHECK(number == 9'999'999'999'999'999'999U);
  CHECK_FALSE(byte_words::read_digits("10000000000000000000", number));
}
