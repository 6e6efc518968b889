// What a fuzz target says where the library breaks a promise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace bursar_test {

/// Ends the program where a promise is broken; libFuzzer and the replay keep the input.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// Bytes that the library handed back for the input that is being run. A target counts them where
/// an answer may be larger than its input, as the reasons beside every rejected row of an import
/// are: whoever asks for them takes their memory too. The replay forgets them before each input.
inline std::size_t answered_bytes = 0;

inline std::string_view input_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace bursar_test
