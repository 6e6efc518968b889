// Writes HTML and SVG in which nothing that came from data can become markup.
//
// Names of elements and attributes are literals, checked when the program is compiled; texts and
// attribute values are escaped when they are written; what is already markup has a type of its own,
// and only a writer makes it.
#pragma once

#include <bursar/base/export.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// The name of an element or an attribute: a literal of letters, digits, '-' and ':'. Names that
/// run or load something do not compile: script, iframe, src, style attributes, event handlers.
class HtmlName {
 public:
  consteval HtmlName(const char* literal)  // NOLINT(google-explicit-constructor): open("table")
      : text_(literal) {
    if (text_.empty() || !letters(text_)) throw "not a name";
    for (const std::string_view barred : {"script", "iframe", "object", "embed", "link", "src",
                                          "srcdoc", "srcset", "action", "style"}) {
      if (text_ == barred) throw "a name that runs or loads something";
    }
    if (text_.size() > 2 && text_.substr(0, 2) == "on") throw "an event handler";
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  static consteval bool letters(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == ':';
    });
  }
  std::string_view text_;
};

/// A style sheet: a literal of the program, written as it stands.
class HtmlStyleSheet {
 public:
  consteval explicit HtmlStyleSheet(const char* literal) : text_(literal) {
    if (text_.find("</") != std::string_view::npos) throw "a style sheet that ends its element";
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// An attribute. The value is data: it is escaped.
struct HtmlAttribute {
  HtmlAttribute(HtmlName attribute_name, std::string_view attribute_value)
      : name(attribute_name), value(attribute_value) {}
  HtmlAttribute(HtmlName attribute_name, std::int64_t number)
      : name(attribute_name), value(std::to_string(number)) {}
  HtmlName name;
  std::string value;
};

/// Well-formed markup that a writer made.
class Markup {
 public:
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

 private:
  friend class HtmlWriter;
  explicit Markup(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// A streaming writer. Wrong use (an end without its begin, a link to another page) is a mistake of
/// the program and throws std::logic_error.
class BURSAR_API HtmlWriter {
 public:
  using Attributes = std::initializer_list<HtmlAttribute>;

  HtmlWriter& open(HtmlName element, Attributes attributes = {});
  /// Ends the innermost element.
  HtmlWriter& close();
  /// An element without content: meta, br, col, or a shape of a picture.
  HtmlWriter& single(HtmlName element, Attributes attributes = {});
  /// A text: & < > " ' are escaped, bytes that are no UTF-8 and control characters become U+FFFD.
  HtmlWriter& text(std::string_view content);
  /// An element that holds a text.
  HtmlWriter& element(HtmlName name, std::string_view content, Attributes attributes = {});
  HtmlWriter& markup(const Markup& content);
  HtmlWriter& style_sheet(const HtmlStyleSheet& sheet);
  /// <!DOCTYPE html>
  HtmlWriter& doctype();

  /// What was written; the writer starts anew. Throws std::logic_error if an element is open.
  [[nodiscard]] Markup finish();

 private:
  void tag(HtmlName element, Attributes attributes);

  std::string out_;
  std::vector<std::string_view> open_;
};

}  // namespace bursar
