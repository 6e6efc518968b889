#include <bursar/base/json_writer.hpp>

#include <charconv>
#include <stdexcept>

namespace bursar {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

/// The letter of a two-character escape; 0 if there is none.
constexpr char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

}  // namespace

void append_json_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char letter = short_escape(c);
    const auto byte = static_cast<unsigned char>(c);
    if (letter == 0 && byte >= 0x20) continue;
    out += text.substr(plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    if (letter != 0) {
      out += letter;
    } else {
      out += "u00";
      out += hex_digits[byte >> 4U];
      out += hex_digits[byte & 15U];
    }
  }
  out += text.substr(plain_from);
  out += '"';
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_json_quoted(out, text);
  return out;
}

void JsonWriter::new_line() {
  if (layout_ == Layout::compact) return;
  text_ += '\n';
  text_.append(2 * levels_.size(), ' ');
}

void JsonWriter::before_value() {
  if (levels_.empty()) {
    if (!text_.empty()) throw std::logic_error("JSON: a second root");
    return;
  }
  Level& level = levels_.back();
  if (level.is_object) {
    if (!key_written_) throw std::logic_error("JSON: a value without a key");
    key_written_ = false;
    return;
  }
  if (!level.empty) text_ += ',';
  level.empty = false;
  new_line();
}

void JsonWriter::begin(char bracket, bool is_object) {
  before_value();
  text_ += bracket;
  levels_.push_back({is_object, true});
}

void JsonWriter::end(char bracket, bool is_object) {
  if (levels_.empty() || levels_.back().is_object != is_object || key_written_) {
    throw std::logic_error("JSON: an end without its begin");
  }
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) new_line();
  text_ += bracket;
}

JsonWriter& JsonWriter::begin_object() {
  begin('{', true);
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  end('}', true);
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  begin('[', false);
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  end(']', false);
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  if (levels_.empty() || !levels_.back().is_object || key_written_) {
    throw std::logic_error("JSON: a key outside an object");
  }
  Level& level = levels_.back();
  if (!level.empty) text_ += ',';
  level.empty = false;
  new_line();
  append_json_quoted(text_, name);
  text_ += layout_ == Layout::compact ? ":" : ": ";
  key_written_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_json_quoted(text_, text);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view token) {
  before_value();
  text_ += token;
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  return raw({digits, static_cast<std::size_t>(end.ptr - digits)});
}

std::string JsonWriter::finish() {
  if (!levels_.empty() || text_.empty()) throw std::logic_error("JSON: the root is not closed");
  return std::exchange(text_, {});
}

}  // namespace bursar
