#include <bursar/money/capitals.hpp>

#include "money/capitals_tokens.hpp"

#include <array>
#include <string>
#include <utility>

namespace bursar {
namespace {

constexpr std::array<std::string_view, 20> characters = {"零", "壹", "贰", "叁", "肆", "伍", "陆",
                                                         "柒", "捌", "玖", "拾", "佰", "仟", "万",
                                                         "亿", "兆", "元", "角", "分", "整"};

Sign digit_sign(std::int64_t digit) { return static_cast<Sign>(digit); }

/// Builds the standard sequence group by group.
class Writer {
 public:
  explicit Writer(Trillion trillion) : trillion_(trillion) {}

  /// A group of four digits above zero, and its unit.
  void group(std::int64_t value, std::size_t power) {
    if (started()) {
      if (value < 1000 || skipped_ == Skipped::zero_group) {
        put(Sign::zero);
      } else if (previous_ % 10 == 0 || skipped_ == Skipped::zero_group_in_wan_yi) {
        put(Sign::zero, Presence::open_unwritten);
      }
    }
    four_digits(value);
    previous_ = value;
    skipped_ = Skipped::none;
    if (power == 1) put(Sign::wan);
    if (power == 2) put(Sign::yi);
    if (power == 3) put(trillion_ == Trillion::zhao ? Sign::zhao : Sign::wan);
  }

  /// A group of four zeros.
  void empty_group(std::size_t power) {
    if (!started()) return;
    if (power == 2 && trillion_ == Trillion::wan_yi) {
      put(Sign::yi);
      skipped_ = Skipped::zero_group_in_wan_yi;
    } else {
      skipped_ = Skipped::zero_group;
    }
  }

  void put(Sign sign, Presence presence = Presence::required) {
    signs_.push_back({sign, presence});
  }
  [[nodiscard]] bool started() const { return !signs_.empty(); }
  std::vector<StandardSign> finish() && { return std::move(signs_); }

 private:
  enum class Skipped : std::uint8_t { none, zero_group, zero_group_in_wan_yi };

  void four_digits(std::int64_t value) {
    bool digit_seen = false;
    bool zero_open = false;
    constexpr std::pair<std::int64_t, Sign> places[] = {
        {1000, Sign::thousand}, {100, Sign::hundred}, {10, Sign::ten}, {1, Sign::zero}};
    for (const auto& [power, unit] : places) {
      const std::int64_t digit = value / power % 10;
      if (digit == 0) {
        zero_open = digit_seen;
        continue;
      }
      if (zero_open) put(Sign::zero);
      zero_open = false;
      const bool leading_one = !started() && digit == 1 && power == 10;
      put(digit_sign(digit), leading_one ? Presence::leading_one : Presence::required);
      if (power > 1) put(unit);
      digit_seen = true;
    }
  }

  Trillion trillion_;
  std::vector<StandardSign> signs_;
  std::int64_t previous_ = 1;
  Skipped skipped_ = Skipped::none;
};

}  // namespace

std::string_view standard_character(Sign sign) {
  return sign == Sign::negative ? "负" : characters[static_cast<std::size_t>(sign)];
}

std::vector<StandardSign> standard_signs(std::int64_t amount_fen, Trillion trillion) {
  const std::int64_t yuan = amount_fen / 100;
  const std::int64_t jiao = amount_fen / 10 % 10;
  const std::int64_t fen = amount_fen % 10;
  Writer writer(trillion);
  constexpr std::int64_t powers[] = {1, 10'000, 100'000'000, 1'000'000'000'000};
  for (std::size_t power = 4; power-- > 0;) {
    const std::int64_t group = yuan / powers[power] % 10'000;
    group == 0 ? writer.empty_group(power) : writer.group(group, power);
  }
  if (amount_fen == 0) writer.put(Sign::zero);
  if (yuan > 0 || amount_fen == 0) writer.put(Sign::yuan);
  if (yuan > 0 && jiao == 0 && fen > 0) writer.put(Sign::zero);
  if (yuan > 0 && yuan % 10 == 0 && jiao > 0) writer.put(Sign::zero, Presence::open_written);
  if (jiao > 0) {
    writer.put(digit_sign(jiao));
    writer.put(Sign::jiao);
  }
  if (fen > 0) {
    writer.put(digit_sign(fen));
    writer.put(Sign::fen);
  }
  return std::move(writer).finish();
}

Result<std::string> to_capitals(Money amount) {
  if (amount.currency() != Currency::cny()) {
    return Refusal(Code::currency_mismatch)
        .with("left", "CNY")
        .with("right", std::string(amount.currency().code()));
  }
  const std::int64_t yuan = amount.minor() / 100;
  if (yuan >= capitals_yuan_end || yuan <= -capitals_yuan_end) return Code::capitals_out_of_range;
  const std::int64_t fen = amount.is_negative() ? -amount.minor() : amount.minor();
  std::string text;
  if (amount.is_negative()) text += standard_character(Sign::negative);
  for (const StandardSign& each : standard_signs(fen, Trillion::zhao)) {
    if (each.presence != Presence::open_unwritten) text += standard_character(each.sign);
  }
  if (fen % 100 == 0) text += standard_character(Sign::whole);
  return text;
}

}  // namespace bursar
