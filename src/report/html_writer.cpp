#include <bursar/base/text.hpp>
#include <bursar/report/html_writer.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace bursar {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_control(char32_t code_point) {
  if (code_point == U'\t' || code_point == U'\n') return false;
  const bool controls = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
  // Marks that turn the direction of what follows them: a name must not rearrange a report.
  const bool turns = (code_point >= 0x202A && code_point <= 0x202E) ||
                     (code_point >= 0x2066 && code_point <= 0x2069);
  const bool no_character = (code_point & 0xFFFEU) == 0xFFFEU;
  return controls || turns || no_character;
}

std::string_view entity(char32_t code_point) {
  switch (code_point) {
    case U'&':
      return "&amp;";
    case U'<':
      return "&lt;";
    case U'>':
      return "&gt;";
    case U'"':
      return "&quot;";
    case U'\'':
      return "&#39;";
    default:
      return {};
  }
}

void append_escaped(std::string& out, std::string_view content) {
  for (std::size_t at = 0; at < content.size();) {
    const auto decoded = decode_utf8(content, at);
    if (!decoded) {
      out += replacement;
      ++at;
      continue;
    }
    if (const std::string_view escaped = entity(decoded->code_point); !escaped.empty()) {
      out += escaped;
    } else if (is_control(decoded->code_point)) {
      out += replacement;
    } else {
      out += content.substr(at, decoded->size);
    }
    at += decoded->size;
  }
}

/// Elements within a line: a line break behind them would show as a blank.
bool is_inline(std::string_view element) {
  static constexpr std::array<std::string_view, 13> elements{{"a", "abbr", "b", "bdi", "code",
                                                              "small", "span", "strong", "sup",
                                                              "td", "th", "text", "tspan"}};
  return std::ranges::find(elements, element) != elements.end();
}

/// A link leads to a place of the same page, or nowhere.
void require_own_page(const HtmlAttribute& attribute) {
  const std::string_view name = attribute.name.text();
  if ((name == "href" || name == "xlink:href") && !attribute.value.starts_with('#')) {
    throw std::logic_error("a link out of the report: " + attribute.value);
  }
}

}  // namespace

void HtmlWriter::tag(HtmlName element, Attributes attributes) {
  out_ += '<';
  out_ += element.text();
  for (const HtmlAttribute& attribute : attributes) {
    require_own_page(attribute);
    out_ += ' ';
    out_ += attribute.name.text();
    out_ += "=\"";
    append_escaped(out_, attribute.value);
    out_ += '"';
  }
}

HtmlWriter& HtmlWriter::open(HtmlName element, Attributes attributes) {
  tag(element, attributes);
  out_ += '>';
  open_.push_back(element.text());
  return *this;
}

HtmlWriter& HtmlWriter::close() {
  if (open_.empty()) throw std::logic_error("no element is open");
  out_ += "</";
  out_ += open_.back();
  out_ += is_inline(open_.back()) ? ">" : ">\n";
  open_.pop_back();
  return *this;
}

HtmlWriter& HtmlWriter::single(HtmlName element, Attributes attributes) {
  tag(element, attributes);
  out_ += "/>\n";
  return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view content) {
  append_escaped(out_, content);
  return *this;
}

HtmlWriter& HtmlWriter::element(HtmlName name, std::string_view content, Attributes attributes) {
  return open(name, attributes).text(content).close();
}

HtmlWriter& HtmlWriter::markup(const Markup& content) {
  out_ += content.text();
  return *this;
}

HtmlWriter& HtmlWriter::style_sheet(const HtmlStyleSheet& sheet) {
  out_ += "<style>\n";
  out_ += sheet.text();
  out_ += "</style>\n";
  return *this;
}

HtmlWriter& HtmlWriter::doctype() {
  out_ += "<!DOCTYPE html>\n";
  return *this;
}

Markup HtmlWriter::finish() {
  if (!open_.empty()) throw std::logic_error("<" + std::string(open_.back()) + "> is open");
  return Markup(std::exchange(out_, {}));
}

}  // namespace bursar
