// The journal of examples/own_journal under the suite that every adapter passes, and on a disk that
// fails: this program's own pwrite, ftruncate and fsync stand before the system's.
#include "file_journal.hpp"
#include "files.hpp"
#include "journal_conformance.hpp"
#include "record_log.hpp"
#include "scratch.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

/// The disk: how much of each file a sync has taken in, whether syncs fail, and which write does.
struct Disk {
  std::int64_t writes_until_failure = 0;  ///< 0 = none fails
  bool write_failed = false;
  bool sync_fails = false;
  int syncs = 0;
  std::map<ino_t, off_t> synced;
};

Disk& disk() {
  static Disk one;
  return one;
}

/// Whether this call is the write that fails.
bool write_fails() {
  if (disk().writes_until_failure == 0 || --disk().writes_until_failure > 0) return false;
  return disk().write_failed = true;
}

struct stat facts_of(int file) {
  struct stat facts {};
  ::fstat(file, &facts);
  return facts;
}

}  // namespace

// What fails is written by half; then the disk is full.
extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  if (write_fails()) {
    ::syscall(SYS_pwrite64, file, bytes, count / 2, at);
    errno = ENOSPC;
    return -1;
  }
  return ::syscall(SYS_pwrite64, file, bytes, count, at);
}

extern "C" int ftruncate(int file, off_t size) noexcept {
  if (write_fails()) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}

extern "C" int fsync(int file) {
  ++disk().syncs;
  if (disk().sync_fails || write_fails()) {
    errno = EIO;
    return -1;
  }
  const struct stat facts = facts_of(file);
  disk().synced[facts.st_ino] = facts.st_size;
  return static_cast<int>(::syscall(SYS_fsync, file));
}

namespace bursar::conformance {
namespace {

/// A text of the second append's record that gives way to another of the same length; the record is
/// then framed anew, with a digest that fits.
struct TextDamage {
  Damage::Sort sort;
  std::string_view from;
  std::string_view to;
};

constexpr TextDamage text_damages[] = {
    {Damage::Sort::type, "import", "nobody"},  {Damage::Sort::type, "project", "planets"},
    {Damage::Sort::value, "import", "office"}, {Damage::Sort::value, "key 1", "key 9"},
    {Damage::Sort::value, "2020", "2021"},     {Damage::Sort::value, "officer", "offices"},
    {Damage::Sort::value, "P1", "P9"},         {Damage::Sort::value, "facts 1", "facts 2"}};

class FileStore final : public StoreUnderTest {
 public:
  std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) override {
    return host::create_file_journal(book(), book_id, std::move(host)).value();
  }
  std::unique_ptr<Journal> open(JournalHost host) override {
    return host::open_file_journal(book(), std::move(host)).value();
  }
  void fail_write(std::int64_t n) override {
    disk().writes_until_failure = n;
    disk().write_failed = false;
  }
  bool stop_failing() override {
    disk().writes_until_failure = 0;
    return disk().write_failed;
  }
  std::optional<Damage> damage(std::size_t n) override {
    if (n < std::size(text_damages)) {
      const TextDamage& text = text_damages[n];
      edit_second_append([&text](std::string& record) {
        record.replace(record.find(text.from), text.from.size(), text.to);
      });
      return Damage{text.sort, std::string(text.from) + " became " + std::string(text.to)};
    }
    switch (n - std::size(text_damages)) {
      case 0:
        edit_second_append([](std::string& record) { record.pop_back(); });
        return Damage{Damage::Sort::type, "a link of 31 bytes"};
      case 1:
        edit_second_append([](std::string& record) { record.back() ^= 1; });
        return Damage{Damage::Sort::value, "another link"};
      case 2:
        std::filesystem::resize_file(vault_file(3), 31);
        return Damage{Damage::Sort::type, "a salt of 31 bytes"};
      case 3:
        overwrite_private_part(3, "private 2");
        return Damage{Damage::Sort::value, "another private part"};
      default:
        return std::nullopt;
    }
  }
  bool overwrite_private_part(std::int64_t position, std::string_view bytes) override {
    std::string stored = host::read_file(vault_file(position)).value();
    stored.replace(32, std::string::npos, bytes);
    host::write_file(vault_file(position), stored);
    return true;
  }
  [[nodiscard]] std::filesystem::path book() const { return folder_ / "book"; }
  [[nodiscard]] std::filesystem::path file() const { return book() / "journal"; }
  [[nodiscard]] std::filesystem::path vault_file(std::int64_t position) const {
    return book() / "vault" / std::to_string(position);
  }

 private:
  template <class Edit>
  void edit_second_append(const Edit& edit) const {
    std::vector<std::string> records;
    const host::RecordLog log(file(), host::File::Mode::existing);
    log.read(0,
             [&records](std::string_view record, std::uint64_t) { records.emplace_back(record); });
    edit(records.at(2));  // the first record names the book
    std::filesystem::remove(file());
    host::RecordLog edited(file(), host::File::Mode::fresh);
    for (const std::string& record : records) {
      edited.append(std::filesystem::file_size(file()), record);
    }
  }

  bursar_test::ScratchFolder folder_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_store_under_test() { return std::make_unique<FileStore>(); }

}  // namespace bursar::conformance

using namespace bursar;
using namespace bursar::conformance;

namespace {

void flip_byte(const std::filesystem::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(at));
  const auto byte = static_cast<char>(file.get() ^ 1);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

off_t synced_bytes(const std::filesystem::path& path) {
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  const auto found = disk().synced.find(facts.st_ino);
  return found == disk().synced.end() ? -1 : found->second;
}

/// A store with appends "a" and "b", one entry each, and where each of them ends.
struct TwoAppends {
  FileStore store;
  std::unique_ptr<Journal> journal = store.create("book-1", TestHost().host());
  std::uintmax_t empty = std::filesystem::file_size(store.file());
  std::uintmax_t one = 0;
  std::uintmax_t two = 0;

  TwoAppends() {
    REQUIRE(journal->append(request("a", {draft("P1", "1", "s")})).has_value());
    one = std::filesystem::file_size(store.file());
    REQUIRE(journal->append(request("b", {draft("P1", "2")})).has_value());
    two = std::filesystem::file_size(store.file());
  }
};

}  // namespace

TEST_CASE("File journal: a book is made once, and none is opened where there is none") {
  FileStore store;
  const JournalHost host = TestHost().host();
  CHECK(host::open_file_journal(store.book(), host).error().code() == Code::store_missing);
  CHECK_FALSE(std::filesystem::exists(store.book()));
  CHECK(host::create_file_journal(store.book(), "", host).error().code() == Code::text_empty);
  REQUIRE(host::create_file_journal(store.book(), "book-1", host).has_value());
  CHECK(host::create_file_journal(store.book(), "book-2", host).error().code() ==
        Code::store_exists);
  CHECK(store.open(host)->head().book_id == "book-1");
}

TEST_CASE("File journal: a book whose making was cut off is no book, and can be made") {
  FileStore store;
  store.create("book-1", TestHost().host());
  std::filesystem::resize_file(store.file(), std::filesystem::file_size(store.file()) - 1);
  CHECK(host::open_file_journal(store.book(), TestHost().host()).error().code() ==
        Code::store_missing);
  CHECK(store.create("book-2", TestHost().host())->head().book_id == "book-2");
}

TEST_CASE("File journal: half a record at the end, of any length, is passed over and cut off") {
  for (std::uintmax_t left_off = 1;; ++left_off) {
    TwoAppends made;
    if (made.empty + left_off > made.two) break;
    const std::string before = host::read_file(made.store.file()).value();
    std::filesystem::resize_file(made.store.file(), made.two - left_off);
    // What the file system had allocated and not yet written reads as zeros.
    if (left_off % 2 == 0) std::filesystem::resize_file(made.store.file(), made.two);
    const std::string after = host::read_file(made.store.file()).value();
    const std::int64_t whole = after == before                                 ? 2
                               : after.starts_with(before.substr(0, made.one)) ? 1
                                                                               : 0;
    const auto again = made.store.open(TestHost().host());
    REQUIRE(again->head().position == whole);
    REQUIRE(verify_chain(*again).whole());
    REQUIRE(again->append(request("c", {draft("P2", "3")})).value().first_position == whole + 1);
    REQUIRE(made.store.open(TestHost().host())->head() == again->head());
  }
}

TEST_CASE("File journal: a byte that was changed before the last record is damage, not the end") {
  TwoAppends made;
  for (std::uintmax_t at = 0; at < made.one; ++at) {
    flip_byte(made.store.file(), at);
    REQUIRE_THROWS_AS(made.store.open(TestHost().host()), JournalFailure);
    REQUIRE_THROWS_AS(made.store.create("book-2", TestHost().host()), JournalFailure);
    flip_byte(made.store.file(), at);
  }
  CHECK(made.store.open(TestHost().host())->head() == made.journal->head());
  std::filesystem::resize_file(made.store.file(), made.empty);
  CHECK_THROWS_AS(made.journal->head(), JournalFailure);
}

TEST_CASE("File journal: what an append says is on the disk before it returns") {
  FileStore store;
  const auto journal = store.create("book-1", TestHost().host());
  CHECK(synced_bytes(store.file()) == static_cast<off_t>(std::filesystem::file_size(store.file())));
  REQUIRE(journal->append(request("a", {draft("P1", "1", "secret")})).has_value());
  CHECK(synced_bytes(store.file()) == static_cast<off_t>(std::filesystem::file_size(store.file())));
  CHECK(synced_bytes(store.vault_file(1)) == 32 + 6);
  const int before = disk().syncs;
  REQUIRE(journal->append(request("b", {draft("P1", "2", "secret")})).has_value());
  CHECK(disk().syncs == before + 3);  // the private part, its name, the record
  REQUIRE(journal->erase_private(2).has_value());
  CHECK(disk().syncs == before + 4);
}

TEST_CASE("File journal: an append that does not reach the disk is not there") {
  TwoAppends made;
  disk().sync_fails = true;
  CHECK_THROWS_AS(made.journal->append(request("c", {draft("P1", "3")})), JournalFailure);
  disk().sync_fails = false;
  CHECK(made.journal->head().position == 2);
  CHECK(made.store.open(TestHost().host())->head().position == 2);
  CHECK(made.journal->append(request("c", {draft("P1", "3")})).value().first_position == 3);
  CHECK(verify_chain(*made.store.open(TestHost().host())).whole());
}

TEST_CASE("File journal: what another wrote is told only when it has reached the disk") {
  TwoAppends made;
  const auto other = made.store.open(TestHost().host());
  REQUIRE(made.journal->append(request("c", {draft("P1", "3")})).has_value());
  disk().sync_fails = true;
  CHECK_THROWS_AS(other->head(), JournalFailure);
  CHECK_THROWS_AS(other->append(request("c", {draft("P1", "3")})), JournalFailure);
  disk().sync_fails = false;
  CHECK(other->append(request("c", {draft("P1", "3")})).value().already_recorded);
}

TEST_CASE("File journal: a private part that a crash left without its entry belongs to no entry") {
  TwoAppends made;
  host::write_file(made.store.vault_file(3), std::string(40, 'x'));
  CHECK_FALSE(made.journal->private_part(3).has_value());
  REQUIRE(made.journal->append(request("c", {draft("P1", "3")})).has_value());
  CHECK(made.journal->vault_state(3) == Journal::VaultState::none);
  CHECK_FALSE(std::filesystem::exists(made.store.vault_file(3)));
}
