// Reads the rows of one table: cells by their place in the dossier, checked as their form asks.
#pragma once

#include <bursar/calendar/date.hpp>
#include <bursar/money/money.hpp>

#include "base/byte_words.hpp"
#include "exchange/cells.hpp"
#include "exchange/problems.hpp"
#include "exchange/table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::exchange {

/// A row by where it begins.
struct RowPlace {
  std::size_t offset = 0;
  std::uint32_t line = 0;
};

/// What rows of all tables are read with.
struct ReadingRules {
  Rounding rounding = Rounding::exact;
  std::optional<Source> default_source;  ///< the book's single public source
  std::vector<std::string> file_names;
};

class RowReader {
 public:
  RowReader(const SourceFile& file, const Table& table, const ReadingRules& rules,
            Problems& problems);

  [[nodiscard]] const SourceFile& file() const noexcept { return file_; }
  [[nodiscard]] const Table& table() const noexcept { return table_; }
  [[nodiscard]] std::string_view file_name(std::size_t index) const {
    return rules_.file_names.at(index);
  }
  /// Amounts are read in this currency from now on.
  void set_currency(Currency currency) {
    if (currency != currency_) count_decimals(currency);
  }
  [[nodiscard]] Currency currency() const noexcept { return currency_; }

  /// Loads a row; texts live in the file and in `arena`. A row that is no CSV is refused.
  void load(const RowPlace& place, TextArena& arena);
  /// Whether the profile's conditions hold for the loaded row.
  [[nodiscard]] bool passes_conditions() const;
  /// Whether a text means "not known" in this file.
  [[nodiscard]] bool is_blank_text(std::string_view text) const noexcept {
    return text.empty() ||
           (begins_blank_[static_cast<unsigned char>(text.front())] && is_stated_blank(text));
  }
  /// Refuses the row where a column that no table reads says what a money column would say, and the
  /// file has no such column: money_column_unmapped.
  void refuse_unmapped_money() {
    if (!absent_.empty()) look_for_unmapped_money();
  }
  /// Whether all fields of the row are blank.
  [[nodiscard]] bool is_blank() const;

  [[nodiscard]] const RowPlace& place() const noexcept { return place_; }
  [[nodiscard]] std::size_t next_offset() const noexcept { return row_.next; }
  [[nodiscard]] std::size_t lines() const noexcept { return row_.lines; }
  [[nodiscard]] const ScannedRow& scanned() const noexcept { return row_; }
  /// Lets go of the last row, which may be as long as its file.
  void forget_row() noexcept { row_ = {}; }
  /// Nothing of the row was refused.
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  /// Whether the row was refused because of a column.
  [[nodiscard]] bool refused(std::size_t place) const noexcept;

  /// The cell of a column; empty = blank.
  [[nodiscard]] std::string_view cell(std::size_t place) const noexcept { return cells_[place]; }
  /// The column says: the project's lead organisation.
  [[nodiscard]] bool is_lead(std::size_t place) const noexcept {
    return table_.sources[place].kind == CellSource::Kind::lead;
  }

  // Each of these refuses the row where the cell is not what it should be. Blank cells give
  // nothing.
  [[nodiscard]] std::string_view id(std::size_t place) {
    if (may_have_lost_digits(cells_[place])) check_digits(place);
    return cells_[place];
  }
  [[nodiscard]] std::optional<std::int32_t> day(std::size_t place) {
    if (plain_days_[place]) {
      if (const auto day = plain_day(cells_[place])) return day;
    }
    return cells_[place].empty() ? std::nullopt : slow_day(place);
  }
  [[nodiscard]] std::optional<Date> date(std::size_t place);
  [[nodiscard]] std::optional<Minor> amount(std::size_t place);
  [[nodiscard]] std::optional<std::uint8_t> word(std::size_t place) {
    return cells_[place].empty() ? std::nullopt : known_word(place);
  }
  [[nodiscard]] std::optional<bool> flag(std::size_t place);
  [[nodiscard]] std::optional<std::int64_t> count(std::size_t place);
  template <Word Enum>
  [[nodiscard]] std::optional<Enum> word_as(std::size_t place) {
    const auto value = word(place);
    return value ? std::optional<Enum>(static_cast<Enum>(*value)) : std::nullopt;
  }
  /// Whether a text in an id column is what a spreadsheet left of a long number.
  [[nodiscard]] bool is_damaged(std::string_view text, std::size_t place);
  /// The source of money, or the book's.
  [[nodiscard]] Source source(std::size_t place);
  /// Refuses the row if a required cell is blank.
  void require(std::size_t place) {
    if (cells_[place].empty()) refuse_missing(place);
  }
  /// The same for a cell that the next column may give instead.
  void require_either(std::size_t place);

  /// While it is quiet, rows are refused without a word: for looking ahead.
  void set_quiet(bool quiet) noexcept { quiet_ = quiet; }

  /// Refuses the row because of a cell. Texts of identity numbers are not shown.
  void refuse(std::size_t place, Refusal refusal, bool follows = false);
  /// Refuses the row as a whole.
  void refuse_row(Refusal refusal, bool follows = false);

  /// Non-blank cells of unknown columns, as "column=value" lines; a column without a name is its
  /// number in the file, a column of reasons not counted.
  [[nodiscard]] std::string remarks() const;
  /// What was lost by rounding so far.
  [[nodiscard]] const RoundingDifference& rounding_difference() const noexcept {
    return difference_;
  }
  [[nodiscard]] std::size_t rounded_amounts() const noexcept { return rounded_; }

 private:
  /// A column that is a field of the file, as it stands or with another text in its place.
  struct CellOfField {
    std::size_t place;
    std::size_t field;
  };
  using KeyedText = byte_words::KeyedText;

  /// A money column that the file does not have.
  struct AbsentColumn {
    std::size_t place;
    std::uint32_t telling;
  };

  [[nodiscard]] std::string_view field(std::size_t index) const {
    return index < row_.fields.size() ? clean(row_.fields[index].text()) : std::string_view();
  }
  /// The text of a field; empty where it is blank.
  [[nodiscard]] std::string_view filled(std::size_t index) const {
    if (index >= row_.fields.size()) return {};
    const std::string_view raw = row_.fields[index].text();
    if (raw.empty()) return raw;
    const char last = raw.back();
    if (begins_plain_[static_cast<unsigned char>(raw.front())] && last > ' ' && last < 0x7f) {
      return raw;
    }
    const std::string_view text = clean(raw);
    return is_blank_text(text) ? std::string_view() : text;
  }
  [[nodiscard]] bool is_stated_blank(std::string_view text) const noexcept {
    const KeyedText keyed(text);
    return std::any_of(blanks_.begin(), blanks_.end(),
                       [&](const KeyedText& blank) { return blank == keyed; });
  }
  void count_decimals(Currency currency);
  /// Two bytes tell what most ids are not.
  [[nodiscard]] static bool may_have_lost_digits(std::string_view text) noexcept {
    if (text.size() < 4) return false;
    const char second = text[1];
    return second == '.' || second == 'E' || second == 'e' ||
           (text.size() >= 18 && text.back() == '0');
  }
  /// Refuses the row where an id is what a spreadsheet left of a number.
  void check_digits(std::size_t place);
  void refuse_missing(std::size_t place);
  void look_for_unmapped_money();
  /// Whether the column has a number of more than fifteen digits that no spreadsheet took any of:
  /// then one that ends in zeros may well be whole, as one of 100,000 invoice numbers is.
  [[nodiscard]] bool keeps_long_numbers(std::size_t place);
  /// What tells the cell of a column from others: both ends of a period stand in one.
  [[nodiscard]] std::size_t cell_of(std::size_t place) const noexcept;
  /// Refuses the row because of a field of the file.
  void add_problem(std::size_t index, ImportProblem problem);
  /// The cell of a column that is not one field.
  [[nodiscard]] std::string_view make(std::size_t place, TextArena& arena) const;
  /// What the profile puts in the place of a text, or the text.
  [[nodiscard]] std::string_view mapped(std::size_t place, std::string_view text) const;
  [[nodiscard]] std::optional<Minor> slow_amount(std::size_t place);
  [[nodiscard]] std::optional<std::int32_t> slow_day(std::size_t place);
  /// Remembers that a column of the current row goes to the remarks.
  void keep_unreadable(std::size_t column);
  [[nodiscard]] std::optional<std::uint8_t> known_word(std::size_t place);
  [[nodiscard]] std::optional<std::uint8_t> slow_word(std::size_t place);

  const SourceFile& file_;
  const Table& table_;
  const ReadingRules& rules_;
  Problems& problems_;
  std::span<const DossierColumn> columns_;
  Currency currency_ = Currency::cny();
  std::array<int, columns_max> decimals_{};  // -1 = the unit is not known
  std::array<MonthMeaning, columns_max> months_{};
  std::array<bool, columns_max> may_be_code_{};
  std::array<bool, columns_max> unit_refused_{};
  std::array<std::optional<bool>, columns_max> keeps_long_numbers_{};
  std::array<bool, columns_max> plain_days_{};  // days that may be read by plain_day
  std::array<std::vector<std::pair<KeyedText, std::uint8_t>>, columns_max> words_;
  TextArena word_texts_;
  std::array<std::vector<std::pair<KeyedText, std::string_view>>, columns_max> maps_;
  std::vector<CellOfField> direct_;
  std::vector<CellOfField> mapped_;
  std::vector<std::size_t> made_;  // places of all other sources
  std::vector<KeyedText> blanks_;
  // By the first byte of a text: whether it may be a stated blank; whether it is none and needs no
  // cleaning at its beginning.
  std::array<bool, 256> begins_blank_{};
  std::array<bool, 256> begins_plain_{};
  std::vector<AbsentColumn> absent_;  ///< only where the file has columns that nobody knows

  RowPlace place_;
  ScannedRow row_;
  std::array<std::string_view, columns_max> cells_;
  bool ok_ = true;
  std::vector<std::pair<std::size_t, Code>> refused_;  ///< cells of the row, and why
  bool quiet_ = false;
  RoundingDifference difference_;
  std::size_t rounded_ = 0;
  std::vector<std::size_t> unreadable_;  ///< columns of the row on `unreadable_row_`
  std::size_t unreadable_row_ = 0;
};

}  // namespace bursar::exchange
