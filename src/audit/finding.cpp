#include "audit/finding_make.hpp"

#include <bursar/audit/finding.hpp>
#include <bursar/audit/rule.hpp>

#include <stdexcept>
#include <tuple>

namespace bursar {
namespace audit_detail {

const Wording& failure_wording() {
  static const Wording wording{
      "规则{rule}未能运行完毕（{failed}处）：{error}。本次审计结果不完整",
      "rule {rule} did not run to its end ({failed} times): {error}; the run is incomplete"};
  return wording;
}

namespace {

void add_sized(std::string& bytes, std::string_view text) {
  for (std::size_t i = 0; i < 8; ++i) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> (8 * i) & 0xffU);
  }
  bytes += text;
}

}  // namespace

Digest fingerprint_of(std::string_view rule_id, std::string_view project_id,
                      std::string_view subject) {
  std::string bytes;
  bytes.reserve(64 + rule_id.size() + project_id.size() + subject.size());
  add_sized(bytes, "bursar.finding/1");
  add_sized(bytes, rule_id);
  add_sized(bytes, project_id);
  add_sized(bytes, subject);
  return sha256(bytes);
}

Finding make_finding(const std::shared_ptr<const RuleInfo>& rule, FindingDraft&& draft,
                     const Project* project, std::uint64_t link_key, const Digest& portfolio) {
  if (!rule->messages.contains(draft.message_key)) {
    throw std::logic_error("the rule has no message '" + draft.message_key + "'");
  }
  if (draft.severity == Severity::blocking)
    throw std::logic_error("only the engine reports blocking");
  if (draft.subject.empty()) throw std::logic_error("a finding without a subject");
  MoneySum amount;
  for (const Evidence& each : draft.evidence) {
    if (each.questioned < Minor(0)) throw std::logic_error("evidence questions a negative amount");
    amount.add(each.questioned);
  }
  Finding finding;
  finding.rule = rule;
  finding.severity = draft.severity.value_or(rule->severity);
  if (project != nullptr) {
    finding.project_id = project->id;
    finding.currency = project->currency;
  }
  const auto total = amount.total();
  if (!total) throw std::overflow_error("the questioned amounts do not fit 64 bits");
  finding.amount = *total;
  finding.subject = std::move(draft.subject);
  finding.message_key = std::move(draft.message_key);
  finding.arguments = std::move(draft.arguments);
  finding.evidence = std::move(draft.evidence);
  finding.portfolio = portfolio;
  finding.link_key = link_key;
  // Which of the linked projects a finding is put under may change as others join; its identity may
  // not.
  finding.fingerprint = fingerprint_of(
      rule->id, link_key == 0 ? std::string_view(finding.project_id.text()) : std::string_view(),
      finding.subject);
  return finding;
}

}  // namespace audit_detail

std::string Finding::text(Language language) const {
  const auto found = rule->messages.find(message_key);
  const std::string& pattern =
      (found != rule->messages.end() ? found->second : audit_detail::failure_wording())
          .in(language);
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      text += pattern[at++];
      continue;
    }
    const std::string_view name = std::string_view(pattern).substr(at + 1, close - at - 1);
    for (const MessageArgument& argument : arguments) {
      if (argument.name == name) text += argument.text.in(language);
    }
    at = close + 1;
  }
  return text;
}

bool operator==(const Finding& a, const Finding& b) {
  return a.rule->id == b.rule->id && a.rule->revision == b.rule->revision &&
         a.severity == b.severity && a.project_id == b.project_id && a.subject == b.subject &&
         a.currency == b.currency && a.amount == b.amount && a.message_key == b.message_key &&
         a.arguments == b.arguments && a.evidence == b.evidence && a.portfolio == b.portfolio &&
         a.fingerprint == b.fingerprint && a.link_key == b.link_key;
}

bool comes_before(const Finding& a, const Finding& b) {
  return std::tie(a.rule->id, a.project_id, a.subject, a.fingerprint, a.message_key) <
         std::tie(b.rule->id, b.project_id, b.subject, b.fingerprint, b.message_key);
}

}  // namespace bursar
