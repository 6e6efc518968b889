// Rule packs.

#include <bursar/policy/rule_book.hpp>

#include "promise.hpp"

#include <string>

using namespace bursar;
using bursar_test::promise;

namespace {

/// What a cell says about itself holds for every cell that was read.
template <class T>
void check_cell(const Cell<T>& cell) {
  promise(cell.status != CellStatus::assumed, "a pack assumes nothing");
  promise(!(cell.status == CellStatus::unknown && cell.value), "what is unknown has no value");
}

void check_outcome(const Regime& regime, const OutcomeRow& row) {
  promise(regime.outcome(row.outcome) != nullptr, "an outcome is found by its name");
  check_cell(row.unspent);
  check_cell(row.not_recognised);
  check_cell(row.interest);
  check_cell(row.asset_proceeds);
  check_cell(row.whole_grant);
  check_cell(row.floor_is_contract_deposit);
  check_cell(row.used_money_by_decision);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  const auto book = RuleBook::from_toml(text);
  if (!book) {
    const Code code = book.error().code();
    promise(code == Code::rule_pack_malformed || code == Code::rule_pack_incomplete,
            "a bad pack is refused as such");
    promise(!book.error().text(Language::zh).empty(), "a refusal has a text");
    return 0;
  }
  promise(book->digest() == sha256(text), "the digest is that of the bytes");
  for (const Regime& regime : book->regimes()) {
    promise(book->regime(regime.id) != nullptr, "a regime is found by its id");
    check_cell(regime.in_force_from);
    for (const OutcomeRow& row : regime.outcomes) check_outcome(regime, row);
    for (const auto& [name, cell] : regime.parameters) {
      promise(regime.confirmed(name).has_value() == cell.value.has_value(),
              "a parameter is confirmed where it has a value");
    }
    const auto governing = book->governing(regime.id, {});
    promise(governing.has_value() && (*governing)->id == regime.id, "a project may name a regime");
  }
  for (const ProcedureParameter& each : book->procedures()) check_cell(each.cell);
  return 0;
}
