// Pictures of figures, as SVG: bars, a waterfall, columns by month, a heat table.
//
// Every picture has a title and a description for those who cannot see it; what it shows is told
// apart by labels, brightness and hatching, never by colour alone. The figures are whole numbers
// and are also written beside what is drawn; the table under a picture belongs to whoever draws it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/report/html_writer.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bursar {

/// How a bar is filled. The order is from dark to light.
enum class Fill : std::uint8_t {
  strong,   ///< dark blue
  medium,   ///< mid orange
  light,    ///< light sky
  hatched,  ///< hatching on white: what is still open
};

/// Words around a picture. `id` is unique in the document.
struct ChartWords {
  std::string id;
  std::string title;
  std::string description;
};

/// One bar. `value` decides its length (below zero is drawn as nothing), `text` is written behind
/// it.
struct ChartBar {
  std::string label;
  std::int64_t value = 0;
  std::string text;
  Fill fill = Fill::strong;
};

/// Bars beside each other, one a row.
[[nodiscard]] BURSAR_API Markup bar_chart(const ChartWords& words, std::span<const ChartBar> bars);

/// One step of a waterfall: it spans from `from` to `to`.
struct WaterfallStep {
  std::string label;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string text;
  Fill fill = Fill::strong;
};
/// Steps from a whole to what is left of it, joined by thin lines.
[[nodiscard]] BURSAR_API Markup waterfall_chart(const ChartWords& words,
                                                std::span<const WaterfallStep> steps);

/// One column of a series. `group` is written once under the columns that share it (the year).
struct ChartColumn {
  std::string label;
  std::string group;
  std::int64_t value = 0;
  std::string text;  ///< written on top; empty = nothing
};
/// Columns in time; `scale` writes the values of the grid lines.
[[nodiscard]] BURSAR_API Markup column_chart(const ChartWords& words,
                                             std::span<const ChartColumn> columns,
                                             std::span<const ChartColumn> grid);

/// A cell of a heat table; cells with the highest value are darkest.
struct HeatCell {
  std::int64_t value = 0;
  std::string text;
};
struct HeatRow {
  std::string label;
  std::vector<HeatCell> cells;
};
/// A table whose cells are shaded by their values. Every row has a cell for every column.
[[nodiscard]] BURSAR_API Markup heat_chart(const ChartWords& words,
                                           std::span<const std::string> columns,
                                           std::span<const HeatRow> rows);

/// The hatching that the pictures of a document share; written once, before the first of them.
[[nodiscard]] BURSAR_API Markup chart_patterns();

}  // namespace bursar
