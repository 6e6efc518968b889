// Reads a rule pack; docs/regimes.md describes the file.
#include "policy/cell_reader.hpp"

#include <algorithm>

namespace bursar {
namespace policy {
namespace {

/// One of some words. Refusals: `code`, naming them.
Result<std::size_t> one_of(const toml::node& node, Code code,
                           std::initializer_list<std::string_view> words) {
  Wording expected;
  const auto text = node.value_exact<std::string>();
  std::size_t place = 0;
  for (const std::string_view each : words) {
    if (text && *text == each) return place;
    expected.zh += (place == 0 ? "" : "或") + std::string(each);
    expected.en += (place++ == 0 ? "" : " or ") + std::string(each);
  }
  return refuse_at(code, node.source(), std::move(expected));
}

}  // namespace

Result<Disposition> DispositionValue::read(const toml::node& node, Code code) {
  BURSAR_TRY(const std::size_t place, one_of(node, code, {"keep", "return"}));
  return place == 0 ? Disposition::keep : Disposition::give_back;
}

Result<bool> FloorValue::read(const toml::node& node, Code code) {
  BURSAR_TRY(const std::size_t place, one_of(node, code, {"none", "contract_deposit"}));
  return place == 1;
}

Result<bool> UsedMoneyValue::read(const toml::node& node, Code code) {
  BURSAR_TRY(const std::size_t place, one_of(node, code, {"none", "by_decision"}));
  return place == 1;
}

Result<std::string> KeyDateValue::read(const toml::node& node, Code code) {
  BURSAR_TRY_VOID(
      one_of(node, code,
             {"approved_on", "contract_on", "start_on", "end_on", "requested_on", "concluded_on"}));
  return *node.value_exact<std::string>();
}

bool regimes_ascend(std::span<const Regime> regimes) {
  std::optional<Date> last;
  for (const Regime& regime : regimes) {
    if (!regime.in_force_from.value) continue;
    if (last && *regime.in_force_from.value <= *last) return false;
    last = regime.in_force_from.value;
  }
  return true;
}

}  // namespace policy

using policy::TomlTable;

/// Reads one pack.
class RulePackReader {
 public:
  Result<RuleBook> read(std::string_view text);

 private:
  struct Texts {
    std::string zh, en;
  };

  Result<Texts> texts(TomlTable& table, std::string_view key);
  Result<void> read_bases(TomlTable& root);
  Result<void> read_regime(const toml::table& node);
  Result<OutcomeRow> read_row(const toml::table& node, const std::string& regime_id);
  Result<void> read_outcomes(Regime& regime, TomlTable& table);
  Result<void> read_parameters(Regime& regime, TomlTable& table);
  Result<void> read_procedure(const toml::table& node);
  template <class Value>
  Result<void> read_cell(TomlTable& table, std::string_view key, Cell<typename Value::Type>& cell,
                         bool required);
  template <class Value>
  Result<Cell<typename Value::Type>> read_cell_at(const toml::node& node, std::string path);

  static Refusal malformed(const toml::source_region& where, Wording expected) {
    return policy::refuse_at(Code::rule_pack_malformed, where, std::move(expected));
  }

  RuleBook book_;
  std::map<std::string, Texts, std::less<>> bases_;
  std::vector<OutcomeRow> each_rows_;
};

Result<RulePackReader::Texts> RulePackReader::texts(TomlTable& table, std::string_view key) {
  BURSAR_TRY(const toml::table* node, table.subtable(key));
  TomlTable both(*node, table.path_of(key));
  Texts read;
  BURSAR_TRY(read.zh, both.text("zh"));
  BURSAR_TRY(read.en, both.text("en"));
  BURSAR_TRY_VOID(both.finish());
  return read;
}

Result<void> RulePackReader::read_bases(TomlTable& root) {
  BURSAR_TRY(const toml::table* node, root.subtable("basis"));
  TomlTable table(*node, "basis");
  for (const auto& [key, unused] : *node) {
    BURSAR_TRY(Texts read, texts(table, key.str()));
    bases_.emplace(std::string(key.str()), std::move(read));
  }
  return table.finish();
}

template <class Value>
Result<Cell<typename Value::Type>> RulePackReader::read_cell_at(const toml::node& node,
                                                                std::string path) {
  const toml::table* inner = node.as_table();
  if (inner == nullptr) {
    return malformed(node.source(), {"参数：{ value = ..., status = ..., basis = ... }",
                                     "a cell: { value = ..., status = ..., basis = ... }"});
  }
  TomlTable table(*inner, std::move(path));
  Cell<typename Value::Type> cell;
  BURSAR_TRY(const toml::node* status_node, table.require("status"));
  const auto status = find_word<CellStatus>(status_node->value_or(std::string_view()));
  if (!status || *status == CellStatus::assumed) {
    return malformed(status_node->source(),
                     {"seen、derived或unknown", "seen or derived or unknown"});
  }
  cell.status = *status;
  BURSAR_TRY(const toml::node* basis_node, table.require("basis"));
  const auto basis = bases_.find(basis_node->value_or(std::string_view()));
  if (basis == bases_.end())
    return malformed(basis_node->source(), {"[basis]中的条目", "an entry of [basis]"});
  cell.basis = basis->second.en;
  cell.basis_zh = basis->second.zh;
  if (*status == CellStatus::unknown) {
    if (const toml::node* proposed = table.find("proposed")) {
      BURSAR_TRY(cell.proposed, Value::read(*proposed, Code::rule_pack_malformed));
    }
  } else {
    BURSAR_TRY(const toml::node* value, table.require("value"));
    BURSAR_TRY(cell.value, Value::read(*value, Code::rule_pack_malformed));
  }
  BURSAR_TRY_VOID(table.finish());
  return cell;
}

template <class Value>
Result<void> RulePackReader::read_cell(TomlTable& table, std::string_view key,
                                       Cell<typename Value::Type>& cell, bool required) {
  const toml::node* node = table.find(key);
  if (node == nullptr && !required) return {};
  BURSAR_TRY(node, table.require(key));
  BURSAR_TRY(cell, read_cell_at<Value>(*node, table.path_of(key)));
  return {};
}

Result<OutcomeRow> RulePackReader::read_row(const toml::table& node, const std::string& regime_id) {
  OutcomeRow row;
  TomlTable head(node, regime_id + ".outcome");
  BURSAR_TRY(row.outcome, head.text("outcome"));
  if (row.outcome.find('.') != std::string::npos) {
    return malformed(node.source(), {"不含句点的结论", "an outcome without a full stop"});
  }
  TomlTable table(node, regime_id + "." + row.outcome);
  (void)table.find("outcome");
  Result<void> failed;
  policy::each_cell_of_row(row, [&](std::string_view name, auto& cell, auto value, bool required) {
    if (failed.has_error()) return;
    failed = read_cell<decltype(value)>(table, name, cell, required);
  });
  BURSAR_TRY_VOID(std::move(failed));
  BURSAR_TRY_VOID(table.finish());
  return row;
}

Result<void> RulePackReader::read_outcomes(Regime& regime, TomlTable& table) {
  BURSAR_TRY(const auto rows, table.tables("outcome"));
  for (const toml::table* node : rows) {
    BURSAR_TRY(OutcomeRow row, read_row(*node, regime.id));
    if (regime.outcome(row.outcome) != nullptr) {
      return malformed(node->source(), {row.outcome + "只有一行", "one row for " + row.outcome});
    }
    regime.outcomes.push_back(std::move(row));
  }
  for (const OutcomeRow& row : each_rows_) {
    if (regime.outcome(row.outcome) == nullptr) regime.outcomes.push_back(row);
  }
  if (regime.outcomes.empty()) {
    return Refusal(Code::rule_pack_incomplete).with("cell", regime.id + ".outcome");
  }
  return {};
}

Result<void> RulePackReader::read_parameters(Regime& regime, TomlTable& table) {
  if (table.find("parameters") == nullptr) return {};
  BURSAR_TRY(const toml::table* node, table.subtable("parameters"));
  for (const auto& [key, cell_node] : *node) {
    const std::string name(key.str());
    bool taken = regime.outcome(name) != nullptr || name.find('.') != std::string::npos;
    policy::each_cell_of_regime(
        regime, [&](std::string_view cell, auto&, auto, bool) { taken = taken || cell == name; });
    if (taken)
      return malformed(key.source(), {"不与其他重复的名称", "a name that nothing else has"});
    BURSAR_TRY(Cell<std::int64_t> cell,
               read_cell_at<policy::CountValue>(cell_node, regime.id + "." + name));
    regime.parameters.emplace(name, std::move(cell));
  }
  return {};
}

Result<void> RulePackReader::read_regime(const toml::table& node) {
  Regime regime;
  TomlTable head(node, "regime");
  BURSAR_TRY(const toml::node* id_node, head.require("id"));
  BURSAR_TRY(regime.id, head.text("id"));
  const bool reserved = regime.id == "each" || regime.id == "procedure";
  if (reserved || regime.id.find('.') != std::string::npos || book_.regime(regime.id) != nullptr) {
    return malformed(id_node->source(),
                     {"自己的、不含句点的编号", "an id of its own, without a full stop"});
  }
  TomlTable table(node, regime.id);
  (void)table.find("id");
  BURSAR_TRY(Texts title, texts(table, "title"));
  regime.title_zh = std::move(title.zh);
  regime.title_en = std::move(title.en);
  Result<void> failed;
  policy::each_cell_of_regime(regime,
                              [&](std::string_view name, auto& cell, auto value, bool required) {
                                if (failed.has_error()) return;
                                failed = read_cell<decltype(value)>(table, name, cell, required);
                              });
  BURSAR_TRY_VOID(std::move(failed));
  BURSAR_TRY_VOID(read_outcomes(regime, table));
  BURSAR_TRY_VOID(read_parameters(regime, table));
  BURSAR_TRY_VOID(table.finish());
  book_.regimes_.push_back(std::move(regime));
  if (!policy::regimes_ascend(book_.regimes_)) {
    return malformed(id_node->source(),
                     {"从旧到新排列的各套规则", "regimes from the oldest to the newest"});
  }
  return {};
}

Result<void> RulePackReader::read_procedure(const toml::table& node) {
  ProcedureParameter parameter;
  TomlTable head(node, "procedure");
  BURSAR_TRY(parameter.name, head.text("name"));
  TomlTable table(node, "procedure." + parameter.name);
  (void)table.find("name");
  if (const toml::node* from = table.find("from")) {
    BURSAR_TRY(parameter.from, policy::as_date(*from, Code::rule_pack_malformed));
  }
  if (const toml::node* until = table.find("until_inclusive")) {
    BURSAR_TRY(parameter.until_inclusive, policy::as_date(*until, Code::rule_pack_malformed));
  }
  BURSAR_TRY_VOID(read_cell<policy::CountValue>(table, "cell", parameter.cell, true));
  BURSAR_TRY_VOID(table.finish());
  const auto ends_before = [](const ProcedureParameter& a, const ProcedureParameter& b) {
    return a.until_inclusive && b.from && *a.until_inclusive < *b.from;
  };
  for (const ProcedureParameter& other : book_.procedures_) {
    if (other.name != parameter.name) continue;
    if (ends_before(other, parameter) || ends_before(parameter, other)) continue;
    return malformed(node.source(), {parameter.name + "互不重叠的各段期间",
                                     "times of " + parameter.name + " that do not overlap"});
  }
  book_.procedures_.push_back(std::move(parameter));
  return {};
}

Result<RuleBook> RulePackReader::read(std::string_view text) {
  BURSAR_TRY(const toml::table parsed, policy::parse_toml(text, Code::rule_pack_malformed));
  TomlTable root(parsed, "");
  BURSAR_TRY(const toml::node* schema, root.require("schema"));
  if (schema->value_or(std::string_view()) != "bursar.rules/1") {
    return malformed(schema->source(), {"bursar.rules/1", "bursar.rules/1"});
  }
  BURSAR_TRY(book_.name_, root.text("name"));
  BURSAR_TRY(Texts title, texts(root, "title"));
  book_.title_zh_ = std::move(title.zh);
  book_.title_en_ = std::move(title.en);
  BURSAR_TRY(const toml::node* currency_node, root.require("currency"));
  const auto currency = Currency::of(currency_node->value_or(std::string_view()));
  if (currency.has_error())
    return malformed(currency_node->source(), {"ISO 4217币种", "an ISO 4217 currency"});
  book_.currency_ = *currency;
  if (const toml::node* source = root.find("default_source")) {
    book_.default_source_ = find_word<Source>(source->value_or(std::string_view()));
    if (!book_.default_source_ || !is_public(*book_.default_source_)) {
      return malformed(source->source(),
                       {"财政资金来源，如grant", "a public source, such as grant"});
    }
  }
  BURSAR_TRY_VOID(read_bases(root));
  BURSAR_TRY(const auto each_nodes, root.tables("each"));
  for (const toml::table* node : each_nodes) {
    BURSAR_TRY(OutcomeRow row, read_row(*node, "each"));
    each_rows_.push_back(std::move(row));
  }
  BURSAR_TRY(const auto regimes, root.tables("regime"));
  if (regimes.empty()) return Refusal(Code::rule_pack_incomplete).with("cell", "regime");
  for (const toml::table* node : regimes) BURSAR_TRY_VOID(read_regime(*node));
  BURSAR_TRY(const auto procedures, root.tables("procedure"));
  for (const toml::table* node : procedures) BURSAR_TRY_VOID(read_procedure(*node));
  BURSAR_TRY_VOID(root.finish());
  book_.digest_ = sha256(text);
  return std::move(book_);
}

Result<RuleBook> RuleBook::from_toml(std::string_view text) { return RulePackReader().read(text); }

}  // namespace bursar
