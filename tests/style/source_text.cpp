#include "source_text.hpp"

#include <cctype>

namespace bursar::style {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Scanner {
 public:
  explicit Scanner(std::string_view source) : source_(source) {}

  SourceText run() {
    while (at_ < source_.size()) step();
    return std::move(found_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool starts(std::string_view text) const {
    return source_.substr(at_, text.size()) == text;
  }
  char take() {
    const char c = source_[at_++];
    if (c == '\n') ++line_;
    return c;
  }

  void step() {
    if (starts("//") || starts("/*")) {
      comment();
    } else if (peek() == '#' && line_is_blank_before()) {
      directive();
    } else if (peek() == '"') {
      string(false);
    } else if (peek() == '\'') {
      character();
    } else if (std::isdigit(static_cast<unsigned char>(peek())) != 0) {
      number();
    } else if (is_word(peek())) {
      word();
    } else {
      if (std::isspace(static_cast<unsigned char>(peek())) == 0) literal_may_continue_ = false;
      take();
    }
  }

  [[nodiscard]] bool line_is_blank_before() const {
    for (std::size_t i = at_; i > 0 && source_[i - 1] != '\n'; --i) {
      if (source_[i - 1] != ' ' && source_[i - 1] != '\t') return false;
    }
    return true;
  }

  void comment() {
    Piece piece{"", line_};
    if (peek(1) == '/') {
      while (at_ < source_.size() && peek() != '\n') piece.text += take();
    } else {
      piece.text += take();
      piece.text += take();
      while (at_ < source_.size() && !starts("*/")) piece.text += take();
      for (int i = 0; i < 2 && at_ < source_.size(); ++i) piece.text += take();
    }
    found_.comments.push_back(std::move(piece));
  }

  void directive() {
    const std::size_t line = line_;
    take();
    skip_blanks();
    std::string name;
    while (is_word(peek())) name += take();
    skip_blanks();
    if (name != "include") return;
    const char open = peek();
    if (open != '<' && open != '"') return;
    const char close = open == '<' ? '>' : '"';
    take();
    Include include{"", open == '<', line};
    while (at_ < source_.size() && peek() != close && peek() != '\n') include.path += take();
    if (peek() == close) take();
    found_.includes.push_back(std::move(include));
  }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') take();
  }

  void string(bool raw) {
    if (!literal_may_continue_) found_.strings.push_back({"", line_});
    std::string& text = found_.strings.back().text;
    take();
    if (raw) {
      std::string end = ")";
      while (at_ < source_.size() && peek() != '(') end += take();
      end += '"';
      if (at_ < source_.size()) take();
      while (at_ < source_.size() && !starts(end)) text += take();
      for (std::size_t i = 0; i < end.size() && at_ < source_.size(); ++i) take();
    } else {
      while (at_ < source_.size() && peek() != '"' && peek() != '\n') {
        if (peek() == '\\') take();
        if (at_ < source_.size()) text += take();
      }
      if (at_ < source_.size()) take();
    }
    literal_may_continue_ = true;
  }

  void character() {
    literal_may_continue_ = false;
    take();
    while (at_ < source_.size() && peek() != '\'' && peek() != '\n') {
      if (peek() == '\\') take();
      if (at_ < source_.size()) take();
    }
    if (at_ < source_.size()) take();
  }

  void number() {  // with digit separators, which are no character literals
    literal_may_continue_ = false;
    while (is_word(peek()) || peek() == '.' || (peek() == '\'' && is_word(peek(1)))) take();
  }

  void word() {
    Piece piece{"", line_};
    while (is_word(peek())) piece.text += take();
    if (peek() == '"') {  // the prefix of a literal: R, u8, LR ...
      string(piece.text.back() == 'R');
      return;
    }
    literal_may_continue_ = false;
    found_.identifiers.push_back(std::move(piece));
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool literal_may_continue_ = false;
  SourceText found_;
};

}  // namespace

SourceText taken_apart(std::string_view source) { return Scanner(source).run(); }

}  // namespace bursar::style
