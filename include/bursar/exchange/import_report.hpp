// What an import found: every problem with its place, and what became of every row.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>
#include <bursar/exchange/csv_reader.hpp>
#include <bursar/exchange/dossier.hpp>
#include <bursar/exchange/text_encoding.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/money/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// One thing that is wrong with a file, or worth knowing about it.
struct ImportProblem {
  std::string file;  ///< the file's name, as it was given
  /// The line on which the cell begins, and the number of its column from 1, as a spreadsheet
  /// counts them: column 4 is column D. The row's line and column 1 where no cell is to blame.
  CsvPosition position;
  std::string field;   ///< the dossier's name of the column; empty where none is to blame
  std::string header;  ///< the column's name in the file
  std::string value;   ///< the cell as it stands; empty for identity numbers
  Refusal refusal;     ///< what was expected instead
  /// The row is sound, but needs one that is not: it is rejected with it.
  bool follows_from_another = false;

  /// "payments.csv:12:5: amount '1,23': ..." in a language.
  [[nodiscard]] BURSAR_API std::string text(Language language) const;
};

/// Things that were done without asking, and are no errors.
enum class NoticeCode : std::uint8_t {
  encoding_uncertain,   ///< few characters speak for the encoding
  title_rows_skipped,   ///< rows above the header
  unit_from_title,      ///< the unit of amounts was stated above the header
  total_rows_skipped,   ///< 合计, 小计 ...
  remark_rows_skipped,  ///< 制表人：..., 注：... below the table
  blank_rows_skipped,
  filtered_rows_skipped,    ///< by the profile's `where`
  columns_kept_as_remarks,  ///< unknown columns
  columns_ignored,          ///< by the profile
  amounts_rounded,          ///< by the rounding that was named
  organisations_created,    ///< named by rows, and not known
  persons_created,
  reference_unknown,       ///< an id that names nothing on record
  days_out_of_order,       ///< such as served before it was issued: stored as it stands
  unit_name_differs,       ///< an id is known under another name than the row gives
  credit_code_unusual,     ///< the check character is right, the rest is odd
  reason_columns_ignored,  ///< the column of an earlier import's rejected rows
  unreadable_days_kept,    ///< as remarks, where the profile says so; the days are not known
  money_columns_unknown,   ///< unknown columns of a kind that moves money: kept as remarks
  day_of_import_taken,     ///< a status, response or change without its day takes effect at once
  unnamed_cells_kept,      ///< cells below a blank header, as remarks
  lead_unknown,            ///< a project that names no lead: its lead's part cannot be settled
  lead_differs,            ///< a partner in the part of lead, and the project names another one
};
BURSAR_VOCABULARY(NoticeCode, "notice", "encoding_uncertain", "title_rows_skipped",
                  "unit_from_title", "total_rows_skipped", "remark_rows_skipped",
                  "blank_rows_skipped", "filtered_rows_skipped", "columns_kept_as_remarks",
                  "columns_ignored", "amounts_rounded", "organisations_created", "persons_created",
                  "reference_unknown", "days_out_of_order", "unit_name_differs",
                  "credit_code_unusual", "reason_columns_ignored", "unreadable_days_kept",
                  "money_columns_unknown", "day_of_import_taken", "unnamed_cells_kept",
                  "lead_unknown", "lead_differs");

struct ImportNotice {
  NoticeCode code = NoticeCode::blank_rows_skipped;
  std::string file;
  std::size_t count = 0;           ///< how many rows, columns, amounts ...
  std::vector<std::size_t> lines;  ///< of the first ones
  std::string detail;              ///< names of columns, a difference in money
  /// What was taken because the file does not say it: "direction=to_grantee", a day.
  std::string assumed;

  /// Whether somebody should look at it before relying on the figures: what was taken without being
  /// said decides about money or about a status.
  [[nodiscard]] BURSAR_API bool is_warning() const noexcept;
  [[nodiscard]] BURSAR_API std::string text(Language language) const;
};

/// Amounts that were taken, in one currency.
struct AmountTotal {
  Currency currency = Currency::cny();
  MoneySum sum;
};

/// What became of the rows of one kind from one file; of an import that is refused, what would have
/// become of them.
struct TableReport {
  DossierKind kind = DossierKind::organisations;
  std::string file;
  std::size_t rows = 0;              ///< rows that say something of this kind
  std::size_t new_rows = 0;          ///< on record from now on
  std::size_t already_recorded = 0;  ///< on record before, with the same content
  std::size_t supplemented = 0;      ///< on record before, with blanks that are now filled
  std::size_t changed = 0;           ///< on record before, with other values and a reason
  std::size_t rejected = 0;
  /// The kind's own amount (award, amount, delta, spent, proceeds, principal) over all sound rows.
  std::vector<AmountTotal> totals;
};

struct FileReport {
  std::string name;
  std::string digest;                    ///< SHA-256 of the bytes, hexadecimal
  std::optional<TextEncoding> encoding;  ///< none where the text could not be read
  EncodingEvidence evidence = EncodingEvidence::strict_decoding;
  char delimiter = ',';
  std::size_t header_line = 0;  ///< 0 where no header was found
};

struct ImportReport {
  std::vector<FileReport> files;
  std::vector<TableReport> tables;
  std::vector<ImportProblem> problems;  ///< by file, line and column
  std::size_t problems_left_off = 0;    ///< found beyond ImportOptions::problems_max
  std::vector<ImportNotice> notices;
  std::size_t rejected_rows = 0;
  std::size_t facts = 0;     ///< new facts; of an import that is refused, those of the sound rows
  std::size_t subjects = 0;  ///< subjects that get new facts, the book aside

  /// Nothing is wrong.
  [[nodiscard]] bool is_clean() const noexcept { return problems.empty(); }
};

/// The rows of one file that were rejected, ready to be corrected and imported again: the file's
/// own header and rows, and a column of reasons that an import passes over.
struct RejectedRows {
  std::string file;  ///< of which the rows come from
  std::size_t rows = 0;
  std::string text;  ///< a whole CSV file in the encoding of the original
};

/// The name of the column of reasons.
inline constexpr std::string_view reject_reason_column = "拒绝原因 reject_reason";

}  // namespace bursar
