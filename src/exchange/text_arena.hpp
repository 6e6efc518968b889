// Texts that were made while reading: their views stay valid until the arena is cleared.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace bursar::exchange {

class TextArena {
 public:
  /// Room for a text of at most `size` bytes; `keep` says how many of them were used.
  [[nodiscard]] char* room(std::size_t size) {
    while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) {
      const std::size_t wanted = std::max<std::size_t>(size, 4096);
      blocks_.push_back({std::make_unique<char[]>(wanted), wanted});
    }
    return blocks_[block_].bytes.get() + used_;
  }
  std::string_view keep(std::size_t size) {
    const char* const begin = blocks_[block_].bytes.get() + used_;
    used_ += size;
    return {begin, size};
  }
  /// A copy that lives in the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    std::memcpy(room(text.size()), text.data(), text.size());
    return keep(text.size());
  }
  /// Forgets all texts, and keeps the memory for the next ones.
  void clear() noexcept {
    block_ = 0;
    used_ = 0;
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace bursar::exchange
