// Import profiles: how an agency's own export becomes the dossier. docs/import-profiles.md
// describes the TOML format.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/exchange/dossier.hpp>
#include <bursar/exchange/text_encoding.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/money/rounding.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// How days are written.
enum class DateForm : std::uint8_t {
  written,      ///< year first, in any of the usual forms
  serial_1900,  ///< also as a spreadsheet's serial number since 1900
  serial_1904,  ///< also as a serial number since 1904
  day_month_year,
  month_day_year
};
BURSAR_VOCABULARY(DateForm, "dates", "written", "serial_1900", "serial_1904", "day_month_year",
                  "month_day_year");

/// Which end of a period a field takes.
enum class PeriodPart : std::uint8_t { whole, start, end };

/// A piece of a template: a fixed text, or a column of the file.
struct TemplatePiece {
  std::string text;
  bool is_column = false;
};

/// Where a field of the dossier comes from.
struct ProfileField {
  std::string field;
  std::vector<TemplatePiece> pieces;  ///< one column; or a template: "T-{project_id}"
  std::optional<std::string> value;   ///< fixed, instead of columns
  bool lead_organisation = false;     ///< the project's lead organisation, instead of columns
  std::vector<std::string> joined;    ///< several columns, blanks left out, `join` between them
  std::string join;
  PeriodPart part = PeriodPart::whole;
  std::optional<AmountUnit> unit;
  std::optional<DateForm> dates;
  /// A day that cannot be read is not known, and its text is kept as a remark.
  bool unreadable_as_remark = false;
  std::map<std::string, std::string, std::less<>> map;
  std::optional<std::string> otherwise;  ///< for values that the map does not name
};

/// A condition on a row; all conditions of a table must hold.
struct ProfileCondition {
  std::string column;
  std::vector<std::string> in;      ///< the cell is one of these
  std::vector<std::string> not_in;  ///< the cell is none of these
  std::optional<bool> blank;        ///< the cell is blank, or is not
};

/// One kind of records in one input.
struct ProfileTable {
  std::string input;  ///< the word left of `=` on the command line
  DossierKind kind = DossierKind::projects;
  std::vector<ProfileField> fields;
  std::vector<ProfileCondition> where;
  std::vector<std::string> ignore;
};

class BURSAR_API ImportProfile {
 public:
  /// Reads a profile. Strict: an unknown key, field or word is refused with its place.
  /// Refusals: profile_malformed.
  [[nodiscard]] static Result<ImportProfile> from_toml(std::string_view text);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// SHA-256 of the text, hexadecimal.
  [[nodiscard]] const std::string& digest() const noexcept { return digest_; }
  [[nodiscard]] std::optional<TextEncoding> encoding() const noexcept { return encoding_; }
  [[nodiscard]] std::optional<char> delimiter() const noexcept { return delimiter_; }
  [[nodiscard]] std::optional<std::size_t> header_line() const noexcept { return header_line_; }
  [[nodiscard]] std::optional<Rounding> rounding() const noexcept { return rounding_; }
  [[nodiscard]] DateForm dates() const noexcept { return dates_; }
  /// Texts that mean "not known", beside the blank one.
  [[nodiscard]] std::span<const std::string> blanks() const noexcept { return blanks_; }
  [[nodiscard]] std::span<const ProfileTable> tables() const noexcept { return tables_; }
  /// The inputs that the profile knows, each once, in its order.
  [[nodiscard]] std::vector<std::string> inputs() const;

 private:
  ImportProfile() = default;
  friend class ProfileReader;

  std::string name_;
  std::string digest_;
  std::optional<TextEncoding> encoding_;
  std::optional<char> delimiter_;
  std::optional<std::size_t> header_line_;
  std::optional<Rounding> rounding_;
  DateForm dates_ = DateForm::written;
  std::vector<std::string> blanks_;
  std::vector<ProfileTable> tables_;
};

/// A profile that comes with the library, by its name: "nsfc". Nothing if there is none.
[[nodiscard]] BURSAR_API std::optional<std::string_view> built_in_profile(std::string_view name);
[[nodiscard]] BURSAR_API std::span<const std::string_view> built_in_profile_names();

}  // namespace bursar
