// How sure something is that rests on several cells, and on which sources.
#pragma once

#include <bursar/policy/rule_book.hpp>

#include <array>
#include <cstddef>

namespace bursar::policy {

/// The less sure of two.
[[nodiscard]] constexpr CellStatus weaker(CellStatus a, CellStatus b) {
  constexpr std::array<int, 4> rank{0, 1, 3, 2};  // seen, derived, unknown, assumed
  return rank[static_cast<std::size_t>(a)] >= rank[static_cast<std::size_t>(b)] ? a : b;
}

/// Lets something rest on one more cell: as sure as the less sure of them, with both sources.
template <class Said, class T>
void rest_on(Said& said, const Cell<T>& cell) {
  said.status = weaker(said.status, cell.status);
  if (said.basis == cell.basis) return;
  said.basis += (said.basis.empty() ? "" : "; ") + cell.basis;
  said.basis_zh += (said.basis_zh.empty() ? "" : "；") + cell.basis_zh;
}

}  // namespace bursar::policy
