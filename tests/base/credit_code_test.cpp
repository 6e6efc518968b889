#include <bursar/base/credit_code.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <string>

using namespace bursar;

TEST_CASE("Credit code: the standard's examples and the constructed remainder zero") {
  for (const char* code : {"91350100M000100Y43", "91512081MA62K0260E", "121000000000003340"}) {
    CAPTURE(code);
    const auto parsed = CreditCode::parse(code);
    REQUIRE(parsed.has_value());
    CHECK(parsed->text() == code);
  }
}

TEST_CASE("Credit code: a wrong check character is refused and the right one named") {
  const auto twin = CreditCode::parse("91350100M000100Y4Z");
  CHECK_REFUSED(twin, credit_code_malformed);  // Z is not of the alphabet
  const auto quoted = CreditCode::parse("91310115MA1G4L1WXK");
  CHECK_REFUSED(quoted, credit_code_check_wrong);
  CHECK(quoted.error().argument("expected") == "7");
  CHECK(CreditCode::parse("91310115MA1G4L1WX7").has_value());
}

TEST_CASE("Credit code: every single wrong character is found") {
  const std::string right = "91350100M000100Y43";
  const std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (const char c : alphabet) {
      std::string wrong = right;
      wrong[at] = c;
      CHECK(CreditCode::parse(wrong).has_value() == (c == right[at]));
    }
  }
}

TEST_CASE("Credit code: blanks, full width and lower case are taken") {
  const auto parsed = CreditCode::parse(" ９１３５０１００m000100y43　");
  REQUIRE(parsed.has_value());
  CHECK(parsed->text() == "91350100M000100Y43");
  CHECK(parsed->organisation_code() == "M000100Y4");
}

TEST_CASE("Credit code: length and alphabet") {
  CHECK_REFUSED(CreditCode::parse(""), credit_code_malformed);
  CHECK_REFUSED(CreditCode::parse("91350100M000100Y4"), credit_code_malformed);
  CHECK_REFUSED(CreditCode::parse("91350100M000100Y433"), credit_code_malformed);
  CHECK_REFUSED(CreditCode::parse("91350100I000100Y43"), credit_code_malformed);
  CHECK(CreditCode::parse("91350100I000100Y43").error().argument("reason") ==
        "character 9 is not of the alphabet");
}

TEST_CASE("Credit code: what a spreadsheet left of one is told apart") {
  CHECK_REFUSED(CreditCode::parse("9.1350100E+17"), spreadsheet_digits_lost);
  CHECK_REFUSED(CreditCode::parse("121000000000003000"), spreadsheet_digits_lost);
  CHECK_REFUSED(CreditCode::parse("121000000000003341"), credit_code_check_wrong);
}

TEST_CASE("Credit code: the organisation code has a check character of its own") {
  CHECK(organisation_code_check("M000100Y") == '4');
  CHECK(organisation_code_check("MA62K026") == '0');
  CHECK(organisation_code_check("D2143569") == 'X');
  CHECK(organisation_code_check("d2143569") == 0);
  CHECK(organisation_code_check("D214356") == 0);
  CHECK(CreditCode::parse("91350100M000100Y43")->warnings().empty());
  CHECK(CreditCode::parse("91512081MA62K0260E")->warnings().empty());
}

TEST_CASE("Credit code: what is odd is a warning, not a refusal") {
  const auto with_check = [](std::string first) {
    return CreditCode::parse(first + credit_code_check(first)).value().warnings();
  };
  using enum CreditCodeWarning;
  CHECK(with_check("91350100M000100Y5") == std::vector{organisation_check_differs});
  CHECK(with_check("B1350100M000100Y4") == std::vector{unknown_department});
  CHECK(with_check("9A350100M000100Y4") == std::vector{unknown_type});
  CHECK(with_check("91990100M000100Y4") == std::vector{unknown_division});
  CHECK(with_check("BA990100M000100Y5") == std::vector{unknown_department, unknown_type,
                                                       unknown_division,
                                                       organisation_check_differs});
}
