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
#include <memory>
#include <span>
#include <vector>

namespace bursar::audit_detail {

/// Spreads a fingerprint over all bits, one to one.
constexpr std::uint64_t mixed(std::uint64_t x) noexcept {
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  return x ^ x >> 32U;
}
/// The fingerprint of what it was spread to.
constexpr std::uint64_t unmixed(std::uint64_t x) noexcept {
  constexpr std::uint64_t inverse = 0xcfee444d8b59a89bU;  // of the factor, modulo 2^64
  static_assert(inverse * 0xd6e8feb86659fd93U == 1);
  x ^= x >> 32U;
  x *= inverse;
  x ^= x >> 32U;
  x *= inverse;
  return x ^ x >> 32U;
}

/// A fingerprint, spread, and the ordinal of the project that gave it.
struct GivenKey {
  std::uint64_t hash;
  std::uint32_t ordinal;
};

inline constexpr std::size_t key_partitions = 64;
constexpr std::size_t partition_of(std::uint64_t hash) noexcept {
  return static_cast<std::size_t>(hash >> 58U);
}

/// Keys in the order they came in; they stay where they are put.
class KeyBuffer {
 public:
  void push_back(const GivenKey& key) {
    if (next_ == end_) add_block();
    *next_++ = key;
  }
  [[nodiscard]] std::size_t size() const noexcept {
    return blocks_.size() * block_keys - static_cast<std::size_t>(end_ - next_);
  }
  template <class Take>
  void for_each(const Take& take) const {
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      const GivenKey* const keys = blocks_[block].get();
      const GivenKey* const until = block + 1 == blocks_.size() ? next_ : keys + block_keys;
      for (const GivenKey* key = keys; key != until; ++key) take(*key);
    }
  }

 private:
  static constexpr std::size_t block_keys = 256;
  void add_block() {
    blocks_.push_back(std::make_unique_for_overwrite<GivenKey[]>(block_keys));
    next_ = blocks_.back().get();
    end_ = next_ + block_keys;
  }

  std::vector<std::unique_ptr<GivenKey[]>> blocks_;
  GivenKey* next_ = nullptr;  // in the last block, and its end
  GivenKey* end_ = nullptr;
};
/// The keys that one thread collected, by partition.
using KeyBuffers = std::array<KeyBuffer, key_partitions>;

class SharedKeyIndex {
 public:
  /// Fills an empty index with what the threads collected.
  void build(std::span<const KeyBuffers* const> collected, unsigned threads);
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
  static bool put(std::span<std::uint64_t> slots, const GivenKey& key, Hits& hits);
  void join(const Hits& hits);
  void join_all(Hits& hits);

  std::array<Partition, key_partitions> partitions_;
  std::map<std::uint64_t, std::vector<std::uint32_t>> groups_;
};

}  // namespace bursar::audit_detail
