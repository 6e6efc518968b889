// Cases that other money libraries test themselves with.

#include <bursar/money/allocate.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/money/rate.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "refused.hpp"
#include "third_party_data.hpp"

#include <map>
#include <numeric>
#include <optional>
#include <string>

using namespace bursar;
namespace json = boost::json;

namespace {

std::optional<json::value> vectors(const char* file) {
  const auto path = bursar_test::third_party_data(file);
  if (!path) return std::nullopt;
  return json::parse(bursar_test::file_text(*path));
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

/// A currency with so many minor digits, whatever its name.
Currency with_digits(std::int64_t digits) {
  const char* codes[] = {"JPY", nullptr, "USD", "KWD"};
  return Currency::of(codes[digits]).value();
}

Money fen(std::int64_t minor) { return Money::of_minor(minor, Currency::cny()); }

std::optional<Rounding> mode(const std::string& name) {
  static const std::map<std::string, Rounding> modes = {
      {"ROUND_HALF_UP", Rounding::half_away_from_zero},
      {"ROUND_HALF_DOWN", Rounding::half_toward_zero},
      {"ROUND_HALF_EVEN", Rounding::half_even},
      {"ROUND_UP", Rounding::ceiling},
      {"ROUND_DOWN", Rounding::floor},
      {"ROUND_HALF_POSITIVE_INFINITY", Rounding::half_ceiling},
      {"ROUND_HALF_NEGATIVE_INFINITY", Rounding::half_floor}};
  const auto found = modes.find(name);
  if (found == modes.end()) return std::nullopt;  // half odd
  return found->second;
}

/// Weights as rates: 0.33 is 33 %.
std::vector<Rate> weights(const json::array& ratios) {
  std::vector<Rate> rates;
  for (const json::value& ratio : ratios) {
    if (ratio.is_int64()) {
      rates.push_back(Rate::of_fraction(ratio.as_int64(), 1).value());
    } else if (ratio.is_double()) {
      rates.push_back(
          Rate::of_fraction(static_cast<std::int64_t>(ratio.as_double() * 100 + 0.5), 100).value());
    } else {
      const auto hundredths =
          parse_amount(text(ratio), Currency::cny(), AmountUnit::one, Rounding::exact);
      rates.push_back(Rate::of_fraction(hundredths->amount.minor(), 100).value());
    }
  }
  return rates;
}

std::vector<std::int64_t> numbers(const json::array& values) {
  std::vector<std::int64_t> found;
  for (const json::value& value : values) found.push_back(value.as_int64());
  return found;
}

std::vector<std::int64_t> minors(const std::vector<Money>& parts) {
  std::vector<std::int64_t> found;
  for (const Money part : parts) found.push_back(part.minor());
  return found;
}

/// What holds for every library: the parts sum to the whole, and none is a whole unit off
/// another's.
void check_invariant(std::int64_t whole, const std::vector<std::int64_t>& ours,
                     const std::vector<std::int64_t>& theirs) {
  REQUIRE(ours.size() == theirs.size());
  CHECK(std::accumulate(ours.begin(), ours.end(), std::int64_t{0}) == whole);
  CHECK(std::accumulate(theirs.begin(), theirs.end(), std::int64_t{0}) == whole);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    CAPTURE(i, ours[i], theirs[i]);
    CHECK(std::abs(ours[i] - theirs[i]) <= 1);
  }
}

}  // namespace

TEST_CASE("Money: shares as moneyphp, RubyMoney and Dinero allocate them", "[third_party]") {
  const auto php = vectors("money/moneyphp_vectors.json");
  const auto others = vectors("money/allocation_ruby_dinero.json");
  if (!php || !others) return;
  int checked = 0;
  int same = 0;
  const auto compare = [&](std::int64_t whole, const std::vector<Money>& parts,
                           const json::value& expected) {
    const auto ours = minors(parts);
    const auto theirs = numbers(expected.as_array());
    CAPTURE(whole);
    check_invariant(whole, ours, theirs);
    ++checked;
    same += ours == theirs ? 1 : 0;
  };
  for (const json::value& each : php->at("allocation").as_array()) {
    const std::int64_t whole = each.at("amount").as_int64();
    compare(whole, allocate(fen(whole), weights(each.at("ratios").as_array())).value(),
            each.at("expected"));
  }
  for (const json::value& each : php->at("allocate_to_n").as_array()) {
    const std::int64_t whole = each.at("amount").as_int64();
    const auto parts = static_cast<std::size_t>(each.at("n").as_int64());
    compare(whole, allocate_equally(fen(whole), parts).value(), each.at("expected"));
  }
  for (const char* library : {"ruby", "dinero"}) {
    for (const json::value& each : others->at(library).at("whole").as_array()) {
      const json::array& row = each.as_array();
      const std::int64_t whole = row.at(0).as_int64();
      const auto parts =
          row.at(1).is_int64()
              ? allocate_equally(fen(whole), static_cast<std::size_t>(row.at(1).as_int64()))
              : allocate(fen(whole), weights(row.at(1).as_array()));
      compare(whole, parts.value(), row.at(2));
    }
  }
  CHECK(checked == 17 + 4 + 20 + 3);
  CHECK(same >= checked - 4);  // remainders may go elsewhere, by our one rule
}

TEST_CASE("Money: rounding as moneyphp rounds", "[third_party]") {
  const auto php = vectors("money/moneyphp_vectors.json");
  if (!php) return;
  int checked = 0;
  for (const json::value& each : php->at("rounding").as_array()) {
    const auto rounding = mode(text(each.at("mode")));
    if (!rounding) continue;
    const auto exact =
        parse_amount(text(each.at("value")), with_digits(0), AmountUnit::one, *rounding);
    CAPTURE(text(each.at("value")), text(each.at("mode")));
    REQUIRE(exact.has_value());
    CHECK(std::to_string(exact->amount.minor()) == text(each.at("expected")));
    ++checked;
  }
  CHECK(checked == 45);  // all but half odd
  int stepped = 0;
  for (const json::value& each : php->at("round_to_unit").as_array()) {
    const auto rounding = mode(text(each.at("mode")));
    if (!rounding) continue;
    std::int64_t step = 1;
    for (std::int64_t i = 0; i < each.at("unit_pow10").as_int64(); ++i) step *= 10;
    CAPTURE(each.at("amount").as_int64(), step);
    CHECK(rounded_to(fen(each.at("amount").as_int64()), step, *rounding).value() ==
          fen(each.at("expected").as_int64()));
    ++stepped;
  }
  CHECK(stepped == 20);
}

TEST_CASE("Money: decimal texts as moneyphp parses and formats them", "[third_party]") {
  const auto php = vectors("money/moneyphp_vectors.json");
  if (!php) return;
  for (const json::value& each : php->at("parse_decimal").as_array()) {
    const auto parsed =
        parse_amount(text(each.at("text")), with_digits(each.at("subunit").as_int64()),
                     AmountUnit::one, Rounding::half_away_from_zero);
    CAPTURE(text(each.at("text")));
    if (text(each.at("text")).empty()) {
      CHECK_REFUSED(parsed, text_empty);  // blank is not known, never zero
      continue;
    }
    REQUIRE(parsed.has_value());
    CHECK(parsed->amount.minor() == each.at("expected_minor").as_int64());
  }
  for (const json::value& each : php->at("parse_decimal_invalid").as_array()) {
    CHECK_REFUSED(parse_amount(text(each), with_digits(2), AmountUnit::one, Rounding::floor),
                  amount_malformed);
  }
  for (const json::value& each : php->at("format_decimal").as_array()) {
    const Money amount =
        Money::of_minor(each.at("minor").as_int64(), with_digits(each.at("subunit").as_int64()));
    CHECK(plain_text(amount) == text(each.at("expected")));
  }
}
