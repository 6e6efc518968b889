// Amounts in capitals.

#include <bursar/money/capitals.hpp>

#include "promise.hpp"

#include <string>

using namespace bursar;
using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = parse_capitals(bursar_test::input_text(data, size));
  if (!read) return 0;
  const auto written = to_capitals(read->amount);
  promise(written.has_value(), "what was read can be written");
  const auto again = parse_capitals(*written);
  promise(again && again->amount == read->amount, "what was written is read back");
  promise(again && again->is_standard(), "what we write is standard");
  return 0;
}
