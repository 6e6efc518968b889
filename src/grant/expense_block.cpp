#include <bursar/grant/expense_block.hpp>

#include "grant/bytes.hpp"
#include "grant/text_column.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

namespace bursar {
namespace {

using bytes::Reader;

constexpr std::uint8_t block_version = 1;

// Column numbers are part of the format and never reused. A reader passes over columns it does not know.
enum class Column : std::uint8_t {
  day = 1, line = 2, amount = 3, head = 4, source = 5, kind = 6,
  expense_id = 16, org_id = 17, reverses = 18, accrual_id = 19, voucher_no = 20, vendor_id = 21,
  invoice_code = 22, invoice_no = 23, payee_id = 24
};

struct TextColumn {
  Column column;
  std::string_view ExpenseLine::* member;
};
constexpr std::array text_columns{
    TextColumn{Column::expense_id, &ExpenseLine::expense_id},
    TextColumn{Column::org_id, &ExpenseLine::org_id},
    TextColumn{Column::reverses, &ExpenseLine::reverses},
    TextColumn{Column::accrual_id, &ExpenseLine::accrual_id},
    TextColumn{Column::voucher_no, &ExpenseLine::voucher_no},
    TextColumn{Column::vendor_id, &ExpenseLine::vendor_id},
    TextColumn{Column::invoice_code, &ExpenseLine::invoice_code},
    TextColumn{Column::invoice_no, &ExpenseLine::invoice_no},
    TextColumn{Column::payee_id, &ExpenseLine::payee_id}};

// A column of whole numbers: a flag byte (1 = one value for all, 0 = one difference each).
template <class Get>
std::string pack_integers(std::span<const ExpenseLine> lines, Get get) {
  const std::int64_t first = get(lines.front());
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return get(line) == first; });
  std::string out(1, static_cast<char>(constant ? 1 : 0));
  if (constant) {
    bytes::put_signed(out, first);
    return out;
  }
  std::uint64_t before = 0;
  for (const ExpenseLine& line : lines) {
    const auto value = static_cast<std::uint64_t>(get(line));
    bytes::put_signed(out, static_cast<std::int64_t>(value - before));
    before = value;
  }
  return out;
}

template <class Set>
bool read_integers(std::string_view packed, std::size_t count, Set set) {
  Reader in(packed);
  const std::uint8_t constant = in.byte();
  if (constant > 1) return false;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == 0 || constant == 0) value += static_cast<std::uint64_t>(in.signed_varint());
    if (!in.ok() || !set(i, static_cast<std::int64_t>(value))) return false;
  }
  return in.at_end();
}

// Amounts do not follow each other: each stands for itself.
std::string pack_amounts(std::span<const ExpenseLine> lines) {
  std::string out;
  for (const ExpenseLine& line : lines) bytes::put_signed(out, line.amount.value());
  return out;
}

bool read_amounts(std::string_view packed, std::span<ExpenseLine> lines) {
  Reader in(packed);
  for (ExpenseLine& line : lines) line.amount = Minor(in.signed_varint());
  return in.ok() && in.at_end();
}

// A column of words: a flag byte, then one byte for all or one byte each.
template <class Word>
std::string pack_words(std::span<const ExpenseLine> lines, Word ExpenseLine::* member) {
  const Word first = lines.front().*member;
  const bool constant =
      std::ranges::all_of(lines, [&](const ExpenseLine& line) { return line.*member == first; });
  std::string out(1, static_cast<char>(constant ? 1 : 0));
  for (const ExpenseLine& line : lines.first(constant ? 1 : lines.size())) {
    out += static_cast<char>(static_cast<std::uint8_t>(line.*member));
  }
  return out;
}

template <class Word>
bool read_words(std::string_view packed, std::span<ExpenseLine> lines, Word ExpenseLine::* member) {
  Reader in(packed);
  const std::uint8_t constant = in.byte();
  const std::string_view words = in.take(constant == 1 ? 1 : lines.size());
  if (!in.ok() || constant > 1 || !in.at_end()) return false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto value = static_cast<std::uint8_t>(words[constant == 1 ? 0 : i]);
    if (value >= Vocabulary<Word>::words.size()) return false;
    lines[i].*member = static_cast<Word>(value);
  }
  return true;
}

bool read_day(std::string_view packed, std::span<ExpenseLine> lines) {
  return read_integers(packed, lines.size(), [&](std::size_t i, std::int64_t day) {
    if (!checked_from_day_number(day).has_value()) return false;
    lines[i].day = static_cast<std::int32_t>(day);
    return true;
  });
}

bool read_line_number(std::string_view packed, std::span<ExpenseLine> lines) {
  return read_integers(packed, lines.size(), [&](std::size_t i, std::int64_t line) {
    if (line < 0 || line > std::numeric_limits<std::uint32_t>::max()) return false;
    lines[i].line = static_cast<std::uint32_t>(line);
    return true;
  });
}

bool read_column(Column column, std::string_view packed, std::span<ExpenseLine> lines,
                 std::vector<std::string>& pools) {
  switch (column) {
    case Column::day: return read_day(packed, lines);
    case Column::line: return read_line_number(packed, lines);
    case Column::amount: return read_amounts(packed, lines);
    case Column::head: return read_words(packed, lines, &ExpenseLine::head);
    case Column::source: return read_words(packed, lines, &ExpenseLine::source);
    case Column::kind: return read_words(packed, lines, &ExpenseLine::kind);
    default: break;
  }
  for (const TextColumn& each : text_columns) {
    if (each.column != column) continue;
    std::vector<std::string_view> texts;
    // The pool lives on the heap of its own string: moving the string must not move short texts.
    std::string pool;
    pool.reserve(64);
    if (!columns::TextReader::read(packed, lines.size(), pool, texts)) return false;
    pools.push_back(std::move(pool));
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].*each.member = texts[i];
    return true;
  }
  return true;
}

struct Directory {
  std::size_t lines = 0;
  std::vector<std::pair<Column, std::string_view>> columns;
};

// Columns ascend; the first three are always there.
bool read_directory(std::string_view bytes, Directory& directory) {
  Reader in(bytes);
  if (in.byte() != block_version) return false;
  const std::uint64_t lines = in.varint();
  const std::uint64_t count = in.varint();
  // Every line costs at least one byte, in the column of amounts.
  if (!in.ok() || lines == 0 || lines > in.left() || count > 255) return false;
  directory.lines = static_cast<std::size_t>(lines);
  std::vector<std::pair<Column, std::uint64_t>> lengths;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto column = static_cast<Column>(in.byte());
    if (!lengths.empty() && column <= lengths.back().first) return false;
    lengths.emplace_back(column, in.varint());
  }
  for (const auto& [column, length] : lengths) directory.columns.emplace_back(column, in.take(length));
  if (!in.ok() || !in.at_end()) return false;
  const auto has = [&](Column column) {
    return std::ranges::any_of(directory.columns, [&](const auto& each) { return each.first == column; });
  };
  return has(Column::day) && has(Column::amount) && has(Column::expense_id);
}

bool read_all(std::string_view bytes, std::vector<ExpenseLine>& lines,
              std::vector<std::string>& pools) {
  Directory directory;
  if (!read_directory(bytes, directory)) return false;
  lines.assign(directory.lines, ExpenseLine{});
  return std::ranges::all_of(directory.columns, [&](const auto& column) {
    return read_column(column.first, column.second, lines, pools);
  });
}

}  // namespace

ExpenseBlock ExpenseBlock::pack(std::span<const ExpenseLine> lines) {
  std::vector<std::pair<Column, std::string>> packed;
  packed.emplace_back(Column::day, pack_integers(lines, [](const ExpenseLine& line) {
                        return std::int64_t{line.day};
                      }));
  if (std::ranges::any_of(lines, [](const ExpenseLine& line) { return line.line != 0; })) {
    packed.emplace_back(Column::line, pack_integers(lines, [](const ExpenseLine& line) {
                          return std::int64_t{line.line};
                        }));
  }
  packed.emplace_back(Column::amount, pack_amounts(lines));
  packed.emplace_back(Column::head, pack_words(lines, &ExpenseLine::head));
  packed.emplace_back(Column::source, pack_words(lines, &ExpenseLine::source));
  packed.emplace_back(Column::kind, pack_words(lines, &ExpenseLine::kind));
  std::vector<std::string_view> texts(lines.size());
  for (const TextColumn& column : text_columns) {
    bool any = column.column == Column::expense_id;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      texts[i] = lines[i].*column.member;
      any = any || !texts[i].empty();
    }
    if (any) packed.emplace_back(column.column, columns::pack_texts(texts));
  }
  auto bytes = std::make_shared<std::string>();
  *bytes += static_cast<char>(block_version);
  bytes::put_varint(*bytes, lines.size());
  bytes::put_varint(*bytes, packed.size());
  for (const auto& [column, data] : packed) {
    *bytes += static_cast<char>(column);
    bytes::put_varint(*bytes, data.size());
  }
  for (const auto& [column, data] : packed) *bytes += data;
  ExpenseBlock block;
  block.bytes_ = std::move(bytes);
  block.size_ = lines.size();
  return block;
}

Result<ExpenseBlock> ExpenseBlock::from_bytes(std::string bytes) {
  ExpenseBlock block;
  block.bytes_ = std::make_shared<const std::string>(std::move(bytes));
  std::vector<ExpenseLine> lines;
  std::vector<std::string> pools;
  if (!read_all(*block.bytes_, lines, pools)) return Code::expense_block_damaged;
  block.size_ = lines.size();
  return block;
}

std::string_view ExpenseBlock::bytes() const noexcept {
  return bytes_ ? std::string_view(*bytes_) : std::string_view();
}

ExpenseBlock::Lines ExpenseBlock::lines() const {
  Lines lines;
  lines.bytes_ = bytes_;
  if (bytes_ && !read_all(*bytes_, lines.lines_, lines.pools_)) std::abort();
  return lines;
}

}  // namespace bursar
