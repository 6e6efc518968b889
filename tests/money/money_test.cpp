#include <bursar/money/money.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <limits>

using namespace bursar;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr Currency cny = Currency::cny();
const Currency usd = Currency::of("USD").value();

constexpr Money fen(std::int64_t minor) { return Money::of_minor(minor, cny); }

// What must not compile: a count of minor units is a whole number and nothing else.
template <class T>
concept MakesMoney = requires(T value) {
  Money::of_minor(value, Currency::cny());
};
template <class T>
concept MakesMinor = requires(T value) {
  Minor(value);
};

static_assert(MakesMoney<int> && MakesMoney<std::int64_t> && MakesMoney<unsigned> &&
              MakesMoney<short> && MakesMoney<Minor>);
static_assert(!MakesMoney<double> && !MakesMoney<float> && !MakesMoney<long double>);
static_assert(!MakesMoney<bool> && !MakesMoney<char> && !MakesMoney<std::uint64_t>);
static_assert(!MakesMoney<const char*> && !MakesMoney<Money>);
static_assert(MakesMinor<int> && !MakesMinor<double> && !MakesMinor<bool> && !MakesMinor<char>);

template <class A, class B>
concept HasOperators = requires(A a, B b) {
  a + b;
}
|| requires(A a, B b) { a - b; }
|| requires(A a, B b) { a* b; }
|| requires(A a, B b) { a / b; }
|| requires(A a, B b) { a < b; };
static_assert(!HasOperators<Money, Money> && !HasOperators<Money, int>);
static_assert(!HasOperators<Money, double>);

static_assert(sizeof(Result<Money>) <= 32);

}  // namespace

TEST_CASE("Money: adds and subtracts to the last fen") {
  CHECK(add(fen(1), fen(2)).value() == fen(3));
  CHECK(subtract(fen(1), fen(2)).value() == fen(-1));
  CHECK(add(fen(most), fen(0)).value() == fen(most));
  CHECK(add(fen(most), fen(least)).value() == fen(-1));
  CHECK(negated(fen(most)).value() == fen(-most));
  CHECK(multiplied(fen(most), -1).value() == fen(-most));
}

TEST_CASE("Money: what does not fit is refused, never wrapped") {
  CHECK_REFUSED(add(fen(most), fen(1)), money_overflow);
  CHECK_REFUSED(add(fen(least), fen(-1)), money_overflow);
  CHECK_REFUSED(subtract(fen(least), fen(1)), money_overflow);
  CHECK_REFUSED(subtract(fen(0), fen(least)), money_overflow);
  CHECK_REFUSED(negated(fen(least)), money_overflow);
  CHECK_REFUSED(multiplied(fen(least), -1), money_overflow);
  CHECK_REFUSED(multiplied(fen(most), 2), money_overflow);
}

TEST_CASE("Money: adding two currencies is refused") {
  const Money dollars = Money::of_minor(1, usd);
  CHECK_REFUSED(add(fen(1), dollars), currency_mismatch);
  CHECK_REFUSED(subtract(fen(1), dollars), currency_mismatch);
  CHECK_REFUSED(compared(fen(1), dollars), currency_mismatch);
  CHECK(add(fen(1), dollars).error().argument("left") == "CNY");
  CHECK(add(fen(1), dollars).error().argument("right") == "USD");
  // The mismatch goes before an overflow.
  CHECK_REFUSED(add(fen(most), dollars), currency_mismatch);
  CHECK(fen(1) != dollars);
}

TEST_CASE("Money: comparing orders amounts") {
  CHECK((compared(fen(-1), fen(1)).value() == std::strong_ordering::less));
  CHECK((compared(fen(1), fen(1)).value() == std::strong_ordering::equal));
  CHECK((compared(fen(most), fen(least)).value() == std::strong_ordering::greater));
}

TEST_CASE("MoneySum: passes beyond 64 bits and comes back") {
  MoneySum sum;
  for (int i = 0; i < 1000; ++i) sum.add(Minor(most));
  CHECK_FALSE(sum.fits());
  CHECK_REFUSED(sum.total(), money_overflow);
  for (int i = 0; i < 1000; ++i) sum.subtract(Minor(most));
  REQUIRE(sum.fits());
  CHECK(sum.total().value() == Minor(0));
}

TEST_CASE("MoneySum: the ends of the range") {
  MoneySum up;
  up.add(Minor(most));
  CHECK(up.total().value() == Minor(most));
  up.add(Minor(1));
  CHECK_FALSE(up.fits());
  MoneySum down;
  down.add(Minor(least));
  CHECK(down.total().value() == Minor(least));
  down.add(Minor(-1));
  CHECK_FALSE(down.fits());
  MoneySum taken;
  taken.subtract(Minor(least));
  CHECK_FALSE(taken.fits());
  taken.add(Minor(-1));
  CHECK(taken.total().value() == Minor(most));
}
