// Refusals: values that name the requirement which was broken.
//
// Each refusal code has a number that is never reused, a name, a retry class and a text in Chinese
// and English. The registry is one table, refusal_codes.def, sorted by number; docs/refusals.md is
// made from it.
#pragma once

#include <bursar/base/export.hpp>

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// The language of a text for people.
enum class Language : std::uint8_t { en, zh };

/// A text for people in both languages.
struct Wording {
  std::string zh;
  std::string en;
  [[nodiscard]] const std::string& in(Language language) const noexcept {
    return language == Language::zh ? zh : en;
  }
  friend bool operator==(const Wording&, const Wording&) = default;
};

/// What a caller may do after a refusal: give up, change the request first, or try the same again.
enum class Retry : std::uint8_t { never, after_change, at_once };

/// Stable refusal numbers; see refusal_codes.def.
enum class Code : std::uint16_t {
#define BURSAR_REFUSAL(number, name, retry, en, zh) name = number,
#include <bursar/base/refusal_codes.def>
#undef BURSAR_REFUSAL
};

/// One row of the registry. Texts name their arguments in braces: "unknown project {project_id}".
struct CodeInfo {
  Code code;
  std::string_view name;
  Retry retry;
  std::string_view en;
  std::string_view zh;
};

/// The row of a code; every code has one.
[[nodiscard]] BURSAR_API const CodeInfo& info(Code code);
/// All rows, by ascending number.
[[nodiscard]] BURSAR_API std::span<const CodeInfo> all_codes();

/// A command, question or input that was not carried out. Built from its code; arguments are
/// shared, so that a Result of a small value stays small.
class BURSAR_API Refusal {
 public:
  /// A name and a value. Ids, codes, numbers and what somebody typed are the same in both
  /// languages; what is said in words is not.
  using Argument = std::pair<std::string, Wording>;

  explicit Refusal(Code code) noexcept : code_(code) {}

  /// The same refusal with one more named argument for its text.
  [[nodiscard]] Refusal with(std::string_view name, std::string value) &&;
  /// The same for an argument in words, such as what was expected.
  [[nodiscard]] Refusal with(std::string_view name, Wording value) &&;

  [[nodiscard]] Code code() const noexcept { return code_; }
  [[nodiscard]] std::string_view name() const { return info(code_).name; }
  [[nodiscard]] Retry retry() const { return info(code_).retry; }
  /// Named arguments in the order in which they were given.
  [[nodiscard]] std::span<const Argument> arguments() const noexcept;
  /// The value of an argument, in English where it is in words; or an empty text.
  [[nodiscard]] std::string_view argument(std::string_view name) const noexcept;
  /// The text for people, arguments filled in; arguments that the text does not name follow in
  /// brackets. An amount comes twice, as `amount` for people and as `amount_minor`, in whole minor
  /// units, for programs: the text has the first alone. In Chinese, an argument `field` or
  /// `other_field` that is the name of a field stands as people call it (base/field_names.hpp).
  [[nodiscard]] std::string text(Language language) const;

  friend bool operator==(const Refusal& a, const Refusal& b);

 private:
  // error() of a boost::system::result that holds a value returns a default-constructed error.
  template <class T, class E>
  friend class boost::system::result;
  Refusal() noexcept : code_(Code::not_refused) {}

  Code code_;
  std::shared_ptr<const std::vector<Argument>> arguments_;
};

}  // namespace bursar
