#include <bursar/policy/acceptance_rules.hpp>

#include <catch2/catch.hpp>

using namespace bursar;

namespace {

RuleBook shenzhen(std::string_view assumptions = "") {
  return RuleBook::from_toml(*built_in_rule_pack("cn-shenzhen"))
      .value()
      .with_assumptions(assumptions)
      .value();
}
Date day(const char* text) { return parse_iso_date(text).value(); }

}  // namespace

TEST_CASE("Acceptance form: 100万元 is a panel, one fen less a review of documents") {
  const RuleBook book = shenzhen();
  const Regime& regime = *book.regime("cn-shenzhen-2020");
  CHECK(acceptance_form(regime, Minor(100'000'000), false).value() ==
        AcceptanceForm::panel_defence);
  CHECK(acceptance_form(regime, Minor(99'999'999), false).value() ==
        AcceptanceForm::document_review);
  CHECK(acceptance_form(regime, Minor(1), true).value() == AcceptanceForm::on_site);
  const RuleBook large = shenzhen("\"cn-shenzhen-2020.on_site_from_minor\" = 1000000000");
  CHECK(acceptance_form(*large.regime("cn-shenzhen-2020"), Minor(1'000'000'000), false).value() ==
        AcceptanceForm::on_site);
  CHECK(acceptance_form(*large.regime("cn-shenzhen-2020"), Minor(999'999'999), false).value() ==
        AcceptanceForm::panel_defence);
}

TEST_CASE("Leader's bar: three years from the notice until 2019, from the conclusion since") {
  const RuleBook book = shenzhen();
  const Bar old =
      leader_bar(*book.regime("cn-shenzhen-2019"), day("2019-08-01"), day("2019-08-12")).value();
  CHECK(old.first == day("2019-08-12"));
  CHECK(old.anniversary == day("2022-08-12"));
  CHECK(old.covers(day("2019-08-11")) == false);
  CHECK(old.covers(day("2019-08-12")) == true);
  CHECK(old.covers(day("2022-08-11")) == true);
  CHECK_FALSE(old.covers(day("2022-08-12")).has_value());
  CHECK(old.covers(day("2022-08-13")) == false);
  CHECK(leader_bar(*book.regime("cn-shenzhen-2019"), day("2019-08-01"), std::nullopt)
            .error()
            .code() == Code::regime_undetermined);
  CHECK(leader_bar(*book.regime("cn-shenzhen-2020"), day("2022-02-01"), day("2022-03-02"))
            .value()
            .first == day("2022-02-01"));
}

TEST_CASE("Leader's bar: the host may say whether the anniversary is barred") {
  for (const int barred : {0, 1}) {
    const RuleBook book = shenzhen("each.bar_covers_anniversary = " + std::to_string(barred));
    const Bar bar =
        leader_bar(*book.regime("cn-shenzhen-2020"), day("2020-02-29"), std::nullopt).value();
    CHECK(bar.anniversary == day("2023-02-28"));
    CHECK(bar.covers(day("2023-02-28")) == (barred == 1));
    CHECK(bar.last_day() == day(barred == 1 ? "2023-02-28" : "2023-02-27"));
    CHECK(bar.anniversary_status == CellStatus::assumed);
    CHECK(bar.status == CellStatus::seen);
  }
}

TEST_CASE(
    "Leader's bar: as sure as the less sure of its length and of the day that it counts from") {
  std::string pack(*built_in_rule_pack("cn-shenzhen"));
  const std::string counts = R"(leader_bar_counts_from_notice = { value = 0, status = "seen", )";
  const std::size_t at = pack.find(counts);
  REQUIRE(at != std::string::npos);
  pack.replace(at, counts.size(), R"(leader_bar_counts_from_notice = { status = "unknown", )");
  const RuleBook unknown = RuleBook::from_toml(pack).value();
  CHECK(leader_bar(*unknown.regime("cn-shenzhen-2020"), day("2020-03-01"), std::nullopt)
            .error()
            .argument("parameter") == "cn-shenzhen-2020.leader_bar_counts_from_notice");
  const RuleBook book =
      unknown.with_assumptions("\"cn-shenzhen-2020.leader_bar_counts_from_notice\" = 0").value();
  const Bar bar =
      leader_bar(*book.regime("cn-shenzhen-2020"), day("2020-03-01"), std::nullopt).value();
  CHECK(bar.status == CellStatus::assumed);
  CHECK(bar.basis.find("Shenzhen rule [2020] 14: three years") == 0);
  CHECK(bar.basis.find("; stated by the host") != std::string::npos);
  CHECK(bar.basis_zh.find("；由使用单位假设") != std::string::npos);
  CHECK(bar.anniversary_status == CellStatus::unknown);
}

TEST_CASE("Member's bar: the third failed project bars, from its own conclusion") {
  const RuleBook book = shenzhen();
  const Regime& regime = *book.regime("cn-shenzhen-2019");
  const std::vector<Date> days{day("2019-06-01"), day("2018-01-01"), day("2019-01-01"),
                               day("2019-12-01")};
  const auto count = [&](std::size_t n) {
    return member_bar(regime, std::span<const Date>(days).first(n)).value();
  };
  CHECK_FALSE(count(0));
  CHECK_FALSE(count(2));
  CHECK(count(3)->first == day("2019-06-01"));
  CHECK(count(4)->first == day("2019-06-01"));
  CHECK(count(3)->anniversary == day("2022-06-01"));
  CHECK(member_bar(*book.regime("cn-shenzhen-2020"), days).error().argument("parameter") ==
        "cn-shenzhen-2020.member_strikes");
}
