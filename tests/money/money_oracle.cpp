#include "money_oracle.hpp"

#include <array>
#include <limits>
#include <optional>
#include <random>
#include <vector>

namespace bursar_test {
namespace {

using bursar::Money;
using bursar::Rounding;
__extension__ using Wide = __int128;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

Wide floor_quotient(Wide numerator, Wide denominator) {
  const Wide quotient = numerator / denominator;
  return quotient - (numerator % denominator < 0 ? 1 : 0);
}

/// Rounding as a choice between the floor and the number above it; denominator above zero. Nothing
/// for an inexact result that must be exact.
std::optional<Wide> rounded(Wide numerator, Wide denominator, Rounding rounding) {
  const Wide low = floor_quotient(numerator, denominator);
  const Wide above = numerator - low * denominator;  // 0 <= above < denominator
  if (above == 0) return low;
  const bool negative = numerator < 0;
  const bool tie = above == denominator - above;
  const bool nearer_high = above > denominator - above;
  const auto choose = [&](bool high) { return low + (high ? 1 : 0); };
  switch (rounding) {
    case Rounding::exact:
      return std::nullopt;
    case Rounding::floor:
      return choose(false);
    case Rounding::ceiling:
      return choose(true);
    case Rounding::toward_zero:
      return choose(negative);
    case Rounding::away_from_zero:
      return choose(!negative);
    case Rounding::half_even:
      return choose(tie ? low % 2 != 0 : nearer_high);
    case Rounding::half_away_from_zero:
      return choose(tie ? !negative : nearer_high);
    case Rounding::half_toward_zero:
      return choose(tie ? negative : nearer_high);
    case Rounding::half_ceiling:
      return choose(tie || nearer_high);
    case Rounding::half_floor:
      return choose(!tie && nearer_high);
  }
  return std::nullopt;
}

class Run {
 public:
  Run(std::uint64_t seed, const MoneyOperations& money) : random_(seed), money_(money) {
    for (std::int64_t& amount : amounts_) amount = any_amount();
  }

  OracleReport go(std::int64_t operations) {
    while (report_.operations < operations) {
      ++report_.operations;
      std::int64_t& target = amounts_[random_() % amounts_.size()];
      const std::int64_t other = random_() % 8 == 0 ? any_amount() : amounts_[random_() % 64];
      step(target, other);
      // Amounts that have come near the ends go back, so that most operations fit.
      if (random_() % 16 == 0) target = any_amount();
    }
    check_sum();
    return report_;
  }

 private:
  std::int64_t any_amount() {
    switch (random_() % 6) {
      case 0:
        return static_cast<std::int64_t>(random_());
      case 1:
        return most - static_cast<std::int64_t>(random_() % 3);
      case 2:
        return least + static_cast<std::int64_t>(random_() % 3);
      case 3:
        return static_cast<std::int64_t>(random_() % 5) - 2;
      default:
        return static_cast<std::int64_t>(random_() % 200'000'000'000) - 100'000'000'000;
    }
  }

  static Money fen(std::int64_t minor) { return Money::of_minor(minor, bursar::Currency::cny()); }

  void differ(std::int64_t& counter, const std::string& what, std::int64_t a, std::int64_t b) {
    ++counter;
    if (report_.first_difference.empty()) {
      report_.first_difference = what + " of " + std::to_string(a) + " and " + std::to_string(b) +
                                 " at operation " + std::to_string(report_.operations);
    }
  }

  /// Compares one result; the amount lives on where it fits.
  void settle(const std::string& what, const bursar::Result<Money>& got,
              std::optional<Wide> expected, std::int64_t& target, std::int64_t other) {
    const bool fits = expected && *expected >= least && *expected <= most;
    if (expected && !fits) ++report_.overflows;
    if (got.has_value() != fits) {
      differ(report_.refusals_off, what, target, other);
    } else if (!fits) {
      const auto code = expected ? bursar::Code::money_overflow : bursar::Code::amount_not_exact;
      if (got.error().code() != code) differ(report_.refusals_off, what, target, other);
    } else if (got->minor() != static_cast<std::int64_t>(*expected)) {
      differ(report_.amounts_off, what, target, other);
    }
    if (fits) target = static_cast<std::int64_t>(*expected);
  }

  void step(std::int64_t& target, std::int64_t other) {
    const Money a = fen(target);
    const Money b = fen(other);
    switch (random_() % 6) {
      case 0:
        return settle("sum", money_.add(a, b), Wide{target} + other, target, other);
      case 1:
        return settle("difference", money_.subtract(a, b), Wide{target} - other, target, other);
      case 2: {
        const auto factor = static_cast<std::int64_t>(random_() % 2001) - 1000;
        return settle("product", money_.multiply(a, factor), Wide{target} * factor, target, factor);
      }
      case 3:
        return rate_step(target);
      case 4:
        return share_step(target);
      default:
        return sum_step(other);
    }
  }

  void rate_step(std::int64_t& target) {
    const auto numerator = static_cast<std::int64_t>(random_() % 20'001) - 10'000;
    const auto denominator =
        static_cast<std::int64_t>(random_() % 12 == 0 ? random_() % most : random_() % 20'000) + 1;
    const auto rounding = static_cast<Rounding>(random_() % 10);
    const auto rate = bursar::Rate::of_fraction(numerator, denominator).value();
    const Wide exact = Wide{target} * numerator;
    if (exact % denominator != 0) ++report_.inexact;
    settle("share by rate", money_.by_rate(fen(target), rate, rounding),
           rounded(exact, denominator, rounding), target, numerator);
  }

  /// Divides an amount: the parts sum to it, and each is its share rounded down or up in size.
  void share_step(std::int64_t total) {
    std::vector<std::int64_t> weights(1 + random_() % 5);
    for (std::int64_t& weight : weights) {
      weight = static_cast<std::int64_t>(random_() % 9 == 0 ? random_() % most : random_() % 100);
    }
    weights.front() += 1;
    Wide whole = 0;
    for (const std::int64_t weight : weights) whole += weight;
    const auto parts = money_.allocate(fen(total), weights);
    if (!parts || parts->size() != weights.size()) {
      return differ(report_.refusals_off, "parts", total, 0);
    }
    Wide sum = 0;
    bool shares = true;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const Wide part = (*parts)[i].minor();
      sum += part;
      const Wide exact = Wide{total} * weights[i];
      shares = shares &&
               (part == floor_quotient(exact, whole) || part == -floor_quotient(-exact, whole));
    }
    if (sum != total || !shares) differ(report_.amounts_off, "parts", total, 0);
  }

  /// One more amount of a running total.
  void sum_step(std::int64_t amount) {
    if (random_() % 2 == 0) {
      sum_.add(bursar::Minor(amount));
      exact_sum_ += amount;
    } else {
      sum_.subtract(bursar::Minor(amount));
      exact_sum_ -= amount;
    }
    check_sum();
  }

  void check_sum() {
    const bool fits = exact_sum_ >= least && exact_sum_ <= most;
    if (!fits) ++report_.overflows;
    const auto total = sum_.total();
    const bool right = total.has_value() == fits && sum_.fits() == fits &&
                       (!fits || total->value() == static_cast<std::int64_t>(exact_sum_));
    if (!right) differ(report_.sums_off, "running total", 0, 0);
  }

  std::mt19937_64 random_;
  const MoneyOperations& money_;
  std::array<std::int64_t, 64> amounts_{};
  bursar::MoneySum sum_;
  Wide exact_sum_ = 0;
  OracleReport report_;
};

}  // namespace

OracleReport run_money_oracle(std::int64_t operations, std::uint64_t seed,
                              const MoneyOperations& money) {
  return Run(seed, money).go(operations);
}

}  // namespace bursar_test
