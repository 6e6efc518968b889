#include <bursar/base/text.hpp>
#include <bursar/report/charts.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace bursar {
namespace {

constexpr std::int64_t width = 760;  // of a picture, in its own units
constexpr std::int64_t label_width = 176;
constexpr std::int64_t row_height = 30;
constexpr std::int64_t bar_height = 18;
constexpr std::int64_t text_room = 190;  // for what is written behind the longest bar

/// `value` of `highest` as a part of `room`, rounded down; something that is not zero shows.
std::int64_t scaled(std::int64_t value, std::int64_t highest, std::int64_t room) {
  if (value <= 0 || highest <= 0) return 0;
  while (highest > (std::int64_t{1} << 40)) {  // so that the product below fits
    highest /= 2;
    value /= 2;
  }
  return std::max<std::int64_t>(1, std::min(value, highest) * room / highest);
}

std::string_view fill_class(Fill fill) {
  constexpr std::array<std::string_view, 4> classes{
      {"f-strong", "f-medium", "f-light", "f-hatched"}};
  return classes[static_cast<std::size_t>(fill)];
}

/// Opens a picture with its title and description.
HtmlWriter begin(const ChartWords& words, std::int64_t height) {
  HtmlWriter svg;
  svg.open("svg", {{"viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)},
                   {"role", "img"},
                   {"class", "chart"},
                   {"aria-labelledby", words.id + "-t " + words.id + "-d"}});
  svg.element("title", words.title, {{"id", words.id + "-t"}});
  svg.element("desc", words.description, {{"id", words.id + "-d"}});
  return svg;
}

struct Box {
  std::int64_t x, y, width, height;
};

void rectangle(HtmlWriter& svg, const Box& box, std::string_view style) {
  svg.single(
      "rect",
      {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}, {"class", style}});
}

void line(HtmlWriter& svg, std::int64_t x1, std::int64_t y1, std::int64_t x2, std::int64_t y2,
          std::string_view style) {
  svg.single("line", {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}, {"class", style}});
}

void write(HtmlWriter& svg, std::int64_t x, std::int64_t y, std::string_view content,
           std::string_view style) {
  svg.element("text", content, {{"x", x}, {"y", y}, {"class", style}});
}

/// Cuts a label to what fits, with an ellipsis.
std::string fitted(std::string_view label, std::size_t columns) {
  if (display_width(label) <= columns) return std::string(label);
  std::string cut;
  for (std::size_t at = 0; at < label.size();) {
    const auto decoded = decode_utf8(label, at);
    const std::size_t size = decoded ? decoded->size : 1;
    if (display_width(cut) + display_width(label.substr(at, size)) + 1 > columns) break;
    cut += label.substr(at, size);
    at += size;
  }
  return cut + "…";
}

}  // namespace

Markup chart_patterns() {
  HtmlWriter svg;
  svg.open("svg", {{"width", 0}, {"height", 0}, {"aria-hidden", "true"}, {"class", "patterns"}});
  svg.open("defs");
  svg.open("pattern", {{"id", "hatch"},
                       {"width", 6},
                       {"height", 6},
                       {"patternUnits", "userSpaceOnUse"},
                       {"patternTransform", "rotate(45)"}});
  rectangle(svg, {0, 0, 6, 6}, "hatch-ground");
  rectangle(svg, {0, 0, 2, 6}, "hatch-line");
  svg.close().close().close();
  return svg.finish();
}

Markup bar_chart(const ChartWords& words, std::span<const ChartBar> bars) {
  const auto rows = static_cast<std::int64_t>(bars.size());
  HtmlWriter svg = begin(words, rows * row_height + 12);
  std::int64_t highest = 0;
  for (const ChartBar& bar : bars) highest = std::max(highest, bar.value);
  std::int64_t y = 6;
  for (const ChartBar& bar : bars) {
    const std::int64_t length = scaled(bar.value, highest, width - label_width - text_room);
    write(svg, label_width - 10, y + 18, fitted(bar.label, 24), "label-end");
    rectangle(svg, {label_width, y + 5, length, bar_height}, fill_class(bar.fill));
    write(svg, label_width + length + 8, y + 18, bar.text, "value");
    y += row_height;
  }
  line(svg, label_width, 4, label_width, y + 2, "axis");
  svg.close();
  return svg.finish();
}

Markup waterfall_chart(const ChartWords& words, std::span<const WaterfallStep> steps) {
  const auto rows = static_cast<std::int64_t>(steps.size());
  HtmlWriter svg = begin(words, rows * row_height + 12);
  std::int64_t highest = 0;
  for (const WaterfallStep& step : steps) highest = std::max({highest, step.from, step.to});
  const std::int64_t room = width - label_width - text_room;
  std::int64_t y = 6;
  std::int64_t joined_x = -1;
  for (const WaterfallStep& step : steps) {
    const std::int64_t low = scaled(std::min(step.from, step.to), highest, room);
    const std::int64_t high = scaled(std::max(step.from, step.to), highest, room);
    if (joined_x >= 0) line(svg, joined_x, y - 7, joined_x, y + 5, "join");
    write(svg, label_width - 10, y + 18, fitted(step.label, 24), "label-end");
    rectangle(svg, {label_width + low, y + 5, high - low, bar_height}, fill_class(step.fill));
    write(svg, label_width + high + 8, y + 18, step.text, "value");
    joined_x = label_width + scaled(step.to, highest, room);
    y += row_height;
  }
  line(svg, label_width, 4, label_width, y + 2, "axis");
  svg.close();
  return svg.finish();
}

Markup column_chart(const ChartWords& words, std::span<const ChartColumn> columns,
                    std::span<const ChartColumn> grid) {
  constexpr std::int64_t height = 230, top = 20, bottom = 186, left = 84;
  HtmlWriter svg = begin(words, height);
  std::int64_t highest = 0;
  for (const ChartColumn& column : columns) highest = std::max(highest, column.value);
  for (const ChartColumn& mark : grid) highest = std::max(highest, mark.value);
  for (const ChartColumn& mark : grid) {
    const std::int64_t y = bottom - scaled(mark.value, highest, bottom - top);
    line(svg, left, y, width - 6, y, "grid");
    write(svg, left - 8, y + 4, mark.label, "label-end");
  }
  const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(columns.size()));
  const std::int64_t step = (width - left - 6) / count;
  const std::int64_t body = std::min<std::int64_t>(46, std::max<std::int64_t>(2, step * 7 / 10));
  std::string group;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(columns.size()); ++i) {
    const ChartColumn& column = columns[static_cast<std::size_t>(i)];
    const std::int64_t x = left + i * step + (step - body) / 2;
    const std::int64_t size = scaled(column.value, highest, bottom - top);
    rectangle(svg, {x, bottom - size, body, size}, "f-strong");
    write(svg, x + body / 2, bottom - size - 5, column.text, "value-mid");
    write(svg, x + body / 2, bottom + 15, column.label, "label-mid");
    if (column.group != group) {
      group = column.group;
      line(svg, left + i * step, bottom, left + i * step, bottom + 38, "axis");
      write(svg, left + i * step + 5, bottom + 35, group, "group");
    }
  }
  line(svg, left, bottom, width - 6, bottom, "axis");
  svg.close();
  return svg.finish();
}

Markup heat_chart(const ChartWords& words, std::span<const std::string> columns,
                  std::span<const HeatRow> rows) {
  constexpr std::int64_t head = 30, cell_height = 34;
  HtmlWriter svg = begin(words, head + cell_height * static_cast<std::int64_t>(rows.size()) + 6);
  std::int64_t highest = 0;
  for (const HeatRow& row : rows) {
    for (const HeatCell& cell : row.cells) highest = std::max(highest, cell.value);
  }
  const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(columns.size()));
  const std::int64_t cell_width = std::min<std::int64_t>(170, (width - label_width) / count);
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(columns.size()); ++i) {
    write(svg, label_width + i * cell_width + cell_width / 2, 20,
          columns[static_cast<std::size_t>(i)], "label-mid");
  }
  std::int64_t y = head;
  for (const HeatRow& row : rows) {
    write(svg, label_width - 10, y + 22, fitted(row.label, 24), "label-end");
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(row.cells.size()); ++i) {
      const HeatCell& cell = row.cells[static_cast<std::size_t>(i)];
      // Five shades; on the two darkest the figure is white.
      const std::int64_t shade = cell.value <= 0 ? 0 : 1 + scaled(cell.value, highest, 40) / 11;
      rectangle(svg, {label_width + i * cell_width + 1, y + 1, cell_width - 2, cell_height - 2},
                "heat-" + std::to_string(shade));
      write(svg, label_width + i * cell_width + cell_width / 2, y + 22, cell.text,
            shade >= 3 ? "on-dark" : "on-light");
    }
    y += cell_height;
  }
  svg.close();
  return svg.finish();
}

}  // namespace bursar
