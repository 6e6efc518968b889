#include <bursar/grant/expense_block.hpp>

#include "grant/block_texts.hpp"
#include "grant/bytes.hpp"
#include "grant/expense_columns.hpp"
#include "grant/expense_packer.hpp"
#include "grant/text_column.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

namespace bursar {
namespace {

using bytes::Reader;

using expense_columns::block_version;
using expense_columns::Column;
using expense_columns::line_is_id_and;
using expense_columns::number_of;
using expense_columns::text_columns;
using expense_columns::TextColumn;

constexpr std::size_t bytes_max = std::numeric_limits<std::uint32_t>::max();

/// The columns of a block, found by their numbers.
struct Directory {
  static constexpr std::size_t known = 25;
  std::size_t lines = 0;
  std::array<std::optional<std::string_view>, known> columns;

  [[nodiscard]] std::optional<std::string_view> find(std::uint8_t number) const {
    return columns[number];
  }
  [[nodiscard]] bool has(Column column) const { return find(number_of(column)).has_value(); }
};

// Numbers ascend. Amounts are there for every line, so that the size of a block bounds its lines.
bool read_directory(std::string_view bytes, Directory& directory) {
  Reader in(bytes);
  if (in.byte() != block_version) return false;
  const std::uint64_t lines = in.varint();
  const std::uint64_t count = in.varint();
  if (!in.ok() || lines == 0 || lines > in.left() || count > 255) return false;
  directory.lines = static_cast<std::size_t>(lines);
  std::array<std::uint8_t, 255> numbers;  // set below, as far as they are used
  std::array<std::uint64_t, 255> lengths;
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = in.byte();
    lengths[i] = in.varint();
    if (i > 0 && numbers[i] <= numbers[i - 1]) return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view column = in.take(lengths[i]);
    if (numbers[i] < Directory::known) directory.columns[numbers[i]] = column;
  }
  return in.ok() && in.at_end() && directory.has(Column::day) && directory.has(Column::amount) &&
         directory.has(Column::head) && directory.has(Column::source) &&
         directory.has(Column::kind) &&
         directory.find(number_of(ExpenseBlock::Text::expense_id)).has_value();
}

template <class Take>
bool read_integers(std::string_view packed, std::size_t count, Take take) {
  Reader in(packed);
  const std::uint8_t constant = in.byte();
  if (constant > 1) return false;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == 0 || constant == 0) value += static_cast<std::uint64_t>(in.signed_varint());
    if (!in.ok() || !take(i, static_cast<std::int64_t>(value))) return false;
  }
  return in.at_end();
}

template <class Take>
bool read_days(const Directory& directory, Take take) {
  static const std::int64_t first = day_number(Date(1400, 1, 1));
  static const std::int64_t last = day_number(Date(9999, 12, 31));
  return read_integers(*directory.find(number_of(Column::day)), directory.lines,
                       [&](std::size_t i, std::int64_t day) {
                         take(i, static_cast<std::int32_t>(day));
                         return day >= first && day <= last;
                       });
}

template <class Take>
bool read_line_numbers(const Directory& directory, Take take) {
  const auto column = directory.find(number_of(Column::line));
  if (!column) return true;
  const auto take_checked = [&](std::size_t i, std::int64_t line) {
    take(i, static_cast<std::uint32_t>(line));
    return line >= 0 && line <= std::numeric_limits<std::uint32_t>::max();
  };
  if (column->empty() || (*column)[0] != static_cast<char>(line_is_id_and)) {
    return read_integers(*column, directory.lines, take_checked);
  }
  Reader in(column->substr(1));
  const auto apart = static_cast<std::uint64_t>(in.signed_varint());
  std::vector<std::uint64_t> ids(directory.lines);
  const auto packed_ids = *directory.find(number_of(ExpenseBlock::Text::expense_id));
  if (!in.ok() || !in.at_end()) return false;
  if (!columns::numbers_at_end(packed_ids, directory.lines, ids)) return false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!take_checked(i, static_cast<std::int64_t>(ids[i] + apart))) return false;
  }
  return true;
}

// Amounts do not follow each other: each stands for itself.
template <class Take>
bool read_amounts(const Directory& directory, Take take) {
  Reader in(*directory.find(number_of(Column::amount)));
  for (std::size_t i = 0; i < directory.lines; ++i) take(i, Minor(in.signed_varint()));
  return in.ok() && in.at_end();
}

template <class Word, class Take>
bool read_words(const Directory& directory, Column column, Take take) {
  Reader in(*directory.find(number_of(column)));
  const std::uint8_t constant = in.byte();
  const std::string_view words = in.take(constant == 1 ? 1 : directory.lines);
  if (!in.ok() || constant > 1 || !in.at_end()) return false;
  for (const char each : words) {
    if (static_cast<std::uint8_t>(each) >= Vocabulary<Word>::words.size()) return false;
  }
  for (std::size_t i = 0; i < directory.lines; ++i) {
    take(i, static_cast<Word>(static_cast<std::uint8_t>(words[constant == 1 ? 0 : i])));
  }
  return true;
}

bool check_all(std::string_view bytes, std::size_t& lines) {
  Directory directory;
  if (!read_directory(bytes, directory)) return false;
  lines = directory.lines;
  const auto nothing = [](std::size_t, auto) {};
  const bool hot = read_days(directory, nothing) && read_line_numbers(directory, nothing) &&
                   read_amounts(directory, nothing) &&
                   read_words<Head>(directory, Column::head, nothing) &&
                   read_words<Source>(directory, Column::source, nothing) &&
                   read_words<ExpenseKind>(directory, Column::kind, nothing);
  return hot && std::ranges::all_of(text_columns, [&](const TextColumn& each) {
           const auto column = directory.find(number_of(each.column));
           return !column || columns::check_texts(*column, directory.lines);
         });
}

// Blocks are checked when they are made: a reading that fails afterwards is a broken invariant.
void must(bool read) {
  if (!read) std::abort();
}

Directory directory_of(std::string_view bytes) {
  Directory directory;
  must(read_directory(bytes, directory));
  return directory;
}

}  // namespace

ExpenseBlock ExpenseBlock::pack(std::span<const ExpenseLine> lines) {
  if (lines.empty()) return {};
  return {ExpensePacker().pack(lines), lines.size()};
}

Result<ExpenseBlock> ExpenseBlock::from_bytes(std::string_view bytes) {
  std::size_t size = 0;
  if (bytes.size() > bytes_max || !check_all(bytes, size)) return Code::expense_block_damaged;
  return ExpenseBlock(bytes, size);
}

// Bytes and their count of owners in one piece of memory: there are very many blocks.
ExpenseBlock::ExpenseBlock(std::string_view bytes, std::size_t size)
    : byte_count_(static_cast<std::uint32_t>(bytes.size())),
      size_(static_cast<std::uint32_t>(size)) {
  if (bytes.size() > bytes_max) throw std::length_error("a block of spending of 4 GiB or more");
  const auto copy = std::make_shared_for_overwrite<char[]>(bytes.size());
  std::memcpy(copy.get(), bytes.data(), bytes.size());
  bytes_ = copy;
}

std::string_view ExpenseBlock::bytes() const noexcept { return {bytes_.get(), byte_count_}; }

ExpenseBlock::Lines ExpenseBlock::lines() const {
  Lines all;
  if (!bytes_) return all;
  all.bytes_ = bytes_;
  const Directory directory = directory_of(bytes());
  all.lines_.resize(size_);
  ExpenseLine* const lines = all.lines_.data();
  must(read_days(directory, [&](std::size_t i, std::int32_t day) { lines[i].day = day; }) &&
       read_line_numbers(directory, [&](std::size_t i, std::uint32_t n) { lines[i].line = n; }) &&
       read_amounts(directory, [&](std::size_t i, Minor amount) { lines[i].amount = amount; }) &&
       read_words<Head>(directory, Column::head,
                        [&](std::size_t i, Head head) { lines[i].head = head; }) &&
       read_words<Source>(directory, Column::source,
                          [&](std::size_t i, Source source) { lines[i].source = source; }) &&
       read_words<ExpenseKind>(directory, Column::kind,
                               [&](std::size_t i, ExpenseKind kind) { lines[i].kind = kind; }));
  std::vector<std::string_view> texts;
  // Pools do not move once they are made: short texts live inside their string.
  all.pools_.resize(text_columns.size());
  for (std::size_t c = 0; c < text_columns.size(); ++c) {
    const auto column = directory.find(number_of(text_columns[c].column));
    if (!column) continue;
    must(columns::read_texts(*column, size_, all.pools_[c], texts));
    for (std::size_t i = 0; i < size_; ++i) lines[i].*text_columns[c].member = texts[i];
  }
  return all;
}

namespace {

/// Some columns of a block; empty those that it does not have. Precondition: it was checked, so
/// that nothing has to be checked again.
template <std::size_t size>
std::array<std::string_view, size> columns_of(std::string_view bytes,
                                              const std::array<ExpenseBlock::Text, size>& wanted) {
  const char* at = bytes.data() + 1;  // behind the version
  const auto varint = [&at] {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (; static_cast<std::uint8_t>(*at) >= 0x80U; shift += 7) {
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(*at++) & 0x7FU) << shift;
    }
    return value | static_cast<std::uint64_t>(static_cast<std::uint8_t>(*at++)) << shift;
  };
  (void)varint();  // lines
  const std::uint64_t count = varint();
  // Where a column begins behind the directory, and its length.
  std::array<std::pair<std::size_t, std::size_t>, size> places{};
  std::size_t before = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::uint8_t>(*at++);
    const auto length = static_cast<std::size_t>(varint());
    for (std::size_t each = 0; each < size; ++each) {
      if (number == number_of(wanted[each])) places[each] = {before, length};
    }
    before += length;
  }
  std::array<std::string_view, size> columns;
  for (std::size_t each = 0; each < size; ++each) {
    columns[each] = {at + places[each].first, places[each].second};
  }
  return columns;
}

std::string_view column_of(std::string_view bytes, ExpenseBlock::Text wanted) {
  return columns_of<1>(bytes, {wanted})[0];
}

}  // namespace

bool ExpenseBlock::has(Text column) const noexcept {
  return bytes_ && !column_of(bytes(), column).empty();
}

bool ExpenseBlock::is_backed(Text column, Text either, Text other) const noexcept {
  if (!bytes_) return true;
  const std::array<std::string_view, 3> packed = columns_of<3>(bytes(), {column, either, other});
  if (packed[0].empty()) return true;
  for (std::size_t group = 0; group * 8 < size_; ++group) {
    std::array<unsigned, 3> present{};
    for (std::size_t i = 0; i < packed.size(); ++i) {
      if (!packed[i].empty()) present[i] = columns::presence(packed[i], group);
    }
    const std::size_t left = size_ - group * 8;
    const unsigned lines = left >= 8 ? 0xFFU : (1U << left) - 1;
    if ((present[0] & ~(present[1] | present[2]) & lines) != 0) return false;
  }
  return true;
}

ExpenseBlock::Texts ExpenseBlock::texts(Text column) const {
  Texts all;
  all.texts_.resize(size_);
  if (!bytes_) return all;
  const std::string_view packed = column_of(bytes(), column);
  if (packed.empty()) return all;
  all.bytes_ = bytes_;
  all.pool_ = std::make_unique<std::string>();
  must(columns::read_texts(packed, size_, *all.pool_, all.texts_));
  return all;
}

void ExpenseBlock::fingerprints(Text column, std::span<std::uint64_t> into) const {
  const std::string_view packed = bytes_ ? column_of(bytes(), column) : std::string_view();
  if (packed.empty()) {
    std::fill(into.begin(), into.end(), 0);
    return;
  }
  must(columns::fingerprint_texts(packed, size_, into));
}

std::size_t given_fingerprints(const ExpenseBlock& block, ExpenseBlock::Text column,
                               std::span<std::uint64_t> into) {
  const std::string_view packed =
      block.size() == 0 ? std::string_view() : column_of(block.bytes(), column);
  std::size_t given = 0;
  must(packed.empty() || columns::fingerprint_given_texts(packed, block.size(), into, given));
  return given;
}

std::uint64_t text_fingerprint(std::string_view text) { return columns::fingerprint_of(text); }

void ExpenseBlock::read_hot(const Hot& into) const {
  if (!bytes_) return;
  const Directory directory = directory_of(bytes());
  const auto to = [](auto span) {
    return [data = span.data()](std::size_t i, auto value) { data[i] = value; };
  };
  must(read_days(directory, to(into.day)) && read_amounts(directory, to(into.amount)) &&
       read_words<Head>(directory, Column::head, to(into.head)) &&
       read_words<Source>(directory, Column::source, to(into.source)) &&
       read_words<ExpenseKind>(directory, Column::kind, to(into.kind)));
}

// ----------------------------------------------------------------------------------------- editing

namespace {

template <class Word>
bool set_word(Word& field, std::string_view value) {
  const auto found = find_word<Word>(value);
  if (found) field = *found;
  return found.has_value();
}

bool set_amount(Minor& field, std::string_view value) {
  std::int64_t amount = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), amount);
  if (error != std::errc() || stop != value.data() + value.size()) return false;
  field = Minor(amount);
  return true;
}

bool set_day(std::int32_t& field, std::string_view value) {
  const Result<Date> date = parse_iso_date(value);
  if (date.has_value()) field = day_number(*date);
  return date.has_value();
}

}  // namespace

bool ExpenseBlock::Lines::set(std::size_t line, std::string_view field, std::string_view value) {
  if (line >= lines_.size()) return false;
  ExpenseLine& cells = lines_[line];
  if (field == "on") return set_day(cells.day, value);
  if (field == "amount") return set_amount(cells.amount, value);
  if (field == "head") return set_word(cells.head, value);
  if (field == "source") return set_word(cells.source, value);
  if (field == "kind") return set_word(cells.kind, value);
  const auto* const text = std::ranges::find_if(text_columns, [&](const TextColumn& each) {
    return each.field == field && each.column != Text::expense_id;
  });
  if (text == std::end(text_columns)) return false;
  edits_.push_back(std::make_unique<const std::string>(value));
  cells.*text->member = *edits_.back();
  return true;
}

bool ExpenseBlock::Lines::can_set(std::string_view field, std::string_view value) {
  Lines trial;
  trial.lines_.emplace_back();
  return trial.set(0, field, value);
}

}  // namespace bursar
