// A C++ source taken apart as far as the style checks need it: includes, identifiers, string
// literals and comments, each with its line.
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

struct Include {
  std::string path;
  bool angled = false;
  std::size_t line = 0;
};

struct SourceText {
  std::vector<Include> includes;
  std::vector<Piece> identifiers;
  std::vector<Piece> strings;  // neighbouring literals are joined, as the compiler does
  std::vector<Piece> comments;
};

[[nodiscard]] SourceText taken_apart(std::string_view source);

}  // namespace bursar::style
