#include <bursar/money/amount_text.hpp>
#include <bursar/money/tiers.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <limits>
#include <string>

using namespace bursar;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

Money fen(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }
Money wan(std::string_view text) {
  return parse_amount(text, Currency::cny(), AmountUnit::ten_thousand, Rounding::exact)->amount;
}

TieredCap cap_of(int first, int second, int third) {
  return TieredCap::of(Currency::cny(), {{Rate::of_percent(first), Minor(wan("500").minor())},
                                         {Rate::of_percent(second), Minor(wan("1000").minor())},
                                         {Rate::of_percent(third), std::nullopt}})
      .value();
}

const TieredCap old_cap = cap_of(20, 15, 13);
const TieredCap new_cap = cap_of(30, 25, 20);

}  // namespace

TEST_CASE("Tiers: the caps on indirect costs of 2017 and 2021, in 万元") {
  struct Row {
    const char* base;
    const char* before;
    const char* since;
  };
  const Row rows[] = {
      {"0", "0", "0"},
      {"19", "3.8", "5.7"},
      {"355", "71", "106.5"},
      {"500", "100", "150"},
      {"500.01", "100.0015", "150.0025"},
      {"600", "115", "175"},
      {"800", "145", "225"},
      {"1000", "175", "275"},
      {"1000.01", "175.0013", "275.002"},
      {"1500", "240", "375"},
      {"2000", "305", "475"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.base);
    CHECK(old_cap.cap(wan(row.base), Rounding::exact).value() == wan(row.before));
    CHECK(new_cap.cap(wan(row.base), Rounding::exact).value() == wan(row.since));
  }
}

TEST_CASE("Tiers: the largest indirect cost within a total, in 万元 to four decimals") {
  const auto largest = [](const TieredCap& cap, const char* total) {
    const Money part = cap.largest_within(wan(total), Rounding::half_even).value();
    return rounded_in_unit(part, AmountUnit::ten_thousand, 4, Rounding::half_even).value();
  };
  CHECK(largest(old_cap, "650") == "106.5217");
  CHECK(largest(new_cap, "650") == "150.0000");
  CHECK(largest(old_cap, "800") == "126.0870");
  CHECK(largest(new_cap, "800") == "180.0000");
  CHECK(largest(old_cap, "1175") == "175.0000");
  CHECK(largest(new_cap, "1175") == "255.0000");
  CHECK(largest(old_cap, "1275") == "186.5044");
  CHECK(largest(new_cap, "1275") == "275.0000");
  CHECK(largest(old_cap, "1500") == "212.3894");
  CHECK(largest(new_cap, "1500") == "312.5000");
  CHECK(largest(old_cap, "600") == "100.0000");
  CHECK(largest(old_cap, "0") == "0.0000");
}

TEST_CASE("Tiers: published examples") {
  // Direct 21 with equipment of which 2 were purchases; direct 20 with an indirect cost of 3.6.
  CHECK(old_cap.cap(wan("19"), Rounding::exact).value() == wan("3.8"));
  CHECK(old_cap.cap(wan("18"), Rounding::exact).value() == wan("3.6"));
}

TEST_CASE("Tiers: one rounding at the end, by name") {
  CHECK(old_cap.cap(fen(1), Rounding::half_even).value() == fen(0));
  CHECK(old_cap.cap(fen(1), Rounding::ceiling).value() == fen(1));
  CHECK_REFUSED(old_cap.cap(fen(1), Rounding::exact), amount_not_exact);
  // 50000001 fen beyond the first tier: 15 % of one fen is added to a whole cap before rounding.
  CHECK(old_cap.cap(fen(500'000'000 + 3), Rounding::half_even).value() == fen(100'000'000));
  CHECK(old_cap.cap(fen(500'000'000 + 4), Rounding::half_even).value() == fen(100'000'001));
}

TEST_CASE("Tiers: the largest amounts do not overflow on the way") {
  const auto all = TieredCap::of(Currency::cny(), {{Rate::of_percent(100), std::nullopt}}).value();
  CHECK(all.cap(fen(most), Rounding::exact).value() == fen(most));
  CHECK(all.largest_within(fen(most), Rounding::floor).value() == fen(most / 2));
  const auto twice =
      TieredCap::of(Currency::cny(), {{Rate::of_percent(200), std::nullopt}}).value();
  CHECK_REFUSED(twice.cap(fen(most), Rounding::exact), money_overflow);
  const auto fine = TieredCap::of(Currency::cny(),
                                  {{Rate::of_fraction(1, 1'000'000'000).value(), Minor(most / 2)},
                                   {Rate::of_fraction(999'999'999, 1'000'000'000).value(), {}}});
  CHECK(fine->cap(fen(most), Rounding::floor)->minor() > most / 2 - 10'000'000'000);
}

TEST_CASE("Tiers: a scale that makes no sense is refused") {
  const auto of = [](std::vector<Tier> tiers) {
    return TieredCap::of(Currency::cny(), std::move(tiers));
  };
  const Rate fifth = Rate::of_percent(20);
  CHECK_REFUSED(of({}), tiers_malformed);
  CHECK_REFUSED(of({{fifth, Minor(5)}}), tiers_malformed);
  CHECK_REFUSED(of({{fifth, {}}, {fifth, {}}}), tiers_malformed);
  CHECK_REFUSED(of({{fifth, Minor(5)}, {fifth, Minor(5)}, {fifth, {}}}), tiers_malformed);
  CHECK_REFUSED(of({{fifth, Minor(0)}, {fifth, {}}}), tiers_malformed);
  CHECK_REFUSED(of({{Rate::of_percent(-1), {}}}), tiers_malformed);
  CHECK_REFUSED(of({{Rate::of_fraction(1, 1'000'000'007).value(), {}}}), tiers_malformed);
  CHECK_REFUSED(of({{Rate::of_fraction(1'000'000'001, 1).value(), {}}}), tiers_malformed);
  CHECK_REFUSED(old_cap.cap(fen(-1), Rounding::floor), base_negative);
  CHECK_REFUSED(old_cap.largest_within(fen(-1), Rounding::floor), base_negative);
  CHECK_REFUSED(old_cap.cap(Money::of_minor(1, Currency::of("USD").value()), Rounding::floor),
                currency_mismatch);
}

TEST_CASE("Tiers: laws") {
  rc::prop("the largest part is within the cap on the rest, and one fen more is not", [] {
    const auto total = *rc::gen::inRange<std::int64_t>(0, 3'000'000'000);
    const TieredCap& cap = *rc::gen::arbitrary<bool>() ? old_cap : new_cap;
    const std::int64_t part = cap.largest_within(fen(total), Rounding::floor)->minor();
    const auto within = [&](std::int64_t b) {
      return b <= cap.cap(fen(total - b), Rounding::floor)->minor();
    };
    RC_ASSERT(within(part));
    const bool is_largest = part == total || !within(part + 1);
    RC_ASSERT(is_largest);
  });
  rc::prop("the cap grows with the base, and is a sum over pieces", [] {
    const auto a = *rc::gen::inRange<std::int64_t>(0, 3'000'000'000);
    const auto b = *rc::gen::inRange<std::int64_t>(0, 3'000'000'000);
    const auto low = std::min(a, b);
    const auto high = std::max(a, b);
    RC_ASSERT(old_cap.cap(fen(low), Rounding::floor)->minor() <=
              old_cap.cap(fen(high), Rounding::floor)->minor());
    // A slow model: hundredths of fen, tier by tier.
    std::int64_t hundredths = std::min<std::int64_t>(high, 500'000'000) * 20;
    if (high > 500'000'000) {
      hundredths += (std::min<std::int64_t>(high, 1'000'000'000) - 500'000'000) * 15;
    }
    if (high > 1'000'000'000) hundredths += (high - 1'000'000'000) * 13;
    RC_ASSERT(old_cap.cap(fen(high), Rounding::floor)->minor() == hundredths / 100);
  });
}
