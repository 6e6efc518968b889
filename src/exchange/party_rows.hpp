// The rows of one organisation, or of one person, become its facts.
#pragma once

#include "exchange/project_rows.hpp"

namespace bursar::exchange {

class PartyRows {
 public:
  PartyRows(const ImportEnvironment& environment, SubjectKind kind)
      : environment_(environment), kind_(kind) {}

  /// Starts on an organisation or a person. Refusals: facts_damaged.
  [[nodiscard]] Result<void> begin(std::string_view id);
  /// Looks ahead at the rows of a table. All tables are looked at before any is taken.
  void look_ahead(const TableRows& rows) { facts_.corrections().look_for(rows, 0, arena_); }
  void take(const TableRows& rows);
  /// Registers one that rows name and nobody knew, unless it is known.
  void take_created(const CreatedParty& party);
  /// What is new; nothing if nothing is. `facts` is raised by their number.
  [[nodiscard]] std::optional<Draft> finish(std::size_t& facts);
  [[nodiscard]] std::int64_t version() const { return version_; }

 private:
  void take_row(RowReader& row, TableReport& report, const RowPlace& place);
  [[nodiscard]] std::optional<RowEffect> take_organisation(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_person(RowReader& row);
  [[nodiscard]] OrganisationRegistered read_organisation(RowReader& row);
  void read_identity(RowReader& row, PersonRegistered& body);

  ImportEnvironment environment_;
  SubjectKind kind_;
  std::string id_;
  std::int64_t version_ = 0;
  KnownFacts facts_;
  TextArena arena_;
  struct RejectedName {
    std::string name;
    std::string file;
    std::uint32_t line;
  };
  std::vector<RejectedName> rejected_;
};

/// Tells the names about the organisations that rows register, before any row is taken.
void name_stated_organisations(RowReader& row, std::span<const RowPlace> places, Names& names);

/// Tells the names about everybody on record.
[[nodiscard]] Result<void> name_recorded_parties(const JournalView& view, Names& names);

}  // namespace bursar::exchange
