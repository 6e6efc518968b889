#include "grant/expense_packer.hpp"

#include "grant/bytes.hpp"
#include "grant/expense_columns.hpp"

#include <algorithm>
#include <array>

namespace bursar {
namespace {

using expense_columns::Column;
using expense_columns::number_of;
using expense_columns::text_columns;

}  // namespace

void ExpensePacker::end_column(std::uint8_t number) {
  directory_ += static_cast<char>(number);
  bytes::put_varint(directory_, data_.size() - column_begin_);
  column_begin_ = data_.size();
  ++columns_;
}

/// A column of whole numbers: a flag byte (1 = one value for all, 0 = one difference each).
template <class Get>
void ExpensePacker::put_integers(Lines lines, const Get& get) {
  const std::int64_t first = get(lines.front());
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return get(line) == first; });
  data_ += static_cast<char>(constant ? 1 : 0);
  std::uint64_t before = 0;
  bytes::put_varints(data_, constant ? 1 : lines.size(), [&](std::size_t i) {
    const auto value = static_cast<std::uint64_t>(get(lines[i]));
    const std::uint64_t step = value - before;
    before = value;
    return bytes::zigzag(static_cast<std::int64_t>(step));
  });
}

/// Lines of a file whose ids are numbers in the file's own order: what they are apart, once. The
/// ids were packed last.
std::optional<std::int64_t> ExpensePacker::lines_after_ids(Lines lines) const {
  const std::span numbers = texts_packer_.whole_numbers();
  const bool read = numbers.size() == lines.size();
  const auto apart = [&](std::size_t i) {
    return std::uint64_t{lines[i].line} -
           (read ? numbers[i] : columns::number_at_end(lines[i].expense_id));
  };
  const std::uint64_t first = apart(0);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (apart(i) != first) return std::nullopt;
  }
  return static_cast<std::int64_t>(first);
}

void ExpensePacker::pack_ids(Lines lines) {
  ids_.clear();
  texts_.resize(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) texts_[i] = lines[i].expense_id;
  texts_packer_.pack(ids_, texts_);
}

void ExpensePacker::put_line_numbers(Lines lines) {
  if (const auto apart = lines_after_ids(lines)) {
    data_ += static_cast<char>(expense_columns::line_is_id_and);
    bytes::put_signed(data_, *apart);
  } else {
    put_integers(lines, [](const ExpenseLine& line) { return std::int64_t{line.line}; });
  }
}

/// A column of words: a flag byte, then one byte for all or one byte each.
template <class Word>
void ExpensePacker::put_words(Lines lines, Word ExpenseLine::*member) {
  const Word first = lines.front().*member;
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return line.*member == first; });
  data_ += static_cast<char>(constant ? 1 : 0);
  const std::size_t begin = data_.size();
  data_.resize(begin + (constant ? 1 : lines.size()));
  for (std::size_t i = 0; begin + i < data_.size(); ++i) {
    data_[begin + i] = static_cast<char>(static_cast<std::uint8_t>(lines[i].*member));
  }
}

void ExpensePacker::put_texts(Lines lines) {
  std::array<std::size_t, text_columns.size()> bytes{};
  for (const ExpenseLine& line : lines) {
    for (std::size_t c = 0; c < text_columns.size(); ++c) {
      bytes[c] |= (line.*text_columns[c].member).size();
    }
  }
  for (std::size_t c = 0; c < text_columns.size(); ++c) {
    const auto& [column, member, field] = text_columns[c];
    if (column == ExpenseBlock::Text::expense_id) {
      data_ += ids_;
    } else if (bytes[c] == 0) {
      continue;
    } else {
      for (std::size_t i = 0; i < lines.size(); ++i) texts_[i] = lines[i].*member;
      texts_packer_.pack(data_, texts_);
    }
    end_column(number_of(column));
  }
}

const std::string& ExpensePacker::pack(Lines lines) {
  directory_.clear();
  data_.clear();
  columns_ = 0;
  column_begin_ = 0;
  pack_ids(lines);
  put_integers(lines, [](const ExpenseLine& line) { return std::int64_t{line.day}; });
  end_column(number_of(Column::day));
  if (std::ranges::any_of(lines, [](const ExpenseLine& line) { return line.line != 0; })) {
    put_line_numbers(lines);
    end_column(number_of(Column::line));
  }
  bytes::put_varints(data_, lines.size(),
                     [&](std::size_t i) { return bytes::zigzag(lines[i].amount.value()); });
  end_column(number_of(Column::amount));
  put_words(lines, &ExpenseLine::head);
  end_column(number_of(Column::head));
  put_words(lines, &ExpenseLine::source);
  end_column(number_of(Column::source));
  put_words(lines, &ExpenseLine::kind);
  end_column(number_of(Column::kind));
  put_texts(lines);
  block_.clear();
  block_ += static_cast<char>(expense_columns::block_version);
  bytes::put_varint(block_, lines.size());
  bytes::put_varint(block_, columns_);
  return block_.append(directory_).append(data_);
}

}  // namespace bursar
