// A fact's body as canonical JSON, and back.
//
// Canonical: members sorted by name, no white space, whole numbers only, what is not given left
// out. The reader accepts nothing else, so that one body has one form.
#pragma once

#include <bursar/base/json_writer.hpp>

#include "grant/described.hpp"

#include <charconv>
#include <string>
#include <vector>

namespace bursar::body_json {

// ---------------------------------------------------------------------------------------- writing

inline bool is_given(const std::string& text) { return !text.empty(); }
template <class Tag>
bool is_given(const Id<Tag>& id) {
  return !id.empty();
}
template <class T>
bool is_given(const std::optional<T>& perhaps) {
  return perhaps.has_value();
}
inline bool is_given(const VaultText&) { return false; }
inline bool is_given(const ExpenseBlock&) { return false; }
template <class T>
bool is_given(const T&) {
  return true;
}

inline void write(std::string& out, const std::string& text) { append_json_quoted(out, text); }
template <class Tag>
void write(std::string& out, const Id<Tag>& id) {
  append_json_quoted(out, id.text());
}
inline void write(std::string& out, std::int64_t number) { out += std::to_string(number); }
inline void write(std::string& out, bool flag) { out += flag ? "true" : "false"; }
inline void write(std::string& out, Minor amount) { out += std::to_string(amount.value()); }
inline void write(std::string& out, const Date& date) { out += '"' + to_iso(date) + '"'; }
template <Word Enum>
void write(std::string& out, Enum value) {
  append_json_quoted(out, word(value));
}
inline void write(std::string&, const VaultText&) {}
inline void write(std::string&, const ExpenseBlock&) {}
template <class Body>
requires boost::describe::has_describe_members<Body>::value void write(std::string& out,
                                                                       const Body& body);
template <class T>
void write(std::string& out, const std::optional<T>& perhaps) {
  write(out, *perhaps);
}
template <class T>
void write(std::string& out, const std::vector<T>& list) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    write(out, list[i]);
  }
  out += ']';
}
template <class Body>
requires boost::describe::has_describe_members<Body>::value void write(std::string& out,
                                                                       const Body& body) {
  out += '{';
  bool first = true;
  described::for_each_field<Body>([&](std::string_view name, auto pointer) {
    if (!is_given(body.*pointer)) return;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += name;
    out += "\":";
    write(out, body.*pointer);
  });
  out += '}';
}

// ---------------------------------------------------------------------------------------- reading

/// Reads canonical JSON. The first thing that is not as expected is remembered with its place.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ok() const noexcept { return expected_.empty(); }
  [[nodiscard]] std::size_t place() const noexcept { return at_; }
  [[nodiscard]] const std::string& expected() const noexcept { return expected_; }
  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
  void fail(std::string_view expected) {
    if (ok()) expected_ = expected;
  }

  bool take(char c) {
    if (!ok() || at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail(std::string(1, c));
  }
  bool take_word(std::string_view word) {
    if (!ok() || text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  /// A string of UTF-8; `buffer` holds it if it had escapes.
  std::string_view string(std::string& buffer);
  std::int64_t integer();

 private:
  void unescape(std::string& buffer);
  std::string_view text_;
  std::size_t at_ = 0;
  std::string expected_;
};

inline void read(Cursor& in, std::string& text) {
  const std::string_view view = in.string(text);
  if (view.data() != text.data()) text.assign(view);
  if (text.empty()) in.fail("a text that is not empty");
}
template <class Tag>
void read(Cursor& in, Id<Tag>& id) {
  std::string text;
  read(in, text);
  id = Id<Tag>(std::move(text));
}
inline void read(Cursor& in, std::int64_t& number) { number = in.integer(); }
inline void read(Cursor& in, bool& flag) {
  flag = in.take_word("true");
  if (!flag && !in.take_word("false")) in.fail("true or false");
}
inline void read(Cursor& in, Minor& amount) { amount = Minor(in.integer()); }
inline void read(Cursor& in, Date& date) {
  std::string buffer;
  const auto parsed = parse_iso_date(in.string(buffer));
  if (parsed.has_value()) {
    date = *parsed;
  } else {
    in.fail("a day as YYYY-MM-DD");
  }
}
template <Word Enum>
void read(Cursor& in, Enum& value) {
  std::string buffer;
  const auto found = find_word<Enum>(in.string(buffer));
  if (found) {
    value = *found;
  } else {
    in.fail("a word for " + std::string(Vocabulary<Enum>::name));
  }
}
inline void read(Cursor& in, VaultText&) { in.fail("no private text in an entry"); }
inline void read(Cursor& in, ExpenseBlock&) { in.fail("no packed block in JSON"); }
template <class Body>
requires boost::describe::has_describe_members<Body>::value void read(Cursor& in, Body& body);
template <class T>
T blank() {
  if constexpr (std::is_same_v<T, Date>) {
    return Date(1970, 1, 1);
  } else {
    return T{};
  }
}
template <class T>
void read(Cursor& in, std::optional<T>& perhaps) {
  T value = blank<T>();
  read(in, value);
  perhaps = std::move(value);
}
template <class T>
void read(Cursor& in, std::vector<T>& list) {
  in.expect('[');
  if (in.take(']')) return;
  do {
    T item{};
    read(in, item);
    list.push_back(std::move(item));
  } while (in.ok() && in.take(','));
  in.expect(']');
}

/// A field that is always written: its absence is damage, never zero.
template <class T>
inline constexpr bool may_be_absent = false;
template <>
inline constexpr bool may_be_absent<std::string> = true;
template <>
inline constexpr bool may_be_absent<VaultText> = true;
template <class Tag>
inline constexpr bool may_be_absent<Id<Tag>> = true;
template <class T>
inline constexpr bool may_be_absent<std::optional<T>> = true;

template <class Body>
requires boost::describe::has_describe_members<Body>::value void read(Cursor& in, Body& body) {
  in.expect('{');
  // Names ascend in the stored form as they do in the order: one pass over both.
  bool pending = !in.take('}') && in.ok();
  const bool any = pending;
  std::string name_buffer;
  std::string_view name;
  if (pending) name = in.string(name_buffer);
  described::for_each_field<Body>([&](std::string_view field, auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if (!pending || name != field) {
      if constexpr (!may_be_absent<Field>) in.fail("the field '" + std::string(field) + "'");
      return;
    }
    in.expect(':');
    read(in, body.*pointer);
    pending = in.ok() && in.take(',');
    if (pending) name = in.string(name_buffer);
  });
  if (pending) in.fail("a field of this kind, in order, instead of '" + std::string(name) + "'");
  if (any) in.expect('}');
}

}  // namespace bursar::body_json
