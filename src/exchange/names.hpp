// Units and persons by their names: resolved to ids, or created where nobody knows them.
#pragma once

#include <bursar/grant/facts.hpp>

#include "exchange/row_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bursar::exchange {

struct FieldPlaces;

/// A name for comparison: half-width, no blanks.
[[nodiscard]] std::string name_key(std::string_view name);
/// The id of an organisation that is known by its name alone: "name:" and a digest of the name.
[[nodiscard]] std::string id_of_named_organisation(std::string_view name);

/// In whose light a name is read: the project that the row belongs to.
struct NameContext {
  std::string_view project_id;
  OrgId lead;                        ///< as far as it is known
  std::vector<std::string> related;  ///< organisations and persons on record for the project
};

/// What is known of a party, and where it was first named.
struct CreatedParty {
  std::string id;
  std::string name;
  OrgId employer;  ///< of a person
  RowOrigin origin;
  bool used = false;  ///< by a row that was taken
};

class Names {
 public:
  explicit Names(Problems& problems) : problems_(problems) {}

  void add_organisation(std::string_view id, std::string_view name, std::string_view credit_code);
  void add_person(std::string_view id, std::string_view name);
  void add_employment(std::string_view person_id, std::string_view org_id);
  /// Remembers that the row of a named organisation or person was rejected.
  void add_rejected(std::string_view name, const std::string& file, std::uint32_t line);

  /// The organisation that a row names, by id or by name; empty where it names none. Refuses the
  /// row: name_ambiguous, row_depends_on_rejected, and what is wrong with the id.
  [[nodiscard]] OrgId organisation(RowReader& row, const FieldPlaces& places,
                                   const NameContext& context);
  /// The same for a person. Somebody whom no person's row knows is created, as employed by the
  /// lead.
  [[nodiscard]] PersonId person(RowReader& row, const FieldPlaces& places,
                                const NameContext& context);
  /// The same for either.
  [[nodiscard]] std::string party(RowReader& row, const FieldPlaces& places,
                                  const NameContext& context);

  /// Remembers that an organisation has taken the place of another.
  void add_successor(std::string_view of, std::string_view id) {
    predecessors_[std::string(id)].emplace(of);
  }
  /// Whether an organisation has taken the place of one of which `is_unit` holds, or is such a one
  /// itself.
  template <class IsUnit>
  [[nodiscard]] bool succeeds(const std::string& id, const IsUnit& is_unit) const {
    std::set<std::string> seen{id};
    std::vector<std::string> ahead{id};
    while (!ahead.empty()) {
      const std::string each = std::move(ahead.back());
      ahead.pop_back();
      if (is_unit(each)) return true;
      const auto found = predecessors_.find(each);
      if (found == predecessors_.end()) continue;
      for (const std::string& earlier : found->second) {
        if (seen.insert(earlier).second) ahead.push_back(earlier);
      }
    }
    return false;
  }
  /// What whoever is addressed is, as the lists of this import and the book before it say. Of who
  /// is in both or neither, and of what a mere name made, it is not known.
  [[nodiscard]] std::optional<PartyKind> kind_of(std::string_view id) const;

  /// Forgets whom the last row named; call it before each row.
  void begin_row() { current_.clear(); }
  /// The row is taken, and with it whom it named.
  void accept_row(const RowReader& row) {
    if (!current_.empty()) accept_current(row);
  }

  /// Whom rows named and nobody knew, by ascending id; those that are `used` are to be registered.
  [[nodiscard]] const std::map<std::string, CreatedParty>& created_organisations() const noexcept {
    return created_organisations_;
  }
  [[nodiscard]] const std::map<std::string, CreatedParty>& created_persons() const noexcept {
    return created_persons_;
  }

 private:
  struct Candidates {
    std::vector<std::string> ids;
  };

  [[nodiscard]] std::string resolve_organisation(RowReader& row, std::size_t place,
                                                 const NameContext& context);
  [[nodiscard]] std::string resolve_person(RowReader& row, std::size_t place,
                                           const NameContext& context);
  [[nodiscard]] bool refuse_rejected(RowReader& row, std::size_t place, const std::string& key);
  [[nodiscard]] bool employed_by(const std::string& person, const OrgId& org) const;

  void accept_current(const RowReader& row);
  void note_created(const std::map<std::string, CreatedParty>& created, const std::string& id);

  Problems& problems_;
  std::vector<std::string> current_;  // created parties that the row names
  std::unordered_map<std::string, std::string> organisation_name_keys_;  // by id
  std::unordered_map<std::string, Candidates> organisations_by_name_;
  std::unordered_map<std::string, std::string> organisations_by_code_;
  std::unordered_map<std::string, std::set<std::string>> predecessors_;
  std::unordered_set<std::string> person_ids_;
  std::unordered_map<std::string, Candidates> persons_by_name_;
  std::unordered_map<std::string, std::vector<std::string>> employers_;  // by person
  std::unordered_map<std::string, RowOrigin> rejected_;
  std::unordered_map<std::string, std::string> rejected_files_;
  std::map<std::string, CreatedParty> created_organisations_;
  std::map<std::string, CreatedParty> created_persons_;
};

}  // namespace bursar::exchange
