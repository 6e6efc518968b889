// BURSAR_API marks what a shared build of the library exports; everything else is hidden.
#pragma once

#if defined(BURSAR_SHARED) && defined(__GNUC__)
#define BURSAR_API __attribute__((visibility("default")))
#else
#define BURSAR_API
#endif
