// What refuses the calls that record no fact of the caller's, in the order that they document.
#include "precedence.hpp"
#include "small_book.hpp"

using namespace office_test;

namespace {

/// Mends what is broken, one after the other, and lists what refused until then.
struct Mended {
  std::vector<std::string> refused;
  void add(const Result<Receipt>& result) {
    refused.emplace_back(result.has_value() ? "done" : info(Desk::code_of(result)).name);
  }
};
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Office: opening a book refuses in its order") {
  auto journal = make_memory_journal(
      "book", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  Office office(*journal, bursar_test::small_host());
  const BookOpening sound = bursar_test::small_opening("book");
  REQUIRE(office.open_book({"open", "officer", day(2020, 1, 1)}, sound).has_value());
  Request request{"", "", day(2020, 1, 2)};
  BookOpening opening = sound;
  opening.book_id = "another";
  opening.rule_pack = "name = [";
  opening.calendar = "format = 1";
  opening.assumptions = "\"nothing.of.this\" = 1\n";
  Mended mended;
  const auto ask = [&] { mended.add(office.open_book(request, opening)); };
  ask();
  request.key = "open";
  ask();
  request.actor = "officer";
  ask();
  opening.book_id = "book";
  ask();
  opening.rule_pack = sound.rule_pack;
  ask();
  opening.calendar = sound.calendar;
  ask();
  opening.assumptions = sound.assumptions;
  ask();
  request.key = "again";
  ask();
  CHECK(mended.refused == Names{"key_empty", "actor_empty", "text_unknown", "rule_pack_malformed",
                                "calendar_malformed", "assumption_unknown_cell", "key_reused",
                                "book_already_open"});
}

TEST_CASE("Office: adopting refuses in its order") {
  auto journal = make_memory_journal(
      "book", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  Date today = day(2018, 1, 1);
  Office office(*journal, OfficeHost{[&] { return today; }, {}});
  Request request{"", "", day(2019, 1, 1)};
  AssumptionsStated stated;
  stated.name = "stated";
  stated.text = "\"nothing.of.this\" = 1\n";
  FactBody fact = ProjectApproved{};
  Mended mended;
  const auto ask = [&] { mended.add(office.adopt(request, fact)); };
  ask();
  fact = stated;
  ask();
  request.key = "adopt";
  ask();
  request.actor = "officer";
  ask();
  today = day(2021, 1, 1);
  ask();
  // A book without any rules, as an import opens it.
  BookOpened opened;
  opened.book_id = "book";
  opened.default_currency = "CNY";
  const Fact opening{day(2019, 1, 1), opened, {}};
  AppendRequest append;
  append.key = "imported";
  append.request = sha256(append.key);
  append.actor = "importer";
  EncodedFacts encoded = encode_facts(std::span(&opening, 1));
  append.drafts = {{Subject{SubjectKind::book, {}}, std::move(encoded.facts), {}}};
  REQUIRE(journal->append(append).has_value());
  ask();
  request.key = "imported";
  ask();
  RuleBookAdopted rules;
  rules.name = "small";
  rules.text = bursar_test::small_pack;
  rules.digest = sha256(rules.text).hex();
  REQUIRE(office.adopt({"rules", "officer", day(2019, 1, 1)}, rules).has_value());
  request.key = "adopt";
  ask();
  stated.text = bursar_test::small_assumptions;
  fact = stated;
  ask();
  CHECK(mended.refused == Names{"not_a_command", "key_empty", "actor_empty", "date_in_future",
                                "book_not_opened", "rule_book_missing", "key_reused",
                                "assumption_unknown_cell", "done"});
}

namespace {

void pay(Desk& desk, const char* id, const char* org) {
  PaymentMade payment = Desk::payment(id, 1000);
  payment.org_id = OrgId(org);
  import(desk, day(2019, 1, 15), payment);
}

}  // namespace

TEST_CASE("Office: settling and claiming refuse in their order") {
  // A project that names no lead and not who answers for a refund; the partner's part alone can be
  // settled, by nobody's audit.
  Desk desk;
  desk.register_units();
  ProjectRegistered project = Desk::registration();
  project.org_id = OrgId();
  project.contract_deposit = Minor(0);
  project.liability.reset();
  project.regime = "cn-shenzhen-2020";
  import(desk, day(2018, 12, 1), project);
  import(desk, day(2018, 12, 20), Desk::partner("O-2"));
  const ProjectId id("P-1");
  Date on = day(2018, 11, 1);
  std::string reason;
  Mended settled, claimed;
  const auto settle = [&] { settled.add(desk.office.settle(desk.request(on), id, reason)); };
  const auto claim = [&] { claimed.add(desk.office.raise_claims(desk.request(on), id)); };
  settle();
  claim();
  on = day(2020, 6, 1);
  settle();
  claim();
  pay(desk, "PAY-1", "");
  pay(desk, "PAY-2", "O-2");
  const ExpenseLine lines[] = {Desk::line("E-1", day(2019, 3, 1), 400), [] {
                                 ExpenseLine line = Desk::line("E-2", day(2019, 3, 1), 400);
                                 line.org_id = "O-2";
                                 return line;
                               }()};
  import(desk, day(2019, 3, 1), ExpensesBooked{ExpenseBlock::pack(lines)});
  import(desk, day(2020, 7, 10), AcceptanceRequested{1, {}});
  import(desk, day(2020, 9, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  on = day(2020, 9, 10);
  settle();
  reason = "the auditor is gone";
  settle();
  on = day(2020, 9, 9);
  settle();
  claim();
  on = day(2020, 9, 10);
  settle();
  claim();
  CHECK(settled.refused == Names{"project_unknown", "project_not_active", "reason_missing", "done",
                                 "acts_before_predecessor", "field_missing"});
  CHECK(claimed.refused ==
        Names{"project_unknown", "settlement_missing", "acts_before_predecessor", "field_missing"});
}
