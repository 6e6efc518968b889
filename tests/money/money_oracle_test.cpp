#include "money_oracle.hpp"

#include <catch2/catch.hpp>

#include "test_scale.hpp"

using namespace bursar;
using bursar_test::MoneyOperations;
using bursar_test::OracleReport;
using bursar_test::run_money_oracle;

namespace {

constexpr std::int64_t control_operations = 20'000;

OracleReport control(const MoneyOperations& faulty) {
  return run_money_oracle(control_operations, 1, faulty);
}

Money one_fen_less(Money a) {
  return a.minor() > 0 ? Money::of_minor(a.minor() - 1, a.currency()) : a;
}

}  // namespace

TEST_CASE("Guarantee: no fen is off in a million money operations, and every overflow is refused") {
  const std::int64_t operations = bursar_test::scaled(1'000'000);
  const OracleReport report = run_money_oracle(operations, 20'201'231, MoneyOperations{});
  INFO(report.first_difference);
  CHECK(report.operations == operations);
  CHECK(report.amounts_off == 0);
  CHECK(report.refusals_off == 0);
  CHECK(report.sums_off == 0);
  // The run would prove little if it met no overflow and no fraction.
  CHECK(report.overflows > operations / 50);
  CHECK(report.inexact > operations / 50);
}

TEST_CASE("Guarantee: the harness finds an addition that drops a fen now and then") {
  MoneyOperations faulty;
  int calls = 0;
  faulty.add = [&calls](Money a, Money b) -> Result<Money> {
    BURSAR_TRY(const Money sum, add(a, b));
    return ++calls % 1000 == 0 ? one_fen_less(sum) : sum;
  };
  CHECK(control(faulty).amounts_off > 0);
}

TEST_CASE("Guarantee: the harness finds an addition that wraps") {
  MoneyOperations faulty;
  faulty.add = [](Money a, Money b) -> Result<Money> {
    const auto sum = static_cast<std::uint64_t>(a.minor()) + static_cast<std::uint64_t>(b.minor());
    return Money::of_minor(static_cast<std::int64_t>(sum), a.currency());
  };
  CHECK(control(faulty).refusals_off > 0);
}

TEST_CASE("Guarantee: the harness finds a wrong rounding, and a share that is lost") {
  MoneyOperations truncating;
  truncating.by_rate = [](Money a, Rate rate, Rounding rounding) {
    return multiplied(a, rate, rounding == Rounding::half_even ? Rounding::toward_zero : rounding);
  };
  CHECK(control(truncating).amounts_off > 0);

  MoneyOperations losing;
  losing.allocate = [](Money total,
                       std::span<const std::int64_t> weights) -> Result<std::vector<Money>> {
    BURSAR_TRY(std::vector<Money> parts, allocate(total, weights));
    parts.back() = one_fen_less(parts.back());
    return parts;
  };
  CHECK(control(losing).amounts_off > 0);
}

TEST_CASE("Guarantee: the harness finds a refusal of what fits") {
  MoneyOperations timid;
  timid.multiply = [](Money a, std::int64_t factor) -> Result<Money> {
    if (a.minor() > std::int64_t{1} << 60) return Code::money_overflow;
    return multiplied(a, factor);
  };
  CHECK(control(timid).refusals_off > 0);
}
