// Random money operations against an oracle of 128 bits: no fen is off, and every overflow is
// refused.
#pragma once

#include <bursar/money/allocate.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/rate.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace bursar_test {

/// The operations under test; a control replaces one by a faulty one.
struct MoneyOperations {
  std::function<bursar::Result<bursar::Money>(bursar::Money, bursar::Money)> add = bursar::add;
  std::function<bursar::Result<bursar::Money>(bursar::Money, bursar::Money)> subtract =
      bursar::subtract;
  std::function<bursar::Result<bursar::Money>(bursar::Money, std::int64_t)> multiply =
      [](bursar::Money a, std::int64_t factor) { return bursar::multiplied(a, factor); };
  std::function<bursar::Result<bursar::Money>(bursar::Money, bursar::Rate, bursar::Rounding)>
      by_rate = [](bursar::Money a, bursar::Rate rate, bursar::Rounding rounding) {
        return bursar::multiplied(a, rate, rounding);
      };
  std::function<bursar::Result<std::vector<bursar::Money>>(bursar::Money,
                                                           std::span<const std::int64_t>)>
      allocate = [](bursar::Money total, std::span<const std::int64_t> weights) {
        return bursar::allocate(total, weights);
      };
};

struct OracleReport {
  std::int64_t operations = 0;
  std::int64_t overflows = 0;     ///< operations that had to be refused
  std::int64_t inexact = 0;       ///< operations that met a fraction
  std::int64_t amounts_off = 0;   ///< results that were not the oracle's
  std::int64_t refusals_off = 0;  ///< overflows let through, and refusals of what fits
  std::int64_t sums_off = 0;      ///< running totals that were not the oracle's
  std::string first_difference;

  [[nodiscard]] bool clean() const { return amounts_off + refusals_off + sums_off == 0; }
};

/// Runs so many operations on a set of amounts that live on from one to the next.
OracleReport run_money_oracle(std::int64_t operations, std::uint64_t seed,
                              const MoneyOperations& money);

}  // namespace bursar_test
