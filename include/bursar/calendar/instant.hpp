// Instants: UTC microseconds since 1970, as in the journal, to and from RFC 3339 text.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar {

/// Offsets from UTC that exist: 12 hours west to 14 hours east.
inline constexpr int utc_offset_minutes_min = -12 * 60;
inline constexpr int utc_offset_minutes_max = 14 * 60;

/// UTC microseconds of an RFC 3339 text: 2020-12-31T23:59:59.999999+08:00, with T or a blank
/// between day and time, at most six decimals, and an offset, Z or ±hh:mm, without which no instant
/// is named. Refusals, in this order: instant_malformed, instant_offset_missing,
/// utc_offset_impossible, date_impossible.
[[nodiscard]] BURSAR_API Result<std::int64_t> parse_instant(std::string_view text);

/// The same instant as RFC 3339 text at an offset: Z for zero, decimals (six) only where there are
/// any. Outside the years 1400 to 9999: the microseconds, as "@-1us".
[[nodiscard]] BURSAR_API std::string instant_text(std::int64_t instant_us, int utc_offset_minutes);

/// The last microsecond of a day at an offset. Refusals: utc_offset_impossible, date_impossible.
[[nodiscard]] BURSAR_API Result<std::int64_t> end_of_day(Date day, int utc_offset_minutes);
/// The day on which an instant falls at an offset. Refusals: utc_offset_impossible,
/// date_impossible.
[[nodiscard]] BURSAR_API Result<Date> day_of_instant(std::int64_t instant_us,
                                                     int utc_offset_minutes);

}  // namespace bursar
