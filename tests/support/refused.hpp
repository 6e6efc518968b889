// Assertions about refusals.
#pragma once

#include <bursar/base/result.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace bursar_test {

/// The name of the refusal, or "accepted".
template <class T>
std::string refusal_name(const bursar::Result<T>& result) {
  return result.has_value() ? "accepted" : std::string(result.error().name());
}

}  // namespace bursar_test

/// Checks that a result was refused by a code.
#define CHECK_REFUSED(result, code) CHECK(bursar_test::refusal_name(result) == #code)
