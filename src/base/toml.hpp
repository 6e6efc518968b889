// toml++, for the few files that read TOML. Include it only from here.
//
// Version 3.3 states as an assertion, and to some compilers as an assumption, what a malformed file
// breaks ("[[=" and "[}" do): a debug build would end the host's program, and an optimised one may
// do anything. The parser checks the same places itself and reports an error where it is left to;
// so both are taken out.
#pragma once

#ifdef NDEBUG
#define BURSAR_NDEBUG_IS_SET
#undef NDEBUG
#endif
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#ifdef BURSAR_NDEBUG_IS_SET
#define NDEBUG
#undef BURSAR_NDEBUG_IS_SET
#endif
