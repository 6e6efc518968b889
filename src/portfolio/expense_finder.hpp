// Where a line of spending stands among the blocks of a project.
#pragma once

#include <bursar/portfolio/project.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bursar::fold {

/// Finds lines by their ids in blocks that only grow in number. Each block is read once, when the
/// first line is asked for: few projects have lines that are changed.
class ExpenseFinder {
 public:
  struct Place {
    std::uint32_t source = 0;  ///< place in Project::expense_sources
    std::uint32_t line = 0;    ///< in its block
    std::int32_t day = 0;      ///< as booked
  };

  /// The first line with an id; nothing if there is none.
  std::optional<Place> find(const List<ExpenseSource>& sources, std::string_view id) {
    for (; known_ < sources.size(); ++known_) {
      const ExpenseBlock::Lines lines = sources[known_].block.lines();
      std::uint32_t at = 0;
      for (const ExpenseLine& line : lines.span()) {
        places_.try_emplace(std::string(line.expense_id),
                            Place{static_cast<std::uint32_t>(known_), at++, line.day});
      }
    }
    const auto found = places_.find(std::string(id));
    if (found == places_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::size_t known_ = 0;
  std::unordered_map<std::string, Place> places_;
};

}  // namespace bursar::fold
