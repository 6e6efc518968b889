// What a later version of the store's schema may bring, for tests of migration.
#pragma once

#include "sqlite/schema.hpp"

namespace bursar_test {

/// One more index.
inline const bursar::sqlite_detail::Schema& later_schema() {
  namespace detail = bursar::sqlite_detail;
  static constexpr std::string_view more =
      "CREATE INDEX appends_by_time ON appends(recorded_at_us)";
  static constexpr std::string_view steps[] = {more};
  static const detail::Migration migrations[] = {{steps}};
  static const std::vector<std::string_view> statements = [] {
    const auto ours = detail::schema().statements;
    std::vector<std::string_view> all(ours.begin(), ours.end());
    all.push_back(more);
    return all;
  }();
  static const detail::Schema schema{statements, migrations};
  return schema;
}

}  // namespace bursar_test
