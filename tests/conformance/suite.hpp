// What the cases of the suite share.
#pragma once

#include "journal_conformance.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bursar::conformance {

/// Whether a store lacks an ability; then it is printed that the case is passed over, and why.
[[nodiscard]] bool passed_over(const StoreUnderTest& store, Ability ability);

/// All that an outsider can read of a journal.
struct Visible {
  struct Key {
    Digest request;
    std::int64_t first_position = 0;
    std::int64_t last_position = 0;
    std::int64_t recorded_at_us = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  JournalHead head;
  std::vector<Entry> entries;
  std::vector<std::optional<Digest>> links;  ///< of the positions from 0 to one past the head
  std::map<Subject, std::int64_t> versions;
  std::map<Subject, std::vector<std::int64_t>> positions;  ///< as each subject is read
  std::map<std::string, Key> keys;
  std::vector<std::pair<std::int64_t, std::string>> private_parts;
  std::vector<std::pair<std::int64_t, Journal::VaultState>> vault_states;
};

/// Reads by every call of the port that there is for it.
[[nodiscard]] Visible look(const Journal& journal);
/// Checks that everything is as it was, and the chain whole.
void check_unchanged(const Journal& journal, const Visible& before);

/// A text with every byte that there is.
[[nodiscard]] std::string every_byte();

}  // namespace bursar::conformance
