// Dividing an amount so that the parts sum to it exactly.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/rate.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bursar {

/// Parts of an amount in proportion to weights, by largest remainder: every part is its exact share
/// rounded toward zero, and the minor units that are left go, one each, to the parts that lost most
/// by that; among equals, to the first. So every part is less than one minor unit off its exact
/// share, a weight of zero gets nothing, and the parts of -a are the negatives of the parts of a.
/// Refusals: weight_negative (naming its place, from 1), weights_all_zero (also where there are
/// none).
[[nodiscard]] BURSAR_API Result<std::vector<Money>> allocate(Money total,
                                                             std::span<const std::int64_t> weights);
/// The same with rates as weights; they need not sum to 100 %.
[[nodiscard]] BURSAR_API Result<std::vector<Money>> allocate(Money total,
                                                             std::span<const Rate> weights);
/// Equal parts: the first ones are one minor unit larger where it does not come out even.
/// Refusals: weights_all_zero (no parts).
[[nodiscard]] BURSAR_API Result<std::vector<Money>> allocate_equally(Money total,
                                                                     std::size_t parts);

}  // namespace bursar
