// Credit codes, resident ids, and the folding of texts.

#include <bursar/base/credit_code.hpp>
#include <bursar/base/resident_id.hpp>
#include <bursar/base/text.hpp>

#include "promise.hpp"

#include <string>

using namespace bursar;
using bursar_test::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  if (const auto code = CreditCode::parse(text)) {
    promise(code->text().size() == 18, "a credit code has 18 characters");
    promise(credit_code_check(code->text().substr(0, 17)) == code->text().back(),
            "its check character is right");
    (void)code->warnings();
  }
  constexpr std::chrono::year_month_day today{std::chrono::year(2026), std::chrono::month(1),
                                              std::chrono::day(31)};
  if (const auto id = commit_resident_id(text, "a salt of 16 bytes", today)) {
    promise(id->mask.size() == 18 && id->mask.substr(4, 10) == "**********", "a number is masked");
  }
  const bool valid = is_utf8(text);
  const std::string folded = half_width(text);
  promise(is_utf8(folded) == valid, "folding keeps a text valid, and leaves an invalid one so");
  promise(half_width(folded) == folded, "what is folded stays");
  promise(trimmed(trimmed(text)) == trimmed(text), "what is trimmed stays");
  // Of bytes that are no text, those around a blank may make another one.
  promise(!valid || trimmed(without_blanks(text)) == without_blanks(text), "no blank is left");
  promise(display_width(text) <= 2 * size, "no byte takes more than two columns");
  return 0;
}
