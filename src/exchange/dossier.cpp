#include <bursar/base/text.hpp>
#include <bursar/exchange/dossier.hpp>

#include "exchange/dossier_schema.hpp"
#include "exchange/dossier_words.hpp"

#include <algorithm>
#include <array>

namespace bursar {
namespace {

namespace table_of {
using namespace exchange::tables;
constexpr const WordTable* pointer(const WordTable& table) { return &table; }
struct None {};
constexpr None none;
constexpr const WordTable* pointer(None) { return nullptr; }
}  // namespace table_of

struct Row {
  DossierKind kind;
  DossierColumn column;
};

constexpr Row rows[] = {
#define BURSAR_COLUMN(kind, name, form, need, words, aliases) \
  {DossierKind::kind,                                         \
   {#name, CellForm::form, ColumnNeed::need, table_of::pointer(table_of::words), aliases}},
#include "exchange/dossier_columns.def"
#undef BURSAR_COLUMN
};

struct Columns {
  std::array<DossierColumn, std::size(rows)> all{};
  std::array<std::span<const DossierColumn>, Vocabulary<DossierKind>::words.size()> by_kind;

  Columns() {
    for (std::size_t i = 0; i < std::size(rows); ++i) all[i] = rows[i].column;
    for (std::size_t begin = 0; begin < std::size(rows);) {
      std::size_t end = begin;
      while (end < std::size(rows) && rows[end].kind == rows[begin].kind) ++end;
      by_kind[static_cast<std::size_t>(rows[begin].kind)] =
          std::span(all).subspan(begin, end - begin);
      begin = end;
    }
  }
};

constexpr std::array<std::string_view, Vocabulary<DossierKind>::words.size()> chinese_names = {
    "单位",     "人员",     "项目",     "合作单位", "参与人员", "预算", "预算调整", "拨款",
    "收入",     "转拨",     "支出",     "应付预付", "决算",     "变更", "验收",     "审计意见",
    "审计明细", "资产处置", "处理决定", "送达",     "缴款",     "诚信"};

}  // namespace

bool is_supported(DossierKind kind) { return !dossier_columns(kind).empty(); }

std::string_view chinese_name(DossierKind kind) {
  return chinese_names[static_cast<std::size_t>(kind)];
}

Result<DossierKind> parse_dossier_kind(std::string_view text) {
  std::optional<DossierKind> found = find_word<DossierKind>(text);
  std::string expected;
  for (std::size_t i = 0; i < chinese_names.size(); ++i) {
    const auto kind = static_cast<DossierKind>(i);
    if (chinese_names[i] == text) found = kind;
    if (is_supported(kind)) expected += (expected.empty() ? "" : ", ") + std::string(word(kind));
  }
  if (!found) {
    return Refusal(Code::kind_unknown)
        .with("value", std::string(text))
        .with("expected", std::move(expected));
  }
  if (!is_supported(*found)) {
    return Refusal(Code::kind_not_supported)
        .with("value", std::string(text))
        .with("expected", std::move(expected));
  }
  return *found;
}

std::optional<std::uint8_t> WordTable::find(std::string_view text) const {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<std::uint8_t>(i);
  }
  const std::string plain = without_blanks(half_width(text));
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == plain) return static_cast<std::uint8_t>(i);
  }
  for (const WordAlias& alias : aliases) {
    if (alias.text == plain) return alias.value;
  }
  return std::nullopt;
}

std::span<const DossierColumn> dossier_columns(DossierKind kind) {
  static const Columns columns;
  return columns.by_kind[static_cast<std::size_t>(kind)];
}

std::string dossier_reference() {
  std::string out;
  for (std::size_t i = 0; i < Vocabulary<DossierKind>::words.size(); ++i) {
    const auto kind = static_cast<DossierKind>(i);
    const auto columns = dossier_columns(kind);
    if (columns.empty()) continue;
    out += "### `" + std::string(word(kind)) + "` " + std::string(chinese_name(kind)) + "\n\n";
    out += "| column | form | Chinese headers |\n| --- | --- | --- |\n";
    for (const DossierColumn& column : columns) {
      std::string aliases(column.aliases);
      for (std::size_t at = 0; (at = aliases.find('|', at)) != std::string::npos; at += 3) {
        aliases.replace(at, 1, "、");
      }
      const std::string_view star = column.need == ColumnNeed::required ? "*"
                                    : column.need == ColumnNeed::either ? "(*)"
                                                                        : "";
      out += "| `" + std::string(column.name) + "`" + std::string(star) + " | ";
      out += column.words != nullptr ? "[" + std::string(column.words->name) + "](#words)"
                                     : std::string(word(column.form));
      out += " | " + aliases + " |\n";
    }
    out += "\n";
  }
  out += "### Words\n\n| vocabulary | word | also taken |\n| --- | --- | --- |\n";
  for (const WordTable* table : exchange::tables::all()) {
    for (std::size_t i = 0; i < table->words.size(); ++i) {
      out += "| " + std::string(table->name) + " | `" + std::string(table->words[i]) + "` | ";
      bool first = true;
      for (const WordAlias& alias : table->aliases) {
        if (alias.value != i) continue;
        if (!first) out += "、";
        first = false;
        out += alias.text;
      }
      out += " |\n";
    }
  }
  return out;
}

}  // namespace bursar
