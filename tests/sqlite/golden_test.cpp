// A store as version 1 of the format wrote it. It is opened for ever.
//
// tests/sqlite/golden/version_1.store was written once, by the case at the end of this file with
// BURSAR_WRITE_GOLDEN=1; a library that reads it otherwise is wrong, not the file.
#include "store_files.hpp"

#include <catch2/catch.hpp>

using namespace bursar;
using namespace bursar_test;
using conformance::draft;
using conformance::request;
namespace fs = std::filesystem;

namespace {

const fs::path golden = "tests/sqlite/golden/version_1.store";
constexpr std::string_view golden_link =
    "sha256:8c724787123e41027be37bf34206f9395f67b44f1eb1aef289c2de54cf5e681c";

std::vector<AppendRequest> golden_requests() {
  std::vector<AppendRequest> requests;
  AppendRequest opened =
      request("open", {{{SubjectKind::book, ""}, R"({"kind":"book_opened"})", ""}});
  opened.actor = "系统";
  requests.push_back(opened);
  AppendRequest import = request(
      "import 2020", {draft("KJ-2020-001", std::string("block\0\xff", 7), "张三"),
                      draft("KJ-2020-002", "", "erased later"), draft("KJ-2020-001", "again")});
  import.door = Door::import;
  import.batch = "2020年度";
  requests.push_back(import);
  AppendRequest kinds = request("kinds", {});
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::application); ++kind) {
    kinds.drafts.push_back({{static_cast<SubjectKind>(kind), "id"}, std::string(3000, 'x'), ""});
  }
  requests.push_back(kinds);
  return requests;
}

}  // namespace

TEST_CASE("Golden store of version 1: it is read as it was written, and goes on") {
  const ScratchFolder folder;
  fs::copy_file(golden, folder / "v1.store");
  for (const bool read_only : {true, false}) {
    auto journal = open_store(folder / "v1.store", {1000, read_only}).value();
    CHECK(journal->head().book_id == "book-1");
    CHECK(journal->head().position == 11);
    CHECK(journal->head().link.text() == golden_link);
    const ChainReport report = verify_chain(*journal, parse_digest(golden_link).value());
    CHECK(report.damages.empty());
    CHECK(report.private_erased == 1);
    CHECK(journal->check_store().empty());
    std::size_t at = 0;
    const std::vector<Entry> entries = conformance::all_entries(*journal);
    REQUIRE(entries.size() == 11);
    for (const AppendRequest& written : golden_requests()) {
      for (const Draft& each : written.drafts) {
        const Entry& entry = entries[at++];
        CHECK(entry.subject == each.subject);
        CHECK(entry.facts == each.facts);
        CHECK(entry.key == written.key);
        CHECK(entry.request == written.request);
        CHECK(entry.door == written.door);
        CHECK(entry.batch == written.batch);
        CHECK(entry.actor == written.actor);
      }
    }
    CHECK(journal->private_part(2) == "张三");
    CHECK(journal->vault_state(3) == Journal::VaultState::erased);
    CHECK(journal->find("import 2020", sha256("import 2020")).value()->last_position == 4);
  }
  auto journal = open_store(folder / "v1.store").value();
  CHECK(journal->append(request("more", {draft("KJ-2020-001", "x")})).value().first_position == 12);
  CHECK(verify_chain(*journal, parse_digest(golden_link).value()).whole());
}

TEST_CASE("Golden store of version 1: written anew it has the same head") {
  const ScratchFolder folder;
  const char* asked = std::getenv("BURSAR_WRITE_GOLDEN");
  const bool write = asked != nullptr && std::string_view(asked) == "1";
  const fs::path path = write ? golden : folder / "v1.store";
  sqlite_detail::Tuning small;
  small.page_bytes = 1024;
  small.journal_mode = "truncate";
  const auto journal = create_store(path, small);
  for (const AppendRequest& each : golden_requests()) REQUIRE(journal->append(each).has_value());
  REQUIRE(journal->erase_private(3).has_value());
  CHECK(journal->head().link.text() == golden_link);
}
