// A portfolio: what a journal says, as of an effective day and a known position.
#pragma once

#include <bursar/journal/journal.hpp>
#include <bursar/portfolio/project.hpp>

#include <limits>
#include <memory>
#include <span>
#include <string_view>

namespace bursar {

/// The known instant is always a prefix of the journal.
struct AsOf {
  /// Facts that take effect after this day are not seen. 9999-12-31 sees everything.
  Date effective{boost::gregorian::date(9999, 12, 31)};
  /// Entries after this position were not known.
  std::int64_t known_position = std::numeric_limits<std::int64_t>::max();
};

/// What the book says about itself, as of the portfolio's day.
struct Book {
  std::string id;
  std::int64_t utc_offset_minutes = 0;
  Currency currency = Currency::cny();
  std::optional<Source> default_source;
  std::optional<RuleBookAdopted> rule_book;    ///< in force on the effective day
  std::vector<CalendarAdopted> calendars;      ///< adopted until the effective day, in order
  std::vector<AssumptionsStated> assumptions;  ///< in order; a later statement of a cell wins
  std::vector<std::pair<std::int64_t, ImportRecorded>> imports;  ///< position and record
  std::int64_t version = 0;
};

/// Folded state. Projects, organisations and persons ascend by id.
class BURSAR_API Portfolio {
 public:
  /// Folds the whole journal. `with_private`: also read names and remarks from the vault.
  /// Refusals: date_impossible, facts_damaged (naming position), book_not_opened.
  [[nodiscard]] static Result<Portfolio> fold(const Journal& journal, const AsOf& as_of,
                                              bool with_private = true);
  /// Folds only the book and the subjects that are named: what a live command needs.
  [[nodiscard]] static Result<Portfolio> fold_subjects(const Journal& journal, const AsOf& as_of,
                                                       std::span<const Subject> subjects,
                                                       bool with_private = true);
  /// The position that was known at an instant: the last entry recorded at or before it.
  [[nodiscard]] static std::int64_t position_known_at(const Journal& journal,
                                                      std::int64_t instant_us);

  Portfolio(Portfolio&&) noexcept;
  Portfolio& operator=(Portfolio&&) noexcept;
  ~Portfolio();

  /// Folds again what was appended to since. Equal to a fold from scratch, always; where it is
  /// refused or throws, the portfolio stays as it was. Refusals: as `fold`.
  [[nodiscard]] Result<void> catch_up(const Journal& journal);

  [[nodiscard]] const AsOf& as_of() const noexcept;
  /// The head that the portfolio was folded up to.
  [[nodiscard]] const JournalHead& head() const noexcept;
  [[nodiscard]] const Book& book() const noexcept;
  [[nodiscard]] std::span<const Project> projects() const noexcept;
  [[nodiscard]] std::span<const Organisation> organisations() const noexcept;
  [[nodiscard]] std::span<const Person> persons() const noexcept;
  [[nodiscard]] const Project* project(std::string_view id) const noexcept;
  [[nodiscard]] const Organisation* organisation(std::string_view id) const noexcept;
  [[nodiscard]] const Person* person(std::string_view id) const noexcept;
  /// A digest of the whole state without private texts: the same journal gives the same digest on
  /// every machine.
  [[nodiscard]] Digest state_digest() const;
  /// The same for one project.
  [[nodiscard]] static Digest state_digest(const Project& project);

 private:
  struct State;
  explicit Portfolio(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bursar
