// An audit with the library's rules and two of the host's own.
#include <bursar/audit/audit.hpp>
#include <bursar/audit/ten_rules.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/office/office.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <iostream>
#include <memory>
#include <string_view>

#include "own_rules.hpp"

namespace {

using namespace bursar;

constexpr std::string_view projects_csv =
    "project_id,title,org_id,leader_id,award,start_on,end_on,regime\n"
    "P-1,Graphene films,ORG-1,L-1,300000.00,2020-01-01,2021-12-31,cn-shenzhen-2019\n"
    "P-2,Solid electrolytes,ORG-1,L-1,200000.00,2020-07-01,2022-06-30,cn-shenzhen-2019\n"
    "P-3,Thin solar cells,ORG-2,L-2,200000.00,2020-01-01,2021-12-31,cn-shenzhen-2019\n";
constexpr std::string_view payments_csv =
    "payment_id,project_id,on,amount\n"
    "PAY-1,P-1,2020-02-01,300000.00\n"
    "PAY-2,P-3,2020-02-01,100000.00\n";
constexpr std::string_view expenses_csv =
    "expense_id,project_id,on,head,amount,vendor_id\n"
    "E-1,P-1,2020-03-01,business/material,20000.00,V-1\n"
    "E-2,P-1,2020-04-01,business/material,10000.00,V-1\n"
    "E-3,P-1,2020-05-01,business/testing,30000.00,V-2\n"
    "E-4,P-3,2020-05-01,equipment/purchase,100000.01,V-3\n";

std::unique_ptr<Journal> example_journal(Date today) {
  auto journal = make_memory_journal("example", system_host());
  Office office(*journal, {[today] { return today; }, {}});
  office.open_book({"open", "auditor", today}, opening_under("cn-shenzhen").value()).value();
  const ImportFile files[] = {{"projects", "projects.csv", projects_csv},
                              {"payments", "payments.csv", payments_csv},
                              {"expenses", "expenses.csv", expenses_csv}};
  import_into(*journal, files, {today, "auditor"}).value().appended.value();
  return journal;
}

}  // namespace

int main() {
  const Date today = make_date(2021, 6, 30).value();
  const auto journal = example_journal(today);
  const Portfolio portfolio = Portfolio::fold(*journal, {today}).value();
  const auto rule_book = std::make_shared<const RuleBook>(rule_book_of(portfolio).value());

  RuleSet rules = standard_rules(rule_book).value();
  rules.add(host::round_amounts(Money::of_minor(10'000'00, Currency::cny()), 3)).value();
  rules.add(host::leader_of_many(1)).value();

  const AuditRun run = audit(portfolio, rules, today).value();
  for (const RuleRun& rule : run.rules) {
    std::cout << rule.info->id << ": " << word(rule.status) << ", " << rule.findings
              << " findings\n";
  }
  for (const Finding& finding : run.findings) {
    std::cout << word(finding.severity) << "  " << finding.project_id.text() << "  "
              << finding.text(Language::en) << '\n';
  }
  return exit_code(run, Severity::critical);
}
