#include <bursar/money/capitals.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <limits>
#include <string>

using namespace bursar;

namespace {

Money fen(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }

struct Row {
  std::int64_t minor;
  const char* text;
};
constexpr Row written[] = {
    {140'950, "壹仟肆佰零玖元伍角"},
    {600'714, "陆仟零柒元壹角肆分"},
    {168'032, "壹仟陆佰捌拾元零叁角贰分"},
    {10'700'053, "壹拾万柒仟元零伍角叁分"},
    {1'640'902, "壹万陆仟肆佰零玖元零贰分"},
    {32'504, "叁佰贰拾伍元零肆分"},
    {601'560'000, "陆佰零壹万伍仟陆佰元整"},
    {100'000'000, "壹佰万元整"},
    {10'000'000'100, "壹亿零壹元整"},
    {1'000'100'000'000, "壹佰亿零壹佰万元整"},
    {10'050'000, "壹拾万零伍佰元整"},
    {5, "伍分"},
    {50, "伍角"},
    {0, "零元整"},
    {12'345'678'901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"},
    // Further ones.
    {1'000, "壹拾元整"},
    {1'050, "壹拾元零伍角"},
    {101, "壹元零壹分"},
    {100'100, "壹仟零壹元整"},
    {100'010'100, "壹佰万零壹佰零壹元整"},
    {100'000'000'000'000, "壹兆元整"},
    {100'000'000'000'100, "壹兆零壹元整"},
    {100'000'002'345'000, "壹兆零贰万叁仟肆佰伍拾元整"},
    {123'450'000'000'000'000, "壹仟贰佰叁拾肆兆伍仟亿元整"},
    {-601'560'000, "负陆佰零壹万伍仟陆佰元整"},
    {999'999'999'999'999'999,
     "玖仟玖佰玖拾玖兆玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
};

}  // namespace

TEST_CASE("Capitals: the vectors, written and read") {
  for (const Row& row : written) {
    CAPTURE(row.minor, row.text);
    CHECK(to_capitals(fen(row.minor)).value() == row.text);
    const auto read = parse_capitals(row.text);
    REQUIRE(read.has_value());
    CHECK(read->amount == fen(row.minor));
    CHECK(read->is_standard());
  }
}

TEST_CASE("Capitals: forms that the rules leave open are standard too") {
  const Row open[] = {
      {168'032, "壹仟陆佰捌拾元叁角贰分"},
      {10'700'053, "壹拾万零柒仟元伍角叁分"},
      {10'700'053, "壹拾万零柒仟元零伍角叁分"},
      {140'950, "壹仟肆佰零玖元伍角整"},
      {140'950, "人民币壹仟肆佰零玖元伍角正"},
      {601'560'000, "人民币（大写）：陆佰零壹万伍仟陆佰圆整"},
      {601'560'000, " 陆佰零壹万 伍仟陆佰元正　"},
      {100'000'000'000'000, "壹万亿元整"},
      {100'000'000'000'100, "壹万亿零壹元整"},
      {100'000'002'345'000, "壹万亿零贰万叁仟肆佰伍拾元整"},
      {100'002'345'000'000, "壹万亿贰仟叁佰肆拾伍万元整"},
      {100'002'345'000'000, "壹兆零贰仟叁佰肆拾伍万元整"},
      {123'450'000'000'000'000, "壹仟贰佰叁拾肆万伍仟亿元整"},
  };
  for (const Row& row : open) {
    CAPTURE(row.minor, row.text);
    const auto read = parse_capitals(row.text);
    REQUIRE(read.has_value());
    CHECK(read->amount == fen(row.minor));
    CHECK(read->is_standard());
  }
}

TEST_CASE("Capitals: unusual characters and endings are read with a warning") {
  const auto unusual = [](const char* text, std::int64_t minor) {
    CAPTURE(text);
    const auto read = parse_capitals(text);
    REQUIRE(read.has_value());
    CHECK(read->amount == fen(minor));
    CHECK(read->unusual_characters);
    CHECK_FALSE(read->is_standard());
  };
  unusual("陸佰零壹萬伍仟陸佰圓整", 601'560'000);
  unusual("陆佰〇壹万伍仟陆佰元整", 601'560'000);
  unusual("六百零一万五千六百元整", 601'560'000);
  unusual("貳億零參仟元整", 20'000'300'000);
  const auto open_end = parse_capitals("陆佰零壹万伍仟陆佰元");
  REQUIRE(open_end.has_value());
  CHECK(open_end->unusual_ending);
  CHECK_FALSE(open_end->unusual_characters);
  CHECK(parse_capitals("叁佰贰拾伍元零肆分整")->unusual_ending);
  CHECK(parse_capitals("拾元整")->leading_one_missing);
  CHECK(parse_capitals("拾元整")->amount == fen(1000));
  CHECK(parse_capitals("拾万元整")->amount == fen(10'000'000));
  CHECK_FALSE(parse_capitals("拾万元整")->is_standard());
}

TEST_CASE("Capitals: what no amount is written as is refused") {
  for (const char* text : {"元",
                           "整",
                           "零",
                           "壹",
                           "壹佰",
                           "负",
                           "负零元整",
                           "壹佰壹佰元整",
                           "壹角伍元",
                           "壹仟壹元整",
                           "壹佰零零壹元整",
                           "零壹元整",
                           "壹元整整",
                           "壹元零整",
                           "壹元零角",
                           "壹元伍分",
                           "零元伍角",
                           "伍分角",
                           "壹贰元整",
                           "拾拾元整",
                           "壹佰万万元整",
                           "壹亿亿元整",
                           "壹万仟元整",
                           "贰万壹亿元整元",
                           "佰元整",
                           "壹元壹元整",
                           "601元整",
                           "陆佰零壹萬X元整",
                           "壹拾零万元整",
                           "壹佰拾元整",
                           "十二三元",
                           "\xff",
                           "壹佰万零伍仟零元整",
                           "负负壹元整",
                           "壹元负伍角",
                           "壹整元"}) {
    CAPTURE(text);
    CHECK_REFUSED(parse_capitals(text), capitals_malformed);
  }
  CHECK_REFUSED(parse_capitals(""), text_empty);
  CHECK_REFUSED(parse_capitals(" 人民币（大写）："), text_empty);
  std::string endless;
  for (int i = 0; i < 100; ++i) endless += "万";
  CHECK_REFUSED(parse_capitals("壹" + endless + "元整"), capitals_malformed);
  CHECK_REFUSED(parse_capitals("玖仟玖佰玖拾玖万玖仟兆元整"), capitals_malformed);
}

TEST_CASE("Capitals: only yuan below 10^16 are written") {
  CHECK_REFUSED(to_capitals(Money::of_minor(1, Currency::of("USD").value())), currency_mismatch);
  CHECK_REFUSED(to_capitals(fen(1'000'000'000'000'000'000)), capitals_out_of_range);
  CHECK_REFUSED(to_capitals(fen(std::numeric_limits<std::int64_t>::min())), capitals_out_of_range);
}

TEST_CASE("Capitals: what was written is read back") {
  rc::prop("for amounts of every size", [] {
    // Digits are drawn apart, and many are zero: zeros make the difficulties.
    const auto digits = *rc::gen::container<std::vector<int>>(
        rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {1, 5}, {1, 9}}));
    std::int64_t minor = 0;
    for (std::size_t i = 0; i < digits.size() && i < 18; ++i) minor = minor * 10 + digits[i];
    if (*rc::gen::arbitrary<bool>()) minor = -minor;
    const auto read = parse_capitals(to_capitals(fen(minor)).value());
    RC_ASSERT(read.has_value());
    RC_ASSERT((read->amount == fen(minor)));
    RC_ASSERT(read->is_standard());
  });
  for (std::int64_t minor = 0; minor < 200'000; minor += 7) {
    const auto read = parse_capitals(to_capitals(fen(minor)).value());
    if (!read || read->amount != fen(minor) || !read->is_standard()) FAIL(minor);
  }
}

TEST_CASE("Capitals: one sign more or less is another amount, or none") {
  // No two spellings that differ in one character are both read as the same amount, but where the
  // rules leave a zero or the ending open.
  const std::string text = to_capitals(fen(10'700'053)).value();
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::string shorter = text;
    shorter.erase(at, 3);
    const auto read = parse_capitals(shorter);
    const std::string_view gone = std::string_view(text).substr(at, 3);
    CAPTURE(shorter);
    if (read && gone != "零" && !read->leading_one_missing) CHECK(read->amount != fen(10'700'053));
  }
}
