// How large a TOML file may be.
#pragma once

#include <cstddef>

namespace bursar {

/// Ten times our largest. A parsed array takes forty times its text: without a limit a hostile file
/// would take all memory.
inline constexpr std::size_t toml_bytes_max = std::size_t{256} << 10U;

}  // namespace bursar
