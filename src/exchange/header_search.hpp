// Where the header row of a file is: found by its names among titles, or stated by the profile.
#pragma once

#include <bursar/exchange/import.hpp>
#include <bursar/exchange/profile.hpp>

#include "exchange/table.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::exchange {

/// One reading of a file: which row is the header, under which delimiter.
struct Reading {
  char delimiter = ',';
  std::size_t offset = 0;
  std::size_t line = 0;
  std::size_t next = 0;
  std::size_t next_line = 0;
  std::vector<SmallText> cells;
  std::vector<std::uint32_t> cell_lines;  ///< where the row takes several lines
  std::size_t score = 0;
  std::optional<AmountUnit> title_unit;
  std::vector<std::size_t> title_lines;
};

/// What a header is looked for by: a kind of the dossier, or the names in a profile.
struct Wanted {
  std::optional<DossierKind> kind;
  std::vector<const ProfileTable*> profile_tables;
  std::map<std::string, std::string> names;  ///< with their keys

  /// How many different names of those that are looked for stand in a row.
  [[nodiscard]] std::size_t score(const CsvFields& fields) const;
  /// No row scores more.
  [[nodiscard]] std::size_t score_max() const;
};
[[nodiscard]] Wanted wanted_of(const ImportFile& file, const ImportProfile* profile);

/// The header of a text: on the line that a profile states, wherever that is, or else the row among
/// the first ones that has most of the names; under the delimiter that the profile states, or else
/// the one that fits best. Without cells if there is none.
[[nodiscard]] Reading choose_reading(std::string_view text, const Wanted& wanted,
                                     const ImportProfile* profile);

/// Why no header was found, and what one would have.
[[nodiscard]] Refusal no_header(const Wanted& wanted, const ImportProfile* profile);

}  // namespace bursar::exchange
