// How the text of bursar show is set: labelled lines, tables, and the words of one project.
#pragma once

#include "tool.hpp"

#include <bursar/report/labels.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// A day, or nothing.
[[nodiscard]] std::string iso(const std::optional<bursar::Date>& day);

/// Rows under a header, in columns as wide as what stands in them. A column in which nothing stands
/// is left out.
class Table {
 public:
  enum class Align : std::uint8_t { left, right };

  void column(std::string_view header, Align align = Align::left);
  void row(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  void print() const;

 private:
  struct Column {
    std::string header;
    Align align;
    std::size_t width;  ///< of its cells; 0: nothing stands in it
  };

  void print(const std::vector<std::string>& cells) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// One project with all that is needed to write about it.
struct ProjectPage {
  using Align = Table::Align;

  const Settings& settings;
  const bursar::Portfolio& parties;  ///< with its organisations and persons; it has the rule book
  const bursar::Project& project;

  [[nodiscard]] std::string_view in(std::string_view en, std::string_view zh) const {
    return say(settings, en, zh);
  }
  [[nodiscard]] std::string money(const std::optional<bursar::Minor>& amount) const;
  /// An amount that matters only where there is one.
  [[nodiscard]] std::string some(bursar::Minor amount) const;
  /// A sum, or that it does not fit.
  [[nodiscard]] std::string total(const bursar::Result<bursar::Minor>& sum) const;
  [[nodiscard]] std::string unit(const bursar::OrgId& id) const;
  [[nodiscard]] std::string person(const bursar::PersonId& id) const;
  template <class Word>
  [[nodiscard]] std::string words(Word word) const {
    return std::string(bursar::label(word, settings.language));
  }
  template <class Word>
  [[nodiscard]] std::string words(const std::optional<Word>& word) const {
    return word ? words(*word) : std::string();
  }

  void line(std::string_view en, std::string_view zh, const std::string& value) const;
  /// A heading and a table; nothing where the table is empty.
  void section(std::string_view en, std::string_view zh, const Table& table) const;
};

// Tables of show_accounts.cpp.
void print_partners(const ProjectPage& page);
void print_budget(const ProjectPage& page);
void print_changes(const ProjectPage& page);
void print_transfers(const ProjectPage& page);
void print_spending(const ProjectPage& page);
void print_final_accounts(const ProjectPage& page);
void print_disposals(const ProjectPage& page);
void print_opinions(const ProjectPage& page);
void print_consequences(const ProjectPage& page);

}  // namespace tool
