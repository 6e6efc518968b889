#include <bursar/calendar/instant.hpp>

#include "calendar/civil.hpp"

#include <optional>

namespace bursar {
namespace {

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t us_per_minute = 60 * us_per_second;
constexpr std::int64_t us_per_day = std::int64_t{24} * 60 * us_per_minute;
constexpr std::int64_t us_first = civil::day_number_first * us_per_day;
constexpr std::int64_t us_last = (civil::day_number_last + std::int64_t{1}) * us_per_day - 1;

/// Reads a text from its front.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// So many digits as a number.
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  /// Two digits below a bound.
  std::optional<int> two_digits_below(int bound) {
    const auto value = digits(2);
    return value && *value < bound ? value : std::nullopt;
  }
  /// One of some characters.
  bool any_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

struct Clock {
  std::int64_t us = 0;  ///< since midnight
};

std::optional<Clock> read_clock(Reader& reader) {
  const auto hour = reader.two_digits_below(24);
  if (!hour || !reader.any_of(":")) return std::nullopt;
  const auto minute = reader.two_digits_below(60);
  if (!minute || !reader.any_of(":")) return std::nullopt;
  const auto second = reader.two_digits_below(60);
  if (!second) return std::nullopt;
  Clock clock{((*hour * std::int64_t{60} + *minute) * 60 + *second) * us_per_second};
  if (!reader.any_of(".")) return clock;
  std::int64_t unit = us_per_second / 10;
  auto digit = reader.digits(1);
  if (!digit) return std::nullopt;
  for (; digit; digit = reader.digits(1)) {
    if (unit == 0) return std::nullopt;  // finer than a microsecond
    clock.us += *digit * unit;
    unit /= 10;
  }
  return clock;
}

/// Z or ±hh:mm, as minutes.
std::optional<int> read_offset(Reader& reader) {
  if (reader.any_of("Zz")) return 0;
  const bool west = reader.any_of("-");
  if (!west && !reader.any_of("+")) return std::nullopt;
  const auto hours = reader.two_digits_below(24);
  if (!hours || !reader.any_of(":")) return std::nullopt;
  const auto minutes = reader.two_digits_below(60);
  if (!minutes) return std::nullopt;
  const int offset = *hours * 60 + *minutes;
  return west ? -offset : offset;
}

Refusal refusal(Code code, std::string_view value) {
  return Refusal(code)
      .with("value", std::string(value))
      .with("expected", "2020-12-31T23:59:59.999999+08:00");
}

bool offset_exists(int minutes) {
  return minutes >= utc_offset_minutes_min && minutes <= utc_offset_minutes_max;
}

Refusal no_such_offset(int minutes) {
  return Refusal(Code::utc_offset_impossible).with("minutes", std::to_string(minutes));
}

Refusal outside_calendar(std::int64_t instant_us) {
  return Refusal(Code::date_impossible).with("value", "@" + std::to_string(instant_us) + "us");
}

/// Division toward the smaller number.
std::int64_t floor_days(std::int64_t us) { return us / us_per_day - (us % us_per_day < 0 ? 1 : 0); }

void append_padded(std::string& text, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) text.append(width - digits.size(), '0');
  text += digits;
}

void append_offset(std::string& text, int offset_minutes) {
  if (offset_minutes == 0) {
    text += 'Z';
    return;
  }
  const int size = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  text += offset_minutes < 0 ? '-' : '+';
  append_padded(text, size / 60, 2);
  text += ':';
  append_padded(text, size % 60, 2);
}

}  // namespace

Result<std::int64_t> parse_instant(std::string_view text) {
  const auto malformed = [text] { return refusal(Code::instant_malformed, text); };
  Reader reader(text);
  const auto year = reader.digits(4);
  if (!year || !reader.any_of("-")) return malformed();
  const auto month = reader.digits(2);
  if (!month || !reader.any_of("-")) return malformed();
  const auto day = reader.digits(2);
  if (!day || !reader.any_of("Tt ")) return malformed();
  const auto clock = read_clock(reader);
  if (!clock) return malformed();
  if (reader.at_end()) return refusal(Code::instant_offset_missing, text);
  const auto offset = read_offset(reader);
  if (!offset || !reader.at_end()) return malformed();
  if (!offset_exists(*offset)) return no_such_offset(*offset);
  BURSAR_TRY(const Date date, make_date(*year, *month, *day));
  return day_number(date) * us_per_day + clock->us - *offset * us_per_minute;
}

std::string instant_text(std::int64_t instant_us, int utc_offset_minutes) {
  const bool near_ends = instant_us < us_first + us_per_day || instant_us > us_last - us_per_day;
  if (near_ends || !offset_exists(utc_offset_minutes)) {
    return "@" + std::to_string(instant_us) + "us";
  }
  const std::int64_t local = instant_us + utc_offset_minutes * us_per_minute;
  const std::int64_t days = floor_days(local);
  const std::int64_t us = local - days * us_per_day;
  std::string text = to_iso(from_day_number(static_cast<std::int32_t>(days)));
  text += 'T';
  append_padded(text, us / (60 * us_per_minute), 2);
  text += ':';
  append_padded(text, us / us_per_minute % 60, 2);
  text += ':';
  append_padded(text, us / us_per_second % 60, 2);
  if (us % us_per_second != 0) {
    text += '.';
    append_padded(text, us % us_per_second, 6);
  }
  append_offset(text, utc_offset_minutes);
  return text;
}

Result<std::int64_t> end_of_day(Date day, int utc_offset_minutes) {
  if (!offset_exists(utc_offset_minutes)) return no_such_offset(utc_offset_minutes);
  BURSAR_TRY_VOID(require_day(day));
  return (day_number(day) + std::int64_t{1}) * us_per_day - 1 - utc_offset_minutes * us_per_minute;
}

Result<Date> day_of_instant(std::int64_t instant_us, int utc_offset_minutes) {
  if (!offset_exists(utc_offset_minutes)) return no_such_offset(utc_offset_minutes);
  if (instant_us < us_first - us_per_day || instant_us > us_last + us_per_day) {
    return outside_calendar(instant_us);
  }
  return checked_from_day_number(floor_days(instant_us + utc_offset_minutes * us_per_minute));
}

}  // namespace bursar
