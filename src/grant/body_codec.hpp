// A fact's body as bytes, and back.
//
// A field that is given is a key and a value. The key is twice the field's place in the body's
// description, from 1, and one more where the value is bytes: so a reader can pass over a field
// without knowing it. Places are never used again: new fields go to the end of a description, and
// are optional. Fields ascend; what is not given is left out; one body has one form, and nothing
// else is read.
#pragma once

#include "grant/bytes.hpp"
#include "grant/described.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bursar::body_codec {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

/// Whether a value is bytes with a length before them; all others are one signed number.
template <class T>
inline constexpr bool is_bytes = Described<T>;
template <>
inline constexpr bool is_bytes<std::string> = true;
template <>
inline constexpr bool is_bytes<SmallText> = true;
template <class Tag>
inline constexpr bool is_bytes<Id<Tag>> = true;
template <class T>
inline constexpr bool is_bytes<std::vector<T>> = true;
template <class T>
inline constexpr bool is_bytes<std::optional<T>> = is_bytes<T>;

/// A field that may be left out: the absence of any other is damage, never zero.
template <class T>
inline constexpr bool may_be_absent = false;
template <>
inline constexpr bool may_be_absent<std::string> = true;
template <>
inline constexpr bool may_be_absent<SmallText> = true;
template <class Tag>
inline constexpr bool may_be_absent<Id<Tag>> = true;
template <class T>
inline constexpr bool may_be_absent<std::optional<T>> = true;

/// Private texts and packed blocks are stored elsewhere.
template <class T>
inline constexpr bool is_elsewhere =
    std::is_same_v<T, VaultText> || std::is_same_v<T, ExpenseBlock>;

/// Calls `call(key, name, member pointer)` for every field that is stored in a body, in the order
/// of the description.
template <Described Body, class Call>
void for_each_stored_field(Call call) {
  std::uint64_t place = 0;
  boost::mp11::mp_for_each<described::Members<Body>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<Body&>().*member.pointer)>;
    ++place;
    if constexpr (!is_elsewhere<Field>) {
      call(place * 2 + (is_bytes<Field> ? 1 : 0), member.name, member.pointer);
    }
  });
}

// ---------------------------------------------------------------------------------------- writing

template <Described Body>
void write(std::string& out, const Body& body);

inline bool is_given(const std::string& text) { return !text.empty(); }
inline bool is_given(const SmallText& text) { return !text.empty(); }
template <class Tag>
bool is_given(const Id<Tag>& id) {
  return !id.empty();
}
template <class T>
bool is_given(const std::optional<T>& perhaps) {
  return perhaps.has_value();
}
template <class T>
bool is_given(const T&) {
  return true;
}

inline std::int64_t number_of(std::int64_t number) { return number; }
inline std::int64_t number_of(bool flag) { return flag ? 1 : 0; }
inline std::int64_t number_of(Minor amount) { return amount.value(); }
inline std::int64_t number_of(const Date& date) { return day_number(date); }
template <Word Enum>
std::int64_t number_of(Enum value) {
  return static_cast<std::int64_t>(value);
}

inline void write_value(std::string& out, const std::string& text) { bytes::put_text(out, text); }
inline void write_value(std::string& out, const SmallText& text) { bytes::put_text(out, text); }
template <class Tag>
void write_value(std::string& out, const Id<Tag>& id) {
  bytes::put_text(out, id.text());
}
template <Described Body>
void write_value(std::string& out, const Body& body) {
  std::string inner;
  write(inner, body);
  bytes::put_text(out, inner);
}
template <class T>
void write_value(std::string& out, const std::vector<T>& list) {
  std::string inner;
  for (const T& item : list) write_value(inner, item);
  bytes::put_text(out, inner);
}
template <class T>
requires(!is_bytes<T>) void write_value(std::string& out, const T& value) {
  bytes::put_signed(out, number_of(value));
}
template <class T>
void write_value(std::string& out, const std::optional<T>& perhaps) {
  write_value(out, *perhaps);
}

template <Described Body>
void write(std::string& out, const Body& body) {
  for_each_stored_field<Body>([&](std::uint64_t key, const char*, auto pointer) {
    if (!is_given(body.*pointer)) return;
    bytes::put_varint(out, key);
    write_value(out, body.*pointer);
  });
}

// ---------------------------------------------------------------------------------------- reading

/// Reads a body. The first thing that is not as expected is remembered with its place.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : in_(bytes), size_(bytes.size()) {}

  [[nodiscard]] bool ok() const noexcept { return !expected_ && in_.ok(); }
  [[nodiscard]] bool at_end() const noexcept { return in_.at_end(); }
  [[nodiscard]] std::size_t place() const noexcept { return place_; }
  /// What was expected; nothing if all was well.
  [[nodiscard]] std::optional<Wording> expected() const {
    if (expected_ || in_.ok()) return expected_;
    return Wording{"完整的字段", "a whole field"};
  }
  void fail(Wording expected) {
    if (ok()) expected_ = std::move(expected);
  }
  void expect_end() {
    begin_field();
    if (!at_end())
      fail(
          {"依次的本类字段，或正文结尾", "a field of this kind, in order, or the end of the body"});
  }

  /// Remembers where the field begins that is read next.
  void begin_field() noexcept {
    if (ok()) place_ = size_ - in_.left();
  }
  /// Takes a key if it is the next one.
  [[nodiscard]] bool take_key(std::uint64_t key) {
    if (in_.at_end() || !ok()) return false;
    Reader ahead = in_;
    if (ahead.varint() != key || !ahead.ok()) return false;
    in_ = ahead;
    return true;
  }
  [[nodiscard]] std::int64_t number() { return in_.signed_varint(); }
  [[nodiscard]] std::string_view bytes() { return in_.text(); }

 private:
  using Reader = bytes::Reader;
  Reader in_;
  std::size_t size_;
  std::size_t place_ = 0;
  std::optional<Wording> expected_;
};

template <Described Body>
void read(Cursor& in, Body& body);

template <class Text>
requires(std::is_same_v<Text, std::string> ||
         std::is_same_v<Text, SmallText>) void read_value(Cursor& in, Text& text) {
  const std::string_view bytes = in.bytes();
  if (bytes.empty() || !bytes::is_clean(bytes))
    return in.fail({"非空的UTF-8文本", "a text of UTF-8, not empty"});
  text = bytes;
}
template <class Tag>
void read_value(Cursor& in, Id<Tag>& id) {
  SmallText text;
  read_value(in, text);
  id = Id<Tag>(std::move(text));
}
inline void read_value(Cursor& in, std::int64_t& number) { number = in.number(); }
inline void read_value(Cursor& in, bool& flag) {
  const std::int64_t number = in.number();
  if (number != 0 && number != 1) in.fail({"0或1", "0 or 1"});
  flag = number == 1;
}
inline void read_value(Cursor& in, Minor& amount) { amount = Minor(in.number()); }
inline void read_value(Cursor& in, Date& date) {
  const Result<Date> day = checked_from_day_number(in.number());
  if (!day.has_value()) return in.fail({"日期", "a day"});
  date = *day;
}
template <Word Enum>
void read_value(Cursor& in, Enum& value) {
  const std::int64_t number = in.number();
  if (number < 0 || static_cast<std::uint64_t>(number) >= Vocabulary<Enum>::words.size()) {
    const std::string name(Vocabulary<Enum>::name);
    return in.fail({name + "的词的序号", "the place of a word for " + name});
  }
  value = static_cast<Enum>(number);
}
template <Described Body>
void read_value(Cursor& in, Body& body) {
  Cursor inner(in.bytes());
  read(inner, body);
  if (auto expected = inner.expected()) in.fail(*std::move(expected));
}
template <class T>
void read_value(Cursor& in, std::vector<T>& list) {
  Cursor inner(in.bytes());
  while (inner.ok() && !inner.at_end()) read_value(inner, list.emplace_back());
  if (auto expected = inner.expected()) in.fail(*std::move(expected));
}
template <class T>
T blank() {
  if constexpr (std::is_same_v<T, Date>) {
    return Date(1970, 1, 1);
  } else {
    return T{};
  }
}
template <class T>
void read_value(Cursor& in, std::optional<T>& perhaps) {
  read_value(in, perhaps.emplace(blank<T>()));
}

template <Described Body>
void read(Cursor& in, Body& body) {
  for_each_stored_field<Body>([&](std::uint64_t key, const char* name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    in.begin_field();
    if (in.take_key(key)) {
      read_value(in, body.*pointer);
    } else if constexpr (!may_be_absent<Field>) {
      in.fail({"字段“" + std::string(name) + "”", "the field '" + std::string(name) + "'"});
    }
  });
  in.expect_end();
}

}  // namespace bursar::body_codec
