// Invented units, people and titles.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "days.hpp"
#include "dice.hpp"

namespace dossier {

enum class UnitKind { enterprise, university, institute, hospital };

struct Unit {
  std::string id, name, credit_code;
  UnitKind kind = UnitKind::enterprise;
  std::string status;  ///< empty: nothing was reported
  std::optional<Day> status_on;
  bool takes_part = false;  ///< in some project
};

struct Person {
  std::string id, name;
  std::size_t unit = 0;
};

/// Units and people of the dossier; both are made when somebody first asks for them.
class Register {
 public:
  Register();

  /// A unit of a kind, drawn from those there are.
  [[nodiscard]] std::size_t draw_unit(UnitKind kind, Dice& dice) const;
  /// An enterprise that no other project has: for those that something happens to.
  [[nodiscard]] std::size_t own_enterprise();
  /// Somebody who works there.
  [[nodiscard]] std::size_t draw_person(std::size_t unit, Dice& dice);
  [[nodiscard]] std::size_t new_person(std::size_t unit);

  [[nodiscard]] Unit& unit(std::size_t place) { return units_[place]; }
  [[nodiscard]] const Unit& unit(std::size_t place) const { return units_[place]; }
  [[nodiscard]] const Person& person(std::size_t place) const { return persons_[place]; }
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  [[nodiscard]] const std::vector<Person>& persons() const { return persons_; }

 private:
  void add_unit(std::string name, UnitKind kind);

  std::vector<Unit> units_;
  std::vector<Person> persons_;
  std::vector<std::size_t> shared_enterprises_, universities_, institutes_, hospitals_;
  std::size_t next_own_ = 0;
  std::vector<std::size_t> own_enterprises_;
};

/// A title that no other project has.
std::string project_title(std::size_t serial);
/// What a voucher was for.
std::string_view purchase_memo(std::string_view head, Dice& dice);
/// A supplier's number.
std::string vendor(Dice& dice);

/// Officers who handle projects.
std::string_view handler(std::size_t serial);

}  // namespace dossier
