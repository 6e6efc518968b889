// The extension point of the audit: a rule looks at a project, at projects that share a key, or at
// the whole portfolio, and reports what it finds.
//
// A host derives from one of the three classes below and adds an object to its RuleSet. There is no
// registration by static objects. examples/own_rule shows one; lint_rule (audit/rule_set.hpp)
// checks one.
#pragma once

#include <bursar/audit/finding.hpp>
#include <bursar/audit/project_case.hpp>
#include <bursar/base/export.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// What a rule says about itself. `id` and `revision` are stored with everything that the rule
/// found: raise the revision whenever the same facts may give another result.
struct RuleInfo {
  std::string id;  ///< lower-case words joined by '_', never reused: "indirect_over_cap"
  std::int32_t revision = 1;
  Wording title;
  Severity severity = Severity::medium;
  std::vector<std::string> basis;  ///< laws, rules, definitions; at least one
  /// Every parameter with its value as text; part of the digest of the rule set.
  std::vector<std::pair<std::string, std::string>> parameters{};
  /// Names of the data that may be missing; Verdict::missing points into this list.
  std::vector<std::string> needs{};
  /// Message key -> text with {argument} in braces; the arguments are those of the draft.
  std::map<std::string, Wording, std::less<>> messages{};
};

/// What one call found out about its own reach: whether there was anything to check, and how long
/// the answer holds if no new fact comes in.
class Verdict {
 public:
  /// Everything that the rule needs was there. Holds until new facts come in.
  [[nodiscard]] static constexpr Verdict checked() noexcept {
    return Verdict(code_checked, forever);
  }
  /// Checked; the answer may change after this day even without new facts (a deadline).
  [[nodiscard]] static Verdict checked_until(Date last_day_inclusive) {
    return Verdict(code_checked, day_number(last_day_inclusive));
  }
  /// The rule has nothing to say about this project (no spending, no decision ...).
  [[nodiscard]] static constexpr Verdict not_applicable() noexcept {
    return Verdict(code_not_applicable, forever);
  }
  /// The rule applies, but what it needs is not known: RuleInfo::needs[need]. At most 200 needs.
  [[nodiscard]] static constexpr Verdict missing(std::uint8_t need) noexcept {
    return Verdict(static_cast<std::uint8_t>(code_missing + need), forever);
  }

  /// The same, where the answer may be another one after this day even without new facts.
  [[nodiscard]] static Verdict missing_until(std::uint8_t need, Date last_day_inclusive) {
    return Verdict(static_cast<std::uint8_t>(code_missing + need), day_number(last_day_inclusive));
  }

  static constexpr std::uint8_t code_not_applicable = 0;
  static constexpr std::uint8_t code_checked = 1;
  static constexpr std::uint8_t code_missing = 2;  ///< and one up for each need
  /// The verdict as one byte: one of the codes above.
  [[nodiscard]] constexpr std::uint8_t code() const noexcept { return code_; }
  /// Days since 1970-01-01.
  [[nodiscard]] constexpr std::int32_t valid_until_inclusive() const noexcept {
    return valid_until_;
  }

 private:
  static constexpr std::int32_t forever = 0x7fffffff;
  constexpr Verdict(std::uint8_t code, std::int32_t valid_until) noexcept
      : code_(code), valid_until_(valid_until) {}
  std::uint8_t code_;
  std::int32_t valid_until_;
};

/// A finding as a rule reports it. The engine adds rule, amount (the sum of what the evidence
/// questions), currency, digests.
struct FindingDraft {
  std::string subject;      ///< names what is at fault; stable across runs, and no figure in it
  std::string message_key;  ///< one of RuleInfo::messages
  std::vector<MessageArgument> arguments{};
  std::vector<Evidence> evidence{};
  std::optional<Severity> severity{};  ///< empty: the rule's own
  ProjectId project_id{};              ///< empty: the project that was checked
};

/// Takes the drafts of one call.
class FindingSink {
 public:
  void report(FindingDraft draft) { drafts_.push_back(std::move(draft)); }
  [[nodiscard]] std::span<FindingDraft> drafts() noexcept { return drafts_; }
  [[nodiscard]] std::span<const FindingDraft> drafts() const noexcept { return drafts_; }
  void clear() noexcept { drafts_.clear(); }

 private:
  std::vector<FindingDraft> drafts_;
};

/// What all rules have in common.
class BURSAR_API Rule {
 public:
  virtual ~Rule() = default;
  /// Called once, when the rule is added to a set.
  [[nodiscard]] virtual RuleInfo info() const = 0;
};

/// A rule about one project at a time.
class BURSAR_API ProjectRule : public Rule {
 public:
  /// Called once a project and audit, and again in a re-audit when the project has new facts or the
  /// verdict has run out; at the same time for different projects on several threads, on one
  /// object: it changes nothing, keeps nothing, and reads no clock. It sees the project and the
  /// day, nothing else. Whatever it throws becomes a blocking finding, and the run is marked
  /// incomplete.
  [[nodiscard]] virtual Verdict check(const ProjectCase& project, FindingSink& sink) const = 0;
};

/// Takes the fingerprints of one project's keys.
class KeySink {
 public:
  void add(std::uint64_t fingerprint) { fingerprints_.push_back(fingerprint); }
  void add(std::span<const std::uint64_t> fingerprints) {
    fingerprints_.insert(fingerprints_.end(), fingerprints.begin(), fingerprints.end());
  }
  [[nodiscard]] std::span<const std::uint64_t> fingerprints() const noexcept {
    return fingerprints_;
  }
  void clear() noexcept { fingerprints_.clear(); }

 private:
  std::vector<std::uint64_t> fingerprints_;
};

/// A rule about projects that share something: an invoice, a device, a person. The engine keeps the
/// index of keys, so that a re-audit asks only the projects that were touched.
class BURSAR_API SharedKeyRule : public Rule {
 public:
  /// Gives a fingerprint for every key of a project: equal keys must have equal fingerprints;
  /// different keys should differ, over all 64 bits. Called like ProjectRule::check; the verdict's
  /// day is not used.
  [[nodiscard]] virtual Verdict keys(const ProjectCase& project, KeySink& sink) const = 0;

  /// Called for projects (ascending by id, at least two) that gave one fingerprint; at the same
  /// time for different fingerprints on several threads. Fingerprints may clash, and may be those
  /// of an earlier run: the rule compares the keys themselves, and reports nothing if they differ.
  /// Each draft names its project_id.
  virtual void check_shared(std::span<const ProjectCase> projects, std::uint64_t fingerprint,
                            FindingSink& sink) const = 0;
};

/// What an audit looks at: a portfolio, or records that a host or a test put together itself.
struct AuditScope {
  std::span<const Project> projects;  ///< ascending by id
  JournalHead head;                   ///< the head that the projects were folded up to
  AsOf as_of;                         ///< and as of when
};

/// How far a PortfolioRule came.
struct PortfolioVerdict {
  std::int64_t population = 0;   ///< what there was to check
  std::int64_t not_checked = 0;  ///< of that, what could not be for want of data
};

/// A rule about the portfolio as a whole.
class BURSAR_API PortfolioRule : public Rule {
 public:
  /// Called once an audit, and once a re-audit, on the thread that asked for it. It changes
  /// nothing.
  [[nodiscard]] virtual PortfolioVerdict check(const AuditScope& scope, Date as_of,
                                               FindingSink& sink) const = 0;
};

}  // namespace bursar
