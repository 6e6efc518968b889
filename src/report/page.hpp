// What the sections of a report share: the input, the language, and how figures and tables are
// written.
#pragma once

#include <bursar/report/charts.hpp>
#include <bursar/report/html_report.hpp>
#include <bursar/report/html_writer.hpp>
#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/report_figures.hpp>
#include <bursar/report/texts.hpp>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::report {

/// How a column is set.
enum class Align : std::uint8_t { left, right, centre };
struct Column {
  ReportText head;
  Align align = Align::left;
};

/// How the tables of a section are printed: each on one page where it fits, over several pages, or
/// over several pages across.
enum class Layout : std::uint8_t { whole, flow, wide };

/// What stands behind a claim: what was computed, and how sure that is.
struct ClaimGround {
  std::optional<Minor> computed;
  std::string outcome;
  bool unaudited = false;
  bool assumed = false;  ///< a cell that decides about money was assumed
};

inline constexpr std::string_view mark_unaudited = "†";
inline constexpr std::string_view mark_assumed = "※";
inline constexpr std::string_view mark_differs = "≠";
inline constexpr std::string_view mark_not_raised = "○";

/// The figures of a report that are looked up while it is written.
class Page {
 public:
  Page(const ReportInput& report_input, Language report_language)
      : input(report_input), language(report_language) {}

  const ReportInput& input;
  const Language language;
  HtmlWriter html{};

  [[nodiscard]] std::string_view say(ReportText id) const { return report_text(id, language); }
  [[nodiscard]] std::string say(ReportText id,
                                std::initializer_list<ReportTextArgument> arguments) const {
    return report_text(id, language, arguments);
  }
  /// "6,015,600.00", with the code of a currency that is not the yuan before it.
  [[nodiscard]] std::string amount(Minor amount, Currency currency) const;
  /// The same with the unit: "6,015,600.00元", "6,015,600.00 yuan".
  [[nodiscard]] std::string amount_with_unit(Minor amount, Currency currency) const;
  /// An amount with the marks of what in it is unsure: unaudited, or on an assumption.
  [[nodiscard]] std::string marked(Minor amount, Currency currency, Minor unaudited,
                                   Minor assumed) const;
  /// What of some totals is due back, and what is outstanding, with their marks.
  [[nodiscard]] std::string identified(const RecoveryTotals& totals, Currency currency) const;
  [[nodiscard]] std::string outstanding(const RecoveryTotals& totals, Currency currency) const;
  [[nodiscard]] std::string day(Date on) const;
  [[nodiscard]] std::string day(const std::optional<Date>& on) const;
  /// A day with its mark, where it rests on an assumption.
  [[nodiscard]] std::string day(const Deadline& deadline) const;
  /// A unit's name, or its id where the name is not known.
  [[nodiscard]] std::string unit_name(const OrgId& id) const;
  [[nodiscard]] std::string person_name(const PersonId& id) const;
  [[nodiscard]] std::string project_title(const ProjectId& id) const;
  /// The step that comes next, with its days, and the mark of one that rests on an assumption.
  [[nodiscard]] std::string next_step(const NextStep& next) const;

  /// Opens a section with its number and its heading.
  void begin_section(ReportText heading, std::string_view id, Layout layout = Layout::whole);
  void end_section() { html.close(); }
  void paragraph(std::string_view content, std::string_view style = "about");
  /// Opens a table with its caption and its head; rows follow, then end_table.
  void begin_table(std::string_view caption, std::initializer_list<Column> columns);
  void row(std::initializer_list<std::string> cells, std::string_view style = {});
  void end_table();
  /// A cell of a row that is written piece by piece; days in its text are not broken across lines,
  /// and marks at its end are raised.
  void cell(std::string_view content, std::string_view style);
  /// Says that rows were left out, if they were.
  void say_cut(std::size_t all);
  [[nodiscard]] std::size_t shown(std::size_t all) const { return std::min(all, input.rows_max); }
  /// Says how much of some totals is unaudited or assumed, if anything is.
  void say_unsure(const RecoveryTotals& totals, Currency currency);
  /// A picture in its frame.
  void figure(const Markup& picture);

  /// Sections in the order in which they were begun: id and heading.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& sections() const {
    return sections_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> sections_;
  std::vector<Align> aligns_;
};

/// Unaudited settlements of the report.
[[nodiscard]] std::vector<const SettlementStatement*> unaudited(const SettlementReport& report);

// One function a section. Each writes itself, or nothing where there is nothing to say about.
Result<void> write_summary(Page& page);
void write_stages(Page& page);
void write_waterfall(Page& page);
Result<void> write_aging(Page& page);
void write_months(Page& page);
void write_cohorts(Page& page);
void write_claims(Page& page);
/// The leaders of failed projects, as a table of the section that is open.
void write_barred_leaders(Page& page);
void write_overdue(Page& page);
void write_unsettled(Page& page);
void write_audit(Page& page);
void write_assumptions(Page& page);
void write_provenance(Page& page);
void write_sign_off(Page& page);

/// The style sheet of reports.
[[nodiscard]] HtmlStyleSheet style_sheet();

}  // namespace bursar::report
