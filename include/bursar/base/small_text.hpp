// A text in half the room of a std::string: a folded portfolio holds hundreds of thousands of short
// ones.
#pragma once

#include <bursar/base/export.hpp>

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace bursar {

class SmallText;

/// What a SmallText is compared with and joined to.
template <class T>
concept OtherText =
    std::convertible_to<const T&, std::string_view> && !std::same_as<std::decay_t<T>, SmallText>;

/// A text of any length below 4 GiB that takes 16 bytes; up to 15 bytes of it lie inside, longer
/// ones on the heap, in what room they need. Read it as a std::string_view; it converts to and from
/// std::string.
class BURSAR_API SmallText {
 public:
  /// The longest text that needs no memory of its own.
  static constexpr std::size_t inside_max = 15;

  SmallText() noexcept = default;
  /// Throws std::length_error for a text of 4 GiB or more.
  SmallText(std::string_view text) {  // NOLINT(google-explicit-constructor): a text for a text
    if (text.size() > inside_max) {
      store_outside(text);
    } else if (!text.empty()) {
      std::memcpy(bytes_.data(), text.data(), text.size());
      bytes_[inside_max] = static_cast<char>(text.size());
    }
  }
  SmallText(const std::string& text)  // NOLINT(google-explicit-constructor)
      : SmallText(std::string_view(text)) {}
  SmallText(const char* text)  // NOLINT(google-explicit-constructor)
      : SmallText(std::string_view(text)) {}
  SmallText(const SmallText& other) : bytes_(other.bytes_) {
    if (other.is_outside()) store_outside(other.view());
  }
  SmallText(SmallText&& other) noexcept : bytes_(other.bytes_) { other.bytes_ = {}; }
  SmallText& operator=(const SmallText& other) {
    if (this != &other) *this = SmallText(other);
    return *this;
  }
  SmallText& operator=(SmallText&& other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }
  ~SmallText() {
    if (is_outside()) delete[] outside();
  }

  [[nodiscard]] std::string_view view() const noexcept {
    return is_outside() ? view_outside() : std::string_view(bytes_.data(), size_inside());
  }
  operator std::string_view() const noexcept {  // NOLINT(google-explicit-constructor)
    return view();
  }
  operator std::string() const {  // NOLINT(google-explicit-constructor)
    return std::string(view());
  }
  [[nodiscard]] std::size_t size() const noexcept { return view().size(); }
  [[nodiscard]] bool empty() const noexcept { return bytes_[inside_max] == 0; }
  void clear() noexcept { *this = SmallText(); }

  friend bool operator==(const SmallText& a, const SmallText& b) noexcept {
    return a.view() == b.view();
  }
  template <OtherText T>
  friend bool operator==(const SmallText& a, const T& b) {
    return a.view() == std::string_view(b);
  }
  /// By code units.
  friend std::strong_ordering operator<=>(const SmallText& a, const SmallText& b) noexcept {
    return a.view() <=> b.view();
  }
  template <OtherText T>
  friend std::strong_ordering operator<=>(const SmallText& a, const T& b) {
    return a.view() <=> std::string_view(b);
  }

  template <OtherText T>
  friend std::string operator+(const SmallText& a, const T& b) {
    return std::string(a.view()).append(std::string_view(b));
  }
  template <OtherText T>
  friend std::string operator+(const T& a, const SmallText& b) {
    return std::string(std::string_view(a)).append(b.view());
  }
  friend std::string operator+(std::string&& a, const SmallText& b) {
    return std::move(a.append(b.view()));
  }
  template <class Traits>
  friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                      const SmallText& text) {
    return out << text.view();
  }

 private:
  /// What the last byte says of a text outside; else it is the size of the text inside.
  static constexpr char outside_mark = 0x7f;

  [[nodiscard]] bool is_outside() const noexcept { return bytes_[inside_max] == outside_mark; }
  [[nodiscard]] std::size_t size_inside() const noexcept {
    return static_cast<std::size_t>(bytes_[inside_max]);
  }
  /// Outside: where the text lies, and its size behind that.
  [[nodiscard]] char* outside() const noexcept {
    char* place = nullptr;
    std::memcpy(&place, bytes_.data(), sizeof place);
    return place;
  }
  [[nodiscard]] std::string_view view_outside() const noexcept {
    std::uint32_t size = 0;
    std::memcpy(&size, bytes_.data() + sizeof(char*), sizeof size);
    return {outside(), size};
  }
  void store_outside(std::string_view text);

  alignas(8) std::array<char, inside_max + 1> bytes_{};
};

static_assert(sizeof(SmallText) == 16);

}  // namespace bursar

/// A SmallText and another text have a std::string_view in common: so algorithms can look for one
/// among the other.
template <template <class> class A, template <class> class B>
struct std::basic_common_reference<bursar::SmallText, std::string, A, B> {
  using type = std::string_view;
};
template <template <class> class A, template <class> class B>
struct std::basic_common_reference<std::string, bursar::SmallText, A, B> {
  using type = std::string_view;
};
template <template <class> class A, template <class> class B>
struct std::basic_common_reference<bursar::SmallText, std::string_view, A, B> {
  using type = std::string_view;
};
template <template <class> class A, template <class> class B>
struct std::basic_common_reference<std::string_view, bursar::SmallText, A, B> {
  using type = std::string_view;
};

template <>
struct std::hash<bursar::SmallText> {
  std::size_t operator()(const bursar::SmallText& text) const noexcept {
    return std::hash<std::string_view>{}(text.view());
  }
};
