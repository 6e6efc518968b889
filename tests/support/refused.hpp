// Assertions about refusals.
#pragma once

#include <bursar/base/result.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace bursar_test {

/// The Chinese text of a refusal if it holds English; empty if it does not. What is the same in
/// both languages is an id, a code, or what somebody typed, and may be anything, unless it says
/// what was expected or why.
inline std::string english_in(const bursar::Refusal& refusal) {
  static constexpr std::array<std::string_view, 4> prose{{"expected", "reason", "what", "place"}};
  bursar::Refusal bare(refusal.code());
  for (const auto& [name, value] : refusal.arguments()) {
    const bool in_words = value.zh != value.en || std::ranges::find(prose, name) != prose.end();
    bare = std::move(bare).with(name, in_words ? value.zh : std::string("X"));
  }
  const std::string text = bare.text(bursar::Language::zh);
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] == ' ' && small(text[at - 1]) && small(text[at + 1])) return text;
  }
  return {};
}

/// The name of the refusal, or "accepted"; in Chinese every refusal is Chinese.
template <class T>
std::string refusal_name(const bursar::Result<T>& result) {
  if (result.has_value()) return "accepted";
  CHECK(english_in(result.error()) == "");
  return std::string(result.error().name());
}

}  // namespace bursar_test

/// Checks that a result was refused by a code.
#define CHECK_REFUSED(result, code) CHECK(bursar_test::refusal_name(result) == #code)
