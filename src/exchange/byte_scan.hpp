// Many bytes at a time, where the machine has it: positions of bytes that mean something.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#define BURSAR_EXCHANGE_SSE2 1
#else
#define BURSAR_EXCHANGE_SSE2 0
#endif

namespace bursar::exchange {

/// A bit for each byte of a block, the first byte lowest.
using ByteMask = std::uint64_t;
/// The place of the first byte of a mask that is not empty.
[[nodiscard]] inline std::size_t first_of(ByteMask mask) noexcept {
  return static_cast<unsigned>(std::countr_zero(mask));
}

/// Of some bytes, those that mean something.
struct SpecialPlaces {
  ByteMask delimiters = 0;
  ByteMask stops = 0;  ///< quotes, CR, LF, and the end of the text

  [[nodiscard]] ByteMask delimiters_before_stop() const noexcept {
    return delimiters & ((stops & (0U - stops)) - 1U);
  }
  /// Forgets the first stop, and the delimiters before it.
  void pass_stop() noexcept {
    delimiters &= ~delimiters_before_stop();
    stops &= stops - 1U;
  }
};

/// The bytes that end a field, a row, or begin a quotation.
class SpecialBytes {
 public:
  explicit SpecialBytes(char delimiter) : delimiter_(delimiter) {
#if BURSAR_EXCHANGE_SSE2
    delimiters_ = _mm_set1_epi8(delimiter);
#endif
  }

  [[nodiscard]] char delimiter() const noexcept { return delimiter_; }

  /// How many bytes are looked at together: most rows.
  static constexpr std::ptrdiff_t block_bytes = 64;
  /// The special places of the block at `at`, or of what is left of the text up to its end.
  [[nodiscard]] SpecialPlaces places(const char* at, const char* end) const noexcept {
#if BURSAR_EXCHANGE_SSE2
    if (end - at >= block_bytes) {
      return {mask_of(at, [this](__m128i bytes) { return _mm_cmpeq_epi8(bytes, delimiters_); }),
              mask_of(at, row_ends_or_quotes)};
    }
#endif
    SpecialPlaces found;
    ByteMask bit = 1;
    for (std::ptrdiff_t i = 0; i < block_bytes; ++i, ++at, bit <<= 1U) {
      if (at == end) {
        found.stops |= bit;
        break;
      }
      if (*at == delimiter_) {
        found.delimiters |= bit;
      } else if (is_row_end_or_quote(*at)) {
        found.stops |= bit;
      }
    }
    return found;
  }

  /// The first quote, CR or LF in [at, end), or end.
  [[nodiscard]] static const char* next_row_end_or_quote(const char* at, const char* end) noexcept {
#if BURSAR_EXCHANGE_SSE2
    while (end - at >= block_bytes) {
      const ByteMask found = mask_of(at, row_ends_or_quotes);
      if (found != 0) return at + first_of(found);
      at += block_bytes;
    }
#endif
    while (at != end && !is_row_end_or_quote(*at)) ++at;
    return at;
  }

 private:
  static bool is_row_end_or_quote(char c) noexcept { return c == '\n' || c == '\r' || c == '"'; }

#if BURSAR_EXCHANGE_SSE2
  /// Of the block at `at` the bytes for which `test` answers yes.
  template <class Test>
  static ByteMask mask_of(const char* at, const Test& test) noexcept {
    const auto* const parts = reinterpret_cast<const __m128i*>(at);
    ByteMask mask = 0;
    for (unsigned i = 0; i < block_bytes / sizeof(__m128i); ++i) {
      const auto bits = static_cast<unsigned>(_mm_movemask_epi8(test(_mm_loadu_si128(parts + i))));
      mask |= ByteMask{bits} << 16U * i;
    }
    return mask;
  }
  static __m128i row_ends_or_quotes(__m128i bytes) noexcept {
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    return _mm_or_si128(ends, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
  }
  __m128i delimiters_;
#endif
  char delimiter_;
};

/// Passes over plain ASCII and over characters of three bytes from E4 to E9: most of Chinese, where
/// nothing can be overlong or a surrogate. Stops where something else begins, or earlier; counts
/// what is not ASCII.
inline const char* skip_common(const char* at, const char* end, std::size_t& non_ascii) noexcept {
#if BURSAR_EXCHANGE_SSE2
  const __m128i zero = _mm_setzero_si128();
  const auto mask_of = [](__m128i bytes) {
    return static_cast<unsigned>(_mm_movemask_epi8(bytes));
  };
  __m128i counted = zero;
  unsigned due = 0;  // of the bytes at `at`, those that go on with a character that began before
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i zeros = _mm_cmpeq_epi8(bytes, zero);
    if ((mask_of(_mm_or_si128(bytes, zeros)) | due) == 0) continue;
    const __m128i from_e4 = _mm_sub_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xe4)));
    const __m128i leads = _mm_cmpeq_epi8(_mm_min_epu8(from_e4, _mm_set1_epi8(5)), from_e4);
    // As signed bytes, those that go on with a character are the lowest: 80 to BF.
    const unsigned going_on =
        mask_of(_mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xc0))));
    const unsigned expected = due | mask_of(leads) << 1U | mask_of(leads) << 2U;
    if (going_on != (expected & 0xffffU) || mask_of(zeros) != 0 ||
        mask_of(bytes) != (going_on | mask_of(leads))) {
      break;
    }
    due = expected >> 16U;
    counted = _mm_add_epi64(counted, _mm_sad_epu8(_mm_sub_epi8(zero, leads), zero));
  }
  non_ascii += static_cast<std::size_t>(_mm_cvtsi128_si64(counted)) +
               static_cast<std::size_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(counted, counted)));
  if (due != 0) {  // back to where that character begins
    at -= due == 1 ? 2 : 1;
    --non_ascii;
  }
#endif
  const auto byte = [&](int i) { return static_cast<unsigned>(static_cast<unsigned char>(at[i])); };
  for (;;) {
    while (at != end && static_cast<signed char>(*at) > 0) ++at;
    if (end - at < 3 || byte(0) - 0xe4U > 5U || (byte(1) & 0xc0U) != 0x80U ||
        (byte(2) & 0xc0U) != 0x80U) {
      return at;
    }
    ++non_ascii;
    at += 3;
  }
}

}  // namespace bursar::exchange
