#include <bursar/base/resident_id.hpp>

#include <bursar/base/spreadsheet.hpp>
#include <bursar/base/text.hpp>

#include <openssl/crypto.h>

#include <algorithm>

namespace bursar {
namespace {

constexpr std::size_t new_size = 18;
constexpr std::size_t old_size = 15;

/// A text that is wiped when it goes; its buffer is reserved once, so that no copy is left behind.
struct WipedText {
  std::string text;
  WipedText() = default;
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { OPENSSL_cleanse(text.data(), text.capacity()); }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char check_character(std::string_view first_seventeen) {
  constexpr unsigned weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  unsigned sum = 0;
  for (std::size_t i = 0; i < first_seventeen.size(); ++i) {
    sum += weights[i] * static_cast<unsigned>(first_seventeen[i] - '0');
  }
  return "10X98765432"[sum % 11];
}

unsigned number_at(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  for (const char c : text.substr(at, count)) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

std::chrono::year_month_day birth_day(std::string_view id) {
  return std::chrono::year(static_cast<int>(number_at(id, 6, 4))) /
         static_cast<int>(number_at(id, 10, 2)) / static_cast<int>(number_at(id, 12, 2));
}

std::string iso_text(std::chrono::year_month_day day) {
  const auto two = [](unsigned value) { return (value < 10 ? "-0" : "-") + std::to_string(value); };
  return std::to_string(static_cast<int>(day.year())) + two(static_cast<unsigned>(day.month())) +
         two(static_cast<unsigned>(day.day()));
}

Refusal malformed(Wording reason) {
  return Refusal(Code::resident_id_malformed).with("reason", std::move(reason));
}

/// The 18 characters of a new number, or of an old one completed.
Result<void> canonical(std::string_view number, WipedText& id) {
  WipedText folded;
  folded.text.reserve(number.size());
  folded.text = half_width(trimmed(number));
  const std::string_view given = folded.text;
  if (is_scientific_number(given)) {
    return Refusal(Code::spreadsheet_digits_lost).with("field", "resident_id");
  }
  if (given.size() != new_size && given.size() != old_size) {
    const std::string size = std::to_string(given.size());
    return malformed({"有" + size + "位，应为18位或15位", size + " characters, expected 18 or 15"});
  }
  const auto odd = std::ranges::find_if_not(given, is_digit);
  const auto position = static_cast<std::size_t>(odd - given.begin());
  const bool x_last = position == new_size - 1 && (*odd == 'X' || *odd == 'x');
  if (odd != given.end() && !x_last) {
    const std::string place = std::to_string(position + 1);
    return malformed({"第" + place + "位不是数字", "character " + place + " is not a digit"});
  }
  id.text.reserve(new_size);
  if (given.size() == new_size) {
    id.text = given;
    if (x_last) id.text.back() = 'X';
    return {};
  }
  id.text.append(given.substr(0, 6)).append("19").append(given.substr(6));
  id.text += check_character(id.text);
  return {};
}

}  // namespace

Result<ResidentIdCommitment> commit_resident_id(std::string_view number, std::string_view salt,
                                                std::chrono::year_month_day today) {
  if (salt.size() < resident_id_salt_bytes_min) {
    return Refusal(Code::salt_too_short)
        .with("expected", std::to_string(resident_id_salt_bytes_min));
  }
  WipedText id;
  BURSAR_TRY_VOID(canonical(number, id));
  const std::string_view kept = id.text;
  const bool check_right = kept.back() == check_character(kept.substr(0, new_size - 1));
  if (!check_right && may_have_lost_digits(kept)) {
    return Refusal(Code::spreadsheet_digits_lost).with("field", "resident_id");
  }
  const std::chrono::year_month_day birth = birth_day(kept);
  if (!birth.ok() || birth.year() < std::chrono::year(1850) || birth > today) {
    return Refusal(Code::resident_id_birth_impossible).with("latest", iso_text(today));
  }
  if (!check_right) return Code::resident_id_check_wrong;
  return ResidentIdCommitment{
      hmac_sha256(salt, kept),
      std::string(kept.substr(0, 4)) + "**********" + std::string(kept.substr(new_size - 4))};
}

}  // namespace bursar
