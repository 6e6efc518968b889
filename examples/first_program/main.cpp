#include <bursar/exchange/import.hpp>
#include <bursar/office/office.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>
#include <bursar/sqlite/system_host.hpp>
#include <iostream>
using namespace bursar;

int main() {
  const Date today = make_date(2021, 3, 15).value();
  const auto journal = SqliteJournal::create("grants.db", "grants", system_host()).value();
  Office office(*journal, {[=] { return today; }, {}});
  office.open_book({"open", "me", today}, opening_under("cn-shenzhen").value()).value();
  const ImportFile history{
      "projects", "projects.csv",
      "project_id,title,org_id,award,approved_on,contract_on,start_on,end_on\n"
      "P-1,Graphene films,ORG-1,100000.00,2021-02-01,2021-03-01,2021-03-01,2023-02-28\n"};
  import_into(*journal, {&history, 1}, {today, "me"}).value().appended.value();
  PaymentMade payment;
  payment.amount = Minor(60'000'00);
  for (const char* id : {"PAY-1", "PAY-2"}) {
    payment.payment_id = id;
    const auto paid = office.record({id, "me", today}, {SubjectKind::project, "P-1"}, payment);
    std::cout << id << ": " << (paid ? "paid" : paid.error().text(Language::en)) << '\n';
  }
}
