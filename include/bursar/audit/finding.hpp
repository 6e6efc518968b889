// 疑点: what a rule found, with the records that show it.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>
#include <bursar/portfolio/project.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// How grave a finding is, ascending. `blocking`: a rule failed, and the run cannot be trusted.
enum class Severity : std::uint8_t { info, low, medium, high, critical, blocking };
BURSAR_VOCABULARY(Severity, "severity", "info", "low", "medium", "high", "critical", "blocking");

/// What a piece of evidence is. The first three are spending, and nest: a line is part of its head,
/// a head part of the project's spending.
enum class EvidenceKind : std::uint8_t {
  expense,     ///< a line of spending; `id` is its expense_id, `head` its head
  head,        ///< all spending on one head; `id` is the head's word
  spending,    ///< all spending of the project
  payments,    ///< all money paid to the project
  payment,     ///< one payment
  budget,      ///< a budget figure, for comparison
  decision,    ///< 处理决定
  repayment,   ///< one repayment
  acceptance,  ///< an attempt at acceptance; `id` is its number
  opinion,     ///< 审计意见
  project,     ///< the project itself
  other        ///< anything else; `id` says what
};
BURSAR_VOCABULARY(EvidenceKind, "kind", "expense", "head", "spending", "payments", "payment",
                  "budget", "decision", "repayment", "acceptance", "opinion", "project", "other");

/// One record, or one sum, that a finding rests on.
struct Evidence {
  EvidenceKind kind = EvidenceKind::other;
  ProjectId project_id;
  std::string id;
  std::optional<Head> head{};  ///< of an expense or a head
  std::optional<Date> on{};
  std::optional<Minor> amount{};  ///< what the record says, in the project's currency
  /// How much of it this finding questions; never negative. The amounts of a finding's evidence add
  /// up to the amount of the finding.
  Minor questioned{};
  /// The fact, and the row of the import, that the record comes from; position 0 = a sum of
  /// several.
  Trace trace{};

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// A named argument of a message, as text: an amount, a day or an id reads the same in both
/// languages, a word of ours does not (`wording` of grant/labels.hpp).
struct MessageArgument {
  MessageArgument(std::string argument, const std::string& same)
      : name(std::move(argument)), text{same, same} {}
  MessageArgument(std::string argument, Wording both)
      : name(std::move(argument)), text(std::move(both)) {}

  std::string name;
  Wording text;

  friend bool operator==(const MessageArgument&, const MessageArgument&) = default;
};

struct RuleInfo;

/// What a rule found.
struct Finding {
  /// The rule as it stood when it found this: id, revision, title, basis, parameters.
  std::shared_ptr<const RuleInfo> rule;
  Severity severity = Severity::info;
  ProjectId project_id;  ///< empty for a finding about the portfolio as a whole
  std::string subject;   ///< what is found at fault, stable across runs: "P-7:indirect"
  Currency currency = Currency::cny();
  Minor amount{};  ///< at risk: the sum of what the evidence questions
  std::string message_key;
  std::vector<MessageArgument> arguments;
  std::vector<Evidence> evidence;
  Digest portfolio;  ///< of the portfolio that it was found in; see AuditRun::portfolio
  Digest
      fingerprint;  ///< of rule id and subject (and project): the same in every run that finds it
  /// The fingerprint of the key that links several projects; 0 in a finding of one project.
  std::uint64_t link_key = 0;

  /// The message for people, arguments filled in.
  [[nodiscard]] BURSAR_API std::string text(Language language) const;
  friend BURSAR_API bool operator==(const Finding& a, const Finding& b);
};

/// The order in which findings are given: rule id, project, subject.
[[nodiscard]] BURSAR_API bool comes_before(const Finding& a, const Finding& b);

}  // namespace bursar
