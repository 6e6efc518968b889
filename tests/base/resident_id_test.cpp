#include <bursar/base/resident_id.hpp>

#include <catch2/catch.hpp>

#include "refused.hpp"

#include <string>

using namespace bursar;
using namespace std::chrono_literals;

namespace {

const std::string salt = "sixteen bytes of salt";
constexpr std::chrono::year_month_day today = 2026y / 1 / 31;

auto commit(std::string_view number) { return commit_resident_id(number, salt, today); }

}  // namespace

TEST_CASE("Resident id: valid numbers are committed to and masked") {
  const auto first = commit("11010519491231002X");
  REQUIRE(first.has_value());
  CHECK(first->mask == "1101**********002X");
  CHECK(first->commitment == hmac_sha256(salt, "11010519491231002X"));
  const auto second = commit("440524188001010014");
  REQUIRE(second.has_value());
  CHECK(second->mask == "4405**********0014");
  CHECK(second->commitment != first->commitment);
}

TEST_CASE("Resident id: another salt gives another commitment, a short one is refused") {
  const auto other = commit_resident_id("11010519491231002X", salt + "!", today);
  CHECK(other->commitment != commit("11010519491231002X")->commitment);
  CHECK_REFUSED(commit_resident_id("11010519491231002X", "fifteen bytes..", today), salt_too_short);
}

TEST_CASE("Resident id: writing varies, the person does not") {
  const auto canonical = commit("11010519491231002X").value();
  CHECK((commit(" 11010519491231002x　").value() == canonical));
  CHECK((commit("１１０１０５１９４９１２３１００２Ｘ").value() == canonical));
  CHECK((commit("110105491231002").value() == canonical));  // the old form of 15 digits
}

TEST_CASE("Resident id: a wrong check character is refused") {
  CHECK_REFUSED(commit("110105194912310021"), resident_id_check_wrong);
  CHECK_REFUSED(commit("440524188001010015"), resident_id_check_wrong);
}

TEST_CASE("Resident id: every single wrong digit is found") {
  const std::string right = "11010519491231002X";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (const char c : std::string_view("0123456789X")) {
      std::string wrong = right;
      wrong[at] = c;
      CHECK(commit(wrong).has_value() == (c == right[at]));
    }
  }
}

TEST_CASE("Resident id: the day of birth exists, from 1850 to today") {
  CHECK_REFUSED(commit("110105194902300021"), resident_id_birth_impossible);
  CHECK_REFUSED(commit("110105184912310021"), resident_id_birth_impossible);
  CHECK_REFUSED(commit("110105202602010021"), resident_id_birth_impossible);
  CHECK_REFUSED(commit("110105202601310021"), resident_id_check_wrong);  // today is possible
}

TEST_CASE("Resident id: length and digits") {
  CHECK_REFUSED(commit(""), resident_id_malformed);
  CHECK_REFUSED(commit("1101051949123100"), resident_id_malformed);
  CHECK_REFUSED(commit("1101051949123100X2"), resident_id_malformed);
  CHECK_REFUSED(commit("11010549123100X"), resident_id_malformed);
}

TEST_CASE("Resident id: what a spreadsheet left of one is told apart") {
  CHECK_REFUSED(commit("1.10105E+17"), spreadsheet_digits_lost);
  CHECK_REFUSED(commit("110105194912310000"), spreadsheet_digits_lost);
}

TEST_CASE("Resident id: no refusal holds the number") {
  for (const std::string number : {"110105194912310021", "110105194902300021", "11010519491231002",
                                   "110105194912310000", "1101051949123100X2"}) {
    const auto refused = commit(number);
    REQUIRE_FALSE(refused.has_value());
    for (const Language language : {Language::en, Language::zh}) {
      const std::string text = refused.error().text(language);
      CHECK(text.find(number.substr(0, 6)) == std::string::npos);
      CHECK(text.find("19491231") == std::string::npos);
    }
  }
}
