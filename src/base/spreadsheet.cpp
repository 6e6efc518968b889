#include <bursar/base/spreadsheet.hpp>

#include <algorithm>

namespace bursar {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Removes the leading digits of a text; whether there was one at least.
bool skip_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(count);
  return count > 0;
}

}  // namespace

bool is_scientific_number(std::string_view text) {
  if (text.size() < 4 || !is_digit(text[0])) return false;
  text.remove_prefix(1);
  if (text[0] == '.') {
    text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  if (!text.starts_with("E+") && !text.starts_with("e+")) return false;
  text.remove_prefix(2);
  return skip_digits(text) && text.empty();
}

bool may_have_lost_digits(std::string_view text) {
  return text.size() == 18 && text.ends_with("000") && std::ranges::all_of(text, is_digit);
}

}  // namespace bursar
