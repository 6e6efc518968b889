#include "exchange/profile_reader.hpp"

#include <bursar/base/digest.hpp>

#include "exchange/dossier_schema.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace bursar {
namespace {

constexpr Code malformed = Code::profile_malformed;

Refusal expected(const toml::node& node, Wording what) {
  return policy::refuse_at(malformed, node.source(), std::move(what));
}

/// Names and marks that read the same in both languages.
Wording same(const std::string& text) { return {text, text}; }

/// Refuses keys of a table that are not among the known ones.
Result<void> check_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    return policy::refuse_at(malformed, key.source(), policy::one_of_these(known, key.str()));
  }
  return {};
}

/// A text, which may be empty.
Result<std::string> any_text(const toml::node& node) {
  const auto text = node.value_exact<std::string>();
  if (!text) return expected(node, {"文本", "a text"});
  return *text;
}

Result<std::string> needed_text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    return policy::refuse_at(malformed, table.source(),
                             {"键" + std::string(key), "the key " + std::string(key)});
  }
  return policy::as_text(*node, malformed);
}

Result<std::vector<std::string>> texts(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return expected(node, {"文本的列表", "a list of texts"});
  std::vector<std::string> list;
  for (const toml::node& each : *array) {
    BURSAR_TRY(std::string text, any_text(each));
    list.push_back(std::move(text));
  }
  return list;
}

template <Word Enum>
Result<Enum> word_of(const toml::node& node) {
  BURSAR_TRY(const std::string text, policy::as_text(node, malformed));
  if (const auto found = find_word<Enum>(text)) return *found;
  return expected(node, policy::one_of_these(Vocabulary<Enum>::words));
}

/// "T-{project_id}" as pieces; "{{" stands for a brace.
Result<std::vector<TemplatePiece>> pieces_of(const toml::node& node) {
  BURSAR_TRY(const std::string text, policy::as_text(node, malformed));
  std::vector<TemplatePiece> pieces;
  const auto add_text = [&](std::string_view more) {
    if (pieces.empty() || pieces.back().is_column) pieces.push_back({});
    pieces.back().text += more;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    if (open != at) {
      const std::size_t stop = std::min(open, text.size());
      add_text(std::string_view(text).substr(at, stop - at));
      at = stop;
    } else if (text.compare(at, 2, "{{") == 0) {
      add_text("{");
      at += 2;
    } else {
      const std::size_t close = text.find('}', at);
      if (close == std::string::npos || close == at + 1) {
        return expected(node, {"“T-{列名}”这样的模板", "a template such as \"T-{column}\""});
      }
      pieces.push_back({text.substr(at + 1, close - at - 1), true});
      at = close + 1;
    }
  }
  return pieces;
}

const DossierColumn* find_column(DossierKind kind, std::string_view name) {
  for (const DossierColumn& column : dossier_columns(kind)) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

Result<void> read_origin(const toml::table& table, ProfileField& field) {
  std::size_t origins = 0;
  if (const toml::node* node = table.get("column")) {
    BURSAR_TRY(std::string name, policy::as_text(*node, malformed));
    field.pieces.push_back({std::move(name), true});
    ++origins;
  }
  if (const toml::node* node = table.get("template")) {
    BURSAR_TRY(field.pieces, pieces_of(*node));
    ++origins;
  }
  if (const toml::node* node = table.get("columns")) {
    BURSAR_TRY(field.joined, texts(*node));
    if (field.joined.empty()) return expected(*node, {"至少一列", "at least one column"});
    ++origins;
  }
  if (const toml::node* node = table.get("value")) {
    BURSAR_TRY(field.value, policy::as_text(*node, malformed));
    ++origins;
  }
  if (const toml::node* node = table.get("lead_organisation")) {
    BURSAR_TRY(field.lead_organisation, policy::as_flag(*node, malformed));
    ++origins;
  }
  if (origins != 1) {
    return expected(table, {"column、columns、template、value、lead_organisation中恰好一项",
                            "exactly one of column, columns, template, value, lead_organisation"});
  }
  if (const toml::node* node = table.get("join")) {
    if (field.joined.empty())
      return expected(*node, {"join须与columns同用", "columns beside join"});
    BURSAR_TRY(field.join, any_text(*node));
  }
  return {};
}

Result<void> read_map(const toml::table& table, ProfileField& field) {
  if (const toml::node* node = table.get("map")) {
    const toml::table* map = node->as_table();
    if (map == nullptr) return expected(*node, {"文本对照表", "a table of texts"});
    for (const auto& [key, value] : *map) {
      BURSAR_TRY(std::string text, any_text(value));
      field.map.emplace(key.str(), std::move(text));
    }
  }
  if (const toml::node* node = table.get("otherwise")) {
    if (field.map.empty())
      return expected(*node, {"otherwise须与map同用", "a map beside otherwise"});
    BURSAR_TRY(std::string text, any_text(*node));
    field.otherwise = std::move(text);
  }
  return {};
}

Result<void> read_reading(const toml::table& table, CellForm form, ProfileField& field) {
  if (const toml::node* node = table.get("part")) {
    BURSAR_TRY(const std::string part, policy::as_text(*node, malformed));
    if (form != CellForm::date || (part != "start" && part != "end")) {
      return expected(*node,
                      {"start或end，且只用于日期字段", "start or end, of a field that is a date"});
    }
    field.part = part == "start" ? PeriodPart::start : PeriodPart::end;
  }
  if (const toml::node* node = table.get("unit")) {
    BURSAR_TRY(const std::string text, policy::as_text(*node, malformed));
    const Result<AmountUnit> unit = parse_amount_unit(text);
    if (form != CellForm::amount || !unit.has_value()) {
      return expected(*node, {"分、元、千元、万元、百万元或亿元，且只用于金额字段",
                              "分, 元, 千元, 万元, 百万元 or 亿元, of a field that is an amount"});
    }
    field.unit = *unit;
  }
  if (const toml::node* node = table.get("dates")) {
    if (form != CellForm::date && form != CellForm::period) {
      return expected(*node, {"日期字段；dates只用于日期", "dates only of a field that is a date"});
    }
    BURSAR_TRY(field.dates, word_of<DateForm>(*node));
  }
  if (const toml::node* node = table.get("unreadable")) {
    BURSAR_TRY(const std::string text, policy::as_text(*node, malformed));
    if ((form != CellForm::date && form != CellForm::period) || text != "remark") {
      return expected(*node, {"\"remark\"，且只用于日期或期间字段",
                              "\"remark\", of a field that is a date or a period"});
    }
    field.unreadable_as_remark = true;
  }
  return {};
}

Result<ProfileField> read_field(const toml::key& key, const toml::node& node, DossierKind kind) {
  ProfileField field;
  field.field = key.str();
  const DossierColumn* column = find_column(kind, field.field);
  if (column == nullptr) {
    std::vector<std::string_view> names;
    for (const DossierColumn& each : dossier_columns(kind)) names.push_back(each.name);
    return policy::refuse_at(malformed, key.source(), policy::one_of_these(names));
  }
  if (node.is_string()) {
    BURSAR_TRY(std::string name, policy::as_text(node, malformed));
    field.pieces.push_back({std::move(name), true});
    return field;
  }
  const toml::table* table = node.as_table();
  if (table == nullptr) return expected(node, {"列名或表", "a column's name, or a table"});
  BURSAR_TRY_VOID(
      check_keys(*table, {"column", "columns", "join", "template", "value", "lead_organisation",
                          "part", "unit", "dates", "unreadable", "map", "otherwise"}));
  BURSAR_TRY_VOID(read_origin(*table, field));
  BURSAR_TRY_VOID(read_map(*table, field));
  BURSAR_TRY_VOID(read_reading(*table, column->form, field));
  if (field.lead_organisation && !field.field.ends_with("org_id") && field.field != "addressee") {
    return expected(node, {"单位字段；lead_organisation只用于单位",
                           "lead_organisation only of a field that names an organisation"});
  }
  return field;
}

Result<ProfileCondition> read_condition(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    return expected(
        node, {"含column及in、not_in或blank的表", "a table with column and in, not_in or blank"});
  BURSAR_TRY_VOID(check_keys(*table, {"column", "in", "not_in", "blank"}));
  ProfileCondition condition;
  BURSAR_TRY(condition.column, needed_text(*table, "column"));
  if (const toml::node* list = table->get("in")) {
    BURSAR_TRY(condition.in, texts(*list));
  }
  if (const toml::node* list = table->get("not_in")) {
    BURSAR_TRY(condition.not_in, texts(*list));
  }
  if (const toml::node* flag = table->get("blank")) {
    BURSAR_TRY(condition.blank, policy::as_flag(*flag, malformed));
  }
  if (condition.in.empty() && condition.not_in.empty() && !condition.blank) {
    return expected(node, {"in、not_in或blank", "in, not_in or blank"});
  }
  return condition;
}

bool gives(const ProfileTable& table, std::string_view name) {
  return std::any_of(table.fields.begin(), table.fields.end(),
                     [&](const ProfileField& field) { return field.field == name; });
}

/// Every required field must come from somewhere.
Result<void> check_complete(const ProfileTable& table, const toml::node& node) {
  const auto columns = dossier_columns(table.kind);
  const bool has_period = gives(table, "period");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const DossierColumn& column = columns[i];
    bool given = column.need == ColumnNeed::optional || gives(table, column.name);
    if (column.need == ColumnNeed::either) given = given || gives(table, columns[i + 1].name);
    if (column.name == "start_on" || column.name == "end_on") given = given || has_period;
    if (!given) {
      return expected(
          node, {std::string(word(table.kind)) + "的字段" + std::string(column.name),
                 "the field " + std::string(column.name) + " of " + std::string(word(table.kind))});
    }
  }
  return {};
}

Result<ProfileTable> read_table(const toml::node& node) {
  const toml::table* source = node.as_table();
  if (source == nullptr) return expected(node, same("[[tables]]"));
  BURSAR_TRY_VOID(check_keys(*source, {"input", "kind", "fields", "where", "ignore"}));
  ProfileTable table;
  BURSAR_TRY(const std::string kind, needed_text(*source, "kind"));
  const Result<DossierKind> parsed = parse_dossier_kind(kind);
  if (!parsed.has_value()) {
    return expected(*source->get("kind"), same(std::string(parsed.error().argument("expected"))));
  }
  table.kind = *parsed;
  table.input = kind;
  if (const toml::node* input = source->get("input")) {
    BURSAR_TRY(table.input, policy::as_text(*input, malformed));
  }
  const toml::node* fields = source->get("fields");
  const toml::table* field_table = fields == nullptr ? nullptr : fields->as_table();
  if (field_table == nullptr) return expected(node, same("[tables.fields]"));
  for (const auto& [key, value] : *field_table) {
    BURSAR_TRY(ProfileField field, read_field(key, value, table.kind));
    table.fields.push_back(std::move(field));
  }
  if (const toml::node* where = source->get("where")) {
    const toml::array* conditions = where->as_array();
    if (conditions == nullptr) return expected(*where, {"条件的列表", "a list of conditions"});
    for (const toml::node& each : *conditions) {
      BURSAR_TRY(ProfileCondition condition, read_condition(each));
      table.where.push_back(std::move(condition));
    }
  }
  if (const toml::node* ignore = source->get("ignore")) {
    BURSAR_TRY(table.ignore, texts(*ignore));
  }
  BURSAR_TRY_VOID(check_complete(table, node));
  return table;
}

}  // namespace

Result<void> ProfileReader::read_settings(const toml::table& root, ImportProfile& profile) {
  BURSAR_TRY(const std::string schema, needed_text(root, "schema"));
  if (schema != "bursar.profile/1")
    return expected(*root.get("schema"), same("\"bursar.profile/1\""));
  BURSAR_TRY(profile.name_, needed_text(root, "name"));
  if (const toml::node* node = root.get("encoding")) {
    BURSAR_TRY(const std::string text, policy::as_text(*node, malformed));
    const Result<TextEncoding> encoding = parse_text_encoding(text);
    if (!encoding.has_value())
      return expected(
          *node, {"utf-8、gb18030、utf-16le或utf-16be", "utf-8, gb18030, utf-16le or utf-16be"});
    profile.encoding_ = *encoding;
  }
  if (const toml::node* node = root.get("delimiter")) {
    BURSAR_TRY(const std::string text, policy::as_text(*node, malformed));
    const bool plain =
        text.size() == 1 && std::string_view(",;|\t").find(text[0]) != std::string::npos;
    if (!plain) return expected(*node, {R"("," ";" "|"或"\t")", R"("," ";" "|" or "\t")"});
    profile.delimiter_ = text[0];
  }
  if (const toml::node* node = root.get("header_line")) {
    BURSAR_TRY(const std::int64_t line, policy::as_count(*node, malformed));
    if (line < 1) return expected(*node, {"从1起的行号", "a line from 1"});
    profile.header_line_ = static_cast<std::size_t>(line);
  }
  if (const toml::node* node = root.get("rounding")) {
    BURSAR_TRY(const std::string text, policy::as_text(*node, malformed));
    const Result<Rounding> rounding = parse_rounding(text);
    if (!rounding.has_value())
      return expected(*node, {"舍入方式，如half_even", "a rounding such as half_even"});
    profile.rounding_ = *rounding;
  }
  if (const toml::node* node = root.get("dates")) {
    BURSAR_TRY(profile.dates_, word_of<DateForm>(*node));
  }
  if (const toml::node* node = root.get("blank")) {
    BURSAR_TRY(profile.blanks_, texts(*node));
  }
  return {};
}

Result<void> ProfileReader::read_tables(const toml::table& root, ImportProfile& profile) {
  const toml::node* node = root.get("tables");
  const toml::array* tables = node == nullptr ? nullptr : node->as_array();
  if (tables == nullptr || tables->empty()) {
    return policy::refuse_at(malformed, root.source(),
                             {"至少一个[[tables]]", "at least one [[tables]]"});
  }
  for (const toml::node& each : *tables) {
    BURSAR_TRY(ProfileTable table, read_table(each));
    profile.tables_.push_back(std::move(table));
  }
  return {};
}

Result<ImportProfile> ProfileReader::read(std::string_view text) {
  BURSAR_TRY(const toml::table root, policy::parse_toml(text, malformed));
  BURSAR_TRY_VOID(check_keys(root, {"schema", "name", "title", "encoding", "delimiter",
                                    "header_line", "rounding", "dates", "blank", "tables"}));
  ImportProfile profile;
  profile.digest_ = sha256(text).hex();
  BURSAR_TRY_VOID(read_settings(root, profile));
  BURSAR_TRY_VOID(read_tables(root, profile));
  return profile;
}

Result<ImportProfile> ImportProfile::from_toml(std::string_view text) {
  return ProfileReader::read(text);
}

std::vector<std::string> ImportProfile::inputs() const {
  std::vector<std::string> inputs;
  for (const ProfileTable& table : tables_) {
    if (std::find(inputs.begin(), inputs.end(), table.input) == inputs.end()) {
      inputs.push_back(table.input);
    }
  }
  return inputs;
}

}  // namespace bursar
