// Which words of a Chinese text are not Chinese.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace bursar_test {

/// Whether a text holds a Chinese character.
inline bool has_han(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE4; });
}

/// Words that stay as they are: names of formats, and the key words of our own files and options.
/// Whatever has an underscore is a field or a code, and whatever is in capitals a name or a place
/// holder.
inline bool stays_latin(std::string_view word) {
  static constexpr std::array known{
      "SQLite",  "Bursar", "bursar",  "utf-8",    "utf-16le",  "utf-16be", "gb18030", "cn",
      "sha256",  "zh",     "en",      "hh",       "mm",        "true",     "false",   "seen",
      "derived", "grant",  "unknown", "replaces", "column",    "columns",  "join",    "template",
      "value",   "status", "basis",   "map",      "otherwise", "start",    "end",     "dates",
      "remark",  "blank",  "in",      "first",    "last",      "name",     "monday",  "sunday",
      "from",    "unit",   "yes",     "no",       "journal",   "blocking", "amount"};
  if (std::find(known.begin(), known.end(), word) != known.end()) return true;
  if (word.find('_') != std::string_view::npos) return true;
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The first Latin word of a text that does not stay as it is, arguments in braces left out; empty
/// if there is none.
inline std::string foreign_word(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto of_word = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') {
      at = std::min(text.find('}', at), text.size() - 1);
    } else if (letter(text[at])) {
      std::size_t end = at;
      while (end < text.size() && of_word(text[end])) ++end;
      if (!stays_latin(text.substr(at, end - at))) return std::string(text.substr(at, end - at));
      at = end - 1;
    }
  }
  return {};
}

}  // namespace bursar_test
