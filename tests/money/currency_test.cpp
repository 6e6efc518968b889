#include <bursar/money/currency.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"
#include "third_party_data.hpp"

#include <map>
#include <string>

using namespace bursar;

TEST_CASE("Currency: minor digits") {
  CHECK(Currency::of("CNY").value() == Currency::cny());
  CHECK(Currency::of("JPY")->minor_digits() == 0);
  CHECK(Currency::of("USD")->minor_digits() == 2);
  CHECK(Currency::of("KWD")->minor_digits() == 3);
  CHECK(Currency::of("CLF")->minor_digits() == 4);
  CHECK(Currency::of("USD")->code() == "USD");
}

TEST_CASE("Currency: what is none, or has no minor unit, is refused") {
  for (const char* code :
       {"", "C", "cny", "CN ", " NY", "CNYY", "XAU", "XDR", "XXX", "XTS", "AAA", "RMB", "D C"}) {
    CAPTURE(code);
    CHECK_REFUSED(Currency::of(code), currency_unknown);
  }
}

TEST_CASE("Currency: the table is ISO 4217's list one", "[third_party]") {
  const auto path = bursar_test::third_party_data("money/iso4217_minor_units.tsv");
  if (!path) return;
  std::map<std::string, std::string> listed;
  for (const auto& row : bursar_test::tsv_rows(*path)) listed[row.at(0)] = row.at(2);
  REQUIRE(listed.size() == 179);
  // Every code that three letters can make: nothing is missing, and nothing is there that is not
  // listed, but for the one that came later.
  std::string code = "AAA";
  int known = 0;
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const auto currency = Currency::of(code);
        const auto row = listed.find(code);
        const bool later = code == "XCG";
        const bool expected = later || (row != listed.end() && row->second != "N.A.");
        if (currency.has_value() != expected) FAIL(code);
        if (!expected) continue;
        ++known;
        CHECK(currency->code() == code);
        CHECK(std::to_string(currency->minor_digits()) == (later ? "2" : row->second));
      }
    }
  }
  CHECK(known == 179 - 13 + 1);
}
