// A city's own rules, read from a file: no code knows them.
#include <bursar/clawback/settlement.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/exchange/input_file.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/office/office.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace bursar;

// Twice the same project, with two outcomes.
constexpr std::string_view projects_csv =
    "project_id,title,org_id,award,contract_deposit,contract_on,start_on,end_on\n"
    "P-1,Graphene films,ORG-1,100000.00,40000.00,2021-01-15,2021-02-01,2022-01-31\n"
    "P-2,Solid electrolytes,ORG-1,100000.00,40000.00,2021-01-15,2021-02-01,2022-01-31\n";
constexpr std::string_view payments_csv =
    "payment_id,project_id,on,amount\n"
    "PAY-1,P-1,2021-03-01,100000.00\n"
    "PAY-2,P-2,2021-03-01,100000.00\n";
constexpr std::string_view expenses_csv =
    "expense_id,project_id,on,head,amount\n"
    "E-1,P-1,2021-06-01,business/material,80000.00\n"
    "E-2,P-2,2021-06-01,business/material,80000.00\n";
constexpr std::string_view opinions_csv =
    "opinion_id,project_id,kind,issued_on,reference_on,disallowed,payables,interest,adopted\n"
    "A-1,P-1,special,2022-04-01,2022-01-31,5000.00,0,120.50,yes\n"
    "A-2,P-2,special,2022-04-01,2022-01-31,5000.00,0,120.50,yes\n";
constexpr std::string_view acceptance_csv =
    "project_id,attempt,requested_on,concluded_on,outcome\n"
    "P-1,1,2022-02-15,2022-05-10,passed\n"
    "P-2,1,2022-02-15,2022-05-10,failed\n";

std::unique_ptr<Journal> book_under(std::string_view pack, Date today) {
  auto journal = make_memory_journal("city", system_host());
  BookOpening opening;
  opening.rule_pack_name = "example-city";
  opening.rule_pack = pack;
  Office office(*journal, {[today] { return today; }, {}});
  office.open_book({"open", "officer", today}, opening).value();
  const ImportFile files[] = {{"projects", "projects.csv", projects_csv},
                              {"payments", "payments.csv", payments_csv},
                              {"expenses", "expenses.csv", expenses_csv},
                              {"opinions", "opinions.csv", opinions_csv},
                              {"acceptance", "acceptance.csv", acceptance_csv}};
  import_into(*journal, files, {today, "officer"}).value().appended.value();
  return journal;
}

void print(const SettlementStatement& statement) {
  std::cout << statement.project_id.text() << " " << statement.outcome << " under "
            << statement.regime << ": due back "
            << grouped_text(Money::of_minor(statement.due_back, statement.currency)) << '\n';
  for (const SettlementLine& line : statement.lines) {
    std::cout << "  " << line.code << "  "
              << grouped_text(Money::of_minor(line.amount, statement.currency)) << "  "
              << line.formula << "  [" << line.basis << ", " << word(line.status) << "]\n";
  }
}

void settle_under(const std::string& pack_file) {
  const InputFile pack = InputFile::open(pack_file).value();
  const Date today = make_date(2022, 6, 1).value();
  const auto journal = book_under(pack.bytes(), today);
  const Portfolio portfolio = Portfolio::fold(*journal, {today}).value();
  const RuleBook rules = rule_book_of(portfolio).value();
  const SettlementReport report = settle(portfolio, rules);
  for (const SettlementStatement& statement : report.settlements) print(statement);
  for (const NotSettled& part : report.not_settled) {
    std::cout << part.project_id.text() << ": " << part.refusal.text(Language::en) << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: own_regime PACK.toml\n";
    return 2;
  }
  try {
    settle_under(argv[1]);
  } catch (const BadResultAccess& refused) {
    // A mistake in the pack: the refusal names line, column and what was expected there.
    std::cerr << argv[1] << ": " << refused.refusal().text(Language::en) << '\n';
    return 2;
  }
}
