// The unified social credit code of organisations in China (统一社会信用代码, GB 32100-2015).
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// What is odd about a code whose check character is right. Tables age and legacy numbers exist, so
/// these are for people to look at, and refuse nothing.
enum class CreditCodeWarning : std::uint8_t {
  unknown_department,         ///< character 1: no registration department has it
  unknown_type,               ///< character 2: not 1 to 9
  unknown_division,           ///< characters 3-4: no division of the first level
  organisation_check_differs  ///< character 17 is not the check character of GB 11714-1997
};

/// A code of 18 characters whose check character is right, in upper case.
class BURSAR_API CreditCode {
 public:
  /// A code as officers write it: blanks around it, full-width and lower-case letters are taken.
  /// Refusals, in this order: spreadsheet_digits_lost (scientific notation, or 18 digits ending in
  /// 000 with a wrong check character), credit_code_malformed, credit_code_check_wrong.
  [[nodiscard]] static Result<CreditCode> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// Characters 9-17, the organisation code of GB 11714.
  [[nodiscard]] std::string_view organisation_code() const noexcept {
    return std::string_view(text_).substr(8, 9);
  }
  /// In the order of the enumeration.
  [[nodiscard]] std::vector<CreditCodeWarning> warnings() const;

  friend bool operator==(const CreditCode&, const CreditCode&) = default;

 private:
  explicit CreditCode(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// The check character that belongs behind 17 characters; 0 where one is not of the code's alphabet
/// (digits and upper-case letters but I, O, S, V, Z), or there are not 17.
[[nodiscard]] BURSAR_API char credit_code_check(std::string_view first_seventeen);

/// The check character of GB 11714-1997 behind 8 digits or upper-case letters; 0 where they are
/// not.
[[nodiscard]] BURSAR_API char organisation_code_check(std::string_view first_eight);

}  // namespace bursar
