#include <bursar/policy/rule_book.hpp>

#include <catch2/catch.hpp>

#include "../policy/host_pack.hpp"

using namespace bursar;
using test::host_pack;
using test::with;

namespace {

Date day(const char* text) { return parse_iso_date(text).value(); }

/// The refusal of a pack that is wrong, as "name line column".
std::string refusal_of(const std::string& text) {
  const Result<RuleBook> read = RuleBook::from_toml(text);
  if (read.has_value()) return "read";
  const Refusal& refusal = read.error();
  if (refusal.code() == Code::rule_pack_incomplete) {
    return "rule_pack_incomplete " + std::string(refusal.argument("cell"));
  }
  return std::string(refusal.name()) + " " + std::string(refusal.argument("line")) + " " +
         std::string(refusal.argument("column"));
}

KeyDays contract(const char* text) {
  KeyDays days;
  days.contract_on = day(text);
  return days;
}

}  // namespace

TEST_CASE("RuleBook: a host's pack is read as it stands") {
  const RuleBook book = RuleBook::from_toml(host_pack).value();
  CHECK(book.name() == "host");
  CHECK(book.title(Language::zh) == "某市");
  CHECK(book.default_source() == Source::grant_city);
  CHECK(book.digest() == sha256(host_pack));
  CHECK_FALSE(book.assumptions_digest());
  REQUIRE(book.regimes().size() == 2);
  const Regime& regime = *book.regime("old");
  CHECK(regime.title_en == "Old");
  CHECK(regime.in_force_from.value == day("2015-01-01"));
  CHECK_FALSE(regime.in_force_until_inclusive.value);
  const OutcomeRow& passed = *regime.outcome("passed");
  CHECK(passed.unspent.value == Disposition::keep);
  CHECK(passed.unspent.basis == "art. 3 of a rule");
  CHECK(passed.unspent.basis_in(Language::zh) == "某办法第三条");
  CHECK(passed.not_recognised.status == CellStatus::derived);
  CHECK(passed.interest.status == CellStatus::unknown);
  CHECK_FALSE(passed.interest.value);
  CHECK(passed.interest.proposed == Disposition::give_back);
  CHECK(passed.keep_years.value == 2);
  CHECK(book.regime("new")->outcome("revoked")->whole_grant.value == Disposition::give_back);
  CHECK(book.regime("new")->outcome("passed") == nullptr);
  CHECK(book.regime("newer") == nullptr);
}

TEST_CASE("RuleBook: what is wrong in a pack is refused with its line and column") {
  CHECK(refusal_of("schema = \n") == "rule_pack_malformed 1 10");
  CHECK(refusal_of(with(host_pack, "rules/1", "rules/2")) == "rule_pack_malformed 1 10");
  CHECK(refusal_of(with(host_pack, "name = \"host\"", "name = 7")) == "rule_pack_malformed 2 8");
  CHECK(refusal_of(with(host_pack, "CNY", "YUAN")) == "rule_pack_malformed 4 12");
  CHECK(refusal_of(with(host_pack, "grant:city", "loan")) == "rule_pack_malformed 5 18");
  CHECK(refusal_of(with(host_pack, "\n[basis]", "\nextra = 1\n[basis]")) ==
        "rule_pack_malformed 7 1");
  CHECK(refusal_of(with(host_pack, "2015-01-01, status", "2015-02-30, status")) ==
        "rule_pack_malformed 13 37");
  CHECK(refusal_of(with(host_pack, "{ value = 2015-01-01, status = \"seen\", basis = \"rule\" }",
                        "2015-01-01")) == "rule_pack_malformed 13 17");
  CHECK(refusal_of(with(host_pack, "\"contract_on\"", "\"some_day\"")) ==
        "rule_pack_malformed 14 22");
  CHECK(refusal_of(with(host_pack, "\"keep\", status = \"seen\"", "\"kept\", status = \"seen\"")) ==
        "rule_pack_malformed 19 21");
  CHECK(refusal_of(with(host_pack, "\"keep\", status = \"seen\"",
                        "\"keep\", status = \"assumed\"")) == "rule_pack_malformed 19 38");
  CHECK(refusal_of(with(host_pack, "status = \"derived\", basis = \"rule\"",
                        "status = \"derived\", basis = \"ruel\"")) == "rule_pack_malformed 20 66");
}

TEST_CASE("RuleBook: unknown keys, doubled names and values of unknown cells are refused") {
  CHECK(refusal_of(with(host_pack, "keep_years", "keep_year")) == "rule_pack_malformed 26 1");
  CHECK(refusal_of(with(host_pack, "proposed = 7", "propose = 7")) == "rule_pack_malformed 37 56");
  CHECK(refusal_of(with(host_pack, "interest = { status",
                        "interest = { value = \"keep\", status")) == "rule_pack_malformed 21 14");
  CHECK(refusal_of(with(host_pack, "id = \"new\"", "id = \"old\"")) == "rule_pack_malformed 29 6");
  CHECK(refusal_of(with(host_pack, "id = \"new\"", "id = \"each\"")) == "rule_pack_malformed 29 6");
  CHECK(refusal_of(with(host_pack, "id = \"new\"", "id = \"n.w\"")) == "rule_pack_malformed 29 6");
  CHECK(refusal_of(with(host_pack, "2020-01-01", "2015-01-01")) == "rule_pack_malformed 29 6");
  CHECK(refusal_of(with(host_pack, "publicity_days =", "payables_count =")) ==
        "rule_pack_malformed 37 1");
  CHECK(refusal_of(with(host_pack, "value = 24", "value = -1")) == "rule_pack_malformed 36 31");
  CHECK(refusal_of(with(host_pack, "value = 24", "value = 24.0")) == "rule_pack_malformed 36 31");
  CHECK(refusal_of(with(host_pack, "from = 2022-01-01", "from = 2021-12-31")) ==
        "rule_pack_malformed 53 1");
}

TEST_CASE("RuleBook: a cell that is left out is named") {
  const std::string unspent =
      "unspent = { value = \"keep\", status = \"seen\", basis = \"rule\" }\n";
  CHECK(refusal_of(with(host_pack, unspent, "")) == "rule_pack_incomplete old.passed.unspent");
  CHECK(refusal_of(with(host_pack, "status = \"derived\", ", "")) ==
        "rule_pack_incomplete old.passed.not_recognised.status");
  CHECK(refusal_of(
            with(host_pack, "value = \"return\", status = \"derived\"", "status = \"derived\"")) ==
        "rule_pack_incomplete old.passed.not_recognised.value");
  CHECK(refusal_of(with(host_pack,
                        "payables_count = { value = false, status = \"seen\", basis = "
                        "\"rule\" }\n",
                        "")) == "rule_pack_incomplete old.payables_count");
  CHECK(refusal_of(with(host_pack, "en = \"Old\"", "en = \"\"")) == "rule_pack_malformed 12 26");
  CHECK(refusal_of(with(host_pack, ", en = \"Old\"", "")) == "rule_pack_incomplete old.title.en");
  CHECK(refusal_of(with(host_pack, "name = \"host\"\n", "")) == "rule_pack_incomplete name");
}

TEST_CASE("RuleBook: parameters without a value are refused by name") {
  const RuleBook book = RuleBook::from_toml(host_pack).value();
  const Regime& regime = *book.regime("new");
  CHECK(regime.confirmed("leader_bar_months").value() == 24);
  CHECK(regime.confirmed("publicity_days").error().argument("parameter") == "new.publicity_days");
  CHECK(regime.confirmed("never_heard_of").error().code() == Code::parameter_unconfirmed);
  CHECK(regime.parameter("never_heard_of") == nullptr);
}

TEST_CASE("RuleBook: a parameter of procedure is the one of the day of the event") {
  const RuleBook book = RuleBook::from_toml(host_pack).value();
  CHECK(book.confirmed_procedure("public_notice_days", day("2021-12-31")).value() == 60);
  CHECK(book.confirmed_procedure("public_notice_days", day("2022-01-01")).value() == 30);
  CHECK(book.confirmed_procedure("refund_days", day("2022-01-01")).error().argument("parameter") ==
        "procedure.refund_days");
  CHECK(book.procedure("refund_days", day("2022-01-01"))->proposed == 15);
  CHECK(book.procedure("suit_months", day("2022-01-01")) == nullptr);
  CHECK(book.confirmed_procedure("suit_months", day("2022-01-01")).error().code() ==
        Code::parameter_unconfirmed);
}

TEST_CASE("RuleBook: the regime is the one that the project names, else the one of its key day") {
  const RuleBook book = RuleBook::from_toml(host_pack).value();
  const auto id = [&](std::string_view named, const KeyDays& days) {
    const Result<const Regime*> found = book.governing(named, days);
    return found.has_value() ? (*found)->id : std::string(found.error().name());
  };
  CHECK(id("old", contract("2023-01-01")) == "old");
  CHECK(id("none", contract("2023-01-01")) == "regime_unknown");
  CHECK(id("", contract("2020-01-01")) == "new");
  CHECK(id("", contract("2019-12-31")) == "old");
  CHECK(id("", contract("2024-12-31")) == "new");
  CHECK(id("", contract("2025-01-01")) == "regime_undetermined");
  CHECK(id("", contract("2014-12-31")) == "regime_undetermined");
  CHECK(id("", KeyDays{}) == "regime_undetermined");
}

TEST_CASE("RuleBook: every key day decides where a regime names it") {
  KeyDays days;
  days.approved_on = day("2020-01-01");
  days.contract_on = day("2020-01-02");
  days.start_on = day("2020-01-03");
  days.end_on = day("2020-01-04");
  days.requested_on = day("2020-01-05");
  days.concluded_on = day("2020-01-06");
  const char* const names[] = {"approved_on", "contract_on",  "start_on",
                               "end_on",      "requested_on", "concluded_on"};
  for (int i = 0; i < 6; ++i) {
    std::string pack = with(host_pack, "\"contract_on\"", "\"XX\"");
    pack = with(pack, "\"contract_on\"", "\"" + std::string(names[i]) + "\"");
    pack = with(pack, "\"XX\"", "\"contract_on\"");
    const std::string first = "2020-01-0" + std::to_string(i + 1);
    const std::string after = "2020-01-0" + std::to_string(i + 2);
    CHECK(RuleBook::from_toml(with(pack, "2020-01-01", first))
              .value()
              .governing("", days)
              .value()
              ->id == "new");
    CHECK(RuleBook::from_toml(with(pack, "2020-01-01", after))
              .value()
              .governing("", days)
              .value()
              ->id == "old");
  }
}

TEST_CASE("RuleBook: a file that is too large is refused unread, whatever is in it") {
  CHECK(refusal_of(host_pack + std::string(300'000, '#')) == "rule_pack_malformed 1 1");
  CHECK(refusal_of(host_pack + std::string(100'000, '#')) == "read");
}
