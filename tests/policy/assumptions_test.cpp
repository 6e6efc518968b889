#include <bursar/policy/rule_book.hpp>

#include <catch2/catch.hpp>

#include "../policy/host_pack.hpp"

using namespace bursar;
using test::host_pack;

namespace {

RuleBook host() { return RuleBook::from_toml(host_pack).value(); }

std::string refusal_of(std::string_view text) {
  const Result<RuleBook> read = host().with_assumptions(text);
  if (read.has_value()) return "read";
  const Refusal& refusal = read.error();
  if (refusal.code() != Code::assumption_malformed) {
    return std::string(refusal.name()) + " " + std::string(refusal.argument("cell"));
  }
  return std::string(refusal.name()) + " " + std::string(refusal.argument("line")) + " " +
         std::string(refusal.argument("column"));
}

}  // namespace

TEST_CASE("Assumptions: an unknown cell gets the host's value, and says so") {
  const RuleBook book = host().with_assumptions(R"("old.passed.interest" = "return")").value();
  const Cell<Disposition>& cell = book.regime("old")->outcome("passed")->interest;
  CHECK(cell.value == Disposition::give_back);
  CHECK(cell.status == CellStatus::assumed);
  CHECK(cell.basis == "stated by the host (art. 3 of a rule)");
  REQUIRE(book.assumptions().size() == 1);
  CHECK(book.assumptions()[0].first == "old.passed.interest");
  CHECK(book.assumptions()[0].second == "return");
  CHECK(book.digest() == host().digest());
  CHECK(book.assumptions_digest() == sha256(R"("old.passed.interest" = "return")"));
}

TEST_CASE("Assumptions: every kind of cell can be stated, dotted keys too") {
  const RuleBook book = host()
                            .with_assumptions(R"(
"old.passed.asset_proceeds" = "keep"
old.passed.not_recognised = "keep"
"new.publicity_days" = 10
procedure.refund_days = 15
"each.revoked.interest" = "keep"
)")
                            .value();
  CHECK(book.regime("old")->outcome("passed")->asset_proceeds.value == Disposition::keep);
  CHECK(book.regime("old")->outcome("passed")->not_recognised.value == Disposition::keep);
  CHECK(book.regime("new")->confirmed("publicity_days").value() == 10);
  CHECK(book.confirmed_procedure("refund_days", make_date(2022, 1, 1).value()).value() == 15);
  for (const Regime& regime : book.regimes()) {
    CHECK(regime.outcome("revoked")->interest.value == Disposition::keep);
  }
  std::string paths;
  for (const auto& [path, value] : book.assumptions()) paths += path + "=" + value + " ";
  CHECK(paths ==
        "new.publicity_days=10 new.revoked.interest=keep old.passed.asset_proceeds=keep "
        "old.passed.not_recognised=keep old.revoked.interest=keep procedure.refund_days=15 ");
}

TEST_CASE("Assumptions: a later statement of a cell wins, and changes the digest") {
  const RuleBook one = host().with_assumptions(R"("old.passed.interest" = "return")").value();
  const RuleBook two = one.with_assumptions(R"("old.passed.interest" = "keep")").value();
  CHECK(two.regime("old")->outcome("passed")->interest.value == Disposition::keep);
  CHECK(two.assumptions().size() == 1);
  CHECK(two.assumptions_digest() != one.assumptions_digest());
  const Digest second = sha256(R"("old.passed.interest" = "keep")");
  CHECK(two.assumptions_digest() ==
        Sha256().add(one.assumptions_digest()->view()).add(second.view()).finish());
}

TEST_CASE("Assumptions: what was read in a source cannot be assumed away") {
  CHECK(refusal_of(R"("old.passed.unspent" = "return")") ==
        "assumption_contradicts_seen old.passed.unspent");
  CHECK(refusal_of(R"("old.payables_count" = true)") ==
        "assumption_contradicts_seen old.payables_count");
  const RuleBook same = host().with_assumptions(R"("old.passed.unspent" = "keep")").value();
  CHECK(same.regime("old")->outcome("passed")->unspent.status == CellStatus::seen);
  CHECK(same.assumptions().empty());
}

TEST_CASE("Assumptions: wrong files are refused at their first wrong line") {
  CHECK(refusal_of("x") == "assumption_malformed 1 2");
  CHECK(refusal_of("\"refund_days\" = 3") == "assumption_malformed 1 1");
  const std::string line = "\"old.passed.interest\" = \"return\"\n";
  CHECK(refusal_of(line + line).starts_with("assumption_malformed 2 "));
  const std::string twice = host().with_assumptions(line + line).error().text(Language::en);
  CHECK(twice.find("expected a key that was not stated before") != std::string::npos);
  CHECK(refusal_of("\n\"old.passed.interest\" = \"retrun\"") == "assumption_malformed 2 25");
  CHECK(refusal_of("\"old.passed.interest\" = 1") == "assumption_malformed 1 25");
  CHECK(refusal_of("\"new.publicity_days\" = \"ten\"") == "assumption_malformed 1 24");
  CHECK(refusal_of("\"old.failed.interest\" = \"keep\"") ==
        "assumption_unknown_cell old.failed.interest");
  CHECK(refusal_of("\"older.passed.interest\" = \"keep\"") ==
        "assumption_unknown_cell older.passed.interest");
  CHECK(refusal_of("\"procedure.bribe_days\" = 1") ==
        "assumption_unknown_cell procedure.bribe_days");
  CHECK(refusal_of("\"old.passed.intrest\" = \"keep\"\n\"old.passed.unspent\" = \"return\"") ==
        "assumption_unknown_cell old.passed.intrest");
  CHECK(refusal_of("\"old.passed.unspent\" = \"return\"\n\"old.passed.intrest\" = \"keep\"") ==
        "assumption_contradicts_seen old.passed.unspent");
}

TEST_CASE("Assumptions: what was stated under another pack is applied where there is room for it") {
  const RuleBook book = host()
                            .with_standing_assumptions(R"(
"old.passed.interest" = "keep"
"old.passed.unspent" = "return"
"old.payables_count" = false
"older.passed.interest" = "keep"
"new.publicity_days" = "ten"
"new.in_force_from" = 2014-01-01
"refund_days" = 3
)")
                            .value();
  REQUIRE(book.assumptions().size() == 1);
  CHECK(book.assumptions()[0].first == "old.passed.interest");
  CHECK(book.regime("old")->outcome("passed")->unspent.value == Disposition::keep);
  std::string list;
  for (const SupersededAssumption& each : book.superseded()) {
    list += each.cell + "=" + each.value + ": " + each.reason.en + "\n";
    CHECK(each.reason.zh != each.reason.en);
  }
  CHECK(list ==
        "new.in_force_from=2014-01-01: the pack read it in a source: 2020-01-01\n"
        "new.publicity_days=ten: assumptions, line 6, column 24: expected a whole number that is "
        "not negative\n"
        "old.passed.unspent=return: the pack read it in a source: keep\n"
        "old.payables_count=false: the pack read it in a source: false\n"
        "older.passed.interest=keep: the pack does not have the cell\n"
        "refund_days=3: assumptions, line 8, column 1: expected \"<regime>.<outcome>.<cell>\" = "
        "value\n");
  // A later statement that finds room replaces one that did not.
  const RuleBook later = book.with_standing_assumptions("\"new.publicity_days\" = 10").value();
  CHECK(later.superseded().size() == book.superseded().size() - 1);
  CHECK(later.regime("new")->confirmed("publicity_days").value() == 10);
  CHECK(host().with_standing_assumptions("x").error().code() == Code::assumption_malformed);
}

TEST_CASE("Assumptions: a first day that would not ascend is not applied, and what it was stays") {
  const RuleBook shenzhen = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  const RuleBook two = shenzhen
                           .with_standing_assumptions(
                               "\"cn-shenzhen-2020.in_force_from\" = 2020-11-01\n"
                               "\"cn-shenzhen-2019.in_force_from\" = 2019-01-01\n")
                           .value();
  const RuleBook three =
      two.with_standing_assumptions("\"cn-shenzhen-2020.in_force_from\" = 2018-11-01").value();
  CHECK(three.regime("cn-shenzhen-2020")->in_force_from.value == make_date(2020, 11, 1).value());
  CHECK(three.assumptions().size() == 2);
  REQUIRE(three.superseded().size() == 1);
  CHECK(three.superseded()[0].value == "2018-11-01");
}

TEST_CASE("Assumptions: of a period with several times, those that nobody read are stated") {
  const RuleBook shenzhen = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  const RuleBook book = shenzhen.with_assumptions("procedure.suit_months = 3").value();
  CHECK(book.confirmed_procedure("suit_months", make_date(2015, 4, 30).value()).value() == 3);
  CHECK(book.confirmed_procedure("suit_months", make_date(2015, 5, 1).value()).value() == 6);
  CHECK(book.superseded().empty());
  CHECK(refusal_of("procedure.public_notice_days = 3") ==
        "assumption_contradicts_seen procedure.public_notice_days");
}

TEST_CASE("Assumptions: a line must find room in one of the books that follow each other") {
  const RuleBook shenzhen = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  const RuleBook books[] = {host(), shenzhen};
  const auto refused = [&](std::string_view text) {
    const Result<void> checked = RuleBook::check_assumptions(books, text);
    return checked.has_value() ? std::string("fits") : std::string(checked.error().name());
  };
  CHECK(refused("\"old.passed.interest\" = \"keep\"\n\"cn-shenzhen-2018.payables_count\" = true") ==
        "fits");
  CHECK(refused("\"old.passed.unspent\" = \"return\"") == "assumption_contradicts_seen");
  CHECK(refused("\"cn-shenzhen-2018.passed.unspent\" = \"return\"") == "assumption_unknown_cell");
}

TEST_CASE("Assumptions: first days of regimes must go on ascending") {
  const RuleBook shenzhen = RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen")).value();
  CHECK(shenzhen.with_assumptions("\"cn-shenzhen-2020.in_force_from\" = 2020-11-01").has_value());
  const Result<RuleBook> wrong = shenzhen.with_assumptions(
      "\"cn-shenzhen-2020.in_force_from\" = 2018-11-01\n"
      "\"cn-shenzhen-2019.in_force_from\" = \"2019-01-01\"");
  REQUIRE(wrong.has_error());
  CHECK(wrong.error().code() == Code::assumption_malformed);
  CHECK(wrong.error().argument("line") == "2");
}
