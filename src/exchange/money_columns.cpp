#include "exchange/money_columns.hpp"

#include <algorithm>
#include <array>

namespace bursar::exchange {
namespace {

template <Word... Enum>
constexpr std::uint32_t bits(Enum... words) {
  return ((1U << static_cast<unsigned>(words)) | ... | 0U);
}

// Of the sources, only those that are no public money: "市级" may also be the level of a project.
constexpr std::uint32_t own_money = bits(Source::self_raised, Source::loan);

constexpr MoneyColumn source_of(DossierKind kind) { return {kind, "source", {}, own_money}; }

constexpr std::array columns = {
    source_of(DossierKind::partners),
    source_of(DossierKind::budget),
    source_of(DossierKind::adjustments),
    MoneyColumn{DossierKind::payments, "direction", word(PaymentDirection::to_grantee),
                bits(PaymentDirection::bounced)},
    source_of(DossierKind::payments),
    source_of(DossierKind::transfers),
    MoneyColumn{DossierKind::expenses, "kind", word(ExpenseKind::expense),
                bits(ExpenseKind::reversal)},
    source_of(DossierKind::expenses),
    source_of(DossierKind::accruals),
    source_of(DossierKind::final_accounts),
    MoneyColumn{DossierKind::opinions, "adopted", "no", 0},
    source_of(DossierKind::opinions),
    source_of(DossierKind::asset_disposals),
    MoneyColumn{
        DossierKind::decisions, "status", word(DecisionStatus::in_force),
        bits(DecisionStatus::suspended, DecisionStatus::withdrawn, DecisionStatus::annulled)},
    source_of(DossierKind::decisions),
    MoneyColumn{DossierKind::repayments, "part", word(RepaymentPart::principal),
                bits(RepaymentPart::interest, RepaymentPart::late_charge, RepaymentPart::penalty)},
    source_of(DossierKind::repayments)};

}  // namespace

std::span<const MoneyColumn> money_columns() { return columns; }

bool moves_money(DossierKind kind) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const MoneyColumn& column) { return column.kind == kind; });
}

std::string assumed_of(const Table& table, std::optional<Source> default_source) {
  std::string text;
  for (const MoneyColumn& column : columns) {
    if (column.kind != table.kind || table.has(column_place(column.kind, column.name))) continue;
    std::string_view assumed = column.assumed;
    if (assumed.empty() && default_source) assumed = word(*default_source);
    if (assumed.empty()) continue;  // every row is refused
    if (!text.empty()) text += ", ";
    text += column.name;
    text += '=';
    text += assumed;
  }
  return text;
}

}  // namespace bursar::exchange
