// A field of a body, set from its canonical text.
#pragma once

#include "grant/described.hpp"

#include <charconv>

namespace bursar::record_edit {

inline bool parse(const std::string& text, std::string& field) {
  field = text;
  return true;
}
template <class Tag>
bool parse(const std::string& text, Id<Tag>& field) {
  field = Id<Tag>(text);
  return true;
}
inline bool parse(const std::string& text, std::int64_t& field) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, field);
  return error == std::errc() && stop == end && !text.empty();
}
inline bool parse(const std::string& text, Minor& field) {
  std::int64_t value = 0;
  if (!parse(text, value)) return false;
  field = Minor(value);
  return true;
}
inline bool parse(const std::string& text, bool& field) {
  field = text == "true";
  return field || text == "false";
}
inline bool parse(const std::string& text, Date& field) {
  const auto date = parse_iso_date(text);
  if (date.has_value()) field = *date;
  return date.has_value();
}
template <Word Enum>
bool parse(const std::string& text, Enum& field) {
  const auto found = find_word<Enum>(text);
  if (found) field = *found;
  return found.has_value();
}
template <class T>
bool parse(const std::string& text, std::optional<T>& field) {
  if constexpr (std::is_same_v<T, Date>) {
    Date date(1970, 1, 1);
    if (!parse(text, date)) return false;
    field = date;
  } else {
    T value{};
    if (!parse(text, value)) return false;
    field = value;
  }
  return true;
}
template <class T>
bool parse(const std::string&, T&) {
  return false;  // nested bodies and blocks are not edited field by field
}

/// Sets the field of a name; a private field takes `private_value`. False if there is no such field, or
/// the text does not fit it.
template <class Body>
bool set_field(Body& body, std::string_view name, const std::string& text,
               const VaultText& private_value) {
  bool done = false;
  described::with_field<Body>(name, [&](auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (std::is_same_v<Field, VaultText>) {
      body.*pointer = private_value;
      done = true;
    } else {
      done = parse(text, body.*pointer);
    }
  });
  return done;
}

}  // namespace bursar::record_edit
