// Chinese numerals in dates.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bursar {

/// Four digits one by one: 二〇二〇, 贰零贰零, or ASCII 2020. Nothing for another number of digits.
std::optional<int> numeral_year(std::string_view text);
/// A number from 1 to 99: 5, 05, 五, 零伍, 十五, 壹拾伍, 二十, 零贰拾, 三十一.
std::optional<int> numeral_small(std::string_view text);

enum class NumeralStyle { everyday, cheque };
/// The digits of a year one by one.
std::string year_numerals(int year, NumeralStyle style);
/// 十五 or 壹拾伍; from 1 to 99, without a leading 零.
std::string small_numerals(int value, NumeralStyle style);

}  // namespace bursar
