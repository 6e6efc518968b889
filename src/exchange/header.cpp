#include "exchange/header.hpp"

#include <bursar/base/digest.hpp>
#include <bursar/base/text.hpp>

#include "exchange/header_names.hpp"
#include "exchange/header_search.hpp"
#include "exchange/money_columns.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace bursar::exchange {
namespace {

/// Binds the header of one file; knows what is needed to say what is wrong with it.
class Binder {
 public:
  Binder(SourceFile& file, const ImportProfile* profile, Problems& problems)
      : file_(file), profile_(profile), problems_(problems), used_(file.header.size(), false) {}

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// Some amount takes the unit that is stated above the header.
  [[nodiscard]] bool takes_title_unit() const noexcept { return takes_title_unit_; }

  Table bind_kind(DossierKind kind);
  Table bind_profile(const ProfileTable& source);
  /// Tells the tables from `first` on which columns none of them reads; the first one keeps them as
  /// remarks.
  void keep_remarks(std::span<Table> tables);

 private:
  void refuse(std::size_t cell, std::string_view field, Refusal refusal);
  std::optional<std::size_t> find(const std::string& name, std::string_view field);
  std::optional<std::size_t> find_to_use(const std::string& name, const ProfileField& field);
  CellSource source_of(const ProfileField& field, DossierKind kind);
  void take_title_unit(CellSource& source);
  void sort_sources(Table& table) const;

  SourceFile& file_;
  const ImportProfile* profile_;
  Problems& problems_;
  std::vector<bool> used_;
  std::set<std::size_t> ignored_;
  bool failed_ = false;
  bool takes_title_unit_ = false;
};

void Binder::refuse(std::size_t cell, std::string_view field, Refusal refusal) {
  failed_ = true;
  ImportProblem problem{file_.input->name,
                        {file_.header_line, 1},
                        std::string(field),
                        {},
                        {},
                        std::move(refusal),
                        false};
  if (cell < file_.header.size()) {
    problem.header = file_.header[cell];
    problem.value = file_.header[cell];
    const auto& lines = file_.header_lines;
    problem.position = {lines.empty() ? file_.header_line : lines[cell], cell + 1};
  }
  problems_.add_of_header({file_.index, file_.header_offset, cell, std::move(problem)});
}

std::string aliases_with_name(const DossierColumn& column) {
  std::string text(column.name);
  if (column.form == CellForm::amount) text += ", " + std::string(column.name) + "(万元)";
  for (const std::string_view alias : split(column.aliases, '|')) {
    if (!alias.empty()) text += ", " + std::string(alias);
  }
  return text;
}

Table Binder::bind_kind(DossierKind kind) {
  Table table;
  table.file = file_.index;
  table.kind = kind;
  const auto columns = dossier_columns(kind);
  for (std::size_t cell = 0; cell < file_.header.size(); ++cell) {
    const std::string key = header_key(file_.header[cell]);
    for (std::size_t place = 0; place < columns.size() && !key.empty(); ++place) {
      const DossierColumn& column = columns[place];
      CellSource& source = table.sources[place];
      const HeaderMatch found = match_header(column, key);
      if (!found.found) continue;
      if (source.kind != CellSource::Kind::none) {
        refuse(cell, column.name,
               Refusal(Code::column_repeated)
                   .with("field", std::string(column.name))
                   .with("first", file_.header[source.column])
                   .with("second", file_.header[cell]));
        continue;
      }
      source.kind = CellSource::Kind::column;
      source.column = cell;
      source.unit = found.unit;
      if (!found.unit && column.form == CellForm::amount) take_title_unit(source);
      used_[cell] = true;
    }
  }
  // A period stands for the days that have no column of their own.
  const std::size_t period = column_place(kind, "period");
  if (period != no_column && table.has(period)) {
    const std::size_t start = column_place(kind, "start_on");
    const std::size_t end = column_place(kind, "end_on");
    if (!table.has(start) && !table.has(end)) {
      table.sources[start] = table.sources[period];
      table.sources[start].part = PeriodPart::start;
      table.sources[end] = table.sources[period];
      table.sources[end].part = PeriodPart::end;
    } else {
      used_[table.sources[period].column] = false;
    }
    table.sources[period] = {};
  }
  for (std::size_t place = 0; place < columns.size(); ++place) {
    const bool needed = columns[place].need == ColumnNeed::required ||
                        (columns[place].need == ColumnNeed::either && !table.has(place + 1));
    if (!needed || table.has(place)) continue;
    std::string expected = aliases_with_name(columns[place]);
    if (columns[place].need == ColumnNeed::either) {
      expected += ", " + aliases_with_name(columns[place + 1]);
    }
    refuse(file_.header.size(), columns[place].name,
           Refusal(Code::column_missing)
               .with("field", std::string(columns[place].name))
               .with("expected", std::move(expected)));
  }
  sort_sources(table);
  return table;
}

std::optional<std::size_t> Binder::find(const std::string& name, std::string_view field) {
  std::optional<std::size_t> found;
  for (const bool exactly : {true, false}) {
    for (std::size_t cell = 0; cell < file_.header.size(); ++cell) {
      const bool same =
          exactly ? file_.header[cell] == name : header_key(file_.header[cell]) == header_key(name);
      if (!same) continue;
      if (found && *found != cell) {
        refuse(cell, field,
               Refusal(Code::column_repeated)
                   .with("field", name)
                   .with("first", file_.header[*found])
                   .with("second", file_.header[cell]));
        return std::nullopt;
      }
      found = cell;
    }
    if (found) break;
  }
  if (!found) {
    std::string columns;
    for (const SmallText& cell : file_.header) columns += (columns.empty() ? "" : ", ") + cell;
    refuse(file_.header.size(), field,
           Refusal(Code::profile_column_missing)
               .with("column", name)
               .with("expected", std::move(columns)));
    return std::nullopt;
  }
  return found;
}

/// A column that a field takes. Refuses one whose header, or the title above it, states another
/// unit than the profile: which of them is right, nobody can tell from a file.
std::optional<std::size_t> Binder::find_to_use(const std::string& name, const ProfileField& field) {
  const auto cell = find(name, field.field);
  if (!cell) return cell;
  used_[*cell] = true;
  if (!field.unit) return cell;
  const auto of_header = split_amount_header(header_key(file_.header[*cell])).unit;
  const auto stated = of_header ? of_header : file_.title_unit;
  if (!stated || *stated == *field.unit) return cell;
  const std::string header(file_.header[*cell]);
  refuse(
      *cell, field.field,
      Refusal(Code::units_disagree)
          .with("stated", std::string(amount_unit_word(*stated)))
          .with("where", of_header ? Wording{"表头“" + header + "”", "the header '" + header + "'"}
                                   : Wording{"表头之前的标题行", "the title above the header"})
          .with("value", std::string(amount_unit_word(*field.unit))));
  return cell;
}

void Binder::take_title_unit(CellSource& source) {
  source.unit = file_.title_unit;
  takes_title_unit_ = takes_title_unit_ || source.unit;
}

CellSource Binder::source_of(const ProfileField& field, DossierKind kind) {
  CellSource source;
  source.part = field.part;
  source.unit = field.unit;
  source.dates = field.dates.value_or(profile_->dates());
  source.unreadable_as_remark = field.unreadable_as_remark;
  source.map = field.map;
  source.otherwise = field.otherwise;
  if (field.lead_organisation) {
    source.kind = CellSource::Kind::lead;
  } else if (field.value) {
    source.kind = CellSource::Kind::fixed;
    source.fixed = *field.value;
    if (!source.unit) source.unit = AmountUnit::one;
  } else if (!field.joined.empty()) {
    source.kind = CellSource::Kind::joined;
    source.fixed = field.join;
    for (const std::string& name : field.joined) {
      source.pieces.push_back({{}, find_to_use(name, field)});
    }
    source.column = source.pieces.front().column.value_or(0);
  } else {
    source.kind = CellSource::Kind::pieces;
    for (const TemplatePiece& piece : field.pieces) {
      if (piece.is_column) {
        source.pieces.push_back({{}, find_to_use(piece.text, field)});
        source.column = source.pieces.back().column.value_or(0);
      } else {
        source.pieces.push_back({piece.text, {}});
      }
    }
    if (field.pieces.size() == 1 && field.pieces[0].is_column) {
      source.kind = CellSource::Kind::column;
      if (!source.unit && source.column < file_.header.size()) {
        source.unit = split_amount_header(header_key(file_.header[source.column])).unit;
        const auto& column = dossier_columns(kind)[column_place(kind, field.field)];
        const bool is_amount = column.form == CellForm::amount;
        if (!source.unit && is_amount) take_title_unit(source);
      }
    }
  }
  return source;
}

Table Binder::bind_profile(const ProfileTable& source) {
  Table table;
  table.file = file_.index;
  table.kind = source.kind;
  for (const ProfileField& field : source.fields) {
    CellSource bound = source_of(field, source.kind);
    table.keeps_unreadable = table.keeps_unreadable || bound.unreadable_as_remark;
    if (field.field == "period") {
      for (const auto& [name, part] :
           {std::pair("start_on", PeriodPart::start), std::pair("end_on", PeriodPart::end)}) {
        bound.part = part;
        table.sources[column_place(source.kind, name)] = bound;
      }
      continue;
    }
    table.sources[column_place(source.kind, field.field)] = std::move(bound);
  }
  for (const ProfileCondition& each : source.where) {
    if (const auto cell = find(each.column, "where")) {
      used_[*cell] = true;
      table.where.push_back({*cell, each.in, each.not_in, each.blank});
    }
  }
  for (const std::string& name : source.ignore) {
    if (const auto cell = find(name, "ignore")) ignored_.insert(*cell);
  }
  sort_sources(table);
  return table;
}

void Binder::sort_sources(Table& table) const {
  for (std::size_t place = 0; place < columns_max; ++place) {
    if (!table.has(place)) continue;
    auto& list = table.sources[place].is_direct() ? table.direct : table.derived;
    list.push_back(static_cast<std::uint8_t>(place));
  }
}

/// Counts one more column, and names it if it is one of the first.
void add_column(ImportNotice& notice, std::string_view name) {
  constexpr std::size_t named_max = 100;
  const std::size_t before = notice.count++;
  if (before > named_max) return;
  if (before > 0) notice.detail += ", ";
  notice.detail += before < named_max ? name : "…";
}

void Binder::keep_remarks(std::span<Table> tables) {
  for (const std::size_t cell : ignored_) {
    if (used_[cell]) continue;  // by another table
    ImportNotice& notice = problems_.notice(NoticeCode::columns_ignored, file_.input->name);
    add_column(notice, file_.header[cell]);
  }
  const bool money = std::any_of(tables.begin(), tables.end(),
                                 [](const Table& table) { return moves_money(table.kind); });
  const auto unused = static_cast<std::size_t>(std::ranges::count(used_, false));
  tables.front().is_first = true;
  for (Table& table : tables) table.unknown.reserve(unused);
  for (std::size_t cell = 0; cell < used_.size(); ++cell) {
    const bool reasons = file_.header[cell] == reject_reason_column;
    if (reasons && !file_.reason_column) file_.reason_column = cell;
    if (used_[cell] || ignored_.contains(cell)) continue;
    if (reasons) {
      ++problems_.notice(NoticeCode::reason_columns_ignored, file_.input->name).count;
      continue;
    }
    for (Table& table : tables) table.unknown.push_back(static_cast<std::uint32_t>(cell));
    // Spreadsheets export blank columns; one that has no name is told when it says something.
    if (file_.header[cell].empty()) continue;
    ImportNotice& notice = problems_.notice(
        money ? NoticeCode::money_columns_unknown : NoticeCode::columns_kept_as_remarks,
        file_.input->name);
    add_column(notice, file_.header[cell]);
  }
}

void note_titles(const SourceFile& file, const Reading& reading, Problems& problems) {
  for (const std::size_t line : reading.title_lines) {
    problems.notice_line(NoticeCode::title_rows_skipped, file.input->name, line);
  }
}

void note_title_unit(const SourceFile& file, Problems& problems) {
  ImportNotice& notice = problems.notice(NoticeCode::unit_from_title, file.input->name);
  notice.count = 1;
  notice.detail = amount_unit_word(*file.title_unit);
}

bool decode_source(SourceFile& file, const ImportOptions& options, const ImportProfile* profile,
                   Problems& problems, FileReport& report) {
  std::optional<TextEncoding> stated = options.encoding;
  if (!stated && profile != nullptr) stated = profile->encoding();
  Result<DecodedText> decoded = decode_text(file.input->bytes, stated);
  if (!decoded.has_value()) {
    problems.add_of_file(file, decoded.error());
    return false;
  }
  file.decoded = *std::move(decoded);
  report.encoding = file.decoded.encoding();
  report.evidence = file.decoded.evidence();
  if (file.decoded.is_uncertain()) {
    ImportNotice& notice = problems.notice(NoticeCode::encoding_uncertain, file.input->name);
    notice.count = file.decoded.non_ascii_characters();
    notice.detail = word(file.decoded.encoding());
  }
  return true;
}

}  // namespace

Result<void> check_kind(const ImportFile& file, const ImportProfile* profile) {
  if (profile != nullptr) {
    const auto inputs = profile->inputs();
    if (std::find(inputs.begin(), inputs.end(), file.kind) != inputs.end()) return {};
  }
  BURSAR_TRY_VOID(parse_dossier_kind(file.kind));
  return {};
}

void open_source(SourceFile& file, const ImportOptions& options, Problems& problems,
                 std::vector<Table>& tables, FileReport& report) {
  report.name = file.input->name;
  report.digest = sha256(file.input->bytes).hex();
  const Wanted wanted = wanted_of(*file.input, options.profile);
  const ImportProfile* const profile = wanted.kind ? nullptr : options.profile;
  if (!decode_source(file, options, profile, problems, report)) return;
  Reading reading = choose_reading(file.decoded.text(), wanted, profile);
  report.delimiter = reading.delimiter;
  if (reading.cells.empty()) {
    problems.add_of_file(file, no_header(wanted, profile));
    return;
  }
  file.scanner.emplace(file.decoded.text(), reading.delimiter);
  file.header = std::move(reading.cells);
  file.header_line = report.header_line = reading.line;
  file.header_lines = std::move(reading.cell_lines);
  file.header_offset = reading.offset;
  file.data_offset = reading.next;
  file.data_line = reading.next_line;
  file.title_unit = reading.title_unit;
  if (profile != nullptr) file.blanks.assign(profile->blanks().begin(), profile->blanks().end());
  note_titles(file, reading, problems);
  Binder binder(file, profile, problems);
  const std::size_t first = tables.size();
  if (wanted.kind) {
    tables.push_back(binder.bind_kind(*wanted.kind));
  } else {
    for (const ProfileTable* table : wanted.profile_tables) {
      tables.push_back(binder.bind_profile(*table));
    }
  }
  if (binder.takes_title_unit()) note_title_unit(file, problems);
  file.readable = !binder.failed();
  if (file.readable) {
    binder.keep_remarks(std::span(tables).subspan(first));
  } else {
    tables.resize(first);
  }
}

}  // namespace bursar::exchange
