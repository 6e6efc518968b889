#include "suite.hpp"

#include "catch.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace bursar::conformance {
namespace {

constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();

}  // namespace

bool passed_over(const StoreUnderTest& store, Ability ability) {
  const std::string reason = store.reason_against(ability);
  if (reason.empty()) return false;
  WARN("passed over: " << reason);
  return true;
}

Visible look(const Journal& journal) {
  Visible seen;
  seen.head = journal.head();
  seen.entries = all_entries(journal);
  for (std::int64_t at = 0; at <= seen.head.position + 1; ++at) {
    seen.links.push_back(journal.link_at(at));
  }
  for (const Entry& entry : seen.entries) {
    if (!seen.versions.contains(entry.subject)) {
      seen.versions[entry.subject] = journal.version(entry.subject);
      std::vector<std::int64_t>& positions = seen.positions[entry.subject];
      journal.read(entry.subject, forever, [&positions](const Entry& own) {
        positions.push_back(own.position);
        return true;
      });
    }
    if (seen.keys.contains(entry.key)) continue;
    const auto found = journal.find(entry.key, entry.request).value();
    REQUIRE(found.has_value());
    seen.keys[entry.key] = {entry.request, found->first_position, found->last_position,
                            found->recorded_at_us};
  }
  journal.read_private(1, forever, [&seen](std::int64_t position, std::string_view bytes) {
    seen.private_parts.emplace_back(position, bytes);
  });
  journal.read_vault_states(1, seen.head.position + 1,
                            [&seen](std::int64_t position, Journal::VaultState state) {
                              if (state == Journal::VaultState::none) return;
                              seen.vault_states.emplace_back(position, state);
                            });
  return seen;
}

void check_unchanged(const Journal& journal, const Visible& before) {
  const Visible now = look(journal);
  CHECK(now.head == before.head);
  CHECK(std::ranges::equal(now.entries, before.entries, same));
  CHECK(now.links == before.links);
  CHECK((now.versions == before.versions));
  CHECK((now.positions == before.positions));
  CHECK((now.keys == before.keys));
  CHECK((now.private_parts == before.private_parts));
  CHECK((now.vault_states == before.vault_states));
  CHECK(verify_chain(journal, before.head.link).whole());
}

std::string every_byte() {
  std::string bytes(256, '\0');
  std::iota(bytes.begin(), bytes.end(), '\0');
  return bytes;
}

}  // namespace bursar::conformance
