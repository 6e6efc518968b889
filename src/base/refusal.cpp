#include <bursar/base/refusal.hpp>

#include <bursar/base/field_names.hpp>
#include <bursar/base/result.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bursar {
namespace {

constexpr std::array code_rows{
#define BURSAR_REFUSAL(number, name, retry, en, zh) \
  CodeInfo{Code::name, #name, Retry::retry, en, zh},
#include <bursar/base/refusal_codes.def>
#undef BURSAR_REFUSAL
};

constexpr bool ascending() {
  for (std::size_t i = 1; i < code_rows.size(); ++i) {
    if (code_rows[i - 1].code >= code_rows[i].code) return false;
  }
  return true;
}
static_assert(ascending(), "refusal_codes.def: numbers must ascend, each used once");

/// An argument as a text says it: hosts name a field by its code.
std::string said(const Refusal::Argument& argument, Language language) {
  const auto& [name, value] = argument;
  const bool is_field = name == "field" || name == "other_field";
  if (is_field && value.zh == value.en) return field_wording(value.en).in(language);
  return value.in(language);
}

/// Whether an argument is the number, for programs, of an amount that another one says in words.
bool is_number_of_other(const Refusal::Argument& argument, std::span<const Refusal::Argument> all) {
  constexpr std::string_view suffix = "_minor";
  std::string_view name = argument.first;
  if (!name.ends_with(suffix)) return false;
  name.remove_suffix(suffix.size());
  return std::ranges::any_of(all, [&](const auto& other) { return other.first == name; });
}

}  // namespace

std::span<const CodeInfo> all_codes() { return code_rows; }

const CodeInfo& info(Code code) {
  const auto row = std::lower_bound(code_rows.begin(), code_rows.end(), code,
                                    [](const CodeInfo& a, Code b) { return a.code < b; });
  if (row == code_rows.end() || row->code != code) std::abort();
  return *row;
}

Refusal Refusal::with(std::string_view name, std::string value) && {
  Wording same{value, std::move(value)};
  return std::move(*this).with(name, std::move(same));
}

Refusal Refusal::with(std::string_view name, Wording value) && {
  auto arguments = arguments_ ? std::make_shared<std::vector<Argument>>(*arguments_)
                              : std::make_shared<std::vector<Argument>>();
  arguments->emplace_back(std::string(name), std::move(value));
  arguments_ = std::move(arguments);
  return std::move(*this);
}

std::span<const Refusal::Argument> Refusal::arguments() const noexcept {
  if (!arguments_) return {};
  return *arguments_;
}

std::string_view Refusal::argument(std::string_view name) const noexcept {
  for (const auto& [key, value] : arguments()) {
    if (key == name) return value.en;
  }
  return {};
}

std::string Refusal::text(Language language) const {
  const CodeInfo& row = info(code_);
  const std::string_view pattern = language == Language::zh ? row.zh : row.en;
  std::string text;
  std::vector<bool> used(arguments().size(), false);
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      text += pattern[at++];
      continue;
    }
    const std::string_view name = pattern.substr(at + 1, close - at - 1);
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (arguments()[i].first != name) continue;
      text += said(arguments()[i], language);
      used[i] = true;
    }
    at = close + 1;
  }
  std::string rest;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i] || is_number_of_other(arguments()[i], arguments())) continue;
    rest += (rest.empty() ? "" : ", ") + arguments()[i].first + "=";
    rest += said(arguments()[i], language);
  }
  if (!rest.empty()) text += " [" + rest + "]";
  return text;
}

bool operator==(const Refusal& a, const Refusal& b) {
  return a.code_ == b.code_ && std::ranges::equal(a.arguments(), b.arguments());
}

BadResultAccess::BadResultAccess(Refusal refusal)
    : std::logic_error("value of a refused result: " + std::string(refusal.name()) + ": " +
                       refusal.text(Language::en)),
      refusal_(std::move(refusal)) {}

void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
  throw BadResultAccess(refusal);
}

}  // namespace bursar
