#include "exchange/header_search.hpp"

#include <bursar/base/text.hpp>

#include "exchange/header_names.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace bursar::exchange {
namespace {

/// How far a header is looked for; one that a profile states is where it says.
constexpr std::size_t header_rows_max = 30;

std::vector<SmallText> cells_of(const ScannedRow& row) {
  std::vector<SmallText> cells;
  cells.reserve(row.fields.size());
  for (const CsvField& field : row.fields) cells.emplace_back(trimmed(field.text()));
  return cells;
}

/// The lines on which the cells of a row begin.
std::vector<std::uint32_t> lines_of(const CsvScanner& scanner, const ScannedRow& row,
                                    std::size_t offset, std::size_t line) {
  std::vector<std::uint32_t> lines;
  lines.reserve(row.fields.size());
  CsvPosition at{line, 1};
  std::size_t known = offset;
  for (const CsvField& cell : row.fields) {
    at = scanner.advance(at, std::exchange(known, offset + cell.start()), offset + cell.start());
    lines.push_back(static_cast<std::uint32_t>(at.line));
  }
  return lines;
}

bool is_blank_row(const CsvFields& fields) {
  return std::all_of(fields.begin(), fields.end(),
                     [](const CsvField& field) { return trimmed(field.text()).empty(); });
}

std::optional<AmountUnit> unit_of_title(const CsvFields& fields) {
  for (const CsvField& field : fields) {
    const std::string key = header_key(trimmed(field.text()));
    const std::size_t at = key.rfind("单位:");
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(key).substr(at + std::string_view("单位:").size());
    while (rest.ends_with(')') || rest.ends_with(']')) rest.remove_suffix(1);
    if (const auto unit = unit_in(rest)) return unit;
  }
  return std::nullopt;
}

/// The best header row under one delimiter, or the one on the stated line.
Reading read_header(std::string_view text, char delimiter, const Wanted& wanted,
                    std::optional<std::size_t> header_line) {
  const CsvScanner scanner(text, delimiter);
  ScannedRow row;
  TextArena arena;
  Reading best;
  best.delimiter = delimiter;
  std::vector<std::size_t> title_lines;
  std::optional<AmountUnit> title_unit;
  std::size_t line = 1;
  const auto within = [&] {
    return header_line ? line <= *header_line : title_lines.size() < header_rows_max;
  };
  for (std::size_t at = 0; !scanner.at_end(at) && within();) {
    arena.clear();
    scanner.row(at, row, arena);
    const bool blank = is_blank_row(row.fields);
    const bool candidate = !header_line || line == *header_line;
    const std::size_t score = candidate && !blank && !row.fault ? wanted.score(row.fields) : 0;
    if (header_line ? candidate : score > best.score) {
      best.offset = at;
      best.line = line;
      best.next = row.next;
      best.next_line = line + row.lines;
      best.score = score;
      best.title_lines = title_lines;
      best.title_unit = title_unit;
      if (header_line || score == wanted.score_max()) break;
    }
    if (!blank) {
      title_lines.push_back(line);
      if (const auto unit = unit_of_title(row.fields)) title_unit = unit;
    }
    at = row.next;
    line += row.lines;
  }
  if (best.line == 0) return best;
  // Only of the header cells are made: any other row may be as long as its file.
  arena.clear();
  scanner.row(best.offset, row, arena);
  best.cells = cells_of(row);
  if (row.lines > 1) best.cell_lines = lines_of(scanner, row, best.offset, best.line);
  return best;
}

}  // namespace

std::size_t Wanted::score(const CsvFields& fields) const {
  std::set<std::string_view> found;
  for (const CsvField& field : fields) {
    const std::string_view cell = trimmed(field.text());
    const std::string key = header_key(cell);
    if (key.empty()) continue;
    if (kind) {
      for (const DossierColumn& column : dossier_columns(*kind)) {
        if (match_header(column, key).found) found.insert(column.name);
      }
    } else {
      for (const auto& [name, name_key] : names) {
        if (cell == name || name_key == key) found.insert(name);
      }
    }
  }
  return found.size();
}

std::size_t Wanted::score_max() const {
  return kind ? dossier_columns(*kind).size() : names.size();
}

Wanted wanted_of(const ImportFile& file, const ImportProfile* profile) {
  Wanted wanted;
  const auto add_name = [&wanted](const std::string& name) {
    wanted.names.emplace(name, header_key(name));
  };
  if (profile != nullptr) {
    for (const ProfileTable& table : profile->tables()) {
      if (table.input != file.kind) continue;
      wanted.profile_tables.push_back(&table);
      for (const ProfileField& field : table.fields) {
        for (const TemplatePiece& piece : field.pieces) {
          if (piece.is_column) add_name(piece.text);
        }
        for (const std::string& name : field.joined) add_name(name);
      }
      for (const ProfileCondition& each : table.where) add_name(each.column);
      for (const std::string& name : table.ignore) add_name(name);
    }
  }
  if (wanted.profile_tables.empty()) wanted.kind = parse_dossier_kind(file.kind).value();
  return wanted;
}

Reading choose_reading(std::string_view text, const Wanted& wanted, const ImportProfile* profile) {
  const auto header_line = profile != nullptr ? profile->header_line() : std::nullopt;
  if (profile != nullptr && profile->delimiter()) {
    return read_header(text, *profile->delimiter(), wanted, header_line);
  }
  const char detected = detect_delimiter(text);
  Reading best = read_header(text, detected, wanted, header_line);
  for (const char other : {',', '\t', ';', '|'}) {
    if (other == detected || best.score == wanted.score_max()) continue;
    Reading reading = read_header(text, other, wanted, header_line);
    if (reading.score > best.score) best = std::move(reading);
  }
  return best;
}

Refusal no_header(const Wanted& wanted, const ImportProfile* profile) {
  std::string expected;
  if (wanted.kind) {
    for (const DossierColumn& column : dossier_columns(*wanted.kind)) {
      if (column.need == ColumnNeed::optional) continue;
      expected += (expected.empty() ? "" : ", ") + std::string(column.name);
      const std::string_view alias = column.aliases.substr(0, column.aliases.find('|'));
      if (!alias.empty()) expected += " (" + std::string(alias) + ")";
    }
  } else {
    for (const auto& [name, key] : wanted.names) expected += (expected.empty() ? "" : ", ") + name;
  }
  const auto header_line = profile != nullptr ? profile->header_line() : std::nullopt;
  return Refusal(Code::header_missing)
      .with("rows", std::to_string(header_line.value_or(header_rows_max)))
      .with("expected", std::move(expected));
}

}  // namespace bursar::exchange
