// A book on a journal of the host's own: written, reopened, after a crash, and with a name erased.
#include <bursar/office/office.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>

#include "file_journal.hpp"

namespace {

using namespace bursar;

void begin(Journal& journal, Date today) {
  Office office(journal, {[today] { return today; }, {}});
  office.open_book({"open", "officer", today}, opening_under("cn-shenzhen").value()).value();
  OrganisationRegistered unit;
  unit.name = VaultText("Institute of Thin Films");
  office.record({"unit", "officer", today}, {SubjectKind::organisation, "ORG-1"}, unit).value();
}

void print(std::string_view when, const Journal& journal, Date today) {
  const ChainReport report = verify_chain(journal);
  std::cout << when << ": " << report.entries << " entries, chain "
            << (report.whole() ? "whole" : "damaged")
            << ", private parts erased: " << report.private_erased << '\n';
  const Portfolio portfolio = Portfolio::fold(journal, {today}).value();
  for (const Organisation& unit : portfolio.organisations()) {
    std::cout << "  " << unit.id.text() << ": " << unit.registered.name.text.value_or("(erased)")
              << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: own_journal FOLDER\n";
    return 2;
  }
  const std::filesystem::path book = std::filesystem::path(argv[1]) / "book";
  const Date today = make_date(2021, 3, 6).value();
  begin(*host::create_file_journal(book, "on-files", system_host()).value(), today);
  const auto journal = host::open_file_journal(book, system_host()).value();
  print("reopened", *journal, today);

  // A crash in the middle of an append leaves half a record: it was never acknowledged, and is not
  // there.
  std::ofstream(book / "journal", std::ios::binary | std::ios::app) << "half a rec";
  print("after a crash", *host::open_file_journal(book, system_host()).value(), today);

  journal->erase_private(2).value();
  print("erased", *journal, today);
}
