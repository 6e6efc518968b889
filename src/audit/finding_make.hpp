// From a rule's draft to a finding.
#pragma once

#include <bursar/audit/rule.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace bursar::audit_detail {

/// The message of the finding that stands for a rule that threw.
inline constexpr std::string_view failure_key = "rule_failed";
const Wording& failure_wording();

/// What identifies a finding over all runs and revisions.
Digest fingerprint_of(std::string_view rule_id, std::string_view project_id,
                      std::string_view subject);

/// Throws std::logic_error for a draft that a rule must not make (no such message, no subject, a
/// negative amount), std::overflow_error if the amounts do not add up in 64 bits.
Finding make_finding(const std::shared_ptr<const RuleInfo>& rule, FindingDraft&& draft,
                     const Project* project, std::uint64_t link_key, const Digest& portfolio);

}  // namespace bursar::audit_detail
