#include "grant/body_json.hpp"

#include "grant/bytes.hpp"

namespace bursar::body_json {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

// The writer escapes quotation mark, reverse solidus and control characters, and nothing else.
void Cursor::unescape(std::string& buffer) {
  static constexpr std::string_view short_forms = "\"\\bfnrt";
  static constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
  if (at_ >= text_.size()) return fail("an escape");
  const char c = text_[at_++];
  if (const std::size_t found = short_forms.find(c); found != std::string_view::npos) {
    buffer += meanings[found];
    return;
  }
  const bool control = c == 'u' && text_.substr(at_, 2) == "00" && text_.size() - at_ >= 4;
  const int high = control ? hex_digit(text_[at_ + 2]) : -1;
  const int low = control ? hex_digit(text_[at_ + 3]) : -1;
  const auto character = static_cast<char>(high * 16 + low);
  // One form for a character: what has a short form is not written as a number.
  if (high < 0 || high > 1 || low < 0 || meanings.find(character) != std::string_view::npos) {
    return fail("an escape of a control character");
  }
  buffer += character;
  at_ += 4;
}

std::string_view Cursor::string(std::string& buffer) {
  if (!ok()) return {};
  expect('"');
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
         static_cast<unsigned char>(text_[at_]) >= 0x20) {
    ++at_;
  }
  if (ok() && at_ < text_.size() && text_[at_] == '"') {
    ++at_;
    const std::string_view text = text_.substr(begin, at_ - 1 - begin);
    if (!bytes::is_clean(text)) fail("UTF-8");
    return text;
  }
  buffer.assign(text_.substr(begin, at_ - begin));
  while (ok()) {
    if (at_ >= text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) {
      fail("the end of a text");
      return {};
    }
    const char c = text_[at_++];
    if (c == '"') {
      if (!bytes::is_clean(buffer)) fail("UTF-8");
      return buffer;
    }
    if (c == '\\') {
      unescape(buffer);
    } else {
      buffer += c;
    }
  }
  return {};
}

std::int64_t Cursor::integer() {
  if (!ok()) return 0;
  std::int64_t value = 0;
  const char* begin = text_.data() + at_;
  const char* end = text_.data() + text_.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  const std::string_view digits(begin, static_cast<std::size_t>(stop - begin));
  // One form for a number: no leading zeros, no minus zero.
  const std::string_view magnitude = digits.starts_with('-') ? digits.substr(1) : digits;
  const bool canonical = magnitude == "0" ? digits == "0" : !magnitude.starts_with('0');
  if (error != std::errc() || !canonical) {
    fail("a whole number");
    return 0;
  }
  at_ += digits.size();
  return value;
}

}  // namespace bursar::body_json
