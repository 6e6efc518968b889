// A store whose file was damaged. Each three bytes of the input are a place, in two of them, and
// what stands there now. It is noticed, or it changes nothing.

#include <bursar/sqlite/sqlite_journal.hpp>

#include "promise.hpp"
#include "sim_disk.hpp"
#include "sqlite/tuning.hpp"

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace bursar;
using bursar_test::promise;
using bursar_test::SimDisk;

namespace {

const std::string path = "/book.store";

JournalHost host() {
  return {[] { return std::int64_t{1'700'000'000'000'000}; },
          [](std::span<std::uint8_t> bytes) {
            for (std::uint8_t& byte : bytes) byte = 7;
          }};
}

/// What is read of a store: of its entries, and what the vault holds beside them.
struct Reading {
  std::vector<std::pair<Digest, std::string>> entries;
  std::map<std::int64_t, std::string> private_parts;
  friend bool operator==(const Reading&, const Reading&) = default;
};

Reading read(const Journal& journal) {
  Reading reading;
  journal.read(1, std::numeric_limits<std::int64_t>::max(), [&reading](const Entry& entry) {
    reading.entries.emplace_back(entry.link,
                                 entry.subject.id + "|" + entry.key + "|" + entry.facts);
    return true;
  });
  journal.read_private(1, std::numeric_limits<std::int64_t>::max(),
                       [&reading](std::int64_t position, std::string_view bytes) {
                         reading.private_parts.emplace(position, bytes);
                       });
  return reading;
}

struct Template {
  SimDisk disk;
  sqlite_detail::Tuning tuning;
  SimDisk::Content content;
  Reading reading;
  Digest head;

  Template() {
    tuning.vfs = disk.vfs();
    tuning.page_bytes = 1024;
    tuning.journal_mode = "truncate";
    auto journal = sqlite_detail::create_tuned(path, "book", host(), {}, tuning).value();
    for (int i = 0; i < 4; ++i) {
      AppendRequest request;
      request.key = "key " + std::to_string(i);
      request.request = sha256(request.key);
      request.actor = "fuzz";
      for (int each = 0; each < 2; ++each) {
        const std::string id = "P-" + std::to_string(each);
        request.drafts.push_back(
            {{SubjectKind::project, id}, "facts of " + request.key, "private"});
      }
      promise(journal->append(request).has_value(), "an append is taken");
    }
    reading = read(*journal);
    head = journal->head().link;
    journal.reset();
    content = disk.content();
  }
};

/// Whether somebody who kept the head is told of damage.
bool is_noticed(const Template& honest) {
  try {
    const auto opened = sqlite_detail::open_tuned(path, host(), {1000, true}, honest.tuning);
    if (!opened) return true;
    const SqliteJournal& journal = **opened;
    if (!verify_chain(journal, honest.head).whole()) return true;
    if (!journal.check_store().empty()) return true;
    promise(read(journal) == honest.reading, "what passes for whole is what was written");
    return false;
  } catch (const JournalFailure&) {
    return true;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Template honest;
  SimDisk::Content content = honest.content;
  std::string& bytes = content.at(path).current;
  bool changed = false;
  for (std::size_t i = 0; i + 2 < size; i += 3) {
    const std::size_t at = (data[i] * std::size_t{256} + data[i + 1]) % bytes.size();
    changed = changed || bytes[at] != static_cast<char>(data[i + 2]);
    bytes[at] = static_cast<char>(data[i + 2]);
  }
  content.at(path).durable = bytes;
  honest.disk.put_back(std::move(content));
  promise(!is_noticed(honest) || changed, "an honest store raises no alarm");
  return 0;
}
