// The control: a target whose planted bugs the replay must find. Its inputs are lists of numbers;
// PLANTED_BUG says what is wrong with it. 0 = nothing.

#include "promise.hpp"

#include <cstdint>
#include <string>
#include <vector>

using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  std::int64_t sum = 0;
  std::size_t commas = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') sum += c - '0';
    if (c == ',') ++commas;
  }
  // No input of the corpus has two commas in a row.
  if (PLANTED_BUG == 1)
    promise(text.find(",,") == std::string_view::npos, "planted: no empty item");
  if (PLANTED_BUG == 2) {
    // Sixty-four bytes for each of the input.
    static std::vector<std::int64_t> hoard;
    hoard.assign(size * 8, sum);
    promise(hoard.size() >= commas, "every item has a place");
  }
  if (PLANTED_BUG == 3) {
    static std::vector<std::string> kept;
    if (commas > 3) kept.emplace_back(1024, 'x');
  }
  return 0;
}
