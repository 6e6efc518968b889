// Questions to a block of spending that only the library asks.
#pragma once

#include <bursar/grant/expense_block.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace bursar {

/// The fingerprints of the texts that there are in a column, in the order of their lines and
/// without gaps; how many they are. The span has the block's size.
[[nodiscard]] std::size_t given_fingerprints(const ExpenseBlock& block, ExpenseBlock::Text column,
                                             std::span<std::uint64_t> into);

}  // namespace bursar
