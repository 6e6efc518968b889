// Where a record of an id stands in its list.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bursar::fold {

/// Finds records by their ids in a list that only grows. Short lists, which are nearly all, are
/// searched one by one; a long one gets a table.
template <class IdOf>
class PlaceIndex {
 public:
  explicit PlaceIndex(IdOf id_of) : id_of_(id_of) {}

  /// The place of the first record with an id; nothing if there is none.
  template <class Records>
  std::optional<std::size_t> find(const Records& records, std::string_view id) {
    if (records.size() <= searched_one_by_one) {
      for (std::size_t i = 0; i < records.size(); ++i) {
        if (id_of_(records[i]) == id) return i;
      }
      return std::nullopt;
    }
    for (; known_ < records.size(); ++known_) {
      places_.try_emplace(std::string(id_of_(records[known_])), known_);
    }
    const auto found = places_.find(std::string(id));
    if (found == places_.end()) return std::nullopt;
    return found->second;
  }

 private:
  static constexpr std::size_t searched_one_by_one = 24;
  IdOf id_of_;
  std::size_t known_ = 0;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace bursar::fold
