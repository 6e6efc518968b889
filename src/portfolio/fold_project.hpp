// One subject's facts, folded.
#pragma once

#include <bursar/grant/facts.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <optional>
#include <vector>

namespace bursar::fold {

/// A fact with its place.
struct Placed {
  Fact fact;
  Trace trace;
};

/// Facts of one subject, given by position and ordinal, by (effective day, kind rank, position,
/// ordinal).
void sort_for_fold(std::vector<Placed>& facts);

/// The project that facts make, without those after `effective`; nothing if it is not registered by
/// then. `entries` is the subject's version.
[[nodiscard]] std::optional<Project> fold_project(std::string_view id, std::vector<Placed> facts,
                                                  Date effective, Currency default_currency,
                                                  std::int64_t entries);
[[nodiscard]] std::optional<Organisation> fold_organisation(std::string_view id,
                                                            std::vector<Placed> facts,
                                                            Date effective, std::int64_t entries);
[[nodiscard]] std::optional<Person> fold_person(std::string_view id, std::vector<Placed> facts,
                                                Date effective, std::int64_t entries);
[[nodiscard]] Book fold_book(std::vector<Placed> facts, Date effective, std::int64_t entries);

}  // namespace bursar::fold
