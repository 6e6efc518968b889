#include <bursar/money/amount_text.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <limits>
#include <string>

using namespace bursar;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr Currency cny = Currency::cny();

Money fen(std::int64_t minor) { return Money::of_minor(minor, cny); }
Currency currency(std::string_view code) { return Currency::of(code).value(); }

Result<ParsedAmount> parse(std::string_view text) {
  return parse_amount(text, cny, std::nullopt, Rounding::exact);
}
Result<ParsedAmount> yuan(std::string_view text) {
  return parse_amount(text, cny, AmountUnit::one, Rounding::exact);
}
std::int64_t minor(const Result<ParsedAmount>& parsed) { return parsed.value().amount.minor(); }

}  // namespace

TEST_CASE("Amount: plain numbers in the caller's unit") {
  CHECK(minor(yuan("1234.50")) == 123'450);
  CHECK(minor(yuan("0")) == 0);
  CHECK(minor(yuan("-0.00")) == 0);
  CHECK(minor(yuan(".99")) == 99);
  CHECK(minor(yuan("99.")) == 9900);
  CHECK(minor(yuan("000009.99")) == 999);
  CHECK(minor(yuan("+5")) == 500);
  CHECK(minor(yuan("1.500000000000000000000000000")) == 150);
  CHECK(minor(parse_amount("1234", cny, AmountUnit::minor, Rounding::exact)) == 1234);
  CHECK(minor(parse_amount("601.56", cny, AmountUnit::ten_thousand, Rounding::exact)) ==
        601'560'000);
  CHECK(minor(parse_amount("0.000001", cny, AmountUnit::ten_thousand, Rounding::exact)) == 1);
  CHECK(minor(parse_amount("16.8", cny, AmountUnit::ten_thousand, Rounding::exact)) == 16'800'000);
  CHECK(minor(parse_amount("5", currency("JPY"), AmountUnit::one, Rounding::exact)) == 5);
  CHECK(minor(parse_amount("5.125", currency("KWD"), AmountUnit::one, Rounding::exact)) == 5125);
}

TEST_CASE("Amount: full width, signs, brackets, grouping") {
  CHECK(minor(yuan("１，２３４．５０")) == 123'450);
  CHECK(minor(yuan("6,015,600.00")) == 601'560'000);
  CHECK(minor(yuan("6，015，600")) == 601'560'000);
  CHECK(minor(yuan("(1,234.50)")) == -123'450);
  CHECK(minor(yuan("（1,234.50）")) == -123'450);
  CHECK(minor(yuan("－5")) == -500);
  CHECK(minor(yuan("−5")) == -500);
  CHECK(minor(yuan("- 5")) == -500);
  CHECK(minor(yuan("\t1234.50\u3000")) == 123'450);
  CHECK(minor(yuan("\u200b1234.50\u00a0")) == 123'450);
}

TEST_CASE("Amount: marks of the currency") {
  for (const char* text : {"¥1,234.50", "￥1234.50", "RMB 1,234.50", "CNY1234.50", "1234.50CNY",
                           "人民币1234.50", "人民币￥1234.50", "1234.50 rmb", "¥ １２３４．５"}) {
    CAPTURE(text);
    CHECK(minor(yuan(text)) == 123'450);
  }
  CHECK(minor(yuan("-¥5")) == -500);
  CHECK(minor(yuan("¥-5")) == -500);
  CHECK(minor(yuan("(¥5)")) == -500);
  CHECK(minor(yuan("¥(5)")) == -500);
  CHECK(minor(parse_amount("$5", currency("USD"), AmountUnit::one, Rounding::exact)) == 500);
  CHECK(minor(parse_amount("¥5", currency("JPY"), AmountUnit::one, Rounding::exact)) == 5);
}

TEST_CASE("Amount: the unit stands in the text, or the caller knows it, or the amount is refused") {
  CHECK(minor(parse("1234.5元")) == 123'450);
  CHECK(minor(parse("12千元")) == 1'200'000);
  CHECK(minor(parse("601.56万元")) == 601'560'000);
  CHECK(minor(parse("601.56 万元")) == 601'560'000);
  CHECK(minor(parse("601.56万")) == 601'560'000);
  CHECK(minor(parse("2百万元")) == 200'000'000);
  CHECK(minor(parse("29.9255亿元")) == 299'255'000'000);
  CHECK(minor(parse("人民币5万元")) == 5'000'000);
  CHECK(minor(parse("5万元人民币")) == 5'000'000);
  CHECK(minor(parse("(5)万元")) == -5'000'000);
  // The cell goes before the header.
  CHECK(minor(parse_amount("5元", cny, AmountUnit::ten_thousand, Rounding::exact)) == 500);
  CHECK_REFUSED(parse("1234.50"), amount_unit_missing);
  CHECK_REFUSED(parse("¥1234.50"), amount_unit_missing);
  CHECK_REFUSED(parse("60000000"), amount_unit_missing);
}

TEST_CASE("Amount: what is no amount is refused") {
  for (const char* text :
       {"-",       "—",      "元",       "万元",        "abc",     "1 234",     "1e5",
        "5.1E+10", "1.2.3",  "--5",      "-(5)",        "(-5)",    "((5))",     "(5",
        "5)",      "5-",     "1,23",     "12,34",       "1,2345",  "0,123",     ",123",
        "123,",    "1,,234", "1234,567", "1.234,56",    "1.5,000", "3亿5000万", "5万万元",
        "5元元",   "¥¥¥5",   "5%",       "１２，３４",  "NaN",     "Infinity",  "0x10",
        "五元",    "5 XYZ",  "\xff",     "1234.50元整", "."}) {
    CAPTURE(text);
    CHECK_REFUSED(yuan(text), amount_malformed);
  }
  CHECK_REFUSED(yuan(""), text_empty);
  CHECK_REFUSED(yuan(" \u3000"), text_empty);
}

TEST_CASE("Amount: another currency is refused, not converted") {
  CHECK_REFUSED(yuan("$5"), currency_mismatch);
  CHECK_REFUSED(yuan("5 USD"), currency_mismatch);
  CHECK_REFUSED(yuan("HK$5"), currency_mismatch);
  CHECK_REFUSED(yuan("€5"), currency_mismatch);
  CHECK(yuan("5 USD").error().argument("right") == "USD");
  CHECK_REFUSED(parse_amount("5万元", currency("USD"), AmountUnit::one, Rounding::exact),
                currency_mismatch);
  CHECK_REFUSED(parse_amount("￥5", currency("USD"), AmountUnit::one, Rounding::exact),
                currency_mismatch);
  CHECK_REFUSED(parse("$5"), currency_mismatch);  // before the missing unit
}

TEST_CASE("Amount: the ends of the range, and beyond") {
  CHECK(minor(yuan("92233720368547758.07")) == most);
  CHECK(minor(yuan("-92233720368547758.08")) == least);
  CHECK_REFUSED(yuan("92233720368547758.08"), money_overflow);
  CHECK_REFUSED(yuan("-92233720368547758.09"), money_overflow);
  CHECK_REFUSED(yuan("999999999999999999999999999999"), money_overflow);
  CHECK_REFUSED(parse("922337203.685477581亿元"), money_overflow);
  CHECK(minor(parse("922337203.6854775807亿元")) == most);
  CHECK_REFUSED(parse_amount("92233720368547758.075", cny, AmountUnit::one, Rounding::ceiling),
                money_overflow);
}

TEST_CASE("Amount: digits finer than the minor unit are refused unless a rounding is named") {
  CHECK_REFUSED(yuan("0.001"), amount_finer_than_minor_unit);
  CHECK_REFUSED(parse_amount("1.5", currency("JPY"), AmountUnit::one, Rounding::exact),
                amount_finer_than_minor_unit);
  CHECK_REFUSED(parse_amount("1.5", cny, AmountUnit::minor, Rounding::exact),
                amount_finer_than_minor_unit);
  CHECK_REFUSED(parse("0.0000001万元"), amount_finer_than_minor_unit);

  const auto rounded = [](const char* text, Rounding rounding) {
    return parse_amount(text, cny, AmountUnit::one, rounding).value();
  };
  const auto half_up = Rounding::half_away_from_zero;
  CHECK(rounded("33.3333333333333", half_up).amount == fen(3333));
  CHECK(rounded("33.3333333333333", half_up).difference.text(cny) == "0.0033333333333");
  CHECK(rounded("66.666", half_up).amount == fen(6667));
  CHECK(rounded("66.666", half_up).difference.text(cny) == "-0.004");
  CHECK(rounded("-66.666", half_up).difference.text(cny) == "0.004");
  CHECK(rounded("0.005", half_up).amount == fen(1));
  CHECK(rounded("0.005", Rounding::half_even).amount == fen(0));
  CHECK(rounded("0.015", Rounding::half_even).amount == fen(2));
  CHECK(rounded("-0.001", Rounding::floor).amount == fen(-1));
  CHECK(rounded("-0.001", Rounding::ceiling).amount == fen(0));
  CHECK(rounded("1.50", half_up).difference.is_zero());
  CHECK(rounded("0.01000000000000000001", Rounding::away_from_zero).amount == fen(2));
  CHECK_REFUSED(parse_amount("0.010000000000000000001", cny, AmountUnit::one, half_up),
                amount_malformed);
}

TEST_CASE("Amount: differences add up over many amounts") {
  RoundingDifference total;
  for (int i = 0; i < 3; ++i) {
    total.add(parse_amount("0.333333333333333", cny, AmountUnit::one, Rounding::floor)->difference);
  }
  CHECK(total.text(cny) == "0.009999999999999");
  for (int i = 0; i < 1000; ++i) {
    total.add(parse_amount("0.009", cny, AmountUnit::one, Rounding::floor)->difference);
  }
  CHECK(total.text(cny) == "9.009999999999999");
  for (int i = 0; i < 1500; ++i) {
    total.add(parse_amount("0.001", cny, AmountUnit::one, Rounding::ceiling)->difference);
  }
  CHECK(total.text(cny) == "-4.490000000000001");
  CHECK(RoundingDifference().text(cny) == "0");
}

TEST_CASE("Amount: written plain, grouped and in units, exactly") {
  CHECK(plain_text(fen(123'450)) == "1234.50");
  CHECK(plain_text(fen(-5)) == "-0.05");
  CHECK(plain_text(Money::of_minor(5, currency("JPY"))) == "5");
  CHECK(plain_text(Money::of_minor(-61'351, currency("KWD"))) == "-61.351");
  CHECK(plain_text(fen(least)) == "-92233720368547758.08");
  CHECK(grouped_text(fen(601'560'000)) == "6,015,600.00");
  CHECK(grouped_text(fen(-123'456)) == "-1,234.56");
  CHECK(grouped_text(fen(-12'345)) == "-123.45");
  CHECK(grouped_text(fen(100'000)) == "1,000.00");
  CHECK(grouped_text(Money::of_minor(1'234'567, currency("JPY"))) == "1,234,567");
  CHECK(grouped_text(fen(least)) == "-92,233,720,368,547,758.08");
  CHECK(unit_text(fen(601'560'000), AmountUnit::ten_thousand) == "601.56万元");
  CHECK(unit_text(fen(299'255'300'000), AmountUnit::hundred_million) == "29.92553亿元");
  CHECK(unit_text(fen(1), AmountUnit::ten_thousand) == "0.000001万元");
  CHECK(unit_text(fen(-100'000'000), AmountUnit::ten_thousand) == "-100万元");
  CHECK(unit_text(fen(0), AmountUnit::ten_thousand) == "0万元");
  CHECK(unit_text(fen(150), AmountUnit::one) == "1.5元");
  CHECK(unit_text(fen(150), AmountUnit::minor) == "150分");
  CHECK(unit_text(Money::of_minor(601'560'000, currency("USD")), AmountUnit::ten_thousand) ==
        "601.56万 USD");
}

TEST_CASE("Amount: a number in a unit is rounded only by name") {
  const auto number = [](std::int64_t amount, int decimals, Rounding rounding) {
    return rounded_in_unit(fen(amount), AmountUnit::ten_thousand, decimals, rounding);
  };
  CHECK(number(601'560'000, 2, Rounding::exact).value() == "601.56");
  CHECK(number(601'560'000, 1, Rounding::half_even).value() == "601.6");
  CHECK(number(601'560'000, 8, Rounding::exact).value() == "601.56000000");
  CHECK(number(-5'000, 0, Rounding::half_away_from_zero).value() == "0");
  CHECK_REFUSED(number(601'560'000, 1, Rounding::exact), amount_not_exact);
}

TEST_CASE("Amount: unit words") {
  for (const AmountUnit unit :
       {AmountUnit::minor, AmountUnit::one, AmountUnit::thousand, AmountUnit::ten_thousand,
        AmountUnit::million, AmountUnit::hundred_million}) {
    CHECK(parse_amount_unit(amount_unit_word(unit)).value() == unit);
  }
  CHECK(parse_amount_unit(" 万元　").value() == AmountUnit::ten_thousand);
  CHECK_REFUSED(parse_amount_unit("万"), text_unknown);
  CHECK_REFUSED(parse_amount_unit(""), text_unknown);
}

TEST_CASE("Amount: what was written is read back") {
  const auto codes = {"CNY", "JPY", "KWD", "CLF", "USD"};
  rc::prop("plain, grouped and, for yuan, in every unit", [&codes] {
    const Money amount =
        Money::of_minor(*rc::gen::arbitrary<std::int64_t>(),
                        currency(*rc::gen::elementOf(std::vector<const char*>(codes))));
    const auto read = [&amount](const std::string& text) {
      return parse_amount(text, amount.currency(), AmountUnit::one, Rounding::exact).value();
    };
    RC_ASSERT((read(plain_text(amount)) == ParsedAmount{amount, {}}));
    RC_ASSERT((read(grouped_text(amount)).amount == amount));
    if (amount.currency() != cny) return;
    for (const AmountUnit unit :
         {AmountUnit::one, AmountUnit::ten_thousand, AmountUnit::hundred_million}) {
      RC_ASSERT((parse(unit_text(amount, unit)).value().amount == amount));
    }
  });
  rc::prop("a rounded amount and its difference make up what was written", [] {
    const auto digits = *rc::gen::inRange<std::int64_t>(-4'000'000'000, 4'000'000'000);
    const auto mode = static_cast<Rounding>(*rc::gen::inRange(1, 10));
    // digits * 10^-5 yuan, written out by hand.
    std::string text = std::to_string(digits < 0 ? -digits : digits);
    if (text.size() < 6) text.insert(0, 6 - text.size(), '0');
    text.insert(text.size() - 5, ".");
    if (digits < 0) text.insert(0, "-");
    const auto parsed = parse_amount(text, cny, AmountUnit::one, mode).value();
    const std::int64_t thousandths = digits - parsed.amount.minor() * 1000;
    RC_ASSERT(thousandths > -1000);
    RC_ASSERT(thousandths < 1000);
    RC_ASSERT((RoundingDifference(thousandths * 1'000'000'000'000'000) == parsed.difference));
  });
}
