#include "journal_conformance.hpp"

#include <limits>

namespace bursar::conformance {

TestHost::TestHost(std::int64_t now_us) : state_(std::make_shared<State>(State{now_us, 1})) {}

JournalHost TestHost::host() const {
  const auto now = [state = state_] { return state->now_us += 1'000'000; };
  const auto random = [state = state_](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) {
      state->random = state->random * 6364136223846793005ULL + 1442695040888963407ULL;
      byte = static_cast<std::uint8_t>(state->random >> 56U);
    }
  };
  return {now, random};
}

Draft draft(std::string_view project_id, std::string_view facts, std::string_view private_part) {
  return {{SubjectKind::project, std::string(project_id)},
          std::string(facts),
          std::string(private_part)};
}

AppendRequest request(std::string_view key, std::vector<Draft> drafts) {
  AppendRequest made;
  made.key = key;
  made.request = sha256(key);
  made.actor = "officer";
  made.drafts = std::move(drafts);
  return made;
}

void fill_store(Journal& journal) {
  for (int i = 0; i < 3; ++i) {
    const std::string n = std::to_string(i);
    AppendRequest both =
        request("key " + n, {draft("P1", "facts " + n, "private " + n), draft("P2", "more " + n)});
    both.door = i == 1 ? Door::import : Door::office;
    both.batch = i == 1 ? "2020" : "";
    if (const auto appended = journal.append(both); !appended) {
      throw BadResultAccess(appended.error());
    }
  }
}

std::vector<Entry> all_entries(const Journal& journal) {
  std::vector<Entry> entries;
  journal.read(1, std::numeric_limits<std::int64_t>::max(), [&entries](const Entry& entry) {
    entries.push_back(entry);
    return true;
  });
  return entries;
}

bool same(const Entry& a, const Entry& b) {
  return a.position == b.position && a.subject == b.subject && a.key == b.key &&
         a.request == b.request && a.door == b.door && a.batch == b.batch && a.actor == b.actor &&
         a.recorded_at_us == b.recorded_at_us && a.facts == b.facts &&
         a.vault_commitment == b.vault_commitment && a.link == b.link;
}

}  // namespace bursar::conformance
