// What reports say, in Chinese and English: one table, texts.def, so that no text can lack a
// language.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace bursar {

/// The texts of reports.
enum class ReportText : std::uint16_t {
#define BURSAR_TEXT(id, en, zh) id,
#include <bursar/report/texts.def>
#undef BURSAR_TEXT
};

/// A row of the table.
struct ReportTextInfo {
  ReportText id;
  std::string_view name;
  std::string_view en;
  std::string_view zh;
};
/// All rows, in the order of the enumeration.
[[nodiscard]] BURSAR_API std::span<const ReportTextInfo> all_report_texts();

/// A named argument of a text.
struct ReportTextArgument {
  std::string_view name;
  std::string value;
};

/// A text without its arguments.
[[nodiscard]] BURSAR_API std::string_view report_text(ReportText id, Language language);
/// A text with its arguments filled in. An argument that the text does not name, or one that it
/// names and that is not given, is a mistake of the program and throws std::logic_error.
[[nodiscard]] BURSAR_API std::string report_text(
    ReportText id, Language language, std::initializer_list<ReportTextArgument> arguments);

}  // namespace bursar
