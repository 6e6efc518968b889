// The main job's figures are balances of the ledger: the dossier of examples/shenzhen_2020.
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/exchange/input_file.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/office/office.hpp>
#include <bursar/report/report_figures.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace bursar;

namespace {

const std::string folder = "examples/shenzhen_2020/";
const Date as_of(2020, 12, 31);

/// The example as its script runs it, in memory.
class Demonstration {
 public:
  Demonstration() {
    BookOpening opening;
    opening.book_id = "demonstration";
    opening.utc_offset_minutes = 480;
    opening.rule_pack_name = "cn-shenzhen";
    opening.rule_pack = std::string(built_in_rule_pack("cn-shenzhen").value());
    opening.assumptions_name = "assumptions.toml";
    opening.assumptions =
        std::string(InputFile::open(folder + opening.assumptions_name).value().bytes());
    office_.open_book({"open", "officer", Date(1900, 1, 1)}, opening).value();
    import();
    const Portfolio portfolio = fold();
    for (const Project& project : portfolio.projects()) {
      const std::string& id = project.id.text();
      (void)office_.settle({"settle:" + id, "officer", as_of}, project.id, "demonstration");
      (void)office_.raise_claims({"claim:" + id, "officer", as_of}, project.id);
    }
  }

  [[nodiscard]] Portfolio fold() const { return Portfolio::fold(*journal_, {as_of}).value(); }
  [[nodiscard]] const Journal& journal() const { return *journal_; }

 private:
  void import() {
    static constexpr auto kinds = std::to_array<const char*>(
        {"organisations", "persons", "projects", "partners", "budget", "adjustments", "payments",
         "transfers", "expenses", "accruals", "final_accounts", "changes", "acceptance", "opinions",
         "asset_disposals", "decisions", "notices", "repayments"});
    std::vector<InputFile> opened;
    for (const char* kind : kinds) {
      opened.push_back(InputFile::open(folder + "dossier/" + kind + ".csv").value());
    }
    std::vector<ImportFile> files;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      files.push_back({kinds[i], kinds[i], opened[i].bytes()});
    }
    ImportOptions options;
    options.today = as_of;
    options.actor = "officer";
    REQUIRE(import_into(*journal_, files, options).value().appended.has_value());
  }

  std::int64_t clock_us_ = 1'600'000'000'000'000;
  std::unique_ptr<Journal> journal_ =
      make_memory_journal("demonstration", JournalHost{[this] { return clock_us_ += 1'000'000; },
                                                       [](std::span<std::uint8_t> bytes) {
                                                         for (auto& byte : bytes) byte = 7;
                                                       }});
  Office office_{*journal_, OfficeHost{[] { return Date(2021, 12, 31); }, {}}};
};

struct Sums {
  MoneySum paid, kept, due_back, claimed, recovered, written_off, outstanding, credit;
};

std::map<std::string, std::int64_t> figures(const Sums& sums) {
  return {{"paid", sums.paid.total()->value()},
          {"kept", sums.kept.total()->value()},
          {"due back", sums.due_back.total()->value()},
          {"claimed", sums.claimed.total()->value()},
          {"recovered", sums.recovered.total()->value()},
          {"written off", sums.written_off.total()->value()},
          {"outstanding", sums.outstanding.total()->value()},
          {"credit", sums.credit.total()->value()}};
}

/// The figures as sums of balances.
void add_balances(Sums& sums, const Project& project) {
  using enum Account;
  const Balances balances = ledger_of(project).value().balances();
  const std::string none;
  for (const auto& part : balances.parts()) {
    const auto of = [&](Account account, const std::string* claim = nullptr) {
      return balances.of(account, {&part.first, &part.second, nullptr, claim}).value();
    };
    if (is_public(part.second)) sums.paid.subtract(of(paid));
    sums.kept.add(of(retained));
    for (const Account each : {due_back, recovered, written_off}) {
      sums.claimed.add(of(each));
      sums.due_back.add(of(each));
    }
    sums.due_back.add(of(credit));
    sums.claimed.subtract(of(due_back, &none));
    sums.outstanding.add(of(due_back));
    sums.outstanding.subtract(of(due_back, &none));
    sums.recovered.add(of(recovered));
    sums.written_off.add(of(written_off));
    sums.credit.add(of(credit));
  }
}

}  // namespace

TEST_CASE("Ledger: the figures of the main job are balances, and every identity holds") {
  const Demonstration demonstration;
  const Portfolio portfolio = demonstration.fold();
  const auto rules = rule_book_of(portfolio);
  REQUIRE(rules.has_value());
  const RecoveryReport report = recover(portfolio, *rules, nullptr).value();

  Sums reported;
  const std::vector<StageTotals> stages = stage_totals(portfolio);
  for (const StageTotals& totals : stages) reported.paid.add(totals.all.paid);
  for (const SettlementStatement& each : report.settlement.settlements) {
    reported.kept.add(each.kept);
    reported.due_back.add(each.due_back);
  }
  REQUIRE(report.totals.size() == 1);
  const RecoveryTotals& all = report.totals[0].all;
  reported.claimed.add(all.identified);
  reported.recovered.add(all.recovered);
  reported.written_off.add(all.written_off);
  reported.outstanding.add(all.outstanding);
  reported.credit.add(all.credit);

  Sums balances;
  std::size_t settlements = 0;
  for (const Project& project : portfolio.projects()) {
    add_balances(balances, project);
    for (const LedgerFault& fault : check_ledger(project)) FAIL_CHECK(text_of(fault).en);
    for (const Settlement& each : project.settlements) {
      ++settlements;
      const Subject subject{SubjectKind::project, project.id.text()};
      const AsOf known{each.made_from.as_of, each.made_from.known_position};
      const Portfolio then =
          Portfolio::fold_subjects(demonstration.journal(), known, std::span(&subject, 1)).value();
      for (const LedgerFault& fault : check_closing(*then.project(subject.id), each)) {
        FAIL_CHECK(text_of(fault).en);
      }
    }
  }
  CHECK(figures(balances) == figures(reported));
  for (const auto& [name, amount] : figures(reported)) {
    INFO(name);
    CHECK((amount > 0 || name == "written off"));  // the dossier has no write-off
  }
  CHECK(settlements == report.settlement.settlements.size());
  CHECK(totals_named(report.totals[0].by_outcome, "failed").recovered == Minor(6'015'600'00));
}
