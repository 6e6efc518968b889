// Writes JSON text: objects, arrays, texts, whole numbers, booleans, null. No floating point.
//
// Members appear in the order in which they are written, so that the same data gives the same
// bytes. Texts are UTF-8 (checked where they come in) and are escaped as RFC 8259 asks, no more.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/small_text.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bursar {

/// Whole numbers that fit a signed 64-bit integer; no bool, no character.
template <class T>
concept JsonInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                      (std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t)) &&
                      sizeof(T) <= sizeof(std::int64_t);

/// A streaming writer. Wrong use (a value without a key in an object, an end without its begin, a
/// second root) is a mistake of the program and throws std::logic_error.
class BURSAR_API JsonWriter {
 public:
  enum class Layout : std::uint8_t {
    compact,  ///< no white space
    indented  ///< one member a line, two spaces a level: for people
  };
  explicit JsonWriter(Layout layout = Layout::compact) : layout_(layout) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  /// The name of the member that follows.
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const SmallText& text) { return value(text.view()); }
  template <std::same_as<bool> T>
  JsonWriter& value(T flag) {
    return raw(flag ? "true" : "false");
  }
  template <JsonInteger T>
  JsonWriter& value(T number) {
    return integer(static_cast<std::int64_t>(number));
  }
  template <std::floating_point T>
  JsonWriter& value(T number) = delete;
  JsonWriter& null() { return raw("null"); }
  template <class T>
  JsonWriter& value(const std::optional<T>& perhaps) {
    return perhaps ? value(*perhaps) : null();
  }

  /// A key and its value.
  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

  /// The finished text; the writer starts anew. A root that is not closed throws std::logic_error.
  [[nodiscard]] std::string finish();

 private:
  struct Level {
    bool is_object;
    bool empty;
  };

  JsonWriter& raw(std::string_view token);
  JsonWriter& integer(std::int64_t number);
  void before_value();
  void begin(char bracket, bool is_object);
  void end(char bracket, bool is_object);
  void new_line();

  Layout layout_;
  std::string text_;
  std::vector<Level> levels_;
  bool key_written_ = false;
};

/// A text as a JSON string, quotes included.
[[nodiscard]] BURSAR_API std::string json_quoted(std::string_view text);
/// The same, appended.
BURSAR_API void append_json_quoted(std::string& out, std::string_view text);

}  // namespace bursar
