#include "exchange/row_reader.hpp"

#include <bursar/base/spreadsheet.hpp>
#include <bursar/base/text.hpp>

#include "exchange/money_columns.hpp"

#include <algorithm>

namespace bursar::exchange {
namespace {

/// Up to here a list of texts is looked through rather than searched.
constexpr std::size_t looked_through_max = 16;

MonthMeaning month_meaning(std::string_view column) {
  if (column == "start_on" || column == "from") return MonthMeaning::first_day;
  if (column == "end_on" || column == "to" || column == "new_end_on") return MonthMeaning::last_day;
  return MonthMeaning::refused;
}

}  // namespace

RowReader::RowReader(const SourceFile& file, const Table& table, const ReadingRules& rules,
                     Problems& problems)
    : file_(file),
      table_(table),
      rules_(rules),
      problems_(problems),
      columns_(dossier_columns(table.kind)) {
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const std::string_view name = columns_[place].name;
    months_[place] = month_meaning(name);
    const CellSource& source = table_.sources[place];
    plain_days_[place] = source.part == PeriodPart::whole && source.dates <= DateForm::serial_1904;
    may_be_code_[place] = name.ends_with("org_id") || name == "vendor_id" || name == "addressee";
  }
  for (const std::string& blank : file.blanks) {
    if (blank.empty()) continue;
    blanks_.emplace_back(blank);
    begins_blank_[static_cast<unsigned char>(blank.front())] = true;
  }
  for (unsigned char c = '!'; c < 0x7f; ++c) begins_plain_[c] = c != '=' && !begins_blank_[c];
  if (!table_.unknown.empty()) {
    for (const MoneyColumn& column : money_columns()) {
      const std::size_t place = column_place(column.kind, column.name);
      if (column.kind != table_.kind || column.telling == 0 || table_.has(place)) continue;
      absent_.push_back({place, column.telling});
    }
  }
  for (const std::uint8_t place : table_.direct) {
    direct_.push_back({place, table_.sources[place].column});
  }
  for (const std::uint8_t place : table_.derived) {
    const CellSource& source = table_.sources[place];
    if (source.kind == CellSource::Kind::column) {
      mapped_.push_back({place, source.column});
    } else {
      made_.push_back(place);
    }
    if (source.map.size() > looked_through_max) continue;
    for (const auto& [text, cell] : source.map) maps_[place].emplace_back(text, cell);
  }
  count_decimals(currency_);
}

void RowReader::count_decimals(Currency currency) {
  currency_ = currency;
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const auto& unit = table_.sources[place].unit;
    decimals_[place] = unit ? decimals_of(*unit, currency) : -1;
  }
}

std::string_view RowReader::mapped(std::size_t place, std::string_view text) const {
  const KeyedText keyed(text);
  for (const auto& [from, cell] : maps_[place]) {
    if (from == keyed) return cell;
  }
  const CellSource& source = table_.sources[place];
  if (source.map.size() > looked_through_max) {
    if (const auto found = source.map.find(text); found != source.map.end()) return found->second;
  }
  return source.otherwise ? std::string_view(*source.otherwise) : text;
}

std::string_view RowReader::make(std::size_t place, TextArena& arena) const {
  const CellSource& source = table_.sources[place];
  std::string made;
  switch (source.kind) {
    case CellSource::Kind::none:
    case CellSource::Kind::lead:
    case CellSource::Kind::column:
      return {};
    case CellSource::Kind::fixed:
      return source.fixed;
    case CellSource::Kind::pieces:
      for (const CellSource::Piece& piece : source.pieces) {
        const std::string_view part = piece.column ? field(*piece.column) : piece.text;
        if (piece.column && is_blank_text(part)) return {};
        made += part;
      }
      break;
    case CellSource::Kind::joined:
      for (const CellSource::Piece& piece : source.pieces) {
        const std::string_view part = field(piece.column.value_or(0));
        if (is_blank_text(part)) continue;
        if (!made.empty()) made += source.fixed;
        made += part;
      }
      break;
  }
  if (is_blank_text(made)) return {};
  const std::string_view cell = mapped(place, made);
  return cell.data() == made.data() ? arena.copy(cell) : cell;
}

void RowReader::load(const RowPlace& place, TextArena& arena) {
  place_ = place;
  ok_ = true;
  refused_.clear();
  file_.scanner->row(place.offset, row_, arena);
  for (const auto& [at, index] : direct_) cells_[at] = filled(index);
  for (const auto& [at, index] : mapped_) {
    const std::string_view text = filled(index);
    cells_[at] = text.empty() ? text : mapped(at, text);
  }
  for (const std::size_t at : made_) cells_[at] = make(at, arena);
  if (row_.fault) refuse_row(Refusal(row_.fault->code));
  const std::size_t expected = file_.header.size();
  for (std::size_t i = expected; i < row_.fields.size(); ++i) {
    if (field(i).empty()) continue;
    refuse_row(Refusal(Code::csv_too_many_fields)
                   .with("fields", std::to_string(row_.fields.size()))
                   .with("expected", std::to_string(expected)));
    break;
  }
}

bool RowReader::passes_conditions() const {
  return std::all_of(table_.where.begin(), table_.where.end(), [&](const RowCondition& condition) {
    const std::string_view text = field(condition.column);
    const auto among = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), text) != list.end();
    };
    return (condition.in.empty() || among(condition.in)) &&
           (condition.not_in.empty() || !among(condition.not_in)) &&
           (!condition.blank || *condition.blank == is_blank_text(text));
  });
}

void RowReader::look_for_unmapped_money() {
  for (const AbsentColumn& absent : absent_) {
    const DossierColumn& column = columns_[absent.place];
    for (const std::size_t index : table_.unknown) {
      if (index >= row_.fields.size()) break;
      const std::string_view text = field(index);
      const auto word = text.empty() ? std::nullopt : column.words->find(text);
      if (!word || (absent.telling >> *word & 1U) == 0) continue;
      ok_ = false;
      add_problem(index, {file_.input->name,
                          {place_.line, 1},
                          std::string(column.name),
                          file_.header[index],
                          std::string(text),
                          Refusal(Code::money_column_unmapped)
                              .with("header", file_.header[index])
                              .with("value", std::string(text))
                              .with("field", std::string(column.name))
                              .with("meaning", std::string(column.words->words[*word])),
                          false});
    }
  }
}

bool RowReader::is_blank() const {
  return std::all_of(row_.fields.begin(), row_.fields.end(),
                     [](const CsvField& each) { return clean(each.text()).empty(); });
}

bool RowReader::is_damaged(std::string_view text, std::size_t place) {
  if (!lost_digits(text, may_be_code_[place])) return false;
  return text.size() == 18 || is_scientific_number(text) || !keeps_long_numbers(place);
}

bool RowReader::keeps_long_numbers(std::size_t place) {
  std::optional<bool>& known = keeps_long_numbers_[place];
  if (known) return *known;
  known = false;
  const CellSource& source = table_.sources[place];
  if (source.kind != CellSource::Kind::column) return false;
  TextArena arena;
  ScannedRow row;
  for (std::size_t at = file_.data_offset; !*known && !file_.scanner->at_end(at); at = row.next) {
    arena.clear();
    file_.scanner->row(at, row, arena);
    if (source.column < row.fields.size()) {
      known = is_long_number(clean(row.fields[source.column].text()));
    }
  }
  return *known;
}

void RowReader::check_digits(std::size_t place) {
  if (columns_[place].form != CellForm::id || !is_damaged(cells_[place], place)) return;
  refuse(place,
         Refusal(Code::spreadsheet_digits_lost).with("field", std::string(columns_[place].name)));
}

std::optional<std::int32_t> RowReader::slow_day(std::size_t place) {
  const CellSource& source = table_.sources[place];
  const Result<Date> read = source.part == PeriodPart::whole
                                ? read_day(cells_[place], source.dates, months_[place])
                                : read_period(cells_[place], source.part);
  if (read.has_value()) return day_number(*read);
  if (source.unreadable_as_remark) {
    keep_unreadable(source.column);
    return std::nullopt;
  }
  refuse(place, read.error());
  return std::nullopt;
}

std::optional<Date> RowReader::date(std::size_t place) {
  const auto number = day(place);
  return number ? std::optional<Date>(from_day_number(*number)) : std::nullopt;
}

std::optional<Minor> RowReader::amount(std::size_t place) {
  if (cells_[place].empty()) return std::nullopt;
  if (decimals_[place] >= 0) {
    if (const auto plain = plain_amount(cells_[place], decimals_[place])) return Minor(*plain);
  }
  return slow_amount(place);
}

std::optional<Minor> RowReader::slow_amount(std::size_t place) {
  const Result<ParsedAmount> parsed =
      parse_amount(cells_[place], currency_, table_.sources[place].unit, rules_.rounding);
  if (!parsed.has_value()) {
    refuse(place, parsed.error());
    return std::nullopt;
  }
  if (!parsed->difference.is_zero() && !quiet_) {
    difference_.add(parsed->difference);
    ++rounded_;
  }
  return Minor(parsed->amount.minor());
}

std::optional<std::uint8_t> RowReader::known_word(std::size_t place) {
  const KeyedText keyed(cells_[place]);
  for (const auto& [text, value] : words_[place]) {
    if (text == keyed) return value;
  }
  return slow_word(place);
}

std::optional<std::uint8_t> RowReader::slow_word(std::size_t place) {
  constexpr std::size_t known_words_max = 64;
  const std::string_view text = cells_[place];
  const WordTable& table = *columns_[place].words;
  if (const auto found = table.find(text)) {
    if (words_[place].size() < known_words_max) {
      words_[place].emplace_back(word_texts_.copy(text), *found);
    }
    return found;
  }
  std::string expected;
  for (std::size_t i = 0; i < table.words.size(); ++i) {
    expected += (expected.empty() ? "" : ", ") + std::string(table.words[i]);
    const auto alias = std::find_if(table.aliases.begin(), table.aliases.end(),
                                    [&](const WordAlias& each) { return each.value == i; });
    if (alias != table.aliases.end()) expected += " (" + std::string(alias->text) + ")";
  }
  refuse(place, Refusal(Code::text_unknown)
                    .with("field", std::string(columns_[place].name))
                    .with("value", std::string(text))
                    .with("expected", std::move(expected)));
  return std::nullopt;
}

std::optional<bool> RowReader::flag(std::size_t place) {
  if (cells_[place].empty()) return std::nullopt;
  const auto value = read_flag(cells_[place]);
  if (!value) {
    refuse(place, Refusal(Code::text_unknown)
                      .with("field", std::string(columns_[place].name))
                      .with("value", std::string(cells_[place]))
                      .with("expected", Wording{"是（yes）、否（no）", "yes, no, 是, 否"}));
  }
  return value;
}

std::optional<std::int64_t> RowReader::count(std::size_t place) {
  if (cells_[place].empty()) return std::nullopt;
  const auto value = read_count(cells_[place]);
  if (!value) {
    refuse(place, Refusal(Code::number_malformed)
                      .with("value", std::string(cells_[place]))
                      .with("least", "1"));
  }
  return value;
}

Source RowReader::source(std::size_t place) {
  if (cells_[place].empty()) {
    if (rules_.default_source) return *rules_.default_source;
    refuse(place, Refusal(Code::source_not_stated));
    return Source::grant;
  }
  return word_as<Source>(place).value_or(Source::grant);
}

void RowReader::refuse_missing(std::size_t place) {
  refuse(place, Refusal(Code::cell_missing).with("field", std::string(columns_[place].name)));
}

void RowReader::require_either(std::size_t place) {
  if (cells_[place + 1].empty() && !is_lead(place)) require(place);
}

void RowReader::refuse(std::size_t place, Refusal refusal, bool follows) {
  ok_ = false;
  // Several facts of a row may be read from one cell: what is wrong with it is said once.
  const std::pair told(cell_of(place), refusal.code());
  if (std::find(refused_.begin(), refused_.end(), told) != refused_.end()) return;
  refused_.push_back(told);
  if (quiet_) return;
  if (refusal.code() == Code::amount_unit_missing && unit_refused_[place]) {
    problems_.add_repeated(file_.index, place_.offset, refusal);  // said once for the column
    return;
  }
  unit_refused_[place] = unit_refused_[place] || refusal.code() == Code::amount_unit_missing;
  const CellSource& source = table_.sources[place];
  const bool in_file = source.kind != CellSource::Kind::none &&
                       source.kind != CellSource::Kind::fixed &&
                       source.kind != CellSource::Kind::lead;
  const std::size_t field = in_file ? source.column : 0;
  ImportProblem problem{
      file_.input->name,  {place_.line, 1}, std::string(columns_[place].name), {}, {},
      std::move(refusal), follows};
  if (in_file && field < file_.header.size()) problem.header = file_.header[field];
  if (columns_[place].form != CellForm::identity) problem.value = cells_[place];
  add_problem(field, std::move(problem));
}

void RowReader::add_problem(std::size_t index, ImportProblem problem) {
  problem.position = {place_.line, index + 1};
  // Only where it will be read: a long row may have a problem in each of its fields.
  if (index < row_.fields.size() && !problems_.is_full()) {
    const std::size_t offset = place_.offset + row_.fields[index].start();
    problem.position.line = file_.scanner->position(place_.offset, place_.line, offset).line;
  }
  problems_.add({file_.index, place_.offset, index, std::move(problem)});
}

std::size_t RowReader::cell_of(std::size_t place) const noexcept {
  const bool period = place < columns_max && table_.sources[place].part != PeriodPart::whole;
  return period ? columns_max + table_.sources[place].column : place;
}

bool RowReader::refused(std::size_t place) const noexcept {
  return std::any_of(refused_.begin(), refused_.end(),
                     [&](const auto& each) { return each.first == cell_of(place); });
}

void RowReader::refuse_row(Refusal refusal, bool follows) {
  ok_ = false;
  if (quiet_) return;
  ImportProblem problem{file_.input->name,  {place_.line, 1}, {}, {}, {},
                        std::move(refusal), follows};
  std::size_t field = 0;
  if (row_.fault) {
    // The scanner stops at the field that is no CSV.
    field = row_.fields.size() - 1;
    problem.position = {
        file_.scanner->position(place_.offset, place_.line, row_.fault->offset).line, field + 1};
  }
  problems_.add({file_.index, place_.offset, field, std::move(problem)});
}

void RowReader::keep_unreadable(std::size_t column) {
  if (unreadable_row_ != place_.line) unreadable_.clear();
  unreadable_row_ = place_.line;
  if (std::find(unreadable_.begin(), unreadable_.end(), column) != unreadable_.end()) return;
  unreadable_.push_back(column);
  if (quiet_) return;
  problems_.notice_line(NoticeCode::unreadable_days_kept, file_.input->name, place_.line);
}

std::string RowReader::remarks() const {
  std::string out;
  const auto keep = [&](std::size_t index) {
    const std::string_view text = field(index);
    if (text.empty()) return;
    if (!out.empty()) out += '\n';
    if (file_.header[index].empty()) {
      // The number that it had before a column of reasons was put in front of it.
      const bool moved = file_.reason_column && *file_.reason_column < index;
      out += "#" + std::to_string(moved ? index : index + 1);
      if (!quiet_) {
        problems_.notice_line(NoticeCode::unnamed_cells_kept, file_.input->name, place_.line);
      }
    } else {
      out += file_.header[index];
    }
    out += '=';
    out += text;
  };
  for (const std::size_t index : table_.unknown) {
    if (!table_.keeps_unknown() || index >= row_.fields.size()) break;
    keep(index);
  }
  if (unreadable_row_ == place_.line) {
    for (const std::size_t index : unreadable_) keep(index);
  }
  return out;
}

}  // namespace bursar::exchange
