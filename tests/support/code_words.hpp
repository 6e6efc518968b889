// Which words of a Chinese text are codes of the grant's vocabularies.
#pragma once

#include <bursar/grant/fact_codec.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/grant/words.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bursar_test {

template <class... Enums>
void add_words_of(std::set<std::string, std::less<>>& all) {
  (all.insert(bursar::Vocabulary<Enums>::words.begin(), bursar::Vocabulary<Enums>::words.end()),
   ...);
}

template <std::size_t... At>
void add_kinds(std::set<std::string, std::less<>>& all, std::index_sequence<At...>) {
  (all.emplace(bursar::kind_of(bursar::FactBody(std::in_place_index<At>))), ...);
}

/// Every word of a vocabulary of the grant, of its lifecycles, and every kind of fact.
inline const std::set<std::string, std::less<>>& code_words() {
  using namespace bursar;
  static const auto all = [] {
    std::set<std::string, std::less<>> words;
    add_words_of<OrgKind, OrgStatus, Source, Head, PaymentDirection, ExpenseKind, AccrualKind,
                 ChangeKind, Outcome, OpinionKind, DecisionKind, DecisionStatus, NoticeKind,
                 RepaymentPart, RepaymentMeans>(words);
    for (const Lifecycle* lifecycle : all_lifecycles()) {
      words.insert(lifecycle->states.begin(), lifecycle->states.end());
      words.insert(lifecycle->events.begin(), lifecycle->events.end());
    }
    add_kinds(words, std::make_index_sequence<std::variant_size_v<FactBody>>());
    words.erase("");
    return words;
  }();
  return all;
}

/// The first such word of a refusal's Chinese text; empty if there is none. An id or the name of
/// a cell is one word, whatever it is made of. Names of fields, and what somebody typed, are not
/// looked at.
inline std::string code_word_in(const bursar::Refusal& refusal) {
  bursar::Refusal bare(refusal.code());
  for (const auto& [name, value] : refusal.arguments()) {
    const bool looked_at = name != "field" && name != "value" && name != "key";
    bare = std::move(bare).with(name, looked_at ? value.zh : std::string("X"));
  }
  const std::string text = bare.text(bursar::Language::zh);
  const auto of_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == ':' || c == '/' || c == '-' || c == '.';
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!of_word(text[at])) continue;
    const std::size_t begin = at;
    while (at < text.size() && of_word(text[at])) ++at;
    std::string word = text.substr(begin, at - begin);
    if (code_words().contains(word)) return word;
  }
  return {};
}

}  // namespace bursar_test
