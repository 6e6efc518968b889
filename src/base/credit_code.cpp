#include <bursar/base/credit_code.hpp>

#include <bursar/base/spreadsheet.hpp>
#include <bursar/base/text.hpp>

#include <algorithm>
#include <array>

namespace bursar {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t code_size = 18;
constexpr std::string_view departments = "123456789ANY";
// The first two digits of GB/T 2260; 10 stands for units of the whole country.
constexpr std::array<std::string_view, 36> divisions = {
    "10", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33",
    "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51",
    "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"};

Refusal malformed(std::string_view value, Wording reason) {
  return Refusal(Code::credit_code_malformed)
      .with("value", std::string(value))
      .with("reason", std::move(reason));
}

std::string upper_case(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

char credit_code_check(std::string_view first_seventeen) {
  if (first_seventeen.size() != code_size - 1) return 0;
  std::size_t sum = 0;
  std::size_t weight = 1;  // powers of 3 modulo 31
  for (const char c : first_seventeen) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return 0;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return alphabet[(31 - sum % 31) % 31];
}

char organisation_code_check(std::string_view first_eight) {
  constexpr std::array<std::size_t, 8> weights = {3, 7, 9, 10, 5, 8, 4, 2};
  if (first_eight.size() != weights.size()) return 0;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const char c = first_eight[i];
    if (c >= '0' && c <= '9') {
      sum += weights[i] * static_cast<std::size_t>(c - '0');
    } else if (c >= 'A' && c <= 'Z') {
      sum += weights[i] * static_cast<std::size_t>(c - 'A' + 10);
    } else {
      return 0;
    }
  }
  return "0X987654321"[sum % 11];
}

Result<CreditCode> CreditCode::parse(std::string_view text) {
  const std::string code = upper_case(half_width(trimmed(text)));
  if (is_scientific_number(code)) {
    return Refusal(Code::spreadsheet_digits_lost).with("field", "credit_code").with("value", code);
  }
  if (code.size() != code_size) {
    const std::string size = std::to_string(code.size());
    return malformed(text, {"有" + size + "位，应为18位", size + " characters, expected 18"});
  }
  const std::size_t odd = code.find_first_not_of(alphabet);
  if (odd != std::string::npos) {
    const std::string place = std::to_string(odd + 1);
    return malformed(text, {"第" + place + "位不是代码所用的字符",
                            "character " + place + " is not of the alphabet"});
  }
  const char check = credit_code_check(std::string_view(code).substr(0, code_size - 1));
  if (code.back() == check) return CreditCode(code);
  if (may_have_lost_digits(code)) {
    return Refusal(Code::spreadsheet_digits_lost).with("field", "credit_code").with("value", code);
  }
  return Refusal(Code::credit_code_check_wrong)
      .with("value", code)
      .with("expected", std::string(1, check));
}

std::vector<CreditCodeWarning> CreditCode::warnings() const {
  std::vector<CreditCodeWarning> found;
  const std::string_view code = text_;
  if (departments.find(code[0]) == std::string_view::npos) {
    found.push_back(CreditCodeWarning::unknown_department);
  }
  if (code[1] < '1' || code[1] > '9') found.push_back(CreditCodeWarning::unknown_type);
  if (std::ranges::find(divisions, code.substr(2, 2)) == divisions.end()) {
    found.push_back(CreditCodeWarning::unknown_division);
  }
  if (organisation_code_check(organisation_code().substr(0, 8)) != organisation_code().back()) {
    found.push_back(CreditCodeWarning::organisation_check_differs);
  }
  return found;
}

}  // namespace bursar
