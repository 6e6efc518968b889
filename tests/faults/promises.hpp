// What a store has promised, and whether it kept it.
#pragma once

#include <bursar/sqlite/sqlite_journal.hpp>

#include "journal_conformance.hpp"
#include "sqlite/tuning.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace bursar_test {

/// The appends and erasures that were acknowledged, and the ones under way when the lights went
/// out.
struct Promises {
  std::map<std::string, bursar::Appended> appends;
  std::set<std::int64_t> erased;
  bursar::JournalHead head;  ///< after the last acknowledged append
  bool book_made = false;
  std::map<std::string, std::size_t> under_way;  ///< keys and their number of entries
};

/// A request that is the same whenever it is made again.
inline bursar::AppendRequest numbered_request(int number, std::size_t drafts,
                                              bool with_private_parts) {
  const std::string name = std::to_string(number);
  bursar::AppendRequest made = bursar::conformance::request("key " + name, {});
  for (std::size_t i = 0; i < drafts; ++i) {
    made.drafts.push_back(bursar::conformance::draft("P" + std::to_string(i % 7),
                                                     "facts " + name + std::string(i % 5 * 40, 'x'),
                                                     with_private_parts ? "private " + name : ""));
  }
  return made;
}

/// What is wrong with a store, measured against what it promised; empty = nothing.
inline std::string broken_promise(bursar::SqliteJournal& journal, const Promises& promises) {
  using namespace bursar;
  const ChainReport report = verify_chain(
      journal, promises.head.position > 0 ? std::optional(promises.head.link) : std::nullopt);
  if (!report.whole()) return "corrupt: " + report.damages.front().en;
  const std::vector<Wording> damages = journal.check_store();
  if (!damages.empty()) return "corrupt: " + damages.front().en;
  std::int64_t entries = 0;
  for (const auto& [key, promised] : promises.appends) {
    const auto found = journal.find(key, sha256(key)).value();
    if (!found) return "lost: " + key;
    if (found->first_position != promised.first_position ||
        found->last_position != promised.last_position) {
      return "moved: " + key;
    }
    entries += promised.last_position - promised.first_position + 1;
  }
  for (const auto& [key, count] : promises.under_way) {
    const auto found = journal.find(key, sha256(key)).value();
    if (!found) continue;
    const auto there = static_cast<std::size_t>(found->last_position - found->first_position + 1);
    if (there != count) return "torn: " + key;
    entries += found->last_position - found->first_position + 1;
  }
  if (entries != report.entries) return "entries that nobody appended";
  for (const std::int64_t position : promises.erased) {
    if (journal.vault_state(position) != Journal::VaultState::erased) return "erasure lost";
  }
  return {};
}

}  // namespace bursar_test
