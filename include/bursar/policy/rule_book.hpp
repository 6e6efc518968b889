// The rule book: dated regimes and parameters, read from TOML packs, with a source for every cell.
//
// docs/regimes.md describes the file. Nothing is invented: a cell that nobody has read or derived
// is `unknown`, has no value, and refuses what needs it until the host states it in an assumptions
// file.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// How sure a cell is: read in a source; derived from one; not known (a refusal until the host
/// assumes it); stated by the host in an assumptions file.
enum class CellStatus : std::uint8_t { seen, derived, unknown, assumed };
BURSAR_VOCABULARY(CellStatus, "status", "seen", "derived", "unknown", "assumed");

enum class Disposition : std::uint8_t { keep, give_back };
BURSAR_VOCABULARY(Disposition, "disposition", "keep", "return");

/// One cell of a regime: a value with its source and how sure it is. No value while it is unknown.
template <class T>
struct Cell {
  std::optional<T> value;
  CellStatus status = CellStatus::unknown;
  std::string basis;     ///< in English
  std::string basis_zh;  ///< in Chinese
  /// For an unknown cell: what another authority does, as a hint to the host. It is never used.
  std::optional<T> proposed;

  [[nodiscard]] const std::string& basis_in(Language language) const noexcept {
    return language == Language::zh ? basis_zh : basis;
  }
};

/// What one outcome means for the money.
struct OutcomeRow {
  std::string
      outcome;  ///< open text: an acceptance outcome, "terminated", "revoked", or a host's own
  Cell<Disposition> unspent, not_recognised, interest, asset_proceeds, whole_grant;
  Cell<bool> floor_is_contract_deposit;
  Cell<bool> used_money_by_decision;
  Cell<std::int64_t> keep_years;  ///< how long what is kept may be used; no value = no limit stated
};

struct Regime {
  std::string id;
  std::string title_zh, title_en;
  Cell<Date> in_force_from;
  Cell<Date> in_force_until_inclusive;  ///< no value: until the next regime of the book
  Cell<std::string> key_date;  ///< which day of a project decides that this regime governs it
  Cell<bool> payables_count;
  std::vector<OutcomeRow> outcomes;
  /// Bars, strikes, publicity days, forms of acceptance, deadlines: named parameters, whole numbers
  /// with their unit last in the name ("leader_bar_months", "publicity_days", "panel_from_minor");
  /// a parameter that ends in no unit is a yes (1) or a no (0).
  std::map<std::string, Cell<std::int64_t>, std::less<>> parameters;

  [[nodiscard]] BURSAR_API const OutcomeRow* outcome(std::string_view name) const noexcept;
  /// A parameter's cell; nothing if the regime has none of that name.
  [[nodiscard]] BURSAR_API const Cell<std::int64_t>* parameter(
      std::string_view name) const noexcept;
  /// The same as a value. Refusals: parameter_unconfirmed (naming `<regime>.<name>`), also when the
  /// regime has no such parameter.
  [[nodiscard]] BURSAR_API Result<std::int64_t> confirmed(std::string_view name) const;
};

/// A parameter of procedure (service, demand, court) that holds whatever the regime, for events of
/// a time.
struct ProcedureParameter {
  std::string name;
  std::optional<Date> from, until_inclusive;  ///< days of the event that starts the period
  Cell<std::int64_t> cell;
};

/// The days of a project that may decide which regime governs it.
struct KeyDays {
  std::optional<Date> approved_on, contract_on, start_on, end_on, requested_on, concluded_on;
};

/// A stated assumption that the book does not apply, because the pack leaves no room for it.
struct SupersededAssumption {
  std::string cell, value;  ///< as stated, the value as text
  Wording reason;           ///< what the pack says instead
};

/// Regimes as of some adopted pack, with the host's assumptions laid over them.
class BURSAR_API RuleBook {
 public:
  /// Reads a pack. Refusals: rule_pack_malformed (line, column, what was expected),
  /// rule_pack_incomplete (naming the missing cell).
  [[nodiscard]] static Result<RuleBook> from_toml(std::string_view text);
  /// Lays an assumptions file over it: `"<regime>.<outcome>.<cell>" = value`; also
  /// `"<regime>.<parameter>"`,
  /// `"procedure.<name>"`, and `each` for every regime. A later statement of a cell wins. A cell
  /// that is `seen` cannot be assumed away; of a period with several times, those that are not
  /// `seen` are filled. Refusals, in this order, for the first line that breaks one:
  /// assumption_malformed (line, column, what was expected), assumption_unknown_cell,
  /// assumption_contradicts_seen.
  [[nodiscard]] Result<RuleBook> with_assumptions(std::string_view toml_text) const;
  /// The same for what was stated under another pack: what finds no room in this one is not applied
  /// and goes to `superseded`. Refusals: assumption_malformed, only where the text is no TOML.
  [[nodiscard]] Result<RuleBook> with_standing_assumptions(std::string_view toml_text) const;
  /// Whether a file may be stated where these books follow each other: each of its lines must find
  /// room in one of them. Refusals: as `with_assumptions`, those of the first book, of which there
  /// must be one.
  [[nodiscard]] static Result<void> check_assumptions(std::span<const RuleBook> books,
                                                      std::string_view toml_text);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& title(Language language) const noexcept {
    return language == Language::zh ? title_zh_ : title_en_;
  }
  [[nodiscard]] const std::optional<Source>& default_source() const noexcept {
    return default_source_;
  }
  /// The currency of parameters whose names end in `_minor`.
  [[nodiscard]] Currency currency() const noexcept { return currency_; }
  /// From the oldest to the newest.
  [[nodiscard]] std::span<const Regime> regimes() const noexcept { return regimes_; }
  [[nodiscard]] const Regime* regime(std::string_view id) const noexcept;
  [[nodiscard]] std::span<const ProcedureParameter> procedures() const noexcept {
    return procedures_;
  }
  /// The cell of a parameter of procedure for an event of some day; nothing if the pack has none.
  [[nodiscard]] const Cell<std::int64_t>* procedure(std::string_view name, Date on) const noexcept;
  /// The same as a value. Refusals: parameter_unconfirmed (naming `procedure.<name>`).
  [[nodiscard]] Result<std::int64_t> confirmed_procedure(std::string_view name, Date on) const;

  /// The regime that governs a project: the one that it names, else, from the newest to the oldest,
  /// the first that was in force on the key day. Refusals: regime_unknown (it names one that the
  /// book does not have); parameter_unconfirmed (a regime's in_force_from or key_date that is
  /// needed); regime_undetermined (the key day is not known, or no regime was in force).
  [[nodiscard]] Result<const Regime*> governing(std::string_view named_regime,
                                                const KeyDays& days) const;

  /// Digest of the pack's bytes.
  [[nodiscard]] const Digest& digest() const noexcept { return digest_; }
  /// Digest over all assumption texts in their order: SHA-256 of the first text; then of the digest
  /// so far and the digest of the next text. Nothing without assumptions.
  [[nodiscard]] const std::optional<Digest>& assumptions_digest() const noexcept {
    return assumptions_digest_;
  }
  /// Every assumption in force: cell path and value, as text, for reports; by path.
  [[nodiscard]] std::span<const std::pair<std::string, std::string>> assumptions() const noexcept {
    return assumptions_;
  }
  /// Every assumption stated that this pack leaves no room for; by cell.
  [[nodiscard]] std::span<const SupersededAssumption> superseded() const noexcept {
    return superseded_;
  }

 private:
  RuleBook() = default;

  std::string name_;
  std::string title_zh_, title_en_;
  Currency currency_ = Currency::cny();
  std::optional<Source> default_source_;
  std::vector<Regime> regimes_;
  std::vector<ProcedureParameter> procedures_;
  Digest digest_;
  std::optional<Digest> assumptions_digest_;
  std::vector<std::pair<std::string, std::string>> assumptions_;
  std::vector<SupersededAssumption> superseded_;
  friend class RulePackReader;
  friend class AssumptionsReader;
};

/// A pack that comes with the library, by name ("cn-shenzhen"); nothing if there is none.
[[nodiscard]] BURSAR_API std::optional<std::string_view> built_in_rule_pack(std::string_view name);
/// The names of all of them, ascending.
[[nodiscard]] BURSAR_API std::span<const std::string_view> built_in_rule_pack_names();

}  // namespace bursar
