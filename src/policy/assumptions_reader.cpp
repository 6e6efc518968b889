// Lays what a host states over the cells of a rule book.
#include "policy/cell_reader.hpp"

#include <algorithm>
#include <utility>

namespace bursar {

/// Reads one assumptions file onto a copy of a book.
class AssumptionsReader {
 public:
  explicit AssumptionsReader(RuleBook book) : book_(std::move(book)) {}

  Result<RuleBook> read(std::string_view text);

 private:
  /// A dotted key and its value, wherever the file put the dots.
  Result<void> read_table(const toml::table& table, const std::string& prefix);
  Result<void> state(const std::string& path, const toml::source_region& where,
                     const toml::node& value);
  Result<bool> state_in_regime(Regime& regime, std::string_view rest, const toml::node& value);
  template <class Value>
  Result<void> set(Cell<typename Value::Type>& cell, const std::string& path,
                   const toml::node& node);
  void record(const std::string& path, std::string shown);

  RuleBook book_;
};

template <class Value>
Result<void> AssumptionsReader::set(Cell<typename Value::Type>& cell, const std::string& path,
                                    const toml::node& node) {
  BURSAR_TRY(const auto value, Value::read(node, Code::assumption_malformed));
  if (cell.status == CellStatus::seen) {
    if (cell.value == value) return {};
    return Refusal(Code::assumption_contradicts_seen)
        .with("cell", path)
        .with("seen", Value::show(*cell.value))
        .with("assumed", Value::show(value));
  }
  if (cell.status != CellStatus::assumed) {
    cell.basis = "stated by the host" + (cell.basis.empty() ? "" : " (" + cell.basis + ")");
    cell.basis_zh = "由使用单位假设" + (cell.basis_zh.empty() ? "" : "（" + cell.basis_zh + "）");
  }
  cell.value = value;
  cell.status = CellStatus::assumed;
  record(path, Value::show(value));
  return {};
}

void AssumptionsReader::record(const std::string& path, std::string shown) {
  auto& list = book_.assumptions_;
  const auto place =
      std::lower_bound(list.begin(), list.end(), path,
                       [](const auto& entry, const std::string& key) { return entry.first < key; });
  if (place != list.end() && place->first == path) {
    place->second = std::move(shown);
  } else {
    list.emplace(place, path, std::move(shown));
  }
}

Result<bool> AssumptionsReader::state_in_regime(Regime& regime, std::string_view rest,
                                                const toml::node& value) {
  const std::string path = regime.id + "." + std::string(rest);
  Result<void> set_one;
  bool found = false;
  const auto try_cell = [&](std::string_view wanted) {
    return [&, wanted](std::string_view name, auto& cell, auto kind, bool) {
      if (found || name != wanted) return;
      found = true;
      set_one = set<decltype(kind)>(cell, path, value);
    };
  };
  if (const std::size_t stop = rest.find('.'); stop != std::string_view::npos) {
    for (OutcomeRow& row : regime.outcomes) {
      if (row.outcome != rest.substr(0, stop)) continue;
      policy::each_cell_of_row(row, try_cell(rest.substr(stop + 1)));
    }
  } else {
    policy::each_cell_of_regime(regime, try_cell(rest));
    const auto parameter = regime.parameters.find(rest);
    if (!found && parameter != regime.parameters.end()) {
      found = true;
      set_one = set<policy::CountValue>(parameter->second, path, value);
    }
  }
  BURSAR_TRY_VOID(std::move(set_one));
  return found;
}

Result<void> AssumptionsReader::state(const std::string& path, const toml::source_region& where,
                                      const toml::node& value) {
  const std::size_t stop = path.find('.');
  if (stop == std::string::npos) {
    return policy::refuse_at(Code::assumption_malformed, where,
                             {"“规则.结论.参数” = 值", "\"<regime>.<outcome>.<cell>\" = value"});
  }
  const std::string_view scope = std::string_view(path).substr(0, stop);
  const std::string_view rest = std::string_view(path).substr(stop + 1);
  bool found = false;
  if (scope == "procedure") {
    for (ProcedureParameter& parameter : book_.procedures_) {
      if (parameter.name != rest) continue;
      found = true;
      BURSAR_TRY_VOID(set<policy::CountValue>(parameter.cell, path, value));
    }
  }
  for (Regime& regime : book_.regimes_) {
    if (scope != "each" && scope != regime.id) continue;
    BURSAR_TRY(const bool here, state_in_regime(regime, rest, value));
    found = found || here;
  }
  if (!found) return Refusal(Code::assumption_unknown_cell).with("cell", path);
  if (!policy::regimes_ascend(book_.regimes_)) {
    return policy::refuse_at(Code::assumption_malformed, where,
                             {"逐套递增的施行日", "first days that ascend from regime to regime"});
  }
  return {};
}

Result<void> AssumptionsReader::read_table(const toml::table& table, const std::string& prefix) {
  // A TOML table is sorted by key; refusals come in the order of the file.
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(&key, &node);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    const auto& left = a.first->source().begin;
    const auto& right = b.first->source().begin;
    return std::pair(left.line, left.column) < std::pair(right.line, right.column);
  });
  for (const auto& [key, node] : entries) {
    const std::string path =
        prefix.empty() ? std::string(key->str()) : prefix + "." + std::string(key->str());
    if (const toml::table* inner = node->as_table()) {
      BURSAR_TRY_VOID(read_table(*inner, path));
    } else {
      BURSAR_TRY_VOID(state(path, key->source(), *node));
    }
  }
  return {};
}

Result<RuleBook> AssumptionsReader::read(std::string_view text) {
  BURSAR_TRY(const toml::table parsed, policy::parse_toml(text, Code::assumption_malformed));
  BURSAR_TRY_VOID(read_table(parsed, ""));
  const Digest one = sha256(text);
  std::optional<Digest>& digest = book_.assumptions_digest_;
  digest = digest ? Sha256().add(digest->view()).add(one.view()).finish() : one;
  return std::move(book_);
}

Result<RuleBook> RuleBook::with_assumptions(std::string_view toml_text) const {
  return AssumptionsReader(*this).read(toml_text);
}

}  // namespace bursar
