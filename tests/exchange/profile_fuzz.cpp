// Any text as an import profile.

#include <bursar/exchange/profile.hpp>

#include "promise.hpp"

using namespace bursar;
using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = ImportProfile::from_toml(bursar_test::input_text(data, size));
  if (!profile.has_value()) {
    promise(profile.error().code() == Code::profile_malformed, "a bad profile is refused as such");
    promise(!profile.error().argument("line").empty(), "a refusal names the line");
    return 0;
  }
  promise(!profile->tables().empty(), "a profile reads something");
  promise(!profile->inputs().empty(), "a profile has an input");
  return 0;
}
