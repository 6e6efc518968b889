#include "refused.hpp"
#include "third_party_data.hpp"

#include <bursar/base/text.hpp>
#include <bursar/exchange/text_encoding.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace bursar;
using namespace std::string_literals;

namespace {

std::string utf16(std::u16string_view text, bool big_endian, bool mark) {
  std::string out;
  const auto put = [&](char16_t unit) {
    const auto high = static_cast<char>(static_cast<unsigned char>(unit >> 8U));
    const auto low = static_cast<char>(static_cast<unsigned char>(unit & 0xffU));
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  if (mark) put(0xfeff);
  for (const char16_t unit : text) put(unit);
  return out;
}

}  // namespace

TEST_CASE("Encoding: a byte order mark decides, and is not part of the text") {
  const std::string marked = "\xef\xbb\xbf项目"s;
  const auto utf8 = decode_text(marked);
  REQUIRE(utf8.has_value());
  CHECK(utf8->text() == "项目");
  CHECK(utf8->encoding() == TextEncoding::utf8);
  CHECK(utf8->evidence() == EncodingEvidence::byte_order_mark);
  for (const bool big_endian : {false, true}) {
    const std::string bytes = utf16(u"项目,𠮷\n", big_endian, true);
    const auto decoded = decode_text(bytes);
    REQUIRE(decoded.has_value());
    CHECK(decoded->text() == "项目,𠮷\n");
    CHECK(decoded->encoding() == (big_endian ? TextEncoding::utf16be : TextEncoding::utf16le));
  }
}

TEST_CASE("Encoding: zero bytes give UTF-16 away") {
  for (const bool big_endian : {false, true}) {
    const auto decoded = decode_text(utf16(u"id,项目\n1,测\n", big_endian, false));
    REQUIRE(decoded.has_value());
    CHECK(decoded->text() == "id,项目\n1,测\n");
    CHECK(decoded->evidence() == EncodingEvidence::zero_bytes);
  }
  // Characters whose low byte is zero: 开 U+5F00, 一 U+4E00, the wide blank U+3000.
  for (const bool big_endian : {false, true}) {
    const auto decoded = decode_text(utf16(u"编号,开始日期\n一,2020-01-01\n", big_endian, false));
    REQUIRE(decoded.has_value());
    CHECK(decoded->text() == "编号,开始日期\n一,2020-01-01\n");
  }
  CHECK_REFUSED(decode_text("a,b\n\0,c\n"s), encoding_undetermined);
  CHECK_REFUSED(decode_text(utf16(u"a\xd800z", false, true)), encoding_broken);
  CHECK_REFUSED(decode_text(utf16(u"ab", false, true) + "c"), encoding_broken);
}

TEST_CASE("Encoding: a workbook is no text, and says what to do") {
  CHECK_REFUSED(decode_text("PK\x03\x04\x14\0\x06\0"s), workbook_not_csv);
  CHECK_REFUSED(decode_text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"s, TextEncoding::gb18030),
                workbook_not_csv);
  CHECK(decode_text("PK,id\n1,2\n").has_value());
}

TEST_CASE("Encoding: strict UTF-8 goes before GB18030, and both refuse what is not theirs") {
  CHECK(decode_text("abc").value().encoding() == TextEncoding::utf8);
  CHECK(decode_text("").value().text().empty());
  // 联通 in GB2312, the word that looks like UTF-8 to a decoder that is not strict.
  const auto unicom = decode_text("\xc1\xaa\xcd\xa8");
  REQUIRE(unicom.has_value());
  CHECK(unicom->encoding() == TextEncoding::gb18030);
  CHECK(unicom->text() == "联通");
  CHECK(unicom->is_uncertain());
  CHECK(decode_text("\xc0\x80").value().encoding() == TextEncoding::gb18030);  // overlong
  const auto refused = decode_text("abc\n\xff\xff"s);
  CHECK_REFUSED(refused, encoding_undetermined);
  CHECK(refused.error().argument("utf8_offset") == "4");
  CHECK(refused.error().argument("gb18030_line") == "2");
}

TEST_CASE("Encoding: few characters that are not ASCII leave a doubt, many do not") {
  CHECK(decode_text("单位是一二").value().is_uncertain());
  CHECK_FALSE(decode_text("单位是一二三").value().is_uncertain());
  CHECK_FALSE(decode_text("plain").value().is_uncertain());
  CHECK_FALSE(decode_text("单位", TextEncoding::utf8).value().is_uncertain());
}

TEST_CASE("Encoding: what is stated holds, or is refused") {
  const std::string bytes = "项目";  // valid in both
  CHECK(decode_text(bytes, TextEncoding::utf8).value().text() == "项目");
  CHECK(decode_text(bytes, TextEncoding::gb18030).value().text() == "椤圭洰");
  const auto refused = decode_text("\xc1\xaa", TextEncoding::utf8);
  CHECK_REFUSED(refused, encoding_broken);
  CHECK(refused.error().argument("offset") == "0");
  CHECK(parse_text_encoding("UTF-8").value() == TextEncoding::utf8);
  CHECK(parse_text_encoding("GBK").value() == TextEncoding::gb18030);
  CHECK(parse_text_encoding("utf_16be").value() == TextEncoding::utf16be);
  CHECK_REFUSED(parse_text_encoding("latin-1"), text_unknown);
}

TEST_CASE("Encoding: GB18030 carries every character there and back") {
  std::size_t wrong = 0;
  std::string text;
  for (char32_t c = 1; c <= 0x10ffff; ++c) {
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    const bool private_use = c >= 0xe000 && c <= 0xf8ff;
    if (surrogate || private_use || c == 0xfeff) continue;  // U+FEFF is the mark
    text.clear();
    append_utf8(text, c);
    const auto encoded = encode_gb18030(text);
    if (!encoded.has_value() ||
        decode_text(*encoded, TextEncoding::gb18030).value().text() != text) {
      ++wrong;
    }
    if (c > 0x2ffff) c += 96;  // the higher planes are one arithmetic formula
  }
  CHECK(wrong == 0);
  // Positions of the edition of 2022, which the C library may not know.
  CHECK(decode_text("\x82\x35\x90\x37\x82\x35\x91\x34", TextEncoding::gb18030).value().text() ==
        "\u9fb4\u9fbb");
  CHECK(decode_text("\x84\x31\x82\x36\x84\x31\x83\x35", TextEncoding::gb18030).value().text() ==
        "\ufe10\ufe19");
  CHECK_REFUSED(decode_text("\x84\x31\x83", TextEncoding::gb18030), encoding_broken);
  CHECK_REFUSED(encode_gb18030("\xff"), text_not_utf8);
}

TEST_CASE("Encoding: texts in GB2312, GBK and GB18030 that others wrote", "[third_party]") {
  const auto folder = bursar_test::third_party_data("csv");
  if (!folder) return;
  for (const std::string name : {"gb2312", "gbk", "gb18030"}) {
    const std::string bytes = bursar_test::file_text(*folder / ("cpython_" + name + ".txt"));
    const auto decoded = decode_text(bytes);
    REQUIRE(decoded.has_value());
    CHECK(decoded->encoding() == TextEncoding::gb18030);
    CHECK(decoded->text() == bursar_test::file_text(*folder / ("cpython_" + name + "-utf8.txt")));
    CHECK(encode_gb18030(decoded->text()).value() == bytes);
  }
}

TEST_CASE("Encoding: blocks of UTF-8 are checked as character after character") {
  CHECK(rc::check("valid where is_utf8 says so, and counted", [](std::uint64_t seed) {
    static const std::vector<std::string> whole = {
        "a", "0123456789abcdefghij", "材料费", "行", "é", "，", "\uac00", "𠮷"};
    static const std::vector<std::string> broken = {"\xe4\xb8",     "\xb8",         "\xe4", "\xff",
                                                    "\xe9\xbf\xc0", "\xed\xa0\x80", "\0"s};
    std::mt19937_64 random(seed);
    const std::size_t count = random() % 40;
    const std::size_t broken_at = random() % (count + 4);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& pieces = i == broken_at ? broken : whole;
      text += pieces[random() % pieces.size()];
    }
    const bool valid = is_utf8(text) && text.find('\0') == std::string::npos;
    const auto decoded = decode_text(text, TextEncoding::utf8);
    RC_ASSERT(decoded.has_value() == valid);
    if (!valid) {
      const std::size_t wrong =
          std::min(first_invalid_utf8(text).value_or(text.size()), text.find('\0'));
      RC_ASSERT(decoded.error().argument("offset") == std::to_string(wrong));
      return;
    }
    std::size_t not_ascii = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto character = decode_utf8(text, at);
      if (character->code_point >= 0x80) ++not_ascii;
      at += character->size;
    }
    RC_ASSERT(decoded->non_ascii_characters() == not_ascii);
  }));
}

TEST_CASE("Encoding: any bytes are decoded or refused") {
  CHECK(rc::check("decoding answers", [](const std::string& bytes) {
    const auto decoded = decode_text(bytes);
    if (decoded.has_value()) RC_ASSERT(is_utf8(decoded->text()));
  }));
}
