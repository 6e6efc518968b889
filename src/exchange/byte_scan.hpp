// Sixteen bytes at a time, where the machine has it: positions of bytes that mean something.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#define BURSAR_EXCHANGE_SSE2 1
#else
#define BURSAR_EXCHANGE_SSE2 0
#endif

namespace bursar::exchange {

/// The bytes that end a field, a row, or begin a quotation.
class SpecialBytes {
 public:
  explicit SpecialBytes(char delimiter) : delimiter_(delimiter) {
#if BURSAR_EXCHANGE_SSE2
    delimiters_ = _mm_set1_epi8(delimiter);
#endif
  }

  [[nodiscard]] char delimiter() const noexcept { return delimiter_; }

  /// The first delimiter, quote, CR or LF in [at, end), or end.
  [[nodiscard]] const char* next(const char* at, const char* end) const noexcept {
#if BURSAR_EXCHANGE_SSE2
    while (end - at >= 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i found =
          _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters_), row_ends_or_quotes(bytes));
      const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
      if (mask != 0) return at + std::countr_zero(mask);
      at += 16;
    }
#endif
    while (at != end && *at != delimiter_ && !is_row_end_or_quote(*at)) ++at;
    return at;
  }

  /// The first quote, CR or LF in [at, end), or end.
  [[nodiscard]] static const char* next_row_end_or_quote(const char* at, const char* end) noexcept {
#if BURSAR_EXCHANGE_SSE2
    while (end - at >= 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const auto mask = static_cast<unsigned>(_mm_movemask_epi8(row_ends_or_quotes(bytes)));
      if (mask != 0) return at + std::countr_zero(mask);
      at += 16;
    }
#endif
    while (at != end && !is_row_end_or_quote(*at)) ++at;
    return at;
  }

 private:
  static bool is_row_end_or_quote(char c) noexcept { return c == '\n' || c == '\r' || c == '"'; }

#if BURSAR_EXCHANGE_SSE2
  static __m128i row_ends_or_quotes(__m128i bytes) noexcept {
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    return _mm_or_si128(ends, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
  }
  __m128i delimiters_;
#endif
  char delimiter_;
};

/// The first byte in [at, end) that is zero or not ASCII, or end.
inline const char* skip_plain_ascii(const char* at, const char* end) noexcept {
#if BURSAR_EXCHANGE_SSE2
  while (end - at >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i zero = _mm_cmpeq_epi8(bytes, _mm_setzero_si128());
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(bytes, zero)));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
#endif
  while (at != end && static_cast<signed char>(*at) > 0) ++at;
  return at;
}

}  // namespace bursar::exchange
