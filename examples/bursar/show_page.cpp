#include "show_page.hpp"

#include <bursar/base/text.hpp>
#include <bursar/money/amount_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace tool {

std::string iso(const std::optional<bursar::Date>& day) {
  return day ? bursar::to_iso(*day) : std::string();
}

void Table::column(std::string_view header, Align align) {
  columns_.push_back({std::string(header), align, 0});
}

void Table::row(std::vector<std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    columns_[i].width = std::max(columns_[i].width, bursar::display_width(cells[i]));
  }
  rows_.push_back(std::move(cells));
}

void Table::print() const {
  std::vector<std::string> header;
  header.reserve(columns_.size());
  for (const Column& each : columns_) header.push_back(each.header);
  print(header);
  for (const std::vector<std::string>& each : rows_) print(each);
}

void Table::print(const std::vector<std::string>& cells) const {
  std::string line;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    if (column.width == 0) continue;
    const std::size_t width = std::max(column.width, bursar::display_width(column.header));
    const std::string blanks(width - bursar::display_width(cells[i]), ' ');
    line += "  " + (column.align == Align::right ? blanks + cells[i] : cells[i] + blanks);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  fmt::print("{}\n", line);
}

std::string ProjectPage::money(const std::optional<bursar::Minor>& amount) const {
  return amount ? bursar::grouped_text(bursar::Money::of_minor(*amount, project.currency))
                : std::string();
}

std::string ProjectPage::some(bursar::Minor amount) const {
  return amount == bursar::Minor(0) ? std::string() : money(amount);
}

std::string ProjectPage::total(const bursar::Result<bursar::Minor>& sum) const {
  if (sum.has_value()) return money(*sum);
  return fmt::format("{} [{}]", sum.error().text(settings.language), sum.error().name());
}

std::string ProjectPage::unit(const bursar::OrgId& id) const {
  return unit_text(parties, id.empty() ? project.registered.org_id : id);
}

std::string ProjectPage::person(const bursar::PersonId& id) const {
  return person_text(parties, id);
}

void ProjectPage::line(std::string_view en, std::string_view zh, const std::string& value) const {
  if (!value.empty()) fmt::print("{}: {}\n", in(en, zh), value);
}

void ProjectPage::section(std::string_view en, std::string_view zh, const Table& table) const {
  if (table.empty()) return;
  fmt::print("\n{}\n", in(en, zh));
  table.print();
}

}  // namespace tool
