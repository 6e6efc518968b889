// The index of a SharedKeyRule: which projects gave the same fingerprint.
//
// An open-addressing table in partitions by the fingerprint's upper bits: filled in parallel, each
// partition small enough for a core's own cache. A slot holds 32 bits of the fingerprint and the
// first project; fingerprints that a second project gives are kept as groups. The index may name
// projects that no longer share anything (after a re-audit, or by clash of the 32 bits): the rule
// compares the keys themselves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace bursar::audit_detail {

/// A fingerprint and the ordinal of the project that gave it.
struct GivenKey {
  std::uint64_t fingerprint;
  std::uint32_t ordinal;
};

inline constexpr std::size_t key_partitions = 64;
/// The keys that one thread collected, by partition.
using KeyBuffers = std::array<std::vector<GivenKey>, key_partitions>;

/// Spreads a fingerprint over all bits, one to one.
constexpr std::uint64_t mixed(std::uint64_t x) noexcept {
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  return x ^ x >> 32U;
}
constexpr std::size_t partition_of(std::uint64_t fingerprint) noexcept {
  return static_cast<std::size_t>(mixed(fingerprint) >> 58U);
}

class SharedKeyIndex {
 public:
  /// Fills an empty index with what the threads collected.
  void build(std::span<const KeyBuffers> collected, unsigned threads);
  /// Adds the keys of one project. Returns false if a partition is full: the index must be built
  /// anew.
  [[nodiscard]] bool insert(std::span<const std::uint64_t> fingerprints, std::uint32_t ordinal);

  /// Fingerprints that were given by more than one project, and by which (ascending ordinals).
  [[nodiscard]] const std::map<std::uint64_t, std::vector<std::uint32_t>>& groups() const noexcept {
    return groups_;
  }

 private:
  struct Partition {
    std::vector<std::uint64_t> slots;
    std::size_t used = 0;
  };
  using Hits = std::vector<GivenKey>;
  static void put(Partition& partition, const GivenKey& key, Hits& hits);
  void join(const Hits& hits);
  void join_all(Hits& hits);

  std::array<Partition, key_partitions> partitions_;
  std::map<std::uint64_t, std::vector<std::uint32_t>> groups_;
};

}  // namespace bursar::audit_detail
