#include "audit/shared_keys.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <utility>

namespace bursar::audit_detail {
namespace {

constexpr std::size_t min_slots = 16;

/// A power of two of slots, at most 2/3 full.
std::size_t slots_for(std::size_t keys) {
  std::size_t slots = min_slots;
  while (slots * 2 < keys * 3) slots *= 2;
  return slots;
}

}  // namespace

/// Puts one key into its slot; true if that was free. Where another project sits there, both go to
/// `hits`.
inline bool SharedKeyIndex::put(std::span<std::uint64_t> slots, const GivenKey& key, Hits& hits) {
  const std::uint64_t hash = key.hash;
  const std::size_t mask = slots.size() - 1;
  const std::uint64_t tag = hash << 32U;
  // Bits 58..63 chose the partition and bits 0..31 are the tag: the slot comes from those between.
  std::size_t at = static_cast<std::size_t>(hash >> 32U) & mask;
  while (true) {
    std::uint64_t& slot = slots[at];
    if (slot == 0) {
      slot = tag | (std::uint64_t{key.ordinal} + 1);
      return true;
    }
    if ((slot ^ tag) >> 32U == 0) {
      const auto first = static_cast<std::uint32_t>((slot & 0xffffffffU) - 1);
      if (first == key.ordinal) return false;
      hits.push_back({hash, first});
      hits.push_back(key);
      return false;
    }
    at = (at + 1) & mask;
  }
}

void SharedKeyIndex::join(const Hits& hits) {
  for (const GivenKey& hit : hits) {
    std::vector<std::uint32_t>& projects = groups_[unmixed(hit.hash)];
    const auto place = std::lower_bound(projects.begin(), projects.end(), hit.ordinal);
    if (place == projects.end() || *place != hit.ordinal) projects.insert(place, hit.ordinal);
  }
}

/// The same for all hits at once: sorted first, since one key may link very many projects.
void SharedKeyIndex::join_all(Hits& hits) {
  std::sort(hits.begin(), hits.end(), [](const GivenKey& a, const GivenKey& b) {
    return std::pair(unmixed(a.hash), a.ordinal) < std::pair(unmixed(b.hash), b.ordinal);
  });
  groups_.clear();
  for (std::size_t at = 0; at < hits.size();) {
    const std::uint64_t hash = hits[at].hash;
    std::vector<std::uint32_t>& projects =
        groups_.emplace_hint(groups_.end(), unmixed(hash), std::vector<std::uint32_t>())->second;
    for (; at < hits.size() && hits[at].hash == hash; ++at) {
      if (projects.empty() || projects.back() != hits[at].ordinal)
        projects.push_back(hits[at].ordinal);
    }
  }
}

void SharedKeyIndex::build(std::span<const KeyBuffers* const> collected, unsigned threads) {
  std::array<Hits, key_partitions> hits;
  parallel::run_parallel(threads, key_partitions, [&](std::size_t task, unsigned) {
    Partition& partition = partitions_[task];
    std::size_t keys = 0;
    for (const KeyBuffers* const buffers : collected) keys += (*buffers)[task].size();
    partition.slots.assign(slots_for(keys), 0);
    const std::span<std::uint64_t> slots = partition.slots;
    std::size_t used = 0;
    for (const KeyBuffers* const buffers : collected) {
      (*buffers)[task].for_each(
          [&](const GivenKey& key) { used += put(slots, key, hits[task]) ? 1U : 0U; });
    }
    partition.used = used;
  });
  Hits all;
  for (const Hits& each : hits) all.insert(all.end(), each.begin(), each.end());
  join_all(all);
}

bool SharedKeyIndex::insert(std::span<const std::uint64_t> fingerprints, std::uint32_t ordinal) {
  Hits hits;
  for (const std::uint64_t fingerprint : fingerprints) {
    const std::uint64_t hash = mixed(fingerprint);
    Partition& partition = partitions_[partition_of(hash)];
    if ((partition.used + 1) * 8 > partition.slots.size() * 7) return false;
    partition.used += put(partition.slots, {hash, ordinal}, hits) ? 1U : 0U;
  }
  join(hits);
  return true;
}

}  // namespace bursar::audit_detail
