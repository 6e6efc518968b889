// Amount texts. The first byte chooses currency, unit and rounding; the rest is the text.

#include <bursar/money/amount_text.hpp>
#include <bursar/money/rate.hpp>

#include "promise.hpp"

#include <optional>
#include <string>

using namespace bursar;
using bursar_test::promise;

namespace {

void check(std::string_view text, Currency currency, std::optional<AmountUnit> unit,
           Rounding rounding) {
  const auto parsed = parse_amount(text, currency, unit, rounding);
  if (!parsed) {
    promise(!parsed.error().text(Language::en).empty(), "a refusal has a text");
    return;
  }
  const Money amount = parsed->amount;
  promise(amount.currency() == currency, "an amount has the currency that was asked for");
  promise(rounding != Rounding::exact || parsed->difference.is_zero(), "exact means exact");
  const auto read = [&](const std::string& written) {
    const auto again = parse_amount(written, currency, AmountUnit::one, Rounding::exact);
    return again && again->amount == amount && again->difference.is_zero();
  };
  promise(read(plain_text(amount)), "a plain text is read back");
  promise(read(grouped_text(amount)), "a grouped text is read back");
  if (currency != Currency::cny()) return;
  const auto in_unit = parse_amount(unit_text(amount, AmountUnit::ten_thousand), currency,
                                    std::nullopt, Rounding::exact);
  promise(in_unit && in_unit->amount == amount, "an amount in 万元 is read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const std::string_view text = bursar_test::input_text(data + 1, size - 1);
  constexpr const char* codes[] = {"CNY", "JPY", "KWD", "USD"};
  const Currency currency = Currency::of(codes[choice % 4]).value();
  const unsigned unit = choice / 4 % 7;
  const auto chosen = unit == 6 ? std::nullopt : std::optional(static_cast<AmountUnit>(unit));
  check(text, currency, chosen, Rounding::exact);
  check(text, currency, chosen, static_cast<Rounding>(choice % 10));
  (void)parse_amount_unit(text).has_value();
  if (const auto rate = Rate::parse(text)) {
    const std::string written = to_text(*rate);
    const auto again = Rate::parse(written);
    // A fraction of more than 18 digits is written, but not taken from outside.
    promise(again ? *again == *rate : written.size() > 18, "a rate is read back");
  }
  return 0;
}
