// A C++ source taken apart as far as the style checks need it: includes, identifiers, fractional
// numbers, string literals and comments, each with its line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::style {

struct Piece {
  std::string text;
  std::size_t line = 0;
};

/// An identifier and what stands beside it.
struct Word {
  std::string text;
  std::size_t line = 0;
  std::string before;   // the word before it with nothing between, "." or "->" where it is a member
  bool scoped = false;  // `before` is its scope, empty for the global one
  bool called = false;  // a parenthesis follows
};

struct Include {
  std::string path;  // as written; of a computed include the macro
  bool angled = false;
  bool computed = false;
  std::size_t line = 0;
};

struct SourceText {
  std::vector<Include> includes;
  std::vector<Word> identifiers;
  std::vector<Piece> fractions;  // floating-point literals
  std::vector<Piece> strings;    // neighbours are joined as the compiler does, over macros too
  std::vector<Piece> comments;
};

[[nodiscard]] SourceText taken_apart(std::string_view source);

}  // namespace bursar::style
