// From a journal to settlements, claims and totals.
#include <bursar/clawback/overdue.hpp>
#include <bursar/clawback/settlement_json.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::shenzhen;

namespace {

class Ledger {
 public:
  Ledger() : journal_(make_memory_journal("b", {[this] { return ++now_; }, random_bytes})) {
    append({SubjectKind::book, ""}, "2018-01-01", BookOpened{"b", 480, "CNY", Source::grant, 1});
  }
  void append(const Subject& subject, const char* on, const FactBody& body) {
    const Fact fact{day(on), body};
    EncodedFacts encoded = encode_facts(std::span<const Fact>(&fact, 1));
    AppendRequest request;
    request.key = "k" + std::to_string(++now_);
    request.door = Door::import;
    request.actor = "test";
    request.drafts.push_back({subject, encoded.facts, encoded.private_part});
    REQUIRE(journal_->append(request).has_value());
  }
  void tell(const std::string& project, const char* on, const FactBody& body) {
    append({SubjectKind::project, project}, on, body);
  }
  /// 1,000 received, the rest of `spent` by final accounts; failed on `concluded`.
  void project(const std::string& id, const char* programme, const std::string& org,
               std::int64_t spent, const char* concluded, const std::string& currency = "CNY") {
    ProjectRegistered registered;
    registered.title = id;
    registered.programme = programme;
    registered.org_id = OrgId(org);
    registered.currency = currency;
    registered.start_on = day("2018-01-01");
    registered.end_on = day("2019-12-31");
    registered.regime = "cn-shenzhen-2020";
    tell(id, "2018-01-01", registered);
    tell(id, "2018-02-01", PaymentMade{"PAY-" + id, OrgId(), Minor(1000), Source::grant, "", {}});
    FinalAccountStated account;
    account.account_id = "F-" + id;
    account.spent = Minor(spent);
    tell(id, "2019-12-31", account);
    if (concluded == nullptr) return;
    tell(id, "2020-01-02", AcceptanceRequested{1, "1"});
    tell(id, concluded, AcceptanceConcluded{1, "1", Outcome::failed});
  }
  void repaid(const std::string& id, const char* on, std::int64_t amount) {
    RepaymentReceived repayment;
    repayment.repayment_id = "RP-" + std::to_string(++now_);
    repayment.amount = Minor(amount);
    tell(id, on, repayment);
  }
  [[nodiscard]] Portfolio fold(const char* as_of) const {
    return Portfolio::fold(*journal_, AsOf{day(as_of)}).value();
  }

 private:
  static void random_bytes(std::span<std::uint8_t> bytes) {
    std::fill(bytes.begin(), bytes.end(), std::uint8_t{7});
  }
  std::int64_t now_ = 0;
  std::unique_ptr<Journal> journal_;
};

Ledger four_projects() {
  Ledger book;
  book.project("P-1", "basic", "u-1", 700, "2020-03-01");
  book.project("P-2", "applied", "u-2", 600, "2021-03-01");
  book.project("P-3", "applied", "u-1", 100, nullptr);
  book.project("P-4", "basic", "u-3", 950, "2020-06-01", "USD");
  book.repaid("P-1", "2020-05-01", 200);
  book.repaid("P-1", "2021-05-01", 150);
  book.repaid("P-2", "2021-05-20", 100);
  return book;
}

std::string text(const RecoveryTotals& it) {
  return std::to_string(it.projects) + "/" + std::to_string(it.claims) + " " +
         std::to_string(it.identified.value()) + " = " + std::to_string(it.recovered.value()) +
         " + " + std::to_string(it.written_off.value()) + " + " +
         std::to_string(it.outstanding.value()) + ", " + std::to_string(it.credit.value());
}

}  // namespace

TEST_CASE("Recovery: a whole portfolio is settled, claimed and added up, by currency") {
  const Ledger book = four_projects();
  const RuleBook rules = shenzhen();
  const RecoveryReport report = recover(book.fold("2021-12-31"), rules, nullptr).value();
  CHECK(report.as_of == day("2021-12-31"));
  CHECK(report.settlement.settlements.size() == 3);
  CHECK(report.settlement.not_settled.empty());
  REQUIRE(report.claims.size() == 3);
  CHECK(report.claims[0].project_id == ProjectId("P-1"));
  CHECK(report.claims[0].credit == Minor(50));
  REQUIRE(report.totals.size() == 2);
  const CurrencyTotals& yuan = report.totals[0];
  CHECK(yuan.currency == Currency::cny());
  CHECK(text(yuan.all) == "2/2 700 = 400 + 0 + 300, 50");
  CHECK(report.totals[1].currency.code() == "USD");
  CHECK(text(report.totals[1].all) == "1/1 50 = 0 + 0 + 50, 0");
  REQUIRE(yuan.by_conclusion.size() == 2);
  CHECK(yuan.by_conclusion[0].concluded_year == 2020);
  CHECK(text(yuan.by_conclusion[0].totals) == "1/1 300 = 300 + 0 + 0, 50");
  std::string cohorts;
  for (const CohortCell& each : yuan.cohorts) {
    cohorts += std::to_string(each.concluded_year) + ">" + std::to_string(each.received_year) +
               " " + std::to_string(each.received.value()) + "; ";
  }
  CHECK(cohorts == "2020>2020 200; 2020>2021 100; 2021>2021 100; ");
  REQUIRE(yuan.by_month.size() == 2);
  CHECK(yuan.by_month[1].month == 5);
  CHECK(yuan.by_month[1].received == Minor(200));
  REQUIRE(yuan.by_programme.size() == 2);
  CHECK(yuan.by_programme[0].name == "applied");
  CHECK(text(yuan.by_programme[0].totals) == "1/1 400 = 100 + 0 + 300, 0");
  REQUIRE(yuan.by_regime.size() == 1);
  CHECK(yuan.by_regime[0].name == "cn-shenzhen-2020");
  REQUIRE(yuan.by_organisation.size() == 2);
  CHECK(yuan.by_organisation[1].name == "u-2");
  REQUIRE(yuan.aging.size() == Vocabulary<AgeBucket>::words.size());
  CHECK(yuan.aging[0].bucket == AgeBucket::no_due_day);
  CHECK(yuan.aging[0].claims == 1);
  CHECK(yuan.aging[0].outstanding == Minor(300));
}

TEST_CASE("Recovery: statement and claim mean the same by what was repaid, credit apart") {
  const Ledger book = four_projects();
  const RecoveryReport report = recover(book.fold("2021-12-31"), shenzhen(), nullptr).value();
  for (const SettlementStatement& it : report.settlement.settlements) {
    INFO(it.project_id.text());
    const auto claim = std::ranges::find(report.claims, it.project_id, &ClaimPosition::project_id);
    REQUIRE(claim != report.claims.end());
    CHECK(it.repaid == claim->repaid);
    CHECK(it.written_off == claim->written_off);
    CHECK(it.outstanding == claim->outstanding);
    CHECK(it.credit == claim->credit);
  }
  CHECK(report.settlement.settlements[0].repaid == Minor(300));
  CHECK(report.settlement.settlements[0].credit == Minor(50));
}

TEST_CASE("JSON: a due day that was kept is not said to be missed") {
  test::Maker maker;
  maker.decide(DecisionKind::recover, "2021-02-20").principal = Minor(100);
  maker.project.decisions[0].pay_by = day("2021-03-31");
  maker.claim(100, "2021-02-20").decision_id = "J-1";
  maker.repay(100, "2021-03-30");
  const RuleBook rules = shenzhen();
  const auto missed = [&] {
    RecoveryReport report;
    report.as_of = day("2021-12-31");
    report.claims = recover_project(maker.project, recorded_parts(maker.project),
                                    {rules, nullptr, report.as_of})
                        .claims;
    const boost::json::value claims = boost::json::parse(claims_json(report, rules));
    const boost::json::object& claim = claims.at("claims").at(0).as_object();
    CHECK(claim.at("due").at("day").as_string() == "2021-03-31");
    CHECK(claim.at("dues").at(0).at("due").at("missed") == claim.at("due").at("missed"));
    return claim.at("due").at("missed").as_bool();
  };
  CHECK_FALSE(missed());
  maker.project.repayments[0].on = day("2021-04-01");
  CHECK(missed());
}

TEST_CASE("Recovery: as of an earlier day nothing of later is seen") {
  const Ledger book = four_projects();
  const RecoveryReport report = recover(book.fold("2020-12-31"), shenzhen(), nullptr).value();
  CHECK(text(report.totals.at(0).all) == "1/1 300 = 200 + 0 + 100, 0");
  CHECK(settle(book.fold("2020-02-29"), shenzhen()).settlements.empty());
}

TEST_CASE("Recovery: a claim whose decision fell or shrank is shown as it will be, unsettled too") {
  const auto shown = [](const auto& happens, const char* decision_of_claim) {
    Ledger book;
    book.project("P-1", "", "u-1", 100, nullptr);
    DecisionMade first;
    first.decision_id = "J-1";
    first.kind = DecisionKind::recover;
    first.principal = Minor(700);
    book.tell("P-1", "2020-03-01", first);
    ClaimRaised raised;
    raised.claim_id = "CL-1";
    raised.principal = Minor(700);
    raised.decision_id = decision_of_claim;
    book.tell("P-1", "2020-04-01", raised);
    happens(book, first);
    const RecoveryReport report = recover(book.fold("2020-12-31"), shenzhen(), nullptr).value();
    REQUIRE(report.claims.size() == 1);
    CHECK(report.totals.at(0).all.identified == report.claims[0].principal);
    return std::pair(report.claims[0].principal, report.claims[0].on_record);
  };
  const auto falls = [](Ledger& book, const DecisionMade&) {
    book.tell("P-1", "2020-06-01", DecisionStatusChanged{"J-1", DecisionStatus::withdrawn});
  };
  const auto shrinks = [](Ledger& book, DecisionMade second) {
    second.decision_id = "J-2";
    second.replaces = "J-1";
    second.principal = Minor(500);
    book.tell("P-1", "2020-06-01", second);
  };
  CHECK(shown(falls, "J-1") == std::pair(Minor(0), std::optional(Minor(700))));
  CHECK(shown(shrinks, "J-1") == std::pair(Minor(500), std::optional(Minor(700))));
  // Nobody knows what the sum of a claim rests on that names neither settlement nor decision.
  CHECK(shown(falls, "") == std::pair(Minor(700), std::optional<Minor>()));
}

TEST_CASE("Recovery: a claim that will grow is shown as one, as it will be") {
  Ledger book;
  book.project("P-1", "", "u-1", 100, nullptr);
  ClaimRaised raised;
  raised.claim_id = "CL-1";
  raised.principal = Minor(200);
  book.tell("P-1", "2020-04-01", raised);
  DecisionMade more;
  more.decision_id = "J-1";
  more.kind = DecisionKind::recover;
  more.principal = Minor(700);
  book.tell("P-1", "2020-06-01", more);
  const RecoveryReport report = recover(book.fold("2020-12-31"), shenzhen(), nullptr).value();
  REQUIRE(report.claims.size() == 1);
  CHECK(report.claims[0].claim_id == "CL-1");
  CHECK(report.claims[0].principal == Minor(700));
  CHECK(report.claims[0].on_record == Minor(200));
  CHECK(report.totals.at(0).all.claims == 1);
  CHECK(report.totals.at(0).all.identified == Minor(700));
}

TEST_CASE("Recovery: a decision that nothing is due is the decision of the claim") {
  Ledger book;
  book.project("P-1", "", "u-1", 300, "2020-03-01");
  ClaimRaised raised;
  raised.claim_id = "CL-1";
  raised.principal = Minor(700);
  book.tell("P-1", "2020-04-01", raised);
  DecisionMade nothing;
  nothing.decision_id = "J-1";
  nothing.kind = DecisionKind::recover;
  nothing.principal = Minor(0);
  book.tell("P-1", "2020-05-01", nothing);
  const RecoveryReport report = recover(book.fold("2020-12-31"), shenzhen(), nullptr).value();
  REQUIRE(report.claims.size() == 1);
  CHECK(report.claims[0].decided == Minor(0));
  CHECK(report.claims[0].decision_id == "J-1");
}

TEST_CASE("Recovery: the book's source stands in where a project has no record of money") {
  Ledger book;
  ProjectRegistered registered;
  registered.org_id = OrgId("u-1");
  registered.start_on = day("2018-01-01");
  registered.end_on = day("2019-12-31");
  registered.regime = "cn-shenzhen-2020";
  book.tell("P-1", "2018-01-01", registered);
  book.tell("P-1", "2020-01-02", AcceptanceRequested{1, ""});
  book.tell("P-1", "2020-02-02", AcceptanceConcluded{1, "", Outcome::passed});
  const SettlementReport report = settle(book.fold("2021-12-31"), shenzhen());
  REQUIRE(report.not_settled.size() == 1);
  CHECK(report.not_settled[0].source == Source::grant);
  CHECK(report.not_settled[0].refusal.code() == Code::spending_unknown);
}

TEST_CASE("Recovery: sums that do not fit are refused, not wrapped") {
  Ledger book;
  for (const char* const id : {"P-1", "P-2"}) {
    book.project(id, "", "u-1", 0, "2020-03-01");
    book.tell(id, "2018-03-01",
              PaymentMade{std::string("BIG-") + id,
                          OrgId(),
                          Minor(9'000'000'000'000'000'000),
                          Source::grant,
                          "",
                          {}});
  }
  const Result<RecoveryReport> report = recover(book.fold("2021-12-31"), shenzhen(), nullptr);
  REQUIRE(report.has_error());
  CHECK(report.error().code() == Code::money_overflow);
}

TEST_CASE("JSON: bursar.claims/1 and bursar.overdue/1") {
  const Ledger book = four_projects();
  const RuleBook rules = shenzhen();
  const Portfolio portfolio = book.fold("2021-12-31");
  const RecoveryReport report = recover(portfolio, rules, nullptr).value();
  const boost::json::value claims = boost::json::parse(claims_json(report, rules));
  CHECK(claims.at("schema").as_string() == "bursar.claims/1");
  CHECK(claims.at("as_of").as_string() == "2021-12-31");
  const boost::json::object& claim = claims.at("claims").at(1).as_object();
  CHECK(claim.at("project_id").as_string() == "P-2");
  CHECK(claim.at("principal_minor").as_int64() == 400);
  CHECK(claim.at("outstanding_minor").as_int64() == 300);
  CHECK(claim.at("step").as_string() == "proposed");
  CHECK(claim.at("bucket").as_string() == "no_due_day");
  CHECK(claim.at("raised_on").is_null());
  CHECK(claim.at("next").at("code").as_string() == "notify");
  CHECK(claims.at("totals").at(0).at("recovered_minor").as_int64() == 400);
  CHECK(claims.at("accounts").as_array().size() == 3);
  CHECK(claim.at("needs_reason").as_bool());
  CHECK(claim.at("dues").as_array().empty());
  const boost::json::array& outcomes = claims.at("totals").at(0).at("by_outcome").as_array();
  REQUIRE(outcomes.size() == report.totals[0].by_outcome.size());
  CHECK(outcomes.at(0).at("outcome").as_string() == report.totals[0].by_outcome[0].name);
  CHECK(outcomes.at(0).at("identified_minor").as_int64() ==
        report.totals[0].by_outcome[0].totals.identified.value());
  const std::vector<OverdueProject> late = overdue_projects(portfolio, rules, nullptr);
  REQUIRE(late.size() == 1);
  const boost::json::value overdue =
      boost::json::parse(overdue_json(late, rules, day("2021-12-31")));
  CHECK(overdue.at("schema").as_string() == "bursar.overdue/1");
  const boost::json::object& it = overdue.at("projects").at(0).as_object();
  CHECK(it.at("project_id").as_string() == "P-3");
  CHECK(it.at("days_late").as_int64() == 731);
  CHECK(it.at("bucket").as_string() == ">365");
  CHECK(it.at("org_kind").is_null());
  CHECK(it.at("next").at("code").as_string() == "terminate");
  CHECK(it.at("blocks").at(0).at("not_known").at("refusal").as_string() == "field_missing");
}
