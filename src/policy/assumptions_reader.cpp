// Lays what a host states over the cells of a rule book.
#include "policy/cell_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace bursar {

namespace {

/// One line of an assumptions file.
struct Statement {
  std::string path;
  const toml::source_region* where;
  const toml::node* value;
};

/// The lines of a file, a dotted key and its value, wherever the file put the dots.
void collect(const toml::table& table, const std::string& prefix, std::vector<Statement>& lines) {
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
      collect(*inner, path, lines);
    } else {
      lines.push_back({path, &key->source(), node});
    }
  }
}

/// A value as it was stated, for a cell of which nothing else is known.
std::string as_stated(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto flag = node.value_exact<bool>()) return policy::FlagValue::show(*flag);
  if (const auto count = node.value_exact<std::int64_t>()) return std::to_string(*count);
  const Result<Date> day = policy::as_date(node, Code::assumption_malformed);
  return day.has_value() ? to_iso(*day) : "?";
}

Wording wording_of(const Refusal& refusal) {
  return {refusal.text(Language::zh), refusal.text(Language::en)};
}

/// Where a cell is, or goes, in a list that ascends by cell.
template <class List, class CellOf>
auto place_of(List& list, const std::string& cell, const CellOf& cell_of) {
  return std::lower_bound(
      list.begin(), list.end(), cell,
      [&](const auto& entry, const std::string& key) { return cell_of(entry) < key; });
}

}  // namespace

/// Lays the lines of assumptions files over a copy of a book.
class AssumptionsReader {
 public:
  explicit AssumptionsReader(RuleBook book) : book_(std::move(book)) {}

  /// Lays one line over the book where there is room for it, and notes as superseded where there is
  /// none. Refusals: those of stating it.
  Result<void> lay(const Statement& line);
  /// The book with all that was laid over it, of a text.
  RuleBook finish(std::string_view text);

 private:
  Result<void> lay_in_procedures(const Statement& line, std::string_view name);
  Result<void> lay_in_regimes(const Statement& line, std::string_view scope, std::string_view rest);
  Result<bool> lay_in_regime(Regime& regime, std::string_view rest, const toml::node& value);
  /// The same of in_force_from, which must go on ascending.
  Result<bool> lay_first_day(Regime& regime, const Statement& line);
  template <class Value>
  Result<void> set(Cell<typename Value::Type>& cell, const std::string& path,
                   const toml::node& node);
  void record(const std::string& path, std::string shown);
  void supersede(const std::string& path, std::string shown, Wording reason);
  Refusal unknown_cell(const Statement& line);

  RuleBook book_;
};

template <class Value>
Result<void> AssumptionsReader::set(Cell<typename Value::Type>& cell, const std::string& path,
                                    const toml::node& node) {
  const auto value = Value::read(node, Code::assumption_malformed);
  if (!value.has_value()) {
    supersede(path, as_stated(node), wording_of(value.error()));
    return value.error();
  }
  if (cell.status == CellStatus::seen) {
    const std::string seen = Value::show(*cell.value);
    supersede(path, Value::show(*value),
              {"规则包已有出处：" + seen, "the pack read it in a source: " + seen});
    if (cell.value == *value) return {};
    return Refusal(Code::assumption_contradicts_seen)
        .with("cell", path)
        .with("seen", seen)
        .with("assumed", Value::show(*value));
  }
  if (cell.status != CellStatus::assumed) {
    cell.basis = "stated by the host" + (cell.basis.empty() ? "" : " (" + cell.basis + ")");
    cell.basis_zh = "由使用单位假设" + (cell.basis_zh.empty() ? "" : "（" + cell.basis_zh + "）");
  }
  cell.value = *value;
  cell.status = CellStatus::assumed;
  record(path, Value::show(*value));
  return {};
}

void AssumptionsReader::record(const std::string& path, std::string shown) {
  auto& past = book_.superseded_;
  const auto old = place_of(
      past, path, [](const auto& entry) -> const auto& { return entry.cell; });
  if (old != past.end() && old->cell == path) past.erase(old);
  auto& list = book_.assumptions_;
  const auto place = place_of(
      list, path, [](const auto& entry) -> const auto& { return entry.first; });
  if (place != list.end() && place->first == path) {
    place->second = std::move(shown);
  } else {
    list.emplace(place, path, std::move(shown));
  }
}

void AssumptionsReader::supersede(const std::string& path, std::string shown, Wording reason) {
  auto& list = book_.superseded_;
  SupersededAssumption entry{path, std::move(shown), std::move(reason)};
  const auto place = place_of(
      list, path, [](const auto& each) -> const auto& { return each.cell; });
  if (place != list.end() && place->cell == path) {
    *place = std::move(entry);
  } else {
    list.insert(place, std::move(entry));
  }
}

Refusal AssumptionsReader::unknown_cell(const Statement& line) {
  supersede(line.path, as_stated(*line.value),
            {"规则包没有此参数", "the pack does not have the cell"});
  return Refusal(Code::assumption_unknown_cell).with("cell", line.path);
}

Result<bool> AssumptionsReader::lay_in_regime(Regime& regime, std::string_view rest,
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

Result<void> AssumptionsReader::lay_in_procedures(const Statement& line, std::string_view name) {
  std::vector<Cell<std::int64_t>*> seen;
  std::vector<Cell<std::int64_t>*> open;
  for (ProcedureParameter& parameter : book_.procedures_) {
    if (parameter.name != name) continue;
    (parameter.cell.status == CellStatus::seen ? seen : open).push_back(&parameter.cell);
  }
  if (seen.empty() && open.empty()) return unknown_cell(line);
  // Where one of the times is open, the statement is about it, and not about those that are seen.
  for (Cell<std::int64_t>* cell : open.empty() ? seen : open) {
    BURSAR_TRY_VOID(set<policy::CountValue>(*cell, line.path, *line.value));
  }
  return {};
}

Result<bool> AssumptionsReader::lay_first_day(Regime& regime, const Statement& line) {
  const Cell<Date> before = regime.in_force_from;
  const auto stated_before = book_.assumptions_;
  const std::string_view name = policy::cell_name::in_force_from;
  BURSAR_TRY(const bool found, lay_in_regime(regime, name, *line.value));
  if (policy::regimes_ascend(book_.regimes_)) return found;
  regime.in_force_from = before;
  book_.assumptions_ = stated_before;
  Refusal refusal =
      policy::refuse_at(Code::assumption_malformed, *line.where,
                        {"逐套递增的施行日", "first days that ascend from regime to regime"});
  supersede(regime.id + "." + std::string(name), as_stated(*line.value), wording_of(refusal));
  return refusal;
}

Result<void> AssumptionsReader::lay_in_regimes(const Statement& line, std::string_view scope,
                                               std::string_view rest) {
  std::optional<Refusal> first;
  bool found = false;
  for (Regime& regime : book_.regimes_) {
    if (scope != "each" && scope != regime.id) continue;
    Result<bool> here = rest == policy::cell_name::in_force_from
                            ? lay_first_day(regime, line)
                            : lay_in_regime(regime, rest, *line.value);
    if (here.has_error() && !first) first = here.error();
    found = found || here.has_error() || *here;
  }
  if (!found) return unknown_cell(line);
  if (first) return *std::move(first);
  return {};
}

Result<void> AssumptionsReader::lay(const Statement& line) {
  const std::size_t stop = line.path.find('.');
  if (stop == std::string::npos) {
    Refusal refusal =
        policy::refuse_at(Code::assumption_malformed, *line.where,
                          {"“规则.结论.参数” = 值", "\"<regime>.<outcome>.<cell>\" = value"});
    supersede(line.path, as_stated(*line.value), wording_of(refusal));
    return refusal;
  }
  const std::string_view scope = std::string_view(line.path).substr(0, stop);
  const std::string_view rest = std::string_view(line.path).substr(stop + 1);
  if (scope == "procedure") return lay_in_procedures(line, rest);
  return lay_in_regimes(line, scope, rest);
}

RuleBook AssumptionsReader::finish(std::string_view text) {
  const Digest one = sha256(text);
  std::optional<Digest>& digest = book_.assumptions_digest_;
  digest = digest ? Sha256().add(digest->view()).add(one.view()).finish() : one;
  return std::move(book_);
}

Result<RuleBook> RuleBook::with_assumptions(std::string_view toml_text) const {
  BURSAR_TRY_VOID(check_assumptions(std::span(this, 1), toml_text));
  return with_standing_assumptions(toml_text);
}

Result<RuleBook> RuleBook::with_standing_assumptions(std::string_view toml_text) const {
  BURSAR_TRY(const toml::table parsed, policy::parse_toml(toml_text, Code::assumption_malformed));
  std::vector<Statement> lines;
  collect(parsed, "", lines);
  AssumptionsReader reader(*this);
  // What finds no room is noted as such.
  for (const Statement& line : lines) (void)reader.lay(line);
  return reader.finish(toml_text);
}

Result<void> RuleBook::check_assumptions(std::span<const RuleBook> books,
                                         std::string_view toml_text) {
  BURSAR_TRY(const toml::table parsed, policy::parse_toml(toml_text, Code::assumption_malformed));
  std::vector<Statement> lines;
  collect(parsed, "", lines);
  std::vector<AssumptionsReader> readers;
  readers.reserve(books.size());
  for (const RuleBook& book : books) readers.emplace_back(book);
  for (const Statement& line : lines) {
    std::optional<Refusal> first;
    bool room = false;
    for (AssumptionsReader& reader : readers) {
      const Result<void> laid = reader.lay(line);
      room = room || laid.has_value();
      if (laid.has_error() && !first) first = laid.error();
    }
    if (!room && first) return *std::move(first);
  }
  return {};
}

}  // namespace bursar
