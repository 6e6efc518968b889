// Strict reading of TOML tables: every key is expected or refused, with its line and column.
#pragma once

#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>

#include "base/toml.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::policy {

/// The refusal of a place in a file: line, column, what was expected there.
[[nodiscard]] Refusal refuse_at(Code code, const toml::source_region& where, Wording expected);

/// What is expected where a key is none of the known ones: "one of a b, not c".
template <class Words>
[[nodiscard]] Wording one_of_these(const Words& words, std::string_view but = {}) {
  Wording list{"以下之一：", "one of"};
  for (const auto& each : words) {
    list.zh += (list.zh.ends_with("：") ? "" : "、") + std::string(each);
    list.en += " " + std::string(each);
  }
  if (!but.empty()) {
    list.zh += "，不能是" + std::string(but);
    list.en += ", not " + std::string(but);
  }
  return list;
}

/// Parses a whole file. Refusals: `code`.
[[nodiscard]] Result<toml::table> parse_toml(std::string_view text, Code code);

/// One table of a file. Keys are taken one by one; `finish` refuses those that nobody took.
class TomlTable {
 public:
  /// `path` names the table in refusals: "cn-shenzhen-2019.passed". Missing keys are refused as
  /// rule_pack_incomplete, wrong ones as rule_pack_malformed.
  TomlTable(const toml::table& table, std::string path) : table_(table), path_(std::move(path)) {}

  [[nodiscard]] const toml::node* find(std::string_view key);
  [[nodiscard]] Result<const toml::node*> require(std::string_view key);
  [[nodiscard]] Result<std::string> text(std::string_view key);
  /// Tables of an array of tables; none if the key is absent.
  [[nodiscard]] Result<std::vector<const toml::table*>> tables(std::string_view key);
  [[nodiscard]] Result<const toml::table*> subtable(std::string_view key);
  /// Refuses keys that nobody took.
  [[nodiscard]] Result<void> finish() const;

  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] const toml::source_region& where() const { return table_.source(); }

 private:
  const toml::table& table_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
};

/// A node as some type. Refusals: `code`, naming what was expected.
[[nodiscard]] Result<std::string> as_text(const toml::node& node, Code code);
[[nodiscard]] Result<bool> as_flag(const toml::node& node, Code code);
/// A whole number that is not negative.
[[nodiscard]] Result<std::int64_t> as_count(const toml::node& node, Code code);
/// A TOML date, or a text YYYY-MM-DD.
[[nodiscard]] Result<Date> as_date(const toml::node& node, Code code);

}  // namespace bursar::policy
