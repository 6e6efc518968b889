// Packs columns of texts, each by what its texts look like. docs/expense-block.md shows the bytes.
#pragma once

#include "grant/text_column.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::columns {

/// Keeps its memory from one column to the next.
class TextPacker {
 public:
  /// Appends the packed texts: the encoding byte, then the data. At least one text is given.
  /// `force_bitmap`: write the bitmap although no text is empty, so that the size bounds the number
  /// of lines.
  void pack(std::string& out, std::span<const std::string_view> texts, bool force_bitmap = false);

  /// The texts of the column that was packed last, without the empty ones, as the numbers that they
  /// are; nothing if they are not whole numbers as people write them. Valid until the next call.
  [[nodiscard]] std::span<const std::uint64_t> whole_numbers() const noexcept {
    return whole_numbers_;
  }

 private:
  using Texts = std::span<const std::string_view>;

  void find_filled(Texts texts);
  void begin(std::string& out, TextEncoding encoding) const;
  void pack_present(std::string& out, Texts texts);
  [[nodiscard]] bool pack_prefixed(std::string& out, Texts texts);
  void pack_dictionary_or_plain(std::string& out, Texts texts);
  /// Takes the texts behind `skip` bytes as numbers; false if one is no number of at most 19
  /// digits. `as_written`: without leading zeros, so that the number alone gives the text back.
  [[nodiscard]] bool read_numbers(Texts texts, std::size_t skip, bool as_written);
  /// The numbers behind a prefix; `width` 0: as they are written.
  void put_numbers(std::string& out, std::string_view prefix, std::size_t width) const;
  void find_distinct(Texts texts);

  bool has_bitmap_ = false;
  std::string bitmap_;
  std::vector<std::string_view> filled_;
  std::vector<std::uint64_t> numbers_;
  std::span<const std::uint64_t> whole_numbers_;
  std::vector<std::uint32_t> slots_;  // open addressing: place in distinct_ + 1
  std::vector<std::string_view> distinct_;
  std::vector<std::uint32_t> places_;
};

}  // namespace bursar::columns
