#include <bursar/money/allocate.hpp>

#include <rapidcheck/catch.h>

#include "refused.hpp"

#include <limits>
#include <numeric>

using namespace bursar;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

Money fen(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }

std::vector<std::int64_t> parts_of(std::int64_t total, const std::vector<std::int64_t>& weights) {
  std::vector<std::int64_t> parts;
  for (const Money part : allocate(fen(total), weights).value()) parts.push_back(part.minor());
  return parts;
}

using Parts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("Allocate: the largest remainders get what is left, the first among equals") {
  CHECK(parts_of(100, {1, 1, 1}) == Parts{34, 33, 33});
  CHECK(parts_of(101, {3, 7}) == Parts{30, 71});
  CHECK(parts_of(101, {7, 3}) == Parts{71, 30});
  CHECK(parts_of(5, {3, 7}) == Parts{2, 3});
  CHECK(parts_of(5, {7, 3}) == Parts{4, 1});
  CHECK(parts_of(2, {1, 1, 1}) == Parts{1, 1, 0});
  CHECK(parts_of(10, {5, 3, 3}) == Parts{4, 3, 3});  // 4.54 2.72 2.72: the two lost more
}

TEST_CASE("Allocate: a weight of zero gets nothing, an amount below zero mirrors") {
  CHECK(parts_of(5, {0, 7, 3}) == Parts{0, 4, 1});
  CHECK(parts_of(1, {0, 0, 1}) == Parts{0, 0, 1});
  CHECK(parts_of(0, {0, 1, 2}) == Parts{0, 0, 0});
  CHECK(parts_of(-5, {7, 3}) == Parts{-4, -1});
  CHECK(parts_of(-100, {1, 1, 1}) == Parts{-34, -33, -33});
}

TEST_CASE("Allocate: the ends of the range") {
  CHECK(parts_of(least, {1}) == Parts{least});
  CHECK(parts_of(least, {1, 1}) == Parts{least / 2, least / 2});
  CHECK(parts_of(most, {most, most}) == Parts{most / 2 + 1, most / 2});
  CHECK(parts_of(least, {most, 0}) == Parts{least, 0});
}

TEST_CASE("Allocate: by rates, which need not sum to a hundred") {
  const std::vector<Rate> shares = {Rate::of_percent(60), Rate::of_percent(20),
                                    Rate::of_percent(20)};
  CHECK(allocate(fen(500), shares).value() == std::vector{fen(300), fen(100), fen(100)});
  const std::vector<Rate> uneven = {Rate::of_fraction(1, 3).value(),
                                    Rate::of_fraction(1, 7).value(), Rate::zero()};
  CHECK(allocate(fen(100), uneven).value() == std::vector{fen(70), fen(30), fen(0)});
  // Denominators whose common multiple is far beyond 128 bits.
  std::vector<Rate> primes;
  for (const std::int64_t p : {most - 24, most - 164, most - 258, most - 290}) {
    primes.push_back(Rate::of_fraction(1, p).value());
  }
  CHECK(allocate(fen(10), primes).value() == std::vector{fen(2), fen(2), fen(3), fen(3)});
}

TEST_CASE("Allocate: weights that make no sense are refused") {
  CHECK_REFUSED(allocate(fen(1), std::vector<std::int64_t>{}), weights_all_zero);
  CHECK_REFUSED(allocate(fen(1), std::vector<std::int64_t>{0, 0}), weights_all_zero);
  CHECK_REFUSED(allocate(fen(1), std::vector<std::int64_t>{1, -1, 0}), weight_negative);
  CHECK(allocate(fen(1), std::vector<std::int64_t>{1, -1}).error().argument("position") == "2");
  CHECK_REFUSED(allocate(fen(1), std::vector<Rate>{}), weights_all_zero);
  CHECK_REFUSED(allocate(fen(1), std::vector<Rate>{Rate::zero()}), weights_all_zero);
  CHECK_REFUSED(allocate(fen(1), std::vector<Rate>{Rate::of_percent(-1)}), weight_negative);
  CHECK_REFUSED(allocate_equally(fen(1), 0), weights_all_zero);
}

TEST_CASE("Allocate: equally") {
  CHECK(allocate_equally(fen(15), 2).value() == std::vector{fen(8), fen(7)});
  CHECK(allocate_equally(fen(-10), 3).value() == std::vector{fen(-4), fen(-3), fen(-3)});
}

TEST_CASE("Allocate: laws") {
  rc::prop("parts sum to the whole, none is a whole fen off its share, and -a mirrors a", [] {
    const auto total = *rc::gen::arbitrary<std::int64_t>();
    auto weights = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::oneOf(
        rc::gen::nonNegative<std::int64_t>(), rc::gen::inRange<std::int64_t>(0, 5))));
    RC_PRE(std::ranges::any_of(weights, [](std::int64_t w) { return w > 0; }));
    const auto parts = allocate(fen(total), weights).value();
    RC_ASSERT(parts.size() == weights.size());
    __extension__ using Wide = __int128;
    const Wide sum_of_weights = std::accumulate(weights.begin(), weights.end(), Wide{0});
    Wide sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sum += parts[i].minor();
      if (weights[i] == 0) RC_ASSERT(parts[i].minor() == 0);
      // The share, rounded down or up.
      const Wide size = total < 0 ? -Wide{total} : Wide{total};
      const Wide part = parts[i].minor() < 0 ? -Wide{parts[i].minor()} : Wide{parts[i].minor()};
      const Wide floor_share = size * weights[i] / sum_of_weights;
      const bool comes_out_even = size * weights[i] % sum_of_weights == 0;
      const bool next_to_share =
          part == floor_share || (part == floor_share + 1 && !comes_out_even);
      RC_ASSERT(next_to_share);
    }
    RC_ASSERT(sum == Wide{total});
    if (total != least) {
      const auto mirrored = allocate(fen(-total), weights).value();
      for (std::size_t i = 0; i < parts.size(); ++i) {
        RC_ASSERT(mirrored[i].minor() == -parts[i].minor());
      }
    }
    std::vector<Rate> rates;
    for (const std::int64_t weight : weights) rates.push_back(Rate::of_fraction(weight, 1).value());
    RC_ASSERT(allocate(fen(total), rates).value() == parts);
  });
}
