// The rules of an audit: a value that the host builds.
#pragma once

#include <bursar/audit/rule.hpp>
#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace bursar {

/// A rule of one of the three kinds.
using AnyRule =
    std::variant<std::shared_ptr<const ProjectRule>, std::shared_ptr<const SharedKeyRule>,
                 std::shared_ptr<const PortfolioRule>>;

/// What is wrong with what a rule says about itself, one English line each; empty = nothing. Checks
/// the form of the id, the revision, both languages of title and messages, that there is a basis,
/// that messages name the same arguments in both languages, that parameters and needs are not named
/// twice.
[[nodiscard]] BURSAR_API std::vector<Wording> lint_rule(const RuleInfo& info);

/// Rules by ascending id. Copies share the rules.
class BURSAR_API RuleSet {
 public:
  struct Item {
    AnyRule rule;
    std::shared_ptr<const RuleInfo> info;
  };

  /// Adds a rule. Refusals, in this order: rule_malformed (what lint_rule says first),
  /// rule_id_taken.
  [[nodiscard]] Result<void> add(AnyRule rule);
  /// Adds all rules of another set, or none. Refusals: rule_id_taken.
  [[nodiscard]] Result<void> add(const RuleSet& other);

  [[nodiscard]] std::span<const Item> items() const noexcept { return items_; }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  [[nodiscard]] const RuleInfo* find(std::string_view id) const noexcept;
  /// Over ids, revisions and parameters: two sets with one digest give one result.
  [[nodiscard]] Digest digest() const;

 private:
  std::vector<Item> items_;
};

}  // namespace bursar
