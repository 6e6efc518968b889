#include <bursar/base/spreadsheet.hpp>
#include <bursar/base/text.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <string>

using namespace bursar;

TEST_CASE("Text: UTF-8 is valid only without overlong forms, surrogates and large values") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("a\xc2\x80\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
  for (const std::string bad :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xc2", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "\xe4\xb8", "\xc1\xaa\xcd\xa8"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_utf8(bad));
    CHECK(first_invalid_utf8("ab" + bad) == 2);
  }
  const auto refused = require_utf8("\xff", "title");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().argument("field") == "title");
  CHECK(refused.error().argument("offset") == "0");
  CHECK(require_utf8("联通", "title").has_value());
}

TEST_CASE("Text: every code point survives writing and reading") {
  std::size_t checked = 0;
  for (char32_t value = 0; value <= 0x10ffff; ++value) {
    if (value >= 0xd800 && value <= 0xdfff) continue;
    std::string text;
    append_utf8(text, value);
    const auto decoded = decode_utf8(text, 0);
    if (!decoded || decoded->code_point != value || decoded->size != text.size()) {
      FAIL("code point " << static_cast<unsigned>(value));
    }
    ++checked;
  }
  CHECK(checked == 0x110000 - 0x800);
}

TEST_CASE("Text: blanks go from the ends, and only blanks") {
  CHECK(trimmed(" \t\r\n　甲 乙\u00a0\u200b\ufeff") == "甲 乙");
  CHECK(trimmed("\u3000\u200d").empty());
  CHECK(trimmed("").empty());
  CHECK(trimmed("\xff ") == "\xff");
  CHECK(trimmed(" \x80") == "\x80");
  CHECK(trimmed("甲") == "甲");
  CHECK(without_blanks(" 甲 　乙\t") == "甲乙");
}

TEST_CASE("Text: full-width forms are folded, names are not") {
  CHECK(half_width("ＡＢＣ１２３，．（）％￥　") == "ABC123,.()%￥ ");
  CHECK(half_width("①㎡ｶ元") == "①㎡ｶ元");
  CHECK(half_width("\xff!") == "\xff!");
}

TEST_CASE("Text: columns on a terminal") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("项目编号") == 8);
  CHECK(display_width("（A）") == 5);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u200b\ufeff") == 0);
  CHECK(display_width("ｶ") == 1);
  CHECK(display_width("𠮷") == 2);
  CHECK(display_width("a\tb") == 2);
  CHECK(display_width("\xff\xfe") == 2);
}

TEST_CASE("Text: n separators make n + 1 parts") {
  CHECK(split("a,b,,c", ',') == std::vector<std::string_view>{"a", "b", "", "c"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(split(",", ',') == std::vector<std::string_view>{"", ""});
}

TEST_CASE("Text: numbers that a spreadsheet damaged are recognised") {
  for (const char* number : {"5.10322E+17", "5E+17", "9.13501E+17", "1e+05"}) {
    CHECK(is_scientific_number(number));
  }
  for (const char* number :
       {"", "5", "5.1", "E+17", "5.E+17", "5.1E17", "5.1E-17", "15.1E+17", "5E+"}) {
    CAPTURE(number);
    CHECK_FALSE(is_scientific_number(number));
  }
  CHECK(may_have_lost_digits("510322199001010000"));
  CHECK_FALSE(may_have_lost_digits("510322199001010001"));
  CHECK_FALSE(may_have_lost_digits("51032219900101000"));
  CHECK_FALSE(may_have_lost_digits("91350100M000100000"));
}
