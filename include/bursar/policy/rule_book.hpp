// The rule book: dated regimes and parameters, read from TOML packs, with a source for every cell.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/words.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// How sure a cell is: read in a source; derived from one; not known (a refusal until the host assumes it);
/// stated by the host in an assumptions file.
enum class CellStatus : std::uint8_t { seen, derived, unknown, assumed };
BURSAR_VOCABULARY(CellStatus, "status", "seen", "derived", "unknown", "assumed");

enum class Disposition : std::uint8_t { keep, give_back };
BURSAR_VOCABULARY(Disposition, "disposition", "keep", "return");

/// One cell of a regime: a value with its source and how sure it is. No value while it is unknown.
template <class T>
struct Cell {
  std::optional<T> value;
  CellStatus status = CellStatus::unknown;
  std::string basis;
};

/// What one outcome means for the money.
struct OutcomeRow {
  std::string outcome;  ///< open text: an acceptance outcome, "terminated", "revoked", or a host's own
  Cell<Disposition> unspent, not_recognised, interest, asset_proceeds, whole_grant;
  Cell<bool> floor_is_contract_deposit;
  Cell<bool> used_money_by_decision;
  Cell<std::int64_t> keep_years;  ///< how long what is kept may be used; no value = no limit stated
};

struct Regime {
  std::string id;
  std::string title_zh, title_en;
  Cell<Date> in_force_from;
  Cell<Date> in_force_until_inclusive;
  Cell<std::string> key_date;  ///< which day of a project decides that this regime governs it
  Cell<bool> payables_count;
  std::vector<OutcomeRow> outcomes;
  /// Bars, strikes, publicity days, forms of acceptance, deadlines: named parameters, whole numbers with
  /// their unit last in the name ("leader_bar_months", "publicity_days", "panel_from_minor").
  std::map<std::string, Cell<std::int64_t>, std::less<>> parameters;

  [[nodiscard]] BURSAR_API const OutcomeRow* outcome(std::string_view name) const noexcept;
};

/// Regimes as of some adopted pack, with the host's assumptions laid over them.
class BURSAR_API RuleBook {
 public:
  /// Reads a pack. Refusals: rule_pack_malformed (line, column, what was expected), rule_pack_incomplete
  /// (naming the missing cell).
  [[nodiscard]] static Result<RuleBook> from_toml(std::string_view text);
  /// Lays an assumptions file over it: `"<regime>.<outcome>.<cell>" = value`. A cell that is `seen` cannot
  /// be assumed away. Refusals: assumption_malformed, assumption_unknown_cell, assumption_contradicts_seen.
  [[nodiscard]] Result<RuleBook> with_assumptions(std::string_view toml_text) const;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::optional<Source>& default_source() const noexcept { return default_source_; }
  [[nodiscard]] std::span<const Regime> regimes() const noexcept { return regimes_; }
  [[nodiscard]] const Regime* regime(std::string_view id) const noexcept;
  /// Digest of the pack's bytes.
  [[nodiscard]] const Digest& digest() const noexcept { return digest_; }
  /// Digest over all assumption texts in their order; nothing without assumptions.
  [[nodiscard]] const std::optional<Digest>& assumptions_digest() const noexcept {
    return assumptions_digest_;
  }
  /// Every assumption in force: cell path and value, as text, for reports.
  [[nodiscard]] std::span<const std::pair<std::string, std::string>> assumptions() const noexcept {
    return assumptions_;
  }

 private:
  std::string name_;
  std::optional<Source> default_source_;
  std::vector<Regime> regimes_;
  Digest digest_;
  std::optional<Digest> assumptions_digest_;
  std::vector<std::pair<std::string, std::string>> assumptions_;
  friend class RulePackReader;
};

/// A pack that comes with the library, by name ("cn-shenzhen"); nothing if there is none.
[[nodiscard]] BURSAR_API std::optional<std::string_view> built_in_rule_pack(std::string_view name);

}  // namespace bursar
