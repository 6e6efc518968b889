// Texts for people in both languages: no English in the Chinese ones, and none without its Chinese.
#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "chinese.hpp"
#include "tree_check.hpp"

namespace bursar::style {
namespace {

namespace fs = std::filesystem;
using bursar_test::has_han;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Whether two words of small letters follow each other, as in a sentence.
bool is_english(std::string_view text) {
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] == ' ' && is_lower(text[at - 1]) && is_lower(text[at + 1])) return true;
  }
  return false;
}

/// What is written in the literals of one argument of a list.
struct Argument {
  std::string text;
  std::size_t line = 0;
};
using List = std::vector<Argument>;

/// Walks the lists of a source, in parentheses and in braces, the inner ones first.
class ListWalk {
 public:
  explicit ListWalk(std::string_view source) : source_(source) {}

  template <class Visit>
  void run(const Visit& visit) {
    open_.assign(1, List(1));
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '\n') ++line_;
      if (source_.substr(at_, 2) == "//") {
        at_ = std::min(source_.find('\n', at_), source_.size());
        continue;
      }
      if (source_.substr(at_, 2) == "R\"") {
        take_raw();
      } else if (c == '"' || (c == '\'' && !follows_a_digit())) {
        take_quoted(c);
      } else if (c == '(' || c == '{' || c == '[') {
        open_.emplace_back(1);
      } else if ((c == ')' || c == '}' || c == ']') && open_.size() > 1) {
        visit(source_.substr(0, at_), open_.back());
        open_.pop_back();
      } else if (c == ',') {
        open_.back().emplace_back();
      } else if (c == ';') {
        open_.back().assign(1, Argument());
      }
      ++at_;
    }
  }

 private:
  [[nodiscard]] bool follows_a_digit() const {
    return at_ > 0 && std::isalnum(static_cast<unsigned char>(source_[at_ - 1])) != 0;
  }

  void add(std::string_view text) {
    Argument& argument = open_.back().back();
    if (argument.line == 0) argument.line = line_;
    argument.text += text;
  }

  void take_raw() {
    const std::size_t open = source_.find('(', at_);
    const std::string end = ")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t close = std::min(source_.find(end, open), source_.size());
    add(source_.substr(open + 1, close - open - 1));
    line_ += static_cast<std::size_t>(
        std::count(source_.begin() + static_cast<std::ptrdiff_t>(at_),
                   source_.begin() + static_cast<std::ptrdiff_t>(close), '\n'));
    at_ = close + end.size() - 1;
  }

  void take_quoted(char quote) {
    std::string text;
    for (++at_; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\\' && at_ + 1 < source_.size()) {
        ++at_;
        text += source_[at_] == 'n' ? '\n' : source_[at_];
      } else {
        text += source_[at_];
      }
    }
    if (quote == '"') add(text);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<List> open_;
};

/// A help without its example calls, its options and the names of its schemas.
std::string without_calls(std::string_view text) {
  std::string left;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool line_begins = at == 0 || text[at - 1] == '\n';
    if (line_begins && text.substr(at, 2) == "  ") {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (text.substr(at, 2) == "--") {
      while (at < text.size() && (is_lower(text[at]) || text[at] == '-')) ++at;
    } else if (text.substr(at, 7) == "bursar." || text.substr(at, 7) == "bursar ") {
      at += 7;
      while (at < text.size() && (is_lower(text[at]) || text[at] == '/')) ++at;
    }
    if (at < text.size()) left += text[at];
  }
  return left;
}

/// The questions of `bursar calc`, and words that its options take.
bool is_word_of_the_tool(std::string_view word) {
  static constexpr std::array words{
      "workdays", "deadline", "capitals",  "cap",        "info",        "low",      "medium",
      "high",     "critical", "nsfc",      "principal",  "penalty",     "interest", "voluntary",
      "offset",   "court",    "utf-8-bom", "bankruptcy", "cn-shenzhen", "tables"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A list that says something in English says it in Chinese only with Chinese words.
void check_pair(const std::string& path, const List& list, std::vector<Complaint>& complaints) {
  const bool says_it = std::any_of(list.begin(), list.end(), [](const Argument& each) {
    return !has_han(each.text) && is_english(each.text);
  });
  if (!says_it) return;
  for (const Argument& each : list) {
    if (!has_han(each.text)) continue;
    std::string left = without_calls(each.text);
    for (std::string word = bursar_test::foreign_word(left); !word.empty();
         word = bursar_test::foreign_word(left)) {
      if (!is_word_of_the_tool(word)) {
        complaints.push_back({path, each.line, "'" + word + "' in a Chinese text"});
        break;
      }
      left.erase(0, left.find(word) + word.size());
    }
  }
}

/// An argument of a refusal in words is said in both languages.
void check_argument(const std::string& path, std::string_view before, const List& list,
                    std::vector<Complaint>& complaints) {
  const std::size_t open = before.rfind("with(");
  if (list.size() != 2 || list[0].text.empty() || open == std::string_view::npos) return;
  if (before.find_first_of("({;", open + 5) != std::string_view::npos) return;
  if (!is_english(list[1].text)) return;
  complaints.push_back({path, list[1].line, "'" + list[1].text + "' in English only"});
}

}  // namespace

std::vector<Complaint> language_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  for (const char* folder : {"include", "src", "examples/bursar"}) {
    if (!fs::exists(root / folder)) continue;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".hpp" || extension == ".def") {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      std::ifstream in(file, std::ios::binary);
      const std::string source{std::istreambuf_iterator<char>(in),
                               std::istreambuf_iterator<char>()};
      const std::string path = fs::relative(file, root).generic_string();
      ListWalk(source).run([&](std::string_view before, const List& list) {
        check_pair(path, list, complaints);
        check_argument(path, before, list, complaints);
      });
    }
  }
  return complaints;
}

}  // namespace bursar::style
