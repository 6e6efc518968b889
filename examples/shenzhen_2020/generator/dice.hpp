// Choices that are the same on every machine: a small generator seeded by a text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dossier {

/// Every project throws its own dice, so that a change to one moves no other.
class Dice {
 public:
  explicit Dice(std::string_view seed) {
    for (const char letter : seed) {
      state_ = (state_ ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    }
  }

  /// A whole number from `low` to `high`, both inclusive.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(next() % width);
  }
  /// True in `percent` of a hundred throws.
  bool chance(std::int64_t percent) { return between(1, 100) <= percent; }
  /// One of several.
  template <class T>
  const T& pick(std::span<const T> choices) {
    return choices[static_cast<std::size_t>(
        between(0, static_cast<std::int64_t>(choices.size()) - 1))];
  }

 private:
  std::uint64_t next() {  // splitmix64
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }

  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace dossier
