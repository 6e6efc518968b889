#include <bursar/office/office.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <iostream>
using namespace bursar;

int main() {
  const Date today = make_date(2021, 3, 1).value();
  const auto journal = SqliteJournal::create("grants.db", "grants", system_host()).value();
  Office office(*journal, {[=] { return today; }, {}});
  const std::string pack(*built_in_rule_pack("cn-shenzhen"));
  office
      .open_book({"k1", "me", today}, {"grants", 480, Currency::cny(), "sz", pack, "", "", "", ""})
      .value();
  const Subject unit{SubjectKind::organisation, "ORG-1"}, grant{SubjectKind::project, "P-1"};
  office
      .record({"k2", "me", today}, unit, OrganisationRegistered{VaultText("An institute"), {}, {}})
      .value();
  ProjectRegistered project;
  project.title = "Graphene films";
  project.org_id = OrgId("ORG-1");
  project.award = Minor(100'000'00);
  project.start_on = today;
  project.end_on = make_date(2023, 2, 28).value();
  const std::vector<FactBody> award{project, ProjectApproved{}, ContractSigned{}};
  office.record({"k3", "me", today}, grant, award).value();
  for (const char* id : {"PAY-1", "PAY-2"}) {
    PaymentMade payment;
    payment.payment_id = id;
    payment.amount = Minor(60'000'00);
    const auto paid = office.record({id, "me", today}, grant, payment);
    std::cout << id << ": " << (paid ? "paid" : paid.error().text(Language::en)) << '\n';
  }
}
