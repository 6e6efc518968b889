// The dossier: the kinds of files that an import takes, their columns, and the names under which
// agencies write them. docs/dossier.md shows all of it.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/grant/words.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bursar {

enum class DossierKind : std::uint8_t {
  organisations,
  persons,
  projects,
  partners,
  participants,
  budget,
  adjustments,
  payments,
  receipts,
  transfers,
  expenses,
  accruals,
  final_accounts,
  changes,
  acceptance,
  opinions,
  opinion_items,
  asset_disposals,
  decisions,
  notices,
  repayments,
  integrity
};
BURSAR_VOCABULARY(DossierKind, "kind", "organisations", "persons", "projects", "partners",
                  "participants", "budget", "adjustments", "payments", "receipts", "transfers",
                  "expenses", "accruals", "final_accounts", "changes", "acceptance", "opinions",
                  "opinion_items", "asset_disposals", "decisions", "notices", "repayments",
                  "integrity");

/// Whether files of a kind are taken; the others are refused as kind_not_supported.
[[nodiscard]] BURSAR_API bool is_supported(DossierKind kind);
/// What people call a kind in Chinese: 拨款.
[[nodiscard]] BURSAR_API std::string_view chinese_name(DossierKind kind);
/// The kind of a word, canonical or Chinese. Refusals: kind_unknown, kind_not_supported.
[[nodiscard]] BURSAR_API Result<DossierKind> parse_dossier_kind(std::string_view text);

/// How the cells of a column are read.
enum class CellForm : std::uint8_t {
  id,            ///< an id as the agency writes it
  text,          ///< a text that is kept in the journal
  private_text,  ///< a name, a reason, a memo: kept in the vault
  unit_name,     ///< the name of an organisation, resolved to its id
  person_name,   ///< the name of a person, resolved to an id
  party_name,    ///< the name of an organisation or of a person, resolved to an id
  identity,      ///< an identity number, of which only a commitment and a mask are kept
  amount,        ///< an amount of money; the header carries the unit
  date,          ///< a day
  period,        ///< two days in one cell: the first day and the last
  word,          ///< a word of a vocabulary, or what people write for it
  count,         ///< a whole number from 1
  flag           ///< yes or no: 是, 否, yes, no, true, false, 1, 0, √
};
BURSAR_VOCABULARY(CellForm, "form", "id", "text", "private_text", "unit_name", "person_name",
                  "party_name", "identity", "amount", "date", "period", "word", "count", "flag");

enum class ColumnNeed : std::uint8_t {
  required,  ///< the column must be there, and no cell of it may be blank
  optional,
  either,  ///< a required id that the column after it (a name, or a period) may give instead
};

/// What a word may be written as.
struct WordAlias {
  std::string_view text;
  std::uint8_t value;
};

/// A vocabulary with the words that people write for it.
struct WordTable {
  std::string_view name;
  std::span<const std::string_view> words;
  std::span<const WordAlias> aliases;

  /// The place of a word, by its canonical form or an alias; blanks and full-width forms aside.
  [[nodiscard]] BURSAR_API std::optional<std::uint8_t> find(std::string_view text) const;
};

struct DossierColumn {
  std::string_view name;
  CellForm form;
  ColumnNeed need;
  const WordTable* words;    ///< of a word column, else null
  std::string_view aliases;  ///< "项目编号|批准号": without units, separated by bars
};

/// The columns of a kind, in the order of the documentation.
[[nodiscard]] BURSAR_API std::span<const DossierColumn> dossier_columns(DossierKind kind);

/// The reference tables of docs/dossier.md: all kinds, columns, aliases and words, as Markdown.
[[nodiscard]] BURSAR_API std::string dossier_reference();

}  // namespace bursar
