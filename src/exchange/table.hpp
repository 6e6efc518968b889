// A file that is being imported, and the kinds of records that are read from it.
#pragma once

#include <bursar/base/small_text.hpp>
#include <bursar/exchange/import.hpp>

#include "exchange/csv_scan.hpp"
#include "exchange/dossier_schema.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::exchange {

/// Where the text of one column of the dossier comes from in a file.
struct CellSource {
  enum class Kind : std::uint8_t { none, column, fixed, pieces, joined, lead };
  struct Piece {
    std::string text;
    std::optional<std::size_t> column;
  };

  Kind kind = Kind::none;
  std::size_t column = 0;  ///< of Kind::column, and the one that is blamed otherwise
  std::string fixed;       ///< of Kind::fixed; what stands between the pieces of Kind::joined
  std::vector<Piece> pieces;
  std::map<std::string, std::string, std::less<>> map;
  std::optional<std::string> otherwise;
  PeriodPart part = PeriodPart::whole;
  std::optional<AmountUnit> unit;
  DateForm dates = DateForm::written;
  bool unreadable_as_remark = false;

  /// The text is a field of the file as it stands.
  [[nodiscard]] bool is_direct() const noexcept { return kind == Kind::column && map.empty(); }
};

struct RowCondition {
  std::size_t column;
  std::vector<std::string> in;
  std::vector<std::string> not_in;
  std::optional<bool> blank;
};

/// One kind of records in one file.
struct Table {
  std::size_t file = 0;
  DossierKind kind = DossierKind::organisations;
  std::array<CellSource, columns_max> sources;
  std::vector<std::uint8_t> direct;   ///< places of sources that are fields as they stand
  std::vector<std::uint8_t> derived;  ///< places of all other sources
  std::vector<RowCondition> where;
  std::vector<std::uint32_t> unknown;  ///< fields of the file that no table reads, ascending
  bool is_first = false;               ///< of the tables of its file: keeps those as remarks
  bool keeps_unreadable = false;       ///< some source keeps days that cannot be read as remarks

  [[nodiscard]] bool keeps_unknown() const noexcept { return is_first && !unknown.empty(); }
  [[nodiscard]] bool keeps_remarks() const noexcept { return keeps_unknown() || keeps_unreadable; }
  [[nodiscard]] bool has(std::size_t place) const noexcept {
    return place < columns_max && sources[place].kind != CellSource::Kind::none;
  }
};

/// One file with what was found out about it.
struct SourceFile {
  std::size_t index = 0;
  const ImportFile* input = nullptr;
  DecodedText decoded;
  bool readable = false;  ///< decoded, with a header: its tables can be read
  std::optional<CsvScanner> scanner;
  std::vector<SmallText> header;             ///< trimmed
  std::optional<std::size_t> reason_column;  ///< of an earlier import
  std::size_t header_line = 0;
  std::vector<std::uint32_t> header_lines;  ///< by cell, where the header takes several lines
  std::size_t header_offset = 0;
  std::size_t data_offset = 0;
  std::size_t data_line = 0;
  std::vector<std::string> blanks;       ///< texts that mean "not known"
  std::optional<AmountUnit> title_unit;  ///< stated above the header
};

}  // namespace bursar::exchange
