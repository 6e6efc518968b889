#include "source_text.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

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
    literal_may_continue_ = false;
    const std::size_t line = line_;
    take();
    skip_blanks();
    std::string name;
    while (is_word(peek())) name += take();
    skip_blanks();
    if (name != "include" && name != "include_next" && name != "import") return;
    Include include{"", peek() == '<', is_word(peek()), line};
    const char close = include.angled ? '>' : '"';
    if (!include.computed) take();
    while (at_ < source_.size() && peek() != '\n' &&
           (include.computed ? is_word(peek()) : peek() != close))
      include.path += take();
    if (!include.computed && peek() == close) take();
    found_.includes.push_back(std::move(include));
  }

  /// Within a directive: blanks, comments and joined lines.
  void skip_blanks() {
    while (true) {
      if (peek() == ' ' || peek() == '\t') {
        take();
      } else if (starts("\\\n")) {
        take();
        take();
      } else if (starts("/*")) {
        comment();
      } else {
        return;
      }
    }
  }

  void string(bool raw) {
    if (!literal_may_continue_) {
      found_.strings.push_back({"", line_});
      macros_between_.clear();
    }
    std::string& text = found_.strings.back().text;
    text += std::exchange(macros_between_, "");
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
    Piece piece{"", line_};
    while (is_word(peek()) || peek() == '.' || (peek() == '\'' && is_word(peek(1))))
      piece.text += take();
    const bool hexadecimal = piece.text.starts_with("0x") || piece.text.starts_with("0X");
    if (piece.text.find_first_of(hexadecimal ? ".pP" : ".eE") != std::string::npos)
      found_.fractions.push_back(std::move(piece));
  }

  void word() {
    const std::size_t begin = at_;
    Word word{"", line_, "", false, false};
    while (is_word(peek())) word.text += take();
    if (peek() == '"') {  // the prefix of a literal: R, u8, LR ...
      string(word.text.back() == 'R');
      return;
    }
    if (literal_may_continue_) macros_between_ += " " + word.text + " ";
    look_before(begin, word);
    word.called = source_.substr(std::min(source_.find_first_not_of(" \t\n", at_), source_.size()))
                      .starts_with('(');
    found_.identifiers.push_back(std::move(word));
  }

  void look_before(std::size_t begin, Word& word) const {
    std::string_view left = trimmed(source_.substr(0, begin));
    if (left.ends_with("->")) {
      word.before = "->";
    } else if (left.ends_with('.')) {
      word.before = ".";
    } else {
      word.scoped = left.ends_with("::");
      if (word.scoped) left = trimmed(left.substr(0, left.size() - 2));
      std::size_t from = left.size();
      while (from > 0 && is_word(left[from - 1])) --from;
      word.before = left.substr(from);
    }
  }

  static std::string_view trimmed(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\n") + 1);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool literal_may_continue_ = false;
  std::string macros_between_;  // words since the last literal, if it may continue
  SourceText found_;
};

}  // namespace

SourceText taken_apart(std::string_view source) { return Scanner(source).run(); }

}  // namespace bursar::style
