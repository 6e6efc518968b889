// Amounts in capitals, 大写金额, as on cheques and payment slips: 陆佰零壹万伍仟陆佰元整.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/money.hpp>

#include <string>
#include <string_view>

namespace bursar {

/// A yuan amount in capitals, by the rules for filling in bills of 支付结算办法: 整 behind whole
/// yuan, none behind 角 or 分; 零 for zeros inside, and before 角 or 分 where the yuan end in zero;
/// 壹拾, never 拾; 负 in front of amounts below zero; 零元整 for nothing. 10^12 yuan are 壹兆.
/// Refusals: currency_mismatch (not yuan), capitals_out_of_range (10^16 yuan and more).
[[nodiscard]] BURSAR_API Result<std::string> to_capitals(Money amount);

/// An amount that was read, and what is odd about how it was written.
struct CapitalsReading {
  Money amount;
  bool unusual_characters =
      false;  ///< 〇, 一二三, traditional forms: easily altered, or not for bills
  bool unusual_ending = false;       ///< no 整 behind whole yuan, or one behind 分
  bool leading_one_missing = false;  ///< 拾元 in place of 壹拾元

  [[nodiscard]] bool is_standard() const noexcept {
    return !unusual_characters && !unusual_ending && !leading_one_missing;
  }
  friend bool operator==(const CapitalsReading&, const CapitalsReading&) = default;
};

/// Reads an amount in capitals, with or without 人民币 and （大写） in front. 整 or 正, 元 or 圆,
/// 兆 or 万亿, and a 零 where the rules leave it open are all standard. Anything that no amount is
/// written as is refused: 壹佰壹佰元, 壹角伍元, 壹仟壹元 (零 is missing). Refusals, in this order:
/// text_empty, capitals_malformed.
[[nodiscard]] BURSAR_API Result<CapitalsReading> parse_capitals(std::string_view text);

}  // namespace bursar
