// An ordinary project and a line of spending, for the tests of the rules.
#pragma once

#include "audit_support.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bursar::test {

inline ProjectBuilder project(std::string id = "P1") {
  ProjectBuilder builder(std::move(id));
  builder.period("2020-01-01", "2020-12-31").award(100'000'00).paid(100'000'00);
  return builder;
}

inline Spent line(std::string id, std::string_view on, Head head, std::int64_t amount) {
  Spent spent;
  spent.id = std::move(id);
  spent.on = day(on);
  spent.head = head;
  spent.amount = amount;
  return spent;
}

}  // namespace bursar::test
