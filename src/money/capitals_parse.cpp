#include <bursar/base/text.hpp>
#include <bursar/money/capitals.hpp>

#include "money/capitals_tokens.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace bursar {
namespace {

constexpr std::size_t signs_max = 64;

struct Spelling {
  char32_t character;
  Sign sign;
  bool usual;
};
constexpr Sign digit(int value) { return static_cast<Sign>(value); }
constexpr Spelling spellings[] = {{U'零', digit(0), true},
                                  {U'壹', digit(1), true},
                                  {U'贰', digit(2), true},
                                  {U'叁', digit(3), true},
                                  {U'肆', digit(4), true},
                                  {U'伍', digit(5), true},
                                  {U'陆', digit(6), true},
                                  {U'柒', digit(7), true},
                                  {U'捌', digit(8), true},
                                  {U'玖', digit(9), true},
                                  {U'拾', Sign::ten, true},
                                  {U'佰', Sign::hundred, true},
                                  {U'仟', Sign::thousand, true},
                                  {U'万', Sign::wan, true},
                                  {U'亿', Sign::yi, true},
                                  {U'兆', Sign::zhao, true},
                                  {U'元', Sign::yuan, true},
                                  {U'圆', Sign::yuan, true},
                                  {U'角', Sign::jiao, true},
                                  {U'分', Sign::fen, true},
                                  {U'整', Sign::whole, true},
                                  {U'正', Sign::whole, true},
                                  {U'负', Sign::negative, true},
                                  // Traditional and variant forms.
                                  {U'貳', digit(2), false},
                                  {U'弍', digit(2), false},
                                  {U'參', digit(3), false},
                                  {U'叄', digit(3), false},
                                  {U'参', digit(3), false},
                                  {U'陸', digit(6), false},
                                  {U'萬', Sign::wan, false},
                                  {U'億', Sign::yi, false},
                                  {U'圓', Sign::yuan, false},
                                  {U'負', Sign::negative, false},
                                  // Everyday numerals.
                                  {U'〇', digit(0), false},
                                  {U'○', digit(0), false},
                                  {U'一', digit(1), false},
                                  {U'二', digit(2), false},
                                  {U'三', digit(3), false},
                                  {U'四', digit(4), false},
                                  {U'五', digit(5), false},
                                  {U'六', digit(6), false},
                                  {U'七', digit(7), false},
                                  {U'八', digit(8), false},
                                  {U'九', digit(9), false},
                                  {U'十', Sign::ten, false},
                                  {U'百', Sign::hundred, false},
                                  {U'千', Sign::thousand, false}};

struct Signs {
  std::vector<Sign> signs;
  bool unusual = false;
};

/// The text behind 人民币, （大写） and a colon.
std::string_view without_heading(std::string_view text) {
  for (const std::string_view heading : {"人民币", "人民幣", "(大写)", "(大寫)", "大写", ":"}) {
    if (text.starts_with(heading)) text.remove_prefix(heading.size());
  }
  return text;
}

std::optional<Signs> read_signs(std::string_view text) {
  Signs read;
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode_utf8(text, at);
    if (!decoded || read.signs.size() == signs_max) return std::nullopt;
    const auto* const found =
        std::ranges::find(spellings, decoded->code_point, &Spelling::character);
    if (found == std::end(spellings)) return std::nullopt;
    read.signs.push_back(found->sign);
    read.unusual = read.unusual || !found->usual;
    at += decoded->size;
  }
  return read;
}

/// What the signs amount to if they are in order; whether they are, the standard sequence tells.
std::optional<std::int64_t> amount_of(const std::vector<Sign>& signs) {
  constexpr Int128 bound = Int128{capitals_yuan_end} * 100;
  Int128 fen = 0;
  Int128 high = 0;     // yuan from 亿 on
  Int128 low = 0;      // yuan of the 万 group
  Int128 section = 0;  // yuan below
  Int128 last = 0;     // the digit before
  const auto take = [&last](int unit) { return std::exchange(last, Int128{0}) * unit; };
  for (std::size_t i = 0; i < signs.size(); ++i) {
    switch (signs[i]) {
      case Sign::ten:
        section += i == 0 && last == 0 ? Int128{10} : take(10);
        break;
      case Sign::hundred:
        section += take(100);
        break;
      case Sign::thousand:
        section += take(1000);
        break;
      case Sign::wan:
        low = (low + section + take(1)) * 10'000;
        section = 0;
        break;
      case Sign::yi:
      case Sign::zhao:
        high +=
            (low + section + take(1)) * (signs[i] == Sign::yi ? 100'000'000 : 1'000'000'000'000);
        low = section = 0;
        break;
      case Sign::yuan:
        fen += (high + low + section + take(1)) * 100;
        high = low = section = 0;
        break;
      case Sign::jiao:
        fen += take(10);
        break;
      case Sign::fen:
        fen += take(1);
        break;
      case Sign::whole:
      case Sign::negative:
        break;
      default:
        last = static_cast<int>(signs[i]);
    }
    if (low > bound || high > bound || fen >= bound) return std::nullopt;
  }
  if (high + low + section + last != 0) return std::nullopt;  // 元, 角 or 分 is missing
  return static_cast<std::int64_t>(fen);
}

struct Match {
  bool leading_one_missing = false;
};

/// Whether signs are the standard sequence of an amount, whatever the rules leave open.
std::optional<Match> matched(const std::vector<Sign>& signs,
                             const std::vector<StandardSign>& standard) {
  Match match;
  std::size_t at = 0;
  for (const auto& [sign, presence] : standard) {
    if (at < signs.size() && signs[at] == sign) {
      ++at;
    } else if (presence == Presence::required) {
      return std::nullopt;
    } else if (presence == Presence::leading_one) {
      match.leading_one_missing = true;
    }
  }
  if (at != signs.size()) return std::nullopt;
  return match;
}

Refusal malformed(std::string_view text, Wording reason) {
  return Refusal(Code::capitals_malformed)
      .with("value", std::string(text))
      .with("reason", std::move(reason));
}

}  // namespace

Result<CapitalsReading> parse_capitals(std::string_view text) {
  const std::string folded = half_width(without_blanks(text));
  const std::string_view given = without_heading(folded);
  if (given.empty()) return Refusal(Code::text_empty).with("field", "capitals");
  auto read = read_signs(given);
  if (!read)
    return malformed(text, {"有不应出现的字，或字数过多",
                            "a character does not belong there, or there are too many"});
  std::vector<Sign>& signs = read->signs;
  const bool negative = signs.front() == Sign::negative;
  if (negative) signs.erase(signs.begin());
  const bool closed = !signs.empty() && signs.back() == Sign::whole;
  if (closed) signs.pop_back();

  const auto fen = amount_of(signs);
  if (!fen)
    return malformed(text,
                     {"没有元、角、分，或金额过大", "it has no 元, 角 or 分, or is too large"});
  auto match = matched(signs, standard_signs(*fen, Trillion::zhao));
  if (!match) match = matched(signs, standard_signs(*fen, Trillion::wan_yi));
  if (!match || (negative && *fen == 0))
    return malformed(text, {"没有金额这样写", "no amount is written so"});

  CapitalsReading reading{Money::of_minor(negative ? -*fen : *fen, Currency::cny())};
  reading.unusual_characters = read->unusual;
  reading.unusual_ending = closed ? *fen % 10 != 0 : *fen % 100 == 0;
  reading.leading_one_missing = match->leading_one_missing;
  return reading;
}

}  // namespace bursar
