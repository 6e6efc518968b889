// `bursar verify` asks the ledger of every project.
#include <bursar/office/office.hpp>
#include <bursar/policy/rule_book.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>
#include <bursar/sqlite/system_host.hpp>

#include "random_history.hpp"
#include "scratch.hpp"

#include <sys/wait.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace bursar;

namespace {

struct Answer {
  int exit_code = -1;
  std::string text;
};

Answer verify(const bursar_test::ScratchFolder& folder, const std::string& options) {
  const std::string out = (folder / "answer").string();
  const std::string command = std::string("'") + BURSAR_TOOL + "' --lang en verify '" +
                              (folder / "a.store").string() + "' " + options + " >'" + out + "'";
  const int status = std::system(command.c_str());  // NOLINT(cert-env33-c): our own program
  std::ifstream file(out);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          std::string(std::istreambuf_iterator<char>(file), {})};
}

/// A store with one project that was paid 100 and settled, the settlement keeping `kept`.
void make_store(const bursar_test::ScratchFolder& folder, std::int64_t kept) {
  const auto journal = SqliteJournal::create(folder / "a.store", "book", system_host()).value();
  Office office(*journal, OfficeHost{[] { return histories::day(2021, 12, 31); }, {}});
  BookOpening opening;
  opening.book_id = "book";
  opening.rule_pack_name = "cn-shenzhen";
  opening.rule_pack = std::string(built_in_rule_pack("cn-shenzhen").value());
  office.open_book({"open", "officer", histories::day(1900, 1, 1)}, opening).value();
  ProjectRegistered registered;
  registered.title = "one";
  registered.org_id = OrgId("O-1");
  PaymentMade payment;
  payment.payment_id = "PAY-1";
  payment.amount = Minor(100);
  SettlementMade settlement;
  settlement.settlement_id = "S-1";
  settlement.received = Minor(100);
  settlement.kept = Minor(kept);
  DecisionMade decision;
  decision.decision_id = "D-1";
  decision.made_from.emplace();
  decision.made_from->known_position = 1;
  const Date on = histories::day(2020, 1, 1);
  histories::append(
      *journal,
      {{SubjectKind::project, "P-1"},
       {{on, registered, {}}, {on, payment, {}}, {on, settlement, {}}, {on, decision, {}}}},
      1);
}

}  // namespace

TEST_CASE("Verify: a ledger that adds up leaves the store whole") {
  const bursar_test::ScratchFolder folder;
  make_store(folder, 100);
  const Answer answer = verify(folder, "--json");
  INFO(answer.text);
  // Settlement and decision were made from nothing that is known, and cannot be made again.
  CHECK(answer.exit_code == 1);
  CHECK(answer.text.find("\"P-1 S-1: the journal has no opened book\"") != std::string::npos);
  CHECK(answer.text.find("\"P-1 D-1: the project was not known then\"") != std::string::npos);
  CHECK(answer.text.find("\"decisions_replayed\": 1") != std::string::npos);
  CHECK(answer.text.find("\"whole\": true") != std::string::npos);
  CHECK(answer.text.find("\"ledgers_checked\": 1") != std::string::npos);
  CHECK(answer.text.find("\"ledger_faults\": []") != std::string::npos);
}

TEST_CASE("Verify: an identity that fails is named, and the store is not to be trusted") {
  const bursar_test::ScratchFolder folder;
  make_store(folder, 99);
  const Answer answer = verify(folder, "--json");
  INFO(answer.text);
  CHECK(answer.exit_code == 3);
  CHECK(answer.text.find("P-1, O-1, grant, S-1: settlement: 100 is not 99") != std::string::npos);
  const Answer text = verify(folder, "");
  CHECK(text.exit_code == 3);
  CHECK(text.text.find("LEDGER: P-1") != std::string::npos);
}
