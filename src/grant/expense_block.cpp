#include <bursar/grant/expense_block.hpp>

#include "grant/block_texts.hpp"
#include "grant/bytes.hpp"
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

constexpr std::uint8_t block_version = 1;
constexpr std::size_t bytes_max = std::numeric_limits<std::uint32_t>::max();

// Column numbers are part of the format and never reused. A reader passes over columns it does not
// know. Columns of texts have the numbers of ExpenseBlock::Text.
enum class Column : std::uint8_t { day = 1, line = 2, amount = 3, head = 4, source = 5, kind = 6 };
/// The flag of a column of line numbers that are each the number at the end of the line's
/// expense_id and one number for all.
constexpr std::uint8_t line_is_id_and = 2;
constexpr std::uint8_t number_of(Column column) { return static_cast<std::uint8_t>(column); }
constexpr std::uint8_t number_of(ExpenseBlock::Text column) {
  return static_cast<std::uint8_t>(column);
}

struct TextColumn {
  ExpenseBlock::Text column;
  std::string_view ExpenseLine::*member;
  std::string_view field;
};
constexpr std::array text_columns{
    TextColumn{ExpenseBlock::Text::expense_id, &ExpenseLine::expense_id, "expense_id"},
    TextColumn{ExpenseBlock::Text::org_id, &ExpenseLine::org_id, "org_id"},
    TextColumn{ExpenseBlock::Text::reverses, &ExpenseLine::reverses, "reverses"},
    TextColumn{ExpenseBlock::Text::accrual_id, &ExpenseLine::accrual_id, "accrual_id"},
    TextColumn{ExpenseBlock::Text::voucher_no, &ExpenseLine::voucher_no, "voucher_no"},
    TextColumn{ExpenseBlock::Text::vendor_id, &ExpenseLine::vendor_id, "vendor_id"},
    TextColumn{ExpenseBlock::Text::invoice_code, &ExpenseLine::invoice_code, "invoice_code"},
    TextColumn{ExpenseBlock::Text::invoice_no, &ExpenseLine::invoice_no, "invoice_no"},
    TextColumn{ExpenseBlock::Text::payee_id, &ExpenseLine::payee_id, "payee_id"}};

// ---------------------------------------------------------------------------------------- packing

// A column of whole numbers: a flag byte (1 = one value for all, 0 = one difference each).
template <class Get>
void pack_integers(std::string& out, std::span<const ExpenseLine> lines, Get get) {
  const std::int64_t first = get(lines.front());
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return get(line) == first; });
  out += static_cast<char>(constant ? 1 : 0);
  std::uint64_t before = 0;
  bytes::put_varints(out, constant ? 1 : lines.size(), [&](std::size_t i) {
    const auto value = static_cast<std::uint64_t>(get(lines[i]));
    const std::uint64_t step = value - before;
    before = value;
    return bytes::zigzag(static_cast<std::int64_t>(step));
  });
}

// Lines of a file whose ids are numbers in the file's own order: what they are apart, once.
std::optional<std::int64_t> lines_after_ids(std::span<const ExpenseLine> lines) {
  const auto apart = [](const ExpenseLine& line) {
    return std::uint64_t{line.line} - columns::number_at_end(line.expense_id);
  };
  const std::uint64_t first = apart(lines.front());
  const bool all =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return apart(line) == first; });
  return all ? std::optional(static_cast<std::int64_t>(first)) : std::nullopt;
}

void pack_line_numbers(std::string& out, std::span<const ExpenseLine> lines) {
  if (const auto apart = lines_after_ids(lines)) {
    out += static_cast<char>(line_is_id_and);
    bytes::put_signed(out, *apart);
  } else {
    pack_integers(out, lines, [](const ExpenseLine& line) { return std::int64_t{line.line}; });
  }
}

// A column of words: a flag byte, then one byte for all or one byte each.
template <class Word>
void pack_words(std::string& out, std::span<const ExpenseLine> lines, Word ExpenseLine::*member) {
  const Word first = lines.front().*member;
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return line.*member == first; });
  out += static_cast<char>(constant ? 1 : 0);
  for (const ExpenseLine& line : lines.first(constant ? 1 : lines.size())) {
    out += static_cast<char>(static_cast<std::uint8_t>(line.*member));
  }
}

/// Collects columns, one behind the other, and writes the directory before them.
class Packer {
 public:
  template <class Pack>
  void column(std::uint8_t number, Pack pack) {
    const std::size_t before = data_.size();
    pack(data_);
    directory_ += static_cast<char>(number);
    bytes::put_varint(directory_, data_.size() - before);
    ++count_;
  }
  [[nodiscard]] std::string finish(std::size_t lines) const {
    std::string all;
    all.reserve(data_.size() + directory_.size() + 12);
    all += static_cast<char>(block_version);
    bytes::put_varint(all, lines);
    bytes::put_varint(all, count_);
    return all.append(directory_).append(data_);
  }

 private:
  std::string directory_;
  std::string data_;
  std::size_t count_ = 0;
};

void pack_texts(Packer& packer, std::span<const ExpenseLine> lines) {
  std::vector<std::string_view> texts(lines.size());
  for (const TextColumn& column : text_columns) {
    bool any = column.column == ExpenseBlock::Text::expense_id;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      texts[i] = lines[i].*column.member;
      any = any || !texts[i].empty();
    }
    if (!any) continue;
    packer.column(number_of(column.column),
                  [&](std::string& out) { out += columns::pack_texts(texts); });
  }
}

// ---------------------------------------------------------------------------------------- reading

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
  Packer packer;
  packer.column(number_of(Column::day), [&](std::string& out) {
    pack_integers(out, lines, [](const ExpenseLine& line) { return std::int64_t{line.day}; });
  });
  if (std::ranges::any_of(lines, [](const ExpenseLine& line) { return line.line != 0; })) {
    packer.column(number_of(Column::line),
                  [&](std::string& out) { pack_line_numbers(out, lines); });
  }
  packer.column(number_of(Column::amount), [&](std::string& out) {
    bytes::put_varints(out, lines.size(),
                       [&](std::size_t i) { return bytes::zigzag(lines[i].amount.value()); });
  });
  packer.column(number_of(Column::head),
                [&](std::string& out) { pack_words(out, lines, &ExpenseLine::head); });
  packer.column(number_of(Column::source),
                [&](std::string& out) { pack_words(out, lines, &ExpenseLine::source); });
  packer.column(number_of(Column::kind),
                [&](std::string& out) { pack_words(out, lines, &ExpenseLine::kind); });
  pack_texts(packer, lines);
  return {packer.finish(lines.size()), lines.size()};
}

Result<ExpenseBlock> ExpenseBlock::from_bytes(std::string bytes) {
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

}  // namespace bursar
