#include "policy/toml_table.hpp"

#include "base/toml_limit.hpp"

namespace bursar::policy {

Refusal refuse_at(Code code, const toml::source_region& where, Wording expected) {
  return Refusal(code)
      .with("line", std::to_string(where.begin.line))
      .with("column", std::to_string(where.begin.column))
      .with("expected", std::move(expected));
}

Result<toml::table> parse_toml(std::string_view text, Code code) {
  if (text.size() > toml_bytes_max) {
    constexpr toml::source_position start{1, 1};
    const std::string most = std::to_string(toml_bytes_max);
    return refuse_at(code, {start, start, nullptr},
                     {"至多" + most + "字节", "at most " + most + " bytes"});
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    // The parser spoils the name of the key that it quotes.
    if (error.description().find("cannot redefine existing") != std::string_view::npos) {
      return refuse_at(code, error.source(),
                       {"此前未出现过的键", "a key that was not stated before"});
    }
    return refuse_at(code, error.source(),
                     {"TOML语法允许的内容", "TOML: " + std::string(error.description())});
  }
}

namespace {
Wording list_of(std::string_view key) {
  const std::string name = "[[" + std::string(key) + "]]";
  return {name, name};
}
}  // namespace

const toml::node* TomlTable::find(std::string_view key) {
  known_.emplace(key);
  return table_.get(key);
}

Result<const toml::node*> TomlTable::require(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return Refusal(Code::rule_pack_incomplete).with("cell", path_of(key));
  return node;
}

Result<std::string> TomlTable::text(std::string_view key) {
  BURSAR_TRY(const toml::node* node, require(key));
  return as_text(*node, Code::rule_pack_malformed);
}

Result<std::vector<const toml::table*>> TomlTable::tables(std::string_view key) {
  std::vector<const toml::table*> found;
  const toml::node* node = find(key);
  if (node == nullptr) return found;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    return refuse_at(Code::rule_pack_malformed, node->source(), list_of(key));
  }
  for (const toml::node& each : *array) {
    const toml::table* table = each.as_table();
    if (table == nullptr) {
      return refuse_at(Code::rule_pack_malformed, each.source(), list_of(key));
    }
    found.push_back(table);
  }
  return found;
}

Result<const toml::table*> TomlTable::subtable(std::string_view key) {
  BURSAR_TRY(const toml::node* node, require(key));
  const toml::table* table = node->as_table();
  if (table == nullptr)
    return refuse_at(Code::rule_pack_malformed, node->source(), {"表", "a table"});
  return table;
}

Result<void> TomlTable::finish() const {
  for (const auto& [key, node] : table_) {
    if (known_.contains(key.str())) continue;
    return refuse_at(Code::rule_pack_malformed, key.source(), one_of_these(known_, key.str()));
  }
  return {};
}

std::string TomlTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

Result<std::string> as_text(const toml::node& node, Code code) {
  const auto text = node.value_exact<std::string>();
  if (!text || text->empty())
    return refuse_at(code, node.source(), {"非空文本", "a text that is not empty"});
  return *text;
}

Result<bool> as_flag(const toml::node& node, Code code) {
  const auto flag = node.value_exact<bool>();
  if (!flag) return refuse_at(code, node.source(), {"true或false", "true or false"});
  return *flag;
}

Result<std::int64_t> as_count(const toml::node& node, Code code) {
  const auto number = node.value_exact<std::int64_t>();
  if (!number || *number < 0) {
    return refuse_at(code, node.source(),
                     {"不小于零的整数", "a whole number that is not negative"});
  }
  return *number;
}

Result<Date> as_date(const toml::node& node, Code code) {
  const auto refusal = [&] {
    return refuse_at(code, node.source(), {"日期，如2020-12-31", "a day such as 2020-12-31"});
  };
  if (const auto day = node.value_exact<toml::date>()) {
    const Result<Date> made = make_date(day->year, day->month, day->day);
    if (made.has_value()) return *made;
    return refusal();
  }
  const auto text = node.value_exact<std::string>();
  if (!text) return refusal();
  const Result<Date> parsed = parse_iso_date(*text);
  if (parsed.has_value()) return *parsed;
  return refusal();
}

}  // namespace bursar::policy
