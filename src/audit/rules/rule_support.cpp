#include "audit/rules/rule_support.hpp"

#include <bursar/money/amount_text.hpp>

#include <stdexcept>

namespace bursar::audit_detail {

std::string amount_text(Minor amount, Currency currency) {
  return grouped_text(Money::of_minor(amount, currency));
}

Minor excess(Minor amount, Minor above) {
  const Int128 difference = wide(amount) - wide(above);
  if (difference <= 0) return Minor(0);
  if (!fits_64(difference)) {
    throw std::overflow_error("a difference of amounts does not fit 64 bits");
  }
  return Minor(static_cast<std::int64_t>(difference));
}

Evidence sum_evidence(const Project& project, EvidenceKind kind, std::string id, Minor amount,
                      Minor questioned) {
  Evidence evidence;
  evidence.kind = kind;
  evidence.project_id = project.id;
  evidence.id = std::move(id);
  evidence.amount = amount;
  evidence.questioned = questioned;
  return evidence;
}

std::string definition_of(std::string_view rule_id) {
  return "docs/audit.md, " + std::string(rule_id);
}

std::vector<std::pair<std::string, std::string>> digests_of(const RuleBook& book) {
  std::vector<std::pair<std::string, std::string>> digests{{"rule_book", book.digest().text()}};
  if (const auto& assumed = book.assumptions_digest()) {
    digests.emplace_back("assumptions", assumed->text());
  }
  return digests;
}

}  // namespace bursar::audit_detail
