// Assumptions files, laid over a pack that is known to be sound.

#include <bursar/policy/rule_book.hpp>

#include "promise.hpp"

#include <algorithm>
#include <string>

using namespace bursar;
using bursar_test::promise;

namespace {

const RuleBook& pack() {
  static const RuleBook book =
      RuleBook::from_toml(built_in_rule_pack("cn-shenzhen").value()).value();
  return book;
}

/// The assumptions in force as a file that states them: a value is a number, a day or a flag where
/// it reads like one, else a word.
std::string file_of(const RuleBook& book) {
  std::string file;
  for (const auto& [path, value] : book.assumptions()) {
    const bool bare = value == "true" || value == "false" ||
                      value.find_first_not_of("0123456789-") == std::string::npos;
    file += '"' + path + "\" = " + (bare ? value : '"' + value + '"') + '\n';
  }
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  const auto assumed = pack().with_assumptions(text);
  const auto standing = pack().with_standing_assumptions(text);
  if (!assumed) {
    const Code code = assumed.error().code();
    promise(code == Code::assumption_malformed || code == Code::assumption_unknown_cell ||
                code == Code::assumption_contradicts_seen,
            "a bad file is refused as such");
    return 0;
  }
  promise(standing && std::ranges::equal(standing->assumptions(), assumed->assumptions()),
          "what may be stated stands as it was stated");
  promise(assumed->digest() == pack().digest(), "the pack stays what it was");
  promise(assumed->assumptions_digest().has_value(), "assumptions have a digest");
  const auto again = pack().with_assumptions(file_of(*assumed));
  promise(again.has_value(), "the assumptions in force can be stated");
  promise(std::equal(again->assumptions().begin(), again->assumptions().end(),
                     assumed->assumptions().begin(), assumed->assumptions().end()),
          "and come to the same");
  return 0;
}
