// Packs spending lines into a block, column by column. docs/expense-block.md shows the bytes.
#pragma once

#include <bursar/grant/expense_block.hpp>

#include "grant/text_packer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// Keeps its memory from one block to the next.
class ExpensePacker {
 public:
  /// The bytes of a block of these lines, in their order; valid until the next call. At least one
  /// line is given.
  [[nodiscard]] const std::string& pack(std::span<const ExpenseLine> lines);

 private:
  using Lines = std::span<const ExpenseLine>;

  /// Writes the directory's line of the column that ends where the data end.
  void end_column(std::uint8_t number);
  template <class Get>
  void put_integers(Lines lines, const Get& get);
  void put_line_numbers(Lines lines);
  /// What line numbers are more than the numbers at the end of the ids, if it is one for all.
  [[nodiscard]] std::optional<std::int64_t> lines_after_ids(Lines lines) const;
  template <class Word>
  void put_words(Lines lines, Word ExpenseLine::*member);
  void pack_ids(Lines lines);
  void put_texts(Lines lines);

  std::string block_;
  std::string directory_;
  std::string data_;
  std::size_t columns_ = 0;
  std::size_t column_begin_ = 0;  // in the data
  std::string ids_;               // the packed column
  std::vector<std::string_view> texts_;
  columns::TextPacker texts_packer_;
};

}  // namespace bursar
