// Rule packs, calendars and assumptions that change while a book runs.
#include <bursar/calendar/period.hpp>
#include <bursar/office/book_rules.hpp>

#include "office_fixture.hpp"
#include "small_book.hpp"

using namespace office_test;

namespace {

constexpr const char* assumed = "\"cn-shenzhen-2019.failed.asset_proceeds\" = \"return\"\n";

/// A text with one passage replaced, which must occur.
std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string made(text);
  const std::size_t at = made.find(from);
  REQUIRE(at != std::string::npos);
  return made.replace(at, from.size(), to);
}

const std::string_view shenzhen_pack = *built_in_rule_pack("cn-shenzhen");

/// The pack after somebody has read what becomes of the proceeds of assets.
std::string learned_pack() {
  const std::string_view row = "outcome = \"failed\"\n";
  const std::size_t regime = shenzhen_pack.find("id = \"cn-shenzhen-2019\"");
  const std::size_t at = shenzhen_pack.find(row, regime);
  return std::string(shenzhen_pack.substr(0, at)) +
         with(shenzhen_pack.substr(at),
              "asset_proceeds = { status = \"unknown\", basis = \"assets-not-read\" }",
              "asset_proceeds = { value = \"keep\", status = \"seen\", basis = \"notice-2019\" }");
}

template <class Body>
Result<Receipt> adopt(Desk& desk, Date from, std::string_view text) {
  Body body;
  body.name = "text";
  body.text = text;
  body.digest = sha256(text).hex();
  return desk.office.adopt(desk.request(from), body);
}

Result<Receipt> assume(Desk& desk, Date from, std::string_view text) {
  return adopt<AssumptionsStated>(desk, from, text);
}

/// "cell = value: reason; ..." of what is not applied.
std::string superseded(const RuleBook& rules) {
  std::string list;
  for (const SupersededAssumption& each : rules.superseded()) {
    list += each.cell + " = " + each.value + ": " + each.reason.en + "; ";
  }
  return list;
}

}  // namespace

TEST_CASE("Office: a pack without a cell that was assumed holds all the same") {
  Desk desk;
  REQUIRE(adopt<RuleBookAdopted>(desk, day(2021, 1, 1), bursar_test::small_pack).has_value());
  REQUIRE(assume(desk, day(2019, 1, 1), assumed).has_value());
  const auto before = desk.office.rules_on(day(2020, 12, 31));
  REQUIRE(before.has_value());
  CHECK((*before)->assumptions().size() == 1);
  CHECK((*before)->superseded().empty());
  const auto after = desk.office.rules_on(day(2021, 6, 1));
  REQUIRE(after.has_value());
  CHECK((*after)->name() == "small");
  CHECK((*after)->assumptions().empty());
  CHECK(superseded(**after) ==
        "cn-shenzhen-2019.failed.asset_proceeds = return: the pack does not have the cell; ");
  CHECK((*after)->assumptions_digest() == (*before)->assumptions_digest());
  desk.register_units();
}

TEST_CASE("Office: a pack that learned what was assumed is adopted, and says it better") {
  Desk desk;
  REQUIRE(assume(desk, day(2019, 1, 1), assumed).has_value());
  REQUIRE(adopt<RuleBookAdopted>(desk, day(2021, 1, 1), learned_pack()).has_value());
  const auto rules = desk.office.rules_on(day(2021, 1, 1));
  REQUIRE(rules.has_value());
  const Cell<Disposition>& cell =
      (*rules)->regime("cn-shenzhen-2019")->outcome("failed")->asset_proceeds;
  CHECK(cell.value == Disposition::keep);
  CHECK(cell.status == CellStatus::seen);
  CHECK(superseded(**rules) ==
        "cn-shenzhen-2019.failed.asset_proceeds = return: the pack read it in a source: keep; ");
}

TEST_CASE("Office: an assumption must find room in a pack that holds on its day or later") {
  Desk desk;
  const auto small = bursar_test::small_assumptions;
  CHECK(assume(desk, day(2020, 1, 1), small).error().code() == Code::assumption_unknown_cell);
  REQUIRE(adopt<RuleBookAdopted>(desk, day(2021, 1, 1), bursar_test::small_pack).has_value());
  // A line for the pack of the day, and one for the next.
  REQUIRE(assume(desk, day(2020, 1, 1), std::string(small) + assumed).has_value());
  CHECK((*desk.office.rules_on(day(2020, 6, 1)))->assumptions().size() == 1);
  CHECK((*desk.office.rules_on(day(2021, 6, 1)))->assumptions().size() == 1);
  // No pack of 2021 or later has the cell.
  CHECK(assume(desk, day(2021, 6, 1), assumed).error().code() == Code::assumption_unknown_cell);
  const char* const typo = "\"small.failed.asset_proceed\" = \"return\"";
  CHECK(assume(desk, day(2020, 1, 1), typo).error().code() == Code::assumption_unknown_cell);
  const char* const read = "\"small.failed.unspent\" = \"keep\"";
  CHECK(assume(desk, day(2021, 6, 1), read).error().code() == Code::assumption_contradicts_seen);
}

TEST_CASE("Office: rules are adopted and assumed from a day on which none hold yet") {
  auto journal = make_memory_journal(
      "book", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  Office office(*journal, bursar_test::small_host());
  REQUIRE(office.open_book({"open", "officer", day(2020, 1, 1)}, bursar_test::small_opening("book"))
              .has_value());
  const auto adopt_on = [&](const char* key, auto body, std::string_view text) {
    body.name = "text";
    body.text = text;
    body.digest = sha256(text).hex();
    return office.adopt({key, "officer", day(2019, 1, 1)}, body);
  };
  // Judged by the pack of 2020.
  CHECK(adopt_on("assume", AssumptionsStated{}, bursar_test::small_assumptions).has_value());
  CHECK(adopt_on("adopt", RuleBookAdopted{}, bursar_test::small_pack).has_value());
  CHECK(office.rules_on(day(2019, 1, 1)).has_value());
}

TEST_CASE("Office: a calendar of a new year answers what the old one could not") {
  Desk desk;
  REQUIRE(adopt<CalendarAdopted>(desk, day(2020, 1, 1), bursar_test::small_calendar).has_value());
  const auto deadline = [&](std::int64_t position) {
    const Portfolio known = Portfolio::fold(*desk.journal, {day(2021, 12, 31), position}).value();
    const WorkCalendar calendar = calendar_of(known.book()).value().value();
    return last_day(
        {10, PeriodUnit::working_days, FirstDay::not_counted, RestDayEnd::next_working_day},
        day(2020, 12, 25), &calendar);
  };
  const std::int64_t before = desk.journal->head().position;
  CHECK(deadline(before).error().code() == Code::calendar_not_covered);
  const std::string longer =
      with(bursar_test::small_calendar, "last = 2020-12-31", "last = 2021-12-31") +
      "[[notice]]\nyear = 2021\nsources = [\"none\"]\n"
      "holidays = [{ first = 2021-01-01, last = 2021-01-03, name = \"x\" }]\n"
      "make_up_workdays = []\n";
  CHECK(adopt<CalendarAdopted>(desk, day(2020, 12, 1), "format = 1").error().code() ==
        Code::calendar_malformed);
  REQUIRE(adopt<CalendarAdopted>(desk, day(2020, 12, 1), longer).has_value());
  CHECK(deadline(desk.journal->head().position).value() == day(2021, 1, 11));
  CHECK(deadline(before).error().code() == Code::calendar_not_covered);
}

TEST_CASE("Office: the digest of a pack is that of its bytes, whatever is said of it") {
  Desk desk;
  RuleBookAdopted stated;
  stated.name = "shenzhen";
  stated.text = std::string(shenzhen_pack);
  stated.digest = "feed";
  REQUIRE(desk.office.adopt(desk.request(day(2001, 1, 1)), stated).has_value());
  const Portfolio folded = Portfolio::fold(*desk.journal, {day(2002, 1, 1)}).value();
  REQUIRE(folded.book().rule_book);
  CHECK(folded.book().rule_book->digest == sha256(shenzhen_pack).hex());
}
